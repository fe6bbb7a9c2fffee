//! Clauses to an index on disk.

use crate::schema::{Fields, VERSION, VERSION_FILE, headed, schema, tokenizers};
use crate::{Index, SearchError};
use crosscut_text::Clause;
use std::path::Path;
use tantivy::directory::MmapDirectory;
use tantivy::{SingleSegmentIndexWriter, TantivyDocument, TantivyError};

/// Room for the terms of a study of ordinary size; it grows where needed.
const MEMORY: usize = 32 << 20;

impl Index {
    /// Writes an index of `clauses` into the folder `dir`, replacing what is there once the new one is complete.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn build(dir: &Path, clauses: &[Clause]) -> Result<Self, SearchError> {
        let fail = |cause: std::io::Error| SearchError::index(dir, "cannot be written", cause);
        let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(parent).map_err(fail)?;
        let fresh = tempfile::Builder::new().prefix(".index-").tempdir_in(parent).map_err(fail)?;
        write(fresh.path(), clauses).map_err(|cause| SearchError::index(dir, "cannot be written", cause))?;
        std::fs::write(fresh.path().join(VERSION_FILE), VERSION).map_err(fail)?;
        match std::fs::remove_dir_all(dir) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(fail(error)),
            _ => std::fs::rename(fresh.path(), dir).map_err(fail)?,
        }
        Self::open(dir)
    }
}

/// One segment, written by one thread in the order of the ids: then hits of equal score come in that order.
fn write(dir: &Path, clauses: &[Clause]) -> Result<(), TantivyError> {
    let mut clauses: Vec<&Clause> = clauses.iter().collect();
    clauses.sort_by(|a, b| a.id.cmp(&b.id));
    let (schema, fields) = schema();
    let mut writer: SingleSegmentIndexWriter = tantivy::Index::builder()
        .schema(schema)
        .tokenizers(tokenizers())
        .single_segment_index_writer(MmapDirectory::open(dir)?, MEMORY)?;
    for clause in clauses {
        writer.add_document(document(&fields, clause))?;
    }
    writer.finalize().map(drop)
}

fn document(fields: &Fields, clause: &Clause) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, clause.id.as_str());
    document.add_text(fields.agreement, clause.agreement.as_str());
    document.add_text(fields.kind, clause.kind.name());
    document.add_text(fields.language, clause.language.code());
    document.add_text(fields.text, &clause.text);
    let context = clause.heading.iter().chain(&clause.lead_in).map(|text| (fields.context, text));
    for (words, text) in context.chain([(fields.own, &clause.text)]) {
        let text = headed(clause.language, text);
        document.add_text(words.stems, &text);
        document.add_text(words.forms, &text);
    }
    document
}
