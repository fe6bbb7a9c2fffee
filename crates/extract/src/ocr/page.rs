//! Recognised words as glyphs, so that the layout treats them as it treats text that a file holds.

use super::Found;
use crate::glyph::{Glyph, GlyphPage};
use crosscut_text::Rect;
use std::collections::{BTreeMap, BTreeSet};

/// Height of a line's ink, from the top of an ascender to the foot of a descender, in sizes of the type.
const INK: f32 = 0.92;

/// A page of recognised words: one glyph a word, with a space between those of a line. Where the file holds text of its
/// own, that is kept and what was recognised in its place is not.
pub(super) fn glyphs(mut page: GlyphPage, words: &[Found]) -> GlyphPage {
    let own = Own::of(&page);
    let words: Vec<&Found> = words.iter().filter(|word| !own.has(word.rect)).collect();
    let sizes = sizes(&words);
    for line in words.chunk_by(|a, b| a.line == b.line) {
        let size = sizes.get(&line[0].block).copied().unwrap_or(10.0);
        let baseline = baseline(line, size);
        for word in line {
            let start = page.text.len() as u32;
            page.text.push_str(&word.text);
            let len = u16::try_from(word.text.len()).unwrap_or(u16::MAX);
            let glyph = Glyph { start, len, rect: word.rect, baseline, size, ..Glyph::default() };
            page.glyphs.push(glyph);
            let space = page.text.len() as u32;
            page.text.push(' ');
            page.glyphs.push(Glyph { start: space, len: 1, ..glyph });
        }
    }
    page
}

/// Where a file holds text of its own: the middles of its glyphs, in squares.
struct Own {
    cells: BTreeSet<(i32, i32)>,
}

impl Own {
    /// Side of a square in points: half a line.
    const CELL: f32 = 5.0;

    fn of(page: &GlyphPage) -> Self {
        let cell = |x: f32, y: f32| ((x / Self::CELL).floor() as i32, (y / Self::CELL).floor() as i32);
        let middle =
            |glyph: &Glyph| cell(glyph.rect.x + glyph.rect.w / 2.0, glyph.rect.y + glyph.rect.h / 2.0);
        Self { cells: page.glyphs.iter().filter(|glyph| glyph.len > 0).map(middle).collect() }
    }

    /// Whether text of the file lies in a box.
    fn has(&self, rect: Rect) -> bool {
        let cell = |edge: f32| (edge / Self::CELL).floor() as i32;
        let rows = cell(rect.y + 0.25 * rect.h)..=cell(rect.bottom() - 0.25 * rect.h);
        rows.into_iter().any(|y| (cell(rect.x)..=cell(rect.right())).any(|x| self.cells.contains(&(x, y))))
    }
}

/// Size of the type of words that belong together.
pub(super) fn size(words: &[Found]) -> f32 {
    let tall = quantile(words.iter().map(|word| word.rect.h).collect(), 0.8);
    tall.map_or(10.0, |height| (height / INK * 2.0).round().max(2.0) / 2.0)
}

/// Size of the type of each block, from the height of its lines; blocks near the page's usual size have that.
fn sizes(words: &[&Found]) -> BTreeMap<u32, f32> {
    let mut heights: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
    for line in words.chunk_by(|a, b| a.line == b.line) {
        // A word of "x" alone says little: the tallest third of the words stands for the line.
        let tall = line.iter().map(|word| word.rect.h).collect();
        heights.entry(line[0].block).or_default().extend(quantile(tall, 0.8));
    }
    let usual = quantile(heights.values().flatten().copied().collect(), 0.5).unwrap_or(10.0);
    let size = |height: f32| {
        let height = if (height / usual - 1.0).abs() < 0.15 { usual } else { height };
        (height / INK * 2.0).round().max(2.0) / 2.0
    };
    heights.into_iter().filter_map(|(block, lines)| Some((block, size(quantile(lines, 0.5)?)))).collect()
}

/// Where a line is: the feet of its words without descenders.
fn baseline(line: &[&Found], size: f32) -> f32 {
    let hangs =
        |word: &&&Found| word.text.contains(['g', 'j', 'p', 'q', 'y', 'Q', ',', ';', '(', ')', '[', ']']);
    let feet = line.iter().filter(|word| !hangs(word) && word.rect.h > 0.4 * size);
    let feet = quantile(feet.map(|word| word.rect.bottom()).collect(), 0.5);
    let lowest = quantile(line.iter().map(|word| word.rect.bottom()).collect(), 0.5);
    feet.or(lowest.map(|lowest| lowest - 0.22 * size)).unwrap_or_default()
}

/// The value below which a share of the values lies; `None` for no value.
fn quantile(mut values: Vec<f32>, share: f32) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(((values.len() as f32 - 1.0).max(0.0) * share).round() as usize).copied()
}
