//! Why a file could not be read at all.

/// Why a file could not be read at all. Messages are fragments; the caller puts the file's name before them.
///
/// ```
/// use crosscut_extract::{ExtractError, Options, extract};
///
/// let error = extract("table.xls", b"\xd0\xcf\x11\xe0", &Options::default()).unwrap_err();
/// assert_eq!(error, ExtractError::Unsupported("an old Office file"));
/// assert_eq!(
///     format!("table.xls: {error}"),
///     "table.xls: an old Office file cannot be read: save it as DOCX or PDF and use that"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// Zero bytes.
    #[error("the file is empty (0 bytes): fetch it again")]
    Empty,
    /// Neither PDF, web page, Word, Markdown, text nor picture.
    #[error(
        "unsupported file type; supported: PDF, HTML, DOCX, DOC, ODT, RTF, EPUB, MHTML, Markdown, plain text, and pictures of pages as JPEG, PNG or TIFF"
    )]
    Unknown,
    /// A format that is known but not read; names it.
    #[error("{0} cannot be read: save it as DOCX or PDF and use that")]
    Unsupported(&'static str),
    /// A kind of picture that is not read; names it.
    #[error("{0} pictures cannot be read: save them as JPEG, PNG or PDF and use those")]
    Picture(&'static str),
    /// A format that this build was made without; names the feature that reads it.
    #[error("this build reads no {0}: it was made without the feature of that name")]
    LeftOut(&'static str),
    /// Encrypted, and neither the empty password nor the given one opens it.
    #[error("the PDF is encrypted: give its password with --password, or save a copy without one")]
    Encrypted,
    /// Encrypted, and the given password does not open it.
    #[error(
        "the password does not open the PDF: give another one with --password, or save a copy without one"
    )]
    WrongPassword,
    /// Damaged beyond what can be rebuilt.
    #[error("the file is damaged and nothing could be read: {0}")]
    Damaged(String),
    /// Larger than the limit.
    #[error("the file is too large ({0} bytes)")]
    TooLarge(u64),
    /// A page that the document does not have.
    #[error("no page {number}: the document has {pages}")]
    NoPage {
        /// The page that was asked for, from 1.
        number: usize,
        /// How many there are.
        pages: usize,
    },
    /// A page of which no picture could be made.
    #[error("no picture of the page: {0}")]
    NoImage(String),
}
