//! Clauses to an index on disk.

use crate::schema::{VERSION, VERSION_FILE, Writer, schema};
use crate::{Index, SearchError, folder};
use crosscut_text::Clause;
use std::collections::BTreeMap;
use std::path::Path;
use tantivy::directory::MmapDirectory;
use tantivy::{SingleSegmentIndexWriter, TantivyError};

/// Room for the terms of a study of ordinary size; it grows where needed.
const MEMORY: usize = 32 << 20;

impl Index {
    /// Writes an index of `clauses` into the folder `dir`, beside the one that is there, which it replaces
    /// in one step once it is complete.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn build(dir: &Path, clauses: &[Clause]) -> Result<Self, SearchError> {
        let fail = |cause: std::io::Error| SearchError::index(dir, "cannot be written", cause);
        let fresh = folder::fresh(dir).map_err(fail)?;
        write(fresh.path(), clauses).map_err(|cause| SearchError::index(dir, "cannot be written", cause))?;
        std::fs::write(fresh.path().join(VERSION_FILE), VERSION).map_err(fail)?;
        folder::switch(dir, fresh).map_err(fail)?;
        Self::open(dir)
    }
}

/// One segment, written by one thread in the order of the ids: then hits of equal score come in that order.
fn write(dir: &Path, clauses: &[Clause]) -> Result<(), TantivyError> {
    let mut counted: BTreeMap<&str, u64> = BTreeMap::new();
    let place = |clause| {
        let clause: &Clause = clause;
        let next = counted.entry(clause.agreement.as_str()).or_default();
        *next += 1;
        (clause, *next)
    };
    let mut clauses: Vec<(&Clause, u64)> = clauses.iter().map(place).collect();
    clauses.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let (schema, fields) = schema();
    let mut writer: SingleSegmentIndexWriter = tantivy::Index::builder()
        .schema(schema)
        .single_segment_index_writer(MmapDirectory::open(dir)?, MEMORY)?;
    let mut documents = Writer::new(fields);
    for (clause, position) in clauses {
        writer.add_document(documents.document(clause, position))?;
    }
    writer.finalize().map(drop)
}
