//! Candidates as a clustering of the labelled clauses.

use crate::bootstrap::{Count, Draws, Figure, Prf, f1};
use crate::labels::Labels;
use crosscut::Candidate;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// How well a clustering fits gold with several labels a clause.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Clustering {
    /// Extended B-cubed (Amigó et al. 2009).
    pub bcubed: Prf,
    /// B-cubed that leaves the clause itself out.
    pub bcubed_without_self: Prf,
    /// Pairs of clauses of different agreements.
    pub pairs: Prf,
    /// Adjusted Rand index (Hubert and Arabie 1985); only where every labelled clause has one label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted_rand: Option<f64>,
}

/// For each labelled clause the candidate, by rank, in which its similarity is highest; the first of several.
pub(crate) fn best_memberships(candidates: &[Candidate], labels: &Labels) -> Vec<Option<usize>> {
    let mut best: Vec<Option<(f32, usize)>> = vec![None; labels.units.len()];
    for (rank, candidate) in candidates.iter().enumerate() {
        for member in &candidate.members {
            let Some(unit) = labels.clauses.get(&member.clause).and_then(|place| place.unit) else {
                continue;
            };
            if best[unit].is_none_or(|(similarity, _)| member.similarity > similarity) {
                best[unit] = Some((member.similarity, rank));
            }
        }
    }
    best.into_iter().map(|best| best.map(|(_, rank)| rank)).collect()
}

pub(crate) fn coverage(covered: &[bool], labels: &Labels, draws: &Draws) -> Figure {
    let places: Vec<[usize; 1]> = labels.units.iter().map(|unit| [unit.agreement]).collect();
    let counts: Vec<Count> = covered
        .iter()
        .zip(&places)
        .map(|(covered, place)| Count { parts: (f64::from(u8::from(*covered)), 1.0), agreements: place })
        .collect();
    draws.ratio(&counts)
}

/// Measures a clustering; a clause without a cluster is one of its own.
pub(crate) fn measure(clusters: &[Option<usize>], labels: &Labels, draws: &Draws) -> Clustering {
    let rows: Vec<Row> =
        (0..labels.units.len()).into_par_iter().map(|item| Row::of(item, clusters, labels)).collect();
    let places: Vec<[usize; 1]> = labels.units.iter().map(|unit| [unit.agreement]).collect();
    let mean = |score: fn(&Row) -> f64| -> Vec<Count> {
        let scores = rows.iter().map(score).zip(&places);
        scores.map(|(score, place)| Count { parts: (score, 1.0), agreements: place }).collect()
    };
    Clustering {
        bcubed: draws.prf(&mean(|row| row.bcubed.0), &mean(|row| row.bcubed.1)),
        bcubed_without_self: draws.prf(&mean(|row| row.without_self.0), &mean(|row| row.without_self.1)),
        pairs: pairs(&rows, labels, draws),
        adjusted_rand: adjusted_rand(clusters, labels),
    }
}

/// One clause against all others.
struct Row {
    /// Precision and recall.
    bcubed: (f64, f64),
    without_self: (f64, f64),
    /// For each other agreement: pairs that are together and alike, together, alike.
    pairs: BTreeMap<usize, [u32; 3]>,
}

impl Row {
    fn of(item: usize, clusters: &[Option<usize>], labels: &Labels) -> Self {
        let unit = &labels.units[item];
        let (mut together, mut alike, mut both) = (0_u32, 0_u32, 0_u32);
        let mut recall = 0.0;
        let mut pairs: BTreeMap<usize, [u32; 3]> = BTreeMap::new();
        for (other, one) in labels.units.iter().enumerate() {
            let same = item == other || (clusters[item].is_some() && clusters[item] == clusters[other]);
            let shared = shared(&unit.elements, &one.elements);
            together += u32::from(same);
            alike += u32::from(shared > 0);
            both += u32::from(same && shared > 0);
            if same && shared > 0 {
                recall += 1.0 / f64::from(shared);
            }
            if unit.agreement != one.agreement && (same || shared > 0) {
                let tally = pairs.entry(one.agreement).or_default();
                tally[0] += u32::from(same && shared > 0);
                tally[1] += u32::from(same);
                tally[2] += u32::from(shared > 0);
            }
        }
        let bcubed = (f64::from(both) / f64::from(together), recall / f64::from(alike));
        // The clause itself is always together with itself and alike.
        let (together, alike, both) = (together - 1, alike - 1, both - 1);
        let share = |whole: u32, other: u32| match (whole, other) {
            (0, 0) => 1.0,
            (0, _) => 0.0,
            (whole, _) => f64::from(both) / f64::from(whole),
        };
        Self { bcubed, without_self: (share(together, alike), share(alike, together)), pairs }
    }
}

/// How many numbers two sorted lists share.
fn shared(a: &[usize], b: &[usize]) -> u32 {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
    }
    shared
}

/// A pair of agreements counts as often as both are drawn together.
fn pairs(rows: &[Row], labels: &Labels, draws: &Draws) -> Prf {
    let mut tallies: BTreeMap<(usize, usize), [f64; 3]> = BTreeMap::new();
    for (row, unit) in rows.iter().zip(&labels.units) {
        for (other, tally) in &row.pairs {
            let sum = tallies.entry((unit.agreement, *other)).or_default();
            (0..3).for_each(|part| sum[part] += f64::from(tally[part]));
        }
    }
    let sums = |times: &[f64]| -> [f64; 3] {
        tallies.iter().fold([0.0; 3], |mut sums, ((a, b), tally)| {
            (0..3).for_each(|part| sums[part] += times[*a] * times[*b] * tally[part]);
            sums
        })
    };
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let both = |times: &[f64]| {
        let [right, together, alike] = sums(times);
        (share(right, together), share(right, alike))
    };
    Prf {
        precision: draws.figure(|times| both(times).0),
        recall: draws.figure(|times| both(times).1),
        f1: draws.figure(|times| {
            let (precision, recall) = both(times);
            f1(precision, recall)
        }),
    }
}

fn adjusted_rand(clusters: &[Option<usize>], labels: &Labels) -> Option<f64> {
    if labels.units.is_empty() || labels.units.iter().any(|unit| unit.elements.len() != 1) {
        return None;
    }
    let mut cells: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let (mut rows, mut columns) = (BTreeMap::<usize, f64>::new(), BTreeMap::<usize, f64>::new());
    for (unit, (own, cluster)) in labels.units.iter().zip(clusters.iter().enumerate()) {
        // Numbers above every rank for those without a candidate.
        let cluster = cluster.unwrap_or(usize::MAX - own);
        *cells.entry((cluster, unit.elements[0])).or_default() += 1.0;
        *rows.entry(cluster).or_default() += 1.0;
        *columns.entry(unit.elements[0]).or_default() += 1.0;
    }
    let pairs = |count: &f64| count * (count - 1.0) / 2.0;
    let (index, by_row, by_column): (f64, f64, f64) =
        (cells.values().map(pairs).sum(), rows.values().map(pairs).sum(), columns.values().map(pairs).sum());
    let expected = by_row * by_column / pairs(&(labels.units.len() as f64)).max(1.0);
    let most = f64::midpoint(by_row, by_column);
    // Both put everything together, or everything apart: they agree.
    Some(if most == expected { 1.0 } else { (index - expected) / (most - expected) })
}
