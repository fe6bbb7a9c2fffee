//! In which order candidates are offered. An order is fixed as long as the results are: nothing jumps under the hand.

use crosscut::findings::Standing;
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
    /// Put off.
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
            Self::Broad => "In most agreements first",
            Self::Best => "Strongest first",
            Self::Unsure => "Least sure first",
            Self::Changed => "New since decided",
            Self::Later => "Put off",
        }
    }

    pub(crate) fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.name() == name).unwrap_or_default()
    }

    /// Whether a candidate that stands so belongs in this queue.
    fn takes(self, standing: &Standing) -> bool {
        match (self, standing) {
            (_, standing) if standing.is_settled() => false,
            (Self::Later, standing) => matches!(standing, Standing::Deferred { .. }),
            (Self::Changed, standing) => {
                matches!(standing, Standing::Covered { .. } | Standing::Rejected { .. })
            }
            (_, standing) => !matches!(standing, Standing::Deferred { .. }),
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
        let alike: Vec<f32> = candidates.iter().map(alikeness).collect();
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
}

/// How alike the clauses of a candidate are: the mean over its members, 0 to 1.
pub(crate) fn alikeness(candidate: &Candidate) -> f32 {
    let sum: f32 = candidate.members.iter().map(|member| member.similarity).sum();
    sum / candidate.members.len().max(1) as f32
}

impl crate::Desk<'_> {
    /// The candidates still to be decided, in an order, as places in the results.
    pub(crate) fn queue(&self, order: Order) -> Vec<usize> {
        let standings = &self.view().standings;
        let offered = |place: &usize| standings.get(*place).is_some_and(|standing| order.takes(standing));
        self.orders.all(order).iter().copied().filter(offered).collect()
    }

    /// How many of the queue belong to the first list, which the orders that begin with it count; all of another one.
    pub(crate) fn first_of(&self, order: Order, queue: &[usize]) -> usize {
        let listed = |place: &&usize| self.results.candidates[**place].tier == Tier::Listed;
        match order {
            Order::Broad | Order::Best => match queue.iter().filter(listed).count() {
                0 => queue.len(),
                first => first,
            },
            Order::Unsure | Order::Changed | Order::Later => queue.len(),
        }
    }

    /// What comes after a candidate in an order, whether or not it is still offered itself: the next one that is
    /// offered, the first again after the last, another one or none.
    pub(crate) fn after(&self, order: Order, place: usize) -> Option<usize> {
        let all = self.orders.all(order);
        let here = all.iter().position(|&at| at == place).map_or(0, |here| here + 1);
        let standings = &self.view().standings;
        let takes =
            |at: &&usize| **at != place && standings.get(**at).is_some_and(|standing| order.takes(standing));
        all[here..].iter().chain(&all[..here]).find(takes).copied()
    }

    /// What comes before a candidate in an order.
    pub(crate) fn before(&self, order: Order, place: usize) -> Option<usize> {
        let queue = self.queue(order);
        let here = queue.iter().position(|&at| at == place)?;
        here.checked_sub(1).map(|here| queue[here])
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
