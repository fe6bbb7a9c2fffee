//! Numbers moved one at a time: words may land elsewhere, but none is lost, and what is plain stays as it is.

use super::{Canvas, H, full};
use crate::layout::{Params, draft, pages};
use crosscut_text::{Page, Role};

/// Two pages with a header, two columns, a table, a raised mark with its note, and a page number.
fn sample(params: &Params) -> Vec<Page> {
    let drafts: Vec<_> = (1..=2).map(|number| draft(sample_page(number).0, params)).collect();
    pages(drafts, params)
}

fn sample_page(number: u32) -> Canvas {
    let mut canvas = Canvas::new(number);
    canvas.draw(50.0, 30.0, 9.0, "Treaty on cooperation");
    canvas.draw(50.0, 80.0, 14.0, "Article one");
    for (x, word) in [(50.0, "left"), (330.0, "right")] {
        let lines: Vec<String> = (0..8).map(|line| full(&format!("{word} {line} "))).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        canvas.lines(x, 110.0, &lines);
    }
    let end = canvas.draw(50.0, 300.0, 10.0, "Each Party reports");
    canvas.draw(end, 296.0, 6.0, "1");
    for y in [400.0, 420.0, 440.0] {
        canvas.rule(50.0, y, 250.0, y);
    }
    for x in [50.0, 150.0, 250.0] {
        canvas.rule(x, 400.0, x, 440.0);
    }
    for (x, y, text) in
        [(60.0, 414.0, "Party"), (160.0, 414.0, "Share"), (60.0, 434.0, "Chad"), (160.0, 434.0, "8")]
    {
        canvas.draw(x, y, 10.0, text);
    }
    canvas.rule(50.0, 700.0, 150.0, 700.0);
    canvas.draw(50.0, 712.0, 8.0, "1 As agreed.");
    canvas.draw(300.0, H - 30.0, 9.0, &number.to_string());
    canvas
}

/// The letters of all pages, in alphabetical order.
fn letters(pages: &[Page]) -> Vec<char> {
    let lines = pages.iter().flat_map(|page| &page.blocks).flat_map(|block| &block.lines);
    let mut letters: Vec<char> =
        lines.flat_map(|line| line.text.chars()).filter(|c| !c.is_whitespace()).collect();
    letters.sort_unstable();
    letters
}

#[test]
fn no_number_loses_words_when_it_is_moved() {
    let usual = Params::default();
    let expected = letters(&sample(&usual));
    for (name, _) in usual.numbers() {
        for factor in [0.8, 1.2] {
            let moved = usual.scaled(name, factor).expect("the name is one of its own");
            assert_eq!(letters(&sample(&moved)), expected, "{name} × {factor}");
        }
    }
}

#[test]
fn a_number_that_is_passed_in_decides() {
    let usual = Params::default();
    let has_table = |params: &Params| {
        sample(params).iter().flat_map(|page| &page.blocks).any(|block| block.role == Role::TableCell)
    };
    assert!(has_table(&usual));
    // Rules must cover more of a cell's side than there is.
    assert!(!has_table(&usual.scaled("tables.drawn", 2.0).expect("tables.drawn is a number")));
}
