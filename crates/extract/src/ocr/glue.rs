//! Words that the recogniser cut in two: a capital and the rest of its word ("A uthority"). The boxes that it gives for such
//! capitals are too narrow to tell, so the white between the two is looked up in the picture; and so is whether the page has
//! the word whole elsewhere, and the rest of it nowhere.

use super::Found;
use crate::raster::Grey;
use crosscut_text::Rect;
use crosscut_text::lexicon::division;
use std::collections::BTreeSet;

/// A gap between words is at least this share of the usual one of its page: torn capitals have half, the narrowest real
/// gaps three quarters.
const GAP: f32 = 0.55;
/// Darker pixels are ink.
const DARK: u8 = 150;

/// Joins such words.
pub(super) fn joined(words: Vec<Found>, picture: &Grey) -> Vec<Found> {
    let (usual, whole) = (usual_gap(&words), whole_words(&words));
    let is_known = |text: &str| whole.contains(letters(text));
    let mut joined: Vec<Found> = Vec::with_capacity(words.len());
    for word in words {
        match joined.last_mut() {
            Some(last)
                if is_torn(last, &word)
                    && (white_between(last, &word, picture) < GAP * usual
                        || !is_known(&word.text) && is_known(&format!("{}{}", last.text, word.text))) =>
            {
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

/// Parts the number of a division from its name: "Article3".
pub(super) fn parted(words: Vec<Found>) -> Vec<Found> {
    words.into_iter().flat_map(|word| part(&word).map_or_else(|| vec![word], Vec::from)).collect()
}

fn part(word: &Found) -> Option<[Found; 2]> {
    let number = word.text.find(|c: char| c.is_ascii_digit())?;
    let (name, number) = word.text.split_at(number);
    let is_number = letters(number).chars().all(|c| c.is_ascii_digit()) && letters(number).len() < 4;
    // Short names are letters of lists ("s.5") in too many other places.
    let is_name = name.chars().count() > 4
        && name.starts_with(char::is_uppercase)
        && name.chars().all(char::is_alphabetic)
        && division(name).is_some();
    (is_name && is_number).then(|| {
        let w = word.rect.w * name.len() as f32 / word.text.len() as f32;
        let first = Found { text: name.into(), rect: Rect { w, ..word.rect }, ..word.clone() };
        let rect = Rect { x: word.rect.x + w, w: word.rect.w - w, ..word.rect };
        [first, Found { text: number.into(), rect, ..word.clone() }]
    })
}

/// The words of a page, but for what may be the rest of one.
fn whole_words(words: &[Found]) -> BTreeSet<String> {
    let rest = |at: usize| at > 0 && is_torn(&words[at - 1], &words[at]);
    let whole = words.iter().enumerate().filter(|(at, _)| !rest(*at));
    whole.map(|(_, word)| letters(&word.text).to_owned()).collect()
}

/// A word without the marks around it.
fn letters(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
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
    fn a_number_is_parted_from_the_name_of_its_division() {
        let texts = |text: &str| {
            let rect = Rect { x: 10.0, y: 2.0, w: 80.0, h: 10.0 };
            let word = Found { text: text.into(), rect, ..Found::default() };
            parted(vec![word])
                .into_iter()
                .map(|word| (word.text, word.rect.x, word.rect.w))
                .collect::<Vec<_>>()
        };
        assert_eq!(texts("Article3"), [("Article".to_owned(), 10.0, 70.0), ("3".to_owned(), 80.0, 10.0)]);
        assert_eq!(texts("ARTICLE12.").len(), 2);
        for whole in ["A3", "Article", "COVID19", "article3", "Article2019", "Article3bis"] {
            assert_eq!(texts(whole).len(), 1, "{whole}");
        }
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
        // As wide apart as other words, but the page has it whole.
        let words = [
            ("Committee", 0.0, 40.0),
            ("A", 48.0, 8.0),
            ("C", 64.0, 8.0),
            ("ommittee,", 80.0, 40.0),
            ("C", 128.0, 8.0),
            ("shall", 144.0, 30.0),
        ];
        let inked = [0..40, 48..56, 64..72, 80..120, 128..136, 144..174];
        assert_eq!(texts(&words, &inked), ["Committee", "A", "Committee,", "C", "shall"]);
        let words =
            [("other", 0.0, 30.0), ("non-S", 38.0, 20.0), ("tate", 60.0, 30.0), ("actors", 98.0, 40.0)];
        assert_eq!(texts(&words, &[0..30, 38..59, 60..90, 98..138]), ["other", "non-State", "actors"]);
    }
}
