//! What a run was made from and what it made: `.crosscut/manifest.json`.

use crate::{DocumentReport, Settings};
use serde::{Deserialize, Serialize};

/// What the last run was made from, and what it gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `crosscut/manifest/1`.
    pub schema: String,
    /// Version of the program that ran.
    pub version: String,
    /// Name of the run: the same inputs, settings, decisions and version give the same name.
    pub run: String,
    /// Settings in force.
    pub settings: Settings,
    /// How clauses were compared.
    pub vectors: Vectors,
    /// Source files, sorted by name.
    pub units: Vec<Unit>,
    /// Key of all clauses together: the index and the candidates belong to it.
    pub clauses_key: String,
    /// Files that were given but could not be read at all, with the reason; they are no part of the study.
    pub failures: Vec<(String, String)>,
}

/// How clauses were compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vectors {
    /// Words of the texts alone.
    Lexical,
}

/// A source file and what was read of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// File name in `sources/`.
    pub file: String,
    /// Names its cached text and clauses.
    pub key: String,
    /// How many clauses it gave.
    pub clauses: usize,
    /// What was read: one report for a document, one an agreement for ready-made clauses.
    pub reports: Vec<DocumentReport>,
}

impl Manifest {
    /// What was read of each document, sorted by agreement.
    pub fn documents(&self) -> Vec<DocumentReport> {
        let mut documents: Vec<DocumentReport> =
            self.units.iter().flat_map(|unit| unit.reports.clone()).collect();
        documents.sort_by(|a, b| a.agreement.cmp(&b.agreement));
        documents
    }
}
