//! Names for candidates: of all that its clauses, their headings and what leads to them give, the one with the least weight of
//! flaws (`forms.rs`, `score.rs`); where none is good, the words that the clauses share (`keys.rs`).

mod asks;
mod brief;
mod cut;
mod forms;
mod join;
mod keys;
mod lead;
mod line;
mod own;
mod said;
mod score;
mod tail;
mod thin;
mod who;
mod whole;

use crate::corpus::Corpus;
use crate::words::{Reader, Words};
use crosscut_text::Language;
use forms::{Form, Source};
use score::Scored;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Names of a set of which one may be taken by another set.
const LABELS: usize = 6;

/// Weight of flaws by which a name may be worse than the best that another set has taken.
const SPARE: f32 = 0.8;

/// How common each term is, which is what shared words must differ from.
pub(crate) struct Names<'a> {
    corpus: &'a Corpus<'a>,
    words: &'a Words,
    reader: &'a Reader,
    /// Share of the nodes that hold each term.
    share: Vec<f32>,
    /// Nodes of each language.
    spoken: BTreeMap<Language, u32>,
    /// The forms of each node, once a set of it was named.
    forms: Vec<OnceLock<Vec<Form>>>,
    /// The terms of all whom clauses ask, once somebody asked.
    actors: OnceLock<BTreeSet<Vec<u32>>>,
}

/// What a candidate may be called.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Name {
    /// Best first; at least one.
    pub(crate) labels: Vec<String>,
    /// What it asks, in one line.
    pub(crate) asks: String,
    /// Single words as they are written, strongest first.
    pub(crate) terms: Vec<String>,
    /// How many agreements have each of these words in a clause of the set.
    pub(crate) held: Vec<usize>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(corpus: &'a Corpus<'a>, words: &'a Words, reader: &'a Reader) -> Self {
        let mut frequency = vec![0u32; words.width()];
        let mut last = vec![u32::MAX; words.width()];
        for (node, places) in words.places.iter().enumerate() {
            for place in places {
                let term = place.term as usize;
                frequency[term] += u32::from(last[term] != node as u32);
                last[term] = node as u32;
            }
        }
        let total = corpus.len().max(1) as f32;
        let share = frequency.iter().map(|&df| df as f32 / total).collect();
        let mut spoken: BTreeMap<Language, u32> = BTreeMap::new();
        corpus.language.iter().for_each(|&language| *spoken.entry(language).or_default() += 1);
        let forms = (0..corpus.len()).map(|_| OnceLock::new()).collect();
        Self { corpus, words, reader, share, spoken, forms, actors: OnceLock::new() }
    }

    /// Names for a set of nodes, the most central ones first.
    pub(crate) fn name(&self, all: &[u32]) -> Name {
        let nodes = &self.of_one_language(all);
        let nodes = &nodes[..nodes.len().min(self.corpus.params.names.members)];
        let scored = self.scored(nodes);
        let asked = |scored: &&Scored| !matches!(scored.from, Source::Heading | Source::Keys);
        let asks = scored.iter().find(asked).map(|scored| scored.text.clone());
        let most = scored.first().map_or(0.0, |best| best.weight) + SPARE;
        let good = scored.into_iter().take(LABELS).take_while(|scored| scored.weight <= most);
        let mut labels: Vec<String> = good.map(|scored| scored.text).collect();
        if labels.is_empty() {
            labels.push(self.first_words(nodes));
        }
        let terms: Vec<u32> = self
            .shared(nodes)
            .into_iter()
            .take(self.corpus.params.names.terms)
            .map(|(_, term)| term)
            .collect();
        Name {
            asks: asks.or_else(|| labels.first().cloned()).unwrap_or_default(),
            labels,
            held: terms.iter().map(|&term| self.agreements_with(term, all)).collect(),
            terms: terms.iter().map(|&term| self.written(term, nodes)).collect(),
        }
    }

    /// The nodes in that of their languages which the corpus mostly has: nobody reads a name in two languages, and most
    /// read the names of all candidates in one.
    fn of_one_language(&self, nodes: &[u32]) -> Vec<u32> {
        let language = |&node: &u32| self.corpus.language[node as usize];
        let spoken = |language: Language| (self.spoken.get(&language).copied().unwrap_or_default(), language);
        let chosen = nodes.iter().map(language).max_by_key(|&language| spoken(language));
        nodes.iter().filter(|node| Some(language(node)) == chosen).copied().collect()
    }

    /// The first words of the first clause, where nothing better is left.
    fn first_words(&self, nodes: &[u32]) -> String {
        let text = nodes.first().map_or("", |&node| self.corpus.clauses[node as usize].text.trim());
        text.split_whitespace().take(self.corpus.params.names.content).collect::<Vec<_>>().join(" ")
    }

    /// The terms of a set by how much more often it holds them than others, strongest first.
    fn shared(&self, nodes: &[u32]) -> Vec<(f32, u32)> {
        let params = &self.corpus.params.names;
        let mut holders: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for &node in nodes {
            let places = &self.words.places[node as usize];
            let places = &places[..places.len().min(params.words)];
            let mut terms: Vec<u32> = places.iter().map(|place| place.term).collect();
            terms.sort_unstable();
            terms.dedup();
            terms.into_iter().for_each(|term| holders.entry(term).or_default().push(node));
        }
        let spread = self.corpus.spread(nodes).max(1) as f32;
        let strength = |term: u32, holders: &[u32]| {
            let members = holders.len() as f32 / nodes.len() as f32;
            let support = 0.5 * (members + self.corpus.spread(holders) as f32 / spread);
            let common = self.share.get(term as usize).copied().unwrap_or_default();
            support * ((support + params.smooth) / (common + params.smooth)).ln().max(0.0)
        };
        let mut terms: Vec<(f32, u32)> = holders
            .iter()
            .map(|(&term, holders)| (strength(term, holders), term))
            .filter(|(s, _)| *s > 0.0)
            .collect();
        terms.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        terms
    }

    /// How many agreements have a clause of a set that holds a term.
    fn agreements_with(&self, term: u32, nodes: &[u32]) -> usize {
        let holds = |node: &u32| self.words.places[*node as usize].iter().any(|place| place.term == term);
        let holders: Vec<u32> = nodes.iter().copied().filter(holds).collect();
        self.corpus.spread(&holders)
    }

    /// The way in which a term is mostly written; capitals of a clause's first word do not count.
    fn written(&self, term: u32, nodes: &[u32]) -> String {
        let mut ways: BTreeMap<String, u32> = BTreeMap::new();
        for &node in nodes {
            let text = &self.corpus.clauses[node as usize].text;
            let shouted = is_shouted(text);
            for place in self.words.places[node as usize].iter().filter(|place| place.term == term) {
                let Some(word) = text.get(place.start as usize..place.end as usize) else { continue };
                let first = starts_sentence(text, place.start as usize);
                *ways.entry(lowered(word, first, shouted)).or_default() += 1;
            }
        }
        // Of ways that are as frequent, the plainest: "specified" may be the word of one member, "specify" of another.
        let plain = |(way, count): &(String, u32)| (*count, Reverse(way.chars().count()));
        ways.into_iter().rev().max_by_key(plain).map(|(way, _)| way).unwrap_or_default()
    }
}

/// Gives each set, in the order of the list, a name that none before it has.
pub(crate) fn unique(names: &[Name]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    names
        .iter()
        .map(|name| {
            let free = |label: &String| !taken.contains(&label.to_lowercase());
            let label = name.labels.iter().find(|label| free(label)).cloned().unwrap_or_else(|| {
                let first = name.labels.first().map_or("", String::as_str);
                (2..).map(|n| format!("{first} ({n})")).find(free).unwrap_or_default()
            });
            taken.insert(label.to_lowercase());
            label
        })
        .collect()
}

/// Whether most letters are capitals, so that capitals say nothing.
fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().filter(|c| c.is_uppercase()).count() * 2 > letters
}

fn starts_sentence(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end();
    before.is_empty() || before.ends_with(['.', ')', ':', ';', '"', '“', '‘', '\'', '`'])
}

/// Lower case where capitals say nothing, but for abbreviations ("CSIRTs").
fn lowered(word: &str, first: bool, shouted: bool) -> String {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let abbreviation = capitals > 1 && !shouted && (word.len() < 7 || word.chars().any(char::is_lowercase));
    let shouted = shouted || (capitals > 1 && !abbreviation);
    if abbreviation || !(shouted || first) { word.to_owned() } else { word.to_lowercase() }
}

fn unshouted(title: &str) -> String {
    if is_shouted(title) && title.contains(' ') { title.to_lowercase() } else { title.to_owned() }
}

#[cfg(test)]
mod tests;
