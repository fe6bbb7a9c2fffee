//! Bytes of a source to pages of positioned text, with every loss recorded. The only crate that knows file formats.

mod docx;
mod encoding;
mod error;
mod flow;
mod glyph;
mod grid;
mod html;
mod image;
mod layout;
mod markdown;
mod marker;
mod numeral;
mod ocr;
mod pdf;
mod plain;
mod program;
mod prose;
mod sniff;

pub use error::ExtractError;
pub use image::{PageImage, RENDERER, draws_pages, page_image};

use crosscut_text::{Block, Loss, Page};
use sniff::Format;
use std::path::PathBuf;
use std::time::Duration;

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
    /// Recognises the text (OCR) of PDF pages that hold none, or none that can be trusted. Needs something that draws
    /// pages ([`draws_pages`]), without which nothing is recognised and such pages stay losses.
    pub ocr: Option<Ocr>,
}

/// Text recognition by Tesseract, where it is installed; where it is not, the losses say what to install.
///
/// Recognised words stand in their pages like others, with [`crosscut_text::Word::confidence`]. A page whose recognition
/// fails, or takes too long, stays a loss that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ocr {
    /// Languages of the text, ISO 639-1, likeliest first; English where none is given.
    pub languages: Vec<String>,
    /// The program, found as the shell finds it.
    pub program: PathBuf,
    /// How long one page may take.
    pub patience: Duration,
}

impl Default for Ocr {
    fn default() -> Self {
        Self { languages: Vec::new(), program: "tesseract".into(), patience: Duration::from_secs(120) }
    }
}

impl Ocr {
    /// Version and languages of the program that is installed; `None` where there is none, or nothing that draws pages
    /// for it.
    pub fn engine(&self) -> Option<String> {
        ocr::engine_name(self)
    }
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
    let mut read = pdf::read_with(bytes, options, layout::draft)?;
    let recognised = ocr::recognise(bytes, options, &mut read);
    let mut pages = layout::pages(&read.pages);
    recognised.mark(&mut pages);
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
