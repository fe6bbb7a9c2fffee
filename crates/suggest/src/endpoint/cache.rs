//! Answers that were got before, by the hash of what was sent. Derived: the folder may be deleted.

use crate::SuggestError;
use crosscut::{Study, write_whole};
use std::fs;
use std::path::PathBuf;

pub(super) struct Cache(PathBuf);

impl Cache {
    pub(super) fn of(study: &Study) -> Self {
        Self(study.folder().join(".crosscut").join("answers"))
    }

    pub(super) fn get(&self, key: &str) -> Option<String> {
        fs::read_to_string(self.0.join(key)).ok()
    }

    pub(super) fn put(&self, key: &str, text: &str) -> Result<(), SuggestError> {
        Ok(write_whole(&self.0.join(key), text.as_bytes())?)
    }
}
