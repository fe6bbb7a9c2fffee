//! What an amending act quotes of another: "Article 4a" in quotation marks is no article of the act itself.

use super::piece::Piece;
use crate::Document;
use crate::lexicon::punctuation;

/// A kind of quotation marks.
#[derive(Clone, Copy)]
struct Marks {
    open: char,
    close: char,
    /// Whether the closing mark is nothing else, such as an apostrophe or an opening mark, so that both can be counted.
    sure: bool,
}

/// Marks the paragraphs of another act that are quoted, as amending articles do: after a colon they open with a quotation
/// mark, which is closed in the same line or some lines later.
pub(super) fn mark(document: &Document, pieces: &mut [Piece]) {
    let mut at = 0;
    while at < pieces.len() {
        let Some(end) = end_of_quotation(document, pieces, at) else {
            at += 1;
            continue;
        };
        for piece in &mut pieces[at..=end] {
            piece.quoted = true;
            // A heading of the other act opens nothing in this one.
            (piece.heading, piece.titled) = (false, None);
        }
        at = end + 1;
    }
}

/// The last piece of the quotation that the piece at `at` opens.
fn end_of_quotation(document: &Document, pieces: &[Piece], at: usize) -> Option<usize> {
    let introduced = at > 0 && pieces[at - 1].text(document).ends_with(punctuation::is_colon);
    let marks = opening(document, &pieces[at]).filter(|_| introduced && !pieces[at].cell)?;
    let inside = &words(document, &pieces[at])[marks.open.len_utf8()..];
    if let Some(close) = closing(inside, marks.close) {
        // A word in quotation marks is no quotation of an act, a whole line is.
        let whole = pieces[at].markers.is_empty() && is_end(&inside[close + marks.close.len_utf8()..]);
        return whole.then_some(at);
    }
    let counted = marks.sure.then(|| balanced_end(document, &pieces[at..], marks)).flatten();
    counted.or_else(|| next_end(document, &pieces[at..], marks)).map(|end| at + end)
}

/// The piece that closes as many quotation marks as were opened from the first piece on.
fn balanced_end(document: &Document, pieces: &[Piece], marks: Marks) -> Option<usize> {
    const FAR: usize = 600;
    let mut open = 0_usize;
    for (at, piece) in pieces.iter().enumerate().take(FAR) {
        let text = piece.text(document);
        open += text.matches(marks.open).count();
        open = open.saturating_sub(text.matches(marks.close).count());
        if open == 0 {
            return ends(text, marks.close).then_some(at);
        }
    }
    None
}

/// The next piece that ends with the closing mark. A quotation that another follows before it is closed was never closed.
fn next_end(document: &Document, pieces: &[Piece], marks: Marks) -> Option<usize> {
    const NEAR: usize = 60;
    let opens_again = |at: usize| {
        let again = opening(document, &pieces[at]).is_some_and(|other| other.open == marks.open);
        again && pieces[at - 1].text(document).ends_with(punctuation::is_colon)
    };
    let mut reach = (1..pieces.len().min(NEAR)).take_while(|at| !opens_again(*at));
    reach.find(|at| ends(pieces[*at].text(document), marks.close))
}

/// The quotation marks that a piece opens with, behind its number.
fn opening(document: &Document, piece: &Piece) -> Option<Marks> {
    let mark = |open, close, sure| Some(Marks { open, close, sure });
    match words(document, piece).chars().next()? {
        '‘' => mark('‘', '’', false),
        '“' => mark('“', '”', true),
        '„' => {
            let text = piece.text(document);
            if text.contains('”') { mark('„', '”', false) } else { mark('„', '“', true) }
        }
        '«' => mark('«', '»', true),
        '「' => mark('「', '」', true),
        '"' => mark('"', '"', false),
        _ => None,
    }
}

fn words<'d>(document: &'d Document, piece: &Piece) -> &'d str {
    let text = piece.text(document);
    piece.markers.last().map_or(text, |marker| &text[marker.end..])
}

/// Whether a text ends with the closing mark, the signs of the sentence around it aside.
fn ends(text: &str, close: char) -> bool {
    text.rfind(close).is_some_and(|at| is_end(&text[at + close.len_utf8()..]))
}

/// Whether nothing but signs of the sentence around a quotation comes behind it.
fn is_end(rest: &str) -> bool {
    rest.chars().all(|c| c.is_whitespace() || punctuation::is_pause(c) || punctuation::is_end(c))
}

/// Where the closing mark is, other than as an apostrophe.
fn closing(text: &str, close: char) -> Option<usize> {
    let is_mark =
        |at: &usize| !text[at + close.len_utf8()..].starts_with(|next: char| next.is_alphanumeric());
    text.match_indices(close).map(|(at, _)| at).find(is_mark)
}
