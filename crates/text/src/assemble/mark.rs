//! Raised marks: references to notes, ordinals, units.

use super::flow::Paragraph;
use crate::Role;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// What becomes of a raised word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raised {
    /// It stays where it is, glued as it is printed: "1st", "m2".
    Glued,
    /// It stays as a word of its own: "Parliament (7)".
    Apart,
    /// It is left out of the text; the note that it names keeps it.
    Dropped,
}

/// The marks that the document's notes begin with, without brackets: "7", "*", "a".
pub(super) fn note_marks(paragraphs: &[Paragraph<'_>]) -> BTreeSet<String> {
    let notes = paragraphs.iter().filter(|paragraph| paragraph.role() == Role::Note);
    notes.filter_map(|note| note.lines().next()?.1.text.split_whitespace().next().map(opening_mark)).collect()
}

/// "7" of "7", "(7)", "7See": digits or symbols at the start; one letter when it is alone.
fn opening_mark(word: &str) -> String {
    let plain: String = word.nfkc().collect();
    let bare = plain.trim_matches(is_bracket);
    let length = |same: fn(char) -> bool| bare.find(|c| !same(c)).unwrap_or(bare.len());
    let digits = length(|c| c.is_ascii_digit());
    let symbols = length(is_symbol);
    if digits > 0 {
        bare[..digits].into()
    } else if symbols > 0 {
        bare[..symbols].into()
    } else {
        bare.into()
    }
}

/// What to do with the raised word `mark` after `before` (the text so far on its line) and before `after`.
///
/// A quote must read well and lose nothing. "(7)" is printed apart in EU law and quoted so: it stays, as a word of its
/// own. A bare digit would glue to the word that it follows and change it ("fact7" is a word that nobody searches for): it is left
/// out where a note of the document carries the same mark, for the note keeps it; without such a note nothing shows
/// that it is a mark, so it stays, apart.
pub(super) fn raised(mark: &str, before: &str, after: &str, notes: &BTreeSet<String>) -> Raised {
    let bracketed = mark.starts_with(is_bracket) && mark.ends_with(is_bracket);
    let plain: String = mark.nfkc().collect();
    let bare = plain.trim_matches(|c| is_bracket(c) || c == ',' || c == '.' || c == ';');
    let last = before.chars().next_back();
    if last.is_some_and(is_bracket) && after.starts_with(is_bracket) {
        return Raised::Glued;
    }
    if bracketed && !bare.is_empty() {
        return Raised::Apart;
    }
    let letters = !bare.is_empty() && bare.chars().all(char::is_alphabetic);
    if letters && (last.is_some_and(char::is_numeric) || bare.chars().count() > 1 || !notes.contains(bare)) {
        return Raised::Glued;
    }
    let digits = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit());
    if digits && is_unit(before) && matches!(bare, "2" | "3") {
        return Raised::Glued;
    }
    let several = || bare.split([',', '–', '-']).all(|part| notes.contains(part));
    if !bare.is_empty() && (notes.contains(bare) || several()) {
        return Raised::Dropped;
    }
    if digits && mark.is_ascii() && last.is_some_and(char::is_alphanumeric) {
        Raised::Apart
    } else {
        Raised::Glued
    }
}

/// Whether the text ends in a unit of length, which a raised 2 or 3 makes one of area or volume.
fn is_unit(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c.is_numeric()).next().unwrap_or_default();
    matches!(word, "m" | "km" | "cm" | "mm" | "dm" | "nm" | "ft" | "in")
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']')
}

fn is_symbol(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '§' | '¶' | '∗')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_raised_word() {
        let notes: BTreeSet<String> = ["7", "*", "12"].into_iter().map(String::from).collect();
        for (mark, before, after, expected) in [
            ("(7)", "the Council", ",", Raised::Apart),
            ("7", "the fact", "", Raised::Dropped),
            ("7,12", "the fact.", "", Raised::Dropped),
            ("8", "the fact", "", Raised::Apart),
            ("8", "the fact.", "", Raised::Glued),
            ("*", "Party", "", Raised::Dropped),
            ("st", "the 1", "", Raised::Glued),
            ("e", "le 2", "", Raised::Glued),
            ("o", "n", "", Raised::Glued),
            ("2", "5 km", "", Raised::Glued),
            ("2", "5km", "", Raised::Glued),
            ("6", "10", "", Raised::Apart),
            ("7", "Council (", ")", Raised::Glued),
        ] {
            assert_eq!(raised(mark, before, after, &notes), expected, "{before}^{mark}{after}");
        }
    }

    #[test]
    fn a_note_is_known_by_its_mark() {
        for (word, mark) in [("7", "7"), ("(7)", "7"), ("7See", "7"), ("*", "*"), ("**See", "**"), ("a", "a")]
        {
            assert_eq!(opening_mark(word), mark);
        }
    }
}
