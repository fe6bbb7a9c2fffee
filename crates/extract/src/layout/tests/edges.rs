//! What the edges of pages show on one page or two: feet, heads, numbers of lines; and notes longer than the text.

use super::{Canvas, blocks, full, laid};
use crosscut_text::{Page, Role};

/// A page with five lines of text in type of 10 points.
fn text(number: u32) -> Canvas {
    let mut page = Canvas::new(number);
    let lines = ["Apples ", "Berries ", "Cherries ", "Damsons ", "Figs "].map(full);
    page.lines(50.0, 80.0, &lines.iter().map(String::as_str).collect::<Vec<_>>());
    page
}

fn said(pages: &[Page], role: Role) -> Vec<&str> {
    let blocks = pages.iter().flat_map(|page| &page.blocks).filter(|block| block.role == role);
    blocks.flat_map(|block| &block.lines).map(|line| line.text.as_str()).collect()
}

#[test]
fn a_foot_may_have_its_number_at_either_side() {
    let (mut left, mut right) = (text(12), text(13));
    left.draw(50.0, 760.0, 8.0, "12");
    left.draw(480.0, 760.0, 8.0, "AB.31-09912");
    right.draw(50.0, 760.0, 8.0, "AB.31-09912");
    right.draw(520.0, 760.0, 8.0, "13");
    let pages = laid(vec![left, right]);
    assert_eq!(said(&pages, Role::RunningFoot), ["12 AB.31-09912", "AB.31-09912 13"]);
}

#[test]
fn one_page_alone_may_have_a_head_or_a_foot() {
    let mut only = text(1);
    only.draw(200.0, 770.0, 8.0, "Code of Lamp Keepers | 1");
    assert_eq!(said(&laid(vec![only]), Role::RunningFoot), ["Code of Lamp Keepers | 1"]);
    let mut second = text(2);
    second.draw(50.0, 40.0, 8.0, "Award of 4 May 2031");
    assert_eq!(said(&laid(vec![text(1), second]), Role::RunningHead), ["Award of 4 May 2031"]);
    // Small type where other pages have text is text.
    let mut first = text(1);
    first.draw(50.0, 40.0, 10.0, "Each keeper of lamps");
    let mut second = text(2);
    second.draw(50.0, 40.0, 8.0, "lamps --trim --all");
    assert!(said(&laid(vec![first, second]), Role::RunningHead).is_empty());
}

#[test]
fn numbers_of_every_fifth_line_may_count_blank_lines() {
    let mut page = Canvas::new(1);
    for (line, words) in [
        (1, "Article 6"),
        (3, "1. The keeper of a lamp shall"),
        (5, "trim it each night and shall"),
        (6, "not sell it."),
        (10, "Article 7"),
        (12, "Lamps shall be marked."),
        (16, "Article 8"),
        (18, "Nobody may move a lamp."),
    ] {
        page.draw(80.0, 60.0 + 14.0 * line as f32, 10.0, words);
    }
    for line in [5, 10, 15] {
        page.draw(40.0, 59.0 + 14.0 * line as f32, 7.0, &line.to_string());
    }
    let found = blocks(page);
    let numbers = found.iter().filter(|(role, _)| *role == Role::PageNumber).count();
    assert_eq!(numbers, 3, "{found:?}");
    assert!(found.iter().any(|(_, text)| text == "Article 7"), "{found:?}");
}

#[test]
fn notes_that_are_longer_than_the_text_are_notes() {
    let mut page = Canvas::new(1);
    let x = page.draw(50.0, 60.0, 12.0, "1. Keepers may trim lamps.");
    page.draw(x, 56.0, 7.0, "1");
    page.draw(50.0, 84.0, 12.0, "Article 2");
    page.draw(50.0, 108.0, 12.0, "Nobody may sell a lamp.");
    page.rule(50.0, 690.0, 180.0, 690.0);
    page.draw(50.0, 704.0, 10.0, "1 The Institute shall name them in April and have regard to the rain");
    page.draw(50.0, 716.0, 10.0, "that fell, and it may ask the ports what they think before it does.");
    let found = blocks(page);
    let notes = found.iter().filter(|(role, _)| *role == Role::Note).count();
    assert_eq!(notes, 1, "{found:?}");
    let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
    assert!(texts.contains(&"Article 2") && texts.contains(&"Nobody may sell a lamp."), "{found:?}");
}
