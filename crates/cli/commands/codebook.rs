//! `crosscut codebook`: known elements.

use crate::Done;
use crate::args::{CodebookAction, Common};
use crate::commands::import::losses;
use crate::commands::{open, print_json};
use crate::hint::quoted;
use crate::out::say;
use crate::table::Rows;
use anyhow::{Context, Result};
use crosscut::decisions::Basis;
use crosscut::words::counted;
use crosscut::{Codebook, ElementMatch, Study, read_text, write_whole};
use crosscut_export::{export_codebook, import_codebook};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    codebook: &'a str,
    version: &'a str,
    elements: &'a [ElementMatch],
}

pub(crate) fn codebook(common: &Common, action: &CodebookAction) -> Result<Done> {
    match action {
        CodebookAction::Match { codebook } => matches(common, codebook),
        CodebookAction::Adopt { from } => adopt(common, from),
        CodebookAction::Import { file, out } => import(file, out),
        CodebookAction::Export { file, out } => export(file, out),
    }
}

/// Makes the elements of a codebook elements of the study.
fn adopt(common: &Common, from: &Path) -> Result<Done> {
    let coder = common.coder()?.context("who decides? Give your name with --by NAME")?;
    let book = read(from)?;
    let study = open(common)?;
    let mut decisions = study.decisions(&coder)?;
    let new = book.adopt(decisions.state());
    let there = book.elements.len() - new.len();
    if new.is_empty() {
        say!("nothing to adopt: the study has all {} by name", counted(there, "element"))?;
        return Ok(Done::Well);
    }
    let added = new.len();
    let run = study.manifest()?.run;
    let event = decisions.decide_on(&Basis { run: Some(&run), ..Basis::default() }, new)?;
    say!("adopted {} of {}", counted(added, "element"), book.title)?;
    if there > 0 {
        say!("{} of them were there by name already", counted(there, "element"))?;
    }
    say!("next: {}", common.command("review"))?;
    say!("undo with: {}", common.command(&format!("decide undo {event} --by {}", quoted(coder.as_str()))))?;
    Ok(Done::Well)
}

/// A codebook, a list of names, another study's elements, or one that Crosscut comes with.
fn read(from: &Path) -> Result<Codebook> {
    let name = from.to_string_lossy();
    if from.is_dir() {
        return Ok(Codebook::of_study(&name, &Study::at(from)?.state()?.0)?);
    }
    if !from.exists() {
        return Ok(Codebook::builtin(&name)?);
    }
    let text = read_text(from)?;
    match from.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml")) {
        true => Ok(Codebook::parse(from, &text)?),
        false => Ok(Codebook::of_list(&name, &text)?),
    }
}

fn matches(common: &Common, codebook: &Path) -> Result<Done> {
    let book = Codebook::parse(codebook, &read_text(codebook)?)?;
    let study = open(common)?;
    let clauses = study.clauses()?;
    let found = book.match_clauses(&study.compared(&clauses)?, &study.state()?.0);
    if common.json {
        print_json(&Answer {
            schema: "crosscut/codebook-match/1",
            codebook: &book.title,
            version: &book.version,
            elements: &found,
        })?;
        return Ok(Done::Well);
    }
    let mut rows = Rows::new(&["element", "#agreements", "#clauses", "best clauses"]);
    for element in &found {
        let best: Vec<&str> = element.proposed.iter().take(3).map(|clause| clause.clause.as_str()).collect();
        rows.add([
            element.name.clone(),
            element.agreements.len().to_string(),
            element.proposed.len().to_string(),
            best.join("\n"),
        ]);
    }
    rows.print()?;
    Ok(Done::Well)
}

fn import(file: &Path, out: &Path) -> Result<Done> {
    let imported = import_codebook(&file.display().to_string(), &read_text(file)?)?;
    write_whole(out, imported.text.as_bytes())?;
    say!("wrote {} to {}", counted(imported.codebook.elements.len(), "element"), out.display())?;
    losses(&imported.losses)
}

fn export(file: &Path, out: &Path) -> Result<Done> {
    let book = Codebook::parse(file, &read_text(file)?)?;
    write_whole(out, export_codebook(&book)?.as_bytes())?;
    say!("wrote {} to {}", counted(book.elements.len(), "element"), out.display())?;
    Ok(Done::Well)
}
