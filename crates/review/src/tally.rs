//! How many candidates are decided, and how many are left: first of those that are listed, which are the task, and apart
//! from them of the less certain ones behind.

use crosscut::{Findings, Tier};

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
}

impl Tally {
    pub(crate) fn new(findings: &Findings) -> Self {
        let (open, candidates) = (findings.open(), &findings.results().candidates);
        let listed = candidates.iter().filter(|candidate| candidate.tier == Tier::Listed).count();
        Self { listed, listed_left: open.listed, behind: candidates.len() - listed, all_left: open.total }
    }

    /// How many of those that are the task now are decided: of the list, and when that is through, of all.
    pub(crate) fn decided(&self) -> usize {
        self.task() - self.left()
    }

    /// How many are the task now.
    pub(crate) fn task(&self) -> usize {
        if self.listed_left > 0 { self.listed } else { self.listed + self.behind }
    }

    /// How many of these are left.
    pub(crate) fn left(&self) -> usize {
        if self.listed_left > 0 { self.listed_left } else { self.all_left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_the_task_until_it_is_through() {
        let mut tally = Tally { listed: 167, listed_left: 40, behind: 4092, all_left: 4000 };
        assert_eq!((tally.decided(), tally.task(), tally.left()), (127, 167, 40));
        (tally.listed_left, tally.all_left) = (0, 3800);
        assert_eq!((tally.decided(), tally.task(), tally.left()), (459, 4259, 3800));
    }
}
