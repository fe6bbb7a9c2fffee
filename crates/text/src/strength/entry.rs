//! Words and phrases of a grammar's table, made ready to be found in a text.

use super::table::{Group, Table, is_mark, low, plainly, sense, split};
use std::collections::BTreeMap;

/// A word or phrase that the reading of strength reacts to.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its words; "…" is a gap.
    pub(super) words: Vec<String>,
    /// What it demands.
    pub(super) group: Option<Group>,
    /// What else it can be.
    pub(super) senses: u16,
}

/// The entries of a first word.
#[derive(Clone, Copy)]
pub(super) struct Begun<'g> {
    /// The longest first.
    pub(super) entries: &'g [Entry],
    seconds: u64,
}

impl Begun<'_> {
    /// Whether the first word is all.
    pub(super) fn is_single(&self) -> bool {
        self.seconds == 0
    }

    /// Whether the second word of an entry may begin like a word of a text.
    pub(super) fn may_go_on(&self, word: &str) -> bool {
        self.seconds & 1 << (word.chars().next().map_or(0, low) & 63) != 0
    }
}

/// The words and phrases of a language.
pub(super) struct Entries {
    /// Sorted by their first word, the longest first.
    entries: Vec<Entry>,
    /// A bit for the shape of each first word: nearly all words of a text are told apart by it.
    shapes: Vec<u64>,
    /// The same for the words that may come inside a phrase.
    inside: Vec<u64>,
    /// The entries of each first word by its hash; a power of two of places, at most half of them taken.
    index: Vec<Place>,
}

impl Entries {
    pub(super) fn new(table: &Table, elision: bool) -> Self {
        const BETWEEN: u16 = sense::INSIDE | sense::NOT | sense::NOT_AFTER;
        let entries = entries(table, elision);
        Self {
            shapes: shapes(&entries, |_| true),
            inside: shapes(&entries, |entry| entry.words.len() == 1 && entry.senses & BETWEEN != 0),
            index: index(&entries),
            entries,
        }
    }

    /// Whether an entry may begin with a word of a text.
    pub(super) fn may_begin(&self, word: &str) -> bool {
        has_shape(&self.shapes, word)
    }

    /// Whether a word of a text may come inside a phrase.
    pub(super) fn may_be_inside(&self, word: &str) -> bool {
        has_shape(&self.inside, word)
    }

    /// Whether a word in small letters is one of some senses by itself.
    pub(super) fn is(&self, small: &str, senses: u16) -> bool {
        let is_one = |entry: &Entry| entry.words.len() == 1 && entry.senses & senses != 0;
        self.may_begin(small) && self.begin(small).entries.iter().any(is_one)
    }

    /// The entries that begin with a word in small letters.
    pub(super) fn begin(&self, word: &str) -> Begun<'_> {
        let mut place = hash(word) & (self.index.len() - 1);
        loop {
            let Place { from, count, seconds } = self.index[place];
            let entries = &self.entries[from..from + count];
            if entries.first().is_none_or(|first| first.words[0] == word) {
                return Begun { entries, seconds };
            }
            place = (place + 1) & (self.index.len() - 1);
        }
    }
}

/// Where the entries of a first word are, and a bit for each letter that their second words begin with.
#[derive(Clone, Copy, Default)]
struct Place {
    from: usize,
    count: usize,
    seconds: u64,
}

/// How many shapes of words are told apart.
const SHAPES: usize = 1 << 14;

/// A number that is the same for words alike in their first and last letter and their length, in any case.
fn shape(word: &str) -> usize {
    let (first, last, letters) = match word.as_bytes() {
        [first, .., last] if word.is_ascii() => {
            (usize::from(first.to_ascii_lowercase()), usize::from(last.to_ascii_lowercase()), word.len())
        }
        _ => {
            let mut letters = word.chars().filter(|c| !is_mark(*c));
            let first = letters.next().map_or(0, low);
            let (last, count) = letters.fold((first, 1), |(_, count), c| (low(c), count + 1));
            (first, last, count)
        }
    };
    (first ^ last << 5 ^ letters << 9) & (SHAPES - 1)
}

/// The shapes of the first words of some entries, a bit each.
fn shapes(entries: &[Entry], wanted: impl Fn(&Entry) -> bool) -> Vec<u64> {
    let mut shapes = vec![0; SHAPES / 64];
    for entry in entries.iter().filter(|entry| wanted(entry)) {
        let shape = shape(&entry.words[0]);
        shapes[shape / 64] |= 1 << (shape % 64);
    }
    shapes
}

fn has_shape(shapes: &[u64], word: &str) -> bool {
    let shape = shape(word);
    shapes[shape / 64] & 1 << (shape % 64) != 0
}

/// FNV-1a.
fn hash(word: &str) -> usize {
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ hash >> 32) as usize
}

fn index(entries: &[Entry]) -> Vec<Place> {
    let mut index = vec![Place::default(); (2 * entries.len().max(1)).next_power_of_two()];
    let mut from = 0;
    for same in entries.chunk_by(|a, b| a.words[0] == b.words[0]) {
        let mut place = hash(&same[0].words[0]) & (index.len() - 1);
        while index[place].count > 0 {
            place = (place + 1) & (index.len() - 1);
        }
        let second = |entry: &Entry| match entry.words.get(1)?.as_str() {
            "…" => Some(u64::MAX),
            word => Some(1 << (word.chars().next().map_or(0, low) & 63)),
        };
        let seconds = same.iter().filter_map(second).fold(0, |all, one| all | one);
        index[place] = Place { from, count: same.len(), seconds };
        from += same.len();
    }
    index
}

/// Demands and compounds that only look like one, by their first sign, the longest first.
pub(super) fn by_sign(table: &Table) -> BTreeMap<char, Vec<(String, Option<Group>)>> {
    let mut by_sign: BTreeMap<char, Vec<(String, Option<Group>)>> = BTreeMap::new();
    for (name, listed) in &table.sections {
        let group = Group::named(name);
        if group.is_none() && *name != "compound" {
            continue;
        }
        for entry in split(listed) {
            if let Some(first) = entry.chars().next() {
                by_sign.entry(first).or_default().push((entry.to_owned(), group));
            }
        }
    }
    for entries in by_sign.values_mut() {
        // Of a demand and a compound that are written alike, the compound counts.
        entries.sort_by_key(|(entry, group)| (usize::MAX - entry.len(), group.is_some()));
    }
    by_sign
}

/// A phrase as it is before a vowel: "décide d'" beside "décide de".
fn elided(phrase: &str) -> Option<String> {
    let (before, last) = phrase.rsplit_once(' ')?;
    let short = match last {
        "de" => "d'",
        "que" => "qu'",
        "ne" => "n'",
        _ => return None,
    };
    Some(format!("{before} {short}"))
}

/// All phrases of a table by their first word, the longest first; a phrase of several sections is one entry.
fn entries(table: &Table, elision: bool) -> Vec<Entry> {
    const SENSES: [(&str, u16); 15] = [
        ("inside", sense::INSIDE),
        ("never", sense::NEVER),
        ("nobody", sense::NOBODY),
        ("not", sense::NOT),
        ("not after", sense::NOT_AFTER),
        ("not nobody", 0),
        ("nothing", 0),
        ("noun too", sense::NOUN),
        ("modal too", sense::MODAL_NOUN),
        ("passive", sense::PASSIVE),
        ("relative", sense::RELATIVE),
        ("report", sense::REPORT),
        ("subordinate", sense::SUBORDINATE),
        ("that", sense::THAT),
        ("told", sense::TOLD),
    ];
    let mut entries: Vec<Entry> = Vec::new();
    for (name, listed) in &table.sections {
        let group = Group::named(name);
        let senses = SENSES.iter().find(|(own, _)| own == name).map(|(_, sense)| *sense);
        if group.is_none() && senses.is_none() {
            continue;
        }
        for phrase in split(listed) {
            let phrase = plainly(phrase);
            let phrase = if elision { phrase.replace('\'', "' ") } else { phrase };
            let elided = elided(&phrase).filter(|_| elision);
            for phrase in [Some(phrase), elided].into_iter().flatten() {
                let words = phrase.split_whitespace().map(str::to_owned).collect();
                entries.push(Entry { words, group, senses: senses.unwrap_or(0) });
            }
        }
    }
    let passive: Vec<Vec<String>> = entries
        .iter()
        .filter(|entry| entry.senses == sense::PASSIVE)
        .map(|entry| entry.words.clone())
        .collect();
    for entry in &mut entries {
        if entry.group.is_some() && passive.iter().any(|passive| *passive == entry.words[..1]) {
            entry.senses |= sense::PASSIVE;
        }
    }
    entries
        .sort_by(|a, b| (&a.words[0], b.words.len(), &a.words).cmp(&(&b.words[0], a.words.len(), &b.words)));
    entries.dedup_by(|again, kept| {
        let same = again.words == kept.words;
        if same {
            kept.group = kept.group.or(again.group);
            kept.senses |= again.senses;
        }
        same
    });
    entries
}
