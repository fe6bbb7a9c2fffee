//! Rules of the house that the compiler does not know: who may depend on whom, what each crate fences, how files look,
//! and that ARCHITECTURE.md names nothing that is gone.

#[path = "tidy/circles.rs"]
mod circles;
#[path = "tidy/licences.rs"]
mod licences;
#[path = "tidy/tokens.rs"]
mod tokens;
#[path = "tidy/words.rs"]
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which of our crates each crate may use: arrows point one way.
const ARROWS: [(&str, &[&str]); 16] = [
    ("crates/text", &[]),
    ("crates/extract", &["crosscut-text"]),
    ("crates/search", &["crosscut-text"]),
    ("crates/cluster", &["crosscut-text"]),
    ("crates/embed", &[]),
    ("crates/decisions", &["crosscut-text"]),
    ("crates/table", &["crosscut-text"]),
    ("crates/words", &["crosscut-text", "crosscut-decisions"]),
    (
        "crates/crosscut",
        &[
            "crosscut-text", "crosscut-extract", "crosscut-search", "crosscut-cluster", "crosscut-embed",
            "crosscut-decisions", "crosscut-table", "crosscut-words",
        ],
    ),
    ("crates/evaluate", &["crosscut"]),
    ("crates/export", &["crosscut", "crosscut-evaluate"]),
    ("crates/fetch", &[]),
    ("crates/suggest", &["crosscut"]),
    ("crates/mcp", &["crosscut", "crosscut-export", "crosscut-suggest"]),
    ("crates/review", &["crosscut", "crosscut-evaluate", "crosscut-export", "crosscut-suggest"]),
    (
        ".",
        &[
            "crosscut", "crosscut-cluster", "crosscut-evaluate", "crosscut-export", "crosscut-fetch",
            "crosscut-mcp", "crosscut-review", "crosscut-suggest",
        ],
    ),
];

/// Dependencies that one crate alone may name.
const FENCES: [(&str, &[&str]); 14] = [
    ("rmcp", &["crates/mcp"]),
    ("ureq", &["crates/fetch", "crates/suggest"]),
    ("rust_xlsxwriter", &["crates/export"]),
    ("minijinja", &["crates/export"]),
    ("parquet", &["crates/table"]),
    ("tiny-skia", &["crates/export"]),
    ("ndarray", &["crates/embed"]),
    ("uuid", &["crates/decisions"]),
    ("strsim", &["crates/decisions"]),
    ("jiff", &["crates/decisions", "crates/fetch", "crates/review"]),
    ("getrandom", &["crates/decisions", "crates/review"]),
    ("lopdf", &["crates/extract"]),
    ("tantivy", &["crates/search"]),
    ("tempfile", &["crates/crosscut", "crates/search"]),
];

/// What code names that touches files or starts programs, its words and signs set apart by spaces.
const FILE_WORDS: [&str; 11] = [
    " fs ::", ":: fs ", " File ::", " OpenOptions ::", "tempfile ::", ". spawn ( )", ". output ( )",
    ". exists ( )", ". is_dir ( )", ". is_file ( )", ". read_dir (",
];

/// Lines of code that a file may have; tables are exempt.
const LONGEST: usize = 500;

/// Public items that the library people embed may have: functions, methods, types, constants and modules; fields are not
/// counted. The other libraries are small.
const SURFACE: usize = 282;

/// Runnable examples that the libraries' pages must have together.
const EXAMPLES: usize = 40;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Files below a folder with an ending, build output left out.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            found.extend(files(&path, ending));
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<PathBuf> {
    ["crates", "tests", "benches"].iter().flat_map(|folder| files(&root().join(folder), ".rs")).collect()
}

fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

fn dependencies(manifest: &str, table: &str) -> BTreeSet<String> {
    let manifest: toml::Table = manifest.parse().expect("Cargo reads it too");
    let table = manifest.get(table).and_then(toml::Value::as_table);
    table.into_iter().flat_map(|table| table.keys().cloned()).collect()
}

#[test]
fn arrows_between_crates_point_one_way() {
    let folders: BTreeMap<&str, &[&str]> = ARROWS.into_iter().collect();
    for path in files(&root().join("crates"), "Cargo.toml").into_iter().chain([root().join("Cargo.toml")]) {
        let folder = short(path.parent().expect("a file has a folder"));
        let folder = if folder.is_empty() { "." } else { &folder };
        if folder == "crates/extract/fuzz" {
            continue;
        }
        let allowed =
            folders.get(folder).unwrap_or_else(|| panic!("{folder}: say in ARROWS what it may use"));
        for name in dependencies(&read(&path), "dependencies") {
            let ours = name == "crosscut" || name.starts_with("crosscut-");
            assert!(!ours || allowed.contains(&name.as_str()), "{folder} must not depend on {name}");
        }
    }
}

#[test]
fn fenced_dependencies_stay_behind_their_fence() {
    for path in files(&root().join("crates"), "Cargo.toml") {
        let folder = short(path.parent().expect("a file has a folder"));
        for name in dependencies(&read(&path), "dependencies") {
            if let Some((_, crates)) = FENCES.iter().find(|(fenced, _)| *fenced == name) {
                assert!(crates.contains(&folder.as_str()), "{folder} must not depend on {name}");
            }
        }
    }
}

#[test]
fn pure_crates_do_no_input_or_output() {
    for path in sources() {
        let name = short(&path);
        let pure =
            ["text", "cluster", "embed"].iter().any(|pure| name.starts_with(&format!("crates/{pure}/src")));
        if !pure || name.ends_with("tests.rs") {
            continue;
        }
        let text = read(&path);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        // Examples in comments show how a caller reads a file and prints an answer.
        let code: String =
            code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for word in
            ["std::fs", "std::net", "std::env", "std::process", "SystemTime", "println!(", "eprintln!("]
        {
            assert!(!code.contains(word), "{name} names {word}: this crate is pure");
        }
    }
}

#[test]
fn only_the_rooms_that_architecture_names_touch_files() {
    let architecture = read(&root().join("ARCHITECTURE.md"));
    let list = architecture.split("touch files").nth(1).expect("ARCHITECTURE.md says who may touch files");
    let list = list.split("\n\n").next().unwrap_or_default();
    let rooms: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
    let mut used = BTreeSet::new();
    for path in sources() {
        let name = short(&path);
        let shipped = name.starts_with("crates/cli/") || name.contains("/src/");
        let tests = name.contains("/tests/") || name.ends_with("tests.rs") || name.ends_with("fixture.rs");
        let code = tokens::code(&read(&path));
        if !shipped || tests || !FILE_WORDS.iter().any(|word| code.contains(word)) {
            continue;
        }
        let room = rooms.iter().find(|room| name.starts_with(**room));
        used.insert(*room.unwrap_or_else(|| {
            panic!("{name} touches files or starts programs, and ARCHITECTURE.md does not name it")
        }));
    }
    let idle: Vec<_> = rooms.iter().filter(|room| !used.contains(*room)).collect();
    assert!(idle.is_empty(), "ARCHITECTURE.md says that these touch files, but they do not: {idle:?}");
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = read(&root().join("Cargo.toml"));
    let table = manifest.split("[workspace.dependencies]").nth(1).expect("the workspace lists them");
    let table = table.split("\n[").next().unwrap_or_default();
    for line in table.lines().filter(|line| line.contains('=') && !line.starts_with('#')) {
        let name = line.split('=').next().unwrap_or_default().trim();
        let dev = table.split("# Tests only.").nth(1).is_some_and(|tests| tests.contains(line));
        assert!(
            name.starts_with("crosscut") || line.contains('#') || dev,
            "{name}: say in a comment what it is for"
        );
    }
}

#[test]
fn every_dependency_is_used() {
    for manifest in files(&root().join("crates"), "Cargo.toml").into_iter().chain([root().join("Cargo.toml")])
    {
        let folder = manifest.parent().expect("a file has a folder");
        if folder.ends_with("fuzz") {
            continue;
        }
        let is_root = folder == root();
        let shipped = files(&folder.join(if is_root { "crates/cli" } else { "src" }), ".rs");
        let other = ["tests", "benches", "examples"].iter().flat_map(|name| files(&folder.join(name), ".rs"));
        let other: Vec<PathBuf> =
            other.chain(shipped.iter().cloned()).chain(files(&root().join("benches"), ".rs")).collect();
        for (table, sources) in [("dependencies", &shipped), ("dev-dependencies", &other)] {
            let words: BTreeSet<String> =
                sources.iter().flat_map(|path| tokens::tokens(&read(path))).collect();
            for name in dependencies(&read(&manifest), table) {
                // Named for a feature that ndarray does not pass on.
                let used = name == "matrixmultiply" || words.contains(&name.replace('-', "_"));
                assert!(used, "{}: nothing uses the {table} {name}", short(&manifest));
            }
        }
    }
}

#[test]
fn every_module_opens_with_what_it_is() {
    for path in sources() {
        assert!(read(&path).starts_with("//! "), "{} does not open with a //! line", short(&path));
    }
}

#[test]
fn no_file_is_too_long() {
    for path in sources() {
        let text = read(&path);
        let code = text
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"))
            .count();
        let table = text.lines().next().is_some_and(|line| line.contains("(table)"));
        assert!(table || code <= LONGEST, "{} has {code} lines of code, more than {LONGEST}", short(&path));
    }
}

#[test]
fn the_librarys_surface_stays_small() {
    let kinds = ["fn ", "const ", "struct ", "enum ", "trait ", "type ", "static ", "mod "];
    let is_public =
        |line: &&str| line.strip_prefix("pub ").is_some_and(|rest| kinds.iter().any(|k| rest.starts_with(k)));
    let count = |path: &PathBuf| read(path).lines().map(str::trim_start).filter(is_public).count();
    let public: usize = files(&root().join("crates/crosscut/src"), ".rs").iter().map(count).sum();
    println!("{public} public items");
    assert!(
        public < SURFACE,
        "crates/crosscut has {public} public items: make private what nobody outside uses"
    );
}

#[test]
fn the_libraries_show_how_they_are_used() {
    let mut examples = 0;
    for path in sources().iter().filter(|path| short(path).contains("/src/")) {
        let text = read(path);
        let fences = text.lines().filter_map(|line| line.trim_start().strip_prefix("//")?.get(1..));
        let fences: Vec<&str> = fences.filter_map(|line| line.trim().strip_prefix("```")).collect();
        let opening = fences.iter().step_by(2);
        examples += opening.filter(|kind| ["", "no_run", "should_panic"].contains(kind)).count();
    }
    println!("{examples} examples");
    assert!(examples >= EXAMPLES, "the libraries' pages have {examples} examples, less than {EXAMPLES}");
}

#[test]
fn what_architecture_names_exists() {
    let text = read(&root().join("ARCHITECTURE.md"));
    let mut checked = 0;
    for name in text.split('`').skip(1).step_by(2) {
        let is_path = name.contains('/') && !name.contains([' ', '<', '*', '(', ':', '.'])
            || name.ends_with(".rs")
            || name.ends_with(".md");
        if is_path {
            assert!(root().join(name).exists(), "ARCHITECTURE.md names {name}, which does not exist");
            checked += 1;
        }
    }
    assert!(checked >= 10, "ARCHITECTURE.md names hardly any path ({checked})");
}

#[test]
fn nothing_of_a_machine_is_committed() {
    let home = ["/ro", "ot/"].concat();
    let texts = ["rs", "md", "toml", "sh", "html", "css"];
    for path in texts.iter().flat_map(|ending| files(root(), &format!(".{ending}"))) {
        let name = short(&path);
        if !name.contains("node_modules") && !name.starts_with("crosscut-study") {
            let bytes = fs::read(&path).unwrap_or_default();
            assert!(!String::from_utf8_lossy(&bytes).contains(&home), "{name} names a path of one machine");
        }
    }
}
