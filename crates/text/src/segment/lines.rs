//! The lines that the sequence search sees, and what of them sets a number off.

use super::listed::gives_reason;
use super::marker::{Form, Marker};
use super::number::Reading;
use super::phrases::announces_points;
use super::piece::{Caption, Class, Piece};
use super::sequence::Line;
use crate::Document;
use crate::lexicon::{is_conjunction, punctuation};

/// The lines that the sequence search sees: one for each marker of a piece. The second result names each line's piece.
pub(super) fn lines<'p>(document: &Document, pieces: &'p [Piece]) -> (Vec<Line<'p>>, Vec<usize>) {
    let (mut lines, mut owners) = (Vec::with_capacity(pieces.len()), Vec::with_capacity(pieces.len()));
    let mut before = "";
    let mut double: Option<&Marker> = None;
    for (index, piece) in pieces.iter().enumerate() {
        if floats(document, pieces, index) {
            continue;
        }
        let text = piece.text(document);
        // "1.1(b)" after "1.1(a)": the paragraph is open, only its point is new.
        let outer = piece.markers.first().filter(|_| piece.markers.len() > 1 && !piece.quoted);
        let again = outer
            .zip(double)
            .is_some_and(|(outer, before)| outer.form == before.form && outer.printed == before.printed);
        let first = usize::from(again);
        double = match (outer, piece.markers.first()) {
            (None, Some(other)) if double.is_some_and(|before| before.form != other.form) => double,
            (None, None) => double,
            _ => outer,
        };
        let words = piece.markers.last().map_or(text, |marker| &text[marker.end..]);
        let line = Line {
            marker: piece.markers.get(first).filter(|_| !piece.quoted),
            heading: piece.heading,
            after_colon: before.ends_with(|c| punctuation::is_colon(c) || matches!(c, '—' | '–'))
                || announces_points(before),
            after_open: before.ends_with(|c| punctuation::is_semicolon(c) || punctuation::is_comma(c))
                || !punctuation::ends(before),
            lower: words.starts_with(char::is_lowercase),
            top: piece.class == Class::Reason && gives_reason(document, piece)
                || piece.caption == Some(Caption::Order),
            lone: words.is_empty(),
            quoted: piece.quoted,
            announces: piece.markers.is_empty()
                && text.ends_with(punctuation::is_colon)
                && text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()),
            set_off: first == 0
                && (is_wide(piece) || is_set_off(document, piece) || counts_on(pieces, index)),
            indent: piece.indent,
        };
        lines.push(line.clone());
        owners.push(index);
        if !piece.quoted {
            for marker in piece.markers.iter().skip(first + 1) {
                lines.push(Line { marker: Some(marker), after_colon: true, indent: None, ..line.clone() });
                owners.push(index);
            }
        }
        before = text;
    }
    (lines, owners)
}

/// Whether a piece begins with a number in figures as wide as the letters of its script.
fn is_wide(piece: &Piece) -> bool {
    piece.markers.first().is_some_and(|marker| marker.form == Form::Bare && !marker.printed.is_ascii())
}

/// Whether wide white parts the number that a piece begins with from its words.
fn is_set_off(document: &Document, piece: &Piece) -> bool {
    let Some(marker) = piece.markers.first().filter(|marker| marker.form == Form::Bare) else { return false };
    let [number, word, ..] = document.words_in(piece.span) else { return false };
    let gap = (word.rect.x - number.rect.right()).max(number.rect.x - word.rect.right());
    number.span.cut(&document.text) == Some(&*marker.printed) && gap > 0.9 * number.rect.h.max(6.0)
}

/// Whether a number with only a space after it is one of a count: the next is near.
fn counts_on(pieces: &[Piece], at: usize) -> bool {
    const NEAR: usize = 4;
    let bare = |piece: &Piece| {
        let marker = piece.markers.first().filter(|marker| marker.form == Form::Bare && !piece.heading)?;
        let plain = marker.printed.bytes().all(|b| b.is_ascii_digit());
        marker.readings.first().filter(|_| plain).map(Reading::value)
    };
    let Some(own) = bare(&pieces[at]) else { return false };
    let near = |step: i32| {
        let wanted = i32::from(own) + step;
        let around =
            if step > 0 { at + 1..pieces.len().min(at + 1 + NEAR) } else { at.saturating_sub(NEAR)..at };
        pieces[around].iter().filter_map(bare).any(|value| i32::from(value) == wanted)
    };
    near(1) || near(-1)
}

/// Whether a heading comes between two items of one list: the side note of the next section, which a page shows above
/// the last items of this one.
fn floats(document: &Document, pieces: &[Piece], at: usize) -> bool {
    const NEAR: usize = 12;
    let piece = &pieces[at];
    let (Some(before), Some(next)) = (at.checked_sub(1).map(|at| &pieces[at]), pieces.get(at + 1)) else {
        return false;
    };
    if !piece.heading || piece.caption.is_some() || !piece.markers.is_empty() || piece.class != Class::Line {
        return false;
    }
    let text = before.text(document);
    let goes_on = |text: &str| text.ends_with(|c| punctuation::is_semicolon(c) || punctuation::is_comma(c));
    let open = goes_on(text)
        || text.rsplit_once(' ').is_some_and(|(before, last)| is_conjunction(last) && goes_on(before));
    let Some(marker) = next.markers.first().filter(|marker| open && marker.form != Form::Sign) else {
        return false;
    };
    let follows = |earlier: &Piece| {
        earlier.markers.last().is_some_and(|other| {
            let steps = |a: &Reading, b: &Reading| a.series == b.series && a.value() + 1 == b.value();
            other.form == marker.form
                && other.readings.iter().any(|a| marker.readings.iter().any(|b| steps(a, b)))
        })
    };
    pieces[at.saturating_sub(NEAR)..at].iter().any(follows)
}
