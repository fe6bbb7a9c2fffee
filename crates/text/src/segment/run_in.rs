//! Paragraphs and points that begin in the middle of a line, cut where they begin.

use super::marker::{Form, Marker, marker};
use super::number::{Reading, Series};
use super::piece::{Class, Piece};
use crate::lexicon::{is_conjunction, punctuation};
use crate::{Document, Span};

/// Cuts "4. Fees. (a) The Buyer …" and "The Parties shall: (a) …" before the first point where the second has a line of
/// its own.
pub(super) fn first_points(document: &Document, pieces: Vec<Piece>) -> Vec<Piece> {
    const NEAR: usize = 16;
    let found =
        |at: usize| first_point(document, &pieces[at], &pieces[at + 1..pieces.len().min(at + 1 + NEAR)]);
    let points: Vec<Option<usize>> = (0..pieces.len()).map(found).collect();
    if points.iter().all(Option::is_none) {
        return pieces;
    }
    let mut cut = Vec::with_capacity(pieces.len());
    for (piece, point) in pieces.into_iter().zip(points) {
        match point {
            Some(point) => {
                let (head, tail) = (point - piece.span.start(), piece.span.end() - point);
                let head = Span::at(piece.span.start(), head).trimmed(&document.text);
                cut.extend(head.map(|span| Piece { span, heading: false, ..piece.clone() }));
                cut.push(piece.part(document, Span::at(point, tail)));
            }
            None => cut.push(piece),
        }
    }
    cut
}

/// Where in the text the first point begins: behind the number and title of its paragraph, or behind a colon.
fn first_point(document: &Document, piece: &Piece, rest: &[Piece]) -> Option<usize> {
    const TITLE: usize = 90;
    if piece.class != Class::Line || piece.quoted || piece.cell || rest.is_empty() {
        return None;
    }
    let text = piece.text(document);
    let (start, titled) = match (&piece.markers[..], &piece.titled) {
        ([.., last], None) => (last.end, piece.markers.len() == 1),
        ([], Some(titled)) => (titled.end, true),
        _ => (0, false),
    };
    let body = text.get(start..)?;
    let title = || {
        let body = titled.then_some(body).filter(|body| body.starts_with(char::is_uppercase))?;
        let at = body.find(" (").filter(|at| *at <= TITLE)?;
        body[..at].ends_with(['.', ':', '—', '–']).then_some(at + 1)
    };
    let behind_colon = || {
        let colons = body.match_indices(": ").map(|(at, colon)| at + colon.len());
        colons.into_iter().find(|at| marker(&body[*at..]).is_some_and(|point| point.form != Form::Bare))
    };
    let at = title().into_iter().chain(behind_colon()).find(|at| opens_list(document, &body[*at..], rest))?;
    Some(piece.span.start() + start + at)
}

/// Whether a text begins with the first point of a list whose second is at the start of one of the next lines.
fn opens_list(document: &Document, text: &str, rest: &[Piece]) -> bool {
    let Some(point) = marker(text) else { return false };
    let words = &text[point.end..];
    if point.form == Form::Sign {
        let next = rest[0].markers.first();
        return next.is_some_and(|next| next.form == Form::Sign)
            && !words.contains(&format!("; {}", point.sign));
    }
    let first = |reading: &&Reading| reading.value() == 1 && reading.suffix == 0;
    let Some(first) = point.readings.iter().find(first).filter(|_| !words.is_empty()) else { return false };
    let (second, third) = match first.series {
        Series::Arabic => ("2", "3"),
        Series::Lower => ("b", "c"),
        Series::LowerRoman => ("ii", "iii"),
        _ => return false,
    };
    let is_second = |other: &Marker| {
        other.form == point.form
            && other.readings.iter().any(|reading| reading.series == first.series && reading.value() == 2)
    };
    // One that only happens to begin a line has the next behind it.
    let follows = rest.iter().find(|piece| piece.markers.first().is_some_and(is_second));
    let whole = follows.is_some_and(|piece| !holds_marker(piece.text(document), third));
    matches!(point.form, Form::Round | Form::Half) && whole && !holds_marker(text, second)
}

/// Whether "(number)" or "number)" opens a point inside a text; "point (b)" does not.
pub(super) fn holds_marker(text: &str, number: &str) -> bool {
    let closed = format!("{number})");
    text.match_indices(&closed).any(|(at, _)| {
        let before = text[..at].trim_end_matches('(');
        let opens = before.trim_end();
        before.ends_with(' ')
            && (opens.ends_with([':', ';', ',', '—', '–'])
                || opens.rsplit(' ').next().is_some_and(|last| is_conjunction(last) || last == "with"))
    })
}

/// Cuts a line where the next numbered paragraph begins in it: "1. Each Party … law. 2. No Party …".
pub(super) fn paragraphs(document: &Document, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut cut = Vec::with_capacity(pieces.len());
    // "1°" is so rare in running text that it is looked for behind the points of a paragraph as well.
    let mut degree = None;
    for piece in pieces {
        let plain = piece.class == Class::Line && !piece.quoted && !piece.cell && !piece.heading;
        let mut rest = piece;
        loop {
            let own = number(&rest);
            degree = own.filter(|(form, _)| *form == Form::Degree).or(degree);
            let list = own.filter(|(form, _)| matches!(form, Form::Dot | Form::Degree));
            let list = list.or_else(|| degree.filter(|_| !rest.markers.is_empty()));
            let at = list.filter(|_| plain).and_then(|list| next_paragraph(document, &rest, list));
            let Some(at) = at else { break };
            let (start, length) = (rest.span.start(), rest.span.len());
            let next = rest.part(document, Span::at(start + at, length - at));
            rest.span = Span::at(start, at).trimmed(&document.text).unwrap_or(rest.span);
            cut.push(std::mem::replace(&mut rest, next));
        }
        if rest.class == Class::Structural || rest.titled.is_some() {
            degree = None;
        }
        cut.push(rest);
    }
    cut
}

/// The number of a paragraph that counts in figures.
fn number(piece: &Piece) -> Option<(Form, u16)> {
    let [own] = &piece.markers[..] else { return None };
    let reading = own.readings.first()?;
    (reading.series.is_figures() && reading.path().len() == 1).then(|| (own.form, reading.value()))
}

/// Where, after the end of a sentence, the paragraph begins whose number follows in the list.
fn next_paragraph(document: &Document, piece: &Piece, list: (Form, u16)) -> Option<usize> {
    const SHORTEST: usize = 20;
    let text = piece.text(document);
    if text.len() < 2 * SHORTEST {
        return None;
    }
    let (form, value) = list;
    let printed = format!("{}{}", value.saturating_add(1), if form == Form::Degree { '°' } else { '.' });
    text.match_indices(&printed).map(|(at, _)| at).find(|at| {
        let (before, rest) = (text[..*at].trim_end(), &text[*at..]);
        let counts = marker(rest).is_some_and(|next| {
            let words = &rest[next.end..];
            next.form == form && words.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        });
        counts
            && *at > SHORTEST
            && rest.len() > SHORTEST
            && before.ends_with(|c| punctuation::is_full_stop(c) || punctuation::is_semicolon(c))
    })
}
