//! What a page shows before layout: glyphs in content order, with places.

use crosscut_text::{Loss, Rect, Size};
use std::cell::RefCell;

/// Everything that a page shows, in the order in which its content draws it.
#[derive(Clone, Debug, Default)]
pub(crate) struct GlyphPage {
    pub(crate) number: u32,
    /// Page label, the number where the document gives none.
    pub(crate) label: String,
    /// Displayed size, after crop box and rotation.
    pub(crate) size: Size,
    /// The Unicode text of all glyphs, one after the other; glyphs point into it.
    pub(crate) text: String,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) fonts: Vec<FontStyle>,
    /// Thin filled or stroked horizontal and vertical rules (table borders, footnote separators).
    pub(crate) rules: Vec<Rect>,
    /// Places of raster images.
    pub(crate) images: Vec<Rect>,
    /// What is known of its pictures together.
    pub(crate) pictured: Pictured,
    /// Boxes of painted shapes other than rules.
    pub(crate) shapes: Vec<Rect>,
    pub(crate) losses: Vec<Loss>,
}

/// What the pictures of a page are to its text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Pictured {
    /// Pixels a point of the picture that covers most of the page; `None` where none covers a third of it.
    pub(crate) density: Option<f32>,
    /// Its text was laid under a picture by a recogniser, before us.
    pub(crate) recognised_before: bool,
    /// It waits for text recognition.
    pub(crate) waits: bool,
}

/// A glyph (or an ActualText replacement with the union of its glyphs' boxes).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Glyph {
    /// First byte in the page's text.
    pub(crate) start: u32,
    /// Bytes in the page's text; 0 for a glyph without known text.
    pub(crate) len: u16,
    /// Index into the page's fonts.
    pub(crate) font: u16,
    /// Box from advance width, ascent and descent; for text at an angle, its bounding box.
    pub(crate) rect: Rect,
    /// Width along the direction of writing.
    pub(crate) advance: f32,
    /// y of the baseline (x of it for text at 90° or 270°), same axes as `rect`.
    pub(crate) baseline: f32,
    /// Size of the type as displayed, in points.
    pub(crate) size: f32,
    /// Direction of writing in degrees, counter-clockwise, rounded to 90 where near; 0 is left to right.
    pub(crate) angle: i16,
    /// Drawn invisible (text mode 3, as OCR layers are).
    pub(crate) invisible: bool,
    /// Drawn outside of the clipping path, so that the page does not show it.
    pub(crate) clipped: bool,
    /// Drawn as in a mirror.
    pub(crate) mirrored: bool,
    /// The producer marked it as an artifact (header, page number …) in tagged content.
    pub(crate) artifact: bool,
}

/// Style of a font as far as layout cares.
#[derive(Clone, Debug, Default)]
pub(crate) struct FontStyle {
    pub(crate) name: String,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) monospaced: bool,
}

thread_local! {
    /// Room for the glyphs and the text of a page, used again for the next: fresh room costs more than what fills it.
    static ROOM: RefCell<(Vec<Glyph>, String)> = const { RefCell::new((Vec::new(), String::new())) };
}

/// The most glyphs that room is kept for: that of a page of any book.
const MOST_KEPT: usize = 1 << 15;

impl GlyphPage {
    /// Takes the room that the page before left.
    pub(crate) fn take_room(&mut self) {
        (self.glyphs, self.text) = ROOM.take();
    }

    /// Leaves the room of its glyphs, which are not needed any more, for the next page.
    pub(crate) fn leave_room(&mut self) {
        let (mut glyphs, mut text) = (std::mem::take(&mut self.glyphs), std::mem::take(&mut self.text));
        if glyphs.capacity() <= MOST_KEPT && text.capacity() <= MOST_KEPT * size_of::<char>() {
            glyphs.clear();
            text.clear();
            ROOM.set((glyphs, text));
        }
    }
}
