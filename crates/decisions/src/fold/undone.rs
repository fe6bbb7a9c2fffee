//! What undos do to a draft: what they take away, and what a redo brings back.

use super::checkpoints::Fate;
use super::register::Stamp;
use super::{Draft, Gone};
use crate::order::Ordered;
use crate::state::{Inert, Why};
use crate::{Decision, ElementId, Event, EventId};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Draft {
    /// Takes an event in, as it counts among all of them.
    pub(super) fn take(&mut self, event: &Event, fate: &Fate, ordered: &Ordered<'_>) {
        let why = match fate {
            Fate::Undone(by) => {
                self.take_back(event, *by, ordered);
                Why::Undone(*by)
            }
            Fate::Astray => Why::NoEvent,
            Fate::Counts => return self.apply(event, ordered.lines.of(event.id)),
        };
        self.inert.push(Inert { event: event.id, why });
    }

    /// An event that was undone: remembers which elements went with it.
    fn take_back(&mut self, event: &Event, by: EventId, ordered: &Ordered<'_>) {
        let Some(undo) = ordered.events.iter().find(|undo| undo.id == by) else { return };
        for part in event.decision.parts() {
            if let Decision::Confirm { element, name, .. } | Decision::Split { element, name, .. } = part {
                let stamp = Stamp::of(undo, ordered.lines.of(undo.id));
                self.gone.entry(*element).or_default().push(Gone { stamp, name: name.clone() });
            }
        }
    }

    /// Redos of what another undo, which did not know of them, still takes back: whoever brought an element back worked on it.
    pub(super) fn brought(ordered: &Ordered<'_>) -> Vec<(ElementId, Arc<Stamp>)> {
        let is_undo = |event: &&&Event| matches!(event.decision, Decision::Undo { .. });
        let undos: BTreeMap<EventId, &Event> =
            ordered.events.iter().filter(is_undo).map(|event| (event.id, *event)).collect();
        let mut brought = Vec::new();
        for redo in undos.values().filter(|redo| !ordered.undone.contains_key(&redo.id)) {
            let Decision::Undo { of } = redo.decision else { continue };
            let Some(Decision::Undo { of: first }) = undos.get(&of).map(|undo| &undo.decision) else {
                continue;
            };
            let gone = ordered.events.iter().filter(|event| event.id == *first);
            let gone = gone.filter(|event| ordered.undone.contains_key(&event.id));
            for part in gone.flat_map(|event| event.decision.parts()) {
                if let Decision::Confirm { element, .. } | Decision::Split { element, .. } = part {
                    brought.push((*element, Stamp::of(redo, ordered.lines.of(redo.id))));
                }
            }
        }
        brought
    }
}
