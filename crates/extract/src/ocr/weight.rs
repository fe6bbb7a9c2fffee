//! Bold lines, told by how thick the strokes of their letters are: the recogniser does not say, and headings that are no
//! larger than the text below them are known by nothing else. Runs of bold words within a line stay unknown: single words
//! differ too much.

use super::Found;
use super::letters::full_height;
use crate::raster::Grey;
use crosscut_text::Rect;

/// Darker pixels are ink.
const DARK: u8 = 150;
/// Strokes of bold lines are so many times as thick as those of the page's other lines: 1.4 to 2 times in print, while light
/// lines differ by a tenth.
const BOLD: f32 = 1.28;
/// Those of each longer word of such a line are, too, so far.
const WORD: f32 = 1.12;
/// The usual line is heavier than this share of a page: a first page may be half in bold.
const USUAL: f32 = 0.3;
/// Letters of the shortest line, and word, that tell, and of the shortest page.
const LINE: usize = 4;
const LETTERS: usize = 3;
const PAGE: usize = 200;
/// What a number that is too short to tell belongs to begins within so many heights of a line to its right.
const NUMBER: f32 = 8.0;

/// How thick the strokes of a line are.
struct Weight {
    /// The middle one of its words', for type of the usual height.
    usual: f32,
    /// Of its lightest word of more than a few letters.
    least: f32,
    letters: usize,
    height: f32,
}

/// The words with bold lines marked; `picture` is what they were read in.
pub(super) fn told(mut words: Vec<Found>, picture: &Grey) -> Vec<Found> {
    let weights: Vec<Option<Weight>> =
        words.chunk_by(|a, b| a.line == b.line).map(|line| Weight::of(line, picture)).collect();
    let letters = |of: fn(&Weight) -> f32| {
        let mut values: Vec<(f32, usize)> =
            weights.iter().flatten().map(|line| (of(line), line.letters)).collect();
        values.sort_by(|a, b| a.0.total_cmp(&b.0));
        at(&values, USUAL)
    };
    let (Some(usual), Some(height)) = (letters(|line| line.usual), letters(|line| line.height)) else {
        return words;
    };
    if weights.iter().flatten().map(|line| line.letters).sum::<usize>() < PAGE {
        return words;
    }
    // Larger type has thicker strokes.
    let is_bold = |line: &Weight| {
        let usual = usual * line.height / height;
        line.usual >= BOLD * usual && line.least >= WORD * usual
    };
    let told: Vec<Option<bool>> = weights.iter().map(|line| line.as_ref().map(is_bold)).collect();
    let rects = words.chunk_by(|a, b| a.line == b.line).map(|line| line.iter().map(|word| word.rect));
    let rects: Vec<Rect> = rects.map(|rects| rects.reduce(Rect::union).unwrap_or_default()).collect();
    // The number of a heading, where it is a line of its own, is as bold as that.
    let follows = |at: usize, other: usize| {
        let (a, b) = (rects[at], rects[other]);
        let level = a.bottom().min(b.bottom()) - a.y.max(b.y);
        (a.right()..a.right() + NUMBER * b.h).contains(&b.x) && level >= 0.5 * a.h.min(b.h)
    };
    let bold = |at: usize| {
        told[at]
            .unwrap_or_else(|| (0..told.len()).any(|other| told[other] == Some(true) && follows(at, other)))
    };
    let lines = words.chunk_by_mut(|a, b| a.line == b.line).enumerate();
    lines.for_each(|(at, line)| {
        let bold = bold(at);
        line.iter_mut().for_each(|word| word.bold = bold);
    });
    words
}

impl Weight {
    fn of(line: &[Found], picture: &Grey) -> Option<Self> {
        // Signs ("#", "—") have strokes of their own.
        let count = |word: &Found| {
            let letters = word.text.chars().filter(|c| c.is_alphabetic()).count();
            if 4 * letters >= 3 * word.text.chars().count() { letters } else { 0 }
        };
        let of_word = |word: &Found| Some((thickness(word.rect, picture)?, count(word)));
        let mut words: Vec<(f32, usize)> =
            line.iter().filter(|word| count(word) > 1).filter_map(of_word).collect();
        words.sort_by(|a, b| a.0.total_cmp(&b.0));
        let letters = words.iter().map(|(_, letters)| letters).sum();
        let mut heights: Vec<f32> =
            line.iter().map(|word| full_height(word).unwrap_or(word.rect.h)).collect();
        heights.sort_by(f32::total_cmp);
        let least = words.iter().find(|(_, letters)| *letters >= LETTERS).map(|(thick, _)| *thick);
        let usual = at(&words, 0.5).filter(|_| letters >= LINE)?;
        Some(Self { usual, least: least.unwrap_or(usual), letters, height: heights[heights.len() / 2] })
    }
}

/// The one of values in order, each as often as it says, that a share of them is below.
fn at(values: &[(f32, usize)], share: f32) -> Option<f32> {
    let below = (share * values.iter().map(|(_, times)| times).sum::<usize>() as f32) as usize;
    let mut passed = 0;
    values.iter().find_map(|(value, times)| {
        passed += times;
        (passed > below).then_some(*value)
    })
}

/// The mean thickness of the strokes in a box: a stroke has twice its length as its edge.
fn thickness(rect: Rect, picture: &Grey) -> Option<f32> {
    let pixel = |edge: f32, most: usize| (edge.max(0.0) as usize).min(most);
    let columns = pixel(rect.x, picture.width)..pixel(rect.right(), picture.width);
    let (mut area, mut edge) = (0_u32, 0_u32);
    let mut above: Option<&[u8]> = None;
    for y in pixel(rect.y, picture.height)..pixel(rect.bottom(), picture.height) {
        let row = &picture.row(y)[columns.clone()];
        area += row.iter().filter(|pixel| **pixel < DARK).count() as u32;
        edge += row.windows(2).filter(|two| (two[0] < DARK) != (two[1] < DARK)).count() as u32;
        let differ =
            |above: &[u8]| row.iter().zip(above).filter(|(a, b)| (**a < DARK) != (**b < DARK)).count() as u32;
        edge += above.map_or(0, differ);
        above = Some(row);
    }
    (edge > 0).then(|| 2.0 * area as f32 / edge as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of six words of six letters, each letter an upright stroke as thick as its line says.
    fn page(strokes: &[usize]) -> (Vec<Found>, Grey) {
        let (width, height) = (600, 30 * strokes.len());
        let (mut words, mut pixels) = (Vec::new(), vec![255_u8; width * height]);
        for (line, thick) in strokes.iter().enumerate() {
            for word in 0..6 {
                let (left, top) = (100 * word, 30 * line + 5);
                let rect = Rect { x: left as f32, y: top as f32, w: 80.0, h: 20.0 };
                words.push(Found { text: "tables".into(), rect, line: line as u32, ..Found::default() });
                for (letter, y) in (0..6).flat_map(|letter| (top + 2..top + 18).map(move |y| (letter, y))) {
                    let at = y * width + left + 4 + 12 * letter;
                    pixels[at..at + thick].fill(0);
                }
            }
        }
        (words, Grey::new(width, height, pixels).expect("a page"))
    }

    fn bold(strokes: &[usize]) -> Vec<bool> {
        let (words, picture) = page(strokes);
        told(words, &picture).chunk_by(|a, b| a.line == b.line).map(|line| line[0].bold).collect()
    }

    #[test]
    fn a_line_of_thick_strokes_is_bold() {
        assert_eq!(bold(&[5, 3, 3, 3, 3, 3, 3, 3]), [true, false, false, false, false, false, false, false]);
        // All of a page alike; a page of too few letters.
        assert_eq!(bold(&[5; 8]), [false; 8]);
        assert_eq!(bold(&[5, 3, 3]), [false; 3]);
    }

    #[test]
    fn larger_type_and_single_thick_words_are_not() {
        let (mut words, picture) = page(&[4, 3, 3, 3, 3, 3, 3, 3]);
        words[..6].iter_mut().for_each(|word| word.rect.h = 30.0);
        assert!(told(words, &picture).iter().all(|word| !word.bold));
        let (mut words, picture) = page(&[5, 3, 3, 3, 3, 3, 3, 3]);
        // The line of the first five words goes on with a light one.
        words[5].line = 9;
        words.swap(5, 6);
        words[5].line = 0;
        assert!(told(words, &picture)[..6].iter().all(|word| !word.bold));
    }
}
