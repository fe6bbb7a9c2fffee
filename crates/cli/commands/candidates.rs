//! `crosscut candidates`: what is proposed.

use crate::Done;
use crate::args::Candidates;
use crate::commands::print_json;
use crate::table::{Rows, visible};
use anyhow::{Context, Result};
use crosscut::review::withhold;
use crosscut::{Candidate, Outlier, Results, Study};
use serde::Serialize;

/// How many a list shows unless asked for more.
const SHOWN: usize = 40;

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    candidates: &'a [Candidate],
    outliers: &'a [Outlier],
}

pub(crate) fn candidates(args: &Candidates) -> Result<Done> {
    let study = Study::open(&args.study.study)?;
    let results = study.results()?;
    let (state, _) = study.state()?;
    let offers = withhold(results.candidates.clone(), &state, &results.clauses);
    let offered: Vec<Candidate> = offers.offered.into_iter().map(|offer| offer.candidate).collect();
    let shown = match &args.which {
        Some(which) => std::slice::from_ref(pick(&offered, &results.candidates, which)?),
        None => &offered[..],
    };
    if args.json.json {
        let shown = &shown[..args.limit.unwrap_or(usize::MAX).min(shown.len())];
        print_json(&Answer {
            schema: "crosscut/candidates/1",
            candidates: shown,
            outliers: &results.outliers,
        })?;
    } else if args.which.is_some() {
        show(&results, &shown[0]);
    } else {
        print(shown, Some(args.limit.unwrap_or(SHOWN)))?;
    }
    Ok(Done::Well)
}

/// The candidate of a number in the list of those that are open, or of an id or the beginning of one.
fn pick<'a>(open: &'a [Candidate], all: &'a [Candidate], which: &str) -> Result<&'a Candidate> {
    let numbered = which.parse::<usize>().ok().and_then(|number| open.get(number.checked_sub(1)?));
    let mut named = all.iter().filter(|candidate| which.len() > 3 && candidate.id.starts_with(which));
    numbered
        .or_else(|| named.next().filter(|_| named.next().is_none()))
        .with_context(|| format!("no candidate {which:?}: `crosscut candidates` lists them with their ids"))
}

/// Prints a table of the first `limit` candidates.
pub(crate) fn print(candidates: &[Candidate], limit: Option<usize>) -> Result<()> {
    let mut rows = Rows::new(&["#", "candidate", "#agreements", "#clauses", "terms", "id"]);
    for (index, candidate) in candidates.iter().take(limit.unwrap_or(usize::MAX)).enumerate() {
        rows.add([
            (index + 1).to_string(),
            candidate.label.clone(),
            candidate.agreements.len().to_string(),
            candidate.members.len().to_string(),
            candidate.terms.iter().take(5).cloned().collect::<Vec<_>>().join(", "),
            candidate.id.clone(),
        ]);
    }
    rows.print()?;
    let hidden = candidates.len().saturating_sub(limit.unwrap_or(usize::MAX));
    if hidden > 0 {
        println!("… and {hidden} more");
    }
    Ok(())
}

/// Shows one candidate with its clauses.
fn show(results: &Results, candidate: &Candidate) {
    println!("{} ({})\n{}\n", visible(&candidate.label), candidate.id, visible(&candidate.why));
    for member in &candidate.members {
        let Some(clause) = results.clause(&member.clause) else { continue };
        let agreement = results.agreements.iter().find(|a| a.id == member.agreement);
        let name = agreement.map_or(member.agreement.as_str(), |a| a.short());
        let page = clause.pages.first().map(|page| format!(", page {page}")).unwrap_or_default();
        println!("{} · {}{page} · {:.2}", visible(name), visible(&clause.locator), member.similarity);
        if let Some(lead_in) = &clause.lead_in {
            println!("    [{}]", visible(lead_in));
        }
        println!("    {}\n", visible(&clause.text));
    }
}
