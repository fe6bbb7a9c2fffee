//! Text that could not be read, and how much was.

use std::fmt;

/// Text that could not be read, or not be trusted: recorded, never an absence.
///
/// ```
/// use crosscut_text::{Loss, LossKind};
/// let loss = Loss::new(3, LossKind::NeedsOcr, "a scanned page");
/// assert_eq!(loss.to_string(), "page 3: needs OCR: a scanned page");
/// assert_eq!(Loss::new(None, LossKind::Damaged, "cut short").page, None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Loss {
    /// Page number from 1; `None` when the whole document is concerned.
    pub page: Option<u32>,
    /// What kind of loss.
    pub kind: LossKind,
    /// What exactly was lost, in words that a user understands.
    pub detail: String,
}

/// Kinds of loss.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum LossKind {
    /// A page that shows something but holds no text: it needs text recognition (OCR).
    NeedsOcr,
    /// Text whose characters cannot be trusted: a font without a usable map to Unicode.
    Garbled,
    /// The file is damaged; what could be rebuilt was read.
    Damaged,
    /// A limit on time, memory, size or nesting stopped the reading.
    LimitReached,
    /// Bytes that are not valid text in the file's encoding, shown as U+FFFD.
    Encoding,
    /// A part of the file in a form that is not read.
    Unsupported,
    /// A document in which no clause was found, although it could be read.
    NoClauses,
}

impl Loss {
    /// A loss on page `page` (from 1), or of the whole document.
    pub fn new(page: impl Into<Option<u32>>, kind: LossKind, detail: impl Into<String>) -> Self {
        Self { page: page.into(), kind, detail: detail.into() }
    }
}

impl fmt::Display for LossKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NeedsOcr => "needs OCR",
            Self::Garbled => "garbled",
            Self::Damaged => "damaged",
            Self::LimitReached => "limit reached",
            Self::Encoding => "encoding",
            Self::Unsupported => "unsupported",
            Self::NoClauses => "no clauses",
        })
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.page {
            Some(page) => write!(f, "page {page}: {}: {}", self.kind, self.detail),
            None => write!(f, "{}: {}", self.kind, self.detail),
        }
    }
}

/// How much of a document was read.
///
/// ```
/// use crosscut_text::Coverage;
/// let coverage = Coverage { pages: 4, pages_read: 3, words: 1200 };
/// assert_eq!(coverage.share(), 0.75);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coverage {
    /// Pages of the document (1 for a source without pages).
    pub pages: u32,
    /// Pages that were read without a loss.
    pub pages_read: u32,
    /// Words of running text.
    pub words: u64,
}

impl Coverage {
    /// Share of pages read without a loss, 0 to 1; 1 for a document without pages.
    pub fn share(self) -> f64 {
        if self.pages == 0 { 1.0 } else { f64::from(self.pages_read) / f64::from(self.pages) }
    }
}
