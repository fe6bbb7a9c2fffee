//! Ink that may be text: marks of the size of letters or words, in rows.
//!
//! It tells whether a picture shows text at all, what a recogniser left unread, and whether a page is upside down.

use super::Grey;
use crosscut_text::Rect;

/// Darker pixels are ink.
const DARK: u8 = 150;
/// Heights of letters, in pixels of the picture that is looked at (about 120 dots an inch).
const LETTER: std::ops::RangeInclusive<usize> = 4..=60;
/// A mark wider than so many heights is a rule.
const WIDEST: usize = 30;
/// Share of a mark's box that ink fills: less is a frame or a scribble, more a block or a rule.
const FILLED: std::ops::RangeInclusive<f32> = 0.12..=0.92;
/// A row reaches over gaps of so many heights.
const GAP: f32 = 1.8;
/// A row has so many marks, or is so many times as wide as high.
const MARKS: usize = 4;
const WIDE: f32 = 7.0;
/// Marks of one picture at most: beyond, it is no page of text.
const MOST: usize = 200_000;

/// A connected piece of ink.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mark {
    /// Its box, in pixels.
    pub(crate) rect: Rect,
    /// How many pixels it has.
    pub(crate) area: usize,
}

/// Marks in a row, as letters and words are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct InkLine {
    pub(crate) rect: Rect,
    /// From left to right.
    pub(crate) marks: Vec<Mark>,
}

/// The ink of a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ink {
    /// Rows of marks that look like text, from the top.
    pub(crate) lines: Vec<InkLine>,
    /// Marks that are in no row: specks, rules, bullets, drawings.
    pub(crate) others: Vec<Mark>,
    /// Share of the picture that is dark.
    pub(crate) share: f32,
}

/// Looks for ink in a picture of white paper, of about 120 dots an inch.
pub(crate) fn ink(picture: &Grey) -> Ink {
    let dark = picture.pixels.iter().filter(|pixel| **pixel < DARK).count();
    let share = dark as f32 / picture.pixels.len().max(1) as f32;
    let marks = marks(picture);
    if marks.len() > MOST {
        return Ink { share, ..Ink::default() };
    }
    let (letters, mut others): (Vec<Mark>, Vec<Mark>) = marks.into_iter().partition(is_letter);
    let (lines, rest): (Vec<InkLine>, Vec<InkLine>) = rows(letters).into_iter().partition(is_text);
    others.extend(rest.into_iter().flat_map(|line| line.marks));
    Ink { lines, others, share }
}

fn is_letter(mark: &Mark) -> bool {
    let (w, h) = (mark.rect.w as usize, mark.rect.h as usize);
    let filled = mark.area as f32 / (mark.rect.w * mark.rect.h);
    LETTER.contains(&h) && w <= WIDEST * h && FILLED.contains(&filled)
}

fn is_text(line: &InkLine) -> bool {
    let tall = line.marks.iter().filter(|mark| mark.rect.h > 0.35 * line.rect.h).count();
    tall >= MARKS || tall >= 2 && line.rect.w >= WIDE * line.rect.h
}

/// Joins marks that are next to each other into rows.
fn rows(mut marks: Vec<Mark>) -> Vec<InkLine> {
    marks.sort_by(|a, b| {
        (a.rect.x, a.rect.y).partial_cmp(&(b.rect.x, b.rect.y)).unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut rows: Vec<InkLine> = Vec::new();
    // Rows that may still grow, by the band of the page that they are in.
    let mut open: std::collections::BTreeMap<i32, Vec<usize>> = std::collections::BTreeMap::new();
    for mark in marks {
        let middle = mark.rect.y + mark.rect.h / 2.0;
        let band = band(middle);
        let near = open.range(band - 3..=band + 3).flat_map(|(_, rows)| rows.iter().copied());
        let joins = near.filter(|at| joins(&rows[*at], &mark));
        let best = joins.min_by(|a, b| {
            let off = |at: usize| (rows[at].last().y + rows[at].last().h / 2.0 - middle).abs();
            off(*a).total_cmp(&off(*b))
        });
        let at = best.unwrap_or(rows.len());
        match best {
            Some(at) => {
                rows[at].rect = rows[at].rect.union(mark.rect);
                rows[at].marks.push(mark);
            }
            None => rows.push(InkLine { rect: mark.rect, marks: vec![mark] }),
        }
        let bands = open.entry(band).or_default();
        if !bands.contains(&at) {
            bands.retain(|old| rows[*old].rect.right() + 200.0 > mark.rect.x);
            bands.push(at);
        }
    }
    rows.sort_by(|a, b| {
        (a.rect.y, a.rect.x).partial_cmp(&(b.rect.y, b.rect.x)).unwrap_or(std::cmp::Ordering::Equal)
    });
    rows
}

/// The band of the page, of sixteen pixels, that a height is in.
fn band(y: f32) -> i32 {
    (y / 16.0) as i32
}

impl InkLine {
    fn last(&self) -> Rect {
        self.marks.last().map_or(self.rect, |mark| mark.rect)
    }
}

/// Whether a mark goes on a row: about as high as its last mark, level with it, and near.
fn joins(row: &InkLine, mark: &Mark) -> bool {
    let (last, rect) = (row.last(), mark.rect);
    let (small, tall) = (last.h.min(rect.h), last.h.max(rect.h));
    let overlap = last.bottom().min(rect.bottom()) - last.y.max(rect.y);
    tall <= 3.5 * small && overlap >= 0.5 * small && rect.x - row.rect.right() <= GAP * tall
}

/// The connected pieces of ink: runs of each row, joined with those of the row above.
fn marks(picture: &Grey) -> Vec<Mark> {
    let mut sets = Sets::default();
    let mut above: Vec<Run> = Vec::new();
    for y in 0..picture.height {
        let mut here = runs(picture.row(y));
        let mut from = 0;
        for run in &mut here {
            while above.get(from).is_some_and(|old| old.end + 1 < run.start) {
                from += 1;
            }
            let touching = above[from..].iter().take_while(|old| old.start <= run.end + 1);
            for old in touching {
                run.set = match (run.set, old.set) {
                    (Some(set), Some(other)) => Some(sets.join(set, other)),
                    (set, other) => set.or(other),
                };
            }
            let set = run.set.unwrap_or_else(|| sets.new_set());
            run.set = Some(sets.add(set, run, y));
        }
        above = here;
        if sets.parents.len() > 4 * MOST {
            break;
        }
    }
    sets.finish()
}

/// Dark pixels side by side, both ends included.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    end: usize,
    set: Option<usize>,
}

fn runs(row: &[u8]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (x, _) in row.iter().enumerate().filter(|(_, pixel)| **pixel < DARK) {
        match runs.last_mut() {
            Some(run) if run.end + 1 == x => run.end = x,
            _ => runs.push(Run { start: x, end: x, set: None }),
        }
    }
    runs
}

/// Sets of runs: the box and area of each, and the set that it became part of.
#[derive(Debug, Default)]
struct Sets {
    parents: Vec<usize>,
    /// Left, top, right, bottom (both ends included), area.
    boxes: Vec<[usize; 5]>,
}

impl Sets {
    fn new_set(&mut self) -> usize {
        self.parents.push(self.parents.len());
        self.boxes.push([usize::MAX, usize::MAX, 0, 0, 0]);
        self.parents.len() - 1
    }

    fn root(&mut self, mut set: usize) -> usize {
        while self.parents[set] != set {
            self.parents[set] = self.parents[self.parents[set]];
            set = self.parents[set];
        }
        set
    }

    fn join(&mut self, a: usize, b: usize) -> usize {
        let (a, b) = (self.root(a), self.root(b));
        let (kept, gone) = (a.min(b), a.max(b));
        if kept != gone {
            let [left, top, right, bottom, area] = self.boxes[gone];
            self.parents[gone] = kept;
            self.widen(kept, [left, top, right, bottom], area);
        }
        kept
    }

    fn add(&mut self, set: usize, run: &Run, y: usize) -> usize {
        let set = self.root(set);
        self.widen(set, [run.start, y, run.end, y], run.end - run.start + 1);
        set
    }

    fn widen(&mut self, set: usize, [left, top, right, bottom]: [usize; 4], area: usize) {
        let all = &mut self.boxes[set];
        *all = [all[0].min(left), all[1].min(top), all[2].max(right), all[3].max(bottom), all[4] + area];
    }

    fn finish(self) -> Vec<Mark> {
        let roots = self.parents.iter().enumerate().filter(|(at, parent)| at == *parent);
        let mark = |(at, _): (usize, &usize)| {
            let [left, top, right, bottom, area] = self.boxes[at];
            let (w, h) = ((right - left + 1) as f32, (bottom - top + 1) as f32);
            Mark { rect: Rect { x: left as f32, y: top as f32, w, h }, area }
        };
        roots.map(mark).collect()
    }
}

impl Ink {
    /// How much more of the marks in rows reach above the usual height than below it, from −1 to 1: letters of Latin,
    /// Greek and Cyrillic have more ascenders (and capitals) than descenders, so that a page upside down has less than 0.
    /// `None` where there are too few marks to say.
    pub(crate) fn rise(&self) -> Option<f32> {
        let (mut up, mut down, mut all) = (0_u32, 0_u32, 0_u32);
        for line in self.lines.iter().filter(|line| line.marks.len() >= 8) {
            let tops = middle(line.marks.iter().map(|mark| mark.rect.y).collect());
            let feet = middle(line.marks.iter().map(|mark| mark.rect.bottom()).collect());
            let slack = 0.18 * (feet - tops);
            all += line.marks.len() as u32;
            up += line.marks.iter().filter(|mark| mark.rect.y < tops - slack).count() as u32;
            down += line.marks.iter().filter(|mark| mark.rect.bottom() > feet + slack).count() as u32;
        }
        let told = up + down;
        (all >= 150 && told >= 20).then(|| (up as f32 - down as f32) / told as f32)
    }
}

fn middle(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(rows: &[&str]) -> Grey {
        let pixels =
            rows.iter().flat_map(|row| row.bytes().map(|b| if b == b'#' { 0 } else { 255 })).collect();
        Grey::new(rows[0].len(), rows.len(), pixels).expect("rows of one length")
    }

    #[test]
    fn pieces_are_joined_whatever_their_shape() {
        let picture = picture(&["#.#..##", "#.#.#..", "###..#.", ".......", "##...#."]);
        let mut found: Vec<_> =
            marks(&picture).iter().map(|m| (m.rect.x, m.rect.y, m.rect.w, m.rect.h, m.area)).collect();
        found.sort_by(|a, b| a.partial_cmp(b).expect("no NaN"));
        let expected = [
            (0.0, 0.0, 3.0, 3.0, 7),
            (0.0, 4.0, 2.0, 1.0, 2),
            (4.0, 0.0, 3.0, 3.0, 4),
            (5.0, 4.0, 1.0, 1.0, 1),
        ];
        assert_eq!(found, expected);
    }

    /// The slow way: flood each piece.
    fn flooded(picture: &Grey) -> Vec<(usize, usize)> {
        let mut seen = vec![false; picture.pixels.len()];
        let mut sizes = Vec::new();
        for start in 0..seen.len() {
            let (mut open, mut size) = (vec![start], 0);
            while let Some(at) = open.pop() {
                if picture.pixels[at] >= DARK || std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                size += 1;
                let (x, y) = (at % picture.width, at / picture.width);
                for (dx, dy) in (-1_isize..=1).flat_map(|dx| (-1_isize..=1).map(move |dy| (dx, dy))) {
                    let (Some(x), Some(y)) = (x.checked_add_signed(dx), y.checked_add_signed(dy)) else {
                        continue;
                    };
                    if x < picture.width && y < picture.height {
                        open.push(y * picture.width + x);
                    }
                }
            }
            if size > 0 {
                sizes.push((start, size));
            }
        }
        sizes
    }

    proptest::proptest! {
        #[test]
        fn pieces_are_those_of_a_flood(cells in proptest::collection::vec(0_u8..3, 12 * 9)) {
            let pixels = cells.iter().map(|cell| if *cell == 0 { 0 } else { 255 }).collect();
            let picture = Grey::new(12, 9, pixels).expect("twelve by nine");
            let mut fast: Vec<usize> = marks(&picture).iter().map(|mark| mark.area).collect();
            let mut slow: Vec<usize> = flooded(&picture).iter().map(|(_, size)| *size).collect();
            fast.sort_unstable();
            slow.sort_unstable();
            proptest::prop_assert_eq!(fast, slow);
        }
    }

    #[test]
    fn rows_of_letters_are_text_and_rules_and_specks_are_not() {
        let mut picture = Grey::new(300, 100, vec![255; 30_000]).expect("a page");
        let mut block = |x: usize, y: usize, w: usize, h: usize| {
            for at in (y..y + h)
                .flat_map(|y| (x..x + w).filter(move |x| (x + y) % 4 != 0).map(move |x| y * 300 + x))
            {
                picture.pixels[at] = 0;
            }
        };
        (0..12).for_each(|at| block(20 + at * 9, 20 + at % 2, 6, 9));
        block(250, 70, 2, 2);
        for x in 10..290 {
            picture.pixels[60 * 300 + x] = 0;
        }
        let ink = ink(&picture);
        assert_eq!(ink.lines.len(), 1, "{ink:?}");
        assert_eq!((ink.lines[0].marks.len(), ink.lines[0].rect.x), (12, 20.0));
        assert!(ink.others.iter().any(|mark| mark.rect.w > 200.0));
    }
}
