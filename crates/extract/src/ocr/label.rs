//! Numbers of items that stand apart from what they number. The white after them is wider than between words, and the
//! recogniser, which reads by lines, takes "1." there for "is", several of them for one tall word, or leaves them out. They
//! are looked up in the ink and, where they are in doubt, set before the beginnings of their lines in a picture of their own,
//! as near as words are, which is read once for the page.

use super::Found;
use crate::raster::{Grey, Ink};
use crosscut_text::Rect;
use std::ops::Range;

/// A label ends so many heights of its line before the text at least, and at most.
const APART: f32 = 0.6;
const REACH: f32 = 8.0;
/// It is at most so wide, has no wider gap within, and is as high as digits are: bullets are lower.
const WIDEST: f32 = 3.5;
const WITHIN: f32 = 0.5;
const LOWEST: f32 = 0.4;
/// Most signs of one: "(xviii)".
const SIGNS: usize = 7;
/// A word that is no number is in doubt below the first of these, one that looks like a number below the other.
const SURE: f32 = 0.9;
const SURE_OF_NUMBER: f32 = 0.7;
/// A word elsewhere is what the ink of a label was read as if it is less sure than this; others are another column's.
const RUBBISH: f32 = 0.7;
/// What is read again is taken from this on.
const TAKEN: f32 = 0.4;
/// How much of a line is shown after its label, and the white between the two and around both, in heights of the line.
const SHOWN: f32 = 16.0;
const GAP: f32 = 0.5;
const AROUND: f32 = 0.6;

/// A label that was read badly or not at all.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    /// Where its ink is.
    rect: Rect,
    /// Where the text is that it numbers.
    text: Rect,
    /// The first word of that.
    next: usize,
    /// The words that it was read as.
    read_as: Vec<usize>,
}

/// A picture of labels, each in a row of its own.
pub(super) struct Strip {
    pub(super) picture: Grey,
    rows: Vec<Range<usize>>,
    /// Where what they number begins.
    text: Vec<usize>,
}

/// The labels of a page that are in doubt; `ink` was seen in a picture of which each pixel is `factor` of the words'.
pub(super) fn doubtful(words: &[Found], ink: &Ink, factor: usize) -> Vec<Label> {
    let scaled = |rect: Rect| {
        let by = factor as f32;
        Rect { x: rect.x * by, y: rect.y * by, w: rect.w * by, h: rect.h * by }
    };
    let marks = ink.lines.iter().flat_map(|line| &line.marks).chain(&ink.others);
    let marks: Vec<Rect> = marks.map(|mark| scaled(mark.rect)).collect();
    let mut start = 0;
    let lines = words.chunk_by(|a, b| a.line == b.line).map(|line| {
        let from = start;
        start += line.len();
        (from, line)
    });
    lines.filter_map(|(from, line)| of_line(words, from, line, &marks)).collect()
}

/// The label of a line, if it has one that is in doubt.
fn of_line(words: &[Found], from: usize, line: &[Found], marks: &[Rect]) -> Option<Label> {
    let height = height(line);
    let led = led(line, height);
    let rest = &line[led..];
    let text = rest.iter().map(|word| word.rect).reduce(Rect::union)?;
    if rest.iter().flat_map(|word| word.text.chars()).filter(|c| c.is_alphabetic()).count() < 3 {
        return None;
    }
    let first = Rect { x: rest[0].rect.x, y: text.y, w: text.right() - rest[0].rect.x, h: text.h };
    let rect = ink_before(first, height, marks)?;
    let holds = |word: &Found| {
        let (a, b) = (middle(word.rect), middle(rect));
        inside(a, rect) || word.rect.h > 1.5 * height && inside(b, word.rect)
    };
    let (own, elsewhere): (Vec<usize>, Vec<usize>) = (0..words.len())
        .filter(|at| holds(&words[*at]))
        .partition(|at| (from..from + line.len()).contains(at));
    // Words of running text reach there, or another column does.
    let is_other = |at: &usize| words[*at].confidence >= RUBBISH && !is_dot(&words[*at].text);
    if own.iter().any(|at| *at >= from + led) || elsewhere.iter().any(is_other) {
        return None;
    }
    // A dot alone is what was left of a number.
    let is_sure = own.iter().any(|at| !is_dot(&words[*at].text)) && {
        let said: String = own.iter().map(|at| words[*at].text.as_str()).collect();
        let sure = own.iter().map(|at| words[*at].confidence).fold(1.0, f32::min);
        sure >= if is_number(&said) { SURE_OF_NUMBER } else { SURE }
    };
    let read_as = own.into_iter().chain(elsewhere).collect();
    (!is_sure).then_some(Label { rect, text: first, next: from + led, read_as })
}

/// How many words of a line stand before a gap that labels have behind them.
fn led(line: &[Found], height: f32) -> usize {
    let mut signs = 0;
    for (at, two) in line.windows(2).enumerate().take(3) {
        signs += two[0].text.chars().count();
        if signs > SIGNS {
            break;
        }
        if two[1].rect.x - two[0].rect.right() >= APART * height {
            return at + 1;
        }
    }
    0
}

/// Ink before a text that is as wide and high as a label's, and no more of a line.
fn ink_before(text: Rect, height: f32, marks: &[Rect]) -> Option<Rect> {
    let is_level = |mark: &&Rect| {
        let (_, y) = middle(**mark);
        text.y - 0.2 * height < y && y < text.bottom() + 0.2 * height && mark.h < 1.6 * height
    };
    let before = |mark: &&Rect| mark.right() <= text.x - 0.5 * APART * height;
    let mut level: Vec<Rect> = marks.iter().filter(is_level).filter(before).copied().collect();
    level.sort_by(|a, b| b.right().total_cmp(&a.right()));
    let mut level = level.into_iter();
    let mut rect = level.next().filter(|mark| text.x - mark.right() < REACH * height)?;
    for mark in level {
        if rect.x - mark.right() > WITHIN * height {
            break;
        }
        rect = rect.union(mark);
    }
    let is_apart = text.x - rect.right() >= APART * height;
    (is_apart && rect.w <= WIDEST * height && rect.h >= LOWEST * height).then_some(rect)
}

/// The picture in which they are read again; `None` where there is none of them.
pub(super) fn strip(labels: &[Label], page: &Grey) -> Option<Strip> {
    let mut parts = Vec::new();
    let (mut rows, mut text, mut width, mut foot) = (Vec::new(), Vec::new(), 0, 0);
    for label in labels {
        let height = label.rect.h.max(label.text.h).max(8.0);
        let shown = Rect { w: label.text.w.min(SHOWN * height), ..label.text };
        let (top, end) = (label.rect.y.min(shown.y), label.rect.bottom().max(shown.bottom()));
        let level = |rect: Rect| Rect { y: top - 0.15 * height, h: end - top + 0.3 * height, ..rect };
        let (number, beginning) = (cut(page, level(label.rect), 2.0), cut(page, level(shown), 2.0));
        let around = (AROUND * height) as usize;
        let at = around + number.0.len() + (GAP * height) as usize;
        let top = foot + around;
        foot = top + number.1.len();
        width = width.max(at + beginning.0.len() + around);
        rows.push(top..foot);
        text.push(at);
        parts.push((around, top, number));
        parts.push((at, top, beginning));
    }
    let height = foot + rows.first().map_or(0, |row: &Range<usize>| row.start);
    let mut pixels = vec![u8::MAX; width * height];
    for (x, y, (columns, lines)) in parts {
        for (row, from) in lines.enumerate() {
            let to = (y + row) * width + x;
            pixels[to..to + columns.len()].copy_from_slice(&page.row(from)[columns.clone()]);
        }
    }
    Some(Strip { picture: Grey::new(width, height, pixels)?, rows, text })
}

/// The columns and rows of a page that a box has, with some more to its left and right.
fn cut(page: &Grey, rect: Rect, around: f32) -> (Range<usize>, Range<usize>) {
    let pixel = |edge: f32, most: usize| (edge.max(0.0) as usize).min(most);
    (
        pixel(rect.x - around, page.width)..pixel(rect.right() + around, page.width),
        pixel(rect.y, page.height)..pixel(rect.bottom() + 1.0, page.height),
    )
}

/// The words of a page with the labels that were read again, where they are numbers now.
pub(super) fn taken(words: Vec<Found>, labels: &[Label], strip: &Strip, again: &[Found]) -> Vec<Found> {
    let mut new: Vec<Option<Found>> = vec![None; words.len()];
    let mut gone = vec![false; words.len()];
    for (at, label) in labels.iter().enumerate() {
        let here = |word: &&Found| {
            let (x, y) = middle(word.rect);
            x < strip.text[at] as f32 && strip.rows[at].contains(&(y as usize))
        };
        let said: Vec<&Found> = again.iter().filter(here).collect();
        let mut text: String = said.iter().map(|word| word.text.as_str()).collect();
        if is_bare(&text) && label.read_as.iter().any(|word| words[*word].text.ends_with('.')) {
            text.push('.');
        }
        let confidence = said.iter().map(|word| word.confidence).fold(1.0, f32::min);
        if !is_number(&text) || confidence < TAKEN {
            continue;
        }
        label.read_as.iter().for_each(|word| gone[*word] = true);
        new[label.next] = Some(Found { text, rect: label.rect, confidence, ..words[label.next].clone() });
    }
    let with = words.into_iter().zip(new).zip(gone);
    with.flat_map(|((word, label), gone)| label.into_iter().chain((!gone).then_some(word))).collect()
}

/// Whether a text is the number or letter of an item, with what such have around them: "1.", "(a)", "2.1", "iv)".
fn is_number(text: &str) -> bool {
    let inner = text.trim_start_matches(['(', '[']).trim_end_matches([')', ']', '.', ':']);
    let is_marked = inner.len() < text.len();
    let parts: Vec<&str> = inner.split('.').collect();
    let is_figures =
        parts.iter().all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    let is_roman = |c: char| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x' | 'l');
    let one_case = inner.chars().all(char::is_lowercase) || inner.chars().all(char::is_uppercase);
    let is_letters =
        one_case && (inner.chars().count() == 1 || inner.len() <= SIGNS - 2 && inner.chars().all(is_roman));
    is_figures && (is_marked || parts.len() > 1) || is_marked && !inner.is_empty() && is_letters
}

/// Whether a text is figures alone.
fn is_bare(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_dot(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
}

/// The usual height of the words of a line.
fn height(line: &[Found]) -> f32 {
    let mut heights: Vec<f32> = line.iter().map(|word| word.rect.h).collect();
    heights.sort_by(f32::total_cmp);
    heights[heights.len() * 3 / 4]
}

fn middle(rect: Rect) -> (f32, f32) {
    (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0)
}

fn inside((x, y): (f32, f32), rect: Rect) -> bool {
    rect.x <= x && x <= rect.right() && rect.y <= y && y <= rect.bottom()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::{InkLine, Mark};

    fn word(text: &str, x: f32, y: f32, line: u32, confidence: f32) -> Found {
        let rect = Rect { x, y, w: 12.0 * text.chars().count() as f32, h: 20.0 };
        Found { text: text.into(), rect, confidence, line, block: line / 10, ..Found::default() }
    }

    /// The ink of labels at the left edge of lines, in a picture of half the density.
    fn ink(tops: &[f32]) -> Ink {
        let mark = |y: &f32| Mark { rect: Rect { x: 10.0, y: y / 2.0, w: 6.0, h: 10.0 }, area: 30 };
        Ink {
            lines: vec![InkLine { rect: Rect::default(), marks: tops.iter().map(mark).collect() }],
            ..Ink::default()
        }
    }

    fn lines(labels: [Option<(&str, f32)>; 3]) -> Vec<Found> {
        let line = |(at, label): (usize, Option<(&str, f32)>)| {
            let (y, number) = (30.0 * at as f32, at as u32);
            let label = label.map(|(text, sure)| word(text, 20.0, y, number, sure));
            label.into_iter().chain([word("Oath", 80.0, y, number, 0.96), word("of", 135.0, y, number, 0.96)])
        };
        labels.into_iter().enumerate().flat_map(line).collect()
    }

    #[test]
    fn labels_that_are_missing_or_rubbish_are_in_doubt() {
        let ink = ink(&[0.0, 30.0, 60.0]);
        let next =
            |words: &[Found]| doubtful(words, &ink, 2).iter().map(|label| label.next).collect::<Vec<_>>();
        assert_eq!(next(&lines([Some(("1.", 0.9)), Some(("2.", 0.8)), Some(("3.", 0.95))])), [0; 0]);
        assert_eq!(next(&lines([Some(("1.", 0.9)), None, Some(("is", 0.6))])), [3, 6]);
        // A word that is sure, and one of another column.
        assert_eq!(next(&lines([Some(("No", 0.96)), None, Some(("3.", 0.9))])), [3]);
        let mut columns = lines([None, None, None]);
        columns.extend((0..3).map(|at| word("it", 16.0, 30.0 * at as f32, 20 + at, 0.95)));
        assert_eq!(next(&columns), [0; 0]);
    }

    #[test]
    fn what_is_read_again_takes_the_place_of_rubbish() {
        let mut words = lines([None, None, Some(("is", 0.5))]);
        let tall = Rect { x: 18.0, y: 0.0, w: 18.0, h: 50.0 };
        words.push(Found {
            text: "WN".into(),
            rect: tall,
            confidence: 0.1,
            line: 30,
            block: 3,
            ..Found::default()
        });
        let labels = doubtful(&words, &ink(&[0.0, 30.0, 60.0]), 2);
        assert_eq!(labels.len(), 3);
        let strip = strip(&labels, &Grey::new(300, 100, vec![255; 30_000]).expect("a page")).expect("labels");
        let read = |text: &str, at: usize| word(text, 12.0, strip.rows[at].start as f32, at as u32, 0.9);
        let again = [read("1.", 0), read("2.", 1), read("3,", 2)];
        let texts: Vec<String> =
            taken(words, &labels, &strip, &again).into_iter().map(|word| word.text).collect();
        assert_eq!(texts, ["1.", "Oath", "of", "2.", "Oath", "of", "is", "Oath", "of"]);
    }

    #[test]
    fn numbers_of_items_are_told_from_words() {
        for number in ["1.", "12.", "(a)", "a)", "2.1", "2.1.", "(iv)", "XI.", "[3]", "(1)", "B."] {
            assert!(is_number(number), "{number}");
        }
        for word in ["1", "is", "the", "1s", "4,", "", ".", "()", "Art.", "2019.", "5y", "No."] {
            assert!(!is_number(word), "{word}");
        }
    }
}
