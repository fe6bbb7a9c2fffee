//! Neighbours across agreements: each clause's best hit in every other agreement.

use crate::corpus::Corpus;
use crate::links::{Hit, best_first};
use crate::params::Hits;
use crate::space::Space;
use crate::sparse::{Rows, Spread};
use rayon::prelude::*;

/// How much is read to find the best hits of one clause.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Postings: what makes the time grow with the number of clauses, not its square.
    postings: usize,
    /// Clauses of one agreement, and of all, that are looked at closely.
    share: usize,
    close: usize,
}

impl Limits {
    fn of(corpus: &Corpus) -> Self {
        let Hits { postings, close, close_of_many, many, close_of_one, .. } = corpus.params.hits;
        let close = (close * many / corpus.len().max(1)).max(close_of_many).min(close);
        let share = (close / corpus.agreements.max(1)).max(close_of_one);
        Self { postings, share, close }
    }
}

/// What one thread needs to find hits: kept from clause to clause.
struct Desk {
    scores: Vec<f32>,
    touched: Vec<u32>,
    spread: [Spread; 3],
}

/// For every node the nodes of other agreements that may be its best hits, sorted, each with the part of the
/// likeness that words make: it stays while vectors are drawn together.
///
/// Words are looked up from the rarest on until the budget of postings is spent; small corpora are compared whole.
pub(crate) fn near(corpus: &Corpus, space: &Space) -> Vec<Vec<Hit>> {
    near_within(corpus, space, Limits::of(corpus))
}

fn near_within(corpus: &Corpus, space: &Space, limits: Limits) -> Vec<Vec<Hit>> {
    let index = space.rows.transposed();
    let desk = || Desk {
        scores: vec![0.0; corpus.len()],
        touched: Vec::new(),
        spread: std::array::from_fn(|_| Spread::new(space.rows.width)),
    };
    (0..corpus.len())
        .into_par_iter()
        .map_init(desk, |desk, node| {
            gather(&space.rows, &index, node, limits.postings, desk);
            let others = shortlist(corpus, desk, node, limits);
            space.lexical_to(node as u32, &others, &mut desk.spread)
        })
        .collect()
}

fn gather(rows: &Rows, index: &Rows, node: usize, mut budget: usize, desk: &mut Desk) {
    let mut terms: Vec<(u32, f32)> = rows.row(node).collect();
    terms.sort_by_key(|&(term, _)| (index.row_len(term as usize), term));
    for (term, weight) in terms {
        let length = index.row_len(term as usize);
        if length > budget {
            break;
        }
        budget -= length;
        for (other, value) in index.row(term as usize) {
            let score = &mut desk.scores[other as usize];
            if *score == 0.0 {
                desk.touched.push(other);
            }
            *score += weight * value;
        }
    }
}

/// The best of what was touched, sorted by node. Empties the desk.
fn shortlist(corpus: &Corpus, desk: &mut Desk, node: usize, limits: Limits) -> Vec<u32> {
    let own = corpus.agreement[node];
    let mut found: Vec<Hit> = Vec::with_capacity(desk.touched.len());
    for other in desk.touched.drain(..) {
        let score = std::mem::take(&mut desk.scores[other as usize]);
        if corpus.agreement[other as usize] != own {
            found.push((other, score));
        }
    }
    keep_best(&mut found, corpus.params.hits.kept * limits.close);
    found.sort_unstable_by_key(|hit| hit.0);
    let mut best: Vec<Hit> = Vec::with_capacity(found.len());
    for group in found.chunk_by_mut(|a, b| corpus.agreement[a.0 as usize] == corpus.agreement[b.0 as usize]) {
        if group.len() > limits.share {
            group.select_nth_unstable_by(limits.share - 1, best_first);
        }
        best.extend(&group[..limits.share.min(group.len())]);
    }
    keep_best(&mut best, limits.close);
    let mut nodes: Vec<u32> = best.into_iter().map(|hit| hit.0).collect();
    nodes.sort_unstable();
    nodes
}

/// The `most` best hits, in any order. Weak ones are put aside first: to choose among all would take longer.
fn keep_best(hits: &mut Vec<Hit>, most: usize) {
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
            hits
        })
        .collect()
}

#[cfg(test)]
#[path = "hits_tests.rs"]
mod tests;
