//! What can go wrong.

use std::panic::AssertUnwindSafe;

/// Why an index could not be written, opened or searched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The index could not be written or read.
    #[error("the search index {0}: run `crosscut run` again to rebuild it")]
    Index(String),
    /// The query cannot be understood.
    #[error("invalid query {query:?}: {reason}")]
    Query {
        /// The query as given, or the beginning of a long one.
        query: String,
        /// What is wrong with it, with the column (a character from 1) where it is known.
        reason: String,
    },
}

/// Characters of a query that an error repeats.
const SHOWN: usize = 80;

impl SearchError {
    /// A query that cannot be understood.
    pub(crate) fn query(query: &str, reason: String) -> Self {
        let mut shown: String = query.chars().take(SHOWN).collect();
        if shown.len() < query.len() {
            shown.push('…');
        }
        Self::Query { query: shown, reason }
    }

    /// An open index that fails in use. A function, not `From`: tantivy's errors stay inside.
    pub(crate) fn unreadable(cause: tantivy::TantivyError) -> Self {
        Self::Index(format!("cannot be read: {cause}"))
    }

    /// Reads an index of which a file may be broken: what it holds may be anything, and its readers then panic.
    pub(crate) fn caught<T>(read: impl FnOnce() -> Result<T, Self>) -> Result<T, Self> {
        std::panic::catch_unwind(AssertUnwindSafe(read))
            .unwrap_or_else(|_| Err(Self::Index("is damaged: a file of it cannot be decoded".into())))
    }

    /// "in FOLDER {what}: {cause}".
    pub(crate) fn index(dir: &std::path::Path, what: &str, cause: impl std::fmt::Display) -> Self {
        Self::Index(format!("in {} {what}: {cause}", dir.display()))
    }
}

/// Characters of a value that a reason repeats.
const REPEATED: usize = 60;

/// A value as a sentence quotes it, or the beginning of a long one.
pub(crate) fn quoted(value: &str) -> String {
    let start: String = value.chars().take(REPEATED).collect();
    if start.len() < value.len() { format!("{:?}", start + "…") } else { format!("{value:?}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_and_long_ones_cut() {
        assert_eq!(quoted("a \"b\""), r#""a \"b\"""#);
        let long = quoted(&"é".repeat(1000));
        assert!(long.ends_with("é…\"") && long.chars().count() == REPEATED + 3, "{long}");
    }
}
