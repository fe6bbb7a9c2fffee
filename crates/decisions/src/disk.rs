//! What a log asks of the file system, so that tests can make it fail.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

/// The file operations of a log. Each returns only when its effect would survive a power cut.
pub trait Disk: Send {
    /// All bytes of a file; nothing for a file that does not exist.
    ///
    /// # Errors
    /// As the file system reports.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Length of a file in bytes, 0 for a file that does not exist.
    ///
    /// # Errors
    /// As the file system reports.
    fn length(&self, path: &Path) -> io::Result<u64>;

    /// Writes at an offset (the end of the file as last seen), makes the file where there is none, and syncs.
    ///
    /// # Errors
    /// As the file system reports; part of the bytes may have been written.
    fn write_at(&self, path: &Path, offset: u64, bytes: &[u8]) -> io::Result<()>;

    /// Cuts a file to a length and syncs.
    ///
    /// # Errors
    /// As the file system reports.
    fn truncate(&self, path: &Path, length: u64) -> io::Result<()>;

    /// Writes a new file and syncs it and its folder.
    ///
    /// # Errors
    /// As the file system reports; `AlreadyExists` when the file is there.
    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
}

/// The real file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            other => other,
        }
    }

    fn length(&self, path: &Path) -> io::Result<u64> {
        match fs::metadata(path) {
            Ok(metadata) => Ok(metadata.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    fn write_at(&self, path: &Path, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file = match OpenOptions::new().write(true).open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound && offset == 0 => {
                return self.write_new(path, bytes);
            }
            Err(error) => return Err(error),
        };
        file.seek(SeekFrom::Start(offset))?;
        file.write_all(bytes)?;
        file.sync_data()
    }

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        let file = OpenOptions::new().write(true).open(path)?;
        file.set_len(length)?;
        file.sync_data()
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        sync_folder(path)
    }
}

/// Makes a new name in a folder last. Windows does that by itself and cannot open folders.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}

/// Appends to a second copy, if that can be done.
pub(super) fn append(path: &Path, text: &str) {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    let file = folder.and_then(|()| OpenOptions::new().append(true).create(true).open(path));
    // The log itself is safe; what cannot be kept twice is kept once.
    let _ = file.and_then(|mut file| file.write_all(text.as_bytes()));
}
