//! Words that the recogniser cut in two: a capital and the rest of its word ("A uthority"). The boxes that it gives for such
//! capitals are too narrow to tell, so the white between the two is looked up in the picture.

use super::Found;
use crate::raster::Grey;

/// A gap between words is at least this share of the usual one of its page: torn capitals have half, the narrowest real
/// gaps three quarters.
const GAP: f32 = 0.55;
/// Darker pixels are ink.
const DARK: u8 = 150;

/// Joins such words.
pub(super) fn joined(words: Vec<Found>, picture: &Grey) -> Vec<Found> {
    let usual = usual_gap(&words);
    let mut joined: Vec<Found> = Vec::with_capacity(words.len());
    for word in words {
        match joined.last_mut() {
            Some(last) if is_torn(last, &word) && white_between(last, &word, picture) < GAP * usual => {
                last.text.push_str(&word.text);
                last.rect = last.rect.union(word.rect);
                last.confidence = last.confidence.min(word.confidence);
            }
            _ => joined.push(word),
        }
    }
    joined
}

fn is_torn(last: &Found, word: &Found) -> bool {
    // "A" of "Authority", or the "S" of "non-State".
    let part = last.text.rsplit(['-', '‑']).next().unwrap_or_default();
    let mut letters = part.trim_start_matches(|c: char| !c.is_alphanumeric()).chars();
    let is_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    last.line == word.line
        && is_capital
        && word.text.starts_with(char::is_lowercase)
        && word.text.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

/// The widest run of columns without ink from where a word begins to where the next does.
fn white_between(last: &Found, word: &Found, picture: &Grey) -> f32 {
    let pixel = |edge: f32, most: usize| (edge.max(0.0) as usize).min(most);
    // The line above may reach into the boxes; at their foot are the serifs, which are nearest to each other.
    let (y, h) = (word.rect.y.max(last.rect.y), word.rect.h.min(last.rect.h));
    let rows = pixel(y + 0.1 * h, picture.height)..pixel(y + h + 1.0, picture.height);
    let columns = pixel(last.rect.x, picture.width)..pixel(word.rect.x + 1.0, picture.width);
    let (mut widest, mut run) = (0, 0);
    for x in columns {
        let inked = rows.clone().any(|y| picture.row(y)[x] < DARK);
        run = if inked { 0 } else { run + 1 };
        widest = widest.max(run);
    }
    widest as f32
}

/// The middle one of the gaps between words of a line.
fn usual_gap(words: &[Found]) -> f32 {
    let gaps = words.windows(2).filter(|two| two[0].line == two[1].line);
    let mut gaps: Vec<f32> = gaps.map(|two| two[1].rect.x - two[0].rect.right()).collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::Rect;

    /// Words with the places of their boxes, and a picture with ink where the second list says.
    fn texts(words: &[(&str, f32, f32)], inked: &[std::ops::Range<usize>]) -> Vec<String> {
        let found = |(text, x, w): &(&str, f32, f32)| {
            let rect = Rect { x: *x, y: 2.0, w: *w, h: 10.0 };
            Found { text: (*text).into(), rect, confidence: 0.9, ..Found::default() }
        };
        let ink = |x: usize| if inked.iter().any(|range| range.contains(&x)) { 0 } else { 255 };
        let pixels = (0..200 * 14).map(|at| ink(at % 200)).collect();
        let picture = Grey::new(200, 14, pixels).expect("a line");
        joined(words.iter().map(found).collect(), &picture).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn a_torn_capital_is_joined_and_a_word_of_one_letter_is_not() {
        // The box of the first A is as wide as half of it.
        let words = [
            ("the", 0.0, 20.0),
            ("A", 28.0, 4.0),
            ("uthority", 37.0, 40.0),
            ("of", 85.0, 10.0),
            ("A", 103.0, 8.0),
            ("state", 119.0, 30.0),
        ];
        let inked = [0..20, 28..36, 37..77, 85..95, 103..111, 119..149];
        assert_eq!(texts(&words, &inked), ["the", "Authority", "of", "A", "state"]);
        let words =
            [("other", 0.0, 30.0), ("non-S", 38.0, 20.0), ("tate", 60.0, 30.0), ("actors", 98.0, 40.0)];
        assert_eq!(texts(&words, &[0..30, 38..59, 60..90, 98..138]), ["other", "non-State", "actors"]);
    }
}
