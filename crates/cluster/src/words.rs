//! Clauses to content terms: stop words, digits, cross-references and numerals masked.

use crate::corpus::Corpus;
use crate::debris::without_closing_name;
use crosscut_text::lexicon::{is_formulaic, is_pointer, roman};
use crosscut_text::{Analyzer, Language, Token};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Reads clauses in every language of a study.
pub(crate) struct Reader {
    languages: BTreeMap<Language, (Analyzer, FxHashSet<String>)>,
}

impl Reader {
    /// A reader for these languages.
    pub(crate) fn new(languages: impl IntoIterator<Item = Language>) -> Self {
        let mut read = BTreeMap::new();
        for language in languages {
            read.entry(language).or_insert_with(|| (Analyzer::new(language), stop_words(language)));
        }
        Self { languages: read }
    }

    /// The content terms of a text in order, each with the place of its word.
    pub(crate) fn tokens<'a>(
        &'a self,
        text: &'a str,
        language: Language,
    ) -> impl Iterator<Item = Token> + 'a {
        self.languages.get(&language).into_iter().flat_map(move |(analyzer, stop)| {
            analyzer
                .tokens(text)
                .filter(move |token| token.span.cut(text).is_some_and(|word| carries_topic(word, stop)))
        })
    }
}

/// A word of a clause: where it is in the text, and the number of its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) term: u32,
}

/// The content words of every node, as numbers of terms in alphabetical order.
pub(crate) struct Words {
    pub(crate) places: Vec<Vec<Place>>,
    number: FxHashMap<String, u32>,
}

/// Clauses whose words are read at a time, so that not all are held as text at once.
const BATCH: usize = 8192;

impl Words {
    pub(crate) fn of(corpus: &Corpus, reader: &Reader) -> Self {
        let mut number: FxHashMap<String, u32> = FxHashMap::default();
        let mut names: Vec<String> = Vec::new();
        let mut places: Vec<Vec<Place>> = Vec::with_capacity(corpus.len());
        for from in (0..corpus.len()).step_by(BATCH) {
            let read: Vec<Vec<Token>> = (from..corpus.len().min(from + BATCH))
                .into_par_iter()
                .map(|node| {
                    let text = corpus.clauses[node].text.as_str();
                    reader.tokens(&text[..without_closing_name(text)], corpus.language[node]).collect()
                })
                .collect();
            for tokens in read {
                let place = |token: Token| {
                    let (start, end) = (token.span.start() as u32, token.span.end() as u32);
                    let term = *number.entry(token.term).or_insert_with_key(|term| {
                        names.push(term.clone());
                        names.len() as u32 - 1
                    });
                    Place { start, end, term }
                };
                places.push(tokens.into_iter().map(place).collect());
            }
        }
        let mut order: Vec<u32> = (0..names.len() as u32).collect();
        order.par_sort_unstable_by(|&a, &b| names[a as usize].cmp(&names[b as usize]));
        let mut rank = vec![0u32; names.len()];
        order.iter().enumerate().for_each(|(i, &old)| rank[old as usize] = i as u32);
        places.par_iter_mut().flatten_iter().for_each(|place| place.term = rank[place.term as usize]);
        let number = names.into_iter().zip(rank).collect();
        Self { places, number }
    }

    /// How many terms there are.
    pub(crate) fn width(&self) -> usize {
        self.number.len()
    }

    /// The number of a term, where some clause holds it.
    pub(crate) fn number_of(&self, term: &str) -> Option<u32> {
        self.number.get(term).copied()
    }

    /// The terms of every node, each once, sorted.
    pub(crate) fn terms(&self) -> Vec<Vec<u32>> {
        let of = |node: usize| self.counts(node).into_iter().map(|(term, _)| term).collect();
        (0..self.places.len()).into_par_iter().map(of).collect()
    }

    /// How often each term occurs in a node, sorted by term.
    pub(crate) fn counts(&self, node: usize) -> Vec<(u32, f32)> {
        count(self.places[node].iter().map(|place| place.term).collect())
    }

    /// The known content words of any text, such as a heading.
    pub(crate) fn places_of(&self, reader: &Reader, text: &str, language: Language) -> Vec<Place> {
        let place = |token: Token| {
            let term = *self.number.get(&token.term)?;
            Some(Place { start: token.span.start() as u32, end: token.span.end() as u32, term })
        };
        reader.tokens(text, language).filter_map(place).collect()
    }

    /// How often each known term occurs in any text, sorted by term.
    pub(crate) fn counts_of(&self, reader: &Reader, text: &str, language: Language) -> Vec<(u32, f32)> {
        count(
            reader.tokens(text, language).filter_map(|token| self.number.get(&token.term).copied()).collect(),
        )
    }
}

fn count(mut terms: Vec<u32>) -> Vec<(u32, f32)> {
    terms.sort_unstable();
    terms.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect()
}

fn carries_topic(word: &str, stop: &FxHashSet<String>) -> bool {
    if word.chars().any(char::is_numeric) {
        return false;
    }
    let lower = word.to_lowercase().replace('’', "'");
    let bare = lower.strip_suffix("'s").unwrap_or(&lower);
    if bare.is_ascii() && bare.len() < 2 {
        return false;
    }
    !stop.contains(bare) && !is_pointer(bare) && !is_formulaic(bare) && roman::read(bare).is_none()
}

/// The stop words of a language; English ones where it is not known, for they do no harm elsewhere.
fn stop_words(language: Language) -> FxHashSet<String> {
    let listed = stop_words::lookup(language.code()).or_else(|| stop_words::lookup("en")).unwrap_or_default();
    listed.iter().map(|word| word.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let reader = Reader::new([Language::English]);
        reader.tokens(text, Language::English).map(|token| token.term).collect()
    }

    #[test]
    fn only_words_that_carry_a_topic_are_compared() {
        assert_eq!(
            terms("Pursuant to Article 5(2)(iv), each Party shall preserve 90 days of traffic data."),
            ["parti", "preserv", "day", "traffic", "data"]
        );
        assert_eq!(terms("1. a) ii. — §"), [""; 0]);
    }

    #[test]
    fn words_that_look_like_numerals_stay() {
        assert_eq!(terms("xiv lxxxix iii civil ill mix"), ["civil", "ill", "mix"]);
    }
}
