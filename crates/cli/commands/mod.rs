//! One function a command.

mod candidates;
mod clauses;
mod codebook;
mod decide;
mod evaluate;
mod extract;
mod losses;
mod matrix;
mod model;
mod outliers;
mod review;
mod run;
mod search;
mod status;

use crate::Done;
use crate::args::{Command, Common, Export, ExportForm};
use crate::out::{note, say};
use anyhow::Result;
use crosscut::Study;
use crosscut::decisions::Round;
use crosscut::words::counted;
use serde::Serialize;
use std::io::{self, Write};

/// Does what was asked.
pub(crate) fn call(common: &Common, command: &Command) -> Result<Done> {
    match command {
        Command::Run(args) => run::run(common, args),
        Command::Extract(args) => extract::extract(common, args),
        Command::Clauses(args) => clauses::clauses(common, args),
        Command::Search(args) => search::search(common, args),
        Command::Candidates(args) => candidates::candidates(common, args),
        Command::Outliers(args) => outliers::outliers(common, args),
        Command::Decide(args) => decide::decide(common, args),
        Command::Review(args) => review::review(common, args),
        Command::Matrix(args) => matrix::matrix(common, args),
        Command::Status(args) => status::status(common, args),
        Command::Export(args) => export(common, args),
        Command::Codebook(args) => codebook::codebook(common, &args.action),
        Command::Model(args) => model::model(common, args),
        Command::Evaluate(args) => evaluate::evaluate(common, args),
    }
}

/// `crosscut export`: the report and the tables, with all decisions so far; or the form that is asked for.
fn export(common: &Common, args: &Export) -> Result<Done> {
    let study = open(common)?;
    if let Some(ExportForm::Akn) = args.form {
        let written = study.write_akn(&study.results()?)?;
        let folder = study.out_folder().join("akn");
        say!("wrote {} to {}", counted(written.len(), "document"), folder.display())?;
        return Ok(Done::Well);
    }
    if let Some(form @ (ExportForm::SearchablePdf | ExportForm::Hocr)) = args.form {
        return recognised(&study, form, args.password.as_deref());
    }
    if args.unblind {
        study.write_exports(&study.findings_for(None)?)?;
    } else if let Some(why) = study.publish()? {
        note!("note: {why}; --unblind includes them anyway");
        note!("each finishes with: {}", common.to_finish(&round(&study)?));
    }
    say!("wrote report.html, candidates.csv and matrix.csv to {}", study.out_folder().display())?;
    Ok(Done::Well)
}

/// What was recognised of scans.
fn recognised(study: &Study, form: ExportForm, password: Option<&str>) -> Result<Done> {
    let (written, folder) = match form {
        ExportForm::Hocr => (study.write_hocr()?, "hocr"),
        _ => (study.write_searchable_pdfs(password)?, "searchable-pdf"),
    };
    if written.is_empty() {
        note!("note: no page of this study was recognised: scans are, after `crosscut run --ocr`");
        return Ok(Done::Attention);
    }
    let folder = study.out_folder().join(folder);
    say!("wrote {} to {}", counted(written.len(), "document"), folder.display())?;
    Ok(Done::Well)
}

/// Opens the study; models of the user are at hand after its own.
fn open(common: &Common) -> Result<Study> {
    Ok(Study::open(common.folder())?.with_models(model::user_models()))
}

/// The coders of a study and how far they are.
fn round(study: &Study) -> Result<Round> {
    Ok(Round::new(&study.review_settings()?, &study.events()?.0))
}

/// Prints an answer as one JSON document.
fn print_json(value: &impl Serialize) -> Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, value).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(())
}
