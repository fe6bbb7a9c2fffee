//! Lines of recognised pages that are no text: numbers of pages that were misread, and lines without a letter.

use crosscut_text::{Block, Page, Rect, Role};
use std::collections::BTreeSet;

/// What stands within so many points of where another page has its number is a number, too …
const NEAR: (f32, f32) = (25.0, 10.0);
/// … if it has so few letters.
const LETTERS: usize = 5;
/// A line without letters of so few words is set aside: more are figures.
const WORDS: usize = 4;

/// Sets such lines of these pages aside.
pub(super) fn set(pages: &mut [Page], recognised: &BTreeSet<u32>) {
    let places: Vec<Rect> = pages
        .iter()
        .flat_map(|page| &page.blocks)
        .filter(|block| block.role == Role::PageNumber)
        .filter_map(Block::rect)
        .collect();
    for page in pages.iter_mut().filter(|page| recognised.contains(&page.number)) {
        let has_number = page.blocks.iter().any(|block| block.role == Role::PageNumber);
        for block in page.blocks.iter_mut().filter(|block| matches!(block.role, Role::Body | Role::Heading)) {
            let [line] = &block.lines[..] else { continue };
            let letters = line.text.chars().filter(|c| c.is_alphanumeric()).count();
            if !has_number && letters <= LETTERS && block.rect().is_some_and(|here| is_near(here, &places)) {
                block.set_role(Role::PageNumber);
            } else if is_without_letters(&line.text) {
                block.set_role(Role::Aside);
            }
        }
    }
}

fn is_near(here: Rect, places: &[Rect]) -> bool {
    let middle = |rect: Rect| (rect.x + rect.w / 2.0, rect.y + rect.h / 2.0);
    let (x, y) = middle(here);
    places.iter().any(|place| {
        let (a, b) = middle(*place);
        (a - x).abs() < NEAR.0 && (b - y).abs() < NEAR.1
    })
}

/// Whether a line is figures and signs alone, and no number of an item ("1.", "(3)", "2)").
fn is_without_letters(text: &str) -> bool {
    let text = text.trim();
    let inner = text.trim_start_matches('(').trim_end_matches(['.', ')']);
    let is_item = inner.len() < text.len() && inner.len() < 4 && inner.bytes().all(|b| b.is_ascii_digit());
    !is_item && !text.chars().any(char::is_alphabetic) && text.split_whitespace().count() <= WORDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::{Line, Span, Word};

    fn block(role: Role, text: &str, x: f32, y: f32) -> Block {
        let rect = Rect { x, y, w: 12.0, h: 8.0 };
        let words = vec![Word { span: Span::at(0, text.len()), rect, ..Word::default() }];
        Block { role, lines: vec![Line { text: text.into(), words, ..Line::default() }], ..Block::default() }
    }

    fn page(number: u32, blocks: Vec<Block>) -> Page {
        Page { number, blocks, ..Page::default() }
    }

    #[test]
    fn a_misread_number_is_told_by_its_place() {
        let mut pages = [
            page(1, vec![block(Role::PageNumber, "-1-", 300.0, 40.0)]),
            page(2, vec![block(Role::Body, "YE", 301.0, 41.0), block(Role::Body, "YES", 301.0, 90.0)]),
        ];
        set(&mut pages, &BTreeSet::from([2]));
        assert_eq!(
            pages[1].blocks.iter().map(|b| b.role).collect::<Vec<_>>(),
            [Role::PageNumber, Role::Body]
        );
    }

    #[test]
    fn lines_without_letters_are_no_text_but_for_numbers_of_items() {
        for text in ["11 +12+ 2018", "| |", "***", "— 7 —"] {
            assert!(is_without_letters(text), "{text}");
        }
        for text in ["1.", "(3)", "12)", "Annex 1", "条约", "5.5 % 6.5 % 7.5 % 8"] {
            assert!(!is_without_letters(text), "{text}");
        }
        let mut pages = [page(1, vec![block(Role::Body, "***", 0.0, 0.0)])];
        set(&mut pages, &BTreeSet::new());
        assert_eq!(pages[0].blocks[0].role, Role::Body);
        set(&mut pages, &BTreeSet::from([1]));
        assert_eq!(pages[0].blocks[0].role, Role::Aside);
    }
}
