//! Tests of the history: every decision is a sentence, undos name what they took back.

use super::*;
use crate::fixture::{agreement, anchors, clauses, element, event};
use crate::{Agreement, Results};
use crosscut_decisions::{Reason, State};

fn told(decisions: Vec<Decision>) -> Vec<String> {
    let events: Vec<Event> =
        decisions.into_iter().zip(1..).map(|(decision, seq)| event("anna", seq, &[], decision)).collect();
    let mut agreement = Agreement::named(agreement("a"), "Accord on everything");
    agreement.short = Some("The Accord".into());
    let results = Results { agreements: vec![agreement], ..Results::default() };
    let findings = Findings::new(results, State::fold(&events));
    let mut entries = findings.history(&events);
    for entry in &entries {
        assert_eq!(findings.said(&events, entry.event).as_ref(), Some(&entry.text), "told alone");
    }
    entries.reverse();
    entries.into_iter().map(|entry| entry.text).collect()
}

#[test]
fn every_decision_is_a_sentence() {
    let study = clauses(&[("a#1", "Report incidents."), ("a#2", "Train judges."), ("b#1", "Report.")]);
    let set = |ids: &[&str]| anchors(&study, ids);
    let (one, two) = (element(1), element(2));
    let confirm = |element, name: &str, ids: &[&str]| Decision::Confirm {
        element,
        name: name.into(),
        definition: None,
        candidate: None,
        clauses: set(ids),
    };
    let decisions = vec![
        confirm(one, "Incidents", &["a#1", "b#1"]),
        Decision::Rename { element: one, name: "Reports".into() },
        Decision::Split { from: one, element: two, name: "Early".into(), clauses: set(&["a#1"]) },
        Decision::Absent {
            element: one,
            agreement: agreement("a"),
            clauses: set(&["a#1", "a#2"]),
            texts: vec![],
        },
        Decision::Merge { into: two, from: vec![one] },
        Decision::Reject {
            clauses: set(&["a#2"]),
            reason: Reason::Boilerplate,
            candidate: None,
            comment: Some("everywhere".into()),
        },
        Decision::Reanchor { from: set(&["a#2"]).remove(0), to: set(&["a#1"]).remove(0), score: 0.999 },
        Decision::Together { decisions: vec![confirm(one, "x", &["a#2"]), Decision::Finish] },
        Decision::Undo { of: event("anna", 2, &[], Decision::Finish).id },
        Decision::Undo { of: event("anna", 9, &[], Decision::Finish).id },
        Decision::Rename { element: element(9), name: "n".into() },
    ];
    let expected = [
        "confirmed “Incidents” with 2 clauses of 2 agreements",
        "renamed “Incidents” to “Reports”",
        "split “Early” off “Reports”: Article 1 of The Accord",
        "found “Reports” absent from The Accord after checking 2 clauses of The Accord",
        "merged “Reports” into “Early”",
        "rejected Article 2 of The Accord: preamble or boilerplate (“everywhere”)",
        "re-anchored Article 2 of The Accord to Article 1 of The Accord (99 % alike)",
        "2 decisions at once: confirmed Article 2 of The Accord for “Reports”; finished coding",
        "undid anna’s decision: renamed “Incidents” to “Reports”",
        "redid anna’s decision: renamed “Incidents” to “Reports”",
        "renamed an element that is not here (yet) to “n”",
    ];
    assert_eq!(told(decisions), expected);
}

#[test]
fn an_element_is_told_by_the_name_that_it_had_for_the_coder_at_that_time() {
    let study = clauses(&[("a#1", "Report incidents."), ("b#1", "Report.")]);
    let confirm = Decision::Confirm {
        element: element(1),
        name: "Alpha".into(),
        definition: None,
        candidate: None,
        clauses: anchors(&study, &["a#1", "b#1"]),
    };
    let rename = |name: &str| Decision::Rename { element: element(1), name: name.into() };
    let note = || Decision::Note { about: Target::Element(element(1)), text: "x".into() };
    let undone = event("anna", 3, &[], rename("Gamma"));
    let undo = event("anna", 4, &[], Decision::Undo { of: undone.id });
    let events = [
        event("anna", 1, &[], confirm),
        event("anna", 2, &[], rename("Beta")),
        undone.clone(),
        undo.clone(),
        event("anna", 5, &[], note()),
        event("anna", 6, &[], Decision::Undo { of: undo.id }),
        event("anna", 7, &[], note()),
        event("bob", 8, &[("anna", 1)], note()),
        event("bob", 9, &[("anna", 3)], rename("Delta")),
    ];
    let entries = Findings::new(Results::default(), State::fold(&events)).history(&events);
    let text = |by: &str, seq: u64| {
        let id =
            events.iter().find(|event| event.by.as_str() == by && event.seq == seq).map(|event| event.id);
        entries.iter().find(|entry| Some(entry.event) == id).map(|entry| entry.text.as_str())
    };
    assert_eq!(text("anna", 5), Some("noted on “Beta”: “x”"), "the third name was taken back");
    assert_eq!(text("anna", 7), Some("noted on “Gamma”: “x”"), "and brought back");
    assert_eq!(text("bob", 8), Some("noted on “Alpha”: “x”"), "Bob knew no other");
    assert_eq!(text("bob", 9), Some("renamed “Gamma” to “Delta”"));
}

#[test]
fn an_entry_says_what_took_it_back_and_what_has_no_effect() {
    let rename = Decision::Rename { element: element(9), name: "n".into() };
    let first = event("anna", 1, &[], rename);
    let back = event("bob", 1, &[("anna", 1)], Decision::Undo { of: first.id });
    let events = [first.clone(), back.clone()];
    let entries = Findings::new(Results::default(), State::fold(&events)).history(&events);
    assert_eq!((entries[0].event, entries[0].undone), (back.id, None));
    assert_eq!(entries[1].undone, Some(back.id));
    assert_eq!(entries[1].without_effect, Some(Why::Undone(back.id)));
}
