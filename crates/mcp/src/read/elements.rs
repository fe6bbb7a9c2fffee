//! What people have decided: elements, and the clauses of one.

use crate::args::{List, Of};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::page::{Page, Wanted, page};
use crate::shape::{Quoted, line};
use crosscut::matrix::{CellState, Matrix, Row, RowKind};
use crosscut::text::ClauseId;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Elements {
    elements: Vec<One>,
    #[serde(flatten)]
    page: Page,
    /// Why there are none here, or not all.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct One {
    id: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    definition: Option<String>,
    /// Who first confirmed it.
    by: String,
    /// Agreements of which somebody confirmed a clause.
    confirmed: usize,
    /// Further agreements of which the program suggests a clause.
    suggested: usize,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct WithClauses {
    element: One,
    /// Ids of agreements by what is known: confirmed, suggested, "checked, absent", unreadable …; those that are not
    /// named were not checked, which says nothing.
    agreements: BTreeMap<&'static str, Vec<String>>,
    clauses: Vec<Carried>,
    #[serde(flatten)]
    page: Page,
}

#[derive(Serialize, JsonSchema)]
struct Carried {
    #[serde(flatten)]
    clause: Quoted,
    /// Confirmed by somebody, suggested by the program, or confirmed under another wording.
    is: &'static str,
}

pub(crate) fn elements(desk: &Desk, args: List) -> Result<Elements> {
    let findings = desk.findings()?;
    let rows: Vec<&Row> = findings.matrix().elements().collect();
    let none = rows.is_empty();
    let (elements, page) =
        page(rows.into_iter().map(|row| || one(row)), Wanted::new(args.offset, args.limit));
    let sealed = desk.sealed(&desk.study()?)?;
    let note = sealed
        .or_else(|| none.then(|| "nobody has confirmed an element yet; candidates are proposals".to_owned()));
    Ok(Elements { elements, page, note })
}

pub(crate) fn element(desk: &Desk, args: Of) -> Result<WithClauses> {
    let findings = desk.findings()?;
    let id = desk.element(&findings, &args.of)?.id;
    let matrix = findings.matrix();
    let row = matrix.element(id).ok_or_else(|| Error::asked("the matrix has no row for this element"))?;
    let kept = |ids: &[ClauseId], is: &'static str| -> Vec<(Quoted, &'static str)> {
        let found = ids.iter().filter_map(|id| Quoted::find(findings.results(), id));
        found.map(|clause| (clause, is)).collect()
    };
    let all: Vec<(Quoted, &'static str)> = row
        .cells
        .iter()
        .flat_map(|cell| {
            let changed = kept(&cell.changed, CellState::Changed.name());
            let suggested = kept(&cell.suggested, CellState::Suggested.name());
            [kept(&cell.confirmed, CellState::Present.name()), changed, suggested].into_iter().flatten()
        })
        .collect();
    let entries = all.into_iter().map(|(clause, is)| move || Carried { clause, is });
    let (clauses, page) = page(entries, Wanted::new(args.offset, args.limit));
    Ok(WithClauses { element: one(row), agreements: by_state(matrix, row), clauses, page })
}

fn one(row: &Row) -> One {
    let (id, by) = match &row.kind {
        RowKind::Element { id, by, .. } => (id.to_string(), by.to_string()),
        RowKind::Candidate { id, .. } => (id.clone(), String::new()),
    };
    One {
        id,
        name: line(&row.name),
        definition: row.definition.as_deref().map(line),
        by,
        confirmed: row.breadth,
        suggested: row.suggested,
    }
}

/// The agreements of a row by what is known of them; what nobody looked at is not named.
pub(super) fn by_state(matrix: &Matrix, row: &Row) -> BTreeMap<&'static str, Vec<String>> {
    let mut states: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for (cell, column) in row.cells.iter().zip(&matrix.columns) {
        if cell.state != CellState::NotChecked {
            states.entry(cell.state.name()).or_default().push(column.agreement.to_string());
        }
    }
    states
}
