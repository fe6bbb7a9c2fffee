//! What is drawn over text by hand or by a stamp: signatures, seals. Letters that it crosses hang together with it, and are
//! read badly or not at all.

use super::Found;
use super::doubt::{chance_of_error, is_plausible};
use crate::raster::{Ink, InkLine, Mark};
use crosscut_text::Rect;

/// A drawing is so many lines of text high, and so many wide, at least; or, as a line of handwriting, lower and wider. An
/// underlined word is lower still.
const HIGH: f32 = 2.5;
const WIDE: f32 = 2.0;
const WRITTEN: (f32, f32) = (1.5, 5.0);
/// What is higher is no pen's or stamp's, but a shadow's.
const HIGHEST: f32 = 15.0;
/// Share of its box that its strokes fill, at most: more is a picture or a block.
const FILLED: f32 = 0.3;
/// A rule along so much of a side makes it a frame or a table.
const FRAME: f32 = 0.5;
/// Share of a word's width that has letters of its own; where a drawing crosses it, they hang together with that.
const OWN: f32 = 0.5;
/// Fewest words, and their share of a page's, that are a loss.
const WORDS: u32 = 5;
const SHARE: f32 = 0.02;
/// So many of them are wrong, by how sure they are.
const WRONG: f32 = 1.0;

/// An emblem is so many lines of text high and wide, and filled so far: a ring or a signature is not.
const EMBLEM: std::ops::RangeInclusive<f32> = 2.8..=12.0;
const DENSE: f32 = 0.15;
/// Words in it that are less sure, and shorter or no words, are its strokes; so are, within so many lines around, those that
/// are less sure still.
const UNSURE: f32 = 0.9;
const NEAR: (f32, f32) = (1.2, 0.6);
const SHORT: usize = 4;

/// The words without what was read in the strokes of an emblem: "( M)" beside a letterhead.
pub(super) fn without_emblems(mut words: Vec<Found>, ink: &Ink, rules: &[Rect], factor: usize) -> Vec<Found> {
    let Some(height) = line_height(ink) else { return words };
    let marks = ink.others.iter().chain(ink.lines.iter().flat_map(|line| &line.marks));
    let is_emblem = |mark: &&Mark| {
        let rect = mark.rect;
        EMBLEM.contains(&(rect.h / height))
            && EMBLEM.contains(&(rect.w / height))
            && mark.area as f32 > DENSE * rect.w * rect.h
            && !is_framed(rect, rules)
    };
    let emblems: Vec<Rect> = marks.filter(is_emblem).map(|mark| scaled(mark.rect, factor as f32)).collect();
    let around = NEAR.0 * height * factor as f32;
    let is_within = |word: &Found, around: f32| {
        let (x, y) = (word.rect.x + word.rect.w / 2.0, word.rect.y + word.rect.h / 2.0);
        let holds = |rect: &Rect| {
            rect.x - around <= x
                && x <= rect.right() + around
                && rect.y - around <= y
                && y <= rect.bottom() + around
        };
        emblems.iter().any(holds)
    };
    let is_stroke = |word: &Found| {
        let letters = word.text.chars().filter(|c| c.is_alphanumeric()).count();
        (letters <= SHORT || !is_plausible(&word.text))
            && (word.confidence < UNSURE && is_within(word, 0.0)
                || word.confidence < NEAR.1 && is_within(word, around))
    };
    words.retain(|word| !is_stroke(word));
    words
}

/// The usual height of a line of text in the picture that ink was seen in.
fn line_height(ink: &Ink) -> Option<f32> {
    let mut heights: Vec<f32> = ink.lines.iter().map(|line| line.rect.h).collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied()
}

/// Whether a rule runs along most of a side of a mark, as those of frames and tables do.
fn is_framed(rect: Rect, rules: &[Rect]) -> bool {
    rules.iter().any(|rule| {
        let inside = |at: f32, from: f32, to: f32| from - 2.0 <= at && at <= to + 2.0;
        let (x, y) = (rule.x + rule.w / 2.0, rule.y + rule.h / 2.0);
        inside(x, rect.x, rect.right())
            && inside(y, rect.y, rect.bottom())
            && (rule.w > FRAME * rect.w || rule.h > FRAME * rect.h)
    })
}

/// Where drawings are in pixels of the picture; a pixel of `ink` and `rules` is `factor` of these.
pub(super) fn drawings(ink: &Ink, rules: &[Rect], factor: usize) -> Vec<Rect> {
    let Some(height) = line_height(ink) else { return Vec::new() };
    let is_drawing = |mark: &&Mark| {
        let rect = mark.rect;
        let (high, wide) = (rect.h / height, rect.w / height);
        (high >= HIGH && wide >= WIDE || high >= WRITTEN.0 && wide >= WRITTEN.1)
            && high <= HIGHEST
            && (mark.area as f32) < FILLED * rect.w * rect.h
            && !is_framed(rect, rules)
    };
    ink.others.iter().filter(is_drawing).map(|mark| scaled(mark.rect, factor as f32)).collect()
}

/// How many words of a page drawings cross, where they are enough to be a loss.
pub(super) fn crossed(words: &[Found], drawings: &[Rect], ink: &Ink, factor: usize) -> u32 {
    let is_near = |word: &&Found| {
        let (a, letters) = (word.rect, word.text.chars().filter(|c| c.is_alphanumeric()).count());
        let overlaps = |b: &Rect| a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
        letters > 0 && drawings.iter().any(overlaps)
    };
    let crossed: Vec<&Found> =
        words.iter().filter(is_near).filter(|word| own(word.rect, ink, factor) < OWN).collect();
    // What is read with certainty through a thin stroke is read.
    let wrong: f32 = crossed.iter().map(|word| chance_of_error(word)).sum();
    let count = crossed.len() as u32;
    if count >= WORDS && count as f32 > SHARE * words.len() as f32 && wrong >= WRONG { count } else { 0 }
}

/// Share of a word's width that letters of its own have.
fn own(word: Rect, ink: &Ink, factor: usize) -> f32 {
    let word = scaled(word, 1.0 / factor as f32);
    let is_beside = |line: &&InkLine| line.rect.y < word.bottom() && word.y < line.rect.bottom();
    let is_inside = |mark: &&Mark| {
        let (x, y) = (mark.rect.x + mark.rect.w / 2.0, mark.rect.y + mark.rect.h / 2.0);
        // A drawing may have its middle in a word.
        let is_letter = mark.rect.h < 2.0 * word.h;
        is_letter && word.x <= x && x <= word.right() && word.y <= y && y <= word.bottom()
    };
    let marks = ink.lines.iter().filter(is_beside).flat_map(|line| &line.marks).chain(&ink.others);
    marks.filter(is_inside).map(|mark| mark.rect.w).sum::<f32>() / word.w
}

fn scaled(rect: Rect, by: f32) -> Rect {
    Rect { x: rect.x * by, y: rect.y * by, w: rect.w * by, h: rect.h * by }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(x: f32, y: f32, w: f32, h: f32, filled: f32) -> Mark {
        Mark { rect: Rect { x, y, w, h }, area: (w * h * filled) as usize }
    }

    /// Ten lines of ten words of five letters; a signature has taken those of some words.
    fn page(crossed: std::ops::Range<usize>, drawing: Mark) -> (Vec<Found>, Ink) {
        let (mut words, mut lines) = (Vec::new(), Vec::new());
        for line in 0..10 {
            let (y, mut marks) = (20.0 * line as f32, Vec::new());
            for word in 0..10 {
                let (x, number) = (50.0 * word as f32, 10 * line + word);
                let rect = Rect { x: 2.0 * x, y: 2.0 * y, w: 80.0, h: 20.0 };
                words.push(Found { text: "lamps".into(), rect, ..Found::default() });
                let own = (0..5).map(|at| mark(x + 8.0 * at as f32, y, 7.0, 10.0, 0.5));
                marks.extend(own.filter(|_| !crossed.contains(&number)));
            }
            lines.push(InkLine { rect: Rect { x: 0.0, y, w: 500.0, h: 10.0 }, marks });
        }
        (words, Ink { lines, others: vec![drawing], ..Ink::default() })
    }

    #[test]
    fn words_in_an_emblem_are_its_strokes() {
        let emblem = mark(90.0, 70.0, 60.0, 60.0, 0.4);
        let (mut words, ink) = page(0..0, emblem);
        let kept = |words: &[Found]| without_emblems(words.to_vec(), &ink, &[], 2).len();
        // The text that it lies on is sure of itself; the rest of "M)" is not, but for a long word.
        words.iter_mut().for_each(|word| word.confidence = 0.9);
        assert_eq!(kept(&words), 100);
        words[42] = Found { text: "M)".into(), confidence: 0.5, ..words[42].clone() };
        assert_eq!(kept(&words), 99);
        words[42].text = "measures".into();
        assert_eq!(kept(&words), 100);
        words[42] = Found { text: "M)".into(), rect: Rect::default(), ..words[42].clone() };
        assert_eq!(kept(&words), 100);
    }

    #[test]
    fn words_whose_letters_hang_together_with_a_signature_are_crossed() {
        let count = |drawing: Mark, rules: &[Rect]| {
            let (words, ink) = page(42..48, drawing);
            crossed(&words, &drawings(&ink, rules, 2), &ink, 2)
        };
        let signature = mark(90.0, 70.0, 320.0, 60.0, 0.1);
        assert_eq!(count(signature, &[]), 6);
        // Elsewhere; a block; the frame of a table.
        assert_eq!(count(mark(90.0, 110.0, 320.0, 60.0, 0.1), &[]), 0);
        assert_eq!(count(mark(90.0, 70.0, 320.0, 60.0, 0.6), &[]), 0);
        assert_eq!(count(signature, &[Rect { x: 90.0, y: 70.0, w: 320.0, h: 2.0 }]), 0);
        // A seal beside the text.
        let (words, ink) = page(0..0, signature);
        assert_eq!(crossed(&words, &drawings(&ink, &[], 2), &ink, 2), 0);
    }
}
