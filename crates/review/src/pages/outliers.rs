//! Commitments found in one agreement only: worth reporting, none, or part of an element after all.

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
use crosscut::decisions::Decision;
use crosscut::findings::{Joined, Lone};
use crosscut::words::{Html, distinctness};

/// Outliers on a page.
const PAGE: usize = 30;

#[derive(Template)]
#[template(path = "outliers.html")]
struct Outliers {
    shell: Shell,
    lines: Vec<Line>,
    open: usize,
    kept: usize,
    dropped: usize,
    show: String,
    from: usize,
    back: Option<String>,
    forth: Option<String>,
    elements: Vec<String>,
    /// Clauses that were to be reported and are in an element since: place, way to it, element, way to it.
    joined: Vec<(Html, String, Html, String)>,
}

struct Line {
    number: usize,
    quote: Quote,
    far: &'static str,
    nearest: Option<Quote>,
    verdict: Option<bool>,
}

pub(super) fn outliers(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let all = desk.findings().lone();
    let show = match fields.one("show") {
        known @ ("kept" | "dropped") => known,
        _ => "open",
    };
    let count = |verdict: Option<bool>| all.iter().filter(|one| one.keep == verdict).count();
    let wanted = match show {
        "kept" => Some(true),
        "dropped" => Some(false),
        _ => None,
    };
    let list: Vec<&Lone<'_>> = all.iter().filter(|one| one.keep == wanted).collect();
    let from = fields.one("from").parse::<usize>().unwrap_or(0).min(list.len()) / PAGE * PAGE;
    let mut words = Words::default();
    let mut lines = Vec::new();
    for (number, outlier) in list.iter().enumerate().skip(from).take(PAGE) {
        let Some((_, clause)) = desk.clause(outlier.clause.as_str()) else { continue };
        let nearest = outlier.nearest.and_then(|id| desk.clause(id.as_str()));
        lines.push(Line {
            number: number + 1,
            quote: Quote::new(desk, clause, &mut words),
            far: outlier.distinctness.map_or("judged by hand", distinctness),
            nearest: nearest.map(|(_, clause)| Quote::new(desk, clause, &mut words)),
            verdict: outlier.keep,
        });
    }
    let at = |from: usize| url("/outliers", &[("show", show), ("from", &from.to_string())]);
    Ok(render(&Outliers {
        lines,
        open: count(None),
        kept: count(Some(true)),
        dropped: count(Some(false)),
        show: show.to_owned(),
        from,
        back: (from > 0).then(|| at(from.saturating_sub(PAGE))),
        forth: (from + PAGE < list.len()).then(|| at(from + PAGE)),
        elements: desk.state().by_name().iter().map(|element| plain(&element.name)).collect(),
        joined: joined(desk, show),
        shell: Shell::new(desk, "Outliers", Here::Outliers).done(desk, fields.one("done")),
    }))
}

fn joined(desk: &Desk<'_>, show: &str) -> Vec<(Html, String, Html, String)> {
    let all = if show == "kept" { desk.findings().joined() } else { Vec::new() };
    let told = |one: &Joined| {
        let (_, clause) = desk.clause(one.clause.as_str())?;
        let place = Html::own(&format!("{} of {}", clause.locator, clause.agreement));
        let (to, element) = (links::clause(one.clause.as_str()), links::element(one.element));
        Some((place, to, Html::own(&one.name), element))
    };
    all.iter().filter_map(told).collect()
}

pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let choice = desk.choice();
    let clause = choice.clause(fields.one("clause"))?;
    let decision = match fields.one("act") {
        "keep" => {
            alone(desk, clause.clause.as_str())?;
            Decision::Outlier { clause, keep: true }
        }
        "drop" => Decision::Outlier { clause, keep: false },
        "add" => {
            let into = fields.filled("into").ok_or_else(|| Fault::Wrong("Name the element.".into()))?;
            Decision::Add { element: choice.element(into)?.id, clauses: vec![clause] }
        }
        other => return Err(Fault::Wrong(format!("No action {other:?}."))),
    };
    let event = desk.save(vec![decision], None)?.to_string();
    Ok(go(&url("/outliers", &[("show", fields.one("show")), ("from", fields.one("from")), ("done", &event)])))
}
