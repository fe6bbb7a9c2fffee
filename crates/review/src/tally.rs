//! How many candidates are decided, and how many are left.

use crosscut::Findings;

/// Counted after each decision.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// How many candidates are decided.
    pub(crate) decided: usize,
    /// How many are still to be decided.
    pub(crate) left: usize,
}

impl Tally {
    pub(crate) fn new(findings: &Findings) -> Self {
        let left = findings.open().total;
        Self { decided: findings.statuses().len() - left, left }
    }
}
