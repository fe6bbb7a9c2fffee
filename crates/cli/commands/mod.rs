//! One function a command.

mod candidates;
mod clauses;
mod codebook;
mod decide;
mod evaluate;
mod extract;
mod matrix;
mod model;
mod outliers;
mod review;
mod run;
mod search;
mod status;

use crate::Done;
use crate::args::{Command, Export, ExportForm};
use anyhow::Result;
use crosscut::Study;
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

/// Does what was asked.
pub(crate) fn call(command: Command) -> Result<Done> {
    match command {
        Command::Run(args) => run::run(&args),
        Command::Extract(args) => extract::extract(&args),
        Command::Clauses(args) => clauses::clauses(&args),
        Command::Search(args) => search::search(&args),
        Command::Candidates(args) => candidates::candidates(&args),
        Command::Outliers(args) => outliers::outliers(&args),
        Command::Decide(args) => decide::decide(&args),
        Command::Review(args) => review::review(&args),
        Command::Matrix(args) => matrix::matrix(&args),
        Command::Status(args) => status::status(&args),
        Command::Export(args) => export(&args),
        Command::Codebook(args) => codebook::codebook(&args.action),
        Command::Model(args) => model::model(&args),
        Command::Evaluate(args) => evaluate::evaluate(&args),
    }
}

/// `crosscut export`: the report and the tables, with all decisions so far; or the form that is asked for.
fn export(args: &Export) -> Result<Done> {
    let study = open(&args.study.study)?;
    if let Some(ExportForm::Akn) = args.form {
        let written = study.write_akn(&study.results()?)?;
        let noun = if written.len() == 1 { "document" } else { "documents" };
        println!("wrote {} {noun} to {}", written.len(), study.out_folder().join("akn").display());
        return Ok(Done::Well);
    }
    if args.unblind {
        study.write_exports(&study.results()?, &study.state()?.0)?;
    } else if let Some(why) = study.publish()? {
        eprintln!("note: {why}; --unblind writes them all the same");
    }
    println!("wrote report.html, candidates.csv and matrix.csv to {}", study.out_folder().display());
    Ok(Done::Well)
}

/// Opens a study that exists; models of the user are at hand after its own.
fn open(folder: &Path) -> Result<Study> {
    Ok(Study::open(folder)?.with_models(model::user_models()))
}

/// Prints an answer as one JSON document.
fn print_json(value: &impl Serialize) -> Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, value).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(())
}
