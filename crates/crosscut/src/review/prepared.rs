//! The results of a run, prepared once so that decisions are laid on them quickly.

use super::anchor::{ClauseIndex, Finder};
use super::{Offers, Placed, State, withhold_placed};
use crate::Results;
use crate::matrix::{self, Matrix};
use std::sync::Arc;

/// Results with an index of their clauses. Making one takes a moment for twenty thousand clauses; what it answers
/// afterwards is quick.
#[derive(Clone, Debug)]
pub struct Prepared {
    results: Arc<Results>,
    index: Arc<ClauseIndex>,
}

impl Prepared {
    /// Prepares results.
    pub fn new(results: Results) -> Self {
        let index = Arc::new(ClauseIndex::new(&results.clauses));
        Self { results: Arc::new(results), index }
    }

    /// The results.
    pub fn results(&self) -> &Results {
        &self.results
    }

    /// Finds anchors among the clauses.
    pub fn finder(&self) -> Finder<'_> {
        Finder::over(&self.results.clauses, Arc::clone(&self.index))
    }

    /// Lays decisions on the clauses.
    pub fn place<'s>(&self, state: &'s State) -> Placed<'s> {
        Placed::found_by(state, self.finder())
    }

    /// The matrix, see [`matrix::build`].
    pub fn matrix(&self, placed: &Placed<'_>) -> Matrix {
        matrix::build_placed(&self.results, placed)
    }

    /// The candidates that are still worth offering, and the others; see [`withhold`](super::withhold).
    pub fn offers(&self, placed: &Placed<'_>) -> Offers {
        withhold_placed(self.results.candidates.clone(), placed, &self.results.clauses)
    }
}
