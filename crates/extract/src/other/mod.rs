//! Formats that are read by way of HTML: OpenDocument, EPUB, saved web pages, RTF; and the old Word format, which
//! LibreOffice turns into DOCX where it is installed.

mod epub;
mod mhtml;
mod odt;
mod rtf;

pub(crate) use epub::read as epub;
pub(crate) use mhtml::{begins as is_mhtml, read as mhtml};
pub(crate) use odt::read as odt;
pub(crate) use rtf::read as rtf;

#[cfg(feature = "pdf")]
use crate::program::{self, Failure};
#[cfg(feature = "pdf")]
use crate::{ExtractError, Extracted};

/// Reads a file of the old Word format.
///
/// # Errors
/// Where LibreOffice is not installed or cannot read the file.
#[cfg(feature = "pdf")]
pub(crate) fn doc(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    match program::docx_of_doc(bytes) {
        Ok(docx) => Ok(Extracted { media_type: "application/msword", ..crate::docx::read(&docx)? }),
        Err(Failure::Absent) => {
            Err(ExtractError::Unsupported("the old Word format (DOC), without LibreOffice installed,"))
        }
        Err(failure) => Err(ExtractError::Damaged(format!("LibreOffice: {failure}"))),
    }
}

/// Adds a text to a page, its signs escaped.
fn push_escaped(page: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '&' => page.push_str("&amp;"),
            '"' => page.push_str("&quot;"),
            c => page.push(c),
        }
    }
}
