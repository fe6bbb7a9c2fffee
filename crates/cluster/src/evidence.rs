//! What of an element's words the clauses hold, each word weighed by how rare it is; a word that no clause holds is the
//! rarest. Unlike a likeness it does not grow because the other words of a definition are unknown here.

use crate::Element;
use crate::params::Guided;
use crate::sparse::Weights;
use crate::words::{Reader, Words};
use crosscut_text::Language;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What is known of the words of one element.
pub(crate) struct Evidence {
    /// Share of the element's words that some clause holds.
    pub(crate) known: f32,
    /// The greatest share that one clause holds.
    pub(crate) best: f32,
    /// For each clause, how much it holds: the logarithm of the sum of the words' rarities, so that a long definition
    /// and a short one can be met alike.
    pub(crate) found: Vec<f32>,
    /// The logarithm of each clause's number of words.
    pub(crate) length: Vec<f32>,
}

impl Evidence {
    /// `terms` are those of each clause, each once.
    pub(crate) fn of(
        words: &Words,
        terms: &[Vec<u32>],
        reader: &Reader,
        weights: &Weights,
        element: &Element,
        params: &Guided,
    ) -> Self {
        let wanted = wanted(reader, element, params);
        // In a small study, too, a word that is not there is a rare one.
        let rarest = weights.rarest().max((1.0 + params.background as f32).ln() + 1.0);
        let rarity = |word: &str| words.number_of(word).map_or(rarest, |term| weights.idf(term));
        let all: f32 = wanted.iter().map(|(word, counts)| counts * rarity(word)).sum();
        let mut share: FxHashMap<u32, (f32, f32)> = FxHashMap::default();
        for (word, counts) in &wanted {
            let Some(term) = words.number_of(word) else { continue };
            let rarity = weights.idf(term);
            share.insert(term, (counts * rarity / all, rarity / weights.rarest()));
        }
        let known = in_order(&share).map(|(share, _)| share).sum();
        let (mut best, mut found) = (0.0f32, Vec::with_capacity(terms.len()));
        for terms in terms {
            let held = terms.iter().filter_map(|term| share.get(term));
            let (held, rarities) = held.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            best = best.max(held);
            found.push(f32::ln_1p(rarities));
        }
        let length = words.places.iter().map(|places| f32::ln_1p(places.len() as f32)).collect();
        Self { known, best, found, length }
    }
}

/// The shares by term, so that they are always added in the same order.
fn in_order(share: &FxHashMap<u32, (f32, f32)>) -> impl Iterator<Item = (f32, f32)> {
    share.iter().map(|(term, share)| (*term, *share)).collect::<BTreeMap<u32, (f32, f32)>>().into_values()
}

/// The words of an element, each with what it counts.
fn wanted(reader: &Reader, element: &Element, params: &Guided) -> BTreeMap<String, f32> {
    let share = params.phrases / element.phrases.len().max(1) as f32;
    let texts = [(&element.definition, 1.0), (&element.name, params.name)];
    let phrases = element.phrases.iter().map(|phrase| (phrase, share));
    let mut wanted: BTreeMap<String, f32> = BTreeMap::new();
    for (text, counts) in texts.into_iter().chain(phrases) {
        let mut terms: Vec<String> = reader.tokens(text, language(text)).map(|token| token.term).collect();
        terms.sort_unstable();
        terms.dedup();
        terms.into_iter().for_each(|term| *wanted.entry(term).or_default() += counts);
    }
    wanted
}

/// Definitions are short; one whose language cannot be detected is read as English.
pub(crate) fn language(text: &str) -> Language {
    match Language::detect(text) {
        Language::Undetermined => Language::English,
        language => language,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::corpus::Corpus;
    use crate::space::{Mix, Space};
    use crate::testing::clauses;

    fn evidence(definition: &str) -> Evidence {
        let given = clauses(&[
            ("pact", "Each Party shall report serious incidents to the response team."),
            ("pact", "Boats carry lamps at night."),
            ("charter", "The response team answers."),
        ]);
        let corpus = Corpus::of(Compared::new(&given, None));
        let reader = Reader::new(corpus.language.iter().copied());
        let words = Words::of(&corpus, &reader);
        let space = Space::of(&corpus, &words, &reader, None, Mix::guided(corpus.params));
        let element = Element { definition: definition.into(), ..Element::default() };
        Evidence::of(&words, &words.terms(), &reader, &space.weights, &element, &corpus.params.guided)
    }

    #[test]
    fn a_word_that_no_clause_holds_counts_against_the_whole() {
        let whole = evidence("Serious incidents are reported to a response team.");
        assert!((whole.known - 1.0).abs() < 1e-6, "{}", whole.known);
        let half = evidence("Serious earthquakes are reported to a volcano team.");
        assert!(half.known < 0.75 && half.best < whole.best, "{} {}", half.known, half.best);
        // By agreement: the charter's clause, then the two of the pact.
        assert!(whole.found[1] > whole.found[0] && whole.found[2] == 0.0, "{:?}", whole.found);
        let none = evidence("Quarks decay.");
        assert_eq!((none.known, none.best), (0.0, 0.0));
        assert_eq!(evidence("").known, 0.0);
    }
}
