//! Average linkage on a sparse graph, a missing link counting as likeness 0: the merge tree is the coarse–fine slider.

use crate::hits::Edge;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

/// Two clusters that became one. A cluster is named after its smallest node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Merge {
    pub(crate) a: u32,
    pub(crate) b: u32,
    /// Mean likeness between the two, missing links counted as 0.
    pub(crate) height: f32,
}

struct Offer {
    height: f64,
    a: u32,
    b: u32,
    sizes: (u32, u32),
}

impl Ord for Offer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.height.total_cmp(&other.height).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}
impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Offer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Offer {}

fn offer(sum: f64, a: u32, b: u32, size: &[u32]) -> Offer {
    let sizes = (size[a as usize], size[b as usize]);
    Offer { height: sum / (f64::from(sizes.0) * f64::from(sizes.1)), a, b, sizes }
}

/// Merges the two clusters with the highest mean likeness until none is above `floor`, highest first, ties by name.
/// `sizes` says how many clauses each node stands for; an edge's weight is the sum over their pairs.
/// `forbidden` says which pairs of nodes must never meet.
pub(crate) fn average_linkage(
    sizes: &[u32],
    edges: &[Edge],
    forbidden: &[(u32, u32)],
    floor: f64,
) -> Vec<Merge> {
    let nodes = sizes.len();
    let mut links: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); nodes];
    for edge in edges {
        *links[edge.a as usize].entry(edge.b).or_default() += f64::from(edge.weight);
        *links[edge.b as usize].entry(edge.a).or_default() += f64::from(edge.weight);
    }
    let mut apart: Vec<Vec<u32>> = vec![Vec::new(); nodes];
    for &(a, b) in forbidden {
        apart[a as usize].push(b);
        apart[b as usize].push(a);
    }
    let mut size = sizes.to_vec();
    let mut heap: BinaryHeap<Offer> = BinaryHeap::new();
    for (a, row) in links.iter().enumerate() {
        let a = a as u32;
        heap.extend(row.range(a + 1..).map(|(&b, &sum)| offer(sum, a, b, &size)));
    }
    let mut merges = Vec::new();
    while let Some(Offer { height, a, b, sizes }) = heap.pop() {
        if height <= floor {
            break;
        }
        let (i, j) = (a as usize, b as usize);
        if sizes != (size[i], size[j]) || apart[i].contains(&b) {
            continue;
        }
        merges.push(Merge { a, b, height: height as f32 });
        size[i] += size[j];
        size[j] = 0;
        let absorbed = std::mem::take(&mut links[j]);
        for (other, sum) in absorbed {
            links[other as usize].remove(&b);
            if other != a {
                *links[i].entry(other).or_default() += sum;
                *links[other as usize].entry(a).or_default() += sum;
            }
        }
        for other in std::mem::take(&mut apart[j]) {
            apart[i].push(other);
            apart[other as usize].push(a);
        }
        for (&other, &sum) in &links[i] {
            heap.push(offer(sum, a.min(other), a.max(other), &size));
        }
    }
    merges
}

/// The clusters that remain when only merges of at least `height` are made: each node's cluster, named after
/// its smallest node.
pub(crate) fn cut(nodes: usize, merges: &[Merge], height: f32) -> Vec<u32> {
    let mut cluster: Vec<u32> = (0..nodes as u32).collect();
    for merge in merges.iter().filter(|merge| merge.height >= height) {
        let (root, other) = (find(&mut cluster, merge.a), find(&mut cluster, merge.b));
        cluster[root.max(other) as usize] = root.min(other);
    }
    (0..nodes as u32).map(|node| find(&mut cluster, node)).collect()
}

fn find(cluster: &mut [u32], node: u32) -> u32 {
    let mut root = node;
    while cluster[root as usize] != root {
        root = cluster[root as usize];
    }
    let mut at = node;
    while cluster[at as usize] != root {
        (at, cluster[at as usize]) = (cluster[at as usize], root);
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// The slow, obvious oracle: every pair of clusters is averaged again before every merge.
    fn naive(nodes: u32, edges: &[Edge]) -> Vec<Merge> {
        let like: BTreeMap<(u32, u32), f64> =
            edges.iter().map(|e| ((e.a, e.b), f64::from(e.weight))).collect();
        let mut clusters: Vec<Vec<u32>> = (0..nodes).map(|node| vec![node]).collect();
        let mut merges = Vec::new();
        loop {
            let mut best: Option<(f64, usize, usize)> = None;
            for i in 0..clusters.len() {
                for j in i + 1..clusters.len() {
                    let pairs = clusters[i]
                        .iter()
                        .flat_map(|&x| clusters[j].iter().map(move |&y| (x.min(y), x.max(y))));
                    let sum: f64 = pairs.filter_map(|pair| like.get(&pair)).sum();
                    let mean = sum / (clusters[i].len() * clusters[j].len()) as f64;
                    if mean > 0.0 && best.is_none_or(|(most, ..)| mean > most) {
                        best = Some((mean, i, j));
                    }
                }
            }
            let Some((mean, i, j)) = best else { return merges };
            merges.push(Merge { a: clusters[i][0], b: clusters[j][0], height: mean as f32 });
            let absorbed = clusters.remove(j);
            clusters[i].extend(absorbed);
        }
    }

    proptest! {
        #[test]
        fn the_heap_finds_the_same_tree_as_the_naive_search(
            found in prop::collection::btree_map((0u32..9, 0u32..9), 1u32..64, 0..24),
        ) {
            // Powers of two add up exactly, so that both ways see the same ties.
            let edges: Vec<Edge> = found
                .into_iter()
                .filter(|((a, b), _)| a < b)
                .map(|((a, b), weight)| Edge { a, b, weight: weight as f32 / 64.0 })
                .collect();
            prop_assert_eq!(average_linkage(&[1; 9], &edges, &[], 0.0), naive(9, &edges));
        }

        #[test]
        fn what_is_forbidden_never_meets(
            found in prop::collection::btree_map((0u32..9, 0u32..9), 1u32..64, 0..24),
            forbidden in prop::collection::vec((0u32..9, 0u32..9), 0..6),
        ) {
            let edges: Vec<Edge> = found
                .into_iter()
                .filter(|((a, b), _)| a < b)
                .map(|((a, b), weight)| Edge { a, b, weight: weight as f32 / 64.0 })
                .collect();
            let forbidden: Vec<(u32, u32)> = forbidden.into_iter().filter(|(a, b)| a != b).collect();
            let clusters = cut(9, &average_linkage(&[1; 9], &edges, &forbidden, 0.0), 0.0);
            for (a, b) in forbidden {
                prop_assert_ne!(clusters[a as usize], clusters[b as usize]);
            }
        }
    }
}
