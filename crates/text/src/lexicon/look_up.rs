//! Look-ups in the tables of all languages.

use super::division::Division;
use super::languages::LANGUAGES;
use super::tables::{List, Words};
use crate::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The table of a language, if there is one.
pub(crate) fn of_language(language: Language) -> Option<&'static Words> {
    LANGUAGES.into_iter().find(|words| words.language == language)
}

/// The tables of all languages.
pub(crate) fn languages() -> impl Iterator<Item = &'static Words> {
    LANGUAGES.into_iter()
}

/// The entries of one kind in all languages.
pub(crate) fn all(kind: fn(&Words) -> List) -> impl Iterator<Item = &'static str> {
    LANGUAGES.into_iter().flat_map(kind).copied()
}

/// The entries of one kind, each after `before` and with a space behind it ("de l'" has none); the longest first, so
/// that the first one that a text starts with is the one that is meant.
pub(crate) fn longest_first(kind: fn(&Words) -> List, before: &str) -> Vec<String> {
    let spaced =
        |entry| if ends_elided(entry) { format!("{before}{entry}") } else { format!("{before}{entry} ") };
    let entries: BTreeSet<String> = all(kind).map(spaced).collect();
    let mut entries: Vec<String> = entries.into_iter().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.len()));
    entries
}

fn ends_elided(entry: &str) -> bool {
    entry.ends_with(['\'', '’'])
}

/// Calls `ask` with a word in lower case.
fn lowered<T>(word: &str, ask: impl FnOnce(&str) -> T) -> T {
    // Nearly every line of a text is asked: no allocation for words in the letters of ASCII.
    let mut lower = [0; 24];
    if let Some(lower) = lower.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        if let Ok(lower) = std::str::from_utf8(lower) {
            return ask(lower);
        }
    }
    ask(&word.to_lowercase())
}

/// The division that a word names, in the singular or plural and in any case.
///
/// ```
/// use crosscut_text::lexicon::{Division, division};
/// assert_eq!(division("Kapitel"), Some(Division::Chapter));
/// assert_eq!(division("sections"), Some(Division::Section));
/// assert_eq!(division("sectional"), None);
/// ```
pub fn division(word: &str) -> Option<Division> {
    division_and_number(word).map(|(division, _)| division)
}

/// The division that a word names, and whether the word is a plural.
pub(crate) fn division_and_number(word: &str) -> Option<(Division, bool)> {
    static DIVISIONS: LazyLock<BTreeMap<&str, (Division, bool)>> = LazyLock::new(|| {
        let mut divisions = BTreeMap::new();
        for (division, singular, plural) in LANGUAGES.iter().flat_map(|words| words.divisions) {
            divisions.extend(singular.iter().map(|word| (*word, (*division, false))));
            divisions.extend(plural.iter().map(|word| (*word, (*division, true))));
        }
        divisions
    });
    lowered(word, |word| DIVISIONS.get(word).copied())
}

/// Whether a word only points to a place in a document ("paragraph", "Annexes"), so that it says nothing about a
/// clause's subject. "Action" and "principle" name divisions too, but say something of their own.
pub fn is_pointer(word: &str) -> bool {
    static EVERYDAY: LazyLock<BTreeSet<&str>> = LazyLock::new(|| all(|words| words.everyday).collect());
    division(word).is_some() && !lowered(word, |word| EVERYDAY.contains(word))
}

/// The number that a word stands for: 1 for "one", "First", "premier".
pub(crate) fn number_word(word: &str) -> Option<u16> {
    static NUMBERS: LazyLock<BTreeMap<&str, u16>> =
        LazyLock::new(|| numbered(|words| words.cardinals).chain(numbered(|words| words.ordinals)).collect());
    lowered(word, |word| NUMBERS.get(word).copied())
}

/// The number that an ordinal word stands for: 1 for "First", "premier", not for "one".
pub(crate) fn ordinal_word(word: &str) -> Option<u16> {
    static ORDINALS: LazyLock<BTreeMap<&str, u16>> =
        LazyLock::new(|| numbered(|words| words.ordinals).collect());
    lowered(word, |word| ORDINALS.get(word).copied())
}

/// The tens that a word adds to an ordinal or stands for: 10 for "عشرة", 20 for "والعشرون".
pub(crate) fn tens_word(word: &str) -> Option<u16> {
    static TENS: LazyLock<BTreeMap<&str, u16>> =
        LazyLock::new(|| numbered(|words| words.tens).map(|(word, value)| (word, 10 * value)).collect());
    if word.is_ascii() { None } else { TENS.get(word).copied() }
}

/// The words of lists that count from one.
fn numbered(kind: fn(&Words) -> &'static [List]) -> impl Iterator<Item = (&'static str, u16)> {
    LANGUAGES
        .into_iter()
        .flat_map(move |words| (1..).zip(kind(words)))
        .flat_map(|(value, words)| words.iter().map(move |word| (*word, value)))
}

/// The place of a number that was put in later, by the word after it: 1 for "bis", 2 for "ter".
pub(crate) fn inserted(word: &str) -> Option<u8> {
    const LATIN: [&str; 9] =
        ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "nonies", "decies"];
    // Arabic acts count on from "repeated": المادة 3 مكرر.
    if word.starts_with("مكرر") {
        return matches!(word, "مكرر" | "مكررا" | "مكرراً" | "مكررة").then_some(1);
    }
    // As Russian and Greek acts spell them.
    const OTHERS: [&[&str]; 4] = [&["бис", "δις"], &["тер", "τρις"], &["кватер", "τετράκις"], &["квинквиес"]];
    let latin = (1..).zip(LATIN).find(|(_, latin)| word.eq_ignore_ascii_case(latin)).map(|(place, _)| place);
    let other = || (1..).zip(OTHERS).find(|(_, words)| words.contains(&word)).map(|(place, _)| place);
    latin.or_else(|| if word.is_ascii() { None } else { other() })
}

/// Whether a word stands between the numbers of a list or a range in some language: "and", "to".
pub(crate) fn joins_numbers(word: &str) -> bool {
    static RANGES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| all(|words| words.ranges).collect());
    is_conjunction(word) || lowered(word, |word| RANGES.contains(word))
}

/// Whether a word is "and" or "or" in some language.
pub fn is_conjunction(word: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| all(|words| words.conjunctions).collect());
    lowered(word, |word| WORDS.contains(word))
}

/// "and", "or" and "to" in a language: the words between the numbers of a list.
pub fn list_words(language: Language) -> impl Iterator<Item = &'static str> {
    of_language(language).into_iter().flat_map(|words| words.conjunctions.iter().chain(words.ranges)).copied()
}

/// Whether a word belongs to the formulas of legal drafting ("pursuant", "thereof") and says nothing about a clause's
/// subject.
pub fn is_formulaic(word: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| all(|words| words.drafting).chain(all(|words| words.formulaic)).collect());
    lowered(word, |word| WORDS.contains(word))
}

/// Whether a word is a kind of instrument: "Convention", "Richtlinie".
pub fn is_instrument(word: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| all(|words| words.instruments).collect());
    lowered(word, |word| WORDS.contains(word))
}

/// Whether a text begins with what links a term to its meaning.
///
/// ```
/// use crosscut_text::lexicon::opens_meaning;
/// assert!(opens_meaning("means a wall") && opens_meaning("désigne un mur"));
/// assert!(!opens_meaning("a wall"));
/// ```
pub fn opens_meaning(text: &str) -> bool {
    const LONGEST: usize = 40;
    let start: String = text.trim_start().chars().take(LONGEST).flat_map(char::to_lowercase).collect();
    all(|words| words.defining_verbs).any(|verb| {
        let rest = start.strip_prefix(verb);
        rest.is_some_and(|rest| !verb.is_ascii() || !rest.starts_with(char::is_alphabetic))
    })
}

/// Whether a language calls a division by this word.
pub(crate) fn names_division(language: Language, word: &str) -> bool {
    let lower = word.to_lowercase();
    of_language(language).is_some_and(|words| {
        words.divisions.iter().any(|(_, one, many)| one.contains(&&*lower) || many.contains(&&*lower))
    })
}

/// Whether a word announces a number: "No", "numbers", "Nr".
pub fn is_numero(word: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| all(|words| words.numero).collect());
    lowered(word, |word| WORDS.contains(word))
}

/// Whether a word announces the number of a page: "Page", "Seite", "p.".
pub fn is_page_word(word: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| all(|words| words.page).collect());
    lowered(word.strip_suffix('.').unwrap_or(word), |word| WORDS.contains(word))
}

/// Whether a text is a heading of the notes at the end of a document: "Endnotes".
pub fn is_notes_title(text: &str) -> bool {
    static TITLES: LazyLock<BTreeSet<&str>> = LazyLock::new(|| all(|words| words.notes).collect());
    lowered(text, |text| TITLES.contains(text))
}
