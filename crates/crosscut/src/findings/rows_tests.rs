//! Tests of the cell states, their order and counts.

use super::*;
use crate::Findings;
use crate::fixture::{agreement, anchors, candidate, clause_id, clauses, element, event, results};
use crate::matrix::{Count, Facet};
use crosscut_decisions::{Decision, Reason, Settlement};
use crosscut_text::{Loss, LossKind};

const ELEMENT: ElementId = element(1);

fn study() -> Results {
    let clauses = clauses(&[
        ("a#1", "Parties shall report incidents to each other."),
        ("a#2", "Parties shall report incidents within a day."),
        ("b#1", "States shall report serious incidents within a day."),
        ("b#2", "States should share early warnings."),
        ("c#1", "Signatories shall share warnings early."),
        ("d#1", "Members meet once a year."),
    ]);
    let candidates =
        vec![candidate("Incidents", &["a#1", "a#2", "b#1"]), candidate("Warnings", &["c#1", "b#2"])];
    let mut results = results(clauses, candidates);
    results.agreements[0].year = Some(2020);
    results.agreements[2].year = Some(2001);
    results.agreements[3].year = Some(2001);
    results
}

fn confirm(results: &Results, ids: &[&str]) -> Decision {
    Decision::Confirm {
        element: ELEMENT,
        name: "Incident reporting".into(),
        definition: Some("Tell others.".into()),
        candidate: None,
        clauses: anchors(&results.clauses, ids),
    }
}

fn matrix(results: &Results, decisions: Vec<Decision>) -> Matrix {
    let events: Vec<_> = decisions.into_iter().zip(1..).map(|(d, seq)| event("anna", seq, &[], d)).collect();
    Findings::new(results.clone(), State::fold(&events)).matrix().clone()
}

fn states(matrix: &Matrix, row: usize) -> Vec<CellState> {
    matrix.rows[row].cells.iter().map(|cell| cell.state).collect()
}

use CellState::{Changed, CheckedAbsent, Lost, NotChecked, Present, Suggested, Unreadable};

#[test]
fn columns_are_in_the_order_of_years_and_ids() {
    let matrix = matrix(&study(), vec![]);
    let ids: Vec<&str> = matrix.columns.iter().map(|column| column.agreement.as_str()).collect();
    assert_eq!(ids, ["c", "d", "a", "b"], "without a year last");
    assert_eq!(matrix.columns[2].clauses, 2);
}

#[test]
fn agreements_of_one_name_are_told_apart() {
    let called = |years: [Option<u16>; 4], names: [&str; 4]| {
        let mut results = study();
        for ((agreement, year), name) in results.agreements.iter_mut().zip(years).zip(names) {
            (agreement.title, agreement.year) = (name.into(), year);
        }
        let columns = matrix(&results, vec![]).columns;
        columns.into_iter().map(|column| column.short).collect::<Vec<String>>()
    };
    let names = ["Joint Statement", "Joint statement", "Harbour Accord", "Joint Statement 2019"];
    let (years, all) = ([Some(2021), Some(2022), Some(2023), Some(2024)], ["a", "b", "c", "d"]);
    assert_eq!(
        called(years, names),
        ["Joint Statement 2021", "Joint statement 2022", "Harbour Accord", "Joint Statement 2019"]
    );
    let same = called([None, Some(2022), Some(2022), None], ["Pact"; 4]);
    assert_eq!(same.iter().collect::<BTreeSet<_>>().len(), all.len(), "{same:?}");
    assert!(all.iter().all(|id| same.contains(&format!("Pact [{id}]"))), "{same:?}");
}

#[test]
fn before_any_decision_all_rows_are_candidates() {
    let matrix = matrix(&study(), vec![]);
    assert_eq!(states(&matrix, 0), [NotChecked, NotChecked, Suggested, Suggested]);
    assert_eq!(matrix.rows[0].cells[2].suggested, [clause_id("a#1"), clause_id("a#2")]);
    assert_eq!((matrix.rows[0].breadth, matrix.rows[0].suggested), (0, 2));
    assert_eq!(matrix.count(Suggested), 4);
    assert_eq!((matrix.columns[3].present, matrix.columns[3].suggested), (0, 2));
}

#[test]
fn each_finding_has_its_state() {
    let results = study();
    let decisions = vec![
        confirm(&results, &["a#1"]),
        Decision::Absent { element: ELEMENT, agreement: agreement("c"), clauses: vec![], texts: vec![] },
    ];
    let matrix = matrix(&results, decisions);
    let element = &matrix.rows[0];
    assert!(element.is_element());
    assert_eq!(element.definition.as_deref(), Some("Tell others."));
    assert_eq!(states(&matrix, 0), [CheckedAbsent, NotChecked, Present, NotChecked]);
    assert_eq!(element.cells[2].count(), 1);
    assert_eq!(matrix.rows.len(), 3, "the candidate shares too little with the element to be part of it");
}

#[test]
fn clauses_that_fit_an_element_are_suggested_in_its_row() {
    let results = study();
    let matrix = matrix(&results, vec![confirm(&results, &["a#1", "a#2"])]);
    assert_eq!(states(&matrix, 0), [NotChecked, NotChecked, Present, Suggested]);
    assert_eq!(matrix.rows.len(), 2, "and no row of their own");
}

#[test]
fn nothing_is_absent_where_text_was_lost() {
    let mut results = study();
    results.documents[2].losses.push(Loss::new(2, LossKind::NeedsOcr, "a scanned page"));
    let decisions = vec![
        confirm(&results, &["a#1"]),
        Decision::Absent { element: ELEMENT, agreement: agreement("c"), clauses: vec![], texts: vec![] },
    ];
    let matrix = matrix(&results, decisions);
    assert_eq!(states(&matrix, 0)[0], Unreadable);
    assert!(matrix.rows[0].cells[0].checked, "that someone looked is not forgotten");
    assert_eq!(states(&matrix, 2)[0], Suggested, "what was read still counts");
    assert!(matrix.columns[0].text_lost);
}

#[test]
fn a_confirmed_clause_that_is_not_found_again_is_listed_and_its_cell_says_so() {
    let results = study();
    let decision = confirm(&results, &["a#1", "b#1"]);
    let mut later = results.clone();
    later.clauses.drain(..2);
    later.clauses[0].text = "States shall not report serious incidents within a day.".into();
    let matrix = matrix(&later, vec![decision]);
    assert_eq!(states(&matrix, 0), [NotChecked, NotChecked, Lost, Changed]);
    assert_eq!((matrix.rows[0].breadth, matrix.rows[0].unsettled), (0, 2));
    assert_eq!(matrix.rows[0].agreements(), "0 + 2 △");
    assert_eq!(matrix.rows[0].cells[2].lost, 1);
    assert_eq!(matrix.lost.len(), 2);
    let doubtful = matrix.lost.iter().find(|lost| lost.perhaps.is_some()).unwrap();
    assert_eq!(doubtful.perhaps.as_ref().map(|(id, _)| id), Some(&clause_id("b#1")));
}

#[test]
fn rejected_candidates_are_no_rows_and_confirmed_ones_come_first() {
    let results = study();
    let reject = Decision::Reject {
        clauses: anchors(&results.clauses, &["a#1", "a#2", "b#1"]),
        reason: Reason::Boilerplate,
        candidate: None,
        comment: None,
    };
    let matrix = matrix(&results, vec![reject]);
    assert_eq!(matrix.rows.len(), 1);
    assert_eq!(matrix.rows[0].name, "Warnings");
}

#[test]
fn elements_meet_and_agreements_are_alike() {
    let results = study();
    let second = Decision::Confirm {
        element: element(2),
        name: "Warnings".into(),
        definition: None,
        candidate: None,
        clauses: anchors(&results.clauses, &["c#1", "b#2", "a#2"]),
    };
    let matrix = matrix(&results, vec![confirm(&results, &["a#1", "b#1"]), second]);
    assert_eq!(matrix.cooccurrence(), [(0, 1, 2)]);
    let alike = matrix.similarity();
    assert_eq!(alike[2][3], 1.0);
    assert_eq!(alike[0][3], 0.5);
    assert_eq!(alike[0][1], 0.0);
    assert_eq!(alike[1][1], 0.0, "nothing is known of it");
    for (i, row) in alike.iter().enumerate() {
        for (j, value) in row.iter().enumerate() {
            assert_eq!(*value, alike[j][i]);
        }
    }
}

#[test]
fn a_settled_absence_and_outliers_reach_the_matrix() {
    let results = study();
    let settle = Settlement::Absence { agreement: agreement("d"), absent: true };
    let keep = Decision::Outlier { clause: anchors(&results.clauses, &["d#1"]).remove(0), keep: true };
    let decisions = vec![confirm(&results, &["a#1"]), Decision::Resolve { element: ELEMENT, settle }, keep];
    let matrix = matrix(&results, decisions);
    assert_eq!(states(&matrix, 0)[1], CheckedAbsent);
    assert_eq!(matrix.outliers, BTreeMap::from([(clause_id("d#1"), true)]));
}

#[test]
fn the_matrix_survives_its_json() {
    let results = study();
    let matrix = matrix(&results, vec![confirm(&results, &["a#1"])]);
    let json = serde_json::to_string(&matrix).unwrap();
    assert_eq!(serde_json::from_str::<Matrix>(&json).unwrap(), matrix);
    assert!(json.contains("\"state\":\"not_checked\"") && json.contains("\"kind\":\"element\""));
}

#[test]
fn rows_are_counted_by_kinds_of_agreements() {
    let mut results = study();
    results.agreements[0].binding = Some(true);
    results.agreements[1].binding = Some(false);
    results.agreements[2].binding = Some(true);
    let absent =
        Decision::Absent { element: ELEMENT, agreement: agreement("c"), clauses: vec![], texts: vec![] };
    let matrix = matrix(&results, vec![confirm(&results, &["a#1", "b#1"]), absent]);
    let split = matrix.by(Facet::Binding);
    let kinds: Vec<(&str, usize)> = split.kinds.iter().map(|k| (k.name.as_str(), k.agreements)).collect();
    assert_eq!(kinds, [("binding", 2), ("not binding", 1), ("not known", 1)]);
    assert_eq!(split.rows[0].counts[0], Count { present: 1, absent: 1, ..Count::default() });
    assert_eq!(split.rows[0].counts[1], Count { present: 1, ..Count::default() });
    let years: Vec<String> = matrix.by(Facet::Year).kinds.into_iter().map(|kind| kind.name).collect();
    assert_eq!(years, ["2001", "2020", "not known"]);
    for facet in [Facet::Group, Facet::Binding, Facet::Year] {
        for (row, counted) in matrix.rows.iter().zip(matrix.by(facet).rows) {
            let sum = |of: fn(&Count) -> usize| counted.counts.iter().map(of).sum::<usize>();
            assert_eq!((sum(|c| c.present), sum(|c| c.suggested)), (row.breadth, row.suggested));
            let all = sum(|c| c.present + c.suggested + c.absent + c.unknown + c.unsettled);
            assert_eq!(all, matrix.columns.len());
        }
    }
}
