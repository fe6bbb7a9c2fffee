//! Lines from one edge of a picture to the other: folds of the paper, and streaks that a scanner's dirty glass leaves. No print
//! has them, and a recogniser takes them for the border of a column.

use super::{Grey, rules};
use crosscut_text::Rect;

/// Share of a side that such a line reaches over, at least.
const LONG: f32 = 0.92;
/// Pixels beside it that are lighter and belong to it, in the picture that is looked at.
const EDGE: f32 = 1.0;

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

/// The picture without such lines: each pixel as between those on both sides. A pixel of the lines is `factor` of the picture's.
pub(crate) fn without_streaks(picture: &Grey, streaks: &[Rect], factor: usize) -> Grey {
    let mut mended = picture.clone();
    for streak in streaks {
        let mended_here = if streak.w > streak.h {
            let turned = Rect { x: streak.y, y: streak.x, w: streak.h, h: streak.w };
            // Turned clockwise, rows are columns, from the right.
            let width = picture.height as f32 / factor as f32;
            let turned = Rect { x: width - turned.x - turned.w, ..turned };
            filled(&mended.turned(1), turned, factor).turned(3)
        } else {
            filled(&mended, *streak, factor)
        };
        mended = mended_here;
    }
    mended
}

/// The columns of a box filled from what is left and right of them.
fn filled(picture: &Grey, streak: Rect, factor: usize) -> Grey {
    let mut filled = picture.clone();
    let start = ((streak.x - EDGE).max(0.0) * factor as f32) as usize;
    let end = (((streak.right() + EDGE) * factor as f32) as usize).min(picture.width);
    for row in filled.pixels.chunks_exact_mut(picture.width) {
        let left = start.checked_sub(1).map_or(255, |x| row[x]);
        let right = row.get(end).copied().unwrap_or(255);
        for (at, x) in (start..end).enumerate() {
            let share = (at as f32 + 1.0) / (end - start + 1) as f32;
            let between = f32::from(left) + (f32::from(right) - f32::from(left)) * share;
            row[x] = row[x].max(between as u8);
        }
    }
    filled
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
        assert!(streaks(&mended).is_empty());
        assert_eq!((mended.row(200)[100], mended.row(150)[20], mended.row(80)[40]), (255, 255, 0));
        assert!(mended.row(41)[100] < 20);
    }
}
