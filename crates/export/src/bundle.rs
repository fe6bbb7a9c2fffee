//! A study as one file that opens on another machine, checked when it arrives.

use crate::error::{Error, Result};
use crate::made::{Made, zipped};
use crate::refi::unpack;
use crate::save::is_free;
use crosscut::Study;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const SCHEMA: &str = "crosscut/bundle/1";

/// The list of what is in a bundle.
const LIST: &str = "crosscut-bundle.json";

/// What a bundle always leaves out.
pub const BUNDLE_WITHOUT: &str = "sentence models, exports, pictures of pages, suggestions of assistants";

#[derive(Serialize, Deserialize)]
struct List {
    schema: String,
    version: String,
    run: String,
    /// Whether the documents themselves are in it.
    sources: bool,
    without: String,
    /// SHA-256 of each file.
    files: BTreeMap<String, String>,
}

/// What came with a bundle.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Arrived {
    /// The run that it holds.
    pub run: String,
    /// The program that packed it.
    pub version: String,
    /// How many files.
    pub files: usize,
    /// Whether the documents themselves came along. Without them the study can be read and reviewed, not run again.
    pub sources: bool,
}

/// Packs a study: settings, codebook, decisions, texts, clauses and candidates, with the documents or without.
///
/// # Errors
/// When the study was never run, or a file of it cannot be read.
pub fn bundle(study: &Study, sources: bool) -> Result<Vec<u8>> {
    let manifest = study.manifest()?;
    let files: Vec<Made> =
        study.portable(sources)?.into_iter().map(|(name, bytes)| Made { name, bytes }).collect();
    let list = List {
        schema: SCHEMA.into(),
        version: format!("crosscut {}", manifest.version),
        run: manifest.run,
        sources,
        without: if sources { BUNDLE_WITHOUT.into() } else { format!("the documents, {BUNDLE_WITHOUT}") },
        files: files.iter().map(|file| (file.name.clone(), crosscut::sha256(&file.bytes))).collect(),
    };
    let list = serde_json::to_string_pretty(&list).map_err(|error| Error::Cannot(error.to_string()))?;
    let all: Vec<Made> = std::iter::once(Made::new(LIST, list + "\n")).chain(files).collect();
    zipped(&all)
}

/// Whether a packed file is a bundle.
pub fn is_bundle(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") && bytes.get(30..30 + LIST.len()) == Some(LIST.as_bytes())
}

/// Opens a bundle in the folder of a study that is not there yet. Nothing is written before all of it was checked.
///
/// # Errors
/// When it is damaged or not safe to open, is of a newer version, or the folder holds a study or parts of one.
pub fn open_bundle(file: &str, bytes: &[u8], study: &Study) -> Result<Arrived> {
    let wrong = |reason: String| Error::Import { file: file.into(), reason };
    is_free(study.folder())?;
    let mut unpacked = unpack(file, bytes)?;
    let list = unpacked
        .remove(LIST)
        .ok_or_else(|| wrong(format!("it holds no {LIST}: not a bundle of Crosscut")))?;
    let list: List = serde_json::from_slice(&list).map_err(|error| wrong(format!("{LIST}: {error}")))?;
    if list.schema != SCHEMA {
        return Err(wrong(format!("a bundle of another version ({}): this one opens {SCHEMA}", list.schema)));
    }
    for (name, sum) in &list.files {
        match unpacked.get(name) {
            None => return Err(wrong(format!("{name} is missing: the file is not complete"))),
            Some(bytes) if crosscut::sha256(bytes) != *sum => {
                return Err(wrong(format!("{name} is not what was packed: the file was damaged or changed")));
            }
            Some(_) => {}
        }
    }
    if let Some(stranger) = unpacked.keys().find(|name| !list.files.contains_key(*name)) {
        return Err(wrong(format!("{stranger} is not on its list: the file was changed")));
    }
    let known = ["sources/", "decisions/", ".crosscut/"];
    let top = ["crosscut.toml", "codebook.toml"];
    let place = |name: &str| top.contains(&name) || known.iter().any(|folder| name.starts_with(folder));
    if let Some(stranger) = unpacked.keys().find(|name| !place(name)) {
        return Err(wrong(format!("{stranger} is no file of a study")));
    }
    for (name, bytes) in &unpacked {
        crosscut::write_whole(&study.folder().join(name), bytes)?;
    }
    study.index()?;
    Ok(Arrived { run: list.run, version: list.version, files: unpacked.len(), sources: list.sources })
}
