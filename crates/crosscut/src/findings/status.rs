//! How far each candidate is decided, and which are still worth offering.

use super::{ElementPlaces, Findings, Places};
use crate::agreement::Instruments;
use crate::words::counted;
use crate::{Candidate, Tier};
use crosscut_decisions::{ClauseIndex, ElementId, EventId};
use crosscut_text::{AgreementId, Clause, ClauseId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A candidate and how far it is decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Offer {
    /// The candidate.
    pub candidate: Candidate,
    /// How far it is decided.
    #[serde(rename = "standing")]
    pub status: CandidateStatus,
}

/// How far a candidate is decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum CandidateStatus {
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

impl CandidateStatus {
    /// The clauses that are new since the decision; empty when there was none.
    pub fn new_clauses(&self) -> &[ClauseId] {
        match self {
            Self::Rejected { new, .. } | Self::Covered { new, .. } => new,
            Self::New | Self::Deferred { .. } => &[],
        }
    }

    /// Whether all of the candidate is decided: rejected or part of an element, with nothing new.
    pub(crate) fn is_settled(&self) -> bool {
        matches!(self, Self::Rejected { .. } | Self::Covered { .. }) && self.new_clauses().is_empty()
    }
}

/// Candidates that are still to be decided, counted in one way for all who say how many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Open {
    /// All of them.
    pub total: usize,
    /// In the first part of the list; the others are less sure, other views of what is listed, or formulas.
    pub listed: usize,
    /// Of all these, how many would add clauses to a confirmed element.
    pub additions: usize,
}

impl Open {
    /// "184 candidates to decide, 47 of them listed first".
    pub fn words(self) -> String {
        let all = counted(self.total, "candidate");
        match self.total - self.listed {
            0 => format!("{all} to decide"),
            _ => format!("{all} to decide, {} of them listed first", self.listed),
        }
    }
}

impl Findings {
    /// How many candidates are still to be decided: new ones, postponed ones, and those that would add to what was decided.
    pub fn open(&self) -> Open {
        let mut open = Open::default();
        for (candidate, status) in self.results().candidates.iter().zip(&self.statuses) {
            if status.is_settled() {
                continue;
            }
            open.total += 1;
            open.listed += usize::from(candidate.tier == Tier::Listed);
            open.additions += usize::from(matches!(status, CandidateStatus::Covered { .. }));
        }
        open
    }

    /// The candidates that are still to be decided: without those within a rejected set and those whose clauses are all
    /// judged for one element. One that gained clauses since is offered again and says which.
    pub fn offered(&self) -> Vec<Offer> {
        let offer = |place: usize| {
            let mut candidate = self.results().candidates[place].clone();
            if self.substantial.contains(&place) {
                (candidate.tier, candidate.form) = (Tier::Listed, None);
            }
            let status = self.statuses[place].clone();
            if let CandidateStatus::Covered { element, new } = &status {
                candidate.adds = self.new_cells(*element, new) as f32;
            }
            Offer { candidate, status }
        };
        self.open_places().into_iter().map(offer).collect()
    }

    /// In how many agreements clauses would give an element its first one.
    fn new_cells(&self, element: ElementId, clauses: &[ClauseId]) -> usize {
        let (results, finder) = (self.results(), self.finder());
        let one = Instruments::of(&results.agreements);
        let agreement = |place: usize| one.of_agreement(&results.clauses[place].agreement);
        let held = self.places().elements.get(&element).into_iter().flat_map(|held| &held.members);
        let held: BTreeSet<&AgreementId> = held.map(|&place| agreement(place)).collect();
        let new = clauses.iter().filter_map(|id| finder.by_id(id)).map(agreement);
        new.filter(|id| !held.contains(id)).collect::<BTreeSet<_>>().len()
    }

    /// The places of the candidates that are still to be decided, in the order of their numbers: what was called substance
    /// comes first, what was postponed last.
    pub(crate) fn open_places(&self) -> Vec<usize> {
        let open = |place: &usize| !self.statuses[*place].is_settled();
        let mut places: Vec<usize> = (0..self.statuses.len()).filter(open).collect();
        places.sort_by_key(|place| {
            let is_deferred = matches!(self.statuses[*place], CandidateStatus::Deferred { .. });
            (is_deferred, !self.substantial.contains(place))
        });
        places
    }
}

/// The clauses of each candidate, as places among all clauses.
pub(super) fn members(candidates: &[Candidate], index: &ClauseIndex) -> Vec<Vec<usize>> {
    let places = |candidate: &Candidate| {
        candidate.members.iter().filter_map(|member| index.by_id(&member.clause)).collect()
    };
    candidates.iter().map(places).collect()
}

/// How far candidates of these members are decided, in their order.
pub(super) fn statuses(members: &[Vec<usize>], places: &Places, clauses: &[Clause]) -> Vec<CandidateStatus> {
    let decided = Decided::new(places, clauses.len());
    members.iter().map(|members| decided.status(members, clauses)).collect()
}

/// The same, where those of before hold but for the candidates to look at `again`.
pub(super) fn look_again(
    statuses: &mut Vec<CandidateStatus>,
    members: &[Vec<usize>],
    places: &Places,
    clauses: &[Clause],
    again: &BTreeSet<usize>,
) {
    statuses.resize(members.len(), CandidateStatus::New);
    if again.is_empty() {
        return;
    }
    let decided = Decided::new(places, clauses.len());
    for &candidate in again {
        statuses[candidate] = decided.status(&members[candidate], clauses);
    }
}

/// What was decided, by clause.
struct Decided<'p> {
    elements: Vec<(&'p ElementId, &'p ElementPlaces)>,
    places: &'p Places,
    /// For each clause the elements to which it belongs, by their place among the elements.
    belongs: Vec<Vec<usize>>,
    /// For each clause the rejected sets that hold it, by their place among the rejections.
    rejected: Vec<Vec<usize>>,
}

impl<'p> Decided<'p> {
    fn new(places: &'p Places, clauses: usize) -> Self {
        let nothing = vec![Vec::new(); clauses];
        let elements = places.elements.iter().collect();
        let mut decided = Self { elements, places, belongs: nothing.clone(), rejected: nothing };
        for (place, element) in places.elements.values().enumerate() {
            for index in element.members.union(&element.earlier).copied().chain(reworded(element)) {
                decided.belongs[index].push(place);
            }
        }
        for (place, (_, set)) in places.rejected.iter().enumerate() {
            for &index in set {
                decided.rejected[index].push(place);
            }
        }
        decided
    }

    /// Whether a clause is in another element that was made of the same candidate: who separated them did not mean them to
    /// be put together again.
    fn split_off(&self, element: usize, clause: usize) -> bool {
        let candidate = |place: usize| self.elements[place].1.candidate.as_ref();
        let own = candidate(element);
        own.is_some() && self.belongs[clause].iter().any(|&other| other != element && candidate(other) == own)
    }

    fn status(&self, members: &[usize], clauses: &[Clause]) -> CandidateStatus {
        let half = |shared: usize| shared > 0 && shared * 2 >= members.len();
        let ids = |new: Vec<usize>| new.into_iter().map(|index| clauses[index].id.clone()).collect();
        let outside = |set: &BTreeSet<usize>| -> Vec<usize> {
            members.iter().copied().filter(|index| !set.contains(index)).collect()
        };
        // The rejection that leaves least over; the last one of equals.
        let nearest = shares(&self.rejected, members).into_iter().max_by_key(|(_, shared)| *shared);
        let rejected = nearest
            .filter(|(_, shared)| half(*shared))
            .map(|(place, _)| (self.places.rejected[place].0, outside(&self.places.rejected[place].1)));
        let turned_down = rejected.as_ref().is_some_and(|(_, new)| new.is_empty());
        // The element that has most of it; the first one of equals. What was rejected in this form is not offered again
        // as an addition to one.
        let best = shares(&self.belongs, members).into_iter().rev().max_by_key(|(_, shared)| *shared);
        if let Some((place, _)) = best.filter(|(_, shared)| half(*shared)) {
            let (id, element) = self.elements[place];
            let judged = |index: &usize| {
                element.members.contains(index)
                    || element.earlier.contains(index)
                    || element.removed.contains(index)
                    || reworded(element).any(|place| place == *index)
                    || self.split_off(place, *index)
            };
            let new: Vec<usize> = members.iter().copied().filter(|index| !judged(index)).collect();
            if new.is_empty() || !turned_down {
                return CandidateStatus::Covered { element: *id, new: ids(new) };
            }
        }
        if let Some((event, new)) = rejected {
            return CandidateStatus::Rejected { event, new: ids(new) };
        }
        // The very set that was put off: what only overlaps with it was not before whoever did.
        let mut deferred = self.places.deferred.iter();
        let is_it = |set: &BTreeSet<usize>| {
            set.len() == members.len() && members.iter().all(|index| set.contains(index))
        };
        let deferred = deferred.find(|(_, set)| !members.is_empty() && is_it(set));
        deferred.map_or(CandidateStatus::New, |(event, _)| CandidateStatus::Deferred { event: *event })
    }
}

/// Confirmed clauses of an element under another wording: they are shown as such, not offered as new ones.
fn reworded(element: &ElementPlaces) -> impl Iterator<Item = usize> {
    element.changed.iter().map(|(place, ..)| *place)
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
#[path = "status_tests.rs"]
mod tests;
