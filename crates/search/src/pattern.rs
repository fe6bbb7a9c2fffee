//! Words that a phrase, a pattern or a misspelled word stands for.

use crate::error::quoted;
use crate::schema::{Fields, tagged};
use crate::suggest::distance;
use crosscut_text::{Analyzer, Language, Occurrence};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// Words that one pattern may stand for.
const MOST: usize = 2000;
/// Neighbouring words that may be one word elsewhere.
const JOINED: usize = 4;

/// A word of a phrase: as written, or with `?` and `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Atom(String);

impl Atom {
    pub(crate) fn is_wild(&self) -> bool {
        self.0.contains(['*', '?'])
    }

    /// Whether it stands for any word whatever.
    pub(crate) fn is_any(&self) -> bool {
        !self.0.is_empty() && self.0.chars().all(|c| c == '*')
    }
}

/// The words of a phrase in the order typed, compounds in their parts.
pub(crate) fn atoms(analyzer: &Analyzer, asked: impl Fn(&str) -> Vec<Occurrence>, text: &str) -> Vec<Atom> {
    let mut atoms = Vec::new();
    let is_end = |c: char| c.is_whitespace() || "-\u{2010}\u{2011}".contains(c);
    let is_word = |piece: &&str| piece.chars().any(|c| c.is_alphanumeric() || matches!(c, '*' | '?'));
    for piece in text.split(is_end).filter(is_word) {
        if let Some(letters) = unspaced(analyzer, piece) {
            atoms.extend(letters);
        } else if piece.contains(['*', '?']) {
            let fixed = piece.split_inclusive(['*', '?']).map(|part| {
                let letters = part.trim_end_matches(['*', '?']);
                let sign = &part[letters.len()..];
                let letters: String = letters.chars().filter(|c| c.is_alphanumeric() || *c == '\'').collect();
                let form = if letters.is_empty() { letters } else { analyzer.form(&letters) };
                [form.as_str(), sign].concat()
            });
            atoms.push(Atom(fixed.collect()));
        } else {
            atoms.extend(asked(piece).into_iter().map(|word| Atom(word.form)));
        }
    }
    atoms
}

/// A pattern in a script without spaces, where every letter is a word: whatever may stand before or behind stands there
/// anyway, and `?` is any letter. A star between two letters may be any number of them, which no row of words says.
fn unspaced(analyzer: &Analyzer, piece: &str) -> Option<Vec<Atom>> {
    let inner = piece.trim_matches('*');
    let letters: String = inner.chars().filter(|c| *c != '?').collect();
    // Twice, as a single letter is one word in any script.
    let every = analyzer.asked(&letters.repeat(2)).len() == 2 * letters.chars().count();
    if letters.is_empty() || !piece.contains(['*', '?']) || !every || inner.contains('*') {
        return None;
    }
    let letter = |c: char| match c {
        '?' => vec![Atom("?".into())],
        c => analyzer.asked(c.encode_utf8(&mut [0; 4])).into_iter().map(|word| Atom(word.form)).collect(),
    };
    Some(inner.chars().flat_map(letter).collect())
}

/// The ways to write a phrase: its words one by one, some neighbours in one piece, or a word in two, where clauses hold these.
pub(crate) fn ways(atoms: &[Atom], dictionary: &Words<'_>, analyzer: &Analyzer) -> Vec<Vec<Atom>> {
    const MOST_WAYS: usize = 64;
    let mut ways: Vec<(usize, Vec<Atom>)> = vec![(0, Vec::new())];
    let mut done = Vec::new();
    while let Some((at, way)) = ways.pop() {
        if at == atoms.len() {
            done.push(way);
            continue;
        }
        if !atoms[at].is_wild() {
            let halves = crate::expand::halves(analyzer, &atoms[at].0, &atoms[at].0);
            for halves in
                halves.into_iter().filter(|(one, other)| dictionary.has(one) && dictionary.has(other))
            {
                if done.len() + ways.len() < MOST_WAYS {
                    ways.push((at + 1, [way.as_slice(), &[Atom(halves.0), Atom(halves.1)]].concat()));
                }
            }
        }
        for length in 1..=JOINED.min(atoms.len() - at) {
            let joined = Atom(atoms[at..at + length].iter().map(|atom| atom.0.as_str()).collect());
            if length > 1 && atoms[at..at + length].iter().any(Atom::is_any) {
                break;
            }
            // "co* in*" are two words: joined they would stand for any that begins with "co" and has an "in" in it.
            if atoms[at..at + length - 1].iter().any(Atom::is_wild) {
                break;
            }
            if length == 1 || (done.len() + ways.len() < MOST_WAYS && dictionary.holds(&joined)) {
                ways.push((at + length, [way.as_slice(), &[joined]].concat()));
            }
        }
    }
    done.retain(|way| !way.is_empty());
    done
}

/// The words of the index in one language.
pub(crate) struct Words<'i> {
    pub(crate) fields: &'i Fields,
    pub(crate) searcher: &'i Searcher,
    pub(crate) language: Language,
    /// What patterns were found to stand for.
    pub(crate) known: &'i Known,
}

/// Patterns of one language and the words that fit them.
pub(crate) type Known = RefCell<BTreeMap<String, Vec<String>>>;

/// Why a pattern stands for nothing.
#[derive(Debug)]
pub(crate) enum Unfit {
    /// It stands for too many words.
    TooMany(String),
    /// The index is broken.
    Broken(String),
}

impl Words<'_> {
    fn all(&self) -> [Field; 4] {
        [
            self.fields.own.forms,
            self.fields.heading.forms,
            self.fields.lead_in.forms,
            self.fields.defines.forms,
        ]
    }

    /// Whether some clause has a word as written.
    fn holds(&self, atom: &Atom) -> bool {
        match atom.is_wild() {
            true => self.forms(atom).map_or(true, |forms| !forms.is_empty()),
            false => self.has(&atom.0),
        }
    }

    pub(crate) fn has(&self, form: &str) -> bool {
        let held = |field| {
            let term = Term::from_field_text(field, &tagged(self.language, form));
            self.searcher.doc_freq(&term).is_ok_and(|clauses| clauses > 0)
        };
        self.all().into_iter().any(held)
    }

    /// The words that an atom stands for; none for one that stands for any.
    ///
    /// # Errors
    /// When there are too many.
    pub(crate) fn forms(&self, atom: &Atom) -> Result<Vec<String>, Unfit> {
        if !atom.is_wild() {
            return Ok(vec![atom.0.clone()]);
        }
        if let Some(known) = self.known.borrow().get(&atom.0) {
            return Ok(known.clone());
        }
        let found = self.fitting(atom)?;
        self.known.borrow_mut().insert(atom.0.clone(), found.clone());
        Ok(found)
    }

    fn fitting(&self, atom: &Atom) -> Result<Vec<String>, Unfit> {
        let pattern: Vec<char> = atom.0.chars().collect();
        let start: String = pattern.iter().take_while(|c| !matches!(c, '*' | '?')).collect();
        self.matching(&start, &atom.0, |form| fits(&pattern, &form.chars().collect::<Vec<char>>()))
    }

    /// The words within so many letters of another.
    ///
    /// # Errors
    /// When there are too many.
    pub(crate) fn within(&self, word: &str, edits: usize) -> Result<Vec<String>, Unfit> {
        self.matching("", word, |form| distance(word, form, edits).is_some())
    }

    /// The nearest words to one, with the number of clauses that hold each.
    pub(crate) fn near(&self, word: &str) -> Vec<(usize, u64, String)> {
        let edits = if word.chars().count() <= 5 { 1 } else { 2 };
        let forms = self.within(word, edits).unwrap_or_default();
        let counted = forms.into_iter().map(|form| {
            let term = Term::from_field_text(self.fields.own.forms, &tagged(self.language, &form));
            let clauses = self.searcher.doc_freq(&term).unwrap_or_default();
            (distance(word, &form, edits).unwrap_or(edits), clauses, form)
        });
        counted.filter(|(_, clauses, _)| *clauses > 0).collect()
    }

    fn matching(&self, start: &str, typed: &str, fits: impl Fn(&str) -> bool) -> Result<Vec<String>, Unfit> {
        let from = tagged(self.language, start);
        let tag = tagged(self.language, "").len();
        let mut found = BTreeSet::new();
        let unreadable = |error: &dyn std::fmt::Display| Unfit::Broken(format!("cannot be read: {error}"));
        for segment in self.searcher.segment_readers() {
            for field in self.all() {
                let index = segment.inverted_index(field).map_err(|error| unreadable(&error))?;
                let mut terms = index
                    .terms()
                    .range()
                    .ge(from.as_bytes())
                    .into_stream()
                    .map_err(|error| unreadable(&error))?;
                while let Some((term, _)) = terms.next() {
                    if !term.starts_with(from.as_bytes()) {
                        break;
                    }
                    let Ok(form) = std::str::from_utf8(&term[tag..]) else { continue };
                    if fits(form) {
                        found.insert(form.to_owned());
                    }
                    if found.len() > MOST {
                        let typed = quoted(typed);
                        let reason = format!("{typed} stands for more than {MOST} words: add letters to it");
                        return Err(Unfit::TooMany(reason));
                    }
                }
            }
        }
        Ok(found.into_iter().collect())
    }
}

/// Whether a name fits a pattern with `?` and `*`.
pub(crate) fn is_like(pattern: &str, name: &str) -> bool {
    fits(&pattern.chars().collect::<Vec<char>>(), &name.chars().collect::<Vec<char>>())
}

/// Whether a word fits a pattern: `?` is one letter, `*` any number.
fn fits(pattern: &[char], word: &[char]) -> bool {
    // Where the last star was, and how many letters it stands for so far.
    let (mut at, mut letter, mut star) = (0, 0, None);
    while letter < word.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, letter));
                at += 1;
            }
            Some(c) if *c == '?' || *c == word[letter] => {
                at += 1;
                letter += 1;
            }
            _ => match &mut star {
                Some((place, taken)) => {
                    *taken += 1;
                    at = *place + 1;
                    letter = *taken;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_words() {
        for (pattern, word, expected) in [
            ("vuln?rability", "vulnerability", true),
            ("*security", "cybersecurity", true),
            ("*security", "security", true),
            ("cyb*ity", "cybersecurity", true),
            ("cyb*ity", "cybersecure", false),
            ("a*b*c", "aXbXbc", true),
            ("?", "", false),
            ("*", "", true),
            ("att*", "attack", true),
        ] {
            let chars = |text: &str| text.chars().collect::<Vec<char>>();
            assert_eq!(fits(&chars(pattern), &chars(word)), expected, "{pattern} {word}");
        }
    }
}
