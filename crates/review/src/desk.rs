//! The study on one thread: results, decisions, and what follows from them, kept in memory for all pages.
//!
//! One person works at a desk. Requests come to it as closures, one after the other, so that nothing here is shared and
//! nothing waits for a disk on the server's threads.

use crate::adding::Adding;
use crate::looking::Looking;
use crate::settings::Preferences;
use crate::tally::Tally;
use crosscut::decisions::{
    Basis, Coder, Correction, Decision, Decisions, ElementId, Event, EventId, Imported, LogError, Problem,
    State,
};
use crosscut::export::Cites;
use crosscut::findings::{CandidateStatus, Order, Orders, SecondLook};
use crosscut::matrix::Matrix;
use crosscut::search::Index;
use crosscut::text::{AgreementId, Clause, ClauseId, Span};
use crosscut::{Candidate, Choice, Error, Findings, Results, Study};
use jiff::Timestamp;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, mpsc};

/// What a request wants done at the desk.
type Job = Box<dyn for<'r> FnOnce(&mut Desk<'r>) + Send>;

/// How the server's threads reach the study.
#[derive(Clone)]
pub struct StudyHandle {
    jobs: mpsc::Sender<Job>,
}

/// The desk is gone: its thread has ended.
#[derive(Debug, thiserror::Error)]
#[error("the study is closed")]
pub struct Closed;

/// A study and its decisions as one coder sees them.
pub struct Desk<'r> {
    pub(crate) study: &'r Study,
    pub(crate) results: &'r Results,
    pub(crate) orders: &'r Orders,
    pub(crate) index: Option<Index>,
    pub(crate) preferences: Preferences,
    pub(crate) cites: &'r Cites<'r>,
    /// The page that is asked for, with its parameters but the notice: where an undo leads back to.
    pub(crate) here: String,
    /// The session's token, for the forms.
    pub(crate) form: &'r str,
    pub(crate) looking: Looking,
    pub(crate) adding: Adding,
    clauses: &'r HashMap<&'r ClauseId, usize>,
    candidates: &'r HashMap<&'r str, usize>,
    decisions: Option<Decisions>,
    /// Who only reads, where the study cannot be written.
    guest: Option<Guest>,
    /// What results and decisions say together, from none at first: before anyone said who they are.
    findings: Findings,
    tally: Tally,
    /// How many other candidates the last event settled, as they hold the same clauses.
    also: Option<(EventId, usize)>,
    /// When a decision was last on disk.
    saved: Option<Timestamp>,
    /// The results are not those to work on: there are newer ones, or the coder may see more or less of them.
    reload: bool,
    /// The candidates on the desk know nothing of the others' decisions.
    separate: bool,
}

/// Somebody who reads a study that cannot be written, and the decisions that they may see.
struct Guest {
    coder: Coder,
    events: Vec<Event>,
}

/// What a guest is told.
const READ_ONLY: &str =
    "The folder of the study cannot be written: you can read everything, and nothing is saved.";

impl StudyHandle {
    /// Opens a study on a thread of its own; `coder` is who decides, if that is known already.
    ///
    /// # Errors
    /// When the study cannot be read, or another program holds the coder's log.
    pub fn open(study: Study, coder: Option<Coder>, form: String) -> Result<Self, Error> {
        let (jobs, inbox) = mpsc::channel();
        let (ready, opened) = mpsc::channel();
        std::thread::Builder::new()
            .name("desk".into())
            .spawn(move || work(&study, coder, &form, &inbox, &ready))
            .map_err(|source| Error::Read { path: "desk".into(), source })?;
        opened.recv().unwrap_or_else(|_| Err(Error::Choice(Closed.to_string())))?;
        Ok(Self { jobs })
    }

    /// Does something at the desk and brings back what came of it.
    ///
    /// # Errors
    /// When the desk is closed.
    pub async fn ask<T: Send + 'static>(
        &self,
        job: impl for<'r> FnOnce(&mut Desk<'r>) -> T + Send + 'static,
    ) -> Result<T, Closed> {
        let (answer, wait) = tokio::sync::oneshot::channel();
        let job: Job = Box::new(move |desk| {
            let _ = answer.send(job(desk));
        });
        self.jobs.send(job).map_err(|_| Closed)?;
        wait.await.map_err(|_| Closed)
    }
}

/// The thread of the desk: reads the results, answers until there are newer ones, and reads those.
fn work(
    study: &Study,
    mut coder: Option<Coder>,
    form: &str,
    inbox: &mpsc::Receiver<Job>,
    ready: &mpsc::Sender<Result<(), Error>>,
) {
    let mut adding = Adding::default();
    loop {
        let results = match read(study, coder.as_ref()) {
            Ok(results) => results,
            Err(error) => {
                let _ = ready.send(Err(error));
                return;
            }
        };
        let shared = Arc::new(results);
        let findings = Findings::new(Arc::clone(&shared), State::default());
        let results = &*shared;
        let cites = Cites::new(results);
        let clauses = results.clauses.iter().enumerate().map(|(place, clause)| (&clause.id, place)).collect();
        let candidates =
            results.candidates.iter().enumerate().map(|(place, c)| (c.id.as_str(), place)).collect();
        let orders = Orders::new(&results.candidates);
        let mut desk = Desk {
            study,
            results,
            orders: &orders,
            index: study.index().ok(),
            preferences: Preferences::default(),
            cites: &cites,
            here: "/".into(),
            form,
            looking: Looking::default(),
            adding: std::mem::take(&mut adding),
            clauses: &clauses,
            candidates: &candidates,
            decisions: None,
            guest: None,
            tally: Tally::new(&findings, &[]),
            findings,
            also: None,
            saved: None,
            reload: false,
            separate: false,
        };
        let opened = match coder.take() {
            Some(coder) => desk.open_log(coder),
            None => desk.refresh(),
        };
        desk.separate = desk.is_blind();
        let failed = opened.is_err();
        let _ = ready.send(opened);
        if failed {
            return;
        }
        if !answer(&mut desk, inbox) {
            return;
        }
        coder = desk.coder().cloned();
        adding = std::mem::take(&mut desk.adding);
    }
}

/// Answers until the desk must be laid anew; false when nobody can ask any more.
fn answer(desk: &mut Desk<'_>, inbox: &mpsc::Receiver<Job>) -> bool {
    while let Ok(job) = inbox.recv() {
        job(desk);
        if desk.reload {
            return true;
        }
    }
    false
}

/// What the last run derived; nothing in a folder that is to become a study. A run that ends just now may be taking the
/// files of the one before away: then it is read once more.
fn read(study: &Study, coder: Option<&Coder>) -> Result<Results, Error> {
    const TRIES: usize = 10;
    if !Study::is_study(study.folder()) {
        return Ok(Results::default());
    }
    for _ in 0..TRIES {
        match study.results_for(coder) {
            Err(Error::NotRun(_)) if study.manifest().is_ok() => {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            read => return read,
        }
    }
    study.results_for(coder)
}

impl<'r> Desk<'r> {
    /// Opens and locks the log of the coder who decides.
    ///
    /// # Errors
    /// When another program holds the log, or it cannot be read.
    pub(crate) fn open_log(&mut self, coder: Coder) -> Result<(), Error> {
        (self.decisions, self.guest) = (None, None);
        let decisions = match self.study.decisions(&coder) {
            Err(Error::Log(LogError::Io { source, .. })) if cannot_be_written(&source) => {
                let (events, _) = self.study.events_for(Some(&coder))?;
                self.preferences = Preferences::read(self.study, &coder);
                self.guest = Some(Guest { coder, events });
                self.derive();
                return Ok(());
            }
            decisions => decisions?,
        };
        self.saved = decisions.events().iter().filter(|event| event.by == coder).map(|event| event.at).max();
        self.preferences = Preferences::read(self.study, &coder);
        self.decisions = Some(decisions);
        self.derive();
        Ok(())
    }

    /// Reads the decisions of the others again where their files have changed.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub(crate) fn refresh(&mut self) -> Result<(), Error> {
        let changed = match &mut self.decisions {
            Some(decisions) => decisions.refresh_if_changed()?,
            None => false,
        };
        if changed {
            self.derive();
        }
        Ok(())
    }

    /// Notes that the desk must be laid anew before the next request: there is a newer run, or the others' decisions
    /// are hidden now or shown, and candidates made with them too.
    pub(crate) fn reload_if_newer(&mut self) {
        self.reload |= self.is_blind() != self.separate
            || self.study.manifest().is_ok_and(|manifest| manifest.run != self.results.run);
    }

    /// Notes that the names and years of agreements must be read again.
    pub(crate) fn lay_anew(&mut self) {
        self.reload = true;
    }

    /// Whether the others' decisions are hidden for now.
    pub(crate) fn is_blind(&self) -> bool {
        self.decisions.as_ref().is_some_and(Decisions::is_blind)
    }

    fn derive(&mut self) {
        let read = || self.guest.as_ref().map(|guest| State::fold(&guest.events)).unwrap_or_default();
        let state = self.decisions.as_ref().map_or_else(read, |decisions| decisions.state().clone());
        self.findings = std::mem::take(&mut self.findings).after(state);
        self.tally = Tally::new(&self.findings, self.events());
    }

    /// Takes the decisions of another copy of the study over. One's own log is closed for that and opened again.
    ///
    /// # Errors
    /// When the path is no log and no folder with logs, or a line cannot be read: nothing is taken over then.
    pub(crate) fn import(&mut self, path: &Path) -> Result<Vec<Imported>, Error> {
        let coder = self.coder().cloned();
        self.decisions = None;
        let imported = self.study.import(&[path.to_owned()]);
        if let Some(coder) = coder {
            self.open_log(coder)?;
        }
        imported
    }

    /// Saves what one action decided, all of it or nothing, with the coder's reason if there is one. Gives the event by
    /// which it is known.
    ///
    /// # Errors
    /// When it is not saved: everything is then as before.
    pub(crate) fn save(&mut self, all: Vec<Decision>, because: Option<&str>) -> Result<EventId, Error> {
        let Some(decisions) = &mut self.decisions else {
            let why =
                if self.guest.is_some() { READ_ONLY } else { "enter your name on the start page first" };
            return Err(Error::Choice(why.into()));
        };
        if all.is_empty() {
            return Err(Error::Choice("nothing to save: nothing was ticked or changed".into()));
        }
        let basis = Basis { run: Some(&self.results.run), saw: None, because };
        let left = self.tally.all_left;
        let saved = decisions.decide_on(&basis, all)?;
        self.saved = decisions.events().iter().find(|event| event.id == saved).map(|event| event.at);
        self.derive();
        self.also = Some((saved, left.saturating_sub(self.tally.all_left + 1)));
        Ok(saved)
    }

    /// Who decides here.
    pub(crate) fn coder(&self) -> Option<&Coder> {
        let guest = || self.guest.as_ref().map(|guest| &guest.coder);
        self.decisions.as_ref().map(Decisions::coder).or_else(guest)
    }

    /// The decisions, once somebody decides.
    pub(crate) fn decisions(&self) -> Option<&Decisions> {
        self.decisions.as_ref()
    }

    /// Every event that the coder may see.
    pub(crate) fn events(&self) -> &[Event] {
        let read = || self.guest.as_ref().map(|guest| guest.events.as_slice()).unwrap_or_default();
        self.decisions.as_ref().map_or_else(read, Decisions::events)
    }

    /// What is odd about the files of the decisions.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let unread = || self.study.events().map(|(_, problems)| problems).unwrap_or_default();
        self.decisions.as_ref().map_or_else(unread, |open| open.problems().to_vec())
    }

    /// What all decisions together say.
    pub(crate) fn state(&self) -> &State {
        self.findings.state()
    }

    /// What results and decisions say together.
    pub(crate) fn findings(&self) -> &Findings {
        &self.findings
    }

    /// Element × agreement.
    pub(crate) fn matrix(&self) -> &Matrix {
        self.findings.matrix()
    }

    /// How many candidates an event settled besides its own, as they hold the same clauses.
    pub(crate) fn also(&self, event: EventId) -> usize {
        self.also.filter(|(last, _)| *last == event).map_or(0, |(_, also)| also)
    }

    /// How many candidates are decided, and how many are left.
    pub(crate) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// When a decision was last on disk.
    pub(crate) fn saved(&self) -> Option<Timestamp> {
        self.saved
    }

    /// Why nothing can be saved, if so.
    pub(crate) fn read_only(&self) -> Option<String> {
        if self.guest.is_some() {
            return Some(READ_ONLY.to_owned());
        }
        let problem = self.decisions.as_ref()?.read_only()?;
        Some(LogError::ReadOnly(problem.clone()).to_string())
    }

    /// What the study is called: its folder.
    pub(crate) fn name(&self) -> String {
        let folder = self.study.folder();
        let name = folder.canonicalize().ok().and_then(|path| path.file_name().map(ToOwned::to_owned));
        name.map_or_else(|| folder.display().to_string(), |name| name.to_string_lossy().into_owned())
    }

    /// A number for a draw.
    ///
    /// # Errors
    /// Before anyone said who they are, and when the system gives none.
    pub(crate) fn random(&mut self) -> Result<u64, Error> {
        let none = || Error::Choice("enter your name on the start page first".into());
        Ok(self.decisions.as_mut().ok_or_else(none)?.random()?)
    }

    /// To name what is decided.
    pub(crate) fn choice(&self) -> Choice<'_> {
        self.choice_with(false)
    }

    /// The same, where there may be two elements of one name.
    pub(crate) fn choice_with(&self, twins: bool) -> Choice<'_> {
        Choice::new(&self.findings).by(self.coder(), twins)
    }

    /// The clause of an id, and its place among the clauses.
    pub(crate) fn clause(&self, id: &str) -> Option<(usize, &'r Clause)> {
        let id = ClauseId::new(id).ok()?;
        let place = *self.clauses.get(&id)?;
        Some((place, &self.results.clauses[place]))
    }

    /// The words of a clause that were corrected.
    pub(crate) fn corrections(&self, clause: &Clause) -> &[(Span, Correction)] {
        let all = &self.findings.places().corrections;
        let place = (!all.is_empty()).then(|| self.clause(clause.id.as_str())).flatten();
        place.and_then(|(place, _)| all.get(&place)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The candidate of an id.
    pub(crate) fn candidate(&self, id: &str) -> Option<&'r Candidate> {
        self.candidates.get(id).map(|&place| &self.results.candidates[place])
    }

    /// How far a candidate is decided.
    pub(crate) fn status(&self, id: &str) -> &CandidateStatus {
        let place = self.place_of(id);
        place.and_then(|place| self.findings.statuses().get(place)).unwrap_or(&CandidateStatus::New)
    }

    /// The element whose empty cells are the most worth asking about, by the last second look, and the new cells that a
    /// decision on them brings. What was answered or left since is not asked again.
    pub(crate) fn likeliest(&self) -> Option<(f32, ElementId)> {
        let promise = |look: &SecondLook| {
            let row = self.matrix().element(look.element)?;
            let is_open = |agreement: &AgreementId| {
                let place = self.matrix().columns.iter().position(|column| column.holds(agreement));
                let cell = place.and_then(|place| row.cells.get(place));
                cell.is_some_and(|cell| cell.state.is_open())
                    && !self.looking.is_left(look.element, agreement.as_str())
            };
            let asked = look.worth_asking().filter(|cell| is_open(&cell.agreement));
            let chances: Vec<f32> = asked.map(|cell| cell.chance).collect();
            let mean = chances.iter().sum::<f32>() / chances.len().max(1) as f32;
            (mean > 0.0).then_some((mean, look.element))
        };
        let promises = self.looking.made()?.look.iter().filter_map(promise);
        promises.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
    }

    /// Whether a question about a known element brings more new cells now than the candidate at a place, if there is one.
    pub(crate) fn asks_first(&self, place: Option<usize>) -> bool {
        let candidate = place.map_or(0.0, |place| self.results.candidates[place].promises());
        self.likeliest().is_some_and(|(promise, _)| promise > candidate)
    }

    /// Looks again in the background once there are elements and the last look is some decisions old, so that questions
    /// about known elements come between the candidates.
    pub(crate) fn look_ahead(&mut self) {
        const OLD: usize = 8;
        let known = self.looking.made().map_or(0, |made| made.decisions);
        if !self.state().elements.is_empty() && self.events().len() >= known + OLD {
            let mut looking = std::mem::take(&mut self.looking);
            looking.begin(self.study, self.findings(), self.events().len());
            self.looking = looking;
        }
    }

    /// The candidates still to be decided, in an order, as places in the results.
    pub(crate) fn queue(&self, order: Order) -> Vec<usize> {
        self.orders.queue(order, &self.findings)
    }

    /// What comes after a candidate in an order, if anything is still offered.
    pub(crate) fn after(&self, order: Order, place: usize) -> Option<usize> {
        self.orders.after(order, place, &self.findings)
    }

    /// What comes before a candidate in an order.
    pub(crate) fn before(&self, order: Order, place: usize) -> Option<usize> {
        self.orders.before(order, place, &self.findings)
    }

    /// The place of a candidate in the results.
    pub(crate) fn place_of(&self, id: &str) -> Option<usize> {
        self.candidates.get(id).copied()
    }
}

/// Whether a folder may only be read.
fn cannot_be_written(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
}
