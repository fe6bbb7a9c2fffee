//! Ranked lists against gold.

use crate::bootstrap::{Count, Draws, Figure};
use crate::labels::Labels;
use crosscut::text::ClauseId;
use serde::Serialize;

/// How good a search is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Ranking {
    /// How many queries were asked.
    pub queries: usize,
    /// Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002), gain 1 for a right clause.
    pub ndcg_10: Figure,
    /// Share of the right clauses among the first ten; of ten, where there are more.
    pub recall_10: Figure,
}

/// Query by example: each labelled clause asks, and the clauses of other agreements that share a label are right.
///
/// `rank` gives clauses like one, best first. Clauses of the same agreement and clauses without a label are passed
/// over, so a good `rank` gives more than ten. Clauses without a right answer ask nothing.
///
/// ```
/// use crosscut_evaluate::{Column, Labels, parse_gold, search_by_example};
/// let lines = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report significant incidents."}
/// {"id": "b#1", "agreement": "b", "text": "Operators report significant incidents to the authority."}"#;
/// let clauses = crosscut::parse_clauses("clauses.jsonl", lines)?.clauses;
/// let gold = parse_gold(
///     r#"{"clause": "a#1", "elements": ["reporting"]}
/// {"clause": "b#1", "elements": ["reporting"]}"#,
/// )?;
/// let labels = Labels::of(&gold, &clauses, Column::Elements, false);
/// // Whatever ranks clauses like one: here, all others as they come.
/// let rank = |asking: &crosscut::text::ClauseId| -> Result<Vec<_>, crosscut::Error> {
///     Ok(clauses.iter().map(|clause| clause.id.clone()).filter(|id| id != asking).collect())
/// };
/// assert_eq!(search_by_example(&labels, rank)?.ndcg_10.value, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn search_by_example<E>(
    labels: &Labels,
    mut rank: impl FnMut(&ClauseId) -> Result<Vec<ClauseId>, E>,
) -> Result<Ranking, E> {
    let draws = Draws::new(labels.agreements.len());
    let mut scores = Vec::new();
    for asking in &labels.units {
        let alike = |elements: &[usize]| elements.iter().any(|one| asking.elements.contains(one));
        let others = labels.units.iter().filter(|unit| unit.agreement != asking.agreement);
        let wanted = others.filter(|unit| alike(&unit.elements)).count();
        if wanted == 0 {
            continue;
        }
        let answers = rank(&asking.clause)?;
        let answers = answers.iter().filter_map(|clause| labels.unit(clause));
        let answers = answers.filter(|unit| unit.agreement != asking.agreement);
        let right: Vec<bool> = answers.map(|unit| alike(&unit.elements)).collect();
        scores.push((ndcg(&right, wanted, 10), recall(&right, wanted, 10), [asking.agreement]));
    }
    let mean = |score: fn(&(f64, f64, [usize; 1])) -> f64| {
        let counts: Vec<Count> =
            scores.iter().map(|query| Count { parts: (score(query), 1.0), agreements: &query.2 }).collect();
        draws.ratio(&counts)
    };
    Ok(Ranking { queries: scores.len(), ndcg_10: mean(|query| query.0), recall_10: mean(|query| query.1) })
}

/// Discounted cumulative gain of the first `depth` answers, divided by that of the best order when `wanted` are right.
pub(crate) fn ndcg(right: &[bool], wanted: usize, depth: usize) -> f64 {
    let discount = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let gain: f64 = right
        .iter()
        .take(depth)
        .enumerate()
        .filter(|(_, right)| **right)
        .map(|(rank, _)| discount(rank))
        .sum();
    let best: f64 = (0..wanted.min(depth)).map(discount).sum();
    if best > 0.0 { gain / best } else { 0.0 }
}

/// Share of `wanted` right answers among the first `depth`; of `depth`, where more are wanted.
pub(crate) fn recall(right: &[bool], wanted: usize, depth: usize) -> f64 {
    let found = right.iter().take(depth).filter(|right| **right).count();
    found as f64 / wanted.min(depth).max(1) as f64
}

/// Mean of the precision at each right answer; those of the `wanted` that are not there count 0.
pub(crate) fn average_precision(right: &[bool], wanted: usize) -> f64 {
    let (mut found, mut sum) = (0.0, 0.0);
    for (rank, _) in right.iter().enumerate().filter(|(_, right)| **right) {
        found += 1.0;
        sum += found / (rank as f64 + 1.0);
    }
    sum / wanted.max(1) as f64
}
