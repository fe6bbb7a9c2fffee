//! Bytes of a source to pages of positioned text, with every loss recorded. The only crate that knows file formats.

mod docx;
mod encoding;
mod error;
mod flow;
mod glyph;
mod grid;
mod html;
mod layout;
mod markdown;
mod marker;
mod numeral;
mod pdf;
mod plain;
mod prose;
mod sniff;

pub use error::ExtractError;

use crosscut_text::{Block, Loss, Page};
use sniff::Format;

/// What a source holds.
#[derive(Clone, Debug, Default)]
pub struct Extracted {
    /// Media type that was recognised: `application/pdf`, `text/html`, `text/markdown`, `text/plain`,
    /// `application/vnd.openxmlformats-officedocument.wordprocessingml.document`.
    pub media_type: &'static str,
    /// The title that the file gives itself.
    pub title: Option<String>,
    /// Pages in order; a source without pages has one, without size.
    pub pages: Vec<Page>,
    /// What could not be read.
    pub losses: Vec<Loss>,
}

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Password of an encrypted PDF; the empty user password is always tried.
    pub password: Option<String>,
}

/// Reads a source. `name` is its file name: its ending helps where the bytes do not tell the format.
///
/// # Errors
/// When nothing of the file can be read: empty, no document that is known, encrypted, too large. What is lost inside a
/// document that can be read is in [`Extracted::losses`].
pub fn extract(name: &str, bytes: &[u8], options: &Options) -> Result<Extracted, ExtractError> {
    match sniff::sniff(name, bytes)? {
        Format::Pdf => pdf(bytes, options),
        Format::Docx => docx::read(bytes),
        Format::Html => Ok(html::read(bytes)),
        Format::Markdown => Ok(markdown::read(bytes)),
        Format::Plain => Ok(plain::read(bytes)),
    }
}

/// Glyphs page by page, then the layout of all pages.
fn pdf(bytes: &[u8], options: &Options) -> Result<Extracted, ExtractError> {
    let read = pdf::read_with(bytes, options, layout::draft)?;
    let pages = layout::pages(&read.pages);
    Ok(Extracted { media_type: "application/pdf", title: read.title, pages, losses: read.losses })
}

impl Extracted {
    /// A source without pages: one page without size.
    fn flowing(
        media_type: &'static str,
        title: Option<String>,
        blocks: Vec<Block>,
        losses: Vec<Loss>,
    ) -> Self {
        let page = Page { number: 1, label: "1".to_owned(), size: None, blocks };
        Self { media_type, title, pages: vec![page], losses }
    }
}
