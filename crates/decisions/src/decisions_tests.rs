//! Tests of the fold: each decision, undo, conflicts, and independence of order by random histories.

use super::super::state::{Conflict, Inert, Why};
use super::super::{ElementId, Reason, Seen, Settlement};
use super::*;
use crate::fixture::{agreement, coder, element as id, event, history, set, wavering};
use proptest::prelude::*;
use uuid::Uuid;

fn confirm(element: u128, name: &str, ids: &[&str]) -> Decision {
    Decision::Confirm {
        element: id(element),
        name: name.to_owned(),
        definition: None,
        candidate: None,
        clauses: set(ids),
    }
}

fn rename(element: u128, name: &str) -> Decision {
    Decision::Rename { element: id(element), name: name.to_owned() }
}

/// A history of one coder who decides one thing after the other.
fn alone(decisions: Vec<Decision>) -> Vec<Event> {
    decisions.into_iter().zip(1..).map(|(decision, seq)| event("anna", seq, &[], decision)).collect()
}

fn undo(event: &Event) -> Decision {
    Decision::Undo { of: event.id }
}

fn belonging(state: &State, element: u128) -> Vec<&str> {
    state.elements[&id(element)].belonging().map(|member| member.anchor.clause.as_str()).collect()
}

fn apart(state: &State, element: u128) -> Vec<&str> {
    state.elements[&id(element)].removed().map(|member| member.anchor.clause.as_str()).collect()
}

#[test]
fn decisions_shape_an_element() {
    let events = alone(vec![
        confirm(1, "Incidents", &["a#1", "a#2"]),
        rename(1, "Incident reporting"),
        Decision::Define { element: id(1), definition: "Tell others of incidents.".into() },
        Decision::Add { element: id(1), clauses: set(&["b#1"]) },
        Decision::Remove { element: id(1), clauses: set(&["a#2"]) },
        Decision::Absent { element: id(1), agreement: agreement("c"), clauses: set(&["c#1"]), texts: vec![] },
    ]);
    let state = State::fold(&events);
    let element = &state.elements[&id(1)];
    assert_eq!(element.name, "Incident reporting");
    assert_eq!(element.definition.as_deref(), Some("Tell others of incidents."));
    assert_eq!(belonging(&state, 1), ["a#1", "b#1"]);
    assert_eq!(apart(&state, 1), ["a#2", "c#1"]);
    assert_eq!(element.absent.keys().collect::<Vec<_>>(), [&agreement("c")]);
    assert_eq!(element.history.len(), 6);
    assert_eq!((&state.conflicts[..], &state.inert[..]), (&[][..], &[][..]));
    assert_eq!(state.seen, Seen::from([(coder("anna"), 6)]));
}

#[test]
fn move_merge_and_split() {
    let mut decisions = vec![
        confirm(1, "Incidents", &["a#1", "a#2"]),
        confirm(2, "Warnings", &["b#2", "c#1"]),
        Decision::Move { from: id(1), to: id(2), clauses: set(&["a#2"]) },
    ];
    let state = State::fold(&alone(decisions.clone()));
    assert_eq!((belonging(&state, 1), belonging(&state, 2)), (vec!["a#1"], vec!["a#2", "b#2", "c#1"]));
    assert_eq!(apart(&state, 1), ["a#2"]);

    decisions.push(Decision::Split {
        from: id(2),
        element: id(3),
        name: "Judges".into(),
        clauses: set(&["a#2"]),
    });
    let state = State::fold(&alone(decisions.clone()));
    assert_eq!((belonging(&state, 2), belonging(&state, 3)), (vec!["b#2", "c#1"], vec!["a#2"]));

    decisions.push(Decision::Merge { into: id(1), from: vec![id(2), id(3)] });
    decisions.push(Decision::Add { element: id(2), clauses: set(&["b#1"]) });
    let events = alone(decisions.clone());
    let state = State::fold(&events);
    assert_eq!(state.elements.len(), 1);
    assert_eq!(
        belonging(&state, 1),
        ["a#1", "a#2", "b#1", "b#2", "c#1"],
        "what is added later follows the merge"
    );

    decisions.push(undo(&events[4]));
    let state = State::fold(&alone(decisions));
    assert_eq!(belonging(&state, 1), ["a#1"]);
    assert_eq!(belonging(&state, 2), ["b#1", "b#2", "c#1"], "what was added since stays");
    assert_eq!(belonging(&state, 3), ["a#2"]);
}

#[test]
fn merging_keeps_absent_only_where_both_were_checked() {
    let absent = |element, name| Decision::Absent {
        element: id(element),
        agreement: agreement(name),
        clauses: vec![],
        texts: vec![],
    };
    let state = State::fold(&alone(vec![
        confirm(1, "Incidents", &["a#1"]),
        confirm(2, "Reports", &["a#2"]),
        absent(1, "b"),
        absent(1, "c"),
        absent(2, "b"),
        Decision::Merge { into: id(1), from: vec![id(2)] },
    ]));
    assert_eq!(state.elements[&id(1)].absent.keys().collect::<Vec<_>>(), [&agreement("b")]);
}

#[test]
fn merging_keeps_absent_for_texts_in_which_both_were_looked_for() {
    let absent = |element, texts: &[&str]| Decision::Absent {
        element: id(element),
        agreement: agreement("b"),
        clauses: vec![],
        texts: texts.iter().map(|text| (*text).to_owned()).collect(),
    };
    let state = State::fold(&alone(vec![
        confirm(1, "Incidents", &["a#1"]),
        confirm(2, "Reports", &["a#2"]),
        absent(1, &["old"]),
        absent(1, &["new"]),
        absent(2, &["new", "newest"]),
        Decision::Merge { into: id(1), from: vec![id(2)] },
    ]));
    let texts = state.elements[&id(1)].absent[&agreement("b")].texts.clone();
    assert_eq!(texts, Some(["new".to_owned()].into()));
}

/// What was looked for in vain, or taken out, was the element as it was: the one that it went up in has more.
#[test]
fn who_did_not_know_of_a_merge_judged_the_narrower_element() {
    let before = alone(vec![confirm(1, "Incidents", &["a#1", "c#1"]), confirm(2, "Reports", &["a#2"])]);
    let merge = event("anna", 3, &[], Decision::Merge { into: id(1), from: vec![id(2)] });
    let bob = |seq, decision| event("bob", seq, &[("anna", 2)], decision);
    let absent = Decision::Absent {
        element: id(2),
        agreement: agreement("b"),
        clauses: vec![],
        texts: vec!["now".into()],
    };
    let out = |clause| Decision::Remove { element: id(2), clauses: set(&[clause]) };
    let narrower = [bob(1, absent), bob(2, out("c#1")), bob(3, out("a#2"))];
    let all: Vec<_> = before.into_iter().chain([merge]).chain(narrower.clone()).collect();
    let state = State::fold(&all);
    assert!(state.elements[&id(1)].absent.is_empty(), "nobody looked for incidents");
    assert_eq!(belonging(&state, 1), ["a#1", "a#2", "c#1"]);
    let merged = |event: &Event| Inert { event: event.id, why: Why::Merged };
    assert_eq!(state.inert, [merged(&narrower[0]), merged(&narrower[1])]);
    assert_eq!(state.conflicts.len(), 1, "the clause that the merge brought: {:?}", state.conflicts);
}

#[test]
fn a_merge_keeps_what_each_coder_said_last() {
    let anna = |seq, decision| event("anna", seq, &[], decision);
    let bob = |seq, decision| event("bob", seq, &[], decision);
    let into = Decision::Merge { into: id(2), from: vec![id(1)] };
    let state = State::fold(&[
        anna(1, confirm(1, "Incidents", &["a#1"])),
        anna(2, Decision::Remove { element: id(2), clauses: set(&["a#2"]) }),
        bob(1, confirm(2, "Incidents", &["a#1"])),
        bob(2, confirm(1, "Incidents", &["a#1"])),
        bob(3, into),
        anna(3, Decision::Add { element: id(1), clauses: set(&["a#2"]) }),
    ]);
    let member = state.elements[&id(2)].member(&set(&["a#2"])[0].key()).unwrap();
    assert_eq!((member.belongs, member.verdicts.get(&coder("anna"))), (true, Some(&true)));
}

/// Whoever merged an element that had gone up in another did not mean that other one: what it loses by this is told.
#[test]
fn an_absence_that_a_merge_elsewhere_takes_away_is_told() {
    let carol = |seq, decision| event("carol", seq, &[("anna", 2), ("bob", 1)], decision);
    let merge = |into, from| Decision::Merge { into: id(into), from: vec![id(from)] };
    let absent = Decision::Absent {
        element: id(2),
        agreement: agreement("c"),
        clauses: vec![],
        texts: vec!["now".into()],
    };
    let events = [
        event("anna", 1, &[], confirm(1, "Incidents", &["a#1"])),
        event("bob", 1, &[], confirm(3, "Incidents", &["a#1"])),
        event("anna", 2, &[], confirm(2, "Incidents", &["a#1"])),
        carol(1, absent),
        carol(2, merge(1, 3)),
        event("anna", 3, &[], merge(2, 1)),
    ];
    let state = State::fold(&events);
    assert!(state.elements[&id(2)].absent.is_empty(), "nobody looked for the others");
    assert!(state.inert.contains(&Inert { event: events[3].id, why: Why::Merged }), "{:?}", state.inert);
}

/// Two elements that one coder defined, and another made one: it has two definitions, in whichever order they are read.
#[test]
fn a_definition_that_came_by_a_merge_is_not_overwritten_in_silence() {
    let define = |n, text: &str| Decision::Define { element: id(n), definition: text.into() };
    let bob = |seq, decision| event("bob", seq, &[("anna", 2)], decision);
    let mut events = vec![
        event("anna", 1, &[], confirm(2, "Incidents", &["a#1"])),
        event("anna", 2, &[], confirm(3, "Reports", &["a#2"])),
        event("anna", 3, &[("bob", 1)], Decision::Merge { into: id(2), from: vec![id(3)] }),
        bob(1, define(3, "Of the other.")),
    ];
    assert_eq!(State::fold(&events).elements[&id(2)].definition.as_deref(), Some("Of the other."));
    assert!(State::fold(&events).conflicts.is_empty());
    events.push(bob(2, define(2, "Its own.")));
    let conflicts = State::fold(&events).conflicts;
    assert!(matches!(&conflicts[..], [Conflict::Definition { .. }]), "{conflicts:?}");
}

#[test]
fn anything_is_undone_by_anyone_and_redone() {
    let first = event("anna", 1, &[], confirm(1, "Incidents", &["a#1", "b#1"]));
    let second = event("anna", 2, &[], rename(1, "Reports"));
    let by_bob = event("bob", 1, &[("anna", 2)], undo(&second));
    let by_anna = event("anna", 3, &[("bob", 1)], undo(&by_bob));
    let all = vec![first.clone(), second.clone(), by_bob.clone(), by_anna];
    let name = |events: &[Event]| State::fold(events).elements[&id(1)].name.clone();
    assert_eq!(name(&all[..2]), "Reports");
    assert_eq!(name(&all[..3]), "Incidents");
    assert_eq!(name(&all), "Reports", "undoing the undo brings it back");
    let inert = State::fold(&all[..3]).inert;
    assert_eq!((inert[0].event, &inert[0].why), (second.id, &Why::Undone(by_bob.id)));

    let gone = event("bob", 1, &[("anna", 2)], undo(&first));
    let state = State::fold(&[first.clone(), second.clone(), gone.clone()]);
    assert!(state.elements.is_empty());
    let whys: Vec<&Why> = state.inert.iter().map(|inert| &inert.why).collect();
    assert_eq!(whys, [&Why::Undone(gone.id), &Why::NoElement], "the rename waits for its element");
}

#[test]
fn an_undo_whose_event_is_not_merged_in_yet_is_listed() {
    let absent = event("bob", 1, &[], rename(1, "x"));
    let state = State::fold(&[event("anna", 1, &[("bob", 1)], undo(&absent))]);
    assert_eq!(state.inert[0].why, Why::NoEvent);
}

#[test]
fn a_rejection_lasts_until_it_is_undone_or_confirmed_in_knowledge_of_it() {
    let reject = Decision::Reject {
        clauses: set(&["a#1", "b#1"]),
        reason: Reason::Boilerplate,
        candidate: None,
        comment: Some("everywhere".into()),
    };
    let events = alone(vec![reject.clone()]);
    assert_eq!(State::fold(&events).rejected.len(), 1);
    let state = State::fold(&alone(vec![reject.clone(), undo(&events[0])]));
    assert!(state.rejected.is_empty());
    let state = State::fold(&alone(vec![reject.clone(), confirm(1, "Incidents", &["a#1", "b#1"])]));
    assert!(state.rejected.is_empty() && state.conflicts.is_empty());
    let apart =
        [event("anna", 1, &[], reject), event("bob", 1, &[], confirm(1, "Incidents", &["a#1", "b#1"]))];
    let state = State::fold(&apart);
    assert_eq!(state.rejected.len(), 1);
    assert_eq!(state.conflicts, [Conflict::Rejected { element: id(1), event: apart[0].id }]);
}

#[test]
fn a_deferred_set_waits_until_it_is_decided() {
    let defer = Decision::Defer { clauses: set(&["a#1", "b#1"]), candidate: None };
    assert_eq!(State::fold(&alone(vec![defer.clone()])).deferred.len(), 1);
    let confirmed = confirm(1, "Incidents", &["a#1", "b#1", "c#1"]);
    assert!(State::fold(&alone(vec![defer, confirmed])).deferred.is_empty());
}

#[test]
fn coders_who_did_not_know_of_each_other_conflict_and_a_resolution_settles_it() {
    let base = event("anna", 1, &[], confirm(1, "Incidents", &["a#1", "b#1"]));
    let removed = Decision::Remove { element: id(1), clauses: set(&["b#1"]) };
    let confirmed = Decision::Add { element: id(1), clauses: set(&["b#1"]) };
    let mut events = vec![
        base,
        event("bob", 1, &[("anna", 1)], removed),
        event("carol", 1, &[("anna", 1)], confirmed),
        event("bob", 2, &[("anna", 1)], rename(1, "Reports")),
        event("carol", 2, &[("anna", 1)], rename(1, "Warnings")),
    ];
    let state = State::fold(&events);
    let member = &state.elements[&id(1)].members[1];
    assert!(member.contested && member.belongs, "kept until resolved");
    assert_eq!(member.verdicts.len(), 3);
    assert_eq!(state.conflicts.len(), 2);
    assert!(matches!(&state.conflicts[0], Conflict::Name { names, .. } if names.len() == 2));
    assert!(matches!(&state.conflicts[1], Conflict::Clause { yes, no, .. }
        if yes.contains(&coder("carol")) && no.contains(&coder("bob"))));
    assert_eq!(state.disagreements().len(), 1);

    let settle = Settlement::Clause { clause: set(&["b#1"]).remove(0), belongs: false };
    let knows = [("bob", 2), ("carol", 2)];
    events.push(event("anna", 2, &knows, Decision::Resolve { element: id(1), settle }));
    let settle = Settlement::Name { name: "Incident reporting".into() };
    events.push(event("anna", 3, &knows, Decision::Resolve { element: id(1), settle }));
    let state = State::fold(&events);
    assert_eq!(state.conflicts, []);
    assert_eq!(state.elements[&id(1)].name, "Incident reporting");
    assert_eq!(belonging(&state, 1), ["a#1"]);
}

#[test]
fn a_later_decision_in_knowledge_of_the_earlier_one_is_no_conflict() {
    let state = State::fold(&[
        event("anna", 1, &[], confirm(1, "Incidents", &["a#1", "b#1"])),
        event("bob", 1, &[("anna", 1)], Decision::Remove { element: id(1), clauses: set(&["b#1"]) }),
        event("bob", 2, &[("anna", 1)], rename(1, "Reports")),
    ]);
    assert_eq!(state.conflicts, []);
    assert_eq!(belonging(&state, 1), ["a#1"]);
    assert_eq!(state.disagreements().len(), 1, "but their verdicts differ, which reliability counts");
}

#[test]
fn absent_and_present_apart_is_a_conflict_in_knowledge_it_is_overruled() {
    let base = event("anna", 1, &[], confirm(1, "Incidents", &["a#1"]));
    let looked =
        Decision::Absent { element: id(1), agreement: agreement("b"), clauses: vec![], texts: vec![] };
    let found = Decision::Add { element: id(1), clauses: set(&["b#1"]) };
    let apart = [
        base.clone(),
        event("bob", 1, &[("anna", 1)], looked.clone()),
        event("carol", 1, &[("anna", 1)], found.clone()),
    ];
    let state = State::fold(&apart);
    assert!(matches!(&state.conflicts[..], [Conflict::Absence { agreement: b, .. }] if b.as_str() == "b"));
    assert!(state.elements[&id(1)].absent.is_empty(), "a clause that is there cannot be absent");
    let knowing =
        [base, event("bob", 1, &[("anna", 1)], looked), event("carol", 1, &[("anna", 1), ("bob", 1)], found)];
    assert_eq!(State::fold(&knowing).conflicts, []);
}

#[test]
fn the_same_candidate_confirmed_apart_is_one_element_and_alike_sets_are_pointed_out() {
    assert_eq!(ElementId::of_candidate("c1"), ElementId::of_candidate("c1"));
    assert_ne!(ElementId::of_candidate("c1"), ElementId::of_candidate("c2"));
    let one = [
        event("anna", 1, &[], confirm(1, "Incidents", &["a#1", "b#1"])),
        event("bob", 1, &[], confirm(1, "Incidents", &["a#1", "b#1", "c#1"])),
    ];
    let state = State::fold(&one);
    assert_eq!((state.elements.len(), &state.conflicts[..]), (1, &[][..]));
    assert_eq!(belonging(&state, 1).len(), 3);
    let two = [
        event("anna", 1, &[], confirm(1, "Incidents", &["a#1", "b#1"])),
        event("bob", 1, &[], confirm(2, "Reports", &["a#1", "b#1", "c#1"])),
    ];
    assert_eq!(State::fold(&two).conflicts, [Conflict::Alike { elements: [id(1), id(2)] }]);
}

#[test]
fn a_clock_that_is_wrong_changes_nothing() {
    let mut events = vec![
        event("anna", 1, &[], confirm(1, "Incidents", &["a#1"])),
        event("bob", 1, &[("anna", 1)], rename(1, "Reports")),
        event("anna", 2, &[("bob", 1)], rename(1, "Last")),
    ];
    let days: i64 = 86_400;
    events[0].at += jiff::SignedDuration::from_secs(9000 * days);
    events[2].at -= jiff::SignedDuration::from_secs(900 * days);
    let state = State::fold(&events);
    assert_eq!(state.elements[&id(1)].name, "Last");
    assert_eq!(state.conflicts, []);
}

#[test]
fn a_log_continued_in_two_places_is_pointed_out_and_all_of_it_counts() {
    let mut fork = event("anna", 2, &[], Decision::Add { element: id(1), clauses: set(&["b#1"]) });
    fork.id = EventId(Uuid::from_u128(77));
    let state = State::fold(&[
        event("anna", 1, &[], confirm(1, "Incidents", &["a#1"])),
        event("anna", 2, &[], Decision::Add { element: id(1), clauses: set(&["c#1"]) }),
        fork,
    ]);
    assert_eq!(belonging(&state, 1), ["a#1", "b#1", "c#1"]);
    assert_eq!(state.conflicts, [Conflict::Fork { coder: coder("anna"), seq: 2 }]);
}

#[test]
fn elements_merged_into_each_other_do_not_go_round_in_circles() {
    let state = State::fold(&[
        event("anna", 1, &[], confirm(1, "One", &["a#1"])),
        event("anna", 2, &[], confirm(2, "Two", &["b#1"])),
        event("anna", 3, &[], Decision::Merge { into: id(1), from: vec![id(2)] }),
        event("bob", 1, &[("anna", 2)], Decision::Merge { into: id(2), from: vec![id(1)] }),
    ]);
    assert_eq!(state.elements.len(), 1);
    assert_eq!(state.inert.len(), 1);
    assert_eq!(state.elements.values().next().map(|element| element.belonging().count()), Some(2));
}

#[test]
fn decisions_of_a_folder_are_one_state() {
    let folder = tempfile::tempdir().unwrap();
    let mut anna = Decisions::open(folder.path(), &coder("anna")).unwrap();
    let mut bob = Decisions::open(folder.path(), &coder("bob")).unwrap();
    anna.decide(Some("run-1"), confirm(1, "Incidents", &["a#1"])).unwrap();
    bob.refresh().unwrap();
    bob.decide(None, rename(1, "Reports")).unwrap();
    let last = bob.last().map(|event| event.id).unwrap();
    assert_eq!(bob.state().elements[&id(1)].name, "Reports");
    bob.decide(None, Decision::Undo { of: last }).unwrap();
    assert!(bob.last().is_none(), "nothing of Bob's stands");
    anna.refresh().unwrap();
    assert_eq!(anna.state(), bob.state());
    assert_eq!(anna.state().elements[&id(1)].name, "Incidents");
    assert_eq!(anna.events().len(), 3);
    let (events, problems) = read_folder(folder.path()).unwrap();
    assert_eq!((State::fold(&events), problems), (anna.state().clone(), vec![]));
}

proptest! {
    #[test]
    fn the_state_does_not_depend_on_the_order_of_files_and_lines(
        (events, shuffled) in history(false).prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle()))
    ) {
        let state = State::fold(&events);
        prop_assert_eq!(&State::fold(&shuffled), &state);
        let twice: Vec<Event> = events.iter().chain(&shuffled).cloned().collect();
        prop_assert_eq!(&State::fold(&twice), &state);
    }

    #[test]
    fn one_event_after_the_other_gives_the_same_state(
        events in any::<bool>().prop_flat_map(history)
    ) {
        let mut folding = Folding::new(&[]);
        for (count, event) in events.iter().enumerate() {
            let all = &events[..=count];
            let plain = !matches!(event.decision, Decision::Undo { .. } | Decision::Reanchor { .. });
            let knows_all = State::fold(&events[..count]).seen.iter()
                .all(|(coder, seq)| *coder == event.by || event.seen.get(coder) >= Some(seq));
            let taken = folding.push(event);
            prop_assert_eq!(taken, plain && knows_all);
            if !taken {
                folding.again(all);
            }
            prop_assert_eq!(folding.state(), &State::fold(all));
        }
    }

    #[test]
    fn what_is_taken_back_and_brought_back_leaves_what_a_fold_from_nothing_gives(events in wavering()) {
        let mut folding = Folding::new(&[]);
        for count in 1..=events.len() {
            if !folding.push(&events[count - 1]) {
                folding.again(&events[..count]);
            }
            // The slow way: everything from nothing.
            prop_assert_eq!(folding.state(), &State::fold(&events[..count]));
        }
    }

    #[test]
    fn what_comes_in_between_leaves_what_a_fold_from_nothing_gives(
        events in any::<bool>().prop_flat_map(history), first in 0usize..24
    ) {
        let (some, _) = events.split_at(first.min(events.len()));
        let mut folding = Folding::new(some);
        folding.again(&events);
        prop_assert_eq!(folding.state(), &State::fold(&events));
        // And back, as where a file of another coder went away.
        folding.again(some);
        prop_assert_eq!(folding.state(), &State::fold(some));
    }

    #[test]
    fn merging_is_commutative_associative_and_idempotent(events in history(false), cut in 0usize..24, other in 0usize..24) {
        let part = |from: usize, to: usize| events.iter().skip(from).take(to).cloned().collect::<Vec<_>>();
        let (a, b, c) = (part(0, cut), part(other, 24), part(cut / 2, other));
        prop_assert_eq!(merge(&a, &b), merge(&b, &a));
        prop_assert_eq!(merge(&merge(&a, &b), &c), merge(&a, &merge(&b, &c)));
        prop_assert_eq!(merge(&merge(&a, &b), &b), merge(&a, &b));
        prop_assert_eq!(State::fold(&merge(&a, &b)), State::fold(&merge(&b, &a)));
    }

    #[test]
    fn clocks_have_no_say(events in history(false), skews in prop::collection::vec(-999_999_999i64..999_999_999, 24)) {
        let mut skewed = events.clone();
        for (event, skew) in skewed.iter_mut().zip(skews) {
            event.at += jiff::SignedDuration::from_secs(skew);
        }
        let bare = |events: &[Event]| {
            let state = State::fold(events);
            let elements: Vec<_> = state.elements.values().map(|e| (e.id, e.name.clone(), e.members.clone())).collect();
            (elements, state.conflicts, state.inert)
        };
        prop_assert_eq!(bare(&events), bare(&skewed));
    }

    #[test]
    fn undoing_the_last_event_restores_what_was_and_undoing_that_restores_it(events in history(false)) {
        let Some(last) = events.last() else { return Ok(()) };
        if matches!(last.decision, Decision::Undo { .. }) {
            return Ok(());
        }
        // Someone who knows everything.
        let seen = State::fold(&events).seen;
        let seen: Vec<(&str, u64)> = seen.iter().map(|(coder, seq)| (coder.as_str(), *seq)).collect();
        let without = event("dora", 1, &seen, Decision::Undo { of: last.id });
        let again = event("dora", 2, &seen, Decision::Undo { of: without.id });
        let bare = |events: &[Event]| {
            let state = State::fold(events);
            (state.elements, state.rejected, state.deferred, state.outliers, state.notes, state.conflicts)
        };
        let mut all = events.clone();
        all.push(without);
        prop_assert_eq!(bare(&all), bare(&events[..events.len() - 1]));
        all.push(again);
        prop_assert_eq!(bare(&all), bare(&events));
    }

    #[test]
    fn no_event_is_ever_dropped(events in history(false)) {
        let state = State::fold(&events);
        let json = serde_json::to_string(&state).unwrap();
        let back: State = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&back, &state);
        for event in &events {
            let inert = state.inert.iter().any(|inert| inert.event == event.id);
            let shaped = state.elements.values().any(|element| element.history.contains(&event.id));
            let listed = json.contains(&event.id.to_string());
            // A clause may have moved since, and its correction with it.
            let corrected = matches!(&event.decision, Decision::Correct { recognised, nth, .. }
                if state.corrections.iter().any(|one| (&one.recognised, one.nth) == (recognised, *nth)));
            let plain = matches!(event.decision, Decision::Undo { .. } | Decision::Reject { .. }
                | Decision::Defer { .. } | Decision::Finish | Decision::Reanchor { .. });
            prop_assert!(inert || shaped || listed || corrected || plain, "{:?}", event);
        }
    }
}
