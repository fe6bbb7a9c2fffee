//! Nothing that was acknowledged is ever without effect and without a word about it.

use super::making::Moves;
use super::register::Stamp;
use crate::fixture::history;
use crate::order::{Ordered, before};
use crate::{
    Anchor, ClauseKey, Coder, Conflict, Decision, Element, ElementId, Event, EventId, Log, Seen, Settlement,
    State, import, read_folder,
};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// The decisions in effect of which the state says nothing: they do not hold, nobody decided otherwise in knowledge of
/// them, no conflict names them, and they are not listed as without effect.
fn untold(events: &[Event]) -> Vec<String> {
    let state = State::fold(events);
    let ordered = Ordered::new(events);
    let moves = Moves::of(&ordered);
    let stamp = |event: &Event| Stamp::of(event, ordered.lines.of(event.id));
    let listed: BTreeSet<EventId> = state.inert.iter().map(|inert| inert.event).collect();
    let effective: Vec<&Event> = ordered.in_effect().collect();
    let mut untold = Vec::new();
    for event in &effective {
        if listed.contains(&event.id) || matches!(event.decision, Decision::Undo { .. }) {
            continue;
        }
        for part in event.decision.parts() {
            let later = |other: &&&Event| {
                other.id == event.id && event.decision.parts().len() > 1
                    || before(&*stamp(event), &*stamp(other))
            };
            let overruled = effective.iter().filter(later).any(|other| {
                let known = effective.iter().filter(|merge| before(&*stamp(merge), &*stamp(other)));
                let one = merged(known.copied(), part.elements());
                one.iter().any(|id| other.decision.elements().contains(id))
                    || touches((&state, &moves), other, part)
                    || carries(&state, &moves, other, part)
            });
            if !overruled && !holds((&state, &moves), event, part) && !named(&state, event, part) {
                untold.push(format!("{} {}: {part:?}", event.by, event.seq));
            }
        }
    }
    untold
}

/// Elements, and those that are one with them by merges: whoever knew of these and names one of them means all.
fn merged<'e>(merges: impl Iterator<Item = &'e Event> + Clone, ids: Vec<ElementId>) -> BTreeSet<ElementId> {
    let mut one: BTreeSet<ElementId> = ids.into_iter().collect();
    loop {
        let parts = merges.clone().flat_map(|event| event.decision.parts());
        let joined = parts.filter(|part| matches!(part, Decision::Merge { .. })).map(Decision::elements);
        let joined = joined.filter(|ids| ids.iter().any(|id| one.contains(id))).flatten();
        let more: BTreeSet<ElementId> = joined.chain(one.iter().copied()).collect();
        if more == one {
            return one;
        }
        one = more;
    }
}

/// Whether a later decision is about what an earlier one was about, wherever that is now.
fn touches((state, moves): (&State, &Moves), later: &Event, part: &Decision) -> bool {
    let keys = |decision: &Decision| -> BTreeSet<ClauseKey> {
        decision.anchors().into_iter().map(|anchor| moves.now(anchor).key()).collect()
    };
    let elements: BTreeSet<ElementId> = part.elements().into_iter().collect();
    let home = |id: &ElementId| state.home(*id).map_or(*id, |home| home.id);
    // A merge of what an element went up in is about that element, too, whose id it does not name.
    let merged = later.decision.parts().iter().any(|merge| match merge {
        Decision::Merge { into, .. } => elements.iter().any(|id| home(id) != *id && home(id) == home(into)),
        _ => false,
    });
    merged
        || later.decision.elements().iter().any(|id| elements.contains(id))
        || !keys(part).is_disjoint(&keys(&later.decision))
}

/// Whether a later merge put all of a rejected set into one element, or a later settlement says that what holds all of it
/// is one: neither names any of its clauses.
fn carries(state: &State, moves: &Moves, later: &Event, part: &Decision) -> bool {
    let Decision::Reject { clauses, .. } = part else { return false };
    let into = match &later.decision {
        Decision::Merge { into, .. } => into,
        Decision::Resolve { element, settle: Settlement::Element { keep: true } } => element,
        _ => return false,
    };
    state.home(*into).is_some_and(|home| {
        clauses
            .iter()
            .all(|clause| home.member(&moves.now(clause).key()).is_some_and(|member| member.belongs))
    })
}

fn verdict(element: &Element, by: &Coder, clause: &Anchor) -> Option<bool> {
    element.member(&clause.key()).and_then(|member| member.verdicts.get(by).copied())
}

/// Whether what was decided can be read in the state.
fn holds((state, moves): (&State, &Moves), event: &Event, part: &Decision) -> bool {
    let judged = |element: &ElementId, clauses: &[Anchor], yes: bool| {
        let home = state.home(*element);
        home.is_some_and(|home| {
            clauses.iter().all(|clause| verdict(home, &event.by, moves.now(clause)) == Some(yes))
        })
    };
    match part {
        Decision::Confirm { element, clauses, .. } | Decision::Add { element, clauses } => {
            judged(element, clauses, true)
        }
        Decision::Remove { element, clauses } => judged(element, clauses, false),
        Decision::Move { from, to, clauses } | Decision::Split { from, element: to, clauses, .. } => {
            // Where both are one by now, what was moved is where it was put.
            let one = state.home(*from).map(|home| home.id) == state.home(*to).map(|home| home.id);
            judged(to, clauses, true) && (one || judged(from, clauses, false))
        }
        Decision::Rename { element, name } => state.home(*element).is_some_and(|home| home.name == *name),
        Decision::Define { element, definition } => state
            .home(*element)
            .is_some_and(|home| home.definition.as_deref().unwrap_or_default() == definition),
        Decision::Absent { element, agreement, .. } => {
            state.home(*element).is_some_and(|home| home.absent.contains_key(agreement))
        }
        Decision::Merge { into, from } => {
            let home = state.home(*into);
            home.is_some_and(|home| from.iter().all(|from| home.merged.contains(from) || home.id == *from))
        }
        Decision::Reject { .. } => state.rejected.iter().any(|set| set.event == event.id),
        Decision::Defer { .. } => state.deferred.iter().any(|set| set.event == event.id),
        Decision::Substance { .. } => state.substance.iter().any(|set| set.event == event.id),
        Decision::Outlier { clause, keep } => {
            let verdict =
                state.outliers.iter().find(|outlier| outlier.anchor.key() == moves.now(clause).key());
            verdict.is_some_and(|verdict| verdict.verdicts.get(&event.by) == Some(keep))
        }
        Decision::Note { .. } => state.notes.iter().any(|note| note.event == event.id),
        Decision::Correct { clause, recognised, nth, correct } => {
            state.corrections.iter().any(|correction| {
                correction.anchor.key() == moves.now(clause).key()
                    && (&correction.recognised, correction.nth) == (recognised, *nth)
                    && correction.by.get(&event.by).is_none_or(|own| own == correct)
            })
        }
        Decision::Finish => state.finished.contains_key(&event.by),
        Decision::Sample { .. } => state.samples.iter().any(|sample| sample.event == event.id),
        Decision::Resolve { element, settle: Settlement::Name { name } } => {
            state.home(*element).is_some_and(|home| home.name == *name)
        }
        // Where a clause is said to be is told by the other properties; what is settled otherwise is not drawn here.
        Decision::Resolve { .. }
        | Decision::Reanchor { .. }
        | Decision::Undo { .. }
        | Decision::Together { .. } => true,
    }
}

/// How many histories are tried: `PROPTEST_CASES` of them where that is set, for a longer run.
fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// Whether a conflict is about it.
fn named(state: &State, event: &Event, part: &Decision) -> bool {
    let elements: BTreeSet<ElementId> =
        part.elements().into_iter().map(|id| state.home(id).map_or(id, |home| home.id)).collect();
    state.conflicts.iter().any(|conflict| match conflict {
        Conflict::Gone { events, .. } => events.contains(&event.id),
        Conflict::Rejected { event: rejection, .. } => *rejection == event.id,
        Conflict::Name { element, .. }
        | Conflict::Definition { element, .. }
        | Conflict::Absence { element, .. }
        | Conflict::Clause { element, .. } => elements.contains(element),
        Conflict::Anchor { clause, .. } | Conflict::Outlier { clause, .. } => {
            part.anchors().iter().any(|anchor| anchor.key() == clause.key())
        }
        Conflict::Alike { .. } | Conflict::Fork { .. } => false,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(600)))]

    #[test]
    fn whatever_three_coders_decide_is_told(events in history(false)) {
        let untold = untold(&events);
        prop_assert!(untold.is_empty(), "{untold:#?}");
    }
}

/// Somebody who knew of a merge settles the name under the id of the element that went: the name before was overruled.
#[test]
fn a_name_settled_under_the_id_of_a_merged_element_overrules_the_one_before() {
    use crate::fixture::{element, event, set};
    let confirm = |n| Decision::Confirm {
        element: element(n),
        name: "a".into(),
        definition: None,
        candidate: None,
        clauses: set(&["a#1"]),
    };
    let settle = |name: &str| Decision::Resolve {
        element: element(1),
        settle: Settlement::Name { name: name.into() },
    };
    let events = [
        event("anna", 1, &[], confirm(3)),
        event("anna", 2, &[], confirm(1)),
        event("anna", 3, &[], Decision::Merge { into: element(3), from: vec![element(1)] }),
        event("anna", 4, &[], Decision::Rename { element: element(3), name: "a".into() }),
        event("bob", 1, &[("anna", 4)], settle("a")),
        event("bob", 2, &[("anna", 4)], settle("b")),
    ];
    assert_eq!(State::fold(&events).elements[&element(3)].name, "b");
    assert_eq!(untold(&events), Vec::<String>::new());
    // Whoever did not know of the merge settled another element, and that is told.
    let mut apart = events.to_vec();
    apart.truncate(4);
    apart.push(event("bob", 1, &[("anna", 2)], settle("c")));
    let state = State::fold(&apart);
    assert_eq!((state.elements[&element(3)].name.as_str(), untold(&apart)), ("a", vec![]));
    assert!(state.inert.iter().any(|inert| inert.event == apart[4].id && inert.why == crate::Why::Merged));
}

/// Somebody found an element absent without knowing that another had confirmed a clause of it there, and merged it into one
/// that was absent there, too: that they differ is told.
#[test]
fn an_absence_that_a_merge_did_not_know_is_told() {
    use crate::fixture::{agreement, element, event, set};
    let confirm = |n, ids: &[&str]| Decision::Confirm {
        element: element(n),
        name: "a".into(),
        definition: None,
        candidate: None,
        clauses: set(ids),
    };
    let absent = |n| Decision::Absent {
        element: element(n),
        agreement: agreement("a"),
        clauses: vec![],
        texts: vec!["a".into()],
    };
    let events = [
        event("anna", 1, &[], confirm(2, &["b#1"])),
        event("anna", 2, &[], absent(2)),
        event("anna", 3, &[], confirm(3, &["a#1", "b#2"])),
        event("bob", 1, &[("anna", 2)], absent(3)),
        event("anna", 4, &[], Decision::Merge { into: element(2), from: vec![element(3)] }),
    ];
    assert_eq!(untold(&events), Vec::<String>::new());
    let conflicts = State::fold(&events).conflicts;
    assert!(matches!(&conflicts[..], [Conflict::Absence { .. }]), "{conflicts:?}");
}

proptest! {
    /// Two coders who did not know of each other, and whose elements are made one: where one did not find what the other
    /// found, that is a conflict, whichever element stays; where both found nothing, it is absent.
    #[test]
    fn a_merge_keeps_what_two_coders_found(
        found in prop::collection::vec((any::<[bool; 2]>(), any::<[bool; 2]>()), 3), turned in any::<bool>(),
    ) {
        use crate::fixture::{agreement, element, event, set};
        let names = ["a", "b", "c"];
        let mut events = Vec::new();
        for (who, coder) in ["anna", "bob"].into_iter().enumerate() {
            let own = |place: usize| if who == 0 { found[place].0 } else { found[place].1 };
            let clauses: Vec<String> = (0..3).filter(|place| own(*place)[0]).map(|p| ["a#1", "b#1", "c#1", "a#2", "b#2", "c#1"][3 * who + p].to_owned()).collect();
            let clauses: Vec<&str> = clauses.iter().map(String::as_str).collect();
            let n = who as u128 + 1;
            events.push(event(coder, 1, &[], Decision::Confirm {
                element: element(n), name: format!("{n}"), definition: None, candidate: None, clauses: set(&clauses),
            }));
            let absent = (0..3).filter(|place| !own(*place)[0] && own(*place)[1]);
            events.extend((2..).zip(absent).map(|(seq, place)| event(coder, seq, &[], Decision::Absent {
                element: element(n), agreement: agreement(names[place]), clauses: vec![], texts: vec!["t".into()],
            })));
        }
        let (into, from) = if turned { (2, 1) } else { (1, 2) };
        let merge = Decision::Merge { into: element(into), from: vec![element(from)] };
        events.push(event("carol", 1, &[("anna", 9), ("bob", 9)], merge));
        let state = State::fold(&events);
        let kept = &state.elements[&element(into)];
        for (place, ([yes, no], [other, not])) in found.iter().copied().enumerate() {
            let at = agreement(names[place]);
            let (absent, lacks) = (!yes && no, !other && not);
            let differ = yes && lacks || other && absent;
            let told = state.conflicts.iter().any(
                |conflict| matches!(conflict, Conflict::Absence { agreement, .. } if *agreement == at),
            );
            prop_assert_eq!(told, differ, "{:?} {:?}", found, state.conflicts);
            prop_assert_eq!(kept.absent.contains_key(&at), absent && lacks);
        }
        prop_assert!(untold(&events).is_empty());
    }
}

/// What happens on one of two copies of a study.
#[derive(Clone, Debug)]
enum Step {
    Decide(usize, Decision),
    Undo(usize),
    Import,
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let clauses = || (0usize..5).prop_map(|n| crate::fixture::set(&[["a#1", "a#2", "b#1", "b#2", "c#1"][n]]));
    let element = || (1u128..3).prop_map(crate::fixture::element);
    let decision = prop_oneof![
        (element(), clauses(), "[xy]").prop_map(|(element, clauses, name)| Decision::Confirm {
            element,
            name,
            definition: None,
            candidate: None,
            clauses
        }),
        (element(), clauses()).prop_map(|(element, clauses)| Decision::Add { element, clauses }),
        (element(), clauses()).prop_map(|(element, clauses)| Decision::Remove { element, clauses }),
        (element(), "[xyz]").prop_map(|(element, name)| Decision::Rename { element, name }),
        clauses().prop_map(|clauses| Decision::Reject {
            clauses,
            reason: crate::Reason::Other,
            candidate: None,
            comment: None
        }),
        (clauses(), clauses()).prop_map(|(from, to)| Decision::Reanchor {
            from: from[0].clone(),
            to: to[0].clone(),
            score: 1.0
        }),
        (element(), any::<bool>())
            .prop_map(|(element, keep)| Decision::Resolve { element, settle: Settlement::Element { keep } }),
    ];
    let step = prop_oneof![
        6 => (0usize..2, decision).prop_map(|(who, decision)| Step::Decide(who, decision)),
        1 => (0usize..2).prop_map(Step::Undo),
        2 => Just(Step::Import),
    ];
    prop::collection::vec((0usize..2, step), 1..14)
}

/// Appends a decision as the page does: knowing what is in the folder.
fn decide(folder: &Path, who: usize, decision: Decision) {
    let coder = Coder::new(["Ana", "Ben"][who]).unwrap();
    let seen: Seen = State::fold(&read_folder(folder).unwrap().0).seen;
    Log::open(folder, &coder).unwrap().append(&seen, None, decision).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(60)))]

    /// Two coders, each on two computers, who import each other's copies now and then.
    #[test]
    fn whatever_two_coders_decide_on_two_copies_is_told(steps in steps()) {
        let copies = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let mut saved: BTreeSet<EventId> = BTreeSet::new();
        for (at, step) in steps {
            let folder = copies[at].path();
            match step {
                Step::Decide(who, decision) => decide(folder, who, decision),
                Step::Undo(who) => {
                    let events = read_folder(folder).unwrap().0;
                    let name = ["Ana", "Ben"][who];
                    let last = events.iter().filter(|event| event.by.as_str() != name).map(|event| event.id).max();
                    if let Some(of) = last {
                        decide(folder, who, Decision::Undo { of });
                    }
                }
                Step::Import => {
                    let other = copies[1 - at].path();
                    if read_folder(other).unwrap().0.is_empty() {
                        continue;
                    }
                    import(folder, &[other.to_owned()], None).unwrap();
                }
            }
            saved.extend(read_folder(folder).unwrap().0.iter().map(|event| event.id));
            let untold = untold(&read_folder(folder).unwrap().0);
            prop_assert!(untold.is_empty(), "{untold:#?}");
        }
        for (here, there) in [(0, 1), (1, 0)] {
            if !read_folder(copies[there].path()).unwrap().0.is_empty() {
                import(copies[here].path(), &[copies[there].path().to_owned()], None).unwrap();
            }
        }
        let [a, b] = [0, 1].map(|at| read_folder(copies[at].path()).unwrap());
        prop_assert_eq!(State::fold(&a.0), State::fold(&b.0));
        prop_assert_eq!(a.0.iter().map(|event| event.id).collect::<BTreeSet<_>>(), saved, "nothing saved is lost");
        prop_assert!(a.1.is_empty() && b.1.is_empty(), "{:?} {:?}", a.1, b.1);
        let untold = untold(&a.0);
        prop_assert!(untold.is_empty(), "{untold:#?}");
    }
}
