//! What tables are made of, and what takes their rows as they come.

use std::fmt;
use std::io;

/// A table: what spreadsheets, programs and people are given, each in a form of its own.
///
/// ```
/// use crosscut_table::{CsvOptions, Kind, Table};
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

    /// A table of what is written into it: for what can also be written row by row into a file.
    pub fn of(name: &'static str, write: impl FnOnce(&mut Self) -> io::Result<()>) -> Self {
        let mut table = Self { name, ..Self::default() };
        let written = write(&mut table);
        debug_assert!(written.is_ok(), "memory takes all rows: {written:?}");
        table
    }
}

/// Columns with their name, kind and meaning.
pub fn columns(columns: &[(&str, Kind, &'static str)]) -> Vec<Column> {
    let column = |(name, kind, about): &(&str, Kind, &'static str)| Column {
        name: (*name).to_owned(),
        kind: *kind,
        about,
    };
    columns.iter().map(column).collect()
}

/// What takes the rows of a table, after its columns.
pub trait Sink {
    /// The columns; they come once, before all rows.
    ///
    /// # Errors
    /// When they cannot be written.
    fn head(&mut self, columns: Vec<Column>) -> io::Result<()>;
    /// A row: as many values as there are columns.
    ///
    /// # Errors
    /// When it cannot be written.
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
