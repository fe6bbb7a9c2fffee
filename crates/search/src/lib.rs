//! Full-text index of clauses: the only crate that knows tantivy, whose types and ids never leave it.
//!
//! Each clause is indexed with the stems of its own language, each stem tagged with that language; a query is analysed
//! in every language of the index, so that one query finds clauses of all of them and stems of different languages
//! never meet by accident.

mod answer;
mod build;
mod compile;
mod error;
mod highlight;
mod index;
mod query;
mod schema;
mod similar;
mod spelling;

pub use answer::{Hit, Hits, Options};
pub use error::SearchError;
pub use index::Index;
