//! Pictures of PDF pages, by the renderer that is built in (feature `images`) or, in a smaller build, by the system's own.

#[cfg(feature = "images")]
mod built_in;
#[cfg(not(feature = "images"))]
mod poppler;

#[cfg(feature = "images")]
use built_in as renderer;
#[cfg(not(feature = "images"))]
use poppler as renderer;

use crate::picture::{self, Kind};
use crate::raster::Grey;
use crate::{ExtractError, Options, pdf};
use std::time::Duration;

/// Pixels of a picture at most, A3 at 500 dots an inch: a larger page is drawn smaller.
const PIXELS: f32 = 48e6;
/// Pixels of its longer side at most.
const SIDE: f32 = 16_000.0;
/// A page that takes longer is given up. The most crowded maps and drawings take about five seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// What draws pages in this build: part of the name of a picture that is kept.
pub const RENDERER: &str = if cfg!(feature = "images") { "built-in" } else { "pdftoppm" };

/// A picture of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageImage {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The picture as a PNG file, eight bits a channel, without transparency.
    pub png: Vec<u8>,
}

/// Draws page `page` (from 0) of a PDF (or of a picture that is read as one) as it is displayed: cropped, turned, with annotations, on white.
///
/// `scale` is in pixels per PDF point (1/72 inch): 2 is sharp on a screen. The picture has the page's size times
/// `scale`, rounded up, so that a box of [`crosscut_text::Word`] is drawn at its place times `scale`; a page that
/// would have more than 48 million pixels is drawn smaller, so use `width` and `height`.
///
/// The page is taken out of the file by the code that reads text, so the two agree about which page it is, and files
/// that are damaged or encrypted are drawn as far as they are read. With the feature `images` the built-in renderer draws
/// it, otherwise the program `pdftoppm` of Poppler, which gets the page through a pipe. Either is given up after
/// 20 seconds.
///
/// # Errors
/// As [`crate::extract`] for a PDF; [`ExtractError::NoPage`]; [`ExtractError::NoImage`], which says what to install
/// where nothing can draw.
pub fn page_image(
    bytes: &[u8],
    password: Option<&str>,
    page: usize,
    scale: f32,
) -> Result<PageImage, ExtractError> {
    let options = Options { password: password.map(str::to_owned), ..Options::default() };
    // A picture is read as the PDF that it makes.
    let pictures = Kind::of(bytes).is_some().then(|| picture::pdf_of(&[bytes])).transpose()?;
    let sheet = pdf::sheet(pictures.as_deref().unwrap_or(bytes), &options, page)?;
    let (width, height) = pixels(sheet.size.w, sheet.size.h, scale);
    renderer::draw(sheet.pdf, width, height)
}

/// Draws a page as [`page_image`] does, in grey, to be recognised.
pub(crate) fn page_grey(
    bytes: &[u8],
    password: Option<&str>,
    page: usize,
    scale: f32,
) -> Result<Grey, ExtractError> {
    let options = Options { password: password.map(str::to_owned), ..Options::default() };
    let sheet = pdf::sheet(bytes, &options, page)?;
    let (width, height) = pixels(sheet.size.w, sheet.size.h, scale);
    renderer::draw_grey(sheet.pdf, width, height)
}

/// Whether pages can be drawn: by this build, or by a program that is installed.
pub fn draws_pages() -> bool {
    #[cfg(feature = "images")]
    return true;
    #[cfg(not(feature = "images"))]
    poppler::is_installed()
}

/// How many pixels a page gets.
fn pixels(w: f32, h: f32, scale: f32) -> (u16, u16) {
    let scale = if scale.is_finite() { scale.max(0.01) } else { 1.0 };
    let (w, h) = (w.max(1.0), h.max(1.0));
    let scale = scale.min((PIXELS / w / h).sqrt()).min(SIDE / w.max(h));
    // A hair less before rounding up: 600.00006 pixels are 600.
    let side = |points: f32| (points * scale - 0.01).ceil().clamp(1.0, SIDE) as u16;
    (side(w), side(h))
}
