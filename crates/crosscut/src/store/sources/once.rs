//! Files that were named twice, what a run before left among the documents, and clauses in a file that is called as if it were
//! prose.

use super::{CLAUSES, Found, Origin, PARQUET, is_parquet, is_ready_made};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

/// Each file once, however it was named, and clauses told from prose.
pub(super) fn once(files: Vec<Origin>) -> Vec<Origin> {
    let mut seen = BTreeSet::new();
    let mut folders: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    let is_new = |origin: &Origin| {
        let Origin::File(path) = origin else { return true };
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let real = folders
            .entry(folder.to_owned())
            .or_insert_with(|| folder.canonicalize().unwrap_or_else(|_| folder.to_owned()));
        seen.insert(real.join(path.file_name().unwrap_or_default()))
    };
    let told = |origin: Origin| match origin {
        Origin::File(path) if holds_clauses(&path) => Origin::Lines(path),
        other => other,
    };
    files.into_iter().filter(is_new).map(told).collect()
}

impl Found {
    /// Leaves out what was written into `folder` before, where it was only met among the documents of one of the paths:
    /// these are read again themselves.
    pub(crate) fn leave_out(&mut self, folder: &Path, paths: &[PathBuf]) {
        let real = |path: &Path| path.canonicalize().ok();
        let Some(folder) = real(folder) else { return };
        let written = |origin: &Origin| match origin {
            Origin::Extracted(of) => real(of).as_ref() == Some(&folder),
            Origin::File(path) => {
                let parent = path.parent().filter(|parent| *parent != Path::new(""));
                path.file_name().is_some_and(|name| name == CLAUSES || name == PARQUET)
                    && real(parent.unwrap_or(Path::new("."))).as_ref() == Some(&folder)
            }
            _ => false,
        };
        let around: Vec<PathBuf> =
            paths.iter().filter_map(|path| real(path)).filter(|path| folder.starts_with(path)).collect();
        let met = |origin: &Origin| {
            let named = real(&origin.named()).or_else(|| real(origin.named().parent()?));
            !written(origin) && named.is_some_and(|named| around.iter().any(|path| named.starts_with(path)))
        };
        if self.files.iter().any(met) {
            self.files.retain(|origin| !written(origin));
        }
    }
}

/// Why clauses as CSV are not read.
pub(super) const NO_TABLE: &str =
    "clauses in a table are not read: write them as JSON, an object a line with id, agreement and text";

/// Whether a file is a table of clauses, by its head: as prose it would be an agreement that nobody made, too.
pub(super) fn is_table(origin: &Origin) -> bool {
    /// The head is expected within so many bytes.
    const HEAD: u64 = 1 << 12;
    let Origin::File(path) = origin else { return false };
    let mut head = Vec::new();
    let read = |file: fs::File| io::BufReader::new(file).take(HEAD).read_until(b'\n', &mut head);
    if is_ready_made(&path.to_string_lossy())
        || is_parquet(path)
        || fs::File::open(path).and_then(read).is_err()
    {
        return false;
    }
    let head = String::from_utf8_lossy(&head);
    let names: Vec<&str> = head
        .trim_start_matches('\u{feff}')
        .split([',', ';', '\t'])
        .map(|name| name.trim().trim_matches('"'))
        .collect();
    ["id", "agreement", "text"].iter().all(|name| names.contains(name))
}

/// Whether a file begins with a clause as JSON, though its name does not say so: read as prose, it would be an agreement
/// that nobody made.
fn holds_clauses(path: &Path) -> bool {
    /// The first clause is expected within so many bytes.
    const HEAD: u64 = 1 << 20;
    if is_ready_made(&path.to_string_lossy()) || is_parquet(path) {
        return false;
    }
    let Ok(file) = fs::File::open(path) else { return false };
    let mut head = io::BufReader::new(file).take(HEAD);
    let begins = head.fill_buf().is_ok_and(|bytes| {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
        matches!(bytes.first(), Some(b'{' | b'['))
    });
    let mut bytes = Vec::new();
    if !begins || head.read_to_end(&mut bytes).is_err() {
        return false;
    }
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start().trim_start_matches('[');
    let first = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>().next();
    let has =
        |value: &serde_json::Value, name: &str| value.get(name).is_some_and(serde_json::Value::is_string);
    first.is_some_and(|first| {
        first.is_ok_and(|first| ["id", "agreement", "text"].iter().all(|name| has(&first, name)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;

    #[test]
    fn clauses_are_told_from_prose_by_what_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let line = r#"{"id": "a#1", "agreement": "a", "text": "Keys are kept."}"#;
        for (name, text) in [
            ("lines.txt", format!("\u{feff}\n{line}\n{line}\n")),
            ("list.md", format!("[\n {line},\n {line}\n]")),
            ("other.txt", r#"{"name": "a", "text": "Keys are kept."}"#.to_owned()),
            ("prose.txt", "[1] Keys are kept.".to_owned()),
            ("table.txt", "id;\"agreement\";text\r\na#1;a;Keys are kept.\r\n".to_owned()),
        ] {
            fs::write(at(name), text).unwrap();
        }
        let [lines, list] = ["lines.txt", "list.md"].map(|name| Origin::Lines(at(name)));
        let [other, prose] = ["other.txt", "prose.txt"].map(|name| Origin::File(at(name)));
        let found = find(&[folder.path().into()]).unwrap();
        assert_eq!(found.files, [lines.clone(), list, other, prose]);
        assert!(found.unreadable[0].0.ends_with("table.txt"));
        assert!(find(&[at("table.txt")]).unwrap_err().to_string().contains("are not read"));
        assert_eq!(lines.named(), at("lines.jsonl"));
    }

    #[test]
    fn a_file_that_is_named_twice_is_one() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.md"), "x").unwrap();
        fs::create_dir(folder.path().join("x")).unwrap();
        let twice = ["a.md", "./a.md", "x/../a.md"].map(|name| folder.path().join(name));
        let found = find(&twice).unwrap().files;
        assert_eq!(found, [Origin::File(twice[0].clone())]);
        assert_eq!(Origin::File("./in/./a.md".into()).shown(), "in/a.md");
    }
}
