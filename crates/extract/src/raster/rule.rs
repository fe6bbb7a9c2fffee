//! The rules of a page: straight lines across and down, as tables, notes and forms have them.

use super::Grey;
use crosscut_text::Rect;

/// Darker pixels are ink: a thin rule of a copy is light grey.
const DARK: u8 = 215;
/// Shortest rule in pixels of the picture that is looked at (about 120 dots an inch): longer than the stroke of any letter
/// of running text.
const SHORTEST: usize = 36;
/// A rule may have holes of so many pixels.
const HOLE: usize = 2;
/// Thickest rule.
const THICKEST: usize = 7;
/// So many pixels beside a rule there is paper, but for a share of its length that letters and other rules take: more beside
/// one that runs down, as a fold does through every line.
const BESIDE: usize = 2;
const TAKEN: f32 = 0.3;
const TAKEN_DOWN: f32 = 0.6;

/// The rules of a picture of white paper, of about 120 dots an inch; across, then down.
pub(crate) fn rules(picture: &Grey) -> Vec<Rect> {
    let mut rules = across(picture, TAKEN);
    let width = picture.width as f32;
    // Turned clockwise, what was at the left is at the top, from the foot upwards.
    let down = across(&picture.turned(3), TAKEN_DOWN).into_iter();
    rules.extend(down.map(|Rect { x, y, w, h }| Rect { x: width - y - h, y: x, w: h, h: w }));
    rules
}

/// Those that run across, with so much ink beside them at most.
fn across(picture: &Grey, taken: f32) -> Vec<Rect> {
    let mut found: Vec<Rect> = Vec::new();
    // Rules that the row above has, by their places in `found`.
    let mut open: Vec<usize> = Vec::new();
    for y in 0..picture.height {
        let mut next = Vec::new();
        for (start, end) in long_runs(picture.row(y)) {
            let (x, w) = (start as f32, (end - start) as f32);
            let here = Rect { x, y: y as f32, w, h: 1.0 };
            let goes_on = |at: &&usize| found[**at].x < here.right() && here.x < found[**at].right();
            match open.iter().find(goes_on).copied() {
                Some(at) => {
                    found[at] = found[at].union(here);
                    next.push(at);
                }
                None => {
                    next.push(found.len());
                    found.push(here);
                }
            }
        }
        next.dedup();
        open = next;
    }
    found.retain(|rule| rule.h <= THICKEST as f32 && is_free(picture, *rule, taken));
    found
}

/// Where a row has ink for long.
fn long_runs(row: &[u8]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (x, _) in row.iter().enumerate().filter(|(_, pixel)| **pixel < DARK) {
        match runs.last_mut() {
            Some(run) if x <= run.1 + HOLE => run.1 = x + 1,
            _ => runs.push((x, x + 1)),
        }
    }
    runs.retain(|(start, end)| end - start >= SHORTEST);
    runs
}

/// Whether there is paper above and below a rule; letters have ink there.
fn is_free(picture: &Grey, rule: Rect, most: f32) -> bool {
    let columns = rule.x as usize..rule.right() as usize;
    let taken = |y: Option<usize>| {
        let row = y.filter(|y| *y < picture.height).map(|y| picture.row(y));
        row.map_or(0, |row| row[columns.clone()].iter().filter(|pixel| **pixel < DARK).count())
    };
    let most = most * rule.w;
    let (above, below) = ((rule.y as usize).checked_sub(BESIDE), rule.bottom() as usize + BESIDE - 1);
    taken(above) as f32 <= most && taken(Some(below)) as f32 <= most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_across_and_down_are_found_and_letters_are_not() {
        let mut picture = Grey::new(300, 200, vec![255; 60_000]).expect("a page");
        let mut ink = |x: usize, y: usize, w: usize, h: usize| {
            (y..y + h).for_each(|y| picture.pixels[y * 300 + x..y * 300 + x + w].fill(0));
        };
        // A table of two columns and two rows.
        [20, 60, 100].into_iter().for_each(|y| ink(30, y, 200, 2));
        [30, 130, 229].into_iter().for_each(|x| ink(x, 20, 2, 82));
        // Letters that stand close together, and a bar.
        (0..12).for_each(|at| ink(40 + at * 5, 32, 4, 10));
        ink(40, 140, 100, 20);
        let found = rules(&picture);
        let (across, down): (Vec<&Rect>, Vec<&Rect>) = found.iter().partition(|rule| rule.w > rule.h);
        assert_eq!(across.iter().map(|rule| rule.y).collect::<Vec<_>>(), [20.0, 60.0, 100.0], "{found:?}");
        let mut places: Vec<f32> = down.iter().map(|rule| rule.x).collect();
        places.sort_by(f32::total_cmp);
        assert_eq!(places, [30.0, 130.0, 229.0]);
        assert!(down.iter().all(|rule| rule.y == 20.0 && rule.bottom() == 102.0), "{down:?}");
    }
}
