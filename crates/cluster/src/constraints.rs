//! Must-link and cannot-link constraints from review decisions (Wagstaff et al. 2001), in terms of nodes.

use crate::Constraints;
use crate::community::Rules;
use crate::corpus::Corpus;
use crate::draft::{Draft, Level};
use crate::links::Edge;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Stronger than any likeness, so that confirmed clauses are joined first.
const TIE: f32 = 1e6;

/// Decisions in terms of nodes.
pub(crate) struct NodeConstraints {
    /// Must-link sets, each sorted; of a cannot-link pair inside one, the later clause is left out.
    pub(crate) must_link: Vec<Vec<u32>>,
    /// Links that hold the sets together; a clause of several sets is tied to the first.
    pub(crate) ties: Vec<Edge>,
    pub(crate) rules: Rules,
}

impl NodeConstraints {
    pub(crate) fn of(corpus: &Corpus, constraints: &Constraints) -> Self {
        let node_of: FxHashMap<usize, u32> =
            corpus.given.iter().enumerate().map(|(node, &i)| (i, node as u32)).collect();
        let node = |i: &usize| node_of.get(i).copied();
        let mut pairs: Vec<(u32, u32)> = constraints
            .cannot_link
            .iter()
            .filter_map(|(a, b)| Some((node(a)?, node(b)?)))
            .filter(|(a, b)| a != b)
            .collect();
        let mut cannot_link = vec![Vec::new(); corpus.len()];
        for &(a, b) in &pairs {
            cannot_link[a as usize].push(b);
            cannot_link[b as usize].push(a);
        }
        let sets: Vec<Vec<u32>> = constraints
            .must_link
            .iter()
            .map(|set| {
                let wanted: BTreeSet<u32> = set.iter().filter_map(node).collect();
                compatible(wanted, &cannot_link)
            })
            .collect();
        let mut fixed = vec![false; corpus.len()];
        let mut ties = Vec::new();
        let mut heads: Vec<u32> = Vec::new();
        for set in &sets {
            let free: Vec<u32> = set.iter().copied().filter(|&node| !fixed[node as usize]).collect();
            for pair in free.windows(2) {
                ties.push(Edge { a: pair[0], b: pair[1], weight: TIE });
            }
            free.iter().for_each(|&node| fixed[node as usize] = true);
            // What was confirmed as two elements stays two.
            if let Some(&head) = free.first() {
                pairs.extend(heads.iter().map(|&other| (other, head)));
                heads.push(head);
            }
        }
        Self { must_link: sets, ties, rules: Rules { fixed, cannot_link, pairs } }
    }

    /// Makes every draft respect the decisions: each confirmed set has one draft that holds it whole, a confirmed
    /// clause is in no other, and no draft holds a cannot-link pair.
    pub(crate) fn enforce(&self, drafts: Vec<Draft>) -> Vec<Draft> {
        let mut kept: Vec<Draft> = Vec::new();
        let mut mains: Vec<Option<Draft>> = vec![None; self.must_link.len()];
        for mut draft in drafts {
            let tied =
                self.must_link.iter().enumerate().filter(|(_, set)| !set.is_empty()).position(|(i, set)| {
                    draft.level == Level::Main
                        && mains[i].is_none()
                        && set.iter().any(|node| draft.nodes.contains(node) && !draft.guests.contains(node))
                });
            draft.nodes.retain(|&node| !self.rules.fixed[node as usize]);
            match tied {
                Some(i) => mains[i] = Some(draft),
                None => kept.push(draft),
            }
        }
        for (i, set) in self.must_link.iter().enumerate().filter(|(_, set)| !set.is_empty()) {
            let mut draft = mains[i].take().unwrap_or_default();
            draft.nodes.retain(|node| {
                set.iter().all(|other| !self.rules.cannot_link[*other as usize].contains(node))
            });
            draft.nodes.extend(set);
            draft.confirmed = Some(i);
            kept.push(draft);
        }
        for draft in &mut kept {
            draft.nodes.sort_unstable();
            draft.nodes.dedup();
            draft.nodes = self.allowed(draft);
            let nodes = &draft.nodes;
            draft.guests.retain(|node| nodes.binary_search(node).is_ok());
        }
        kept
    }

    /// The nodes of a draft without the later one of each cannot-link pair; confirmed clauses come first.
    fn allowed(&self, draft: &Draft) -> Vec<u32> {
        let confirmed = draft.confirmed.map_or(&[][..], |i| &self.must_link[i]);
        let mut nodes: Vec<u32> = confirmed.to_vec();
        for node in &draft.nodes {
            if !nodes.contains(node)
                && nodes.iter().all(|other| !self.rules.cannot_link[*other as usize].contains(node))
            {
                nodes.push(*node);
            }
        }
        nodes.sort_unstable();
        nodes
    }
}

/// The nodes, in order, without those that cannot be linked with an earlier one.
fn compatible(nodes: BTreeSet<u32>, cannot_link: &[Vec<u32>]) -> Vec<u32> {
    let mut kept: Vec<u32> = Vec::new();
    for node in nodes {
        if kept.iter().all(|&other| !cannot_link[other as usize].contains(&node)) {
            kept.push(node);
        }
    }
    kept
}
