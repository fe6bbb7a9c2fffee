//! `crosscut run`: everything that needs no human.

use crate::Done;
use crate::args::{Common, OcrChoice, Run, Switch};
use crate::commands::{candidates, losses, model::user_models, opened, print_json, round};
use crate::hint::quoted;
use crate::out::{note, say, visible};
use anyhow::Result;
use crosscut::words::{counted, percent, plural};
use crosscut::{Alike, Candidate, Ocr, Progress, Replaced, RunOptions, RunReport, Stage, Study, cautions};
use indicatif::ProgressBar;
use serde::Serialize;
use std::path::PathBuf;
use std::time::Duration;

/// How many candidates the summary shows.
const SHOWN: usize = 10;
/// How many remarks on one document's numbering it prints; an extract from an act leaves many numbers out.
const WARNINGS: usize = 3;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    #[serde(flatten)]
    report: &'a RunReport,
}

pub(crate) fn run(common: &Common, args: &Run) -> Result<Done> {
    let (study, paths) = place(common, &args.paths)?;
    let common = &Common { study: Some(study.folder().to_owned()), ..common.clone() };
    let mut options = RunOptions::default();
    options.reading.password = args.reading.password.clone();
    options.reading.ocr = args.reading.ocr.map(|pages| ocr(pages, &args.reading.languages));
    options.granularity = args.granularity;
    options.set_form_aside = args.form.map(|form| form == Switch::On);
    options.title = args.title.clone();
    options.sure_first = args.sure_first.map(|sure| sure == Switch::On);
    options.model = args.model.clone();
    let report = watched(&study, &paths, &options)?;
    if common.json {
        print_json(&answer(&report))?
    } else {
        print(common, &study, &report)?
    }
    let losses = report.documents.iter().any(|document| !document.losses.is_empty());
    let other = report.replaced.iter().any(|replaced| !replaced.edition);
    let attention =
        losses || other || !report.failures.is_empty() || report.to_check > 0 || report.settings_anew;
    Ok(if attention { Done::Attention } else { Done::Well })
}

/// What to do where the settings file was gone.
const ANEW: &str = "crosscut.toml was missing from this study and was written anew: decisions count as before, but titles, \
                    years, groups, translations and editions must be entered again (`crosscut agreement set`), or put the \
                    file back and run again";

/// A report as JSON.
pub(super) fn answer(report: &RunReport) -> Answer<'_> {
    Answer { schema: "crosscut/run/1", report }
}

/// What pages are recognised, and in which languages.
pub(crate) fn ocr(pages: OcrChoice, languages: &[String]) -> Ocr {
    let mut ocr = Ocr::default();
    (ocr.pages, ocr.languages) = (pages.into(), languages.to_vec());
    ocr
}

/// Runs a study, and shows on a terminal how far it is.
pub(crate) fn watched(study: &Study, paths: &[PathBuf], options: &RunOptions) -> Result<RunReport> {
    shown(|progress| study.run(paths, options, progress))
}

/// Does long work, and shows on a terminal how far it is.
pub(crate) fn shown<T>(
    work: impl FnOnce(&(dyn Fn(Progress<'_>) + Sync)) -> crosscut::Result<T>,
) -> Result<T> {
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(120));
    let done = work(&|progress| bar.set_message(words(progress)));
    bar.finish_and_clear();
    Ok(done?)
}

/// The study and the paths to add: a path that is a study itself is run again, not read as a folder.
pub(crate) fn place(common: &Common, paths: &[PathBuf]) -> Result<(Study, Vec<PathBuf>)> {
    if let [path] = paths
        && Study::is_study(path)
    {
        let there = Common { study: Some(path.clone()), ..common.clone() };
        return Ok((opened(&there)?, Vec::new()));
    }
    let mut study = if paths.is_empty() {
        opened(common)?
    } else {
        Study::at(common.folder())?.with_models(user_models())
    };
    study.unblind = common.unblind;
    Ok((study, paths.to_vec()))
}

fn words(progress: Progress<'_>) -> String {
    match progress {
        Progress::Reading(file) => format!("reading {}", visible(file)),
        Progress::Recognising { file, page, of } => {
            format!("{}: page {page} of {of} recognised", visible(file))
        }
        Progress::Read { done, of, .. } => format!("{done} of {of} documents read"),
        Progress::Indexing => "building the search index".into(),
        Progress::Searchable => "can be searched now; comparing clauses".into(),
        Progress::Encoding => "comparing meanings".into(),
        Progress::Encoded { done, of } => format!("{done} of {of} texts encoded by the model"),
        Progress::Proposing => "proposing candidates".into(),
        Progress::Indexed { done, of } => format!("{done} of {of} clauses indexed"),
        Progress::Step { stage, done, of } => format!("{}: {done} of {of}", doing(stage)),
        _ => "working".into(),
    }
}

fn doing(stage: Stage) -> &'static str {
    match stage {
        Stage::Space => "words weighed",
        Stage::Neighbours => "clauses compared",
        Stage::Sets => "sets made",
        Stage::Names => "sets named",
        _ => "steps done",
    }
}

/// "4 documents of 3 agreements", where a translation or another edition is one of them; "3 agreements" otherwise.
fn agreements(study: &Study, report: &RunReport) -> Result<String> {
    let all = study.agreements()?;
    let own = all.iter().filter(|one| one.translation_of.is_none() && one.edition_of.is_none()).count();
    let (documents, agreements) = (report.documents.len(), counted(own, "agreement"));
    Ok(match own {
        _ if all.len() == own => counted(documents, "agreement"),
        _ => format!("{} of {agreements}", counted(documents, "document")),
    })
}

fn print(common: &Common, study: &Study, report: &RunReport) -> Result<()> {
    let pages: u32 = report.documents.iter().filter(|d| !d.pages.is_empty()).map(|d| d.coverage.pages).sum();
    let losses: usize = report.documents.iter().map(|document| document.losses.len()).sum();
    let counts = [
        agreements(study, report)?,
        counted(pages as usize, "page"),
        counted(report.clauses, "clause"),
        report.open.words(),
        counted(report.outliers, "outlier"),
        counted(losses, "loss"),
    ];
    say!("{}", counts.join(" · "))?;
    let proposed = if report.proposed { "candidates proposed" } else { "candidates unchanged" };
    say!("{}, {proposed}", work(report))?;
    say!("clauses compared {}\n", report.compared)?;
    attention(common, report, study.manifest()?.settings.ocr.is_some());
    if let Some(why) = &report.sealed {
        note!("note: {why}; each finishes with: {}", common.to_finish(&round(study)?));
    }
    if report.proposed {
        cautions(&study.clauses()?).iter().for_each(|caution| note!("note: {caution}"));
    }
    // The numbers of a list are those that `decide` takes from whoever reads it.
    let own = match common.coder()? {
        Some(coder) => Some(study.findings_for(Some(&coder))?.offered()),
        None => None,
    };
    let open = own.as_ref().unwrap_or(&report.candidates);
    let numbered: Vec<(usize, &Candidate)> = (1..).zip(open.iter().map(|offer| &offer.candidate)).collect();
    match numbered.is_empty() {
        true => say!("no candidate to decide")?,
        false => candidates::print(&numbered, SHOWN, false)?,
    }
    say!("\nreport: {}", study.out_folder().join("report.html").display())?;
    if !open.is_empty() {
        say!("next: {}", common.command("candidates 1"))?;
    }
    Ok(())
}

/// What the run had to do.
pub(crate) fn work(report: &RunReport) -> String {
    let read = match report.read.len() {
        0 => "nothing new to read".to_owned(),
        n => format!("{n} read"),
    };
    let indexed = if report.indexed { "search index built" } else { "search index unchanged" };
    format!("{read}, {} from the cache, {indexed}", report.cached)
}

/// Says what became of a file of the study whose name other bytes came under.
fn tell_replaced(common: &Common, replaced: &Replaced) {
    let Replaced { file, agreement, same, of, kept, beside, came_as, title, .. } = replaced;
    let common_to_both = format!("{same} of {} the same, word for word", counted(*of, "clause"));
    let ours = agreement.as_ref().map(|id| quoted(id.as_str()));
    match (beside, kept) {
        (Some(beside), _) => {
            let called = came_as.as_ref().map_or_else(String::new, |id| format!(", as {id}"));
            note!(
                "note: {file} is another document than the study's own of that name ({common_to_both}): it came in \
                   beside it{called} ({beside})"
            );
            if let (Some(ours), Some(new)) = (&ours, came_as) {
                let remove = common.command(&format!("agreement remove {}", quoted(new.as_str())));
                let set = common.command(&format!("agreement set {ours} --source {}", quoted(beside)));
                note!("  if it is to take the place of {ours}: {remove} && {set}");
            }
            return;
        }
        (None, Some(kept)) => {
            note!("note: {file} replaced: {common_to_both}; the file before is kept: {}", kept.display());
        }
        (None, None) => note!("note: {file} has another text than before: {common_to_both}"),
    }
    if let (Some(ours), Some(title)) = (&ours, title) {
        let set = common.command(&format!("agreement set {ours} --title {}", quoted(title)));
        note!("  it calls itself “{title}”: if {ours} is to be called so: {set}");
    }
}

/// Lists what was lost, on standard error.
pub(crate) fn attention(common: &Common, report: &RunReport, recognises: bool) {
    for document in &report.documents {
        losses::list(&document.source.file, &document.losses, document.coverage.pages as usize, recognises);
        let file = &document.source.file;
        for warning in document.warnings.iter().take(WARNINGS) {
            note!("note: {file}: {warning}");
        }
        if let more @ 1.. = document.warnings.len().saturating_sub(WARNINGS) {
            note!("note: {file}: {more} more; the report lists them under \"What was read\"");
        }
    }
    for (file, reason) in &report.failures {
        note!("not read: {file}: {reason}");
    }
    report.replaced.iter().for_each(|replaced| tell_replaced(common, replaced));
    if let count @ 1.. = report.to_check {
        let by = if report.sealed.is_some() { " --by NAME" } else { "" };
        let (what, list) = (counted(count, "decision"), common.command(&format!("status{by}")));
        let need = plural(count, "needs", "need");
        note!("note: {what} {need} a look, as the text was changed or not found again: `{list}` shows each");
    }
    if report.settings_anew {
        note!("note: {ANEW}");
    }
    for (old, new) in &report.renamed {
        note!("note: {old} is called {new} now: decisions on it are followed");
    }
    for (older, newest) in &report.editions {
        let [one, other] = [older, newest].map(|id| quoted(id.as_str()));
        let two = common.command(&format!("agreement set {one} --edition-of '' --distinct-from {other}"));
        note!(
            "note: {older} is an earlier edition of {newest}, as both came from one address: they count once; if they \
             are two agreements: {two}"
        );
    }
    for Alike { a, b, share, translation } in &report.alike {
        let percent = percent(*share);
        let (what, option) = match translation {
            true => (
                format!("{a} and {b} have {percent} of their articles in common, in two languages"),
                "--translation-of",
            ),
            false => (
                format!("{a} and {b} have {percent} of their clauses in common, but for a few words"),
                "--edition-of",
            ),
        };
        let [one, other] = [a, b].map(|id| quoted(id.as_str()));
        let say = common.command(&format!("agreement set {other} {option} {one}"));
        note!("note: {what}: if they are one agreement, count them once: {say}");
        let two = common.command(&format!("agreement set {other} --distinct-from {one}"));
        note!("  if they are two: {two}; until then what only they share goes last");
    }
    for duplicate in &report.duplicates {
        note!("note: {duplicate}");
    }
    passed_over(report);
}

/// Says what in folders is no document, and why.
pub(crate) fn passed_over(report: &RunReport) {
    for path in &report.left_out {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let why = match ending.as_str() {
            "png" | "jpg" | "jpeg" => "a single picture next to other documents: name it to have it read",
            _ if path.is_dir() => "a study: its documents are in its folder sources",
            _ => "unsupported file type",
        };
        note!("note: passed over {}: {why}", path.display());
    }
}
