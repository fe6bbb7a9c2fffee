//! A query cut into signs.

use super::Node;
use super::fields::{Filter, NAMES, unknown};
use super::wrong::{Place, Wrong};
use crate::error::quoted;

/// A sign and the byte that it begins at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) at: usize,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Open,
    Close,
    And,
    Or,
    Not,
    Plus,
    /// A field before a group: `heading:(`.
    Field(String),
    Leaf(Node),
}

/// Words and signs of a query.
pub(crate) const LENGTH: usize = 1000;
/// Notes on signs that are left out; nobody reads more.
const NOTES: usize = 5;

const QUOTES: [char; 7] = ['"', '“', '”', '„', '«', '»', '＂'];

/// Cuts a query.
///
/// # Errors
/// Where a quotation mark stays open or a field is unknown or has no value.
pub(super) fn cut(query: &str) -> Result<(Vec<Sign>, Vec<String>), Wrong> {
    let mut cutter = Cutter { query, at: 0, signs: Vec::new(), notes: Vec::new() };
    // One sign too many is enough to refuse a query.
    while cutter.signs.len() <= LENGTH && cutter.skip_space() {
        cutter.sign()?;
    }
    Ok((cutter.signs, cutter.notes))
}

struct Cutter<'q> {
    query: &'q str,
    at: usize,
    signs: Vec<Sign>,
    notes: Vec<String>,
}

impl<'q> Cutter<'q> {
    fn rest(&self) -> &'q str {
        &self.query[self.at..]
    }

    fn skip_space(&mut self) -> bool {
        let rest = self.rest().trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
        self.at = self.query.len() - rest.len();
        !rest.is_empty()
    }

    fn push(&mut self, at: usize, what: What) {
        self.signs.push(Sign { at, what });
    }

    fn note(&mut self, note: String) {
        if self.notes.len() < NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn sign(&mut self) -> Result<(), Wrong> {
        let (at, rest) = (self.at, self.rest());
        let Some(first) = rest.chars().next() else { return Ok(()) };
        let after = &rest[first.len_utf8()..];
        let binds = after.starts_with(|c: char| c.is_alphanumeric() || "(=*?".contains(c) || is_quote(c));
        let one = match first {
            '(' => Some(What::Open),
            ')' => Some(What::Close),
            '+' if binds => Some(What::Plus),
            // A dash is what word processors make of a hyphen.
            '-' | '!' | '–' | '−' if binds => Some(What::Not),
            _ => None,
        };
        if let Some(what) = one {
            self.at += first.len_utf8();
            let is_close = what == What::Close;
            self.push(at, what);
            if is_close {
                self.after_group();
            }
            return Ok(());
        }
        if let Some(what) =
            [("&&", What::And), ("||", What::Or)].into_iter().find(|(sign, _)| rest.starts_with(sign))
        {
            self.at += 2;
            self.push(at, what.1);
            return Ok(());
        }
        if is_quote(first) {
            let words = self.quoted()?;
            return self.phrase(at, words);
        }
        if first == '=' && binds && !after.starts_with(['(', '*', '?', '=']) {
            self.at += 1;
            return self.exact(at, after.starts_with(is_quote));
        }
        self.bare(at)
    }

    /// A weight or a distance after a group, which has neither.
    fn after_group(&mut self) {
        if self.suffix('^').is_some() {
            self.told_of_boost();
        }
        let at = self.at;
        if let Some(number) = self.suffix('~') {
            let column = self.query[..at].chars().count() + 1;
            self.note(format!("\"~{number}\" at column {column} is left out: words near each other go between quotation marks"));
        }
    }

    /// A word as written; one with `*` or `?` stands for all that are written so.
    fn exact(&mut self, at: usize, is_quoted: bool) -> Result<(), Wrong> {
        let (words, boosted) = if is_quoted { (self.quoted()?, false) } else { without_boost(self.run().0) };
        if boosted {
            self.told_of_boost();
        }
        let node = match is_wild(words) {
            true => Node::Phrase(words.to_owned(), Place::at(at)),
            false => Node::Exact(words.to_owned()),
        };
        self.push(at, What::Leaf(node));
        Ok(())
    }

    /// The words between two quotation marks.
    fn quoted(&mut self) -> Result<&'q str, Wrong> {
        let (at, rest) = (self.at, self.rest());
        let open = rest.chars().next().map_or(0, char::len_utf8);
        let Some((length, shut)) = rest[open..].char_indices().find(|(_, c)| is_quote(*c)) else {
            return Err(Wrong::at(at, "the quotation mark is never closed"));
        };
        self.at = at + open + length + shut.len_utf8();
        Ok(&rest[open..open + length])
    }

    fn phrase(&mut self, at: usize, words: &str) -> Result<(), Wrong> {
        let node = self.phrase_node(at, words)?;
        if has_word(words) {
            self.push(at, What::Leaf(node));
        } else {
            self.note("quotation marks with no word between them are left out".into());
        }
        Ok(())
    }

    /// The words between quotation marks, with what follows them.
    fn phrase_node(&mut self, at: usize, words: &str) -> Result<Node, Wrong> {
        let sign = self.at;
        let apart = self.suffix('~');
        // "…"~x must not be "…"~2 and x.
        if apart.is_some_and(|number| number.contains('.'))
            || apart == Some("") && self.rest().starts_with(|c: char| c.is_alphanumeric() || "-+".contains(c))
        {
            return Err(Wrong::at(sign, "a whole number of words belongs after \"…\"~"));
        }
        if self.suffix('^').is_some() {
            self.told_of_boost();
        }
        Ok(match apart {
            None => Node::Phrase(words.to_owned(), Place::at(at)),
            Some("") => Node::Near(words.to_owned(), 2),
            Some(number) => match number.parse::<u32>() {
                Ok(apart) => Node::Near(words.to_owned(), apart.min(1000)),
                Err(_) => return Err(Wrong::at(at, "a number of words belongs after \"…\"~")),
            },
        })
    }

    /// The number right after a sign, if the sign comes next.
    fn suffix(&mut self, sign: char) -> Option<&'q str> {
        let number = self.rest().strip_prefix(sign)?;
        let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
        self.at += sign.len_utf8() + end;
        Some(&number[..end])
    }

    /// Everything up to a space, a bracket or a quotation mark; brackets right after a number belong to it ("21(2)(a)").
    fn run(&mut self) -> (&'q str, usize) {
        let (at, rest) = (self.at, self.rest());
        let ends = |c: char| c.is_whitespace() || c.is_control() || "()".contains(c) || is_quote(c);
        let stop = |text: &str| {
            let end = text.find(ends).unwrap_or(text.len());
            let signs = [text[..end].find("&&"), text[..end].find("||")];
            signs.into_iter().flatten().min().unwrap_or(end)
        };
        let mut end = stop(rest);
        let value = rest[..end].rsplit(':').next().unwrap_or_default();
        if value.starts_with(|c: char| c.is_ascii_digit()) {
            while let Some(inner) = bracketed(&rest[end..]) {
                end += inner;
                end += stop(&rest[end..]);
            }
        }
        self.at += end;
        (&rest[..end], at)
    }

    /// A word without quotation marks: an operator, a field, a pattern, a plain word, or a sign that is none of them.
    fn bare(&mut self, at: usize) -> Result<(), Wrong> {
        let (word, _) = self.run();
        self.told_of_gap(at, word);
        if word.is_empty() {
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
            return Ok(());
        }
        match word {
            "AND" => self.push(at, What::And),
            "OR" => self.push(at, What::Or),
            "NOT" => self.push(at, What::Not),
            "*:*" => self.push(at, What::Leaf(Node::Everything)),
            stars if stars.chars().all(|c| c == '*') => self.push(at, What::Leaf(Node::Everything)),
            _ => {
                if let Some(done) = self.field(at, word) {
                    return done;
                }
                self.word(at, word);
            }
        }
        Ok(())
    }

    fn word(&mut self, at: usize, word: &'q str) {
        let (word, boosted) = without_boost(word);
        if boosted {
            self.told_of_boost();
        }
        if !has_word(word) {
            let column = self.query[..at].chars().count() + 1;
            let word = quoted(word);
            self.note(format!("{word} at column {column} is no sign here and no word: it is left out"));
            return;
        }
        if let Some((stem, edits)) = fuzzy(word) {
            if word.contains("~0.") {
                self.note(format!(
                    "{word} is read as {stem}~{edits}: a number after ~ is how many letters may differ"
                ));
            }
            return self.push(at, What::Leaf(Node::Fuzzy(stem.to_owned(), edits, Place::at(at))));
        }
        let node = if is_wild(word) {
            Node::Wild(word.to_owned(), Place::at(at))
        } else {
            Node::Word(word.to_owned())
        };
        self.push(at, What::Leaf(node));
    }

    /// Hints at what is nearly syntax: a field apart from its value, a phrase between single quotation marks.
    fn told_of_gap(&mut self, at: usize, word: &str) {
        let before = self.query[..at].trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        if NAMES.contains(&before.to_ascii_lowercase().as_str()) && word.starts_with(':') {
            let value = if word.len() > 1 { word } else { ":…" };
            self.note(format!(
                "{} and {} are read as words: did you mean {before}{value}?",
                quoted(before),
                quoted(word)
            ));
        }
        let is_open = word.starts_with(['\'', '‘', '‚'])
            && !word.chars().skip(1).any(|c| matches!(c, '\'' | '’' | '‘'));
        let closed = self.rest().split_whitespace().take(8).any(|word| word.ends_with(['\'', '’', '‘']));
        if is_open && has_word(word) && closed {
            self.note("single quotation marks are left out: a phrase goes between double ones".into());
        }
    }

    fn told_of_boost(&mut self) {
        self.note("weights such as ^2 are left out: they would change the order, not what is found".into());
    }

    /// Reads `name:value`; `None` where the word is none.
    fn field(&mut self, at: usize, word: &'q str) -> Option<Result<(), Wrong>> {
        let (name, value) = word.split_once(':')?;
        let lower = name.to_ascii_lowercase();
        let known = NAMES.contains(&lower.as_str());
        let is_name = name.len() > 1 && name.chars().all(|c| c.is_ascii_lowercase());
        let has_value = !value.is_empty() || self.rest().starts_with(|c: char| c == '(' || is_quote(c));
        if !known && (!is_name || !has_value || value.starts_with('/')) {
            return None;
        }
        if !known {
            return Some(Err(Wrong::at(at, unknown(name))));
        }
        Some(self.known_field(at, &lower, value))
    }

    fn known_field(&mut self, at: usize, name: &str, value: &'q str) -> Result<(), Wrong> {
        let value = if value.is_empty() {
            let rest = self.rest();
            if rest.starts_with('(') {
                self.push(at, What::Field(name.to_owned()));
                return Ok(());
            }
            if !rest.starts_with(is_quote) {
                return Err(Wrong::at(at + name.len() + 1, format!("a value is missing after {name}:")));
            }
            let words = self.quoted()?;
            if words.trim().is_empty() {
                return Err(Wrong::at(at + name.len() + 1, format!("a value is missing after {name}:")));
            }
            if matches!(name, "heading" | "defines") {
                let node = self.phrase_node(at, words)?;
                return self.about(at, name, node);
            }
            words
        } else if value.starts_with(['[', '{']) && !value.ends_with([']', '}']) {
            let start = self.at - value.len();
            let Some(length) = self.query[start..].find([']', '}']) else {
                return Err(Wrong::at(start, "the range is never closed"));
            };
            self.at = start + length + 1;
            &self.query[start..self.at]
        } else {
            value
        };
        match name {
            "heading" | "defines" => {
                // As the same value between brackets.
                let start = self.at - value.len();
                self.push(at, What::Field(name.to_owned()));
                self.push(start, What::Open);
                let (inner, notes) = cut(value)?;
                self.signs.extend(inner.into_iter().map(|sign| Sign { at: start + sign.at, ..sign }));
                notes.into_iter().for_each(|note| self.note(note));
                self.push(self.at, What::Close);
                Ok(())
            }
            _ => {
                let filter = Filter::read(name, value).map_err(|reason| Wrong::at(at, reason))?;
                self.push(at, What::Leaf(Node::Filter(filter, Place::at(at))));
                Ok(())
            }
        }
    }

    fn about(&mut self, at: usize, name: &str, node: Node) -> Result<(), Wrong> {
        self.push(at, What::Leaf(Node::Filter(about(name, node), Place::at(at))));
        Ok(())
    }
}

/// A field that takes a query of its own.
pub(super) fn about(name: &str, node: Node) -> Filter {
    if name == "heading" { Filter::Heading(Box::new(node)) } else { Filter::Defines(Box::new(node)) }
}

/// Bytes of a short bracket right at the start: "(2)".
fn bracketed(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('(')?;
    let end = inner.find(')')?;
    (1..=5).contains(&end).then_some(())?;
    inner[..end].chars().all(char::is_alphanumeric).then_some(end + 2)
}

/// "word~" and "word~1" with the number of letters that may differ.
fn fuzzy(word: &str) -> Option<(&str, usize)> {
    let (stem, edits) = word.rsplit_once('~')?;
    let usual = if stem.chars().count() <= 5 { 1 } else { 2 };
    let edits = match edits {
        "" => usual,
        "1" => 1,
        "2" => 2,
        part if part.starts_with("0.") => usual,
        _ => return None,
    };
    has_word(stem).then_some((stem, edits))
}

/// A word without "^2" at its end, and whether it had one.
fn without_boost(word: &str) -> (&str, bool) {
    match word.rsplit_once('^') {
        Some((stem, weight)) if weight.parse::<f32>().is_ok() => (stem, true),
        _ => (word, false),
    }
}

/// Whether a word stands for several.
fn is_wild(word: &str) -> bool {
    word.contains(['*', '?'])
}

pub(crate) fn is_quote(c: char) -> bool {
    QUOTES.contains(&c)
}

pub(super) fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
