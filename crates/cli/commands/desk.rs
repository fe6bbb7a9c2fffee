//! A study opened to be searched, as several commands need it: its index, and what else queries ask for.

use crate::args::Common;
use crate::commands::{note_sealed, open};
use crate::out::note;
use anyhow::Result;
use crosscut::decisions::Coder;
use crosscut::search::{Catalogue, Described, Hits, Index, Options, SearchError, asks_for_decisions};
use crosscut::text::AgreementId;
use crosscut::{Error, Study};

/// Does what may fail on broken files without a word of where in the program it failed.
pub(super) fn quietly<T>(ask: impl FnOnce() -> T) -> T {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let answer = ask();
    std::panic::set_hook(loud);
    answer
}

/// A study that is searched.
pub(crate) struct Desk {
    pub(crate) study: Study,
    pub(crate) index: Index,
    pub(crate) catalogue: Catalogue,
    coder: Option<Coder>,
    /// Whether the catalogue has what was decided, too: that takes reading all candidates and decisions.
    knows_decisions: bool,
}

impl Desk {
    pub(crate) fn open(common: &Common) -> Result<Self> {
        let study = open(common)?;
        let (index, catalogue) = (quietly(|| study.index())?, study.catalogue(None)?);
        if let Some(why) = index.note() {
            note!("note: {why}");
        }
        Ok(Self { study, index, catalogue, coder: common.coder()?, knows_decisions: false })
    }

    /// The query with the saved searches that it names.
    pub(crate) fn query(&self, typed: &str) -> Result<String> {
        Ok(self.catalogue.expanded(typed)?)
    }

    /// A query in the language of Quickwit; searched for before, so that decisions are known.
    pub(crate) fn quickwit(&self, query: &str, options: &Options) -> Result<String> {
        Ok(self.index.quickwit(&self.catalogue, query, options)?)
    }

    /// Searches. An index that turns out to be broken is made again, which is said.
    pub(crate) fn search(&mut self, query: &str, options: Options) -> Result<Hits> {
        if asks_for_decisions(query) {
            self.know_decisions()?;
        }
        match quietly(|| self.index.search_in(&self.catalogue, query, options.clone())) {
            Err(SearchError::Index(_)) => {
                self.index = quietly(|| self.study.sound_index())?;
                if let Some(why) = self.index.note() {
                    note!("note: {why}");
                }
                Ok(self.index.search_in(&self.catalogue, query, options)?)
            }
            answer => Ok(answer?),
        }
    }

    /// Reads elements and decisions, unless they are known already.
    pub(crate) fn know_decisions(&mut self) -> Result<()> {
        if !self.knows_decisions {
            note_sealed(self.coder.as_ref(), &self.study)?;
            self.knows_decisions = true;
            match self.study.findings_for(self.coder.as_ref()) {
                Ok(findings) => self.catalogue = self.study.catalogue(Some(&findings))?,
                // What was only indexed has clauses and nothing proposed or decided.
                Err(Error::NotRun(_)) => {
                    note!(
                        "note: only read and indexed so far: nothing was proposed or decided (`crosscut run`)"
                    );
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// What is known of an agreement.
    pub(crate) fn agreement(&self, id: &AgreementId) -> Option<&Described> {
        self.catalogue.agreements.iter().find(|known| known.id == *id)
    }
}
