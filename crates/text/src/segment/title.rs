//! Titles of articles: the brackets some have, and the full stop that others end with.

use super::phrases::length;
use super::piece::{Class, Piece};
use crate::Document;
use crate::lexicon::punctuation;

/// Where a title in brackets ends that text of the article may follow: "(목적) 이 협약은", "（費用） 費用は".
pub(super) fn bracketed_title(rest: &str) -> Option<usize> {
    const LONGEST: usize = 90;
    let open = rest.chars().next().filter(|c| matches!(c, '(' | '（' | '【' | '［'))?;
    let close = rest.find([')', '）', '】', '］']).filter(|close| *close <= LONGEST)?;
    let inside = &rest[open.len_utf8()..close];
    let end = close + rest[close..].chars().next().map_or(0, char::len_utf8);
    let after = rest[end..].trim_start();
    let opens =
        after.is_empty() || after.starts_with(|c: char| !c.is_lowercase() && !matches!(c, ',' | ';' | '('));
    (inside.chars().count() > 1 && opens).then_some(end)
}

/// A sentence without the mark of a note behind its stop: "Cranes shall be lit.(1)", "…。①", "….*".
pub(super) fn without_note_mark(text: &str) -> &str {
    let raised = |c: char| c.is_numeric() || matches!(c, '*' | '†' | '‡' | '∗');
    let mut bare = text.trim_end();
    if let Some(open) = bare.rfind(['(', '[']).filter(|_| bare.ends_with([')', ']'])) {
        let inside = &bare[open + 1..bare.len() - 1];
        let mark = inside.chars().count() <= 3 && inside.chars().all(|c| raised(c) || c.is_ascii_lowercase());
        bare = if mark { bare[..open].trim_end() } else { bare };
    } else {
        // "….a" was a raised letter.
        let letter = bare.strip_suffix(|c: char| c.is_ascii_lowercase()).filter(|rest| rest.ends_with('.'));
        bare = letter.unwrap_or_else(|| bare.trim_end_matches(raised).trim_end());
    }
    // Only behind a sentence, whose last word is no abbreviation of a letter or two: "No.1", "e.g".
    let last = bare.trim_end_matches(punctuation::is_stop).rsplit([' ', '.']).next().unwrap_or_default();
    let word = last.chars().count() > 2 || !bare.ends_with('.');
    if bare.ends_with(punctuation::is_stop) && word { bare } else { text }
}

/// Whether the titles of articles end with a full stop: most of the short lines do that text follows, on the line of
/// the number or below it.
pub(super) fn stopped_titles(document: &Document, pieces: &[Piece]) -> bool {
    const LONGEST: usize = 8;
    let (mut stopped, mut bare) = (0, 0);
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.class == Class::Structural) {
        let Some(titled) = piece.titled.as_ref().filter(|titled| !titled.word.is_container()) else {
            continue;
        };
        let rest = piece.text(document)[titled.end..].trim();
        let next = if rest.is_empty() { at + 1 } else { at };
        let Some(line) = pieces.get(next) else { continue };
        let text = if rest.is_empty() { line.text(document) } else { rest };
        let follows = pieces.get(next + 1).is_some_and(|piece| piece.class == Class::Line && !piece.heading);
        if follows
            && length(text) <= LONGEST
            && (next == at || line.class == Class::Line && line.markers.is_empty())
        {
            *(if text.ends_with('.') { &mut stopped } else { &mut bare }) += 1;
        }
    }
    stopped > 2 && stopped > bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_notes_behind_a_sentence_are_no_part_of_it() {
        for text in [
            "Hulls shall be lit.(1)",
            "Hulls shall be lit.[12]",
            "Hulls shall be lit.*",
            "Hulls shall be lit.²",
        ] {
            assert_eq!(without_note_mark(text), "Hulls shall be lit.", "{text}");
        }
        assert_eq!(without_note_mark("Hulls shall be lit.a"), "Hulls shall be lit.");
        assert_eq!(without_note_mark("船は赤とする。①"), "船は赤とする。");
        for text in
            ["Hulls", "Hulls (1)", "Form No.1", "Hulls, ships, e.g", "Version 2.1", "Hulls (of steel)"]
        {
            assert_eq!(without_note_mark(text), text);
        }
    }
}
