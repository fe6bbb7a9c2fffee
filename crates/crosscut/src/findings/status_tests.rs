//! Tests of what is offered again after decisions.

use super::*;
use crate::findings::constraints;
use crate::fixture::{anchors, candidate, clauses, element, event, results};
use crosscut_decisions::{Decision, Event, Reason, State};
use proptest::prelude::*;

const TEXTS: [(&str, &str); 6] = [
    ("a#1", "Parties shall report incidents to each other."),
    ("a#2", "Parties shall train judges and prosecutors."),
    ("b#1", "States shall report serious incidents within a day."),
    ("b#2", "States should share early warnings."),
    ("c#1", "Signatories shall share warnings early."),
    ("c#2", "Signatories report incidents to their customers."),
];

const ELEMENT: ElementId = element(1);

fn confirm(ids: &[&str]) -> Decision {
    let clauses = anchors(&clauses(&TEXTS), ids);
    Decision::Confirm {
        element: ELEMENT,
        name: "Incidents".into(),
        definition: None,
        candidate: None,
        clauses,
    }
}

fn reject(ids: &[&str]) -> Decision {
    let clauses = anchors(&clauses(&TEXTS), ids);
    Decision::Reject { clauses, reason: Reason::Boilerplate, candidate: None, comment: None }
}

fn state(decisions: Vec<Decision>) -> State {
    let events: Vec<Event> =
        decisions.into_iter().zip(1..).map(|(d, seq)| event("anna", seq, &[], d)).collect();
    State::fold(&events)
}

/// Which clauses are new, for an offer; `None` when it is withheld.
fn offered(decisions: Vec<Decision>, members: &[&str]) -> Option<(CandidateStatus, Vec<String>)> {
    let results = results(clauses(&TEXTS), vec![candidate("x", members)]);
    let offer = Findings::new(results, state(decisions)).offered().into_iter().next()?;
    let new = offer.status.new_clauses().iter().map(ToString::to_string).collect();
    Some((offer.status, new))
}

#[test]
fn what_nobody_decided_on_is_offered() {
    assert_eq!(offered(vec![], &["a#1", "b#1"]), Some((CandidateStatus::New, vec![])));
    assert_eq!(offered(vec![reject(&["a#2", "b#2"])], &["a#1", "b#1"]), Some((CandidateStatus::New, vec![])));
}

#[test]
fn a_rejected_set_is_not_offered_again() {
    assert_eq!(offered(vec![reject(&["a#1", "b#1", "c#2"])], &["a#1", "b#1", "c#2"]), None);
    assert_eq!(offered(vec![reject(&["a#1", "b#1", "c#2"])], &["a#1", "b#1"]), None, "nor a part of it");
}

#[test]
fn a_rejected_set_that_gained_clauses_is_offered_with_what_is_new() {
    let (status, new) = offered(vec![reject(&["a#1", "b#1"])], &["a#1", "b#1", "c#2"]).unwrap();
    assert!(matches!(status, CandidateStatus::Rejected { .. }));
    assert_eq!(new, ["c#2"]);
    let (status, _) = offered(vec![reject(&["a#1"])], &["a#1", "b#1", "c#2"]).unwrap();
    assert_eq!(status, CandidateStatus::New, "a small share of it was rejected");
}

#[test]
fn a_candidate_within_an_element_is_not_offered_and_one_that_adds_to_it_says_what() {
    assert_eq!(offered(vec![confirm(&["a#1", "b#1", "c#2"])], &["a#1", "b#1"]), None);
    let (status, new) = offered(vec![confirm(&["a#1", "b#1"])], &["a#1", "b#1", "c#2"]).unwrap();
    assert!(matches!(status, CandidateStatus::Covered { element: ELEMENT, .. }));
    assert_eq!(new, ["c#2"]);
}

#[test]
fn a_clause_that_was_removed_does_not_come_back() {
    let remove = Decision::Remove { element: ELEMENT, clauses: anchors(&clauses(&TEXTS), &["c#2"]) };
    assert_eq!(offered(vec![confirm(&["a#1", "b#1", "c#2"]), remove], &["a#1", "b#1", "c#2"]), None);
}

#[test]
fn a_deferred_set_is_offered_and_marked() {
    let defer = Decision::Defer { clauses: anchors(&clauses(&TEXTS), &["a#1", "b#1"]), candidate: None };
    assert!(matches!(offered(vec![defer], &["a#1", "b#1"]), Some((CandidateStatus::Deferred { .. }, _))));
}

#[test]
fn decisions_hold_after_renumbering_and_small_changes_of_text() {
    let mut new = vec![("a#0", "A new first Article.")];
    new.extend(TEXTS.map(|(id, text)| match id {
        "a#1" => ("a#2", text),
        "a#2" => ("a#3", text),
        "b#1" => ("b#1", "States shall report serious incidents within one day."),
        _ => (id, text),
    }));
    let new = clauses(&new);
    let later = results(new.clone(), vec![candidate("x", &["a#2", "b#1"])]);
    assert_eq!(Findings::new(later, state(vec![reject(&["a#1", "b#1"])])).offered(), []);
    let kept = constraints(&state(vec![confirm(&["a#1", "b#1"])]), &new);
    assert_eq!(kept.must_link, [vec![1, 3]]);
}

#[test]
fn confirmed_stay_together_and_removed_stay_apart() {
    let remove = Decision::Remove { element: ELEMENT, clauses: anchors(&clauses(&TEXTS), &["c#2"]) };
    let kept = constraints(&state(vec![confirm(&["a#1", "b#1", "c#2"]), remove]), &clauses(&TEXTS));
    assert_eq!(kept.must_link, [vec![0, 2]]);
    assert_eq!(kept.cannot_link, [(0, 5), (2, 5)]);
}

#[test]
fn a_clause_of_two_elements_does_not_tie_them_together() {
    let other = element(2);
    let all = clauses(&TEXTS);
    let second = Decision::Confirm {
        element: other,
        name: "Warnings".into(),
        definition: None,
        candidate: None,
        clauses: anchors(&all, &["a#1", "b#2", "c#1"]),
    };
    let kept = constraints(&state(vec![confirm(&["a#1", "b#1"]), second]), &all);
    let mut seen = std::collections::BTreeSet::new();
    assert!(kept.must_link.iter().flatten().all(|index| seen.insert(*index)), "{:?}", kept.must_link);
    assert_eq!(kept.must_link, [vec![0, 3, 4]]);
}

proptest! {
    #[test]
    fn a_rejected_set_comes_back_only_with_what_it_gained(
        rejected in prop::collection::btree_set(0usize..6, 1..6),
        offered_set in prop::collection::btree_set(0usize..6, 1..6),
    ) {
        let ids = |set: &BTreeSet<usize>| set.iter().map(|&place| TEXTS[place].0).collect::<Vec<_>>();
        let gained: Vec<String> = offered_set.difference(&rejected).map(|&place| TEXTS[place].0.to_owned()).collect();
        let shared = offered_set.intersection(&rejected).count();
        let found = offered(vec![reject(&ids(&rejected))], &ids(&offered_set));
        match found {
            None => prop_assert!(gained.is_empty()),
            Some((CandidateStatus::Rejected { .. }, new)) => {
                prop_assert!(2 * shared >= offered_set.len() && !new.is_empty());
                prop_assert_eq!(new.into_iter().collect::<BTreeSet<_>>(), gained.into_iter().collect());
            }
            Some((status, new)) => {
                prop_assert!(2 * shared < offered_set.len(), "{:?}", status);
                prop_assert!(new.is_empty());
            }
        }
    }
}
