//! What counts as a unit, who is asked, and what is listed as a disagreement.

use super::*;
use crosscut::decisions::{Decision, Reason, ReviewSettings, Settlement, State};
use crosscut::text::{Clause, Coverage, Loss, LossKind, Source};
use crosscut::{Agreement, Candidate, DocumentReport, Member, Results};
use crosscut_decisions::fixture::{agreement, anchors, clause_id, clauses, coder, event};

const TEXTS: [(&str, &str); 6] = [
    ("a#1", "Parties shall report incidents to each other."),
    ("a#2", "Parties shall train judges and prosecutors."),
    ("b#1", "States shall report serious incidents within a day."),
    ("b#2", "States should share early warnings."),
    ("c#1", "Signatories shall share warnings early."),
    ("d#1", "Members meet once a year."),
];

fn study() -> Results {
    results(clauses(&TEXTS), vec![candidate("Incidents", &["a#1", "a#2", "b#1", "b#2"])])
}

fn candidate(label: &str, members: &[&str]) -> Candidate {
    let member = |id: &&str| Member {
        clause: clause_id(id),
        agreement: agreement(&id[..1]),
        similarity: 0.5,
        same_as: None,
    };
    Candidate {
        id: format!("c-{label}"),
        label: label.to_owned(),
        members: members.iter().map(member).collect(),
        ..Candidate::default()
    }
}

/// Every agreement of the clauses has one document.
fn results(clauses: Vec<Clause>, candidates: Vec<Candidate>) -> Results {
    let mut ids: Vec<AgreementId> = clauses.iter().map(|clause| clause.agreement.clone()).collect();
    ids.dedup();
    let document = |id: &AgreementId| DocumentReport {
        agreement: id.clone(),
        source: Source { file: format!("{id}.txt"), sha256: String::new(), media_type: "text/plain".into() },
        pages: Vec::new(),
        coverage: Coverage::default(),
        losses: Vec::new(),
        warnings: Vec::new(),
    };
    Results {
        documents: ids.iter().map(document).collect(),
        agreements: ids.iter().map(|id| Agreement::named(id.clone(), id.to_string())).collect(),
        clauses,
        candidates,
        ..Results::default()
    }
}

fn confirm(ids: &[&str]) -> Decision {
    Decision::Confirm {
        element: ElementId::of_candidate("c-Incidents"),
        name: "Incidents".into(),
        definition: None,
        candidate: Some("c-Incidents".into()),
        clauses: anchors(&clauses(&TEXTS), ids),
    }
}

fn remove(ids: &[&str]) -> Decision {
    let clauses = anchors(&clauses(&TEXTS), ids);
    Decision::Remove { element: ElementId::of_candidate("c-Incidents"), clauses }
}

fn compare(events: &[Event], results: &Results) -> Option<Reliability> {
    let round = Round::new(&ReviewSettings::default(), events);
    reliability(&Findings::new(results.clone(), State::fold(events)), events, &round)
}

fn pair(figures: &Figures) -> (usize, usize, usize, usize) {
    let pair = &figures.pairs[0];
    (pair.both, pair.only_a, pair.only_b, pair.neither)
}

#[test]
fn two_coders_apart_over_the_clauses_that_were_put_forward() {
    let mut events = vec![
        event("anna", 1, &[], confirm(&["a#1", "b#1"])),
        event("anna", 2, &[], remove(&["a#2", "b#2"])),
        event("anna", 3, &[], Decision::Finish),
        event("bob", 1, &[], confirm(&["a#1", "b#1", "c#1"])),
    ];
    events[3].because = Some("c says so too".into());
    let before = compare(&events, &study()).unwrap();
    assert!(before.independent);
    assert_eq!(before.unfinished, [coder("bob")]);
    assert_eq!(
        (before.clauses.whole.units, before.clauses.whole.judged),
        (5, 3),
        "Bob is silent on a#2, b#2"
    );
    assert_eq!(pair(&before.clauses.whole), (2, 0, 1, 0), "Anna finished without c#1");
    assert_eq!(before.clauses.whole.silent, 1);

    events.push(event("bob", 2, &[], Decision::Finish));
    let after = compare(&events, &study()).unwrap();
    assert_eq!(pair(&after.clauses.whole), (2, 0, 1, 2));
    assert_eq!(
        (after.clauses.whole.judged, after.clauses.whole.silent),
        (5, 3),
        "a#2 and b#2 are Anna's alone"
    );
    assert_eq!(after.clauses.whole.percent.value, Some(0.8));
    assert_eq!(after.clauses.elements.len(), 1);
    assert_eq!(pair(&after.cells.whole), (2, 0, 1, 1), "a and b; c is Bob's; d is nobody's");
    let [only] = &after.disagreements[..] else { panic!("{:?}", after.disagreements) };
    assert_eq!(only.clause.clause.as_str(), "c#1");
    assert!(
        only.settled.is_none() && only.sides[&coder("bob")].belongs && !only.sides[&coder("anna")].belongs
    );
    assert_eq!(only.sides[&coder("bob")].reasons, ["c says so too"]);
    assert!(!only.sides[&coder("anna")].judged);
}

#[test]
fn what_is_settled_is_no_open_disagreement_and_changes_no_figure() {
    let clause = anchors(&clauses(&TEXTS), &["b#1"]).remove(0);
    let settle = Settlement::Clause { clause, belongs: false };
    let resolve = Decision::Resolve { element: ElementId::of_candidate("c-Incidents"), settle };
    let mut events = vec![
        event("anna", 1, &[], confirm(&["a#1", "b#1"])),
        event("anna", 2, &[], Decision::Finish),
        event("bob", 1, &[], confirm(&["a#1"])),
        event("bob", 2, &[], remove(&["b#1"])),
        event("bob", 3, &[], Decision::Finish),
    ];
    let before = compare(&events, &study()).unwrap();
    events.push(event("lea", 1, &[("anna", 2), ("bob", 3)], resolve));
    let after = compare(&events, &study()).unwrap();
    assert_eq!((&after.clauses, &after.coders), (&before.clauses, &before.coders));
    assert_eq!(after.disagreements[0].settled, Some((coder("lea"), false)));
}

#[test]
fn a_rejection_says_no_and_what_is_put_off_is_left_out() {
    let clauses = anchors(&clauses(&TEXTS), &["a#1", "b#1"]);
    let candidate = Some("c-Incidents".to_owned());
    let reason = Reason::Boilerplate;
    let reject =
        Decision::Reject { clauses: clauses.clone(), reason, candidate: candidate.clone(), comment: None };
    let defer = Decision::Defer { clauses, candidate };
    for (decision, expected) in [(reject, (0, 2, 0, 2)), (defer, (0, 0, 0, 2))] {
        let events = [
            event("anna", 1, &[], confirm(&["a#1", "b#1"])),
            event("anna", 2, &[], Decision::Finish),
            event("bob", 1, &[], decision),
            event("bob", 2, &[], Decision::Finish),
        ];
        let found = compare(&events, &study()).unwrap();
        assert_eq!(pair(&found.clauses.whole), expected);
        if expected.1 > 0 {
            let reasons = &found.disagreements[0].sides[&coder("bob")].reasons;
            assert_eq!(reasons[..], ["turned down, preamble or boilerplate"]);
        }
    }
}

#[test]
fn a_translation_and_its_original_are_one_cell() {
    let mut study = study();
    study.agreements[3].translation_of = Some(agreement("c"));
    let events = [
        event("anna", 1, &[], confirm(&["a#1", "b#1", "c#1"])),
        event("bob", 1, &[], confirm(&["a#1", "b#1", "d#1"])),
    ];
    let found = compare(&events, &study).unwrap();
    assert_eq!(found.cells.whole.units, 3, "d is c in another language");
    assert_eq!(pair(&found.cells.whole), (3, 0, 0, 0), "both found it in c, each in another text");
}

#[test]
fn nobody_says_no_by_silence_where_text_was_lost() {
    let mut study = study();
    study.documents[3].losses.push(Loss::new(2, LossKind::NeedsOcr, "a scanned page"));
    let events = [
        event("anna", 1, &[], confirm(&["a#1", "b#1"])),
        event("anna", 2, &[], Decision::Finish),
        event("bob", 1, &[], confirm(&["a#1", "b#1"])),
        event("bob", 2, &[], Decision::Finish),
    ];
    let found = compare(&events, &study).unwrap();
    assert_eq!(study.documents[3].agreement, agreement("d"));
    assert_eq!((found.cells.whole.units, found.cells.whole.judged, found.cells.whole.silent), (4, 3, 1));
}

#[test]
fn coders_who_saw_each_other_are_compared_and_it_is_said() {
    let events =
        [event("anna", 1, &[], confirm(&["a#1", "b#1"])), event("bob", 1, &[("anna", 1)], remove(&["b#1"]))];
    let found = compare(&events, &study()).unwrap();
    assert!(!found.independent);
    assert_eq!(pair(&found.clauses.whole), (0, 1, 0, 0));
    assert_eq!(compare(&events[..1], &study()), None, "one coder agrees with nobody");
}

#[test]
fn the_figures_survive_a_new_extraction() {
    let events = [
        event("anna", 1, &[], confirm(&["a#1", "b#1"])),
        event("anna", 2, &[], Decision::Finish),
        event("bob", 1, &[], confirm(&["a#1", "b#1", "c#1"])),
        event("bob", 2, &[], Decision::Finish),
    ];
    let before = compare(&events, &study()).unwrap();
    let renumbered = TEXTS.map(|(id, text)| (if id == "a#1" { "a#7" } else { id }, text));
    let mut later = study();
    later.clauses = clauses(&renumbered);
    later.candidates = vec![candidate("Incidents", &["a#7", "a#2", "b#1", "b#2"])];
    assert_eq!(compare(&events, &later).unwrap().clauses.whole, before.clauses.whole);
}
