//! The page breaks of an older printing, in the middle of running text: a contract that was typed, filed as text and
//! printed again carries its first page numbers, and the lines repeated next to them, between its paragraphs.

use super::starts_item;
use crate::{Block, Page, Role};
use std::collections::{BTreeMap, BTreeSet};

/// The place of a block: index of its page, index on the page.
pub(super) type Place = (usize, usize);

/// Fewest page numbers that make a count.
const COUNT: usize = 3;
/// Fewest letters between two pages of an older printing: shorter, and the numbers are those of a list.
const SHORTEST: usize = 300;
/// Fewest letters on a page of the older printing in the mean.
const USUAL: usize = 1000;
/// Longest text of a line that is repeated at each break.
const LONGEST: usize = 200;

/// A block that holds text.
struct Spot<'a> {
    place: Place,
    block: &'a Block,
    /// Letters of text before it.
    before: usize,
}

/// The blocks that belong to page breaks inside the text: numbers alone that count pages through the document, and the
/// short blocks next to them that come again next to other such numbers.
pub(super) fn inside(pages: &[Page]) -> BTreeSet<Place> {
    let spots = spots(pages);
    let count = counted(&spots);
    let mut next_to: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let near = |at: usize| neighbours(&spots, &count, at);
    for (nth, at) in count.iter().enumerate() {
        for other in near(*at) {
            next_to.entry(letters(spots[other].block)).or_default().insert(nth);
        }
    }
    let repeated = count.iter().flat_map(|at| near(*at)).filter(|at| {
        let breaks = next_to.get(&letters(spots[*at].block));
        breaks.is_some_and(|breaks| breaks.len() >= COUNT.max(count.len() / 2))
    });
    repeated.chain(count.iter().copied()).map(|at| spots[at].place).collect()
}

fn spots(pages: &[Page]) -> Vec<Spot<'_>> {
    let mut spots = Vec::new();
    let mut before = 0;
    for (page, blocks) in pages.iter().map(|page| &page.blocks).enumerate() {
        for (at, block) in blocks.iter().enumerate() {
            let length: usize = block.lines.iter().map(|line| line.text.len()).sum();
            if block.role.is_text() && length > 0 {
                spots.push(Spot { place: (page, at), block, before });
                before += length;
            }
        }
    }
    spots
}

/// The blocks that are the next page number each, as indices; a number may be at the foot of one page and again, or
/// its successor, at the head of the next. None unless they are many enough and far enough apart.
fn counted(spots: &[Spot<'_>]) -> Vec<usize> {
    let numbers: Vec<(usize, usize)> =
        (0..spots.len()).filter_map(|at| page_number(spots[at].block).map(|number| (at, number))).collect();
    let mut best: Vec<usize> = Vec::new();
    let starts = numbers.iter().take(8).filter(|(_, number)| *number <= 5);
    for (first, start) in starts {
        let (mut count, mut last, mut breaks) = (vec![*first], (*first, *start), 1);
        for (at, number) in numbers.iter().filter(|(at, _)| at > first) {
            let apart = spots[*at].before - spots[last.0].before >= SHORTEST;
            let next = *number == last.1 + 1 || *number == last.1 && !apart;
            if next {
                breaks += usize::from(apart);
                count.push(*at);
                last = (*at, *number);
            }
        }
        let length = spots[last.0].before - spots[*first].before;
        let far = breaks >= COUNT && length >= USUAL * (breaks - 1);
        if far && count.len() > best.len() {
            best = count;
        }
    }
    best
}

/// The blocks that touch the block `at` with only page numbers and short blocks in between.
fn neighbours(spots: &[Spot<'_>], count: &[usize], at: usize) -> Vec<usize> {
    const REACH: usize = 3;
    let short = |other: &usize| {
        let block = spots[*other].block;
        let length: usize = block.lines.iter().map(|line| line.text.len()).sum();
        let item = block.lines.first().is_some_and(|line| starts_item(&line.text));
        block.lines.len() <= 3 && length <= LONGEST && block.role != Role::TableCell && !item
    };
    let before = (at.saturating_sub(REACH)..at).rev().take_while(short);
    let after = (at + 1..spots.len().min(at + 1 + REACH)).take_while(short);
    before.chain(after).filter(|other| count.binary_search(other).is_err()).collect()
}

/// "12", "- 12 -", "Page 12", "<PAGE> 12" alone.
fn page_number(block: &Block) -> Option<usize> {
    let [line] = &block.lines[..] else { return None };
    if block.role == Role::TableCell || line.text.len() > 16 {
        return None;
    }
    let text = line.text.trim().trim_start_matches("<PAGE>").trim_start_matches("Page").trim();
    let bare = text.trim_matches(['-', '–', '—', ' ']);
    let digits = !bare.is_empty() && bare.len() <= 3 && bare.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| bare.parse().ok()).flatten()
}

/// The letters and digits of a block in lower case: "Article 2" and "Article 3" are not the same line.
fn letters(block: &Block) -> String {
    let signs = block.lines.iter().flat_map(|line| line.text.chars()).filter(|c| c.is_alphanumeric());
    signs.flat_map(char::to_lowercase).collect()
}

/// Whether a line is a rule that a typewriter drew: "--------".
pub(super) fn is_rule(text: &str) -> bool {
    let mut count = 0;
    // Nearly every line is told from a rule by its first letter.
    for c in text.chars() {
        match c {
            '-' | '–' | '—' | '=' | '‾' | '─' | '━' => count += 1,
            c if c.is_whitespace() => {}
            _ => return false,
        }
    }
    count >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(length: usize, pages: usize, head: &str) -> Page {
        let mut blocks = Vec::new();
        for number in 2..2 + pages {
            blocks.push(Block::plain(Role::Body, format!("{number}. {}", "word ".repeat(length / 5))));
            blocks.push(Block::plain(Role::Body, number.to_string()));
            blocks.push(Block::plain(Role::Heading, head));
        }
        Page { number: 1, blocks, ..Page::default() }
    }

    #[test]
    fn page_numbers_and_the_lines_beside_them_are_found_in_running_text() {
        let pages = [typed(1500, 5, "CONFIDENTIAL")];
        let found: Vec<usize> = inside(&pages).into_iter().map(|(_, block)| block).collect();
        assert_eq!(found, [1, 2, 4, 5, 7, 8, 10, 11, 13, 14]);
    }

    #[test]
    fn a_list_of_numbers_and_two_breaks_are_no_printing() {
        assert!(inside(&[typed(60, 9, "Item")]).is_empty(), "too near");
        assert!(inside(&[typed(1500, 2, "CONFIDENTIAL")]).is_empty(), "too few");
        let mut pages = [typed(1500, 5, "CONFIDENTIAL")];
        pages[0].blocks.iter_mut().for_each(|block| block.role = Role::TableCell);
        assert!(inside(&pages).is_empty(), "cells of a table");
    }

    #[test]
    fn headings_of_articles_beside_the_numbers_are_text() {
        let mut pages = [typed(1500, 5, "Article")];
        for (nth, block) in pages[0].blocks.iter_mut().filter(|block| block.role == Role::Heading).enumerate()
        {
            block.lines[0].text = format!("Article {nth}");
        }
        let found: Vec<usize> = inside(&pages).into_iter().map(|(_, block)| block).collect();
        assert_eq!(found, [1, 4, 7, 10, 13]);
    }

    #[test]
    fn rules_are_told_from_words() {
        assert!(is_rule("----------") && is_rule("- - - - -") && is_rule("===="));
        assert!(!is_rule("--") && !is_rule("_______") && !is_rule("- no -") && !is_rule(""));
    }
}
