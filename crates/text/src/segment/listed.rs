//! Reasons and paragraphs that are counted in a way of their own: "A. whereas …", "– having regard to …", "§ 1º".

use super::marker::{Form, Marker};
use super::number::{Series, readings};
use super::phrases::opens_reason;
use super::piece::{Class, Piece};
use crate::Document;

/// Whether a piece is a reason, alone or behind what lists of reasons count with: "– having regard to …", "A. whereas …".
pub(super) fn gives_reason(document: &Document, piece: &Piece) -> bool {
    let text = piece.text(document);
    match &piece.markers[..] {
        [] => opens_reason(text),
        [marker] => lists_reasons(marker) && opens_reason(&text[marker.end..]),
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
        words.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['º', '°'])
    };
    if !pieces.iter().any(|piece| signed(piece) && ordinal(piece)) {
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

/// The number of a paragraph that Portuguese acts count by the sign of sections: "§ 1º O operador".
fn section_sign(text: &str) -> Option<Marker> {
    let rest = text.strip_prefix('§')?.trim_start();
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let reading = readings(&rest[..digits]).first().copied()?;
    let words = rest[digits..].trim_start_matches(['º', '°', 'o', '.', ' ', '\u{a0}', '-', '–']);
    Some(Marker {
        readings: vec![reading],
        form: Form::Degree,
        sign: '§',
        printed: rest[..digits].to_owned(),
        end: text.len() - words.len(),
    })
}
