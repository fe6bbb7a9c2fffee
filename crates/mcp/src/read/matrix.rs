//! Which agreement has which element.

use super::elements::by_state;
use crate::args::List;
use crate::desk::Desk;
use crate::error::Result;
use crate::page::{Page, Wanted, page};
use crate::shape::line;
use crosscut::matrix::{Matrix, Row, RowKind};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer {
    /// How many agreements the matrix has.
    agreements: usize,
    /// Ids of agreements of which text could not be read: nothing may be said to be absent from them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    text_lost: Vec<String>,
    /// Confirmed elements first, those of most agreements before the others; then candidates that nobody decided on.
    rows: Vec<One>,
    #[serde(flatten)]
    page: Page,
    /// Why not all decisions are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct One {
    id: String,
    name: String,
    /// An element that somebody confirmed, or a candidate, which is a proposal.
    is: &'static str,
    /// Ids of agreements by what is known: confirmed, suggested, "checked, absent", disputed, unreadable …; those that
    /// are not named were not checked, which says nothing.
    agreements: BTreeMap<&'static str, Vec<String>>,
}

pub(crate) fn matrix(desk: &Desk, args: List) -> Result<Answer> {
    let findings = desk.findings()?;
    let matrix = findings.matrix();
    let entries = matrix.rows.iter().map(|row| || one(matrix, row));
    let (rows, page) = page(entries, Wanted::new(args.offset, args.limit));
    let lost = matrix.columns.iter().filter(|column| column.text_lost);
    Ok(Answer {
        agreements: matrix.columns.len(),
        text_lost: lost.map(|column| column.agreement.to_string()).collect(),
        rows,
        page,
        note: desk.sealed(&desk.study()?)?,
    })
}

fn one(matrix: &Matrix, row: &Row) -> One {
    let (id, is) = match &row.kind {
        RowKind::Element { id, .. } => (id.to_string(), "element"),
        RowKind::Candidate { id, .. } => (id.clone(), "candidate"),
    };
    One { id, name: line(&row.name), is, agreements: by_state(matrix, row) }
}
