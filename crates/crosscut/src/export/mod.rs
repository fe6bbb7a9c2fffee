//! What leaves the program: tables for spreadsheets and a report to read. Pure: the caller writes the files.

mod akn;
mod cite;
mod hocr;
mod name;
mod overlay;
mod report;
mod table;

pub use akn::{akn, resolver};
pub use cite::{Citation, Cites};
pub(crate) use hocr::hocr;
pub use name::file_name;
pub use overlay::overlay_html;
pub use report::{Meta, report_html};
pub use table::{CsvOptions, candidates_csv, csv, guard, matrix_csv, matrix_wide_csv};
