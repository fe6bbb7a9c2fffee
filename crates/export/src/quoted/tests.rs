//! Tests of quotations; `tests/export.rs` opens them with programs that are not ours.

use super::*;
use std::io::Read;

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn found(text: &str, words: &[(usize, usize)]) -> Quoted {
    let quotation = Quotation {
        title: "=1+1: Accord 🔒".into(),
        year: Some(2019),
        locator: "@Article 1".into(),
        page: Some(3),
        text: text.into(),
        words: words.iter().map(|&(start, length)| Span::at(start, length)).collect(),
        clause: "accord#art_1".into(),
    };
    Quoted { query: "+incident".into(), study: "s".into(), about: Vec::new(), quotations: vec![quotation] }
}

#[test]
fn words_are_bold_and_cells_are_text() {
    let found = found("Report\u{0} each\u{202e} incident, at once", &[(16, 8)]);
    assert_eq!(
        found.quotations[0].pieces(),
        [(false, "Report each ".into()), (true, "incident".into()), (false, ", at once".into())]
    );
    let book = found.xlsx().unwrap();
    assert_eq!(book, found.xlsx().unwrap());
    let strings = part(&book, "xl/sharedStrings.xml");
    assert!(strings.contains("<b/>") && strings.contains(">incident<"), "{strings}");
    assert!(strings.contains("=1+1: Accord"));
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && sheet.contains("<v>2019</v>") && sheet.contains("<v>3</v>"), "{sheet}");
    let text = part(&found.docx().unwrap(), "word/document.xml");
    assert!(text.contains("<w:b/>") && text.contains(">incident</w:t>"), "{text}");
    assert!(text.contains("page 3"));
}

#[test]
fn long_and_right_to_left_texts_are_cells_that_open() {
    let long = "word ".repeat(10_000);
    let long = found(&long, &[(0, 4), (49_000, 4)]);
    let strings = part(&long.xlsx().unwrap(), "xl/sharedStrings.xml");
    assert!(strings.contains("longer than a cell may be"));
    let arabic = found("تلتزم كل دولة", &[(0, 10)]);
    assert!(part(&arabic.xlsx().unwrap(), "xl/styles.xml").contains("readingOrder=\"2\""));
    assert!(part(&arabic.docx().unwrap(), "word/document.xml").contains("<w:bidi/>"));
    for (text, words) in [("", &[][..]), ("all", &[(0, 3)][..]), ("é", &[(0, 1), (5, 9)][..])] {
        assert!(found(text, words).xlsx().is_ok() && found(text, words).docx().is_ok(), "{text}");
    }
}
