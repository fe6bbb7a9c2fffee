//! How near the clauses of a study are to an example in meaning, by its sentence model.

use super::Study;
use super::manifest::Vectors;
use crate::error::Result;
use crosscut_text::{ClauseId, Language};
use std::collections::BTreeMap;

impl Study {
    /// How near each clause is to a text in meaning, from -1 to 1, by the study's sentence model; `None` where it has none,
    /// or the model does not know the text's language.
    ///
    /// # Errors
    /// When the study was never run, or the model cannot be found or read.
    pub fn meaning(&self, text: &str, language: Language) -> Result<Option<BTreeMap<ClauseId, f32>>> {
        let Vectors::Model(id) = self.manifest()?.vectors else { return Ok(None) };
        if id.language().is_some_and(|only| only != language) {
            return Ok(None);
        }
        let model = self.model(&id.name)?;
        let clauses = self.clauses()?;
        let known: Vec<_> = clauses
            .iter()
            .filter(|clause| id.language().is_none_or(|only| only == clause.language))
            .collect();
        let texts: Vec<&str> = known.iter().map(|clause| clause.text.as_str()).chain([text]).collect();
        let mut cache = model.cache(&self.derived("vectors"));
        let vectors = model.cached(&texts, &mut cache)?;
        let rows: Vec<&[f32]> = vectors.values.chunks_exact(vectors.width.max(1)).collect();
        let Some((example, rows)) = rows.split_last() else { return Ok(None) };
        let likeness = |row: &[f32]| {
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
            dot(row, example) / (dot(row, row) * dot(example, example)).sqrt().max(f32::MIN_POSITIVE)
        };
        Ok(Some(known.iter().zip(rows).map(|(clause, row)| (clause.id.clone(), likeness(row))).collect()))
    }
}
