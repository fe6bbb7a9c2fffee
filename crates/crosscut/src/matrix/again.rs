//! The matrix after one more decision: rows that the decision did not touch are taken over, not made again.

use super::{Matrix, Row, RowKind, Sheet, build_with};
use crate::Results;
use crate::findings::{Placed, PlacedElement, Standing};
use crosscut_decisions::{Element, ElementId};
use crosscut_text::ClauseId;
use std::collections::HashMap;

/// What the rows of a matrix were made from, to tell which of them are still right.
#[derive(Debug, Default)]
pub struct Made {
    elements: HashMap<ElementId, From>,
}

/// What the row of an element was made from.
#[derive(Debug)]
struct From {
    element: Element,
    /// Clauses that were suggested.
    suggested: Vec<ClauseId>,
    /// Where each judged clause stands; none where one of them is not where it was judged.
    places: Option<Vec<usize>>,
}

impl Made {
    /// Where the judged clauses of an element stand, in their order, if it has not changed and all are where they were
    /// judged.
    pub(crate) fn places(&self, element: &Element) -> Option<&[usize]> {
        let from = self.elements.get(&element.id).filter(|from| from.element == *element)?;
        from.places.as_deref()
    }
}

/// Where rows come from: the matrix before, or the sheet.
pub(super) struct Rows {
    elements: HashMap<ElementId, Row>,
    candidates: HashMap<String, Row>,
    before: Made,
    pub(super) made: Made,
}

impl Rows {
    /// The rows of a matrix of the same results.
    pub(super) fn of(matrix: Matrix, before: Made) -> Self {
        let (mut elements, mut candidates) = (HashMap::new(), HashMap::new());
        for row in matrix.rows {
            match &row.kind {
                RowKind::Element { id, .. } => {
                    elements.insert(*id, row);
                }
                RowKind::Candidate { id, .. } => {
                    candidates.insert(id.clone(), row);
                }
            }
        }
        Self { elements, candidates, before, made: Made::default() }
    }

    /// The row of an element to which `new` clauses are suggested.
    pub(super) fn element(
        &mut self,
        sheet: &Sheet<'_>,
        placed: &PlacedElement<'_>,
        new: Vec<ClauseId>,
    ) -> Row {
        let id = placed.element.id;
        let old = self.elements.remove(&id).zip(self.before.elements.remove(&id));
        let (row, from) = match old {
            Some((row, from)) if from.element == *placed.element && from.suggested == new => (row, from),
            _ => {
                let row = sheet.element(placed, &new);
                let judged = placed.element.members.iter();
                let clauses = &sheet.results.clauses;
                let places = judged.map(|member| sheet.index.at_its_place(&member.anchor, clauses)).collect();
                (row, From { element: placed.element.clone(), suggested: new, places })
            }
        };
        self.made.elements.insert(id, from);
        row
    }

    /// The row of a candidate. Nothing but its kind changes as long as the results are the same.
    pub(super) fn candidate(
        &mut self,
        sheet: &Sheet<'_>,
        candidate: &crate::Candidate,
        kind: RowKind,
    ) -> Row {
        match self.candidates.remove(&candidate.id) {
            Some(row) => Row { kind, ..row },
            None => sheet.candidate(candidate, kind),
        }
    }
}

/// As [`super::build_placed`], quick after one more decision: `before` is a matrix of the same results with what it was
/// made from.
pub(crate) fn build_again(
    results: &Results,
    placed: &Placed<'_>,
    standings: &[Standing],
    before: (Matrix, Made),
) -> (Matrix, Made) {
    let mut rows = Rows::of(before.0, before.1);
    let matrix = build_with(results, placed, standings, &mut rows);
    (matrix, rows.made)
}
