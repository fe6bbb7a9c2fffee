//! How letters are put on the page: over each other, askew, mirrored, with wrong widths.

use super::{Canvas, blocks, full, texts};
use crate::glyph::Glyph;
use crosscut_text::{Rect, Role};

#[test]
fn text_printed_over_text_stays_together() {
    let mut page = Canvas::new(1);
    page.draw(50.0, 50.0, 10.0, "Original");
    page.draw(93.0, 50.0, 10.0, "page");
    page.draw(52.0, 50.0, 10.0, "Stamped");
    page.draw(95.0, 50.0, 10.0, "twice");
    let words: Vec<String> = texts(page).join("|").split([' ', '|']).map(str::to_owned).collect();
    assert_eq!(words, ["Original", "page", "Stamped", "twice"]);
}

#[test]
fn spaces_count_where_glyphs_claim_more_room_than_they_take() {
    let mut page = Canvas::new(1);
    for (i, c) in "Our ten".chars().enumerate() {
        let rect = Rect { x: 50.0 + 5.0 * i as f32, y: 42.0, w: 9.0, h: 10.0 };
        page.glyph(c, Glyph { rect, baseline: 50.0, size: 10.0, ..Glyph::default() });
    }
    assert_eq!(texts(page), ["Our ten"]);
}

#[test]
fn a_soft_hyphen_that_takes_no_room_is_not_printed() {
    let mut page = Canvas::new(1);
    let x = page.draw(50.0, 50.0, 10.0, "Mit");
    page.draw(x, 50.0, 10.0, "\u{ad}");
    page.draw(x, 50.0, 10.0, "arbeit");
    let x = page.draw(50.0, 90.0, 10.0, "non\u{ad}");
    page.draw(x, 90.0, 10.0, "state");
    assert_eq!(texts(page), ["Mitarbeit", "non-state"]);
}

#[test]
fn letters_far_apart_are_words() {
    let mut page = Canvas::new(1);
    for (i, c) in "abcdef".chars().enumerate() {
        page.draw(50.0 + 7.0 * i as f32, 50.0, 10.0, c.encode_utf8(&mut [0; 4]));
        page.draw(50.0 + 12.0 * i as f32, 90.0, 10.0, c.encode_utf8(&mut [0; 4]));
    }
    assert_eq!(texts(page), ["abcdef", "a b c d e f"]);
}

#[test]
fn words_at_an_odd_angle_are_kept_whole() {
    let (sin, cos) = 30_f32.to_radians().sin_cos();
    let mut page = Canvas::new(1);
    for (line, text) in ["turned text", "goes on"].iter().enumerate() {
        for (i, c) in text.chars().enumerate() {
            let (along, down) = (5.0 * i as f32 + 2.5, 12.0 * line as f32);
            let (x, y) = (200.0 + along * cos + down * sin, 400.0 - along * sin + down * cos);
            let rect = Rect { x: x - 4.0, y: y - 5.0, w: 8.0, h: 10.0 };
            let glyph = Glyph { rect, advance: 5.0, baseline: y, size: 10.0, angle: 30, ..Glyph::default() };
            page.glyph(c, glyph);
        }
    }
    assert_eq!(texts(page).join("|"), "turned text|goes on");
}

#[test]
fn mirrored_right_to_left_text_is_read_from_the_right() {
    let mut page = Canvas::new(1);
    for (i, c) in "שלום".chars().enumerate() {
        let rect = Rect { x: 100.0 - 5.0 * i as f32, y: 42.0, w: 5.0, h: 10.0 };
        let glyph =
            Glyph { rect, baseline: 50.0, size: 10.0, angle: 180, mirrored: true, ..Glyph::default() };
        page.glyph(c, glyph);
    }
    assert_eq!(texts(page), ["שלום"]);
}

#[test]
fn numbers_beside_a_list_are_no_notes_in_the_margin() {
    let mut page = Canvas::new(1);
    for i in 0..6 {
        let y = 50.0 + 12.0 * i as f32;
        page.draw(50.0, y, 10.0, "Scope of the matter . . . . . . . .");
        page.draw(300.0, y, 9.0, &i.to_string());
    }
    assert!(blocks(page).iter().all(|(role, text)| *role == Role::Body && text.contains("Scope")));
}

#[test]
fn two_raised_letters_make_no_drop_capital() {
    let mut page = Canvas::new(1);
    let x = page.draw(50.0, 60.0, 18.2, "ID");
    let x = page.draw(x, 53.0, 10.6, "1");
    page.draw(x + 5.0, 60.0, 18.2, "key of a note");
    assert_eq!(texts(page), ["ID1 key of a note"]);
}

#[test]
fn labels_of_a_figure_are_set_aside() {
    let mut page = Canvas::new(1);
    let prose = ["The parties hold that each of them shall act", "so that all of the others may rely on it."];
    page.lines(50.0, 50.0, &prose);
    for i in 0..9 {
        let (x, y) = (60.0 + 100.0 * (i % 3) as f32, 120.0 + 30.0 * (i / 3) as f32);
        page.draw(x, y, 8.0, "Some label");
        page.0.shapes.push(Rect { x: x - 5.0, y: y - 12.0, w: 60.0, h: 20.0 });
    }
    page.lines(50.0, 260.0, &prose);
    let found = blocks(page);
    let roles: Vec<Role> = found.iter().map(|(role, _)| *role).collect();
    assert_eq!(roles.iter().filter(|role| **role == Role::Aside).count(), found.len() - 2, "{found:?}");
    assert!(found.iter().all(|(role, text)| (*role == Role::Aside) == text.contains("label")), "{found:?}");
}

#[test]
fn numbers_of_lines_are_no_text() {
    let mut page = Canvas::new(1);
    for i in 0..12 {
        let y = 50.0 + 12.0 * i as f32;
        let number = (i + 1).to_string();
        page.draw(40.0 - 5.0 * number.len() as f32, y, 10.0, &number);
        page.draw(60.0, y, 10.0, "the parties agree that they will act as");
    }
    let found = blocks(page);
    let text =
        found.iter().filter(|(role, _)| role.is_text()).map(|(_, text)| text.as_str()).collect::<String>();
    assert!(!text.contains(|c: char| c.is_ascii_digit()), "{found:?}");
    assert_eq!(found.iter().filter(|(role, _)| *role == Role::PageNumber).count(), 12, "{found:?}");
}

#[test]
fn little_text_across_the_page_is_beside_it() {
    let mut page = Canvas::new(1);
    page.lines(50.0, 50.0, &["The parties hold that each of them shall act so that the others may rely."]);
    for (i, c) in "DRAFT".chars().enumerate() {
        let rect = Rect { x: 20.0, y: 400.0 - 5.0 * i as f32, w: 10.0, h: 5.0 };
        page.glyph(c, Glyph { rect, baseline: 30.0, size: 10.0, angle: 90, ..Glyph::default() });
    }
    assert!(blocks(page).contains(&(Role::Aside, "DRAFT".to_owned())));
}

#[test]
fn upright_letters_below_each_other_are_read_down_and_columns_from_the_right() {
    let mut page = Canvas::new(1);
    for (column, text) in ["第一条各国应保护", "网络安全。"].into_iter().enumerate() {
        for (row, c) in text.chars().enumerate() {
            let (x, y) = (400.0 - 18.0 * column as f32, 100.0 + 10.0 * row as f32);
            let rect = Rect { x, y: y - 8.0, w: 10.0, h: 10.0 };
            page.glyph(c, Glyph { rect, baseline: y, size: 10.0, advance: 10.0, ..Glyph::default() });
        }
    }
    assert_eq!(texts(page), ["第一条各国应保护|网络安全。"]);
}

#[test]
fn lines_of_a_contents_list_stand_alone_and_are_no_headings() {
    let mut page = Canvas::new(1);
    for (i, entry) in
        ["1. SCOPE .......... 4", "2. DUTIES ......... 12", "REFERENCES ........ xiv"].into_iter().enumerate()
    {
        page.styled(50.0, 50.0 + 12.0 * i as f32, 10.0, 1, entry);
    }
    let found = blocks(page);
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|(role, _)| *role == Role::Body), "{found:?}");
}

#[test]
fn a_title_of_several_lines_is_one_heading() {
    let mut page = Canvas::new(1);
    page.draw(50.0, 60.0, 20.0, "Charter on");
    page.draw(50.0, 84.0, 20.0, "shared networks");
    page.draw(50.0, 108.0, 20.0, "Article 1");
    let a = full("Alpha ");
    page.lines(50.0, 150.0, &[&a, &a, &a, &a, "end."]);
    assert_eq!(texts(page)[..2], ["Charter on|shared networks", "Article 1"]);
}

#[test]
fn references_at_the_end_of_a_line_open_no_item() {
    let mut page = Canvas::new(1);
    let a = "The parties act under paragraphs (a) and";
    page.lines(50.0, 50.0, &[a, "(b) and tell the others of it in time;"]);
    assert_eq!(texts(page).len(), 1);
}
