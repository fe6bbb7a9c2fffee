//! What follows from results and decisions: what is still to be decided, and the matrix.

use crosscut::Results;
use crosscut::matrix::{Matrix, Row, RowKind, build_placed};
use crosscut::review::{ElementId, Finder, Offers, Placed, Standing, State, withhold_placed};
use std::collections::HashMap;

/// Derived after each decision.
#[derive(Debug, Default)]
pub(crate) struct View {
    /// How each candidate that is still to be decided stands, by id.
    pub(crate) open: HashMap<String, Standing>,
    /// How each candidate that is decided stands, by id.
    pub(crate) decided: HashMap<String, Standing>,
    pub(crate) matrix: Matrix,
    /// Whether it was derived at all.
    pub(crate) made: bool,
}

impl View {
    pub(crate) fn new(results: &Results, state: &State, finder: &Finder) -> Self {
        let placed = Placed::with(state, finder);
        let Offers { offered, withheld } =
            withhold_placed(results.candidates.clone(), &placed, &results.clauses);
        let open = offered.iter().map(|o| (o.candidate.id.clone(), o.standing.clone())).collect();
        let decided = withheld.iter().map(|o| (o.candidate.id.clone(), o.standing.clone())).collect();
        let matrix = build_placed(results, &placed, Offers { offered, withheld });
        Self { open, decided, matrix, made: true }
    }

    /// How a candidate stands.
    pub(crate) fn standing(&self, candidate: &str) -> &Standing {
        self.open.get(candidate).or_else(|| self.decided.get(candidate)).unwrap_or(&Standing::New)
    }

    /// The row of an element.
    pub(crate) fn element(&self, id: ElementId) -> Option<&Row> {
        self.matrix.rows.iter().find(|row| row.element() == Some(id))
    }

    /// The row of a candidate.
    pub(crate) fn candidate(&self, candidate: &str) -> Option<&Row> {
        self.matrix
            .rows
            .iter()
            .find(|row| matches!(&row.kind, RowKind::Candidate { id, .. } if id == candidate))
    }
}
