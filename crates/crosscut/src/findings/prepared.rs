//! The results of a run, prepared once so that decisions are laid on them quickly.

use super::{Offers, Placed, Standing, offer, withhold_placed};
use crate::Results;
use crate::matrix::{self, Made, Matrix};
use crosscut_decisions::{ClauseIndex, Finder, State};
use std::sync::Arc;

/// Results with an index of their clauses. Making one takes a moment for twenty thousand clauses; what it answers
/// afterwards is quick.
#[derive(Clone, Debug)]
pub struct Prepared {
    results: Arc<Results>,
    index: Arc<ClauseIndex>,
    /// The clauses of each candidate, as places among the clauses.
    members: Arc<Vec<Vec<usize>>>,
}

impl Prepared {
    /// Prepares results.
    pub fn new(results: Results) -> Self {
        let index = Arc::new(ClauseIndex::new(&results.clauses));
        let members = Arc::new(offer::members(&results.candidates, &results.clauses));
        Self { results: Arc::new(results), index, members }
    }

    /// The results.
    pub fn results(&self) -> &Results {
        &self.results
    }

    /// Where the clauses stand.
    pub fn index(&self) -> &ClauseIndex {
        &self.index
    }

    /// Finds anchors among the clauses.
    pub fn finder(&self) -> Finder<'_> {
        Finder::over(&self.results.clauses, Arc::clone(&self.index))
    }

    /// Lays decisions on the clauses.
    pub fn place<'s>(&self, state: &'s State) -> Placed<'s> {
        Placed::found_by(state, self.finder())
    }

    /// As [`Prepared::place`], quick after one more decision: `before` is what the matrix was made from then.
    pub fn place_after<'s>(&self, state: &'s State, before: &Made) -> Placed<'s> {
        Placed::found_again(state, self.finder(), before)
    }

    /// The matrix, see [`matrix::build`].
    pub fn matrix(&self, placed: &Placed<'_>) -> Matrix {
        self.matrix_of(placed, &self.standings(placed))
    }

    /// The matrix, where it is known how the candidates stand.
    pub fn matrix_of(&self, placed: &Placed<'_>, standings: &[Standing]) -> Matrix {
        matrix::build_standing(&self.results, placed, standings)
    }

    /// As [`Prepared::matrix_of`], after one more decision: `before` is the matrix as it was, with what it was made from,
    /// or two empty ones.
    pub fn matrix_after(
        &self,
        placed: &Placed<'_>,
        standings: &[Standing],
        before: (Matrix, Made),
    ) -> (Matrix, Made) {
        matrix::build_again(&self.results, placed, standings, before)
    }

    /// How each candidate stands to the decisions, in the order of the results.
    pub fn standings(&self, placed: &Placed<'_>) -> Vec<Standing> {
        offer::standings(&self.members, placed, &self.results.clauses)
    }

    /// The candidates that are still worth offering, and the others; see [`withhold`](super::withhold).
    pub fn offers(&self, placed: &Placed<'_>) -> Offers {
        withhold_placed(self.results.candidates.clone(), placed, &self.results.clauses)
    }
}

#[cfg(test)]
#[path = "prepared_tests.rs"]
mod tests;
