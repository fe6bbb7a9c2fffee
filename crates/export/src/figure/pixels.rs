//! A figure as PNG, for slides.

use super::canvas::{Anchor, Canvas, Item, PAPER};
use super::{font, letters};
use crate::error::{Error, Result};
use tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

/// Pixels per point: sharp on a slide.
const SCALE: f32 = 2.5;

/// Most pixels of a picture; larger figures are drawn less sharp.
const MOST: f32 = 24e6;

/// Draws the figure; `about` goes along as a text of the file.
pub(super) fn png(canvas: &Canvas, about: &str) -> Result<Vec<u8>> {
    let scale = SCALE.min((MOST / (canvas.width * canvas.height).max(1.0)).sqrt());
    let size = |points: f32| ((points * scale).ceil() as u32).max(1);
    let (width, height) = (size(canvas.width), size(canvas.height));
    let too_large = || Error::Cannot(format!("a figure of {width} by {height} pixels cannot be drawn"));
    let mut picture = Pixmap::new(width, height).ok_or_else(too_large)?;
    picture.fill(color(PAPER));
    let mut pen = Pen { picture, scale: Transform::from_scale(scale, scale) };
    canvas.items.iter().for_each(|item| pen.draw(item));
    encoded(&pen.picture, about)
        .map_err(|error| Error::Cannot(format!("a figure cannot be written: {error}")))
}

fn encoded(picture: &Pixmap, about: &str) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    encoder.add_itxt_chunk("Description".into(), about.into())?;
    // The picture is opaque: its colours are what they are.
    let pixels: Vec<u8> =
        picture.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(bytes)
}

fn color(rgb: u32) -> Color {
    let part = |shift: u32| (rgb >> shift & 0xff) as u8;
    Color::from_rgba8(part(16), part(8), part(0), 255)
}

fn paint(rgb: u32) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(color(rgb));
    paint.anti_alias = true;
    paint
}

struct Pen {
    picture: Pixmap,
    scale: Transform,
}

impl Pen {
    fn draw(&mut self, item: &Item) {
        match item {
            Item::Rect { x, y, w, h, fill, border, .. } => {
                let Some(rect) = Rect::from_xywh(*x, *y, *w, *h) else { return };
                let path = PathBuilder::from_rect(rect);
                self.fill(&path, *fill, Transform::identity());
                if let Some(border) = border {
                    self.stroke(&path, *border, 1.0);
                }
            }
            Item::Line { x1, y1, x2, y2, width, color } => {
                let mut path = PathBuilder::new();
                path.move_to(*x1, *y1);
                path.line_to(*x2, *y2);
                if let Some(path) = path.finish() {
                    self.stroke(&path, *color, *width);
                }
            }
            Item::Disc { x, y, radius, fill, border, .. } => {
                if let Some(path) = PathBuilder::from_circle(*x, *y, *radius) {
                    self.fill(&path, *fill, Transform::identity());
                    self.stroke(&path, *border, 1.0);
                }
            }
            Item::Words { x, y, size, text, at, turn, color } => {
                let (path, width) = letters::outline(text, *size);
                // There is as much room for it as the built-in font would take.
                let narrow = (font::width(text, *size) / width.max(0.01)).min(1.0);
                let width = width * narrow;
                let start = match at {
                    Anchor::Start => 0.0,
                    Anchor::Middle => -width / 2.0,
                    Anchor::End => -width,
                };
                if let Some(path) = path {
                    let place = font::placed(*x, *y, *turn).pre_translate(start, 0.0).pre_scale(narrow, 1.0);
                    self.fill(&path, *color, place);
                }
            }
        }
    }

    fn fill(&mut self, path: &Path, rgb: u32, place: Transform) {
        self.picture.fill_path(path, &paint(rgb), FillRule::Winding, place.post_concat(self.scale), None);
    }

    fn stroke(&mut self, path: &Path, rgb: u32, width: f32) {
        let stroke = Stroke { width, ..Stroke::default() };
        self.picture.stroke_path(path, &paint(rgb), &stroke, self.scale, None);
    }
}
