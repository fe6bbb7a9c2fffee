//! Where a document begins and ends: what surrounds its title on the front page, the notes of the title, the lines
//! that close it, the signatures.

use super::marker::{Form, Marker};
use super::number::Reading;
use super::phrases::{length, opens_reason, opens_signature};
use super::piece::{Class, Piece};
use crate::lexicon::{self, Division, punctuation};
use crate::{Document, Span, date, front, titling};

/// Takes what surrounds the title of a paper of the United Nations or of an official journal, and the title itself, for
/// the title page.
pub(super) fn front_page(document: &Document, pieces: &mut Vec<Piece>) {
    const FIRST: usize = 25;
    let sure = |piece: &Piece| front::is_masthead(piece.text(document));
    if !pieces.iter().take(6).any(sure) {
        return;
    }
    let open = |piece: &&Piece| {
        let text = piece.text(document);
        let counted = !piece.markers.is_empty() && !date::is_date(text) && !front::is_initials(text);
        matches!(piece.class, Class::Line | Class::Cover) && !counted && piece.span.len() < 300
    };
    let opening = pieces.iter().take(FIRST).take_while(open);
    let furniture = opening.enumerate().filter(|(_, piece)| front::is_furniture(piece.text(document)));
    let Some(after) = furniture.last().map(|(last, _)| last + 1) else { return };
    let title = pieces.get(after).is_some_and(|piece| {
        let text = piece.text(document);
        let named = piece.heading || front::symbol_of_resolution(text).is_some() || !text.contains(". ");
        open(&piece) && named && !text.ends_with(['.', ',', ':', ';']) && !opens_reason(text)
    });
    let end = if title { title_end(pieces, after) } else { after };
    for piece in pieces.iter_mut().take(end) {
        piece.class = Class::Cover;
    }
    // The lines of one title are one.
    if end > after + 1 && pieces[after].page.is_some() {
        pieces[after].span = pieces[after].span.union(pieces[end - 1].span);
        pieces.drain(after + 1..end);
    }
}

/// Where a title ends that goes on over lines in type about as large: "Report of the Working Group on the Universal",
/// "Periodic Review*", "Albania".
fn title_end(pieces: &[Piece], at: usize) -> usize {
    const LINES: usize = 5;
    let set = |piece: &&Piece| piece.heading && piece.markers.is_empty() && piece.class == Class::Line;
    let lines = || pieces[at + 1..].iter().take(LINES).take_while(set);
    let largest = lines().map(|piece| piece.size).fold(pieces[at].size, u16::max);
    let as_large = |piece: &&Piece| piece.size > 0 && 10 * u32::from(piece.size) >= 8 * u32::from(largest);
    let more = lines().take_while(|piece| piece.page == pieces[at].page).take_while(as_large).count();
    at + 1 + more
}

/// Takes the notes of a title for notes: "* Previously issued as …" below "Report of the Working Group*".
pub(super) fn title_notes(document: &Document, pieces: &mut [Piece]) {
    const FIRST: usize = 25;
    let signs = |c: char| matches!(c, '*' | '†' | '‡' | '∗');
    let mut marked = false;
    for piece in pieces.iter_mut().take(FIRST) {
        let text = piece.text(document);
        let opens =
            text.starts_with(signs) && text.trim_start_matches(signs).starts_with(char::is_whitespace);
        if marked && opens && matches!(piece.class, Class::Line | Class::Cover) {
            piece.class = Class::Note;
        } else if matches!(piece.class, Class::Cover) || piece.heading {
            // The lines of one title are one piece.
            marked |= text.split_whitespace().any(|word| word.ends_with(signs));
        }
    }
}

/// Takes the meeting and the date that end a resolution for its closing: "71st plenary meeting", "3 March 2043".
pub(super) fn closing_lines(document: &Document, pieces: &mut [Piece]) {
    const WORDS: usize = 8;
    let text = pieces.iter().rposition(|piece| piece.class != Class::Note).map_or(0, |last| last + 1);
    let Some(last) = text.checked_sub(1).filter(|last| *last > 2) else { return };
    let closes = |piece: &Piece| {
        let text = piece.text(document);
        let short = text.split_whitespace().count() <= WORDS
            && !punctuation::ends(text)
            && !text.ends_with(punctuation::is_pause);
        piece.class == Class::Line
            && piece.markers.iter().all(|marker| marker.form == Form::Bare)
            && !piece.heading
            && short
            && !piece.cell
    };
    let text = pieces[last].text(document);
    if !(date::is_date(text)
        || closes(&pieces[last]) && ends_in_date(text)
        || closes_adopted(&pieces[last], text))
        || pieces[last].class != Class::Line
    {
        return;
    }
    pieces[last].class = Class::Signature;
    if closes(&pieces[last - 1]) && punctuation::ends(pieces[last - 2].text(document)) {
        pieces[last - 1].class = Class::Signature;
    }
}

/// "71st plenary meeting 3 March 2043": the closing lines of a resolution on one line.
fn ends_in_date(text: &str) -> bool {
    let mut spaces = text.rmatch_indices(' ').skip(2);
    spaces.next().is_some_and(|(at, _)| date::is_date(&text[at..]))
}

/// "ADOPTED in Port Alma on the Third of May": who adopted a text says so again where it ends.
fn closes_adopted(piece: &Piece, text: &str) -> bool {
    const LONGEST: usize = 30;
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    let adopted = lexicon::all(|words| words.adopted).any(|word| word == first);
    adopted
        && piece.markers.is_empty()
        && text.split_whitespace().count() <= LONGEST
        && date::year(text).is_some()
}

/// Takes the lines of the title, and the masthead above them, for the title page.
pub(super) fn title_lines(document: &Document, pieces: &mut [Piece]) {
    const FIRST: usize = 12;
    let spans = front::title_lines(document);
    let is_whole = |piece: &Piece| {
        let trimmed = |span: &Span| span.trimmed(&document.text) == Some(piece.span);
        spans.iter().any(trimmed)
    };
    for piece in pieces.iter_mut().take(FIRST).filter(|piece| piece.class == Class::Line && !piece.cell) {
        // Only whole lines that no number opens.
        if piece.markers.is_empty() && piece.titled.is_none() && is_whole(piece) {
            piece.class = Class::Cover;
        }
    }
}

/// The first lines of a text without looks are its title, where a list, a section or an article comes next: "CHAIR'S
/// SUMMARY", "Seventh Forum on Orchards", "Bergen, 12-14 May 2015".
pub(super) fn bare_title(document: &Document, pieces: &mut [Piece]) {
    const LONGEST: usize = 18;
    const LINES: usize = 4;
    let bare = |piece: &Piece| {
        let text = piece.text(document);
        let ended = punctuation::ends(text) || text.ends_with(punctuation::is_pause);
        piece.class == Class::Line
            && piece.markers.is_empty()
            && !piece.cell
            && piece.titled.is_none()
            && (!ended && length(text) <= LONGEST || date::is_dateline(text))
    };
    let opens = |piece: &Piece| {
        let first = |marker: &Marker| marker.is_sure() && marker.readings.iter().any(Reading::is_first);
        piece.class == Class::Structural || piece.heading || piece.markers.first().is_some_and(first)
    };
    let rest = pieces.iter().skip(1).take_while(|piece| bare(piece) && !piece.heading).count();
    let run = 1 + rest;
    let titled = pieces.first().is_some_and(|first| bare(first) && (!first.heading || rest > 0));
    if titled && run <= LINES && pieces.get(run).is_some_and(opens) {
        pieces[..run].iter_mut().for_each(|piece| piece.class = Class::Cover);
    }
}

/// In a document without preamble and articles the headings at its start are its title, but for those that look like
/// the headings of its sections.
pub(super) fn title_page(pieces: &mut [Piece]) {
    let run = pieces
        .iter()
        .take_while(|piece| piece.heading && piece.markers.is_empty() && piece.class == Class::Line)
        .count();
    let style = |piece: &Piece| (piece.level, piece.size, piece.apart);
    for at in 0..run {
        let own = style(&pieces[at]);
        let section = pieces[run..].iter().any(|piece| piece.heading && style(piece) == own);
        if at + 1 < run || !section {
            pieces[at].class = Class::Cover;
        }
        if section {
            break;
        }
    }
}

/// Takes the date below the title for a part of the title page.
pub(super) fn date_of_title(document: &Document, pieces: &mut [Piece]) {
    const FIRST: usize = 10;
    for piece in pieces.iter_mut().take(FIRST) {
        let title = piece.heading || piece.apart || matches!(piece.class, Class::Cover | Class::Contents);
        if piece.class == Class::Line && dates_title(piece.text(document)) {
            piece.class = Class::Cover;
        } else if !title {
            break;
        }
    }
}

/// "2038年5月3日订于阿尔马。": in some languages the date comes first.
fn signs_below_date(text: &str) -> bool {
    const LONGEST: usize = 240;
    text.len() <= LONGEST && front::is_signing(text) && date::year(text).is_some()
}

/// Whether a line below a title says when the text was made: "3 May 2018", "(Alma, 3 May 2018)", "Adopted in Port Alma on
/// 3 May 2018", "Published on 3 May 2018 – Updated 1 June 2019".
fn dates_title(text: &str) -> bool {
    const WORDS: usize = 14;
    const SENTENCE: usize = 24;
    let few = |most: usize| text.split_whitespace().count() <= most;
    let stopped = text.ends_with(punctuation::is_stop);
    let said = || {
        let open = few(WORDS) && (!stopped && front::tells_adoption(text) || titling::opens_published(text));
        // A sentence that begins so says nothing else.
        let opens = few(SENTENCE) && front::opens_adopted(text);
        (open || opens) && !text.ends_with(punctuation::is_pause) && date::year(text).is_some()
    };
    date::is_dated_line(text) || said()
}

/// Marks the signature block: from the testimonium to the next annex, or the end of the body.
pub(super) fn signatures(document: &Document, pieces: &mut [Piece]) {
    const LONGEST: usize = 120;
    let Some(start) = pieces.iter().rposition(|piece| {
        let text = piece.text(document);
        let signs = || opens_signature(text) || !text.is_ascii() && signs_below_date(text);
        piece.class == Class::Line && piece.markers.is_empty() && !piece.cell && signs()
    }) else {
        return;
    };
    let before = (0..start)
        .rev()
        .take(3)
        .find(|at| pieces[*at].class == Class::Line && opens_signature(pieces[*at].text(document)));
    let start = before.unwrap_or(start);
    let end = (start..pieces.len()).find(|at| pieces[*at].class == Class::Structural).unwrap_or(pieces.len());
    let annex = pieces
        .get(end)
        .is_none_or(|piece| piece.titled.as_ref().is_some_and(|titled| titled.word == Division::Annex));
    // "Adopted by the Ministers on 3 May." below a title signs nothing: numbered text follows.
    let counted = |piece: &Piece| {
        let dotted = |marker: &Marker| marker.form == Form::Dot && marker.is_sure();
        piece.class == Class::Line && (piece.row.is_some() || piece.markers.first().is_some_and(dotted))
    };
    let text = 2 * start < pieces.len() && pieces[start..end].iter().any(counted);
    if annex && !text && (end - start <= LONGEST) && start > 0 {
        for piece in &mut pieces[start..end] {
            if piece.class == Class::Line {
                piece.class = Class::Signature;
            }
        }
    }
}
