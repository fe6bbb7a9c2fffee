//! What the pictures of a page hold: text that nobody has read, text that a recogniser laid over it before us, or none.

use crosscut_text::{Loss, LossKind, Rect};
use lopdf::{Document, ObjectId, Stream};

use super::matrix::Matrix;
use super::{access, pixels};
use crate::glyph::GlyphPage;
use crate::raster::{Grey, InkLine, ink, with_even_paper};

/// A picture on a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Picture {
    pub(super) rect: Rect,
    /// From the unit square to the page.
    pub(super) matrix: Matrix,
    /// Its stream; `None` for one that is written in the page's content.
    pub(super) id: Option<ObjectId>,
}

/// Side of the squares by which areas are compared, in points: less than a line of small type.
const CELL: f32 = 6.0;
/// Pages with fewer characters than this have no text to speak of: a stamp, a page number.
const FEW: u32 = 20;
/// Share of a page that pictures cover from which they are looked into: less is a logo or an emblem.
const LOOKED_AT: f32 = 0.1;
/// Share from which a picture that cannot be looked into may hide text.
const LARGE: f32 = 0.3;
/// Share of a large picture that text covers where a recogniser has read it.
const COVERED: f32 = 0.08;
/// Unread text from which a page has a loss, in points squared: four lines across a page.
const UNREAD: f32 = 12_000.0;
/// The same as a share of all its text.
const UNREAD_SHARE: f32 = 0.04;
/// Less ink than this is dust on a blank page.
const BLANK: f32 = 0.0004;
/// Dots an inch at which ink is looked at.
const DOTS: f32 = 120.0;
/// Pixels of a page's pictures that are looked into.
const PIXELS: usize = 64_000_000;

/// Records what of a page's pictures is known, and the loss where they show text that was not read. `read` is how many
/// characters the page gave, `shapes` how many shapes it paints.
pub(super) fn judge(doc: &Document, page: &mut GlyphPage, pictures: &[Picture], read: u32, shapes: u32) {
    // Most pages have no picture, and on few is it looked at what text covers.
    let cells = (!pictures.is_empty()).then(|| Cells::of(page, pictures));
    let covered = cells.as_ref().map_or(0.0, Cells::pictured);
    page.pictured.density = (covered > LARGE).then(|| density(doc, pictures)).flatten();
    let invisible = || page.glyphs.iter().filter(|glyph| glyph.invisible).count();
    page.pictured.recognised_before =
        covered > LARGE && invisible() >= 20 && 2 * invisible() > page.glyphs.len();
    let outlined = read == 0 && shapes >= 100;
    let why = match cells.filter(|_| covered > 0.0 && (covered >= LOOKED_AT || read == 0)) {
        None => outlined.then(|| "its letters are drawn as shapes: it needs OCR".to_owned()),
        Some(mut cells) => {
            cells.add_text(page);
            let seen = Seen::of(doc, page, pictures, &cells);
            unread(&seen, &cells, read).or_else(|| outlined.then(|| "it needs OCR".to_owned()))
        }
    };
    if let Some(detail) = why {
        page.pictured.waits = true;
        page.losses.push(Loss::new(page.number, LossKind::NeedsOcr, detail));
    }
}

/// Why the pictures of a page are a loss, if they are.
fn unread(seen: &Seen, cells: &Cells, read: u32) -> Option<String> {
    let covered = cells.pictured();
    let no_text = read == 0 || read < FEW && covered > 0.8;
    if no_text && !seen.is_blank() {
        return Some("it is an image with little or no text: it needs OCR".to_owned());
    }
    let share = seen.unread / (seen.unread + cells.text_area).max(1.0);
    if seen.unread > UNREAD && share > UNREAD_SHARE {
        return Some(format!(
            "a picture on it shows text that was not read, about {:.0} % of its text: it needs OCR",
            (100.0 * share).max(1.0)
        ));
    }
    (seen.closed > LARGE && cells.covered_pictures() < COVERED).then(|| {
        let share = 100.0 * seen.closed;
        format!("a picture covers {share:.0} % of it and may show text that was not read: it needs OCR")
    })
}

/// What pictures show where it could be seen.
#[derive(Debug, Default)]
struct Seen {
    /// Area of the rows of letters in them over which no text lies.
    unread: f32,
    /// Share of the page that pictures cover which could not be opened.
    closed: f32,
    /// The highest share of ink of a picture that was opened.
    ink: f32,
    /// Rows of letters in them: a page may have a title alone, which is as little ink as dust.
    rows: usize,
}

impl Seen {
    fn of(doc: &Document, page: &GlyphPage, pictures: &[Picture], cells: &Cells) -> Self {
        let mut seen = Self::default();
        let whole = (page.size.w * page.size.h).max(1.0);
        let mut left = PIXELS;
        for picture in pictures.iter().filter(|picture| picture.rect.w * picture.rect.h > 0.002 * whole) {
            let grey = stream(doc, picture).and_then(|stream| {
                let (width, height) = pixels::sides(doc, stream)?;
                left = left.checked_sub(width.checked_mul(height)?)?;
                pixels::grey(doc, stream)
            });
            match grey {
                Some(grey) => seen.look(&grey, picture, cells),
                None => seen.closed += picture.rect.w * picture.rect.h / whole,
            }
        }
        seen
    }

    fn look(&mut self, grey: &Grey, picture: &Picture, cells: &Cells) {
        let dots = 72.0
            * (grey.width as f32 / picture.rect.w.max(1.0)).max(grey.height as f32 / picture.rect.h.max(1.0));
        // A page that is declared far too small or too large has its letters in the usual number of pixels all the same.
        let dots =
            if (90.0..700.0).contains(&dots) { dots } else { grey.width.max(grey.height) as f32 / 11.7 };
        let raw = grey.smaller((dots / DOTS).round().max(1.0) as usize);
        let small = with_even_paper(&raw);
        let found = ink(&small);
        self.ink = self.ink.max(if raw.is_dark() { 1.0 } else { found.share });
        self.rows += found.lines.len();
        for line in &found.lines {
            self.unread += unread_of(line, &small, picture.matrix, cells);
        }
    }

    fn is_blank(&self) -> bool {
        self.closed == 0.0 && self.ink < BLANK && self.rows == 0
    }
}

/// Area on the page of the marks of a row over which no text lies.
fn unread_of(line: &InkLine, picture: &Grey, matrix: Matrix, cells: &Cells) -> f32 {
    let (w, h) = (picture.width as f64, picture.height as f64);
    let place = |rect: Rect| {
        let (left, top) = (f64::from(rect.x) / w, 1.0 - f64::from(rect.y) / h);
        let (right, foot) = (f64::from(rect.right()) / w, 1.0 - f64::from(rect.bottom()) / h);
        matrix.bounds(left, foot, right, top)
    };
    let line_place = place(line.rect);
    let marks = line.marks.iter().map(|mark| place(mark.rect)).filter(|place| !cells.has_text(*place));
    // Marks are counted by their share of the row, with the gaps between them.
    let inked: f32 = line.marks.iter().map(|mark| place(mark.rect)).map(|p| p.w * p.h).sum();
    let open: f32 = marks.map(|place| place.w * place.h).sum();
    line_place.w * line_place.h * open / inked.max(0.1)
}

fn stream<'a>(doc: &'a Document, picture: &Picture) -> Option<&'a Stream> {
    access::resolve(doc, doc.get_object(picture.id?).ok()?)?.as_stream().ok()
}

/// Pixels a point of the picture that covers most.
fn density(doc: &Document, pictures: &[Picture]) -> Option<f32> {
    let area = |picture: &&Picture| picture.rect.w * picture.rect.h;
    let largest = pictures.iter().max_by(|a, b| area(a).total_cmp(&area(b)))?;
    let (width, height) = pixels::sides(doc, stream(doc, largest)?)?;
    let density = (width as f32 * height as f32 / area(&largest).max(1.0)).sqrt();
    density.is_finite().then_some(density)
}

/// The page in squares: which of them pictures and text cover.
#[derive(Debug)]
struct Cells {
    columns: usize,
    rows: usize,
    pictures: Vec<bool>,
    text: Vec<bool>,
    /// Area of the boxes of all glyphs.
    text_area: f32,
}

impl Cells {
    fn of(page: &GlyphPage, pictures: &[Picture]) -> Self {
        // A page of any size has so many squares at most.
        let side = |points: f32| ((points / CELL).ceil() as usize).clamp(1, 2_000);
        let (columns, rows) = (side(page.size.w), side(page.size.h));
        let none = vec![false; columns * rows];
        let mut cells = Self { columns, rows, pictures: none.clone(), text: none, text_area: 0.0 };
        for picture in pictures {
            cells.range(picture.rect, 0).for_each(|at| cells.pictures[at] = true);
        }
        cells
    }

    /// Marks the squares that text covers.
    fn add_text(&mut self, page: &GlyphPage) {
        for glyph in page.glyphs.iter().filter(|glyph| glyph.len > 0 && !glyph.clipped) {
            self.text_area += glyph.rect.w * glyph.rect.h;
            self.range(glyph.rect, 1).for_each(|at| self.text[at] = true);
        }
    }

    /// The squares that a box touches, and so many around it.
    fn range(&self, rect: Rect, around: usize) -> impl Iterator<Item = usize> + use<> {
        let end = |edge: f32, count: usize| ((edge / CELL).ceil().max(0.0) as usize + around).min(count);
        let start = |edge: f32| ((edge / CELL).max(0.0) as usize).saturating_sub(around);
        let columns = self.columns;
        let (left, right) = (start(rect.x), end(rect.right(), columns));
        (start(rect.y)..end(rect.bottom(), self.rows))
            .flat_map(move |y| (left..right).map(move |x| y * columns + x))
    }

    fn has_text(&self, rect: Rect) -> bool {
        let at = |x: f32, y: f32| {
            let (x, y) = ((x / CELL).max(0.0) as usize, (y / CELL).max(0.0) as usize);
            self.text[y.min(self.rows - 1) * self.columns + x.min(self.columns - 1)]
        };
        at(rect.x + rect.w / 2.0, rect.y + rect.h / 2.0)
    }

    /// Share of the page that pictures cover.
    fn pictured(&self) -> f32 {
        self.pictures.iter().filter(|cell| **cell).count() as f32 / self.pictures.len() as f32
    }

    /// Share of the pictures that text covers.
    fn covered_pictures(&self) -> f32 {
        let (mut pictures, mut both) = (0_usize, 0_usize);
        for (picture, text) in self.pictures.iter().zip(&self.text).filter(|(picture, _)| **picture) {
            pictures += usize::from(*picture);
            both += usize::from(*text);
        }
        both as f32 / pictures.max(1) as f32
    }
}
