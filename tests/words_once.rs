//! Words, numerals and signs of agreements are told in one place, `crates/text/src/lexicon`.

use std::path::{Path, PathBuf};

/// Facts that used to be told in several places: one word or sign that each list of them holds.
const FACTS: [(&str, &[&str]); 6] = [
    ("divisions", &["\"artikel\"", "\"artículo\"", "\"paragraphe\"", "\"absatz\"", "\"alinéa\""]),
    ("months", &["\"january\"", "\"janvier\""]),
    ("Roman numerals", &["\"xc\"", "\"XC\"", "\"ivx", "\"IVX"]),
    ("invisible characters", &["'\\u{202a}'", "'\\u{2066}'"]),
    ("ends of sentences", &["'؟'", "'।'"]),
    ("letters of lists", &["\"abcdefghij", "\"абвгд", "\"أب"]),
];

#[test]
fn no_list_of_the_lexicon_is_told_again_elsewhere() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates");
    let mut twice = Vec::new();
    for file in sources(&crates) {
        let text = std::fs::read_to_string(&file).expect("a source file");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in lines {
            for (fact, signs) in FACTS {
                if signs.iter().any(|sign| line.contains(sign)) {
                    twice.push(format!("{}: {fact}: {}", file.display(), line.trim()));
                }
            }
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

/// The source files outside the lexicon, without those that hold only tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_other = matches!(name.as_str(), "lexicon" | "tests" | "examples" | "benches");
        if entry.is_dir() && !is_other {
            found.extend(sources(&entry));
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            found.push(entry);
        }
    }
    found.sort();
    found
}
