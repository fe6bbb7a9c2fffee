//! Tables, and what they are written as: the only crate that knows `csv` and `parquet`, whose types never leave it.
//!
//! ```
//! use crosscut_table::{CsvOptions, Kind, Table};
//! let mut table = Table::new("harbours", &[("name", Kind::Text, "Its name"), ("depth", Kind::Integer, "In metres")]);
//! table.rows.push(vec!["=Old Quay".into(), 9.into()]);
//! // A spreadsheet shows the name and does not run it.
//! assert_eq!(table.csv(CsvOptions::default()), "\u{feff}name,depth\r\n'=Old Quay,9\r\n");
//! ```
//!
//! With the feature `parquet`, `Parquet` writes rows of JSON as columns, nested ones too, and `rows_of_parquet` reads them.

mod csv;
#[cfg(feature = "parquet")]
mod parquet;
mod table;

pub use crate::csv::{Csv, CsvOptions, csv};
#[cfg(feature = "parquet")]
pub use crate::parquet::{Parquet, Shape, rows_of_parquet};
pub use table::{Column, Kind, Sink, Table, Value, columns};
