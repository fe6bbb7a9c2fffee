//! Small texts of every form and trap against the outline that a lawyer expects.
//!
//! A fixture is the text, a line `=====`, and the outline. One paragraph a line; signs at the start of a line show
//! typography: `# ` heading, `~ ` centred, `* ` bold, `| ` table cell, `|1.0 ` cell by row and column, `^ ` note, `@90 ` left edge in points.
//! `UPDATE_OUTLINES=1 cargo test -p crosscut-text --test outlines` writes the outlines anew.

mod common;

use common::document;
use crosscut_text::{Document, segment};
use std::fmt::Write as _;
use std::path::Path;

/// The outline of a document: a line a clause, then the warnings.
fn outline(document: &Document) -> String {
    let segmentation = segment(document);
    let mut outline = String::new();
    for clause in &segmentation.clauses {
        let strength = clause.strength.map_or(String::new(), |strength| format!(" {strength}"));
        let mut words: Vec<&str> = clause.text.split_whitespace().take(7).collect();
        if clause.text.split_whitespace().count() > 7 {
            words.push("…");
        }
        let text = words.join(" ");
        _ = write!(outline, "{} [{}{strength}] {}: {text}", clause.eid, clause.kind, clause.locator);
        for (name, value) in [("lead", &clause.lead_in), ("defines", &clause.defines)] {
            if let Some(value) = value {
                _ = write!(outline, " <{name}: {value}>");
            }
        }
        outline.push('\n');
    }
    for warning in &segmentation.warnings {
        _ = writeln!(outline, "! {warning}");
    }
    outline
}

fn check(path: &Path, update: bool) -> Option<String> {
    let fixture = std::fs::read_to_string(path).expect("a fixture is a text file");
    let (text, expected) = fixture.split_once("=====\n").unwrap_or((&fixture, ""));
    let found = outline(&document(text));
    if update {
        std::fs::write(path, format!("{text}=====\n{found}")).expect("a fixture can be written");
        return None;
    }
    let differs =
        |(expected, found): (&str, &str)| (expected != found).then(|| format!("  - {expected}\n  + {found}"));
    let pairs = expected.lines().chain(std::iter::repeat("")).zip(found.lines().chain(std::iter::repeat("")));
    let longest = expected.lines().count().max(found.lines().count());
    let lines: Vec<String> = pairs.take(longest).filter_map(differs).collect();
    (!lines.is_empty()).then(|| format!("{}:\n{}", path.display(), lines.join("\n")))
}

#[test]
fn every_form_has_the_outline_that_a_lawyer_expects() {
    let update = std::env::var_os("UPDATE_OUTLINES").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outlines");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the fixtures are next to this test")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 8, "fixtures are missing");
    let failures: Vec<String> = paths.iter().filter_map(|path| check(path, update)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
