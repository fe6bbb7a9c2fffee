//! In which order candidates are offered. An order is fixed as long as the results are: nothing jumps under the hand.

use crosscut::findings::CandidateStatus;
use crosscut::{Candidate, Tier};

/// What comes first in the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    /// In most agreements, then most alike: these fill the matrix fastest.
    #[default]
    Broad,
    /// Worth of a decision, as the program ranks them.
    Best,
    /// Least alike: where the program is least sure.
    Unsure,
    /// Decided before, and something new since.
    Changed,
    /// Postponed.
    Later,
}

impl Order {
    pub(crate) const ALL: [Self; 5] = [Self::Broad, Self::Best, Self::Unsure, Self::Changed, Self::Later];

    /// The name in addresses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Broad => "broad",
            Self::Best => "best",
            Self::Unsure => "unsure",
            Self::Changed => "changed",
            Self::Later => "later",
        }
    }

    /// The name for people.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Broad => "Most agreements first",
            Self::Best => "Best first",
            Self::Unsure => "Least certain first",
            Self::Changed => "Changed since decided",
            Self::Later => "Postponed",
        }
    }

    pub(crate) fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.name() == name).unwrap_or_default()
    }

    /// Whether the candidate at a place of the results is offered in this queue.
    fn offers(self, place: usize, standings: &[CandidateStatus]) -> bool {
        standings.get(place).is_some_and(|standing| self.takes(standing))
    }

    /// Whether a candidate of this status belongs in this queue.
    fn takes(self, standing: &CandidateStatus) -> bool {
        match (self, standing) {
            (_, standing) if standing.is_settled() => false,
            (Self::Later, standing) => matches!(standing, CandidateStatus::Deferred { .. }),
            (Self::Changed, standing) => {
                matches!(standing, CandidateStatus::Covered { .. } | CandidateStatus::Rejected { .. })
            }
            (_, standing) => !matches!(standing, CandidateStatus::Deferred { .. }),
        }
    }
}

/// The candidates in every order, as places in the results.
#[derive(Debug)]
pub(crate) struct Orders {
    broad: Vec<usize>,
    best: Vec<usize>,
    unsure: Vec<usize>,
}

impl Orders {
    pub(crate) fn new(candidates: &[Candidate]) -> Self {
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

    /// Every candidate in an order.
    fn all(&self, order: Order) -> &[usize] {
        match order {
            Order::Broad => &self.broad,
            Order::Best | Order::Changed | Order::Later => &self.best,
            Order::Unsure => &self.unsure,
        }
    }

    /// The candidates still to be decided, in an order, as places in the results.
    pub(crate) fn queue(&self, order: Order, standings: &[CandidateStatus]) -> Vec<usize> {
        self.all(order).iter().copied().filter(|&place| order.offers(place, standings)).collect()
    }

    /// What comes after a candidate in an order, whether or not it is still offered itself: the next one that is
    /// offered, the first again after the last, another one or none.
    pub(crate) fn after(&self, order: Order, place: usize, standings: &[CandidateStatus]) -> Option<usize> {
        let all = self.all(order);
        let here = all.iter().position(|&at| at == place).map_or(0, |here| here + 1);
        let mut around = all[here..].iter().chain(&all[..here]).copied();
        around.find(|&at| at != place && order.offers(at, standings))
    }

    /// What comes before a candidate in an order.
    pub(crate) fn before(&self, order: Order, place: usize, standings: &[CandidateStatus]) -> Option<usize> {
        let queue = self.queue(order, standings);
        let here = queue.iter().position(|&at| at == place)?;
        here.checked_sub(1).map(|here| queue[here])
    }
}

/// How many of a queue belong to the first list, which the orders that begin with it count; all of another one.
pub(crate) fn first_of(order: Order, queue: &[usize], candidates: &[Candidate]) -> usize {
    if !matches!(order, Order::Broad | Order::Best) {
        return queue.len();
    }
    match queue.iter().filter(|&&place| candidates[place].tier == Tier::Listed).count() {
        0 => queue.len(),
        first => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_has_a_name_that_leads_back_to_it() {
        for order in Order::ALL {
            assert_eq!(Order::of(order.name()), order);
        }
        assert_eq!(Order::of("../etc"), Order::Broad);
    }
}
