//! `crosscut codebook`: known elements.

use crate::Done;
use crate::args::{CodebookAction, Common};
use crate::commands::{open, print_json};
use crate::table::Rows;
use anyhow::Result;
use crosscut::{Codebook, ElementMatch, read_text};
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    codebook: &'a str,
    version: &'a str,
    elements: &'a [ElementMatch],
}

pub(crate) fn codebook(common: &Common, action: &CodebookAction) -> Result<Done> {
    let CodebookAction::Match { codebook } = action;
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
