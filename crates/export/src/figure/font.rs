//! The letters of figures: widths for both forms, outlines for the picture.

use std::sync::OnceLock;
use tiny_skia::{Path, PathBuilder, Transform};
use ttf_parser::{Face, OutlineBuilder};

/// DejaVu Sans, its Latin, Greek and Cyrillic letters; see DejaVuSans-LICENCE.txt.
pub(super) const BYTES: &[u8] = include_bytes!("../../templates/DejaVuSans-subset.ttf");

/// Width of a letter that the font lacks, in ems.
const UNKNOWN: f32 = 1.0;

fn face() -> Option<&'static Face<'static>> {
    static FACE: OnceLock<Option<Face<'static>>> = OnceLock::new();
    FACE.get_or_init(|| Face::parse(BYTES, 0).ok()).as_ref()
}

/// Whether the font has a letter.
pub(super) fn has(c: char) -> bool {
    face().is_some_and(|face| face.glyph_index(c).is_some())
}

/// How wide a text is at a size, in points. A letter that the font lacks is taken to be as wide as high, whatever other
/// fonts this computer has: figures are laid out alike everywhere.
pub(super) fn width(text: &str, size: f32) -> f32 {
    text.chars().map(|c| advance(c) * size).sum()
}

fn advance(c: char) -> f32 {
    let known = face().and_then(|face| {
        let units = face.glyph_hor_advance(face.glyph_index(c)?)?;
        Some(f32::from(units) / f32::from(face.units_per_em()))
    });
    known.unwrap_or(UNKNOWN)
}

/// The outline of a text with the built-in font, as [`letters::outline`](super::letters::outline) gives it.
pub(super) fn outline(text: &str, size: f32) -> (Option<Path>, f32) {
    let mut pen = Pen { path: PathBuilder::new(), x: 0.0, y: 0.0, scale: 1.0 };
    boxes(&mut pen, text, size);
    let width = pen.x;
    (pen.path.finish(), width)
}

/// Draws a text with the built-in font, and a box for each letter that it lacks.
pub(super) fn boxes(pen: &mut Pen, text: &str, size: f32) {
    let Some(face) = face() else { return };
    pen.scale = size / f32::from(face.units_per_em());
    for c in text.chars() {
        match face.glyph_index(c) {
            Some(glyph) => {
                face.outline_glyph(glyph, pen);
            }
            None => hollow(pen, f32::from(face.units_per_em())),
        }
        pen.x += advance(c) * size;
    }
}

/// A box in the place of a letter, with a line a twentieth of its size.
fn hollow(pen: &mut Pen, em: f32) {
    let mut turn = |low: f32, corners: [(f32, f32); 4]| {
        for (at, (x, y)) in corners.into_iter().enumerate() {
            let (x, y) = (em * (0.1 + low + x * (0.8 - 2.0 * low)), em * (low + y * (0.75 - 2.0 * low)));
            if at == 0 { pen.move_to(x, y) } else { pen.line_to(x, y) }
        }
        pen.close();
    };
    turn(0.0, [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]);
    // The other way round, so that the inside stays empty.
    turn(0.05, [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]);
}

/// Where the next letter begins.
pub(super) struct Pen {
    pub(super) path: PathBuilder,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) scale: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

/// Where a text is: moved to its place and turned.
pub(super) fn placed(x: f32, y: f32, turn: f32) -> Transform {
    Transform::from_rotate(turn).post_translate(x, y)
}
