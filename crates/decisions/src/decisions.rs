//! All decisions of a study: every coder's log, and one's own to write to.

use super::fold::Folding;
use super::import::{keep, read_saved};
use super::log::{Log, LogError, Problem, log_names, read_folder};
use super::order::latest;
use super::{Coder, Decision, Event, EventId, ReviewSettings, Round, Seen, Stale, State, Why};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The decisions of a study as one coder sees them, with the state that follows.
///
/// ```
/// use crosscut_decisions::{Coder, Decision, Decisions, Target};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// let mut decisions = Decisions::open(folder.path(), &Coder::new("Ana")?)?;
/// let note = Decision::Note { about: Target::Study, text: "Begin with the treaties.".into() };
/// let event = decisions.decide(None, note)?;
/// assert_eq!(decisions.state().notes.len(), 1);
/// decisions.undo(None, event)?;
/// assert!(decisions.state().notes.is_empty());
/// # Ok(())
/// # }
/// ```
pub struct Decisions {
    folder: PathBuf,
    log: Log,
    settings: ReviewSettings,
    /// Every event, by id.
    all: Vec<Event>,
    /// One's own events, where the others' are hidden.
    own: Option<Vec<Event>>,
    round: Round,
    problems: Vec<Problem>,
    folding: Folding,
    others: Vec<(String, u64, Option<SystemTime>)>,
}

/// What a decision is based on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Basis<'a> {
    /// The run whose results the coder looked at.
    pub run: Option<&'a str>,
    /// What the coder saw: the [`State::seen`] of the page that they decided on. An element that changed since is not
    /// touched; without it nothing is checked.
    pub saw: Option<&'a Seen>,
    /// Why, in the coder's words.
    pub because: Option<&'a str>,
}

impl Decisions {
    /// Opens a study's `decisions` folder for a coder who sees everybody's decisions: reads all logs, locks one's own.
    ///
    /// # Errors
    /// As for [`Log::open`] and [`read_folder`].
    pub fn open(folder: &Path, coder: &Coder) -> Result<Self, LogError> {
        Self::with(folder, Log::open(folder, coder)?, ReviewSettings::open())
    }

    /// As [`Decisions::open`], on a log that is open and under the study's rules of who sees what.
    ///
    /// # Errors
    /// As for [`read_folder`].
    pub fn with(folder: &Path, log: Log, settings: ReviewSettings) -> Result<Self, LogError> {
        let mut decisions = Self {
            folder: folder.into(),
            log,
            settings,
            all: Vec::new(),
            own: None,
            round: Round::default(),
            problems: Vec::new(),
            folding: Folding::new(&[]),
            others: Vec::new(),
        };
        decisions.refresh()?;
        Ok(decisions)
    }

    /// Reads everybody's logs again.
    ///
    /// # Errors
    /// As for [`read_folder`].
    pub fn refresh(&mut self) -> Result<(), LogError> {
        self.others = self.look_around()?;
        let (events, mut problems) = match self.log.kept_folder() {
            Some(kept) => read_saved(&self.folder, kept)?,
            None => read_folder(&self.folder)?,
        };
        if let Some(kept) = self.log.kept_folder() {
            problems.extend(keep(&self.folder, kept)?);
        }
        self.problems = problems;
        self.all = merge(&events, self.log.events());
        self.fold();
        Ok(())
    }

    /// Reads everybody's logs again where another coder's file changed, or something else wrote to one's own; gives whether
    /// that is so. Cheap where it is not.
    ///
    /// # Errors
    /// As for [`read_folder`].
    pub fn refresh_if_changed(&mut self) -> Result<bool, LogError> {
        let replaced = self.log.catch_up()?;
        let changed = replaced || self.look_around()? != self.others;
        if changed {
            self.refresh()?;
        }
        Ok(changed)
    }

    /// Names, lengths and times of the other coders' files.
    fn look_around(&self) -> Result<Vec<(String, u64, Option<SystemTime>)>, LogError> {
        let mine = format!("{}.jsonl", self.log.coder().file_stem());
        let names = log_names(&self.folder)?.into_iter().filter(|name| *name != mine);
        let look = |name: String| {
            let about = std::fs::metadata(self.folder.join(&name)).ok();
            let length = about.as_ref().map_or(0, std::fs::Metadata::len);
            (name, length, about.and_then(|about| about.modified().ok()))
        };
        Ok(names.map(look).collect())
    }

    /// Folds what the coder may see.
    fn fold(&mut self) {
        self.round = Round::new(&self.settings, &self.all);
        let me = self.log.coder();
        let hidden = self.round.hides_from(me);
        self.own = hidden.then(|| self.all.iter().filter(|event| event.by == *me).cloned().collect());
        self.folding = Folding::new(self.events());
    }

    /// Folds what is not as it was before an event that was just added.
    fn fold_again(&mut self) {
        self.round = Round::new(&self.settings, &self.all);
        if self.round.hides_from(self.log.coder()) != self.own.is_some() {
            return self.fold();
        }
        self.folding.again(self.own.as_deref().unwrap_or(&self.all));
    }

    /// Saves a decision and returns its event once it is on disk. `run` names the results that the coder looked at.
    ///
    /// # Errors
    /// When it is not saved; state and log are then as before.
    pub fn decide(&mut self, run: Option<&str>, decision: Decision) -> Result<EventId, LogError> {
        self.decide_on(&Basis { run, ..Basis::default() }, vec![decision])
    }

    /// Saves decisions as one event, which is undone as one, and returns it once it is on disk.
    ///
    /// # Errors
    /// When they are not saved; state and log are then as before. [`LogError::Stale`] when an element that they touch
    /// is not as the coder saw it; [`LogError::Set`] for none at all, or several with an undo among them.
    pub fn decide_on(&mut self, basis: &Basis<'_>, decisions: Vec<Decision>) -> Result<EventId, LogError> {
        let alone = |d: &Decision| matches!(d, Decision::Undo { .. } | Decision::Together { .. });
        if decisions.is_empty() {
            return Err(LogError::Set("nothing was decided"));
        } else if decisions.len() > 1 && decisions.iter().any(alone) {
            return Err(LogError::Set("an undo is made alone"));
        }
        let decision = Decision::together(decisions);
        if let Some(why) = decision.says_nothing() {
            return Err(LogError::Set(why));
        }
        if let Some(saw) = basis.saw {
            self.is_fresh(&decision, saw)?;
        }
        let before = self.log.events().len();
        let seen = self.seen_for(&decision);
        let event = self.log.append_because(&seen, basis.run, decision, basis.because)?;
        let id = event.id;
        // The log may have been read again: a synchronised folder changed it.
        let grew_by_one = self.log.events().len() == before + 1;
        let changes_round =
            event.decision.parts().iter().any(|d| matches!(d, Decision::Finish | Decision::Undo { .. }));
        let known = self.round.coders.contains_key(&event.by) || self.round.is_open();
        if !grew_by_one {
            self.all = merge(&self.all, self.log.events());
            self.fold();
            return Ok(id);
        }
        for events in std::iter::once(&mut self.all).chain(&mut self.own) {
            let place = events.partition_point(|other| other.id < id);
            events.insert(place, event.clone());
        }
        let plain = !changes_round && (known || !self.round.blind);
        if !plain || !self.folding.push(&event) {
            self.fold_again();
        }
        Ok(id)
    }

    /// Takes back an event by its id, whoever made it. Undoing an undo brings its event back.
    ///
    /// # Errors
    /// As for [`Decisions::decide`].
    pub fn undo(&mut self, run: Option<&str>, of: EventId) -> Result<EventId, LogError> {
        self.decide(run, Decision::Undo { of })
    }

    /// What the coder knows. Whoever takes back a hidden event by its id has at least heard of that one.
    fn seen_for(&self, decision: &Decision) -> Seen {
        let mut seen = self.state().seen.clone();
        let mut heard = |coder: &Coder, seq: u64| {
            let last = seen.entry(coder.clone()).or_default();
            *last = seq.max(*last);
        };
        let me = self.log.coder();
        for event in &self.all {
            // Others may have seen events of ours that a restored backup lacks.
            if let Some(&seq) = event.seen.get(me) {
                heard(me, seq);
            }
            if matches!(decision, Decision::Undo { of } if *of == event.id) {
                heard(&event.by, event.seq);
            }
        }
        seen
    }

    /// Whether what a decision touches is as the coder saw it.
    fn is_fresh(&self, decision: &Decision, saw: &Seen) -> Result<(), LogError> {
        let state = self.state();
        if state.seen.iter().all(|(coder, seq)| saw.get(coder).is_some_and(|known| known >= seq)) {
            return Ok(());
        }
        let known = |event: &&Event| saw.get(&event.by).is_some_and(|&seq| event.seq <= seq);
        let then: Vec<Event> = self.events().iter().filter(known).cloned().collect();
        let then = State::fold(&then);
        for id in decision.elements() {
            let (old, new) = (then.elements.get(&id), state.home(id));
            let same = match (old, new) {
                (Some(old), Some(new)) => old.says_the_same(new),
                (None, None) => true,
                _ => false,
            };
            if !same {
                let (then, now) = (old.cloned(), new.cloned());
                return Err(LogError::Stale(Box::new(Stale { element: id, then, now })));
            }
        }
        Ok(())
    }

    /// What the decisions that the coder may see together say.
    pub fn state(&self) -> &State {
        self.folding.state()
    }

    /// Every event that the coder may see, each once, in the order of ids.
    pub fn events(&self) -> &[Event] {
        self.own.as_deref().unwrap_or(&self.all)
    }

    /// Every event of every coder, seen or hidden: to count them, or to take one back by its id.
    pub fn all_events(&self) -> &[Event] {
        &self.all
    }

    /// Who judges apart from whom, and how far they are.
    pub fn round(&self) -> &Round {
        &self.round
    }

    /// Whether the others' decisions are hidden from the coder for now.
    pub fn is_blind(&self) -> bool {
        self.own.is_some()
    }

    /// Who decides.
    pub fn coder(&self) -> &Coder {
        self.log.coder()
    }

    /// Why nothing can be saved; `None` when all is well.
    pub fn read_only(&self) -> Option<&Problem> {
        self.log.read_only()
    }

    /// What is odd about the files.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// A random number that every JSON reader keeps exactly: for a draw.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn random(&mut self) -> Result<u64, LogError> {
        let source = |source| LogError::Read { path: "the system's random numbers".into(), source };
        let bytes = self.log.clock().random().map_err(source)?;
        // 53 bits.
        Ok(bytes.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte)) >> 11)
    }

    /// One's own log.
    pub fn log(&mut self) -> &mut Log {
        &mut self.log
    }

    /// One's last decision that was not undone and is no undo: what "undo" takes back.
    pub fn last(&self) -> Option<&Event> {
        let decided = self.own_in_effect().filter(|event| !matches!(event.decision, Decision::Undo { .. }));
        self.latest(decided)
    }

    /// The last of one's own events: by their numbers on one copy of the log, by the time of each where two copies came
    /// together and neither knew of the other.
    fn latest<'e>(&'e self, own: impl Iterator<Item = &'e Event>) -> Option<&'e Event> {
        let all: Vec<&Event> = self.events().iter().filter(|event| event.by == *self.coder()).collect();
        latest(own.collect(), &all)
    }

    /// One's last undo that took back a decision and was followed by no new decision: what "redo" takes back.
    pub fn last_undone(&self) -> Option<&Event> {
        let all: BTreeMap<EventId, &Event> = self.all.iter().map(|event| (event.id, event)).collect();
        let decision = |event: &Event| !matches!(event.decision, Decision::Undo { .. });
        let takes_back = |event: &&Event| match event.decision {
            Decision::Undo { of } => all.get(&of).is_some_and(|target| decision(target)),
            _ => false,
        };
        let last = self.latest(self.own_in_effect().filter(takes_back))?;
        let newest = self.latest(self.last().into_iter().chain([last]))?;
        (newest.id == last.id).then_some(last)
    }

    fn own_in_effect(&self) -> impl Iterator<Item = &Event> {
        let undone: std::collections::BTreeSet<EventId> = self
            .state()
            .inert
            .iter()
            .filter(|inert| matches!(inert.why, Why::Undone(_)))
            .map(|inert| inert.event)
            .collect();
        let me = self.log.coder();
        self.events().iter().filter(move |event| event.by == *me && !undone.contains(&event.id))
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
