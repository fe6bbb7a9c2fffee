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
    vec![Choice::new(results, &State::default()).make("Incidents", None, &ids(&["a#1"])).unwrap()]
}

fn belonging(state: &State, name: &str) -> Vec<String> {
    let element = state.elements.values().find(|element| element.name == name).unwrap();
    element.belonging().map(|member| member.anchor.clause.to_string()).collect()
}

#[test]
fn a_candidate_goes_into_an_element_without_what_does_not_belong() {
    let results = study();
    let mut decisions = made(&results);
    let state = after(decisions.clone());
    let choice = Choice::new(&results, &state);
    decisions.extend(choice.confirm_into("c-all", "incidents", &ids(&["a#2", "b#2"])).unwrap());
    let state = after(decisions);
    assert_eq!(belonging(&state, "Incidents"), ["a#1", "b#1"]);
    let element = state.elements.values().next().unwrap();
    let apart: Vec<&str> = element.apart().map(|member| member.anchor.clause.as_str()).collect();
    assert_eq!(apart, ["a#2", "b#2"], "what was unticked is known not to belong");
}

#[test]
fn what_cannot_go_into_an_element_is_refused() {
    let results = study();
    let state = after(made(&results));
    let choice = Choice::new(&results, &state);
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
    let state = State::default();
    let choice = Choice::new(&results, &state);
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
    let state = State::default();
    let choice = Choice::new(&results, &state);
    for ticked in [&[][..], &["a#1", "a#2", "b#1", "b#2"], &["c#9"]] {
        assert!(choice.divide("c-all", "One", &ids(ticked), "Two").is_err(), "{ticked:?}");
    }
}

#[test]
fn prepared_results_give_the_same_choice() {
    let results = study();
    let prepared = Prepared::new(results.clone());
    let first = Choice::new(&results, &State::default()).confirm("c-all", None, &ids(&["b#2"])).unwrap();
    let mut more = results.clone();
    more.candidates = vec![candidate("more", &["a#1", "b#1", "b#2"])];
    for state in [State::default(), after(first)] {
        let standings = prepared.standings(&prepared.place(&state));
        let (slow, quick) = (Choice::new(&results, &state), Choice::prepared(&prepared, &state, &standings));
        assert_eq!(slow.confirm("c-all", None, &[]).unwrap(), quick.confirm("c-all", None, &[]).unwrap());
        let again = Prepared::new(more.clone());
        let standings = again.standings(&again.place(&state));
        let (slow, quick) = (Choice::new(&more, &state), Choice::prepared(&again, &state, &standings));
        assert_eq!(slow.confirm("c-more", None, &[]).unwrap(), quick.confirm("c-more", None, &[]).unwrap());
    }
}
