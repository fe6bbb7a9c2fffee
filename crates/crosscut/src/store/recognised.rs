//! What was recognised of a study's sources, as files: PDFs that can be searched, and hOCR.

use super::{Study, sources};
use crate::{Error, error::Result, export, files};
use crosscut_extract::{LaidWord, searchable_pdf};
use crosscut_text::{AgreementId, Document};
use std::collections::BTreeSet;
use std::path::PathBuf;

impl Study {
    /// Writes a copy of each source of which pages were recognised, with their words laid invisibly over them, to
    /// `out/searchable-pdf/`, and gives their paths.
    ///
    /// # Errors
    /// When the study was never run, a source is gone or changed, or a file cannot be written.
    pub fn write_searchable_pdfs(&self, password: Option<&str>) -> Result<Vec<PathBuf>> {
        self.write_recognised("searchable-pdf", "pdf", |document| {
            let words = laid_words(document);
            if words.is_empty() {
                return Ok(None);
            }
            let file = &document.source.file;
            let bytes = sources::read(&self.sources_folder().join(file))?;
            if crate::hash::sha256(&bytes) != document.source.sha256 {
                return Err(Error::Choice(format!(
                    "{file} has changed since it was read: run the study again"
                )));
            }
            let wrong = |source| Error::Document { file: file.clone(), source };
            searchable_pdf(&bytes, password, &words).map(Some).map_err(wrong)
        })
    }

    /// Writes what was recognised of each source as hOCR, with places and confidences, to `out/hocr/`, and gives the paths.
    ///
    /// # Errors
    /// When the study was never run, or a file cannot be written.
    pub fn write_hocr(&self) -> Result<Vec<PathBuf>> {
        self.write_recognised("hocr", "html", |document| Ok(export::hocr(document).map(String::into_bytes)))
    }

    fn write_recognised(
        &self,
        folder: &str,
        ending: &str,
        file_of: impl Fn(&Document) -> Result<Option<Vec<u8>>>,
    ) -> Result<Vec<PathBuf>> {
        let folder = self.out_folder().join(folder);
        let (mut used, mut paths) = (BTreeSet::new(), Vec::new());
        for unit in &self.manifest()?.units {
            let Some(document) = self.document(&unit.file)? else { continue };
            let Some(bytes) = file_of(&document)? else { continue };
            // An id may hold what a file name may not.
            let slug = AgreementId::slug(document.agreement.as_str()).to_string();
            let names = std::iter::once(slug.clone()).chain((2_u32..).map(|nth| format!("{slug}-{nth}")));
            let name = names.into_iter().find(|name| used.insert(name.clone())).unwrap_or(slug);
            let path = folder.join(format!("{name}.{ending}"));
            files::write_whole(&path, &bytes)?;
            paths.push(path);
        }
        Ok(paths)
    }
}

/// The recognised words of a document, by page.
fn laid_words(document: &Document) -> Vec<LaidWord> {
    let laid = |word: &crosscut_text::WordBox| {
        word.confidence?;
        let text = word.span.cut(&document.text)?.to_owned();
        let page = document.pages.iter().find(|page| page.number == word.page);
        let angle = page.map_or(0.0, |page| page.angle);
        Some(LaidWord { page: word.page, text, rect: word.rect, angle })
    };
    let mut words: Vec<LaidWord> = document.words.iter().filter_map(laid).collect();
    words.sort_by_key(|word| word.page);
    words
}
