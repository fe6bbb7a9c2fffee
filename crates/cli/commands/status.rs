//! `crosscut status`: what is done, what is open, what needs a look.

use crate::Done;
use crate::args::Status;
use crate::commands::print_json;
use anyhow::Result;
use crosscut::Study;
use crosscut::review::{Conflict, Inert, Placed, Problem, withhold};
use serde::Serialize;

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
    conflicts: Vec<Conflict>,
    orphans: Vec<String>,
    doubtful: Vec<String>,
    without_effect: Vec<Inert>,
    problems: Vec<Problem>,
}

pub(crate) fn status(args: &Status) -> Result<Done> {
    let study = Study::open(&args.study.study)?;
    let results = study.results()?;
    let (state, problems) = study.state()?;
    let placed = Placed::new(&state, &results.clauses);
    let answer = Answer {
        schema: "crosscut/status/1",
        run: results.run.clone(),
        agreements: results.agreements.len(),
        documents_with_losses: results
            .documents
            .iter()
            .filter(|document| !document.losses.is_empty())
            .count(),
        clauses: results.clauses.len(),
        elements: state.elements.len(),
        rejected: state.rejected.len(),
        deferred: state.deferred.len(),
        candidates_open: withhold(results.candidates.clone(), &state, &results.clauses).offered.len(),
        orphans: placed.orphans().iter().map(|anchor| anchor.clause.to_string()).collect(),
        doubtful: placed.doubtful().iter().map(|(anchor, ..)| anchor.clause.to_string()).collect(),
        conflicts: state.conflicts.clone(),
        without_effect: state.inert.clone(),
        problems,
    };
    let attention = answer.documents_with_losses > 0
        || !(answer.conflicts.is_empty() && answer.orphans.is_empty() && answer.doubtful.is_empty())
        || !answer.problems.is_empty();
    if args.json.json {
        print_json(&answer)?;
    } else {
        print(&answer);
    }
    Ok(if attention { Done::Attention } else { Done::Well })
}

fn print(answer: &Answer) {
    println!("run {}: {} agreements, {} clauses", answer.run, answer.agreements, answer.clauses);
    println!(
        "{} elements confirmed, {} sets rejected, {} put off",
        answer.elements, answer.rejected, answer.deferred
    );
    println!("{} candidates still to be decided", answer.candidates_open);
    for (count, what) in [
        (answer.documents_with_losses, "documents of which text was lost: `crosscut run` names them"),
        (answer.conflicts.len(), "conflicts between coders: `crosscut status --json` lists them"),
        (answer.orphans.len(), "decided clauses that are not found any more"),
        (answer.doubtful.len(), "decided clauses that are only perhaps found again"),
        (answer.without_effect.len(), "decisions without effect (undone, or on what is not there)"),
    ] {
        if count > 0 {
            println!("{count} {what}");
        }
    }
    for clause in answer.orphans.iter().chain(&answer.doubtful) {
        println!("    {clause}");
    }
    for problem in &answer.problems {
        println!("{problem}");
    }
}
