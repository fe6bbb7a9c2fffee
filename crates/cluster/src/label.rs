//! Names for candidates: phrases from the members' own words and headings, scored against the rest of the corpus.

use crate::corpus::Corpus;
use crate::grammar::Grammar;
use crate::params::Naming;
use crate::words::{Place, Reader, Words};
use crosscut_text::Language;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Longest phrase, in words that carry a topic.
const LONGEST: usize = 4;
/// Words that may occur inside a name between two words that carry a topic.
const JOINERS: &[&str] = &[
    "of", "and", "of the", "for", "on", "in", "against", "into", "in the", "on the", "for the", "de", "du",
    "des", "et", "de la", "y", "und", "e", "di", "da", "do", "van", "der", "del", "della",
];
/// After these "to" does not announce a verb.
const BEFORE_TO: &[&str] = &[
    "access", "barrier", "barriers", "right", "rights", "response", "threat", "threats", "assistance",
    "damage", "aid",
];

/// How common each term is, which is what a name must differ from.
pub(crate) struct Names<'a> {
    corpus: &'a Corpus<'a>,
    words: &'a Words,
    reader: &'a Reader,
    share: Vec<f32>,
    /// For each word of each node what it can be in a name, and for each node whether it is written in capitals: worked
    /// out once, for a clause is read for every candidate that it is in.
    shapes: Vec<Vec<Shape>>,
    shouted: Vec<bool>,
    /// Nodes of each language.
    spoken: BTreeMap<Language, u32>,
    grammar: Grammar,
}

/// What a candidate may be called.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Name {
    /// Best first, with scores; at least one.
    pub(crate) labels: Vec<(f32, String)>,
    /// Single words as they are written, strongest first.
    pub(crate) terms: Vec<String>,
}

/// Terms of a phrase in order; unused places are `u32::MAX`.
type Key = [u32; LONGEST];

/// Where a phrase was found.
#[derive(Clone, Copy, Debug)]
struct Found {
    key: Key,
    node: u32,
    heading: bool,
    /// Whether it can be a name by itself, or only evidence of what the members share.
    fit: bool,
    start: u32,
    end: u32,
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
        let grammar = Grammar::of(corpus, words);
        let text = |node: usize| corpus.clauses[node].text.as_str();
        let shapes = (0..corpus.len())
            .into_par_iter()
            .map_init(FxHashMap::default, |known, node| {
                let places = &words.places[node][..words.places[node].len().min(corpus.params.names.words)];
                shapes(&grammar, text(node), places, corpus.language[node], known)
            })
            .collect();
        let shouted = (0..corpus.len()).into_par_iter().map(|node| is_shouted(text(node))).collect();
        let mut spoken: BTreeMap<Language, u32> = BTreeMap::new();
        corpus.language.iter().for_each(|&language| *spoken.entry(language).or_default() += 1);
        Self { corpus, words, reader, share, shapes, shouted, spoken, grammar }
    }

    /// Names for a set of nodes, the most central ones first.
    pub(crate) fn name(&self, nodes: &[u32]) -> Name {
        let params = &self.corpus.params.names;
        let nodes = &self.of_one_language(nodes);
        let nodes = &nodes[..nodes.len().min(params.members)];
        let mut found: Vec<Found> = nodes.iter().flat_map(|&node| self.phrases_of(node)).collect();
        found.sort_unstable_by_key(|f| (f.key, f.node, !f.heading, f.start));
        let spread = self.corpus.spread(nodes).max(1) as f32;
        let support = |group: &[Found]| {
            let members = group.chunk_by(|a, b| a.node == b.node).count() as f32 / nodes.len() as f32;
            let agreements = group.iter().map(|f| self.corpus.agreement[f.node as usize]);
            0.5 * (members + agreements.collect::<BTreeSet<u32>>().len() as f32 / spread)
        };
        let mut single: BTreeMap<u32, (f32, f32)> = BTreeMap::new();
        let groups: Vec<(&[Found], f32)> =
            found.chunk_by(|a, b| a.key == b.key).map(|group| (group, support(group))).collect();
        for &(group, support) in groups.iter().filter(|(group, _)| length(&group[0].key) == 1) {
            let common = self.share.get(group[0].key[0] as usize).copied().unwrap_or_default();
            let lift = ((support + params.smooth) / (common + params.smooth)).ln().max(0.0);
            single.insert(group[0].key[0], (support, lift));
        }
        let mut ranked: Vec<(f32, usize, usize)> = groups
            .iter()
            .enumerate()
            .filter(|(_, (group, _))| group.iter().any(|f| f.fit))
            .map(|(place, &(group, support))| {
                (score(group, support, &single, params), length(&group[0].key), place)
            })
            .filter(|(score, ..)| *score > 0.0)
            .collect();
        ranked.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.2.cmp(&y.2)));
        let written = |place: usize| self.written(groups[place].0.iter().filter(|f| f.fit));
        let mut labels: Vec<(f32, String)> = ranked
            .iter()
            .take(params.reserve)
            .map(|&(score, _, place)| (score, capitalised(&written(place))))
            .collect();
        if labels.is_empty() {
            labels.push((0.0, self.fallback(nodes)));
        }
        Name { labels, terms: self.terms(&groups, &single) }
    }

    /// The nodes in that of their languages which the corpus mostly has: nobody reads a name in two languages, and most
    /// read the names of all candidates in one.
    fn of_one_language(&self, nodes: &[u32]) -> Vec<u32> {
        let language = |&node: &u32| self.corpus.language[node as usize];
        let spoken = |language: Language| (self.spoken.get(&language).copied().unwrap_or_default(), language);
        let chosen = nodes.iter().map(language).max_by_key(|&language| spoken(language));
        nodes.iter().filter(|node| Some(language(node)) == chosen).copied().collect()
    }

    /// The single words that the members share, strongest first.
    fn terms(&self, groups: &[(&[Found], f32)], single: &BTreeMap<u32, (f32, f32)>) -> Vec<String> {
        let mut terms: Vec<(f32, usize)> = groups
            .iter()
            .enumerate()
            .filter(|(_, (group, _))| length(&group[0].key) == 1)
            .map(|(place, (group, support))| (support * single[&group[0].key[0]].1, place))
            .filter(|(score, _)| *score > 0.0)
            .collect();
        terms.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        terms
            .into_iter()
            .take(self.corpus.params.names.terms)
            .map(|(_, place)| self.written(groups[place].0.iter()))
            .collect()
    }

    /// The first words of the first member, where no word is distinctive.
    fn fallback(&self, nodes: &[u32]) -> String {
        let text = nodes.first().map_or("", |&node| self.corpus.clauses[node as usize].text.trim());
        text.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
    }

    /// The way in which a phrase is mostly written; capitals of headings and of a clause's first word do not count.
    fn written<'f>(&self, group: impl Iterator<Item = &'f Found>) -> String {
        let mut ways: BTreeMap<String, u32> = BTreeMap::new();
        for f in group {
            let node = f.node as usize;
            let (text, shouted) = if f.heading {
                let heading = &self.corpus.context[node].heading;
                (heading, is_shouted(heading))
            } else {
                (&self.corpus.clauses[node].text, self.shouted[node])
            };
            let Some(phrase) = text.get(f.start as usize..f.end as usize) else { continue };
            let first = f.heading || starts_sentence(text, f.start as usize);
            *ways.entry(lowered(phrase, first, shouted)).or_default() += 1;
        }
        // Of ways that are as frequent, the plainest: "specified" may be the word of one member, "specify" of another.
        let plain = |(way, count): &(String, u32)| (*count, Reverse(way.chars().count()));
        ways.into_iter().rev().max_by_key(plain).map(|(way, _)| way).unwrap_or_default()
    }

    fn phrases_of(&self, node: u32) -> Vec<Found> {
        let language = self.corpus.language[node as usize];
        let places = &self.words.places[node as usize];
        let mut out = Vec::new();
        let shape = &self.shapes[node as usize];
        phrases(&places[..shape.len()], shape, (node, false), &mut out);
        let heading = &self.corpus.context[node as usize].heading;
        if !heading.is_empty() {
            let places = self.words.places_of(self.reader, heading, language);
            let shape = shapes(&self.grammar, heading, &places, language, &mut FxHashMap::default());
            phrases(&places, &shape, (node, true), &mut out);
        }
        out
    }
}

/// The phrases of a text: runs of words that carry a topic, joined by a space, a hyphen, or a small word.
fn phrases(places: &[Place], shape: &[Shape], (node, heading): (u32, bool), out: &mut Vec<Found>) {
    for start in 0..places.len() {
        let mut key: Key = [u32::MAX; LONGEST];
        for end in start..places.len().min(start + LONGEST) {
            let inner = end > start;
            if inner && (shape[end - 1].link == Link::None || key.contains(&places[end].term)) {
                break;
            }
            key[end - start] = places[end].term;
            let inner_fits = shape[start..=end].iter().skip(1).all(|shape| shape.word.inside);
            let occur = shape[start..=end].iter().all(|shape| shape.word.occurs) && inner_fits;
            let weak = shape[start].word.weak;
            let begins = shape[start].begins() && (!inner || !weak || shape[start].link == Link::Right);
            let ends = shape[end].word.ends && !(inner && shape[end].word.weak && end == start + 1 && weak);
            let fit = occur && begins && ends && (inner || !weak);
            let (from, to) = (places[start].start, places[end].end);
            out.push(Found { key, node, heading, fit, start: from, end: to });
        }
    }
}

/// What each word of a text can be in a name; `known` keeps what was found out about a word as it is written.
fn shapes<'t>(
    grammar: &Grammar,
    text: &'t str,
    places: &[Place],
    language: Language,
    known: &mut FxHashMap<(Language, &'t str), Word>,
) -> Vec<Shape> {
    let written = |place: &Place| text.get(place.start as usize..place.end as usize).unwrap_or_default();
    places
        .iter()
        .enumerate()
        .map(|(at, place)| {
            let own = written(place);
            let word = *known.entry((language, own)).or_insert_with(|| {
                let own = own.to_lowercase();
                Word {
                    occurs: grammar.can_occur(&own, language),
                    inside: grammar.can_follow(&own, language),
                    begins: grammar.can_begin(&own, false, language),
                    begins_before: grammar.can_begin(&own, true, language),
                    ends: grammar.can_end(&own, language),
                    weak: Grammar::is_weak(&own),
                    before_to: BEFORE_TO.contains(&own.as_str()),
                }
            });
            let link =
                places.get(at + 1).map_or(Link::None, |next| link(text, *place, *next, word.before_to));
            Shape { word, link }
        })
        .collect()
}

/// What a word can be in a name, at any position.
#[derive(Clone, Copy)]
struct Word {
    occurs: bool,
    /// Whether it can come after another word.
    inside: bool,
    begins: bool,
    /// Whether it can begin a name right before another word.
    begins_before: bool,
    ends: bool,
    weak: bool,
    /// Whether "to" after it announces no verb.
    before_to: bool,
}

/// A word in its place.
#[derive(Clone, Copy)]
struct Shape {
    word: Word,
    /// How the next word follows.
    link: Link,
}

impl Shape {
    fn begins(&self) -> bool {
        if self.link == Link::Right { self.word.begins_before } else { self.word.begins }
    }
}

/// What is between two words.
#[derive(Clone, Copy, PartialEq)]
enum Link {
    /// A space or a hyphen.
    Right,
    /// A small word.
    Small,
    /// Something that parts them.
    None,
}

fn link(text: &str, before: Place, after: Place, before_to: bool) -> Link {
    let Some(gap) = text.get(before.end as usize..after.start as usize) else { return Link::None };
    if matches!(gap, " " | "-" | "\u{a0}" | "\n") {
        return Link::Right;
    }
    let small = gap.trim();
    if JOINERS.contains(&small) || (small == "to" && before_to) { Link::Small } else { Link::None }
}

fn length(key: &Key) -> usize {
    key.iter().take_while(|&&term| term != u32::MAX).count()
}

/// How well a phrase names the set: what the set has in common, said as a phrase, and nowhere else as often.
fn score(group: &[Found], support: f32, single: &BTreeMap<u32, (f32, f32)>, params: &Naming) -> f32 {
    let key = &group[0].key[..length(&group[0].key)];
    let (mut shared, mut lift) = (0.0, 0.0);
    for term in key {
        let (support, l) = single.get(term).copied().unwrap_or_default();
        shared += support;
        lift += l;
    }
    let shared = shared / key.len() as f32;
    let density = lift / (key.len() as f32).powf(0.5);
    let members = group.chunk_by(|a, b| a.node == b.node).count();
    let headed = group.chunk_by(|a, b| a.node == b.node).filter(|g| g[0].heading).count();
    let heading = match headed {
        _ if headed * params.headed < members => 1.0,
        0 | 1 => params.heading,
        _ if key.len() == 1 => params.heading,
        _ => params.heading + params.agreed * headed as f32 / members as f32,
    };
    let lengths: [f32; LONGEST] = [params.one_word, params.two_words, params.three_words, params.four_words];
    (params.whole * support + params.parts * shared) * density * lengths[key.len() - 1] * heading
}

/// Gives each set, in the order of the list, a name that none before it has.
pub(crate) fn unique(names: &[Name], next_best: f32) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    names
        .iter()
        .map(|name| {
            let best = name.labels.first().map_or(0.0, |(score, _)| *score);
            let free = |label: &str| !taken.contains(&label.to_lowercase());
            let mut label = name
                .labels
                .iter()
                .find(|(score, label)| *score >= next_best * best && free(label))
                .map(|(_, label)| label.clone());
            if label.is_none() {
                let first = name.labels.first().map_or("", |(_, label)| label.as_str());
                let terms =
                    name.terms.iter().filter(|term| !first.to_lowercase().contains(&term.to_lowercase()));
                label = terms.map(|term| format!("{first} ({term})")).find(|label| free(label));
            }
            let label = label.unwrap_or_else(|| {
                let first = name.labels.first().map_or("", |(_, label)| label.as_str());
                (2..).map(|n| format!("{first} ({n})")).find(|label| free(label)).unwrap_or_default()
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
fn lowered(phrase: &str, first: bool, shouted: bool) -> String {
    let shouted = shouted || is_shouted(phrase) && phrase.contains(' ');
    let lower = |(at, word): (usize, &str)| {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let abbreviation =
            capitals > 1 && !shouted && (word.len() < 7 || word.chars().any(char::is_lowercase));
        let shouted = shouted || (capitals > 1 && !abbreviation);
        if abbreviation || !(shouted || first && at == 0) { word.to_owned() } else { word.to_lowercase() }
    };
    phrase.split_whitespace().enumerate().map(lower).collect::<Vec<_>>().join(" ")
}

fn capitalised(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::testing::clauses;

    #[test]
    fn names_are_in_the_language_that_most_clauses_are_in() {
        let mut given = clauses(&[
            ("pact", "The Parties support the coordinated disclosure of vulnerabilities."),
            ("pact", "Ships carry a lantern."),
            ("charter", "We support coordinated disclosure of vulnerabilities."),
            ("charter", "Cyclists are given free tea on Sundays."),
            ("appel", "La divulgation responsable des vulnérabilités, les acteurs la soutiennent."),
            ("appel", "La divulgation responsable des failles et des vulnérabilités est soutenue."),
        ]);
        given[4].language = Language::French;
        given[5].language = Language::French;
        let corpus = Corpus::of(Compared::new(&given, None));
        let reader = Reader::new(corpus.language.iter().copied());
        let words = Words::of(&corpus, &reader);
        let names = Names::new(&corpus, &words, &reader);
        // Nodes go by agreement: the call in French, the charter, the pact.
        assert_eq!(names.name(&[0, 4, 1, 2]).labels[0].1, "Coordinated disclosure of vulnerabilities");
        assert!(names.name(&[0, 1]).labels[0].1.starts_with("Divulgation"), "{:?}", names.name(&[0, 1]));
    }
}
