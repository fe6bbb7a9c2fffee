//! What leaves the program: tables for spreadsheets and a report to read. Pure: the caller writes the files.

mod cite;
mod hocr;
mod judged;
mod name;
mod overlay;
mod report;
mod table;

pub use cite::{Citation, Cites};
pub use crosscut_table::{Column, CsvOptions, Kind, Table, Value, csv};
pub(crate) use hocr::hocr;
pub use judged::{Judged, Judgements};
pub use name::file_name;
pub use overlay::overlay_html;
pub(crate) use report::SavedSearch;
pub use report::{Meta, report_html};
pub use table::{candidates, matrix, quotes, quotes_of_first};
pub(crate) use table::{candidates_to, matrix_to, quotes_to};
