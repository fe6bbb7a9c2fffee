//! `crosscut extract`: what a document holds.

use crate::Done;
use crate::args::{Common, Extract, ExtractFormat, PageRange};
use crate::commands::print_json;
use crate::out::{self, is_terminal, note, visible};
use anyhow::{Result, anyhow};
use crosscut::text::{Loss, Page};
use crosscut::words::counted;
use crosscut::{Extracted, Ocr, Options, export};
use serde::Serialize;
use std::time::Duration;

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    media_type: &'a str,
    title: Option<&'a str>,
    pages: &'a [Page],
    losses: &'a [Loss],
}

pub(crate) fn extract(common: &Common, args: &Extract) -> Result<Done> {
    let mut options = Options::default();
    options.password = args.password.clone();
    options.ocr = args.ocr.then(|| ocr(args));
    let mut extracted = crosscut::extract_file(&args.file, &options)?;
    if !args.pages.is_empty() {
        choose(&mut extracted, &args.pages).map_err(|why| anyhow!("{}: {why}", args.file.display()))?;
    }
    match if common.json { ExtractFormat::Json } else { args.format } {
        ExtractFormat::Json => print_json(&Answer {
            schema: "crosscut/extract/1",
            media_type: extracted.media_type,
            title: extracted.title.as_deref(),
            pages: &extracted.pages,
            losses: &extracted.losses,
        })?,
        ExtractFormat::Text => {
            let text = crosscut::plain_text(&extracted.pages, args.all);
            // A terminal would act on control characters; a file gets the text as it is.
            out::raw(&if is_terminal() { visible(&text) } else { text })?
        }
        ExtractFormat::Html => {
            let name = args.file.file_name().unwrap_or_default().to_string_lossy();
            let page = export::overlay_html(&name, &std::fs::read(&args.file)?, &extracted, &options);
            out::raw(&page)?
        }
    }
    for loss in &extracted.losses {
        let ask = match loss.kind {
            crosscut::text::LossKind::NeedsOcr if !args.ocr => ": try --ocr",
            _ => "",
        };
        note!("loss: {}: {loss}{ask}", args.file.display());
    }
    Ok(if extracted.losses.is_empty() { Done::Well } else { Done::Attention })
}

fn ocr(args: &Extract) -> Ocr {
    let mut ocr = Ocr::default();
    ocr.languages = args.languages.clone();
    ocr.timeout = Duration::from_secs(args.ocr_seconds);
    ocr
}

/// Keeps the pages that were asked for, in the document's order, and what was lost on them or on no page in particular.
fn choose(extracted: &mut Extracted, ranges: &[PageRange]) -> Result<(), String> {
    let mut chosen = Vec::new();
    for range in ranges {
        let from = range.from.as_deref().map_or(Ok(0), |name| place(&extracted.pages, name))?;
        let to = range.to.as_deref().map_or(Ok(usize::MAX), |name| place(&extracted.pages, name))?;
        if from > to {
            let written = |end: &Option<String>| end.clone().unwrap_or_default();
            return Err(format!("pages {}-{} run backwards", written(&range.from), written(&range.to)));
        }
        chosen.push(from..=to);
    }
    let is_chosen = |at: usize| chosen.iter().any(|range| range.contains(&at));
    let numbers: Vec<u32> = extracted.pages.iter().map(|page| page.number).collect();
    let mut at = 0..;
    extracted.pages.retain(|_| at.next().is_some_and(is_chosen));
    let lost_elsewhere =
        |number: u32| numbers.iter().position(|n| *n == number).is_some_and(|at| !is_chosen(at));
    extracted.losses.retain(|loss| !loss.page.is_some_and(lost_elsewhere));
    Ok(())
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
