//! The study as it is now: opened for every question, so that a run or a decision made meanwhile is seen at once. Only what
//! takes long is kept, as long as nothing that it was made of has changed.

use crate::Setup;
use crate::error::{Error, Result};
use crosscut::decisions::{Element, Event, Round};
use crosscut::findings::SecondLook;
use crosscut::search::{Catalogue, Index};
use crosscut::text::{AgreementId, Clause};
use crosscut::{Agreement, Candidate, Choice, Findings, Manifest, Study};
use std::sync::{Arc, Mutex, PoisonError};

/// Near misses of a cell that are looked for.
pub(crate) const MISSES: usize = 3;

/// A study to be asked.
pub(crate) struct Desk {
    pub(crate) setup: Setup,
    known: Mutex<Option<Known>>,
    /// Held while something is suggested: calls come side by side, and a log is open once.
    pub(crate) writing: Mutex<()>,
}

/// What was made of a study, and what it was made of.
struct Known {
    made_of: (Manifest, Vec<Agreement>, Vec<Event>, Option<String>),
    findings: Arc<Findings>,
    looks: Option<Arc<Vec<SecondLook>>>,
}

impl Desk {
    pub(crate) fn new(setup: Setup) -> Self {
        Self { setup, known: Mutex::new(None), writing: Mutex::new(()) }
    }

    /// The study.
    pub(crate) fn study(&self) -> Result<Study> {
        let mut study = Study::open(&self.setup.folder)?.with_models(self.setup.models.clone());
        study.unblind = self.setup.unblind;
        Ok(study)
    }

    /// Its name: that of its folder.
    pub(crate) fn name(&self) -> String {
        let folder = self.setup.folder.canonicalize().unwrap_or_else(|_| self.setup.folder.clone());
        folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned()
    }

    /// What is known of it, as far as it may be shown here.
    pub(crate) fn findings(&self) -> Result<Arc<Findings>> {
        self.known(|_, known| Ok(Arc::clone(&known.findings)))
    }

    /// The likeliest clauses of the empty cells of every element.
    pub(crate) fn looks(&self) -> Result<Arc<Vec<SecondLook>>> {
        self.known(|study, known| {
            if let Some(looks) = &known.looks {
                return Ok(Arc::clone(looks));
            }
            let compared = study.compared(&known.findings.results().clauses)?;
            let looks = Arc::new(known.findings.second_look(&compared, MISSES)?);
            known.looks = Some(Arc::clone(&looks));
            Ok(looks)
        })
    }

    fn known<T>(&self, ask: impl FnOnce(&Study, &mut Known) -> Result<T>) -> Result<T> {
        let study = self.study()?;
        let coder = self.setup.coder.as_ref();
        let made_of =
            (study.manifest()?, study.agreements()?, study.events_for(coder)?.0, self.sealed(&study)?);
        // A question that failed midway left nothing half made: what is kept is put in as a whole.
        let mut kept = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *kept {
            Some(known) if known.made_of == made_of => ask(&study, known),
            stale => {
                let findings = Arc::new(study.findings_for(coder)?);
                ask(&study, stale.insert(Known { made_of, findings, looks: None }))
            }
        }
    }

    /// Why not all decisions are shown, where they are not.
    pub(crate) fn sealed(&self, study: &Study) -> Result<Option<String>> {
        let round = Round::new(&study.review_settings()?, &study.events()?.0);
        Ok(match &self.setup.coder {
            Some(coder) => round.why_hidden(coder),
            None if self.setup.unblind => None,
            None => round.why_sealed(),
        })
    }

    /// The index, with what else queries ask for; with elements and decisions only where they are asked for.
    pub(crate) fn index(&self, decisions: bool) -> Result<(Index, Catalogue)> {
        let study = self.study()?;
        let index = study.index()?;
        let findings = if decisions { Some(self.findings()?) } else { None };
        Ok((index, study.catalogue(findings.as_deref())?))
    }

    /// The clauses that were read; by a run, or for searches alone.
    pub(crate) fn clauses(&self) -> Result<Vec<Clause>> {
        match self.findings() {
            Ok(findings) => Ok(findings.results().clauses.clone()),
            Err(Error::Study(crosscut::Error::NotRun(_))) => Ok(self.study()?.clauses()?),
            Err(other) => Err(other),
        }
    }

    /// The agreement of an id.
    pub(crate) fn agreement(&self, id: &str) -> Result<Agreement> {
        let all = self.study()?.agreements()?;
        match all.iter().find(|one| one.id.as_str() == id || one.short.as_deref() == Some(id)) {
            Some(agreement) => Ok(agreement.clone()),
            None => {
                let ids: Vec<&str> = all.iter().take(40).map(|one| one.id.as_str()).collect();
                Err(Error::asked(format!(
                    "there is no agreement {}: there are {}",
                    shown(id),
                    ids.join(", ")
                )))
            }
        }
    }

    /// The agreement that is asked for, if one is.
    pub(crate) fn wanted(&self, id: Option<&str>) -> Result<Option<AgreementId>> {
        id.map(|id| Ok(self.agreement(id)?.id)).transpose()
    }

    /// The element of a name or an id.
    pub(crate) fn element<'f>(&self, findings: &'f Findings, of: &str) -> Result<&'f Element> {
        if let Ok(element) = Choice::new(findings).element(of) {
            return Ok(element);
        }
        let elements = findings.state().elements.values();
        let names: Vec<&str> = elements.take(40).map(|element| element.name.as_str()).collect();
        let there = match (names.as_slice(), self.sealed(&self.study()?)?) {
            ([], Some(why)) => why,
            ([], None) => "nobody has confirmed any yet".to_owned(),
            (names, _) => format!("there are {}", names.join(", ")),
        };
        Err(Error::asked(format!("there is no element {}: {there}", shown(of))))
    }

    /// The candidate of an id or a name. A number is no name here: it counts a list that an assistant does not see.
    pub(crate) fn candidate<'f>(&self, findings: &'f Findings, of: &str) -> Result<&'f Candidate> {
        let all = &findings.results().candidates;
        let by_id = || all.iter().find(|candidate| of.len() > 4 && candidate.id.starts_with(of));
        let named = || all.iter().find(|candidate| candidate.label.eq_ignore_ascii_case(of));
        by_id().or_else(named).ok_or_else(|| {
            Error::asked(format!("there is no candidate {}: candidates lists their ids", shown(of)))
        })
    }
}

/// The beginning of what was asked, for a message.
pub(crate) fn shown(asked: &str) -> String {
    const SHOWN: usize = 80;
    let start: String = asked.chars().take(SHOWN).collect();
    if start.len() < asked.len() { format!("{start:?}…") } else { format!("{start:?}") }
}
