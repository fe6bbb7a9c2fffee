//! The matrix: made of places and statuses. Rows that a decision did not touch are taken over, not made again.

use super::{CandidateStatus, ElementPlaces, Places};
use crate::matrix::{Cell, CellState, Column, Lost, Matrix, Row, RowKind};
use crate::{Agreement, Candidate, Results};
use crosscut_decisions::{Element, ElementId, EventId, Finder, State};
use crosscut_text::{AgreementId, ClauseId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Clauses of candidates that are suggested to elements.
pub(super) type Suggested = BTreeMap<ElementId, Vec<ClauseId>>;

/// A matrix of the same results: its rows hold as long as what they were made from does.
pub(super) struct Before {
    pub(super) matrix: Matrix,
    pub(super) suggested: Suggested,
    /// Elements that are the same now.
    pub(super) unchanged: BTreeSet<ElementId>,
}

/// Makes the matrix, and says what it suggests to each element.
pub(super) fn build(
    finder: &Finder<'_>,
    results: &Results,
    (state, places): (&State, &Places),
    statuses: &[CandidateStatus],
    before: Before,
) -> (Matrix, Suggested) {
    let columns = columns(results, finder);
    let sheet = Sheet::new(results, &columns, finder);
    let (suggested, open) = sort_out(results, statuses);
    let mut old = Old::new(before);
    let mut rows: Vec<Row> = Vec::new();
    for (id, element) in &state.elements {
        let new = suggested.get(id).map_or(&[][..], Vec::as_slice);
        let places = &places.elements[id];
        rows.push(old.element(*id, new).unwrap_or_else(|| sheet.element(element, places, new)));
    }
    rows.sort_by_cached_key(|row| (Reverse(row.breadth), row.name.to_lowercase()));
    for (candidate, rejected, deferred) in open {
        let kind = RowKind::Candidate { id: candidate.id.clone(), rejected, deferred };
        // Nothing but its kind changes as long as the results are the same.
        rows.push(match old.candidates.remove(&candidate.id) {
            Some(row) => Row { kind, ..row },
            None => sheet.candidate(candidate, kind),
        });
    }
    let outliers = places.outliers.iter().map(|(&place, &keep)| (results.clauses[place].id.clone(), keep));
    let mut matrix = Matrix { rows, lost: lost(places, results), outliers: outliers.collect(), columns };
    matrix.total();
    (matrix, suggested)
}

/// A candidate with a row of its own: the rejection that it outgrew, and whether somebody put it off.
type Open<'r> = (&'r Candidate, Option<EventId>, bool);

/// What the candidates that are not settled add to elements, and those that are rows of their own.
fn sort_out<'r>(results: &'r Results, statuses: &[CandidateStatus]) -> (Suggested, Vec<Open<'r>>) {
    let mut suggested = Suggested::new();
    let mut open = Vec::new();
    for (candidate, status) in results.candidates.iter().zip(statuses).filter(|(_, s)| !s.is_settled()) {
        match status {
            CandidateStatus::Covered { element, new } => {
                suggested.entry(*element).or_default().extend(new.iter().cloned());
            }
            CandidateStatus::Rejected { event, .. } => open.push((candidate, Some(*event), false)),
            CandidateStatus::Deferred { .. } => open.push((candidate, None, true)),
            CandidateStatus::New => open.push((candidate, None, false)),
        }
    }
    (suggested, open)
}

/// The rows of the matrix before.
struct Old {
    elements: HashMap<ElementId, Row>,
    candidates: HashMap<String, Row>,
    suggested: Suggested,
}

impl Old {
    fn new(before: Before) -> Self {
        let mut old =
            Self { elements: HashMap::new(), candidates: HashMap::new(), suggested: before.suggested };
        for row in before.matrix.rows {
            match &row.kind {
                RowKind::Element { id, .. } if before.unchanged.contains(id) => {
                    old.elements.insert(*id, row);
                }
                RowKind::Element { .. } => {}
                RowKind::Candidate { id, .. } => {
                    old.candidates.insert(id.clone(), row);
                }
            }
        }
        old
    }

    /// The row of an element to which the same clauses were suggested as now.
    fn element(&mut self, id: ElementId, new: &[ClauseId]) -> Option<Row> {
        let row = self.elements.remove(&id)?;
        (self.suggested.get(&id).map_or(&[][..], Vec::as_slice) == new).then_some(row)
    }
}

/// The agreements in the order of the matrix.
fn columns(results: &Results, finder: &Finder<'_>) -> Vec<Column> {
    let mut agreements: Vec<&Agreement> = results.agreements.iter().collect();
    agreements.sort_by_key(|agreement| (agreement.year.is_none(), agreement.year, &agreement.id));
    let column = |agreement: &Agreement| {
        let mut documents = results.documents.iter().filter(|document| document.agreement == agreement.id);
        Column {
            agreement: agreement.id.clone(),
            short: agreement.short().to_owned(),
            year: agreement.year,
            group: agreement.group,
            binding: agreement.binding,
            clauses: finder.index().count(&agreement.id),
            text_lost: documents.any(|document| !document.losses.is_empty()),
            present: 0,
            suggested: 0,
        }
    };
    agreements.into_iter().map(column).collect()
}

fn lost(places: &Places, results: &Results) -> Vec<Lost> {
    let mut lost = Vec::new();
    for (&element, places) in &places.elements {
        lost.extend(places.doubtful.iter().map(|(place, share, anchor)| Lost {
            element,
            anchor: anchor.clone(),
            perhaps: Some((results.clauses[*place].id.clone(), *share)),
        }));
        lost.extend(places.orphans.iter().map(|anchor| Lost {
            element,
            anchor: anchor.clone(),
            perhaps: None,
        }));
    }
    lost
}

/// Where clauses and agreements are.
struct Sheet<'r> {
    results: &'r Results,
    columns: &'r [Column],
    place: BTreeMap<&'r AgreementId, usize>,
    finder: &'r Finder<'r>,
}

impl<'r> Sheet<'r> {
    fn new(results: &'r Results, columns: &'r [Column], finder: &'r Finder<'r>) -> Self {
        let place = columns.iter().enumerate().map(|(place, column)| (&column.agreement, place)).collect();
        Self { results, columns, place, finder }
    }

    fn element(&self, element: &Element, places: &ElementPlaces, new: &[ClauseId]) -> Row {
        let mut cells = vec![Cell::default(); self.columns.len()];
        for &index in &places.members {
            let clause = &self.results.clauses[index];
            if let Some(&place) = self.place.get(&clause.agreement) {
                cells[place].confirmed.push(clause.id.clone());
            }
        }
        self.suggest(&mut cells, new.iter());
        for anchor in places.doubtful.iter().map(|(.., anchor)| anchor).chain(&places.orphans) {
            if let Some(&place) = self.place.get(&anchor.agreement) {
                cells[place].lost += 1;
            }
        }
        for agreement in element.absent.keys() {
            if let Some(&place) = self.place.get(agreement) {
                cells[place].checked = true;
            }
        }
        let kind = RowKind::Element {
            id: element.id,
            by: element.by.clone(),
            at: element.at,
            candidate: element.candidate.clone(),
        };
        self.row(kind, &element.name, element.definition.clone(), cells)
    }

    fn candidate(&self, candidate: &Candidate, kind: RowKind) -> Row {
        let mut cells = vec![Cell::default(); self.columns.len()];
        self.suggest(&mut cells, candidate.members.iter().map(|member| &member.clause));
        self.row(kind, &candidate.label, None, cells)
    }

    /// Puts clauses into their cells, in the order of the text.
    fn suggest<'c>(&self, cells: &mut [Cell], clauses: impl Iterator<Item = &'c ClauseId>) {
        let mut indices: Vec<usize> = clauses.filter_map(|id| self.finder.by_id(id)).collect();
        indices.sort_unstable();
        indices.dedup();
        for index in indices {
            let clause = &self.results.clauses[index];
            if let Some(&place) = self.place.get(&clause.agreement) {
                cells[place].suggested.push(clause.id.clone());
            }
        }
    }

    fn row(&self, kind: RowKind, name: &str, definition: Option<String>, mut cells: Vec<Cell>) -> Row {
        for (cell, column) in cells.iter_mut().zip(self.columns) {
            cell.state = if !cell.confirmed.is_empty() || cell.lost > 0 {
                CellState::Present
            } else if !cell.suggested.is_empty() {
                CellState::Suggested
            } else if column.text_lost {
                CellState::Unreadable
            } else if cell.checked {
                CellState::CheckedAbsent
            } else {
                CellState::NotChecked
            };
        }
        let count = |state| cells.iter().filter(|cell| cell.state == state).count();
        let (breadth, suggested) = (count(CellState::Present), count(CellState::Suggested));
        Row { kind, name: name.to_owned(), definition, cells, breadth, suggested }
    }
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
