//! How much of each document was read, and what was not.

use crate::args::OfAgreement;
use crate::desk::Desk;
use crate::error::Result;
use crate::page::{Page, Wanted, page};
use crate::shape::line;
use crosscut::DocumentReport;
use schemars::JsonSchema;
use serde::Serialize;

/// Losses and warnings of a document that are listed.
const LISTED: usize = 30;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Coverage {
    documents: Vec<One>,
    #[serde(flatten)]
    page: Page,
}

#[derive(Serialize, JsonSchema)]
struct One {
    /// Id of its agreement.
    agreement: String,
    /// Its file.
    file: String,
    pages: u32,
    /// Pages that were read without a loss.
    pages_read: u32,
    words: u64,
    /// How many losses there are in all. Where there is one, nothing may be said to be absent.
    losses: usize,
    /// The first of them: the page, what kind it is, and what was lost.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lost: Vec<String>,
    /// Odd numbering and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

pub(crate) fn coverage(desk: &Desk, args: OfAgreement) -> Result<Coverage> {
    let findings = desk.findings()?;
    let wanted = desk.wanted(args.agreement.as_deref())?;
    let of = |report: &&DocumentReport| wanted.as_ref().is_none_or(|id| report.agreement == *id);
    let documents: Vec<&DocumentReport> = findings.results().documents.iter().filter(of).collect();
    let (documents, page) =
        page(documents.into_iter().map(|report| || one(report)), Wanted::new(args.offset, args.limit));
    Ok(Coverage { documents, page })
}

fn one(report: &DocumentReport) -> One {
    One {
        agreement: report.agreement.to_string(),
        file: line(&report.source.file),
        pages: report.coverage.pages,
        pages_read: report.coverage.pages_read,
        words: report.coverage.words,
        losses: report.losses.len(),
        lost: report.losses.iter().take(LISTED).map(|loss| line(&loss.to_string())).collect(),
        warnings: report.warnings.iter().take(LISTED).map(|warning| line(warning)).collect(),
    }
}
