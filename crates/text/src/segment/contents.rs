//! Tables of contents: lines that name the articles without being them.

use super::phrases::is_contents;
use super::piece::{Class, Piece, is_capitals};
use crate::Document;
use crate::lexicon::punctuation;
use std::collections::BTreeSet;

/// Marks tables of contents: lines that end with leaders and a page number, lines after a heading "Contents" that come
/// again later, and runs near the start whose lines almost all come again.
pub(super) fn mark(document: &Document, pieces: &mut [Piece]) {
    const LONGEST: usize = 200;
    let short = |at: usize| pieces[at].span.len() < LONGEST;
    let keys: Vec<Key> = (0..pieces.len())
        .map(|at| if short(at) { contents_key(pieces[at].text(document)) } else { Key::default() })
        .collect();
    let mut later: BTreeSet<Key> = BTreeSet::new();
    let mut again = vec![false; pieces.len()];
    for at in (0..pieces.len()).rev() {
        if short(at) && pieces[at].class == Class::Line && !pieces[at].cell {
            let key = match pieces[at].markers.last() {
                Some(marker) => contents_key(&pieces[at].text(document)[marker.end..]),
                None => keys[at],
            };
            again[at] = key.length > 3 && !later.insert(key);
        }
    }
    let leaders: Vec<bool> = pieces.iter().map(|piece| has_leader(piece.text(document))).collect();
    let mut at = 0;
    while at < pieces.len() {
        let announced = announces(pieces[at].text(document));
        let (mut end, mut misses, mut hits) = (at + usize::from(announced), 0, 0);
        let mut listed_keys: BTreeSet<Key> = BTreeSet::new();
        let first = end;
        for next in first..pieces.len() {
            let text = pieces[next].text(document);
            // The first line that comes again is where the body begins.
            if text.len() < LONGEST && !listed_keys.insert(keys[next]) && !leaders[next] {
                break;
            }
            let listed = announced && text.len() < LONGEST && ends_with_page(text);
            let early = announced || next < pieces.len() / 3 && !ends_entry(&pieces[next], text);
            if leaders[next] || listed || again[next] && early {
                hits += 1;
                misses = 0;
                end = next + 1;
            } else {
                misses += 1;
            }
            if misses > if announced { 3 } else { 1 } || text.len() >= LONGEST && !leaders[next] {
                break;
            }
        }
        let leading = leaders[at..end].iter().filter(|leader| **leader).count();
        let titles = pieces[at..end]
            .iter()
            .filter(|piece| piece.titled.is_some() || !piece.markers.is_empty())
            .count();
        // Where contents are announced they begin there.
        let announced_later =
            || !announced && pieces[at..end].iter().any(|piece| announces(piece.text(document)));
        let sure = announced && hits > 1
            || (leading >= 3 || hits >= 6 && titles * 2 >= end - at) && !announced_later();
        if sure {
            pieces[at..end].iter_mut().for_each(|piece| piece.class = Class::Contents);
            let listed: BTreeSet<Key> = keys[at..end].iter().copied().filter(|key| key.length > 3).collect();
            titles_of_plain_text(document, &mut pieces[end..], &keys[end..], &listed);
        }
        at = if sure { end } else { at + 1 };
    }
}

/// In a text without looks, a line that the contents list and that ends no sentence is a heading: "1 Duties".
fn titles_of_plain_text(document: &Document, pieces: &mut [Piece], keys: &[Key], listed: &BTreeSet<Key>) {
    if !document.words.is_empty()
        || document.paragraphs.iter().any(|p| p.bold || p.centred || p.level.is_some())
    {
        return;
    }
    for (piece, key) in pieces.iter_mut().zip(keys) {
        let text = piece.text(document);
        let ended = punctuation::ends(text) || text.ends_with(punctuation::is_pause);
        piece.heading |= piece.class == Class::Line && !piece.cell && !ended && listed.contains(key);
    }
}

/// Whether a line announces a table of contents, alone or at the end of a line of the title page: "Date of assent: 8th
/// May, 2020 ARRANGEMENT OF SECTIONS".
fn announces(text: &str) -> bool {
    if is_contents(text) {
        return true;
    }
    if text.len() >= 160 || !text.ends_with('S') {
        return false;
    }
    let words: Vec<&str> = text.rsplitn(4, ' ').take(3).collect();
    let longest = words.iter().map(|word| word.len() + 1).sum::<usize>().saturating_sub(1);
    let phrase = text.get(text.len().saturating_sub(longest)..).unwrap_or("");
    words.len() == 3 && is_capitals(phrase) && is_contents(phrase)
}

/// Whether a line ends as running text does and not as an entry of a table of contents, which may be "29. Duty to
/// notify." where the act prints its side notes so.
fn ends_entry(piece: &Piece, text: &str) -> bool {
    const ENTRY: usize = 100;
    let side_note = !piece.markers.is_empty() && text.len() < ENTRY && text.ends_with('.');
    text.ends_with(',') || punctuation::ends(text) && !side_note
}

/// A line without case and spacing: a hash of its letters, and how many bytes they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    hash: u64,
    length: usize,
}

/// What of a line comes again: its words without leaders and page number.
fn contents_key(text: &str) -> Key {
    let bare = without_numbers(text);
    let bare = if bare.is_empty() || bare.len() + 6 < text.len() && !has_leader(text) { text } else { bare };
    let bare = if ends_with_page(text) { bare } else { text };
    // "29. —Duty to notify." lists what comes later as "Duty to notify".
    let bare = bare.trim_matches(|c: char| !c.is_alphanumeric() && c != '(' && c != ')');
    // FNV-1a over the letters: what is compared are a few hundred lines.
    let (mut hash, mut length) = (0xcbf2_9ce4_8422_2325_u64, 0);
    let mut add = |c: char| hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    for word in bare.split_whitespace() {
        add(' ');
        for c in word.chars() {
            if c.is_ascii() {
                add(c.to_ascii_lowercase());
            } else {
                c.to_lowercase().for_each(&mut add);
            }
        }
        length += word.len() + 1;
    }
    Key { hash, length: length.saturating_sub(1) }
}

/// A line without the numbers at its end and the leaders before them; "#2" is a part of a title.
fn without_numbers(text: &str) -> &str {
    let mut bare = text;
    loop {
        bare = bare.trim_end_matches(|c: char| c == '.' || c == '…' || c.is_whitespace());
        let rest = bare.trim_end_matches(|c: char| c.is_ascii_digit());
        if rest.len() == bare.len() || rest.ends_with(|c: char| c != '.' && c != '…' && !c.is_whitespace())
        {
            return bare;
        }
        bare = rest;
    }
}

fn has_leader(text: &str) -> bool {
    let digits = text.ends_with(|c: char| c.is_ascii_digit());
    digits && (text.contains("....") || text.contains("……") || text.contains(". . . ."))
}

fn ends_with_page(text: &str) -> bool {
    let page = text.rsplit([' ', '\t', '.']).next().unwrap_or("");
    text.len() < 200
        && page.len() < text.len()
        && (1..=3).contains(&page.len())
        && page.bytes().all(|b| b.is_ascii_digit())
}
