//! Tests of the tables.

use super::*;
use crate::Findings;
use crate::fixture::{anchors, candidate, clauses, element, event, results};
use crosscut_decisions::{Decision, State};
use proptest::prelude::*;

fn study() -> Results {
    let clauses = clauses(&[
        ("a#1", "- to report \"incidents\",\nwithout delay;"),
        ("a#2", "=1+1 parties\u{202e} shall report"),
        ("b#1", "States shall report incidents."),
    ]);
    results(clauses, vec![candidate("Reports", &["a#1", "a#2", "b#1"])])
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

const PLAIN: CsvOptions = CsvOptions { guard: false, bom: false };

#[test]
fn every_clause_of_a_candidate_is_a_line_with_its_place_and_quote() {
    let table = rows(&candidates_csv(&study(), PLAIN));
    assert_eq!(table.len(), 4);
    assert_eq!(table[0].join(","), CANDIDATES);
    assert_eq!(table[1][..5], ["1", "c-Reports", "Reports", "reports", "0.500"]);
    assert_eq!(
        table[1][9..],
        [
            "a#1",
            "Article 1",
            "11 (page 1 of the file)",
            "0.500",
            "shall",
            "- to report \"incidents\",\nwithout delay;"
        ]
    );
}

#[test]
fn recognised_text_says_so_wherever_its_page_is_named() {
    let mut results = study();
    results.clauses[0].recognised = Some(0.83);
    let warning = " (recognised text: check it against the page)";
    let table = rows(&candidates_csv(&results, PLAIN));
    let warned: Vec<bool> = table[1..].iter().map(|row| row[11].ends_with(warning)).collect();
    assert_eq!(warned, [true, false, false]);
    let meta = crate::export::Meta::default();
    let report = crate::export::report_html(
        &results,
        Findings::new(results.clone(), State::default()).matrix(),
        &meta,
    );
    assert_eq!(report.matches(warning.trim()).count(), 1);
}

#[test]
fn a_table_opens_in_a_spreadsheet_and_runs_nothing() {
    let text = candidates_csv(&study(), CsvOptions::default());
    assert!(text.starts_with('\u{feff}'));
    assert!(text.ends_with("\r\n"));
    assert_eq!(text.replace("\r\n", "").matches('\n').count(), 1, "only the one inside a quote");
    let table = rows(text.trim_start_matches('\u{feff}'));
    assert_eq!(table[1][14], "'- to report \"incidents\",\nwithout delay;");
    assert_eq!(table[2][14], "'=1+1 parties shall report", "without what cannot be seen");
    for row in &table[1..] {
        assert!(row.iter().all(|cell| !starts_formula(cell)), "{row:?}");
    }
}

#[test]
fn the_matrix_leads_from_every_cell_to_its_clauses() {
    let results = study();
    let element = element(1);
    let confirm = Decision::Confirm {
        element,
        name: "@Reports".into(),
        definition: None,
        candidate: None,
        clauses: anchors(&results.clauses, &["a#1", "a#2"]),
    };
    let absent = Decision::Absent { element, agreement: results.agreements[1].id.clone(), clauses: vec![] };
    let mut later = results.clone();
    later.clauses.remove(1);
    later.candidates.clear();
    let state = State::fold(&[event("anna", 1, &[], confirm), event("anna", 2, &[], absent)]);
    let table = rows(&matrix_csv(&later, Findings::new(later.clone(), state.clone()).matrix(), PLAIN));
    assert_eq!(table[0].join(","), MATRIX);
    assert_eq!(
        table[1][8..],
        [
            "confirmed",
            "2",
            "a#1",
            "confirmed",
            "Article 1",
            "11 (page 1 of the file)",
            "- to report \"incidents\",\nwithout delay;"
        ]
    );
    assert_eq!(
        table[2][8..],
        [
            "confirmed",
            "2",
            "a#2",
            "confirmed, not found again",
            "Article 2",
            "1",
            "=1+1 parties shall report"
        ]
    );
    assert_eq!(table[3][8..], ["checked, absent", "0", "", "", "", "", ""]);
    let wide = rows(&matrix_wide_csv(
        &later,
        Findings::new(later.clone(), state.clone()).matrix(),
        CsvOptions { guard: true, bom: false },
    ));
    assert_eq!(wide[0][4..], ["Accord a", "Accord b"]);
    assert_eq!(
        wide[1],
        ["'@Reports", "element", "1", "0", "■ 2: Article 1 p. 11 (page 1 of the file)", "checked, absent"]
    );
}

proptest! {
    #[test]
    fn the_guard_comes_off_again(cell in "['=+@\\t\\r\n＝-]{0,4}\\PC{0,12}") {
        let guarded = guard(&cell);
        prop_assert!(!starts_formula(&guarded));
        prop_assert_eq!(unguard(&guarded), cell);
    }

    #[test]
    fn any_quote_survives_the_table(text in "[ -~\n\r\t\"é🔒,;]{1,60}", guarded in any::<bool>()) {
        let mut results = study();
        results.clauses[0].text = text.clone();
        let table = rows(&candidates_csv(&results, CsvOptions { guard: guarded, bom: false }));
        let cell = &table[1][14];
        prop_assert_eq!(if guarded { unguard(cell) } else { cell }, text);
    }
}
