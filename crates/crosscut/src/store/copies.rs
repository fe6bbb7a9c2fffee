//! The same documents under other ids in another copy of a study: decisions on them are decisions on those here.

use super::Study;
use super::study_file::StudyFile;
use crate::{Error, error::Result, files};
use crosscut_text::AgreementId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use toml_edit::{DocumentMut, Item, value};

impl Study {
    /// Enters the ids that agreements have in other studies as former ids here, where both were read from the same bytes and
    /// nothing here is called so. A log alone does not say what its agreements were read from.
    pub(super) fn follow_copies(&self, from: &[PathBuf]) -> Result<()> {
        let Ok(manifest) = self.manifest() else { return Ok(()) };
        let path = self.settings_path();
        let text = files::read_text(&path)?;
        let file = StudyFile::parse(&path, &text)?;
        let others: Vec<(Self, StudyFile)> = from.iter().filter_map(|path| study_of(path)).collect();
        let known = file.agreements.iter().chain(&file.removed);
        let mut taken: BTreeSet<&AgreementId> =
            known.flat_map(|one| one.formerly.iter().chain([&one.id])).collect();
        let here = by_bytes(&manifest.documents());
        let mut called: BTreeMap<AgreementId, Vec<AgreementId>> = BTreeMap::new();
        for (other, theirs) in &others {
            let Ok(manifest) = other.manifest() else { continue };
            for (bytes, id) in by_bytes(&manifest.documents()) {
                let (Some(own), Some(id)) = (here.get(&bytes).and_then(Option::as_ref), id) else { continue };
                let agreement = theirs.agreements.iter().find(|agreement| agreement.id == id);
                let ids = agreement.into_iter().flat_map(|one| one.formerly.iter().chain([&one.id]));
                let new = ids.filter(|id| taken.insert(*id)).cloned();
                called.entry(own.clone()).or_default().extend(new);
            }
        }
        called.retain(|_, ids| !ids.is_empty());
        if called.is_empty() {
            return Ok(());
        }
        let wrong = |reason: String| Error::Settings { path: path.clone(), reason };
        let mut document: DocumentMut =
            text.parse().map_err(|error: toml_edit::TomlError| wrong(error.to_string()))?;
        let tables = document.get_mut("agreement").and_then(Item::as_array_of_tables_mut);
        for table in tables.into_iter().flat_map(|tables| tables.iter_mut()) {
            let id = table.get("id").and_then(Item::as_str).map(str::to_owned);
            let known = file.agreements.iter().find(|one| Some(one.id.as_str()) == id.as_deref());
            let Some((known, new)) = known.and_then(|known| Some((known, called.get(&known.id)?))) else {
                continue;
            };
            let ids = known.formerly.iter().chain(new).map(AgreementId::as_str);
            table["formerly"] = value(ids.collect::<toml_edit::Array>());
        }
        let text = document.to_string();
        StudyFile::parse(&path, &text)?;
        files::write_whole(&path, text.as_bytes())
    }
}

/// The agreement that was read from each sequence of bytes, by its SHA-256; none where several were.
fn by_bytes(documents: &[crate::DocumentReport]) -> BTreeMap<String, Option<AgreementId>> {
    let mut read: BTreeMap<String, Option<AgreementId>> = BTreeMap::new();
    for document in documents {
        let agreement = Some(document.agreement.clone());
        read.entry(document.source.sha256.clone())
            .and_modify(|known| *known = known.take().filter(|known| *known == document.agreement))
            .or_insert(agreement);
    }
    read
}

/// The study of a path that decisions are taken from: its folder, or the folder of its decisions.
fn study_of(path: &Path) -> Option<(Study, StudyFile)> {
    let folder = [Some(path), path.parent()].into_iter().flatten().find(|folder| Study::is_study(folder))?;
    let study = Study::open(folder).ok()?;
    let file = study.file().ok()?;
    Some((study, file))
}
