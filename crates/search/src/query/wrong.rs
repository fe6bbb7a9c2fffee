//! What cannot be read in a query.

use crate::SearchError;

/// What is wrong with a query, and the byte where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    at: usize,
    reason: String,
}

impl Wrong {
    pub(super) fn at(at: usize, reason: impl Into<String>) -> Self {
        Self { at, reason: reason.into() }
    }

    /// The error to show for a query.
    pub(super) fn in_query(self, query: &str) -> SearchError {
        let before = query.get(..self.at).unwrap_or(query);
        SearchError::query(query, format!("{} (column {})", self.reason, before.chars().count() + 1))
    }
}
