//! Which cells are looked into again, and what the estimate says.

use super::*;
use crate::Results;
use crate::fixture::{anchors, candidate, clauses, element, event, results};
use crosscut_decisions::{Decision, Event, State};

const ELEMENT: ElementId = element(1);

fn study() -> Results {
    let clauses = clauses(&[
        ("a#1", "Parties shall report significant incidents to the competent authority."),
        ("a#2", "Parties shall train judges and prosecutors in electronic evidence."),
        ("b#1", "States shall report serious incidents to their authority within a day."),
        ("c#1", "Members meet once a year in the capital of the presidency."),
        ("c#2", "Members tell the authority of incidents that are significant."),
        ("d#1", "Boats carry lamps at night."),
    ]);
    results(clauses, vec![candidate("Incidents", &["a#1", "b#1"])])
}

fn confirm(results: &Results) -> Decision {
    Decision::Confirm {
        element: ELEMENT,
        name: "Incident reporting".into(),
        definition: None,
        candidate: Some("c-Incidents".into()),
        clauses: anchors(&results.clauses, &["a#1", "b#1"]),
    }
}

fn fold(decisions: Vec<Decision>) -> (Vec<Event>, State) {
    let events: Vec<Event> =
        decisions.into_iter().zip(1..).map(|(decision, seq)| event("anna", seq, &[], decision)).collect();
    let state = State::fold(&events);
    (events, state)
}

#[test]
fn empty_cells_show_their_likeliest_clauses_first() {
    let results = study();
    let (_, state) = fold(vec![confirm(&results)]);
    let findings = Findings::new(results, state);
    let look = findings.second_look(&Compared::by_words(&findings.results().clauses), 1).unwrap();
    let [one] = &look[..] else { panic!("{look:?}") };
    let cells: Vec<&str> = one.cells.iter().map(|cell| cell.agreement.as_str()).collect();
    assert_eq!(cells, ["c", "d"], "a and b have it; c has the nearer miss");
    assert_eq!(one.cells[0].misses.len(), 1);
    assert_eq!(one.cells[0].misses[0].clause.as_str(), "c#2");
}

#[test]
fn a_clause_that_was_looked_at_does_not_come_back() {
    let results = study();
    let clauses = anchors(&results.clauses, &["c#2"]);
    let removed = Decision::Remove { element: ELEMENT, clauses };
    let (_, state) = fold(vec![confirm(&results), removed]);
    let findings = Findings::new(results, state);
    let look = findings.second_look(&Compared::by_words(&findings.results().clauses), 5).unwrap();
    let misses = look[0].cells.iter().flat_map(|cell| &cell.misses);
    assert!(misses.into_iter().all(|miss| miss.clause.as_str() != "c#2"), "{look:?}");
}

/// It stays out, but who ruled it out had another wording before them.
#[test]
fn a_clause_that_was_ruled_out_comes_back_under_another_wording() {
    let results = study();
    let clauses = anchors(&results.clauses, &["c#2"]);
    let removed = Decision::Remove { element: ELEMENT, clauses };
    let (_, state) = fold(vec![confirm(&results), removed]);
    let mut later = results.clone();
    let clause = later.clauses.iter_mut().find(|clause| clause.id.as_str() == "c#2").unwrap();
    clause.text = "Members tell the authority of all incidents that are significant.".into();
    let findings = Findings::new(later, state);
    assert_eq!(findings.places().elements[&ELEMENT].removed.len(), 1);
    let look = findings.second_look(&Compared::by_words(&findings.results().clauses), 5).unwrap();
    assert!(look[0].cells[0].misses.iter().any(|miss| miss.clause.as_str() == "c#2"), "{look:?}");
}

#[test]
fn what_has_nothing_in_common_with_the_element_is_not_offered() {
    let results = study();
    let (_, state) = fold(vec![confirm(&results)]);
    let findings = Findings::new(results, state);
    let look = findings.second_look(&Compared::by_words(&findings.results().clauses), 9).unwrap();
    let boats = look[0].cells.iter().find(|cell| cell.agreement.as_str() == "d").unwrap();
    assert_eq!(boats.misses, [], "the cell is still empty, and only reading tells");
    assert!(look[0].cells.iter().flat_map(|cell| &cell.misses).all(|miss| miss.score > 0.0));
}
