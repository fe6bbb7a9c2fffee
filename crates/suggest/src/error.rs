//! What can go wrong.

use std::path::PathBuf;

/// Why a suggestion could not be checked, kept or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SuggestError {
    /// The study cannot be read.
    #[error(transparent)]
    Study(#[from] crosscut::Error),
    /// The name of an assistant.
    #[error(
        "{0:?} cannot be the name of an assistant: use letters, digits, - _ and . (at most 40), a letter or digit first"
    )]
    Name(String),
    /// The log cannot be read or written.
    #[error("suggestions in {path}: {source}")]
    Io {
        /// The log.
        path: PathBuf,
        /// What the file system says.
        source: std::io::Error,
    },
    /// Another program writes to the log.
    #[error("another program is writing suggestions of {0}: wait until it is done, or use another name")]
    InUse(String),
    /// A line of the log that this program cannot read: nothing is appended to it.
    #[error("{0}; nothing is added to this log: mend the line, or call the file otherwise")]
    Damaged(String),
    /// The log has grown too long.
    #[error("there are {most} suggestions of {by} already: take them back, or use another name")]
    Full {
        /// Whose log.
        by: String,
        /// Lines at most.
        most: usize,
    },
    /// The language model cannot be asked, or does not answer.
    #[error("{0}")]
    Endpoint(String),
}
