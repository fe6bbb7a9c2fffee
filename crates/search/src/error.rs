//! What can go wrong.

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
        /// The query as given.
        query: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl SearchError {
    /// An open index that fails in use. A function, not `From`: tantivy's errors stay inside.
    pub(crate) fn unreadable(cause: tantivy::TantivyError) -> Self {
        Self::Index(format!("cannot be read: {cause}"))
    }

    /// "in FOLDER {what}: {cause}".
    pub(crate) fn index(dir: &std::path::Path, what: &str, cause: impl std::fmt::Display) -> Self {
        Self::Index(format!("in {} {what}: {cause}", dir.display()))
    }
}
