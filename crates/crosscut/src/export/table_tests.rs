//! Tests of the tables.

use super::*;
use crate::Findings;
use crate::fixture::{anchors, candidate, clauses, element, event, results};
use crate::matrix::CellState;
use crosscut_decisions::{Decision, State};
use crosscut_table::CsvOptions;
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

/// How a test reads a table.
fn unmarked(guard: bool) -> CsvOptions {
    let mut options = CsvOptions::default();
    (options.guard, options.bom) = (guard, false);
    options
}

#[test]
fn every_clause_of_a_candidate_is_a_line_with_its_place_and_quote() {
    let table = rows(&candidates(&study()).csv(unmarked(false)));
    assert_eq!(table.len(), 4);
    assert_eq!(table[0], CANDIDATES.map(|column| column.0));
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
    let table = rows(&candidates(&results).csv(unmarked(false)));
    let warned: Vec<bool> = table[1..].iter().map(|row| row[11].ends_with(warning)).collect();
    assert_eq!(warned, [true, false, false]);
    let meta = crate::export::Meta::default();
    let report = crate::export::report_html(&Findings::new(results, State::default()), &meta);
    assert_eq!(report.matches(warning.trim()).count(), 1);
}

#[test]
fn a_table_opens_in_a_spreadsheet_and_runs_nothing() {
    let text = candidates(&study()).csv(CsvOptions::default());
    assert!(text.starts_with('\u{feff}'));
    assert!(text.ends_with("\r\n"));
    assert_eq!(text.replace("\r\n", "").matches('\n').count(), 1, "only the one inside a quote");
    let table = rows(text.trim_start_matches('\u{feff}'));
    assert_eq!(table[1][14], "'- to report \"incidents\",\nwithout delay;");
    assert_eq!(table[2][14], "'=1+1 parties shall report", "without what cannot be seen");
    for row in &table[1..] {
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t'])), "{row:?}");
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
    let absent = Decision::Absent {
        element,
        agreement: results.agreements[1].id.clone(),
        clauses: vec![],
        texts: vec![],
    };
    let mut later = results.clone();
    later.clauses.remove(1);
    later.candidates.clear();
    let events = [event("anna", 1, &[], confirm), event("anna", 2, &[], absent)];
    let findings = Findings::new(later.clone(), State::fold(&events));
    let judgements = Judgements::of(findings.state(), &events);
    let table = rows(&quotes(&findings, &judgements, false, None).csv(unmarked(false)));
    assert_eq!(table[0], QUOTES.map(|column| column.0));
    let column = |row: usize, name: &str| {
        let place = table[0].iter().position(|head| head == name).unwrap();
        table[row][place].as_str()
    };
    let line = |row: usize, names: &[&str]| names.iter().map(|name| column(row, name)).collect::<Vec<_>>();
    let what =
        ["finding", "clauses_confirmed", "clauses_suggested", "clause", "clause_is", "locator", "page"];
    let page = "11 (page 1 of the file)";
    assert_eq!(line(1, &what), ["confirmed", "1", "0", "a#1", "confirmed", "Article 1", page]);
    assert_eq!(
        line(1, &["coder", "when", "quote"]),
        ["anna", &events[0].at.to_string(), "- to report \"incidents\",\nwithout delay;"]
    );
    assert_eq!(
        line(2, &what),
        ["confirmed", "1", "0", "a#2", "confirmed, not found again", "Article 2", "1"]
    );
    assert_eq!(column(2, "quote"), "=1+1 parties shall report");
    assert_eq!(line(3, &what), ["checked, absent", "0", "0", "", "", "", ""]);
    let wide = rows(&matrix(&findings, false).csv(unmarked(true)));
    assert_eq!(wide[0][4..], ["Accord a", "Accord b"]);
    assert_eq!(wide[1][0], "'@Reports");
    assert_eq!(
        wide[1][2..],
        [
            "1",
            "",
            "■ 1: Article 1 p. 11 (page 1 of the file) · ▽ 1 clause not found again",
            "checked, absent"
        ]
    );
}

#[test]
fn confirmed_and_suggested_clauses_are_never_summed() {
    let results = study();
    let element = element(1);
    let confirm = Decision::Confirm {
        element,
        name: "Reports".into(),
        definition: None,
        candidate: Some("c-Reports".into()),
        clauses: anchors(&results.clauses, &["a#1", "b#1"]),
    };
    let findings = Findings::new(results, State::fold(&[event("anna", 1, &[], confirm)]));
    assert_eq!(findings.matrix().rows[0].cells[0].state, CellState::Present);
    let wide = |suggestions| rows(&matrix(&findings, suggestions).csv(unmarked(false)));
    assert!(wide(false)[1][4].starts_with("■ 1: Article 1"), "{:?}", wide(false));
    assert!(!wide(false)[1][4].contains("suggested"), "nothing undecided unless asked: {:?}", wide(false));
    assert!(wide(true)[1][4].contains(" · ◧ suggested 1: Article 2"), "{:?}", wide(true));
    let judgements = Judgements::of(findings.state(), &[]);
    let long = |suggestions| quotes(&findings, &judgements, suggestions, None).rows.len();
    assert!(long(false) < long(true));
}

proptest! {
    #[test]
    fn any_quote_survives_the_table(text in "[ -~\n\r\t\"é🔒,;]{1,60}", guarded in any::<bool>()) {
        let mut results = study();
        results.clauses[0].text = text.clone();
        let table = rows(&candidates(&results).csv(unmarked(guarded)));
        // The guard is an apostrophe before what a spreadsheet would run; who reads the cell takes it off again.
        let cell = table[1][14].as_str();
        let plain = if guarded && cell != text { cell.strip_prefix('\'') } else { Some(cell) };
        prop_assert_eq!(plain, Some(text.as_str()));
    }
}
