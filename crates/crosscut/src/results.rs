//! Everything that a run derives from the documents, and what exports read.

use crate::{Agreement, Candidate, Outlier};
use crosscut_text::{AgreementId, Clause, Coverage, Loss, PageInfo, Source};
use serde::{Deserialize, Serialize};

/// What a run derived from the documents of a study.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Name of the run, derived from its inputs, settings and version.
    pub run: String,
    /// The agreements, sorted by id.
    pub agreements: Vec<Agreement>,
    /// What was read of each document, sorted by agreement.
    pub documents: Vec<DocumentReport>,
    /// All clauses, by agreement and in the order of the text.
    pub clauses: Vec<Clause>,
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// Most distinct first.
    pub outliers: Vec<Outlier>,
}

/// What was read of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentReport {
    /// The agreement that it is (a part of).
    pub agreement: AgreementId,
    /// The file.
    pub source: Source,
    /// Its pages; empty for a source without pages.
    pub pages: Vec<PageInfo>,
    /// How much was read.
    pub coverage: Coverage,
    /// What was not.
    pub losses: Vec<Loss>,
    /// Odd numbering and the like.
    pub warnings: Vec<String>,
}
