//! Drafts of before, so that an event that is taken back is not followed by a fold of all that came before it.

use super::Draft;
use crate::EventId;
use crate::order::Ordered;
use std::collections::VecDeque;

/// How many drafts are kept: of the state before each of the last events, which are those that people take back.
const KEPT: usize = 64;

/// How an event counts among all others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It says what it says.
    Counts,
    /// That undo took it back.
    Undone(EventId),
    /// It takes back what is not there.
    Astray,
}

/// How each event counts, cause before effect.
pub(super) fn fates(ordered: &Ordered<'_>) -> Vec<(EventId, Fate)> {
    let fate = |id: EventId| match ordered.undone.get(&id) {
        Some(by) => Fate::Undone(*by),
        None if ordered.astray.contains(&id) => Fate::Astray,
        None => Fate::Counts,
    };
    ordered.events.iter().map(|event| (event.id, fate(event.id))).collect()
}

/// Drafts as they were, each with how many events it holds, fewer first.
#[derive(Debug, Default)]
pub(super) struct Checkpoints(VecDeque<(usize, Draft)>);

impl Checkpoints {
    /// Whether the draft before the event at a place of so many is kept.
    pub(super) fn keeps(place: usize, of: usize) -> bool {
        place + KEPT >= of
    }

    /// Keeps the draft of so many events, unless it is there.
    pub(super) fn keep(&mut self, events: usize, draft: &Draft) {
        if self.0.back().is_some_and(|(last, _)| *last >= events) {
            return;
        }
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((events, draft.clone()));
    }

    /// The last draft of at most so many events; those of more are dropped with what they held.
    pub(super) fn back_to(&mut self, events: usize) -> Option<(usize, Draft)> {
        while self.0.back().is_some_and(|(held, _)| *held > events) {
            self.0.pop_back();
        }
        self.0.back().cloned()
    }
}
