//! All decisions of a study: every coder's log, and one's own to write to.

use super::log::{Log, LogError, Problem, read_folder};
use super::{Coder, Decision, Event, EventId, State};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The decisions of a study as one coder sees them, with the state that follows.
pub struct Decisions {
    folder: PathBuf,
    log: Log,
    events: Vec<Event>,
    problems: Vec<Problem>,
    state: State,
}

impl Decisions {
    /// Opens a study's `decisions` folder for a coder: reads everybody's, locks one's own.
    ///
    /// # Errors
    /// As for [`Log::open`] and [`read_folder`].
    pub fn open(folder: &Path, coder: &Coder) -> Result<Self, LogError> {
        Self::with(folder, Log::open(folder, coder)?)
    }

    /// As [`Decisions::open`], on a log that is open.
    ///
    /// # Errors
    /// As for [`read_folder`].
    pub fn with(folder: &Path, log: Log) -> Result<Self, LogError> {
        let (state, events, problems) = (State::default(), Vec::new(), Vec::new());
        let mut decisions = Self { folder: folder.into(), log, events, problems, state };
        decisions.refresh()?;
        Ok(decisions)
    }

    /// Reads everybody's logs again.
    ///
    /// # Errors
    /// As for [`read_folder`].
    pub fn refresh(&mut self) -> Result<(), LogError> {
        (self.events, self.problems) = read_folder(&self.folder)?;
        self.events = merge(&self.events, self.log.events());
        self.state = State::fold(&self.events);
        Ok(())
    }

    /// Saves a decision and returns its event once it is on disk. `run` names the results that the coder looked at.
    ///
    /// # Errors
    /// When it is not saved; state and log are then as before.
    pub fn decide(&mut self, run: Option<&str>, decision: Decision) -> Result<EventId, LogError> {
        let event = self.log.append(&self.state.seen, run, decision)?;
        let id = event.id;
        // The log may have been read again: a synchronised folder changed it.
        self.events = merge(&self.events, self.log.events());
        self.state = State::fold(&self.events);
        Ok(id)
    }

    /// What all decisions together say.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Every event, each once, in the order of ids.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What is odd about the files.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// One's own log.
    pub fn log(&mut self) -> &mut Log {
        &mut self.log
    }

    /// One's last decision that stands and is no undo: what "undo" takes back.
    pub fn last(&self) -> Option<&Event> {
        let own = self.events.iter().filter(|event| event.by == *self.log.coder());
        let undone = |event: &Event| {
            let inert = self.state.inert.iter().find(|inert| inert.event == event.id);
            inert.is_some_and(|inert| matches!(inert.why, super::Why::Undone(_)))
        };
        own.filter(|event| !matches!(event.decision, Decision::Undo { .. }) && !undone(event))
            .max_by_key(|event| event.seq)
    }
}

/// The union of two sets of events, in the order of ids. Commutative, associative and idempotent.
pub fn merge(a: &[Event], b: &[Event]) -> Vec<Event> {
    let mut all: BTreeMap<EventId, Vec<&Event>> = BTreeMap::new();
    for event in a.iter().chain(b) {
        let same = all.entry(event.id).or_default();
        if !same.contains(&event) {
            same.push(event);
        }
    }
    let mut events = Vec::with_capacity(all.len());
    for (_, mut same) in all {
        same.sort_by_cached_key(|event| serde_json::to_string(event).unwrap_or_default());
        events.extend(same.into_iter().cloned());
    }
    events
}

#[cfg(test)]
#[path = "decisions_tests.rs"]
mod tests;
