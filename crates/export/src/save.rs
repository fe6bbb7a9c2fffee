//! Where a file goes whose place a user names: into what the place leads to, never over what a study cannot do without.
//!
//! A link is followed to its target, a pipe or a device is written into, and neither is ever replaced. Settings, documents
//! and decisions of a study (any study, not only the one that is open) are refused, by whatever way a path leads there.

use crate::error::{Error, Result};
use crosscut::Study;
use std::fs::{self, FileType, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

/// Folders of a study in which nobody but the study itself writes.
const FOLDERS: [&str; 4] = ["decisions", "sources", "replaced", ".crosscut"];
/// Its codebook, which a codebook may replace and nothing else.
const CODEBOOK: &str = "codebook.toml";
/// Files of a study that nothing else may replace.
const FILES: &[&str] = &["crosscut.toml", CODEBOOK];

/// Links that are followed one after another; more are a circle.
const LINKS: usize = 40;

/// What a place leads to.
#[derive(Debug, PartialEq)]
enum Place {
    /// An ordinary file, there or not yet.
    File(PathBuf),
    /// A pipe or a device, which takes what is written into it.
    Stream(PathBuf),
}

/// Writes a file where a user wants it: whole or not at all where that is an ordinary file.
///
/// # Errors
/// When it would replace a folder or a file that a study needs, or cannot be written.
pub fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    put(path, &place(path, FILES)?, bytes)
}

/// Writes what was made of a file of the user to `out`, which may be a study's codebook but not that file itself; without
/// `out` to a file called `default` in the current folder, unless there is one. Gives the path.
///
/// # Errors
/// As [`save`], and when the default is taken.
pub fn save_made_of(from: &Path, out: Option<&Path>, default: &str, bytes: &[u8]) -> Result<PathBuf> {
    let path = out.unwrap_or(Path::new(default));
    if out.is_none() && path.symlink_metadata().is_ok() {
        return Err(refused(path, "is there already: name another file, or this one, with --out"));
    }
    let own = if default == CODEBOOK { &FILES[..1] } else { FILES };
    let to = place(path, own)?;
    if let (Place::File(to), Ok(from)) = (&to, from.canonicalize())
        && *to == from
    {
        return Err(refused(path, "is the file that is read: name another one with --out"));
    }
    put(path, &to, bytes)?;
    Ok(path.to_owned())
}

/// Checks that all of these files can be put where they go, and writes them.
pub(crate) fn save_all(files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let places = files.iter().map(|(path, _)| place(path, FILES)).collect::<Result<Vec<_>>>()?;
    files.iter().zip(&places).try_for_each(|((path, bytes), place)| put(path, place, bytes))
}

/// Checks that a new study can be made in a folder: none of the parts of a study is there.
pub(crate) fn is_free(folder: &Path) -> Result<()> {
    if Study::is_study(folder) {
        return Err(refused(folder, "a study already: name a new folder with --study"));
    }
    let parts = FOLDERS.iter().chain(FILES);
    match parts.map(|part| folder.join(part)).find(|part| part.symlink_metadata().is_ok()) {
        Some(part) => Err(refused(&part, "is there already: name a new folder with --study")),
        None => Ok(()),
    }
}

fn refused(path: &Path, reason: &str) -> Error {
    Error::Path { path: path.into(), reason: reason.into() }
}

fn unwritten(path: &Path, error: &std::io::Error) -> Error {
    refused(path, &format!("cannot be written: {error}"))
}

fn put(path: &Path, place: &Place, bytes: &[u8]) -> Result<()> {
    match place {
        Place::File(real) => Ok(crosscut::write_whole(real, bytes)?),
        Place::Stream(stream) => {
            let written = into_stream(stream).and_then(|mut stream| {
                stream.write_all(bytes)?;
                stream.flush()
            });
            written.map_err(|error| unwritten(path, &error))
        }
    }
}

/// Opens a pipe or a device. A pipe that nobody reads is an error at once, and not a program that waits for ever.
fn into_stream(path: &Path) -> std::io::Result<fs::File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let probe = OpenOptions::new().write(true).custom_flags(libc::O_NONBLOCK).open(path);
        let reader_lacks = |error: &std::io::Error| error.raw_os_error() == Some(libc::ENXIO);
        if probe.as_ref().is_err_and(reader_lacks) {
            return Err(std::io::Error::new(ErrorKind::BrokenPipe, "nobody reads from this pipe"));
        }
        // Held until the second opening, so that a reader does not see an end in between.
        let opened = OpenOptions::new().write(true).open(path);
        drop(probe);
        opened
    }
    #[cfg(not(unix))]
    OpenOptions::new().write(true).open(path)
}

/// What a path leads to, and whether that may be written. `own` are the files of a study that may not.
fn place(path: &Path, own: &[&str]) -> Result<Place> {
    if path == Path::new("-") {
        return Err(refused(path, "is no name of a file: name one, or /dev/stdout"));
    }
    if path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]) {
        return Err(refused(path, "is a folder: name a file"));
    }
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(refused(path, "is a folder: name a file")),
        Ok(there) if there.is_file() => {
            let real = path.canonicalize().map_err(|error| unwritten(path, &error))?;
            is_no_part_of_a_study(path, &real, own)?;
            Ok(Place::File(real))
        }
        Ok(there) if takes_bytes(there.file_type()) => Ok(Place::Stream(path.to_owned())),
        Ok(_) => Err(refused(path, "is neither a file nor a pipe: name a file")),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let real = to_be_made(path).map_err(|error| unwritten(path, &error))?;
            is_no_part_of_a_study(path, &real, own)?;
            Ok(Place::File(real))
        }
        Err(error) => Err(unwritten(path, &error)),
    }
}

/// Whether it is a pipe, a terminal or the like; a disk is none, as whatever is on it would be gone.
#[cfg(unix)]
fn takes_bytes(kind: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt;
    kind.is_fifo() || kind.is_char_device()
}

#[cfg(not(unix))]
fn takes_bytes(_: FileType) -> bool {
    false
}

/// Where a file will be that is not there yet: links to nothing are followed, folders that lack are taken as they are
/// written.
fn to_be_made(path: &Path) -> std::io::Result<PathBuf> {
    let mut path = std::path::absolute(path)?;
    for _ in 0..LINKS {
        let Ok(target) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("/")).join(target);
    }
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            part => real.push(part),
        }
        if let Ok(known) = real.canonicalize() {
            real = known;
        }
    }
    Ok(real)
}

/// Refuses a real path inside a study's own folders, and its settings.
fn is_no_part_of_a_study(path: &Path, real: &Path, own: &[&str]) -> Result<()> {
    for folder in real.ancestors().skip(1) {
        let Ok(inside) = real.strip_prefix(folder) else { continue };
        let parts: Vec<String> =
            inside.components().map(|part| part.as_os_str().to_string_lossy().to_lowercase()).collect();
        let kept = match parts.as_slice() {
            [file] => own.contains(&file.as_str()),
            [first, ..] => FOLDERS.contains(&first.as_str()),
            [] => false,
        };
        if kept && (Study::is_study(folder) || folder.join(".crosscut/manifest.json").is_file()) {
            let reason = format!(
                "belongs to the study in {}, which would lose its own files: name a file elsewhere, such as in its out/",
                folder.display()
            );
            return Err(refused(path, &reason));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
