//! A text's signs of strength: the verbs that demand, what negates them, what opens and ends clauses.

use super::entry::{Begun, Entry};
use super::grammar::{Grammar, Order};
use super::table::{Group, plain, sense};
use crate::lexicon::punctuation;

/// What a sign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A word or phrase of the grammar.
    Word,
    /// A comma or a dash between words.
    Comma,
    /// A colon or semicolon.
    Stop,
    /// The end of a sentence.
    End,
}

/// A place in a text that says something about strength.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    pub(super) mark: Mark,
    /// Bytes of the text, without what follows a gap.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where what follows a gap begins: "auf" of "fordert … auf".
    pub(super) rest: Option<usize>,
    /// How many words of the text are before it, and before what follows it.
    pub(super) at: usize,
    pub(super) after: usize,
    pub(super) group: Option<Group>,
    pub(super) senses: u16,
    /// Whether a "not" comes between its words: "undertakes not to".
    pub(super) negated: bool,
    /// Whether it is the first word of its sentence.
    pub(super) first: bool,
}

impl Sign {
    pub(super) fn is(&self, senses: u16) -> bool {
        self.senses & senses != 0
    }
}

/// The words of a text from a byte on, each with where it begins.
pub(super) fn words(text: &str, from: usize, elision: bool) -> Tokens<'_> {
    Tokens { text, at: from, elision }
}

/// Runs of letters and digits, with the hyphens and apostrophes inside.
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    elision: bool,
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        c.is_alphanumeric() || matches!(c, '\u{64b}'..='\u{652}')
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric();
        let mut start = self.at;
        loop {
            start += bytes.get(start..)?.iter().take_while(|byte| byte.is_ascii() && !is_plain(byte)).count();
            match letter_at(self.text, start)? {
                c if is_letter(c) => break,
                c => start += c.len_utf8(),
            }
        }
        let mut end = start;
        loop {
            end += bytes[end..].iter().take_while(|byte| is_plain(byte)).count();
            let Some(c) = letter_at(self.text, end) else { break };
            if !is_letter(c) {
                let after = end + c.len_utf8();
                let apostrophe = matches!(c, '\'' | '’');
                let joins = apostrophe || matches!(c, '-' | '\u{2010}' | '\u{2011}');
                let inside = joins && letter_at(self.text, after).is_some_and(char::is_alphabetic);
                if inside && apostrophe && self.elision {
                    end = after;
                    break;
                }
                if !inside {
                    break;
                }
            }
            end += c.len_utf8();
        }
        self.at = end;
        Some((start, &self.text[start..end]))
    }
}

/// The character at a byte.
fn letter_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

/// All signs of a text, in its order; each sentence closed by an end. Nothing where no word demands.
pub(super) fn signs(text: &str, grammar: &Grammar) -> Vec<Sign> {
    let mut reader = Reader {
        text,
        grammar,
        signs: Vec::with_capacity(16),
        small: String::new(),
        counted: 0,
        started: false,
    };
    reader.read();
    reader.signs
}

struct Reader<'a> {
    text: &'a str,
    grammar: &'a Grammar,
    signs: Vec<Sign>,
    /// The word at hand in small letters.
    small: String,
    counted: usize,
    /// Whether a word of the sentence was read.
    started: bool,
}

impl Reader<'_> {
    fn read(&mut self) {
        let (mut read, mut consumed) = (0, 0);
        let mut skipped = 0;
        for (start, word) in words(self.text, 0, self.grammar.elision) {
            if start < skipped {
                continue;
            }
            skipped = self.between(read, start);
            read = start + word.len();
            if skipped > start {
                continue;
            }
            if start >= consumed
                && let Some(sign) = self.sign(start, word)
            {
                consumed = sign.end;
                self.signs.push(sign);
            }
            self.counted += 1;
            self.started =
                self.started || word.chars().nth(2).is_some() && !word.as_bytes()[0].is_ascii_digit();
        }
        let end = self.text.len();
        self.between(read.min(end), end);
        self.mark(Mark::End, end, end);
    }

    /// Reads the signs between two words; gives where a bracket closes that opens here.
    fn between(&mut self, from: usize, to: usize) -> usize {
        let gap = &self.text[from..to];
        if gap == " " {
            return 0;
        }
        for (at, c) in gap.char_indices() {
            let at = from + at;
            let end = at + c.len_utf8();
            match c {
                ',' | '،' | '、' | '—' => self.mark(Mark::Comma, at, end),
                '–' if gap.starts_with(' ') => self.mark(Mark::Comma, at, end),
                ';' | ':' | '؛' | '·' => {
                    self.mark(Mark::Stop, at, end);
                    self.started = false;
                }
                c if punctuation::is_end(c) && self.ends_sentence(end, to) => {
                    self.mark(Mark::End, at, end);
                    self.started = false;
                }
                '(' => {
                    let most = self.text.len().min(at + 400);
                    let inside = self.text.as_bytes()[at..most].iter().position(|byte| *byte == b')');
                    // "(a)" is a number, not an aside.
                    return inside.filter(|length| *length > 6).map_or(0, |length| at + length);
                }
                _ => {}
            }
        }
        0
    }

    /// Whether a full stop before a byte ends a sentence: what follows begins with a capital letter or one of a script
    /// without.
    fn ends_sentence(&self, end: usize, to: usize) -> bool {
        let next = self.text[to..].chars().next();
        let parted = self.text[end..].starts_with(char::is_whitespace);
        self.started && parted && next.is_some_and(|c| !c.is_lowercase() && !c.is_numeric())
    }

    fn mark(&mut self, mark: Mark, start: usize, end: usize) {
        let at = self.counted;
        let sign = Sign {
            mark,
            start,
            end,
            rest: None,
            at,
            after: at,
            group: None,
            senses: 0,
            negated: false,
            first: false,
        };
        self.signs.push(sign);
    }

    /// The sign that a word begins.
    fn sign(&mut self, start: usize, word: &str) -> Option<Sign> {
        let grammar = self.grammar;
        let future = !grammar.future.is_empty() && self.is_future(word);
        let prefixed =
            if grammar.prefixes.is_empty() { None } else { word.strip_prefix(grammar.prefixes.as_slice()) };
        if !future
            && !grammar.entries.may_begin(word)
            && !prefixed.is_some_and(|word| grammar.entries.may_begin(word))
        {
            return None;
        }
        let mut small = std::mem::take(&mut self.small);
        plain(word, &mut small);
        let own = self.longest(start + word.len(), grammar.entries.begin(&small));
        let found = own.or_else(|| {
            plain(prefixed?, &mut small);
            self.longest(start + word.len(), grammar.entries.begin(&small))
        });
        const SILENT: u16 = sense::INSIDE | sense::PASSIVE | sense::NOUN | sense::MODAL_NOUN;
        let silent = |found: &Match| {
            found.entry.group.is_none() && found.entry.senses & !SILENT == 0 && found.entry.senses != 0
        };
        // "للدولة … أن": only where the sentence begins.
        let late = |found: &Match| {
            grammar.verb_initial
                && self.started
                && found.rest.is_some()
                && found.entry.group == Some(Group::May)
        };
        let found = found.filter(|found| !silent(found) && !late(found));
        let group = found.as_ref().and_then(|found| found.entry.group);
        let future = future && found.is_none() && !grammar.not_future.has(&small);
        self.small = small;
        let sign = Sign {
            mark: Mark::Word,
            start,
            end: start + word.len(),
            rest: None,
            at: self.counted,
            after: self.counted + 1,
            group: if future { Some(Group::Duty) } else { group },
            senses: 0,
            negated: false,
            first: !self.started,
        };
        let sign = match found {
            Some(found) => Sign {
                end: found.end,
                rest: found.rest,
                after: self.counted + found.words,
                senses: found.entry.senses,
                negated: found.negated,
                ..sign
            },
            None if future => sign,
            None => return None,
        };
        (sign.group.is_none() || !self.is_name(&sign, word)).then_some(sign)
    }

    /// Whether a word ends like a verb in the future: "cooperarán".
    fn is_future(&self, word: &str) -> bool {
        let ending = self.grammar.future.iter().find(|ending| word.ends_with(**ending));
        ending.is_some_and(|ending| word.len() >= ending.len() + 2)
            && !(self.started && word.starts_with(char::is_uppercase))
    }

    /// Whether a word that could demand is a name or a noun: the month May, "the will of", "at the request of".
    fn is_name(&self, sign: &Sign, word: &str) -> bool {
        let mut letters = word.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        if capital && letters.next().is_some_and(char::is_lowercase) && self.started {
            return true;
        }
        let listed = match sign.senses & (sense::NOUN | sense::MODAL_NOUN) {
            0 => return false,
            sense::MODAL_NOUN => &self.grammar.modal_after,
            _ => &self.grammar.noun_after,
        };
        let month = capital && sign.senses & sense::MODAL_NOUN != 0;
        let digit = self.text[sign.end..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        let before = before(self.text, sign.start);
        let mut small = String::new();
        plain(before, &mut small);
        listed.has(&small) || month && (digit || before.ends_with(|c: char| c.is_ascii_digit()))
    }

    /// The longest of the entries of a first word whose other words follow.
    fn longest<'e>(&self, after: usize, begun: Begun<'e>) -> Option<Match<'e>> {
        let entries = begun.entries;
        if begun.is_single() {
            return entries.first().and_then(|entry| self.follows(entry, after));
        }
        let mut next = words(self.text, after, self.grammar.elision).map(|(_, word)| word);
        let second = next.next().unwrap_or_default();
        // No second word begins like the next one, and nothing comes between: only the word by itself is left.
        if !begun.may_go_on(second) && !self.may_be_inside(second) {
            return entries
                .last()
                .filter(|entry| entry.words.len() == 1)
                .and_then(|entry| self.follows(entry, after));
        }
        let third = next.next().unwrap_or_default();
        let inside = self.may_be_inside(second);
        let inside_third = inside || self.may_be_inside(third);
        let fits = |word: &str, wanted: &str, inside: bool| {
            wanted == "…"
                || inside
                || word.len() == wanted.len() && word.eq_ignore_ascii_case(wanted)
                || !word.is_ascii()
        };
        let is_likely = |entry: &&Entry| match &entry.words[1..] {
            [] => true,
            [one] => fits(second, one, inside),
            [one, two, ..] => fits(second, one, inside) && (one == "…" || fits(third, two, inside_third)),
        };
        entries.iter().filter(is_likely).find_map(|entry| self.follows(entry, after))
    }

    /// Whether a word, in any case, looks like one that may come between those of a phrase.
    fn may_be_inside(&self, word: &str) -> bool {
        let ending = self.grammar.adverbs;
        !ending.is_empty() && word.ends_with(ending) || self.grammar.entries.may_be_inside(word)
    }

    /// Whether the words of an entry after its first follow in the text.
    fn follows<'e>(&self, entry: &'e Entry, after: usize) -> Option<Match<'e>> {
        let mut found = Match { entry, end: after, rest: None, words: 1, negated: false };
        let mut small = String::new();
        let mut next = words(self.text, after, self.grammar.elision);
        // A verb and its particle or infinitive are not further apart.
        const FAR: usize = 60;
        let mut gap = false;
        let mut left = FAR;
        for word in &entry.words[1..] {
            if word == "…" {
                gap = true;
                continue;
            }
            loop {
                let (at, own) = next.next()?;
                left = left.checked_sub(1)?;
                if !self.goes_on(entry, found.rest.unwrap_or(found.end), at, gap) {
                    return None;
                }
                plain(own, &mut small);
                if small == *word || gap && self.is_infixed(&small, word) {
                    match gap || found.rest.is_some() {
                        true => found.rest = found.rest.or(Some(at)),
                        false => {
                            found.end = at + own.len();
                            found.words += 1;
                        }
                    }
                    break;
                }
                let not = self.is_not(&small);
                // What negates in a long gap may belong to a clause about a noun.
                found.negated |= not && !(gap && entry.group.is_some_and(Group::addresses));
                if !(gap || !not && self.is_inside(&small) || not && self.is_not_only(at + own.len())) {
                    return None;
                }
                if !gap {
                    found.words += 1;
                    found.end = at + own.len();
                }
            }
        }
        Some(found)
    }

    /// Whether a phrase may go on over what is between two words: nothing but spaces without a gap; in a gap anything,
    /// but no comma within a duty ("hat das Recht, … zu").
    fn goes_on(&self, entry: &Entry, from: usize, to: usize, gap: bool) -> bool {
        let between = self.text.get(from..to).unwrap_or_default();
        if !gap {
            return between.chars().all(|c| c.is_whitespace());
        }
        let duty = matches!(entry.group, Some(Group::Duty | Group::Obliged));
        let ends =
            between.match_indices(". ").any(|(at, _)| !between[..at].ends_with(|c: char| c.is_ascii_digit()));
        !(ends || between.contains([';', ':']) || duty && between.contains(','))
    }

    /// Whether a word is "vorzulegen" where "zu" is wanted.
    fn is_infixed(&self, word: &str, wanted: &str) -> bool {
        wanted == "zu" && is_infixed(word, self.grammar)
    }

    /// Whether a word may come between those of a phrase.
    fn is_inside(&self, small: &str) -> bool {
        self.grammar.is_adverb(small) || self.is_not(small)
    }

    fn is_not(&self, small: &str) -> bool {
        self.grammar.is(small, sense::NOT | sense::NOT_AFTER)
    }

    /// Whether what negates does so: no "only" follows.
    fn is_not_only(&self, after: usize) -> bool {
        let mut small = String::new();
        let next = words(self.text, after, self.grammar.elision).next();
        next.is_none_or(|(_, word)| {
            plain(word, &mut small);
            !self.grammar.only.has(&small)
        })
    }
}

/// An entry that was found.
struct Match<'e> {
    entry: &'e Entry,
    end: usize,
    rest: Option<usize>,
    words: usize,
    negated: bool,
}

/// The word before a byte, nothing where a sign of punctuation is between.
pub(super) fn before(text: &str, at: usize) -> &str {
    let head = text[..at].trim_end();
    let start = head.rfind(|c: char| !is_letter(c) && !matches!(c, '\'' | '’' | '-'));
    let start = start.map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
    // A word that ends in an apostrophe is joined to the next: "l'".
    &head[start..]
}

/// Whether a word is an infinitive with "zu" inside: "vorzulegen".
pub(super) fn is_infixed(word: &str, grammar: &Grammar) -> bool {
    let rest = grammar.infix.iter().filter_map(|prefix| word.strip_prefix(prefix)?.strip_prefix("zu"));
    word.ends_with('n') && rest.into_iter().any(|stem| stem.len() > 3)
}

/// Whether a language is read by these signs.
pub(super) fn reads(order: Order) -> bool {
    matches!(order, Order::Open | Order::Fenced)
}
