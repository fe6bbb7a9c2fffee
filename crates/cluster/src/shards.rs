//! Neighbours by pairs of shards, for machines that share the work: brought together, they are those of one process, to
//! the last bit.
//!
//! A shard is every n-th agreement, whole: so the best clauses of an agreement are known within it. Whether a clause is
//! among the best of all agreements is known at the end alone, and depends on all that share words with it; so a pair of
//! shards tells of those, too, by their score.

use crate::corpus::Corpus;
use crate::hits::{Desk, Limits, Postings, keep_best, keep_share};
use crate::links::Hit;
use crate::space::{Mix, Space};
use crate::wordless::Offers;
use crate::words::{Reader, Words};
use crate::{Compared, Neighbourhood};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The part of the agreements that one process looks at: `(2, 5)` is the second of five.
pub type Shard = (usize, usize);

/// What a clause of one shard may have as neighbours in another. Clauses are indices into the clauses given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Neighbours {
    /// The clause.
    pub clause: usize,
    /// Clauses that share words with it: which, its score among all that do, and how like it is by its words in their
    /// sequence. Without the last it only takes a place among the best.
    pub sharing: Vec<(usize, f32, Option<f32>)>,
    /// Clauses that a model or letters found, and how like they are.
    pub wordless: Vec<(usize, f32)>,
}

/// What the clauses of one shard may have as neighbours in another; [`Joining`] brings all together.
pub fn neighbours(compared: Compared<'_>, left: Shard, right: Shard) -> Vec<Neighbours> {
    let corpus = Corpus::of(compared);
    if corpus.len() == 0 {
        return Vec::new();
    }
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    let space = Space::of(&corpus, &words, &reader, compared.vectors, Mix::across(corpus.params));
    let limits = Limits::of(&corpus);
    let is_right = |node: u32| is_in(right, corpus.agreement[node as usize]);
    let postings = Postings::of(&space.rows, is_right);
    let offers = Offers::of(&corpus, &space);
    let given = |node: u32| corpus.given[node as usize];
    let mine: Vec<u32> =
        (0..corpus.len() as u32).filter(|&node| is_in(left, corpus.agreement[node as usize])).collect();
    mine.into_par_iter()
        .map_init(
            || Desk::new(&corpus, &space),
            |desk, node| {
                let mut found = postings.gathered(&corpus, &space.rows, node, limits, desk);
                keep_best(&mut found, limits.kept);
                let best = limits.shortlist(&corpus, found.clone());
                let likeness = space.lexical_to(node, &best, &mut desk.spread);
                let foreign = |other| offers.as_ref().is_some_and(|_| space.meaning.foreign(node, other));
                let mut like: BTreeMap<u32, f32> =
                    likeness.into_iter().filter(|&(other, _)| !foreign(other)).collect();
                // Where the other shard is everything, nothing else can take a place.
                found.retain(|(other, _)| right.1 > 1 || best.binary_search(other).is_ok());
                let sharing =
                    found.into_iter().map(|(other, score)| (given(other), score, like.remove(&other)));
                let sharing = sharing.collect();
                let others = offers.as_ref().map(|offers| offers.to(node, is_right)).unwrap_or_default();
                let wordless =
                    others.into_iter().map(|other| (given(other), space.lexical(node, other))).collect();
                Neighbours { clause: given(node), sharing, wordless }
            },
        )
        .collect()
}

fn is_in((part, of): Shard, agreement: u32) -> bool {
    agreement as usize % of.max(1) == part.saturating_sub(1)
}

/// Brings the neighbours of all pairs of shards together, for [`Compared::with_neighbourhood`].
///
/// ```
/// # use crosscut_text::{AgreementId, Clause, Eid, Language};
/// # let clause = |agreement: &str, eid: &str, text: &str| {
/// #     let (agreement, eid) = (AgreementId::slug(agreement), Eid::new(eid).unwrap());
/// #     Clause { language: Language::English, ..Clause::new(agreement, eid, text) }
/// # };
/// use crosscut_cluster::{Compared, Constraints, Joining, Settings, neighbours, propose};
/// let clauses = [
///     clause("pact", "art_1", "Each Party shall report incidents to the response team."),
///     clause("charter", "art_1", "Operators report an incident to the response team."),
///     clause("accord", "art_1", "Incidents are reported to the response team of the sector."),
/// ];
/// let compared = Compared::new(&clauses, None);
/// let mut joining = Joining::new(compared);
/// for left in [(1, 2), (2, 2)] {
///     let [one, two] = [(1, 2), (2, 2)].map(|right| neighbours(compared, left, right));
///     for (one, two) in one.into_iter().zip(two) {
///         assert!(joining.take(vec![one, two]));
///     }
/// }
/// let all = joining.end().expect("no clause is missing");
/// let propose = |compared| propose(compared, &Settings::default(), &Constraints::default());
/// assert_eq!(propose(compared.with_neighbourhood(&all)), propose(compared));
/// ```
#[derive(Clone, Debug)]
pub struct Joining {
    limits: Limits,
    /// The node of each clause given that is compared.
    nodes: Vec<Option<u32>>,
    /// The agreement of each node.
    agreement: Vec<u32>,
    known: Vec<bool>,
    near: Vec<Vec<Hit>>,
}

impl Joining {
    /// Of no clause yet, over the clauses and vectors that all processes were given.
    pub fn new(compared: Compared<'_>) -> Self {
        let corpus = Corpus::of(compared);
        let mut nodes = vec![None; compared.clauses.len()];
        (0..).zip(&corpus.given).for_each(|(node, &given)| nodes[given] = Some(node));
        let limits = Limits::of(&corpus);
        let (known, near) = (vec![false; corpus.len()], vec![Vec::new(); corpus.len()]);
        Self { limits, nodes, agreement: corpus.agreement, known, near }
    }

    /// Takes what each of the right shards has for one clause: whether that is one clause, and all are clauses that are
    /// compared.
    pub fn take(&mut self, parts: Vec<Neighbours>) -> bool {
        let node = |clause: usize| self.nodes.get(clause).copied().flatten();
        let Some(own) = parts.first().and_then(|part| node(part.clause)) else { return false };
        let (mut found, mut like, mut wordless) = (Vec::new(), BTreeMap::new(), Vec::new());
        for part in parts {
            if node(part.clause) != Some(own) {
                return false;
            }
            for (clause, score, likeness) in part.sharing {
                let Some(other) = node(clause) else { return false };
                found.push((other, score));
                like.extend(likeness.map(|likeness| (other, likeness)));
            }
            for (clause, likeness) in part.wordless {
                let Some(other) = node(clause) else { return false };
                wordless.push((other, likeness));
            }
        }
        keep_best(&mut found, self.limits.kept);
        found.sort_unstable_by_key(|hit| hit.0);
        let mut best = keep_share(&mut found, &self.agreement, self.limits.share);
        keep_best(&mut best, self.limits.close);
        let known = best.into_iter().filter_map(|(other, _)| Some((other, *like.get(&other)?)));
        let mut near: BTreeMap<u32, f32> = known.collect();
        for (other, likeness) in wordless {
            near.entry(other).or_insert(likeness);
        }
        (self.near[own as usize], self.known[own as usize]) = (near.into_iter().collect(), true);
        true
    }

    /// The neighbours of all clauses.
    ///
    /// # Errors
    /// When nothing is known of some clauses: of how many.
    pub fn end(self) -> Result<Neighbourhood, usize> {
        match self.known.iter().filter(|known| !**known).count() {
            0 => Ok(Neighbourhood { near: self.near }),
            missing => Err(missing),
        }
    }
}

#[cfg(test)]
#[path = "shards_tests.rs"]
mod tests;
