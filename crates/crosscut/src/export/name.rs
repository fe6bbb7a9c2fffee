//! File names that every operating system takes.

use crosscut_decisions::Coder;

/// Longest stem of a file name, in characters.
const LONGEST: usize = 64;

/// A file name from a title that people wrote: what is safe of it, shortened, with a short hash where anything had to
/// change, so that different titles have different names; "untitled" for nothing.
///
/// ```
/// assert_eq!(crosscut::export::file_name("Incident reporting", "csv"), "Incident reporting.csv");
/// assert!(crosscut::export::file_name("CON", "csv").starts_with("CON~"));
/// ```
pub fn file_name(title: &str, ending: &str) -> String {
    // The name of a coder's log is made with the same care.
    if let Some(name) = Coder::new(title).ok().filter(|name| name.as_str() == title) {
        return format!("{}.{ending}", name.file_stem());
    }
    let short: String =
        crosscut_text::lexicon::invisible::stripped(title).trim().chars().take(LONGEST).collect();
    let stem = Coder::new(&short).map_or_else(|_| "untitled".into(), |name| name.file_stem());
    let start = stem.split('~').next().unwrap_or_default().trim_end_matches([' ', '.']);
    format!("{start}~{}.{ending}", &crate::hash::sha256(title.as_bytes())[..8])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn odd_titles_become_plain_names() {
        for title in ["CON", "a:b", "../../etc/passwd", "C:\\x", "🔒", "", ".", "x\0y", "a\u{202e}b", "=1+1"]
        {
            let name = file_name(title, "csv");
            assert!(name.is_ascii() && name.ends_with(".csv") && !name.starts_with('.'), "{title:?} {name}");
            assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '=']), "{title:?} {name}");
        }
        let long: BTreeSet<String> =
            ["a", "b"].iter().map(|end| file_name(&("x".repeat(300) + end), "csv")).collect();
        assert!(long.len() == 2 && long.iter().all(|name| name.len() < 90), "{long:?}");
    }

    proptest! {
        #[test]
        fn different_titles_have_different_names(a in "\\PC{0,80}", b in "\\PC{0,80}") {
            prop_assert_eq!(a == b, file_name(&a, "x") == file_name(&b, "x"));
        }
    }
}
