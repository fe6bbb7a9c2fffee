//! The names that elements had when something was decided on them.

use crosscut_decisions::{ElementId, Event, EventId};
use std::collections::BTreeMap;

/// Every name that an element was given, in the order of the events. What the coder of a decision did not know of, or
/// somebody had taken back by then, is not the name under which they decided.
#[derive(Default)]
pub(super) struct Names<'e> {
    given: BTreeMap<ElementId, Vec<(&'e Event, String)>>,
    /// The undos of an event.
    undos: BTreeMap<EventId, Vec<&'e Event>>,
}

impl<'e> Names<'e> {
    /// An event gave an element a name.
    pub(super) fn give(&mut self, element: ElementId, by: &'e Event, name: &str) {
        self.given.entry(element).or_default().push((by, name.to_owned()));
    }

    /// An event that came before was taken back.
    pub(super) fn undo(&mut self, of: EventId, by: &'e Event) {
        self.undos.entry(of).or_default().push(by);
    }

    /// The name of an element that was there when something was decided.
    pub(super) fn standing(&self, element: ElementId, at: &Event) -> Option<&str> {
        let mut given = self.given.get(&element)?.iter().rev();
        let name = given.find(|(by, _)| knows(at, by) && self.stands(by.id, at));
        name.map(|(_, name)| name.as_str())
    }

    /// The same, or the last name of one that was not there, or of which the coder did not know.
    pub(super) fn then(&self, element: ElementId, at: &Event) -> Option<&str> {
        self.standing(element, at).or_else(|| {
            let given = self.given.get(&element)?;
            given.iter().rev().find(|(by, _)| knows(at, by)).or(given.last()).map(|(_, name)| name.as_str())
        })
    }

    /// Whether nobody had taken an event back, as far as the coder knew. An undo comes after what it takes back, so that
    /// this comes to an end.
    fn stands(&self, event: EventId, at: &Event) -> bool {
        let mut undos = self.undos.get(&event).into_iter().flatten();
        !undos.any(|undo| knows(at, undo) && self.stands(undo.id, at))
    }
}

/// Whether something was decided in knowledge of an earlier event.
fn knows(later: &Event, earlier: &Event) -> bool {
    match later.by == earlier.by {
        true => earlier.seq <= later.seq,
        false => later.seen.get(&earlier.by).is_some_and(|seq| *seq >= earlier.seq),
    }
}
