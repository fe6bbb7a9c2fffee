//! The saved searches of a study: what each finds, and what of it is new since the run before.

use super::Study;
use super::study_file::StudyFile;
use crate::export::SavedSearch;
use crate::findings::Findings;
use crate::{Manifest, error::Result, files};
use crosscut_search::{Index, Options};
use crosscut_text::ClauseId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The file in the folder of what is derived.
const FOUND: &str = "searches.json";

/// What the saved searches found.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Found {
    /// Key of the clauses that were searched.
    clauses_key: String,
    searches: BTreeMap<String, Answer>,
}

/// What one search found.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Answer {
    query: String,
    clauses: Vec<ClauseId>,
    /// Those that the run before did not find; none where it did not ask the same.
    new: Option<Vec<ClauseId>>,
    /// Why it could not be answered.
    wrong: Option<String>,
}

impl Study {
    /// Asks the saved searches again. What is new is told against the run before that had other clauses.
    pub(super) fn ask_saved(&self, file: &StudyFile, manifest: &Manifest, findings: &Findings) -> Result<()> {
        let before: Found = files::read_derived(&self.derived(FOUND)).unwrap_or_default();
        if file.searches.is_empty() && before == Found::default() {
            return Ok(());
        }
        let (index, catalogue) = (self.index()?, self.catalogue(Some(findings))?);
        let answer = |(name, query): (&String, &String)| {
            let answer = ask(&index, &catalogue, query);
            let old = before.searches.get(name).filter(|old| old.query == *query && old.wrong.is_none());
            let new = old.and_then(|old| {
                if before.clauses_key == manifest.clauses_key {
                    return old.new.clone();
                }
                let known: BTreeSet<&ClauseId> = old.clauses.iter().collect();
                Some(answer.clauses.iter().filter(|id| !known.contains(id)).cloned().collect())
            });
            (name.clone(), Answer { new, ..answer })
        };
        let searches = file.searches.iter().map(answer).collect();
        files::write_json(
            &self.derived(FOUND),
            &Found { clauses_key: manifest.clauses_key.clone(), searches },
        )
    }

    /// Whether the saved searches are those that were asked last.
    pub(super) fn is_asked(&self, file: &StudyFile) -> bool {
        let found: Found = files::read_derived(&self.derived(FOUND)).unwrap_or_default();
        found.searches.len() == file.searches.len()
            && file
                .searches
                .iter()
                .all(|(name, query)| found.searches.get(name).is_some_and(|answer| answer.query == *query))
    }

    /// What the saved searches found, for the report.
    pub(super) fn saved_searches(&self) -> Vec<SavedSearch> {
        let found: Found = files::read_derived(&self.derived(FOUND)).unwrap_or_default();
        let search = |(name, answer): (String, Answer)| SavedSearch {
            name,
            query: answer.query,
            total: answer.clauses.len(),
            new: answer.new,
            wrong: answer.wrong,
        };
        found.searches.into_iter().map(search).collect()
    }
}

fn ask(index: &Index, catalogue: &crosscut_search::Catalogue, query: &str) -> Answer {
    let mut options = Options::from(index.clauses());
    options.count = false;
    let (clauses, wrong) = match index.search_in(catalogue, query, options) {
        Ok(found) => (found.hits.into_iter().map(|hit| hit.clause).collect(), None),
        Err(error) => (Vec::new(), Some(error.to_string())),
    };
    Answer { query: query.to_owned(), clauses, new: None, wrong }
}
