//! What the dependencies bring along, by the lists in deny.toml: their licences, and crates in more than one version.

use super::{read, root};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

fn toml_of(name: &str) -> toml::Table {
    read(&root().join(name)).parse().expect("Cargo or cargo-deny reads it too")
}

fn texts<'a>(table: &'a toml::Table, section: &str, list: &str, key: Option<&str>) -> BTreeSet<&'a str> {
    let items = table[section][list].as_array().into_iter().flatten();
    items.filter_map(|item| key.map_or(Some(item), |key| item.get(key))?.as_str()).collect()
}

#[test]
fn licences_of_dependencies_are_allowed() {
    let deny = toml_of("deny.toml");
    let allowed = texts(&deny, "licenses", "allow", None);
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let metadata = Command::new(cargo)
        .args(["metadata", "--locked", "--offline", "--all-features", "--format-version", "1"])
        .current_dir(root())
        .output()
        .expect("cargo runs the tests");
    let Ok(metadata) = serde_json::from_slice::<serde_json::Value>(&metadata.stdout) else {
        // Crates of other systems or features were never downloaded here.
        println!("skipped: licences of the dependencies: `cargo fetch` brings them");
        return;
    };
    let packages = metadata["packages"].as_array().expect("a list");
    assert!(packages.len() > 100, "{} packages", packages.len());
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(
            is_allowed(licence, &allowed),
            "{}: {licence}, which deny.toml does not allow",
            package["name"]
        );
    }
}

/// Whether an SPDX expression can be met with these licences. `AND` binds tighter than `OR`, as does a group.
fn is_allowed(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let expression = expression.replace('/', " OR ");
    let expression: String = expression.split_whitespace().collect::<Vec<_>>().join(" ");
    parts(&expression, " OR ").iter().any(|part| {
        parts(part, " AND ").iter().all(|part| match part.strip_prefix('(') {
            Some(group) => is_allowed(group.trim_end_matches(')'), allowed),
            None => allowed.contains(part),
        })
    })
}

/// Parts of an expression between an operator, outside of groups.
fn parts<'a>(expression: &'a str, operator: &str) -> Vec<&'a str> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    for (at, c) in expression.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && expression[at..].starts_with(operator) => {
                found.push(&expression[start..at]);
                start = at + operator.len();
            }
            _ => {}
        }
    }
    found.push(&expression[start..]);
    found
}

#[test]
fn licence_expressions_are_read() {
    let allowed = BTreeSet::from(["MIT", "BSD-3-Clause"]);
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("Apache-2.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("GPL-3.0 OR MIT AND BSD-3-Clause", true),
        ("(Apache-2.0 OR MIT) AND BSD-3-Clause", true),
        ("(Apache-2.0 OR GPL-3.0) AND BSD-3-Clause", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}

#[test]
fn every_crate_has_one_version_unless_deny_toml_says_why() {
    let (lock, deny) = (toml_of("Cargo.lock"), toml_of("deny.toml"));
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in lock["package"].as_array().expect("a list") {
        let text = |key: &str| package[key].as_str().expect("a text");
        versions.entry(text("name")).or_default().push(text("version"));
    }
    let mut skipped = texts(&deny, "bans", "skip", Some("crate"));
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        let newest = versions.iter().max_by_key(|version| numbers(version)).copied();
        for version in versions.iter().filter(|version| Some(**version) != newest) {
            let known = skipped.iter().copied().find(|known| {
                let (crate_name, held) = known.split_once('@').unwrap_or((known, ""));
                crate_name == *name && (version.starts_with(&format!("{held}.")) || *version == held)
            });
            let known =
                known.unwrap_or_else(|| panic!("{name} {version} and {newest:?}: deny.toml says no reason"));
            skipped.remove(known);
        }
    }
    assert!(skipped.is_empty(), "deny.toml skips what is there once: {skipped:?}");
}

fn numbers(version: &str) -> Vec<u32> {
    version.split(['.', '-', '+']).filter_map(|part| part.parse().ok()).collect()
}
