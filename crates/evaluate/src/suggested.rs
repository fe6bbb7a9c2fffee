//! What an assistant suggested against gold: precision, recall, and whether its confidence means anything.

use crate::labels::Labels;
use crosscut::text::ClauseId;
use serde::Serialize;
use std::collections::BTreeSet;

/// That a clause carries an element.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The clause.
    pub clause: ClauseId,
    /// The element, as gold names it.
    pub element: String,
    /// How sure the assistant said that it is, 0 to 1.
    pub confidence: Option<f64>,
}

/// How good claims are. Only clauses that gold judges count, and where its readers differ neither for nor against.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Suggested {
    /// Claims that gold judges, and those that it does not.
    pub judged: usize,
    /// See `judged`.
    pub not_judged: usize,
    /// Share of the judged claims that are right; none without any.
    pub precision: Option<f64>,
    /// Share of the clauses that carry the claimed elements that were claimed; none where none carries one.
    pub recall: Option<f64>,
    /// Mean squared distance of confidence and truth (Brier 1950): 0 is best, .25 is what saying .5 of everything gives.
    pub brier: Option<f64>,
    /// Mean distance of confidence and share of right claims over ten steps of confidence, each by its size (Naeini et al.
    /// 2015).
    pub calibration_error: Option<f64>,
    /// The steps of confidence that hold claims.
    pub steps: Vec<Step>,
}

/// Claims of about the same confidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// How many.
    pub claims: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share that is right.
    pub right: f64,
}

/// Steps of confidence.
const STEPS: usize = 10;

/// Measures claims; one that is made twice counts once, the first time.
///
/// ```
/// use crosscut_evaluate::{Claim, Column, Labels, parse_gold, suggested};
/// let lines = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report incidents."}
/// {"id": "a#2", "agreement": "a", "text": "Boats carry lamps."}"#;
/// let clauses = crosscut::parse_clauses("clauses.jsonl", lines)?.clauses;
/// let gold = parse_gold(r#"{"clause": "a#1", "elements": ["reporting"]}
/// {"clause": "a#2", "elements": []}"#)?;
/// let labels = Labels::of(&gold, &clauses, Column::Elements, false);
/// let claim = |at: usize, sure| Claim {
///     clause: clauses[at].id.clone(),
///     element: "reporting".into(),
///     confidence: Some(sure),
/// };
/// let found = suggested(&[claim(0, 0.9), claim(1, 0.6)], &labels);
/// assert_eq!((found.precision, found.recall), (Some(0.5), Some(1.0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn suggested(claims: &[Claim], labels: &Labels) -> Suggested {
    let (mut seen, mut judged, mut not_judged) = (BTreeSet::new(), Vec::new(), 0);
    for claim in claims {
        if !seen.insert((&claim.clause, claim.element.as_str())) {
            continue;
        }
        match labels.carries(&claim.clause, &claim.element) {
            Some(right) => judged.push((claim, right)),
            None => not_judged += 1,
        }
    }
    let right = judged.iter().filter(|(_, right)| *right).count();
    let elements: BTreeSet<&str> = claims.iter().map(|claim| claim.element.as_str()).collect();
    let carried = elements.iter().map(|element| labels.carriers(element).count()).sum::<usize>();
    let sure: Vec<(f64, bool)> =
        judged.iter().filter_map(|(claim, right)| Some((claim.confidence?, *right))).collect();
    let distance = |(confidence, right): &(f64, bool)| (confidence - f64::from(u8::from(*right))).powi(2);
    let steps = steps(&sure);
    let off = |step: &Step| (step.confidence - step.right).abs() * step.claims as f64;
    Suggested {
        judged: judged.len(),
        not_judged,
        precision: share(right as f64, judged.len()),
        recall: share(right as f64, carried),
        brier: share(sure.iter().map(distance).sum(), sure.len()),
        calibration_error: share(steps.iter().map(off).sum(), sure.len()),
        steps,
    }
}

fn steps(sure: &[(f64, bool)]) -> Vec<Step> {
    let step = |number: usize| {
        let at = |confidence: f64| ((confidence * STEPS as f64) as usize).min(STEPS - 1);
        let own: Vec<&(f64, bool)> =
            sure.iter().filter(|(confidence, _)| at(*confidence) == number).collect();
        let count = own.len();
        Some(Step {
            claims: count,
            confidence: share(own.iter().map(|one| one.0).sum(), count)?,
            right: share(own.iter().filter(|one| one.1).count() as f64, count)?,
        })
    };
    (0..STEPS).filter_map(step).collect()
}

fn share(part: f64, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Column, parse_gold};

    #[test]
    fn claims_by_hand() {
        let lines: Vec<String> = (1..=6)
            .map(|n| {
                format!(r#"{{"id": "a#{n}", "agreement": "a", "text": "Clause number {n} says something."}}"#)
            })
            .collect();
        let clauses = crosscut::parse_clauses("c", &lines.join("\n")).unwrap().clauses;
        let gold = r#"{"clause": "a#1", "elements": ["x"]}
{"clause": "a#2", "elements": ["x", "y"]}
{"clause": "a#3", "elements": []}
{"clause": "a#4", "elements": ["x"]}
{"clause": "a#5", "elements": ["y"]}"#;
        let labels = Labels::of(&parse_gold(gold).unwrap(), &clauses, Column::Elements, false);
        let claim = |n: usize, confidence| Claim {
            clause: clauses[n - 1].id.clone(),
            element: "x".into(),
            confidence,
        };
        let claims = [
            claim(1, Some(0.95)),
            claim(1, Some(0.1)),
            claim(2, None),
            claim(3, Some(0.95)),
            claim(5, Some(0.2)),
            claim(6, Some(1.0)),
        ];
        let found = suggested(&claims, &labels);
        assert_eq!((found.judged, found.not_judged), (4, 1), "the second of the first is the same claim");
        assert_eq!(found.precision, Some(0.5));
        assert_eq!(found.recall, Some(2.0 / 3.0), "y was not claimed, so it is not missed");
        let near =
            |value: Option<f64>, expected: f64| value.is_some_and(|value| (value - expected).abs() < 1e-9);
        assert!(
            near(found.brier, (0.05_f64.powi(2) + 0.95_f64.powi(2) + 0.2_f64.powi(2)) / 3.0),
            "{found:?}"
        );
        assert!(near(found.calibration_error, (2.0 * 0.45 + 0.2) / 3.0), "{found:?}");
        assert_eq!(found.steps.len(), 2);
        assert_eq!(suggested(&[], &labels), Suggested::default());
    }
}
