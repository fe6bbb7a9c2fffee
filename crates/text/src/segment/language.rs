//! Language of each clause: that of the document unless the clause is plainly in another.

use super::common;
use crate::lexicon::{self, punctuation};
use crate::{Document, Language};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Shortest text, in letters, whose language can be told apart from the document's.
const ENOUGH: usize = 120;
/// The same in a document of two languages, one of which it must be.
const FEW: usize = 24;

/// The languages of a document.
pub(super) struct Languages {
    main: Language,
    /// The language of its texts in Latin letters.
    latin: Language,
    /// Another language in Latin letters that much of it is in: then short texts are told apart as well.
    second: Option<Language>,
}

impl Languages {
    /// The main language and that of the texts in Latin letters, each from samples spread over the text.
    pub(super) fn of(document: &Document) -> Self {
        let texts = || document.paragraphs.iter().filter_map(|paragraph| paragraph.span.cut(&document.text));
        let mut letters: BTreeMap<Script, usize> = BTreeMap::new();
        for text in texts() {
            *letters.entry(script(text)).or_insert(0) += text.len();
        }
        if letters.contains_key(&Script::Russian) {
            let other = letters.remove(&Script::Other).unwrap_or(0);
            letters.entry(Script::Russian).and_modify(|count| *count += other);
        }
        let latin = latin(&texts().filter(|text| script(text) == Script::Latin).collect::<Vec<_>>());
        let most =
            letters.iter().max_by_key(|(_, count)| **count).map_or(Script::Latin, |(script, _)| *script);
        let kana = || letters.contains_key(&Script::Kana);
        let main = match most {
            Script::Latin => latin,
            Script::Han if kana() => Language::Japanese,
            script => {
                let own = texts().filter(|text| self::script(text) == script).collect::<Vec<_>>();
                script.language().unwrap_or_else(|| voted(&own))
            }
        };
        let second = (main == latin).then(|| second(texts(), main)).flatten();
        Self { main, latin, second }
    }

    /// The main language.
    pub(super) fn main(&self) -> Language {
        self.main
    }

    /// The language of one clause.
    pub(super) fn detect(&self, text: &str) -> Language {
        match script(text) {
            Script::Latin if self.main != self.latin && text.contains(char::is_alphabetic) => {
                return self.latin;
            }
            Script::Latin | Script::Other => {}
            Script::Han if self.main == Language::Japanese => return self.main,
            script => {
                if let Some(language) = script.language() {
                    return language;
                }
            }
        }
        if let Some(second) = self.second {
            return self.of_two(text, second);
        }
        if text.len() < ENOUGH || self.is_main(text) {
            return self.main;
        }
        match Language::detect(sample(text)) {
            Language::Undetermined => self.main,
            language => language,
        }
    }

    /// Which of the two languages of a document a text is in: by its commonest words, else by its trigrams.
    fn of_two(&self, text: &str, second: Language) -> Language {
        let shares = common::shares(&text.to_lowercase());
        let hits = |language: Language| common::of(&shares, language).map_or(0, |(_, hits)| hits);
        match hits(self.main).cmp(&hits(second)) {
            Ordering::Greater => self.main,
            Ordering::Less => second,
            Ordering::Equal if text.len() < FEW => self.main,
            Ordering::Equal => Language::either(text, [self.main, second]).unwrap_or(self.main),
        }
    }

    /// Whether enough of the words are among the commonest of the main language, or some are and no other language has
    /// as many: far cheaper than trigrams.
    fn is_main(&self, text: &str) -> bool {
        let shares = common::shares(text);
        let Some((words, hits)) = common::of(&shares, self.main) else { return false };
        let mut others = shares.iter().filter(|(_, language)| *language != self.main);
        hits * 8 >= words || hits * 24 >= words && others.all(|((_, other), _)| *other < hits)
    }
}

/// The language, other than the main one, that at least a sixth of a document's paragraphs are plainly in, by letters.
fn second<'d>(texts: impl Iterator<Item = &'d str>, main: Language) -> Option<Language> {
    const SAMPLES: usize = 150;
    let mut letters: BTreeMap<Language, (usize, usize)> = BTreeMap::new();
    let texts: Vec<&str> = texts.collect();
    let step = (texts.len() / SAMPLES).max(1);
    for text in texts.into_iter().step_by(step).filter(|text| script(text) == Script::Latin) {
        let small = text.to_lowercase();
        let mut shares = common::shares(&small);
        shares.sort_by_key(|((_, hits), _)| std::cmp::Reverse(*hits));
        if let [((_, best), language), ((_, next), _), ..] = shares[..]
            && best > 1
            && best > next
        {
            let of = letters.entry(language).or_default();
            *of = (of.0 + text.len(), of.1 + 1);
        }
    }
    let all: usize = letters.values().map(|(letters, _)| letters).sum();
    letters.remove(&main);
    let (language, (own, paragraphs)) = letters.into_iter().max_by_key(|(_, (letters, _))| *letters)?;
    (6 * own >= all && paragraphs > 1).then_some(language)
}

/// What a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    Latin,
    Han,
    /// Han with kana between.
    Kana,
    Hangul,
    Arabic,
    Greek,
    /// Cyrillic with letters of Russian, and none of its neighbours'.
    Russian,
    /// Other Cyrillic and all that more than one language is written in.
    Other,
}

impl Script {
    /// The language that agreements in this script are written in, where it is one.
    fn language(self) -> Option<Language> {
        match self {
            Self::Han => Some(Language::Chinese),
            Self::Kana => Some(Language::Japanese),
            Self::Hangul => Some(Language::Korean),
            Self::Greek => Some(Language::Greek),
            Self::Russian => Some(Language::Russian),
            Self::Arabic | Self::Latin | Self::Other => None,
        }
    }
}

/// The script of most letters; a character of Chinese counts as three, for it is a word of its own.
fn script(text: &str) -> Script {
    const FIRST: usize = 400;
    if text.is_ascii() {
        return Script::Latin;
    }
    let mut counts = [0_usize; 8];
    let (mut russian, mut foreign) = (false, false);
    for c in text.chars().take(FIRST) {
        let (script, weight) = match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => (Script::Latin, 1),
            'ы' | 'э' | 'ё' | 'Э' | 'Ы' => {
                russian = true;
                (Script::Other, 1)
            }
            'і' | 'ї' | 'є' | 'ґ' | 'ў' | 'ј' | 'љ' | 'њ' | 'ћ' | 'ђ' => {
                foreign = true;
                (Script::Other, 1)
            }
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => (Script::Greek, 1),
            '\u{600}'..='\u{6ff}' => (Script::Arabic, 1),
            '\u{3041}'..='\u{30ff}' => (Script::Kana, 3),
            '\u{4e00}'..='\u{9fff}' => (Script::Han, 3),
            '\u{ac00}'..='\u{d7a3}' => (Script::Hangul, 2),
            c if c.is_alphabetic() => (Script::Other, 1),
            _ => continue,
        };
        counts[script as usize] += weight;
    }
    if russian && !foreign {
        counts[Script::Russian as usize] = std::mem::take(&mut counts[Script::Other as usize]);
    }
    let kana = counts[Script::Kana as usize];
    if kana > 0 && kana * 8 >= counts[Script::Han as usize] {
        counts[Script::Kana as usize] += counts[Script::Han as usize];
    }
    let scripts = [
        Script::Latin,
        Script::Han,
        Script::Kana,
        Script::Hangul,
        Script::Arabic,
        Script::Greek,
        Script::Russian,
        Script::Other,
    ];
    scripts.into_iter().rev().max_by_key(|script| counts[*script as usize]).unwrap_or(Script::Latin)
}

/// The language of texts in Latin letters: that of which most of the commonest words are there, by far, else that which
/// most samples are in.
fn latin(texts: &[&str]) -> Language {
    // Titles and tables of contents say little of a language: "Convention", "Part", "Article".
    let sentences = || {
        let sentence = |text: &&&str| {
            let ends = text.trim_end().chars().next_back().is_some_and(punctuation::is_full_stop);
            ends && !text.contains("...") && text.split_whitespace().count() > 3
        };
        texts.iter().filter(sentence).copied().collect::<Vec<_>>()
    };
    by_words(texts)
        .or_else(|| by_lexicon(texts))
        .or_else(|| by_words(&sentences()))
        .unwrap_or_else(|| voted(texts))
}

/// The language of which most of the commonest words are there, by far.
fn by_words(texts: &[&str]) -> Option<Language> {
    const WORDS: usize = 1500;
    let step = (texts.len() / 60).max(1);
    let words =
        texts.iter().step_by(step).flat_map(|text| text.split([' ', ',', '.', ';', '\''])).take(WORDS);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut hits = common::hits(&words);
    hits.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
    match hits[..] {
        [(best, language), (next, _), ..] if best > 2 && best >= 2 * next && best * 12 >= words.len() => {
            Some(language)
        }
        _ => None,
    }
}

/// The language of a text of a few words, which trigrams cannot tell: that of which the lexicon knows most of them.
fn by_lexicon(texts: &[&str]) -> Option<Language> {
    const LONG: usize = 400;
    if texts.iter().map(|text| text.len()).sum::<usize>() > LONG {
        return None;
    }
    let words: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphabetic()))
        .filter(|word| word.len() > 1)
        .map(str::to_lowercase)
        .collect();
    let known = |table: &lexicon::Words| {
        let lists = [table.common, table.conjunctions, table.the, table.of, table.months, table.instruments];
        let divisions = table.divisions.iter().flat_map(|(_, one, many)| [*one, *many]);
        let lists: Vec<_> = lists.into_iter().chain(divisions).collect();
        words.iter().filter(|word| lists.iter().any(|list| list.contains(&word.as_str()))).count()
    };
    let mut found: Vec<(usize, Language)> =
        lexicon::languages().map(|table| (known(table), table.language)).collect();
    found.sort_by_key(|(known, _)| std::cmp::Reverse(*known));
    match found[..] {
        [(best, language), (next, _), ..] if best > 2 && best > next => Some(language),
        _ => None,
    }
}

/// The language that most samples of texts are in.
fn voted(texts: &[&str]) -> Language {
    const SAMPLES: usize = 7;
    let mut votes: BTreeMap<&str, (usize, Language)> = BTreeMap::new();
    let long: Vec<&str> = texts.iter().copied().filter(|text| text.len() > 60).collect();
    let step = (long.len() / SAMPLES).max(1);
    let samples = long.len().div_ceil(step).min(SAMPLES);
    for text in long.iter().step_by(step).take(SAMPLES) {
        let language = plainly(text).unwrap_or_else(|| Language::detect(sample(text)));
        let count = &mut votes.entry(language.code()).or_insert((0, language)).0;
        *count += 1;
        if *count * 2 > samples {
            return language;
        }
    }
    let main = votes.values().max_by_key(|(count, language)| (*count, *language != Language::Undetermined));
    main.map_or_else(|| Language::detect(sample(&texts.join(" "))), |(_, language)| *language)
}

/// The language of which every fourth word of a text is among the commonest, and twice as many as of any other.
fn plainly(text: &str) -> Option<Language> {
    let shares = common::shares(text);
    let ((words, hits), language) =
        *shares.iter().max_by_key(|((words, hits), _)| hits * 60 / (*words).max(1))?;
    let mut others = shares.iter().filter(|(_, other)| *other != language);
    let clear =
        others.all(|((words, other), _)| 2 * (other * 60 / (*words).max(1)) <= hits * 60 / words.max(&1));
    (words >= 8 && hits * 4 >= words && clear).then_some(language)
}

/// The language of texts that belong together, however short each is.
pub(super) fn of_texts(texts: &[&str]) -> Language {
    let joined = texts.join(" ");
    match script(&joined) {
        Script::Latin => latin(texts),
        script => script.language().unwrap_or_else(|| Language::detect(sample(&joined))),
    }
}

/// Whether two texts are plainly in two languages: in two scripts, or each has more of the commonest words of its own.
pub(super) fn differ(one: &[&str], other: &[&str], languages: [Language; 2]) -> bool {
    let joined = [one.join(" "), other.join(" ")];
    if languages[0] == languages[1] || languages.contains(&Language::Undetermined) {
        return false;
    }
    if script(&joined[0]) != script(&joined[1]) {
        return true;
    }
    let own = |at: usize| {
        let counts = common::counts(&joined[at]);
        let hits =
            |language: Language| counts.iter().find(|(_, own)| *own == language).map_or(0, |(hits, _)| *hits);
        hits(languages[at]) > 1 + hits(languages[1 - at])
    };
    own(0) && own(1)
}

/// The languages that texts may be in, the likeliest first: by script, and by the commonest words.
pub(super) fn likely(texts: &[&str]) -> Vec<Language> {
    const FEWEST: usize = 2;
    let joined =
        texts.iter().filter(|text| script(text) == Script::Latin).copied().collect::<Vec<_>>().join(" ");
    let mut hits = common::counts(&joined);
    hits.retain(|(hits, _)| *hits >= FEWEST);
    hits.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
    let mut found: Vec<Language> = Vec::new();
    for script in texts.iter().map(|text| script(text)) {
        let language = if script == Script::Arabic { Some(Language::Arabic) } else { script.language() };
        found.extend(language.filter(|language| !found.contains(language)));
    }
    found.extend(hits.into_iter().map(|(_, language)| language));
    found
}

/// What a line is written in, as far as the line itself tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    In(Language),
    /// Words of two scripts: "第一條 Article 1".
    Both,
    Unclear,
}

/// What a line is written in; for texts in Latin letters any of the languages that are known.
pub(super) fn written(text: &str) -> Written {
    const TELLS: usize = 24;
    const TRIGRAMS: usize = 60;
    if is_mixed(text) {
        return Written::Both;
    }
    let script = script(text);
    if let Some(language) = script.language() {
        return Written::In(language);
    }
    if text.len() < TELLS {
        return if script == Script::Arabic { Written::In(Language::Arabic) } else { Written::Unclear };
    }
    let by_trigrams =
        || if text.len() >= TRIGRAMS { Language::detect(sample(text)) } else { Language::Undetermined };
    match plainly(text).unwrap_or_else(by_trigrams) {
        Language::Undetermined => Written::Unclear,
        language => Written::In(language),
    }
}

/// Which of two languages a line is written in.
pub(super) fn either(text: &str, pair: [Language; 2]) -> Written {
    if is_mixed(text) {
        return Written::Both;
    }
    let script = script(text);
    if let Some(language) = script.language().filter(|language| pair.contains(language)) {
        return Written::In(language);
    }
    let own = |language: &Language| match language {
        Language::Chinese => Script::Han,
        Language::Japanese => Script::Kana,
        Language::Korean => Script::Hangul,
        Language::Greek => Script::Greek,
        Language::Russian => Script::Russian,
        Language::Arabic => Script::Arabic,
        _ => Script::Latin,
    };
    let cyrillic = |language: &&Language| script == Script::Other && own(language) == Script::Russian;
    let han = |language: &&Language| script == Script::Han && own(language) == Script::Kana;
    let fits: Vec<&Language> = pair
        .iter()
        .filter(|language| own(language) == script || cyrillic(language) || han(language))
        .collect();
    match fits[..] {
        _ if !text.contains(char::is_alphabetic) => Written::Unclear,
        [only] => Written::In(*only),
        [_, _] => Language::either(text, pair).map_or(Written::Unclear, Written::In),
        _ => Written::Unclear,
    }
}

/// Whether a short line has words of two scripts.
fn is_mixed(text: &str) -> bool {
    const LONGEST: usize = 160;
    if text.is_ascii() || text.len() > LONGEST {
        return false;
    }
    let latin = text
        .split(|c: char| !c.is_ascii_alphabetic())
        .any(|word| word.len() >= 3 && word[1..].contains(|c: char| c.is_ascii_lowercase()));
    let other = text.chars().filter(|c| *c >= '\u{370}' && c.is_alphabetic()).count();
    let letters = text.chars().filter(|c| c.is_ascii_alphabetic()).count();
    latin && other >= 2 && letters < 12 * other && other < 6 * letters
}

/// The first few hundred bytes.
fn sample(text: &str) -> &str {
    let end = (0..=text.len().min(240)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}
