//! Lines of recognised pages that are no text: numbers of pages that were misread, lines without a letter, and what a fax
//! machine prints at the edge of a page.

use crosscut_text::{Block, Page, Rect, Role};
use std::collections::BTreeSet;

/// What stands within so many points of where another page has its number is a number, too …
const NEAR: (f32, f32) = (25.0, 10.0);
/// … if it has so few letters.
const LETTERS: usize = 5;
/// A line without letters of so few words is set aside: more are figures.
const WORDS: usize = 4;

/// A fax machine prints within this share of a page from its head or foot.
const EDGE: f32 = 0.08;
/// Digits of the shortest telephone number with its area.
const NUMBER: usize = 7;

/// Sets such lines of these pages aside.
pub(super) fn set(pages: &mut [Page], recognised: &BTreeSet<u32>) {
    let places: Vec<Rect> = pages
        .iter()
        .flat_map(|page| &page.blocks)
        .filter(|block| block.role == Role::PageNumber)
        .filter_map(Block::rect)
        .collect();
    for page in pages.iter_mut().filter(|page| recognised.contains(&page.number)) {
        let inner = page.size.map_or(f32::MIN..f32::MAX, |size| EDGE * size.h..(1.0 - EDGE) * size.h);
        let has_number = page.blocks.iter().any(|block| block.role == Role::PageNumber);
        for block in page.blocks.iter_mut().filter(|block| matches!(block.role, Role::Body | Role::Heading)) {
            let [line] = &block.lines[..] else { continue };
            let letters = line.text.chars().filter(|c| c.is_alphanumeric()).count();
            if !has_number && letters <= LETTERS && block.rect().is_some_and(|here| is_near(here, &places)) {
                block.set_role(Role::PageNumber);
            } else if is_without_letters(&line.text) {
                block.set_role(Role::Aside);
            } else if is_of_fax(&line.text) && block.rect().is_some_and(|here| is_outside(here, &inner)) {
                block.set_role(Role::RunningHead);
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

fn is_outside(here: Rect, inner: &std::ops::Range<f32>) -> bool {
    !inner.contains(&(here.y + here.h / 2.0))
}

/// Whether a line has a time of day, and the number of a page or a telephone's: "12-MAY-2011 14:33 FROM: PROTOCOL
/// +41 22 917 00 00 P.02/05". Sentences that have these are small letters for the most part.
fn is_of_fax(text: &str) -> bool {
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    if 5 * count(char::is_lowercase) > 3 * count(char::is_alphanumeric) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let has_time = words.iter().any(|word| is_time(word));
    let page = |two: &[&str]| is_page(two[0], two.get(1).copied().unwrap_or_default());
    let has_page = (0..words.len()).any(|at| page(&words[at..words.len().min(at + 2)]));
    has_time && (has_page || has_telephone(&words))
}

/// "14:33", "14:33:05", "2:05PM".
fn is_time(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let parts: Vec<&str> = word.split(':').collect();
    let is_number = |part: &&str| part.len() <= 2 && part.parse::<u32>().is_ok_and(|number| number < 60);
    (2..=3).contains(&parts.len())
        && parts.iter().all(is_number)
        && parts[1..].iter().all(|part| part.len() == 2)
        && parts[0].parse::<u32>().is_ok_and(|hour| hour < 25)
}

/// "P.02", "PAGE 3", "p. 2/5", "001/004".
fn is_page(word: &str, next: &str) -> bool {
    let is_number = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let is_count =
        |text: &str| text.split_once('/').is_some_and(|(page, all)| is_number(page) && is_number(all));
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
    let number = if letters.len() < word.len() { &word[letters.len()..] } else { next };
    // The word for a page begins with P in most languages that are written with Latin letters; S is German and Swedish.
    let is_name = letters.starts_with(['P', 'p', 'S', 's']) && letters.len() <= 7;
    is_name && (is_number(number) || is_count(number)) || is_count(word) && word.len() == 7
}

/// Whether words in a row are the groups of digits of a telephone number.
fn has_telephone(words: &[&str]) -> bool {
    let is_group = |word: &&&str| {
        let inner = word.trim_matches(|c: char| matches!(c, '+' | '(' | ')' | '-' | '.' | ',' | ';'));
        // "2011-05-12" and "12.05.2011" are days.
        let is_day = inner.split(['-', '.']).count() == 3 && inner.len() <= 10;
        !is_day && !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit() || b"-.()".contains(&b))
    };
    let digits = |words: &[&str]| words.concat().bytes().filter(u8::is_ascii_digit).count();
    words.chunk_by(|a, b| is_group(&a) == is_group(&b)).any(|run| is_group(&&run[0]) && digits(run) >= NUMBER)
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
    fn what_a_fax_machine_prints_is_told_by_its_time_and_number() {
        for text in [
            "12-MAY-2011 14:33 FROM: PROTOCOL TO: 0041229170000 P.02/05",
            "MAY 12 '11 02:33PM MIN FOREIGN AFFAIRS +41 22 917 00 00 P.2",
            "12/05/2011 14:33 MISSION PERMANENTE PAGE 003",
            "Empf. von: 12.05.2011 14:33:07 Amt 1 S. 3/5",
            "2011-05-12 09:05 ARCHIVES 002/004",
        ] {
            assert!(is_of_fax(text), "{text}");
        }
        for text in [
            "Article 3 Reports",
            "The meeting opened at 10:30 on 12 May 2011.",
            "See paragraph 12:30 of part 2/5",
            "On 2011-05-12 at 10:30 THE PARTIES met",
            "1:15 Parties shall report, as Article 2 of the Treaty of 1999 says",
            "Done at Geneva, tel. +41 22 917 00 00",
        ] {
            assert!(!is_of_fax(text), "{text}");
        }
        let fax = "12-MAY-2011 14:33 FROM: PROTOCOL TO: 0041229170000 P.02/05";
        let mut pages =
            [page(1, vec![block(Role::Body, fax, 80.0, 12.0), block(Role::Body, fax, 80.0, 400.0)])];
        pages[0].size = Some(crosscut_text::Size { w: 595.0, h: 842.0 });
        set(&mut pages, &BTreeSet::from([1]));
        assert_eq!(
            pages[0].blocks.iter().map(|b| b.role).collect::<Vec<_>>(),
            [Role::RunningHead, Role::Body]
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
