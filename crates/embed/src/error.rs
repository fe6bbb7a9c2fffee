//! Why a model cannot be used.

/// Why a package holds no model that can be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EmbedError {
    /// The file is not a ZIP archive, or a damaged one.
    #[error("not a readable wheel or ZIP file: {0}: download it again")]
    Archive(String),
    /// None of its files belongs to a model that is known.
    #[error("contains no supported model; supported packages: {0}")]
    Unknown(String),
    /// A model of a kind that comes without its word pieces.
    #[error("has {part} without word pieces, which is not supported: get the package `{package}` instead")]
    Foreign {
        /// Its file.
        part: String,
        /// The package that has word pieces too.
        package: &'static str,
    },
    /// A file that belongs to the model is absent.
    #[error("{part} is missing: the package is incomplete, or not `{package}`")]
    Missing {
        /// Which.
        part: String,
        /// The package that has it.
        package: &'static str,
    },
    /// A file is longer than it may be.
    #[error("{0} is larger than a model of this kind can be: it was not read")]
    TooLarge(String),
    /// A file is cut short or damaged.
    #[error("{part} is damaged: {reason}: download the package again")]
    Damaged {
        /// Which.
        part: String,
        /// What is wrong.
        reason: String,
    },
    /// A matrix has other dimensions than the model.
    #[error("{part} has {found} where this model has {wanted}: it is a different model")]
    Shape {
        /// Which matrix.
        part: String,
        /// What it is.
        found: String,
        /// What it should be.
        wanted: String,
    },
}

impl EmbedError {
    pub(crate) fn damaged(part: &str, reason: impl ToString) -> Self {
        Self::Damaged { part: part.to_owned(), reason: reason.to_string() }
    }

    pub(crate) fn missing(part: &str, package: &'static str) -> Self {
        Self::Missing { part: part.to_owned(), package }
    }
}
