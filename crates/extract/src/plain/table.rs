//! Tables of a plain text: columns that white runs down between.

use super::row::Row;
use crate::aligned::{self, Line, Measure, Stretch, kind};
use crosscut_text::{Block, Cell, Role};
use std::ops::Range;

/// A table.
pub(super) struct Table {
    pub(super) rows: Range<usize>,
    found: aligned::Found,
    number: u32,
}

/// The tables of a text's lines.
pub(super) fn tables(rows: &[Row]) -> Vec<Table> {
    const MEASURE: Measure = Measure { gap: 2.0, lines: 3.0, edge: 1.0 };
    let mut at = 0.0;
    let line = |row: &Row| {
        at += 1.0 + row.gap as f32;
        let stretch = |part: &super::row::Part| Stretch {
            from: part.from as f32,
            to: part.to as f32,
            kind: kind(&part.text),
            length: part.text.chars().count(),
        };
        Line { at, height: 1.0, stretches: row.parts.iter().map(stretch).collect() }
    };
    let lines: Vec<Line> = rows.iter().map(line).collect();
    let found = aligned::tables(&lines, &MEASURE);
    (0..).zip(found).map(|(number, found)| Table { rows: found.lines.clone(), found, number }).collect()
}

impl Table {
    /// Its cells in row order.
    pub(super) fn blocks(&self, rows: &[Row]) -> Vec<Block> {
        let starts = &self.found.starts;
        let ends = starts.iter().skip(1).copied().chain([self.rows.end]);
        let mut blocks = Vec::new();
        for (row, (from, to)) in (0..).zip(starts.iter().copied().zip(ends)) {
            for column in 0..=self.found.gutters.len() {
                let inside = |part: &&super::row::Part| {
                    let middle = (part.from + part.to) as f32 / 2.0;
                    self.found.gutters.iter().filter(|gutter| **gutter < middle).count() == column
                };
                let parts = rows[from..to].iter().flat_map(|row| row.parts.iter().filter(inside));
                let text = parts.map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ");
                if !text.is_empty() {
                    let cell = Cell { table: self.number, row, column: column as u32 };
                    blocks.push(Block { cell: Some(cell), ..Block::plain(Role::TableCell, text) });
                }
            }
        }
        blocks
    }
}
