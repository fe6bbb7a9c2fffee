//! What the results of a run and the decisions say together.
//!
//! [`Findings`] answers for the command line, the review page and the files in `out/` alike: where decided clauses are
//! now ([`Places`]), what is still worth a decision ([`CandidateStatus`]), the [`Matrix`], what changed since the last
//! run ([`Changes`]), and where to look again ([`SecondLook`]).

#[cfg(feature = "study")]
mod changes;
#[cfg(feature = "study")]
mod constraints;
mod disputes;
mod history;
mod look;
mod names;
mod outliers;
mod places;
mod queue;
mod reanchor;
mod recall;
#[cfg(test)]
mod rerun_tests;
mod rows;
mod status;
#[cfg(feature = "study")]
mod still;
mod suggested;
mod texts;

#[cfg(feature = "study")]
pub(crate) use changes::Snapshot;
#[cfg(feature = "study")]
pub use changes::{Changes, Fit, Move};
#[cfg(feature = "study")]
pub(crate) use constraints::constraints;
pub use disputes::Dispute;
pub use history::{Entry, Part};
pub use look::{EmptyCell, NearMiss, SecondLook};
pub use outliers::{Joined, Lone};
pub use places::{ElementPlaces, Places};
pub use queue::{Order, Orders};
pub use recall::Recall;
pub use status::{CandidateStatus, Offer, Open};
#[cfg(feature = "study")]
pub(crate) use still::still_offered;
pub use texts::Absence;

use crate::Results;
use crate::agreement::Editions;
use crate::matrix::Matrix;
use crosscut_decisions::{ClauseIndex, Correction, ElementId, Finder, State};
use crosscut_text::{Clause, ClauseId, Span};
use rows::Additions;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use texts::Texts;

/// The results of a run, a state of the decisions, and all that follows from both.
///
/// Making them takes a moment for twenty thousand clauses; what follows after one more decision is quick.
///
/// ```
/// use crosscut::{Agreement, Choice, Findings, Input, Settings, analyse, text::AgreementId};
/// use crosscut::decisions::State;
/// # fn main() -> Result<(), crosscut::Error> {
/// let input = |name: &str, text: &str| Input {
///     agreement: Agreement::named(AgreementId::slug(name), name),
///     file: format!("{name}.txt"),
///     bytes: text.as_bytes().to_vec(),
/// };
/// let text = "Article 1\nEach Party shall report incidents to the response team without delay.\n";
/// let (results, _) = analyse(&[input("a", text), input("b", text)], &Settings::default());
/// let findings = Findings::new(results, State::default());
/// assert_eq!(findings.matrix().columns.len(), 2);
/// for offer in findings.offered() {
///     // Still to be decided: what confirming it would write to a coder's log.
///     let decisions = Choice::new(&findings).confirm(&offer.candidate.id, Some("Reporting"), &[])?;
///     assert_eq!(decisions[0].name(), "confirm");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Findings {
    run: Arc<Run>,
    state: State,
    places: Places,
    statuses: Vec<CandidateStatus>,
    /// Candidates that hold a pair of clauses that was rejected together, by their place.
    doubted: BTreeSet<usize>,
    /// Candidates whose clauses somebody called substance, by their place.
    substantial: BTreeSet<usize>,
    matrix: Matrix,
    /// What else the rows of the elements were made from.
    additions: Additions,
}

/// The results, with what is looked up in them again and again.
#[derive(Debug, Default)]
struct Run {
    results: Arc<Results>,
    index: Arc<ClauseIndex>,
    /// The clauses of each candidate, as places among the clauses.
    members: Vec<Vec<usize>>,
    /// The candidates of each clause, as places among the candidates.
    candidates_of: Vec<Vec<usize>>,
    /// A number for the agreement of each clause.
    agreement_of: Vec<usize>,
    /// What each agreement says.
    texts: Texts,
    /// Which text of an agreement is the one of today.
    editions: Editions,
}

impl Findings {
    /// What follows from results and decisions.
    pub fn new(results: impl Into<Arc<Results>>, state: State) -> Self {
        let results = results.into();
        let ids = results.agreements.iter().map(|agreement| agreement.id.clone());
        let index = ClauseIndex::new(&results.clauses)
            .with_agreements(ids)
            .with_renamed(crate::agreement::renamed(&results.agreements));
        let index = Arc::new(index);
        let members = status::members(&results.candidates, &index);
        let mut candidates_of = vec![Vec::new(); results.clauses.len()];
        for (candidate, clauses) in members.iter().enumerate() {
            clauses.iter().for_each(|&clause| candidates_of[clause].push(candidate));
        }
        let agreement = |clause: &Clause| results.agreements.partition_point(|one| one.id < clause.agreement);
        let agreement_of = results.clauses.iter().map(agreement).collect();
        let texts = Texts::new(&results);
        let editions = Editions::of(&results.agreements);
        let run = Arc::new(Run { results, index, members, candidates_of, agreement_of, texts, editions });
        Self { run, ..Self::default() }.after(state)
    }

    /// What follows from the same results after more decisions, or fewer. What the difference does not touch is kept,
    /// so that this is quick where one decision was added.
    #[must_use]
    pub fn after(self, state: State) -> Self {
        let unchanged: BTreeSet<ElementId> = state
            .elements
            .keys()
            .filter(|id| state.elements.has_same(&self.state.elements, id))
            .copied()
            .collect();
        let run = self.run;
        let finder = Finder::over(&run.results.clauses, Arc::clone(&run.index));
        let (places, touched) = Places::after(&state, &finder, &run.editions, self.places, &unchanged);
        // Candidates that hold a clause of which something else is said now; at first all of them.
        let again: BTreeSet<usize> = match self.statuses.len() == run.members.len() {
            true => touched.iter().flat_map(|clause| &run.candidates_of[*clause]).copied().collect(),
            false => (0..run.members.len()).collect(),
        };
        let mut statuses = self.statuses;
        status::look_again(&mut statuses, &run.members, &places, &run.results.clauses, &again);
        let rejected: Vec<&BTreeSet<usize>> = places.rejected.iter().map(|(_, set)| set).collect();
        let mut doubted = self.doubted;
        doubted.retain(|place| !again.contains(place));
        let anew = again.iter().map(|&place| (place, run.members[place].as_slice()));
        doubted.extend(queue::doubted(anew, &rejected, |clause| run.agreement_of[clause]));
        let substance: Vec<&BTreeSet<usize>> = places.substance.iter().map(|(_, set)| set).collect();
        let substantial = queue::within(&run.members, &substance);
        let before = rows::Before { matrix: self.matrix, additions: self.additions, unchanged };
        let read = (&*run.results, &run.texts);
        let (matrix, additions) = rows::build(&finder, read, (&state, &places), &statuses, before);
        Self { run, state, places, statuses, doubted, substantial, matrix, additions }
    }

    /// The results.
    pub fn results(&self) -> &Results {
        &self.run.results
    }

    /// The state of the decisions.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Where decided clauses are among those of the results.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// How far each candidate is decided, in the order of the results.
    pub fn statuses(&self) -> &[CandidateStatus] {
        &self.statuses
    }

    /// Element × agreement.
    pub fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// The corrected words of clauses, by their ids.
    pub(crate) fn corrections(&self) -> BTreeMap<&ClauseId, &[(Span, Correction)]> {
        let clauses = &self.run.results.clauses;
        let words = self.places.corrections.iter();
        words.filter_map(|(place, words)| Some((&clauses.get(*place)?.id, words.as_slice()))).collect()
    }

    /// Finds clauses of the results by id, and anchors among them.
    pub fn finder(&self) -> Finder<'_> {
        Finder::over(&self.run.results.clauses, Arc::clone(&self.run.index))
    }
}

#[cfg(test)]
#[path = "after_tests.rs"]
mod tests;
