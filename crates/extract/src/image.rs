//! Pictures of PDF pages, drawn by `hayro`, which is pure Rust.

use crate::{ExtractError, Options, pdf};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_syntax::Pdf;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};
use std::panic;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Pixels of a picture at most, A3 at 500 dots an inch: a larger page is drawn smaller.
const PIXELS: f32 = 48e6;
/// Pixels of its longer side at most.
const SIDE: f32 = 16_000.0;
/// A page that takes longer is given up. The most crowded maps and drawings take about five seconds.
const PATIENCE: Duration = Duration::from_secs(20);
/// Stack of the thread that draws: forms and patterns stand inside each other.
const STACK: usize = 128 << 20;
/// Drawings that were given up and still run: beyond these no other is begun.
const GIVEN_UP: usize = 2;

/// A picture of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageImage {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The picture as a PNG file: grey where the page has no colour, without transparency.
    pub png: Vec<u8>,
}

/// Draws page `page` (from 0) of a PDF as it is displayed: cropped, turned, with annotations, on white.
///
/// `scale` is in pixels per PDF point (1/72 inch): 2 is sharp on a screen. The picture has the page's size times
/// `scale`, rounded up, so that a box of [`crosscut_text::Word`] stands in it at its place times `scale`; a page that
/// would have more than 48 million pixels is drawn smaller, so use `width` and `height`.
///
/// The page is taken out of the file by the code that reads text, so the two agree about which page it is, and files
/// that are damaged or encrypted are drawn as far as they are read. It is drawn on a thread of its own: a panic of the
/// renderer becomes [`ExtractError::NoImage`], and so does a page that takes more than 20 seconds (its thread is left to
/// end by itself; while two such threads run, no other page is drawn).
///
/// # Errors
/// As [`crate::extract`] for a PDF; [`ExtractError::NoPage`]; [`ExtractError::NoImage`].
pub fn page_image(
    bytes: &[u8],
    password: Option<&str>,
    page: usize,
    scale: f32,
) -> Result<PageImage, ExtractError> {
    let options = Options { password: password.map(str::to_owned), ..Options::default() };
    let sheet = pdf::sheet(bytes, &options, page)?;
    let (width, height) = pixels(sheet.size.w, sheet.size.h, scale);
    patiently(move || draw(sheet.pdf, width, height))
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

/// Runs `draw` on a thread of its own and waits for it, but not for ever.
fn patiently(
    draw: impl FnOnce() -> Result<PageImage, ExtractError> + Send + 'static,
) -> Result<PageImage, ExtractError> {
    static STILL_DRAWING: Mutex<Vec<JoinHandle<()>>> = Mutex::new(Vec::new());
    let still_drawing = || STILL_DRAWING.lock().unwrap_or_else(PoisonError::into_inner);
    let wrong = |why: &str| ExtractError::NoImage(why.to_owned());
    still_drawing().retain(|thread| !thread.is_finished());
    if still_drawing().len() >= GIVEN_UP {
        return Err(wrong("other pages that could not be drawn are still being worked on"));
    }
    let (sender, receiver) = mpsc::sync_channel(1);
    let work = move || {
        let drawn = panic::catch_unwind(panic::AssertUnwindSafe(draw));
        // Nobody listens any more where the page was given up.
        let _ = sender.send(drawn.unwrap_or_else(|_| Err(wrong("the renderer failed on it"))));
    };
    let thread = thread::Builder::new().name("page image".into()).stack_size(STACK).spawn(work);
    let thread = thread.map_err(|error| ExtractError::NoImage(error.to_string()))?;
    receiver.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        still_drawing().push(thread);
        Err(wrong("it takes too long to draw"))
    })
}

fn draw(pdf: Vec<u8>, width: u16, height: u16) -> Result<PageImage, ExtractError> {
    let wrong = || ExtractError::NoImage("the renderer cannot read it".to_owned());
    let pdf = Pdf::new(pdf).map_err(|_| wrong())?;
    let page = pdf.pages().first().ok_or_else(wrong)?;
    let (w, h) = page.render_dimensions();
    let fit = Affine::scale_non_uniform(f64::from(width) / f64::from(w), f64::from(height) / f64::from(h));
    let transform = fit * page.initial_transform(true).to_kurbo();
    let mut context = RenderContext::new(width, height);
    let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
    render_into(page, &cache, &settings, &RenderSettings::default(), &mut context, transform);
    context.flush();
    let mut pixmap = Pixmap::new(width, height);
    let on_white = RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..Default::default() };
    context.render_with(&mut pixmap, &mut Resources::default(), on_white);
    let png = png(&pixmap).map_err(|error| ExtractError::NoImage(error.to_string()))?;
    Ok(PageImage { width: width.into(), height: height.into(), png })
}

/// A PNG of an opaque picture, with one byte a pixel where it is grey.
fn png(pixmap: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let pixels = pixmap.data();
    let grey = pixels.iter().all(|pixel| pixel.r == pixel.g && pixel.g == pixel.b);
    let data: Vec<u8> = match grey {
        true => pixels.iter().map(|pixel| pixel.r).collect(),
        false => pixels.iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect(),
    };
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixmap.width().into(), pixmap.height().into());
    encoder.set_color(if grey { png::ColorType::Grayscale } else { png::ColorType::Rgb });
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(file)
}
