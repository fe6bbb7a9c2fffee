//! Hits and links: what clauses of different agreements have to do with one another.

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

/// The most alike first; of equals the one with the smaller number, so that the order is the same on every run.
pub(crate) fn best_first(x: &Hit, y: &Hit) -> Ordering {
    y.1.total_cmp(&x.1).then(x.0.cmp(&y.0))
}

/// The hits of a node that have the node among theirs.
pub(crate) fn reciprocal(hits: &[Vec<Hit>], node: u32) -> Vec<Hit> {
    let back = |&(other, _): &Hit| hits[other as usize].iter().any(|&(n, _)| n == node);
    hits[node as usize].iter().copied().filter(back).collect()
}

/// Links from best hits: the likeness if both are each other's best, `one_way` of it otherwise. Sorted by `a`, `b`.
pub(crate) fn links(hits: &[Vec<Hit>], one_way: f32) -> Vec<Edge> {
    let mut directed: Vec<(u32, u32, f32)> = Vec::with_capacity(hits.iter().map(Vec::len).sum());
    for (node, hits) in hits.iter().enumerate() {
        let node = node as u32;
        directed.extend(hits.iter().map(|&(other, score)| (node.min(other), node.max(other), score)));
    }
    directed.par_sort_unstable_by(|x, y| (x.0, x.1).cmp(&(y.0, y.1)).then(y.2.total_cmp(&x.2)));
    let edges = || {
        let pairs = directed.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)).map(|pair| {
            let (a, b, score) = pair[0];
            Edge { a, b, weight: if pair.len() > 1 { score } else { score * one_way } }
        });
        pairs.filter(|edge| edge.weight > 0.0)
    };
    // Counted first: with what a growing list keeps in reserve these are half of all memory in a large collection.
    let mut counted = Vec::with_capacity(edges().count());
    counted.extend(edges());
    counted
}

/// How many links each node has.
pub(crate) fn degrees(nodes: usize, edges: &[Edge]) -> Vec<usize> {
    let mut degrees = vec![0; nodes];
    for edge in edges {
        degrees[edge.a as usize] += 1;
        degrees[edge.b as usize] += 1;
    }
    degrees
}
