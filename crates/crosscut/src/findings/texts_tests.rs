//! Tests of findings "absent" over texts that change.

use super::*;
use crate::Findings;
use crate::fixture::{agreement, anchors, clauses, element, event, results};
use crosscut_decisions::{Decision, Event, State};

const OLD: &str = "Signatories shall share warnings within 72 hours.";
const NEW: &str = "Signatories shall share warnings within 24 hours.";

/// An accord that has the element, and one of this text.
fn study(text: &str) -> Results {
    results(
        clauses(&[("a#1", "Parties shall report incidents."), ("c#1", text), ("c#2", "Members meet.")]),
        vec![],
    )
}

fn findings(results: &Results, events: &[Event]) -> Findings {
    Findings::new(results.clone(), State::fold(events))
}

/// The element is confirmed in one accord and not found in the other.
fn checked(results: &Results) -> Vec<Event> {
    let confirm = Decision::Confirm {
        element: element(1),
        name: "Reports".into(),
        definition: None,
        candidate: None,
        clauses: anchors(&results.clauses, &["a#1"]),
    };
    let confirmed = vec![event("anna", 1, &[], confirm)];
    let absent = event("anna", 2, &[], absent(&findings(results, &confirmed), "c"));
    confirmed.into_iter().chain([absent]).collect()
}

/// Somebody looks through what an agreement says now.
fn absent(found: &Findings, name: &str) -> Decision {
    let (agreement, texts) = (agreement(name), found.texts_of(&agreement(name)));
    Decision::Absent { element: element(1), agreement, clauses: vec![], texts }
}

fn state(found: &Findings, agreement: &str) -> CellState {
    let at = found.matrix().columns.iter().position(|column| column.agreement.as_str() == agreement);
    found.matrix().rows[0].cells[at.unwrap()].state
}

#[test]
fn a_finding_is_about_the_text_that_was_there() {
    let events = checked(&study(OLD));
    for (text, expected) in [
        (OLD, CellState::CheckedAbsent),
        ("SIGNATORIES  shall share warn-ings within 72 hours", CellState::CheckedAbsent),
        (NEW, CellState::CheckedEarlier),
        ("Signatories shall not share warnings within 72 hours.", CellState::CheckedEarlier),
    ] {
        let found = findings(&study(text), &events);
        assert_eq!(state(&found, "c"), expected, "{text}");
        assert_eq!(found.checked_earlier().len(), usize::from(expected == CellState::CheckedEarlier));
        assert!(found.matrix().rows[0].cells[1].checked, "that someone looked is not forgotten");
    }
    let found = findings(&study(NEW), &events);
    let earlier = found.checked_earlier().swap_remove(0);
    assert_eq!((earlier.name.as_str(), earlier.agreement.as_str(), earlier.by.len()), ("Reports", "c", 1));
    assert_eq!(found.matrix().rows[0].unsettled, 0, "it is no sign that the element might be there");
}

#[test]
fn a_second_look_counts_for_its_text_and_the_first_for_its_own() {
    let mut events = checked(&study(OLD));
    let again = absent(&findings(&study(NEW), &events), "c");
    events.push(event("anna", 3, &[], again));
    for text in [OLD, NEW] {
        assert_eq!(state(&findings(&study(text), &events), "c"), CellState::CheckedAbsent, "{text}");
    }
    assert_eq!(state(&findings(&study("Third."), &events), "c"), CellState::CheckedEarlier);
}

#[test]
fn where_a_later_edition_joins_the_column_nobody_has_looked_yet() {
    let events = checked(&study(OLD));
    let with = |join: fn(&mut crate::Agreement)| {
        let texts = [
            ("a#1", "Parties shall report incidents."),
            ("c#1", OLD),
            ("c#2", "Members meet."),
            ("d#1", NEW),
        ];
        let mut results = results(clauses(&texts), vec![]);
        join(&mut results.agreements[2]);
        findings(&results, &events)
    };
    assert_eq!(state(&with(|_| ()), "c"), CellState::CheckedAbsent, "another agreement");
    let translated = with(|d| d.translation_of = Some(agreement("c")));
    assert_eq!(state(&translated, "c"), CellState::CheckedAbsent, "a translation says the same");
    let edition = with(|d| d.edition_of = Some(agreement("c")));
    assert_eq!(state(&edition, "c"), CellState::CheckedEarlier);
    assert_eq!(
        edition.texts_of(&agreement("d")).len(),
        2,
        "who looks through one of them has the other before them, too"
    );
}

#[test]
fn an_old_finding_that_names_no_text_holds_and_is_told() {
    let mut events = checked(&study(OLD));
    if let Decision::Absent { texts, .. } = &mut events[1].decision {
        texts.clear();
    }
    assert_eq!(events[1].decision.version(), 1, "older programs read it");
    let found = findings(&study(NEW), &events);
    assert_eq!(state(&found, "c"), CellState::CheckedAbsent);
    assert_eq!((found.checked_somewhere(), found.checked_earlier().len()), (1, 0));
}

#[test]
fn a_finding_follows_its_agreement_to_another_name() {
    let events = checked(&study(OLD));
    let renamed = |text| {
        let mut results = results(
            clauses(&[("a#1", "Parties shall report incidents."), ("e#1", text), ("e#2", "Members meet.")]),
            vec![],
        );
        results.agreements[1].formerly = vec![agreement("c")];
        findings(&results, &events)
    };
    assert_eq!(state(&renamed(OLD), "e"), CellState::CheckedAbsent);
    assert_eq!(state(&renamed(NEW), "e"), CellState::CheckedEarlier);
    assert_eq!(renamed(NEW).checked_earlier()[0].by.len(), 1);
}
