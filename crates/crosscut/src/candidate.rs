//! Sets of clauses that a person decides on.

use crosscut_cluster::Proposal;
use crosscut_text::{AgreementId, Clause, ClauseId};
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

/// Gives what was proposed over `clauses` the names that last: clause ids, and ids of candidates made from them.
pub(crate) fn candidates_of(clauses: &[Clause], proposal: Proposal) -> (Vec<Candidate>, Vec<Outlier>) {
    let candidates = proposal.candidates.into_iter().map(|candidate| {
        let members: Vec<Member> = candidate
            .members
            .iter()
            .map(|member| member_of(&clauses[member.clause], member.similarity))
            .collect();
        let mut agreements: Vec<AgreementId> =
            members.iter().map(|member| member.agreement.clone()).collect();
        agreements.sort();
        agreements.dedup();
        Candidate {
            id: candidate_id(members.iter().map(|member| &member.clause)),
            label: candidate.label,
            terms: candidate.terms,
            score: candidate.score,
            why: candidate.why,
            agreements,
            members,
        }
    });
    let outliers = proposal.outliers.iter().map(|outlier| Outlier {
        clause: clauses[outlier.clause].id.clone(),
        agreement: clauses[outlier.clause].agreement.clone(),
        distinctness: outlier.distinctness,
        nearest: outlier.nearest.map(|nearest| clauses[nearest].id.clone()),
    });
    (candidates.collect(), outliers.collect())
}

fn member_of(clause: &Clause, similarity: f32) -> Member {
    Member { clause: clause.id.clone(), agreement: clause.agreement.clone(), similarity }
}

/// The id of a set of clauses, whatever their order.
pub fn candidate_id<'a>(clauses: impl Iterator<Item = &'a ClauseId>) -> String {
    let mut ids: Vec<&str> = clauses.map(ClauseId::as_str).collect();
    ids.sort_unstable();
    format!("c-{}", &crate::store::sha256(ids.join("\n").as_bytes())[..12])
}
