//! The order of recognised words. The layout makes one of their places; the recogniser has another, by the blocks that it
//! found on the picture itself, with its rules and white space. Either is wrong on some pages: columns read across, or cut
//! in pieces and these shuffled. Which one reads on better is told by the seams between lines ([`cost`]).

use super::{Found, page};
use crosscut_text::{Block, Line, Page, Rect, Role, Span, Word};
use std::collections::BTreeMap;

/// Share of a page's words in tables, which have an order of their own, from which the layout is right.
const TABLES: f32 = 0.3;
/// Fewest words that say anything.
const FEWEST: usize = 40;
/// Words at a line's ends that may be missing: the layout takes some for one, or sets them aside.
const FEW: usize = 2;
/// What a bad seam costs: the next line is elsewhere on the page …
const ELSEWHERE: u32 = 1;
/// … or a sentence does not go on there …
const CUT: u32 = 1;
/// … or a word that is divided at the end of a line does not …
const DIVIDED: u32 = 2;
/// … or a line is left, or entered, in its middle.
const TORN: u32 = 2;
/// The recogniser's order is taken where it costs so much less: the layout knows more of paragraphs and headings.
const BETTER: u32 = 2;
/// A page has a handful of seams that cost something: its head, its columns, its notes. Where more cost so much for each
/// line, its order is in doubt.
const USUAL: u32 = 10;
const DOUBTFUL: f32 = 0.2;

/// Puts the recogniser's blocks in place of the layout's where their words read on better. What the layout knows of them (a
/// note, a running head, a heading) they keep; notes come last. Tells whether the order is in doubt even so.
pub(super) fn settle(page: &mut Page, found: &[Found]) -> bool {
    let order = order(page, found);
    if found.len() < FEWEST || order.len() < FEWEST || in_tables(page) > TABLES * found.len() as f32 {
        return false;
    }
    let lines = lines(found);
    let mut recognised = order.clone();
    recognised.sort_unstable();
    recognised.dedup();
    let (own, other) = (cost(found, &lines, &order), cost(found, &lines, &recognised));
    if other + BETTER <= own {
        take(page, found);
    }
    let cost = own.min(other);
    cost > USUAL && cost as f32 > DOUBTFUL * lines.len() as f32
}

/// The recogniser's paragraphs as the blocks of a page.
fn take(page: &mut Page, found: &[Found]) {
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

/// The words of a page's text as the layout has them in order.
fn order(page: &Page, found: &[Found]) -> Vec<usize> {
    let text = page.blocks.iter().filter(|block| block.role.is_text());
    let words = text.flat_map(|block| &block.lines).flat_map(|line| &line.words);
    words.filter_map(|word| index(found, word.rect)).collect()
}

/// How many words are in tables.
fn in_tables(page: &Page) -> f32 {
    let cells = page.blocks.iter().filter(|block| block.role == Role::TableCell);
    cells.flat_map(|block| &block.lines).map(|line| line.words.len()).sum::<usize>() as f32
}

/// A line of the recogniser: its place, and its first and last word.
#[derive(Clone, Copy, Debug)]
struct Row {
    rect: Rect,
    first: usize,
    last: usize,
}

/// The lines by their numbers. Boxes of single words may reach into the lines around: most of the words say how high one is.
fn lines(found: &[Found]) -> BTreeMap<u32, Row> {
    let mut lines: BTreeMap<u32, Row> = BTreeMap::new();
    let mut first = 0;
    for words in found.chunk_by(|a, b| a.line == b.line) {
        let last = first + words.len() - 1;
        let across = words.iter().map(|word| word.rect).reduce(Rect::union).unwrap_or_default();
        let (y, foot) = (middle(words, |rect| rect.y), middle(words, |rect| rect.bottom()));
        lines.insert(words[0].line, Row { rect: Rect { y, h: foot - y, ..across }, first, last });
        first = last + 1;
    }
    lines
}

fn middle(words: &[Found], edge: impl Fn(Rect) -> f32) -> f32 {
    let mut edges: Vec<f32> = words.iter().map(|word| edge(word.rect)).collect();
    edges.sort_by(f32::total_cmp);
    edges.get(edges.len() / 2).copied().unwrap_or_default()
}

/// What the seams of an order of words cost together.
fn cost(found: &[Found], lines: &BTreeMap<u32, Row>, order: &[usize]) -> u32 {
    let seams = order.windows(2).map(|two| (two[0], two[1]));
    // A word that the layout has in pieces is one place twice, two that it has as one skip the second's.
    let is_within = |a: usize, b: usize| found[a].line == found[b].line && (a..=a + FEW + 1).contains(&b);
    let seams = seams.filter(|(a, b)| !is_within(*a, *b));
    seams
        .map(|(a, b)| {
            let (Some(above), Some(below)) = (lines.get(&found[a].line), lines.get(&found[b].line)) else {
                return 0;
            };
            let is_torn = above.last > a + FEW || b > below.first + FEW;
            let torn = if is_torn { TORN } else { 0 };
            torn + if reads_down(above.rect, below.rect) { 0 } else { ELSEWHERE }
                + break_cost(&found[a].text, &found[b].text)
        })
        .sum()
}

/// Whether a line is the next below another.
fn reads_down(above: Rect, below: Rect) -> bool {
    let apart = below.y - above.bottom();
    above.x < below.right()
        && below.x < above.right()
        && apart < 2.5 * above.h.max(below.h)
        && below.y + below.bottom() > above.y + above.bottom()
}

/// What it costs that a text goes on with another at the end of a line.
fn break_cost(last: &str, next: &str) -> u32 {
    let is_small = next.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_lowercase);
    let is_divided =
        last.strip_suffix(['-', '‐', '\u{ad}']).is_some_and(|word| word.ends_with(char::is_alphabetic));
    // "1" or ")" behind the stop is the mark of a note.
    let ended = last.trim_end_matches(|c: char| {
        c.is_ascii_digit() || !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?')
    });
    let is_end = ended.ends_with(['.', '!', '?']) && ended.chars().count() > 3;
    match (is_divided, is_small) {
        (true, false) => DIVIDED,
        (false, true) if is_end && !next.contains(')') && !next.ends_with('.') => CUT,
        _ => 0,
    }
}

/// Which word was recognised at a place: of those whose boxes reach there, the one that has its middle nearest.
fn index(found: &[Found], place: Rect) -> Option<usize> {
    let middle = |rect: Rect| (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0);
    let (x, y) = middle(place);
    let holds = |rect: Rect| rect.x <= x && x <= rect.right() && rect.y <= y && y <= rect.bottom();
    let near = found.iter().enumerate().filter(|(_, word)| holds(word.rect));
    let off = |word: &Found| {
        let (a, b) = middle(word.rect);
        (a - x).abs() + (b - y).abs()
    };
    near.min_by(|(_, a), (_, b)| off(a).total_cmp(&off(b))).map(|(at, _)| at)
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
    let bold = found.iter().all(|word| word.bold);
    Line { text, words, font_size, bold, ..Line::default() }
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
            Found { text: format!("w{at}"), rect, line: number, block, confidence: 0.9, ..Found::default() }
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

    #[test]
    fn the_layout_stays_where_the_recogniser_cut_columns_in_pieces() {
        let found = columns();
        let pieces = (0..25).chain(50..75).chain(25..50).chain(75..100);
        let shuffled: Vec<Found> = pieces.map(|at| found[at].clone()).collect();
        let mut right = page(0..100);
        let before = right.clone();
        assert!(!settle(&mut right, &shuffled));
        assert_eq!(right, before);
    }

    #[test]
    fn a_page_that_both_read_across_is_in_doubt() {
        let across =
            |line: usize| (0..2).flat_map(move |column| (0..5).map(move |w| column * 50 + line * 5 + w));
        let found: Vec<Found> = (0..10).flat_map(across).map(|at| columns()[at].clone()).collect();
        assert!(settle(&mut page((0..10).flat_map(across)), &found));
    }

    #[test]
    fn words_that_are_divided_go_on_with_small_letters() {
        for (last, next, bad) in [
            ("prod-", "ucts", 0),
            ("prod-", "Article", DIVIDED),
            ("amended.", "and", CUT),
            ("Parties.1", "and", CUT),
            ("Bank", "and", 0),
            ("following:", "(a)", 0),
            ("security;", "b)", 0),
        ] {
            assert_eq!(break_cost(last, next), bad, "{last} {next}");
        }
    }
}
