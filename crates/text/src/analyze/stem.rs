//! Words in one spelling to their stems.

use super::fold::without_accents;
use crate::{Language, lexicon};
use rust_stemmers::{Algorithm, Stemmer};

/// Bytes of the longest word that is stemmed; no language has longer words.
const LONGEST: usize = 96;

/// The Snowball stemmer of a language. Greek has one, but it panics on some words ("ισαισα"): Greek is compared
/// unstemmed. The others withstood hundreds of thousands of words made of their own suffixes and of stray characters.
pub(super) fn stemmer(language: Language) -> Option<Stemmer> {
    let algorithm = match language {
        Language::English => Algorithm::English,
        Language::French => Algorithm::French,
        Language::Spanish => Algorithm::Spanish,
        Language::Portuguese => Algorithm::Portuguese,
        Language::German => Algorithm::German,
        Language::Italian => Algorithm::Italian,
        Language::Dutch => Algorithm::Dutch,
        Language::Russian => Algorithm::Russian,
        Language::Arabic => Algorithm::Arabic,
        Language::Turkish => Algorithm::Turkish,
        Language::Swedish => Algorithm::Swedish,
        Language::Danish => Algorithm::Danish,
        Language::Norwegian => Algorithm::Norwegian,
        Language::Finnish => Algorithm::Finnish,
        Language::Hungarian => Algorithm::Hungarian,
        Language::Romanian => Algorithm::Romanian,
        Language::Undetermined
        | Language::Chinese
        | Language::Japanese
        | Language::Korean
        | Language::Greek
        | Language::Polish
        | Language::Ukrainian
        | Language::Indonesian
        | Language::Czech => return None,
    };
    Some(Stemmer::create(algorithm))
}

/// The stem of a word that is folded already.
///
/// Accents are gone at this point, so that "securite" and "sécurité" cannot part; the endings that the stemmer knows by
/// their accents get them back first. `None` when nothing would be left of the word, or the stemmer fails: a fault in
/// one of its tables must not cost the run.
pub(super) fn stem(stemmer: &Stemmer, language: Language, word: &str) -> Option<String> {
    if word.len() > LONGEST {
        return None;
    }
    let word = lexicon::spelling::unified(language, word);
    if let Some(stem) = lexicon::spelling::stem_of(language, &word) {
        return Some(stem.to_owned());
    }
    let word = accented(language, &word).unwrap_or_else(|| word.into_owned());
    let stem = std::panic::catch_unwind(|| without_accents(&stemmer.stem(&word))).ok()?;
    (!stem.is_empty()).then_some(stem)
}

/// The word with the accents of its ending, where the language has such endings.
fn accented(language: Language, word: &str) -> Option<String> {
    let endings = lexicon::of_language(language)?.accented;
    let (plain, accented) = endings.iter().find(|(plain, _)| word.ends_with(plain))?;
    Some([&word[..word.len() - plain.len()], accented].concat())
}
