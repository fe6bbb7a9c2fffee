//! The one error type of the library.

use crosscut_decisions::LogError;
use crosscut_extract::ExtractError;
#[cfg(feature = "study")]
use crosscut_search::SearchError;
use std::{io, path::PathBuf};

/// Why the library could not do what it was asked. Every message names the file and what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A path that is not there.
    #[error("{}: no such file or folder: check the path", .0.display())]
    Missing(PathBuf),
    /// A folder without documents.
    #[error("{}: no documents in this folder: put PDF, HTML, DOCX, Markdown or text files there", .0.display())]
    NoDocuments(PathBuf),
    /// A file or folder that cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file or folder that cannot be written.
    #[error("{}: cannot be written: {source}: check permissions and free space, or write elsewhere (an export with --out, a run with another --study)", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A document of which nothing could be read.
    #[error("{file}: {source}")]
    Document {
        /// Which.
        file: String,
        /// Why.
        source: ExtractError,
    },
    /// None of several documents could be read.
    #[error("none of the documents could be read:\n  {}", .0.join("\n  "))]
    NothingRead(Vec<String>),
    /// A line of a JSON-lines file that does not fit.
    #[error("{file}, line {line}: {reason}")]
    Line {
        /// Which file.
        file: String,
        /// Which line, from 1.
        line: usize,
        /// What is wrong and what is expected.
        reason: String,
    },
    /// A settings file (`crosscut.toml`, `agreements.toml`, a codebook) that cannot be understood.
    #[error("{}: {reason}", path.display())]
    Settings {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A study that a newer version wrote.
    #[error(
        "{}: this study was written by a newer Crosscut (study version {found}; this one supports {known}): install the newer version; nothing was changed",
        path.display()
    )]
    NewerStudy {
        /// The study.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// A folder that is no study.
    #[error("{}: no study here: make one with `crosscut run PATH…`", .0.display())]
    NoStudy(PathBuf),
    /// What was kept of a document cannot be read.
    #[error("{}: cannot be read: delete the file, and its document is read again", .0.display())]
    Broken(PathBuf),
    /// A study that was never run, or whose derived files were deleted.
    #[error("{}: not run yet: run `crosscut run` first", .0.display())]
    NotRun(PathBuf),
    /// A study without any of its documents, which a run would empty.
    #[error(
        "{}: none of this study's documents is here, so they cannot be read again; nothing was changed: put them there, or take agreements out with `crosscut agreement remove`",
        .0.display()
    )]
    SourcesGone(PathBuf),
    /// A study that another process is writing.
    #[error("{}: another crosscut is running on this study: wait until it has ended", .0.display())]
    Busy(PathBuf),
    /// Work that was stopped before its end. What was read by then is not read again; a study shows what it showed before.
    #[error("stopped: what was there before is as it was")]
    Stopped,
    /// A sentence model that cannot be used.
    #[error("{}: {reason}", path.display())]
    Model {
        /// Its file or folder.
        path: PathBuf,
        /// What is wrong and what to do.
        reason: String,
    },
    /// Vectors that do not fit the clauses.
    #[error("{0}")]
    Vectors(String),
    /// A candidate, element, clause or agreement that is not there.
    #[error("{0}")]
    Choice(String),
    /// An element of the name is there already.
    #[error(
        "there is an element named “{name}” already: put the clauses into it (decide add), make the two one (decide \
         merge), give another name, or keep both with --both"
    )]
    Twin {
        /// The name.
        name: String,
    },
    /// The log of decisions.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The search index or a query.
    #[cfg(feature = "study")]
    #[error(transparent)]
    Search(#[from] SearchError),
}

/// The library's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;
