//! Where paragraphs part on pages of few and short lines, and the white around Han characters.

use super::{Canvas, texts};

#[test]
fn an_articles_number_parts_paragraphs_however_narrow_the_column() {
    let mut page = Canvas::new(1);
    page.draw(100.0, 100.0, 10.0, "Adopted in 2009");
    page.styled(100.0, 112.0, 10.0, 1, "Article 1");
    page.lines(100.0, 124.0, &["Keepers answer.", "Article 2", "Keepers may rest."]);
    let wanted = ["Adopted in 2009", "Article 1", "Keepers answer.", "Article 2", "Keepers may rest."];
    assert_eq!(texts(page), wanted);
    // A reference at the end of a full line is none.
    let mut page = Canvas::new(1);
    page.lines(100.0, 100.0, &["the measures which are taken under", "Article 5 and the difficulties."]);
    assert_eq!(texts(page).len(), 1);
}

#[test]
fn an_article_that_begins_with_its_number_goes_on_over_lines() {
    let mut page = Canvas::new(1);
    page.lines(100.0, 100.0, &["第一条各国应当保护本国的水井并且", "每年公布水质。"]);
    assert_eq!(texts(page).len(), 1);
    let mut page = Canvas::new(1);
    page.lines(100.0, 100.0, &["第一条", "各国应当保护水井。"]);
    assert_eq!(texts(page).len(), 2);
}

#[test]
fn sentences_in_two_scripts_are_two_paragraphs() {
    let mut page = Canvas::new(1);
    page.lines(100.0, 100.0, &["The Keepers shall meet.", "守灯人应当每年开会一次。"]);
    assert_eq!(texts(page).len(), 2);
}

#[test]
fn the_little_white_around_figures_in_han_text_is_no_space() {
    for (gap, text) in [(2.5, "第5条"), (5.0, "第 5 条")] {
        let mut page = Canvas::new(1);
        let right = page.draw(100.0, 100.0, 10.0, "第");
        let right = page.draw(right + gap, 100.0, 10.0, "5");
        page.draw(right + gap, 100.0, 10.0, "条");
        assert_eq!(texts(page), [text]);
    }
}

#[test]
fn headings_in_type_of_two_sizes_are_two() {
    let mut page = Canvas::new(1);
    page.styled(100.0, 100.0, 17.0, 1, "Pledges on lamps");
    page.styled(100.0, 120.0, 15.5, 1, "I. Introduction");
    page.lines(100.0, 140.0, &["1. States recall the Charter of Lamps and the duties that follow from it."]);
    assert_eq!(texts(page).len(), 3);
}
