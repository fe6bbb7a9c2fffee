//! A study opened to be searched, as several commands need it.

use crate::args::Common;
use crate::commands::open;
use anyhow::Result;
use crosscut::search::{Catalogue, Hits, Index, Options};
use crosscut::text::{Clause, ClauseId};
use crosscut::{Findings, Study};
use std::collections::BTreeMap;

/// A study that is searched.
pub(crate) struct Desk {
    pub(crate) index: Index,
    pub(crate) catalogue: Catalogue,
    pub(crate) findings: Findings,
    pub(crate) study: Study,
}

impl Desk {
    pub(crate) fn open(common: &Common) -> Result<Self> {
        let study = open(common)?;
        let findings = study.findings_for(common.coder()?.as_ref())?;
        Ok(Self { index: study.index()?, catalogue: study.catalogue(&findings)?, findings, study })
    }

    pub(crate) fn clauses(&self) -> BTreeMap<&ClauseId, (usize, &Clause)> {
        self.findings
            .results()
            .clauses
            .iter()
            .enumerate()
            .map(|(place, clause)| (&clause.id, (place, clause)))
            .collect()
    }

    /// The query behind `@name`, or the query itself.
    pub(crate) fn query(&self, typed: &str) -> Result<String> {
        match typed.strip_prefix('@') {
            Some(name) if !name.is_empty() => Ok(self.study.saved_search(name)?),
            _ => Ok(typed.to_owned()),
        }
    }

    pub(crate) fn search(&self, query: &str, options: Options) -> Result<Hits> {
        Ok(self.index.search_in(&self.catalogue, query, options)?)
    }
}
