//! The lines of a document, cut where one line holds several units, with what their looks say.

use super::marker::{Form, Marker, marker};
use super::number::{Reading, Series};
use super::phrases::{is_contents, length, runs_on};
use super::titled::{Titled, titled};
use crate::lexicon::{Division, punctuation};
use crate::{Cell, Document, Paragraph, Role, Span};

/// What a caption heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caption {
    /// Reasons: "considering further".
    Reasons,
    /// Orders: "resolves to instruct the Secretary-General".
    Orders,
    /// Nothing: it is an order itself, "invites the Members" and "to take part".
    Order,
}

/// A row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Which table of the document, from 1.
    pub(super) table: u32,
    /// Which row, from 1; the head of the table is 0.
    pub(super) number: u32,
}

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
    /// What it heads, as a caption of a resolution.
    pub(super) caption: Option<Caption>,
    /// Its place in a table.
    pub(super) place: Option<Cell>,
    /// The row of a table that it is the whole of.
    pub(super) row: Option<Row>,
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
        let mut part = Self { span, titled: None, caption: None, ..self.clone() };
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
        if paragraph.role == Role::Aside {
            continue;
        }
        let text = span.cut(&document.text).unwrap_or("");
        if !is_rule(text) {
            pieces.push(piece(paragraph, span, text));
        }
    }
    let set = |p: &Paragraph| p.bold || p.centred || p.level.is_some();
    letters_without_list(&mut pieces);
    numbered_headings(document, &mut pieces);
    if !marked {
        plain_headings(document, &mut pieces);
    } else if !document.paragraphs.iter().any(set) && document.words.is_empty() {
        // Plain text shows headings in capitals alone.
        for at in 0..pieces.len().saturating_sub(1) {
            pieces[at].heading |= is_section(document, &pieces[at], &pieces[at + 1])
                || is_between_numbers(document, &pieces, at)
                || is_above_sentence(document, &pieces, at);
        }
    } else {
        plain_sections(document, &mut pieces);
    }
    pieces
}

/// Takes away the letters that count nothing: "a crane is a machine", "a le droit de vendre", "o farol". A letter with
/// nothing but a space behind it is a word, unless the one before it or behind it in the alphabet is near as well.
fn letters_without_list(pieces: &mut [Piece]) {
    const FAR: usize = 60;
    let letter = |piece: &Piece| {
        let own = piece.markers.first().filter(|own| own.form == Form::Bare)?;
        own.printed.bytes().next().filter(|letter| letter.is_ascii_lowercase())
    };
    let letters: Vec<(usize, String, u8)> = pieces
        .iter()
        .enumerate()
        .filter_map(|(at, piece)| Some((at, piece.markers.first()?.printed.clone(), letter(piece)?)))
        .collect();
    let counts = |nth: usize| {
        let (at, printed, letter) = &letters[nth];
        // "i" and "ii", "v" and "vi".
        let roman = printed.len() > 1 || matches!(letter, b'i' | b'v' | b'x');
        let near = |(other, number, next): &&(usize, String, u8)| {
            let romans = roman && (number.len() > 1 || matches!(next, b'i' | b'v' | b'x'));
            other.abs_diff(*at) <= FAR && number != printed && (romans || next.abs_diff(*letter) == 1)
        };
        let behind = letters[nth + 1..].iter().find(|(_, number, _)| *letter == b'a' || number != printed);
        let before = letters[..nth].iter().rev().find(|(_, number, _)| number != printed);
        behind.filter(near).is_some() || *letter != b'a' && before.filter(near).is_some()
    };
    let words: Vec<usize> =
        (0..letters.len()).filter(|nth| !counts(*nth)).map(|nth| letters[nth].0).collect();
    words.into_iter().for_each(|at| pieces[at].markers.clear());
}

/// Where "2. Main messages" above "2.1 …", or "2 Duty to report" above "(1) …", is a heading, "1. Opening" and "3. Next
/// steps" above text without numbers are.
fn numbered_headings(document: &Document, pieces: &mut [Piece]) {
    const LONGEST: usize = 8;
    let number = |piece: &Piece| {
        let [own] = &piece.markers[..] else { return None };
        let reading = own.readings.first().filter(|own| own.series == Series::Arabic)?;
        matches!(own.form, Form::Dot | Form::Bare).then(|| reading.path().to_vec())
    };
    let short = |piece: &Piece| {
        let end = piece.markers.first().map_or(0, |own| own.end);
        let words = &piece.text(document)[end..];
        let few = words.split_whitespace().count() <= LONGEST;
        piece.class == Class::Line
            && few
            && words.starts_with(char::is_uppercase)
            && heading_shape(words, false)
    };
    let inner = |at: usize, own: &[u16]| {
        pieces
            .get(at + 1)
            .and_then(number)
            .is_some_and(|next| next.len() > own.len() && next.starts_with(own))
            || pieces.get(at + 1).and_then(|next| next.markers.first()).is_some_and(opens_paragraphs)
    };
    let annexed = |piece: &Piece| piece.titled.as_ref().is_some_and(|titled| titled.word == Division::Annex);
    let annex = pieces.iter().position(annexed).unwrap_or(pieces.len());
    let plain = |at: usize| {
        pieces
            .get(at + 1)
            .is_some_and(|next| next.class == Class::Line && next.markers.is_empty() && !next.heading)
    };
    // All that count in this way must be such headings.
    let heads = |(at, own): &(usize, Vec<u16>)| short(&pieces[*at]) && (inner(*at, own) || plain(*at));
    let found = |end: usize| {
        let path = |at: usize| Some((at, number(&pieces[at]).filter(|path| path.len() == 1)?));
        let counted: Vec<(usize, Vec<u16>)> = (0..end).filter_map(path).collect();
        let decimal = counted.iter().any(|(at, own)| short(&pieces[*at]) && inner(*at, own));
        (decimal && counted.iter().all(heads)).then_some(counted)
    };
    // A schedule may count for itself.
    let found = found(pieces.len()).or_else(|| found(annex)).unwrap_or_default();
    found.into_iter().for_each(|(at, _)| pieces[at].heading = true);
}

/// "(1)", the first paragraph of a section.
fn opens_paragraphs(marker: &Marker) -> bool {
    let first = |reading: &Reading| reading.series == Series::Arabic && reading.is_first();
    marker.form == Form::Round && marker.readings.first().is_some_and(first)
}

/// In a source that shows other headings, short lines that count "A.", "B." or "I.", "II." above numbered paragraphs are
/// headings as well, where there are several.
fn plain_sections(document: &Document, pieces: &mut [Piece]) {
    let plain = |at: &usize| {
        let han = pieces[*at].markers.first().is_some_and(|own| own.form == Form::Comma);
        let next = pieces[*at + 1].markers.first();
        let counted = next.is_some_and(|next| next.readings[0].series.is_figures());
        !pieces[*at].apart && (counted || han) && is_section(document, &pieces[*at], &pieces[*at + 1])
    };
    let found: Vec<usize> = (0..pieces.len().saturating_sub(1)).filter(plain).collect();
    // "II. Supervision" that the page sets apart tells of "I. Scope" that it does not.
    let roman = |piece: &Piece| {
        piece.markers.first().is_some_and(|own| {
            own.form == Form::Dot && own.readings.iter().any(|reading| reading.series == Series::UpperRoman)
        })
    };
    let apart = pieces.iter().filter(|piece| piece.heading && piece.apart && roman(piece)).count();
    let apart = if found.iter().all(|at| roman(&pieces[*at])) { apart } else { 0 };
    if found.len() + apart > 1 {
        found.into_iter().for_each(|at| pieces[at].heading = true);
    }
}

/// A line of strokes between two parts.
fn is_rule(text: &str) -> bool {
    text.chars().nth(2).is_some()
        && text.chars().all(|c| matches!(c, '_' | '-' | '–' | '—' | '=' | '*' | '~' | ' '))
}

fn piece(paragraph: &Paragraph, span: Span, text: &str) -> Piece {
    let class = if paragraph.role.is_text() { Class::Line } else { Class::Note };
    let markers = markers(text);
    let cell = paragraph.role == Role::TableCell;
    let words = markers.last().map_or(text, |marker| &text[marker.end..]);
    const LINE: usize = 40;
    const SHORT: usize = 20;
    // What only its length made a heading may be the first line of a paragraph that the layout tore off.
    let guessed = !paragraph.bold && !paragraph.centred && paragraph.level.is_none();
    let open = runs_on(text) && text.len() >= SHORT;
    let torn = guessed && (open || text.len() >= LINE && holds_sentence(words));
    let set = paragraph.role == Role::Heading && !torn;
    let apart = set || paragraph.bold || paragraph.centred;
    let shape = heading_shape(words, set);
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
        caption: None,
        cell,
        place: paragraph.cell,
        row: None,
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

/// Whether a second sentence begins in words: "Agent. Licensor hereby designates International".
fn holds_sentence(words: &str) -> bool {
    let Some((title, rest)) = words.split_once(". ") else { return false };
    let lower = rest.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    title.len() > 3
        && rest.starts_with(|c: char| c.is_uppercase() || c == '(')
        && lower >= 2
        && !rest.ends_with('.')
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
        Some(c)
            if punctuation::is_full_stop(c) || punctuation::is_semicolon(c) || punctuation::is_comma(c) =>
        {
            false
        }
        Some(c) if punctuation::is_colon(c) => marked || is_capitals(words),
        _ => true,
    }
}

/// Whether all letters are capitals, of at least four; "ISBN 123456" is a number.
pub(super) fn is_capitals(text: &str) -> bool {
    let (mut letters, mut digits) = (0, 0);
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        letters += usize::from(c.is_uppercase());
        digits += usize::from(c.is_ascii_digit());
    }
    letters >= 4 && digits <= letters
}

/// In a source that shows no typography, a short line without a full stop before a longer one is a heading.
fn plain_headings(document: &Document, pieces: &mut [Piece]) {
    for at in (0..pieces.len().saturating_sub(1)).rev() {
        let text = pieces[at].text(document);
        let next = pieces[at + 1].text(document);
        if is_section(document, &pieces[at], &pieces[at + 1])
            || is_between_numbers(document, pieces, at)
            || is_above_sentence(document, pieces, at)
        {
            pieces[at].heading = true;
            continue;
        }
        let short = text.split_whitespace().take(11).count() <= 10 && heading_shape(text, false);
        let after_end = at == 0 || pieces[at - 1].heading || punctuation::ends(pieces[at - 1].text(document));
        let before_text = next.len() > 60 && next.len() > text.len() || at == 0 && pieces[1].heading;
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

/// Whether a line of a word or two stands between two sentences of a plain text: "Commitment" above "We commit to it."
fn is_above_sentence(document: &Document, pieces: &[Piece], at: usize) -> bool {
    const FEW: usize = 3;
    let Some([before, piece, next]) = at.checked_sub(1).and_then(|from| pieces.get(from..at + 2)) else {
        return false;
    };
    let (text, sentence) = (piece.text(document), next.text(document));
    let plain = |piece: &Piece| {
        piece.class == Class::Line && piece.markers.is_empty() && piece.titled.is_none() && !piece.cell
    };
    plain(piece)
        && plain(next)
        && punctuation::ends(before.text(document))
        && text.split_whitespace().nth(FEW).is_none()
        && heading_shape(text, false)
        && !text.ends_with(punctuation::is_end)
        && punctuation::ends(sentence)
        && sentence.starts_with(char::is_uppercase)
        && sentence.split_whitespace().nth(FEW).is_some()
}

/// Whether a short line comes between paragraphs 4 and 5 of a plain text, or between the title and the first, as a heading
/// does that is not counted.
fn is_between_numbers(document: &Document, pieces: &[Piece], at: usize) -> bool {
    const LONGEST: usize = 7;
    const NEAR: usize = 12;
    let Some([before, piece, next]) = at.checked_sub(1).and_then(|from| pieces.get(from..at + 2)) else {
        return false;
    };
    let number = |piece: &Piece| {
        let marker = piece.markers.first().filter(|marker| marker.form == Form::Dot)?;
        marker.readings.first().filter(|reading| reading.series == Series::Arabic).map(Reading::value)
    };
    let text = piece.text(document);
    // Paragraph 2 may end with its "(2)".
    let last = pieces[..at].iter().rev().take(NEAR).find_map(number);
    let title = at == 1 && before.heading && last.is_none();
    let between = number(next).is_some_and(|next| next == last.map_or(u16::from(title), |last| last + 1));
    between
        && (title || punctuation::ends(before.text(document)))
        && piece.class == Class::Line
        && piece.markers.is_empty()
        && text.starts_with(char::is_uppercase)
        && text.split_whitespace().count() <= LONGEST
        && heading_shape(text, false)
        && !text.ends_with(punctuation::is_end)
}

/// Whether two pieces begin with numbers of one form: "一、", "二、".
fn counts_alike(a: &Piece, b: &Piece) -> bool {
    a.markers.first().map(|marker| marker.form) == b.markers.first().map(|marker| marker.form)
}

/// "II. Rules for keepers", "A. Cooperation": a short line with a Roman number or capital letter before items that count
/// otherwise, or before a longer text.
fn is_section(document: &Document, piece: &Piece, next: &Piece) -> bool {
    const LONGEST: usize = 12;
    let [marker] = &piece.markers[..] else { return false };
    let words = &piece.text(document)[marker.end..];
    let counts = |piece: &Piece| {
        let series =
            |reading: &Reading| matches!(reading.series, Series::UpperRoman | Series::Upper | Series::Han);
        let sure = |marker: &Marker| marker.readings.iter().filter(|reading| reading.doubt == 0).all(series);
        piece.markers.first().is_some_and(sure)
    };
    // "2 Duties" above "2.1 Owners shall …".
    let own = marker.readings.first().filter(|own| own.series == Series::Arabic);
    let inner = next.markers.first().and_then(|next| next.readings.first());
    let decimal =
        own.zip(inner).is_some_and(|(own, inner)| inner.path().len() > 1 && inner.prefix() == own.path());
    if decimal && piece.class == Class::Line && matches!(marker.form, Form::Bare | Form::Dot) {
        return heading_shape(words, false) && words.split_whitespace().count() <= LONGEST;
    }
    let han = marker.form == Form::Comma && length(words) <= 8;
    if han && piece.class == Class::Line && counts(piece) {
        // "一、合作原則" above a sentence; a point of a list ends with a sign.
        let text = next.text(document);
        let sentence = text.ends_with(|c| punctuation::is_stop(c) || punctuation::is_pause(c));
        return heading_shape(words, false)
            && next.class == Class::Line
            && sentence
            && !counts_alike(piece, next);
    }
    piece.class == Class::Line
        && marker.form == Form::Dot
        && counts(piece)
        && words.starts_with(char::is_uppercase)
        && words.split_whitespace().count() <= LONGEST
        && heading_shape(words, false)
        && next.class == Class::Line
        && (!next.markers.is_empty()
            && (!counts(next) || next.markers[0].readings.iter().any(Reading::is_first))
            || next.span.len() > 60 && next.span.len() > piece.span.len())
}
