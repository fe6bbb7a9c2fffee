//! Tables as CSV, in memory or row by row into a file that may be larger than it.
//!
//! CSV is RFC 4180 with CRLF line ends, a byte order mark, and a guard against formulas. The byte order mark is on by
//! default because the readers' spreadsheet program takes a file without one for the machine's old 8-bit encoding when it
//! is double-clicked; programs read it with an encoding such as Python's `utf-8-sig`, or switch it off. The guard puts an
//! apostrophe before a cell that a spreadsheet would run as a formula (agreements are full of lines that start with "-");
//! who reads the cell takes it off again.

use crate::{Column, Sink, Table, Value};
use crosscut_text::lexicon::invisible::stripped;
use std::io::{self, Write};

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CsvOptions {
    /// Guard against formulas.
    pub guard: bool,
    /// Start with a byte order mark.
    pub bom: bool,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { guard: true, bom: true }
    }
}

/// Rows that become CSV at once.
pub struct Csv<W: Write> {
    writer: csv::Writer<W>,
    options: CsvOptions,
}

impl<W: Write> Csv<W> {
    /// Begins a file, with a byte order mark where the options want one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(mut out: W, options: CsvOptions) -> io::Result<Self> {
        if options.bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        Ok(Self { writer, options })
    }

    /// A row of cells, guarded as all are. Characters that cannot be seen are left out.
    fn cells<C: AsRef<str>>(&mut self, cells: impl Iterator<Item = C>) -> io::Result<()> {
        let guarded = self.options.guard;
        let cells = cells.map(|cell| {
            let cell = stripped(cell.as_ref());
            if guarded { guard(&cell) } else { cell }
        });
        Ok(self.writer.write_record(cells)?)
    }

    /// Writes out what is still held back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl<W: Write> Sink for Csv<W> {
    fn head(&mut self, columns: Vec<Column>) -> io::Result<()> {
        self.cells(columns.iter().map(|column| column.name.as_str()))
    }

    fn row(&mut self, row: Vec<Value>) -> io::Result<()> {
        self.cells(row.iter().map(Value::to_string))
    }
}

impl Table {
    /// As CSV.
    pub fn csv(&self, options: CsvOptions) -> String {
        in_memory(options, |csv| {
            csv.head(self.columns.clone())?;
            self.rows.iter().try_for_each(|row| csv.row(row.clone()))
        })
    }
}

/// Any table as CSV, guarded as all are. Rows have as many cells as the head. Characters that cannot be seen are left out.
pub fn csv(head: &[String], rows: &[Vec<String>], options: CsvOptions) -> String {
    in_memory(options, |csv| {
        std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).try_for_each(|row| csv.cells(row.iter()))
    })
}

/// What is written, as a text.
fn in_memory(options: CsvOptions, write: impl FnOnce(&mut Csv<&mut Vec<u8>>) -> io::Result<()>) -> String {
    let mut bytes = Vec::new();
    // Rows of one table have one length and memory takes all bytes: there is nothing to fail.
    let written = Csv::new(&mut bytes, options).and_then(|mut csv| write(&mut csv).and_then(|()| csv.end()));
    debug_assert!(written.is_ok(), "{written:?}");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether a spreadsheet may run a cell that starts like this (the full-width signs too, as some programs take them).
fn starts_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A cell that no spreadsheet runs: an apostrophe before what would start a formula, and before a guarded cell, so that
/// taking one apostrophe off gives back exactly what went in.
fn guard(cell: &str) -> String {
    if starts_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What was in a guarded cell.
    fn unguard(cell: &str) -> &str {
        match cell.strip_prefix('\'') {
            Some(rest) if starts_formula(rest.trim_start_matches('\'')) => rest,
            _ => cell,
        }
    }

    proptest! {
        #[test]
        fn the_guard_comes_off_again(cell in "['=+@\\t\\r\n＝-]{0,4}\\PC{0,12}") {
            let guarded = guard(&cell);
            prop_assert!(!starts_formula(&guarded));
            prop_assert_eq!(unguard(&guarded), cell);
        }
    }
}
