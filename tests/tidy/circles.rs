//! Circles of modules inside a crate, found in its text.
//!
//! Modules with the same parent, each with all that is inside it, may depend on each other in one direction only. A
//! module depends on the module that defines what it names: re-exports are followed to their end, so a `mod.rs` that only
//! declares and re-exports its children ties nothing together. A child may use its parent and a parent its children, for
//! they are one thing: a file that only continues its neighbour belongs inside it. Tests are left out.

use super::tokens::{tokens, without_tests};
use super::{files, read, root, short};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A module by the names that lead to it from the root of its crate; the root has none.
type Name = Vec<String>;

/// What the text of one module says.
#[derive(Debug, Default)]
struct Module {
    tokens: Vec<String>,
    /// `use` declarations: the name that is brought in (`*` for all of a module's), the path that it stands for, and
    /// whether it is passed on.
    uses: Vec<(String, Vec<String>, bool)>,
    defines: BTreeSet<String>,
}

type Modules = BTreeMap<Name, Module>;

#[test]
fn no_modules_depend_on_each_other_in_a_circle() {
    let mut wrong = Vec::new();
    for (folder, main) in crates() {
        let graph = graph(&modules(&folder, main));
        for parent in graph.keys() {
            let siblings = siblings(&graph, parent);
            for circle in circles(&siblings) {
                let names: Vec<String> = circle.iter().map(|name| name.join("::")).collect();
                let way = shortest(&siblings, &circle);
                wrong.push(format!("{}: {way}\n    of {}", short(&folder), names.join(" ")));
            }
        }
    }
    assert!(wrong.is_empty(), "modules that depend on each other in a circle:\n{}", wrong.join("\n"));
}

#[test]
fn circles_are_found_and_facades_are_none() {
    let found = |files: &[(&str, &str)]| {
        let named =
            |name: &str| name.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let modules = files.iter().map(|(name, text)| (named(name), module(text).0)).collect();
        let graph = graph(&modules);
        let circles = graph.keys().flat_map(|parent| circles(&siblings(&graph, parent)));
        circles
            .map(|circle| circle.iter().map(|name| name.join("::")).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let facade = ("", "mod a;\nmod b;\npub use a::A;\npub use b::B;");
    let a = ("a", "use crate::B;\npub struct A(B);");
    assert_eq!(found(&[facade, a, ("b", "pub struct B;")]), Vec::<Vec<String>>::new());
    assert_eq!(found(&[facade, a, ("b", "pub struct B;\nfn b() { super::a::f('\"') }")]), [["a", "b"]]);
    // Through what is re-exported, as a whole or by another name, and through what is inside.
    let deep = [("b", "mod c;\npub use c::*;"), ("b::c", "pub struct B(#[doc = \"b\"] crate::D);")];
    let renamed = ("", "mod a;\nmod b;\npub use {a::A as D, b::B};");
    assert_eq!(found(&[renamed, a, deep[0], deep[1]]), [["a", "b"]]);
    // In a comment, a string, a test, a parent or a child.
    let harmless = "//! crate::a::A\npub struct B;\nconst TEXT: &str = r#\"use crate::a::A;\"#;\n#[cfg(test)]\nmod tests { use crate::A; }";
    assert_eq!(found(&[facade, a, ("b", harmless)]), Vec::<Vec<String>>::new());
    let family = [("b", "mod c;\npub struct B(c::C);"), ("b::c", "pub struct C(super::B);")];
    assert_eq!(found(&[facade, a, family[0], family[1]]), Vec::<Vec<String>>::new());
}

/// Who depends on whom among the children of a module, each with all that is inside it.
fn siblings(graph: &Graph, parent: &Name) -> Graph {
    let child = |name: &Name| {
        (name.len() > parent.len() && name.starts_with(parent)).then(|| name[..=parent.len()].to_vec())
    };
    let mut among = Graph::new();
    for (name, targets) in graph {
        let Some(from) = child(name) else { continue };
        let targets = targets.iter().filter_map(child).filter(|target| *target != from);
        among.entry(from.clone()).or_default().extend(targets);
    }
    among
}

/// The folder and the root file of each crate.
fn crates() -> Vec<(std::path::PathBuf, &'static str)> {
    let mut found = vec![(root().join("crates/cli"), "main.rs")];
    for manifest in files(&root().join("crates"), "Cargo.toml") {
        let folder = manifest.with_file_name("src");
        if folder.join("lib.rs").exists() {
            found.push((folder, "lib.rs"));
        }
    }
    assert!(found.len() > 5, "hardly any crate was found");
    found
}

fn modules(folder: &Path, main: &str) -> Modules {
    let mut found = Modules::new();
    let mut tests = Vec::new();
    for path in files(folder, ".rs") {
        let inside = path.strip_prefix(folder).unwrap_or(&path).with_extension("");
        let mut name: Name = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if name.last().is_some_and(|last| last == "mod") || inside.with_extension("rs") == Path::new(main) {
            name.pop();
        }
        let (module, tested) = module(&read(&path));
        tests.extend(tested.into_iter().map(|child| [name.clone(), vec![child]].concat()));
        found.insert(name, module);
    }
    found.retain(|name, _| !tests.iter().any(|test| name.starts_with(test)));
    found
}

/// What a file says, and the modules that it declares for tests alone.
fn module(text: &str) -> (Module, Vec<String>) {
    let (tokens, tests) = without_tests(tokens(text));
    let mut module = Module::default();
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].as_str() {
            "use" => {
                // `pub use`, `pub(crate) use`, `pub(in super) use`
                let passed_on = at > 0 && matches!(tokens[at - 1].as_str(), "pub" | ")");
                let end =
                    at + tokens[at..].iter().position(|token| token == ";").unwrap_or(tokens.len() - at);
                for (name, path) in imports(&tokens[at + 1..end], &[]) {
                    module.uses.push((name, path, passed_on));
                }
                at = end;
            }
            "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "union" | "macro_rules" => {
                let name =
                    tokens[at + 1..].iter().find(|token| !matches!(token.as_str(), "!" | "mut" | "fn"));
                module.defines.extend(name.cloned());
            }
            token => module.tokens.push(token.to_owned()),
        }
        at += 1;
    }
    (module, tests)
}

/// The names that a `use` brings in, with their paths.
fn imports(tree: &[String], prefix: &[String]) -> Vec<(String, Vec<String>)> {
    let mut path = prefix.to_vec();
    for (at, token) in tree.iter().enumerate() {
        match token.as_str() {
            "::" => {}
            "{" => {
                return branches(&tree[at + 1..tree.len() - 1])
                    .into_iter()
                    .flat_map(|branch| imports(branch, &path))
                    .collect();
            }
            "as" => return tree.get(at + 1).map(|name| (name.clone(), path)).into_iter().collect(),
            "*" => return vec![("*".to_owned(), path)],
            "self" if !path.is_empty() => {}
            name => path.push(name.to_owned()),
        }
    }
    path.last().cloned().map(|name| (name, path)).into_iter().collect()
}

/// Parts between the commas of a `use` group.
fn branches(group: &[String]) -> Vec<&[String]> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, token) in group.iter().enumerate() {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 0 => {
                found.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&group[start..]);
    found.retain(|branch| !branch.is_empty());
    found
}

type Graph = BTreeMap<Name, BTreeSet<Name>>;

fn graph(modules: &Modules) -> Graph {
    let mut graph = Graph::new();
    for (name, module) in modules {
        let mut targets: Vec<Option<Name>> = Vec::new();
        for (local, path, passed_on) in &module.uses {
            let target = resolve(modules, name, path, 0);
            let inside = target.as_ref().is_some_and(|target| target.starts_with(name));
            if !(*passed_on && inside) || module.tokens.contains(local) {
                targets.push(target);
            }
        }
        for path in paths(&module.tokens) {
            targets.push(resolve(modules, name, &path, 0));
        }
        let targets = targets.into_iter().flatten().filter(|target| !name.starts_with(target));
        graph.insert(name.clone(), targets.collect());
    }
    graph
}

/// Paths of two names and more.
fn paths(tokens: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut path = vec![tokens[at].clone()];
        while tokens.get(at + 1).is_some_and(|token| token == "::") && at + 2 < tokens.len() {
            path.push(tokens[at + 2].clone());
            at += 2;
        }
        at += 1;
        if path.len() > 1 {
            found.push(path);
        }
    }
    found
}

/// The module that defines what a path names; `None` for what another crate does.
fn resolve(modules: &Modules, from: &Name, path: &[String], depth: usize) -> Option<Name> {
    if depth > 20 {
        return None; // a name that brings itself in
    }
    let mut here = from.clone();
    for (at, part) in path.iter().enumerate() {
        let child = [here.clone(), vec![part.clone()]].concat();
        let module = modules.get(&here)?;
        let used =
            module.uses.iter().find(|(local, used, _)| local == part && (used != path || here != *from));
        match part.as_str() {
            "crate" => here.clear(),
            "self" => {}
            "super" => drop(here.pop()),
            _ if modules.contains_key(&child) => here = child,
            _ if module.defines.contains(part) => return Some(here),
            _ => {
                if let Some((_, used, _)) = used {
                    return resolve(
                        modules,
                        &here,
                        &[used.clone(), path[at + 1..].to_vec()].concat(),
                        depth + 1,
                    );
                }
                // Where nothing says who defines the name: another crate at the start of a path, else this module.
                return (at > 0).then(|| through_globs(modules, &here, part, depth).unwrap_or(here));
            }
        }
    }
    Some(here)
}

/// The module behind a `use …::*` that defines a name.
fn through_globs(modules: &Modules, here: &Name, name: &str, depth: usize) -> Option<Name> {
    let globs = modules[here].uses.iter().filter(|(local, ..)| local == "*");
    let mut behind = globs.filter_map(|(_, path, _)| resolve(modules, here, path, depth + 1));
    behind.find(|module| modules[module].defines.contains(name))
}

/// Sets of modules of which each leads to each other.
fn circles(graph: &Graph) -> Vec<Vec<Name>> {
    let reached: BTreeMap<&Name, BTreeSet<&Name>> =
        graph.keys().map(|name| (name, reach(graph, name))).collect();
    let mut found: Vec<Vec<Name>> = Vec::new();
    for (name, ahead) in &reached {
        if ahead.contains(name) && !found.iter().flatten().any(|seen| seen == *name) {
            let together = ahead.iter().filter(|other| reached[**other].contains(name));
            found.push(together.map(|name| (*name).clone()).collect());
        }
    }
    found
}

/// All modules that a module leads to.
fn reach<'a>(graph: &'a Graph, from: &Name) -> BTreeSet<&'a Name> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Name> = graph[from].iter().collect();
    while let Some(name) = open.pop() {
        if found.insert(name) {
            open.extend(&graph[name]);
        }
    }
    found
}

/// The shortest way from a module of a circle back to itself, for people.
fn shortest(graph: &Graph, circle: &[Name]) -> String {
    let back = |start: &Name| {
        let mut ways: Vec<Vec<Name>> = vec![vec![start.clone()]];
        let mut seen = BTreeSet::new();
        for step in 0.. {
            let way = ways.get(step)?.clone();
            for next in &graph[way.last()?] {
                let longer = [way.clone(), vec![next.clone()]].concat();
                if next == start {
                    return Some(longer);
                }
                if seen.insert(next.clone()) {
                    ways.push(longer);
                }
            }
        }
        None
    };
    let way = circle.iter().filter_map(back).min_by_key(Vec::len).unwrap_or_default();
    way.iter().map(|name| name.join("::")).collect::<Vec<_>>().join(" → ")
}
