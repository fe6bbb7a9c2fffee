//! What cannot be read in a query.

use crate::SearchError;

/// The byte of a query that something begins at; none for what nobody typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place(Option<usize>);

impl Place {
    pub(super) fn at(byte: usize) -> Self {
        Self(Some(byte))
    }
}

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    at: Place,
    reason: String,
    /// It is not the query that is wrong, but the index that cannot be read.
    broken: bool,
}

impl Wrong {
    pub(super) fn at(byte: usize, reason: impl Into<String>) -> Self {
        Self::in_place(Place::at(byte), reason)
    }

    pub(crate) fn in_place(at: Place, reason: impl Into<String>) -> Self {
        Self { at, reason: reason.into(), broken: false }
    }

    /// An index that cannot be read.
    pub(crate) fn broken(reason: String) -> Self {
        Self { at: Place::default(), reason, broken: true }
    }

    /// The error to show for a query.
    pub(crate) fn in_query(self, query: &str) -> SearchError {
        if self.broken {
            return SearchError::Index(self.reason);
        }
        let Some(byte) = self.at.0 else { return SearchError::query(query, self.reason) };
        let before = query.get(..byte).unwrap_or(query);
        SearchError::query(query, format!("{} (column {})", self.reason, before.chars().count() + 1))
    }
}
