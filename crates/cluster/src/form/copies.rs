//! Near copies: the share of the other agreements in which a clause is found nearly word for word, names and numbers
//! aside. Whether a sentence recurs like this tells a formula in any language and any kind of document.
//!
//! Clauses are gathered around leaders: a clause that is like no leader before it becomes one. Leaders are found by the
//! rarest of their word pairs (prefix filter: Chaudhuri, Ganti and Kaushik 2006), so that the work grows with the number
//! of clauses and not with its square.

use crate::corpus::Corpus;
use crate::params::FormNumbers;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

/// Places of the table that counts word pairs; a pair that shares its place with another only looks less rare.
const COUNTERS: usize = 1 << 20;

/// For each node the share of the other agreements that hold a near copy of it; 0 where agreements are too few to tell.
pub(super) fn shares(corpus: &Corpus<'_>) -> Vec<f32> {
    let numbers = &corpus.params.form;
    if corpus.agreements < numbers.agreements {
        return vec![0.0; corpus.len()];
    }
    let mut pairs: Vec<Vec<u32>> =
        corpus.clauses.par_iter().map(|clause| pairs(&clause.text, numbers.copied_words)).collect();
    rarest_first(&mut pairs);
    let leaders = Leaders::of(corpus, &pairs, numbers);
    let others = (corpus.agreements - 1) as f32;
    (0..corpus.len())
        .into_par_iter()
        .map(|node| {
            let found: BTreeSet<u32> = leaders
                .like(&pairs[node], &pairs, numbers)
                .into_iter()
                .flat_map(|leader| leaders.agreements[leader].iter().copied())
                .filter(|&agreement| agreement != corpus.agreement[node])
                .collect();
            found.len() as f32 / others
        })
        .collect()
}

/// The pairs of neighbouring words of a text, each once: without numbers, and with one sign for every name (a word in
/// capitals that opens no sentence).
fn pairs(text: &str, most: usize) -> Vec<u32> {
    let mut before: Option<u32> = None;
    let mut opens = true;
    let mut found = Vec::new();
    let mut words = 0;
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.is_empty() || bare.chars().any(char::is_numeric) {
            continue;
        }
        let named = !opens && bare.chars().next().is_some_and(char::is_uppercase);
        opens = word.ends_with(['.', ':', ';', '!', '?']);
        let here = if named { 0 } else { hash(&bare.to_lowercase()) };
        if let Some(before) = before.replace(here) {
            // Several words of one name are one sign.
            if named && before == 0 {
                continue;
            }
            found.push(hash(&(before, here)));
        }
        words += 1;
        if words == most {
            break;
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn hash(value: &impl Hash) -> u32 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    (hasher.finish() >> 32) as u32
}

/// Brings the rarest pairs of each clause to its front.
fn rarest_first(pairs: &mut [Vec<u32>]) {
    let mut counts = vec![0u32; COUNTERS];
    pairs.iter().flatten().for_each(|&pair| counts[pair as usize % COUNTERS] += 1);
    let rarity = |pair: &u32| (counts[*pair as usize % COUNTERS], *pair);
    pairs.par_iter_mut().for_each(|pairs| pairs.sort_unstable_by_key(rarity));
}

/// How many of the rarest pairs two sets must share one of, if they are as alike as asked.
fn prefix(pairs: &[u32], likeness: f32) -> &[u32] {
    let apart = pairs.len() - (likeness * pairs.len() as f32).ceil() as usize;
    &pairs[..(apart + 1).min(pairs.len())]
}

/// The first clause of every group of near copies.
struct Leaders {
    nodes: Vec<u32>,
    /// The agreements of each one's group.
    agreements: Vec<BTreeSet<u32>>,
    /// Leaders by each pair of their prefix.
    by_pair: FxHashMap<u32, Vec<u32>>,
}

impl Leaders {
    fn of(corpus: &Corpus<'_>, pairs: &[Vec<u32>], numbers: &FormNumbers) -> Self {
        let mut this = Self { nodes: Vec::new(), agreements: Vec::new(), by_pair: FxHashMap::default() };
        for node in 0..corpus.len() {
            if pairs[node].len() < numbers.copied_pairs {
                continue;
            }
            let like = this.like(&pairs[node], pairs, numbers);
            for &leader in &like {
                this.agreements[leader].insert(corpus.agreement[node]);
            }
            if like.is_empty() {
                let leader = this.nodes.len() as u32;
                for &pair in prefix(&pairs[node], numbers.copied) {
                    this.by_pair.entry(pair).or_default().push(leader);
                }
                this.nodes.push(node as u32);
                this.agreements.push(BTreeSet::from([corpus.agreement[node]]));
            }
        }
        this
    }

    /// The leaders that a clause is a near copy of.
    fn like(&self, own: &[u32], pairs: &[Vec<u32>], numbers: &FormNumbers) -> Vec<usize> {
        if own.len() < numbers.copied_pairs {
            return Vec::new();
        }
        let mut near: Vec<u32> = prefix(own, numbers.copied)
            .iter()
            .filter_map(|pair| self.by_pair.get(pair))
            // A pair of so many leaders tells nothing; near copies share a rarer one.
            .filter(|leaders| leaders.len() <= numbers.leaders)
            .flatten()
            .copied()
            .collect();
        near.sort_unstable();
        near.dedup();
        let of = |leader: u32| &pairs[self.nodes[leader as usize] as usize];
        near.retain(|&leader| jaccard(own, of(leader)) >= numbers.copied);
        near.into_iter().map(|leader| leader as usize).collect()
    }
}

fn jaccard(a: &[u32], b: &[u32]) -> f32 {
    let (few, many) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if few.is_empty() {
        return 0.0;
    }
    let mut sorted: Vec<u32> = many.to_vec();
    sorted.sort_unstable();
    let shared = few.iter().filter(|pair| sorted.binary_search(pair).is_ok()).count() as f32;
    shared / (a.len() as f32 + b.len() as f32 - shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::testing::clauses;

    /// Every clause beside every other.
    fn slow(corpus: &Corpus<'_>) -> Vec<f32> {
        let numbers = &corpus.params.form;
        let pairs: Vec<Vec<u32>> =
            corpus.clauses.iter().map(|clause| pairs(&clause.text, numbers.copied_words)).collect();
        (0..corpus.len())
            .map(|node| {
                let found: BTreeSet<u32> = (0..corpus.len())
                    .filter(|&other| corpus.agreement[other] != corpus.agreement[node])
                    .filter(|&other| pairs[node].len().min(pairs[other].len()) >= numbers.copied_pairs)
                    .filter(|&other| jaccard(&pairs[node], &pairs[other]) >= numbers.copied)
                    .map(|other| corpus.agreement[other])
                    .collect();
                found.len() as f32 / (corpus.agreements - 1) as f32
            })
            .collect()
    }

    #[test]
    fn a_sentence_of_all_is_found_whatever_names_and_numbers_it_holds() {
        let given: Vec<(String, String)> = (0..5)
            .flat_map(|n| {
                let name = ["Arland", "Beland", "Celand", "Deland", "Eland"][n];
                let own = ["lamps", "keys", "boats", "bells", "maps"][n];
                [
                    (
                        name.to_lowercase(),
                        format!(
                            "{n}. The report of the group on {name} was adopted at its {n}th meeting in full."
                        ),
                    ),
                    (
                        name.to_lowercase(),
                        format!("Each Party shall see to it that {own} of its harbour are {own} that last."),
                    ),
                ]
            })
            .collect();
        let given: Vec<(&str, &str)> = given.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let given = clauses(&given);
        let corpus = Corpus::of(Compared::new(&given, None));
        let found = shares(&corpus);
        assert_eq!(found, slow(&corpus));
        assert!(found.iter().step_by(2).all(|&share| share == 1.0), "{found:?}");
    }

    #[test]
    fn of_few_agreements_nothing_is_told() {
        let text = "The report of the group was adopted at its last meeting of the year.";
        let given = clauses(&[("a", text), ("b", text), ("c", text)]);
        assert_eq!(shares(&Corpus::of(Compared::new(&given, None))), [0.0; 3]);
    }
}
