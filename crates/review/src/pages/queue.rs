//! The candidates that are still to be decided, in a fixed order.

use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::url;
use crate::links;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::told::{reasons, standing};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use crosscut::Tier;
use crosscut::decisions::Reason;
use crosscut::findings::Order;
use crosscut::words::{Html, brief, counted, few_shared, likeness, sentence, set_aside};

/// Candidates on a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "queue.html")]
struct Queue {
    shell: Shell,
    order: Order,
    orders: Vec<(Order, usize, String)>,
    lines: Vec<Line>,
    from: usize,
    total: usize,
    back: Option<String>,
    forth: Option<String>,
    first: Option<String>,
    /// How long the rest takes, and what the last decisions brought.
    outlook: Vec<String>,
    /// That few commitments are shared, where that is so.
    few: Option<String>,
    /// What is set aside as form, where this is another queue.
    aside: Option<String>,
    reasons: Vec<(&'static str, &'static str)>,
}

struct Line {
    id: String,
    number: usize,
    label: Html,
    plain: String,
    href: String,
    agreements: String,
    clauses: String,
    alike: &'static str,
    brief: String,
    asks: Option<Html>,
    names: String,
    standing: Option<Html>,
    /// The first of those that come behind the list.
    behind: bool,
}

pub(super) fn queue(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let order = Order::from(fields.one("order"));
    let queue = desk.queue(order);
    let from = fields.one("from").parse::<usize>().unwrap_or(0).min(queue.len()) / PAGE * PAGE;
    let list = listed(desk, order, &queue);
    let shown = queue.iter().skip(from).take(PAGE).enumerate();
    let lines = shown
        .map(|(at, &place)| Line {
            behind: list == Some(from + at),
            ..line(desk, order, from + at + 1, place)
        })
        .collect();
    let at = |from: usize| url("/queue", &[("order", order.name()), ("from", &from.to_string())]);
    let orders = Order::ALL.map(|order| {
        let queue = desk.queue(order);
        let count = listed(desk, order, &queue).filter(|list| *list > 0).unwrap_or(queue.len());
        (order, count, url("/queue", &[("order", order.name())]))
    });
    Ok(render(&Queue {
        shell: Shell::new(desk, "Queue", Here::Queue).done(desk, fields.one("done")),
        outlook: crate::pace::outlook(desk),
        order,
        orders: orders.into(),
        lines,
        from,
        total: queue.len(),
        back: (from > 0).then(|| at(from.saturating_sub(PAGE))),
        forth: (from + PAGE < queue.len()).then(|| at(from + PAGE)),
        first: queue.first().map(|&place| links::candidate(&desk.results.candidates[place].id, order)),
        few: (order == Order::Best && from == 0)
            .then(|| few_shared(desk.results.candidates.iter()))
            .flatten()
            .map(|few| sentence(&few)),
        aside: (order != Order::Form)
            .then(|| set_aside(desk.queue(Order::Form).iter().map(|&place| &desk.results.candidates[place])))
            .flatten(),
        reasons: reasons(),
    }))
}

fn line(desk: &Desk<'_>, order: Order, number: usize, place: usize) -> Line {
    let candidate = &desk.results.candidates[place];
    let short = |id: &crosscut::text::AgreementId| {
        let found = desk.results.agreements.iter().find(|agreement| agreement.id == *id);
        crate::html::plain(found.map_or(id.as_str(), |agreement| agreement.short()))
    };
    Line {
        id: candidate.id.clone(),
        number,
        label: Html::own(&candidate.label),
        plain: crate::html::plain(&candidate.label),
        href: links::candidate(&candidate.id, order),
        agreements: counted(candidate.agreements.len(), "agreement"),
        clauses: counted(candidate.members.len(), "clause"),
        alike: likeness(candidate.similarity()),
        // What is form is in these queues only where somebody called it substance.
        brief: match (candidate.tier, order) {
            (Tier::Formal, Order::Best | Order::Broad | Order::Unsure) => "called substance".to_owned(),
            _ => brief(candidate),
        },
        asks: (candidate.asks != candidate.label && !candidate.asks.is_empty())
            .then(|| Html::own(&candidate.asks)),
        names: candidate.agreements.iter().map(short).collect::<Vec<_>>().join(" · "),
        standing: standing(desk, desk.status(&candidate.id)),
        behind: false,
    }
}

/// How many of a queue are listed, where those come first.
fn listed(desk: &Desk<'_>, order: Order, queue: &[usize]) -> Option<usize> {
    let is_listed = |place: &&usize| desk.results.candidates[**place].tier == Tier::Listed;
    matches!(order, Order::Best | Order::Broad).then(|| queue.iter().filter(is_listed).count())
}

/// The part of a queue that a candidate is in: what is listed, or all.
pub(super) fn same(desk: &Desk<'_>, order: Order, place: usize) -> Vec<usize> {
    let mut queue = desk.queue(order);
    if matches!(order, Order::Best | Order::Broad) && desk.results.candidates[place].tier == Tier::Listed {
        queue.retain(|&at| desk.results.candidates[at].tier == Tier::Listed);
    }
    queue
}

#[derive(Template)]
#[template(path = "bulk.html")]
struct Bulk {
    shell: Shell,
    title: String,
    verdict: String,
    reason: String,
    order: String,
    chosen: Vec<(String, Html)>,
}

/// Several candidates at once: asked once more, then saved as one action that one undo takes back.
pub(super) fn bulk(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let chosen = fields.all("candidate");
    let verdict = fields.one("act");
    let reason = Reason::from_name(fields.one("reason")).unwrap_or(Reason::Other);
    if chosen.is_empty() {
        return Err(Fault::Wrong("Tick the candidates first.".into()));
    }
    if !fields.has("sure") {
        return confirm(desk, verdict, reason, fields, &chosen);
    }
    let choice = desk.choice();
    let mut all = Vec::new();
    for id in &chosen {
        match verdict {
            "confirm" => all.extend(choice.confirm(id, None, &[])?),
            "reject" => all.extend(choice.reject(id, reason, None)?),
            "defer" => all.push(choice.defer(id)?),
            "substance" => all.push(choice.substance(id)?),
            other => return Err(Fault::Wrong(format!("No action {other:?}."))),
        }
    }
    let event = desk.save(all, None)?;
    Ok(go(&url("/queue", &[("order", fields.one("order")), ("done", &event.to_string())])))
}

fn confirm(
    desk: &Desk<'_>,
    verdict: &str,
    reason: Reason,
    fields: &Fields,
    chosen: &[String],
) -> Result<Response, Fault> {
    let what = match verdict {
        "confirm" => "Confirm",
        "reject" => "Reject",
        "defer" => "Postpone",
        "substance" => "Treat as substance",
        other => return Err(Fault::Wrong(format!("No action {other:?}."))),
    };
    let label = |id: &String| {
        let candidate = desk.candidate(id);
        (id.clone(), Html::own(candidate.map_or("no longer available", |candidate| &candidate.label)))
    };
    let title = format!("{what} {}?", counted(chosen.len(), "candidate"));
    let mut answer = render(&Bulk {
        shell: Shell::new(desk, &title, Here::Queue),
        title,
        verdict: verdict.to_owned(),
        reason: reason.name().to_owned(),
        order: fields.one("order").to_owned(),
        chosen: chosen.iter().map(label).collect(),
    });
    *answer.status_mut() = StatusCode::OK;
    Ok(answer)
}
