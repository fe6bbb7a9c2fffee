//! Clauses by words, and clauses like an example.

use crate::args::{Like, Order, Search};
use crate::desk::{Desk, shown};
use crate::error::{Error, Result};
use crate::page::{Page, Wanted, fitted};
use crate::shape::{Quoted, line};
use crosscut::search::{Example, Hit, Hits, Index, Options, SearchError, Sort, asks_for_decisions};
use crosscut::text::ClauseId;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Agreements that are counted by name.
const COUNTED: usize = 60;
/// Clauses that are ranked by likeness at most.
const RANKED: usize = 200;
/// Characters of an example, of a query, and of how it was read; notes that are told.
const EXAMPLE: usize = 20_000;
const QUERY: usize = 10_000;
const READ_AS: usize = 2_000;
const NOTES: usize = 20;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Found {
    clauses: Vec<Quoted>,
    #[serde(flatten)]
    page: Page,
    /// Matching clauses by agreement, most first; of the first sixty. An agreement that is not named has none.
    by_agreement: BTreeMap<String, usize>,
    /// How many agreements have a match.
    agreements: usize,
    /// Clauses that hold only some of the words and are not counted; `any` shows them too.
    #[serde(skip_serializing_if = "Option::is_none")]
    with_some_of_the_words: Option<usize>,
    /// How the query was read.
    #[serde(skip_serializing_if = "String::is_empty")]
    read_as: String,
    /// What you should know: words that were added, nearest words where nothing matches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

impl Found {
    fn of(found: &Hits, hits: &[Hit], wanted: Wanted, mut notes: Vec<String>) -> Self {
        let (clauses, page) = fitted(hits.iter().map(Quoted::hit), wanted, found.total);
        notes.extend(found.notes.iter().take(NOTES).map(|note| line(note)));
        Self {
            clauses,
            page,
            by_agreement: found
                .facets
                .iter()
                .take(COUNTED)
                .map(|(id, count)| (id.to_string(), *count))
                .collect(),
            agreements: found.facets.len(),
            with_some_of_the_words: Some(found.partial).filter(|some| *some > 0),
            read_as: found.explained.trim_end().chars().take(READ_AS).collect(),
            notes,
        }
    }
}

pub(crate) fn search(desk: &Desk, args: Search) -> Result<Found> {
    let wanted = Wanted::new(args.offset, args.limit);
    if args.query.chars().count() > QUERY {
        return Err(Error::asked(format!(
            "the query has more than {QUERY} characters: to look for a text, use `like`"
        )));
    }
    let (index, catalogue) = desk.index(asks_for_decisions(&args.query))?;
    let query = catalogue.expanded(&args.query)?;
    // A saved search may ask for decisions where the query that names it does not.
    let (index, catalogue) = if asks_for_decisions(&query) { desk.index(true)? } else { (index, catalogue) };
    let mut options = Options::from(wanted.limit());
    (options.offset, options.any) = (wanted.offset(), args.any);
    options.sort = match args.sort {
        Order::Score => Sort::Score,
        Order::Agreement => Sort::Agreement,
        Order::Year => Sort::Year,
        Order::Position => Sort::Position,
    };
    let found = match index.search_in(&catalogue, &query, options.clone()) {
        // A broken index is made again.
        Err(SearchError::Index(_)) => desk.study()?.sound_index()?.search_in(&catalogue, &query, options)?,
        answer => answer?,
    };
    let sealed = if asks_for_decisions(&query) { desk.sealed(&desk.study()?)? } else { None };
    let hits = if wanted.offset() < found.total { &found.hits[..] } else { &[] };
    Ok(Found::of(&found, hits, wanted, sealed.into_iter().collect()))
}

pub(crate) fn like(desk: &Desk, args: Like) -> Result<Found> {
    let wanted = Wanted::new(args.offset, args.limit);
    let (index, _) = desk.index(false)?;
    let example = match (&args.clause, &args.text) {
        (Some(id), None) => one(&index, id)?.ok_or_else(|| unknown(id))?,
        (None, Some(text)) if text.trim().is_empty() => return Err(Error::asked("the text is empty")),
        (None, Some(text)) => (text.chars().take(EXAMPLE).collect(), None),
        _ => return Err(Error::asked("give either the id of a clause (`clause`) or a text (`text`)")),
    };
    let (text, known) = example;
    let language = known.as_ref().map_or_else(|| index.language_of(&text), |hit| hit.language);
    // Without a sentence model, or with one that cannot be read, words alone say what is alike.
    let meaning = desk.study()?.meaning(&text, language).unwrap_or_default();
    let mut example = Example::new(&text, language);
    (example.agreement, example.meaning) = (known.as_ref().map(|hit| &hit.agreement), meaning.as_ref());
    let mut found = index.near(&example, RANKED)?;
    found.total = found.total.min(found.hits.len());
    let hits: Vec<Hit> = found.hits.iter().skip(wanted.offset()).take(wanted.limit()).cloned().collect();
    Ok(Found::of(&found, &hits, wanted, Vec::new()))
}

/// The text of a clause, and what else is known of it.
fn one(index: &Index, id: &str) -> Result<Option<(String, Option<Hit>)>> {
    let Ok(id) = ClauseId::new(id) else { return Ok(None) };
    Ok(index.clause(&id)?.map(|hit| (hit.text.clone(), Some(hit))))
}

fn unknown(id: &str) -> Error {
    Error::asked(format!("there is no clause {}: search finds the ids", shown(id)))
}
