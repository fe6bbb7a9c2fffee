//! Sets of clauses that a person decides on.

use crosscut_text::{AgreementId, ClauseId};
use serde::{Deserialize, Serialize};

/// A set of clauses proposed as one element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Derived from its members: the same set of clauses has the same id on every run.
    pub id: String,
    /// Reads like an element's name.
    pub label: String,
    /// Words that its clauses share, strongest first.
    pub terms: Vec<String>,
    /// Worth of a decision on it, 0 to 1.
    pub score: f32,
    /// Why it was suggested, in one sentence.
    pub why: String,
    /// Agreements of its members, sorted.
    pub agreements: Vec<AgreementId>,
    /// Its clauses, most central first.
    pub members: Vec<Member>,
}

/// A clause of a candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Which clause.
    pub clause: ClauseId,
    /// Its agreement.
    pub agreement: AgreementId,
    /// Likeness to the rest of the candidate, 0 to 1.
    pub similarity: f32,
}

/// A commitment found in one agreement only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlier {
    /// Which clause.
    pub clause: ClauseId,
    /// Its agreement.
    pub agreement: AgreementId,
    /// Distance from everything in other agreements, 0 to 1.
    pub distinctness: f32,
    /// The nearest clause of another agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<ClauseId>,
}
