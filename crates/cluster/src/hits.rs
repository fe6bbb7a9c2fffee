//! Neighbours across agreements: each clause's best hit in every other agreement.

use crate::corpus::Corpus;
use crate::space::Space;
use crate::sparse::Rows;
use rayon::prelude::*;
use std::cmp::Ordering;

/// A node and how like it is.
pub(crate) type Hit = (u32, f32);

/// A link between two nodes, `a < b`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edge {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) weight: f32,
}

/// Likeness below which there is no link.
const FLOOR: f32 = 0.1;
/// Links that a clause has at most.
const MOST: usize = 100;
/// Postings that are read for one clause: what makes the time grow with the number of clauses, not its square.
const POSTINGS: usize = 24_000;
/// Clauses that are looked at closely for one clause: the most, and where there are many clauses.
const CLOSE: usize = 300;
const CLOSE_OF_MANY: usize = 64;
/// From here on there are many.
const MANY: usize = 3_000;

fn best_first(x: &Hit, y: &Hit) -> Ordering {
    y.1.total_cmp(&x.1).then(x.0.cmp(&y.0))
}

/// For every node the nodes of other agreements that share its rarest words: candidates for best hits.
///
/// Words are looked up from the rarest on until the budget of postings is spent; small corpora are compared whole.
pub(crate) fn shortlists(corpus: &Corpus, rows: &Rows) -> Vec<Vec<u32>> {
    let index = rows.transposed();
    let close = (CLOSE * MANY / corpus.len().max(1)).clamp(CLOSE_OF_MANY, CLOSE);
    let share = (close / corpus.agreements.max(1)).max(4);
    (0..corpus.len())
        .into_par_iter()
        .map_init(
            || (vec![0.0f32; corpus.len()], Vec::new()),
            |(scores, touched), node| {
                gather(rows, &index, node, scores, touched);
                let found = shortlist(corpus, scores, touched, node, (share, close));
                touched.drain(..).for_each(|other: u32| scores[other as usize] = 0.0);
                found
            },
        )
        .collect()
}

fn gather(rows: &Rows, index: &Rows, node: usize, scores: &mut [f32], touched: &mut Vec<u32>) {
    let mut terms: Vec<(u32, f32)> = rows.row(node).collect();
    terms.sort_by_key(|&(term, _)| (index.row_len(term as usize), term));
    let mut budget = POSTINGS;
    for (term, weight) in terms {
        let length = index.row_len(term as usize);
        if length > budget {
            break;
        }
        budget -= length;
        for (other, value) in index.row(term as usize) {
            if scores[other as usize] == 0.0 {
                touched.push(other);
            }
            scores[other as usize] += weight * value;
        }
    }
}

fn shortlist(
    corpus: &Corpus,
    scores: &[f32],
    touched: &mut [u32],
    node: usize,
    (share, close): (usize, usize),
) -> Vec<u32> {
    let own = corpus.agreement[node];
    touched.sort_unstable();
    let mut found: Vec<Hit> = Vec::new();
    for group in touched.chunk_by(|&a, &b| corpus.agreement[a as usize] == corpus.agreement[b as usize]) {
        if corpus.agreement[group[0] as usize] == own {
            continue;
        }
        let mut hits: Vec<Hit> = group.iter().map(|&other| (other, scores[other as usize])).collect();
        if hits.len() > share {
            hits.select_nth_unstable_by(share - 1, best_first);
            hits.truncate(share);
        }
        found.extend(hits);
    }
    if found.len() > close {
        found.select_nth_unstable_by(close - 1, best_first);
        found.truncate(close);
    }
    let mut nodes: Vec<u32> = found.into_iter().map(|hit| hit.0).collect();
    nodes.sort_unstable();
    nodes
}

/// The part of the likeness to its shortlist that words make, for every node: it stays while vectors are drawn together.
pub(crate) fn lexical(space: &Space, shortlists: &[Vec<u32>]) -> Vec<Vec<Hit>> {
    let of = |(node, others): (usize, &Vec<u32>)| {
        others.iter().map(|&other| (other, space.lexical(node as u32, other))).collect()
    };
    shortlists.par_iter().enumerate().map(of).collect()
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
                .filter(|&(_, likeness)| likeness >= FLOOR)
                .collect();
            hits.sort_by(best_first);
            hits.truncate(MOST);
            hits
        })
        .collect()
}

/// The hits of a node that have the node among theirs.
pub(crate) fn reciprocal(hits: &[Vec<Hit>], node: u32) -> Vec<Hit> {
    let back = |&(other, _): &Hit| hits[other as usize].iter().any(|&(n, _)| n == node);
    hits[node as usize].iter().copied().filter(back).collect()
}

/// Links from best hits: the likeness if both are each other's best, `one_way` of it otherwise. Sorted by `a`, `b`.
pub(crate) fn links(hits: &[Vec<Hit>], one_way: f32) -> Vec<Edge> {
    let mut directed: Vec<(u32, u32, f32)> = Vec::new();
    for (node, hits) in hits.iter().enumerate() {
        let node = node as u32;
        directed.extend(hits.iter().map(|&(other, score)| (node.min(other), node.max(other), score)));
    }
    directed.par_sort_unstable_by(|x, y| (x.0, x.1).cmp(&(y.0, y.1)).then(y.2.total_cmp(&x.2)));
    directed
        .chunk_by(|x, y| (x.0, x.1) == (y.0, y.1))
        .map(|pair| {
            let (a, b, score) = pair[0];
            Edge { a, b, weight: if pair.len() > 1 { score } else { score * one_way } }
        })
        .filter(|edge| edge.weight > 0.0)
        .collect()
}
