//! Candidates, searches and guided matches measured against gold. Definitions and sources: `docs/methods.md`,
//! section "Evaluation".
//!
//! [`parse_gold`] → [`Labels::of`] (gold laid over the clauses of a study) → [`evaluate`], [`guided`] or
//! [`search_by_example`].
//!
//! ```
//! use crosscut::{Compared, Settings, parse_clauses, propose};
//! use crosscut_evaluate::{Column, Labels, evaluate, parse_gold};
//! let lines = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report significant incidents."}
//! {"id": "b#1", "agreement": "b", "text": "Operators report significant incidents to the authority."}"#;
//! let clauses = parse_clauses("clauses.jsonl", lines)?.clauses;
//! let gold = parse_gold(
//!     r#"{"clause": "a#1", "elements": ["reporting"]}
//! {"clause": "b#1", "elements": ["reporting"]}"#,
//! )?;
//! let labels = Labels::of(&gold, &clauses, Column::Elements, false);
//! let (candidates, _) = propose(&Compared::by_words(&clauses), &Settings::default());
//! assert_eq!(evaluate(&candidates, &labels).discovery.element_recall.value, 1.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod asked;
mod bootstrap;
mod clustering;
mod discovery;
mod foreign;
mod gold;
mod guided;
mod labels;
mod quote;
mod ranking;
pub mod reliability;
mod reviewer;
mod strict;
mod suggested;

pub use asked::{Asked, asked};
pub use bootstrap::{Figure, Prf};
pub use clustering::Clustering;
pub use discovery::{Discovery, ElementRow, Reach};
pub use foreign::parse_candidates;
pub use gold::{GoldError, GoldLine, Target, parse_gold};
pub use guided::{Guided, GuidedElement, guided};
pub use labels::{Column, Labels, Unmatched};
pub use ranking::{Ranking, search_by_example};
pub use reviewer::{Policy, Walk, drawing, review};
pub use strict::{Strict, Upto, is_right, strict};
pub use suggested::{Claim, Step, Suggested, suggested};

use crosscut::Candidate;
use serde::Serialize;

/// What a set of candidates is worth, by gold.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Evaluation {
    /// How many candidates were measured.
    pub candidates: usize,
    /// Clauses with at least one label, agreements that hold one, elements.
    pub labelled: usize,
    /// Agreements of the labelled clauses.
    pub agreements: usize,
    /// Different labels.
    pub elements: usize,
    /// What a reviewer gets.
    pub discovery: Discovery,
    /// The same with disputed labels counted neither for nor against a candidate; only where gold disputes some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discovery_undisputed: Option<Discovery>,
    /// The candidates as a clustering: each clause in the candidate that it fits best.
    pub clustering: Clustering,
    /// The same measures for a clustering that keeps every clause apart.
    pub all_singletons: Clustering,
    /// The same measures for a clustering that puts all clauses together.
    pub one_cluster: Clustering,
    /// Share of the labelled clauses that are in some candidate.
    pub coverage: Figure,
    /// One row for each element, by name.
    pub per_element: Vec<ElementRow>,
    /// Elements of two or more agreements that no candidate recovers, by name.
    pub missed: Vec<String>,
    /// Members of candidates that are no clause of the study.
    pub unknown_members: usize,
    /// Gold lines that no clause of the study answers.
    pub unmatched: Vec<Unmatched>,
}

/// Measures candidates, best first, against the labels of a study's clauses.
pub fn evaluate(candidates: &[Candidate], labels: &Labels) -> Evaluation {
    let draws = bootstrap::Draws::new(labels.agreements.len());
    let judged = discovery::Judged::of(candidates, labels, false);
    let disputed = labels.units.iter().any(|unit| !unit.disputed.is_empty());
    let undisputed = disputed.then(|| discovery::Judged::of(candidates, labels, true));
    let clusters = clustering::best_memberships(candidates, labels);
    let covered: Vec<bool> = clusters.iter().map(Option::is_some).collect();
    let apart: Vec<Option<usize>> = vec![None; labels.units.len()];
    let together: Vec<Option<usize>> = vec![Some(0); labels.units.len()];
    let measured = |clusters: &[Option<usize>]| clustering::measure(clusters, labels, &draws);
    Evaluation {
        candidates: candidates.len(),
        labelled: labels.units.len(),
        agreements: labels.labelled_agreements(),
        elements: labels.elements.len(),
        discovery: judged.measure(labels, &draws),
        discovery_undisputed: undisputed.map(|judged| judged.measure(labels, &draws)),
        clustering: measured(&clusters),
        all_singletons: measured(&apart),
        one_cluster: measured(&together),
        coverage: clustering::coverage(&covered, labels, &draws),
        per_element: judged.rows(candidates, labels),
        missed: judged.missed(labels),
        unknown_members: judged.unknown_members,
        unmatched: labels.unmatched.clone(),
    }
}

#[cfg(test)]
mod tests;
