//! What tables are made of, and their rows as they come: into memory, or as CSV into a file that may be larger than it.
//!
//! CSV is RFC 4180 with CRLF line ends, a byte order mark, and a guard against formulas. The byte order mark is on by
//! default because the readers' spreadsheet program takes a file without one for the machine's old 8-bit encoding when it
//! is double-clicked; programs read it with an encoding such as Python's `utf-8-sig`, or switch it off. The guard puts an
//! apostrophe before a cell that a spreadsheet would run as a formula (agreements are full of lines that start with "-");
//! who reads the cell takes it off again.

use crosscut_text::lexicon::invisible::stripped;
use std::fmt;
use std::io::{self, Write};

/// A table: what spreadsheets, programs and people are given, each in a form of its own.
///
/// ```
/// use crosscut::export::{CsvOptions, Kind, Table};
/// let mut table = Table::new("harbours", &[("name", Kind::Text, "Its name"), ("depth", Kind::Integer, "In metres")]);
/// table.rows.push(vec!["Old Quay".into(), 9.into()]);
/// let mut options = CsvOptions::default();
/// options.bom = false;
/// assert_eq!(table.csv(options), "name,depth\r\nOld Quay,9\r\n");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its name, as in file names and schemas.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows: as many values as there are columns.
    pub rows: Vec<Vec<Value>>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, unique in the table.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// What it says.
    pub about: &'static str,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Integer,
    /// A number, given to three places.
    Number,
    /// Yes or no.
    Flag,
}

/// A value of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Not known, or it does not apply.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

/// As it is written in a cell.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Number(number) => write!(f, "{number:.3}"),
            Self::Flag(yes) => f.write_str(if *yes { "yes" } else { "no" }),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        String::from(text).into()
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u16> for Value {
    fn from(number: u16) -> Self {
        Self::Integer(number.into())
    }
}

impl From<f32> for Value {
    fn from(number: f32) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Flag(yes)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

impl Table {
    /// A table without rows; columns with their name, kind and meaning.
    pub fn new(name: &'static str, columns: &[(&str, Kind, &'static str)]) -> Self {
        Self { name, columns: self::columns(columns), rows: Vec::new() }
    }

    /// A table of what is written into it.
    pub(super) fn of(name: &'static str, write: impl FnOnce(&mut Self) -> io::Result<()>) -> Self {
        let mut table = Self { name, ..Self::default() };
        let written = write(&mut table);
        debug_assert!(written.is_ok(), "memory takes all rows: {written:?}");
        table
    }

    /// As CSV.
    pub fn csv(&self, options: CsvOptions) -> String {
        in_memory(options, |csv| {
            csv.head(self.columns.clone())?;
            self.rows.iter().try_for_each(|row| csv.row(row.clone()))
        })
    }
}

pub(super) fn columns(columns: &[(&str, Kind, &'static str)]) -> Vec<Column> {
    let column = |(name, kind, about): &(&str, Kind, &'static str)| Column {
        name: (*name).to_owned(),
        kind: *kind,
        about,
    };
    columns.iter().map(column).collect()
}

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

/// What takes the rows of a table, after its columns.
pub(crate) trait Sink {
    /// The columns; they come once, before all rows.
    fn head(&mut self, columns: Vec<Column>) -> io::Result<()>;
    /// A row: as many values as there are columns.
    fn row(&mut self, row: Vec<Value>) -> io::Result<()>;
}

impl Sink for Table {
    fn head(&mut self, columns: Vec<Column>) -> io::Result<()> {
        self.columns = columns;
        Ok(())
    }

    fn row(&mut self, row: Vec<Value>) -> io::Result<()> {
        self.rows.push(row);
        Ok(())
    }
}

/// Rows that become CSV at once.
pub(crate) struct Csv<W: Write> {
    writer: csv::Writer<W>,
    options: CsvOptions,
}

impl<W: Write> Csv<W> {
    pub(crate) fn new(mut out: W, options: CsvOptions) -> io::Result<Self> {
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
    pub(crate) fn end(mut self) -> io::Result<()> {
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
pub(super) fn starts_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A cell that no spreadsheet runs: an apostrophe before what would start a formula, and before a guarded cell, so that
/// taking one apostrophe off gives back exactly what went in.
pub(super) fn guard(cell: &str) -> String {
    if starts_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

/// What was in a guarded cell.
#[cfg(test)]
pub(super) fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if starts_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}
