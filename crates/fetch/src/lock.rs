//! Which file came from where, when, and its hash.

use crate::{FetchError, Kind, Outcome};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// The lock file of a folder.
pub const LOCK_FILE: &str = "fetch.lock.json";

const SCHEMA: &str = "crosscut/fetch-lock/1";

/// Where the files of a folder came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    schema: String,
    /// Every edition that came, in the order in which they came.
    pub entries: Vec<Entry>,
}

/// One edition of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The address that was asked.
    pub url: String,
    /// The address where it ended after redirects.
    pub end: String,
    /// The file in the folder.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// When this edition came first.
    pub fetched: String,
    /// When the address last gave this edition.
    pub checked_on: String,
    /// What the server calls this edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
}

/// What came.
pub(crate) struct Came<'a> {
    pub(crate) url: &'a str,
    pub(crate) end: &'a str,
    pub(crate) stem: &'a str,
    pub(crate) kind: Kind,
    pub(crate) etag: Option<String>,
    pub(crate) bytes: &'a [u8],
}

impl Default for Lock {
    fn default() -> Self {
        Self { schema: SCHEMA.into(), entries: Vec::new() }
    }
}

impl Lock {
    /// The lock of a folder; an empty one where it has none.
    ///
    /// # Errors
    /// When it cannot be read, or is of a newer version.
    pub fn read(folder: &Path) -> Result<Self, FetchError> {
        let path = folder.join(LOCK_FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(FetchError::File { path, source }),
        };
        let lock: Self = serde_json::from_str(&text)
            .map_err(|error| FetchError::Lock { path: path.clone(), reason: error.to_string() })?;
        if lock.schema != SCHEMA {
            return Err(FetchError::Lock {
                path,
                reason: format!("its schema is {:?}, not {SCHEMA:?}", lock.schema),
            });
        }
        Ok(lock)
    }

    /// The last edition of an address.
    pub fn last(&self, url: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.url == url)
    }

    /// Keeps what came: nothing where it is the same, beside the old one where it changed.
    pub(crate) fn keep(&mut self, folder: &Path, came: &Came<'_>) -> Result<Outcome, FetchError> {
        let sha256: String = Sha256::digest(came.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let now = now();
        let same =
            self.entries.iter_mut().rev().find(|entry| entry.url == came.url).filter(|e| e.sha256 == sha256);
        if let Some(entry) = same.filter(|entry| folder.join(&entry.file).is_file()) {
            entry.checked_on = now;
            let file = entry.file.clone();
            self.write(folder)?;
            return Ok(Outcome::Same(file));
        }
        let old = self.last(came.url).filter(|entry| entry.sha256 != sha256).map(|entry| entry.file.clone());
        let plain = format!("{}.{}", came.stem, came.kind.ending());
        // A file that somebody put there is theirs; so is the edition before.
        let file = if folder.join(&plain).exists() {
            format!("{}-{}.{}", came.stem, &sha256[..8], came.kind.ending())
        } else {
            plain
        };
        write_whole(&folder.join(&file), came.bytes)?;
        self.entries.retain(|entry| entry.file != file);
        self.entries.push(Entry {
            url: came.url.into(),
            end: came.end.into(),
            file: file.clone(),
            sha256,
            bytes: came.bytes.len() as u64,
            fetched: now.clone(),
            checked_on: now,
            etag: came.etag.clone(),
        });
        self.write(folder)?;
        Ok(match old {
            Some(old) => Outcome::Changed { old, new: file },
            None => Outcome::New(file),
        })
    }

    fn write(&self, folder: &Path) -> Result<(), FetchError> {
        let path = folder.join(LOCK_FILE);
        let text = serde_json::to_string_pretty(self)
            .map_err(|error| FetchError::Lock { path: path.clone(), reason: error.to_string() })?;
        write_whole(&path, format!("{text}\n").as_bytes())
    }
}

/// Today, in UTC.
fn now() -> String {
    Timestamp::now().to_string().split('T').next().unwrap_or_default().to_owned()
}

/// Writes a file whole or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), FetchError> {
    let wrong = |source| FetchError::File { path: path.into(), source };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = path.with_file_name(format!(".{name}.new"));
    fs::write(&beside, bytes).map_err(wrong)?;
    fs::rename(&beside, path).map_err(wrong)
}
