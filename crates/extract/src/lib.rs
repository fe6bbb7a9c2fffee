//! Bytes of a PDF, web page, Word, Markdown or text file to pages of positioned text, with every loss recorded.
//!
//! The format is told from the bytes, the file's name helps. Every format gives the same shape: [`Page`]s of
//! [`Block`]s of lines in reading order, each block with its [role](crosscut_text::Role); lines of a PDF also say where
//! each word is. What cannot be read is a [`Loss`], not an error and not silence.
//!
//! ```
//! use crosscut_extract::{Options, extract};
//!
//! let source = b"<h1>Article 1</h1><p>The Parties shall <i>co-operate</i>.</p><script>track()</script>";
//! let extracted = extract("treaty.html", source, &Options::default())?;
//!
//! let blocks = extracted.pages.iter().flat_map(|page| &page.blocks);
//! let text: Vec<&str> = blocks.flat_map(|block| &block.lines).map(|line| line.text.as_str()).collect();
//! assert_eq!(text, ["Article 1", "The Parties shall co-operate."]);
//! assert!(extracted.losses.is_empty());
//! # Ok::<(), crosscut_extract::ExtractError>(())
//! ```
//!
//! `crosscut_text` makes documents and clauses of the pages. Pages without text can be recognised ([`Ocr`]), and pages
//! of a PDF drawn ([`page_image`]).

mod aligned;
mod consolidated;
#[cfg(feature = "html")]
mod definition;
#[cfg(feature = "docx")]
mod docx;
mod encoding;
mod error;
#[cfg(any(feature = "html", feature = "docx"))]
mod flow;
#[cfg(feature = "pdf")]
mod glyph;
#[cfg(any(feature = "html", feature = "docx"))]
mod grid;
#[cfg(feature = "html")]
mod html;
#[cfg(feature = "pdf")]
mod image;
#[cfg(feature = "pdf")]
mod layout;
#[cfg(feature = "html")]
mod markdown;
#[cfg_attr(
    not(any(feature = "html", feature = "docx")),
    expect(dead_code, reason = "plain text raises no marks")
)]
mod marker;
#[cfg(any(feature = "html", feature = "docx"))]
mod numeral;
#[cfg(feature = "pdf")]
mod ocr;
#[cfg(all(feature = "html", feature = "docx"))]
mod other;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(feature = "pdf")]
mod picture;
mod plain;
#[cfg(feature = "pdf")]
mod program;
#[cfg(any(feature = "html", feature = "docx"))]
mod prose;
#[cfg(feature = "pdf")]
mod raster;
mod running;
mod sniff;

pub use error::ExtractError;
#[cfg(feature = "pdf")]
pub use image::{PageImage, RENDERER, draws_pages, page_image};
#[cfg(feature = "pdf")]
pub use layout::Params;
#[cfg(feature = "pdf")]
pub use pdf::LaidWord;

use crosscut_text::{Block, Loss, Page};
use sniff::Format as Known;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What a source holds.
///
/// ```
/// use crosscut_extract::{Options, extract};
/// use crosscut_text::LossKind;
///
/// let extracted = extract("note.txt", b"Article 1 \xff\xfe is damaged", &Options::default())?;
/// assert_eq!(extracted.media_type, "text/plain");
/// assert_eq!(extracted.pages[0].blocks[0].lines[0].text, "Article 1 \u{fffd}\u{fffd} is damaged");
/// assert_eq!(extracted.losses[0].kind, LossKind::Encoding);
/// # Ok::<(), crosscut_extract::ExtractError>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Extracted {
    /// Media type that was recognised: `application/pdf`, `text/html`, `text/markdown`, `text/plain`,
    /// `application/vnd.openxmlformats-officedocument.wordprocessingml.document`, `image/jpeg`, `image/png`, `image/tiff`.
    pub media_type: &'static str,
    /// The title that the file gives itself.
    pub title: Option<String>,
    /// Whether the title is what its author wrote in its front matter, and so the title whatever comes below.
    pub titled: bool,
    /// The year of the date that the file gives itself in its front matter.
    pub year: Option<u16>,
    /// Pages in order; a source without pages has one, without size.
    pub pages: Vec<Page>,
    /// What could not be read.
    pub losses: Vec<Loss>,
    /// What a reader should know of the reading and is no loss: pages that were turned.
    pub notes: Vec<String>,
}

/// How to read.
///
/// ```
/// let mut options = crosscut_extract::Options::default();
/// options.password = Some("open sesame".to_owned());
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// Password of an encrypted PDF; the empty user password is always tried.
    pub password: Option<String>,
    /// Recognises the text (OCR) of PDF pages that hold none, or none that can be trusted. Needs something that draws
    /// pages ([`draws_pages`]), without which nothing is recognised and such pages stay losses.
    pub ocr: Option<Ocr>,
    /// Where recognised pages are kept and looked up, one by one; nowhere by default.
    pub kept: Option<Arc<dyn KeptPages>>,
    /// Formats of your own, asked before those that are known; none by default.
    pub formats: Vec<Arc<dyn Format>>,
    /// The tuned numbers of the layout; the default is what they are.
    #[cfg(feature = "pdf")]
    pub params: Params,
}

/// A format that this crate does not know.
///
/// ```
/// use crosscut_extract::{Extracted, ExtractError, Format, Options, extract};
/// use std::sync::Arc;
///
/// /// Wiki pages: a line between equals signs is a heading, as in Markdown one after number signs.
/// #[derive(Debug)]
/// struct Wiki;
///
/// impl Format for Wiki {
///     fn sniff(&self, name: &str, _: &[u8]) -> bool {
///         name.ends_with(".wiki")
///     }
///
///     fn read(&self, bytes: &[u8], options: &Options) -> Result<Extracted, ExtractError> {
///         let text = String::from_utf8_lossy(bytes).replace("== ", "## ").replace(" ==", "");
///         extract("page.md", text.as_bytes(), options)
///     }
/// }
///
/// let mut options = Options::default();
/// options.formats.push(Arc::new(Wiki));
/// # #[cfg(feature = "html")]
/// let page = extract("treaty.wiki", b"== Scope ==\n\nIt applies to all Parties.", &options)?;
/// # #[cfg(feature = "html")]
/// assert_eq!(page.pages[0].blocks[0].lines[0].text, "Scope");
/// # Ok::<(), ExtractError>(())
/// ```
pub trait Format: fmt::Debug + Send + Sync {
    /// Whether a source is of this format, by its file name or its bytes.
    fn sniff(&self, name: &str, bytes: &[u8]) -> bool;

    /// Reads it. What it gives is taken as it is. A study keeps what was read of the same bytes.
    ///
    /// # Errors
    /// When nothing of it can be read.
    fn read(&self, bytes: &[u8], options: &Options) -> Result<Extracted, ExtractError>;
}

/// Keeps recognised pages between runs, and hears how far the recognition of a document is.
pub trait KeptPages: fmt::Debug + Send + Sync {
    /// What was kept of a page of this document under a name.
    fn get(&self, name: &str) -> Option<String>;
    /// Keeps a page under a name, which says its number, the engine and the languages.
    fn put(&self, name: &str, page: &str);
    /// So many pages of those that are to be recognised are done.
    fn done(&self, pages: usize, of: usize);
}

/// Which pages are recognised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OcrPages {
    /// Pages whose text is missing or cannot be trusted.
    #[default]
    Missing,
    /// Also pages whose text another recogniser left in the file.
    Again,
    /// All pages.
    All,
}

/// Text recognition by Tesseract, where it is installed; where it is not, the losses say what to install.
///
/// Recognised words are in their pages like others, with [`crosscut_text::Word::confidence`]. A page whose recognition
/// fails, or takes too long, stays a loss that says so.
///
/// ```
/// use crosscut_extract::{Ocr, Options};
/// use std::time::Duration;
///
/// let mut ocr = Ocr::default();
/// ocr.languages = vec!["fr".to_owned(), "en".to_owned()];
/// ocr.timeout = Duration::from_secs(30);
/// if ocr.engine().is_none() {
///     println!("Tesseract is not installed: pages without text stay losses");
/// }
/// let mut options = Options::default();
/// options.ocr = Some(ocr);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ocr {
    /// Languages of the text, ISO 639-1, likeliest first. Where none is given, it is told from the text itself, among
    /// those that are installed.
    pub languages: Vec<String>,
    /// Which pages are recognised.
    pub pages: OcrPages,
    /// Of these, only the pages of these numbers, if given.
    pub only: Option<Vec<u32>>,
    /// The program, found as the shell finds it.
    pub program: PathBuf,
    /// How long one page may take.
    pub timeout: Duration,
}

impl Default for Ocr {
    fn default() -> Self {
        let (languages, pages, only) = (Vec::new(), OcrPages::Missing, None);
        Self { languages, pages, only, program: "tesseract".into(), timeout: Duration::from_secs(120) }
    }
}

impl Ocr {
    /// The ISO 639-1 code of a language that can be recognised, written as such or in three letters (`fra`, `fre`);
    /// `None` for anything else.
    ///
    /// ```
    /// use crosscut_extract::Ocr;
    /// # #[cfg(feature = "pdf")]
    /// assert_eq!((Ocr::language("fra"), Ocr::language("french")), (Some("fr"), None));
    /// ```
    pub fn language(code: &str) -> Option<&'static str> {
        #[cfg(feature = "pdf")]
        return ocr::language_code(code);
        #[cfg(not(feature = "pdf"))]
        None.filter(|_: &&str| code.is_empty())
    }

    /// Version and languages of the installed program; `None` where there is none, or nothing that draws pages for it.
    pub fn engine(&self) -> Option<String> {
        #[cfg(feature = "pdf")]
        return ocr::engine_name(self);
        #[cfg(not(feature = "pdf"))]
        None
    }
}

/// Reads a source. `name` is its file name: its ending helps where the bytes do not tell the format.
///
/// ```
/// use crosscut_extract::{ExtractError, Options, extract};
///
/// let extracted = extract("treaty.md", b"# Scope\n\nThis treaty applies to *all* Parties.", &Options::default())?;
/// assert_eq!(extracted.media_type, "text/markdown");
/// assert_eq!(extracted.pages[0].blocks[1].lines[0].text, "This treaty applies to all Parties.");
///
/// let empty = extract("treaty.pdf", b"", &Options::default());
/// assert!(matches!(empty, Err(ExtractError::Empty)));
/// # Ok::<(), ExtractError>(())
/// ```
///
/// # Errors
/// When nothing of the file can be read: it is empty, of an unknown format, encrypted or damaged throughout. What is
/// lost inside a document that can be read is in [`Extracted::losses`].
pub fn extract(name: &str, bytes: &[u8], options: &Options) -> Result<Extracted, ExtractError> {
    if let Some(own) = options.formats.iter().find(|own| own.sniff(name, bytes)) {
        return own.read(bytes, options);
    }
    let mut extracted = match sniff::sniff(name, bytes)? {
        #[cfg(feature = "pdf")]
        Known::Pdf => pdf(bytes, options)?,
        #[cfg(feature = "pdf")]
        Known::Picture(kind) => {
            Extracted { media_type: kind.media_type(), ..pdf(&picture::pdf_of(&[bytes])?, options)? }
        }
        #[cfg(feature = "docx")]
        Known::Docx => docx::read(bytes)?,
        #[cfg(feature = "html")]
        Known::Html => html::read(bytes),
        #[cfg(feature = "html")]
        Known::Markdown => markdown::read(bytes),
        Known::Plain => plain::read(bytes),
        #[cfg(all(feature = "pdf", feature = "html", feature = "docx"))]
        Known::Doc => other::doc(bytes)?,
        #[cfg(all(feature = "html", feature = "docx"))]
        Known::Rtf => other::rtf(bytes),
        #[cfg(all(feature = "html", feature = "docx"))]
        Known::Odt => other::odt(bytes)?,
        #[cfg(all(feature = "html", feature = "docx"))]
        Known::Epub => other::epub(bytes)?,
        #[cfg(all(feature = "html", feature = "docx"))]
        Known::Mhtml => other::mhtml(bytes)?,
        #[cfg(not(all(feature = "pdf", feature = "html", feature = "docx")))]
        left_out => return Err(ExtractError::LeftOut(left_out.feature())),
    };
    consolidated::unmark(&mut extracted.pages);
    running::set_aside(&mut extracted.pages);
    Ok(extracted)
}

/// One PDF of pictures of pages (JPEG, PNG, TIFF), in their order: photographs and scans that are one document.
///
/// The same pictures give the same bytes. The pixels of JPEG files are kept as they are.
///
/// ```
/// use crosscut_extract::{ExtractError, pdf_of_pictures};
/// assert_eq!(pdf_of_pictures(&[b"Article 1"]), Err(ExtractError::Unknown));
/// ```
///
/// # Errors
/// When one of them is no such picture, or damaged.
#[cfg(feature = "pdf")]
pub fn pdf_of_pictures(pictures: &[&[u8]]) -> Result<Vec<u8>, ExtractError> {
    picture::pdf_of(pictures)
}

/// How wide and high a JPEG or PNG says that it is, in pixels; none for anything else.
///
/// ```
/// let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\xd8\0\0\x06\xda\x08\0\0\0\0";
/// assert_eq!(crosscut_extract::size_of_picture(png), Some((1240, 1754)));
/// assert_eq!(crosscut_extract::size_of_picture(b"Article 1"), None);
/// ```
#[cfg(feature = "pdf")]
pub fn size_of_picture(bytes: &[u8]) -> Option<(u32, u32)> {
    picture::size(bytes)
}

/// A copy of a PDF (or the PDF of a picture) with words laid invisibly over its pages, sorted by page: any reader can
/// search and copy them. A file that was encrypted gives one that is not.
///
/// # Errors
/// As [`extract`] for such a file, and [`ExtractError::NoPage`] for a word of a page that there is not.
#[cfg(feature = "pdf")]
pub fn searchable_pdf(
    bytes: &[u8],
    password: Option<&str>,
    words: &[LaidWord],
) -> Result<Vec<u8>, ExtractError> {
    let options = Options { password: password.map(str::to_owned), ..Options::default() };
    let pictures = picture::Kind::of(bytes).is_some().then(|| picture::pdf_of(&[bytes])).transpose()?;
    pdf::searchable(pictures.as_deref().unwrap_or(bytes), &options, words)
}

/// Glyphs page by page, then the layout of all pages.
#[cfg(feature = "pdf")]
fn pdf(bytes: &[u8], options: &Options) -> Result<Extracted, ExtractError> {
    let mut read = pdf::read(bytes, options, |page| ocr::ReadPage::of(page, options))?;
    let recognised = ocr::recognise(bytes, options, &mut read);
    let drafts: Vec<layout::Draft> = read.pages.into_iter().map(|page| page.draft).collect();
    let mut pages = layout::pages(drafts, &options.params);
    read.losses.extend(recognised.mark(&mut pages));
    read.losses.sort_by_key(|loss| loss.page);
    Ok(Extracted {
        media_type: "application/pdf",
        title: read.title,
        titled: false,
        year: None,
        pages,
        losses: read.losses,
        notes: recognised.notes,
    })
}

impl Extracted {
    /// A source without pages: one page without size.
    fn flowing(
        media_type: &'static str,
        title: Option<String>,
        blocks: Vec<Block>,
        losses: Vec<Loss>,
    ) -> Self {
        let page = Page { number: 1, label: "1".to_owned(), size: None, blocks, placement: None };
        Self { media_type, title, titled: false, year: None, pages: vec![page], losses, notes: Vec::new() }
    }
}
