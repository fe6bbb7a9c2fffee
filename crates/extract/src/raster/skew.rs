//! By how much the lines of a page fall or rise, and whether they run across it at all: the projection profile.
//!
//! Ink is summed along lines of every angle in question; along the lines of text the sums alternate sharply between ink and
//! paper, along any other they blur into each other (Postl 1986).

use super::Grey;

/// Widest angle that is looked for, in degrees: pages that are photographed from the hand lean by ten and more.
const WIDEST: f32 = 15.0;
/// Steps of the first search and of the last, in degrees.
const COARSE: f32 = 0.25;
const FINE: f32 = 0.05;
/// How much sharper the profile at an angle is than the level one, at least, for the page to be turned.
const SHARPER: f64 = 1.06;
/// Darker pixels are ink.
const DARK: u8 = 140;
/// Fewest edges of ink that say anything.
const FEWEST: usize = 400;
/// A longer edge, in pixels, is a rule's or a frame's and no letter's: tables have as many across as down.
const RULE: usize = 30;
/// How much sharper the profile of the columns is than that of the rows where lines run from foot to head.
const SIDEWAYS: f64 = 1.25;
/// Degrees by which the lines of the two halves of a page differ, at least, where they fan out.
const FANNED: f32 = 0.3;

/// The angle by which the lines of a page fall to the right, in degrees within ±15; 0 where none shows.
pub(crate) fn skew(picture: &Grey) -> f32 {
    let edges = lower_edges(picture);
    if edges.len() < FEWEST {
        return 0.0;
    }
    let sharpness = |degrees: f32| sharpness(&edges, picture.height, degrees);
    let steps = (WIDEST / COARSE) as i32;
    let best = sharpest((-steps..=steps).map(|step| step as f32 * COARSE), sharpness);
    let near = (COARSE / FINE) as i32;
    let best = sharpest((-near..=near).map(|step| best + step as f32 * FINE), sharpness);
    if sharpness(best) < SHARPER * sharpness(0.0) && best.abs() > 0.3 || best.abs() < FINE {
        0.0
    } else {
        best
    }
}

/// By how much the lines of the upper and of the lower half of a picture fall, in degrees, where the two differ: a page that
/// was photographed aslant has lines that fan out.
pub(crate) fn fan(picture: &Grey) -> Option<(f32, f32)> {
    let half = picture.height / 2;
    let part = |rows: std::ops::Range<usize>| {
        let pixels = picture.pixels[rows.start * picture.width..rows.end * picture.width].to_vec();
        Grey::new(picture.width, rows.len(), pixels).map(|half| skew(&half))
    };
    let (upper, lower) = (part(0..half)?, part(half..picture.height)?);
    // The page as a whole is straight already: its halves lean against each other, or it is something else that leans.
    let apart = (upper - lower).abs();
    (apart >= FANNED && (upper + lower).abs() <= 0.6 * apart).then_some((upper, lower))
}

/// Whether the lines of a page run upwards or downwards.
pub(crate) fn lies_sideways(picture: &Grey) -> bool {
    let best = |picture: &Grey| {
        let edges = letters_alone(lower_edges(picture));
        let steps = (-14..=14).map(|step| sharpness(&edges, picture.height, step as f32 * 0.5));
        // Edges of different number are compared by their squares, as the sharpness grows.
        (steps.fold(0.0, f64::max) / (edges.len().max(1) as f64).powi(2) * picture.height as f64, edges.len())
    };
    let ((across, count), (along, _)) = (best(picture), best(&picture.turned(1)));
    count >= FEWEST && along > SIDEWAYS * across
}

/// Edges without those of rules.
fn letters_alone(edges: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    let runs = edges.chunk_by(|a, b| a.1 == b.1 && b.0 - a.0 == 1.0);
    runs.filter(|run| run.len() <= RULE).flatten().copied().collect()
}

fn sharpest(angles: impl Iterator<Item = f32>, sharpness: impl Fn(f32) -> f64) -> f32 {
    let best = angles.map(|angle| (sharpness(angle), angle)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or(0.0, |(_, angle)| angle)
}

/// Where ink has paper below it: the feet of letters stand on the lines.
fn lower_edges(picture: &Grey) -> Vec<(f32, f32)> {
    let mut edges = Vec::new();
    for y in 0..picture.height.saturating_sub(1) {
        let (here, below) = (picture.row(y), picture.row(y + 1));
        let feet = here.iter().zip(below).enumerate().filter(|(_, (a, b))| **a < DARK && **b >= DARK);
        edges.extend(feet.map(|(x, _)| (x as f32, y as f32)));
    }
    edges
}

/// Sum of the squares of a profile.
fn sharpness(edges: &[(f32, f32)], height: usize, degrees: f32) -> f64 {
    let slope = degrees.to_radians().tan();
    let mut profile = vec![0_u32; 2 * height + 1];
    let middle = height as f32 / 2.0;
    for (x, y) in edges {
        let at = y - x * slope + middle;
        if let Some(sum) = profile.get_mut(at.max(0.0) as usize) {
            *sum += 1;
        }
    }
    profile.iter().map(|sum| f64::from(*sum).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of short bars, which fall by an angle.
    fn page(degrees: f32) -> Grey {
        let (width, height) = (600_usize, 800_usize);
        let slope = degrees.to_radians().tan();
        let pixel = |at: usize| {
            let (x, y) = (at % width, at / width);
            let level = y as f32 - x as f32 * slope;
            let line = level.rem_euclid(16.0);
            // Letters of one line are not above those of the next.
            let x = x + 1_000 + 3 * (level / 16.0).floor() as usize;
            let inside = (1_100..1_500).contains(&x) && (40..760).contains(&y);
            let upper = 5.0 + (x / 5 % 3) as f32;
            if inside && (upper..12.0).contains(&line) && x % 5 < 3 { 0 } else { 255 }
        };
        Grey::new(width, height, (0..width * height).map(pixel).collect()).expect("a page")
    }

    #[test]
    fn the_angle_of_lines_is_found() {
        for degrees in [-5.0, -2.5, -0.8, 0.0, 0.4, 1.2, 3.3, 5.0] {
            let found = skew(&page(degrees));
            assert!((found - degrees).abs() <= 0.1, "{degrees}: {found}");
        }
    }

    #[test]
    fn a_straightened_page_is_straight() {
        let straight = page(2.5).straightened(2.5);
        assert!(skew(&straight).abs() <= 0.1, "{}", skew(&straight));
    }

    #[test]
    fn lines_that_fan_out_are_levelled() {
        assert_eq!(fan(&page(0.0)), None);
        let fanned = page(0.0).fanned(0.6, -0.6);
        let (upper, lower) = fan(&fanned).expect("it fans out");
        assert!(upper < -0.2 && lower > 0.2, "{upper} {lower}");
        let left = fan(&fanned.fanned(upper, lower)).map_or(0.0, |(upper, lower)| (upper - lower).abs());
        assert!(left < 0.6, "{left}");
    }

    #[test]
    fn lines_that_run_upwards_are_sideways() {
        for degrees in [0.0, 2.0] {
            assert!(!lies_sideways(&page(degrees)));
            assert!(lies_sideways(&page(degrees).turned(1)) && lies_sideways(&page(degrees).turned(3)));
        }
        // A table: as many rules down as lines across.
        let mut table = page(0.0);
        for y in 30..770 {
            (90..520).step_by(40).for_each(|x| table.pixels[y * 600 + x] = 0);
        }
        assert!(!lies_sideways(&table) && lies_sideways(&table.turned(1)));
        let blank = Grey::new(100, 100, vec![255; 10_000]).expect("a page");
        assert!(!lies_sideways(&blank) && skew(&blank) == 0.0);
    }
}
