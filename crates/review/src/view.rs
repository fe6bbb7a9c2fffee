//! What follows from results and decisions: what is still to be decided, and the matrix.

use crosscut::matrix::{Matrix, Row, RowKind};
use crosscut::review::{ElementId, Offer, Offers, Prepared, Standing, State};
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
        let Offers { offered, withheld } = prepared.offers(&placed);
        let by_id = |offers: Vec<Offer>| offers.into_iter().map(|o| (o.candidate.id, o.standing)).collect();
        let matrix = prepared.matrix(&placed);
        Self { open: by_id(offered), decided: by_id(withheld), matrix, made: true }
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
