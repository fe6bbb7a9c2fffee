//! What can go wrong.

use crosscut::search::SearchError;
use crosscut_suggest::{Refusal, SuggestError};

/// Why a server could not be started, or a question not be answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The study cannot be read.
    #[error(transparent)]
    Study(#[from] crosscut::Error),
    /// The query cannot be understood, or the index not be read.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// What was suggested cannot be kept.
    #[error(transparent)]
    Suggest(#[from] SuggestError),
    /// The report cannot be made.
    #[error(transparent)]
    Export(#[from] crosscut_export::Error),
    /// What was suggested is not true of the clauses.
    #[error(
        "{0}. Nothing was kept: read the clause, quote its words as they are, in one piece, and suggest again"
    )]
    Refused(Refusal),
    /// What was asked is not there, or cannot be understood.
    #[error("{0}")]
    Asked(String),
    /// The client cannot be talked to.
    #[error("the client cannot be talked to: {0}")]
    Transport(String),
}

impl Error {
    /// What was asked is not there, or cannot be understood.
    pub(crate) fn asked(why: impl Into<String>) -> Self {
        Self::Asked(why.into())
    }
}

/// An answer, or why there is none.
pub(crate) type Result<T> = std::result::Result<T, Error>;
