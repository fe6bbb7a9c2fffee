//! The one error type of this crate.

use std::path::PathBuf;

/// Why something could not be written or read. Every message says where and what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The study could not be read.
    #[error(transparent)]
    Study(#[from] crosscut::Error),
    /// A decision that came from elsewhere could not be saved.
    #[error(transparent)]
    Log(#[from] crosscut::decisions::LogError),
    /// A workbook could not be made.
    #[error("the workbook cannot be made: {0}")]
    Sheet(#[from] rust_xlsxwriter::XlsxError),
    /// The paper's template is wrong.
    #[error("{file}: {reason}")]
    Template {
        /// The template, with its line where it is known.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// A file that was given is not what it should be.
    #[error("{file}: {reason}")]
    Import {
        /// The file, with the place in it where it is known.
        file: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// Packed files could not be written.
    #[error("cannot be packed: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// What was made would break the rules of its own format: a fault of this program.
    #[error("the {format} would not be valid: {reason}: please report this")]
    Invalid {
        /// Which format.
        format: &'static str,
        /// Which rule.
        reason: String,
    },
    /// Something in the way of a file.
    #[error("{}: {reason}", path.display())]
    Path {
        /// Which.
        path: PathBuf,
        /// What is in the way.
        reason: String,
    },
    /// A codebook of confirmed elements, where there are none.
    #[error("no element is confirmed yet, and the format has no empty codebook: confirm one first")]
    NoElement,
    /// Something else that makes the export impossible.
    #[error("{0}")]
    Cannot(String),
}

/// The result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;
