//! Recognised pages, each kept as soon as it is done: a run that is broken off, or comes again, recognises no page twice.

use super::Study;
use super::plan::SourceFile;
use crate::{files, hash::sha256};
use crosscut_extract::KeptPages;
use std::path::PathBuf;
use std::sync::mpsc::Sender;

/// Where the recognised pages of one source are.
#[derive(Debug)]
pub(super) struct Kept {
    folder: PathBuf,
    /// What the names of its pages begin with: part of the hash of the source's bytes.
    source: String,
    file: String,
    /// Hears how many pages of how many are done.
    heard: Sender<(String, usize, usize)>,
}

impl Kept {
    pub(super) fn of(study: &Study, source: &SourceFile, heard: &Sender<(String, usize, usize)>) -> Self {
        let hash = source.sha256.get(..32).unwrap_or_default().to_owned();
        let (folder, file) = (study.derived("recognised"), source.name.clone());
        Self { folder, source: hash, file, heard: heard.clone() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{}.{}.txt", self.source, &sha256(name.as_bytes())[..16]))
    }
}

impl KeptPages for Kept {
    fn get(&self, name: &str) -> Option<String> {
        files::read_text(&self.path(name)).ok()
    }

    fn put(&self, name: &str, page: &str) {
        // Where it cannot be written the page is recognised again, and the run will say that it cannot write.
        let _ = files::write_whole(&self.path(name), page.as_bytes());
    }

    fn done(&self, pages: usize, of: usize) {
        let _ = self.heard.send((self.file.clone(), pages, of));
    }
}
