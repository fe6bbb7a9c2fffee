//! Which cells are looked into again, and what the estimate says.

use super::*;
use crate::Results;
use crate::fixture::{agreement, anchors, candidate, clauses, element, event, results};
use crosscut_decisions::State;

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
    let look = findings.second_look(&Compared::by_words(&findings.results().clauses), 1);
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
    let look = findings.second_look(&Compared::by_words(&findings.results().clauses), 5);
    let misses = look[0].cells.iter().flat_map(|cell| &cell.misses);
    assert!(misses.into_iter().all(|miss| miss.clause.as_str() != "c#2"), "{look:?}");
}

#[test]
fn the_estimate_follows_from_the_cells_that_were_looked_into() {
    let results = study();
    let absent = Decision::Absent { element: ELEMENT, agreement: agreement("d"), clauses: vec![] };
    let found = Decision::Add { element: ELEMENT, clauses: anchors(&results.clauses, &["c#2"]) };
    let estimate = |decisions: Vec<Decision>| {
        let (events, state) = fold(decisions);
        Findings::new(results.clone(), state).recall(&events, None)
    };
    let nobody = estimate(vec![confirm(&results)]);
    assert_eq!((nobody.present, nobody.looked, nobody.not_looked, nobody.recall), (2, 0, 2, None));
    assert!(nobody.words().contains("second look"));
    let one = estimate(vec![confirm(&results), absent.clone()]);
    assert_eq!((one.looked, one.found, one.not_looked), (1, 0, 1));
    assert_eq!((one.missing, one.recall), (Some(0.0), Some(1.0)));
    let both = estimate(vec![confirm(&results), absent, found.clone()]);
    assert_eq!((both.present, both.looked, both.found, both.not_looked), (3, 2, 1, 0));
    let half = estimate(vec![confirm(&results), found]);
    assert_eq!((half.present, half.looked, half.found, half.not_looked), (3, 1, 1, 1));
    assert_eq!(half.recall, Some(0.75));
    let (low, high) = half.interval.unwrap();
    assert!(low < 0.78 && high > 0.75 && low <= 0.75 + 1e-9 && high <= 1.0, "{low} {high}");
    assert!(half.words().contains("about 1 more"), "{}", half.words());
}

/// Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
#[test]
fn wilsons_interval_is_the_published_one() {
    for (hits, of, low, high) in [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
    {
        let (l, h) = wilson(hits, of);
        assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{hits}/{of}: {l} {h}");
    }
}
