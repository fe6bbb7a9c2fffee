//! Assembling whole pages.

use super::*;
use crate::{Block, Line, LossKind, Rect, Role, Size, Span, Word};
use proptest::prelude::*;

/// A line of `words` at (x, y), each character 5 points wide, type of 10 points; "^w" is a raised word, glued to the
/// word before.
fn line(x: f32, y: f32, words: &str) -> Line {
    let mut line = Line { font_size: 10.0, ..Line::default() };
    for token in words.split(' ') {
        if !line.text.is_empty() {
            line.text.push(' ');
        }
        for (i, part) in token.split('^').enumerate().filter(|(_, part)| !part.is_empty()) {
            let rect = Rect {
                x: x + 5.0 * line.text.chars().count() as f32,
                y,
                w: 5.0 * part.len() as f32,
                h: 10.0,
            };
            line.words.push(Word {
                span: Span::at(line.text.len(), part.len()),
                rect,
                superscript: i > 0,
                confidence: None,
            });
            line.text.push_str(part);
        }
    }
    line
}

/// A block whose lines are 12 points apart.
fn block(role: Role, x: f32, y: f32, lines: &[&str]) -> Block {
    let lines = lines.iter().enumerate().map(|(i, text)| line(x, y + 12.0 * i as f32, text)).collect();
    Block { role, lines, ..Block::default() }
}

fn page(number: u32, blocks: Vec<Block>) -> Page {
    Page {
        number,
        label: number.to_string(),
        size: Some(Size { w: 600.0, h: 800.0 }),
        blocks,
        placement: None,
    }
}

fn of(pages: &[Page]) -> Document {
    assemble(AgreementId::slug("a"), Source::default(), pages, Vec::new())
}

#[test]
fn lines_are_unwrapped_and_hyphens_undone() {
    let pages = [page(
        1,
        vec![
            block(
                Role::Body,
                50.0,
                50.0,
                &["1. The Parties shall coop-", "erate on cross-", "border matters."],
            ),
            block(Role::Body, 50.0, 100.0, &["Cross-border work helps to cooperate."]),
        ],
    )];
    let document = of(&pages);
    assert_eq!(
        document.text,
        "1. The Parties shall cooperate on cross-border matters.\nCross-border work helps to cooperate."
    );
    let broken = document.text.find("cooperate").unwrap();
    let boxes = document.words_in(Span::at(broken, 9));
    assert_eq!(
        boxes.iter().map(|word| word.span.cut(&document.text).unwrap()).collect::<Vec<_>>(),
        ["coop", "erate"]
    );
    assert_eq!(document.paragraphs.len(), 2);
    assert_eq!(document.paragraphs[0].indent, Some(50.0));
}

#[test]
fn heads_feet_and_numbers_stay_out_and_notes_come_last() {
    let pages = [
        page(
            1,
            vec![
                block(Role::RunningHead, 50.0, 10.0, &["Convention"]),
                block(Role::Body, 50.0, 50.0, &["Each Party shall ensure that the competent"]),
                block(Role::Note, 50.0, 700.0, &["^1 A note."]),
                block(Role::PageNumber, 300.0, 780.0, &["1"]),
            ],
        ),
        page(
            2,
            vec![
                block(Role::RunningHead, 50.0, 10.0, &["Convention"]),
                block(Role::Body, 50.0, 50.0, &["authorities^1 act (^2 )."]),
            ],
        ),
    ];
    let document = of(&pages);
    assert_eq!(document.text, "Each Party shall ensure that the competent authorities act (2 ).\n1 A note.");
    assert_eq!(document.pages_of(document.paragraphs[0].span), [1, 2]);
    assert_eq!(document.paragraphs[1].role, Role::Note);
    assert_eq!(document.pages.len(), 2);
}

#[test]
fn a_new_item_or_a_finished_sentence_does_not_continue() {
    let end = |text: &str, opening: &str| {
        let pages = [
            page(
                1,
                vec![block(Role::Body, 50.0, 50.0, &["A full line that reaches the right edge of it", text])],
            ),
            page(2, vec![block(Role::Body, 50.0, 50.0, &[opening])]),
        ];
        of(&pages).paragraphs.len()
    };
    assert_eq!(end("and a line that is as long as the one before", "Commission reads on"), 1);
    assert_eq!(end("and a line that is as long as the one befor.", "Commission starts"), 2);
    assert_eq!(end("and a line that is as long as the one befor;", "(b) the item"), 2);
    assert_eq!(end("short", "Commission starts"), 2);
}

#[test]
fn sources_without_positions_need_none() {
    let page = Page {
        number: 1,
        blocks: vec![
            Block { level: Some(1), ..Block::plain(Role::Heading, "Scope") },
            Block::plain(Role::Body, "Net\u{ad}works  of\u{a0}the ﬁrst e\u{301}tat\u{200b}"),
            Block::plain(Role::Body, " \u{200b} "),
            Block::plain(Role::Note, "note"),
        ],
        ..Page::default()
    };
    let losses = vec![Loss::new(None, LossKind::Encoding, "x")];
    let document = assemble(AgreementId::slug("a"), Source::default(), &[page], losses);
    assert_eq!(document.text, "Scope\nNetworks of the first état\nnote");
    assert_eq!((document.words.len(), document.pages.len()), (0, 0));
    assert_eq!((document.paragraphs[0].level, document.paragraphs[0].page), (Some(1), None));
    assert_eq!(document.coverage, Coverage { pages: 1, pages_read: 1, words: 7 });
}

#[test]
fn chinese_lines_join_without_a_space() {
    let pages = [page(1, vec![block(Role::Body, 50.0, 50.0, &["各缔约方应当采取", "必要的措施 A", "类。"])])];
    assert_eq!(of(&pages).text, "各缔约方应当采取必要的措施 A 类。");
}

/// Lines of odd words: hyphens, marks, accents to compose, soft hyphens, Chinese, Hangul parts.
fn odd_blocks() -> impl Strategy<Value = Vec<Block>> {
    let word = prop_oneof![
        4 => "[a-c]{1,4}",
        1 => "[A-Z][a-c]{0,2}[-,.;]?",
        1 => prop::sample::select(vec!["-", "a\u{ad}", "e\u{301}", "\u{301}x", "ﬁ", "网", "\u{1100}", "\u{1161}", "a^7", "b^(7)",
            "c^\u{301}", "\u{200b}", "1.", "(a)", "x\u{2010}", "\u{ad}", "^", "é^2", "q/"]).prop_map(String::from),
    ];
    let line_words = prop::collection::vec(word, 0..6).prop_map(|words| words.join(" "));
    let roles =
        prop::sample::select(vec![Role::Body, Role::Body, Role::Heading, Role::TableCell, Role::Note]);
    let one = (roles, prop::collection::vec(line_words, 0..4), 0u8..3).prop_map(|(role, lines, x)| {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        block(role, 50.0 + 100.0 * f32::from(x), 60.0, &lines)
    });
    prop::collection::vec(one, 0..5)
}

/// What a text shows: no spaces, no hyphens (a seam may take them away), no invisible characters, decomposed.
fn bare(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd().filter(|c| !c.is_whitespace() && !"-\u{2010}\u{ad}\u{200b}".contains(*c)).collect()
}

proptest! {
    #[test]
    fn every_character_of_the_blocks_appears_in_order(pages in prop::collection::vec(odd_blocks(), 0..3)) {
        let pages: Vec<Page> = (1..).zip(pages).map(|(number, blocks)| page(number, blocks)).collect();
        let document = of(&pages);
        let all = |wanted: fn(Role) -> bool| -> String {
            pages.iter().flat_map(|page| &page.blocks).filter(|block| wanted(block.role))
                .flat_map(|block| &block.lines).map(|line| line.text.clone() + " ").collect()
        };
        let shown = bare(&(all(Role::is_text) + &all(|role| role == Role::Note)));
        // A mark may be left out only where a note carries it; digits occur in marks alone, or in "1.".
        let without_marks = |text: &str| text.replace(['7', '2'], "");
        prop_assert_eq!(without_marks(&bare(&document.text)), without_marks(&shown));
        prop_assert!(unicode_normalization::is_nfc(&document.text));
        prop_assert!(!document.text.contains("  ") && !document.text.contains(" \n") && !document.text.contains("\n\n"));
        prop_assert_eq!(document.text.lines().count(), document.paragraphs.len());
    }

    #[test]
    fn boxes_are_sorted_and_cut_words(pages in prop::collection::vec(odd_blocks(), 0..3)) {
        let pages: Vec<Page> = (1..).zip(pages).map(|(number, blocks)| page(number, blocks)).collect();
        let document = of(&pages);
        for pair in document.words.windows(2) {
            prop_assert!(pair[0].span.end() <= pair[1].span.start());
        }
        for word in &document.words {
            let cut = word.span.cut(&document.text);
            prop_assert!(cut.is_some_and(|cut| !cut.is_empty() && !cut.contains(char::is_whitespace)), "{:?}", cut);
        }
        for (paragraph, line) in document.paragraphs.iter().zip(document.text.lines()) {
            prop_assert_eq!(paragraph.span.cut(&document.text), Some(line));
        }
        let boxed: usize = document.words.iter().map(|word| word.span.len()).sum();
        prop_assert_eq!(boxed, document.text.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>());
    }

    #[test]
    fn heads_and_page_numbers_change_nothing(pages in prop::collection::vec(odd_blocks(), 1..3)) {
        let plain: Vec<Page> = (1..).zip(pages).map(|(number, blocks)| page(number, blocks)).collect();
        let mut printed = plain.clone();
        for page in &mut printed {
            page.blocks.insert(0, block(Role::RunningHead, 50.0, 10.0, &["Coop- erate"]));
            page.blocks.push(block(Role::PageNumber, 300.0, 780.0, &["7"]));
            page.blocks.push(block(Role::RunningFoot, 50.0, 780.0, &["a-b c"]));
        }
        let (plain, printed) = (of(&plain), of(&printed));
        prop_assert_eq!(plain.text, printed.text);
        prop_assert_eq!(plain.words, printed.words);
    }
}

proptest! {
    #[test]
    fn words_are_counted_as_white_space_parts_them(text in "[ a-z\\x0b\\x1c\\t\\n\u{a0}é]{0,40}") {
        let counted: u64 = text.split('\n').map(words).sum();
        prop_assert_eq!(counted, text.split_whitespace().count() as u64);
    }
}
