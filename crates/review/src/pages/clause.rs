//! A clause in its place: its neighbours, its pages, and the elements that it belongs to.

use super::sheet::{Sheet, sheets};
use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::{Words, plain, url};
use crate::links;
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::{Fault, alone};
use askama::Template;
use axum::response::Response;
use crosscut::decisions::{Decision, Target};
use crosscut::words::Html;

/// Neighbours shown on each side.
const NEIGHBOURS: usize = 3;

#[derive(Template)]
#[template(path = "clause.html")]
struct ClausePage {
    shell: Shell,
    id: String,
    before: Vec<Quote>,
    quote: Quote,
    after: Vec<Quote>,
    pages: Vec<Sheet>,
    elements: Vec<(Html, String)>,
    names: Vec<String>,
    notes: Vec<super::notes::Said>,
    suggested: Vec<super::suggested::Suggested>,
    /// Words that the recogniser was unsure of, where the clause was recognised from a picture.
    doubtful: Option<Vec<String>>,
    outlier: Option<bool>,
    file: Html,
    reading: String,
}

pub(super) fn clause(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let (place, clause) = desk
        .clause(fields.one("id"))
        .ok_or_else(|| Fault::Missing("This clause is not in the last run.".into()))?;
    let clauses = &desk.results.clauses;
    let near = |range: std::ops::Range<usize>| {
        let mut words = Words::default();
        let same = clauses[range].iter().filter(|near| near.agreement == clause.agreement);
        same.map(|near| Quote::new(desk, near, &mut words)).collect::<Vec<Quote>>()
    };
    let quote = Quote::new(desk, clause, &mut Words::default());
    let elements = desk
        .state()
        .elements
        .values()
        .filter(|element| element.belonging().any(|member| member.anchor.clause == clause.id));
    let elements: Vec<(Html, String)> =
        elements.map(|element| (Html::own(&element.name), links::element(element.id))).collect();
    let short = desk.cites.cite(&clause.id).map_or(clause.agreement.as_str(), |citation| citation.short);
    let title = format!("{}, {short}", clause.locator);
    let document = desk.results.documents.iter().find(|document| document.agreement == clause.agreement);
    let first = clauses.iter().position(|other| other.agreement == clause.agreement).unwrap_or(place);
    let file = document.map_or("", |document| document.source.file.as_str());
    Ok(render(&ClausePage {
        shell: Shell::new(desk, &title, Here::Elsewhere).named().done(desk, fields.one("done")),
        id: clause.id.to_string(),
        before: near(place.saturating_sub(NEIGHBOURS)..place),
        after: near(place + 1..(place + 1 + NEIGHBOURS).min(clauses.len())),
        quote,
        pages: sheets(desk, clause, file),
        elements,
        names: desk.state().by_name().iter().map(|element| plain(&element.name)).collect(),
        notes: super::notes::notes(
            desk,
            |about| matches!(about, Target::Clause(anchor) if anchor.clause == clause.id),
        ),
        suggested: super::suggested::about(desk, None, |one| {
            super::suggested::cites(one, clause.id.as_str())
        }),
        doubtful: clause.recognised.map(|_| {
            let words = clause.doubtful.iter().filter_map(|span| span.cut(&clause.text));
            words.map(plain).collect()
        }),
        outlier: desk.matrix().outliers.get(&clause.id).copied(),
        file: Html::own(file),
        reading: format!("{}#c{}", links::reading(clause.agreement.as_str()), place + 1 - first),
    }))
}

/// A note on a clause, a clause put into an element, a clause worth reporting alone.
pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let choice = desk.choice();
    let clause = choice.clause(fields.one("id"))?;
    let decision = match fields.one("act") {
        "note" => {
            let text = fields.filled("note").ok_or_else(|| Fault::Wrong("Write the note first.".into()))?;
            Decision::Note { about: Target::Clause(clause), text: text.to_owned() }
        }
        "add" => {
            let into = fields.filled("into").ok_or_else(|| Fault::Wrong("Name the element.".into()))?;
            Decision::Add { element: choice.element(into)?.id, clauses: vec![clause] }
        }
        "correct" => {
            let (words, nth) = (fields.one("recognised"), fields.one("nth").parse().unwrap_or(1));
            let none = || Fault::Wrong(format!("The clause does not read “{words}”, or not so often."));
            Decision::correct(clause, words, nth, fields.one("correct")).ok_or_else(none)?
        }
        "keep" => {
            alone(desk, clause.clause.as_str())?;
            Decision::Outlier { clause, keep: true }
        }
        "drop" => Decision::Outlier { clause, keep: false },
        other => return Err(Fault::Wrong(format!("No action {other:?}."))),
    };
    let event = desk.save(vec![decision], None)?.to_string();
    Ok(go(&url("/clause", &[("id", fields.one("id")), ("done", &event)])))
}
