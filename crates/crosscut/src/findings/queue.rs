//! In which order candidates are offered. An order is fixed as long as the results are: nothing jumps under the hand, but
//! that what shares a pair of clauses with a rejected candidate comes last.

use super::{CandidateStatus, Findings};
use crate::{Candidate, Tier};
use std::collections::{BTreeSet, HashMap};

/// What comes first in the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Worth of a decision, as the program ranks them.
    #[default]
    Best,
    /// In most agreements, then most alike: these fill the matrix fastest.
    Broad,
    /// Least alike: where the program is least sure.
    Unsure,
    /// Decided before, and something new since.
    Changed,
    /// Postponed.
    Later,
    /// Set aside as form.
    Form,
}

/// The order of a name, the default where there is none.
impl From<&str> for Order {
    fn from(name: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.name() == name).unwrap_or_default()
    }
}

impl Order {
    /// All of them, as they are offered.
    pub const ALL: [Self; 6] =
        [Self::Best, Self::Broad, Self::Unsure, Self::Changed, Self::Later, Self::Form];

    /// The name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Broad => "broad",
            Self::Unsure => "unsure",
            Self::Changed => "changed",
            Self::Later => "later",
            Self::Form => "form",
        }
    }

    /// The name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Best => "Best first",
            Self::Broad => "Most agreements first",
            Self::Unsure => "Least certain first",
            Self::Changed => "Additions to decisions",
            Self::Later => "Postponed",
            Self::Form => "Set aside as form",
        }
    }

    /// Whether a candidate belongs in this queue.
    fn takes(self, is_form: bool, status: &CandidateStatus) -> bool {
        match (self, status) {
            (_, status) if status.is_settled() => false,
            (Self::Later, status) => matches!(status, CandidateStatus::Deferred { .. }),
            (Self::Changed, status) => {
                matches!(status, CandidateStatus::Covered { .. } | CandidateStatus::Rejected { .. })
            }
            (_, CandidateStatus::Deferred { .. }) => false,
            (Self::Form, _) => is_form,
            _ => !is_form,
        }
    }
}

/// The candidates in every order, as places in the results.
#[derive(Debug)]
pub struct Orders {
    broad: Vec<usize>,
    best: Vec<usize>,
    unsure: Vec<usize>,
}

impl Orders {
    /// The orders of these candidates, which come best first.
    pub fn new(candidates: &[Candidate]) -> Self {
        let best: Vec<usize> = (0..candidates.len()).collect();
        let alike: Vec<f32> = candidates.iter().map(Candidate::similarity).collect();
        let mut broad = best.clone();
        broad.sort_by(|&a, &b| {
            // What is less sure can wait, however many agreements it spans: a loose set of all is a poor first card.
            let part = candidates[a].tier.cmp(&candidates[b].tier);
            let breadth = candidates[b].agreements.len().cmp(&candidates[a].agreements.len());
            part.then(breadth).then(alike[b].total_cmp(&alike[a])).then(a.cmp(&b))
        });
        let mut unsure = best.clone();
        unsure.sort_by(|&a, &b| alike[a].total_cmp(&alike[b]).then(a.cmp(&b)));
        Self { broad, best, unsure }
    }

    /// The candidates still to be decided, in an order, as places in the results.
    pub fn queue(&self, order: Order, findings: &Findings) -> Vec<usize> {
        self.told(order, findings).into_iter().filter(|&place| findings.offers(order, place)).collect()
    }

    /// What comes after a candidate in an order, whether or not it is still offered itself: the next one that is
    /// offered, the first again after the last, another one or none.
    pub fn after(&self, order: Order, place: usize, findings: &Findings) -> Option<usize> {
        let all = self.told(order, findings);
        // A candidate that was just rejected is doubted like what it shares a pair with: the hand stays where it was.
        let settled = findings.statuses().get(place).is_some_and(CandidateStatus::is_settled);
        if settled && findings.doubted.contains(&place) {
            return self.queue(order, findings).into_iter().find(|&at| at != place);
        }
        let here = all.iter().position(|&at| at == place).map_or(0, |here| here + 1);
        let mut around = all[here..].iter().chain(&all[..here]).copied();
        around.find(|&at| at != place && findings.offers(order, at))
    }

    /// What comes before a candidate in an order.
    pub fn before(&self, order: Order, place: usize, findings: &Findings) -> Option<usize> {
        let queue = self.queue(order, findings);
        let here = queue.iter().position(|&at| at == place)?;
        here.checked_sub(1).map(|here| queue[here])
    }

    /// Every candidate in an order, as decisions move them: what was called substance first, what shares a pair of clauses
    /// with a rejected one last.
    fn told(&self, order: Order, findings: &Findings) -> Vec<usize> {
        let mut all = self.all(order).to_vec();
        all.sort_by_cached_key(|place| {
            match (findings.substantial.contains(place), findings.doubted.contains(place)) {
                (_, true) => 2,
                (true, false) => 0,
                (false, false) => 1,
            }
        });
        all
    }

    /// Every candidate in an order.
    fn all(&self, order: Order) -> &[usize] {
        match order {
            Order::Broad => &self.broad,
            Order::Best | Order::Changed | Order::Later | Order::Form => &self.best,
            Order::Unsure => &self.unsure,
        }
    }
}

impl Findings {
    /// Whether the candidate at a place of the results is offered in this queue.
    fn offers(&self, order: Order, place: usize) -> bool {
        self.statuses().get(place).is_some_and(|status| order.takes(self.is_form(place), status))
    }

    /// Whether the candidate at a place of the results is set aside as form, and nobody called it substance.
    fn is_form(&self, place: usize) -> bool {
        let candidate = self.results().candidates.get(place);
        candidate.is_some_and(|candidate| candidate.tier == Tier::Formal)
            && !self.substantial.contains(&place)
    }
}

/// The candidates whose clauses are all in one of these sets.
pub(super) fn within(members: &[Vec<usize>], sets: &[&BTreeSet<usize>]) -> BTreeSet<usize> {
    let inside = |members: &[usize]| {
        !members.is_empty() && sets.iter().any(|set| members.iter().all(|clause| set.contains(clause)))
    };
    (0..members.len()).filter(|&place| inside(&members[place])).collect()
}

/// The candidates that hold a pair of clauses of different agreements which was rejected together: seven of thirty wrong
/// candidates do, and hardly a right one. Candidates are given by their places, with the clauses of each.
pub(super) fn doubted<'m>(
    candidates: impl Iterator<Item = (usize, &'m [usize])>,
    rejected: &[&BTreeSet<usize>],
    agreement: impl Fn(usize) -> usize,
) -> BTreeSet<usize> {
    // By clause, so that a candidate meets only the sets that hold some of it: there may be hundreds of each.
    let mut holders: HashMap<usize, Vec<usize>> = HashMap::new();
    for (set, clauses) in rejected.iter().enumerate() {
        clauses.iter().for_each(|&clause| holders.entry(clause).or_default().push(set));
    }
    let shares = |members: &[usize]| {
        let mut met: HashMap<usize, usize> = HashMap::new();
        let held = members.iter().filter_map(|clause| Some((*clause, holders.get(clause)?)));
        held.flat_map(|(clause, sets)| sets.iter().map(move |set| (clause, *set))).any(|(clause, set)| {
            let here = agreement(clause);
            *met.entry(set).or_insert(here) != here
        })
    };
    let held = candidates.filter(|(_, members)| !holders.is_empty() && shares(members));
    held.map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_has_a_name_that_leads_back_to_it() {
        for order in Order::ALL {
            assert_eq!(Order::from(order.name()), order);
        }
        assert_eq!(Order::from("../etc"), Order::Best);
    }

    #[test]
    fn what_was_called_substance_is_form_no_more() {
        let set = BTreeSet::from([0, 1, 2, 9]);
        let found = within(&[vec![0, 1], vec![2, 3], vec![], vec![9]], &[&set]);
        assert_eq!(found, BTreeSet::from([0, 3]));
    }

    #[test]
    fn what_holds_a_rejected_pair_of_two_agreements_is_doubted() {
        let members = [vec![0, 1, 2], vec![0, 3], vec![0, 4], vec![5, 6]];
        let (rejected, other) = (BTreeSet::from([0, 1, 4]), BTreeSet::from([5]));
        // Clauses 0 and 4 are of one agreement.
        let agreement = |clause: usize| if clause == 4 { 0 } else { clause };
        let candidates = members.iter().map(Vec::as_slice).enumerate();
        assert_eq!(doubted(candidates, &[&rejected, &other], agreement), BTreeSet::from([0]));
    }
}
