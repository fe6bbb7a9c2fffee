//! A clause with what is around it.

use crate::args::OneClause;
use crate::desk::{Desk, shown};
use crate::error::{Error, Result};
use crate::shape::{Quoted, elements_of, line, rounded};
use crosscut::text::Clause;
use schemars::JsonSchema;
use serde::Serialize;

/// Clauses on each side, unless more or fewer are asked for, and at most.
const USUAL: usize = 2;
const MOST: usize = 10;
/// Characters of a clause at once.
const PIECE: usize = 12_000;
/// Ids that are named where one is not there, and candidates that a clause is in.
const NEAR: usize = 5;

#[derive(Serialize, JsonSchema)]
pub(crate) struct InContext {
    clause: Quoted,
    /// Title of its agreement.
    agreement_title: String,
    /// Title of the article or section that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<String>,
    /// Opening words of the paragraphs that it completes: read them together.
    #[serde(skip_serializing_if = "Option::is_none")]
    lead_in: Option<String>,
    /// Whom its demand addresses, in its own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    /// The pages that it is on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pages: Vec<u32>,
    /// Set where it was recognised from a picture: how sure, 0 to 1. Its words may be wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    recognised: Option<f64>,
    /// Elements that it carries, by somebody's decision.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    elements: Vec<String>,
    /// Ids of candidates that propose it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<String>,
    /// The clauses before it.
    before: Vec<Quoted>,
    /// The clauses after it.
    after: Vec<Quoted>,
}

pub(crate) fn clause(desk: &Desk, args: OneClause) -> Result<InContext> {
    let clauses = desk.clauses()?;
    let place = clauses.iter().position(|clause| clause.id.as_str() == args.clause);
    let place = place.ok_or_else(|| unknown(&clauses, &args.clause))?;
    let clause = &clauses[place];
    let of = |other: &&Clause| other.agreement == clause.agreement;
    let around = args.around.unwrap_or(USUAL).min(MOST);
    let before: Vec<Quoted> =
        clauses[place.saturating_sub(around)..place].iter().filter(of).map(Quoted::of).collect();
    let after = clauses[place + 1..].iter().take(around).filter(of).map(Quoted::of).collect();
    let (elements, candidates) = match desk.findings() {
        Ok(findings) => {
            let holds =
                |one: &&crosscut::Candidate| one.members.iter().any(|member| member.clause == clause.id);
            let candidates = findings.results().candidates.iter().filter(holds).take(NEAR);
            (elements_of(&findings, &clause.id), candidates.map(|one| one.id.clone()).collect())
        }
        // A study that is searched alone has neither.
        Err(_) => (Vec::new(), Vec::new()),
    };
    Ok(InContext {
        agreement_title: line(&desk.agreement(clause.agreement.as_str())?.title),
        heading: clause.heading.as_deref().map(line),
        lead_in: clause.lead_in.as_deref().map(line),
        actor: clause.actor.as_deref().map(line),
        pages: clause.pages.clone(),
        recognised: clause.recognised.map(rounded),
        clause: Quoted::piece(clause, args.from.unwrap_or_default(), PIECE),
        elements,
        candidates,
        before,
        after,
    })
}

/// That a clause is not there, with the ids that begin most like it.
fn unknown(clauses: &[Clause], id: &str) -> Error {
    let alike =
        |clause: &&Clause| clause.id.as_str().chars().zip(id.chars()).take_while(|(a, b)| a == b).count();
    let agreement = id.split('#').next().unwrap_or_default();
    let mut near: Vec<&Clause> = clauses.iter().filter(|one| one.agreement.as_str() == agreement).collect();
    near.sort_by_key(|clause| std::cmp::Reverse(alike(clause)));
    let near: Vec<&str> = near.iter().take(NEAR).map(|clause| clause.id.as_str()).collect();
    let there = match near.as_slice() {
        [] => "search finds the ids".to_owned(),
        near => format!("the nearest ids are {}", near.join(", ")),
    };
    Error::asked(format!("there is no clause {}: {there}", shown(id)))
}
