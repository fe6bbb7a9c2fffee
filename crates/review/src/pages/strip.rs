//! A row of the matrix as a strip of small cells.

use crate::Desk;
use crate::html::plain;
use crosscut::matrix::{CellState, Row};

/// A cell of the strip at the foot of a card.
pub(super) struct Square {
    pub(super) agreement: String,
    pub(super) class: &'static str,
    pub(super) symbol: &'static str,
    pub(super) says: String,
}

/// A row of the matrix as a strip.
pub(super) fn strip(desk: &Desk<'_>, row: &Row) -> Vec<Square> {
    let columns = &desk.matrix().columns;
    row.cells
        .iter()
        .zip(columns)
        .map(|(cell, column)| Square {
            agreement: column.agreement.to_string(),
            class: class(cell.state),
            symbol: cell.state.symbol(),
            says: format!("{}: {}", plain(&column.short), cell.state.name()),
        })
        .collect()
}

/// The style of a cell.
pub(super) fn class(state: CellState) -> &'static str {
    match state {
        CellState::Present => "p",
        CellState::Suggested => "s",
        CellState::CheckedAbsent => "a",
        CellState::CheckedEarlier => "e",
        CellState::NotChecked => "n",
        CellState::Unreadable => "u",
        CellState::Disputed | CellState::Changed | CellState::Lost => "d",
    }
}
