//! Words to index terms: the one analyzer that serves the search index and the vectors.

use crate::{Language, Span};
use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// Turns text into terms: UAX 29 words, lower case, Snowball stem of the language (Porter 2001), accents folded.
///
/// ```
/// use crosscut_text::{Analyzer, Language};
/// let analyzer = Analyzer::new(Language::English);
/// let terms: Vec<String> = analyzer.tokens("Disclosing vulnerabilities").map(|token| token.term).collect();
/// assert_eq!(terms, ["disclos", "vulner"]);
/// ```
pub struct Analyzer {
    language: Language,
    stemmer: Option<Stemmer>,
}

/// A word of a text and the term that it is compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where the word stands in the text.
    pub span: Span,
    /// The term.
    pub term: String,
}

impl Analyzer {
    /// The analyzer of a language; one without stemming where Snowball has no stemmer.
    pub fn new(language: Language) -> Self {
        Self { language, stemmer: algorithm(language).map(Stemmer::create) }
    }

    /// The terms of a text in order, stop words included.
    pub fn tokens<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Token> + 'a {
        text.unicode_word_indices()
            .map(|(start, word)| Token { span: Span::at(start, word.len()), term: self.term(word) })
            .filter(|token| !token.term.is_empty())
    }

    /// The term of one word.
    pub fn term(&self, word: &str) -> String {
        let lower = word.to_lowercase().replace('’', "'");
        let bare = self.without_clitic(&lower);
        let stem = match &self.stemmer {
            Some(stemmer) => stemmer.stem(bare).into_owned(),
            None => bare.to_owned(),
        };
        if stem.is_ascii() { stem } else { fold(&stem) }
    }

    /// English possessives and French or Italian elisions ("l'accès") are not part of a term.
    fn without_clitic<'w>(&self, word: &'w str) -> &'w str {
        match (self.language, word.split_once('\'')) {
            (Language::English, Some((head, "s" | ""))) => head,
            (Language::French | Language::Italian, Some((head, tail)))
                if head.len() <= 5 && tail.len() > 1 =>
            {
                tail
            }
            _ => word,
        }
    }
}

/// The Snowball stemmer of a language. Greek has one, but it panics on some words: Greek is compared unstemmed.
fn algorithm(language: Language) -> Option<Algorithm> {
    Some(match language {
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
        Language::Undetermined | Language::Chinese | Language::Japanese | Language::Greek => return None,
    })
}

/// Compatibility form without accents.
fn fold(term: &str) -> String {
    term.nfkd().filter(|c| !is_combining_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(language: Language, text: &str) -> Vec<String> {
        Analyzer::new(language).tokens(text).map(|token| token.term).collect()
    }

    #[test]
    fn terms_of_each_language() {
        assert_eq!(
            terms(Language::English, "The State’s networks, networked"),
            ["the", "state", "network", "network"]
        );
        assert_eq!(terms(Language::French, "l'accès aux données"), ["acces", "aux", "don"]);
        assert_eq!(terms(Language::Undetermined, "Ümlaut 2015"), ["umlaut", "2015"]);
        assert_eq!(terms(Language::Chinese, "网络"), ["网", "络"]);
    }

    proptest! {
        #[test]
        fn no_word_of_any_language_panics_and_spans_cut_words(text in "\\PC{0,60}", greek in "[α-ωΑ-Ωά-ώ ]{0,40}") {
            for language in [Language::English, Language::Greek, Language::Arabic, Language::Turkish, Language::Russian, Language::Undetermined] {
                for text in [&text, &greek] {
                    for token in Analyzer::new(language).tokens(text) {
                        prop_assert!(token.span.cut(text).is_some_and(|word| !word.is_empty()));
                    }
                }
            }
        }
    }
}
