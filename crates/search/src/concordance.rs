//! Words of a set of clauses as a corpus linguist counts them: frequencies, dispersion, runs of words, collocates and
//! keyness. Pure: it reads clauses, not the index.

use crate::schema::tagged;
use crosscut_text::is_spaced;
use crosscut_text::lexicon::invisible::stripped;
use crosscut_text::{AgreementId, Analyzer, Language, OccurrenceKind};
use std::collections::{BTreeMap, BTreeSet};

/// How often a word or a run of words occurs.
#[derive(Clone, Debug, PartialEq)]
pub struct WordCount {
    /// The word in its commonest form, as it is written; of several words in a row their commonest forms there.
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
    /// How often in each agreement that has it, by their ids.
    pub by_agreement: Vec<(AgreementId, usize)>,
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
    /// The words of each clause, with the number of its agreement. What is no word, such as a number, keeps its place.
    clauses: Vec<(usize, Vec<Option<Read>>)>,
    /// Words of each agreement, stop words included, and its id.
    lengths: Vec<usize>,
    ids: Vec<AgreementId>,
    /// Stems with their languages, since those of two languages are spelled alike by accident only; and words as written.
    terms: Interned,
    forms: Interned,
    /// The commonest form of each term.
    names: BTreeMap<u32, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Read {
    term: u32,
    form: u32,
    is_stop_word: bool,
}

/// Texts, each once, by numbers.
#[derive(Clone, Debug, Default)]
struct Interned {
    numbers: BTreeMap<String, u32>,
    texts: Vec<String>,
}

impl Interned {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }
}

impl Corpus {
    /// Reads clauses: the agreement, language and text of each.
    pub fn of<'c>(clauses: impl Iterator<Item = (&'c AgreementId, Language, &'c str)>) -> Self {
        let mut analyzers: BTreeMap<Language, Analyzer> = BTreeMap::new();
        let mut agreements: BTreeMap<&str, usize> = BTreeMap::new();
        let mut forms: BTreeMap<u32, BTreeMap<u32, usize>> = BTreeMap::new();
        let mut corpus = Self::default();
        for (agreement, language, text) in clauses {
            let analyzer = analyzers.entry(language).or_insert_with(|| Analyzer::new(language));
            let next = agreements.len();
            let number = *agreements.entry(agreement.as_str()).or_insert(next);
            if number == next && corpus.ids.len() == next {
                corpus.ids.push(agreement.clone());
            }
            let agreement = number;
            corpus.lengths.resize(agreements.len(), 0);
            let mut words = Vec::new();
            for word in analyzer.counted(text) {
                if !word.form.chars().any(char::is_alphabetic) {
                    words.push(None);
                    continue;
                }
                let is_name = word.kind == OccurrenceKind::Capitals;
                let written = stripped(word.span.cut(text).unwrap_or(&word.form));
                let written = if is_name { written } else { written.to_lowercase() };
                let term = corpus.terms.number(&tagged(language, &word.term));
                let form = corpus.forms.number(&written);
                *forms.entry(term).or_default().entry(form).or_default() += 1;
                let is_stop_word = !is_name && analyzer.is_stop_word(&word.form);
                words.push(Some(Read { term, form, is_stop_word }));
            }
            corpus.lengths[agreement] += words.iter().flatten().count();
            corpus.clauses.push((agreement, words));
        }
        let all = &corpus.forms;
        let commonest =
            |forms: &BTreeMap<u32, usize>| commonest(all, forms.iter().map(|(form, count)| (*form, *count)));
        corpus.names = forms.iter().filter_map(|(term, forms)| Some((*term, commonest(forms)?))).collect();
        corpus
    }

    /// How many words it has, stop words included.
    pub fn words(&self) -> usize {
        self.lengths.iter().sum()
    }

    /// The words that carry a topic, commonest first; with `run` above 1 the runs of so many words that begin and end
    /// with one, each as it is written most often.
    pub fn frequencies(&self, run: usize) -> Vec<WordCount> {
        let mut runs: BTreeMap<Vec<u32>, Run> = BTreeMap::new();
        for (agreement, words) in &self.clauses {
            for window in words.windows(run.max(1)) {
                let Some(window) = window.iter().copied().collect::<Option<Vec<Read>>>() else { continue };
                if [window.first(), window.last()].into_iter().flatten().any(|word| word.is_stop_word) {
                    continue;
                }
                let found = runs.entry(window.iter().map(|word| word.term).collect()).or_default();
                found.counts.resize(self.lengths.len(), 0);
                found.counts[*agreement] += 1;
                if run > 1 {
                    let written = window.iter().map(|word| word.form).collect();
                    *found.written.entry(written).or_default() += 1;
                }
            }
        }
        let counted = runs.into_iter().map(|(terms, run)| {
            let count: usize = run.counts.iter().sum();
            WordCount {
                word: run.commonest(&self.forms).unwrap_or_else(|| self.name(terms[0]).to_owned()),
                count,
                per_10_000: share(count, self.words()) * 10_000.0,
                agreements: run.counts.iter().filter(|count| **count > 0).count(),
                dispersion: self.dispersion(&run.counts, count),
                by_agreement: self.by_agreement(&run.counts),
            }
        });
        let mut counted: Vec<WordCount> = counted.collect();
        counted.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
        counted
    }

    /// The words within `window` words of a word in any of its forms, strongest first; those that occur near it once are
    /// left out.
    pub fn collocates(&self, word: &str, window: usize) -> Vec<Collocate> {
        let nodes = self.terms_of(word);
        let node: BTreeSet<u32> = nodes.iter().flatten().copied().collect();
        let starts = |words: &[Option<Read>]| {
            let fits = |terms: &&Vec<u32>| {
                let read = words.iter().map(|word| word.map(|word| word.term));
                terms.len() <= words.len() && read.take(terms.len()).eq(terms.iter().copied().map(Some))
            };
            nodes.iter().find(fits).map(Vec::len)
        };
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        let mut near: BTreeMap<u32, usize> = BTreeMap::new();
        let mut occurrences = 0;
        for (_, words) in &self.clauses {
            let mut places = BTreeSet::new();
            for (place, word) in words.iter().enumerate() {
                let Some(word) = word else { continue };
                *counts.entry(word.term).or_default() += 1;
                if let Some(length) = starts(&words[place..]) {
                    occurrences += 1;
                    places.extend(place.saturating_sub(window)..(place + length + window).min(words.len()));
                }
            }
            for word in places.into_iter().filter_map(|place| words[place]) {
                if !word.is_stop_word && !node.contains(&word.term) {
                    *near.entry(word.term).or_default() += 1;
                }
            }
        }
        let mut found: Vec<Collocate> = near
            .into_iter()
            .filter(|(_, near)| *near > 1)
            .map(|(term, near)| {
                let count = counts.get(&term).copied().unwrap_or(near);
                let log_dice = 14.0 + (2.0 * near as f64 / (occurrences + count) as f64).log2();
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
            let named =
                |corpus: &Self| corpus.terms.numbers.get(term).map(|term| corpus.name(*term).to_owned());
            let name = named(if counts.0 > 0 { self } else { other }).unwrap_or_default();
            Key { word: name, counts, log_likelihood, log_ratio }
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
        let words = self.clauses.iter().flat_map(|(_, words)| words).flatten();
        for word in words.filter(|word| !word.is_stop_word) {
            *counts.entry(self.terms.text(word.term)).or_default() += 1;
        }
        counts
    }

    fn dispersion(&self, by_agreement: &[usize], count: usize) -> f64 {
        let all = self.words();
        let parts = by_agreement.iter().zip(&self.lengths);
        parts.map(|(here, length)| (share(*here, count) - share(*length, all)).abs()).sum::<f64>() / 2.0
    }

    fn by_agreement(&self, counts: &[usize]) -> Vec<(AgreementId, usize)> {
        let held = self.ids.iter().cloned().zip(counts.iter().copied()).filter(|(_, count)| *count > 0);
        let mut held: Vec<(AgreementId, usize)> = held.collect();
        held.sort();
        held
    }

    fn name(&self, term: u32) -> &str {
        self.names.get(&term).map_or("", |form| self.forms.text(*form))
    }

    /// The terms of a word in the languages of the set, as far as they occur; several in a row where each letter is one.
    fn terms_of(&self, word: &str) -> BTreeSet<Vec<u32>> {
        let known: BTreeSet<&str> =
            self.terms.texts.iter().filter_map(|term| term.split(':').next()).collect();
        let rows = known.into_iter().map(|code| {
            let analyzer = Analyzer::new(Language::from_code(code));
            let words = analyzer.asked(word).into_iter();
            words
                .map(|word| self.terms.numbers.get(&tagged(analyzer.language(), &word.term)).copied())
                .collect()
        });
        rows.filter_map(|row: Option<Vec<u32>>| row.filter(|row| !row.is_empty())).collect()
    }
}

/// Where words come in a row: how often in each agreement, and in which forms.
#[derive(Default)]
struct Run {
    counts: Vec<usize>,
    written: BTreeMap<Vec<u32>, usize>,
}

impl Run {
    /// As it is written most often; none for a single word, whose forms are known.
    fn commonest(&self, forms: &Interned) -> Option<String> {
        let text = |run: &Vec<u32>| in_one_line(run.iter().map(|form| forms.text(*form)));
        let all = self.written.iter().map(|(run, count)| (*count, text(run)));
        all.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, text)| text)
    }
}

/// Words as they are written beside each other: letters that are words stand close.
fn in_one_line<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let is_letter = |word: &str| word.chars().next().is_some_and(|c| !is_spaced(c));
    let mut line = String::new();
    for word in words {
        let is_close = is_letter(word) && line.chars().next_back().is_some_and(|c| !is_spaced(c));
        if !line.is_empty() && !is_close {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The commonest of several forms; of equals the first in the alphabet.
fn commonest(forms: &Interned, counts: impl Iterator<Item = (u32, usize)>) -> Option<u32> {
    counts
        .max_by(|a, b| a.1.cmp(&b.1).then_with(|| forms.text(b.0).cmp(forms.text(a.0))))
        .map(|(form, _)| form)
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
        let by_agreement: Vec<(&str, usize)> =
            counted[0].by_agreement.iter().map(|(id, count)| (id.as_str(), *count)).collect();
        assert_eq!(by_agreement, [("a", 1), ("b", 4)]);
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
        let chinese = AgreementId::slug("a");
        let texts = ["保护网络安全。", "网络安全法。"];
        let chinese = Corpus::of(texts.iter().map(|text| (&chinese, Language::Chinese, *text)));
        assert_eq!(chinese.frequencies(2)[0].word, "安全");
        assert_eq!(chinese.collocates("网络", 1)[0].word, "安");
        let keys = one.keyness(&other);
        assert_eq!((keys[0].word.as_str(), keys[0].counts), ("critical", (2, 0)));
        assert!((keys[0].log_likelihood - 2.0 * 2.0 * 2f64.ln()).abs() < 1e-9);
        let plan = keys.last().unwrap();
        assert_eq!((plan.word.as_str(), plan.counts), ("plan", (1, 5)));
        assert!((plan.log_ratio - (0.2f64).log2()).abs() < 1e-9);
    }

    #[test]
    fn languages_are_counted_apart_and_words_are_shown_as_they_are_written() {
        let a = AgreementId::slug("a");
        let texts = [
            (Language::English, "The United Nations keep security. United Nations of Article 7 security."),
            (Language::French, "La sécurité des réseaux et la sécurité."),
        ];
        let corpus = Corpus::of(texts.iter().map(|(language, text)| (&a, *language, *text)));
        let counted = corpus.frequencies(1);
        let count = |word: &str| counted.iter().find(|one| one.word == word).map(|one| one.count);
        assert_eq!((count("security"), count("sécurité"), count("securite")), (Some(2), Some(2), None));
        let runs = corpus.frequencies(2);
        assert_eq!((runs[0].word.as_str(), runs[0].count), ("united nations", 2));
        assert!(runs.iter().all(|run| run.word != "article security"), "a number stands between: {runs:?}");
    }

    #[test]
    fn nothing_is_counted_of_nothing() {
        let empty = Corpus::default();
        assert!(empty.frequencies(1).is_empty() && empty.keyness(&empty).is_empty());
        assert!(empty.collocates("plan", 5).is_empty());
    }
}
