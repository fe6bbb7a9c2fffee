//! Akoma Ntoso files of a study.

use super::Study;
use crate::files;
use crate::{Results, error::Result, export};
use crosscut_text::AgreementId;
use std::collections::BTreeSet;
use std::path::PathBuf;

impl Study {
    /// Writes one Akoma Ntoso document an agreement to `out/akn/` and gives their paths, in the order of the agreements.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn write_akn(&self, results: &Results) -> Result<Vec<PathBuf>> {
        let folder = self.out_folder().join("akn");
        let mut used = BTreeSet::new();
        let mut paths = Vec::new();
        for (agreement, xml) in export::akn(results) {
            // An id may hold what a file name may not.
            let slug = AgreementId::slug(agreement.as_str()).to_string();
            let names = std::iter::once(slug.clone()).chain((2_u32..).map(|nth| format!("{slug}-{nth}")));
            let name = names.into_iter().find(|name| used.insert(name.clone())).unwrap_or(slug);
            let path = folder.join(format!("{name}.xml"));
            files::write_whole(&path, xml.as_bytes())?;
            paths.push(path);
        }
        Ok(paths)
    }
}
