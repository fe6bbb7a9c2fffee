//! Words that every text of a language holds, whatever it is about.

use crate::Language;
use std::collections::HashSet;
use std::sync::OnceLock;

/// Function words of English law that general lists leave out.
const DRAFTING: [&str; 24] = [
    "shall", "may", "must", "would", "could", "might", "cannot", "upon", "within", "without", "also",
    "either", "neither", "whether", "whereas", "whereby", "wherein", "thereof", "therein", "thereto",
    "thereby", "hereof", "herein", "hereby",
];

/// Whether a lower-case word is a stop word: the lists of NLTK (crate `stop-words`; mostly after Snowball's), English
/// with its words of legal drafting, Japanese single hiragana. Languages without a list have no stop words.
pub(crate) fn is_stop_word(language: Language, lower: &str) -> bool {
    static LISTS: [OnceLock<HashSet<&'static str>>; LANGUAGES] = [const { OnceLock::new() }; LANGUAGES];
    let listed = LISTS.get(language as usize).is_some_and(|list| {
        // Reading is all that ever happens to the set: its order cannot reach a result.
        list.get_or_init(|| words(language)).contains(lower)
    });
    listed || (language == Language::Japanese && is_one_hiragana(lower))
}

/// Place of the last language in the enumeration, plus one.
const LANGUAGES: usize = Language::Romanian as usize + 1;

fn words(language: Language) -> HashSet<&'static str> {
    let mut list: HashSet<&str> =
        stop_words::lookup(language.code()).unwrap_or_default().iter().copied().collect();
    if language == Language::English {
        list.extend(DRAFTING);
    }
    list
}

fn is_one_hiragana(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| ('\u{3041}'..='\u{309f}').contains(&c)) && chars.next().is_none()
}
