//! The parts of a Word file: a zip container with relations between its parts (ECMA-376 part 2).

use super::xml;
use crate::{ExtractError, encoding};
use crosscut_text::{Loss, LossKind};
use std::cell::{Cell, RefCell};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Largest part after unpacking: 64 MiB. Deflate packs at most 1000 to 1, so a small file can ask for all memory.
const MAX_PART: u64 = 64 << 20;
/// Most bytes that are unpacked of one file.
const MAX_TOTAL: u64 = 128 << 20;

/// A Word file.
pub(crate) struct Package<'a> {
    archive: RefCell<ZipArchive<Cursor<&'a [u8]>>>,
    unpacked: Cell<u64>,
    losses: RefCell<Vec<Loss>>,
}

/// A relation from one part to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) id: String,
    /// Last word of its type: `styles`, `footnotes`, `header`.
    pub(crate) kind: String,
    /// Full name of the part.
    pub(crate) target: String,
}

impl<'a> Package<'a> {
    /// # Errors
    /// When the container's directory cannot be read.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ExtractError> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| ExtractError::Damaged(error.to_string()))?;
        Ok(Self { archive: RefCell::new(archive), unpacked: Cell::new(0), losses: RefCell::default() })
    }

    /// Text of a part; `None` where there is none. What cannot be unpacked is a loss.
    pub(crate) fn part(&self, name: &str) -> Option<String> {
        let mut archive = self.archive.borrow_mut();
        let index = archive.index_for_name(name)?;
        let file = match archive.by_index(index) {
            Ok(file) => file,
            Err(error) => {
                self.lose(LossKind::Damaged, format!("{name}: {error}"));
                return None;
            }
        };
        let limit = MAX_PART.min(MAX_TOTAL - self.unpacked.get());
        let mut bytes = Vec::new();
        let result = file.take(limit + 1).read_to_end(&mut bytes);
        let read = bytes.len() as u64;
        self.unpacked.set(self.unpacked.get() + read.min(limit));
        if let Err(error) = result {
            self.lose(LossKind::Damaged, format!("{name}: {error}; the rest of it was skipped"));
        }
        if read > limit {
            self.lose(LossKind::LimitReached, format!("{name} unpacks to more than {} MB", limit >> 20));
            bytes.truncate(usize::try_from(limit).unwrap_or(0));
        }
        let decoded = encoding::decode(&bytes, true);
        self.losses.borrow_mut().extend(decoded.losses);
        Some(decoded.text)
    }

    /// Records a loss.
    pub(crate) fn lose(&self, kind: LossKind, detail: String) {
        self.losses.borrow_mut().push(Loss::new(None, kind, detail));
    }

    /// Records the loss of a parser, if there is one.
    pub(crate) fn note(&self, loss: Option<Loss>) {
        self.losses.borrow_mut().extend(loss);
    }

    pub(crate) fn into_losses(self) -> Vec<Loss> {
        self.losses.into_inner()
    }

    /// Relations of a part; of the whole file for the empty name.
    pub(crate) fn relations(&self, part: &str) -> Vec<Relation> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        let Some(source) = self.part(&path) else { return Vec::new() };
        let (root, loss) = xml::parse(&path, &source);
        self.note(loss);
        let Some(list) = root.child("Relationships") else { return Vec::new() };
        list.elements()
            .filter_map(|element| {
                let kind = element.attribute("Type")?;
                Some(Relation {
                    id: element.attribute("Id")?.into_owned(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: resolve(folder, &element.attribute("Target")?),
                })
            })
            .collect()
    }
}

/// A target as it is written to the name of a part.
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    let from = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            _ => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_absolute_and_stay_inside() {
        for (folder, target, name) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/a.xml", "word/a.xml"),
            ("", "word/document.xml", "word/document.xml"),
            ("word", "../../../x/./a.xml", "x/a.xml"),
        ] {
            assert_eq!(resolve(folder, target), name);
        }
    }
}
