//! Clauses that are near copies of each other, across agreements.
//!
//! Two sets of which one holds most of the other share one of the rarest members of each (prefix filtering, Chaudhuri,
//! Ganti and Kaushik 2006): only clauses that do are compared, so that time and memory grow with the clauses.

use crosscut_text::Clause;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Share of word pairs in common (Jaccard) from which on a clause is a near copy of another, and pairs below which it is too
/// short to be one. Pairs that more clauses hold lead to none.
const COPY: f64 = 0.6;
const PAIRS: usize = 4;
const COMMON: u32 = 60;

/// How many clauses of one agreement have a near copy in another, by the numbers of both.
pub(super) fn copies(clauses: &[&Clause], agreement: &[usize]) -> BTreeMap<(usize, usize), usize> {
    let pairs: Vec<Vec<u64>> = clauses.par_iter().map(|clause| word_pairs(&clause.text)).collect();
    let shared = Shared::of(&pairs);
    let sets: Vec<Set> = pairs.into_par_iter().map(|pairs| shared.set(&pairs)).collect();
    let postings = shared.postings(&sets);
    let copied = |place: usize| -> BTreeSet<usize> {
        let heads = shared.head(&sets[place]).iter().flat_map(|pair| holders(&postings, *pair));
        let mut near: Vec<u32> =
            heads.filter(|other| agreement[*other as usize] != agreement[place]).collect();
        near.sort_unstable();
        near.dedup();
        let near = near.into_iter().map(|other| other as usize);
        near.filter(|other| sets[place].is_copy_of(&sets[*other])).map(|other| agreement[other]).collect()
    };
    let of: Vec<BTreeSet<usize>> = (0..clauses.len()).into_par_iter().map(copied).collect();
    let mut copies = BTreeMap::new();
    for (own, others) in agreement.iter().zip(of) {
        others.into_iter().for_each(|other| *copies.entry((*own, other)).or_default() += 1);
    }
    copies
}

/// The pairs of neighbouring words that more than one clause holds, known by how rare they are.
struct Shared {
    /// Sorted.
    pairs: Vec<u64>,
    /// The place of each among all, rarest first.
    ranks: Vec<u32>,
    /// How many ranks come before the pairs that too many clauses hold.
    rare: u32,
}

/// The word pairs of a clause.
struct Set {
    /// How many there are.
    size: usize,
    /// Those that others hold too, rarest first.
    shared: Vec<u32>,
}

impl Shared {
    fn of(pairs: &[Vec<u64>]) -> Self {
        let mut all: Vec<u64> =
            pairs.par_iter().filter(|pairs| pairs.len() >= PAIRS).flatten_iter().copied().collect();
        all.par_sort_unstable();
        let held: Vec<(u64, u32)> = all
            .chunk_by(|a, b| a == b)
            .filter(|same| same.len() > 1)
            .map(|same| (same[0], u32::try_from(same.len()).unwrap_or(u32::MAX)))
            .collect();
        drop(all);
        let mut order: Vec<u32> = (0..held.len() as u32).collect();
        order.par_sort_by_key(|place| (held[*place as usize].1, *place));
        let rare = order.partition_point(|place| held[*place as usize].1 <= COMMON) as u32;
        let mut ranks = vec![0; held.len()];
        order.iter().zip(0..).for_each(|(place, rank)| ranks[*place as usize] = rank);
        Self { pairs: held.into_iter().map(|(pair, _)| pair).collect(), ranks, rare }
    }

    /// A clause that is too short to be a copy shares nothing.
    fn set(&self, pairs: &[u64]) -> Set {
        let rank = |pair: &u64| Some(self.ranks[self.pairs.binary_search(pair).ok()?]);
        let long = if pairs.len() < PAIRS { &[] } else { pairs };
        let mut shared: Vec<u32> = long.iter().filter_map(rank).collect();
        shared.sort_unstable();
        Set { size: pairs.len(), shared }
    }

    /// The rarest pairs of a clause, one of which every copy of it holds among its own. Pairs that no other clause holds are
    /// rarer still: they come first and are no part of what is given.
    fn head<'s>(&self, set: &'s Set) -> &'s [u32] {
        let least = (COPY * set.size as f64).floor() as usize;
        let alone = set.size - set.shared.len();
        let head = (set.size + 1 - least).saturating_sub(alone).min(set.shared.len());
        &set.shared[..set.shared[..head].partition_point(|rank| *rank < self.rare)]
    }

    /// Which clauses have which pairs among their rarest, sorted by pair.
    fn postings(&self, sets: &[Set]) -> Vec<(u32, u32)> {
        let of = |(set, clause): (&Set, u32)| {
            self.head(set).iter().map(|pair| (*pair, clause)).collect::<Vec<_>>()
        };
        let mut postings: Vec<(u32, u32)> = sets.iter().zip(0..).flat_map(of).collect();
        postings.par_sort_unstable();
        postings
    }
}

fn holders(postings: &[(u32, u32)], pair: u32) -> impl Iterator<Item = u32> {
    let start = postings.partition_point(|(other, _)| *other < pair);
    postings[start..].iter().take_while(move |(other, _)| *other == pair).map(|(_, clause)| *clause)
}

impl Set {
    fn is_copy_of(&self, other: &Self) -> bool {
        let jaccard = |both: usize| both as f64 / (self.size + other.size - both).max(1) as f64;
        let most = self.size.min(other.size);
        if jaccard(most) < COPY {
            return false;
        }
        let (mut a, mut b) = (self.shared.iter().peekable(), other.shared.iter().peekable());
        let mut both = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            let order = x.cmp(y);
            both += usize::from(order.is_eq());
            if order.is_le() {
                a.next();
            }
            if order.is_ge() {
                b.next();
            }
        }
        jaccard(both) >= COPY
    }
}

/// The pairs of neighbouring words of a text, as sorted numbers; digits count as one another.
fn word_pairs(text: &str) -> Vec<u64> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            word.chars().flat_map(char::to_lowercase).map(|c| if c.is_numeric() { '0' } else { c }).collect()
        })
        .collect();
    let number = |pair: &[String]| {
        let bytes = pair[0].bytes().chain([b' ']).chain(pair[1].bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    let mut pairs: Vec<u64> = words.windows(2).map(number).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::clauses;
    use proptest::prelude::*;

    /// The slow, obvious oracle: every clause against every other one.
    fn naive(clauses: &[&Clause], agreement: &[usize]) -> BTreeMap<(usize, usize), usize> {
        let pairs: Vec<BTreeSet<u64>> =
            clauses.iter().map(|clause| word_pairs(&clause.text).into_iter().collect()).collect();
        let mut holders: BTreeMap<u64, u32> = BTreeMap::new();
        for pair in pairs.iter().filter(|pairs| pairs.len() >= PAIRS).flatten() {
            *holders.entry(*pair).or_default() += 1;
        }
        let mut copies = BTreeMap::new();
        for (place, own) in pairs.iter().enumerate() {
            let is_copy = |other: &usize| {
                let both: Vec<&u64> = own.intersection(&pairs[*other]).collect();
                let share = both.len() as f64 / own.union(&pairs[*other]).count() as f64;
                own.len().min(pairs[*other].len()) >= PAIRS
                    && both.iter().any(|pair| holders[*pair] <= COMMON)
                    && share >= COPY
            };
            let others = (0..pairs.len()).filter(|other| agreement[*other] != agreement[place]);
            let others: BTreeSet<usize> = others.filter(is_copy).map(|other| agreement[other]).collect();
            others.into_iter().for_each(|other| *copies.entry((agreement[place], other)).or_default() += 1);
        }
        copies
    }

    proptest! {
        #[test]
        fn copies_are_those_that_comparing_all_with_all_finds(
            texts in prop::collection::vec(prop::collection::vec(0u8..5, 2..12), 2..40),
        ) {
            let word = |word: &u8| ["keys", "are", "kept", "safe", "here"][usize::from(*word)];
            let texts: Vec<String> =
                texts.iter().map(|text| text.iter().map(word).collect::<Vec<_>>().join(" ")).collect();
            let ids: Vec<String> = (0..texts.len()).map(|n| format!("a{}", n % 3)).collect();
            let rows: Vec<(&str, &str)> =
                ids.iter().zip(&texts).map(|(id, text)| (id.as_str(), text.as_str())).collect();
            let clauses = clauses(&rows);
            let clauses: Vec<&Clause> = clauses.iter().collect();
            let agreement: Vec<usize> = (0..clauses.len()).map(|n| n % 3).collect();
            prop_assert_eq!(copies(&clauses, &agreement), naive(&clauses, &agreement));
        }
    }
}
