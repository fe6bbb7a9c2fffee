//! `crosscut extract`: what a document holds.

use crate::Done;
use crate::args::{Common, Extract, ExtractFormat, OcrChoice, PageRange};
use crate::commands::{losses, print_json};
use crate::out::{self, is_terminal, note, visible};
use anyhow::{Result, anyhow, bail};
use crosscut::text::{Loss, Page};
use crosscut::words::counted;
use crosscut::{Extracted, KeptPages, Ocr, Options, export};
use indicatif::ProgressBar;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    media_type: &'a str,
    title: Option<&'a str>,
    pages: &'a [Page],
    losses: &'a [Loss],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

/// Shows how far recognition is.
#[derive(Debug)]
struct Bar(ProgressBar);

impl KeptPages for Bar {
    fn get(&self, _: &str) -> Option<String> {
        None
    }

    fn put(&self, _: &str, _: &str) {}

    fn done(&self, pages: usize, of: usize) {
        self.0.set_message(format!("recognised: page {pages} of {of}"));
        self.0.tick();
    }
}

/// Prints one document; clauses are another command's.
pub(crate) fn extract(common: &Common, args: &Extract) -> Result<Done> {
    let [file] = &args.files[..] else { bail!("one document at a time, or --format clauses") };
    if args.out.is_some() || args.jobs.is_some() {
        bail!("--out and --jobs are for many documents: add --format clauses");
    }
    one(common, args, file)
}

fn one(common: &Common, args: &Extract, file: &Path) -> Result<Done> {
    let mut options = reading(args);
    let wrong = |why| anyhow!("{}: {why}", file.display());
    if let (Some(ocr), false) = (&mut options.ocr, args.pages.is_empty()) {
        // Only what is asked for is recognised; which pages these are, the file itself says.
        let mut plain = Options::default();
        plain.password = args.password.clone();
        let read = crosscut::extract_file(file, &plain)?;
        let chosen = chosen(&read.pages, &args.pages).map_err(wrong)?;
        ocr.only = Some(chosen.into_iter().map(|at| read.pages[at].number).collect());
    }
    let bar = Arc::new(Bar(ProgressBar::new_spinner()));
    options.kept = Some(bar.clone());
    let extracted = crosscut::extract_file(file, &options);
    bar.0.finish_and_clear();
    let mut extracted = extracted?;
    if !args.pages.is_empty() {
        choose(&mut extracted, &args.pages).map_err(wrong)?;
    }
    let all_pages = extracted.pages.len();
    if common.json || args.format != ExtractFormat::Text {
        extracted.pages = extracted.pages.into_iter().map(Page::displayed).collect();
    }
    match if common.json { ExtractFormat::Json } else { args.format } {
        ExtractFormat::Text => {
            let text = crosscut::plain_text(&extracted.pages, args.all);
            // A terminal would act on control characters; a file gets the text as it is.
            out::raw(&if is_terminal() { visible(&text) } else { text })?
        }
        ExtractFormat::Html => {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let page = export::overlay_html(&name, &crosscut::document_bytes(file)?, &extracted, &options);
            out::raw(&page)?
        }
        // Clauses are another command's.
        _ => print_json(&Answer {
            schema: "crosscut/extract/1",
            media_type: extracted.media_type,
            title: extracted.title.as_deref(),
            pages: &extracted.pages,
            losses: &extracted.losses,
            notes: &extracted.notes,
        })?,
    }
    for note in &extracted.notes {
        note!("note: {}: {note}", file.display());
    }
    losses::list(&file.display().to_string(), &extracted.losses, all_pages, args.ocr.is_some());
    let done = if extracted.losses.is_empty() { Done::Well } else { Done::Attention };
    // The program ends here: to give back each word of a long document would take longer than to leave it.
    std::mem::forget(extracted);
    Ok(done)
}

/// How documents are read.
pub(super) fn reading(args: &Extract) -> Options {
    let mut options = Options::default();
    options.password = args.password.clone();
    options.ocr = args.ocr.map(|pages| ocr(args, pages));
    options
}

fn ocr(args: &Extract, pages: OcrChoice) -> Ocr {
    let mut ocr = Ocr::default();
    ocr.pages = pages.into();
    ocr.languages = args.languages.clone();
    ocr.timeout = Duration::from_secs(args.ocr_seconds);
    ocr
}

/// Keeps the pages that were asked for, in the document's order, and what was lost on them or on no page in particular.
fn choose(extracted: &mut Extracted, ranges: &[PageRange]) -> Result<(), String> {
    let chosen = chosen(&extracted.pages, ranges)?;
    let is_chosen = |at: usize| chosen.contains(&at);
    let numbers: Vec<u32> = extracted.pages.iter().map(|page| page.number).collect();
    let mut at = 0..;
    extracted.pages.retain(|_| at.next().is_some_and(is_chosen));
    let lost_elsewhere =
        |number: u32| numbers.iter().position(|n| *n == number).is_some_and(|at| !is_chosen(at));
    extracted.losses.retain(|loss| !loss.page.is_some_and(lost_elsewhere));
    Ok(())
}

/// The places of the pages that were asked for.
fn chosen(pages: &[Page], ranges: &[PageRange]) -> Result<BTreeSet<usize>, String> {
    let mut chosen = BTreeSet::new();
    for range in ranges {
        let from = range.from.as_deref().map_or(Ok(0), |name| place(pages, name))?;
        let to = range.to.as_deref().map_or(Ok(pages.len().saturating_sub(1)), |name| place(pages, name))?;
        if from > to {
            let written = |end: &Option<String>| end.clone().unwrap_or_default();
            return Err(format!("pages {}-{} run backwards", written(&range.from), written(&range.to)));
        }
        chosen.extend(from..=to);
    }
    Ok(chosen)
}

/// The place of a page: a number counts the pages from 1, anything else is a page's own label.
fn place(pages: &[Page], name: &str) -> Result<usize, String> {
    let number = name.parse::<u32>().ok();
    let found = match number {
        Some(number) => pages.iter().position(|page| page.number == number),
        None => pages.iter().position(|page| page.label.eq_ignore_ascii_case(name)),
    };
    found.ok_or_else(|| {
        let all = counted(pages.len(), "page");
        match pages {
            [first, .., last] if first.label == "1" => {
                format!("no page {name}: the document has {all}, 1 to {}", last.number)
            }
            [first, .., last] => {
                format!("no page {name}: the document has {all}, labelled {} to {}", first.label, last.label)
            }
            _ => format!("no page {name}: the document has {all}"),
        }
    })
}
