//! Communities of a weighted graph: the constant Potts model (Traag et al. 2011) with one granularity knob, reached
//! without random numbers by average linkage, moves of single nodes, and linkage again.

use crate::linkage::{Merge, average_linkage, cut};
use crate::links::{Edge, degrees};
use crate::params::Communities;

/// What a person's decisions ask of the communities. Nodes of the corpus.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    /// Nodes of must-link sets, which stay where the links of the set put them.
    pub(crate) fixed: Vec<bool>,
    /// For each node those that it cannot be linked with.
    pub(crate) cannot_link: Vec<Vec<u32>>,
    /// The same as pairs.
    pub(crate) pairs: Vec<(u32, u32)>,
}

/// Each node's community at resolution `gamma`: two clusters are one when their mean link is above it.
pub(crate) fn communities(
    nodes: usize,
    edges: &[Edge],
    merges: &[Merge],
    gamma: f32,
    rules: &Rules,
    params: &Communities,
) -> Vec<u32> {
    let mut cluster = cut(nodes, merges, gamma);
    let links = neighbours(nodes, edges);
    for _ in 0..params.rounds {
        let moved = move_nodes(&mut cluster, &links, gamma, rules, params.passes);
        let merged = merge(&mut cluster, edges, gamma, rules);
        if !moved && !merged {
            break;
        }
    }
    cluster
}

fn neighbours(nodes: usize, edges: &[Edge]) -> Vec<Vec<(u32, f32)>> {
    let mut links: Vec<Vec<(u32, f32)>> = degrees(nodes, edges).into_iter().map(Vec::with_capacity).collect();
    for edge in edges {
        links[edge.a as usize].push((edge.b, edge.weight));
        links[edge.b as usize].push((edge.a, edge.weight));
    }
    links
}

/// Moves nodes to the neighbouring cluster that gains most, in order, until nothing moves. After the first pass only
/// neighbours of what moved are looked at again (Ozaki, Tezuka and Inaba 2016).
fn move_nodes(
    cluster: &mut [u32],
    links: &[Vec<(u32, f32)>],
    gamma: f32,
    rules: &Rules,
    passes: usize,
) -> bool {
    let mut size = vec![0u32; cluster.len()];
    cluster.iter().for_each(|&c| size[c as usize] += 1);
    let mut stale: Vec<bool> =
        (0..cluster.len()).map(|node| !rules.fixed[node] && !links[node].is_empty()).collect();
    let mut sums = Sums { of: vec![0.0; cluster.len()], touched: Vec::new() };
    let mut any = false;
    for _ in 0..passes {
        let mut moved = false;
        for node in 0..cluster.len() {
            if !std::mem::take(&mut stale[node]) {
                continue;
            }
            let from = cluster[node];
            let to = best_cluster(node, cluster, &size, links, gamma, rules, &mut sums);
            if to != from {
                size[from as usize] -= 1;
                size[to as usize] += 1;
                cluster[node] = to;
                moved = true;
                for &(other, _) in &links[node] {
                    stale[other as usize] = !rules.fixed[other as usize];
                }
            }
        }
        any |= moved;
        if !moved {
            break;
        }
    }
    any
}

/// Links of one node by cluster; kept from node to node.
struct Sums {
    of: Vec<f32>,
    touched: Vec<u32>,
}

fn best_cluster(
    node: usize,
    cluster: &[u32],
    size: &[u32],
    links: &[Vec<(u32, f32)>],
    gamma: f32,
    rules: &Rules,
    sums: &mut Sums,
) -> u32 {
    let own = cluster[node];
    for &(other, weight) in &links[node] {
        let c = cluster[other as usize];
        if sums.of[c as usize] == 0.0 {
            sums.touched.push(c);
        }
        sums.of[c as usize] += weight;
    }
    let (mut best, mut most) = (own, sums.of[own as usize] - gamma * (size[own as usize] - 1) as f32 + 1e-6);
    for c in sums.touched.drain(..) {
        let gain = std::mem::take(&mut sums.of[c as usize]) - gamma * size[c as usize] as f32;
        let better = gain > most || (gain == most && best != own && c < best);
        if c != own && better && rules.cannot_link[node].iter().all(|&other| cluster[other as usize] != c) {
            (best, most) = (c, gain);
        }
    }
    best
}

/// Merges whole clusters while their mean link is above `gamma`; clusters keep the name of their smallest node.
fn merge(cluster: &mut [u32], edges: &[Edge], gamma: f32, rules: &Rules) -> bool {
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
    let cannot_link: Vec<(u32, u32)> =
        rules.pairs.iter().map(|&(a, b)| (cluster[a as usize], cluster[b as usize])).collect();
    let merges = average_linkage(&sizes, &between, &cannot_link, f64::from(gamma));
    let joined = cut(cluster.len(), &merges, gamma);
    cluster.iter_mut().for_each(|c| *c = joined[*c as usize]);
    !merges.is_empty()
}
