//! Numbers of items that the recogniser took for a column of their own: it reads them apart from what they number, and badly,
//! for they are no words. Such a page is read again as one column.

use super::Found;
use super::doubt::worth;
use crosscut_text::Rect;

/// Fewest lines of a column of numbers.
const LINES: usize = 3;
/// Letters and digits of the longest number: "xviii", "(12)".
const LONGEST: usize = 5;
/// Share of its lines that are no longer.
const SHORT: f32 = 0.8;
/// What it numbers is at most so many heights of a line to the right of it.
const NEAR: f32 = 8.0;
/// Lines of so many words are text.
const TEXT: usize = 3;
/// The second reading is worth this share of the first at least: it has the same words and the numbers.
const WORTH: f32 = 0.98;

/// A line of the recogniser.
struct Row {
    rect: Rect,
    words: usize,
    block: u32,
    is_short: bool,
}

/// Whether numbers stand apart from what they number, on a page of one column.
pub(super) fn is_torn(words: &[Found]) -> bool {
    let rows = rows(words);
    has_numbers_apart(&rows) && !has_columns(&rows)
}

/// The second reading of a torn page, where it is whole and has the words of the first.
pub(super) fn mended(first: Vec<Found>, second: Vec<Found>) -> Vec<Found> {
    let is_whole = !has_numbers_apart(&rows(&second));
    if is_whole && worth(&second) >= WORTH * worth(&first) { second } else { first }
}

fn rows(words: &[Found]) -> Vec<Row> {
    let row = |line: &[Found]| Row {
        rect: line.iter().map(|word| word.rect).reduce(Rect::union).unwrap_or_default(),
        words: line.len(),
        block: line[0].block,
        is_short: line.len() == 1
            && line[0].text.chars().filter(|c| c.is_alphanumeric()).count() <= LONGEST
            && line[0].text.chars().count() <= LONGEST + 2,
    };
    words.chunk_by(|a, b| a.line == b.line).map(row).collect()
}

/// A block of short lines, each to the left of a line of another block, and the first of its height.
fn has_numbers_apart(rows: &[Row]) -> bool {
    rows.chunk_by(|a, b| a.block == b.block).any(|block| {
        let short: Vec<&Row> = block.iter().filter(|row| row.is_short).collect();
        let numbers = |row: &&&Row| {
            let level =
                || rows.iter().filter(|other| other.block != row.block && are_level(row.rect, other.rect));
            let is_first = level().all(|other| other.rect.x >= row.rect.right());
            let is_near =
                |other: &Row| other.words > 1 && other.rect.x - row.rect.right() < NEAR * other.rect.h;
            is_first && level().any(is_near)
        };
        short.len() >= LINES
            && short.len() as f32 >= SHORT * block.len() as f32
            && short.iter().filter(numbers).count() >= LINES
    })
}

/// Whether lines of text are beside each other.
fn has_columns(rows: &[Row]) -> bool {
    let text: Vec<&Row> = rows.iter().filter(|row| row.words >= TEXT).collect();
    let is_beside = |row: &&&Row| {
        text.iter().any(|other| {
            other.block != row.block && other.rect.x >= row.rect.right() && are_level(row.rect, other.rect)
        })
    };
    text.iter().filter(is_beside).count() >= LINES
}

fn are_level(a: Rect, b: Rect) -> bool {
    a.bottom().min(b.bottom()) - a.y.max(b.y) >= 0.5 * a.h.min(b.h)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words with their place from the left, line and block.
    fn page(words: &[(&str, f32, u32, u32)]) -> Vec<Found> {
        let found = |&(text, x, line, block): &(&str, f32, u32, u32)| {
            let rect =
                Rect { x, y: 30.0 * (line % 100) as f32, w: 10.0 * text.chars().count() as f32, h: 20.0 };
            Found {
                text: text.into(),
                rect,
                line: line + 1000 * block,
                block,
                confidence: 0.95,
                ..Found::default()
            }
        };
        words.iter().map(found).collect()
    }

    #[test]
    fn numbers_in_a_column_of_their_own_are_torn() {
        let numbers = [("1.", 0.0, 0, 1), ("iM", 0.0, 1, 1), ("3.", 0.0, 2, 1)];
        let text =
            [("Light", 60.0, 0, 2), ("lamps", 120.0, 0, 2), ("Trim", 60.0, 1, 2), ("wicks", 120.0, 1, 2)];
        let last = [("Keep", 60.0, 2, 2), ("oil", 120.0, 2, 2)];
        let torn = [&numbers[..], &text, &last].concat();
        assert!(is_torn(&page(&torn)));
        // Two numbers are two, numbers to the right of text are figures, and beside columns a page is not of one.
        assert!(!is_torn(&page(&[&numbers[..2], &text, &last].concat())));
        let right: Vec<_> =
            numbers.iter().map(|&(text, _, line, block)| (text, 400.0, line, block)).collect();
        assert!(!is_torn(&page(&[&text[..], &last, &right].concat())));
        let beside: Vec<_> = (0..3)
            .flat_map(|line| {
                [60.0, 120.0, 180.0, 600.0, 660.0, 720.0].map(|x| ("lamp", x, line, 2 + u32::from(x > 500.0)))
            })
            .collect();
        assert!(!is_torn(&page(&[&numbers[..], &beside].concat())));
    }

    #[test]
    fn the_second_reading_is_taken_where_it_is_whole_and_says_as_much() {
        let text = |block: u32| {
            (0..3).flat_map(move |line| [("lamps", 60.0, line, block), ("lit", 120.0, line, block)])
        };
        let numbers =
            |first, block: u32| [(first, 0.0, 0, block), ("2.", 0.0, 1, block), ("3.", 0.0, 2, block)];
        let first = page(&numbers("l.", 1).into_iter().chain(text(2)).collect::<Vec<_>>());
        let mut whole: Vec<_> = numbers("1.", 1).into_iter().chain(text(1)).collect();
        whole.sort_by_key(|(_, _, line, _)| *line);
        let second = page(&whole);
        assert_eq!(mended(first.clone(), second.clone()), second);
        assert_eq!(mended(second.clone(), first), second);
        assert_eq!(mended(second.clone(), Vec::new()), second);
    }
}
