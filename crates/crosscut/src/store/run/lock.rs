//! One process at a time writes a study.

use crate::store::Study;
use crate::{Error, error::Result};
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

/// Held as long as a run writes.
pub(super) struct Lock {
    file: File,
    /// Folders that were made for the lock of a study that was not there yet, the innermost first.
    made: Vec<PathBuf>,
    path: PathBuf,
}

impl Lock {
    /// Ends it. Where a first run failed nothing of it stays.
    pub(super) fn release(self, done: bool) {
        drop(self.file);
        if !done && !self.made.is_empty() {
            let _ = fs::remove_file(&self.path);
            // Only empty folders go.
            self.made.iter().for_each(|folder| drop(fs::remove_dir(folder)));
        }
    }
}

impl Study {
    /// Waits until no other process writes the files of the folder.
    pub(super) fn wait_for_lock(&self) -> Result<File> {
        let path = self.derived("lock");
        let wrong = |source| Error::Write { path: path.clone(), source };
        fs::create_dir_all(self.derived("")).map_err(wrong)?;
        let file = File::options().write(true).create(true).truncate(false).open(&path).map_err(wrong)?;
        file.lock().map_err(wrong)?;
        Ok(file)
    }

    /// Keeps a second process from writing the same study, one that does not exist yet as well.
    pub(super) fn lock(&self) -> Result<Lock> {
        let path = self.derived("lock");
        let wrong = |source| Error::Write { path: path.clone(), source };
        let folder = self.derived("");
        if let Some(blocked) =
            self.folder.ancestors().find(|folder| folder.exists()).filter(|there| !there.is_dir())
        {
            let _ = blocked;
            return Err(Error::Write {
                path: self.folder.clone(),
                source: io::ErrorKind::NotADirectory.into(),
            });
        }
        let made = [&folder, &self.folder].into_iter().filter(|folder| !folder.exists()).cloned().collect();
        fs::create_dir_all(&folder).map_err(wrong)?;
        let file = File::options().write(true).create(true).truncate(false).open(&path).map_err(wrong)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { file, made, path }),
            Err(fs::TryLockError::WouldBlock) => Err(Error::Busy(self.folder.clone())),
            Err(fs::TryLockError::Error(source)) => Err(wrong(source)),
        }
    }
}
