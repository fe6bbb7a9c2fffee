//! Agreements that the settings file calls otherwise than the last run, or does not name any more. Until the next run
//! they are shown as that run read them, so that no cell of theirs is hidden in silence.

use super::manifest::Manifest;
use super::study_file::StudyFile;
use super::{Study, sources};
use crate::{Agreement, error::Result};
use crosscut_text::AgreementId;
use std::collections::BTreeSet;
use std::fmt;

/// What only the next run takes over from `crosscut.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The agreement as the last run read it.
    pub id: AgreementId,
    /// What the settings file calls it; none where it does not name it.
    pub now: Option<AgreementId>,
    /// It was entered by a run that did not end, or by hand, and not read yet.
    pub unread: bool,
    /// The file of clauses that was read for it and holds none of it any more.
    pub gone_from: Option<String>,
}

impl fmt::Display for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.gone_from {
            return write!(
                f,
                "{} is not in {file} any more: take it out of the study, or put its clauses back",
                self.id
            );
        }
        match &self.now {
            _ if self.unread => {
                write!(f, "{} is in crosscut.toml and was not read yet: a run reads it", self.id)
            }
            Some(now) => write!(f, "{} is called {now} in crosscut.toml: a run takes it over", self.id),
            None => write!(f, "{} is not in crosscut.toml any more: a run takes it over", self.id),
        }
    }
}

impl Study {
    /// Agreements that have another id in the settings file than in the last run, or are not there any more.
    ///
    /// # Errors
    /// When the settings file cannot be read.
    pub fn pending(&self) -> Result<Vec<Pending>> {
        let file = self.file()?;
        Ok(self.manifest().map_or_else(|_| Vec::new(), |manifest| as_read(&file, &manifest).1))
    }
}

/// The agreements by the ids of the last run, sorted, and those that the file calls otherwise.
pub(super) fn as_read(file: &StudyFile, manifest: &Manifest) -> (Vec<Agreement>, Vec<Pending>) {
    let mut agreements = crate::agreement::shown(file.agreements.clone());
    let mut pending = Vec::new();
    let reports = || manifest.units.iter().flat_map(|unit| unit.reports.iter().map(move |one| (unit, one)));
    let read: BTreeSet<&AgreementId> = reports().map(|(_, report)| &report.agreement).collect();
    for (unit, report) in reports() {
        let was = &report.agreement;
        if agreements.iter().chain(&file.removed).any(|agreement| agreement.id == *was) {
            continue;
        }
        // Ready-made clauses name their agreements themselves.
        let renamed = |agreement: &&mut Agreement| {
            agreement.source.as_deref() == Some(unit.file.as_str()) && !read.contains(&agreement.id)
        };
        let entry = agreements.iter_mut().find(renamed).filter(|_| !sources::is_ready_made(&unit.file));
        let now = match entry {
            Some(agreement) => Some(std::mem::replace(&mut agreement.id, was.clone())),
            None => {
                agreements.push(Agreement::named(was.clone(), was.as_str()));
                None
            }
        };
        if let Some(now) = &now {
            let of = agreements.iter_mut().flat_map(|one| [&mut one.translation_of, &mut one.edition_of]);
            of.flatten().filter(|of| **of == *now).for_each(|of| of.clone_from(was));
        }
        pending.push(Pending { id: was.clone(), now, unread: false, gone_from: None });
    }
    // What could not be read is told as that.
    let tried: BTreeSet<&str> = manifest.failures.iter().map(|(file, _)| file.as_str()).collect();
    let is_unread = |agreement: &Agreement| {
        let failed = agreement.source.as_deref().is_some_and(|source| tried.contains(source));
        !read.contains(&agreement.id) && !failed
    };
    // A file that was read, and that names its agreements itself, has nothing of it that another run could find.
    let held: BTreeSet<&str> = manifest.units.iter().map(|unit| unit.file.as_str()).collect();
    let gone_from = |agreement: &Agreement| {
        let source = agreement.source.clone();
        source.filter(|source| sources::is_ready_made(source) && held.contains(source.as_str()))
    };
    pending.extend(agreements.iter().filter(|one| is_unread(one)).map(|one| {
        let gone_from = gone_from(one);
        Pending { id: one.id.clone(), now: None, unread: gone_from.is_none(), gone_from }
    }));
    agreements.retain(|agreement| !is_unread(agreement));
    for agreement in &mut agreements {
        let id = agreement.id.clone();
        agreement.formerly.retain(|former| *former != id);
    }
    agreements.sort_by(|a, b| a.id.cmp(&b.id));
    (agreements, pending)
}
