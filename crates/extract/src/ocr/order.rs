//! The order of recognised words, where the layout and the recogniser disagree about it: then the recogniser's blocks are
//! taken, which it found on the picture itself, with its rules and white space.

use super::{Found, page};
use crosscut_text::{Block, Line, Page, Rect, Role, Span, Word};
use std::collections::BTreeMap;

/// Share of words after which the layout goes on elsewhere than the recogniser, from which they disagree. Blocks that
/// are merely in another order give a few in a hundred; lines of two columns that were taken for one give thirty.
const ELSEWHERE: f32 = 0.12;
/// Share of a page's words in tables, which have an order of their own, from which the layout is right.
const TABLES: f32 = 0.3;
/// Changes of column that the layout has more than the recogniser from which it has cut leaning columns in pieces.
const PIECES: usize = 2;
/// Fewest words that say anything.
const FEWEST: usize = 40;

/// Puts the recogniser's blocks in place of the layout's where these disagree. What the layout knows of their words (a
/// note, a running head, a heading) they keep; notes come last.
pub(super) fn settle(page: &mut Page, found: &[Found]) {
    if disagree(page, found) {
        let roles = roles(page, found);
        let mut at = 0;
        let mut blocks: Vec<Block> = Vec::new();
        for words in found.chunk_by(|a, b| paragraph(a) == paragraph(b)) {
            let role = usual_role(&roles[at..at + words.len()]);
            blocks.push(Block { role, ..block(words) });
            at += words.len();
        }
        blocks.sort_by_key(|block| block.role == Role::Note);
        page.blocks = blocks;
    }
}

/// The role that the layout gives each word.
fn roles(page: &Page, found: &[Found]) -> Vec<Role> {
    let mut roles = vec![Role::Body; found.len()];
    for block in &page.blocks {
        for word in block.lines.iter().flat_map(|line| &line.words) {
            if let Some(at) = index(found, word.rect) {
                roles[at] = block.role;
            }
        }
    }
    roles
}

/// The role that all but a few of some words have; body where there is none such, and for cells, which need their table.
fn usual_role(roles: &[Role]) -> Role {
    let count = |role: Role| roles.iter().filter(|one| **one == role).count();
    let usual = roles.iter().copied().max_by_key(|role| count(*role)).unwrap_or_default();
    let is_sure = 5 * count(usual) >= 4 * roles.len() && usual != Role::TableCell;
    if is_sure { usual } else { Role::Body }
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
    let text = page.blocks.iter().filter(|block| block.role.is_text());
    let lines = text.flat_map(|block| &block.lines);
    let order: Vec<usize> =
        lines.flat_map(|line| &line.words).filter_map(|word| index(found, word.rect)).collect();
    // A word that the layout has in pieces is one place twice.
    let elsewhere = order.windows(2).filter(|two| two[1] != two[0] + 1 && two[1] != two[0]).count();
    let in_pieces = || {
        let mut recognised = order.clone();
        recognised.sort_unstable();
        changes_of_column(found, &order) >= changes_of_column(found, &recognised) + PIECES
    };
    (in_tables as f32) < TABLES * found.len() as f32
        && (elsewhere as f32 > ELSEWHERE * found.len() as f32 || in_pieces())
}

/// How often an order of words goes on in another column: with a line that has nothing above or below the one before.
fn changes_of_column(found: &[Found], order: &[usize]) -> usize {
    let mut lines: BTreeMap<u32, Rect> = BTreeMap::new();
    for word in found {
        lines.entry(word.line).and_modify(|line| *line = line.union(word.rect)).or_insert(word.rect);
    }
    let apart = |two: &&[usize]| {
        let place = |at: usize| lines.get(&found[at].line).copied().unwrap_or_default();
        let (a, b) = (place(two[0]), place(two[1]));
        found[two[0]].line != found[two[1]].line && (a.right() < b.x || b.right() < a.x)
    };
    order.windows(2).filter(apart).count()
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
        assert_eq!((text(&mixed), mixed.blocks.len()), (right.clone(), 2));
        // What the layout took for notes comes last, as notes.
        let mut noted =
            page((0..10).flat_map(|line| {
                (0..2).flat_map(move |column| (0..5).map(move |w| column * 50 + line * 5 + w))
            }));
        noted.blocks[0].lines.retain(|line| !line.text.starts_with("w4"));
        let notes = (40..50).map(|at| line(&columns()[at..=at], 8.0)).collect();
        noted.blocks.push(Block { role: Role::Note, lines: notes, ..Block::default() });
        let found: Vec<Found> = columns()
            .into_iter()
            .enumerate()
            .map(|(at, word)| Found {
                line: word.line + if (40..50).contains(&at) { 1_000 } else { 0 },
                ..word
            })
            .collect();
        settle(&mut noted, &found);
        let last = noted.blocks.last().expect("three blocks");
        assert_eq!((last.role, last.lines.len(), noted.blocks.len()), (Role::Note, 2, 3));
        // Columns that were cut in pieces.
        let pieces = (0..25).chain(50..75).chain(25..50).chain(75..100);
        let mut cut = page(pieces);
        settle(&mut cut, &columns());
        assert_eq!(text(&cut), right);
        // The columns the other way round are the layout's choice.
        let mut swapped = page((50..100).chain(0..50));
        let before = swapped.clone();
        settle(&mut swapped, &columns());
        assert_eq!(swapped, before);
    }
}
