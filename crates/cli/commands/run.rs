//! `crosscut run`: everything that needs no human.

use crate::Done;
use crate::args::Run;
use crate::commands::{candidates, model::user_models, open, print_json};
use crate::table::visible;
use anyhow::Result;
use crosscut::{Candidate, Ocr, Progress, RunOptions, RunReport, Study, Tier, cautions};
use indicatif::ProgressBar;
use std::path::PathBuf;
use std::time::Duration;

/// How many candidates the summary shows.
const SHOWN: usize = 10;
/// How many remarks on one document's numbering it prints; an extract from an act leaves many numbers out.
const WARNINGS: usize = 3;

pub(crate) fn run(args: &Run) -> Result<Done> {
    let (study, paths) = place(args)?;
    let mut options = RunOptions::default();
    options.reading.password = args.password.clone();
    options.reading.ocr = args.ocr.then(Ocr::default);
    options.granularity = args.granularity;
    options.model = args.model.clone();
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(120));
    let report = study.run(&paths, &options, &|progress| bar.set_message(words(progress)));
    bar.finish_and_clear();
    let report = report?;
    if args.json.json {
        print_json(&report)?
    } else {
        print(&study, &report)?
    }
    let losses = report.documents.iter().any(|document| !document.losses.is_empty());
    Ok(if losses || !report.failures.is_empty() { Done::Attention } else { Done::Well })
}

/// The study and the paths to add: a path that is a study itself is run again, not read as a folder.
fn place(args: &Run) -> Result<(Study, Vec<PathBuf>)> {
    if let [path] = &args.paths[..]
        && Study::is_study(path)
    {
        return Ok((open(path)?, Vec::new()));
    }
    let study = if args.paths.is_empty() {
        open(&args.study.study)?
    } else {
        Study::at(&args.study.study)?.with_models(user_models())
    };
    Ok((study, args.paths.clone()))
}

fn words(progress: Progress<'_>) -> String {
    match progress {
        Progress::Reading(file) => format!("reading {}", visible(file)),
        Progress::Indexing => "building the search index".into(),
        Progress::Encoding => "comparing meanings".into(),
        Progress::Proposing => "looking for candidates".into(),
        _ => "working".into(),
    }
}

fn print(study: &Study, report: &RunReport) -> Result<()> {
    let pages: u32 = report.documents.iter().filter(|d| !d.pages.is_empty()).map(|d| d.coverage.pages).sum();
    let losses: usize = report.documents.iter().map(|document| document.losses.len()).sum();
    println!(
        "{} agreements · {pages} pages · {} clauses · {} candidates · {} outliers · {losses} losses",
        report.documents.len(),
        report.clauses,
        report.candidates.iter().filter(|offer| offer.candidate.tier == Tier::Listed).count(),
        report.outliers,
    );
    println!("{}", work(report));
    println!("clauses compared {}\n", report.compared);
    attention(report);
    if let Some(why) = &report.sealed {
        eprintln!("note: {why}");
    }
    if report.proposed {
        cautions(&study.clauses()?).iter().for_each(|caution| eprintln!("note: {caution}"));
    }
    let open: Vec<Candidate> = report.candidates.iter().map(|offer| offer.candidate.clone()).collect();
    candidates::print(&open, Some(SHOWN), false)?;
    let folder = study.folder().display();
    println!("\nLook at {folder}/out/report.html, or: crosscut candidates 1 --study {folder}");
    Ok(())
}

/// What the run had to do.
fn work(report: &RunReport) -> String {
    let read = match report.read.len() {
        0 => "nothing read again".to_owned(),
        n => format!("{n} read"),
    };
    let proposed = if report.proposed { "candidates looked for" } else { "candidates as before" };
    format!("{read}, {} from the cache, {proposed}", report.cached)
}

/// Lists what was lost, on standard error.
fn attention(report: &RunReport) {
    for document in &report.documents {
        for loss in &document.losses {
            eprintln!("loss: {}: {}", visible(&document.source.file), visible(&loss.to_string()));
        }
        let file = visible(&document.source.file);
        for warning in document.warnings.iter().take(WARNINGS) {
            eprintln!("note: {file}: {}", visible(warning));
        }
        if let more @ 1.. = document.warnings.len().saturating_sub(WARNINGS) {
            eprintln!("note: {file}: {more} more remarks; the report lists them under \"What was read\"");
        }
    }
    for (file, reason) in &report.failures {
        eprintln!("not read: {}: {}", visible(file), visible(reason));
    }
    for duplicate in &report.duplicates {
        eprintln!("note: {}", visible(duplicate));
    }
    for path in &report.left_out {
        eprintln!("note: {} is no document: left out", visible(&path.display().to_string()));
    }
}
