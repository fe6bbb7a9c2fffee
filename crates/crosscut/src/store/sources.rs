//! Which files the paths of a command stand for.

use crate::{Agreement, Error, error::Result, files, settings::parse_registry};
use std::fs;
use std::path::{Path, PathBuf};

/// A larger file is no agreement; it is refused before it is read.
const MAX_BYTES: u64 = 512 << 20;

/// Endings of files that are taken from a folder.
const ENDINGS: [&str; 10] = ["pdf", "html", "htm", "xhtml", "docx", "md", "markdown", "txt", "text", "jsonl"];

/// Files that are agreements, and what their folder says of them.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Files to be read, in the order of their paths.
    pub(crate) files: Vec<PathBuf>,
    /// Files in the folders that were passed over.
    pub(crate) left_out: Vec<PathBuf>,
    /// What an `agreements.toml` in their folder says.
    pub(crate) registry: Vec<Agreement>,
}

/// Finds the files of `paths`: files as they are, folders with all that is below them.
pub(crate) fn find(paths: &[PathBuf]) -> Result<Found> {
    let mut found = Found::default();
    for path in paths {
        if !path.exists() {
            return Err(Error::Missing(path.clone()));
        }
        if path.is_dir() {
            let before = found.files.len();
            walk(path, 0, &mut found)?;
            if found.files.len() == before {
                return Err(Error::NoDocuments(path.clone()));
            }
        } else {
            found.files.push(path.clone());
        }
    }
    found.files.dedup();
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Found) -> Result<()> {
    /// Deeper folders are taken for a mistake (the whole disk) rather than a set of agreements.
    const MAX_DEPTH: usize = 8;
    let wrong = |source| Error::Read { path: folder.into(), source };
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(wrong)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(wrong)?;
    entries.sort();
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if entry.is_dir() {
            if depth < MAX_DEPTH && !entry.is_symlink() {
                walk(&entry, depth + 1, found)?;
            }
        } else if name == "agreements.toml" {
            found.registry.extend(parse_registry(&entry, &files::read_text(&entry)?)?);
        } else if is_document(&name) {
            found.files.push(entry);
        } else {
            found.left_out.push(entry);
        }
    }
    Ok(())
}

/// Whether a file of a folder is taken: by its ending, and no page about the folder itself.
fn is_document(name: &str) -> bool {
    let lower = name.to_lowercase();
    let (stem, ending) = lower.rsplit_once('.').unwrap_or((&lower, ""));
    ENDINGS.contains(&ending) && !matches!(stem, "readme" | "license" | "licence" | "changelog")
}

/// Reads a source, refusing what is far too large to be an agreement.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    let size = fs::metadata(path).map_err(|source| files::unreadable(path, source))?.len();
    if size > MAX_BYTES {
        let file = path.display().to_string();
        return Err(Error::Document { file, source: crosscut_extract::ExtractError::TooLarge(size) });
    }
    files::read_bytes(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_documents_in_order_and_names_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("2019")).unwrap();
        for name in ["b.pdf", "2019/a.HTML", "README.md", "logo.png", ".hidden.pdf"] {
            fs::write(at(name), "x").unwrap();
        }
        fs::write(at("agreements.toml"), "[[agreement]]\nid = \"b\"\ntitle = \"B\"\n").unwrap();
        let found = find(&[folder.path().into()]).unwrap();
        assert_eq!(found.files, [at("2019/a.HTML"), at("b.pdf")]);
        assert_eq!(found.left_out, [at("README.md"), at("logo.png")]);
        assert_eq!(found.registry[0].title, "B");
    }

    #[test]
    fn a_missing_path_and_an_empty_folder_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(find(&[folder.path().join("x")]), Err(Error::Missing(_))));
        assert!(matches!(find(&[folder.path().into()]), Err(Error::NoDocuments(_))));
    }
}
