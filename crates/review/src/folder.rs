//! Whether the decisions on disk changed: by another coder's program, a synchronised folder, a copied file.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

/// Names, lengths and times of the logs in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Folder(BTreeMap<String, (u64, Option<SystemTime>)>);

impl Folder {
    /// As the folder is now; a folder that cannot be listed counts as empty.
    pub(crate) fn of(path: &Path) -> Self {
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        let logs = entries.filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let metadata = entry.metadata().ok()?;
            name.ends_with(".jsonl").then(|| (name, (metadata.len(), metadata.modified().ok())))
        });
        Self(logs.collect())
    }
}
