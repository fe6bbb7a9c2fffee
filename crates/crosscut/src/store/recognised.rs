//! What was recognised of a study's sources, as files: PDFs that can be searched, and hOCR.

use super::{Study, sources};
use crate::{Error, error::Result, export};
use crosscut_extract::{LaidWord, searchable_pdf};
use crosscut_text::{AgreementId, Document};

impl Study {
    /// A copy of each source of which pages were recognised, with their words laid invisibly over them, by agreement.
    ///
    /// # Errors
    /// When the study was never run, or a source is gone or changed.
    pub fn searchable_pdfs(&self, password: Option<&str>) -> Result<Vec<Recognised>> {
        self.recognised(|document| {
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

    /// What was recognised of each source as hOCR, with places and confidences, by agreement.
    ///
    /// # Errors
    /// When the study was never run.
    pub fn hocr(&self) -> Result<Vec<Recognised>> {
        self.recognised(|document| Ok(export::hocr(document).map(String::into_bytes)))
    }

    fn recognised(&self, file_of: impl Fn(&Document) -> Result<Option<Vec<u8>>>) -> Result<Vec<Recognised>> {
        let mut files = Vec::new();
        for unit in &self.manifest()?.units {
            let Some(document) = self.document(&unit.file)? else { continue };
            let Some(bytes) = file_of(&document)? else { continue };
            files.push((document.agreement, bytes));
        }
        Ok(files)
    }
}

/// An agreement, and a file of what was recognised of it.
type Recognised = (AgreementId, Vec<u8>);

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
