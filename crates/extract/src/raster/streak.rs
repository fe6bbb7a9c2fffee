//! Lines from one edge of a picture to the other: folds of the paper, and streaks that a scanner's dirty glass leaves. No print
//! has them, and a recogniser takes them for the border of a column.

use super::{Grey, rules};
use crosscut_text::Rect;

/// Share of a side that such a line reaches over, at least.
const LONG: f32 = 0.92;
/// Pixels beside it that are lighter and belong to it, in the picture that is looked at.
const EDGE: f32 = 1.0;
/// Darker lines hide what they run over; a fold shows it.
const BLACK: f32 = 60.0;

/// Such lines, in pixels of the picture that is looked at.
pub(crate) fn streaks(picture: &Grey) -> Vec<Rect> {
    let (w, h) = (picture.width as f32, picture.height as f32);
    let rules = rules(picture);
    let lanes = |across: bool| {
        let mut found: Vec<Rect> = rules.iter().copied().filter(|rule| (rule.w > rule.h) == across).collect();
        found.sort_by(|a, b| place(*a, across).total_cmp(&place(*b, across)));
        let lanes = found.chunk_by(|a, b| place(*b, across) - place(*a, across) < 3.0);
        lanes.map(<[Rect]>::to_vec).collect::<Vec<_>>()
    };
    let mut streaks = Vec::new();
    for across in [true, false] {
        for lane in lanes(across) {
            let inked: f32 = lane.iter().map(|rule| rule.w.max(rule.h)).sum();
            if inked >= LONG * if across { w } else { h } {
                streaks.extend(lane.into_iter().reduce(Rect::union));
            }
        }
    }
    streaks
}

fn place(rule: Rect, across: bool) -> f32 {
    if across { rule.y } else { rule.x }
}

/// The picture without such lines. A pixel of the lines is `factor` of the picture's.
pub(crate) fn without_streaks(picture: &Grey, streaks: &[Rect], factor: usize) -> Grey {
    let mut mended = picture.clone();
    for streak in streaks {
        if streak.w > streak.h {
            // Turned clockwise, rows are columns, from the right.
            let width = picture.height as f32 / factor as f32;
            let turned = Rect { x: width - streak.y - streak.h, y: streak.x, w: streak.h, h: streak.w };
            let mut sideways = mended.turned(1);
            lighten(&mut sideways, turned, factor, false);
            mended = sideways.turned(3);
        } else {
            lighten(&mut mended, *streak, factor, true);
        }
    }
    mended
}

/// Makes the columns of a box as light as paper. Where these are black, what is left and right of them goes on in them, if
/// that is wanted: letters that a line runs along would be lost.
fn lighten(picture: &mut Grey, streak: Rect, factor: usize, bridge: bool) {
    let start = ((streak.x - EDGE).max(0.0) * factor as f32) as usize;
    let end = (((streak.right() + EDGE) * factor as f32) as usize).min(picture.width);
    let width = picture.width;
    let usual: Vec<f32> = (start..end).map(|x| f32::from(median(picture, x))).collect();
    for row in picture.pixels.chunks_exact_mut(width) {
        let left = start.checked_sub(1).map_or(255.0, |x| f32::from(row[x]));
        let right = row.get(end).map_or(255.0, |pixel| f32::from(*pixel));
        for (at, usual) in usual.iter().enumerate() {
            let pixel = &mut row[start + at];
            let share = (at as f32 + 1.0) / (end - start + 1) as f32;
            *pixel = match usual {
                BLACK.. => (f32::from(*pixel) * 255.0 / usual).min(255.0) as u8,
                _ if bridge => (*pixel).max((left + (right - left) * share) as u8),
                _ => *pixel,
            };
        }
    }
}

/// The middle value of a column.
fn median(picture: &Grey, x: usize) -> u8 {
    let mut column: Vec<u8> = picture.pixels.iter().skip(x).step_by(picture.width).copied().collect();
    column.sort_unstable();
    column.get(column.len() / 2).copied().unwrap_or(255)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fold_goes_and_the_border_of_a_table_stays() {
        let mut picture = Grey::new(200, 300, vec![255; 60_000]).expect("a page");
        let mut ink = |x: usize, y: usize, w: usize, h: usize| {
            (y..y + h).for_each(|y| picture.pixels[y * 200 + x..y * 200 + x + w].fill(0));
        };
        ink(100, 0, 2, 300);
        ink(0, 150, 200, 2);
        ink(40, 60, 2, 60);
        // A letter that the fold runs through.
        ink(95, 40, 12, 3);
        let found = streaks(&picture);
        assert_eq!(found.len(), 2, "{found:?}");
        let mended = without_streaks(&picture, &found, 1);
        assert_eq!(streaks(&mended).len(), 1);
        // What is black across a page stays, since lines of text may lie below it.
        assert_eq!((mended.row(200)[100], mended.row(150)[20], mended.row(80)[40]), (255, 0, 0));
        assert!(mended.row(41)[100] < 20);
    }

    #[test]
    fn letters_in_the_shadow_of_a_fold_stay() {
        let shade = |x: usize, y: usize| {
            if (150..153).contains(&y) { if x % 10 < 2 { 10 } else { 120 } } else { 255 }
        };
        let pixels = (0..200 * 300).map(|at| shade(at % 200, at / 200)).collect();
        let picture = Grey::new(200, 300, pixels).expect("a page");
        let mended = without_streaks(&picture, &streaks(&picture), 1);
        assert_eq!(mended.row(151)[5], 255);
        assert!(mended.row(151)[10] < 40);
    }
}
