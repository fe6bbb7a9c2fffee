//! Paper made white and noise taken out: what a photograph or a worn copy needs before it is read.

use super::Grey;

/// Side of the squares in which the paper's brightness is measured: wider than the strokes of any usual letter.
const CELL: usize = 24;
/// Share of a square's pixels that are darker than its paper, at most.
const PAPER: f32 = 0.75;
/// Paper darker than this is no paper: a picture, or the table on which a page was photographed.
const DARKEST_PAPER: f32 = 60.0;
/// Median of a square below which its paper is dark.
const DARK_PAPER: f32 = 128.0;
/// Share of a picture with light letters on dark paper from which that part of it is turned over.
const REVERSED: f32 = 0.004;
/// Share of pixels that are lone specks from which a page is called speckled; print has a hundredth of it.
const SPECKLED: f32 = 0.0004;
/// Spread of the paper's grain, in steps of 256, from which it disturbs the reading.
const GRAINY: f32 = 5.0;

/// Longer side of a page, in pixels, at which print is told from grain: 120 dots an inch.
const PAGE: f32 = 1_400.0;
/// Share of a page's pixels that even a page of a few lines prints.
const PRINT: f32 = 0.003;
/// How much darker than its paper print is that needs no darkening, in steps of 256; the least that is taken for print,
/// also in spreads of the grain; and what it is darkened to.
const DARK_PRINT: f32 = 140.0;
const FAINTEST: f32 = 25.0;
const GRAINS: f32 = 4.5;
const FULL_PRINT: f32 = 220.0;

/// A picture to be read: its paper white all over; specks, and then the grain of the paper, smoothed where there is any.
pub(crate) fn clean(picture: &Grey) -> Grey {
    let mut picture = with_even_paper(picture);
    if specks(&picture) > SPECKLED {
        picture = median(&picture);
    }
    if grain(&picture) > GRAINY {
        picture = blurred(&picture);
    }
    picture
}

/// Whether a square has some light pixels on paper that is dark and even.
fn is_reversed(picture: &Grey, square: (usize, usize)) -> bool {
    let counts = counts(picture, square);
    let [dark, middle, light] = [0.05, 0.5, 0.95].map(|share| quantile(&counts, share));
    (20.0..200.0).contains(&middle) && light - middle >= 50.0 && middle - dark <= 0.35 * (light - middle)
}

/// The picture divided by the brightness of its paper, place by place, its print as dark as print is.
pub(crate) fn with_even_paper(picture: &Grey) -> Grey {
    with_dark_print(match positive(picture) {
        Some(positive) => evened(&positive),
        None => evened(picture),
    })
}

/// The picture with its parts turned over that show light letters on dark paper; `None` where there are none.
fn positive(picture: &Grey) -> Option<Grey> {
    let (columns, rows) = (picture.width.div_ceil(CELL), picture.height.div_ceil(CELL));
    let at = |number: usize| (number % columns, number / columns);
    let reversed: Vec<bool> = (0..columns * rows).map(|number| is_reversed(picture, at(number))).collect();
    // The edge of a page on a dark table is a line of such squares, letters are patches of them.
    let in_patch =
        |number: &usize| around(*number, columns, rows).filter(|near| reversed[*near]).count() >= 6;
    let patches: Vec<usize> = (0..reversed.len()).filter(in_patch).collect();
    if patches.len() as f32 <= REVERSED * reversed.len() as f32 {
        return None;
    }
    // All dark paper that hangs together with such a patch.
    let dark: Vec<bool> =
        (0..reversed.len()).map(|number| quantile(&counts(picture, at(number)), 0.5) < DARK_PAPER).collect();
    let mut turned = vec![false; reversed.len()];
    let mut open = patches;
    while let Some(number) = open.pop() {
        if !turned[number] {
            turned[number] = true;
            open.extend(around(number, columns, rows).filter(|near| dark[*near] && !turned[*near]));
        }
    }
    let mut positive = picture.clone();
    for (y, row) in positive.pixels.chunks_exact_mut(picture.width).enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            if turned[y / CELL * columns + x / CELL] {
                *pixel = 255 - *pixel;
            }
        }
    }
    Some(positive)
}

/// Faded print darkened: print that is clearly darker than its paper's grain, but lighter than ink is taken for.
fn with_dark_print(picture: Grey) -> Grey {
    let small = picture.smaller(((picture.width.max(picture.height) as f32) / PAGE).round() as usize);
    let mut counts = [0; 256];
    small.pixels.iter().for_each(|pixel| counts[usize::from(*pixel)] += 1);
    let [print, low, middle] = [PRINT, 0.16, 0.5].map(|share| 255.0 - quantile(&counts, share));
    if print >= DARK_PRINT || print < FAINTEST.max(GRAINS * (low - middle)) {
        return picture;
    }
    let darker = |pixel: &u8| 255.0 - (255.0 - f32::from(*pixel)) * FULL_PRINT / print;
    let pixels = picture.pixels.iter().map(|pixel| darker(pixel).max(0.0) as u8).collect();
    Grey { pixels, ..picture }
}

fn evened(picture: &Grey) -> Grey {
    let (columns, rows) = (picture.width.div_ceil(CELL), picture.height.div_ceil(CELL));
    let paper = smoothed(&lightest(&paper(picture, columns, rows), columns, rows), columns, rows);
    if paper.iter().all(|value| *value > 251.0) {
        return picture.clone();
    }
    let mut pixels = Vec::with_capacity(picture.pixels.len());
    for y in 0..picture.height {
        let (above, below, lower) = between(y, rows);
        for (x, pixel) in picture.row(y).iter().enumerate() {
            let (left, right, share) = between(x, columns);
            let at = |row: usize| {
                let (first, second) = (paper[row * columns + left], paper[row * columns + right]);
                first + (second - first) * share
            };
            let (upper, under) = (at(above), at(below));
            let here = (upper + (under - upper) * lower).max(DARKEST_PAPER);
            pixels.push((f32::from(*pixel) * 255.0 / here).min(255.0) as u8);
        }
    }
    Grey { pixels, ..*picture }
}

/// The two squares between whose middles a pixel lies, and its share of the way.
fn between(at: usize, count: usize) -> (usize, usize, f32) {
    let place = ((at as f32 + 0.5) / CELL as f32 - 0.5).max(0.0);
    let first = (place as usize).min(count - 1);
    (first, (first + 1).min(count - 1), place - first as f32)
}

/// Brightness of the paper in each square.
fn paper(picture: &Grey, columns: usize, rows: usize) -> Vec<f32> {
    let paper = |number: usize| quantile(&counts(picture, (number % columns, number / columns)), PAPER);
    (0..columns * rows).map(paper).collect()
}

/// How often each value is in a square.
fn counts(picture: &Grey, (column, row): (usize, usize)) -> [u32; 256] {
    let mut counts = [0; 256];
    let right = ((column + 1) * CELL).min(picture.width);
    for y in row * CELL..((row + 1) * CELL).min(picture.height) {
        for pixel in &picture.row(y)[column * CELL..right] {
            counts[usize::from(*pixel)] += 1;
        }
    }
    counts
}

/// The value below which a share of the counted pixels lies.
fn quantile(counts: &[u32; 256], share: f32) -> f32 {
    let wanted = (share * counts.iter().sum::<u32>() as f32) as u32;
    let mut seen = 0;
    let value = counts.iter().position(|count| {
        seen += count;
        seen > wanted
    });
    value.unwrap_or(255) as f32
}

/// The neighbours of a square, and itself.
fn around(at: usize, columns: usize, rows: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (at % columns, at / columns);
    let (left, right) = (x.saturating_sub(1), (x + 1).min(columns - 1));
    (y.saturating_sub(1)..=(y + 1).min(rows - 1))
        .flat_map(move |y| (left..=right).map(move |x| y * columns + x))
}

fn lightest(values: &[f32], columns: usize, rows: usize) -> Vec<f32> {
    let lightest = |at| around(at, columns, rows).map(|near| values[near]).fold(0.0, f32::max);
    (0..values.len()).map(lightest).collect()
}

fn smoothed(values: &[f32], columns: usize, rows: usize) -> Vec<f32> {
    let mean = |at| {
        let (sum, count) =
            around(at, columns, rows).fold((0.0, 0.0), |(s, n), near| (s + values[near], n + 1.0));
        sum / count
    };
    (0..values.len()).map(mean).collect()
}

/// Share of pixels that are dark and have only light neighbours.
fn specks(picture: &Grey) -> f32 {
    let mut count = 0_usize;
    for y in 1..picture.height.saturating_sub(1) {
        let (above, here, below) = (picture.row(y - 1), picture.row(y), picture.row(y + 1));
        for x in 1..picture.width.saturating_sub(1) {
            let light = |row: &[u8]| row[x - 1] > 150 && row[x + 1] > 150;
            count += usize::from(
                here[x] < 90
                    && above[x] > 150
                    && below[x] > 150
                    && light(here)
                    && light(above)
                    && light(below),
            );
        }
    }
    count as f32 / picture.pixels.len() as f32
}

/// How much light pixels differ from their neighbours along a row: the middle of what is seen.
fn grain(picture: &Grey) -> f32 {
    let mut counts = [0_u64; 512];
    for row in (0..picture.height).step_by(3).map(|y| picture.row(y)) {
        for three in row.windows(3).filter(|three| three.iter().all(|pixel| *pixel > 160 && *pixel < 255)) {
            let bend = i32::from(three[0]) - 2 * i32::from(three[1]) + i32::from(three[2]);
            counts[(bend.unsigned_abs() as usize).min(511)] += 1;
        }
    }
    let all: u64 = counts.iter().sum();
    // Paper that is white throughout has no grain.
    if all * 30 < picture.pixels.len() as u64 {
        return 0.0;
    }
    let mut seen = 0;
    let middle = counts.iter().position(|count| {
        seen += count;
        2 * seen >= all
    });
    // The median of such a difference is 0.6745 times the root of six times the spread.
    middle.unwrap_or(0) as f32 / (0.6745 * 6.0_f32.sqrt())
}

/// Each pixel as the middle one of its nine.
fn median(picture: &Grey) -> Grey {
    let mut pixels = picture.pixels.clone();
    for y in 1..picture.height.saturating_sub(1) {
        let rows = [picture.row(y - 1), picture.row(y), picture.row(y + 1)];
        for x in 1..picture.width.saturating_sub(1) {
            let mut nine = [0_u8; 9];
            for (three, row) in nine.chunks_exact_mut(3).zip(rows) {
                three.copy_from_slice(&row[x - 1..=x + 1]);
            }
            let (_, middle, _) = nine.select_nth_unstable(4);
            pixels[y * picture.width + x] = *middle;
        }
    }
    Grey { pixels, ..*picture }
}

/// Blurred as by a Gaussian of 0.8 pixels: weights 1, 2, 1 both ways come close.
fn blurred(picture: &Grey) -> Grey {
    let mut pixels = picture.pixels.clone();
    for y in 1..picture.height.saturating_sub(1) {
        let (above, here, below) = (picture.row(y - 1), picture.row(y), picture.row(y + 1));
        for x in 1..picture.width.saturating_sub(1) {
            let column = |x: usize| u32::from(above[x]) + 2 * u32::from(here[x]) + u32::from(below[x]);
            pixels[y * picture.width + x] = ((column(x - 1) + 2 * column(x) + column(x + 1) + 8) / 16) as u8;
        }
    }
    Grey { pixels, ..*picture }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Black bars of two pixels on paper whose brightness a function gives.
    fn page(paper: impl Fn(usize, usize) -> u8) -> Grey {
        let (width, height) = (240, 200);
        let pixel = |at: usize| {
            let (x, y) = (at % width, at / width);
            if y % 12 < 2 && x % 7 < 4 { paper(x, y) / 5 } else { paper(x, y) }
        };
        Grey::new(width, height, (0..width * height).map(pixel).collect()).expect("a page")
    }

    #[test]
    fn uneven_paper_becomes_white_and_ink_stays_dark() {
        let even = with_even_paper(&page(|x, _| 220 - (x / 12) as u8));
        let light = even.pixels.iter().filter(|pixel| **pixel > 235).count();
        let dark = even.pixels.iter().filter(|pixel| **pixel < 80).count();
        let inked = page(|_, _| 200).pixels.iter().filter(|pixel| **pixel < 100).count();
        assert_eq!(dark, inked);
        assert!(light + dark > even.pixels.len() * 95 / 100, "{light} {dark}");
    }

    #[test]
    fn light_letters_on_dark_paper_are_turned_over() {
        let mut negative = page(|_, _| 255);
        negative.pixels.iter_mut().for_each(|pixel| *pixel = if *pixel < 100 { 255 } else { 90 });
        // Only its lower half is so.
        let upper = page(|_, _| 255);
        negative.pixels[..240 * 96].copy_from_slice(&upper.pixels[..240 * 96]);
        let turned = with_even_paper(&negative);
        let ink = |picture: &Grey| picture.pixels.iter().filter(|pixel| **pixel < 120).count();
        let (right, got) = (ink(&upper), ink(&turned));
        assert!(got * 10 > right * 9 && got * 10 < right * 11, "{got} {right}");
        // A page on a dark table.
        let table = page(|x, y| if x < 50 || y > 150 { 70 } else { 220 });
        assert!(positive(&table).is_none());
    }

    #[test]
    fn a_clean_page_is_left_as_it_is() {
        let clean_page = page(|_, _| 255);
        assert_eq!(clean(&clean_page), clean_page);
    }

    #[test]
    fn faded_print_is_darkened_and_the_grain_of_a_blank_page_is_not() {
        let faded = |v: u8| 255 - (255 - v) / 5;
        let page = page(|_, _| 255);
        let light = Grey { pixels: page.pixels.iter().map(|pixel| faded(*pixel)).collect(), ..page };
        let darkened = with_even_paper(&light);
        let ink = |picture: &Grey| picture.pixels.iter().filter(|pixel| **pixel < 100).count();
        assert_eq!((ink(&light), ink(&darkened)), (0, ink(&page)));
        let mut state = 1_u64;
        let grain = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            225 + ((state >> 33) % 30) as u8
        };
        let blank = Grey::new(240, 200, (0..240 * 200).map(grain).collect()).expect("a page");
        assert_eq!(ink(&with_even_paper(&blank)), 0);
    }

    #[test]
    fn specks_and_grain_are_seen_and_smoothed() {
        let mut speckled = page(|_, _| 255);
        (0..speckled.pixels.len()).step_by(97).for_each(|at| speckled.pixels[at] = 0);
        assert!(specks(&speckled) > SPECKLED && specks(&clean(&speckled)) == 0.0);
        let (mut grainy, mut state) = (page(|_, _| 220), 1_u64);
        for pixel in grainy.pixels.iter_mut().filter(|pixel| **pixel > 160) {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *pixel = 200 + ((state >> 33) % 41) as u8;
        }
        assert!(grain(&grainy) > GRAINY && grain(&blurred(&grainy)) < grain(&grainy) / 2.0);
        assert_eq!(grain(&page(|_, _| 255)), 0.0);
    }
}
