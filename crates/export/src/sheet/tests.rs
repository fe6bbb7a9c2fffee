//! Tests of the workbook; `tests/export.rs` opens it with programs that are not ours.

use super::*;
use crosscut::decisions::{Anchor, Decision, State};
use crosscut::{Agreement, Findings, Results};
use crosscut_decisions::fixture::{clauses, element, event};
use std::io::Read;

fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A study whose clauses are all confirmed for one element.
fn material(texts: &[(&str, &str)]) -> Material {
    let clauses = clauses(texts);
    let mut results = Results { run: "run-1".into(), clauses, ..Results::default() };
    for clause in &results.clauses {
        if results.agreements.iter().all(|agreement| agreement.id != clause.agreement) {
            let agreement = Agreement::named(clause.agreement.clone(), format!("={}: 🔒", clause.agreement));
            results.agreements.push(agreement);
        }
    }
    let confirm = Decision::Confirm {
        element: element(1),
        name: "=1+1".into(),
        definition: Some("@x".into()),
        candidate: None,
        clauses: (0..texts.len()).filter_map(|place| Anchor::of(&results.clauses, place)).collect(),
    };
    let events = vec![event("anna", 1, &[], confirm)];
    Material::new(Findings::new(results.clone(), State::fold(&events)), events, Default::default())
}

#[test]
fn what_people_wrote_is_text_and_nothing_a_formula() {
    let material = material(&[("a#1", "=1+1 \u{0}\u{202e}x"), ("a#2", "@x"), ("b#1", "\t-item")]);
    let book = workbook(&material).unwrap();
    assert_eq!(book, workbook(&material).unwrap(), "the same bytes");
    for sheet in 1..=8 {
        let xml = part(&book, &format!("xl/worksheets/sheet{sheet}.xml"));
        crate::xml::parse(&xml).unwrap();
        assert!(!xml.contains("<f>") && !xml.contains("t=\"n\""), "{xml}");
        for cell in xml.split("<c ").skip(1).filter_map(|rest| rest.split("</c>").next()) {
            let value = cell.split_once("<v>").and_then(|(_, rest)| rest.split_once("</v>"));
            let is_number = value.is_none_or(|(value, _)| value.parse::<f64>().is_ok());
            assert!(cell.contains("t=\"s\"") || is_number, "{cell}");
        }
    }
    assert!(part(&book, "xl/sharedStrings.xml").contains("=1+1 x"));
    assert!(part(&book, "xl/worksheets/sheet3.xml").contains("<v>2</v>"), "counts can be summed");
}

#[test]
fn counts_and_single_pages_are_numbers_and_texts_that_look_like_them_are_not() {
    for (column, value, expected) in [
        ("year", Value::Integer(2023), Some(2023.0)),
        ("score", Value::Number(0.123_46), Some(0.123)),
        ("page", Value::Text("12".into()), Some(12.0)),
        ("page", Value::Text("12-13".into()), None),
        ("page", Value::Text("=1".into()), None),
        ("title", Value::Text("1984".into()), None),
        ("quote", Value::Text("-1".into()), None),
        ("note", Value::Empty, None),
    ] {
        assert_eq!(number(column, &value), expected, "{column} {value:?}");
    }
}

#[test]
fn a_cell_of_ten_thousand_clauses_is_a_cell() {
    let texts: Vec<(String, String)> =
        (0..10_000).map(|nth| (format!("a#{nth}"), format!("Parties shall report {nth}."))).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let book = workbook(&material(&texts)).unwrap();
    assert!(part(&book, "xl/sharedStrings.xml").contains("■ 10000  Art. 0 …"));
    let notes = part(&book, "xl/comments1.xml");
    assert!(notes.contains("Also: Article 1; Article 2; ") && notes.contains("; … 9987 more"), "{notes}");
}

#[test]
fn long_texts_are_cut_where_a_cell_ends() {
    let long = "🔒".repeat(20_000);
    let cut = clean(&long);
    assert!(cut.encode_utf16().count() <= LONGEST && cut.ends_with("longer than a cell may be)"));
    assert_eq!(clean("a\u{0}b"), "ab");
}
