//! Laying out synthetic pages: one page a feature.

mod edges;
mod notes;
mod parts;
mod print;
mod shake;

use super::{Params, draft, pages};
use crate::glyph::{FontStyle, Glyph, GlyphPage};
use crosscut_text::{AgreementId, Page, Rect, Role, Size, Source, assemble};
use proptest::prelude::*;

const W: f32 = 600.0;
const H: f32 = 800.0;

/// A page that is drawn string by string. Every character is half an em wide.
#[derive(Debug)]
struct Canvas(GlyphPage);

impl Canvas {
    fn new(number: u32) -> Self {
        let fonts = vec![
            FontStyle { name: "Roman".into(), ..FontStyle::default() },
            FontStyle { name: "Bold".into(), bold: true, ..FontStyle::default() },
        ];
        let size = Size { w: W, h: H };
        Self(GlyphPage { number, label: number.to_string(), size, fonts, ..GlyphPage::default() })
    }

    /// Draws a string in type of `size` points with its baseline at `y`; gives its right edge.
    fn draw(&mut self, x: f32, y: f32, size: f32, text: &str) -> f32 {
        self.styled(x, y, size, 0, text)
    }

    fn styled(&mut self, mut x: f32, y: f32, size: f32, font: u16, text: &str) -> f32 {
        for c in text.chars() {
            let rect = Rect { x, y: y - 0.8 * size, w: 0.5 * size, h: size };
            self.glyph(c, Glyph { rect, baseline: y, size, font, ..Glyph::default() });
            x += 0.5 * size;
        }
        x
    }

    fn glyph(&mut self, c: char, glyph: Glyph) {
        let start = self.0.text.len() as u32;
        self.0.text.push(c);
        self.0.glyphs.push(Glyph { start, len: c.len_utf8() as u16, ..glyph });
    }

    /// Draws lines of 10 points, 12 points apart.
    fn lines(&mut self, x: f32, y: f32, lines: &[&str]) {
        for (i, text) in lines.iter().enumerate() {
            self.draw(x, y + 12.0 * i as f32, 10.0, text);
        }
    }

    fn rule(&mut self, x0: f32, y0: f32, x1: f32, y1: f32) {
        self.0.rules.push(Rect::between(x0, y0, x1, y1));
    }
}

fn laid(canvases: Vec<Canvas>) -> Vec<Page> {
    let params = Params::default();
    let drafts: Vec<_> = canvases.into_iter().map(|canvas| draft(canvas.0, &params)).collect();
    pages(drafts, &params)
}

/// The blocks of the first page: role and text, lines joined by `|`.
fn blocks(canvas: Canvas) -> Vec<(Role, String)> {
    let pages = laid(vec![canvas]);
    let text = |block: &crosscut_text::Block| {
        block.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("|")
    };
    pages[0].blocks.iter().map(|block| (block.role, text(block))).collect()
}

fn texts(canvas: Canvas) -> Vec<String> {
    blocks(canvas).into_iter().map(|(_, text)| text).collect()
}

/// A full line of 40 characters that begins with `start`.
fn full(start: &str) -> String {
    start.to_owned() + &"m".repeat(40 - start.len())
}

#[test]
fn gaps_are_spaces_and_kerns_are_none() {
    let mut page = Canvas::new(1);
    let x = page.draw(50.0, 50.0, 10.0, "Each");
    let x = page.draw(x + 2.2, 50.0, 10.0, "Par");
    let x = page.draw(x - 0.8, 50.0, 10.0, "ty");
    page.draw(x, 50.0, 10.0, " shall act");
    assert_eq!(texts(page), ["Each Party shall act"]);
}

#[test]
fn letters_that_are_spaced_out_stay_a_word() {
    let mut page = Canvas::new(1);
    let mut x = 50.0;
    for letter in ["P", "A", "R", "T"] {
        x = page.draw(x, 50.0, 10.0, letter) + 3.0;
    }
    page.draw(x + 6.0, 50.0, 10.0, "ONE");
    assert_eq!(texts(page), ["PART ONE"]);
}

#[test]
fn raised_marks_are_words_of_their_own() {
    let mut page = Canvas::new(1);
    let x = page.draw(50.0, 50.0, 10.0, "the fact");
    let x = page.draw(x, 46.0, 6.0, "12");
    page.draw(x, 50.0, 10.0, " and");
    let pages = laid(vec![page]);
    let line = &pages[0].blocks[0].lines[0];
    assert_eq!(line.text, "the fact12 and");
    let raised: Vec<&str> = line
        .words
        .iter()
        .filter(|word| word.superscript)
        .map(|word| word.span.cut(&line.text).unwrap())
        .collect();
    assert_eq!(raised, ["12"]);
}

#[test]
fn text_drawn_twice_is_read_once() {
    let mut page = Canvas::new(1);
    page.draw(50.0, 50.0, 10.0, "Article");
    page.draw(50.3, 50.0, 10.0, "Article");
    assert_eq!(texts(page), ["Article"]);
}

#[test]
fn spacing_accents_compose_with_their_letter() {
    let mut page = Canvas::new(1);
    let x = page.draw(50.0, 50.0, 10.0, "caf");
    page.draw(x, 50.0, 10.0, "´");
    page.draw(x, 50.0, 10.0, "e");
    assert_eq!(texts(page), ["cafe\u{301}"]);
}

#[test]
fn hidden_text_is_text_only_where_it_is_all_there_is() {
    let hidden =
        |page: &mut Canvas, from: usize| page.0.glyphs[from..].iter_mut().for_each(|g| g.invisible = true);
    let mut scan = Canvas::new(1);
    scan.lines(50.0, 50.0, &["Recognised text of a scan"]);
    hidden(&mut scan, 0);
    assert_eq!(texts(scan), ["Recognised text of a scan"]);
    let mut page = Canvas::new(1);
    page.lines(50.0, 50.0, &["Shown text of a page"]);
    let from = page.0.glyphs.len();
    page.lines(50.0, 90.0, &["hidden"]);
    page.lines(50.0, 50.0, &["Shown text again"]);
    hidden(&mut page, from);
    let from = page.0.glyphs.len();
    page.lines(50.0, 300.0, &["clipped"]);
    page.0.glyphs[from..].iter_mut().for_each(|glyph| glyph.clipped = true);
    let found = blocks(page);
    let expected = [(Role::Body, "Shown text of a page"), (Role::Aside, "hidden"), (Role::Aside, "clipped")];
    assert_eq!(found.iter().map(|(role, text)| (*role, text.as_str())).collect::<Vec<_>>(), expected);
}

#[test]
fn paragraphs_part_at_gaps_indents_items_and_short_lines() {
    let mut page = Canvas::new(1);
    let (a, b) = (full("Alpha "), full("beta "));
    page.lines(50.0, 50.0, &[&a, &b, "end of one.", &a, "end of two."]);
    page.lines(50.0, 130.0, &[&a, "after a gap"]);
    page.lines(50.0, 170.0, &["1. item", "2. item"]);
    page.lines(60.0, 210.0, &[&a[..38]]);
    page.lines(50.0, 222.0, &[&b, &b]);
    page.lines(60.0, 258.0, &[&a[..38]]);
    page.lines(50.0, 270.0, &[&b]);
    let expected = [
        format!("{a}|{b}|end of one."),
        format!("{a}|end of two."),
        format!("{a}|after a gap"),
        "1. item".into(),
        "2. item".into(),
        format!("{}|{b}|{b}", &a[..38]),
        format!("{}|{b}", &a[..38]),
    ];
    assert_eq!(texts(page), expected);
}

#[test]
fn hanging_items_stay_whole() {
    let mut page = Canvas::new(1);
    let (a, b) = (full("(a) Alpha "), full("beta "));
    page.lines(50.0, 50.0, &[&a]);
    page.lines(70.0, 62.0, &[&b[..36], "last words;"]);
    page.lines(50.0, 86.0, &[&a.replace("(a)", "(b)")]);
    page.lines(70.0, 98.0, &["last words."]);
    assert_eq!(
        texts(page),
        [format!("{a}|{}|last words;", &b[..36]), format!("{}|last words.", a.replace("(a)", "(b)"))]
    );
}

#[test]
fn headings_are_large_bold_or_centred() {
    let mut page = Canvas::new(1);
    page.styled(60.0, 50.0, 16.0, 1, "Convention on Things");
    page.draw(130.0, 80.0, 10.0, "Article 1");
    let a = full("Alpha ");
    page.lines(50.0, 100.0, &[&a, &a, &a, "end."]);
    page.styled(50.0, 160.0, 10.0, 1, "Scope");
    page.lines(50.0, 180.0, &[&a, &a, &a, "end."]);
    let roles: Vec<Role> = blocks(page).into_iter().map(|(role, _)| role).collect();
    assert_eq!(roles, [Role::Heading, Role::Heading, Role::Body, Role::Heading, Role::Body]);
}

#[test]
fn two_columns_are_read_one_after_the_other_below_what_spans_them() {
    let mut page = Canvas::new(1);
    page.draw(150.0, 40.0, 16.0, "A title over both columns");
    let (left, right) = (full("Left "), full("right "));
    page.lines(50.0, 80.0, &[&left, &left, &left, &left]);
    page.lines(270.0, 80.0, &[&right, &right, &right, "end."]);
    let expected = [
        "A title over both columns".to_owned(),
        [&*left; 4].join("|"),
        [&*right, &*right, &*right, "end."].join("|"),
    ];
    assert_eq!(texts(page), expected);
}

#[test]
fn parallel_columns_drawn_line_by_line_are_read_one_after_the_other() {
    let mut page = Canvas::new(1);
    let (left, right) = (full("Left "), full("right "));
    for i in 0..6 {
        page.draw(50.0, 80.0 + 12.0 * i as f32, 10.0, &left);
        page.draw(270.0, 80.0 + 12.0 * i as f32, 10.0, &right);
    }
    assert_eq!(texts(page), [[&*left; 6].join("|"), [&*right; 6].join("|")]);
}

#[test]
fn numbers_before_items_are_no_column() {
    let mut page = Canvas::new(1);
    for (i, mark) in ["(a)", "(b)", "(c)", "(d)", "(e)"].iter().enumerate() {
        page.draw(50.0, 80.0 + 12.0 * i as f32, 10.0, mark);
        page.draw(90.0, 80.0 + 12.0 * i as f32, 10.0, "an item of the list;");
    }
    assert_eq!(texts(page)[1], "(b) an item of the list;");
}

#[test]
fn margin_titles_stand_before_their_section() {
    let mut page = Canvas::new(1);
    let a = full("1. Alpha ");
    let b = full("beta ");
    page.lines(50.0, 80.0, &[&a, &b, &b, "end.", &a.replace('1', "2"), &b, &b, "end."]);
    page.draw(262.0, 80.0, 7.0, "Short title.");
    page.draw(262.0, 128.0, 7.0, "Scope.");
    let blocks = blocks(page);
    let heads: Vec<&str> =
        blocks.iter().filter(|(role, _)| *role == Role::Heading).map(|(_, text)| text.as_str()).collect();
    assert_eq!(heads, ["Short title.", "Scope."]);
    assert_eq!(blocks[1].1, format!("{a}|{b}|{b}|end."));
}

#[test]
fn tables_ruled_between_rows_are_read_cell_by_cell_in_their_column() {
    let mut canvas = Canvas::new(1);
    for i in 0..12 {
        canvas.draw(
            40.0,
            100.0 + 12.0 * i as f32,
            10.0,
            "the left column runs on and on down the page whole",
        );
    }
    for (i, y) in [90.0, 106.0, 134.0, 162.0].into_iter().enumerate() {
        canvas.rule(320.0, y, 560.0, y + 0.5);
        let rows = [["Kind", "Practice"], ["maker", "builds it well"], ["keeper", "keeps it up"]];
        if let Some([kind, practice]) = rows.get(i) {
            canvas.draw(325.0, y + 12.0, 10.0, kind);
            canvas.draw(420.0, y + 12.0, 10.0, practice);
        }
    }
    canvas.draw(420.0, 130.0, 10.0, "and safe");
    let pages = laid(vec![canvas]);
    let cells: Vec<(u32, u32, String)> = pages[0]
        .blocks
        .iter()
        .filter(|block| block.role == Role::TableCell)
        .map(|block| {
            let cell = block.cell.expect("a cell says where it is");
            (cell.row, cell.column, block.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" "))
        })
        .collect();
    let expected = [
        (0, 0, "Kind"),
        (0, 1, "Practice"),
        (1, 0, "maker"),
        (1, 1, "builds it well and safe"),
        (2, 0, "keeper"),
        (2, 1, "keeps it up"),
    ];
    assert_eq!(cells, expected.map(|(row, column, text)| (row, column, text.to_owned())));
    let body = pages[0].blocks.iter().filter(|block| block.role == Role::Body).flat_map(|block| &block.lines);
    assert!(body.into_iter().all(|line| line.text.starts_with("the left")), "{pages:?}");
}

#[test]
fn ruled_tables_are_read_cell_by_cell() {
    let mut page = Canvas::new(1);
    for y in [60.0, 100.0, 140.0] {
        page.rule(50.0, y, 350.0, y);
    }
    for x in [50.0, 200.0, 350.0] {
        page.rule(x, 60.0, x, 140.0);
    }
    for (row, y) in [(1, 75.0), (2, 115.0)] {
        page.lines(55.0, y, &[&format!("left {row}"), "below"]);
        page.lines(205.0, y, &[&format!("right {row}"), "below"]);
    }
    let pages = laid(vec![page]);
    let cells: Vec<(u32, u32, String)> = pages[0]
        .blocks
        .iter()
        .map(|block| {
            let cell = block.cell.unwrap();
            (
                cell.row,
                cell.column,
                block.lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>().join("|"),
            )
        })
        .collect();
    let cell = |row: u32, column: u32, text: &str| (row, column, format!("{text} {}|below", row + 1));
    assert_eq!(cells, [cell(0, 0, "left"), cell(0, 1, "right"), cell(1, 0, "left"), cell(1, 1, "right")]);
}

#[test]
fn footnotes_stand_below_a_rule_or_behind_a_mark() {
    let body = |page: &mut Canvas| {
        let a = full("Alpha ");
        page.lines(50.0, 60.0, &[&a, &a, &a, &a, "end."]);
    };
    let mut ruled = Canvas::new(1);
    body(&mut ruled);
    ruled.rule(50.0, 690.0, 120.0, 690.0);
    ruled.draw(50.0, 700.0, 7.0, "continued from the page before.");
    ruled.draw(50.0, 709.0, 7.0, "8 See the other Convention.");
    let notes: Vec<Role> = blocks(ruled).into_iter().map(|(role, _)| role).collect();
    assert_eq!(notes, [Role::Body, Role::Note, Role::Note]);
    let mut marked = Canvas::new(1);
    body(&mut marked);
    marked.draw(50.0, 700.0, 7.0, "(7) See the other Convention,");
    marked.draw(50.0, 709.0, 7.0, "done at Paris.");
    assert_eq!(blocks(marked)[1], (Role::Note, "(7) See the other Convention,|done at Paris.".into()));
}

#[test]
fn an_underlined_heading_is_no_footnote() {
    let mut page = Canvas::new(1);
    let a = full("Alpha ");
    page.draw(50.0, 60.0, 10.0, "Definitions");
    page.rule(50.0, 61.5, 105.0, 61.5);
    page.lines(50.0, 72.0, &[&format!("1.1 {}", &a[..36]), &a, "end."]);
    assert!(blocks(page).iter().all(|(role, _)| role.is_text()));
}

/// Six pages with a head whose number counts, a page number, and a heading at the top of the text.
fn printed(with_heads: bool) -> Vec<Canvas> {
    let one = |number: u32| {
        let mut page = Canvas::new(number);
        if with_heads {
            page.draw(50.0, 30.0, 9.0, &format!("Journal of Treaties L 12/{}", number + 79));
            page.draw(300.0, 780.0, 9.0, &format!("- {number} -"));
        }
        page.styled(50.0, 60.0, 10.0, 1, &format!("Article {}", 3 * number + number % 2));
        let own = ["Apples", "Berries", "Cherries", "Damsons", "Figs", "Grapes"][number as usize - 1];
        let (a, b) = (full(&format!("{own} are ")), full(&format!("and of {own} ")));
        page.lines(50.0, 90.0, &[&a, &b, &b, &format!("no {own}.")]);
        page
    };
    (1..=6).map(one).collect()
}

#[test]
fn heads_and_page_numbers_are_tagged_and_article_numbers_are_not() {
    for page in laid(printed(true)) {
        let roles: Vec<Role> = page.blocks.iter().map(|block| block.role).collect();
        assert_eq!(roles, [Role::RunningHead, Role::Heading, Role::Body, Role::PageNumber]);
    }
}

#[test]
fn heads_change_no_text() {
    let text = |pages: &[Page]| assemble(AgreementId::slug("a"), Source::default(), pages, Vec::new()).text;
    assert_eq!(text(&laid(printed(true))), text(&laid(printed(false))));
}

#[test]
fn right_to_left_text_comes_in_reading_order() {
    let mut page = Canvas::new(1);
    // Drawn as it is seen, from the left: the last letter of the last word first.
    let x = page.draw(50.0, 50.0, 10.0, "םולש");
    page.draw(x + 3.0, 50.0, 10.0, "19 ןושאר");
    assert_eq!(texts(page), ["ראשון 19 שלום"]);
}

#[test]
fn a_drop_capital_joins_its_word() {
    let mut page = Canvas::new(1);
    page.draw(50.0, 74.0, 30.0, "T");
    let a = full("Alpha ");
    page.lines(66.0, 60.0, &[&format!("he {}", &a[..34]), &a[..37]]);
    page.lines(50.0, 84.0, &[&a, "end."]);
    assert_eq!(texts(page), [format!("The {}|{}|{a}|end.", &a[..34], &a[..37])]);
}

#[test]
fn turned_text_is_read_along_its_direction() {
    let mut page = Canvas::new(1);
    for (line, text) in ["Turned text", "second line"].iter().enumerate() {
        for (i, c) in text.chars().enumerate() {
            let (x, y) = (100.0 + 12.0 * line as f32, 700.0 - 5.0 * i as f32);
            let rect = Rect { x: x - 8.0, y: y - 5.0, w: 10.0, h: 5.0 };
            page.glyph(c, Glyph { rect, baseline: x, size: 10.0, angle: 90, ..Glyph::default() });
        }
    }
    assert_eq!(texts(page), ["Turned text|second line"]);
}

#[test]
fn signatures_side_by_side_are_read_one_after_the_other() {
    let mut page = Canvas::new(1);
    let centred = |page: &mut Canvas, x: f32, y: f32, text: &str| {
        page.draw(x - 2.5 * text.len() as f32, y, 10.0, text);
    };
    for (y, left, right) in [(60.0, "For the Parliament", "For the Council"), (72.0, "A. BEE", "C. DEE")] {
        centred(&mut page, 130.0, y, left);
        centred(&mut page, 430.0, y, right);
    }
    let text = texts(page).join("|");
    assert_eq!(text, "For the Parliament|A. BEE|For the Council|C. DEE");
}

/// Glyphs anywhere, of any size and text, in any direction.
fn any_page() -> impl Strategy<Value = Canvas> {
    let coordinate = prop_oneof![0.0f32..600.0, Just(f32::NAN), Just(1e30f32), -50.0f32..0.0];
    let text = prop::sample::select(vec![
        'a', 'B', ' ', '1', '-', '´', 'ש', '网', '\u{ad}', '\u{301}', '(', '\u{0}',
    ]);
    let angle = prop::sample::select(vec![0i16, 0, 0, 90, 180, 270, 45]);
    let glyph =
        (coordinate, 0.0f32..800.0, prop_oneof![Just(10.0f32), 0.0f32..40.0], text, angle, any::<bool>());
    prop::collection::vec(glyph, 0..60).prop_map(|glyphs| {
        let mut page = Canvas::new(1);
        for (x, y, size, c, angle, invisible) in glyphs {
            let rect = Rect { x, y, w: size / 2.0, h: size };
            page.glyph(c, Glyph { rect, baseline: y, size, angle, invisible, font: 7, ..Glyph::default() });
        }
        page
    })
}

proptest! {
    #[test]
    fn no_page_panics_and_word_spans_cut_the_line(page in any_page()) {
        for page in laid(vec![page]) {
            for line in page.blocks.iter().flat_map(|block| &block.lines) {
                for word in &line.words {
                    prop_assert!(word.span.cut(&line.text).is_some_and(|cut| !cut.is_empty()));
                }
            }
        }
    }

    #[test]
    fn every_word_of_a_plain_page_is_kept_once(lines in prop::collection::vec(prop::collection::vec("[a-z]{2,8}", 1..9), 1..30)) {
        let mut page = Canvas::new(1);
        for (i, words) in lines.iter().enumerate() {
            page.draw(50.0, 50.0 + 12.0 * i as f32, 10.0, &words.join(" "));
        }
        let shown: Vec<String> = lines.iter().flatten().cloned().collect();
        let mut read: Vec<String> = texts(page).iter().flat_map(|text| text.split(['|', ' ']).map(String::from).collect::<Vec<_>>()).collect();
        let mut sorted = shown;
        sorted.sort();
        read.sort();
        prop_assert_eq!(read.concat(), sorted.concat());
    }
}
