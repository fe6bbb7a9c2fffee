//! `crosscut import` and `crosscut bundle`: what comes from elsewhere, and what goes there.

use crate::Done;
use crate::args::{Bundle, Common, Import};
use crate::commands::{open, print_json, told};
use crate::hint::quoted;
use crate::out::{note, say};
use anyhow::{Result, anyhow};
use crosscut::Study;
use crosscut::words::counted;
use crosscut_export::{
    BUNDLE_WITHOUT, ImportReport, bundle as packed, import_gold, import_project, is_bundle, open_bundle,
    save, save_made_of,
};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a, T> {
    schema: &'static str,
    #[serde(flatten)]
    report: &'a T,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Tagged<'a> {
    schema: &'static str,
    /// The gold that was written.
    file: &'a Path,
    lines: usize,
    /// What was not taken over, each with where it is.
    losses: &'a [String],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Packed<'a> {
    schema: &'static str,
    file: &'a Path,
    bytes: usize,
    /// Whether the documents are in it.
    sources: bool,
    /// What it leaves out.
    without: &'a str,
}

/// Opens a file by what it is.
pub(crate) fn import(common: &Common, args: &Import) -> Result<Done> {
    let name = args.file.display().to_string();
    let bytes = std::fs::read(&args.file).map_err(|wrong| anyhow!("cannot read {name}: {wrong}"))?;
    if is_bundle(&bytes) {
        arrive(common, &name, &bytes)
    } else if bytes.starts_with(b"PK") || is_named(&args.file, "qdpx") {
        project(common, &name, &bytes)
    } else {
        gold(common, args, &name, &bytes)
    }
}

/// Whether a file's name ends so.
fn is_named(file: &Path, ending: &str) -> bool {
    file.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

fn arrive(common: &Common, name: &str, bytes: &[u8]) -> Result<Done> {
    let study = Study::at(common.folder())?;
    let arrived = open_bundle(name, bytes, &study)?;
    if common.json {
        print_json(&Answer { schema: "crosscut/bundle-opened/1", report: &arrived })?;
    } else {
        let files = counted(arrived.files, "file");
        say!("opened {files} of run {} ({}) in {}", arrived.run, arrived.version, study.folder().display())?;
    }
    if !arrived.sources {
        note!("note: the documents did not come along: this study can be reviewed, not run again");
    }
    Ok(Done::Well)
}

fn project(common: &Common, name: &str, bytes: &[u8]) -> Result<Done> {
    let study = Study::at(common.folder())?;
    let report = import_project(name, bytes, &study)?;
    if common.json {
        print_json(&Answer { schema: "crosscut/project-import/1", report: &report })?;
    } else {
        match report.origin.trim() {
            "" => say!("project “{}”", report.project)?,
            origin => say!("project “{}”, written by {origin}", report.project)?,
        }
        say!(
            "{}, {}; {} as {} with clauses",
            counted(report.documents, "document"),
            counted(report.codes, "code"),
            counted(report.codings, "coding"),
            counted(report.elements, "element"),
        )?;
        if report.widened > 0 {
            say!("{} of a clause: the whole clause is coded", counted(report.widened, "part"))?;
        }
        next(common, &study, &report)?;
    }
    losses(&report.losses)
}

/// Where it is, and what to do with codes that code nothing yet.
fn next(common: &Common, study: &Study, report: &ImportReport) -> Result<()> {
    if report.documents > 0 {
        say!("study: {}", study.folder().display())?;
    }
    let book = study.folder().join("codebook.toml");
    if report.codes > 0 {
        say!("codes: {}", book.display())?;
    }
    let adopt = common.command(&format!("codebook adopt {} --by NAME", quoted(&book.display().to_string())));
    match (report.documents, report.elements, report.codes) {
        (0, ..) => say!("next: {}, then {adopt}", common.command("run DOCUMENTS"))?,
        (_, 0, 1..) => say!("next: {adopt}")?,
        _ => {}
    }
    Ok(())
}

/// Says what was not taken over.
pub(super) fn losses(losses: &[String]) -> Result<Done> {
    for loss in losses {
        note!("not taken over: {loss}");
    }
    Ok(if losses.is_empty() { Done::Well } else { Done::Attention })
}

fn gold(common: &Common, args: &Import, name: &str, bytes: &[u8]) -> Result<Done> {
    let gold = import_gold(name, bytes)?;
    let out = save_made_of(&args.file, args.out.as_deref(), "gold.jsonl", gold.text.as_bytes())?;
    if common.json {
        let (schema, lines) = ("crosscut/gold-import/1", gold.lines);
        print_json(&Tagged { schema, file: &out, lines, losses: &gold.losses })?;
    } else {
        told(&out, &format!("wrote {} of gold to {}", counted(gold.lines, "line"), out.display()))?;
    }
    losses(&gold.losses)
}

/// Packs the study.
pub(crate) fn bundle(common: &Common, args: &Bundle) -> Result<Done> {
    let study = open(common)?;
    let bytes = packed(&study, !args.no_sources)?;
    let folder = study.folder().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let default = study.out_folder().join(crosscut::export::file_name(&folder, "crosscut.zip"));
    let out = args.out.as_ref().unwrap_or(&default);
    save(out, &bytes)?;
    let documents = if args.no_sources { "the documents, " } else { "" };
    let without = format!("{documents}{BUNDLE_WITHOUT}");
    if common.json {
        let (schema, bytes) = ("crosscut/bundle/1", bytes.len());
        print_json(&Packed { schema, file: out, bytes, sources: !args.no_sources, without: &without })?;
    } else {
        told(out, &format!("wrote {} ({} KB)", out.display(), bytes.len().div_ceil(1024)))?;
        told(out, &format!("left out: {without}; it holds every coder’s decisions"))?;
    }
    let (_, problems) = study.events()?;
    for problem in &problems {
        note!("note: {}", common.completed(&problem.to_string()));
    }
    Ok(if problems.is_empty() { Done::Well } else { Done::Attention })
}
