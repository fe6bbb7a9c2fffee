//! Finding clauses by words.

use crate::Desk;
use crate::answer::render;
use crate::form::Fields;
use crate::html::{found, plain, url};
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::search::Options;
use crosscut::words::{Html, sentence};

/// Hits on a page.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "search.html")]
struct Search {
    shell: Shell,
    query: String,
    asked: bool,
    wrong: Option<Html>,
    notes: Vec<Html>,
    total: usize,
    /// Clauses that hold some of the words, and the page that shows them.
    partial: Option<(usize, String)>,
    hits: Vec<Quote>,
    facets: Vec<(String, usize, String)>,
    from: usize,
    back: Option<String>,
    forth: Option<String>,
}

pub(super) fn search(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let query = fields.one("q").trim().to_owned();
    let any = fields.one("any") == "1";
    let from = fields.one("from").parse::<usize>().unwrap_or(0).min(100_000) / PAGE * PAGE;
    let mut page = Search {
        shell: Shell::new(desk, "Search", Here::Search),
        asked: !query.is_empty(),
        query,
        wrong: None,
        notes: Vec::new(),
        total: 0,
        partial: None,
        hits: Vec::new(),
        facets: Vec::new(),
        from,
        back: None,
        forth: None,
    };
    if page.asked {
        let Some(index) = &desk.index else {
            return Err(Fault::Missing(
                "The search index is missing: run `crosscut run` on the study again.".into(),
            ));
        };
        let mut options = Options::from(PAGE);
        options.offset = from;
        options.any = any;
        let catalogue = desk.study.catalogue(desk.findings())?;
        match index.search_in(&catalogue, &page.query, options) {
            Ok(answer) => fill(desk, &mut page, &answer, any),
            Err(error) => page.wrong = Some(Html::isolated(&sentence(&error.to_string()))),
        }
    }
    Ok(render(&page))
}

fn fill(desk: &Desk<'_>, page: &mut Search, answer: &crosscut::search::Hits, any: bool) {
    page.total = answer.total;
    page.notes = answer.notes.iter().map(|note| Html::isolated(&sentence(note))).collect();
    let either = url("/search", &[("q", &page.query), ("any", "1")]);
    page.partial = (answer.partial > 0).then_some((answer.partial, either));
    for hit in &answer.hits {
        let Some((_, clause)) = desk.clause(hit.clause.as_str()) else { continue };
        let marks = hit.highlights.iter().map(|span| (span.start(), span.end()));
        page.hits.push(Quote::with(desk, clause, found(&clause.text, marks)));
    }
    let agreements = &desk.results.agreements;
    for (id, count) in &answer.facets {
        let short = agreements.iter().find(|a| a.id == *id).map_or(id.as_str(), |a| a.short());
        let narrowed = format!("{} agreement:{id}", page.query);
        page.facets.push((plain(short), *count, url("/search", &[("q", &narrowed)])));
    }
    let at = |from: usize| {
        let from = from.to_string();
        let either = any.then_some(("any", "1"));
        let all: Vec<(&str, &str)> =
            [("q", page.query.as_str()), ("from", from.as_str())].into_iter().chain(either).collect();
        url("/search", &all)
    };
    let (back, forth) = (page.from.checked_sub(PAGE).map(at), page.from + PAGE);
    page.forth = (forth < page.total).then(|| at(forth));
    page.back = back;
}
