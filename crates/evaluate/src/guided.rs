//! Matches to the elements of a codebook against gold.

use crate::bootstrap::{Count, Draws, Figure, Prf, f1};
use crate::labels::Labels;
use crate::ranking::average_precision;
use crosscut::ElementMatch;
use crosscut::text::{AgreementId, ClauseId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How good guided matching is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Guided {
    /// Mean over the elements of the average precision of their clauses.
    pub mean_average_precision: Figure,
    /// Cells by the tool's own cut.
    pub cells: Prf,
    /// The best F1 that one cut over all cells, ranked by their best clause, could reach.
    pub best_f1: f64,
    /// F1 of saying yes to every cell.
    pub all_yes_f1: f64,
    /// One row for each element, by name.
    pub elements: Vec<GuidedElement>,
    /// Elements of gold that the codebook does not hold, by name.
    pub not_asked: Vec<String>,
}

/// How one element fared.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GuidedElement {
    /// The element.
    pub element: String,
    /// Its labelled clauses.
    pub clauses: usize,
    /// Average precision of its ranked clauses; none when gold has no clause of it.
    pub average_precision: Option<f64>,
    /// Agreements rightly said to hold it.
    pub right: usize,
    /// Agreements wrongly said to hold it.
    pub wrong: usize,
    /// Agreements that hold it and were not said to.
    pub missed: usize,
}

/// Measures matches. Only clauses that gold judges count; where only some readers gave an element, its clause or cell
/// counts neither for nor against.
///
/// An element of gold is the one whose name is the id of an element of the codebook.
///
/// ```
/// use crosscut::{Codebook, Compared, parse_clauses, decisions::State};
/// use crosscut_evaluate::{Column, Labels, guided, parse_gold};
/// let book = r#"
/// schema = "crosscut/codebook/1"
/// title = "Norms"
/// version = "1"
///
/// [[element]]
/// id = "reporting"
/// name = "Incident reporting"
/// definition = "Incidents are reported to an authority."
/// "#;
/// let book = Codebook::parse("codebook.toml".as_ref(), book)?;
/// let lines = r#"{"id": "a#1", "agreement": "a", "text": "Boats shall carry lamps at night."}
/// {"id": "a#2", "agreement": "a", "text": "Each Party shall report incidents to its authority."}"#;
/// let clauses = parse_clauses("clauses.jsonl", lines)?.clauses;
/// let gold = parse_gold(
///     r#"{"clause": "a#1", "elements": []}
/// {"clause": "a#2", "elements": ["reporting"]}"#,
/// )?;
/// let labels = Labels::of(&gold, &clauses, Column::Elements, false);
/// let found = book.match_clauses(&Compared::by_words(&clauses), &State::default())?;
/// assert_eq!(guided(&found, &labels).mean_average_precision.value, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn guided(matches: &[ElementMatch], labels: &Labels) -> Guided {
    let draws = Draws::new(labels.agreements.len());
    let mut rows: Vec<(GuidedElement, Vec<usize>)> = matches.iter().map(|found| row(found, labels)).collect();
    rows.sort_by(|a, b| a.0.element.cmp(&b.0.element));
    let precisions: Vec<Count> = rows
        .iter()
        .filter_map(|(row, agreements)| Some(Count { parts: (row.average_precision?, 1.0), agreements }))
        .collect();
    let cells: Vec<Cell> = matches.iter().flat_map(|found| cells(found, labels)).collect();
    let count = |cell: &Cell, hit: bool| (f64::from(u8::from(hit)), 1.0, [cell.agreement]);
    let said: Vec<_> = cells.iter().filter(|cell| cell.said).map(|cell| count(cell, cell.truth)).collect();
    let truth: Vec<_> = cells.iter().filter(|cell| cell.truth).map(|cell| count(cell, cell.said)).collect();
    let asked: BTreeSet<&str> = matches.iter().map(|found| found.element.as_str()).collect();
    let not_asked = labels.elements.iter().filter(|element| !asked.contains(element.as_str()));
    Guided {
        mean_average_precision: draws.ratio(&precisions),
        cells: draws.prf(&counts(&said), &counts(&truth)),
        best_f1: best_f1(&cells),
        all_yes_f1: cut_f1(truth.len(), cells.len(), truth.len()),
        not_asked: not_asked.cloned().collect(),
        elements: rows.into_iter().map(|(row, _)| row).collect(),
    }
}

fn counts(parts: &[(f64, f64, [usize; 1])]) -> Vec<Count<'_>> {
    parts.iter().map(|part| Count { parts: (part.0, part.1), agreements: &part.2 }).collect()
}

/// One element in one agreement.
struct Cell {
    agreement: usize,
    truth: bool,
    said: bool,
    /// Score of its best clause.
    score: f32,
}

/// The row of an element, and the agreements that hold it.
fn row(found: &ElementMatch, labels: &Labels) -> (GuidedElement, Vec<usize>) {
    let element = labels.elements.binary_search(&found.element).ok();
    let holds = |clause: &ClauseId| {
        labels
            .unit(clause)
            .is_some_and(|unit| element.is_some_and(|element| unit.elements.contains(&element)))
    };
    let clauses = labels.units.iter().filter(|unit| holds(&unit.clause)).count();
    let counted = found.ranked().map(|ranked| &ranked.clause).filter(|clause| {
        let place = labels.clauses.get(*clause).filter(|place| place.judged);
        place.is_some_and(|place| !place.disputed.contains(&found.element))
    });
    let right: Vec<bool> = counted.map(holds).collect();
    let cells = cells(found, labels);
    let of = |truth: bool, said: bool| {
        cells.iter().filter(|cell| (cell.truth, cell.said) == (truth, said)).count()
    };
    let row = GuidedElement {
        element: found.element.clone(),
        clauses,
        average_precision: (clauses > 0).then(|| average_precision(&right, clauses)),
        right: of(true, true),
        wrong: of(false, true),
        missed: of(true, false),
    };
    (row, cells.iter().filter(|cell| cell.truth).map(|cell| cell.agreement).collect())
}

/// The cells of an element in every agreement that gold judges; without those that gold disputes.
fn cells(found: &ElementMatch, labels: &Labels) -> Vec<Cell> {
    let element = labels.elements.binary_search(&found.element).ok();
    let said: BTreeSet<&AgreementId> = found.agreements.iter().collect();
    let mut scores: BTreeMap<usize, f32> = BTreeMap::new();
    for ranked in found.ranked() {
        if let Some(place) = labels.clauses.get(&ranked.clause) {
            let best = scores.entry(place.agreement).or_insert(f32::NEG_INFINITY);
            *best = best.max(ranked.score);
        }
    }
    let judged: BTreeSet<usize> =
        labels.clauses.values().filter(|place| place.judged).map(|place| place.agreement).collect();
    let disputed: BTreeSet<usize> = labels
        .clauses
        .values()
        .filter(|place| place.disputed.contains(&found.element))
        .map(|place| place.agreement)
        .collect();
    let truth = |agreement: usize| element.is_some_and(|one| labels.cells.contains(&(one, agreement)));
    judged
        .into_iter()
        .filter(|agreement| truth(*agreement) || !disputed.contains(agreement))
        .map(|agreement| Cell {
            agreement,
            truth: truth(agreement),
            said: said.contains(&labels.agreements[agreement]),
            score: scores.get(&agreement).copied().unwrap_or(f32::NEG_INFINITY),
        })
        .collect()
}

fn best_f1(cells: &[Cell]) -> f64 {
    let truth = cells.iter().filter(|cell| cell.truth).count();
    let mut ranked: Vec<&Cell> = cells.iter().collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
    let (mut right, mut said, mut best) = (0, 0, 0.0_f64);
    // A cut falls between different scores only.
    for tied in ranked.chunk_by(|a, b| a.score == b.score) {
        right += tied.iter().filter(|cell| cell.truth).count();
        said += tied.len();
        best = best.max(cut_f1(right, said, truth));
    }
    best
}

fn cut_f1(right: usize, said: usize, truth: usize) -> f64 {
    let share = |whole: usize| right as f64 / whole.max(1) as f64;
    f1(share(said), share(truth))
}
