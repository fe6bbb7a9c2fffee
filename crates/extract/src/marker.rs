//! Markers of list items and raised marks of notes, as printed.

use crosscut_text::lexicon::chinese;
pub(crate) use crosscut_text::starts_item;
use std::collections::BTreeSet;

/// Whether a line opens with a numbered unit: "Article 9", "CHAPTER IV".
pub(crate) fn is_unit(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    // "２　締約国は", "一　灯台": the number counts by the script of the words behind it.
    let counts = !first.is_ascii() && (first.chars().all(char::is_numeric) || chinese::read(first).is_some());
    !counts && starts_item(line) && !starts_item(&format!("{first} words"))
}

/// Whether a text is nothing but the marker of an item: "(1)", "a)", "1.", "—".
pub(crate) fn is_marker(text: &str) -> bool {
    // "（一）灯油；" has words of its own, which no space parts from the number.
    let inner = text.trim_matches(|c: char| !c.is_alphanumeric());
    let worded = !text.is_ascii() && inner.contains(|c: char| !c.is_alphanumeric() && c != '.');
    !text.contains(' ')
        && !worded
        && text.chars().count() <= 8
        && !text.ends_with(char::is_alphanumeric)
        && starts_item(&format!("{text} words"))
}

/// What becomes of a raised piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Raised {
    /// Part of the word before it: "1st", "m2".
    Glued,
    /// A word of its own.
    Apart,
    /// Left out: the note that it names keeps it.
    Dropped,
}

/// A bracketed mark "(7)" is text; a bare digit would change the word that it glues to, so it is left out where a note
/// of the document begins with it (`notes`), else set apart.
pub(crate) fn raised(mark: &str, before: &str, notes: &BTreeSet<String>) -> Raised {
    let mark = mark.trim();
    let digits = !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit());
    let unit = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let measures = matches!(mark, "2" | "3") && matches!(unit, "m" | "km" | "cm" | "mm");
    if notes.contains(mark) && !measures {
        Raised::Dropped
    } else if mark.starts_with(['(', '[']) || (digits && !measures && before.ends_with(char::is_alphabetic)) {
        Raised::Apart
    } else {
        Raised::Glued
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_told_from_items() {
        for (line, unit) in [
            ("Article 9", true),
            ("CHAPTER IV", true),
            ("1. Each", false),
            ("iv. each", false),
            ("(a) each", false),
        ] {
            assert_eq!(is_unit(line), unit, "{line}");
        }
        assert!(
            is_marker("(1)") && is_marker("—") && is_marker("a)") && !is_marker("Parties") && !is_marker("5")
        );
    }

    #[test]
    fn raised_marks() {
        let notes = BTreeSet::from(["7".to_owned(), "*".to_owned()]);
        for (before, mark, expected) in [
            ("the Council", "(7)", Raised::Apart),
            ("the fact", "7", Raised::Dropped),
            ("Party", "*", Raised::Dropped),
            ("the fact", "8", Raised::Apart),
            ("5 km", "2", Raised::Glued),
            ("the 1", "st", Raised::Glued),
            ("10", "6", Raised::Glued),
        ] {
            assert_eq!(raised(mark, before, &notes), expected, "{before}^{mark}");
        }
    }
}
