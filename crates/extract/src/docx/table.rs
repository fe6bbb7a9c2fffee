//! Tables of a Word file.

use super::body::Body;
use super::xml::Element;
use crate::flow::Place;
use crate::grid::{self, Shown};
use crosscut_text::{Cell, Role};

/// A cell and its column.
struct Placed<'p> {
    element: &'p Element<'p>,
    column: u32,
    /// It only continues the cell above.
    continues: bool,
}

impl<'p> Body<'p> {
    /// Reads a table of data cell by cell, another as the paragraphs that its cells hold.
    pub(super) fn table(&mut self, table: &'p Element<'p>, place: Place) {
        self.end(place);
        let mut rows = Vec::new();
        collect(table, "tr", &mut rows);
        rows.retain(|row| !is_deleted(row));
        let rows: Vec<Vec<Placed<'p>>> = rows.into_iter().map(cells).collect();
        let shown = |cell: &Placed<'p>| {
            let start = cell.element.start(4 * grid::LONG);
            Shown::of(&start, start.chars().filter(|c| !c.is_whitespace()).count())
        };
        let shown = |row: &Vec<Placed<'p>>| row.iter().map(shown).collect();
        let data =
            place.role == Role::Body && grid::is_data(&rows.iter().map(shown).collect::<Vec<_>>(), false);
        let number = self.tables;
        self.tables += u32::from(data);
        for (row, cells) in rows.iter().enumerate() {
            for placed in cells.iter().filter(|placed| !placed.continues) {
                let row = u32::try_from(row).unwrap_or(u32::MAX);
                let cell = Cell { table: number, row, column: placed.column };
                let inner = if data {
                    Place { role: Role::TableCell, level: None, cell: Some(cell), lists: 0 }
                } else {
                    place
                };
                self.blocks(placed.element, inner);
                self.end(inner);
                if data {
                    self.flow.end_marker();
                }
            }
        }
    }
}

/// The elements with this name below, without those of tables inside.
fn collect<'p>(parent: &'p Element<'p>, name: &str, found: &mut Vec<&'p Element<'p>>) {
    for element in parent.elements() {
        match element.name() {
            found_name if found_name == name => found.push(element),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => collect(element, name, found),
            _ => {}
        }
    }
}

fn is_deleted(row: &Element<'_>) -> bool {
    row.child("trPr").is_some_and(|properties| properties.child("del").is_some())
}

fn cells<'p>(row: &'p Element<'p>) -> Vec<Placed<'p>> {
    let mut elements = Vec::new();
    collect(row, "tc", &mut elements);
    let before = row.child("trPr").and_then(|properties| properties.child_val("gridBefore"));
    let mut column = before.and_then(|columns| columns.parse().ok()).unwrap_or(0u32);
    let mut cells = Vec::new();
    for element in elements {
        let properties = element.child("tcPr");
        let merge = properties.and_then(|properties| properties.child("vMerge"));
        let continues = merge.is_some_and(|merge| merge.val().is_none_or(|value| value != "restart"));
        cells.push(Placed { element, column, continues });
        let span = properties.and_then(|properties| properties.child_val("gridSpan"));
        column = column.saturating_add(span.and_then(|span| span.parse().ok()).unwrap_or(1u32).max(1));
    }
    cells
}
