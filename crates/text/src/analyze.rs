//! Words to index terms: the one analyzer that serves the search index and the vectors.

use crate::{Language, Span, stop_words::is_stop_word};
use rust_stemmers::{Algorithm, Stemmer};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use unicode_normalization::UnicodeNormalization;
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
    /// The place of the word in the text.
    pub span: Span,
    /// The term.
    pub term: String,
}

impl Analyzer {
    /// The analyzer of a language; one without stemming where Snowball has no stemmer.
    pub fn new(language: Language) -> Self {
        Self { language, stemmer: algorithm(language).map(Stemmer::create) }
    }

    /// The language that it analyses.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The words of a text in order: UAX 29, words made of accents alone left out.
    pub fn words<'a>(&self, text: &'a str) -> impl Iterator<Item = (Span, &'a str)> + use<'a> {
        text.unicode_word_indices()
            .filter(|(_, word)| word.chars().any(|c| c.is_alphanumeric() && !is_accent(c)))
            .map(|(start, word)| (Span::at(start, word.len()), word))
    }

    /// The terms of a text in order, stop words included: one for each of [`Analyzer::words`].
    pub fn tokens<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Token> + 'a {
        self.words(text).map(|(span, word)| Token { span, term: self.term(word) })
    }

    /// The term of one word.
    pub fn term(&self, word: &str) -> String {
        TERMS.with_borrow_mut(|terms| {
            let terms = terms.entry(self.language).or_default();
            if let Some(term) = terms.get(word) {
                return term.to_string();
            }
            if terms.len() == REMEMBERED {
                terms.clear();
            }
            let term = self.fresh_term(word);
            terms.insert(word.into(), term.as_str().into());
            term
        })
    }

    fn fresh_term(&self, word: &str) -> String {
        let lower = self.lower(word);
        let bare = self.without_clitic(&lower);
        let stem = match &self.stemmer {
            Some(stemmer) if bare.len() <= LONGEST => stem(stemmer, bare),
            _ => None,
        };
        let term = stem.unwrap_or_else(|| folded(bare));
        // A word that is nothing but marks keeps them: no term is empty.
        if term.is_empty() { lower } else { term }
    }

    /// A word as written, but for case, accents and clitics: what exact phrases compare.
    pub fn form(&self, word: &str) -> String {
        folded(self.without_clitic(&self.lower(word)))
    }

    /// Whether a word, as written in a text, says nothing about the text's subject: "The", "shall", "qu'il".
    ///
    /// Takes the word, not its term. Sources of the lists: NLTK by way of crate `stop-words`, English with its words
    /// of legal drafting; always false for [`Language::Undetermined`].
    pub fn is_stop_word(&self, word: &str) -> bool {
        let lower = self.lower(word);
        is_stop_word(self.language, &lower) || is_stop_word(self.language, self.without_clitic(&lower))
    }

    /// Lower case, with the plain apostrophe; Turkish keeps its two letters i apart.
    fn lower(&self, word: &str) -> String {
        if word.is_ascii() && self.language != Language::Turkish {
            return word.to_ascii_lowercase();
        }
        let word = word.replace('’', "'");
        match self.language {
            Language::Turkish => word.replace('I', "ı").replace('İ', "i").to_lowercase(),
            _ => word.to_lowercase(),
        }
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

/// Bytes of the longest word that is stemmed; no language has longer words.
const LONGEST: usize = 96;
/// Words of a language whose terms a thread remembers.
const REMEMBERED: usize = 50_000;

/// Words and their terms.
type Terms = HashMap<Box<str>, Box<str>>;

thread_local! {
    /// Terms of words seen before, by language. A text repeats its words; only looked up, never walked.
    static TERMS: RefCell<BTreeMap<Language, Terms>> = RefCell::default();
}

/// The Snowball stemmer of a language. Greek has one, but it panics on some words ("ισαισα"): Greek is compared
/// unstemmed. The others withstood hundreds of thousands of words made of their own suffixes and of stray characters.
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
        Language::Undetermined
        | Language::Chinese
        | Language::Japanese
        | Language::Korean
        | Language::Greek => return None,
    })
}

/// The stem of a word without accents; `None` when nothing would be left of it, or the stemmer fails: a fault in one
/// of its tables must not cost the run.
fn stem(stemmer: &Stemmer, word: &str) -> Option<String> {
    let stem = std::panic::catch_unwind(|| folded(&stemmer.stem(word))).ok()?;
    (!stem.is_empty()).then_some(stem)
}

/// Compatibility form without accents.
fn folded(term: &str) -> String {
    if term.is_ascii() { term.to_owned() } else { term.nfkd().filter(|c| !is_accent(*c)).nfc().collect() }
}

/// Marks that writers leave out: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs. The vowel signs
/// of Indian scripts and the voicing marks of Japanese change the word and stay.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}')
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
        assert_eq!(terms(Language::Turkish, "IŞIK ışık İzin"), ["ısık", "ısık", "iz"]);
        assert_eq!(terms(Language::Arabic, "الأَمْن أمن"), ["امن", "امن"]);
        assert_eq!(terms(Language::Japanese, "がか"), ["が", "か"]);
        assert_eq!(terms(Language::Undetermined, "हिन्दी 한국"), ["हिन्दी", "한국"]);
        assert_eq!(terms(Language::Greek, "ισαισα Ασφάλεια"), ["ισαισα", "ασφαλεια"]);
    }

    #[test]
    fn stop_words_of_each_language() {
        for (language, stop, content) in [
            (Language::English, "The SHALL it’s wouldn't thereof", "State states' security 2015"),
            (Language::French, "les qu'il d’une dans", "l'accès données sécurité"),
            (Language::Spanish, "las también que", "seguridad"),
            (Language::Portuguese, "uma não também", "segurança"),
            (Language::German, "Der wird für", "Sicherheit"),
            (Language::Italian, "della dell'un", "sicurezza"),
            (Language::Dutch, "het een", "veiligheid"),
            (Language::Russian, "Или не", "безопасность"),
            (Language::Arabic, "من على", "الأمن"),
            (Language::Chinese, "的", "网"),
            (Language::Japanese, "は", "法"),
            (Language::Undetermined, "", "the"),
        ] {
            let analyzer = Analyzer::new(language);
            for word in stop.split_whitespace() {
                assert!(analyzer.is_stop_word(word), "{language}: {word}");
            }
            for word in content.split_whitespace() {
                assert!(!analyzer.is_stop_word(word), "{language}: {word}");
            }
        }
    }

    #[test]
    fn forms_are_words_as_written() {
        let forms = |language: Language, text: &str| -> Vec<String> {
            let analyzer = Analyzer::new(language);
            analyzer.words(text).map(|(_, word)| analyzer.form(word)).collect()
        };
        assert_eq!(forms(Language::French, "L’Accès aux données"), ["acces", "aux", "donnees"]);
        assert_eq!(forms(Language::English, "The States’ networks"), ["the", "states", "networks"]);
    }

    const STEMMED: [Language; 16] = [
        Language::English,
        Language::French,
        Language::Spanish,
        Language::Portuguese,
        Language::German,
        Language::Italian,
        Language::Dutch,
        Language::Russian,
        Language::Arabic,
        Language::Turkish,
        Language::Swedish,
        Language::Danish,
        Language::Norwegian,
        Language::Finnish,
        Language::Hungarian,
        Language::Romanian,
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn no_word_of_any_language_panics_and_spans_cut_words(
            text in "(\\PC{0,12}|[a-zà-ÿăâîșțşğıőű']{1,9}|[а-яё]{1,9}|[\u{621}-\u{655}]{1,9}|[α-ωά-ώ]{1,9}| ){0,6}",
        ) {
            for language in STEMMED.into_iter().chain([Language::Greek, Language::Japanese, Language::Undetermined]) {
                let analyzer = Analyzer::new(language);
                for token in analyzer.tokens(&text) {
                    let word = token.span.cut(&text).expect("a span cuts its text");
                    prop_assert!(!word.is_empty() && !token.term.is_empty());
                    // What a thread remembers is what it would work out.
                    prop_assert_eq!(&token.term, &analyzer.fresh_term(word));
                }
            }
        }
    }
}
