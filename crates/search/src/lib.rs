//! Full-text index of clauses: the only crate that knows tantivy, whose ids never leave it.

use crosscut_text::{AgreementId, Clause, ClauseId, Span};
use std::path::Path;

/// Why an index could not be written, opened or searched.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index could not be written or read.
    #[error("the search index {0}: run `crosscut run` again to rebuild it")]
    Index(String),
    /// The query cannot be understood.
    #[error("the query {query:?} cannot be read: {reason}")]
    Query {
        /// The query as given.
        query: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// How many clauses match.
    pub total: usize,
    /// The best, best first.
    pub hits: Vec<Hit>,
    /// Matches in each agreement, by id.
    pub facets: Vec<(AgreementId, usize)>,
}

/// A clause that matches.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which clause.
    pub clause: ClauseId,
    /// Its agreement.
    pub agreement: AgreementId,
    /// BM25 score.
    pub score: f32,
    /// Words that match, as ranges of the clause's text.
    pub highlights: Vec<Span>,
}

/// An index of clauses on disk.
pub struct Index {}

impl Index {
    /// Writes an index of `clauses` into the folder `dir`, replacing what is there.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn build(dir: &Path, clauses: &[Clause]) -> Result<Self, SearchError> {
        let _ = (dir, clauses);
        Ok(Self {})
    }

    /// Opens the index in the folder `dir`.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        let _ = dir;
        Ok(Self {})
    }

    /// The best `limit` clauses for a query: words, "phrases", `agreement:id`, `-word`, `OR`.
    ///
    /// # Errors
    /// When the query cannot be read.
    pub fn search(&self, query: &str, limit: usize) -> Result<Hits, SearchError> {
        let _ = (query, limit);
        Ok(Hits::default())
    }
}
