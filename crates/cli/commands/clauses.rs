//! `crosscut clauses`: what was cut.

use crate::Done;
use crate::args::{Clauses, Common};
use crate::commands::open;
use crate::out::{note, terminal_width};
use crate::table::{Rows, fitting};
use anyhow::{Result, bail};
use crosscut::Study;
use crosscut::decisions::{Coder, Correction, State};
use crosscut::text::{Clause, ClauseId, ClauseKind, Document, Reference, Resolver, Span, lexicon};
use crosscut::words::percent;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

pub(crate) fn clauses(common: &Common, args: &Clauses) -> Result<Done> {
    let study = open(common)?;
    if let Some(id) = &args.agreement {
        let known = study.agreements()?;
        if !known.iter().any(|agreement| agreement.id.as_str() == id) {
            let ids: Vec<&str> = known.iter().map(|agreement| agreement.id.as_str()).collect();
            bail!("no agreement {id:?} in this study: it has {}", ids.join(", "));
        }
    }
    let kind = args.kind.as_deref().map(kind).transpose()?;
    let clauses = study.clauses()?;
    let of = |clause: &&Clause| args.agreement.as_ref().is_none_or(|id| clause.agreement.as_str() == id);
    let mut chosen: Vec<&Clause> = clauses.iter().filter(of).collect();
    if let Some(article) = &args.article {
        chosen = of_article(&chosen, article)?;
    }
    chosen.retain(|clause| kind.is_none_or(|kind| clause.kind == kind));
    if common.json {
        let corrections = corrections(&study, common.coder()?.as_ref())?;
        print_lines(&study, &chosen, &crosscut_export::resolver(&study.agreements()?, &clauses), corrections)?
    } else if chosen.is_empty() {
        note!("no clause of this kind: list the other kinds without --kind");
    } else {
        print_table(&chosen)?
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

/// The clauses of an article, by their eids: "9" finds `art_9` and `art_9__para_2`, not `art_90`. In an agreement without
/// articles a section or a numbered paragraph is meant.
fn of_article<'c>(clauses: &[&'c Clause], article: &str) -> Result<Vec<&'c Clause>> {
    let lower = article.to_lowercase();
    // "Article 9", "art.9", "§ 9" and "9" ask for the same.
    let named = lower.trim_start().split_inclusive([' ', '.', '§']).next().unwrap_or_default();
    let is_named = lexicon::division(named.trim_end_matches([' ', '.'])).is_some();
    let number = if is_named { &lower.trim_start()[named.len()..] } else { &lower };
    let wanted: String = number.split_whitespace().collect();
    let with_articles: BTreeSet<&str> = clauses
        .iter()
        .filter(|clause| number_of(clause, true).is_some())
        .map(|c| c.agreement.as_str())
        .collect();
    let number = |clause: &'c Clause| number_of(clause, with_articles.contains(clause.agreement.as_str()));
    let is_wanted = |number: &str| number.to_lowercase().replace('-', ".") == wanted.replace('-', ".");
    let found: Vec<&Clause> = clauses.iter().copied().filter(|c| number(c).is_some_and(is_wanted)).collect();
    if found.is_empty() {
        const SHOWN: usize = 12;
        let mut known: Vec<&str> = Vec::new();
        for number in clauses.iter().filter_map(|clause| number(clause)) {
            if !known.contains(&number) {
                known.push(number);
            }
        }
        let more = if known.len() > SHOWN { " …" } else { "" };
        known.truncate(SHOWN);
        match known.is_empty() {
            true => bail!("no article {article:?}: nothing is numbered there"),
            false => bail!("no article {article:?}: there are {}{more}", known.join(", ")),
        }
    }
    Ok(found)
}

/// The number of the article that a clause is in; of its section or paragraph where its agreement has no `articles`.
fn number_of(clause: &Clause, articles: bool) -> Option<&str> {
    let names: &[&str] = if articles { &["art_"] } else { &["sec_", "para_"] };
    let mut parts = clause.eid.as_str().split("__");
    parts.find_map(|part| names.iter().find_map(|name| part.strip_prefix(name)))
}

/// A clause with what it cites of the corpus.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Line<'a> {
    #[serde(flatten)]
    clause: &'a Clause,
    /// Title of its agreement.
    title: Option<&'a str>,
    /// Its place in the text of the document, in both units.
    spans: Spans,
    references: Vec<Reference>,
    /// Words of it that were recognised wrongly, as people read them on its page; `text` stays as it was recognised.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<Corrected>,
}

/// Words that were misread.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Corrected {
    /// Where they are in the text of the clause, in UTF-8 bytes.
    span: Span,
    /// As they were recognised.
    recognised: String,
    /// What the page says.
    correct: String,
}

/// The misread words of each clause, as far as a coder may see them.
fn corrections(study: &Study, coder: Option<&Coder>) -> Result<BTreeMap<ClauseId, Vec<Corrected>>> {
    // What the last run found is needed to find their places again, and is much to read where there are none.
    if State::fold(&study.events_for(coder)?.0).corrections.is_empty() {
        return Ok(BTreeMap::new());
    }
    let findings = study.findings_for(coder)?;
    let finder = findings.finder();
    let corrected = |(span, correction): &(Span, Correction)| Corrected {
        span: *span,
        recognised: correction.recognised.clone(),
        correct: correction.correct.clone(),
    };
    let of_clause = |(place, words): (&usize, &Vec<_>)| {
        let clause = finder.clauses().get(*place)?;
        Some((clause.id.clone(), words.iter().map(corrected).collect()))
    };
    Ok(findings.places().corrections.iter().filter_map(of_clause).collect())
}

/// A half-open range in the units that tools count in.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Spans {
    /// The same as `span`.
    utf8_bytes: Span,
    /// Unicode code points; null for a clause that came ready-made out of a document that is not here.
    code_points: Option<Span>,
}

fn print_lines(
    study: &Study,
    clauses: &[&Clause],
    resolver: &Resolver,
    mut corrections: BTreeMap<ClauseId, Vec<Corrected>>,
) -> Result<()> {
    let agreements = study.agreements()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut text: Option<(&str, Option<Document>)> = None;
    for clause in clauses {
        let agreement = agreements.iter().find(|agreement| agreement.id == clause.agreement);
        if text.as_ref().is_none_or(|(id, _)| *id != clause.agreement.as_str()) {
            let source = agreement.and_then(|agreement| agreement.source.as_deref());
            let document = source.map(|source| study.document(source)).transpose()?.flatten();
            text = Some((clause.agreement.as_str(), document));
        }
        let document = text.as_ref().and_then(|(_, document)| document.as_ref());
        let line = Line {
            clause,
            title: agreement.map(|agreement| agreement.title.as_str()),
            spans: Spans { utf8_bytes: clause.span, code_points: code_points(clause, document) },
            references: resolver.references(clause),
            corrections: corrections.remove(&clause.id).unwrap_or_default(),
        };
        serde_json::to_writer(&mut out, &line).map_err(io::Error::from)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}

/// The span of a clause in code points, as far as what comes before it is known.
fn code_points(clause: &Clause, document: Option<&Document>) -> Option<Span> {
    let before = document.map_or("", |document| document.text.as_str()).get(..clause.span.start())?;
    Some(Span::at(before.chars().count(), clause.text.chars().count()))
}

/// The clauses as a table, by their ids. On a terminal addresses are kept narrow, and of each text as much is shown as three
/// lines hold.
fn print_table(clauses: &[&Clause]) -> Result<()> {
    const LINES: usize = 3;
    let head = ["id", "locator", "kind", "#page", "text"];
    let mut rows = Rows::new(&head);
    let share = 20;
    (1..head.len() - 3).for_each(|column| rows.narrow(column, share));
    let room = terminal_width().map_or(usize::MAX, |width| LINES * (width * 2 / 5).max(16));
    for clause in clauses {
        let page = clause.pages.first().map(ToString::to_string).unwrap_or_default();
        let id = clause.id.to_string();
        rows.add([id, locator(clause), clause.kind.to_string(), page, fitting(&clause.text, room)]);
    }
    rows.print()?;
    Ok(())
}

/// The address, and how sure the recognition was where the text was read from an image.
fn locator(clause: &Clause) -> String {
    match clause.recognised {
        Some(sure) => format!("{} (recognised, {})", clause.locator, percent(sure.into())),
        None => clause.locator.clone(),
    }
}
