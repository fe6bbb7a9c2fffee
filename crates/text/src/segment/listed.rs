//! Reasons and paragraphs that are counted in a way of their own: "A. whereas …", "– having regard to …", "§ 1º".

use super::marker::{Form, Marker};
use super::number::{Series, readings};
use super::phrases::opens_reason;
use super::piece::{Class, Piece};
use super::titled::{Titled, named};
use crate::Document;
use crate::lexicon::Division;

/// Whether a piece is a reason, alone or behind what lists of reasons count with: "– having regard to …", "A. whereas …".
pub(super) fn gives_reason(document: &Document, piece: &Piece) -> bool {
    let text = piece.text(document);
    match &piece.markers[..] {
        [] => opens_reason(text),
        [marker] => (lists_reasons(marker) || text.starts_with("PP")) && opens_reason(&text[marker.end..]),
        _ => false,
    }
}

/// Whether reasons may be listed with a marker: a dash or a capital letter.
fn lists_reasons(marker: &Marker) -> bool {
    marker.form == Form::Sign && marker.sign == '-'
        || marker.form == Form::Dot && marker.readings.iter().any(|reading| reading.series == Series::Upper)
}

/// Takes "§ 1º" below "Art. 2º" for the number of a paragraph, as in acts of Brazil, where elsewhere it is an article's.
pub(super) fn paragraphs_by_sign(document: &Document, pieces: &mut [Piece]) {
    let signed = |piece: &Piece| piece.class == Class::Line && piece.text(document).starts_with('§');
    let ordinal = |piece: &Piece| {
        let words = piece.text(document)['§'.len_utf8()..].trim_start();
        let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.starts_with(['º', '°']) || rest.starts_with("er") && rest.len() < words.len()
    };
    // "Art. 2. § 1er. Le …" has the first on the line of its article.
    let below_article = |piece: &Piece| {
        let article =
            piece.titled.as_ref().filter(|titled| titled.word == Division::Article && !signed(piece));
        article.is_some_and(|titled| piece.text(document)[titled.end..].trim_start().starts_with('§'))
    };
    if !pieces.iter().any(|piece| signed(piece) && ordinal(piece) || below_article(piece)) {
        return;
    }
    for piece in pieces.iter_mut() {
        if let Some(marker) = Some(&*piece).filter(|piece| signed(piece)).map(|piece| piece.text(document)) {
            let marker = section_sign(marker);
            piece.titled = piece.titled.take().filter(|_| marker.is_none());
            piece.markers.extend(marker);
        }
    }
}

/// Takes "Paragraph 1", "Paragraph 2 – Scope" on lines of their own for units with titles, as memoranda have them, where
/// they count from one.
pub(super) fn paragraphs_by_name(document: &Document, pieces: &mut [Piece]) {
    let mut found: Vec<(usize, Titled)> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let plain = piece.class == Class::Line && !piece.quoted && !piece.cell && piece.titled.is_none();
        let text = piece.text(document);
        let Some(unit) = named(text).filter(|_| plain) else { continue };
        let rest = &text[unit.end..];
        let words = rest.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
        let reading = unit.readings.first().filter(|reading| reading.path().len() == 1);
        let next = found.iter().rev().find(|(_, last)| last.word == unit.word);
        let wanted = next.and_then(|(_, last)| last.readings.first()).map_or(1, |last| last.value() + 1);
        if reading.is_some_and(|reading| reading.value() == wanted || reading.is_first())
            && (rest.is_empty() || unit.set_off || piece.apart && words)
        {
            found.push((at, unit));
        }
    }
    for word in [Division::Paragraph, Division::Point] {
        let own = || found.iter().filter(move |(_, unit)| unit.word == word);
        if own().count() > 1 {
            own().for_each(|(at, unit)| {
                pieces[*at].titled = Some(unit.clone());
                pieces[*at].markers = Vec::new();
            });
        }
    }
}

/// Takes "[1] …" for the number of a paragraph, as courts count, only where it counts the text: a list of works at the end
/// does so as well.
pub(super) fn paragraphs_in_brackets(pieces: &mut [Piece]) {
    let counted = |piece: &Piece| piece.markers.first().is_some_and(|marker| marker.sign == '[');
    let first = pieces.iter().position(counted);
    if first.is_some_and(|first| 2 * first > pieces.len()) {
        pieces.iter_mut().filter(|piece| counted(piece)).for_each(|piece| piece.markers = Vec::new());
    }
}

/// The number of a paragraph that Portuguese acts count by the sign of sections: "§ 1º O operador".
pub(super) fn section_sign(text: &str) -> Option<Marker> {
    let rest = text.strip_prefix('§')?.trim_start();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let reading = readings(&rest[..digits]).first().copied()?;
    let rest_of = rest[digits..].strip_prefix("er").unwrap_or(&rest[digits..]);
    let words = rest_of.trim_start_matches(['º', '°', 'o', '.', ' ', '\u{a0}', '-', '–']);
    Some(Marker {
        readings: vec![reading],
        form: Form::Degree,
        sign: '§',
        printed: rest[..digits].to_owned(),
        end: text.len() - words.len(),
    })
}
