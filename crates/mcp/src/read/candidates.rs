//! What is proposed, and the clauses of one proposal.

use crate::args::{Candidates as Args, Of};
use crate::desk::Desk;
use crate::error::Result;
use crate::page::{Page, Wanted, page};
use crate::shape::{Quoted, line, rounded};
use crosscut::findings::{CandidateStatus, Offer};
use crosscut::{Candidate, Findings, Member, Tier};
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Candidates {
    candidates: Vec<One>,
    #[serde(flatten)]
    page: Page,
    /// What you should know.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// Clauses that are proposed as one element. Nobody has decided that they are.
#[derive(Serialize, JsonSchema)]
struct One {
    id: String,
    /// Words of its clauses that read like a name.
    label: String,
    /// What it asks, in the words of a clause at its centre.
    #[serde(skip_serializing_if = "String::is_empty")]
    asks: String,
    /// Ids of its agreements.
    agreements: Vec<String>,
    clauses: usize,
    /// Why it is proposed.
    why: String,
    /// Whether it is listed first, further behind, or set aside as form.
    tier: &'static str,
    /// How far it is decided.
    status: String,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct WithClauses {
    candidate: One,
    clauses: Vec<Carried>,
    #[serde(flatten)]
    page: Page,
}

#[derive(Serialize, JsonSchema)]
struct Carried {
    #[serde(flatten)]
    clause: Quoted,
    /// How alike it is to the rest, 0 to 1.
    similarity: f64,
    /// A clause before it that says the same, word for word.
    #[serde(skip_serializing_if = "Option::is_none")]
    same_as: Option<String>,
}

pub(crate) fn candidates(desk: &Desk, args: Args) -> Result<Candidates> {
    let findings = desk.findings()?;
    let offered = findings.offered();
    let shown: Vec<&Offer> =
        offered.iter().filter(|offer| args.all || offer.candidate.tier == Tier::Listed).collect();
    let hidden = offered.len() - shown.len();
    let entries = shown.into_iter().map(|offer| || one(&findings, &offer.candidate, &offer.status));
    let (candidates, page) = page(entries, Wanted::new(args.offset, args.limit));
    let note = (hidden > 0)
        .then(|| format!("{hidden} more are less sure, overlap with these or are form: `all` lists them"));
    Ok(Candidates { candidates, page, note })
}

pub(crate) fn candidate(desk: &Desk, args: Of) -> Result<WithClauses> {
    let findings = desk.findings()?;
    let candidate = desk.candidate(&findings, &args.of)?;
    let results = findings.results();
    let place = results.candidates.iter().position(|one| one.id == candidate.id);
    let status = place.and_then(|place| findings.statuses().get(place)).unwrap_or(&CandidateStatus::New);
    let members: Vec<(&Member, Quoted)> = candidate
        .members
        .iter()
        .filter_map(|member| Some((member, Quoted::find(results, &member.clause)?)))
        .collect();
    let entries = members.into_iter().map(|(member, clause)| {
        move || Carried {
            clause,
            similarity: rounded(member.similarity),
            same_as: member.same_as.as_ref().map(ToString::to_string),
        }
    });
    let (clauses, page) = page(entries, Wanted::new(args.offset, args.limit));
    Ok(WithClauses { candidate: one(&findings, candidate, status), clauses, page })
}

fn one(findings: &Findings, candidate: &Candidate, status: &CandidateStatus) -> One {
    One {
        id: candidate.id.clone(),
        label: line(&candidate.label),
        asks: line(&candidate.asks),
        agreements: candidate.agreements.iter().map(ToString::to_string).collect(),
        clauses: candidate.members.len(),
        why: line(&candidate.why),
        tier: match candidate.tier {
            Tier::Listed => "listed",
            Tier::Further => "further",
            Tier::Formal => "form",
        },
        status: match status {
            CandidateStatus::New => "nobody has decided on it".into(),
            CandidateStatus::Deferred { .. } => "somebody put it off".into(),
            CandidateStatus::Rejected { new, .. } if new.is_empty() => "rejected".into(),
            CandidateStatus::Rejected { .. } => "rejected, and has gained clauses since".into(),
            CandidateStatus::Covered { element, new } => {
                let element = findings.state().elements.get(element);
                let name = element.map_or_else(String::new, |element| line(&element.name));
                match new.len() {
                    0 => format!("part of the element “{name}”"),
                    more => format!("part of the element “{name}”, to which it would add {more}"),
                }
            }
        },
    }
}
