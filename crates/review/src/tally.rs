//! How many candidates are decided, and how many are left: first of those that are listed, which are the task, and apart
//! from them of the less certain ones behind.

use crosscut::decisions::{Decision, Event, EventId, Why};
use crosscut::findings::CandidateStatus;
use crosscut::text::ClauseId;
use crosscut::{Candidate, Findings, Tier};
use std::collections::HashSet;

/// Counted after each decision.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// How many candidates are listed.
    pub(crate) listed: usize,
    /// How many of these are still to be decided.
    pub(crate) listed_left: usize,
    /// How many come behind the list.
    pub(crate) behind: usize,
    /// How many of all are still to be decided.
    pub(crate) all_left: usize,
    /// How many of the list, and of all, other decisions made needless: nobody decided on them.
    pub(crate) needless: [usize; 2],
    /// How many candidates of earlier runs are decided.
    pub(crate) earlier: usize,
    /// How many of the list, and of all, were postponed: they are left, but in a list of their own.
    pub(crate) postponed: [usize; 2],
}

impl Tally {
    pub(crate) fn new(findings: &Findings, events: &[Event]) -> Self {
        let (open, candidates) = (findings.open(), &findings.results().candidates);
        let listed = candidates.iter().filter(|candidate| candidate.tier == Tier::Listed).count();
        let decided = Decided::of(findings, events);
        let (mut needless, mut postponed) = ([0, 0], [0, 0]);
        for (candidate, status) in candidates.iter().zip(findings.statuses()) {
            let settled = match status {
                CandidateStatus::Covered { new, .. } | CandidateStatus::Rejected { new, .. } => {
                    new.is_empty()
                }
                CandidateStatus::New | CandidateStatus::Deferred { .. } => false,
            };
            if matches!(status, CandidateStatus::Deferred { .. }) {
                postponed[0] += usize::from(candidate.tier == Tier::Listed);
                postponed[1] += 1;
            }
            if settled && !decided.holds(candidate) {
                needless[0] += usize::from(candidate.tier == Tier::Listed);
                needless[1] += 1;
            }
        }
        let behind = candidates.len() - listed;
        let now: HashSet<&str> = candidates.iter().map(|candidate| candidate.id.as_str()).collect();
        let earlier = decided.ids.iter().filter(|id| !now.contains(*id)).count();
        Self { listed, listed_left: open.listed, behind, all_left: open.total, needless, earlier, postponed }
    }

    /// How many of those that are the task now are decided: of the list, and when that is through, of all.
    pub(crate) fn decided(&self) -> usize {
        self.task().saturating_sub(self.left())
    }

    /// How many are the task now: without those that other decisions made needless.
    pub(crate) fn task(&self) -> usize {
        let [of_list, of_all] = self.needless;
        self.earlier
            + if self.listed_left > 0 { self.listed - of_list } else { self.listed + self.behind - of_all }
    }

    /// "59 left, 2 of them postponed": the numbers of the queue and of its lists agree where this is told.
    pub(crate) fn left_in_words(&self) -> String {
        let postponed = self.postponed[usize::from(self.listed_left == 0)];
        match postponed {
            0 => format!("{} left.", self.left()),
            postponed => format!("{} left, {postponed} of them postponed.", self.left()),
        }
    }

    /// How many of these are left.
    pub(crate) fn left(&self) -> usize {
        if self.listed_left > 0 { self.listed_left } else { self.all_left }
    }
}

/// What somebody decided on, by what the decisions say: candidates by their ids, and sets of clauses that were put into an
/// element that was there.
struct Decided<'e> {
    ids: HashSet<&'e str>,
    added: Vec<HashSet<&'e ClauseId>>,
}

impl<'e> Decided<'e> {
    fn of(findings: &Findings, events: &'e [Event]) -> Self {
        let undone = findings.state().inert.iter().filter(|inert| matches!(inert.why, Why::Undone(_)));
        let undone: HashSet<EventId> = undone.map(|inert| inert.event).collect();
        let mut decided = Self { ids: HashSet::new(), added: Vec::new() };
        for event in events.iter().filter(|event| !undone.contains(&event.id)) {
            let mut clauses: HashSet<&ClauseId> = HashSet::new();
            let mut adds = false;
            for part in event.decision.parts() {
                match part {
                    Decision::Confirm { candidate, .. } | Decision::Reject { candidate, .. } => {
                        decided.ids.extend(candidate.as_deref());
                    }
                    Decision::Add { clauses: all, .. } | Decision::Remove { clauses: all, .. } => {
                        adds |= matches!(part, Decision::Add { .. });
                        clauses.extend(all.iter().map(|anchor| &anchor.clause));
                    }
                    _ => {}
                }
            }
            if adds {
                decided.added.push(clauses);
            }
        }
        decided
    }

    fn holds(&self, candidate: &Candidate) -> bool {
        let all = |set: &HashSet<&ClauseId>| candidate.members.iter().all(|one| set.contains(&one.clause));
        self.ids.contains(candidate.id.as_str()) || self.added.iter().any(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_the_task_until_it_is_through() {
        let mut tally = Tally {
            listed: 167,
            listed_left: 40,
            behind: 4092,
            all_left: 4000,
            needless: [0, 0],
            postponed: [2, 3],
            earlier: 0,
        };
        assert_eq!((tally.decided(), tally.task(), tally.left()), (127, 167, 40));
        (tally.listed_left, tally.all_left) = (0, 3800);
        assert_eq!((tally.decided(), tally.task(), tally.left()), (459, 4259, 3800));
        // What another decision made needless was decided by nobody.
        (tally.listed_left, tally.needless) = (40, [1, 3]);
        assert_eq!((tally.decided(), tally.task(), tally.left()), (126, 166, 40));
        // A new run has other candidates; what was decided is decided.
        tally.earlier = 10;
        assert_eq!((tally.decided(), tally.task(), tally.left()), (136, 176, 40));
    }
}
