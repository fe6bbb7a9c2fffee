//! Candidates for a coder who must not know what the others decided.
//!
//! What is confirmed holds a later run's candidates together, so that these show it. While coding is blind a second list
//! is made from the texts alone, the same for every coder; what a coder decided is left out of it for that coder only.

use crate::candidate::Proposed;
use crate::{Results, error::Result, files};
use crosscut_decisions::{Event, ReviewSettings, Round};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file in the folder of what is derived.
pub(crate) const FILE: &str = "candidates-apart.json";

/// The list made from the texts alone, kept along with the one that follows the decisions.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum BlindCandidates {
    /// No decision had a say in the other list: it is the same. Not written.
    Same,
    /// Not made, as nobody needed it yet.
    NotMade,
    /// Made with the run.
    Made(Proposed),
}

impl BlindCandidates {
    /// What a run keeps: `plain` is the list from the texts alone, where it is another one.
    pub(super) fn of(settings: &ReviewSettings, events: &[Event], plain: Option<&Proposed>) -> Self {
        let Some(plain) = plain else { return Self::Same };
        let sealed = Round::new(settings, events).why_sealed().is_some();
        if sealed { Self::Made(plain.clone()) } else { Self::NotMade }
    }

    /// The results of a run with this list instead of the other one.
    pub(super) fn instead_of(&self, results: &Results) -> Results {
        let mut results = results.clone();
        if let Self::Made(proposed) = self {
            results.take(proposed.clone());
        }
        results
    }

    /// Keeps it, or sees to it that none of an earlier run stays.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        match self {
            Self::Same if path.exists() => std::fs::remove_file(path)
                .map_err(|source| crate::Error::Write { path: path.to_owned(), source }),
            Self::Same => Ok(()),
            Self::NotMade | Self::Made(_) => files::write_json(path, self),
        }
    }

    /// What the last run kept.
    pub(crate) fn read(path: &Path) -> Self {
        if path.exists() { files::read_derived(path).unwrap_or(Self::NotMade) } else { Self::Same }
    }
}
