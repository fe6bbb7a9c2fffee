//! From what is named to what is saved, for the ways that no command but the page has.

use super::*;
use crate::fixture::{candidate, clauses, event, results};
use crosscut_decisions::Event;

fn study() -> Results {
    let clauses = clauses(&[
        ("a#1", "Parties shall report significant incidents to the competent authority."),
        ("a#2", "Parties shall train judges and prosecutors in electronic evidence."),
        ("b#1", "States shall report serious incidents to their authority within a day."),
        ("b#2", "States shall train those who investigate."),
    ]);
    results(clauses, vec![candidate("all", &["a#1", "a#2", "b#1", "b#2"])])
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// The state after these decisions, each in knowledge of those before.
fn after(decisions: Vec<Decision>) -> State {
    let numbered = decisions.into_iter().zip(1..);
    let events: Vec<Event> = numbered.map(|(decision, seq)| event("anna", seq, &[], decision)).collect();
    State::fold(&events)
}

fn made(results: &Results) -> Vec<Decision> {
    let findings = Findings::new(results.clone(), State::default());
    vec![Choice::new(&findings).make("Incidents", None, &ids(&["a#1"])).unwrap()]
}

fn belonging(state: &State, name: &str) -> Vec<String> {
    let element = state.elements.values().find(|element| element.name == name).unwrap();
    element.belonging().map(|member| member.anchor.clause.to_string()).collect()
}

#[test]
fn a_candidate_goes_into_an_element_without_what_does_not_belong() {
    let results = study();
    let mut decisions = made(&results);
    let findings = Findings::new(results, after(decisions.clone()));
    let choice = Choice::new(&findings);
    decisions.extend(choice.confirm_into("c-all", "incidents", &ids(&["a#2", "b#2"])).unwrap());
    let state = after(decisions);
    assert_eq!(belonging(&state, "Incidents"), ["a#1", "b#1"]);
    let element = state.elements.values().next().unwrap();
    let removed: Vec<&str> = element.removed().map(|member| member.anchor.clause.as_str()).collect();
    assert_eq!(removed, ["a#2", "b#2"], "what was unticked is known not to belong");
}

#[test]
fn what_cannot_go_into_an_element_is_refused() {
    let results = study();
    let findings = Findings::new(results.clone(), after(made(&results)));
    let choice = Choice::new(&findings);
    let all = ids(&["a#1", "a#2", "b#1", "b#2"]);
    for (which, into, without) in
        [("c-none", "incidents", &[][..]), ("c-all", "no such", &[]), ("c-all", "incidents", &all[..])]
    {
        assert!(
            choice.confirm_into(which, into, without).is_err(),
            "{which} into {into} without {without:?}"
        );
    }
}

#[test]
fn a_candidate_is_divided_into_two_elements() {
    let results = study();
    let findings = Findings::new(results, State::default());
    let choice = Choice::new(&findings);
    let both = choice.divide("c-all", "Incidents", &ids(&["a#1", "b#1"]), "Training").unwrap();
    assert_eq!(both, choice.divide("c-all", "Incidents", &ids(&["b#1", "a#1"]), "Training").unwrap());
    let state = after(both);
    assert_eq!(belonging(&state, "Incidents"), ["a#1", "b#1"]);
    assert_eq!(belonging(&state, "Training"), ["a#2", "b#2"]);
    assert!(state.conflicts.is_empty());
}

#[test]
fn a_division_needs_clauses_on_both_sides() {
    let results = study();
    let findings = Findings::new(results, State::default());
    let choice = Choice::new(&findings);
    for ticked in [&[][..], &["a#1", "a#2", "b#1", "b#2"], &["c#9"]] {
        assert!(choice.divide("c-all", "One", &ids(ticked), "Two").is_err(), "{ticked:?}");
    }
}

#[test]
fn findings_that_follow_others_give_the_same_choice() {
    let mut more = study();
    more.candidates = vec![candidate("more", &["a#1", "b#1", "b#2"])];
    let empty = Findings::new(study(), State::default());
    let first = Choice::new(&empty).confirm("c-all", None, &ids(&["b#2"])).unwrap();
    for (results, which) in [(study(), "c-all"), (more, "c-more")] {
        let mut next = Findings::new(results.clone(), State::default());
        for state in [State::default(), after(first.clone())] {
            let anew = Findings::new(results.clone(), state.clone());
            next = next.after(state);
            let confirm = |findings| Choice::new(findings).confirm(which, None, &[]).unwrap();
            assert_eq!(confirm(&anew), confirm(&next));
        }
    }
}
