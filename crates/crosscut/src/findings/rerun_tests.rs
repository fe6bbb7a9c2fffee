//! What was decided holds in every later run: other settings, clauses in another order, an agreement more.

use super::{CandidateStatus, Findings, constraints};
use crate::fixture::{clauses, event, results};
use crate::matrix::CellState;
use crate::pipeline::{candidates, unwatched};
use crate::{Choice, Compared, Results, Settings};
use crosscut_decisions::{Decision, Event, Membership, Reason, State};
use crosscut_text::{Clause, ClauseId};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Subjects, each in words that no other has.
const SUBJECTS: [&str; 6] = [
    "report significant incidents to the competent authority without undue delay",
    "protect hospitals water and energy supply from malicious software",
    "train judges and prosecutors to handle electronic evidence",
    "publish a coordinated procedure for disclosing vulnerabilities found by researchers",
    "refrain from attacks on the public core of the routing system",
    "share indicators of compromise between national response teams",
];

/// How the agreements begin.
const OPENINGS: [&str; 5] =
    ["Parties shall", "States should", "Members shall", "Companies commit to", "Signatories will"];

/// The clauses of the first `agreements` agreements; which of the subjects each has is given by bits.
fn corpus(agreements: usize, bits: &[u8]) -> Vec<Clause> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for (agreement, opening) in OPENINGS.iter().enumerate().take(agreements) {
        for (subject, words) in SUBJECTS.iter().enumerate() {
            if bits[agreement] & (1 << subject) != 0 {
                let text = format!("{opening} {words}, as annex {subject}{agreement} says.");
                texts.push((format!("{}#art_{subject}", ["a", "b", "c", "d", "e"][agreement]), text));
            }
        }
    }
    let texts: Vec<(&str, &str)> = texts.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    clauses(&texts)
}

/// A run that knows what was decided.
fn run(clauses: Vec<Clause>, granularity: f32, state: &State) -> Results {
    let bounds = constraints(state, &clauses);
    let settings = Settings { granularity: Some(granularity), ..Settings::default() };
    let proposed =
        candidates(&Compared::by_words(&clauses), &settings, &bounds, &Default::default(), &unwatched);
    let proposed = proposed.expect("nobody breaks it off");
    let mut results = results(clauses, Vec::new());
    results.take(proposed);
    results
}

/// Confirms, confirms in part, rejects or leaves each candidate in turn.
fn decide(results: &Results, verdicts: &[u8]) -> State {
    let mut events: Vec<Event> = Vec::new();
    for (candidate, verdict) in results.candidates.iter().zip(verdicts.iter().cycle()) {
        let findings = Findings::new(results.clone(), State::fold(&events));
        let choice = Choice::new(&findings);
        let last = candidate.members.last().map(|member| member.clause.to_string());
        let all = match verdict % 4 {
            0 => choice.confirm(&candidate.id, None, &[]),
            1 => choice.confirm(&candidate.id, None, last.as_slice()),
            2 => choice.reject(&candidate.id, Reason::DifferentCommitments, None),
            _ => continue,
        };
        for decision in all.into_iter().flatten() {
            let seq = events.len() as u64 + 1;
            events.push(event("anna", seq, &[], decision));
        }
    }
    State::fold(&events)
}

/// The clauses of each element: those that belong, and those that do not.
fn memberships(state: &State) -> Vec<(BTreeSet<ClauseId>, BTreeSet<ClauseId>)> {
    let ids = |member: &Membership| member.anchor.clause.clone();
    let elements = state.elements.values();
    elements.map(|e| (e.belonging().map(ids).collect(), e.removed().map(ids).collect())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn decisions_hold_in_every_later_run(
        bits in prop::collection::vec(1u8..64, 5),
        verdicts in prop::collection::vec(0u8..4, 1..6),
        (before, after) in (0u8..=4, 0u8..=4),
        more in any::<bool>(),
        turn in 0usize..30,
    ) {
        let first = run(corpus(4, &bits), f32::from(before) / 4.0, &State::default());
        let state = decide(&first, &verdicts);
        let mut clauses = corpus(if more { 5 } else { 4 }, &bits);
        let turned = turn % clauses.len().max(1);
        clauses.rotate_left(turned);
        let again = run(clauses, f32::from(after) / 4.0, &state);

        let findings = Findings::new(again.clone(), state.clone());
        let places = findings.places();
        let id = |index: &usize| again.clauses[*index].id.clone();
        let now: Vec<(BTreeSet<ClauseId>, BTreeSet<ClauseId>)> = places
            .elements
            .values()
            .map(|e| (e.members.iter().map(id).collect(), e.removed.iter().map(id).collect()))
            .collect();
        prop_assert_eq!(&now, &memberships(&state), "confirmed clauses are those that were confirmed");

        for offer in &findings.offered() {
            let members: BTreeSet<ClauseId> = offer.candidate.members.iter().map(|m| m.clause.clone()).collect();
            for (event, set) in &places.rejected {
                let set: BTreeSet<ClauseId> = set.iter().map(id).collect();
                prop_assert!(!members.is_subset(&set), "a rejected set is offered again: {} {:?}", event, members);
            }
            match &offer.status {
                CandidateStatus::Covered { element, new } => {
                    let known = &places.elements[element];
                    prop_assert!(!new.is_empty());
                    for id in new {
                        let index = again.clauses.iter().position(|clause| clause.id == *id).expect("a clause");
                        prop_assert!(!known.members.contains(&index) && !known.removed.contains(&index));
                    }
                }
                CandidateStatus::Rejected { new, .. } => prop_assert!(!new.is_empty()),
                CandidateStatus::New | CandidateStatus::Deferred { .. } => {
                    for (belong, _) in memberships(&state) {
                        prop_assert!(members.intersection(&belong).count() * 2 < members.len());
                    }
                }
            }
        }
        let bounds = constraints(&state, &again.clauses);
        for candidate in &again.candidates {
            let holds = |index: &usize| candidate.members.iter().any(|m| m.clause == again.clauses[*index].id);
            for (a, b) in &bounds.cannot_link {
                prop_assert!(!(holds(a) && holds(b)), "what was taken out is proposed together again");
            }
        }
        let present = findings.matrix().elements().flat_map(|row| &row.cells).filter(|c| {
            // What was confirmed and rejected by one and the same is disputed, and shown.
            matches!(c.state, CellState::Present | CellState::Disputed)
        });
        let shown: usize = present.map(|cell| cell.confirmed.len()).sum();
        prop_assert_eq!(shown, now.iter().map(|(belong, _)| belong.len()).sum::<usize>());
    }
}

#[test]
fn an_undone_rejection_is_offered_again() {
    let first = run(corpus(4, &[63, 63, 63, 63, 0]), 0.5, &State::default());
    let candidate = &first.candidates[0];
    let findings = Findings::new(first.clone(), State::default());
    let reject = Choice::new(&findings).reject(&candidate.id, Reason::Other, None).unwrap();
    let rejected = event("anna", 1, &[], Decision::together(reject));
    let undo = event("ben", 1, &[("anna", 1)], Decision::Undo { of: rejected.id });
    let open = |events: &[Event]| {
        let state = State::fold(events);
        let again = run(first.clauses.clone(), 0.5, &state);
        let offered = Findings::new(again, state).offered();
        offered.iter().any(|offer| offer.candidate.id == candidate.id)
    };
    assert!(!open(std::slice::from_ref(&rejected)));
    assert!(open(&[rejected, undo]));
}
