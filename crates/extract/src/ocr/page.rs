//! Recognised words as glyphs, so that the layout treats them as it treats text that a file holds.

use super::Found;
use super::letters::{INK, full_height};
use crate::glyph::{FontStyle, Glyph, GlyphPage};
use crosscut_text::Rect;
use std::collections::{BTreeMap, BTreeSet};

/// White between two words, in sizes of the type, at least.
const BETWEEN: f32 = 0.18;
/// Lines at the foot of a block are smaller type, notes that the recogniser took for part of the column, where they are so
/// much lower and so much closer to each other than those above.
const LOWER: f32 = 0.92;
const CLOSER: f32 = 0.9;
/// A line alone must be this much lower.
const ALONE: f32 = 0.84;

/// A page of recognised words: one glyph a word, with a space between those of a line. Where the file holds text of its
/// own, that is kept and what was recognised in its place is not.
pub(super) fn glyphs(mut page: GlyphPage, words: &[Found]) -> GlyphPage {
    let own = Own::of(&page);
    let words: Vec<&Found> = words.iter().filter(|word| !own.has(word.rect)).collect();
    let sizes = sizes(&words);
    let [light, bold] = fonts(&mut page);
    for line in words.chunk_by(|a, b| a.line == b.line) {
        let size = sizes.get(&line[0].line).copied().unwrap_or(10.0);
        let baseline = baseline(line, size);
        for (at, word) in line.iter().enumerate() {
            let start = page.text.len() as u32;
            page.text.push_str(&word.text);
            let len = u16::try_from(word.text.len()).unwrap_or(u16::MAX);
            let rect = line.get(at + 1).map_or(word.rect, |next| apart(word.rect, next.rect, size));
            let font = if word.bold { bold } else { light };
            let glyph = Glyph { start, len, rect, baseline, size, font, ..Glyph::default() };
            page.glyphs.push(glyph);
            let space = page.text.len() as u32;
            page.text.push(' ');
            page.glyphs.push(Glyph { start: space, len: 1, ..glyph });
        }
    }
    page
}

/// Two fonts more for the page: what recognised words are set in, and bold ones.
fn fonts(page: &mut GlyphPage) -> [u16; 2] {
    let first = u16::try_from(page.fonts.len()).unwrap_or_default();
    page.fonts.push(FontStyle::default());
    page.fonts.push(FontStyle { bold: true, ..FontStyle::default() });
    [first, first + 1]
}

/// The box of a word, cut so that the next one does not touch it: boxes are rough, and the layout would take both for one.
fn apart(word: Rect, next: Rect, size: f32) -> Rect {
    let most = next.x - BETWEEN * size - word.x;
    if most > 0.5 * word.w { Rect { w: word.w.min(most), ..word } } else { word }
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
    height(words.iter()).map_or(10.0, |height| (height / INK * 2.0).round().max(2.0) / 2.0)
}

/// Height of a line of words, from the top of its stems to the foot of its tails.
fn height<'w>(words: impl Iterator<Item = &'w Found> + Clone) -> Option<f32> {
    let by_letters = quantile(words.clone().filter_map(full_height).collect(), 0.5);
    // In other scripts the tallest fifth of the words stands for the line.
    by_letters.or_else(|| quantile(words.map(|word| word.rect.h).collect(), 0.8))
}

/// Size of the type of each line, from the heights of those of its block; blocks near the page's usual size have that.
fn sizes(words: &[&Found]) -> BTreeMap<u32, f32> {
    let mut blocks: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    for line in words.chunk_by(|a, b| a.line == b.line) {
        blocks.entry(line[0].block).or_default().extend(Row::of(line));
    }
    let height = |rows: &[Row]| quantile(rows.iter().map(|row| row.height).collect(), 0.5);
    let usual = quantile(blocks.values().flatten().map(|row| row.height).collect(), 0.5).unwrap_or(10.0);
    let size = |height: f32| {
        let height = if (height / usual - 1.0).abs() < 0.15 { usual } else { height };
        (height / INK * 2.0).round().max(2.0) / 2.0
    };
    let mut sizes = BTreeMap::new();
    for rows in blocks.values() {
        let (upper, foot) = rows.split_at(small_foot(rows));
        for part in [upper, foot] {
            sizes.extend(part.iter().filter_map(|row| Some((row.line, size(height(part)?)))));
        }
    }
    sizes
}

/// A line of a block.
#[derive(Clone, Copy, Debug)]
struct Row {
    line: u32,
    height: f32,
    foot: f32,
}

impl Row {
    fn of(line: &[&Found]) -> Option<Self> {
        let height = height(line.iter().copied())?;
        let foot = quantile(line.iter().map(|word| word.rect.bottom()).collect(), 0.5)?;
        Some(Self { line: line[0].line, height, foot })
    }
}

/// Where the smaller lines begin at the foot of a block; its end where there are none.
fn small_foot(rows: &[Row]) -> usize {
    let median = |values: Vec<f32>| quantile(values, 0.5).unwrap_or_default();
    let apart: Vec<f32> = rows.windows(2).map(|two| two[1].foot - two[0].foot).collect();
    let (height, pitch) = (median(rows.iter().map(|row| row.height).collect()), median(apart.clone()));
    let mut start = rows.len().saturating_sub(1);
    while start > 0 && apart[start - 1] < CLOSER * pitch && rows[start - 1].height < height {
        start -= 1;
    }
    let foot = median(rows[start..].iter().map(|row| row.height).collect());
    let lower = if rows.len() - start > 1 { LOWER } else { ALONE };
    // Most of the block must be above, or it has no usual height to compare with.
    let is_foot = 2 * (rows.len() - start) < rows.len() && foot < lower * height;
    if is_foot { start } else { rows.len() }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(heights: &[f32], pitches: &[f32]) -> Vec<Row> {
        let mut foot = 100.0;
        let row = |(at, (height, pitch)): (usize, (&f32, &f32))| {
            foot += pitch;
            Row { line: at as u32, height: *height, foot }
        };
        heights.iter().zip(pitches).enumerate().map(row).collect()
    }

    #[test]
    fn notes_at_the_foot_of_a_column_are_smaller() {
        let column = rows(
            &[26.0, 24.0, 27.0, 26.0, 25.0, 26.0, 26.0, 21.0, 20.0, 16.0],
            &[33.0, 34.0, 33.0, 33.0, 32.0, 34.0, 33.0, 38.0, 27.0, 26.0],
        );
        assert_eq!(small_foot(&column), 7);
        // A last line without tall letters is no note, nor is a paragraph set as wide as the others.
        let plain = rows(&[26.0, 24.0, 27.0, 26.0, 23.0], &[33.0, 34.0, 33.0, 33.0, 32.0]);
        assert_eq!(small_foot(&plain), 5);
        let low = rows(&[26.0, 26.0, 27.0, 26.0, 22.0, 22.0], &[33.0, 34.0, 33.0, 33.0, 33.0, 33.0]);
        assert_eq!(small_foot(&low), 6);
        assert_eq!(small_foot(&[]), 0);
    }
}
