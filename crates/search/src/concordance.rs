//! Words of a set of clauses as a corpus linguist counts them: frequencies, dispersion, runs of words, collocates and
//! keyness. Pure: it reads clauses, not the index.

use crosscut_text::{AgreementId, Analyzer, Language, OccurrenceKind};
use std::collections::{BTreeMap, BTreeSet};

/// How often a word or a run of words occurs.
#[derive(Clone, Debug, PartialEq)]
pub struct WordCount {
    /// The word, folded to one spelling; of a stem the commonest form.
    pub word: String,
    /// How often it occurs.
    pub count: usize,
    /// Occurrences in 10,000 words of the set.
    pub per_10_000: f64,
    /// In how many agreements.
    pub agreements: usize,
    /// How unevenly it is spread over the agreements: Gries' deviation of proportions (2008), 0 for as even as the texts
    /// are long, near 1 for one agreement only.
    pub dispersion: f64,
}

/// A word that occurs near another.
#[derive(Clone, Debug, PartialEq)]
pub struct Collocate {
    /// The word.
    pub word: String,
    /// How often it occurs within the window.
    pub near: usize,
    /// How often it occurs at all.
    pub count: usize,
    /// Log-Dice (Rychlý 2008), at most 14: how much more often the two occur together than apart.
    pub log_dice: f64,
}

/// A word that one set of clauses uses more than another.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The word.
    pub word: String,
    /// How often it occurs in the first set, and in the second.
    pub counts: (usize, usize),
    /// Log-likelihood (Dunning 1993; Rayson and Garside 2000): how sure the difference is. 3.84 is p < .05, 15.13 p < .0001.
    pub log_likelihood: f64,
    /// Binary logarithm of the ratio of the relative frequencies (Hardie 2014), half an occurrence where there is none: 1
    /// for twice as often in the first set, -1 for half as often.
    pub log_ratio: f64,
}

/// The words of clauses, read once.
///
/// ```
/// use crosscut_search::Corpus;
/// use crosscut_text::{AgreementId, Clause, Eid, Language};
/// let clause = |agreement: &str, text: &str| Clause {
///     language: Language::English,
///     ..Clause::new(AgreementId::slug(agreement), Eid::new("art_1").unwrap(), text)
/// };
/// let clauses = [clause("a", "Report the incident."), clause("b", "Incidents are reported; keep the plan.")];
/// let corpus = Corpus::of(clauses.iter().map(|clause| (&clause.agreement, clause.language, clause.text.as_str())));
/// let counted = corpus.frequencies(1);
/// assert_eq!((counted[0].word.as_str(), counted[0].count, counted[0].agreements), ("incident", 2, 2));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// The words of each clause, with the number of its agreement.
    clauses: Vec<(usize, Vec<Read>)>,
    /// Words of each agreement, stop words included.
    lengths: Vec<usize>,
    /// The commonest form of each term.
    names: BTreeMap<String, String>,
}

#[derive(Clone, Debug)]
struct Read {
    term: String,
    is_stop_word: bool,
}

impl Corpus {
    /// Reads clauses: the agreement, language and text of each.
    pub fn of<'c>(clauses: impl Iterator<Item = (&'c AgreementId, Language, &'c str)>) -> Self {
        let mut analyzers: BTreeMap<Language, Analyzer> = BTreeMap::new();
        let mut agreements: BTreeMap<&str, usize> = BTreeMap::new();
        let mut forms: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        let mut corpus = Self::default();
        for (agreement, language, text) in clauses {
            let analyzer = analyzers.entry(language).or_insert_with(|| Analyzer::new(language));
            let next = agreements.len();
            let agreement = *agreements.entry(agreement.as_str()).or_insert(next);
            corpus.lengths.resize(agreements.len(), 0);
            let mut words = Vec::new();
            for word in analyzer.asked(text) {
                if !word.form.chars().any(char::is_alphabetic) {
                    continue;
                }
                let is_stop_word = word.kind != OccurrenceKind::Capitals && analyzer.is_stop_word(&word.form);
                *forms.entry(word.term.clone()).or_default().entry(word.form).or_default() += 1;
                words.push(Read { term: word.term, is_stop_word });
            }
            corpus.lengths[agreement] += words.len();
            corpus.clauses.push((agreement, words));
        }
        let commonest = |forms: BTreeMap<String, usize>| {
            forms.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(form, _)| form)
        };
        corpus.names =
            forms.into_iter().filter_map(|(term, forms)| Some((term, commonest(forms)?))).collect();
        corpus
    }

    /// How many words it has, stop words included.
    pub fn words(&self) -> usize {
        self.lengths.iter().sum()
    }

    /// The words that carry a topic, commonest first; with `run` above 1 the runs of so many words that begin and end
    /// with one.
    pub fn frequencies(&self, run: usize) -> Vec<WordCount> {
        let mut counts: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
        for (agreement, words) in &self.clauses {
            for window in words.windows(run.max(1)) {
                let ends = [window.first(), window.last()];
                if ends.into_iter().flatten().any(|word| word.is_stop_word) {
                    continue;
                }
                let key = window.iter().map(|word| word.term.as_str()).collect();
                let counts = counts.entry(key).or_insert_with(|| vec![0; self.lengths.len()]);
                counts[*agreement] += 1;
            }
        }
        let counted = counts.into_iter().map(|(terms, by_agreement)| {
            let count: usize = by_agreement.iter().sum();
            WordCount {
                word: terms.iter().map(|term| self.name(term)).collect::<Vec<_>>().join(" "),
                count,
                per_10_000: share(count, self.words()) * 10_000.0,
                agreements: by_agreement.iter().filter(|count| **count > 0).count(),
                dispersion: self.dispersion(&by_agreement, count),
            }
        });
        let mut counted: Vec<WordCount> = counted.collect();
        counted.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
        counted
    }

    /// The words within `window` words of a word in any of its forms, strongest first; those that occur near it once are
    /// left out.
    pub fn collocates(&self, word: &str, window: usize) -> Vec<Collocate> {
        let node = self.terms_of(word);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut near: BTreeMap<&str, usize> = BTreeMap::new();
        let mut nodes = 0;
        for (_, words) in &self.clauses {
            let mut places = BTreeSet::new();
            for (place, word) in words.iter().enumerate() {
                *counts.entry(&word.term).or_default() += 1;
                if node.contains(word.term.as_str()) {
                    nodes += 1;
                    places.extend(place.saturating_sub(window)..(place + window + 1).min(words.len()));
                }
            }
            for word in places.into_iter().map(|place| &words[place]) {
                if !word.is_stop_word && !node.contains(word.term.as_str()) {
                    *near.entry(&word.term).or_default() += 1;
                }
            }
        }
        let mut found: Vec<Collocate> = near
            .into_iter()
            .filter(|(_, near)| *near > 1)
            .map(|(term, near)| {
                let count = counts.get(term).copied().unwrap_or(near);
                let log_dice = 14.0 + (2.0 * near as f64 / (nodes + count) as f64).log2();
                Collocate { word: self.name(term).to_owned(), near, count, log_dice }
            })
            .collect();
        found.sort_by(|a, b| b.log_dice.total_cmp(&a.log_dice).then_with(|| a.word.cmp(&b.word)));
        found
    }

    /// The words that this set uses more than another, surest first, then those that it uses less.
    pub fn keyness(&self, other: &Self) -> Vec<Key> {
        let (here, there) = (self.counts(), other.counts());
        let (all_here, all_there) = (self.words() as f64, other.words() as f64);
        let terms: BTreeSet<&str> = here.keys().chain(there.keys()).copied().collect();
        let key = |term: &str| {
            let counts = (here.get(term).copied().unwrap_or(0), there.get(term).copied().unwrap_or(0));
            let (a, b) = (counts.0 as f64, counts.1 as f64);
            let expected = |all: f64| all * (a + b) / (all_here + all_there);
            let part =
                |seen: f64, expected: f64| if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 };
            let log_likelihood = 2.0 * (part(a, expected(all_here)) + part(b, expected(all_there)));
            let relative = |seen: f64, all: f64| seen.max(0.5) / all.max(1.0);
            let log_ratio = (relative(a, all_here) / relative(b, all_there)).log2();
            let name = if counts.0 > 0 { self.name(term) } else { other.name(term) };
            Key { word: name.to_owned(), counts, log_likelihood, log_ratio }
        };
        let mut keys: Vec<Key> = terms.into_iter().map(key).collect();
        keys.sort_by(|a, b| {
            let more = |key: &Key| key.log_ratio <= 0.0;
            more(a)
                .cmp(&more(b))
                .then(b.log_likelihood.total_cmp(&a.log_likelihood))
                .then_with(|| a.word.cmp(&b.word))
        });
        keys
    }

    fn counts(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for word in self.clauses.iter().flat_map(|(_, words)| words).filter(|word| !word.is_stop_word) {
            *counts.entry(word.term.as_str()).or_default() += 1;
        }
        counts
    }

    fn dispersion(&self, by_agreement: &[usize], count: usize) -> f64 {
        let all = self.words();
        let parts = by_agreement.iter().zip(&self.lengths);
        parts.map(|(here, length)| (share(*here, count) - share(*length, all)).abs()).sum::<f64>() / 2.0
    }

    fn name<'n>(&'n self, term: &'n str) -> &'n str {
        self.names.get(term).map_or(term, String::as_str)
    }

    /// The terms of a word in the languages of the set, as far as they occur.
    fn terms_of(&self, word: &str) -> BTreeSet<&str> {
        let mut terms = BTreeSet::new();
        for language in Analyzer::STEMMED.iter().chain(&[Language::Undetermined]) {
            let term = Analyzer::new(*language).term(word);
            terms.extend(self.names.get_key_value(&term).map(|(term, _)| term.as_str()));
        }
        terms
    }
}

fn share(part: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corpus(texts: &[(&str, &str)]) -> Corpus {
        let texts: Vec<(AgreementId, &str)> =
            texts.iter().map(|(agreement, text)| (AgreementId::slug(agreement), *text)).collect();
        Corpus::of(texts.iter().map(|(agreement, text)| (agreement, Language::English, *text)))
    }

    #[test]
    fn words_are_counted_and_their_spread_is_measured() {
        let corpus = corpus(&[("a", "incident report incident plan"), ("b", "plan plan plan plan")]);
        let counted = corpus.frequencies(1);
        assert_eq!((counted[0].word.as_str(), counted[0].count, counted[0].agreements), ("plan", 5, 2));
        // By hand: |1/5 - 4/8| + |4/5 - 4/8| = 0.6, halved.
        assert!((counted[0].dispersion - 0.3).abs() < 1e-9);
        assert!((counted[0].per_10_000 - 6250.0).abs() < 1e-9);
        let incident = counted.iter().find(|word| word.word == "incident").unwrap();
        assert!((incident.dispersion - 0.5).abs() < 1e-9);
        let runs = corpus.frequencies(2);
        assert_eq!((runs[0].word.as_str(), runs[0].count), ("plan plan", 3));
    }

    #[test]
    fn collocates_and_keyness_by_hand() {
        let one =
            corpus(&[("a", "critical infrastructure"), ("a", "critical infrastructures"), ("a", "plan")]);
        let found = one.collocates("criticality", 3);
        assert_eq!((found[0].word.as_str(), found[0].near, found[0].count), ("infrastructure", 2, 2));
        assert!((found[0].log_dice - 14.0).abs() < 1e-9, "always together");
        let other = corpus(&[("b", "plan plan plan plan plan")]);
        let keys = one.keyness(&other);
        assert_eq!((keys[0].word.as_str(), keys[0].counts), ("critical", (2, 0)));
        assert!((keys[0].log_likelihood - 2.0 * 2.0 * 2f64.ln()).abs() < 1e-9);
        let plan = keys.last().unwrap();
        assert_eq!((plan.word.as_str(), plan.counts), ("plan", (1, 5)));
        assert!((plan.log_ratio - (0.2f64).log2()).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_counted_of_nothing() {
        let empty = Corpus::default();
        assert!(empty.frequencies(1).is_empty() && empty.keyness(&empty).is_empty());
        assert!(empty.collocates("plan", 5).is_empty());
    }
}
