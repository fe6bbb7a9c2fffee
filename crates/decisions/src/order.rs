//! Cause before effect: the one order of events that every merge of logs leads to.

use super::line::{Line, Lines};
use super::{Coder, Decision, Event, EventId, Seen};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// All events, each once, cause before effect, and those that are undone.
#[derive(Debug)]
pub struct Ordered<'e> {
    pub(super) events: Vec<&'e Event>,
    /// Which events were taken back, and by which undo that was not undone itself.
    pub(super) undone: BTreeMap<EventId, EventId>,
    /// Undos of nothing that came before them.
    pub(super) astray: BTreeSet<EventId>,
    /// Last event of each coder, direct or by hearsay.
    pub(super) seen: Seen,
    /// Which copy of a forked log an event was written on.
    pub(super) lines: Lines,
}

impl<'e> Ordered<'e> {
    /// Sorts events by the size of their causal past (what the coder had seen, and their own before), then by coder,
    /// number and id. An effect has a larger past than its cause, so it comes later; clocks have no say.
    pub fn new(events: &'e [Event]) -> Self {
        let mut events: Vec<&Event> = events.iter().collect();
        // An id stands for one event; if a file was tampered with, the text decides, the same way everywhere.
        let text = |event: &Event| serde_json::to_string(event).unwrap_or_default();
        events.sort_by(|a, b| {
            let order = key(a).cmp(&key(b));
            order.then_with(|| if a == b { Ordering::Equal } else { text(a).cmp(&text(b)) })
        });
        let mut known = BTreeSet::new();
        events.retain(|event| known.insert(event.id));
        let mut seen = Seen::new();
        for event in &events {
            let own = std::iter::once((&event.by, &event.seq));
            for (coder, &seq) in event.seen.iter().chain(own) {
                let last = seen.entry(coder.clone()).or_default();
                *last = seq.max(*last);
            }
        }
        let (undone, astray) = undone(&events);
        let lines = Lines::new(&events);
        Self { events, undone, astray, seen, lines }
    }

    /// All of them.
    pub fn events(&self) -> &[&'e Event] {
        &self.events
    }

    /// The undo in effect that took an event back.
    pub fn undone_by(&self, event: EventId) -> Option<EventId> {
        self.undone.get(&event).copied()
    }

    /// Events that were not undone.
    pub fn in_effect(&self) -> impl Iterator<Item = &'e Event> + '_ {
        self.events.iter().copied().filter(|event| !self.undone.contains_key(&event.id))
    }
}

fn key(event: &Event) -> (u64, &Coder, u64, EventId) {
    (past(event), &event.by, event.seq, event.id)
}

/// The place of an event in the one order of all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(u64, Coder, u64, EventId);

impl Place {
    pub(super) fn of(event: &Event) -> Self {
        Self(past(event), event.by.clone(), event.seq, event.id)
    }
}

/// What of an event tells cause from effect.
pub(super) trait Past {
    fn by(&self) -> &Coder;
    fn seq(&self) -> u64;
    fn seen(&self) -> &Seen;
    fn line(&self) -> &Line;
}

/// Whether `b` was decided in knowledge of `a`. Of their own decisions a coder knows all before on the same copy of the
/// log, and what came together with it.
pub(super) fn before(a: &impl Past, b: &impl Past) -> bool {
    let heard = b.seen().get(a.by()).is_some_and(|&seq| seq >= a.seq());
    if a.by() != b.by() {
        return heard;
    }
    a.line().precedes(a.seq(), b.line(), b.seq()) || heard && a.seq() < b.seq()
}

/// An event with the copy of the log that it was written on.
struct Written<'e>(&'e Event, Line);

impl Past for Written<'_> {
    fn by(&self) -> &Coder {
        &self.0.by
    }

    fn seq(&self) -> u64 {
        self.0.seq
    }

    fn seen(&self) -> &Seen {
        &self.0.seen
    }

    fn line(&self) -> &Line {
        &self.1
    }
}

/// The last of some events of one coder, `all` of whose events are given. On one copy of the log numbers tell; where two
/// copies came together, and neither of two events was decided in knowledge of the other, only their times do.
pub(super) fn latest<'e>(mut some: Vec<&'e Event>, all: &[&Event]) -> Option<&'e Event> {
    some.sort_by_key(|event| std::cmp::Reverse(event.seq));
    let mut numbers = BTreeSet::new();
    if all.iter().all(|event| numbers.insert(event.seq)) {
        return some.first().copied();
    }
    let lines = Lines::new(all);
    let mut last: Vec<Written<'e>> = Vec::new();
    for event in some {
        let written = Written(event, lines.of(event.id));
        if !last.iter().any(|later| before(&written, later)) {
            last.push(written);
        }
    }
    last.into_iter().map(|written| written.0).max_by_key(|event| (event.at, event.id))
}

/// How many events an event followed, itself included.
fn past(event: &Event) -> u64 {
    let others = event.seen.iter().filter(|(coder, _)| **coder != event.by).map(|(_, seq)| *seq);
    others.fold(event.seq, u64::saturating_add)
}

/// Later undos are settled first: an undo counts unless it is undone itself.
fn undone(events: &[&Event]) -> (BTreeMap<EventId, EventId>, BTreeSet<EventId>) {
    let places: BTreeMap<EventId, usize> =
        events.iter().enumerate().map(|(place, event)| (event.id, place)).collect();
    let (mut undone, mut astray) = (BTreeMap::new(), BTreeSet::new());
    for (place, event) in events.iter().enumerate().rev() {
        let Decision::Undo { of } = event.decision else { continue };
        if places.get(&of).is_none_or(|&target| target >= place) {
            astray.insert(event.id);
        } else if !undone.contains_key(&event.id) {
            undone.entry(of).or_insert(event.id);
        }
    }
    (undone, astray)
}
