//! `crosscut extract`: what a document holds.

use crate::Done;
use crate::args::{Extract, ExtractFormat};
use crate::commands::print_json;
use crate::table::visible;
use anyhow::Result;
use crosscut::text::{Loss, Page};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    media_type: &'a str,
    title: Option<&'a str>,
    pages: &'a [Page],
    losses: &'a [Loss],
}

pub(crate) fn extract(args: &Extract) -> Result<Done> {
    let mut extracted = crosscut::extract_file(&args.file, args.password.clone())?;
    if let Some((from, to)) = args.pages {
        extracted.pages.retain(|page| (from..=to).contains(&page.number));
        anyhow::ensure!(!extracted.pages.is_empty(), "{}: no such pages", args.file.display());
    }
    match args.format {
        ExtractFormat::Json => print_json(&Answer {
            schema: "crosscut/extract/1",
            media_type: extracted.media_type,
            title: extracted.title.as_deref(),
            pages: &extracted.pages,
            losses: &extracted.losses,
        })?,
        ExtractFormat::Text => {
            io::stdout().write_all(crosscut::plain_text(&extracted.pages, args.all).as_bytes())?
        }
    }
    for loss in &extracted.losses {
        eprintln!("loss: {}: {}", args.file.display(), visible(&loss.to_string()));
    }
    Ok(if extracted.losses.is_empty() { Done::Well } else { Done::Attention })
}
