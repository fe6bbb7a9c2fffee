//! Which candidates are still worth offering, given what was decided.

use super::place::Placed;
use super::state::State;
use super::{ElementId, EventId};
use crate::Candidate;
use crosscut_text::{Clause, ClauseId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A candidate and how it stands to earlier decisions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// The candidate.
    pub candidate: Candidate,
    /// How it stands.
    pub standing: Standing,
}

/// Candidates to offer and candidates to leave out, both in the order given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Offers {
    /// To decide on.
    pub offered: Vec<Offer>,
    /// Decided already: [`Standing::Rejected`] or [`Standing::Covered`], with nothing new.
    pub withheld: Vec<Offer>,
}

/// How a candidate stands to earlier decisions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// Nothing was decided on it.
    New,
    /// To be decided later, as someone said.
    Deferred {
        /// The decision.
        event: EventId,
    },
    /// At least half of it was rejected; `new` are the clauses that were not.
    Rejected {
        /// The decision.
        event: EventId,
        /// What it gained since.
        new: Vec<ClauseId>,
    },
    /// At least half of it belongs to an element; `new` are the clauses that were not judged for that element.
    Covered {
        /// The element.
        element: ElementId,
        /// What it would add to the element.
        new: Vec<ClauseId>,
    },
}

impl Standing {
    /// The clauses that are new since the decision; empty when there was none.
    pub fn new_clauses(&self) -> &[ClauseId] {
        match self {
            Self::Rejected { new, .. } | Self::Covered { new, .. } => new,
            Self::New | Self::Deferred { .. } => &[],
        }
    }
}

/// Sorts out the candidates that are decided: those within a rejected set, and those whose clauses are all judged for
/// one element. One that gained clauses since is offered again and says which.
pub fn withhold(candidates: Vec<Candidate>, state: &State, clauses: &[Clause]) -> Offers {
    let placed = Placed::new(state, clauses);
    withhold_placed(candidates, &placed, clauses)
}

/// As [`withhold`], on a state that is placed already.
pub fn withhold_placed(candidates: Vec<Candidate>, placed: &Placed, clauses: &[Clause]) -> Offers {
    let indices: BTreeMap<&ClauseId, usize> =
        clauses.iter().enumerate().map(|(index, clause)| (&clause.id, index)).collect();
    let mut offers = Offers::default();
    for candidate in candidates {
        let members: Vec<usize> =
            candidate.members.iter().filter_map(|member| indices.get(&member.clause).copied()).collect();
        let standing = standing(&members, placed, clauses);
        let decided = matches!(standing, Standing::Rejected { .. } | Standing::Covered { .. });
        let list = if decided && standing.new_clauses().is_empty() {
            &mut offers.withheld
        } else {
            &mut offers.offered
        };
        list.push(Offer { candidate, standing });
    }
    offers
}

fn standing(members: &[usize], placed: &Placed, clauses: &[Clause]) -> Standing {
    let half = |shared: usize| shared > 0 && shared * 2 >= members.len();
    let ids = |indices: Vec<usize>| indices.into_iter().map(|index| clauses[index].id.clone()).collect();
    let mut best: Option<(usize, Standing)> = None;
    for element in &placed.elements {
        let belonging = members.iter().filter(|index| element.members.contains_key(index)).count();
        let judged = |index: &usize| element.members.contains_key(index) || element.apart.contains(index);
        let new: Vec<usize> = members.iter().copied().filter(|index| !judged(index)).collect();
        if half(belonging) && best.as_ref().is_none_or(|(most, _)| belonging > *most) {
            best = Some((belonging, Standing::Covered { element: element.element.id, new: ids(new) }));
        }
    }
    if let Some((_, covered)) = best {
        return covered;
    }
    let outside = |set: &BTreeSet<usize>| -> Vec<usize> {
        members.iter().copied().filter(|index| !set.contains(index)).collect()
    };
    // The rejection that leaves least over; the last one of equals.
    let rejected = placed.rejected.iter().map(|(event, set)| (event, outside(set)));
    let nearest = rejected.rev().min_by_key(|(_, new)| new.len());
    if let Some((event, new)) = nearest.filter(|(_, new)| half(members.len() - new.len())) {
        return Standing::Rejected { event: *event, new: ids(new) };
    }
    let deferred = placed.deferred.iter().find(|(_, set)| outside(set).is_empty() && !members.is_empty());
    deferred.map_or(Standing::New, |(event, _)| Standing::Deferred { event: *event })
}

#[cfg(test)]
#[path = "offer_tests.rs"]
mod tests;
