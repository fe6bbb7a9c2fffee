//! Words that tell what a clause asks of someone from what an instrument, or the report of a meeting, says of itself;
//! and the words that a demand opens with before it comes to its subject.

use crate::lexicon::{Words, all, of_language};
use crate::{Analyzer, Language};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// What a word can be: bits of [`FormWords::senses`].
pub mod sense {
    /// A verb of what is to be done: "protect".
    pub const ACTION: u16 = 1;
    /// A verb that a recommendation opens with: "ratify".
    pub const IMPERATIVE: u16 = 1 << 1;
    /// What is done to an instrument, and who keeps it: "ratification", "depositary".
    pub const INSTRUMENT: u16 = 1 << 2;
    /// What an instrument does or undergoes: "enter", "amend".
    pub const KEEPING: u16 = 1 << 3;
    /// Meetings, their papers and people: "session", "rapporteur".
    pub const PROCEDURE: u16 = 1 << 4;
    /// A verb that tells what happened: "noted".
    pub const TOLD: u16 = 1 << 5;
    /// Of whom something is asked: "operator".
    pub const ACTOR: u16 = 1 << 6;
    /// "we".
    pub const WE: u16 = 1 << 7;
    /// A word that every text of the language holds.
    pub const STOP: u16 = 1 << 8;
    /// A kind of instrument: "convention".
    pub const KIND: u16 = 1 << 9;
    /// "this", "the present".
    pub const THIS: u16 = 1 << 10;
    /// Links a term to its meaning: "means".
    pub const DEFINES: u16 = 1 << 11;
    /// Begins a phrase of several words.
    pub(super) const PHRASE: u16 = 1 << 12;
}

/// The sections of a table, and the sense that each gives its words.
const SECTIONS: [(&str, u16); 8] = [
    ("action", sense::ACTION),
    ("imperative", sense::IMPERATIVE),
    ("instrument", sense::INSTRUMENT),
    ("keeping", sense::KEEPING),
    ("procedure", sense::PROCEDURE),
    ("told", sense::TOLD),
    ("actor", sense::ACTOR),
    ("we", sense::WE),
];
/// Senses that a word has only as it is written: "noted" tells, "note" does not.
const AS_WRITTEN: u16 = sense::TOLD | sense::WE | sense::DEFINES;

/// Words of a language whose senses a thread remembers.
const REMEMBERED: usize = 1 << 16;

/// Words that may qualify the thing in an opening: "legislative and/or regulatory".
const QUALIFYING: usize = 4;
/// Words that may come between the parts of an opening.
const ASIDE: usize = 40;

/// The words of one language.
pub struct FormWords {
    analyzer: Analyzer,
    /// Without spaces between words: every entry is looked for at every sign.
    joined: bool,
    written: HashMap<String, u16>,
    terms: HashMap<String, u16>,
    /// Phrases by their first term: the terms after it.
    phrases: HashMap<String, Vec<(Vec<String>, u16)>>,
    /// Entries of a language without spaces, by their first sign.
    signs: BTreeMap<char, Vec<(&'static str, u16)>>,
    openings: Vec<Vec<String>>,
    hedges: Vec<Vec<String>>,
    /// Before these a phrase may end.
    breaks: Vec<Vec<String>>,
    joined_openings: Vec<&'static str>,
    /// Helping verbs with a subject: "is", "may".
    finite: Vec<&'static str>,
    /// How participles end.
    participles: Vec<&'static str>,
    /// What an infinitive is marked by: "to".
    infinitives: Vec<&'static str>,
    /// Before a noun that was named before: "said", "such".
    pointing: Vec<&'static str>,
    /// In place of one: "they".
    pronouns: Vec<&'static str>,
    /// Before a noun that what follows tells apart: "a".
    indefinite: Vec<&'static str>,
    /// Before a noun that is told later: "following".
    ahead: Vec<&'static str>,
    /// Verbs of what is to be done, as the table writes them: "protect".
    verbs: BTreeSet<&'static str>,
    /// How verbs of one who does something end where their table form has nothing: "keeps".
    third: Vec<&'static str>,
    /// Between a thing and what it is of: "of".
    genitive: Vec<&'static str>,
    /// Before two things that need each other: "between".
    both: Vec<&'static str>,
    /// For whoever speaks, is spoken to, or is one man or woman: "our", "his".
    personal: Vec<&'static str>,
    /// What stands before a verb that nobody is to do: "do not".
    refrain: Option<&'static str>,
}

const TABLES: [(Language, &str); 8] = [
    (Language::English, include_str!("form/en.txt")),
    (Language::French, include_str!("form/fr.txt")),
    (Language::Spanish, include_str!("form/es.txt")),
    (Language::Portuguese, include_str!("form/pt.txt")),
    (Language::German, include_str!("form/de.txt")),
    (Language::Russian, include_str!("form/ru.txt")),
    (Language::Arabic, include_str!("form/ar.txt")),
    (Language::Chinese, include_str!("form/zh.txt")),
];

/// The words of a language; `None` where there is no table for it.
///
/// ```
/// use crosscut_text::form::{form_words, sense};
/// use crosscut_text::Language;
/// let english = form_words(Language::English).expect("a table");
/// let senses = english.senses("The delegation noted that operators protect keys.", 9);
/// assert!(senses[1] & sense::PROCEDURE != 0 && senses[2] & sense::TOLD != 0 && senses[5] & sense::ACTION != 0);
/// assert!(form_words(Language::Hungarian).is_none());
/// ```
pub fn form_words(language: Language) -> Option<&'static FormWords> {
    static READ: LazyLock<Vec<(Language, FormWords)>> = LazyLock::new(|| {
        TABLES.iter().map(|&(language, text)| (language, FormWords::read(language, text))).collect()
    });
    READ.iter().find(|(own, _)| *own == language).map(|(_, words)| words)
}

/// The entries of a section of a table, which commas part; a phrase may go on in the next line.
fn entries(text: &'static str, name: &str) -> impl Iterator<Item = &'static str> {
    let sections = text.split("\n[").skip(1).filter_map(|section| section.split_once("]\n"));
    let found = sections.into_iter().find(|(own, _)| *own == name).map_or("", |(_, entries)| entries);
    found.split(',').map(str::trim).filter(|entry| !entry.is_empty())
}

/// The words of a text as they are compared: runs of letters, digits and apostrophes.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_part(c)).filter(|word| !word.is_empty())
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '\'' || c == '’'
}

/// Whether words begin with those of a phrase, which is in small letters.
fn begin(words: &[&str], phrase: &[String]) -> bool {
    phrase.len() <= words.len() && phrase.iter().zip(words).all(|(own, word)| *own == word.to_lowercase())
}

/// How many words an opening takes up whose thing is qualified: "take the necessary legislative measures to".
fn qualified(words: &[&str], opening: &[String]) -> Option<usize> {
    let (first, rest) = opening.split_first().filter(|(_, rest)| rest.len() > 1)?;
    if words.first()?.to_lowercase() != *first {
        return None;
    }
    let mut at = 1;
    for own in rest {
        at += words[at..].iter().position(|word| word.to_lowercase() == *own)? + 1;
    }
    (at <= opening.len() + QUALIFYING).then_some(at)
}

/// Where the first so many words of a text end.
fn after_words(text: &str, words: usize) -> usize {
    let (mut seen, mut inside) = (0, false);
    for (at, c) in text.char_indices() {
        seen += usize::from(inside && !is_part(c));
        if seen == words {
            return at;
        }
        inside = is_part(c);
    }
    text.len()
}

impl FormWords {
    fn read(language: Language, text: &'static str) -> Self {
        let mut this = Self {
            analyzer: Analyzer::new(language),
            joined: language == Language::Chinese,
            written: HashMap::new(),
            terms: HashMap::new(),
            phrases: HashMap::new(),
            signs: BTreeMap::new(),
            openings: Vec::new(),
            hedges: Vec::new(),
            breaks: Vec::new(),
            joined_openings: Vec::new(),
            finite: entries(text, "finite").collect(),
            participles: entries(text, "participle").collect(),
            infinitives: entries(text, "infinitive").collect(),
            pointing: entries(text, "pointing").collect(),
            pronouns: entries(text, "pronoun").collect(),
            indefinite: entries(text, "indefinite").collect(),
            ahead: entries(text, "ahead").collect(),
            verbs: entries(text, "action").chain(entries(text, "imperative")).collect(),
            third: entries(text, "third").collect(),
            genitive: entries(text, "genitive").collect(),
            both: entries(text, "both").collect(),
            personal: entries(text, "personal").collect(),
            refrain: entries(text, "refrain").next(),
        };
        for (name, sense) in SECTIONS {
            entries(text, name).for_each(|entry| this.add(entry, sense));
        }
        if let Some(words) = of_language(language) {
            words.instruments.iter().for_each(|word| this.add(word, sense::KIND));
            words.this.iter().for_each(|word| this.add(word, sense::THIS));
            words.defining_verbs.iter().for_each(|word| this.add(word, sense::DEFINES));
        }
        this.joined_openings = entries(text, "opening").collect();
        this.joined_openings.sort_by_key(|opening| (std::cmp::Reverse(opening.len()), *opening));
        let lowered = |opening: &&str| split(opening).map(str::to_lowercase).collect();
        this.openings = this.joined_openings.iter().map(lowered).collect();
        this.openings.sort_by_key(|words: &Vec<String>| std::cmp::Reverse(words.len()));
        this.hedges = entries(text, "hedge").map(|hedge| lowered(&hedge)).collect();
        this.breaks = entries(text, "break").map(|entry| lowered(&entry)).collect();
        this
    }

    fn add(&mut self, entry: &'static str, sense: u16) {
        if self.joined {
            let first = entry.chars().next().unwrap_or_default();
            self.signs.entry(first).or_default().push((entry, sense));
            return;
        }
        let words: Vec<&str> = split(entry).collect();
        match words[..] {
            [] => {}
            [word] if sense & AS_WRITTEN != 0 => {
                *self.written.entry(self.analyzer.form(word)).or_default() |= sense;
            }
            [word] => *self.terms.entry(self.analyzer.term(word)).or_default() |= sense,
            [first, ref rest @ ..] => {
                let rest = rest.iter().map(|word| self.analyzer.term(word)).collect();
                let first = self.analyzer.term(first);
                *self.terms.entry(first.clone()).or_default() |= sense::PHRASE;
                self.phrases.entry(first).or_default().push((rest, sense));
            }
        }
    }

    /// What each of the first `most` words of a text can be: bits of [`sense`]. In a language without spaces every sign
    /// that begins an entry is a word, and so is what lies between.
    pub fn senses(&self, text: &str, most: usize) -> Vec<u16> {
        if self.joined {
            return self.joined_senses(text, most);
        }
        let words: Vec<&str> = split(text).take(most).collect();
        (0..words.len())
            .map(|at| {
                let sense = self.sense(words[at]);
                match sense & sense::PHRASE {
                    0 => sense,
                    _ => (sense | self.phrase(&words[at..])) & !sense::PHRASE,
                }
            })
            .collect()
    }

    fn sense(&self, word: &str) -> u16 {
        KNOWN.with_borrow_mut(|known| {
            let known = known.entry(self.analyzer.language()).or_default();
            if let Some(&sense) = known.get(word) {
                return sense;
            }
            if known.len() == REMEMBERED {
                known.clear();
            }
            let listed =
                |list: &HashMap<String, u16>, word: &str| list.get(word).copied().unwrap_or_default();
            let stop = if self.analyzer.is_stop_word(word) { sense::STOP } else { 0 };
            let sense = listed(&self.terms, &self.analyzer.term(word))
                | listed(&self.written, &self.analyzer.form(word))
                | stop;
            known.insert(word.into(), sense);
            sense
        })
    }

    /// What the phrases come to that begin with the first of some words.
    fn phrase(&self, words: &[&str]) -> u16 {
        let phrases = self.phrases.get(&self.analyzer.term(words[0])).map_or(&[][..], Vec::as_slice);
        let follows = |rest: &[String]| {
            rest.len() < words.len()
                && rest.iter().zip(&words[1..]).all(|(term, word)| self.analyzer.term(word) == *term)
        };
        phrases.iter().filter(|(rest, _)| follows(rest)).fold(0, |senses, (_, sense)| senses | sense)
    }

    fn joined_senses(&self, text: &str, most: usize) -> Vec<u16> {
        let mut senses = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if senses.len() == most {
                break;
            }
            let here = self.signs.get(&first).map_or(&[][..], Vec::as_slice);
            let found = here.iter().filter(|(entry, _)| rest.starts_with(entry));
            let longest = found.clone().map(|(entry, _)| entry.len()).max();
            let sense =
                found.filter(|(entry, _)| Some(entry.len()) == longest).fold(0, |all, (_, one)| all | one);
            if longest.is_some() || first.is_alphanumeric() {
                senses.push(sense | if longest.is_none() { sense::STOP } else { 0 });
            }
            rest = &rest[longest.unwrap_or(first.len_utf8())..];
        }
        senses
    }

    /// Whether a word carries no topic: it joins others, as "of" and "the", or is no word at all.
    pub fn is_small(&self, word: &str) -> bool {
        self.senses(word, 1).first().is_none_or(|senses| senses & sense::STOP != 0)
    }

    /// Whether a part of a sentence only says within which bounds something is asked: "without prejudice to its laws".
    pub fn is_hedge(&self, part: &str) -> bool {
        let words: Vec<&str> = split(part).take(16).collect();
        self.hedges.iter().any(|hedge| begin(&words, hedge))
    }

    /// Whether a text begins with a word before which a phrase may end, for what follows says where, when, how or with whom:
    /// "under its law", "including lamps". "Of lamps" belongs to the noun before it.
    pub fn is_break(&self, text: &str) -> bool {
        let words: Vec<&str> = split(text).take(4).collect();
        self.breaks.iter().any(|entry| begin(&words, entry))
    }

    /// Whether a word ends as participles do, which something mostly follows: "notices stating that", "courts located in".
    /// False where the table knows no such endings.
    pub fn may_be_participle(&self, word: &str) -> bool {
        let letters = word.chars().count();
        self.participles.iter().any(|end| word.ends_with(end) && letters > end.chars().count() + 2)
    }

    /// Whether a word is a helping verb that has a subject: "is", "may".
    pub fn is_finite(&self, word: &str) -> bool {
        self.finite.contains(&word.to_lowercase().as_str())
    }

    /// Whether a word marks an infinitive: "to".
    pub fn marks_infinitive(&self, word: &str) -> bool {
        self.infinitives.contains(&word.to_lowercase().as_str())
    }

    /// Whether a word comes before a noun that was named before: "said", "such", "these".
    pub fn points_back(&self, word: &str) -> bool {
        self.pointing.contains(&word.to_lowercase().as_str())
    }

    /// Whether a word stands for somebody or something that was named before: "they".
    pub fn is_pronoun(&self, word: &str) -> bool {
        self.pronouns.contains(&word.to_lowercase().as_str())
    }

    /// Whether a word comes before a noun that only what follows tells apart from others: "a" in "a manner that is fair".
    pub fn is_indefinite(&self, word: &str) -> bool {
        self.indefinite.contains(&word.to_lowercase().as_str())
    }

    /// Whether a word comes before a noun that is told later: "following" in "the following code".
    pub fn points_ahead(&self, word: &str) -> bool {
        self.ahead.contains(&word.to_lowercase().as_str())
    }

    /// Whether a word is a verb of what is to be done as the table writes it, and no other form of it: "manage", but not
    /// "management".
    pub fn is_plain_verb(&self, word: &str) -> bool {
        self.verbs.contains(word.to_lowercase().as_str())
    }

    /// The plain form of a verb that says what one does, where the language makes it by an ending: "create" for "creates".
    pub fn plain_verb(&self, word: &str) -> Option<&'static str> {
        let lower = word.to_lowercase();
        let plain = self.third.iter().filter_map(|end| lower.strip_suffix(end));
        plain.into_iter().find_map(|plain| self.verbs.get(plain).copied())
    }

    /// Whether the table knows the plain forms of verbs and the endings that they take, so that a line without any of them has none.
    pub fn tells_verbs(&self) -> bool {
        !self.verbs.is_empty() && !self.third.is_empty()
    }

    /// Whether a word joins a thing to what it is of: "of".
    pub fn is_genitive(&self, word: &str) -> bool {
        self.genitive.contains(&word.to_lowercase().as_str())
    }

    /// Whether two things follow a word of which neither can go: "between lamps and boats".
    pub fn needs_both(&self, word: &str) -> bool {
        self.both.contains(&word.to_lowercase().as_str())
    }

    /// Whether a word stands for whoever speaks or is spoken to, or for one man or woman: "our", "his".
    pub fn is_personal(&self, word: &str) -> bool {
        // "US" is a country.
        let is_abbreviation = word.chars().nth(1).is_some_and(char::is_uppercase);
        self.personal.contains(&word)
            || !is_abbreviation && self.personal.contains(&word.to_lowercase().as_str())
    }

    /// What makes a verb in its plain form a prohibition: "do not". `None` where the table has no such words.
    pub fn refrain(&self) -> Option<&'static str> {
        self.refrain
    }

    /// A demand without the words that it opens with before it comes to its subject: "take measures to protect keys"
    /// gives "protect keys", and so does "take measures, within its means, to protect keys".
    pub fn without_opening<'t>(&self, text: &'t str) -> &'t str {
        let mut text = text.trim_start();
        while let Some(rest) = self.opening(text) {
            text = rest;
        }
        self.without_infinitive(text)
    }

    /// Without the "to" of "to restore lamps"; "to the north" keeps it.
    fn without_infinitive<'t>(&self, text: &'t str) -> &'t str {
        let Some((first, rest)) = text.split_once(' ') else { return text };
        let verb = |senses: u16| senses & sense::STOP == 0;
        let follows = self.marks_infinitive(first) && self.senses(rest, 1).first().copied().is_some_and(verb);
        if follows { rest.trim_start() } else { text }
    }

    fn opening<'t>(&self, text: &'t str) -> Option<&'t str> {
        let trimmed = |rest: &'t str| rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if self.joined {
            return self.joined_openings.iter().find_map(|opening| text.strip_prefix(opening)).map(trimmed);
        }
        let words: Vec<&str> = split(text).take(16).collect();
        let opens = |opening: &&Vec<String>| opening.len() < words.len() && begin(&words, opening);
        if let Some(opening) = self.openings.iter().find(opens) {
            return Some(trimmed(&text[after_words(text, opening.len())..]));
        }
        self.interrupted_opening(text, &words).or_else(|| {
            let end = self.openings.iter().find_map(|opening| qualified(&words, opening))?;
            Some(trimmed(&text[after_words(text, end)..])).filter(|rest| !rest.is_empty())
        })
    }

    /// What follows an opening whose last word comes after what is said between commas.
    fn interrupted_opening<'t>(&self, text: &'t str, words: &[&str]) -> Option<&'t str> {
        self.openings.iter().find_map(|opening| {
            let (last, first) = opening.split_last().filter(|(_, first)| first.len() > 1)?;
            let goes_on = first.len() < words.len() && begin(words, first);
            let rest = goes_on.then(|| &text[after_words(text, first.len())..])?;
            let aside = rest.strip_prefix(',')?;
            let (aside, asked) = aside.split_once(&format!(", {last} "))?;
            (aside.split_whitespace().count() <= ASIDE).then_some(asked)
        })
    }
}

thread_local! {
    /// Only looked up, never walked: its order cannot reach a result.
    static KNOWN: RefCell<BTreeMap<Language, HashMap<Box<str>, u16>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Whether a text begins as a reason in a preamble does, in any language: "Recalling", "Considérant".
pub fn begins_reason(text: &str) -> bool {
    static REASONS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| all(|words| words.reasons).chain(all(|words| words.whereas)).collect());
    let start: String = text.chars().take(40).flat_map(char::to_lowercase).collect();
    let start = start.trim_start_matches(|c: char| !c.is_alphabetic());
    let ends = start.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at);
    ends.chain([start.len()]).any(|end| REASONS.contains(&start[..end]))
}

/// Whether a text begins as the words do that turn a preamble into provisions, in any language: "have agreed".
pub fn begins_formula(text: &str) -> bool {
    let start: String = text.chars().take(60).flat_map(char::to_lowercase).collect();
    all(|words| words.enacting).any(|formula| start.starts_with(formula))
}

/// Whether a title is one of definitions, in any language.
pub fn is_definition_title(title: &str) -> bool {
    holds(title, |words| words.definition_titles)
}

/// Whether a title is one of final clauses, in any language.
pub fn is_final_title(title: &str) -> bool {
    holds(title, |words| words.final_titles)
}

fn holds(title: &str, kind: fn(&Words) -> &'static [&'static str]) -> bool {
    let lower = title.to_lowercase();
    !lower.is_empty() && all(kind).any(|part| lower.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_every_section() {
        for (language, text) in TABLES {
            for name in SECTIONS.map(|(name, _)| name).into_iter().chain(["opening", "hedge"]) {
                assert!(entries(text, name).count() > 1, "{language:?}: [{name}]");
            }
            // Where no spaces part words, names are cut at a sign.
            let spaced = language != Language::Chinese;
            assert_eq!(entries(text, "break").count() > 1, spaced, "{language:?}: [break]");
        }
    }

    #[test]
    fn words_tell_what_they_can_be_in_every_language() {
        for (language, text, wanted) in [
            (Language::English, "This Protocol shall enter into force", sense::INSTRUMENT),
            (Language::French, "La délégation a noté", sense::PROCEDURE),
            (Language::Spanish, "Los Estados garantizarán la protección", sense::ACTION),
            (Language::Portuguese, "O presente Acordo entra em vigor", sense::THIS),
            (Language::German, "Die Mitgliedstaaten gewährleisten den Schutz", sense::ACTION),
            (Language::Russian, "Делегация заявила", sense::TOLD),
            (Language::Arabic, "تتعهد كل دولة طرف بحماية البيانات", sense::ACTOR),
            (Language::Chinese, "各缔约国应当保护个人数据", sense::ACTION),
        ] {
            let senses = form_words(language).map(|words| words.senses(text, 20)).unwrap_or_default();
            assert!(senses.iter().any(|sense| sense & wanted != 0), "{text}: {senses:?}");
        }
    }

    #[test]
    fn openings_are_taken_off_and_nothing_else() {
        let english = form_words(Language::English).unwrap();
        for (text, rest) in [
            ("take the necessary measures to protect keys", "protect keys"),
            ("Continue its efforts to further protect keys", "protect keys"),
            ("take lamps to the harbour", "take lamps to the harbour"),
            ("take the necessary measures, including rules, by its laws, to protect keys", "protect keys"),
            ("take the necessary measures, and lamps", "take the necessary measures, and lamps"),
            ("take the necessary legislative and/or other measures to protect keys", "protect keys"),
            ("take the lamps and the keys to the harbour", "take the lamps and the keys to the harbour"),
            ("continue to", "continue to"),
        ] {
            assert_eq!(english.without_opening(text), rest);
        }
        let chinese = form_words(Language::Chinese).unwrap();
        assert_eq!(chinese.without_opening("采取必要措施保护数据"), "保护数据");
    }

    #[test]
    fn reasons_and_titles_are_told_in_any_language() {
        assert!(begins_reason("(3) Recalling the earlier talks,") && begins_reason("Considérant que la mer"));
        assert!(!begins_reason("Recalled goods are sent back."));
        assert!(is_final_title("Entry into force") && !is_final_title("Reporting"));
        assert!(is_definition_title("Use of terms") && !is_definition_title(""));
    }
}
