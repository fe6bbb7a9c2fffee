//! The order of recognised words, where the layout and the recogniser disagree about it: then the recogniser's blocks are
//! taken, which it found on the picture itself, with its rules and white space.

use super::{Found, page};
use crosscut_text::{Block, Line, Page, Rect, Role, Span, Word};

/// Share of words after which the layout goes on elsewhere than the recogniser, from which they disagree. Blocks that
/// are merely in another order give a few in a hundred; lines of two columns that were taken for one give thirty.
const ELSEWHERE: f32 = 0.12;
/// Share of a page's words in tables, which have an order of their own, from which the layout is right.
const TABLES: f32 = 0.3;
/// Fewest words that say anything.
const FEWEST: usize = 40;

/// Puts the recogniser's blocks in place of the layout's where these disagree.
pub(super) fn settle(page: &mut Page, found: &[Found]) {
    if disagree(page, found) {
        page.blocks = found.chunk_by(|a, b| paragraph(a) == paragraph(b)).map(block).collect();
    }
}

/// The paragraph of a word: its line's number without the line.
fn paragraph(word: &Found) -> u32 {
    word.line / 1_000
}

fn disagree(page: &Page, found: &[Found]) -> bool {
    if found.len() < FEWEST || found.iter().all(|word| word.block == found[0].block) {
        return false;
    }
    let in_tables =
        page.blocks.iter().filter(|block| block.role == Role::TableCell).flat_map(|block| &block.lines);
    let in_tables = in_tables.map(|line| line.words.len()).sum::<usize>();
    let lines = page.blocks.iter().flat_map(|block| &block.lines);
    let order: Vec<usize> =
        lines.flat_map(|line| &line.words).filter_map(|word| index(found, word.rect)).collect();
    // A word that the layout has in pieces is one place twice.
    let elsewhere = order.windows(2).filter(|two| two[1] != two[0] + 1 && two[1] != two[0]).count();
    elsewhere as f32 > ELSEWHERE * found.len() as f32 && (in_tables as f32) < TABLES * found.len() as f32
}

/// Which word was recognised at a place.
fn index(found: &[Found], place: Rect) -> Option<usize> {
    let (x, y) = (place.x + place.w / 2.0, place.y + place.h / 2.0);
    let holds = |rect: Rect| rect.x <= x && x <= rect.right() && rect.y <= y && y <= rect.bottom();
    found.iter().position(|word| holds(word.rect))
}

fn block(words: &[Found]) -> Block {
    let size = page::size(words);
    let lines = words.chunk_by(|a, b| a.line == b.line).map(|words| line(words, size)).collect();
    Block { role: Role::Body, lines, ..Block::default() }
}

fn line(found: &[Found], font_size: f32) -> Line {
    let mut text = String::new();
    let mut words = Vec::with_capacity(found.len());
    for word in found {
        if !text.is_empty() {
            text.push(' ');
        }
        let span = Span::at(text.len(), word.text.len());
        words.push(Word { span, rect: word.rect, superscript: false, confidence: None });
        text.push_str(&word.text);
    }
    Line { text, words, font_size, ..Line::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two columns of lines of five words, in the recogniser's order.
    fn columns() -> Vec<Found> {
        let word = |at: usize| {
            let (column, line, place) = (at / 50, at / 5 % 10, at % 5);
            let rect =
                Rect { x: (300 * column + 50 * place) as f32, y: 20.0 * line as f32, w: 40.0, h: 10.0 };
            let (block, number) = (column as u32, (column * 1_000_000 + line) as u32);
            Found { text: format!("w{at}"), rect, line: number, block, confidence: 0.9 }
        };
        (0..100).map(word).collect()
    }

    fn page(order: impl Iterator<Item = usize>) -> Page {
        let found = columns();
        let lines = order.map(|at| line(&found[at..=at], 10.0)).collect();
        Page { blocks: vec![Block { lines, ..Block::default() }], ..Page::default() }
    }

    fn text(page: &Page) -> String {
        page.blocks.iter().flat_map(|b| &b.lines).map(|l| l.text.clone()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn columns_taken_for_one_are_put_right_and_other_orders_stay() {
        let right = text(&page(0..100));
        // Line by line across both columns.
        let across = (0..10)
            .flat_map(|line| (0..2).flat_map(move |column| (0..5).map(move |w| column * 50 + line * 5 + w)));
        let mut mixed = page(across);
        assert_ne!(text(&mixed), right);
        settle(&mut mixed, &columns());
        assert_eq!((text(&mixed), mixed.blocks.len()), (right, 2));
        // The columns the other way round are the layout's choice.
        let mut swapped = page((50..100).chain(0..50));
        let before = swapped.clone();
        settle(&mut swapped, &columns());
        assert_eq!(swapped, before);
    }
}
