//! The lines of a document, cut where one line holds several units, with what their looks say.

use super::marker::{Form, Marker, Titled, marker, titled};
use super::number::{Reading, Series, roman};
use super::words::{is_contents, opens_reason};
use crate::{Document, Paragraph, Role, Span};

/// What a piece turned out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Class {
    /// A line of a table of contents.
    Contents,
    /// Title page.
    Cover,
    /// The heading of the preamble.
    PreambleTitle,
    /// The words before the reasons: "The States Parties to this Convention,".
    Opening,
    /// A reason, or text that belongs to one.
    Reason,
    /// "Whereas:", "HAVE AGREED AS FOLLOWS:".
    Formula,
    /// A structural heading: "Article 5".
    Structural,
    /// Everything else that the agreement says.
    #[default]
    Line,
    /// Place, date, signatories.
    Signature,
    /// A footnote.
    Note,
}

/// A line of the document or a part of one.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its text, trimmed.
    pub(super) span: Span,
    /// What it is.
    pub(super) class: Class,
    /// The structural word and number that it starts with.
    pub(super) titled: Option<Titled>,
    /// The markers that it starts with, outermost first: "1. a)".
    pub(super) markers: Vec<Marker>,
    /// Whether it looks like a heading: short, set apart, no full stop.
    pub(super) heading: bool,
    /// Whether typography or the source sets it apart.
    pub(super) apart: bool,
    /// Whether it is inside a quotation of another act.
    pub(super) quoted: bool,
    /// Whether it is a cell of a table.
    pub(super) cell: bool,
    /// Left edge in points.
    pub(super) indent: Option<f32>,
    /// Page number where it starts.
    pub(super) page: Option<u32>,
    /// Heading level where the source says so.
    pub(super) level: Option<u8>,
    /// Size of the type in tenths of a point.
    pub(super) size: u16,
}

impl Piece {
    /// The text of the piece.
    pub(super) fn text<'d>(&self, document: &'d Document) -> &'d str {
        self.span.cut(&document.text).unwrap_or("")
    }

    /// A piece for a part of a line.
    pub(super) fn part(&self, document: &Document, span: Span) -> Self {
        let mut part = Self { span, titled: None, ..self.clone() };
        let text = part.text(document);
        part.markers = markers(text);
        part.heading = false;
        part
    }
}

/// All pieces, in the order of the text.
pub(super) fn pieces(document: &Document) -> Vec<Piece> {
    let marked = document.paragraphs.iter().any(|p| p.role == Role::Heading || p.bold || p.centred);
    let mut pieces = Vec::with_capacity(document.paragraphs.len());
    for paragraph in &document.paragraphs {
        let Some(span) = paragraph.span.trimmed(&document.text).filter(|span| !span.is_empty()) else {
            continue;
        };
        let text = span.cut(&document.text).unwrap_or("");
        pieces.push(piece(paragraph, span, text));
    }
    if !marked {
        plain_headings(document, &mut pieces);
    }
    quotations(document, &mut pieces);
    rejoin(document, pieces)
}

/// Joins what the layout of a page tore apart: the points of a list in running text that begin a line by chance, and a
/// number alone on its line with the point after it.
fn rejoin(document: &Document, pieces: Vec<Piece>) -> Vec<Piece> {
    let edges = right_edges(document);
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for at in 0..pieces.len() {
        let piece = &pieces[at];
        let lone = joined.last().is_some_and(|last| is_lone_number(document, last, piece));
        let inline = runs_inline(document, &joined, piece, &pieces[at + 1..])
            || joined.last().is_some_and(|last| goes_on(document, &edges, last, piece));
        match joined.last_mut().filter(|last| (lone || inline) && last.class == piece.class) {
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

/// "7." and then "a) Each Party" on the next line.
fn is_lone_number(document: &Document, last: &Piece, piece: &Piece) -> bool {
    let alone = last.markers.len() == 1 && last.text(document)[last.markers[0].end..].is_empty();
    alone && piece.markers.first().is_some_and(|marker| marker.opens_inside(&last.markers[0]))
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
        Series::LowerRoman => Some(roman(value)),
        Series::UpperRoman => Some(roman(value).to_uppercase()),
        Series::Lower | Series::Upper if printed.len() == 1 => {
            let letter = printed.as_bytes()[0].checked_sub(1)?;
            Some(char::from(letter).to_string())
        }
        _ => None,
    }
}

/// Whether "(number)" or "number)" opens a point inside a text; "point (b)" does not.
fn holds_marker(text: &str, number: &str) -> bool {
    let closed = format!("{number})");
    text.match_indices(&closed).any(|(at, _)| {
        let before = text[..at].trim_end_matches('(');
        let opens = before.trim_end();
        before.ends_with(' ')
            && (opens.ends_with([':', ';', ',', '—', '–'])
                || opens.ends_with(" and")
                || opens.ends_with(" or")
                || opens.ends_with(" with"))
    })
}

/// Whether a piece without a number only continues the sentence of the piece before, which stops in mid-sentence: it
/// begins in lower case, or on the next page, or the piece before fills its last line, or it ends with a word like "in".
fn goes_on(document: &Document, edges: &[f32], last: &Piece, piece: &Piece) -> bool {
    const SHORTEST: usize = 60;
    let before = last.text(document);
    let plain = |piece: &Piece| !piece.heading && !piece.apart && !piece.cell && piece.class == Class::Line;
    let open = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-'));
    if !plain(last) || piece.cell || piece.class != Class::Line || before.len() <= SHORTEST || !open {
        return false;
    }
    let text = piece.text(document);
    // "… set out in" and "Article 11(3).": no heading, whatever the layout takes it for.
    if let Some(titled) = &piece.titled {
        let rest = &text[titled.end.min(text.len())..];
        let cites = rest.starts_with(|c: char| c.is_lowercase() || "(),;".contains(c)) || text.ends_with('.');
        return runs_on(before) && cites;
    }
    let reason = before.ends_with([',', ';']) && opens_reason(text);
    let over = last.page.is_some() && last.page < piece.page;
    let starts = text.starts_with(char::is_lowercase)
        || over && text.len() > SHORTEST
        || !before.ends_with(',') && runs_on(before)
        || !over && fills_line(document, edges, last, piece);
    plain(piece) && piece.markers.is_empty() && starts && !reason
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

/// Whether a sentence is not over at the end of a line: the next line is no heading then.
pub(super) fn runs_on(before: &str) -> bool {
    let last = before.rsplit(' ').next().unwrap_or("");
    const WORDS: [&str; 17] = [
        "of", "in", "with", "to", "and", "by", "under", "the", "see", "de", "du", "von", "and/or", "or",
        "from", "for", "a",
    ];
    before.ends_with(',') || WORDS.contains(&last)
}

fn piece(paragraph: &Paragraph, span: Span, text: &str) -> Piece {
    let class = if paragraph.role.is_text() { Class::Line } else { Class::Note };
    let markers = markers(text);
    let cell = paragraph.role == Role::TableCell;
    let apart = paragraph.role == Role::Heading || paragraph.bold || paragraph.centred;
    let words = markers.last().map_or(text, |marker| &text[marker.end..]);
    let shape = heading_shape(words, paragraph.role == Role::Heading);
    // "(d) where it does not" is an item, however its line looks.
    let item = !markers.is_empty() && words.starts_with(char::is_lowercase);
    let heading = !cell && shape && !item && (apart || is_capitals(words)) || is_contents(text);
    let (indent, level) = (paragraph.indent, paragraph.level);
    let size = (paragraph.font_size * 10.0) as u16;
    Piece {
        page: paragraph.page,
        level,
        size,
        span,
        class,
        titled: titled(text),
        markers,
        heading,
        apart,
        quoted: false,
        cell,
        indent,
    }
}

/// The markers that a text starts with: one, or two or three at once ("1. a) (i)").
pub(super) fn markers(text: &str) -> Vec<Marker> {
    let Some(first) = marker(text) else { return Vec::new() };
    let mut end = first.end;
    let mut found = vec![first];
    while found.len() < 3
        && let Some(mut next) = marker(&text[end..])
        && next.opens_inside(&found[found.len() - 1])
    {
        next.end += end;
        end = next.end;
        found.push(next);
    }
    found
}

/// Whether words could be a heading by their length and punctuation; `marked`: the source says that they are.
fn heading_shape(words: &str, marked: bool) -> bool {
    let Some(first) = words.chars().next() else { return false };
    let count = words.split_whitespace().take(41).count();
    let limit = if marked { 40 } else { 18 };
    if count > limit
        || words.len() > 400
        || !words.contains(char::is_alphabetic)
        || first.is_lowercase() && !marked
    {
        return false;
    }
    match words.chars().next_back() {
        Some('.') => marked && count <= 14 || is_capitals(words),
        Some(';' | ',') => false,
        Some(':') => marked || is_capitals(words),
        _ => true,
    }
}

/// Whether all letters are capitals, of at least four.
pub(super) fn is_capitals(text: &str) -> bool {
    let mut letters = 0;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        letters += usize::from(c.is_uppercase());
    }
    letters >= 4
}

/// In a source that shows no typography, a short line without a full stop before a longer one is a heading.
fn plain_headings(document: &Document, pieces: &mut [Piece]) {
    for at in 0..pieces.len().saturating_sub(1) {
        let text = pieces[at].text(document);
        let next = pieces[at + 1].text(document);
        let short = text.split_whitespace().take(11).count() <= 10 && heading_shape(text, false);
        let after_end = at == 0 || pieces[at - 1].heading || ends_sentence(pieces[at - 1].text(document));
        let before_text = next.len() > 60 && next.len() > text.len();
        if pieces[at].markers.is_empty()
            && pieces[at].class == Class::Line
            && short
            && after_end
            && before_text
            && next.chars().next().is_some_and(|c| !c.is_lowercase())
        {
            pieces[at].heading = true;
        }
    }
}

/// Whether a text ends with a full stop or the like.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '»', ')', ' ', '\'']);
    bare.ends_with(['.', ';', '!', '?', ':', '。', '；', '：', '؛', '؟'])
}

/// Marks the paragraphs of another act quoted over several lines, as amending articles do: they open with a
/// quotation mark that is closed some lines later.
fn quotations(document: &Document, pieces: &mut [Piece]) {
    const LONGEST: usize = 60;
    let mut at = 0;
    while at < pieces.len() {
        let text = pieces[at].text(document);
        let after_marker = pieces[at].markers.last().map_or(text, |marker| &text[marker.end..]);
        let close = match after_marker.chars().next() {
            Some('‘') => '’',
            Some('“') => '”',
            Some('«') => '»',
            _ => {
                at += 1;
                continue;
            }
        };
        let inside = &after_marker[after_marker.chars().next().map_or(0, char::len_utf8)..];
        let introduced = at > 0 && pieces[at - 1].text(document).ends_with(':');
        if !introduced || closes(inside, close) {
            at += 1;
            continue;
        }
        let end = (at + 1..pieces.len().min(at + LONGEST)).find(|next| {
            let text = pieces[*next].text(document).trim_end_matches(['.', ';', ',', ' ']);
            text.ends_with(close)
        });
        if let Some(end) = end {
            pieces[at..=end].iter_mut().for_each(|piece| piece.quoted = true);
            at = end;
        }
        at += 1;
    }
}

/// Whether a closing mark that is no apostrophe comes in `text`.
fn closes(text: &str, close: char) -> bool {
    text.char_indices().any(|(at, c)| {
        c == close && !text[at + c.len_utf8()..].starts_with(|next: char| next.is_alphanumeric())
    })
}
