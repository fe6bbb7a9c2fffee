//! `crosscut clauses`: what was cut.

use crate::Done;
use crate::args::Clauses;
use crate::table::{Rows, shortened};
use anyhow::{Result, bail};
use crosscut::Study;
use crosscut::text::{Clause, ClauseKind, Reference, Resolver};
use serde::Serialize;
use std::io::{self, Write};

pub(crate) fn clauses(args: &Clauses) -> Result<Done> {
    let study = Study::open(&args.study.study)?;
    if let Some(id) = &args.agreement {
        let known = study.agreements()?;
        if !known.iter().any(|agreement| agreement.id.as_str() == id) {
            let ids: Vec<&str> = known.iter().map(|agreement| agreement.id.as_str()).collect();
            bail!("no agreement {id:?} in this study: it has {}", ids.join(", "));
        }
    }
    let kind = args.kind.as_deref().map(kind).transpose()?;
    let clauses = study.clauses()?;
    let chosen = clauses.iter().filter(|clause| {
        args.agreement.as_ref().is_none_or(|id| clause.agreement.as_str() == id)
            && kind.is_none_or(|kind| clause.kind == kind)
            && args.article.as_ref().is_none_or(|article| is_of_article(clause, article))
    });
    if args.json {
        print_lines(chosen, &crosscut::export::resolver(&study.agreements()?, &clauses))?
    } else {
        print_table(chosen, args.agreement.is_none())?
    }
    Ok(Done::Well)
}

fn kind(name: &str) -> Result<ClauseKind> {
    match ClauseKind::ALL.iter().find(|kind| kind.name() == name) {
        Some(kind) => Ok(*kind),
        None => {
            let names: Vec<&str> = ClauseKind::ALL.iter().map(|kind| kind.name()).collect();
            bail!("no kind {name:?}: one of {}", names.join(", "))
        }
    }
}

/// Whether a clause stands in an article, by its eid: "9" finds `art_9` and `art_9__para_2`, not `art_90`.
fn is_of_article(clause: &Clause, article: &str) -> bool {
    let number: String = article.to_lowercase().split_whitespace().collect();
    clause.eid.as_str().split("__").any(|part| part.strip_prefix("art_") == Some(&number))
}

/// A clause with what it cites of the corpus.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    clause: &'a Clause,
    references: Vec<Reference>,
}

fn print_lines<'a>(clauses: impl Iterator<Item = &'a Clause>, resolver: &Resolver) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for clause in clauses {
        let line = Line { clause, references: resolver.references(clause) };
        serde_json::to_writer(&mut out, &line).map_err(io::Error::from)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}

/// The clauses as a table; the agreement is a column where it is not the same in all rows.
fn print_table<'a>(clauses: impl Iterator<Item = &'a Clause>, several: bool) -> Result<()> {
    const TEXT: usize = 160;
    let mut head = vec!["locator", "kind", "#page", "text"];
    if several {
        head.insert(0, "agreement");
    }
    let mut rows = Rows::new(&head);
    for clause in clauses {
        let page = clause.pages.first().map(ToString::to_string).unwrap_or_default();
        let mut row = vec![locator(clause), clause.kind.to_string(), page, shortened(&clause.text, TEXT)];
        if several {
            row.insert(0, clause.agreement.to_string());
        }
        rows.add(row);
    }
    rows.print()?;
    Ok(())
}

/// The address, and how sure the recognition was where the text was read from an image.
fn locator(clause: &Clause) -> String {
    match clause.recognised {
        Some(sure) => format!("{} (recognised, {:.0} %)", clause.locator, 100.0 * sure),
        None => clause.locator.clone(),
    }
}
