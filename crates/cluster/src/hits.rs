//! Neighbours across agreements: each clause's best hit in every other agreement.

use crate::corpus::Corpus;
use crate::links::{Hit, best_first};
use crate::params::Hits;
use crate::space::Space;
use crate::sparse::{Rows, Spread};
use crate::watch::Steps;
use rayon::prelude::*;

/// How much is read to find the best hits of one clause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Postings: what makes the time grow with the number of clauses, not its square.
    postings: usize,
    /// Clauses among which those that are looked at closely are chosen.
    pub(crate) kept: usize,
    /// Clauses of one agreement, and of all, that are looked at closely.
    pub(crate) share: usize,
    pub(crate) close: usize,
}

impl Limits {
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let Hits { postings, close, close_of_many, many, close_of_one, kept, .. } = corpus.params.hits;
        let close = (close * many / corpus.len().max(1)).max(close_of_many).min(close);
        let share = (close / corpus.agreements.max(1)).max(close_of_one);
        Self { postings, kept: kept * close, share, close }
    }

    /// The best of what was found, sorted by node.
    pub(crate) fn shortlist(&self, corpus: &Corpus, mut found: Vec<Hit>) -> Vec<u32> {
        keep_best(&mut found, self.kept);
        found.sort_unstable_by_key(|hit| hit.0);
        let mut best = keep_share(&mut found, &corpus.agreement, self.share);
        keep_best(&mut best, self.close);
        let mut nodes: Vec<u32> = best.into_iter().map(|hit| hit.0).collect();
        nodes.sort_unstable();
        nodes
    }
}

/// What one thread needs to find hits: kept from clause to clause.
pub(crate) struct Desk {
    scores: Vec<f32>,
    touched: Vec<u32>,
    pub(crate) spread: [Spread; 3],
}

impl Desk {
    pub(crate) fn new(corpus: &Corpus, space: &Space) -> Self {
        Self {
            scores: vec![0.0; corpus.len()],
            touched: Vec::new(),
            spread: std::array::from_fn(|_| Spread::new(space.rows.width)),
        }
    }
}

/// Which nodes hold each term.
pub(crate) struct Postings {
    index: Rows,
    /// How many nodes hold it, those that are left out of the index included.
    lengths: Vec<usize>,
}

impl Postings {
    /// Of the nodes that are wanted.
    pub(crate) fn of(rows: &Rows, is_wanted: impl Fn(u32) -> bool) -> Self {
        Self { index: rows.transposed_of(is_wanted), lengths: rows.lengths() }
    }

    /// What shares words with a node and is of another agreement, with its score. Words are looked up from the rarest on
    /// until the budget of postings is spent.
    pub(crate) fn gathered(
        &self,
        corpus: &Corpus,
        rows: &Rows,
        node: u32,
        limits: Limits,
        desk: &mut Desk,
    ) -> Vec<Hit> {
        let mut terms: Vec<(u32, f32)> = rows.row(node as usize).collect();
        terms.sort_by_key(|&(term, _)| (self.lengths[term as usize], term));
        let mut budget = limits.postings;
        for (term, weight) in terms {
            let length = self.lengths[term as usize];
            if length > budget {
                break;
            }
            budget -= length;
            for (other, value) in self.index.row(term as usize) {
                let score = &mut desk.scores[other as usize];
                if *score == 0.0 {
                    desk.touched.push(other);
                }
                *score += weight * value;
            }
        }
        let own = corpus.agreement[node as usize];
        let mut found: Vec<Hit> = Vec::with_capacity(desk.touched.len());
        for other in desk.touched.drain(..) {
            let score = std::mem::take(&mut desk.scores[other as usize]);
            if corpus.agreement[other as usize] != own {
                found.push((other, score));
            }
        }
        found
    }
}

/// For every node the nodes of other agreements that may be its best hits, sorted, each with the part of the
/// likeness that words make: it stays while vectors are drawn together. Small corpora are compared whole.
pub(crate) fn near(corpus: &Corpus, space: &Space, steps: &Steps<'_>) -> Vec<Vec<Hit>> {
    near_within(corpus, space, Limits::of(corpus), steps)
}

fn near_within(corpus: &Corpus, space: &Space, limits: Limits, steps: &Steps<'_>) -> Vec<Vec<Hit>> {
    let postings = Postings::of(&space.rows, |_| true);
    (0..corpus.len() as u32)
        .into_par_iter()
        .map_init(
            || Desk::new(corpus, space),
            |desk, node| {
                if !steps.step() {
                    return Vec::new();
                }
                let found = postings.gathered(corpus, &space.rows, node, limits, desk);
                space.lexical_to(node, &limits.shortlist(corpus, found), &mut desk.spread)
            },
        )
        .collect()
}

/// The best few of each agreement; `found` is sorted by node.
pub(crate) fn keep_share(found: &mut [Hit], agreement: &[u32], share: usize) -> Vec<Hit> {
    let mut best: Vec<Hit> = Vec::new();
    for group in found.chunk_by_mut(|a, b| agreement[a.0 as usize] == agreement[b.0 as usize]) {
        if group.len() > share {
            group.select_nth_unstable_by(share - 1, best_first);
        }
        best.extend(&group[..share.min(group.len())]);
    }
    best
}

/// The `most` best hits, in any order. Weak ones are put aside first: to choose among all would take longer.
pub(crate) fn keep_best(hits: &mut Vec<Hit>, most: usize) {
    if hits.len() <= most {
        return;
    }
    let top = hits.iter().map(|hit| hit.1).fold(0.0, f32::max);
    for share in [0.5, 0.25] {
        let strong = hits.iter().filter(|hit| hit.1 >= share * top).count();
        if strong >= most {
            hits.retain(|hit| hit.1 >= share * top);
            break;
        }
    }
    hits.select_nth_unstable_by(most - 1, best_first);
    hits.truncate(most);
}

/// The best hit of every node in each other agreement, best first.
pub(crate) fn best_hits(corpus: &Corpus, space: &Space, lexical: &[Vec<Hit>]) -> Vec<Vec<Hit>> {
    lexical
        .par_iter()
        .enumerate()
        .map(|(node, others)| {
            let like = |&(other, words): &Hit| (other, 0.5 * (words + space.latent(node as u32, other)));
            let mut hits: Vec<Hit> = others
                .chunk_by(|a, b| corpus.agreement[a.0 as usize] == corpus.agreement[b.0 as usize])
                .filter_map(|group| group.iter().map(like).min_by(best_first))
                .filter(|&(_, likeness)| likeness >= corpus.params.hits.floor)
                .collect();
            hits.sort_by(best_first);
            hits.truncate(corpus.params.hits.most);
            hits.shrink_to_fit();
            hits
        })
        .collect()
}

#[cfg(test)]
#[path = "hits_tests.rs"]
mod tests;
