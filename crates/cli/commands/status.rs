//! `crosscut status`: what is done, what is open, what needs a look.

use crate::Done;
use crate::args::Status;
use crate::commands::{open, print_json};
use crate::table::{Rows, shortened, visible};
use anyhow::Result;
use crosscut::decisions::{Coder, Conflict, Event, Inert, Problem, Round, State};
use crosscut::findings::reliability::{Figure, MEASURES, Table};
use crosscut::findings::{
    Changes, Entry, Recall, Reliability, SecondLook, changes, history, reliability, second_look, withhold,
};
use crosscut::matrix::{self, Matrix};
use crosscut::{Results, Study};
use serde::Serialize;
use std::collections::BTreeMap;

/// Near misses that are listed for a cell.
const MISSES: usize = 3;

#[derive(Serialize)]
struct Answer {
    schema: &'static str,
    run: String,
    agreements: usize,
    documents_with_losses: usize,
    clauses: usize,
    elements: usize,
    rejected: usize,
    deferred: usize,
    candidates_open: usize,
    /// Decisions of each coder that this view holds.
    decisions: BTreeMap<Coder, usize>,
    round: Round,
    /// Why others' decisions are not shown.
    hidden: Option<String>,
    conflicts: Vec<Conflict>,
    changes: Changes,
    orphans: Vec<String>,
    doubtful: Vec<String>,
    recall: Recall,
    without_effect: Vec<Inert>,
    problems: Vec<Problem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reliability: Option<Reliability>,
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<Vec<Entry>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    second_look: Option<Vec<SecondLook>>,
}

pub(crate) fn status(args: &Status) -> Result<Done> {
    let study = open(&args.study.study)?;
    let coder = args.coder.coder.as_deref().map(Coder::new).transpose()?;
    let results = study.results_for(coder.as_ref())?;
    let (everything, problems) = study.events()?;
    let round = Round::new(&study.review_settings()?, &everything);
    let hidden = coder.as_ref().and_then(|coder| round.why_hidden(coder));
    let (events, _) = study.events_for(coder.as_ref())?;
    let state = State::fold(&events);
    let matrix = matrix::build(&results, &state);
    let mut answer = overview(&study, &results, &events, &state, &matrix);
    (answer.problems, answer.round, answer.hidden) = (problems, round, hidden);
    if args.reliability && answer.hidden.is_none() {
        answer.reliability = reliability(&everything, &results, &answer.round);
    }
    if args.history {
        answer.history = Some(history(&events, &state, &results.agreements));
    }
    if args.second_look {
        answer.second_look = Some(second_look(&study.compared(&results.clauses)?, &state, &matrix, MISSES));
    }
    let attention = answer.documents_with_losses > 0
        || !(answer.conflicts.is_empty() && answer.orphans.is_empty() && answer.doubtful.is_empty())
        || !answer.problems.is_empty();
    if args.json.json {
        print_json(&answer)?;
    } else {
        print(&answer);
        print_more(&answer, args)?;
    }
    Ok(if attention { Done::Attention } else { Done::Well })
}

fn overview(study: &Study, results: &Results, events: &[Event], state: &State, matrix: &Matrix) -> Answer {
    let changes = changes(results, state, study.previous().as_ref());
    let mut decisions = BTreeMap::new();
    for event in events {
        *decisions.entry(event.by.clone()).or_default() += 1;
    }
    Answer {
        schema: "crosscut/status/1",
        run: results.run.clone(),
        agreements: results.agreements.len(),
        documents_with_losses: results.documents.iter().filter(|d| !d.losses.is_empty()).count(),
        clauses: results.clauses.len(),
        elements: state.elements.len(),
        rejected: state.rejected.len(),
        deferred: state.deferred.len(),
        candidates_open: withhold(results.candidates.clone(), state, &results.clauses).offered.len(),
        decisions,
        round: Round::default(),
        hidden: None,
        conflicts: state.conflicts.clone(),
        orphans: changes.lost.iter().map(|anchor| anchor.clause.to_string()).collect(),
        doubtful: changes.doubtful.iter().map(|doubt| doubt.from.clause.to_string()).collect(),
        changes,
        recall: Recall::of(events, state, matrix, None),
        without_effect: state.inert.clone(),
        problems: Vec::new(),
        reliability: None,
        history: None,
        second_look: None,
    }
}

fn print(answer: &Answer) {
    println!("run {}: {} agreements, {} clauses", answer.run, answer.agreements, answer.clauses);
    println!(
        "{} elements confirmed, {} sets rejected, {} put off",
        answer.elements, answer.rejected, answer.deferred
    );
    println!("{} candidates still to be decided", answer.candidates_open);
    for (coder, count) in &answer.decisions {
        let finished = answer.round.coders.get(coder).copied().flatten();
        let finished = finished.map(|at| format!(", finished {}", &at.to_string()[..10])).unwrap_or_default();
        println!("    {}: {count} decisions{finished}", visible(coder.as_str()));
    }
    if let Some(why) = &answer.hidden {
        println!("{}", visible(why));
    }
    for line in answer.changes.words() {
        println!("since the last run: {line}");
    }
    for (count, what) in [
        (answer.documents_with_losses, "documents of which text was lost: `crosscut run` names them"),
        (answer.conflicts.len(), "conflicts between coders: `crosscut status --json` lists them"),
        (answer.without_effect.len(), "decisions without effect (undone, or on what is not there)"),
    ] {
        if count > 0 {
            println!("{count} {what}");
        }
    }
    for moved in &answer.changes.doubtful {
        let (from, to, alike) = (&moved.from.clause, &moved.to, (moved.score * 100.0).floor());
        println!("    perhaps {from} is {to} now ({alike} % alike): `crosscut decide reanchor {from} {to}`");
    }
    for lost in &answer.changes.lost {
        println!("    orphan {}: {}", lost.clause, visible(&shortened(&lost.quote, 60)));
    }
    if answer.elements > 0 {
        println!("{}", answer.recall.words());
    }
    for problem in &answer.problems {
        println!("{problem}");
    }
}

fn print_more(answer: &Answer, args: &Status) -> Result<()> {
    if args.reliability {
        match (&answer.reliability, &answer.hidden) {
            (Some(reliability), _) => print_reliability(reliability)?,
            (None, Some(_)) => println!("\nReliability is shown when all coders have finished."),
            (None, None) => println!("\nFewer than two people decided anything: nothing can be compared."),
        }
    }
    for entry in answer.history.iter().flatten() {
        let undone = if entry.undone.is_some() { " (undone)" } else { "" };
        let (at, id) = (&entry.at.to_string()[..16], entry.event);
        println!("{at}  {id}  {} {}{undone}", visible(entry.by.as_str()), visible(&entry.text));
    }
    for look in answer.second_look.iter().flatten() {
        println!("\n{}", visible(&look.name));
        for cell in &look.cells {
            let misses: Vec<String> =
                cell.misses.iter().map(|miss| format!("{} ({:.2})", miss.clause, miss.score)).collect();
            println!("    {}: {}", cell.agreement, misses.join(", "));
        }
    }
    Ok(())
}

fn print_reliability(reliability: &Reliability) -> Result<()> {
    let names: Vec<&str> = reliability.coders.iter().map(Coder::as_str).collect();
    println!("\nReliability of {}", visible(&names.join(", ")));
    if !reliability.independent {
        println!("They could see each other's decisions, so these figures say little.");
    }
    for coder in &reliability.unfinished {
        println!("{} has not finished: only what they judged expressly counts.", visible(coder.as_str()));
    }
    for table in [&reliability.clauses, &reliability.cells] {
        print_table(table)?;
    }
    for (name, meaning) in MEASURES {
        println!("{name}: {meaning}");
    }
    for differ in &reliability.disagreements {
        let settled = if differ.is_open() { "" } else { " (settled)" };
        println!("\n{} in “{}”{settled}", differ.clause.clause, visible(&differ.name));
        for (coder, side) in &differ.sides {
            let says = if side.belongs { "yes" } else { "no" };
            let judged = if side.judged { "" } else { ", by not taking it" };
            let reasons = visible(&side.reasons.join("; "));
            println!("    {}: {says}{judged}. {reasons}", visible(coder.as_str()));
        }
    }
    Ok(())
}

fn print_table(table: &Table) -> Result<()> {
    let figure = |figure: &Figure| figure.value.map_or_else(|| "–".into(), |value| format!("{value:.3}"));
    let mut rows = Rows::new(&[table.unit, "#units", "#judged", "#percent", "#κ", "#α", "#AC1"]);
    let elements = table.elements.iter().map(|(element, figures)| (element.name.as_str(), figures));
    for (name, figures) in std::iter::once(("all", &table.whole)).chain(elements) {
        rows.add([
            shortened(name, 48),
            figures.units.to_string(),
            figures.judged.to_string(),
            figure(&figures.percent),
            figure(&figures.kappa),
            figure(&figures.alpha),
            figure(&figures.ac1),
        ]);
    }
    rows.print()?;
    for why in [&table.whole.kappa, &table.whole.alpha].into_iter().filter_map(|f| f.why_not.as_ref()) {
        println!("{why}");
    }
    Ok(())
}
