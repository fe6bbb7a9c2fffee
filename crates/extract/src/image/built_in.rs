//! The built-in renderer: `hayro`, which is pure Rust and a third of the build.

use super::{PATIENCE, PageImage};
use crate::ExtractError;
use crate::raster::Grey;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_syntax::Pdf;
use hayro::kurbo::Affine;
use hayro::vello_cpu::color::PremulRgba8;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, render_into};
use std::panic;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

/// Stack of the thread that draws: forms and patterns are inside each other.
const STACK: usize = 128 << 20;
/// Drawings that were given up and still run: beyond these no other is begun.
const GIVEN_UP: usize = 2;

/// Draws the one page of a PDF on a thread of its own: a panic of the renderer becomes an error, and so does a page that
/// takes too long (its thread is left to end by itself; while [`GIVEN_UP`] such threads run, no other page is drawn).
pub(super) fn draw(pdf: Vec<u8>, width: u16, height: u16) -> Result<PageImage, ExtractError> {
    patiently(move || {
        let png =
            png(&render(pdf, width, height)?).map_err(|error| ExtractError::NoImage(error.to_string()))?;
        Ok(PageImage { width: width.into(), height: height.into(), png })
    })
}

/// The same in grey.
pub(super) fn draw_grey(pdf: Vec<u8>, width: u16, height: u16) -> Result<Grey, ExtractError> {
    patiently(move || {
        let pixmap = render(pdf, width, height)?;
        let grey = |pixel: &PremulRgba8| {
            ((299 * u32::from(pixel.r) + 587 * u32::from(pixel.g) + 114 * u32::from(pixel.b)) / 1000) as u8
        };
        let pixels = pixmap.data().iter().map(grey).collect();
        let picture = Grey::new(width.into(), height.into(), pixels);
        picture.ok_or_else(|| ExtractError::NoImage("it is too large".to_owned()))
    })
}

/// Runs `draw` on a thread of its own and waits for it, but not for ever.
fn patiently<T: Send + 'static>(
    draw: impl FnOnce() -> Result<T, ExtractError> + Send + 'static,
) -> Result<T, ExtractError> {
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

fn render(pdf: Vec<u8>, width: u16, height: u16) -> Result<Pixmap, ExtractError> {
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
    Ok(pixmap)
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
