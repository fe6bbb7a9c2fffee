//! Reads a set of agreements and proposes the commitments that cut across them.
//!
//! [`analyse`] does it in memory; a [`Study`] keeps it in a folder, with a cache and people's decisions.
//!
//! ```
//! use crosscut::{Agreement, Input, Settings, analyse, text::AgreementId};
//!
//! let input = |name: &str, text: &str| Input {
//!     agreement: Agreement::named(AgreementId::slug(name), name),
//!     file: format!("{name}.txt"),
//!     bytes: text.as_bytes().to_vec(),
//! };
//! let inputs = [
//!     input("Accord", "Article 1\n\nEach Party shall report significant incidents without delay.\n"),
//!     input("Charter", "Article 7\n\nOperators report significant incidents to the authority without delay.\n"),
//! ];
//! let (results, errors) = analyse(&inputs, &Settings::default());
//! assert!(errors.is_empty());
//! for candidate in &results.candidates {
//!     println!("{} ({} agreements)", candidate.label, candidate.agreements.len());
//!     for clause in candidate.members.iter().filter_map(|member| results.clause(&member.clause)) {
//!         println!("    {}, {}: {}", clause.agreement, clause.locator, clause.text);
//!     }
//! }
//! assert_eq!(results.candidates[0].agreements.len(), 2);
//! ```
//!
//! | to … | begin with |
//! |---|---|
//! | read one document and cut it into clauses | [`read`], [`extract_file`] |
//! | read many documents without a study | [`read_files`], [`read_into`] |
//! | propose candidates over clauses of your own | [`parse_clauses`], [`Compared`], [`propose`], [`propose_watched`] |
//! | find the clauses that carry known elements | [`Codebook`] |
//! | compare by meaning, across languages too | [`Models`], [`Embedder`] |
//! | keep a study, with its decisions | [`Study`] |
//! | see which agreement has which element | [`matrix`] |
//! | write reports and tables | [`export`] |
//!
//! Features that read documents and keep studies are on by default. Without any, plain text and ready-made clauses become candidates in
//! memory, with a third of the crates to build; `pdf`, `html` (with Markdown) and `docx` add formats, `study` the folder
//! with its index, models and exports. Of those that are off, `parquet` reads and writes clauses as columns, `images` builds a
//! renderer in, `schema` gives JSON Schemas, and `tracing` opens a span around each step that takes time.

mod agreement;
mod alike;
mod candidate;
mod codebook;
mod compared;
mod decide;
mod error;
#[cfg(feature = "study")]
pub mod export;
#[cfg(feature = "study")]
mod files;
pub mod findings;
#[cfg(test)]
mod fixture;
mod guided;
mod hash;
mod known;
pub mod matrix;
#[cfg(feature = "study")]
mod model;
mod pipeline;
mod ready;
mod results;
mod settings;
mod span;
#[cfg(feature = "study")]
mod store;
mod toml_said;
mod vectors;
pub mod words;

pub use agreement::{Agreement, Group, Stakeholders};
pub use alike::Alike;
pub use candidate::{Candidate, Form, Join, Member, Outlier, Tier, cautions, regroup};
pub use codebook::{CellChance, ClauseMatch, Codebook, CodebookElement, ElementMatch};
pub use compared::Compared;
pub use crosscut_cluster::{Stage, Watch};
pub use crosscut_decisions as decisions;
pub use crosscut_extract::{ExtractError, Extracted, Format, KeptPages, Ocr, OcrPages, Options};
#[cfg(feature = "pdf")]
pub use crosscut_extract::{PageImage, draws_pages};
#[cfg(feature = "study")]
pub use crosscut_search as search;
pub use crosscut_text as text;
pub use decide::Choice;
pub use error::{Error, Result};
#[cfg(feature = "study")]
pub use files::{read_text, write_whole};
pub use findings::Findings;
pub use hash::sha256;
pub use known::{Known, under_known};
#[cfg(feature = "study")]
pub use model::{Embedder, Model, ModelId, ModelInfo, Models, how_to_get};
pub use pipeline::{Input, Reading, analyse, plain_text, propose, propose_watched, read};
pub use ready::{ReadyMade, parse_clauses};
pub use results::{DocumentReport, ReadDocument, Results};
pub use settings::{Settings, known_agreements};
#[cfg(feature = "study")]
pub use store::{
    Edit, Manifest, Pending, Progress, Replaced, RunOptions, RunReport, Study, document_bytes, extract_file,
    page_image, read_files, read_into,
};
pub use vectors::vectors_of_npy;
#[cfg(feature = "parquet")]
pub use vectors::vectors_of_parquet;
