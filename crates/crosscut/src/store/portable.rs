//! What of a study goes to another machine.

use super::{Study, files};
use crate::{Error, error::Result};
use std::fs;
use std::path::Path;

impl Study {
    /// The files that make the study on another machine, by their path in its folder, sorted: settings, codebook,
    /// decisions, texts, clauses, candidates, and the documents where `sources` says so. The index is made again there
    /// ([`Study::index`]).
    ///
    /// # Errors
    /// When the study was never run, or one of them cannot be read.
    pub fn portable(&self, sources: bool) -> Result<Vec<(String, Vec<u8>)>> {
        let manifest = self.manifest()?;
        let mut names = vec!["crosscut.toml".to_owned()];
        names.extend(self.folder.join("codebook.toml").exists().then(|| "codebook.toml".to_owned()));
        for folder in ["decisions", ".crosscut", ".crosscut/texts", ".crosscut/clauses"] {
            let kept = self.listed(folder)?.into_iter().filter(|name| {
                Path::new(name).extension().is_some_and(|ending| ending == "jsonl" || ending == "json")
            });
            names.extend(kept);
        }
        // Where a log was edited or lost decisions, what was saved goes along, so that it counts there as here.
        for name in self.listed(".crosscut/decisions")? {
            let log = fs::read(self.folder.join(name.trim_start_matches(".crosscut/"))).unwrap_or_default();
            if name.ends_with(".jsonl") && log != files::read_bytes(&self.folder.join(&name))? {
                names.push(name);
            }
        }
        if sources {
            names.extend(manifest.units.iter().map(|unit| format!("sources/{}", unit.file)));
            // Agreements that were taken out come back from theirs.
            let removed = self.file()?.removed.into_iter().filter_map(|agreement| agreement.source);
            let there = removed.filter(|source| self.sources_folder().join(source).is_file());
            names.extend(there.map(|source| format!("sources/{source}")));
        }
        names.sort();
        names.dedup();
        names
            .into_iter()
            .map(|name| match name.as_str() {
                "crosscut.toml" => Ok((name, self.titled()?.into_bytes())),
                _ => Ok((name.clone(), files::read_bytes(&self.folder.join(&name))?)),
            })
            .collect()
    }

    /// The settings with a title: a study that has none is called after its folder, which has another name elsewhere.
    fn titled(&self) -> Result<String> {
        let path = self.folder.join("crosscut.toml");
        let (mut file, old) = (self.file()?, files::read_text(&path)?);
        if file.title.as_ref().is_some_and(|title| !title.trim().is_empty()) {
            return Ok(old);
        }
        let folder = self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        file.title = Some(folder).filter(|folder| !folder.is_empty());
        file.updated(&path, Some(&old))
    }

    /// The files of one folder of the study.
    fn listed(&self, folder: &str) -> Result<Vec<String>> {
        let path = self.folder.join(folder);
        let wrong = |source| Error::Read { path: path.clone(), source };
        let mut names = Vec::new();
        let Ok(entries) = fs::read_dir(&path) else { return Ok(names) };
        for entry in entries {
            let entry = entry.map_err(wrong)?;
            if entry.path().is_file() {
                names.push(format!("{folder}/{}", entry.file_name().to_string_lossy()));
            }
        }
        Ok(names)
    }
}
