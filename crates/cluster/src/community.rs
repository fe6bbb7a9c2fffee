//! Communities of a weighted graph: the constant Potts model (Traag et al. 2011) with one granularity knob, reached
//! without random numbers by average linkage, moves of single nodes, and linkage again.

use crate::hits::Edge;
use crate::linkage::{Merge, average_linkage, cut};

/// Times that nodes are moved and clusters merged.
const ROUNDS: usize = 3;
/// Passes over all nodes in a round.
const PASSES: usize = 10;

/// What a person's decisions ask of the communities. Nodes of the corpus.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounds {
    /// Nodes that stay where the links of confirmed sets put them.
    pub(crate) fixed: Vec<bool>,
    /// For each node those that it must never meet.
    pub(crate) apart: Vec<Vec<u32>>,
    /// The same as pairs.
    pub(crate) pairs: Vec<(u32, u32)>,
}

/// Each node's community at resolution `gamma`: two clusters are one when their mean link is above it.
pub(crate) fn communities(
    nodes: usize,
    edges: &[Edge],
    merges: &[Merge],
    gamma: f32,
    bounds: &Bounds,
) -> Vec<u32> {
    let mut cluster = cut(nodes, merges, gamma);
    let links = neighbours(nodes, edges);
    for _ in 0..ROUNDS {
        let moved = move_nodes(&mut cluster, &links, gamma, bounds);
        let merged = merge(&mut cluster, edges, gamma, bounds);
        if !moved && !merged {
            break;
        }
    }
    cluster
}

fn neighbours(nodes: usize, edges: &[Edge]) -> Vec<Vec<(u32, f32)>> {
    let mut links = vec![Vec::new(); nodes];
    for edge in edges {
        links[edge.a as usize].push((edge.b, edge.weight));
        links[edge.b as usize].push((edge.a, edge.weight));
    }
    links
}

/// Moves nodes to the neighbouring cluster that gains most, in order, until nothing moves.
fn move_nodes(cluster: &mut [u32], links: &[Vec<(u32, f32)>], gamma: f32, bounds: &Bounds) -> bool {
    let mut size = vec![0u32; cluster.len()];
    cluster.iter().for_each(|&c| size[c as usize] += 1);
    let mut any = false;
    for _ in 0..PASSES {
        let mut moved = false;
        for node in 0..cluster.len() {
            if bounds.fixed[node] || links[node].is_empty() {
                continue;
            }
            let from = cluster[node];
            let to = best_cluster(node, cluster, &size, links, gamma, bounds);
            if to != from {
                size[from as usize] -= 1;
                size[to as usize] += 1;
                cluster[node] = to;
                moved = true;
            }
        }
        any |= moved;
        if !moved {
            break;
        }
    }
    any
}

fn best_cluster(
    node: usize,
    cluster: &[u32],
    size: &[u32],
    links: &[Vec<(u32, f32)>],
    gamma: f32,
    bounds: &Bounds,
) -> u32 {
    let own = cluster[node];
    let mut sums: Vec<(u32, f32)> =
        links[node].iter().map(|&(other, w)| (cluster[other as usize], w)).collect();
    sums.sort_by_key(|&(c, _)| c);
    let gain = |c: u32, sum: f32| {
        let others = size[c as usize] - u32::from(c == own);
        sum - gamma * others as f32
    };
    let stay = sums.iter().filter(|(c, _)| *c == own).map(|(_, w)| w).sum::<f32>();
    let (mut best, mut most) = (own, gain(own, stay) + 1e-6);
    for group in sums.chunk_by(|x, y| x.0 == y.0) {
        let c = group[0].0;
        let value = gain(c, group.iter().map(|(_, w)| w).sum());
        let allowed = bounds.apart[node].iter().all(|&other| cluster[other as usize] != c);
        if value > most && c != own && allowed {
            (best, most) = (c, value);
        }
    }
    best
}

/// Merges whole clusters while their mean link is above `gamma`; clusters keep the name of their smallest node.
fn merge(cluster: &mut [u32], edges: &[Edge], gamma: f32, bounds: &Bounds) -> bool {
    let mut name = vec![u32::MAX; cluster.len()];
    for (node, &c) in cluster.iter().enumerate() {
        if name[c as usize] == u32::MAX {
            name[c as usize] = node as u32;
        }
    }
    cluster.iter_mut().for_each(|c| *c = name[*c as usize]);
    let mut sizes = vec![0u32; cluster.len()];
    cluster.iter().for_each(|&c| sizes[c as usize] += 1);
    sizes.iter_mut().for_each(|size| *size = (*size).max(1));
    let between: Vec<Edge> = edges
        .iter()
        .map(|edge| (cluster[edge.a as usize], cluster[edge.b as usize], edge.weight))
        .filter(|(a, b, _)| a != b)
        .map(|(a, b, weight)| Edge { a: a.min(b), b: a.max(b), weight })
        .collect();
    let apart: Vec<(u32, u32)> =
        bounds.pairs.iter().map(|&(a, b)| (cluster[a as usize], cluster[b as usize])).collect();
    let merges = average_linkage(&sizes, &between, &apart, f64::from(gamma));
    let joined = cut(cluster.len(), &merges, gamma);
    cluster.iter_mut().for_each(|c| *c = joined[*c as usize]);
    !merges.is_empty()
}
