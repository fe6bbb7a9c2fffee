//! Tables: those that hold data, cell by cell, and those that only lay out a page.

use super::dom::{Dom, Id};
use super::skip::Skip;
use crate::grid::{self, Shown};
use crosscut_text::Cell;

/// Columns that are told apart.
const MAX_COLUMNS: usize = 1000;

/// A cell of a table of data and its place.
pub(super) struct Placed {
    pub(super) id: Id,
    pub(super) cell: Cell,
}

/// The rows of a table itself, without those of tables inside it.
fn rows(dom: &Dom, table: Id) -> Vec<Id> {
    let mut rows = Vec::new();
    for &part in dom.children(table) {
        match dom.tag(part) {
            "tr" => rows.push(part),
            "thead" | "tbody" | "tfoot" => {
                rows.extend(dom.children(part).iter().copied().filter(|&row| dom.tag(row) == "tr"));
            }
            _ => {}
        }
    }
    rows
}

fn cells(dom: &Dom, row: Id) -> impl Iterator<Item = Id> {
    dom.children(row).iter().copied().filter(|&cell| matches!(dom.tag(cell), "td" | "th"))
}

/// Whether a table holds data. Else its cells are read as the paragraphs that they are.
pub(super) fn is_data(dom: &Dom, skip: &Skip<'_>, table: Id) -> bool {
    if matches!(dom.attribute(table, "role"), Some("presentation" | "none")) {
        return false;
    }
    let rows = rows(dom, table);
    let headed = rows.iter().any(|&row| cells(dom, row).any(|cell| dom.tag(cell) == "th"))
        || dom.children(table).iter().any(|&part| dom.tag(part) == "caption")
        || dom.attribute(table, "border").is_some_and(|border| !matches!(border.trim(), "0" | ""));
    let shown: Vec<Vec<Shown>> = rows
        .iter()
        .map(|&row| cells(dom, row).map(|cell| Shown::of(&dom.start(cell, 16), skip.letters(cell))).collect())
        .collect();
    grid::is_data(&shown, headed)
}

/// The cells of a table of data, row by row, in the columns that a browser puts them in.
pub(super) fn placed(dom: &Dom, table: Id, number: u32) -> Vec<Placed> {
    let mut placed = Vec::new();
    // Rows that each column is still covered for by a cell from above.
    let mut covered: Vec<u32> = Vec::new();
    for (row, &tr) in rows(dom, table).iter().enumerate() {
        let mut column = 0;
        for id in cells(dom, tr) {
            while covered.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            let span = |name| {
                dom.attribute(id, name).and_then(|value| value.trim().parse::<u32>().ok()).unwrap_or(1)
            };
            let (width, height) = (span("colspan").clamp(1, 1000) as usize, span("rowspan").clamp(1, 65534));
            let cell = Cell { table: number, row: index(row), column: index(column) };
            placed.push(Placed { id, cell });
            let end = (column + width).min(MAX_COLUMNS).max(column);
            if covered.len() < end {
                covered.resize(end, 0);
            }
            covered[column..end].fill(height);
            column += width;
        }
        covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }
    placed
}

fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
