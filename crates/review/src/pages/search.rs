//! Finding clauses by words or by example, and putting what was found into elements.

use super::exports::attached;
use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::{found, plain, url};
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::decisions::Decision;
use crosscut::search::{Catalogue, Example, Facet, Hits, Index, Options, SearchError, Sort};
use crosscut::text::{AgreementId, ClauseId, Span};
use crosscut::words::{Html, sentence};
use crosscut_export::Quoted;
use std::collections::BTreeMap;

/// Hits on a page.
const PAGE: usize = 20;
/// Clauses of a file.
const FILE: usize = 100_000;

/// The orders that may be chosen.
const SORTS: [(&str, &str, Sort); 4] = [
    ("score", "best first", Sort::Score),
    ("agreement", "by agreement", Sort::Agreement),
    ("year", "oldest first", Sort::Year),
    ("position", "as the texts run", Sort::Position),
];

#[derive(Template)]
#[template(path = "search.html")]
struct Search {
    shell: Shell,
    asked: Asked,
    wrong: Option<Html>,
    notes: Vec<Html>,
    total: usize,
    /// Clauses that hold some of the words, and the page that shows them.
    partial: Option<(usize, String)>,
    hits: Vec<Found>,
    facets: Vec<Counts>,
    /// The answer as a file: what it is called, and where it is.
    files: Vec<(&'static str, String)>,
    elements: Vec<String>,
    back: Option<String>,
    forth: Option<String>,
}

/// A clause that was found, and the words that it shares with an example.
struct Found {
    quote: Quote,
    shared: String,
}

/// The matches by one field: its name, and each value with its count and the narrower search.
struct Counts {
    name: &'static str,
    /// Its values are names, not words of ours.
    is_name: bool,
    values: Vec<(String, usize, String)>,
}

/// What is asked for.
#[derive(Clone, Default)]
struct Asked {
    query: String,
    /// The clause whose like is looked for.
    like: String,
    any: bool,
    sort: &'static str,
    from: usize,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        let sort = SORTS.iter().find(|(name, ..)| *name == fields.one("sort"));
        Self {
            query: fields.one("q").trim().to_owned(),
            like: fields.one("like").to_owned(),
            any: fields.one("any") == "1",
            sort: sort.map_or("score", |(name, ..)| name),
            from: fields.one("from").parse::<usize>().unwrap_or(0).min(100_000) / PAGE * PAGE,
        }
    }

    fn is_empty(&self) -> bool {
        self.query.is_empty() && self.like.is_empty()
    }

    /// The address of this search, with other parameters.
    fn url(&self, path: &str, other: &[(&str, &str)]) -> String {
        let from = self.from.to_string();
        let mut all: Vec<(&str, &str)> = if self.like.is_empty() {
            vec![("q", &self.query), ("sort", self.sort)]
        } else {
            vec![("like", &self.like)]
        };
        all.extend(self.any.then_some(("any", "1")));
        all.push(("from", &from));
        all.retain(|(name, value)| !value.is_empty() && other.iter().all(|(other, _)| other != name));
        all.extend(other);
        all.retain(|pair| *pair != ("sort", "score") && *pair != ("from", "0"));
        url(path, &all)
    }

    /// The order as a search takes it.
    fn order(&self) -> Sort {
        SORTS.iter().find(|(name, ..)| *name == self.sort).map(|(.., sort)| *sort).unwrap_or_default()
    }
}

pub(super) fn search(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let asked = Asked::of(fields);
    let mut page = Search {
        shell: Shell::new(desk, "Search", Here::Search).done(desk, fields.one("done")),
        wrong: None,
        notes: Vec::new(),
        total: 0,
        partial: None,
        hits: Vec::new(),
        facets: Vec::new(),
        files: Vec::new(),
        elements: desk.state().by_name().iter().map(|element| plain(&element.name)).collect(),
        back: None,
        forth: None,
        asked: asked.clone(),
    };
    if !asked.is_empty() {
        match answer(desk, &asked, PAGE, asked.from) {
            Ok((catalogue, answer)) => fill(desk, &mut page, &catalogue, &answer),
            Err(Answered::Wrong(error)) => page.wrong = Some(Html::isolated(&sentence(&error.to_string()))),
            Err(Answered::Fault(fault)) => return Err(fault),
        }
    }
    Ok(render(&page))
}

/// The whole answer as a file.
pub(super) fn file(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let asked = Asked::of(fields);
    let (catalogue, found) = match answer(desk, &asked, FILE, 0) {
        Ok(answer) => answer,
        Err(Answered::Wrong(error)) => return Err(Fault::Wrong(sentence(&error.to_string()))),
        Err(Answered::Fault(fault)) => return Err(fault),
    };
    let query = if asked.like.is_empty() { asked.query } else { format!("clauses like {}", asked.like) };
    let quoted = Quoted::of(&desk.name(), &catalogue, &query, &found);
    let (bytes, media, name) = match fields.one("form") {
        "xlsx" => (
            quoted.xlsx()?,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "search.xlsx",
        ),
        "docx" => (
            quoted.docx()?,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "search.docx",
        ),
        "csv" => (quoted.csv().into_bytes(), "text/csv; charset=utf-8", "search.csv"),
        other => return Err(Fault::Missing(format!("There is no form {other:?}: xlsx, docx or csv."))),
    };
    Ok(attached(bytes, media, name))
}

/// Puts the ticked clauses into an element, or makes one of them.
pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let clauses = fields.all("clause");
    if clauses.is_empty() {
        return Err(Fault::Wrong("Tick the clauses first.".into()));
    }
    let choice = desk.choice_with(fields.has("both"));
    let decision = match fields.one("act") {
        "add" => {
            let into = fields.filled("into").ok_or_else(|| Fault::Wrong("Name the element.".into()))?;
            Decision::Add { element: choice.element(into)?.id, clauses: choice.clauses(&clauses)? }
        }
        "new" => {
            let name = fields.filled("name").ok_or_else(|| Fault::Wrong("Name the new element.".into()))?;
            choice.make(name, None, &clauses)?
        }
        other => return Err(Fault::Wrong(format!("No action {other:?}."))),
    };
    let event = desk.save(vec![decision], None)?.to_string();
    Ok(go(&Asked::of(fields).url("/search", &[("done", &event)])))
}

/// Why there is no answer: the query is wrong, or something else.
enum Answered {
    Wrong(SearchError),
    Fault(Fault),
}

impl From<crosscut::Error> for Answered {
    fn from(error: crosscut::Error) -> Self {
        Self::Fault(error.into())
    }
}

/// Asks the index. One that turns out to be broken is made again.
fn answer(
    desk: &mut Desk<'_>,
    asked: &Asked,
    limit: usize,
    from: usize,
) -> Result<(Catalogue, Hits), Answered> {
    if desk.index.is_none() {
        desk.index = Some(desk.study.index()?);
    }
    let seen: &Desk<'_> = desk;
    let catalogue = seen.study.catalogue(Some(seen.findings()))?;
    let ask = |index: &Index| match asked.like.as_str() {
        "" => {
            let mut options = Options::from(limit);
            (options.offset, options.any, options.sort) = (from, asked.any, asked.order());
            options.facets = vec![Facet::Kind, Facet::Strength];
            index.search_in(&catalogue, &catalogue.expanded(&asked.query)?, options)
        }
        like => {
            let mut found = alike(seen, index, like, from + limit)?;
            found.hits.drain(..from.min(found.hits.len()));
            Ok(found)
        }
    };
    let found = match seen.index.as_ref().map(ask) {
        Some(Err(SearchError::Index(_))) => {
            let index = seen.study.sound_index()?;
            let found = ask(&index);
            desk.index = Some(index);
            found
        }
        Some(answer) => answer,
        None => return Err(Answered::Fault(Fault::Missing("The search index is missing.".into()))),
    };
    found.map(|found| (catalogue, found)).map_err(Answered::Wrong)
}

/// Clauses of other agreements that are like one.
fn alike(desk: &Desk<'_>, index: &Index, id: &str, limit: usize) -> Result<Hits, SearchError> {
    let known = ClauseId::new(id).ok().map(|id| index.clause(&id)).transpose()?.flatten();
    let Some(clause) = known else {
        let mut none = Hits::default();
        none.notes.push(format!("there is no clause {id:?}"));
        return Ok(none);
    };
    let meaning = desk.study.meaning(&clause.text, clause.language).unwrap_or_default();
    let mut example = Example::new(&clause.text, clause.language);
    (example.agreement, example.meaning) = (Some(&clause.agreement), meaning.as_ref());
    index.near(&example, limit)
}

fn fill(desk: &Desk<'_>, page: &mut Search, catalogue: &Catalogue, answer: &Hits) {
    page.total = answer.total;
    page.notes = answer.notes.iter().map(|note| Html::isolated(&sentence(note))).collect();
    let asked = page.asked.clone();
    let either = asked.url("/search", &[("any", "1")]);
    page.partial = (answer.partial > 0).then_some((answer.partial, either));
    for hit in &answer.hits {
        let Some((_, clause)) = desk.clause(hit.clause.as_str()) else { continue };
        let marks = hit.highlights.iter().map(|span| (span.start(), span.end()));
        let quote = Quote::with(desk, clause, found(&clause.text, marks));
        let shared = if asked.like.is_empty() { String::new() } else { shared(&hit.text, &hit.highlights) };
        page.hits.push(Found { quote, shared });
    }
    if asked.like.is_empty() {
        page.facets = counts(desk, &asked, catalogue, answer);
    }
    if answer.total > 0 {
        let file = |form| asked.url("/search/file", &[("form", form), ("from", "0")]);
        page.files = vec![("Excel", file("xlsx")), ("Word", file("docx")), ("CSV", file("csv"))];
    }
    let at = |from: usize| asked.url("/search", &[("from", &from.to_string())]);
    page.back = asked.from.checked_sub(PAGE).map(at);
    page.forth = (asked.from + PAGE < page.total && !answer.hits.is_empty()).then(|| at(asked.from + PAGE));
}

/// The words that a clause shares with the example.
fn shared(text: &str, highlights: &[Span]) -> String {
    let mut words: Vec<String> =
        highlights.iter().filter_map(|span| span.cut(text)).map(|word| plain(&word.to_lowercase())).collect();
    words.sort();
    words.dedup();
    words.join(", ")
}

/// The matches by agreement, year, group, kind and strength, each with the search for them alone.
fn counts(desk: &Desk<'_>, asked: &Asked, catalogue: &Catalogue, answer: &Hits) -> Vec<Counts> {
    let narrower = |filter: String| {
        // Fields of one sort side by side mean either; joined by AND they narrow.
        let field = filter.split_inclusive(':').next().unwrap_or_default();
        let query = match asked.query.to_lowercase().contains(field) {
            true => format!("({}) AND {filter}", asked.query),
            false => format!("{} {filter}", asked.query),
        };
        asked.url("/search", &[("q", &query), ("from", "0")])
    };
    let agreements = &desk.results.agreements;
    let short = |id: &AgreementId| {
        agreements.iter().find(|a| a.id == *id).map_or_else(|| id.to_string(), |a| plain(a.short()))
    };
    let by_agreement = answer.facets.iter();
    let by_agreement =
        by_agreement.map(|(id, count)| (short(id), *count, narrower(format!("agreement:{id}")))).collect();
    let mut all = vec![Counts { name: "Agreement", is_name: true, values: by_agreement }];
    let (mut years, mut groups) = (BTreeMap::new(), BTreeMap::new());
    for (id, count) in &answer.facets {
        let known = catalogue.agreements.iter().find(|known| known.id == *id);
        if let Some(year) = known.and_then(|known| known.year) {
            *years.entry(year.to_string()).or_default() += count;
        }
        if let Some(group) = known.and_then(|known| known.group.clone()) {
            *groups.entry(group).or_default() += count;
        }
    }
    let of = |facet: Facet| -> BTreeMap<String, usize> {
        let counts = answer.counts.iter().filter(|(known, _)| *known == facet);
        counts.flat_map(|(_, counts)| counts.iter().cloned()).collect()
    };
    for (name, field, values) in [
        ("Year", "year", years),
        ("Group", "group", groups),
        ("Kind", "kind", of(Facet::Kind)),
        ("Strength", "strength", of(Facet::Strength)),
    ] {
        let value = |(value, count): (String, usize)| {
            let filter = narrower(format!("{field}:{value}"));
            (plain(&value), count, filter)
        };
        all.push(Counts { name, is_name: false, values: values.into_iter().map(value).collect() });
    }
    all.retain(|counts| counts.values.len() > 1);
    all
}
