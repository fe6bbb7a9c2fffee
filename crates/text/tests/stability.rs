//! Eids and texts of clauses outlive another layout, another extraction and a later version.

mod common;

use common::document;
use crosscut_text::{
    AgreementId, Block, Clause, Line, Page, Rect, Role, Size, Source, Span, Word, assemble, segment,
};
use proptest::prelude::*;
use std::path::Path;

/// How an agreement is printed.
#[derive(Clone, Copy, Debug)]
struct Layout {
    /// Letters a line.
    width: usize,
    /// Lines a page.
    height: usize,
    /// Whether each page has a running head.
    head: bool,
    /// Whether each page has its number, and at its top.
    number: Option<bool>,
}

const PLAIN: Layout = Layout { width: 70, height: 10_000, head: false, number: None };

/// Paragraphs on pages of lines of words, each where a printer would set it.
fn print(paragraphs: &[String], layout: Layout) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let mut room = 0;
    for paragraph in paragraphs {
        let title = paragraph.starts_with('~');
        let lines = wrapped(paragraph.trim_start_matches(['~', ' ']), layout.width);
        let count = lines.len();
        let mut rest = lines.into_iter().peekable();
        // A printer keeps a title with what follows it.
        if title && room < 4 {
            room = 0;
        }
        while rest.peek().is_some() {
            if room == 0 {
                finish(pages.last_mut(), layout);
                pages.push(begin(pages.len(), layout));
                room = layout.height;
            }
            let page = pages.last_mut().expect("one was begun");
            let taken = count.min(room);
            let lines: Vec<Line> = rest
                .by_ref()
                .take(taken)
                .enumerate()
                .map(|(nth, words)| line(&words, 72.0, 12.0 * (layout.height - room + nth + 4) as f32, title))
                .collect();
            room -= lines.len();
            let role = if title { Role::Heading } else { Role::Body };
            page.blocks.push(Block { role, lines, centred: title, ..Block::default() });
        }
    }
    finish(pages.last_mut(), layout);
    pages
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.len() + 1 + word.len() <= width) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn line(text: &str, x: f32, y: f32, bold: bool) -> Line {
    let mut words = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        let rect = Rect { x: x + 5.0 * at as f32, y, w: 5.0 * word.len() as f32, h: 10.0 };
        words.push(Word { span: Span::at(at, word.len()), rect, ..Word::default() });
        at += word.len() + 1;
    }
    Line { text: text.to_owned(), words, font_size: 10.0, bold, italic: false }
}

fn begin(pages: usize, layout: Layout) -> Page {
    let number = u32::try_from(pages + 1).expect("few pages");
    let size = Some(Size { w: 595.0, h: 12.0 * (layout.height + 10) as f32 });
    let mut page = Page { number, label: number.to_string(), size, blocks: Vec::new(), placement: None };
    let mut add = |role, text: &str, y| {
        page.blocks.push(Block { role, lines: vec![line(text, 72.0, y, false)], ..Block::default() });
    };
    if layout.head {
        add(Role::RunningHead, "Convention on Quiet", 12.0);
    }
    if layout.number == Some(true) {
        add(Role::PageNumber, &number.to_string(), 24.0);
    }
    page
}

fn finish(page: Option<&mut Page>, layout: Layout) {
    if let (Some(page), Some(false)) = (page, layout.number) {
        let y = 12.0 * (layout.height + 6) as f32;
        let lines = vec![line(&page.number.to_string(), 280.0, y, false)];
        page.blocks.push(Block { role: Role::PageNumber, lines, ..Block::default() });
    }
}

fn clauses(paragraphs: &[String], layout: Layout) -> Vec<Clause> {
    let pages = print(paragraphs, layout);
    segment(&assemble(AgreementId::slug("a"), Source::default(), &pages, Vec::new())).clauses
}

/// Addresses and words.
fn lasting(clauses: &[Clause]) -> Vec<(String, String)> {
    let words = |clause: &Clause| clause.text.split_whitespace().collect::<Vec<_>>().join(" ");
    clauses.iter().map(|clause| (clause.eid.to_string(), words(clause))).collect()
}

/// An agreement with paragraphs and points whose sentences are `lengths` words long.
fn agreement(lengths: &[usize]) -> Vec<String> {
    const WORDS: [&str; 12] = [
        "quiet", "doors", "of", "the", "city", "which", "remain", "closed", "by", "night", "without", "delay",
    ];
    let words = |count: usize| {
        (0..count).map(|nth| WORDS[(nth * 7 + count) % WORDS.len()]).collect::<Vec<_>>().join(" ")
    };
    let mut lines = vec![
        "~ Convention on Quiet".to_owned(),
        "The Parties to this Convention,".to_owned(),
        format!("Noting {};", words(12)),
        "Have agreed as follows:".to_owned(),
    ];
    for (nth, length) in lengths.iter().enumerate() {
        if nth % 3 == 0 {
            lines.push(format!("~ Article {}", nth / 3 + 1));
            lines.push(format!("~ Duties of kind {}", nth / 3 + 1));
        }
        lines.push(format!("{}. Each Party shall keep {}:", nth % 3 + 1, words(*length)));
        lines.push(format!("(a) as far as {};", words(length / 2 + 3)));
        lines.push(format!("(b) and in addition {}.", words(length / 3 + 2)));
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn heads_page_numbers_page_breaks_and_line_breaks_change_no_clause(
        lengths in prop::collection::vec(3usize..70, 1..14),
        width in 40usize..100, height in 9usize..50, head: bool, number in prop::option::of(any::<bool>()),
    ) {
        let agreement = agreement(&lengths);
        let before = lasting(&clauses(&agreement, PLAIN));
        let after = lasting(&clauses(&agreement, Layout { width, height, head, number }));
        prop_assert_eq!(before, after);
    }
}

/// The same agreement typed with page breaks, filed as text and printed again: the first page numbers, and a line at the
/// head of each page, are in the middle of its text.
fn typed(mut pages: Vec<Page>) -> Vec<Page> {
    const PAGE: usize = 1400;
    let (mut number, mut letters) = (1, 0);
    for page in &mut pages {
        let blocks = std::mem::take(&mut page.blocks);
        for mut block in blocks {
            letters += block.lines.iter().map(|line| line.text.len()).sum::<usize>();
            if letters < PAGE || block.role != Role::Body {
                page.blocks.push(block);
                continue;
            }
            letters = 0;
            number += 1;
            let y = block.lines.last().and_then(Line::rect).map_or(0.0, |rect| rect.y);
            let rest = block.lines.split_off(block.lines.len().div_ceil(2));
            let between = |role, text: &str| Block {
                role,
                lines: vec![line(text, 200.0, y, false)],
                ..Block::default()
            };
            let second = Block { lines: rest, ..block.clone() };
            page.blocks.push(block);
            page.blocks.push(between(Role::Body, &number.to_string()));
            page.blocks.push(between(Role::Heading, "PARTS OF THIS ARE KEPT SECRET"));
            if !second.lines.is_empty() {
                page.blocks.push(second);
            }
        }
    }
    pages
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn page_breaks_of_an_older_printing_change_no_clause(
        lengths in prop::collection::vec(12usize..70, 24..40), width in 50usize..90,
    ) {
        let layout = Layout { width, ..PLAIN };
        let agreement = agreement(&lengths);
        let pages = print(&agreement, layout);
        let of = |pages: &[Page]| {
            segment(&assemble(AgreementId::slug("a"), Source::default(), pages, Vec::new())).clauses
        };
        prop_assert_eq!(lasting(&of(&pages)), lasting(&of(&typed(pages))));
    }
}

/// The eids that version 1 gave to the texts of `outlines/`: `file`, eid, first words. Lines are added when a text is, by
/// hand; none is ever changed, so no switch writes this file.
#[test]
fn eids_of_version_1_still_lead_to_their_clauses() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let kept = std::fs::read_to_string(folder.join("eids-v1.txt")).expect("the list is next to this test");
    let (mut file, mut now) = (String::new(), Vec::new());
    let mut checked = 0;
    for line in kept.lines() {
        let mut fields = line.splitn(3, '\t');
        let (Some(name), Some(eid), Some(words)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        if name != file {
            let text = std::fs::read_to_string(folder.join("outlines").join(name)).expect("the text is kept");
            now = lasting(&segment(&document(text.split("=====\n").next().unwrap_or(""))).clauses);
            file = name.to_owned();
        }
        let found = now.iter().find(|(other, _)| other == eid).map(|(_, words)| words.as_str());
        assert!(
            found.is_some_and(|found| found.starts_with(words)),
            "{name}: {eid} was “{words}”, now {found:?}"
        );
        checked += 1;
    }
    assert!(checked > 200, "only {checked} addresses are kept");
}
