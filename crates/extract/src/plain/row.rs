//! The lines of a plain text and what each looks like.

use crate::marker::{is_unit, starts_item};
use crosscut_text::form::{begins_formula, begins_reason};
use crosscut_text::lexicon::{is_conjunction, is_numero, is_page_word, is_pointer, punctuation, roman};
use crosscut_text::starts_reference;
use std::borrow::Cow;

/// Columns that a tab goes on to.
const TAB: usize = 8;

/// A line that has words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Its words with one space between.
    pub(super) text: String,
    /// Columns before the first word.
    pub(super) indent: usize,
    /// Columns up to the end of the last word.
    pub(super) end: usize,
    /// Empty lines before it.
    pub(super) gap: usize,
    /// Whether a form feed comes before it.
    pub(super) new_page: bool,
    /// What wide white parts it into, from left to right; one part where there is none.
    pub(super) parts: Vec<Part>,
}

/// A part of a line between wide white.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) text: String,
    /// Columns before its first word and up to the end of its last.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The parts of a line. Two spaces part, but for those behind the end of a sentence.
fn parts(line: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let (mut column, mut spaces) = (0, 2);
    for c in line.trim_end().chars() {
        let next = if c == '\t' { (column / TAB + 1) * TAB } else { column + 1 };
        if c.is_whitespace() {
            spaces += next - column;
        } else {
            let sentence = parts.last().is_some_and(|part| part.text.ends_with(punctuation::is_end));
            let wide = spaces > if sentence { 2 } else { 1 };
            match parts.last_mut().filter(|_| !wide) {
                Some(part) => {
                    if spaces > 0 {
                        part.text.push(' ');
                    }
                    part.text.push(c);
                    part.to = next;
                }
                None => parts.push(Part { text: c.into(), from: column, to: next }),
            }
            spaces = 0;
        }
        column = next;
    }
    parts
}

/// The lines of a text that have words.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut gap, mut new_page) = (0, false);
    for line in text.split('\n') {
        for (at, piece) in line.split('\u{c}').enumerate() {
            new_page |= at > 0;
            let piece = &*shown(piece);
            let words: Vec<&str> = piece.split_whitespace().collect();
            if words.is_empty() {
                gap += usize::from(at == 0);
                continue;
            }
            let indent = columns(&piece[..piece.len() - piece.trim_start().len()]);
            let end = indent + piece.trim().chars().count();
            rows.push(Row { text: words.join(" "), indent, end, gap, new_page, parts: parts(piece) });
            (gap, new_page) = (0, false);
        }
    }
    rows
}

/// A line without control characters: decoding takes them out, but a reference of a web page (`&#1;`) makes new ones.
fn shown(line: &str) -> Cow<'_, str> {
    let odd = |c: char| c.is_control() && !c.is_whitespace();
    if line.contains(odd) { line.replace(odd, "").into() } else { line.into() }
}

fn columns(space: &str) -> usize {
    space.chars().fold(0, |column, c| if c == '\t' { (column / TAB + 1) * TAB } else { column + 1 })
}

impl Row {
    /// Whether the sentence or the item of a list ends with the line.
    pub(super) fn ends_sentence(&self) -> bool {
        ends_sentence(&self.text)
    }

    /// Whether the line goes on with a sentence.
    pub(super) fn starts_low(&self) -> bool {
        self.text.starts_with(char::is_lowercase) && !self.starts_item() || self.starts_amid()
    }

    /// "3 of Article 7.", "Article 5 and the difficulties": a number or a reference that belongs to the line before.
    fn starts_amid(&self) -> bool {
        let figures = self.text.trim_start_matches(|c: char| c.is_ascii_digit());
        let counted = figures.len() < self.text.len()
            && figures.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase));
        // A line that is a reference and no more is a cell of a table of references.
        let alone = self.text.split_whitespace().count() < 3 && !self.text.ends_with(['.', ';', ',']);
        counted && !starts_item(&self.text) || starts_reference(&self.text) && !self.is_unit() && !alone
    }

    /// A bullet, a number or a unit.
    pub(super) fn starts_item(&self) -> bool {
        starts_item(&self.text) && (!is_unit(&self.text) || self.is_unit())
    }

    /// Length of the first word.
    pub(super) fn first_word(&self) -> usize {
        self.text.split(' ').next().map_or(0, |word| word.chars().count())
    }

    /// "Article 5" alone, "CHAPTER II: Title", "Article 5 Title"; not "Article 5(2) of the", which is a reference.
    pub(super) fn is_unit(&self) -> bool {
        let mut words = self.text.split(' ').skip(1);
        let plain = words.next().is_some_and(|number| !number.contains('('));
        let titled =
            words.next().is_none_or(|word| !word.starts_with(|c: char| c.is_lowercase() || c == '('));
        let short = self.text.chars().count() <= 100 && !self.text.ends_with(['.', ';', ',', ':']);
        let bare = self.text.split(' ').count() == 2 && !self.text.ends_with([';', ',']);
        is_unit(&self.text) && plain && titled && (short || bare)
    }

    /// Whether a number on the next line belongs to a reference: "under paragraph | 2.", "points (a) and | (b)".
    pub(super) fn refers(&self) -> bool {
        let mut words = self.text.split(' ').rev();
        let last = words.next().unwrap_or_default().trim_end_matches([',', '.']);
        let joined = is_conjunction(last) || last == "to";
        let number = |word: &str| {
            let bare = word.trim_end_matches(',');
            bare.ends_with(|c: char| c.is_ascii_digit() || c == ')') && !bare.starts_with(char::is_alphabetic)
        };
        is_pointer(last) || is_numero(last) || (joined && words.next().is_some_and(number))
    }

    /// Whether the next line goes on with its sentence, wherever the line was broken.
    pub(super) fn runs_on(&self, next: &Self) -> bool {
        let stopped = self.text.ends_with(punctuation::is_end) || self.is_unit() || self.is_capitals();
        next.starts_low() && !stopped && self.text.contains(' ') && !self.parts_from(next)
    }

    /// Whether the next line begins another reason of a preamble, or its formula, in small letters: "recalling the
    /// Charter,", "deeply concerned by losses,", "have agreed as follows:". A line in the middle of a sentence may begin
    /// so, too; the one before it then is neither a reason nor a name of a few words.
    pub(super) fn parts_from(&self, next: &Self) -> bool {
        const NAME: usize = 8;
        let pauses = self.text.ends_with(|c| punctuation::is_comma(c) || punctuation::is_semicolon(c));
        pauses
            && (begins_reason(&next.text) || begins_formula(&next.text))
            && (begins_reason(&self.text) || self.text.split(' ').count() <= NAME)
    }

    /// Nothing but capitals, and some of them.
    pub(super) fn is_capitals(&self) -> bool {
        let letters = || self.text.chars().filter(|c| c.is_alphabetic());
        let capitals = letters().filter(|c| c.is_uppercase()).count();
        capitals >= 4 && capitals == letters().count() && !self.text.ends_with([';', ',', '.'])
    }

    /// A line of strokes under a heading or between parts.
    pub(super) fn is_rule(&self) -> bool {
        self.text.chars().count() >= 3 && self.text.chars().all(|c| "-=_*~—–═─ ".contains(c))
    }

    /// "12", "- 12 -", "Page 3 of 9", "iv".
    pub(super) fn is_page_number(&self) -> bool {
        let bare = self.text.trim_matches(|c: char| "-–—[]|/ ".contains(c));
        let words: Vec<&str> = bare.split([' ', '/']).filter(|word| !word.is_empty()).collect();
        match words[..] {
            [only] => is_folio(only),
            [first, second] => {
                (is_page_word(first) && is_folio(second)) || (is_folio(first) && is_folio(second))
            }
            [first, second, _, last] => is_page_word(first) && is_folio(second) && is_folio(last),
            _ => false,
        }
    }

    /// "Keeper & Mole      Best Practice      [Page 3]": the foot or head of a page that names its number at one end, and
    /// the number.
    pub(super) fn numbered_edge(&self) -> Option<u32> {
        let [first, .., last] = &self.parts[..] else { return None };
        let named = |part: &Part| {
            let bare = part.text.trim_matches(['[', ']', '(', ')']);
            let mut words = bare.split(' ');
            let (word, number) = (words.next()?, words.next()?);
            let number = number.parse().ok().filter(|_| is_page_word(word))?;
            words.next().is_none_or(|_| bare.split(' ').count() == 4).then_some(number)
        };
        named(last).or_else(|| named(first))
    }

    /// "Page 3": a page number wherever it is printed.
    pub(super) fn is_named_page_number(&self) -> bool {
        self.is_page_number() && self.text.split(' ').next().is_some_and(is_page_word)
    }
}

fn is_folio(word: &str) -> bool {
    word.len() <= 4
        && (word.chars().all(|c| c.is_ascii_digit())
            || word.starts_with(char::is_lowercase) && roman::read(word).is_some())
}

/// Whether a text ends a sentence or an item of a list, so that a number after it is not an accident of the line break.
pub(crate) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c| punctuation::is_closing(c) || c == '*');
    bare.ends_with(|c| punctuation::is_end(c) || punctuation::is_comma(c))
        || text.rsplit(' ').next().is_some_and(is_conjunction)
}
