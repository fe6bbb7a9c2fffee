//! What follows from results and decisions: what is still to be decided, and the matrix.

use crosscut::matrix::{Matrix, Row, RowKind};
use crosscut::review::{ElementId, Prepared, Standing, State};
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
    pub(crate) fn new(prepared: &Prepared, state: &State) -> Self {
        let placed = prepared.place(state);
        let standings = prepared.standings(&placed);
        let matrix = prepared.matrix_of(&placed, &standings);
        let ids = prepared.results().candidates.iter().map(|candidate| candidate.id.clone());
        let (decided, open) = ids.zip(standings).partition(|(_, standing)| standing.is_settled());
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
