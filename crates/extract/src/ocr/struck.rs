//! Words that are struck through: a line runs on through letters and the white between words alike, which no print does.
//! They are read like any other words, but may be no text of the agreement any more, so a reader is told of them.

use super::Found;
use crate::raster::Grey;
use crosscut_text::Rect;
use std::ops::Range;

/// Darker pixels are ink.
const DARK: u8 = 150;
/// The part of a line's height, from its head, that such a line runs through: underlines are below it, rules between lines
/// outside.
const BAND: (f32, f32) = (0.3, 0.7);
/// Holes of so many pixels are a worn line's.
const HOLE: usize = 2;
/// Shortest line, in heights of the text: a word and more.
const SHORTEST: f32 = 4.0;
/// Share of a word that a line runs through, at least.
const MOST: f32 = 0.7;

/// How many words of a straight picture are struck through; such lines run through two words or more.
pub(super) fn count(words: &[Found], picture: &Grey) -> u32 {
    words.chunk_by(|a, b| a.line == b.line).map(|line| of_line(line, picture)).sum()
}

fn of_line(line: &[Found], picture: &Grey) -> u32 {
    let (top, foot) = (middle(line, |rect| rect.y), middle(line, |rect| rect.bottom()));
    let height = foot - top;
    let across = line.iter().map(|word| word.rect).reduce(Rect::union).unwrap_or_default();
    let pixel = |edge: f32, most: usize| (edge.max(0.0) as usize).min(most);
    let rows = pixel(top + BAND.0 * height, picture.height)..pixel(top + BAND.1 * height, picture.height);
    let columns = pixel(across.x - height, picture.width)..pixel(across.right() + height, picture.width);
    let strokes = strokes(picture, rows, columns, SHORTEST * height);
    let struck = |stroke: &Range<usize>| {
        let is_under = |word: &&Found| {
            let inside = word.rect.right().min(stroke.end as f32) - word.rect.x.max(stroke.start as f32);
            word.text.chars().any(char::is_alphanumeric) && inside >= MOST * word.rect.w
        };
        line.iter().filter(is_under).count() as u32
    };
    strokes.iter().map(struck).filter(|words| *words > 1).sum()
}

/// Where lines run on from left to right within some rows, at least so long; they may rise and fall by a pixel a column.
fn strokes(picture: &Grey, rows: Range<usize>, columns: Range<usize>, shortest: f32) -> Vec<Range<usize>> {
    // Of each row, where the line began that ends there, and where it ends.
    let mut ends: Vec<Option<Range<usize>>> = vec![None; rows.len()];
    let mut found: Vec<Range<usize>> = Vec::new();
    for x in columns {
        let before = ends.clone();
        for (at, end) in ends.iter_mut().enumerate() {
            if picture.row(rows.start + at)[x] >= DARK {
                continue;
            }
            let near = before[at.saturating_sub(1)..(at + 2).min(before.len())].iter().flatten();
            let goes_on = near.filter(|line| line.end + HOLE >= x).map(|line| line.start).min();
            let line = goes_on.unwrap_or(x)..x + 1;
            if line.len() as f32 >= shortest {
                match found.last_mut() {
                    Some(last) if last.end >= line.start => last.end = last.end.max(line.end),
                    _ => found.push(line.clone()),
                }
            }
            *end = Some(line);
        }
    }
    found
}

fn middle(words: &[Found], edge: impl Fn(Rect) -> f32) -> f32 {
    let mut edges: Vec<f32> = words.iter().map(|word| edge(word.rect)).collect();
    edges.sort_by(f32::total_cmp);
    edges.get(edges.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four words of letters that do not touch, and a line from one column to another at a height.
    fn struck(from: usize, to: usize, y: usize) -> u32 {
        let (width, height) = (320_usize, 40_usize);
        let mut picture = Grey::new(width, height, vec![255; width * height]).expect("a line");
        let words: Vec<Found> = (0..4)
            .map(|at| {
                let rect = Rect { x: 10.0 + 75.0 * at as f32, y: 10.0, w: 60.0, h: 20.0 };
                Found { text: "lamps".into(), rect, line: 1, confidence: 0.9, ..Found::default() }
            })
            .collect();
        for word in &words {
            for x in (0..60).filter(|x| x % 12 < 8) {
                (10..30).for_each(|y| picture.pixels[y * width + word.rect.x as usize + x] = 0);
            }
        }
        for x in from..to {
            // It falls by a few pixels, and is worn.
            let y = y + x / 100;
            picture.pixels[y * width + x] = if x % 40 == 0 { 255 } else { 0 };
            picture.pixels[(y + 1) * width + x] = picture.pixels[y * width + x];
        }
        count(&words, &picture)
    }

    #[test]
    fn words_under_a_line_are_counted_and_underlined_words_are_not() {
        assert_eq!(struck(0, 0, 20), 0);
        assert_eq!(struck(5, 315, 18), 4);
        assert_eq!(struck(80, 225, 18), 2);
        // Through a single word, below the letters, and above them.
        assert_eq!(struck(80, 150, 18), 0);
        assert_eq!(struck(5, 315, 30), 0);
        assert_eq!(struck(5, 315, 8), 0);
    }
}
