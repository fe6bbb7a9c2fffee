//! Which text a finding "absent" is about: the one that is there now, or an earlier edition.

use super::Findings;
use crate::Results;
use crate::matrix::{CellState, Column};
use crosscut_decisions::{AbsentFinding, Coder, Element, ElementId, Timestamp};
use crosscut_text::AgreementId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// What each agreement says, as hashes that are made when they are asked for.
#[derive(Debug, Default)]
pub(super) struct Texts(BTreeMap<AgreementId, OnceLock<[String; 2]>>);

/// Somebody looked through an agreement and did not find an element.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Absence {
    /// The element.
    pub element: ElementId,
    /// Its name.
    pub name: String,
    /// The agreement.
    pub agreement: AgreementId,
    /// Of which texts of the agreement it was said, and by whom: of itself, a translation, another edition.
    #[serde(skip)]
    pub said_of: Vec<(AgreementId, BTreeSet<Coder>)>,
    /// Who looked.
    pub by: BTreeSet<Coder>,
    /// When somebody looked last.
    pub at: Timestamp,
}

/// How findings "absent" stand to the text that is there now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// Somebody looked through it.
    Now,
    /// What somebody looked through said something else.
    Earlier,
    /// Which text was looked through was not noted.
    Unknown,
}

impl Texts {
    pub(super) fn new(results: &Results) -> Self {
        Self(results.agreements.iter().map(|one| (one.id.clone(), OnceLock::new())).collect())
    }

    /// The texts of a column, each as it is noted now and as it was noted once. A translation says what its original says: who
    /// has read one has read both.
    fn of<'t>(&'t self, results: &'t Results, column: &'t Column) -> impl Iterator<Item = &'t [String; 2]> {
        let own = |id: &AgreementId| {
            let agreement = results.agreements.iter().find(|agreement| agreement.id == *id);
            agreement.is_some_and(|agreement| agreement.translation_of.is_none())
        };
        let editions = column.also.iter().filter(move |id| own(id));
        let all = std::iter::once(&column.agreement).chain(editions);
        all.filter_map(|id| Some(self.0.get(id)?.get_or_init(|| results.wording(id))))
    }

    /// Whether all that a column says now was looked through, by one or by several.
    pub(super) fn about(&self, results: &Results, column: &Column, found: &[&AbsentFinding]) -> About {
        let noted: Vec<&BTreeSet<String>> = found.iter().filter_map(|one| one.texts.as_ref()).collect();
        let seen = |text: &[String; 2]| noted.iter().any(|texts| text.iter().any(|one| texts.contains(one)));
        match noted.is_empty() {
            true => About::Unknown,
            false if self.of(results, column).all(seen) => About::Now,
            false => About::Earlier,
        }
    }
}

impl Findings {
    /// The texts that somebody has read who has read an agreement, with what counts as one with it.
    pub(crate) fn texts_of(&self, agreement: &AgreementId) -> Vec<String> {
        let columns = &self.matrix().columns;
        let column = columns.iter().find(|column| column.holds(agreement));
        column
            .into_iter()
            .flat_map(|column| self.run.texts.of(self.results(), column))
            .map(|[text, _]| text.clone())
            .collect()
    }

    /// What people found absent from an agreement and what counts as one with it, under its names of old, too.
    fn absences<'e>(&self, element: &'e Element, column: &Column) -> Vec<&'e AbsentFinding> {
        self.said_of(element, column).map(|(_, finding)| finding).collect()
    }

    /// The same, with the name that each text has now.
    fn said_of<'e>(
        &self,
        element: &'e Element,
        column: &Column,
    ) -> impl Iterator<Item = (&'e AgreementId, &'e AbsentFinding)> {
        let index = &self.run.index;
        element.absent.iter().filter(move |(id, _)| column.holds(index.now(id)))
    }

    /// Who looked for an element in an agreement and did not find it; `None` where nobody did.
    pub fn absence(&self, element: ElementId, column: &Column) -> Option<Absence> {
        let element = self.state().elements.get(&element)?;
        let found = self.absences(element, column);
        Some(Absence {
            element: element.id,
            name: element.name.clone(),
            agreement: column.agreement.clone(),
            at: found.iter().map(|finding| finding.at).max()?,
            said_of: self
                .said_of(element, column)
                .map(|(id, finding)| (self.run.index.now(id).clone(), finding.by.clone()))
                .collect(),
            by: found.into_iter().flat_map(|finding| finding.by.iter().cloned()).collect(),
        })
    }

    /// Cells that were checked in an earlier edition alone: somebody must look again.
    pub(crate) fn checked_earlier(&self) -> Vec<Absence> {
        let cells = self.checked(CellState::CheckedEarlier);
        cells.filter_map(|(element, column)| self.absence(element, column)).collect()
    }

    /// How many findings "absent" do not say which text they are about.
    pub(super) fn checked_somewhere(&self) -> usize {
        let unknown = |(element, column): &(ElementId, &Column)| {
            let element = self.state().elements.get(element);
            element.is_some_and(|element| {
                let found = self.absences(element, column);
                self.run.texts.about(self.results(), column, &found) == About::Unknown
            })
        };
        self.checked(CellState::CheckedAbsent).filter(unknown).count()
    }

    fn checked(&self, state: CellState) -> impl Iterator<Item = (ElementId, &Column)> {
        self.matrix().elements().filter_map(|row| Some((row.element()?, row))).flat_map(
            move |(element, row)| {
                let cells = row.cells.iter().zip(&self.matrix().columns);
                cells.filter(move |(cell, _)| cell.state == state).map(move |(_, column)| (element, column))
            },
        )
    }
}

#[cfg(test)]
#[path = "texts_tests.rs"]
mod tests;
