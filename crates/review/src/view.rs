//! What follows from results and decisions: what is still to be decided, and the matrix.

use crosscut::Tier;
use crosscut::decisions::{ElementId, State};
use crosscut::findings::{Prepared, Standing};
use crosscut::matrix::{Made, Matrix, Row, RowKind};

/// Derived after each decision.
#[derive(Debug, Default)]
pub(crate) struct View {
    /// How each candidate stands, in the order of the results.
    pub(crate) standings: Vec<Standing>,
    /// How many candidates are decided.
    pub(crate) decided: usize,
    /// How many candidates of the first list are still to be decided; of all, where that list is done.
    pub(crate) left: usize,
    /// How many candidates of the first list are decided.
    pub(crate) done: usize,
    pub(crate) matrix: Matrix,
    /// What the matrix was made from.
    from: Made,
    /// Whether it was derived at all.
    pub(crate) made: bool,
}

impl View {
    /// What follows now; of what followed `before` from the same results, all is kept that still holds.
    pub(crate) fn new(prepared: &Prepared, state: &State, before: Self) -> Self {
        let placed = prepared.place_after(state, &before.from);
        let standings = prepared.standings(&placed);
        let (matrix, from) = prepared.matrix_after(&placed, &standings, (before.matrix, before.from));
        let candidates = prepared.results().candidates.iter().zip(&standings);
        let [mut first, mut done, mut open] = [0; 3];
        for (candidate, standing) in candidates {
            let listed = candidate.tier == Tier::Listed;
            done += usize::from(listed && standing.is_settled());
            first += usize::from(listed && !standing.is_settled());
            open += usize::from(!standing.is_settled());
        }
        let left = if first > 0 { first } else { open };
        Self { decided: standings.len() - open, standings, left, done, matrix, from, made: true }
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
