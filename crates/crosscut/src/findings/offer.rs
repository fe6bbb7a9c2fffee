//! Which candidates are still worth offering, given what was decided.

use super::place::Placed;
use crate::Candidate;
use crosscut_decisions::{ElementId, EventId, State};
use crosscut_text::{Clause, ClauseId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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

    /// Whether all of the candidate is decided: rejected or part of an element, with nothing new.
    pub fn is_settled(&self) -> bool {
        matches!(self, Self::Rejected { .. } | Self::Covered { .. }) && self.new_clauses().is_empty()
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
    let standings = standings_of(&candidates, placed, clauses);
    let mut offers = Offers::default();
    for (candidate, standing) in candidates.into_iter().zip(standings) {
        let list = if standing.is_settled() { &mut offers.withheld } else { &mut offers.offered };
        list.push(Offer { candidate, standing });
    }
    offers
}

/// How each candidate stands, in their order.
pub(crate) fn standings_of(candidates: &[Candidate], placed: &Placed, clauses: &[Clause]) -> Vec<Standing> {
    standings(&members(candidates, clauses), placed, clauses)
}

/// The clauses of each candidate, as places among all clauses.
pub(super) fn members(candidates: &[Candidate], clauses: &[Clause]) -> Vec<Vec<usize>> {
    let wanted: HashSet<&ClauseId> =
        candidates.iter().flat_map(|candidate| &candidate.members).map(|member| &member.clause).collect();
    let places = clauses.iter().enumerate().filter(|(_, clause)| wanted.contains(&clause.id));
    let places: HashMap<&ClauseId, usize> = places.map(|(place, clause)| (&clause.id, place)).collect();
    let of = |candidate: &Candidate| {
        candidate.members.iter().filter_map(|member| places.get(&member.clause).copied()).collect()
    };
    candidates.iter().map(of).collect()
}

/// How candidates of these members stand, in their order.
pub(super) fn standings(members: &[Vec<usize>], placed: &Placed, clauses: &[Clause]) -> Vec<Standing> {
    let decided = Decided::of(placed, clauses.len());
    members.iter().map(|members| decided.standing(members, clauses)).collect()
}

/// What was decided, by clause.
struct Decided<'p, 's> {
    placed: &'p Placed<'s>,
    /// For each clause the elements to which it belongs, by their place among the elements.
    elements: Vec<Vec<usize>>,
    /// For each clause the rejected sets that hold it, by their place among the rejections.
    rejected: Vec<Vec<usize>>,
}

impl<'p, 's> Decided<'p, 's> {
    fn of(placed: &'p Placed<'s>, clauses: usize) -> Self {
        let nothing = vec![Vec::new(); clauses];
        let mut decided = Self { placed, elements: nothing.clone(), rejected: nothing };
        for (place, element) in placed.elements.iter().enumerate() {
            for &index in element.members.keys() {
                decided.elements[index].push(place);
            }
        }
        for (place, (_, set)) in placed.rejected.iter().enumerate() {
            for &index in set {
                decided.rejected[index].push(place);
            }
        }
        decided
    }

    fn standing(&self, members: &[usize], clauses: &[Clause]) -> Standing {
        let half = |shared: usize| shared > 0 && shared * 2 >= members.len();
        let ids = |new: Vec<usize>| new.into_iter().map(|index| clauses[index].id.clone()).collect();
        let outside = |set: &BTreeSet<usize>| -> Vec<usize> {
            members.iter().copied().filter(|index| !set.contains(index)).collect()
        };
        // The rejection that leaves least over; the last one of equals.
        let nearest = shares(&self.rejected, members).into_iter().max_by_key(|(_, shared)| *shared);
        let rejected = nearest
            .filter(|(_, shared)| half(*shared))
            .map(|(place, _)| (self.placed.rejected[place].0, outside(&self.placed.rejected[place].1)));
        let turned_down = rejected.as_ref().is_some_and(|(_, new)| new.is_empty());
        // The element that has most of it; the first one of equals. What was rejected as it stands is not offered again
        // as an addition to one.
        let best = shares(&self.elements, members).into_iter().rev().max_by_key(|(_, shared)| *shared);
        if let Some((place, _)) = best.filter(|(_, shared)| half(*shared)) {
            let element = &self.placed.elements[place];
            let judged = |index: &usize| element.members.contains_key(index) || element.apart.contains(index);
            let new: Vec<usize> = members.iter().copied().filter(|index| !judged(index)).collect();
            if new.is_empty() || !turned_down {
                return Standing::Covered { element: element.element.id, new: ids(new) };
            }
        }
        if let Some((event, new)) = rejected {
            return Standing::Rejected { event, new: ids(new) };
        }
        let mut deferred = self.placed.deferred.iter();
        let within = |set: &BTreeSet<usize>| members.iter().all(|index| set.contains(index));
        let deferred = deferred.find(|(_, set)| !members.is_empty() && within(set));
        deferred.map_or(Standing::New, |(event, _)| Standing::Deferred { event: *event })
    }
}

/// How many of the members each set holds, for the sets that hold any.
fn shares(sets: &[Vec<usize>], members: &[usize]) -> BTreeMap<usize, usize> {
    let mut shares = BTreeMap::new();
    for place in members.iter().filter_map(|&index| sets.get(index)).flatten() {
        *shares.entry(*place).or_default() += 1;
    }
    shares
}

#[cfg(test)]
#[path = "offer_tests.rs"]
mod tests;
