//! How many candidates are decided, and how many are left.

use crosscut::{Findings, Tier};

/// Counted after each decision.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// How many candidates are decided.
    pub(crate) decided: usize,
    /// How many candidates of the first list are still to be decided; of all, where that list is done.
    pub(crate) left: usize,
    /// How many candidates of the first list are decided.
    pub(crate) done: usize,
}

impl Tally {
    pub(crate) fn new(findings: &Findings) -> Self {
        let [mut first, mut done, mut open] = [0; 3];
        for (candidate, status) in findings.results().candidates.iter().zip(findings.statuses()) {
            let listed = candidate.tier == Tier::Listed;
            done += usize::from(listed && status.is_settled());
            first += usize::from(listed && !status.is_settled());
            open += usize::from(!status.is_settled());
        }
        let left = if first > 0 { first } else { open };
        Self { decided: findings.statuses().len() - open, left, done }
    }
}
