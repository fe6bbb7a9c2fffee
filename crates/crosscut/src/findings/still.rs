//! What was suggested and not judged stays suggested.

use super::{CandidateStatus, Places, status};
use crate::candidate::Proposed;
use crate::{Candidate, Results};
use crosscut_decisions::{ClauseIndex, ElementId, Finder, State};
use crosscut_text::ClauseId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Candidates that follow the decisions, with those of the texts alone that still wait for a decision and that the others
/// do not offer.
///
/// What is confirmed holds its clauses together in the next run, so that candidates which mixed them with others do not
/// come again; what they would have added to an element must not go with them.
pub(crate) fn still_offered(
    mut guided: Proposed,
    plain: Proposed,
    results: &Results,
    state: &State,
) -> Proposed {
    let index = Arc::new(ClauseIndex::new(&results.clauses));
    let places = Places::new(state, &Finder::over(&results.clauses, Arc::clone(&index)));
    let statuses = |candidates: &[Candidate]| {
        status::statuses(&status::members(candidates, &index), &places, &results.clauses)
    };
    let guided_statuses = statuses(&guided.candidates);
    let offered = Offered::of(&guided.candidates, &guided_statuses);
    let waiting = statuses(&plain.candidates);
    let ids: BTreeSet<String> = guided.candidates.iter().map(|candidate| candidate.id.clone()).collect();
    let kept = plain.candidates.into_iter().zip(waiting).filter(|(candidate, status)| {
        !status.is_settled() && !ids.contains(&candidate.id) && !offered.has(candidate, status)
    });
    let kept: Vec<Candidate> = kept.map(|(candidate, _)| candidate).collect();
    guided.candidates.extend(kept);
    // What follows the decisions comes first in each part of the list.
    guided.candidates.sort_by_key(|candidate| (candidate.tier, candidate.one_text));
    guided
}

/// What a list of candidates offers.
struct Offered<'c> {
    additions: BTreeMap<ElementId, BTreeSet<&'c ClauseId>>,
    sets: Vec<BTreeSet<&'c ClauseId>>,
}

impl<'c> Offered<'c> {
    fn of(candidates: &'c [Candidate], statuses: &'c [CandidateStatus]) -> Self {
        let mut offered = Self { additions: BTreeMap::new(), sets: Vec::new() };
        for (candidate, status) in candidates.iter().zip(statuses).filter(|(_, status)| !status.is_settled())
        {
            match status {
                CandidateStatus::Covered { element, new } => {
                    offered.additions.entry(*element).or_default().extend(new);
                }
                _ => offered.sets.push(candidate.members.iter().map(|member| &member.clause).collect()),
            }
        }
        offered
    }

    /// Whether all that a candidate would bring is offered: its additions to an element, or most of it as one set.
    fn has(&self, candidate: &Candidate, status: &CandidateStatus) -> bool {
        match status {
            CandidateStatus::Covered { element, new } => {
                let known = self.additions.get(element);
                new.iter().all(|clause| known.is_some_and(|known| known.contains(clause)))
            }
            _ => self.sets.iter().any(|set| {
                let shared = candidate.members.iter().filter(|member| set.contains(&member.clause)).count();
                shared * 2 >= candidate.members.len()
            }),
        }
    }
}
