//! What is in one agreement only.

use crate::args::OfAgreement;
use crate::desk::Desk;
use crate::error::Result;
use crate::page::{Page, Wanted, page};
use crate::shape::{Quoted, rounded};
use crosscut::Outlier;
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Outliers {
    outliers: Vec<One>,
    #[serde(flatten)]
    page: Page,
}

#[derive(Serialize, JsonSchema)]
struct One {
    #[serde(flatten)]
    clause: Quoted,
    /// How far it is from everything in other agreements, 0 to 1.
    distinctness: f64,
    /// The nearest clause of another agreement: compare before you say that it is only here.
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<Quoted>,
}

pub(crate) fn outliers(desk: &Desk, args: OfAgreement) -> Result<Outliers> {
    let findings = desk.findings()?;
    let results = findings.results();
    let wanted = desk.wanted(args.agreement.as_deref())?;
    let of = |outlier: &&Outlier| wanted.as_ref().is_none_or(|id| outlier.agreement == *id);
    let found = results.outliers.iter().filter(of);
    let found: Vec<(&Outlier, Quoted)> =
        found.filter_map(|outlier| Some((outlier, Quoted::find(results, &outlier.clause)?))).collect();
    let entries = found.into_iter().map(|(outlier, clause)| {
        move || One {
            clause,
            distinctness: rounded(outlier.distinctness),
            nearest: outlier.nearest.as_ref().and_then(|id| Quoted::find(results, id)),
        }
    });
    let (outliers, page) = page(entries, Wanted::new(args.offset, args.limit));
    Ok(Outliers { outliers, page })
}
