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

/// The marks that stand together in one raised text: "2", "3" of "2,3" and of "[2], [3]".
pub(crate) fn marks(raised: &str) -> impl Iterator<Item = &str> {
    let parts = raised.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '،' | '、'));
    parts.map(|part| part.trim_matches(['(', ')', '[', ']'])).filter(|part| !part.is_empty())
}

/// A bracketed mark "(7)" is text; a bare digit would change the word that it glues to, so it is left out where a note
/// of the document begins with it (`notes`), else set apart.
pub(crate) fn raised(mark: &str, before: &str, notes: &BTreeSet<String>) -> Raised {
    let mark = mark.trim();
    let digits = !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit());
    // "2004" and a mark: a year has no power.
    let figures = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let year = figures == 4 && before.ends_with(|c: char| c.is_ascii_digit());
    let unit = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let measures = matches!(mark, "2" | "3") && matches!(unit, "m" | "km" | "cm" | "mm");
    let bracketed = mark.starts_with('(');
    let several = || marks(mark).count() > 0 && marks(mark).all(|mark| notes.contains(mark));
    if !measures && !bracketed && several() {
        Raised::Dropped
    } else if mark.starts_with(['(', '['])
        || (digits && !measures && (year || before.ends_with(char::is_alphabetic)))
    {
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
            ("of 2004", "8", Raised::Apart),
            ("of 2004", "7", Raised::Dropped),
            ("the fact", "7, *", Raised::Dropped),
            ("the fact", "[7]", Raised::Dropped),
            ("the fact", "7,8", Raised::Glued),
            ("5 km", "2", Raised::Glued),
            ("the 1", "st", Raised::Glued),
            ("10", "6", Raised::Glued),
        ] {
            assert_eq!(raised(mark, before, &notes), expected, "{before}^{mark}");
        }
    }
}
