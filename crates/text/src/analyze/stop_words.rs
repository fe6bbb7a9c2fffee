//! Words that every text of a language holds, whatever it is about.

use super::fold::folded;
use crate::{Language, lexicon};
use std::collections::HashSet;
use std::sync::OnceLock;

/// Whether a word, folded as the analyzer does, is a stop word: the lists of NLTK (crate `stop-words`; mostly after
/// Snowball's), English with its words of legal drafting, Japanese single hiragana. Languages without a list have none.
pub(crate) fn is_stop_word(language: Language, word: &str) -> bool {
    static LISTS: [OnceLock<HashSet<String>>; LANGUAGES] = [const { OnceLock::new() }; LANGUAGES];
    let listed = LISTS.get(language as usize).is_some_and(|list| {
        // The set is only looked up, never walked: its order cannot reach a result.
        list.get_or_init(|| words(language)).contains(word)
    });
    listed || (language == Language::Japanese && is_one_hiragana(word))
}

/// Place of the last language in the enumeration, plus one.
const LANGUAGES: usize = Language::Romanian as usize + 1;

fn words(language: Language) -> HashSet<String> {
    let listed = stop_words::lookup(language.code()).unwrap_or_default().iter();
    let drafting = lexicon::of_language(language).into_iter().flat_map(|words| words.drafting);
    listed.chain(drafting).map(|word| folded(language, word)).collect()
}

fn is_one_hiragana(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(|c| ('\u{3041}'..='\u{309f}').contains(&c)) && chars.next().is_none()
}
