//! Full-text index of clauses: the only crate that knows tantivy, whose types and ids never leave it.
//!
//! [`Index::build`] writes an index, [`Index::search`] answers queries as people type them, [`Index::similar`] and its
//! kin find clauses like one at hand.
//!
//! ```
//! use crosscut_search::Index;
//! use crosscut_text::{AgreementId, Clause, Eid, Language};
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path().join("index");
//! let clause = |agreement: &str, language, text: &str| {
//!     Clause { language, ..Clause::new(AgreementId::slug(agreement), Eid::new("art_1").unwrap(), text) }
//! };
//! let clauses = [
//!     clause("pact", Language::English, "Each Party shall report incidents to its authority."),
//!     clause("appel", Language::French, "Les incidents sont signalés sans retard."),
//! ];
//! let index = Index::build(&folder, &clauses)?;
//! // One query finds clauses of all languages, each in its own forms.
//! let found = index.search("incident OR authorities", 10)?;
//! assert_eq!(found.total, 2);
//! // The one with both words comes first; what matched is marked.
//! assert_eq!(found.hits[0].clause.as_str(), "pact#art_1");
//! let marked: Vec<&str> = found.hits[0].highlights.iter().filter_map(|span| span.cut(&clauses[0].text)).collect();
//! assert_eq!(marked, ["incidents", "authority"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Each clause is indexed with the stems of its own language, each stem tagged with that language; a query is analysed
//! in every language of the index, so that one query finds clauses of all of them and stems of different languages
//! never meet by accident.

mod answer;
mod boxed;
mod build;
mod catalogue;
mod collect;
mod compile;
mod concordance;
mod directory;
mod error;
mod expand;
mod filter;
mod folder;
mod highlight;
mod index;
mod name;
mod nearness;
mod nothing;
mod packed;
mod parts;
mod pattern;
mod query;
mod quickwit;
mod schema;
mod sequence;
mod shown;
mod similar;
mod stored;
mod suggest;

pub use answer::{Facet, Hit, Hits, Options, Sort};
pub use catalogue::{Catalogue, Described};
pub use concordance::{Collocate, Corpus, Key, WordCount};
pub use error::SearchError;
pub use index::Index;
pub use nearness::{LookedAt, Mix, Nearness};
pub use query::asks_for_decisions;
pub use quickwit::quickwit_files;
pub use similar::Example;
