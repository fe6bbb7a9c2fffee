//! How far the work is, how long it will take at one's own pace, and whether going on still brings anything.

use crate::Desk;
use crosscut::decisions::{Anchor, Decision, ElementId, Event, EventId, Settlement, State, Why};
use crosscut::matrix::CellState;
use crosscut::text::{AgreementId, ClauseId};
use crosscut::words::counted;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Decisions over which what they bring is counted.
const LAST: usize = 20;
/// Seconds after which a coder was away between two decisions.
const AWAY: i64 = 300;
/// Fewer pauses than this tell no pace.
const PAUSES: usize = 5;
/// Below so many new cells a decision, the queue is nearly empty of what is new.
const LITTLE: f64 = 0.2;

/// How far the work is, in one line: “46 of 184 decided · 20 elements · 104 cells”.
pub(crate) fn progress(desk: &Desk<'_>) -> String {
    let (tally, matrix) = (desk.tally(), desk.matrix());
    let cells = matrix.elements().flat_map(|row| &row.cells);
    let cells = cells.filter(|cell| cell.state == CellState::Present).count();
    format!(
        "{} of {} decided · {} · {}",
        tally.decided(),
        tally.task(),
        counted(desk.state().found(), "element"),
        counted(cells, "cell")
    )
}

/// How long the rest takes at the pace so far, and what the last decisions brought.
pub(crate) fn outlook(desk: &Desk<'_>) -> Vec<String> {
    let Some(coder) = desk.coder() else { return Vec::new() };
    let mut own: Vec<&Event> =
        desk.events().iter().filter(|event| event.by == *coder && judges(event)).collect();
    own.sort_by_key(|event| event.seq);
    through(desk).into_iter().chain(time_left(desk, &own)).chain(gain(desk, &own)).collect()
}

/// Whether an event decides on a candidate.
fn judges(event: &Event) -> bool {
    let one = |decision: &Decision| {
        matches!(
            decision,
            Decision::Confirm { .. }
                | Decision::Reject { .. }
                | Decision::Defer { .. }
                | Decision::Add { .. }
        )
    };
    match &event.decision {
        Decision::Together { decisions } => decisions.iter().any(one),
        decision => one(decision),
    }
}

/// That the list is through, where something comes behind it.
fn through(desk: &Desk<'_>) -> Option<String> {
    let tally = desk.tally();
    (tally.listed > 0 && tally.listed_left == 0 && tally.all_left > 0).then(|| {
        "The list is through. What is left is less certain or overlaps: the second look tells what is still missing."
            .to_owned()
    })
}

fn time_left(desk: &Desk<'_>, own: &[&Event]) -> Option<String> {
    let pauses = own.windows(2).map(|pair| pair[1].at.as_second() - pair[0].at.as_second());
    let mut pauses: Vec<i64> = pauses.filter(|seconds| (1..AWAY).contains(seconds)).collect();
    if pauses.len() < PAUSES || desk.tally().left() == 0 {
        return None;
    }
    pauses.sort_unstable();
    let seconds = pauses[pauses.len() / 2] * i64::try_from(desk.tally().left()).ok()?;
    let minutes = (seconds + 59) / 60;
    let time =
        if minutes < 90 { format!("{minutes} minutes") } else { format!("{} hours", (minutes + 30) / 60) };
    Some(format!("About {time} for all that is left, at your pace so far."))
}

/// What the last decisions brought: the sign by which to stop.
fn gain(desk: &Desk<'_>, own: &[&Event]) -> Option<String> {
    let last: BTreeSet<EventId> = own.iter().rev().take(LAST).map(|event| event.id).collect();
    if last.len() < LAST {
        return None;
    }
    let new = new_cells(desk.state(), desk.events(), &last);
    let each = new as f64 / LAST as f64;
    let advice = match each < LITTLE {
        true => " Little that is new comes any more: the second look tells what is still missing.",
        false => "",
    };
    Some(format!("Your last {LAST} decisions brought {} ({each:.1} each).{advice}", counted(new, "new cell")))
}

/// How many cells are there that were not before the `last` events. Counted from the events themselves, and for the elements
/// alone that these put clauses into: to fold all of them anew on every page takes too long in a large study.
fn new_cells(state: &State, events: &[Event], last: &BTreeSet<EventId>) -> usize {
    let undone = state.inert.iter().filter(|inert| matches!(inert.why, Why::Undone(_)));
    let undone: BTreeSet<EventId> = undone.map(|inert| inert.event).collect();
    let home = |element: ElementId| state.home(element).map(|home| home.id);
    let given = events.iter().filter(|event| last.contains(&event.id));
    let given =
        given.flat_map(|event| event.decision.parts()).flat_map(verdicts).filter(|(.., belong)| *belong);
    let touched: HashSet<ElementId> = given.filter_map(|(element, ..)| home(element)).collect();
    let mut before: HashMap<(ElementId, &AgreementId), HashSet<&ClauseId>> = HashMap::new();
    for event in events.iter().filter(|event| !last.contains(&event.id) && !undone.contains(&event.id)) {
        for (element, clauses, belong) in event.decision.parts().iter().flat_map(verdicts) {
            let Some(home) = home(element).filter(|home| touched.contains(home)) else { continue };
            for clause in clauses {
                let cell = before.entry((home, &clause.agreement)).or_default();
                if belong {
                    cell.insert(&clause.clause)
                } else {
                    cell.remove(&clause.clause)
                };
            }
        }
    }
    let was_there =
        |cell: &(ElementId, &AgreementId)| before.get(cell).is_some_and(|clauses| !clauses.is_empty());
    let elements = state.elements.values().filter(|element| touched.contains(&element.id));
    let cells =
        elements.flat_map(|element| element.belonging().map(|member| (element.id, &member.anchor.agreement)));
    let cells: HashSet<(ElementId, &AgreementId)> = cells.collect();
    cells.iter().filter(|cell| !was_there(cell)).count()
}

/// What a decision says of clauses: of which element, and whether they belong.
fn verdicts(decision: &Decision) -> Vec<(ElementId, &[Anchor], bool)> {
    match decision {
        Decision::Confirm { element, clauses, .. } | Decision::Add { element, clauses } => {
            vec![(*element, clauses, true)]
        }
        Decision::Remove { element, clauses } => vec![(*element, clauses, false)],
        Decision::Move { from, to, clauses } | Decision::Split { from, element: to, clauses, .. } => {
            vec![(*from, clauses, false), (*to, clauses, true)]
        }
        Decision::Resolve { element, settle: Settlement::Clause { clause, belongs } } => {
            vec![(*element, std::slice::from_ref(clause), *belongs)]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut::decisions::Coder;
    use crosscut::text::{Clause, Eid};

    /// What a fold of all that came before says, which takes too long for a page.
    fn folded(state: &State, events: &[Event], last: &BTreeSet<EventId>) -> usize {
        let cells = |state: &State| -> BTreeSet<(ElementId, AgreementId)> {
            let of = |element: &crosscut::decisions::Element| {
                let id = element.id;
                element.belonging().map(move |one| (id, one.anchor.agreement.clone())).collect::<Vec<_>>()
            };
            state.elements.values().flat_map(of).collect()
        };
        let before: Vec<Event> = events.iter().filter(|event| !last.contains(&event.id)).cloned().collect();
        cells(state).difference(&cells(&State::fold(&before))).count()
    }

    #[test]
    fn new_cells_are_those_that_a_fold_without_the_last_events_lacks() {
        let clauses: Vec<Clause> = ["a", "b", "c", "d"]
            .iter()
            .map(|id| Clause::new(AgreementId::slug(id), Eid::new("art_1").unwrap(), "Each shall report."))
            .collect();
        let anchors = |places: &[usize]| -> Vec<Anchor> {
            places.iter().filter_map(|&place| Anchor::of(&clauses, place)).collect()
        };
        let element = ElementId::of_candidate;
        let confirm = |of: &str, places: &[usize]| Decision::Confirm {
            element: element(of),
            name: of.into(),
            definition: None,
            candidate: None,
            clauses: anchors(places),
        };
        let all = [
            confirm("x", &[0, 1]),
            Decision::Remove { element: element("x"), clauses: anchors(&[1]) },
            confirm("y", &[2]),
            Decision::Add { element: element("x"), clauses: anchors(&[1, 3]) },
            Decision::Move { from: element("x"), to: element("y"), clauses: anchors(&[0]) },
        ];
        let ana = Coder::new("Ana").unwrap();
        let events: Vec<Event> =
            (1..).zip(all).map(|(seq, decision)| Event::unsaved(seq, &ana, decision)).collect();
        let state = State::fold(&events);
        for kept in 0..=events.len() {
            let last: BTreeSet<EventId> = events[kept..].iter().map(|event| event.id).collect();
            assert_eq!(new_cells(&state, &events, &last), folded(&state, &events, &last), "{kept}");
        }
    }
}
