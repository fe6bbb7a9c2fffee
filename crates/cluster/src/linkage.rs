//! Average linkage on a sparse graph, a missing link counting as likeness 0: the merge tree is the coarse–fine slider.
//!
//! Found by chains of nearest neighbours (Benzécri 1982; Murtagh 1983): average linkage is reducible, so two clusters
//! that are each other's nearest can be merged at once, and the tree is the one that merging the most alike pair first
//! would give.

use crate::links::{Edge, degrees};

/// Two clusters that became one. A cluster is named after its smallest node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Merge {
    pub(crate) a: u32,
    pub(crate) b: u32,
    /// Mean likeness between the two, missing links counted as 0.
    pub(crate) height: f32,
}

/// Clusters in the making. A row may name a cluster by any node of it and more than once; [`Self::tidy`] sums it up.
struct Clusters {
    root: Vec<u32>,
    size: Vec<u32>,
    links: Vec<Vec<(u32, f64)>>,
    cannot_link: Vec<Vec<u32>>,
    sums: Vec<f64>,
}

impl Clusters {
    fn new(sizes: &[u32], edges: &[Edge], pairs: &[(u32, u32)]) -> Self {
        let nodes = sizes.len();
        let mut links: Vec<Vec<(u32, f64)>> =
            degrees(nodes, edges).into_iter().map(Vec::with_capacity).collect();
        for edge in edges.iter().filter(|edge| edge.a != edge.b && edge.weight > 0.0) {
            links[edge.a as usize].push((edge.b, f64::from(edge.weight)));
            links[edge.b as usize].push((edge.a, f64::from(edge.weight)));
        }
        let mut cannot_link: Vec<Vec<u32>> = vec![Vec::new(); nodes];
        for &(a, b) in pairs {
            cannot_link[a as usize].push(b);
            cannot_link[b as usize].push(a);
        }
        Self {
            root: (0..nodes as u32).collect(),
            size: sizes.to_vec(),
            links,
            cannot_link,
            sums: vec![0.0; nodes],
        }
    }

    /// Brings the links of a cluster up to date: one for each neighbour, under its present name.
    fn tidy(&mut self, cluster: u32) {
        let mut row = std::mem::take(&mut self.links[cluster as usize]);
        let mut kept = 0;
        for place in 0..row.len() {
            let (other, sum) = row[place];
            let other = find(&mut self.root, other);
            if other == cluster {
                continue;
            }
            if self.sums[other as usize] == 0.0 {
                row[kept].0 = other;
                kept += 1;
            }
            self.sums[other as usize] += sum;
        }
        row.truncate(kept);
        for (other, sum) in &mut row {
            *sum = std::mem::take(&mut self.sums[*other as usize]);
        }
        self.links[cluster as usize] = row;
    }

    /// The nearest cluster that may be merged with this one, above `floor`; of equals `before`, then the smallest name.
    fn nearest(&mut self, cluster: u32, before: Option<u32>, floor: f64) -> Option<(u32, f64)> {
        self.tidy(cluster);
        let mut forbidden = self.cannot_link[cluster as usize].clone();
        forbidden.iter_mut().for_each(|other| *other = find(&mut self.root, *other));
        let size = f64::from(self.size[cluster as usize]);
        let near = self.links[cluster as usize].iter();
        near.filter(|(other, _)| !forbidden.contains(other))
            .map(|&(other, sum)| (other, sum / (size * f64::from(self.size[other as usize]))))
            .filter(|&(_, height)| height > floor)
            .max_by(|x, y| {
                let chain = |other: u32| before == Some(other);
                x.1.total_cmp(&y.1).then(chain(x.0).cmp(&chain(y.0))).then(y.0.cmp(&x.0))
            })
    }

    /// Merges two clusters; the smaller name stays.
    fn merge(&mut self, a: u32, b: u32) -> u32 {
        let (stays, goes) = (a.min(b), a.max(b));
        self.root[goes as usize] = stays;
        self.size[stays as usize] += self.size[goes as usize];
        let links = std::mem::take(&mut self.links[goes as usize]);
        self.links[stays as usize].extend(links);
        let pairs = std::mem::take(&mut self.cannot_link[goes as usize]);
        self.cannot_link[stays as usize].extend(pairs);
        stays
    }
}

/// Merges clusters by average linkage until no two are above `floor`; the merges come highest first.
/// `sizes` says how many clauses each node represents; an edge's weight is the sum over their pairs.
/// `cannot_link` says which pairs of nodes must never be in one cluster.
///
/// Weights are single precision and summed in double: the sums are exact, whatever their order.
pub(crate) fn average_linkage(
    sizes: &[u32],
    edges: &[Edge],
    cannot_link: &[(u32, u32)],
    floor: f64,
) -> Vec<Merge> {
    let mut clusters = Clusters::new(sizes, edges, cannot_link);
    let mut merges: Vec<Merge> = Vec::new();
    let mut chain: Vec<u32> = Vec::new();
    for start in 0..sizes.len() as u32 {
        if clusters.root[start as usize] != start {
            continue;
        }
        chain.push(start);
        while let Some(&tip) = chain.last() {
            let before = chain.len().checked_sub(2).map(|place| chain[place]);
            match clusters.nearest(tip, before, floor) {
                None => chain.clear(),
                Some((other, height)) if before == Some(other) => {
                    chain.truncate(chain.len() - 2);
                    let stays = clusters.merge(tip, other);
                    merges.push(Merge { a: stays, b: tip.max(other), height: height as f32 });
                    if chain.is_empty() {
                        chain.push(stays);
                    }
                }
                Some((other, _)) => chain.push(other),
            }
        }
    }
    merges.sort_by(|x, y| y.height.total_cmp(&x.height));
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
        fn the_chain_finds_the_same_tree_as_the_naive_search(
            found in prop::collection::btree_map((0u32..9, 0u32..9), 1u32..64, 0..24),
        ) {
            // Each pair has a part of its own, so that there are no ties, which the two ways break differently.
            let edges: Vec<Edge> = found
                .into_iter()
                .filter(|((a, b), _)| a < b)
                .map(|((a, b), weight)| Edge { a, b, weight: (weight as f32 + (a as f32 * 9.0 + b as f32).sqrt() / 20.0) / 65.0 })
                .collect();
            let fast = average_linkage(&[1; 9], &edges, &[], 0.0);
            let slow = naive(9, &edges);
            let names = |merges: &[Merge]| merges.iter().map(|m| (m.a, m.b)).collect::<Vec<_>>();
            prop_assert_eq!(names(&fast), names(&slow));
            for (x, y) in fast.iter().zip(&slow) {
                prop_assert!((x.height - y.height).abs() < 1e-6);
            }
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
