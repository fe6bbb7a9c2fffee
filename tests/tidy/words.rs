//! One spelling for each word of the trade, in everything that people read: documents, help, pages and the report.

use super::{files, read, root, short};

/// Spellings that are not ours, and the one that is.
const SPELLINGS: [(&str, &str); 16] = [
    ("code book", "codebook"),
    ("code-book", "codebook"),
    ("boiler plate", "boilerplate"),
    ("boiler-plate", "boilerplate"),
    ("must link", "must-link"),
    ("cannot link", "cannot-link"),
    ("out-lier", "outlier"),
    ("data set", "dataset"),
    ("full text search", "full-text search"),
    ("judgment", "judgement"),
    ("labeled", "labelled"),
    ("behavior", "behaviour"),
    ("recogniz", "recognis"),
    ("normaliz", "normalis"),
    ("neighbor", "neighbour"),
    ("1 agreements", "1 agreement"),
];

#[test]
fn words_of_the_trade_have_one_spelling() {
    let mut wrong = Vec::new();
    let documents = files(root(), ".md").into_iter().chain(files(&root().join("crates"), ".html"));
    for path in documents.chain(files(&root().join("crates/cli"), ".rs")) {
        let name = short(&path);
        if ["bench-runs/", "crosscut-study", "my-study", "data/"]
            .iter()
            .any(|left_out| name.starts_with(left_out))
            || name.contains("node_modules")
            || name.contains("/tests/")
        {
            continue;
        }
        let text = read(&path).to_lowercase();
        for (number, line) in (1..).zip(text.lines()) {
            for (bad, good) in SPELLINGS.iter().filter(|(bad, _)| line.contains(bad)) {
                wrong.push(format!("{name}:{number}: {bad:?}, where we write {good:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
