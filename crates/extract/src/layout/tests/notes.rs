//! Notes that go on over a page, and notes at the end.

use super::{Canvas, full, laid};
use crosscut_text::Role;

fn roles(pages: &[crosscut_text::Page]) -> Vec<Vec<Role>> {
    pages.iter().map(|page| page.blocks.iter().map(|block| block.role).collect()).collect()
}

/// A page of text in type of 10 points.
fn text(number: u32) -> Canvas {
    let mut page = Canvas::new(number);
    let lines = ["Apples ", "Berries ", "Cherries ", "Damsons ", "Figs ", "Grapes "].map(full);
    let own = &lines[3 * (number as usize - 1)..];
    page.lines(
        50.0,
        60.0,
        &[&own[0], &own[1], &own[2], &format!("{}.", ["end", "done"][number as usize - 1])],
    );
    page
}

#[test]
fn a_note_goes_on_below_the_text_of_the_next_page() {
    let mut first = text(1);
    first.draw(50.0, 700.0, 7.0, "7 See the other convention, which was");
    let mut second = text(2);
    second.draw(50.0, 700.0, 7.0, "done at Paris in the same year.");
    assert_eq!(roles(&laid(vec![first, second])), [[Role::Body, Role::Note]; 2]);
    // A note that ended does not go on.
    let mut first = text(1);
    first.draw(50.0, 700.0, 7.0, "7 See the other convention.");
    let mut second = text(2);
    second.draw(50.0, 700.0, 7.0, "done at Paris in the same year.");
    assert_eq!(roles(&laid(vec![first, second]))[1], [Role::Body, Role::Body]);
}

/// A text with two raised marks (or none), and numbered paragraphs under a heading.
fn with_end(heading: &str, raised: bool) -> Vec<Vec<Role>> {
    let mut page = Canvas::new(1);
    let x = page.draw(50.0, 60.0, 10.0, "Each party shall act");
    let y = if raised { 56.0 } else { 60.0 };
    let x = page.draw(x, y, 6.0, "1");
    let x = page.draw(x, 60.0, 10.0, " and tell");
    page.draw(x, y, 6.0, "2");
    page.styled(50.0, 400.0, 10.0, 1, heading);
    page.draw(50.0, 430.0, 10.0, "1. As it did before.");
    page.draw(50.0, 450.0, 10.0, "2. In good time.");
    page.draw(50.0, 470.0, 10.0, "4. No mark leads here.");
    roles(&laid(vec![page]))
}

#[test]
fn numbered_paragraphs_at_the_end_are_notes_where_marks_lead_to_them() {
    use Role::{Body, Heading, Note};
    assert_eq!(with_end("Endnotes", true), [[Body, Heading, Note, Note, Body]]);
    assert_eq!(with_end("Duties", true), [[Body, Heading, Body, Body, Body]]);
    assert_eq!(with_end("Endnotes", false), [[Body, Heading, Body, Body, Body]]);
}
