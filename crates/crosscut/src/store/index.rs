//! The search index of a study: made before candidates are looked for, and made again where it is missing, old or broken.

use super::{Manifest, Study};
use crate::{Error, error::Result, files};
use crosscut_search::{Index, SearchError};
use crosscut_text::Clause;

/// What the index was made from, as a manifest; there before the run's own.
const READING: &str = "reading.json";

impl Study {
    /// The search index. One that is missing, that another version wrote or that is broken is made again from the clauses
    /// of the study, in a folder of its own where the study cannot be written; [`Index::note`] then says why.
    ///
    /// # Errors
    /// When the study was never run nor indexed, or there is no room for an index.
    pub fn index(&self) -> Result<Index> {
        match Index::open(&self.derived("index")) {
            Ok(index) => Ok(index),
            Err(why) => self.index_again(&why),
        }
    }

    /// The search index, after every file of it was compared with its checksum: now and then, and where a search failed.
    ///
    /// # Errors
    /// As [`Study::index`].
    pub fn sound_index(&self) -> Result<Index> {
        let index = self.index()?;
        match index.verify() {
            Ok(()) => Ok(index),
            Err(why) => self.index_again(&why),
        }
    }

    /// Makes the search index again, as what it held cannot be read.
    fn index_again(&self, why: &SearchError) -> Result<Index> {
        let clauses = self.clauses()?;
        let index = Index::build(&self.derived("index"), &clauses).or_else(|_| Index::temporary(&clauses))?;
        let what = match why {
            SearchError::Index(what) => what.clone(),
            other => other.to_string(),
        };
        Ok(index.made_again(format!("the search index {what}: it was made again from the study")))
    }

    /// Makes an index of clauses that were read, and notes that it is theirs. What it holds of agreements that did not
    /// change is taken over.
    pub(super) fn make_index(
        &self,
        manifest: &Manifest,
        clauses: &[Clause],
        watch: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<()> {
        Index::build_watched(&self.derived("index"), clauses, watch)?;
        files::write_json(&self.derived(READING), manifest)
    }

    /// Whether the index is of the clauses of a manifest.
    pub(super) fn is_indexed(&self, manifest: &Manifest) -> bool {
        self.reading().is_ok_and(|reading| reading.clauses_key == manifest.clauses_key)
            && Index::open(&self.derived("index")).is_ok()
    }

    /// What was read last: by a run, or for searches alone.
    pub(super) fn reading(&self) -> Result<Manifest> {
        files::read_derived(&self.derived(READING))
            .or_else(|| self.manifest().ok())
            .ok_or_else(|| Error::NotRun(self.folder.clone()))
    }
}
