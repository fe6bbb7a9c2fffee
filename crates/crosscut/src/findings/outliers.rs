//! Commitments found in one agreement only: those that the program proposes, and clauses that people judged so besides.

use super::Findings;
use crate::matrix::Row;
use crosscut_decisions::ElementId;
use crosscut_text::ClauseId;
use serde::Serialize;
use std::collections::BTreeSet;

/// A clause that is in one agreement only, as the program or a person says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lone<'f> {
    /// Which clause.
    pub clause: &'f ClauseId,
    /// Distance from everything in other agreements, 0 to 1; none where only a person says it.
    pub distinctness: Option<f32>,
    /// The nearest clause of another agreement.
    pub nearest: Option<&'f ClauseId>,
    /// Whether to report it, where somebody said so.
    pub keep: Option<bool>,
}

/// A clause that somebody judged worth reporting alone, and the element of several agreements that it is in since: it is
/// reported there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Joined {
    /// The clause.
    pub clause: ClauseId,
    /// The element.
    pub element: ElementId,
    /// Its name.
    pub name: String,
}

impl Findings {
    /// The clauses found in one agreement only: first those that people judged and the program does not propose (any more),
    /// then what it proposes, most binding and most distinct first.
    pub fn lone(&self) -> Vec<Lone<'_>> {
        let (results, verdicts) = (self.results(), &self.matrix().outliers);
        let known: BTreeSet<&ClauseId> = results.outliers.iter().map(|outlier| &outlier.clause).collect();
        let judged = verdicts.iter().filter(|(clause, _)| !known.contains(clause));
        let judged = judged.map(|(clause, keep)| Lone {
            clause,
            distinctness: None,
            nearest: None,
            keep: Some(*keep),
        });
        let proposed = results.outliers.iter().map(|outlier| Lone {
            clause: &outlier.clause,
            distinctness: Some(outlier.distinctness),
            nearest: outlier.nearest.as_ref(),
            keep: verdicts.get(&outlier.clause).copied(),
        });
        judged.chain(proposed).collect()
    }

    /// The element of several agreements that a clause is confirmed in, which is then in one agreement only no longer.
    pub fn shared_element(&self, clause: &ClauseId) -> Option<&Row> {
        let held = |row: &&Row| row.cells.iter().any(|cell| cell.confirmed.contains(clause));
        self.matrix().elements().find(|row| row.breadth > 1 && held(row))
    }

    /// Clauses that somebody judged worth reporting alone and that are in an element of several agreements.
    pub fn joined(&self) -> Vec<Joined> {
        let clauses = &self.results().clauses;
        let kept = self.places().outliers.iter().filter(|(_, keep)| **keep);
        let joined = |(place, _): (&usize, &bool)| {
            let clause = clauses.get(*place)?.id.clone();
            let row = self.shared_element(&clause)?;
            Some(Joined { clause, element: row.element()?, name: row.name.clone() })
        };
        kept.filter_map(joined).collect()
    }
}
