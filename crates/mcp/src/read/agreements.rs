//! The agreements of the study.

use crate::args::List;
use crate::desk::Desk;
use crate::error::Result;
use crate::page::{Page, Wanted, page};
use crate::shape::line;
use crosscut::Agreement;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Agreements {
    /// Name of the study.
    study: String,
    agreements: Vec<One>,
    #[serde(flatten)]
    page: Page,
}

#[derive(Serialize, JsonSchema)]
struct One {
    /// Its id, for `agreement:` in queries and for the other tools.
    id: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Option<String>,
    /// Year of adoption.
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<u16>,
    /// Who stands behind it: state, business, civil, technical, multistakeholder, un.
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<String>,
    /// Body that adopted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// Whether it binds in law.
    #[serde(skip_serializing_if = "Option::is_none")]
    binding: Option<bool>,
    /// Whether it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<bool>,
    /// The agreement that it is a translation or an edition of: both count as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    same_as: Option<String>,
    /// How many clauses were read of it.
    clauses: usize,
    /// Text of it could not be read: nothing may be said to be absent from it. The tool `coverage` has more.
    text_lost: bool,
}

pub(crate) fn agreements(desk: &Desk, args: List) -> Result<Agreements> {
    let all = desk.study()?.agreements()?;
    let mut clauses: BTreeMap<String, usize> = BTreeMap::new();
    for clause in desk.clauses()? {
        *clauses.entry(clause.agreement.to_string()).or_default() += 1;
    }
    let manifest = desk.study()?.manifest().ok();
    let findings = manifest.is_some().then(|| desk.findings()).transpose()?;
    let lost = |agreement: &Agreement| {
        findings.as_ref().is_some_and(|findings| {
            let documents = &findings.results().documents;
            documents.iter().any(|one| one.agreement == agreement.id && !one.losses.is_empty())
        })
    };
    let one = |agreement: &Agreement| One {
        id: agreement.id.to_string(),
        title: line(&agreement.title),
        short: agreement.short.as_deref().map(line),
        year: agreement.year,
        group: agreement.group.map(|group| group.name().to_owned()),
        body: agreement.body.as_deref().map(line),
        binding: agreement.binding,
        in_force: agreement.in_force,
        same_as: agreement.translation_of.as_ref().or(agreement.edition_of.as_ref()).map(ToString::to_string),
        clauses: clauses.get(agreement.id.as_str()).copied().unwrap_or_default(),
        text_lost: lost(agreement),
    };
    let entries = all.iter().map(|agreement| move || one(agreement));
    let (agreements, page) = page(entries, Wanted::new(args.offset, args.limit));
    Ok(Agreements { study: desk.name(), agreements, page })
}
