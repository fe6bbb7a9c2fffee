//! `crosscut outliers`: commitments found in one agreement only.

use crate::Done;
use crate::args::{Common, Outliers};
use crate::commands::{hidden, note_sealed, open, print_json};
use crate::out::say;
use crate::table::{Rows, shortened};
use anyhow::Result;
use crosscut::Outlier;
use serde::Serialize;

/// How many outliers the table lists.
const SHOWN: usize = 20;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    /// Why it follows no decisions, or one's own alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<String>,
    outliers: &'a [Outlier],
}

pub(crate) fn outliers(common: &Common, args: &Outliers) -> Result<Done> {
    let (study, coder) = (open(common)?, common.coder()?);
    note_sealed(coder.as_ref(), &study)?;
    let results = study.results_for(coder.as_ref())?;
    let limit = args.limit.unwrap_or(if common.json { usize::MAX } else { SHOWN });
    let shown = &results.outliers[..limit.min(results.outliers.len())];
    if common.json {
        let hidden = hidden(coder.as_ref(), &study)?;
        print_json(&Answer { schema: "crosscut/outliers/1", hidden, outliers: shown })?;
        return Ok(Done::Well);
    }
    let mut rows = Rows::new(&["#distinct", "agreement", "locator", "text", "nearest elsewhere"]);
    for outlier in shown {
        let Some(clause) = results.clause(&outlier.clause) else { continue };
        let nearest = outlier.nearest.as_ref().and_then(|id| results.clause(id));
        rows.add([
            format!("{:.2}", outlier.distinctness),
            outlier.agreement.to_string(),
            clause.locator.clone(),
            shortened(&clause.text, 200),
            nearest
                .map(|n| format!("{} {}: {}", n.agreement, n.locator, shortened(&n.text, 100)))
                .unwrap_or_default(),
        ]);
    }
    rows.print()?;
    if let more @ 1.. = results.outliers.len() - shown.len() {
        say!(
            "… and {more} more: `{}`",
            common.command(&format!("outliers --limit {}", results.outliers.len()))
        )?;
    }
    Ok(Done::Well)
}
