//! From a clause's id to what a reader needs to look it up.

use crate::{Agreement, Results};
use crosscut_text::{AgreementId, Clause, ClauseId, PageInfo};
use std::collections::BTreeMap;

/// Looks up clauses of the results for citing.
pub struct Cites<'r> {
    agreements: BTreeMap<&'r AgreementId, &'r Agreement>,
    clauses: BTreeMap<&'r ClauseId, &'r Clause>,
    pages: BTreeMap<(&'r AgreementId, u32), &'r PageInfo>,
}

/// What a reader needs to look a clause up.
#[derive(Clone, Copy, Debug)]
pub struct Citation<'r> {
    /// The clause.
    pub clause: &'r Clause,
    /// Short name of its agreement; the id where the agreement is unknown.
    pub short: &'r str,
    /// Year of its agreement.
    pub year: Option<u16>,
    /// What the document calls the page where it starts; none for a source without pages.
    pub page: Option<&'r str>,
    /// That page's number from 1, where the label is another.
    pub page_number: Option<u32>,
}

impl<'r> Cites<'r> {
    /// Prepares the results of a run.
    pub fn new(results: &'r Results) -> Self {
        let mut pages = BTreeMap::new();
        for document in &results.documents {
            for page in &document.pages {
                pages.entry((&document.agreement, page.number)).or_insert(page);
            }
        }
        Self {
            agreements: results.agreements.iter().map(|agreement| (&agreement.id, agreement)).collect(),
            clauses: results.clauses.iter().map(|clause| (&clause.id, clause)).collect(),
            pages,
        }
    }

    /// The citation of a clause; `None` for one that is not among the results.
    pub fn cite(&self, id: &ClauseId) -> Option<Citation<'r>> {
        let clause = *self.clauses.get(id)?;
        let agreement = self.agreements.get(&clause.agreement);
        let number = clause.pages.first().copied();
        let page = number.and_then(|number| self.pages.get(&(&clause.agreement, number)));
        Some(Citation {
            clause,
            short: agreement.map_or(clause.agreement.as_str(), |agreement| agreement.short()),
            year: agreement.and_then(|agreement| agreement.year),
            page: page.map(|page| page.label.as_str()),
            page_number: number.filter(|number| page.is_none_or(|page| page.label != number.to_string())),
        })
    }
}

impl Citation<'_> {
    /// As [`Self::page_text`], with a warning where the text was recognised from a picture of the page (OCR).
    pub(crate) fn page_with_warning(&self) -> String {
        match (self.page_text(), self.clause.recognised) {
            (page, None) => page,
            (page, Some(_)) => {
                format!("{page} (recognised text: check it against the page)").trim().to_owned()
            }
        }
    }

    /// The page as a reader looks for it: the printed label, with the position in the file where it differs; empty for
    /// a source without pages.
    pub fn page_text(&self) -> String {
        match (self.page, self.page_number) {
            (Some(label), Some(number)) if !label.is_empty() => {
                format!("{label} (page {number} of the file)")
            }
            (Some(label), _) if !label.is_empty() => label.to_owned(),
            (_, number) => number.map(|number| number.to_string()).unwrap_or_default(),
        }
    }
}
