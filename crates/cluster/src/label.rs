//! Names for candidates: phrases from the members' own words and headings, scored against the rest of the corpus.

use crate::corpus::Corpus;
use crate::words::{Place, Reader, Words};
use std::collections::{BTreeMap, BTreeSet};

/// Longest phrase, in words that carry a topic.
const LONGEST: usize = 4;
/// What a phrase that stands in a heading counts beside one that does not.
const HEADING: f32 = 1.5;
/// Keeps the lift of rare words within bounds.
const SMOOTH: f32 = 0.02;
/// A one-word name says less than a phrase.
const LENGTH: [f32; LONGEST] = [0.75, 1.0, 1.05, 0.95];

/// How common each term is, which is what a name must differ from.
pub(crate) struct Names<'a> {
    corpus: &'a Corpus<'a>,
    words: &'a Words,
    reader: &'a Reader,
    share: Vec<f32>,
}

/// What a candidate is called.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Name {
    pub(crate) label: String,
    /// Single words as they are written, strongest first.
    pub(crate) terms: Vec<String>,
}

/// A phrase found in the members: in which agreements, and how it is written.
#[derive(Default)]
struct Found {
    agreements: BTreeSet<u32>,
    members: u32,
    in_heading: u32,
    written: BTreeMap<String, u32>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(corpus: &'a Corpus<'a>, words: &'a Words, reader: &'a Reader) -> Self {
        let mut frequency = vec![0u32; words.width()];
        for node in 0..corpus.len() {
            words.counts(node).iter().for_each(|&(term, _)| frequency[term as usize] += 1);
        }
        let total = corpus.len().max(1) as f32;
        Self { corpus, words, reader, share: frequency.iter().map(|&df| df as f32 / total).collect() }
    }

    /// The name of a set of nodes.
    pub(crate) fn name(&self, nodes: &[u32]) -> Name {
        let mut found: BTreeMap<Vec<u32>, Found> = BTreeMap::new();
        for &node in nodes {
            self.collect(node, &mut found);
        }
        let size = nodes.len() as f32;
        let spread = self.corpus.spread(nodes).max(1) as f32;
        let support = |phrase: &Found| {
            let agreements = phrase.agreements.len() as f32 / spread;
            0.5 * (agreements + phrase.members as f32 / size)
        };
        let lift: BTreeMap<u32, f32> = found
            .iter()
            .filter(|(key, _)| key.len() == 1)
            .map(|(key, phrase)| {
                let common = self.share.get(key[0] as usize).copied().unwrap_or_default();
                (key[0], ((support(phrase) + SMOOTH) / (common + SMOOTH)).ln().max(0.0))
            })
            .collect();
        let mut ranked: Vec<(f32, usize, String)> = found
            .iter()
            .filter_map(|(key, phrase)| {
                let lift: f32 = key.iter().map(|term| lift.get(term).copied().unwrap_or_default()).sum();
                let heading = if phrase.in_heading * 3 >= phrase.members { HEADING } else { 1.0 };
                let density = lift / (key.len() as f32).powf(0.45);
                let score = support(phrase) * density * LENGTH[key.len() - 1] * heading;
                let written = phrase.written.iter().max_by(|x, y| x.1.cmp(y.1).then(y.0.cmp(x.0)))?.0;
                (score > 0.0).then(|| (score, key.len(), written.clone()))
            })
            .collect();
        ranked.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.2.cmp(&y.2)));
        let label =
            ranked.first().map_or_else(|| self.fallback(nodes), |(_, _, written)| capitalised(written));
        let single = ranked.iter().filter(|(_, words, _)| *words == 1);
        Name { label, terms: single.take(6).map(|(_, _, written)| written.clone()).collect() }
    }

    /// The first words of the first member, where no word stands out.
    fn fallback(&self, nodes: &[u32]) -> String {
        let text = nodes.first().map_or("", |&node| self.corpus.clauses[node as usize].text.trim());
        text.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
    }

    fn collect(&self, node: u32, found: &mut BTreeMap<Vec<u32>, Found>) {
        let agreement = self.corpus.agreement[node as usize];
        let mut seen: BTreeMap<Vec<u32>, (String, bool)> = BTreeMap::new();
        let text = &self.corpus.clauses[node as usize].text;
        for (key, written) in phrases(text, &self.words.places[node as usize]) {
            seen.entry(key).or_insert((written, false));
        }
        let heading = &self.corpus.context[node as usize].heading;
        if !heading.is_empty() {
            let places = self.words.places_of(self.reader, heading, self.corpus.language[node as usize]);
            for (key, written) in phrases(heading, &places) {
                seen.insert(key, (written, true));
            }
        }
        for (key, (written, in_heading)) in seen {
            let phrase = found.entry(key).or_default();
            phrase.agreements.insert(agreement);
            phrase.members += 1;
            phrase.in_heading += u32::from(in_heading);
            *phrase.written.entry(written).or_default() += 1;
        }
    }
}

/// The phrases of a text: runs of words that carry a topic, joined by a space, a hyphen, or a small word.
fn phrases(text: &str, places: &[Place]) -> Vec<(Vec<u32>, String)> {
    let shouted = is_shouted(text);
    let mut out = Vec::new();
    for start in 0..places.len() {
        for end in start..places.len().min(start + LONGEST) {
            if end > start && !joined(text, places[end - 1], places[end]) {
                break;
            }
            let key: Vec<u32> = places[start..=end].iter().map(|place| place.term).collect();
            if (1..key.len()).any(|i| key[..i].contains(&key[i])) {
                break;
            }
            let Some(written) = text.get(places[start].start as usize..places[end].end as usize) else {
                break;
            };
            out.push((key, lowered(written, shouted)));
        }
    }
    out
}

fn joined(text: &str, before: Place, after: Place) -> bool {
    let Some(gap) = text.get(before.end as usize..after.start as usize) else { return false };
    matches!(gap, " " | "-" | "\u{a0}" | "\n")
        || matches!(
            gap.trim(),
            "of" | "and" | "of the" | "to" | "for" | "on" | "in" | "against" | "de" | "du" | "des"
        )
}

/// Whether most letters are capitals, so that capitals say nothing.
fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().filter(|c| c.is_uppercase()).count() * 2 > letters
}

/// Lower case, but for abbreviations ("CSIRTs").
fn lowered(phrase: &str, shouted: bool) -> String {
    let lower = |word: &str| {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        if !shouted && capitals > 1 { word.to_owned() } else { word.to_lowercase() }
    };
    phrase.split_whitespace().map(lower).collect::<Vec<_>>().join(" ")
}

fn capitalised(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
