//! What leaves the program: tables for spreadsheets and a report to read. Pure: the caller writes the files.

mod cite;
mod name;
mod report;
mod table;

pub use cite::{Citation, Cites};
pub use name::file_name;
pub use report::{Meta, report_html};
pub use table::{CsvOptions, candidates_csv, csv, guard, matrix_csv, matrix_wide_csv, unguard};
