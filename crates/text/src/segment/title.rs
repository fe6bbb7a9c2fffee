//! Titles of articles: the brackets some have, and the full stop that others end with.

use super::phrases::length;
use super::piece::{Class, Piece};
use crate::Document;

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
