//! What a new run tells, and that a recorded move settles it.

use super::*;
use crate::fixture::{agreement, anchors, candidate, clauses, element, event, results};
use crosscut_decisions::{Decision, Event, State};
use proptest::prelude::*;

const TEXTS: [(&str, &str); 5] = [
    ("a#1", "Parties shall report incidents to each other without delay."),
    ("a#2", "Parties shall train judges and prosecutors."),
    ("b#1", "States shall report serious incidents to the others within a day."),
    ("b#2", "States should share early warnings."),
    ("c#1", "Signatories shall share warnings early."),
];
const ELEMENT: ElementId = element(1);

fn confirm(ids: &[&str]) -> Event {
    let clauses = anchors(&clauses(&TEXTS), ids);
    let (name, definition, candidate) = ("Incidents".into(), None, None);
    event("anna", 1, &[], Decision::Confirm { element: ELEMENT, name, definition, candidate, clauses })
}

fn findings(results: &Results, state: &State) -> Findings {
    Findings::new(results.clone(), state.clone())
}

fn before() -> Results {
    results(clauses(&TEXTS), vec![candidate("Incidents", &["a#1", "b#1"])])
}

#[test]
fn a_run_over_more_agreements_says_what_is_new() {
    let mut texts = TEXTS.to_vec();
    texts.push(("d#1", "Members shall report incidents to each other."));
    texts.push(("d#2", "Members should share warnings."));
    let after = results(
        clauses(&texts),
        vec![candidate("Incidents", &["a#1", "b#1", "d#1"]), candidate("Warnings", &["b#2", "c#1", "d#2"])],
    );
    let state = State::fold(&[confirm(&["a#1", "b#1"])]);
    let found = findings(&after, &state).changes(Some(&Snapshot::of(&before())));
    assert_eq!(found.new_agreements, [agreement("d")]);
    assert_eq!(found.fits.len(), 1);
    assert_eq!(found.fits[0].clauses, [crate::fixture::clause_id("d#1")]);
    assert_eq!(found.new_candidates, ["c-Warnings"]);
    assert_eq!(
        found.words(),
        ["1 new agreement: d", "1 clause may belong to 1 confirmed element", "1 new candidate"]
    );
    let first = findings(&before(), &State::default()).changes(None);
    assert!(first.is_empty() && first.since.is_none(), "{first:?}");
}

#[test]
fn the_same_run_again_tells_nothing() {
    let state = State::fold(&[confirm(&["a#1", "b#1"])]);
    assert!(findings(&before(), &state).changes(Some(&Snapshot::of(&before()))).is_empty());
}

/// Article 1 of `a` is Article 5 now, b's wording changed, c is another text.
fn again() -> Results {
    let texts = TEXTS.map(|(id, text)| match id {
        "a#1" => ("a#5", text),
        "b#1" => ("b#1", "States shall report serious incidents to the other within a day."),
        "c#1" => ("c#1", "Nothing of it is left here."),
        _ => (id, text),
    });
    results(clauses(&texts), Vec::new())
}

#[test]
fn moves_are_told_recorded_and_then_no_more_told() {
    let events = vec![confirm(&["a#1", "b#1", "c#1"])];
    let state = State::fold(&events);
    let after = again();
    let found = findings(&after, &state).changes(Some(&Snapshot::of(&before())));
    let moved: Vec<(&str, &str)> =
        found.moved.iter().map(|m| (m.from.clause.as_str(), m.to.as_str())).collect();
    assert_eq!(moved, [("a#1", "a#5")]);
    let [changed] = &found.changed[..] else { panic!("{found:?}") };
    assert!(changed.to.as_str() == "b#1" && changed.score >= 0.9 && changed.score < 1.0);
    assert!(changed.now.iter().any(|run| run.changed && run.text.trim() == "other"), "{changed:?}");
    assert_eq!(found.lost.len(), 1, "an orphan is listed");

    let findings_after = findings(&after, &state);
    let mut decisions = findings_after.reanchors();
    assert_eq!(decisions.len(), 1, "what changed is taken one by one");
    decisions.push(findings_after.reanchor("b#1", "b#1").unwrap());
    decisions.push(findings_after.reanchor("c#1", "c#1").unwrap());
    let mut all = events.clone();
    all.push(event("bob", 1, &[("anna", 1)], Decision::Together { decisions }));
    let state = State::fold(&all);
    assert_eq!(state.elements[&ELEMENT].belonging().count(), 3, "no verdict is lost or doubled");
    let rest = findings(&after, &state).changes(Some(&Snapshot::of(&before())));
    assert_eq!(
        (rest.moved.len(), rest.changed.len(), rest.doubtful.len(), rest.lost.len()),
        (0, 0, 0, 0),
        "{rest:?}"
    );
    let undone = event("bob", 2, &[("anna", 1)], Decision::Undo { of: all[1].id });
    all.push(undone);
    assert_eq!(State::fold(&all).elements, State::fold(&events).elements, "and it can be taken back");
}

#[test]
fn a_move_that_nobody_judged_is_refused() {
    let findings = findings(&again(), &State::fold(&[confirm(&["a#1"])]));
    assert!(findings.reanchor("a#2", "a#5").is_err());
    assert!(findings.reanchor("a#1", "a#99").is_err());
}

#[test]
fn what_is_decided_on_the_new_place_meets_what_was_decided_on_the_old_one() {
    let after = again();
    let (old, new) = (anchors(&clauses(&TEXTS), &["a#1"]), anchors(&after.clauses, &["a#5"]));
    let moved = Decision::Reanchor { from: old[0].clone(), to: new[0].clone(), score: 1.0 };
    let out = Decision::Remove { element: ELEMENT, clauses: new };
    let events =
        [confirm(&["a#1", "b#1"]), event("anna", 2, &[], moved), event("bob", 1, &[("anna", 2)], out)];
    let state = State::fold(&events);
    let left: Vec<&str> = state.elements[&ELEMENT].belonging().map(|m| m.anchor.clause.as_str()).collect();
    assert_eq!(left, ["b#1"], "the verdict on the new place overrules that on the old one");
}

proptest! {
    /// Whatever clauses are said to be where, in whatever order it is merged: one state, no verdict lost, no circle.
    #[test]
    fn moves_in_any_order_are_one_state(
        moves in prop::collection::vec((0usize..5, 0usize..5, any::<bool>()), 0..12),
        seed in any::<u64>(),
    ) {
        let all = anchors(&clauses(&TEXTS), &["a#1", "a#2", "b#1", "b#2", "c#1"]);
        let mut events = vec![confirm(&["a#1", "a#2", "b#1", "b#2", "c#1"])];
        let mut count = [1u64, 0];
        for (from, to, knows) in moves {
            let who = usize::from(knows);
            count[who] += 1;
            let name = ["anna", "bob"][who];
            let seen = [("anna", count[0]), ("bob", count[1])];
            let seen = if knows { &seen[..1] } else { &seen[..0] };
            let decision = Decision::Reanchor { from: all[from].clone(), to: all[to].clone(), score: 0.95 };
            events.push(event(name, count[who], seen, decision));
        }
        let state = State::fold(&events);
        prop_assert!(state.elements[&ELEMENT].belonging().count() >= 1);
        let mut turned = events.clone();
        turned.rotate_left(usize::try_from(seed % 13).unwrap() % events.len());
        turned.reverse();
        prop_assert_eq!(State::fold(&turned), state);
    }
}
