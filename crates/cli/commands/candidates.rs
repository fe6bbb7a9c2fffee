//! `crosscut candidates`: what is proposed.

use crate::Done;
use crate::args::{Candidates, Common};
use crate::commands::{hidden, note_sealed, open, print_json};
use crate::out::{indented, note, say};
use crate::table::Rows;
use anyhow::Result;
use crosscut::decisions::State;
use crosscut::text::{AgreementId, ClauseId};
use crosscut::words::{brief, counted, few_shared, sentence, set_aside, why};
use crosscut::{
    Candidate, Choice, Codebook, Findings, Outlier, Results, Study, Tier, cautions, read_text, regroup,
    under_known,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many a list shows unless asked for more.
const SHOWN: usize = 40;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    /// Why it follows no decisions, or one's own alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<String>,
    candidates: &'a [Candidate],
    outliers: &'a [Outlier],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    known: Vec<UnderElement<'a>>,
}

/// Candidates and outliers as JSON.
pub(super) fn answer<'a>(candidates: &'a [Candidate], outliers: &'a [Outlier]) -> Answer<'a> {
    Answer { schema: "crosscut/candidates/1", hidden: None, candidates, outliers, known: Vec::new() }
}

/// A known element of a codebook: what is proposed for it, and the candidates that fit it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct UnderElement<'a> {
    element: &'a str,
    name: &'a str,
    agreements: &'a [AgreementId],
    /// Clauses that are proposed for it, best first; how likely each is was not measured.
    proposed: Vec<&'a ClauseId>,
    candidates: &'a [Candidate],
}

pub(crate) fn candidates(common: &Common, args: &Candidates) -> Result<Done> {
    let (study, coder) = (open(common)?, common.coder()?);
    note_sealed(coder.as_ref(), &study)?;
    let mut results = study.results_for(coder.as_ref())?;
    if let Some(granularity) = args.granularity {
        results.candidates = regroup(&results.clauses, &results.tree, granularity);
    }
    let state = State::fold(&study.events_for(coder.as_ref())?.0);
    let findings = Findings::new(results, state);
    let results = findings.results();
    let offered: Vec<Candidate> = findings.offered().into_iter().map(|offer| offer.candidate).collect();
    if let Some(path) = &args.codebook {
        return under_elements(
            common,
            args,
            &study,
            results,
            offered,
            &Codebook::parse(path, &read_text(path)?)?,
        );
    }
    let one = match &args.which {
        Some(which) => Some(Choice::new(&findings).candidate(which)?),
        None => None,
    };
    // As the list has it, which knows what the decisions leave of it.
    let one = one.map(|one| offered.iter().find(|offer| offer.id == one.id).unwrap_or(one));
    let shown = one.map_or(&offered[..], std::slice::from_ref);
    if common.json {
        let shown = &shown[..args.limit.unwrap_or(usize::MAX).min(shown.len())];
        print_json(&Answer { hidden: hidden(coder.as_ref(), &study)?, ..answer(shown, &results.outliers) })?;
    } else if args.which.is_some() {
        show(results, &shown[0])?;
    } else {
        cautions(&results.clauses).iter().for_each(|caution| note!("note: {caution}"));
        print(&numbered(shown), args.limit.unwrap_or(if args.all { usize::MAX } else { SHOWN }), args.all)?;
    }
    if let (Some(granularity), false) = (args.granularity, common.json) {
        let run = common.command(&format!("run --granularity {granularity}"));
        note!(
            "note: a rough preview from the last run; to look for candidates at this granularity, which may \
             differ from these, and to decide on them: {run}"
        );
    }
    Ok(Done::Well)
}

/// Shows candidates under the known elements that they fit, and the rest after them.
fn under_elements(
    common: &Common,
    args: &Candidates,
    study: &Study,
    results: &Results,
    offered: Vec<Candidate>,
    book: &Codebook,
) -> Result<Done> {
    let state = State::fold(&study.events_for(common.coder()?.as_ref())?.0);
    let matches = book.match_clauses(&study.compared(&results.clauses)?, &state)?;
    let numbers: BTreeMap<String, usize> =
        numbered(&offered).into_iter().map(|(number, one)| (one.id.clone(), number)).collect();
    let known = under_known(offered, &matches);
    let limit = args.limit.unwrap_or(if common.json { usize::MAX } else { SHOWN }).min(known.rest.len());
    let under = matches.iter().zip(&known.under);
    if common.json {
        let under = under.map(|(found, candidates)| UnderElement {
            element: &found.element,
            name: &found.name,
            agreements: &found.agreements,
            proposed: found.proposed.iter().map(|fit| &fit.clause).collect(),
            candidates,
        });
        let (candidates, outliers) = (&known.rest[..limit], &results.outliers[..]);
        print_json(&Answer {
            schema: "crosscut/candidates/1",
            hidden: hidden(common.coder()?.as_ref(), study)?,
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
    say!("\nNot in the codebook:")?;
    let rest: Vec<_> = known.rest.iter().map(|candidate| (numbers[&candidate.id], candidate)).collect();
    print(&rest, limit, false)?;
    Ok(Done::Well)
}

/// Candidates with their numbers in this list.
pub(crate) fn numbered(candidates: &[Candidate]) -> Vec<(usize, &Candidate)> {
    (1..).zip(candidates).collect()
}

/// Prints a table of the first `limit` candidates with their numbers; beyond the first list only where `all` are wanted.
pub(crate) fn print(candidates: &[(usize, &Candidate)], limit: usize, all: bool) -> Result<()> {
    let of = |tier: Tier| candidates.iter().filter(|(_, candidate)| candidate.tier == tier).count();
    let first = if all { candidates.len() } else { of(Tier::Listed) };
    let limit = limit.min(first);
    let mut rows = Rows::new(&["#", "candidate", "#agreements", "#clauses", "why here", "id"]);
    for (number, candidate) in candidates.iter().take(limit) {
        rows.add([
            number.to_string(),
            candidate.label.clone(),
            candidate.agreements.len().to_string(),
            candidate.members.len().to_string(),
            brief(candidate),
            candidate.id.clone(),
        ]);
    }
    if let Some(few) = few_shared(candidates.iter().map(|(_, candidate)| *candidate)) {
        say!("{}", sentence(&few))?;
    }
    rows.print()?;
    if first > limit {
        say!("… and {} more", first - limit)?;
    }
    if !all && candidates.len() > first {
        let further = of(Tier::Further);
        say!("not shown (use --all): {further} lower-confidence or overlapping")?;
        if let Some(aside) = set_aside(candidates.iter().map(|(_, candidate)| *candidate)) {
            say!("{aside}")?;
        }
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
fn show(results: &Results, candidate: &Candidate) -> Result<()> {
    let why = why(candidate.similarity(), &candidate.why);
    say!("{} ({})", candidate.label, candidate.id)?;
    if !candidate.asks.is_empty() && candidate.asks != candidate.label {
        say!("asks: {}", candidate.asks)?;
    }
    say!("{}, {}\n{why}\n", counted(candidate.agreements.len(), "agreement"), brief(candidate))?;
    let groups = groups(results, candidate);
    if !groups.is_empty() {
        say!("Agreements by group: {groups}\n")?;
    }
    for member in &candidate.members {
        let Some(clause) = results.clause(&member.clause) else { continue };
        let agreement = results.agreements.iter().find(|a| a.id == member.agreement);
        let name = agreement.map_or(member.agreement.as_str(), |a| a.short());
        let page = clause.pages.first().map(|page| format!(", page {page}")).unwrap_or_default();
        say!("{name} · {}{page} · {:.2}", clause.locator, member.similarity)?;
        if let Some(same) = member.same_as.as_ref().and_then(|id| results.clause(id)) {
            say!("    same wording as {} {}\n", same.agreement, same.locator)?;
            continue;
        }
        if let Some(lead_in) = &clause.lead_in {
            say!("    [{lead_in}]")?;
        }
        say!("    {}\n", indented(&clause.text))?;
    }
    Ok(())
}
