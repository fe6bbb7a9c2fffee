//! One function a command.

mod agreement;
mod batch;
mod candidates;
mod clauses;
mod codebook;
mod decide;
mod desk;
mod evaluate;
mod export;
mod extract;
#[cfg(feature = "fetch")]
mod fetch;
mod hits;
mod import;
mod index;
mod kwic;
mod losses;
mod matrix;
#[cfg(feature = "mcp")]
mod mcp;
mod model;
mod outliers;
mod reliability;
mod review;
mod run;
#[cfg(test)]
mod schemas;
mod search;
mod status;
#[cfg(feature = "suggest")]
mod suggest;
mod suggestions;
mod words;

use crate::Done;
use crate::args::{Command, Common};
use crate::hint;
use crate::out::{note, say};
use anyhow::Result;
use crosscut::decisions::{Coder, Round};
use crosscut::{Pending, Study};
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

/// Does what was asked.
pub(crate) fn call(common: &Common, command: &Command) -> Result<Done> {
    match command {
        Command::Run(args) => run::run(common, args),
        Command::Index(args) => index::index(common, args),
        Command::Extract(args) if args.format.is_of_clauses() => batch::clauses(common, args),
        Command::Extract(args) => extract::extract(common, args),
        Command::Hits(args) => batch::hits(common, args),
        Command::Propose(args) => batch::propose(common, args),
        Command::Clauses(args) => clauses::clauses(common, args),
        Command::Search(args) => search::search(common, args),
        Command::Kwic(args) => kwic::kwic(common, args),
        Command::Words(args) => words::words(common, args),
        Command::Candidates(args) => candidates::candidates(common, args),
        Command::Outliers(args) => outliers::outliers(common, args),
        Command::Decide(args) => decide::decide(common, args),
        Command::Review(args) => review::review(common, args),
        Command::Matrix(args) => matrix::matrix(common, args),
        Command::Agreement(args) => agreement::agreement(common, args),
        Command::Status(args) => status::status(common, args),
        Command::Export(args) => export::export(common, args),
        #[cfg(feature = "fetch")]
        Command::Fetch(args) => fetch::fetch(common, args),
        Command::Import(args) => import::import(common, args),
        Command::Bundle(args) => import::bundle(common, args),
        Command::Codebook(args) => codebook::codebook(common, &args.action),
        Command::Model(args) => model::model(common, args),
        #[cfg(feature = "suggest")]
        Command::Suggest(args) => suggest::suggest(common, args),
        #[cfg(feature = "mcp")]
        Command::Mcp(args) => mcp::mcp(common, args),
        Command::Suggestions(args) => suggestions::suggestions(common, args),
        Command::Evaluate(args) => evaluate::evaluate(common, args),
    }
}

/// Opens the study, and says what of its settings only a run takes over.
fn open(common: &Common) -> Result<Study> {
    let study = opened(common)?;
    let (unread, other): (Vec<Pending>, Vec<Pending>) =
        study.pending()?.into_iter().partition(|pending| pending.unread);
    for pending in &other {
        let then = match &pending.gone_from {
            Some(_) => format!("agreement remove {}", hint::quoted(pending.id.as_str())),
            None => "run".to_owned(),
        };
        note!("note: {pending}: `{}`", common.command(&then));
    }
    if let Some(first) = unread.first() {
        let what = match unread.len() {
            1 => format!("{} is in crosscut.toml and was", first.id),
            count => format!("{count} agreements are in crosscut.toml and were"),
        };
        note!("note: {what} not read yet: `{}`", common.command("run"));
    }
    Ok(study)
}

/// Opens the study; models of the user are at hand after its own.
fn opened(common: &Common) -> Result<Study> {
    let mut study = Study::open(common.folder())?.with_models(model::user_models());
    study.unblind = common.unblind;
    Ok(study)
}

/// Says why decisions are not shown to whoever names no coder.
fn note_sealed(coder: Option<&Coder>, study: &Study) -> Result<()> {
    if let (None, Some(why)) = (coder, sealed(study)?) {
        note!("note: {why}; --by NAME shows your own, --unblind all");
    }
    Ok(())
}

/// Why decisions are not in what a coder, or whoever names none, is shown; for answers that programs read.
fn hidden(coder: Option<&Coder>, study: &Study) -> Result<Option<String>> {
    match coder {
        Some(coder) => Ok(round(study)?.why_hidden(coder)),
        None => sealed(study),
    }
}

/// Why whoever names no coder is shown no decisions.
fn sealed(study: &Study) -> Result<Option<String>> {
    Ok(round(study)?.why_sealed().filter(|_| !study.unblind))
}

/// The coders of a study and how far they are.
fn round(study: &Study) -> Result<Round> {
    Ok(Round::new(&study.review_settings()?, &study.events()?.0))
}

/// Says something of a file that was written: to those who read the program's errors where it is a pipe, which may be the
/// one that the program's own answers go to.
fn told(path: &Path, text: &str) -> Result<()> {
    if path.is_file() {
        say!("{text}")?;
    } else {
        note!("{text}");
    }
    Ok(())
}

/// Prints an answer as one JSON document.
fn print_json(value: &impl Serialize) -> Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, value).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(())
}
