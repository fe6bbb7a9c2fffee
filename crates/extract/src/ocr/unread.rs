//! Ink that looks like text and that no recognised word explains.

use super::Found;
use crate::raster::{Ink, InkLine, Mark};
use crosscut_text::Rect;

/// What of a page's ink was left without words.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Unread {
    /// Width of the marks in rows that lie under no word, as a share of that of all.
    pub(super) share: f32,
    /// How many such marks there are.
    pub(super) marks: u32,
    /// Its lines run to an edge of the picture, which may have cut them off.
    pub(super) cut_off: bool,
}

/// Lines with so many marks that begin or end within a pixel of an edge, and their share of all: fewer are dirt.
const MARKS: usize = 8;
/// Fewest marks of a line beyond all words.
const FEW: usize = 8;
const CUT_OFF: usize = 6;
const CUT_OFF_SHARE: f32 = 0.25;

/// Side of the squares of pixels by which words and marks are compared.
const CELL: f32 = 8.0;

impl Unread {
    /// `ink` was seen in a picture of which each pixel is `factor` pixels of the one that the words were found in.
    pub(super) fn of(ink: &Ink, factor: usize, words: &[Found], pixels: usize) -> Self {
        let known = Known::of(words.iter().map(|word| word.rect), factor);
        let (mut all, mut open, mut marks) = (0.0, 0.0, 0);
        let text = words.iter().map(|word| word.rect).reduce(Rect::union).unwrap_or_default();
        // A few marks beyond all text are the table that a page lies on, or its edge.
        let is_outside = |line: &InkLine| {
            let (by, rect) = (factor as f32, line.rect);
            rect.right() * by < text.x
                || rect.x * by > text.right()
                || rect.bottom() * by < text.y
                || rect.y * by > text.bottom()
        };
        let outside = |line: &InkLine| line.marks.len() < FEW && !words.is_empty() && is_outside(line);
        for line in ink.lines.iter().filter(|line| !outside(line)) {
            let left: Vec<&Mark> = line.marks.iter().filter(|mark| !known.covers(mark.rect)).collect();
            // A mark or two at the end of a row that was read are its frame, or a signature's.
            let counts = left.len() >= 3 || left.len() == line.marks.len();
            all += width(line, line.marks.iter());
            if counts {
                open += width(line, left.iter().copied());
                marks += left.len() as u32;
            }
        }
        let cut_off = cut_off(ink, (pixels / factor) as f32);
        Self { share: if all > 0.0 { open / all } else { 0.0 }, marks, cut_off }
    }

    /// Whether more was left than marks of pens and stamps usually are.
    pub(super) fn is_loss(&self) -> bool {
        self.share > 0.02 && self.marks >= 12
    }
}

/// Whether lines of a picture of this width run to its left or right edge.
fn cut_off(ink: &Ink, width: f32) -> bool {
    let lines = || ink.lines.iter().filter(|line| line.marks.len() >= MARKS);
    let left = lines().filter(|line| line.rect.x <= 1.0).count();
    let right = lines().filter(|line| line.rect.right() >= width - 1.0).count();
    let cut = left.max(right);
    cut >= CUT_OFF && cut as f32 >= CUT_OFF_SHARE * lines().count() as f32
}

/// How much of a line some of its marks make.
fn width<'a>(line: &InkLine, marks: impl Iterator<Item = &'a Mark>) -> f32 {
    // Tall scribbles must not outweigh lines of text.
    line.rect.h.min(40.0) * marks.map(|mark| mark.rect.w).sum::<f32>()
}

/// Squares that known text covers.
struct Known {
    cells: std::collections::BTreeSet<(i32, i32)>,
}

impl Known {
    fn of(boxes: impl Iterator<Item = Rect>, factor: usize) -> Self {
        let mut cells = std::collections::BTreeSet::new();
        let factor = factor as f32;
        for rect in boxes {
            let (around, cell) = (0.25 * rect.h / factor, |edge: f32| (edge / CELL).floor() as i32);
            let (left, right) = (rect.x / factor - around, rect.right() / factor + around);
            let (top, foot) = (rect.y / factor - around, rect.bottom() / factor + around);
            for y in cell(top)..=cell(foot) {
                cells.extend((cell(left)..=cell(right)).map(|x| (x, y)));
            }
        }
        Self { cells }
    }

    fn covers(&self, mark: Rect) -> bool {
        let middle = (mark.x + mark.w / 2.0, mark.y + mark.h / 2.0);
        self.cells.contains(&((middle.0 / CELL).floor() as i32, (middle.1 / CELL).floor() as i32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f32, count: usize) -> InkLine {
        let mark =
            |at: usize| Mark { rect: Rect { x: 20.0 + 10.0 * at as f32, y, w: 8.0, h: 10.0 }, area: 40 };
        let marks: Vec<Mark> = (0..count).map(mark).collect();
        let rect = Rect { x: 20.0, y, w: 10.0 * count as f32, h: 10.0 };
        InkLine { rect, marks }
    }

    #[test]
    fn a_line_without_words_is_told_with_its_share() {
        let ink = Ink { lines: vec![line(20.0, 30), line(60.0, 30)], ..Ink::default() };
        let word = |x: f32, y: f32, w: f32| Found { rect: Rect { x, y, w, h: 20.0 }, ..Found::default() };
        // Words are given in pixels of twice the density.
        let first = [word(40.0, 40.0, 600.0)];
        let unread = Unread::of(&ink, 2, &first, 1_000);
        assert!((unread.share - 0.5).abs() < 0.01 && unread.marks == 30 && unread.is_loss(), "{unread:?}");
        let both = [word(40.0, 40.0, 600.0), word(40.0, 120.0, 580.0)];
        let unread = Unread::of(&ink, 2, &both, 1_000);
        assert_eq!((unread.share, unread.marks, unread.cut_off), (0.0, 0, false));
    }

    #[test]
    fn lines_that_run_to_the_edge_are_told() {
        let lines = |count: usize| Ink {
            lines: (0..10).map(|at| line(20.0 * at as f32, if at < count { 30 } else { 20 })).collect(),
            ..Ink::default()
        };
        // The longer lines end at 318.
        assert!(Unread::of(&lines(8), 1, &[], 318).cut_off);
        assert!(!Unread::of(&lines(8), 1, &[], 340).cut_off && !Unread::of(&lines(3), 1, &[], 318).cut_off);
    }
}
