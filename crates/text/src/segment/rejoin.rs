//! What the layout of a page tore apart, joined again; what shares a line by chance, cut.

use super::marker::{Form, Marker, marker};
use super::number::{Reading, Series};
use super::phrases::{is_enacting_formula, opens_operative, opens_reason, runs_on};
use super::piece::{Class, Piece};
use super::run_in::{first_points, holds_marker};
use crate::lexicon::{self, punctuation, roman};
use crate::{Document, Span};

/// Joins what the layout of a page tore apart: the points of a list in running text that begin a line by chance, and a
/// number alone on its line with the point after it.
pub(super) fn rejoin(document: &Document, pieces: Vec<Piece>) -> Vec<Piece> {
    let pieces = first_points(document, pieces);
    let edges = right_edges(document);
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for at in 0..pieces.len() {
        let piece = &pieces[at];
        let wide = joined.last().is_some_and(|last| is_wide_number(document, last, piece));
        let torn = joined.last().is_some_and(|last| is_torn_quotation(document, last, piece));
        if wide || torn {
            if let Some(last) = joined.last_mut() {
                last.span = last.span.union(piece.span);
                last.markers = super::piece::markers(last.text(document));
            }
            continue;
        }
        let lone = joined.last().is_some_and(|last| is_lone_number(document, last, piece));
        let inline = runs_inline(document, &joined, piece, &pieces[at + 1..])
            || joined.last().is_some_and(|last| goes_on(document, &edges, last, piece));
        let near = joined.last().is_some_and(|last| is_next(document, last, piece));
        match joined.last_mut().filter(|last| near && (lone || inline) && last.class == piece.class) {
            Some(last) if lone => {
                let offset = piece.span.start() - last.span.start();
                last.span = last.span.union(piece.span);
                last.markers.extend(
                    piece.markers.iter().cloned().map(|marker| Marker { end: marker.end + offset, ..marker }),
                );
            }
            Some(last) => last.span = last.span.union(piece.span),
            None => {
                let trailing = trailing_number(document, piece, pieces.get(at + 1));
                joined.push(piece.clone());
                if let Some(number) = trailing {
                    let head = Span::at(piece.span.start(), number.span.start() - piece.span.start());
                    if let (Some(last), Some(head)) = (joined.last_mut(), head.trimmed(&document.text)) {
                        last.span = head;
                    }
                    joined.push(number);
                }
            }
        }
    }
    joined
}

/// Whether nothing is said between two pieces: where two languages take turns, the other one may be there.
fn is_next(document: &Document, last: &Piece, piece: &Piece) -> bool {
    let between = document.text.get(last.span.end()..piece.span.start());
    between.is_some_and(|text| !text.contains(char::is_alphanumeric))
}

/// "7." and then "a) Each Party" on the next line.
fn is_lone_number(document: &Document, last: &Piece, piece: &Piece) -> bool {
    let alone = last.markers.len() == 1 && last.text(document)[last.markers[0].end..].is_empty();
    alone && piece.markers.first().is_some_and(|marker| marker.opens_inside(&last.markers[0]))
}

/// "２" and then "締約国は" on the next line.
fn is_wide_number(document: &Document, last: &Piece, piece: &Piece) -> bool {
    let text = last.text(document);
    let wide = (1..=3).contains(&text.chars().count()) && text.chars().all(|c| ('０'..='９').contains(&c));
    let plain = |piece: &Piece| piece.class == Class::Line && !piece.cell && piece.titled.is_none();
    wide && plain(last) && plain(piece) && piece.markers.is_empty() && !piece.heading
}

/// "«e)" and then "the reports.»", or "the reports.»" and then ";".
fn is_torn_quotation(document: &Document, last: &Piece, piece: &Piece) -> bool {
    let (before, text) = (last.text(document), piece.text(document));
    let number = before.trim_start_matches(punctuation::is_opening);
    let lone =
        number.len() < before.len() && marker(number).is_some_and(|marker| number[marker.end..].is_empty());
    let signs = text.chars().all(|c| punctuation::is_pause(c) || punctuation::is_stop(c));
    last.quoted && (signs && !piece.quoted || lone && piece.quoted)
}

/// A number left at the end of a line whose first point begins the next: "… that Party. 7." and "a) Each Party".
fn trailing_number(document: &Document, piece: &Piece, next: Option<&Piece>) -> Option<Piece> {
    let next = next?.markers.first()?;
    let text = piece.text(document);
    let at = text.rfind(' ')? + 1;
    let digits = text[at..].strip_suffix('.').filter(|digits| digits.len() <= 3)?;
    let number = marker(&text[at..])
        .filter(|number| digits.bytes().all(|b| b.is_ascii_digit()) && next.opens_inside(number));
    let before = text[..at].trim_end().ends_with(['.', ';', ':']);
    (number.is_some() && before)
        .then(|| piece.part(document, Span::at(piece.span.start() + at, text.len() - at)))
}

/// Whether a piece that starts with a number only continues the sentence of the piece before.
fn runs_inline(document: &Document, done: &[Piece], piece: &Piece, rest: &[Piece]) -> bool {
    const NEAR: usize = 16;
    let Some(last) = done.last() else { return false };
    let Some(marker) = piece.markers.first().filter(|marker| matches!(marker.form, Form::Round | Form::Half))
    else {
        return false;
    };
    if last.heading || piece.quoted {
        return false;
    }
    let before = last.text(document);
    let own = last.markers.last().map_or(0, |marker| marker.end);
    let body = &before[own..];
    let comes_before = |reading: &Reading, other: &Piece| {
        other.markers.iter().any(|before| {
            before.form == marker.form
                && before
                    .readings
                    .iter()
                    .any(|r| r.series == reading.series && r.value() + 1 == reading.value())
        })
    };
    let earlier = |reading: &Reading| {
        reading.value() > 1
            && previous(reading, &marker.printed).is_some_and(|number| holds_marker(body, &number))
            && !done.iter().rev().take(NEAR).any(|other| comes_before(reading, other))
    };
    if marker.readings.iter().any(earlier) {
        return true;
    }
    let follows = |next: &Piece| {
        next.markers
            .first()
            .is_some_and(|other| other.form == marker.form && other.readings.iter().any(|r| r.value() == 2))
    };
    let lower = piece.text(document)[marker.end..].starts_with(char::is_lowercase);
    marker.readings.iter().any(|reading| reading.value() == 1)
        && lower
        && body.ends_with(|c: char| c.is_alphabetic() || c == ',')
        && !rest.iter().take(8).any(follows)
}

/// The number printed before this one in its list: "i" before "ii", "a" before "b".
fn previous(reading: &Reading, printed: &str) -> Option<String> {
    let value = reading.value().checked_sub(1)?;
    match reading.series {
        Series::Arabic => Some(value.to_string()),
        Series::LowerRoman => roman::write(value),
        Series::UpperRoman => roman::write(value).map(|number| number.to_uppercase()),
        Series::Lower | Series::Upper if printed.len() == 1 => {
            let letter = printed.as_bytes()[0].checked_sub(1)?;
            Some(char::from(letter).to_string())
        }
        _ => None,
    }
}

/// Whether a piece without a number only continues the sentence of the piece before, which stops in mid-sentence: it
/// begins in lower case, or on the next page, or the piece before fills its last line, or it ends with a word like "in".
fn goes_on(document: &Document, edges: &[f32], last: &Piece, piece: &Piece) -> bool {
    const SHORTEST: usize = 60;
    let before = last.text(document);
    let plain = |piece: &Piece| !piece.heading && !piece.apart && !piece.cell && piece.class == Class::Line;
    let open = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-'));
    // "… and LM-" and "IX. Servers": a name that the end of the line breaks.
    let mut last_letters = before.chars().rev();
    let broken = last_letters.next() == Some('-') && last_letters.next().is_some_and(char::is_alphanumeric);
    // A line that ends with a comma may be an item of a list or a reason.
    let last_word = before.rsplit(' ').next().unwrap_or_default();
    // "… are set out in paragraph" and "2. above".
    let points = last_word.starts_with(char::is_lowercase) && lexicon::is_pointer(last_word);
    let hangs = (runs_on(before) || points) && !before.ends_with(',');
    let short = before.len() <= SHORTEST && !hangs;
    if !plain(last) || piece.cell || piece.class != Class::Line || short || !open {
        return false;
    }
    let text = piece.text(document);
    // "… set out in" and "Article 11(3).": no heading, whatever the layout takes it for.
    if let Some(titled) = &piece.titled {
        let rest = &text[titled.end.min(text.len())..];
        let cites = rest.starts_with(|c: char| c.is_lowercase() || "(),;".contains(c)) || text.ends_with('.');
        return runs_on(before) && cites;
    }
    const CAPTION: usize = 160;
    let orders = || opens_operative(text) && text.len() <= CAPTION && !text.ends_with('.');
    let reason =
        before.ends_with([',', ';']) && (opens_reason(text) || is_enacting_formula(text) || orders());
    let over = last.page.is_some() && last.page < piece.page;
    let starts = text.starts_with(char::is_lowercase)
        || broken
        || over && text.len() > SHORTEST
        || hangs
        || !over && (fills_line(document, edges, last, piece) || is_next_line(document, edges, last, piece));
    // "… recalled that" and "31 States had replied.": no number of a paragraph.
    let unnumbered = match &piece.markers[..] {
        _ if broken => true,
        [] => true,
        [only] if only.form == Form::Bare => hangs,
        [only] if points && only.form == Form::Dot => text[only.end..].starts_with(char::is_lowercase),
        [only] => hangs && only.form == Form::Dot && ends_sentence_of(last, only),
        _ => false,
    };
    // "… bound by this" and "Article.".
    let cited = hangs && text.len() <= 20 && text.ends_with('.');
    plain(piece) && unnumbered && (starts || cited) && !reason
}

/// Whether a number ends the sentence of the paragraph before and does not count on from it: "13. … from classes 1 to" and
/// "6. There were".
fn ends_sentence_of(last: &Piece, marker: &Marker) -> bool {
    let figures = |marker: &Marker| {
        let reading = marker.readings.first().filter(|reading| reading.series == Series::Arabic)?;
        (reading.path().len() == 1 && marker.form == Form::Dot).then(|| reading.value())
    };
    let before = last.markers.first().and_then(figures);
    figures(marker).zip(before).is_some_and(|(value, before)| value != 1 && value != before + 1)
}

/// Where the text of each page ends on the right, by page number; empty for a source without positions.
fn right_edges(document: &Document) -> Vec<f32> {
    let mut edges: Vec<f32> = Vec::new();
    for word in &document.words {
        let page = word.page as usize;
        if page >= edges.len() && page <= document.pages.len() {
            edges.resize(page + 1, 0.0);
        }
        if let Some(edge) = edges.get_mut(page) {
            *edge = edge.max(word.rect.right());
        }
    }
    edges
}

/// Whether the last line of a piece has no room for the first word of the next: it was wrapped.
fn fills_line(document: &Document, edges: &[f32], last: &Piece, next: &Piece) -> bool {
    let (end, word) = (document.words_in(last.span).last(), document.words_in(next.span).first());
    let (Some(end), Some(word)) = (end, word) else { return false };
    let edge = edges.get(end.page as usize).copied().unwrap_or(f32::INFINITY);
    let space = 0.2 * end.rect.h.max(6.0);
    end.rect.right() + space + word.rect.w > edge
}

/// Whether a piece begins on the very next line at the left edge of its paragraph, whose last line reaches far to the
/// right and is not a row of a table.
fn is_next_line(document: &Document, edges: &[f32], last: &Piece, next: &Piece) -> bool {
    let (words, word) = (document.words_in(last.span), document.words_in(next.span).first());
    let (Some(end), Some(word)) = (words.last(), word) else { return false };
    let line = words.iter().rev().take_while(|other| (other.rect.y - end.rect.y).abs() < 2.0).count();
    let line = &words[words.len() - line..];
    let left = line[0].rect.x;
    let height = end.rect.h.max(word.rect.h);
    let down = word.rect.y - end.rect.y;
    let edge = edges.get(end.page as usize).copied().unwrap_or(f32::INFINITY);
    let gapless = line.windows(2).all(|pair| pair[1].rect.x - pair[0].rect.right() < 2.0 * height);
    down > 0.0
        && down <= 1.5 * height
        && gapless
        && end.rect.right() - left >= 0.75 * (edge - left)
        && word.rect.x <= left + 2.0
}
