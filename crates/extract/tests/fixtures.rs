//! Small sources of every kind and the outline of what is read of them. `UPDATE=1 cargo test -p crosscut-extract`
//! writes the outlines anew; read the difference before you commit it.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use crosscut_extract::{Options, extract};
use std::path::{Path, PathBuf};

/// Reads `fixtures/<name>` and compares its outline with `fixtures/<name>.blocks`.
fn check(path: &Path) {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let bytes = std::fs::read(path).unwrap();
    let (name, bytes) = match name.strip_suffix(".parts") {
        Some(docx) => (docx.to_owned(), support::docx(&String::from_utf8(bytes).unwrap())),
        None => (name, bytes),
    };
    let extracted =
        extract(&name, &bytes, &Options::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let outline = support::outline(&extracted);
    let expected = path.with_file_name(format!("{name}.blocks"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&expected, &outline).unwrap();
    }
    let kept = std::fs::read_to_string(&expected).unwrap_or_default();
    assert_eq!(outline, kept, "{name}: see UPDATE at the top of this file");
}

#[test]
fn outlines() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending != "blocks"));
    paths.sort();
    assert!(paths.len() > 10, "fixtures are missing");
    paths.iter().for_each(|path| check(path));
}
