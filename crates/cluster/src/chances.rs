//! How probably a clause carries a known element, and an agreement holds it: absolute chances, so that an element that is
//! nowhere comes out absent. Two logistic regressions, trained by `cargo bench --bench propose -- --train`.

use crate::logistic::{self, Row};
use std::fmt;
use std::sync::LazyLock;

/// What is asked about an element and a clause.
pub(crate) const CLAUSE: [&str; 12] = [
    "constant",
    // Likeness of the clause to the element's words, its margin over the other elements', and the same with what the
    // clauses nearest to these words have in common.
    "words", "words_margin", "meaning", "both_margin",
    // One over its place in its agreement; its share of the best of all clauses.
    "place", "share",
    // The best likeness to the element's words of any clause, and the share of these words that any clause holds: of an
    // element that is nowhere both are low.
    "best_words", "known_words",
    // The vote of the confirmed clauses, its margin, and how much it is worth.
    "vote", "vote_margin", "experience",
];

/// What is asked about an element and an agreement: its three best clauses.
pub(crate) const CELL: [&str; 5] = ["cell_constant", "first", "second", "third", "cell_experience"];

/// The sum that stands for a clause that is not there.
pub(crate) const NONE: f32 = -8.0;

/// The features of a clause for an element.
pub(crate) type ClauseFeatures = [f32; CLAUSE.len()];

/// What each feature counts.
///
/// ```
/// use crosscut_cluster::Chances;
/// let shipped = Chances::shipped();
/// assert_eq!(Chances::parse(&shipped.to_string()).as_ref(), Ok(shipped));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Chances {
    clause: Vec<f32>,
    cell: Vec<f32>,
}

/// An element's clauses, for training: the agreement of each, its features, and whether it carries the element.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ElementRows {
    /// Place of each clause among the clauses given, its agreement's number, and its features.
    pub rows: Vec<(usize, u32, Vec<f32>)>,
    /// How much its confirmed clauses are worth as evidence, 0 to 1.
    pub experience: f32,
}

/// What chances are trained on: how much a set of gold counts, the rows of its elements, and whether a clause carries an
/// element, by the places of both; none where nobody knows.
pub type World<'a> = (f64, Vec<ElementRows>, &'a dyn Fn(usize, usize) -> Option<bool>);

impl Chances {
    /// What Crosscut is shipped with, trained on all sets of gold.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Chances> = LazyLock::new(|| {
            let none = Chances { clause: vec![0.0; CLAUSE.len()], cell: vec![0.0; CELL.len()] };
            Chances::parse(include_str!("../data/guided.tsv")).unwrap_or(none)
        });
        &SHIPPED
    }

    /// Weights from lines of a feature's name, a tab and its weight; lines that begin with `#` are passed over.
    ///
    /// # Errors
    /// The first feature that has no line with a number.
    pub fn parse(text: &str) -> Result<Self, String> {
        let find = |name: &&str| -> Result<f32, String> {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'));
            let value = line.and_then(|value| value.trim().parse().ok());
            value.ok_or_else(|| format!("the feature {name:?} has no weight"))
        };
        let all = |names: &[&str]| names.iter().map(find).collect::<Result<Vec<f32>, String>>();
        Ok(Self { clause: all(&CLAUSE)?, cell: all(&CELL)? })
    }

    /// Trains both on worlds.
    pub fn train(worlds: &[World<'_>]) -> Self {
        const PENALTY: f64 = 1.0;
        const WORLD: f64 = 1000.0;
        let mut rows: Vec<Row<'_>> = Vec::new();
        for (weight, elements, told) in worlds {
            let mut own: Vec<(&[f32], bool)> = Vec::new();
            for (element, of) in elements.iter().enumerate() {
                let known =
                    of.rows.iter().filter_map(|(clause, _, row)| Some((&row[..], told(element, *clause)?)));
                own.extend(known);
            }
            let counts = weight * WORLD / own.len().max(1) as f64;
            rows.extend(own.into_iter().map(|(row, label)| (row, label, counts)));
        }
        let clause = logistic::train(&rows, &[0.0; CLAUSE.len()], PENALTY / 10.0);
        let mut cells: Vec<([f32; CELL.len()], bool, f64)> = Vec::new();
        for (weight, elements, told) in worlds {
            let mut own = Vec::new();
            for (element, of) in elements.iter().enumerate() {
                own.extend(cell_rows(of, &clause, |clause| told(element, clause)));
            }
            let counts = weight * WORLD / own.len().max(1) as f64;
            cells.extend(own.into_iter().map(|(row, label)| (row, label, counts)));
        }
        let rows: Vec<Row<'_>> =
            cells.iter().map(|(row, label, counts)| (&row[..], *label, *counts)).collect();
        Self { cell: logistic::train(&rows, &[0.0; CELL.len()], PENALTY), clause }
    }

    /// The weighed sum of a clause's features.
    pub(crate) fn logit(&self, features: &ClauseFeatures) -> f32 {
        logistic::logit(&self.clause, features)
    }

    /// The chance that an agreement holds an element, by the sums of its three best clauses.
    pub(crate) fn cell(&self, best: [f32; 3], experience: f32) -> f32 {
        logistic::chance(logistic::logit(&self.cell, &cell_features(best, experience)))
    }
}

fn cell_features([first, second, third]: [f32; 3], experience: f32) -> [f32; CELL.len()] {
    let bounded = |logit: f32| logit.clamp(NONE, -NONE);
    [1.0, bounded(first), bounded(second), bounded(third), experience]
}

/// For each agreement of an element its cell's features, and whether any of its clauses is told to carry the element.
fn cell_rows(
    of: &ElementRows,
    weights: &[f32],
    told: impl Fn(usize) -> Option<bool>,
) -> Vec<([f32; CELL.len()], bool)> {
    let mut cells: std::collections::BTreeMap<u32, ([f32; 3], bool)> = std::collections::BTreeMap::new();
    for (clause, agreement, row) in &of.rows {
        let Some(label) = told(*clause) else { continue };
        let cell = cells.entry(*agreement).or_insert(([NONE; 3], false));
        keep_best(&mut cell.0, logistic::logit(weights, row));
        cell.1 |= label;
    }
    cells.into_values().map(|(best, label)| (cell_features(best, of.experience), label)).collect()
}

/// Keeps the three greatest, the greatest first.
pub(crate) fn keep_best(best: &mut [f32; 3], new: f32) {
    let place = best.partition_point(|&old| old >= new);
    if place < best.len() {
        best[place..].rotate_right(1);
        best[place] = new;
    }
}

impl fmt::Display for Chances {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = CLAUSE.iter().zip(&self.clause).chain(CELL.iter().zip(&self.cell));
        all.into_iter().try_for_each(|(name, weight)| writeln!(f, "{name}\t{weight}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_chances_can_be_read() {
        Chances::parse(include_str!("../data/guided.tsv")).unwrap();
        assert!(Chances::parse("words\t1").is_err());
    }

    #[test]
    fn the_three_best_are_kept_in_order() {
        let mut best = [NONE; 3];
        [1.0, 3.0, 2.0, 0.5, 3.0].into_iter().for_each(|new| keep_best(&mut best, new));
        assert_eq!(best, [3.0, 3.0, 2.0]);
    }
}
