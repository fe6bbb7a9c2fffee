//! How probably a clause carries a known element, and an agreement holds it: absolute chances, so that an element that is
//! nowhere comes out absent. Two logistic regressions, trained by `cargo bench --bench propose -- --train`.

use crate::logistic::{self, Row};
use std::fmt;
use std::sync::LazyLock;

/// What is asked about an element and a clause.
pub(crate) const CLAUSE: [&str; 19] = [
    "constant",
    // Likeness of the clause to the element's words: as it is, its root, times the share of these words that is known
    // here, and how far it is above the usual likeness of a clause to them.
    "words", "words_root", "words_known", "words_above",
    // Likeness to what the clauses nearest to these words have in common: as it is, times the greatest share of the words
    // that one clause holds, and how much more another element can claim.
    "meaning", "meaning_held", "meaning_taken", // One over its place in its agreement.
    "place",
    // How rare the words are that it holds; the greatest share of the element's words that one clause holds, and that all
    // hold: both are low for an element that is nowhere. How long it is.
    "found", "best_held", "known", "length",
    // The vote of the confirmed clauses, what another element's is worth more, and how many there are.
    "vote", "vote_taken", "experience",
    // Likeness to the definition or the best phrase by the sentence model, how far above the usual, and what another
    // element can claim more; nothing without a model.
    "model", "model_above", "model_taken",
];

/// Features that speak of the other elements.
const TAKEN: [usize; 3] = [7, 14, 18];

/// What is asked about an element and an agreement: its three best clauses.
pub(crate) const CELL: [&str; 5] = ["cell_constant", "first", "second", "third", "cell_experience"];

/// The sum that stands for a clause that is not there.
pub(crate) const NONE: f32 = -8.0;

/// The features of a clause for an element.
pub(crate) type ClauseFeatures = [f32; CLAUSE.len()];

/// What each feature counts: by words alone, and where a sentence model has read clauses and elements.
///
/// ```
/// use crosscut_cluster::Chances;
/// let shipped = Chances::shipped();
/// assert_eq!(Chances::parse(&shipped.to_string()).as_ref(), Ok(shipped));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Chances {
    words: Map,
    model: Map,
}

/// What each feature counts, of clauses and of cells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Map {
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
    /// Whether a sentence model has read the clauses and the element.
    pub by_model: bool,
}

/// What chances are trained on: how much a set of gold counts, the rows of its elements, and whether a clause carries an
/// element, by the places of both; none where nobody knows.
pub type World<'a> = (f64, &'a [ElementRows], &'a dyn Fn(usize, usize) -> Option<bool>);

impl ElementRows {
    /// The same as if no other element were asked.
    #[must_use]
    pub fn alone(&self) -> Self {
        let mut alone = self.clone();
        for (_, _, row) in &mut alone.rows {
            TAKEN.iter().for_each(|place| row[*place] = 0.0);
        }
        alone
    }
}

impl Chances {
    /// What Crosscut is shipped with, trained on all sets of gold.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Chances> = LazyLock::new(|| {
            let none = Map { clause: vec![0.0; CLAUSE.len()], cell: vec![0.0; CELL.len()] };
            Chances::parse(include_str!("../data/guided.tsv"))
                .unwrap_or(Chances { words: none.clone(), model: none })
        });
        &SHIPPED
    }

    /// Weights from lines of a feature's name, a tab, its weight by words alone, a tab, and that with a model; lines that
    /// begin with `#` are passed over.
    ///
    /// # Errors
    /// The first feature that has no line with two numbers.
    pub fn parse(text: &str) -> Result<Self, String> {
        let find = |name: &&str| -> Result<(f32, f32), String> {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'));
            let values = line.and_then(|line| line.split_once('\t'));
            let both = values
                .and_then(|(words, model)| Some((words.trim().parse().ok()?, model.trim().parse().ok()?)));
            both.ok_or_else(|| format!("the feature {name:?} has no two weights"))
        };
        let all = |names: &[&str]| names.iter().map(find).collect::<Result<(Vec<f32>, Vec<f32>), String>>();
        let (clause, cell) = (all(&CLAUSE)?, all(&CELL)?);
        let words = Map { clause: clause.0, cell: cell.0 };
        Ok(Self { words, model: Map { clause: clause.1, cell: cell.1 } })
    }

    /// Trains both on worlds: those that a model has read, and the others. Where none was read, both are the same.
    pub fn train(worlds: &[World<'_>]) -> Self {
        let is_read = |world: &&World<'_>| world.1.iter().any(|element| element.by_model);
        let (read, plain): (Vec<&World<'_>>, Vec<&World<'_>>) = worlds.iter().partition(is_read);
        let words = Map::train(&plain);
        let model = if read.is_empty() { words.clone() } else { Map::train(&read) };
        Self { words, model }
    }

    /// What counts with or without a model.
    pub(crate) fn by(&self, model: bool) -> &Map {
        if model { &self.model } else { &self.words }
    }
}

impl Map {
    /// First the clauses, then by these the cells: each world counts as much as it is said to, however large.
    fn train(worlds: &[&World<'_>]) -> Self {
        const CLAUSES: f64 = 0.1;
        const CELLS: f64 = 1.0;
        const WORLD: f64 = 1000.0;
        let mut rows: Vec<Row<'_>> = Vec::new();
        for &&(weight, elements, told) in worlds {
            let mut own: Vec<(&[f32], bool)> = Vec::new();
            for (element, of) in elements.iter().enumerate() {
                let known =
                    of.rows.iter().filter_map(|(clause, _, row)| Some((&row[..], told(element, *clause)?)));
                own.extend(known);
            }
            let counts = weight * WORLD / own.len().max(1) as f64;
            rows.extend(own.into_iter().map(|(row, label)| (row, label, counts)));
        }
        let clause = logistic::train(&rows, &[0.0; CLAUSE.len()], CLAUSES);
        let mut cells: Vec<([f32; CELL.len()], bool, f64)> = Vec::new();
        for &&(weight, elements, told) in worlds {
            let mut own = Vec::new();
            for (element, of) in elements.iter().enumerate() {
                own.extend(cell_rows(of, &clause, |clause| told(element, clause)));
            }
            let counts = weight * WORLD / own.len().max(1) as f64;
            cells.extend(own.into_iter().map(|(row, label)| (row, label, counts)));
        }
        let rows: Vec<Row<'_>> =
            cells.iter().map(|(row, label, counts)| (&row[..], *label, *counts)).collect();
        Self { cell: logistic::train(&rows, &[0.0; CELL.len()], CELLS), clause }
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
        let (words, model) = (&self.words, &self.model);
        let clause = CLAUSE.iter().zip(words.clause.iter().zip(&model.clause));
        let cell = CELL.iter().zip(words.cell.iter().zip(&model.cell));
        clause.chain(cell).try_for_each(|(name, (words, model))| writeln!(f, "{name}\t{words}\t{model}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_told_by_their_places() {
        let names = |places: &[usize]| places.iter().map(|place| CLAUSE[*place]).collect::<Vec<_>>();
        assert_eq!(names(&TAKEN), ["meaning_taken", "vote_taken", "model_taken"]);
    }

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
