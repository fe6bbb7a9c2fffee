//! The folder of an index: a new index is written beside the old one, and a small file says which of them counts.
//!
//! ```text
//! index/
//!   current     the name of the folder that counts, replaced in one step
//!   gen-x7Rq2/  an index, never changed after it was written
//! ```
//!
//! Whenever a build is killed, the folder holds the old index or the new one; what it left over goes with the next build.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The file that names the index that counts.
const CURRENT: &str = "current";
/// How the folders of indexes are called.
const PREFIX: &str = "gen-";

/// The index that counts; `None` where there is none.
pub(crate) fn current(dir: &Path) -> Option<PathBuf> {
    let name = std::fs::read_to_string(dir.join(CURRENT)).ok()?;
    let name = name.trim_end();
    (name.starts_with(PREFIX) && !name.contains(['/', '\\'])).then(|| dir.join(name))
}

/// Whether there is one that this user may not read.
pub(crate) fn is_closed(dir: &Path) -> bool {
    let denied = |error: io::Error| error.kind() == io::ErrorKind::PermissionDenied;
    std::fs::read(dir.join(CURRENT)).is_err_and(denied)
        || current(dir).is_some_and(|index| std::fs::read_dir(index).is_err_and(denied))
}

/// Temporary files are private; an index is as public as the study that it is of.
#[cfg(unix)]
fn readable_by_all(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let folder = path.is_dir();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(if folder { 0o755 } else { 0o644 }))?;
    if folder {
        for entry in std::fs::read_dir(path)? {
            readable_by_all(&entry?.path())?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn readable_by_all(_: &Path) -> io::Result<()> {
    Ok(())
}

/// A place for a new index.
pub(crate) fn fresh(dir: &Path) -> io::Result<tempfile::TempDir> {
    std::fs::create_dir_all(dir)?;
    tempfile::Builder::new().prefix(PREFIX).tempdir_in(dir)
}

/// Makes an index that is complete the one that counts, and removes all others.
pub(crate) fn switch(dir: &Path, fresh: tempfile::TempDir) -> io::Result<()> {
    let name = fresh.path().file_name().unwrap_or_default().to_owned();
    let mut pointer = tempfile::NamedTempFile::new_in(dir)?;
    writeln!(pointer, "{}", name.to_string_lossy())?;
    pointer.as_file().sync_all()?;
    readable_by_all(pointer.path())?;
    readable_by_all(fresh.path())?;
    pointer.persist(dir.join(CURRENT))?;
    let _kept = fresh.keep();
    for entry in std::fs::read_dir(dir)?.flatten() {
        let other = entry.file_name();
        if other != name && other != CURRENT {
            // Somebody may have it open still; then the next build removes it.
            let path = entry.path();
            let _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_killed_build_leaves_the_old_or_the_new_counts() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("index");
        assert_eq!(current(&dir), None);
        let old = fresh(&dir).unwrap();
        let old_path = old.path().to_owned();
        // Killed while the first was written: there is none.
        assert_eq!(current(&dir), None);
        switch(&dir, old).unwrap();
        assert_eq!(current(&dir), Some(old_path.clone()));
        #[cfg(unix)]
        for path in [dir.join(CURRENT), old_path.clone()] {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o044, 0o044, "others may read {}", path.display());
        }
        // Killed while the second was written, or before the pointer was replaced: the old one counts.
        let new = fresh(&dir).unwrap().keep();
        std::fs::write(dir.join(".tmp123"), "gen-half").unwrap();
        assert_eq!(current(&dir), Some(old_path.clone()));
        // Killed after it was replaced: the new one counts, though the old one is there still.
        std::fs::write(dir.join(CURRENT), new.file_name().unwrap().to_str().unwrap()).unwrap();
        assert_eq!(current(&dir), Some(new));
        // The next build leaves nothing but itself.
        let last = fresh(&dir).unwrap();
        let last_path = last.path().to_owned();
        switch(&dir, last).unwrap();
        assert_eq!(current(&dir), Some(last_path.clone()));
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 2);
        assert!(last_path.exists() && !old_path.exists());
    }
}
