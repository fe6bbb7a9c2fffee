//! The segments of an index and what each holds, written beside them.

use crate::directory::ReadOnly;
use crate::folder;
use crate::schema::{VERSION, VERSION_FILE};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};
use tantivy::directory::MmapDirectory;

/// The file that says which agreements are in which segment.
const PARTS: &str = "parts.json";
/// tantivy's own files: its segments, and which files it may remove.
const META: &str = "meta.json";
const MANAGED: &str = ".managed.json";

/// A segment: agreements that follow each other by id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// As tantivy's `meta.json` describes it.
    pub(crate) segment: Value,
    /// Agreements with what tells whether they changed.
    pub(crate) agreements: Vec<(String, u64)>,
}

impl Part {
    /// The segment that was written alone into a folder inside `home`, moved there.
    pub(crate) fn written(folder: &Path, home: &Path, agreements: Vec<(String, u64)>) -> io::Result<Self> {
        let meta: Value = serde_json::from_slice(&std::fs::read(folder.join(META))?)?;
        let part = Self { segment: meta["segments"][0].clone(), agreements };
        for file in part.files(folder)? {
            std::fs::rename(folder.join(&file), home.join(&file))?;
        }
        described(home, folder)?;
        std::fs::remove_dir_all(folder)?;
        Ok(part)
    }

    /// The names of its files in a folder.
    fn files(&self, folder: &Path) -> io::Result<Vec<String>> {
        let prefix = self.segment["segment_id"].as_str().unwrap_or_default().replace('-', "");
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !prefix.is_empty() && name.starts_with(&prefix) {
                files.push(name);
            }
        }
        files.sort();
        Ok(files)
    }
}

/// Settings and schema, which are the same for all segments.
fn described(home: &Path, from: &Path) -> io::Result<()> {
    if !home.join(META).exists() {
        std::fs::copy(from.join(META), home.join(META))?;
    }
    Ok(())
}

/// Writes what makes the segments in a folder one index.
pub(crate) fn sealed(folder: &Path, parts: &[Part]) -> io::Result<()> {
    let mut meta: Value = serde_json::from_slice(&std::fs::read(folder.join(META))?)?;
    meta["segments"] = parts.iter().map(|part| part.segment.clone()).collect();
    let mut managed = vec![META.to_owned()];
    for part in parts {
        managed.extend(part.files(folder)?);
    }
    let write = |name: &str, bytes: Vec<u8>| {
        let path = folder.join(name);
        std::fs::write(&path, bytes)?;
        std::fs::File::open(path)?.sync_all()
    };
    write(META, serde_json::to_vec(&meta)?)?;
    write(MANAGED, serde_json::to_vec(&managed)?)?;
    write(PARTS, serde_json::to_vec(parts)?)?;
    write(VERSION_FILE, VERSION.into())
}

/// The index that a new one may take segments from.
pub(crate) struct Old {
    folder: PathBuf,
    pub(crate) parts: Vec<Part>,
}

impl Old {
    pub(crate) fn in_folder(dir: &Path) -> Option<Self> {
        let folder = folder::current(dir)?;
        let version = std::fs::read(folder.join(VERSION_FILE)).ok()?;
        let parts = serde_json::from_slice(&std::fs::read(folder.join(PARTS)).ok()?).ok()?;
        (version == VERSION.as_bytes()).then_some(Self { folder, parts })
    }

    /// Whether its files are what was written.
    pub(crate) fn is_sound(&self) -> bool {
        let files = MmapDirectory::open(&self.folder);
        let index = files
            .map_err(tantivy::TantivyError::from)
            .and_then(|files| tantivy::Index::open(ReadOnly(files)));
        index.and_then(|index| index.validate_checksum()).is_ok_and(|damaged| damaged.is_empty())
    }

    /// Puts a segment into a new index: by a second name where the disk can, by a copy elsewhere.
    pub(crate) fn hand_over(&self, part: &Part, home: &Path) -> io::Result<Part> {
        for file in part.files(&self.folder)? {
            let (from, to) = (self.folder.join(&file), home.join(&file));
            if std::fs::hard_link(&from, &to).is_err() {
                std::fs::copy(from, to)?;
            }
        }
        described(home, &self.folder)?;
        Ok(part.clone())
    }
}
