//! What a log says by now against what was saved: an edit of the file is told, and does not count.

use super::{Event, EventId};
use std::collections::{BTreeSet, HashMap};

/// Puts what was saved in the place of what says otherwise by now.
pub(super) fn restore(events: &mut Vec<Event>, saved: Vec<Event>) {
    let saved: HashMap<EventId, Event> = saved.into_iter().map(|event| (event.id, event)).collect();
    let mut replaced = BTreeSet::new();
    for event in events.iter_mut() {
        if let Some(saved) = saved.get(&event.id).filter(|saved| !says_the_same(saved, event)) {
            event.clone_from(saved);
            replaced.insert(event.id);
        }
    }
    // Where another file has it as it was saved, it is there already.
    let mut known = BTreeSet::new();
    events.retain(|event| !replaced.contains(&event.id) || known.insert(event.id));
}

/// An import may have chained an event anew: what counts is all else that it says.
pub(super) fn says_the_same(event: &Event, other: &Event) -> bool {
    let unchained = |event: &Event| Event { v: 0, prev: None, ..event.clone() };
    event == other || unchained(event) == unchained(other)
}
