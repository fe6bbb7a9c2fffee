//! What `docs/review-safety.md` promises: that every test it names exists, and three promises that are best read off
//! the program itself.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The tests that a cell of the list names: "`file`: `test`, `test`; `file`: `test`".
fn named(cell: &str) -> Vec<(PathBuf, String)> {
    let mut tests = Vec::new();
    for part in cell.split(';') {
        let words: Vec<&str> = part.split('`').skip(1).step_by(2).collect();
        let (file, names) = words.split_first().unwrap_or_else(|| panic!("no file in {part:?}"));
        assert!(!names.is_empty(), "{file} without a test: {part:?}");
        tests.extend(names.iter().map(|name| (root().join(file), (*name).to_owned())));
    }
    tests
}

/// Whether a file has a test of that name that is run.
fn has(text: &str, name: &str, script: bool) -> bool {
    if script {
        return text.contains(&format!("async \"{name}\"()"));
    }
    let heads = [format!("fn {name}()"), format!("fn {name}(\n"), format!("fn {name}(")];
    let Some(at) = heads.iter().find_map(|head| text.find(head.as_str())) else { return false };
    let before: String = text[..at].lines().rev().take(4).collect::<Vec<_>>().join("\n");
    (before.contains("#[test]") || before.contains("#[tokio::test]")) && !before.contains("#[ignore")
}

#[test]
fn every_requirement_has_the_tests_that_are_named() {
    let text = read(&root().join("docs/review-safety.md"));
    let rows = text.lines().filter(|line| line.starts_with("| ") && line.contains("`: `"));
    let (mut numbers, mut checked) = (BTreeSet::new(), 0);
    for row in rows {
        let cells: Vec<&str> = row.trim_matches(['|', ' ']).split(" | ").collect();
        numbers.extend(cells[0].parse::<u32>().ok());
        for (file, name) in named(cells.last().expect("a row has cells")) {
            let script = file.extension().is_some_and(|ending| ending == "mjs");
            assert!(has(&read(&file), &name, script), "{} has no test {name:?}", file.display());
            checked += 1;
        }
    }
    assert_eq!(numbers, (1..=21).collect(), "every requirement is in the list");
    assert!(checked > 50, "only {checked} tests were found in the list");
}

#[test]
fn no_flag_leads_to_another_address() {
    let help =
        Command::new(env!("CARGO_BIN_EXE_crosscut")).args(["review", "--help"]).output().expect("it runs");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(help.contains("--port"), "{help}");
    for flag in ["--bind", "--host", "--address", "--listen"] {
        assert!(!help.contains(flag), "{flag}");
        let answer = Command::new(env!("CARGO_BIN_EXE_crosscut"))
            .args(["review", flag, "0.0.0.0"])
            .output()
            .expect("it runs");
        assert_eq!(answer.status.code(), Some(2), "{flag}");
    }
}

/// Rust files below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn nothing_of_ours_calls_out() {
    let lock: toml::Table = read(&root().join("Cargo.lock")).parse().expect("Cargo reads it too");
    let packages = lock["package"].as_array().expect("packages");
    // Who depends on a client: nobody, but the command that fetches and the feature that asks a model on this computer.
    let needs = |package: &toml::Value, name: &str| {
        let all = package.get("dependencies").and_then(toml::Value::as_array).into_iter().flatten();
        all.filter_map(toml::Value::as_str).any(|line| line.split(' ').next() == Some(name))
    };
    let users = |name: &str| -> Vec<&str> {
        let users = packages.iter().filter(|package| needs(package, name));
        users.filter_map(|package| package["name"].as_str()).collect()
    };
    for (client, expected) in [
        ("reqwest", &[][..]),
        ("isahc", &[]),
        ("curl", &[]),
        ("attohttpc", &[]),
        ("native-tls", &[]),
        ("openssl", &[]),
        ("hyper-rustls", &[]),
        ("rustls", &["ureq"]),
        ("ureq", &["crosscut-fetch", "crosscut-suggest"]),
        ("crosscut-fetch", &["crosscut-cli"]),
        ("crosscut-suggest", &["crosscut-cli", "crosscut-mcp", "crosscut-review"]),
        ("crosscut-mcp", &["crosscut-cli"]),
    ] {
        assert_eq!(users(client), expected, "who uses {client}");
    }
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    let mut seen = 0;
    for file in files.iter().filter(|file| file.components().any(|part| part.as_os_str() == "src")) {
        let text = read(file);
        // An address that is only compared connects to nothing.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default().replace("std::net::IpAddr", "");
        for word in ["TcpStream::connect", "UdpSocket", "std::net", "lookup_host", "ToSocketAddrs"] {
            let listens = word == "std::net" && file.ends_with("crates/review/src/serve.rs");
            assert!(listens || !code.contains(word), "{} names {word}", file.display());
        }
        seen += 1;
    }
    assert!(seen > 100, "only {seen} files were read");
}
