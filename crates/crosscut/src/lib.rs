//! Reads a set of agreements and proposes the commitments that cut across them.
//!
//! [`analyse`] does it in memory; a [`Study`] keeps it in a folder, with a cache and people's decisions.

mod agreement;
mod candidate;
mod codebook;
mod compared;
mod decide;
mod error;
pub mod export;
pub mod findings;
#[cfg(test)]
mod fixture;
mod known;
pub mod matrix;
mod model;
mod pipeline;
mod ready;
mod results;
mod settings;
mod store;
pub mod visible;

pub use agreement::{Agreement, Group, Stakeholders};
pub use candidate::{Candidate, Join, Member, Outlier, Tier, candidate_id, cautions, regroup};
pub use codebook::{ClauseMatch, Codebook, CodebookElement, ElementMatch};
pub use compared::Compared;
pub use crosscut_decisions as decisions;
pub use crosscut_extract::{ExtractError, Extracted, Ocr, Options, PageImage, draws_pages};
pub use crosscut_search as search;
pub use crosscut_text as text;
pub use decide::Choice;
pub use error::{Error, Result};
pub use known::{Known, under_known};
pub use model::{Model, ModelId, ModelInfo, Models, how_to_get};
pub use pipeline::{Input, Reading, analyse, plain_text, propose, read};
pub use ready::{ReadyMade, parse_clauses};
pub use results::{DocumentReport, Results};
pub use settings::{STUDY_VERSION, Settings, known_agreements, parse_registry};
pub use store::{
    Failure, Manifest, Progress, RunOptions, RunReport, Study, Vectors, extract_file, page_image, read_text,
    sha256,
};
