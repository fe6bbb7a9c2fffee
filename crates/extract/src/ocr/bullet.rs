//! Bullets and dashes that the recogniser dropped: marks before several lines at one distance from the edge.
//!
//! Without them an item of a list is a paragraph like another, and all that is numbered after it has another number.

use super::Found;
use crate::raster::{Ink, Mark};
use crosscut_text::Rect;

/// How sure we are of such a mark.
const SURE: f32 = 0.6;
/// A mark is at most so many heights of its line before it.
const REACH: f32 = 4.0;
/// Marks that are no farther apart across the page, in heights of a line, are bullets of one list.
const ALIGNED: f32 = 0.5;

/// The words, with the marks before their lines where at least two lines have one.
pub(super) fn restored(words: Vec<Found>, ink: &Ink, factor: usize) -> Vec<Found> {
    let marks: Vec<Rect> = ink
        .others
        .iter()
        .chain(ink.lines.iter().flat_map(|line| &line.marks))
        .filter(|mark| is_solid(mark))
        .map(|mark| larger(mark.rect, factor))
        .collect();
    let lines: Vec<Line> = words.chunk_by(|a, b| a.line == b.line).map(Line::of).collect();
    let found: Vec<Option<(Rect, &'static str)>> =
        lines.iter().map(|line| before(line, &marks, &words)).collect();
    let mut restored = Vec::with_capacity(words.len());
    for ((line, found_here), chunk) in lines.iter().zip(&found).zip(words.chunk_by(|a, b| a.line == b.line)) {
        let is_aligned = |rect: Rect| {
            let near = |other: &&(Rect, &str)| (other.0.x - rect.x).abs() < ALIGNED * line.height;
            found.iter().flatten().filter(near).count() >= 2
        };
        if let Some((rect, text)) = found_here.filter(|(rect, _)| is_aligned(*rect)) {
            restored.push(Found { text: text.to_owned(), rect, confidence: SURE, ..chunk[0].clone() });
        }
        restored.extend_from_slice(chunk);
    }
    restored
}

/// Whether ink fills most of a mark, as it does a bullet and a dash.
fn is_solid(mark: &Mark) -> bool {
    mark.area as f32 > 0.55 * mark.rect.w * mark.rect.h
}

fn larger(rect: Rect, factor: usize) -> Rect {
    let factor = factor as f32;
    Rect { x: rect.x * factor, y: rect.y * factor, w: rect.w * factor, h: rect.h * factor }
}

/// Where a line begins, and how high it is.
struct Line {
    rect: Rect,
    height: f32,
}

impl Line {
    fn of(words: &[Found]) -> Self {
        let rect = words.iter().map(|word| word.rect).reduce(Rect::union).unwrap_or_default();
        let mut heights: Vec<f32> = words.iter().map(|word| word.rect.h).collect();
        heights.sort_by(f32::total_cmp);
        Self { rect: Rect { x: words[0].rect.x, ..rect }, height: heights[heights.len() * 3 / 4] }
    }
}

/// The mark before a line that no word explains, and what it is.
fn before(line: &Line, marks: &[Rect], words: &[Found]) -> Option<(Rect, &'static str)> {
    let (h, middle) = (line.height, line.rect.y + line.rect.h / 2.0);
    let is_before = |mark: &&Rect| {
        let gap = line.rect.x - mark.right();
        let level = mark.y + mark.h / 2.0 - middle;
        gap > 0.15 * h && gap < REACH * h && level.abs() < 0.35 * h
    };
    let mut shaped = marks.iter().filter(is_before).filter_map(|mark| Some((*mark, shape(*mark, h)?)));
    let (rect, text) = shaped.next().filter(|_| shaped.next().is_none())?;
    let (x, y) = (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0);
    let holds = |word: &Rect| word.x <= x && x <= word.right() && word.y <= y && y <= word.bottom();
    (!words.iter().any(|word| holds(&word.rect))).then_some((rect, text))
}

/// What a mark is beside letters of height `h`: a dash is flat and wide, a bullet about as wide as high.
fn shape(mark: Rect, h: f32) -> Option<&'static str> {
    let (w, high) = (mark.w / h, mark.h / h);
    if (0.15..=1.4).contains(&w) && high <= 0.25 && mark.w >= 1.7 * mark.h {
        Some("-")
    } else if (0.15..=0.6).contains(&w) && (0.15..=0.6).contains(&high) && (0.6..=1.6).contains(&(w / high)) {
        Some("•")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: u32, x: f32) -> Found {
        let rect = Rect { x, y: 40.0 * number as f32, w: 60.0, h: 20.0 };
        Found { text: "Prevent".into(), rect, line: number, confidence: 0.9, ..Found::default() }
    }

    fn mark(x: f32, y: f32, w: f32, h: f32) -> Mark {
        Mark { rect: Rect { x, y, w, h }, area: (w * h) as usize }
    }

    fn texts(others: Vec<Mark>) -> Vec<String> {
        let words = vec![line(1, 60.0), line(2, 60.0), line(3, 20.0)];
        let ink = Ink { others, ..Ink::default() };
        restored(words, &ink, 2).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn dashes_and_bullets_before_two_lines_come_back() {
        let dashes = vec![mark(20.0, 24.0, 5.0, 1.5), mark(20.0, 44.0, 5.0, 1.5)];
        assert_eq!(texts(dashes), ["-", "Prevent", "-", "Prevent", "Prevent"]);
        let bullets = vec![mark(20.0, 23.0, 4.0, 4.0), mark(20.0, 43.0, 4.0, 4.0)];
        assert_eq!(texts(bullets), ["•", "Prevent", "•", "Prevent", "Prevent"]);
    }

    #[test]
    fn a_speck_a_rule_and_a_mark_alone_stay_out() {
        assert_eq!(texts(vec![mark(20.0, 24.0, 5.0, 1.5)]).len(), 3);
        assert_eq!(texts(vec![mark(20.0, 24.0, 0.5, 0.5), mark(20.0, 44.0, 0.5, 0.5)]).len(), 3);
        assert_eq!(texts(vec![mark(2.0, 24.0, 25.0, 1.0), mark(2.0, 44.0, 25.0, 1.0)]).len(), 3);
        assert_eq!(texts(vec![mark(20.0, 15.0, 5.0, 1.5), mark(20.0, 35.0, 5.0, 1.5)]).len(), 3);
    }
}
