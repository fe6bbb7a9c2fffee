//! `crosscut candidates`: what is proposed.

use crate::Done;
use crate::args::Candidates;
use crate::commands::{open, print_json};
use crate::table::{Rows, visible};
use anyhow::{Context, Result};
use crosscut::decisions::{Coder, State};
use crosscut::findings::withhold;
use crosscut::text::AgreementId;
use crosscut::{
    Candidate, ClauseMatch, Codebook, Outlier, Results, Study, Tier, cautions, read_text, regroup,
    under_known,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many a list shows unless asked for more.
const SHOWN: usize = 40;

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    candidates: &'a [Candidate],
    outliers: &'a [Outlier],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    known: Vec<UnderElement<'a>>,
}

/// A known element of a codebook: what is proposed for it, and the candidates that fit it.
#[derive(Serialize)]
struct UnderElement<'a> {
    element: &'a str,
    name: &'a str,
    agreements: &'a [AgreementId],
    proposed: &'a [ClauseMatch],
    candidates: &'a [Candidate],
}

pub(crate) fn candidates(args: &Candidates) -> Result<Done> {
    let study = open(&args.study.study)?;
    let coder = args.coder.coder.as_deref().map(Coder::new).transpose()?;
    let mut results = study.results_for(coder.as_ref())?;
    if let Some(granularity) = args.granularity {
        results.candidates = regroup(&results.clauses, &results.tree, granularity);
    }
    let state = State::fold(&study.events_for(coder.as_ref())?.0);
    let offers = withhold(results.candidates.clone(), &state, &results.clauses);
    let offered: Vec<Candidate> = offers.offered.into_iter().map(|offer| offer.candidate).collect();
    if let Some(path) = &args.codebook {
        return beside(args, &study, &results, offered, &Codebook::parse(path, &read_text(path)?)?);
    }
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
            known: Vec::new(),
        })?;
    } else if args.which.is_some() {
        show(&results, &shown[0]);
    } else {
        cautions(&results.clauses).iter().for_each(|caution| eprintln!("note: {caution}"));
        print(shown, Some(args.limit.unwrap_or(if args.all { usize::MAX } else { SHOWN })), args.all)?;
    }
    Ok(Done::Well)
}

/// Shows candidates under the known elements that they fit, and the rest after them.
fn beside(
    args: &Candidates,
    study: &Study,
    results: &Results,
    offered: Vec<Candidate>,
    book: &Codebook,
) -> Result<Done> {
    let matches = book.match_clauses(&study.compared(&results.clauses)?, &study.state()?.0);
    let known = under_known(offered, &matches);
    let limit = args.limit.unwrap_or(if args.json.json { usize::MAX } else { SHOWN }).min(known.rest.len());
    let under = matches.iter().zip(&known.under);
    if args.json.json {
        let under = under.map(|(found, candidates)| UnderElement {
            element: &found.element,
            name: &found.name,
            agreements: &found.agreements,
            proposed: &found.proposed,
            candidates,
        });
        let (candidates, outliers) = (&known.rest[..limit], &results.outliers[..]);
        print_json(&Answer {
            schema: "crosscut/candidates/1",
            candidates,
            outliers,
            known: under.collect(),
        })?;
        return Ok(Done::Well);
    }
    let mut rows = Rows::new(&["known element", "#agreements", "#clauses", "candidates that fit it"]);
    for (found, candidates) in under {
        let labels: Vec<&str> = candidates.iter().map(|candidate| candidate.label.as_str()).collect();
        rows.add([
            found.name.clone(),
            found.agreements.len().to_string(),
            found.proposed.len().to_string(),
            labels.join(" · "),
        ]);
    }
    rows.print()?;
    println!("\nNot in the codebook:");
    print(&known.rest, Some(limit), false)?;
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

/// Prints a table of the first `limit` candidates; those behind the first list only where `all` are wanted.
pub(crate) fn print(candidates: &[Candidate], limit: Option<usize>, all: bool) -> Result<()> {
    let of = |tier: Tier| candidates.iter().filter(|candidate| candidate.tier == tier).count();
    let first = if all { candidates.len() } else { of(Tier::Listed) };
    let limit = limit.unwrap_or(usize::MAX).min(first);
    let mut rows = Rows::new(&["#", "candidate", "#agreements", "#clauses", "terms", "id"]);
    for (index, candidate) in candidates.iter().take(limit).enumerate() {
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
    if first > limit {
        println!("… and {} more", first - limit);
    }
    if !all && candidates.len() > first {
        let (further, formal) = (of(Tier::Further), of(Tier::Formal));
        println!("behind these (--all): {further} less sure or of the same, {formal} formal");
    }
    Ok(())
}

/// How many of a candidate's agreements each group of stakeholders has: "state 3, business 1".
fn groups(results: &Results, candidate: &Candidate) -> String {
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    for agreement in results.agreements.iter().filter(|a| candidate.agreements.contains(&a.id)) {
        if let Some(group) =
            serde_json::to_value(agreement.group).ok().and_then(|v| v.as_str().map(str::to_owned))
        {
            *groups.entry(group).or_default() += 1;
        }
    }
    groups.iter().map(|(group, count)| format!("{group} {count}")).collect::<Vec<_>>().join(", ")
}

/// Shows one candidate with its clauses.
fn show(results: &Results, candidate: &Candidate) {
    println!("{} ({})\n{}\n", visible(&candidate.label), candidate.id, visible(&candidate.why));
    let groups = groups(results, candidate);
    if !groups.is_empty() {
        println!("Agreements by group: {groups}\n");
    }
    for member in &candidate.members {
        let Some(clause) = results.clause(&member.clause) else { continue };
        let agreement = results.agreements.iter().find(|a| a.id == member.agreement);
        let name = agreement.map_or(member.agreement.as_str(), |a| a.short());
        let page = clause.pages.first().map(|page| format!(", page {page}")).unwrap_or_default();
        println!("{} · {}{page} · {:.2}", visible(name), visible(&clause.locator), member.similarity);
        if let Some(same) = member.same_as.as_ref().and_then(|id| results.clause(id)) {
            println!(
                "    the same words as {} {}\n",
                visible(same.agreement.as_str()),
                visible(&same.locator)
            );
            continue;
        }
        if let Some(lead_in) = &clause.lead_in {
            println!("    [{}]", visible(lead_in));
        }
        println!("    {}\n", visible(&clause.text));
    }
}
