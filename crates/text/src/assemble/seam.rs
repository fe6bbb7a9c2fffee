//! What joins two lines of a paragraph: a space, nothing, or a hyphen to be undone.

use super::flow::Paragraph;
use crate::lexicon::{self, counting};
use std::{borrow::Cow, collections::BTreeMap};
use unicode_normalization::{char::canonical_combining_class, is_nfc};

/// How two lines are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seam {
    /// By a space.
    Space,
    /// By nothing: "cross-|border", "and/|or", Chinese.
    Glue,
    /// By nothing, and the hyphen that ends the first is taken away: "coop-|eration".
    Undo,
}

/// The words that a document uses inside its lines, as far as a broken word may be compared with them.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Words in lower case, also each pair of neighbours in a compound ("state-of"), and how often each occurs.
    words: BTreeMap<String, u32>,
    /// First parts of compounds: "cross" of "cross-border".
    heads: BTreeMap<String, u32>,
    /// Whether lines end in words broken by whoever set them: then a hyphen at the end of a line is most likely theirs.
    breaks_words: bool,
    /// Whether U+2010 occurs inside lines; where it does not, the typesetter writes it for hyphens of its own.
    prints_u2010: bool,
}

impl Vocabulary {
    /// The words of a document, without the halves of words that a line end breaks. Empty when none is broken.
    pub(super) fn of(paragraphs: &[Paragraph<'_>]) -> Self {
        let mut vocabulary = Self::default();
        if !paragraphs.iter().any(|paragraph| paragraph.lines().any(|(_, line)| ends_broken(&line.text))) {
            return vocabulary;
        }
        let ends = broken_words(paragraphs);
        let asked = Asked::about(&ends);
        let mut lines = 0;
        for paragraph in paragraphs {
            let mut broken = false;
            for (_, line) in paragraph.lines() {
                let mut words = line.text.split_whitespace();
                if broken {
                    words.next();
                }
                broken = is_broken(&line.text, broken);
                if broken {
                    words.next_back();
                }
                let compounds = !line.text.is_ascii() || line.text.as_bytes().contains(&b'-');
                words.filter(|word| asked.holds(word, compounds)).for_each(|word| vocabulary.add(word));
                lines += 1;
            }
        }
        let ordinary =
            |left: &str| left.ends_with('-') || vocabulary.prints_u2010 && left.ends_with('\u{2010}');
        let plain: Vec<_> = ends.iter().filter(|(left, _)| ordinary(left)).collect();
        let broken = plain.iter().filter(|(left, right)| {
            let (head, tail) = sides(left, right);
            vocabulary.count(&format!("{head}{tail}")) > 0
        });
        let broken = broken.count();
        // A typesetter that has a hyphen of its own for broken words prints "-" only where the author wrote it.
        let own =
            |line: &str| line.ends_with('\u{ad}') || (line.ends_with('\u{2010}') && !vocabulary.prints_u2010);
        let has_own =
            paragraphs.iter().any(|paragraph| paragraph.lines().any(|(_, line)| own(line.text.trim_end())));
        vocabulary.breaks_words = broken > 0 || (!has_own && 50 * plain.len() > lines);
        vocabulary
    }

    fn add(&mut self, word: &str) {
        self.prints_u2010 |= word.contains('\u{2010}');
        let word = fold(word);
        let mut parts = word.split('-').filter(|part| !part.is_empty()).peekable();
        let Some(head) = parts.next() else { return };
        if parts.peek().is_none() {
            return match self.words.get_mut(head) {
                Some(count) => *count += 1,
                None => _ = self.words.insert(head.into(), 1),
            };
        }
        *self.heads.entry(head.into()).or_default() += 1;
        let mut before = head;
        for part in parts {
            *self.words.entry(format!("{before}-{part}")).or_default() += 1;
            before = part;
        }
    }

    fn count(&self, word: &str) -> u32 {
        self.words.get(word).copied().unwrap_or(0)
    }

    /// Whether a word begins like this.
    fn begins(&self, start: &str) -> bool {
        self.words.range(start.to_owned()..).next().is_some_and(|(word, _)| word.starts_with(start))
    }

    /// How a line whose last word is `left` and the next line, whose first word is `right`, are joined.
    pub(super) fn seam(&self, left: &str, right: &str) -> Seam {
        let mut ending = left.chars().rev();
        let (Some(last), Some(first)) = (ending.next(), right.chars().next()) else { return Seam::Space };
        if !composes_nothing(last, first) {
            return Seam::Space;
        }
        let before = ending.next();
        let inside = before.is_some_and(char::is_alphanumeric) && first.is_alphanumeric();
        match last {
            '\u{ad}' => Seam::Undo,
            '\u{2010}' if inside && !self.prints_u2010 => Seam::Undo,
            '-' | '\u{2010}' if inside => self.hyphen(left, right, first),
            '/' | '\u{2011}' | '—' if inside => Seam::Glue,
            '–' if before.is_some_and(char::is_numeric) && first.is_numeric() => Seam::Glue,
            _ if is_unspaced(last) && is_unspaced(first) => Seam::Glue,
            _ => Seam::Space,
        }
    }

    /// A hyphen at the end of a line: part of the word, or put there by whoever set the line.
    fn hyphen(&self, left: &str, right: &str, first: char) -> Seam {
        let address = left.contains("://") || left.contains('@') || left.starts_with("www.");
        if address || !first.is_alphabetic() || left.chars().rev().nth(1).is_some_and(char::is_numeric) {
            return Seam::Glue;
        }
        let is_upper = |word: &str| word.chars().any(char::is_alphabetic) && word == word.to_uppercase();
        if first.is_uppercase() && !(is_upper(left) && is_upper(right)) {
            return Seam::Glue; // "Anglo-|American"
        }
        let (head, tail) = sides(left, right);
        self.broken(&head, &tail, fold(left).contains('-') || fold(right).contains('-'))
    }

    /// Decides on the two sides of a hyphen, in lower case; `compound`: they hold another hyphen.
    fn broken(&self, head: &str, tail: &str, compound: bool) -> Seam {
        let (whole, hyphened) = (self.count(&format!("{head}{tail}")), self.count(&format!("{head}-{tail}")));
        if whole > 0 || hyphened > 0 {
            return if hyphened > whole { Seam::Glue } else { Seam::Undo };
        }
        let length = |word: &str| word.chars().count();
        let known = |word: &str| self.count(word) > 0;
        // The same stem occurs whole: "coopera|tive" where "cooperation" occurs.
        let stem: String = tail.chars().take(3).collect();
        if length(&stem) == 3 && length(head) > 2 && self.begins(&format!("{head}{stem}")) {
            return Seam::Undo;
        }
        if counting::is_compound(head, tail) {
            return Seam::Glue;
        }
        if suspends_hyphen(tail) && known(head) {
            return Seam::Space; // "short- |and long-term"
        }
        let both = length(head) > 3 && length(tail) > 3 && known(head) && known(tail);
        let whole_parts = compound && known(head) && known(tail);
        if !self.breaks_words || both || whole_parts || self.is_prefix(head) {
            Seam::Glue
        } else {
            Seam::Undo
        }
    }

    /// Whether the document writes a prefix with a hyphen ("non-") more often than it begins words with it ("re").
    fn is_prefix(&self, head: &str) -> bool {
        let hyphened = self.heads.get(head).copied().unwrap_or(0);
        let closed = self.words.range(head.to_owned()..).take_while(|(word, _)| word.starts_with(head));
        let closed = closed.filter(|(word, _)| !word.contains('-') && word.len() > head.len() + 2);
        (closed.take(hyphened as usize).count() as u32) < hyphened
    }
}

/// Whether a line ends with a hyphen.
fn ends_broken(line: &str) -> bool {
    line.trim_end().ends_with(is_hyphen)
}

/// Whether the last word of a line is broken; `begun`: its first word is the rest of one. A dash between spaces does not
/// break a word.
fn is_broken(line: &str, begun: bool) -> bool {
    let mut words = line.split_whitespace();
    let last = ends_broken(line).then(|| words.next_back()).flatten();
    last.is_some_and(|word| word.contains(char::is_alphanumeric)) && (!begun || words.next().is_some())
}

/// The words that the ends of lines break, each as both its parts.
fn broken_words<'a>(paragraphs: &[Paragraph<'a>]) -> Vec<(&'a str, &'a str)> {
    let mut ends = Vec::new();
    for paragraph in paragraphs {
        let mut left = None;
        for (_, line) in paragraph.lines() {
            let begun = left.is_some();
            if let (Some(left), Some(right)) = (left, line.text.split_whitespace().next()) {
                ends.push((left, right));
            }
            left = is_broken(&line.text, begun).then(|| line.text.split_whitespace().next_back()).flatten();
        }
    }
    ends
}

/// What the broken words of a document begin with: no other word of it is ever looked up.
struct Asked {
    /// A bit for each first byte, for each two first bytes, and for hashes of the three first bytes.
    one: Vec<u64>,
    two: Vec<u64>,
    three: Vec<u64>,
}

impl Asked {
    fn about(ends: &[(&str, &str)]) -> Self {
        let mut asked = Self { one: vec![0; 4], two: vec![0; 1 << 10], three: vec![0; 1 << 10] };
        for (left, right) in ends {
            let (head, tail) = sides(left, right);
            for word in [&head, &tail, &format!("{head}{tail}"), &format!("{head}-{tail}")] {
                match *word.as_bytes() {
                    [] => {}
                    [a] => set(&mut asked.one, usize::from(a)),
                    [a, b] => set(&mut asked.two, pair(a, b)),
                    [a, b, c, ..] => set(&mut asked.three, triple(a, b, c)),
                }
            }
        }
        asked
    }

    /// Whether a word, as it is printed, may be looked up. `compounds`: words of its line may hold hyphens.
    fn holds(&self, word: &str, compounds: bool) -> bool {
        let bytes = word.as_bytes();
        let start = bytes.iter().position(u8::is_ascii_alphanumeric).unwrap_or(bytes.len());
        let (before, bytes) = bytes.split_at(start);
        let low = |at: usize| bytes.get(at).map_or(0, u8::to_ascii_lowercase);
        let (a, b, c) = (low(0), low(1), low(2));
        let plain = before.is_ascii() && a.is_ascii() && b.is_ascii() && c.is_ascii();
        !plain
            || compounds && word.contains(['-', '\u{2010}', '\u{2011}'])
            || is_set(&self.three, triple(a, b, c))
            || is_set(&self.two, pair(a, b))
            || is_set(&self.one, usize::from(a))
    }
}

fn pair(a: u8, b: u8) -> usize {
    usize::from(a) << 8 | usize::from(b)
}

fn triple(a: u8, b: u8, c: u8) -> usize {
    (usize::from(a) << 11 ^ usize::from(b) << 5 ^ usize::from(c)) & 0xffff
}

fn set(bits: &mut [u64], at: usize) {
    bits[at / 64] |= 1 << (at % 64);
}

fn is_set(bits: &[u64], at: usize) -> bool {
    bits[at / 64] & 1 << (at % 64) != 0
}

/// The parts of a word on both sides of the line end, in lower case, up to the next hyphen.
fn sides(left: &str, right: &str) -> (String, String) {
    let (left, right) = (fold(left), fold(right));
    let head = left.trim_end_matches('-').rsplit('-').next().unwrap_or_default();
    let tail = right.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    (head.into(), tail.into())
}

/// A word in lower case without the marks around it, its hyphens written "-".
fn fold(word: &str) -> Cow<'_, str> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return word.into();
    }
    word.to_lowercase().replace(['\u{2010}', '\u{2011}'], "-").into()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}')
}

/// Words before which a hyphen is suspended: "short- and long-term".
fn suspends_hyphen(word: &str) -> bool {
    // "ten- to twelve-year"; "en" and "of" are Dutch and mean other things elsewhere.
    lexicon::is_conjunction(word) || matches!(word, "to" | "en" | "of")
}

/// Scripts that are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x2FDF | 0x3001..=0x30FF
        | 0x31C0..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x20000..=0x3FFFF)
}

/// Whether two characters stay as they are when they are put side by side in text of normalisation form C.
pub(super) fn composes_nothing(last: char, first: char) -> bool {
    first.is_ascii() || (canonical_combining_class(first) == 0 && is_nfc(&String::from_iter([last, first])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Line, Page, Role};

    fn vocabulary(text: &str) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        text.split_whitespace().for_each(|word| vocabulary.add(word));
        vocabulary.breaks_words = true;
        vocabulary
    }

    #[test]
    fn a_hyphen_is_undone_where_the_vocabulary_supports_it() {
        let vocabulary = vocabulary(
            "The cooperation on cross-border incidents, long and term, short, into state-of-the-art means; \
             co-operative non-binding cooperates rule re-export results",
        );
        for (left, right, expected) in [
            ("coop-", "eration,", Seam::Undo),
            ("(coop\u{2010}", "eration)", Seam::Undo),
            ("COOP-", "ERATION", Seam::Undo),
            ("cross-", "border", Seam::Glue),
            ("coopera-", "tive", Seam::Undo),
            ("non-", "state", Seam::Glue),
            ("state-", "of-the-art", Seam::Glue),
            ("state-of-", "the-art", Seam::Glue),
            ("re-", "sulting", Seam::Undo),
            ("non-discrimin-", "atory", Seam::Undo),
            ("unheard-", "ofness", Seam::Undo),
            ("in-", "to", Seam::Undo),
            ("ninety-", "seven.", Seam::Glue),
            ("short-", "and", Seam::Space),
            ("long-", "term", Seam::Glue),
            ("Anglo-", "American", Seam::Glue),
            ("2019-", "2020", Seam::Glue),
            ("COVID-", "19", Seam::Glue),
            ("soft\u{ad}", "ened", Seam::Undo),
            ("and/", "or", Seam::Glue),
            ("and", "or", Seam::Space),
            ("-", "or", Seam::Space),
            ("2019–", "2020", Seam::Glue),
            ("means", "—x", Seam::Space),
            ("网络", "安全", Seam::Glue),
            ("网络", "x", Seam::Space),
            ("https://a.b/c-", "d", Seam::Glue),
            ("e", "\u{301}a", Seam::Space),
        ] {
            assert_eq!(vocabulary.seam(left, right), expected, "{left}|{right}");
        }
    }

    #[test]
    fn a_dash_at_the_end_of_a_line_shows_no_broken_words() {
        let line = |text: &str| Line { text: text.into(), ..Line::default() };
        let lines = vec![line("Agreement: North -"), line("South of the"), line("MED-")];
        let page = Page { blocks: vec![Block { lines, ..Block::default() }], ..Page::default() };
        let pages = [page];
        assert!(!Vocabulary::of(&super::super::flow::paragraphs(&pages)).breaks_words);
    }

    #[test]
    fn halves_of_broken_words_are_no_evidence() {
        let line = |text: &str| Line { text: text.into(), ..Line::default() };
        let block = Block {
            role: Role::Body,
            lines: vec![line("one coop-"), line("eration two")],
            ..Block::default()
        };
        let page = Page { blocks: vec![block], ..Page::default() };
        let pages = [page];
        let vocabulary = Vocabulary::of(&super::super::flow::paragraphs(&pages));
        assert_eq!((vocabulary.count("coop"), vocabulary.count("eration")), (0, 0));
    }
}
