//! `crosscut codebook`: known elements.

use crate::Done;
use crate::args::{CodebookAction, Common};
use crate::commands::import::losses;
use crate::commands::{open, print_json, told};
use crate::hint::quoted;
use crate::out::{raw, say};
use crate::table::{Rows, shortened};
use anyhow::{Context, Result};
use crosscut::decisions::{Basis, EventId, State};
use crosscut::export::{Cites, CsvOptions, csv};
use crosscut::text::{AgreementId, ClauseId};
use crosscut::words::counted;
use crosscut::{ClauseMatch, Codebook, ElementMatch, Results, Study, read_text};
use crosscut_export::{export_codebook, import_codebook, save_made_of};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// Agreements that the table quotes for an element.
const QUOTED: usize = 3;
/// Characters of a quote in the table.
const QUOTE: usize = 100;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    codebook: &'a str,
    version: &'a str,
    elements: Vec<Element<'a>>,
}

/// What fits an element, in order. How likely it is that a clause says it was not measured, so no figure is given.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Element<'a> {
    /// Its id in the codebook.
    element: &'a str,
    name: &'a str,
    /// Agreements that are proposed to have it, the one with the best clause first.
    agreements: Vec<&'a AgreementId>,
    /// Clauses that are proposed, best first.
    proposed: Vec<Fit<'a>>,
    /// Further clauses that have anything in common with it, best first.
    rest: Vec<&'a ClauseId>,
}

/// A clause that is proposed for an element.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Fit<'a> {
    /// Its place among the clauses of the element, from 1.
    rank: usize,
    clause: &'a ClauseId,
    agreement: &'a AgreementId,
    locator: &'a str,
    /// The first page that it is on, from 1; none in a source without pages.
    page: Option<u32>,
    text: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Adopted<'a> {
    schema: &'static str,
    codebook: &'a str,
    /// Elements that are new.
    adopted: usize,
    /// Elements of it that the study has by name already.
    known: usize,
    /// The decision that made them, by which it is undone; none where nothing was new.
    event: Option<EventId>,
    /// What of the codebook was not taken over.
    losses: &'a [String],
}

/// A codebook that was written in another form.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Written<'a> {
    schema: &'static str,
    file: &'a Path,
    elements: usize,
    /// What was not taken over.
    losses: &'a [String],
}

impl<'a> Element<'a> {
    fn new(found: &'a ElementMatch, cites: &Cites<'a>) -> Self {
        let cited = found.proposed.iter().filter_map(|fit| cites.cite(&fit.clause));
        let proposed = (1..).zip(cited).map(|(rank, cited)| Fit {
            rank,
            clause: &cited.clause.id,
            agreement: &cited.clause.agreement,
            locator: &cited.clause.locator,
            page: cited.clause.pages.first().copied(),
            text: &cited.clause.text,
        });
        Self {
            element: &found.element,
            name: &found.name,
            agreements: best(found).into_iter().map(|fit| &fit.agreement).collect(),
            proposed: proposed.collect(),
            rest: found.rest.iter().map(|fit| &fit.clause).collect(),
        }
    }
}

pub(crate) fn codebook(common: &Common, action: &CodebookAction) -> Result<Done> {
    match action {
        CodebookAction::Match { codebook, csv } => matches(common, codebook, *csv),
        CodebookAction::Adopt { from } => adopt(common, from),
        CodebookAction::Import { file, out } => import(common, file, out.as_deref()),
        CodebookAction::Export { file, out } => export(common, file, out.as_deref()),
    }
}

/// Makes the elements of a codebook elements of the study.
fn adopt(common: &Common, from: &Path) -> Result<Done> {
    let coder = common.coder()?.context("who decides? Give your name with --by NAME")?;
    let (book, lost) = read(from)?;
    let study = open(common)?;
    let mut decisions = study.decisions(&coder)?;
    let new = book.adopt(decisions.state());
    let (added, known) = (new.len(), book.elements.len() - new.len());
    let event = if new.is_empty() {
        None
    } else {
        let run = study.manifest()?.run;
        Some(decisions.decide_on(&Basis { run: Some(&run), ..Basis::default() }, new)?)
    };
    if common.json {
        let (schema, codebook) = ("crosscut/codebook-adopt/1", &book.title);
        print_json(&Adopted { schema, codebook, adopted: added, known, event, losses: &lost })?;
    } else if let Some(event) = event {
        say!("adopted {} of {}", counted(added, "element"), book.title)?;
        if known > 0 {
            say!("{} of it were there by name already", counted(known, "element"))?;
        }
        say!("next: {}", common.command("review"))?;
        let undo = format!("decide undo {event} --by {}", quoted(coder.as_str()));
        say!("undo with: {}", common.command(&undo))?;
    } else {
        say!("nothing to adopt: the study has all {} by name", counted(known, "element"))?;
    }
    losses(&lost)
}

/// A codebook of ours or of another program (REFI-QDA), a list of names, another study's elements, or one that Crosscut
/// comes with; and what of it could not be taken over.
fn read(from: &Path) -> Result<(Codebook, Vec<String>)> {
    let name = from.to_string_lossy();
    if from.is_dir() {
        return Ok((Codebook::of_study(&name, &State::fold(&Study::at(from)?.events()?.0))?, Vec::new()));
    }
    if !from.exists() {
        return Ok((Codebook::builtin(&name)?, Vec::new()));
    }
    let text = read_text(from)?;
    let ends = |ending: &str| from.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
    if ends("qdc") || text.trim_start().starts_with("<?xml") {
        let imported = import_codebook(&name, &text)?;
        return Ok((imported.codebook, imported.losses));
    }
    let book = if ends("toml") { Codebook::parse(from, &text)? } else { Codebook::of_list(&name, &text)? };
    Ok((book, Vec::new()))
}

fn matches(common: &Common, codebook: &Path, csv: bool) -> Result<Done> {
    let (book, lost) = read(codebook)?;
    let study = open(common)?;
    let results = study.results()?;
    let state = State::fold(&study.events_for(common.coder()?.as_ref())?.0);
    let found = book.match_clauses(&study.compared(&results.clauses)?, &state)?;
    if common.json {
        let cites = Cites::new(&results);
        print_json(&Answer {
            schema: "crosscut/codebook-match/1",
            codebook: &book.title,
            version: &book.version,
            elements: found.iter().map(|found| Element::new(found, &cites)).collect(),
        })?;
    } else if csv {
        raw(&table(&results, &found))?;
    } else {
        print(&results, &found)?;
    }
    losses(&lost)
}

fn import(common: &Common, file: &Path, out: Option<&Path>) -> Result<Done> {
    let imported = import_codebook(&file.display().to_string(), &read_text(file)?)?;
    let out = save_made_of(file, out, "codebook.toml", imported.text.as_bytes())?;
    written(common, "crosscut/codebook-import/1", &out, &imported.codebook, &imported.losses)
}

fn export(common: &Common, file: &Path, out: Option<&Path>) -> Result<Done> {
    let book = Codebook::parse(file, &read_text(file)?)?;
    let out = save_made_of(file, out, "codebook.qdc", export_codebook(&book)?.as_bytes())?;
    written(common, "crosscut/codebook-export/1", &out, &book, &[])
}

/// Says where a codebook went, and what did not go with it.
fn written(
    common: &Common,
    schema: &'static str,
    file: &Path,
    book: &Codebook,
    lost: &[String],
) -> Result<Done> {
    let elements = book.elements.len();
    if common.json {
        print_json(&Written { schema, file, elements, losses: lost })?;
    } else {
        told(file, &format!("wrote {} to {}", counted(elements, "element"), file.display()))?;
    }
    losses(lost)
}

/// The best clause of each agreement, best first.
fn best(element: &ElementMatch) -> Vec<&ClauseMatch> {
    let mut seen: BTreeSet<&AgreementId> = BTreeSet::new();
    element.proposed.iter().filter(|clause| seen.insert(&clause.agreement)).collect()
}

fn print(results: &Results, found: &[ElementMatch]) -> Result<()> {
    let cites = Cites::new(results);
    let mut rows =
        Rows::new(&["element", "#agreements", "#clauses", "best clause of each agreement, best first"]);
    for element in found {
        let best = best(element);
        let mut quotes: Vec<String> = best
            .iter()
            .take(QUOTED)
            .filter_map(|clause| cites.cite(&clause.clause))
            .map(|cited| {
                let quote = shortened(&cited.clause.text, QUOTE);
                format!("{}, {}: {quote}", shortened(cited.short, 24), cited.clause.locator)
            })
            .collect();
        let others: Vec<String> = best
            .iter()
            .skip(QUOTED)
            .filter_map(|clause| cites.cite(&clause.clause))
            .map(|cited| shortened(cited.short, 24))
            .collect();
        if !others.is_empty() {
            quotes.push(format!("and {}", others.join(", ")));
        }
        let (agreements, clauses) = (best.len().to_string(), element.proposed.len().to_string());
        rows.add([element.name.clone(), agreements, clauses, quotes.join("\n")]);
    }
    rows.print()?;
    say!(
        "{} of {}: what fits best, in order; how likely it is that a clause says it was not measured",
        counted(found.iter().map(|element| element.proposed.len()).sum(), "clause"),
        counted(found.len(), "element")
    )?;
    Ok(())
}

/// One line a clause that is proposed, with its rank in its element and its quote.
fn table(results: &Results, found: &[ElementMatch]) -> String {
    let cites = Cites::new(results);
    let head =
        ["element", "rank", "agreement", "short", "clause", "locator", "page", "quote"].map(str::to_owned);
    let mut rows = Vec::new();
    for element in found {
        for (place, clause) in element.proposed.iter().enumerate() {
            let Some(cited) = cites.cite(&clause.clause) else { continue };
            rows.push(vec![
                element.name.clone(),
                (place + 1).to_string(),
                clause.agreement.to_string(),
                cited.short.to_owned(),
                clause.clause.to_string(),
                cited.clause.locator.clone(),
                cited.page_text(),
                cited.clause.text.clone(),
            ]);
        }
    }
    csv(&head, &rows, CsvOptions::default())
}
