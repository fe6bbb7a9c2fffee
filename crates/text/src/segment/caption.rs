//! Resolutions whose reasons and orders are headed by a word or two on a line of their own, as those of the
//! International Telecommunication Union are: "considering", "a) that …"; "instructs the Secretary-General", "1 to …".

use super::marker::{Form, Marker};
use super::number::{Reading, Series, readings};
use super::phrases::{length, opens_operative, opens_reason};
use super::piece::{Caption, Class, Piece};
use crate::lexicon::{Division, punctuation};
use crate::{Document, Span};

/// Longest caption, in words.
const LONGEST: usize = 24;

/// Marks the captions of a resolution, gives the numbers below them that only a space sets off, and cuts points that
/// share the line of their caption. What goes on with the sentence of its caption alone is joined to it.
pub(super) fn mark(document: &Document, pieces: Vec<Piece>) -> Vec<Piece> {
    const FEW: usize = 2;
    let article =
        |piece: &&Piece| piece.titled.as_ref().is_some_and(|titled| titled.word == Division::Article);
    if pieces.iter().filter(article).count() >= FEW {
        return pieces;
    }
    let torn = cut(document, &pieces, trailing_caption);
    if !has_captions(&captions(document, &torn)) {
        return pieces;
    }
    let pieces = cut(document, &torn, inner_caption);
    let found = captions(document, &pieces);
    let mut marked: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut list = List::default();
    for (at, mut piece) in pieces.into_iter().enumerate() {
        match found[at] {
            Some(kind) => {
                let (head, points) = parts(document, &piece);
                let heading = kind == Caption::Orders;
                let caption = Piece { caption: Some(kind), markers: Vec::new(), heading, ..head };
                marked.push(caption);
                list = List { below: true, ..List::default() };
                for point in points {
                    list.take(&point);
                    marked.push(point);
                }
            }
            None => {
                if piece.class == Class::Line && piece.markers.is_empty() {
                    let text = piece.text(document);
                    piece.markers.extend(list.next(text));
                    if text.starts_with(char::is_lowercase) && opens_operative(text) {
                        piece.caption = Some(Caption::Order);
                    }
                }
                list.take(&piece);
                marked.push(piece);
            }
        }
    }
    joined(document, marked)
}

/// What each piece heads.
fn captions(document: &Document, pieces: &[Piece]) -> Vec<Option<Caption>> {
    (0..pieces.len()).map(|at| caption(document, pieces, at)).collect()
}

/// Whether there are captions of reasons and of orders.
fn has_captions(found: &[Option<Caption>]) -> bool {
    let heads = |kind: Caption| found.contains(&Some(kind));
    heads(Caption::Reasons) && heads(Caption::Orders)
}

/// Pieces cut where `caption` says, again and again.
fn cut(
    document: &Document,
    pieces: &[Piece],
    caption: fn(&str, Option<&str>) -> Option<usize>,
) -> Vec<Piece> {
    let mut cut = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let next = pieces.get(at + 1).map(|next| next.text(document));
        let plain = piece.class == Class::Line && !piece.cell && !piece.quoted;
        let mut rest = piece.clone();
        while let Some(from) = caption(rest.text(document), next).filter(|_| plain) {
            let (start, length) = (rest.span.start(), rest.span.len());
            let tail = rest.part(document, Span::at(start + from, length - from));
            rest.span = Span::at(start, from).trimmed(&document.text).unwrap_or(rest.span);
            cut.push(std::mem::replace(&mut rest, tail));
        }
        cut.push(rest);
    }
    cut
}

/// Where a caption begins at the end of a text, above the first point of its list: "…, the Conference, recalling".
fn trailing_caption(text: &str, next: Option<&str>) -> Option<usize> {
    const SHORT: usize = 12;
    let counts = next.is_some_and(|next| {
        let first =
            super::piece::markers(next).first().is_some_and(|own| own.readings.iter().any(Reading::is_first));
        first || bare(next).is_some_and(|(value, _)| value == 1)
    });
    let at = text.rfind([',', ';', ':']).filter(|_| counts)? + 1;
    let words = text[at..].trim_start();
    let heads = words.starts_with(char::is_lowercase) && (opens_operative(words) || opens_reason(words));
    (heads && words.split_whitespace().count() <= SHORT).then(|| text.len() - words.len())
}

/// Where the next reason or order begins inside a text of a resolution with captions: "…, considering that …".
fn inner_caption(text: &str, _: Option<&str>) -> Option<usize> {
    const LONG: usize = 7;
    text.match_indices([',', ';']).map(|(at, _)| at + 1).find_map(|at| {
        let words = text[at..].trim_start();
        let first = words.split(' ').next().unwrap_or_default();
        // "also" and "further" are found inside any sentence.
        let long = first.chars().count() >= LONG && first != "further";
        let opens = long && (opens_operative(words) || opens_reason(words));
        (words.starts_with(char::is_lowercase) && opens).then(|| text.len() - words.len())
    })
}

/// What a piece heads, where it is a caption: a short line that begins as a reason or an order does and is no whole
/// sentence, above the first point of a list or words that go on with it.
fn caption(document: &Document, pieces: &[Piece], at: usize) -> Option<Caption> {
    let piece = &pieces[at];
    let text = piece.text(document);
    let plain = piece.class == Class::Line && piece.markers.is_empty() && !piece.cell && !piece.quoted;
    if !plain || text.ends_with(|c| punctuation::is_stop(c) || punctuation::is_semicolon(c)) && !runs_in(text)
    {
        return None;
    }
    let kind = if opens_operative(text) {
        Caption::Orders
    } else if opens_reason(text) {
        Caption::Reasons
    } else {
        return None;
    };
    if runs_in(text) {
        return Some(kind);
    }
    let head = text.trim_end_matches(|c| punctuation::is_colon(c) || punctuation::is_comma(c));
    let next = pieces.get(at + 1).filter(|next| next.class == Class::Line && !next.cell)?;
    let below = next.text(document);
    let first = |marker: &Marker| marker.readings.iter().any(Reading::is_first);
    let counts = next.markers.first().is_some_and(first) || bare(below).is_some_and(|(value, _)| value == 1);
    let goes_on = next.markers.is_empty() && below.starts_with(char::is_lowercase) && opens_low(below);
    // A caption in capitals or small letters is no sentence of its own: "Considering lamps are lit," is.
    let bare_words = head.split_whitespace().count() <= LONGEST && length(head) <= LONGEST;
    let small = text.starts_with(char::is_lowercase) || !text.chars().any(char::is_lowercase);
    let alone = small || head.split_whitespace().count() <= 3 || !text.is_ascii();
    (bare_words && (counts && alone || goes_on && small && !text.ends_with(','))).then_some(kind)
}

/// "that …", "to …": how what goes on with a caption begins. It is no caption itself.
fn opens_low(text: &str) -> bool {
    !opens_operative(text) && !opens_reason(text)
}

/// Whether the points of a caption follow on its line: "instructs the Secretary-General 1 to …; 2 to …".
fn runs_in(text: &str) -> bool {
    point(text, 1, 0).is_some_and(|at| at <= 120 && point(text, 2, at + 2).is_some())
}

/// Where the point with a number begins in a text, behind `from`.
fn point(text: &str, number: u16, from: usize) -> Option<usize> {
    let printed = format!(" {number} ");
    let found = text.get(from..)?.match_indices(&printed).map(|(at, _)| from + at + 1);
    found.into_iter().find(|at| {
        let before = text[..*at].trim_end();
        let after = &text[at + printed.len() - 1..];
        let set_off =
            number == 1 || before.ends_with(|c| punctuation::is_pause(c) || punctuation::is_stop(c));
        set_off && after.starts_with(char::is_lowercase)
    })
}

/// A caption and the points that share its line.
fn parts(document: &Document, piece: &Piece) -> (Piece, Vec<Piece>) {
    let text = piece.text(document);
    if !runs_in(text) {
        return (piece.clone(), Vec::new());
    }
    let mut starts = Vec::new();
    while let Some(at) = point(text, starts.len() as u16 + 1, starts.last().map_or(0, |at| at + 2)) {
        starts.push(at);
    }
    let base = piece.span.start();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let part = |from: usize, to: usize| {
        let span = Span::at(base + from, to - from);
        let span = span.trimmed(&document.text).unwrap_or(span);
        let mut part = piece.part(document, span);
        part.markers = bare(part.text(document)).map(|(_, marker)| marker).into_iter().collect();
        part
    };
    let points = starts.iter().copied().zip(ends).map(|(from, to)| part(from, to)).collect();
    let head = Span::at(base, starts[0]).trimmed(&document.text).unwrap_or(piece.span);
    (piece.part(document, head), points)
}

/// A number with only a space between it and words in small letters: "1 to continue", "2bis that the Union".
fn bare(text: &str) -> Option<(u16, Marker)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let inserted: usize = text[digits..].chars().take_while(char::is_ascii_lowercase).count();
    let token = &text[..digits + inserted];
    let words = text[token.len()..].trim_start();
    let spaced = words.len() + token.len() < text.len() && words.starts_with(char::is_alphabetic);
    let readings = readings(token);
    let first = readings.first().filter(|first| spaced && digits > 0 && first.series == Series::Arabic)?;
    let value = first.value();
    let end = text.len() - words.len();
    let marker = Marker { readings, form: Form::Dot, sign: ' ', printed: token.to_owned(), end };
    Some((value, marker))
}

/// The words of a point below a caption, without its number.
pub(super) fn unnumbered(text: &str) -> &str {
    bare(text).map_or(text, |(_, marker)| &text[marker.end..])
}

/// The list below a caption that counts with numbers and spaces.
#[derive(Default)]
struct List {
    /// Whether a caption is open.
    below: bool,
    last: u16,
}

impl List {
    /// The marker of a line that goes on with the list.
    fn next(&self, text: &str) -> Option<Marker> {
        let (value, marker) = bare(text).filter(|_| self.below)?;
        (value == self.last + 1 || value == self.last && value > 0).then_some(marker)
    }

    fn take(&mut self, piece: &Piece) {
        if let Some(marker) = piece.markers.first().filter(|marker| marker.form == Form::Dot)
            && let Some(reading) = marker.readings.first().filter(|reading| reading.series == Series::Arabic)
        {
            self.last = reading.value();
        }
    }
}

/// Where the orders of a resolution with captions begin.
pub(super) fn first_order(pieces: &[Piece]) -> Option<usize> {
    let orders = |piece: &Piece| matches!(piece.caption, Some(Caption::Orders | Caption::Order));
    let reasons = pieces.iter().position(|piece| piece.caption == Some(Caption::Reasons))?;
    pieces[reasons..].iter().position(orders).map(|at| reasons + at)
}

/// Whether a piece heads what comes next.
fn heads(piece: &Piece) -> bool {
    matches!(piece.caption, Some(Caption::Reasons | Caption::Orders))
}

/// Joins what goes on with the sentence of its caption and is not counted: "considering further", "that lamps are lit,".
fn joined(document: &Document, pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let goes_on = piece.class == Class::Line
            && piece.markers.is_empty()
            && piece.caption.is_none()
            && piece.text(document).starts_with(char::is_lowercase)
            && joined.last().is_some_and(heads);
        match joined.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.span = last.span.union(piece.span);
                if last.caption == Some(Caption::Orders) {
                    (last.caption, last.heading) = (Some(Caption::Order), false);
                }
            }
            None => joined.push(piece),
        }
    }
    joined
}
