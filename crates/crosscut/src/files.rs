//! Reading and writing files whole, with errors that name them.

use crate::error::{Error, Result};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;
use std::{fs, io};

pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|source| unreadable(path, source))
}

/// Why a file cannot be read, in the words of its user.
pub(crate) fn unreadable(path: &Path, source: io::Error) -> Error {
    match source.kind() {
        io::ErrorKind::NotFound => Error::Missing(path.into()),
        _ => Error::Read { path: path.into(), source },
    }
}

/// Reads a text file: a codebook, a gold file.
///
/// # Errors
/// When it is missing, cannot be read, or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    let bytes = read_bytes(path)?;
    String::from_utf8(bytes).map_err(|error| {
        let bytes = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
        let line = bytes.filter(|byte| **byte == b'\n').count() + 1;
        let why = format!("line {line} is not in UTF-8: save the file as UTF-8");
        Error::Read { path: path.into(), source: io::Error::new(io::ErrorKind::InvalidData, why) }
    })
}

/// Writes a file whole or not at all: a reader, or a crash, never sees half of it. Folders that lack are made.
///
/// # Errors
/// When it cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    write_by(path, |file| file.write_all(bytes).map_err(|source| Error::Write { path: path.into(), source }))
}

/// As [`write_whole`], for what is not to be held in memory.
pub(crate) fn write_by(path: &Path, write: impl FnOnce(&mut (dyn Write + Send)) -> Result<()>) -> Result<()> {
    // A temporary file is nothing that anybody asked for: only why it could not be written is told.
    let wrong = |source: io::Error| {
        let told = source.raw_os_error().is_some() || source.kind() == io::ErrorKind::Other;
        let source = if told { source } else { source.kind().into() };
        Error::Write { path: path.into(), source }
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|source| match folder.ancestors().find(|part| part.is_file()) {
        Some(file) => wrong(io::Error::other(format!("{} is a file and no folder", file.display()))),
        None => wrong(source),
    })?;
    let file = tempfile::Builder::new().prefix(".writing-").tempfile_in(folder).map_err(wrong)?;
    let mut buffer = io::BufWriter::new(file);
    write(&mut buffer)?;
    let file = buffer.into_inner().map_err(|error| wrong(error.into_error()))?;
    readable_by_all(file.as_file()).map_err(wrong)?;
    file.persist(path).map_err(|error| wrong(error.error))?;
    Ok(())
}

/// Temporary files are private; what a study holds is as public as any file that its user makes.
#[cfg(unix)]
fn readable_by_all(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &fs::File) -> io::Result<()> {
    Ok(())
}

pub(crate) fn write_json<T: Serialize>(path: &Path, value: &T) -> Result<()> {
    let wrong = |error| Error::Write { path: path.into(), source: io::Error::other(error) };
    write_by(path, |file| serde_json::to_writer(file, value).map_err(wrong))
}

/// As [`write_json`], and gives the SHA-256 of what was written.
pub(crate) fn write_json_summed<T: Serialize>(path: &Path, value: &T) -> Result<String> {
    let wrong = |error| Error::Write { path: path.into(), source: io::Error::other(error) };
    let mut sum = Sha256::new();
    write_by(path, |file| {
        let mut out = io::BufWriter::new(Summed { file, sum: &mut sum });
        serde_json::to_writer(&mut out, value).map_err(wrong)?;
        out.flush().map_err(|source| Error::Write { path: path.into(), source })
    })?;
    Ok(hex(sum))
}

/// The SHA-256 of a file, which is not held in memory.
pub(crate) fn sum_of(path: &Path) -> io::Result<String> {
    let mut sum = Sha256::new();
    io::copy(&mut fs::File::open(path)?, &mut Summed { file: &mut io::sink(), sum: &mut sum })?;
    Ok(hex(sum))
}

fn hex(sum: Sha256) -> String {
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Sums up what it passes on.
struct Summed<'f> {
    file: &'f mut (dyn Write + Send),
    sum: &'f mut Sha256,
}

impl Write for Summed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Reads a derived file; `None` where it is absent or was written by another version, so that it is derived again.
pub(crate) fn read_derived<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}
