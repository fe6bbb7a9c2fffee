//! Where coders differ without having known of each other, and what shall hold.

use super::{go, render};
use crate::Desk;
use crate::form::Fields;
use crate::html::{Html, Words, url};
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::decisions::{Coder, Conflict, Decision, ElementId, EventId, Settlement};
use crosscut::text::AgreementId;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "conflicts.html")]
struct Conflicts {
    shell: Shell,
    blind: bool,
    coders: Vec<Html>,
    conflicts: Vec<Dispute>,
}

/// A conflict and the ways out of it.
#[derive(Default)]
struct Dispute {
    /// The element and the way to it.
    element: Option<(Html, String)>,
    what: &'static str,
    quote: Option<Quote>,
    sides: Vec<(Html, Html)>,
    /// Fields that every way out sends.
    fields: Vec<(&'static str, String)>,
    /// Value and title of each way out.
    ways: Vec<(String, String)>,
    hint: Option<&'static str>,
}

pub(super) fn conflicts(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let mut coders: Vec<Html> = Vec::new();
    if let Some(decisions) = desk.decisions() {
        for (coder, finished) in &decisions.round().coders {
            let how = if finished.is_some() { "has finished" } else { "is at work" };
            coders.push(Html::text(&format!("{coder} {how}")));
        }
    }
    Ok(render(&Conflicts {
        blind: desk.decisions().is_some_and(|decisions| decisions.is_blind()),
        coders,
        conflicts: desk.state().conflicts.iter().map(|conflict| dispute(desk, conflict)).collect(),
        shell: Shell::new(desk, "Conflicts", Here::Conflicts).done(desk, fields.one("done")),
    }))
}

fn names(coders: &BTreeSet<Coder>) -> Html {
    Html::text(&coders.iter().map(Coder::as_str).collect::<Vec<_>>().join(", "))
}

fn dispute(desk: &Desk<'_>, conflict: &Conflict) -> Dispute {
    let mut dispute = Dispute::default();
    match conflict {
        Conflict::Rejected { element: id, event } => rejected(desk, &mut dispute, *id, *event),
        Conflict::Alike { .. } | Conflict::Anchor { .. } | Conflict::Fork { .. } => {
            tangled(desk, &mut dispute, conflict);
        }
        _ => judged(desk, &mut dispute, conflict),
    }
    dispute
}

fn element(desk: &Desk<'_>, id: ElementId) -> Option<(Html, String)> {
    let name = desk.state().elements.get(&id).map_or("an element", |element| &element.name);
    Some((Html::text(name), super::element::href(id)))
}

/// Two judgements of one thing.
fn judged(desk: &Desk<'_>, dispute: &mut Dispute, conflict: &Conflict) {
    match conflict {
        Conflict::Clause { element: id, clause, yes, no } => {
            dispute.element = element(desk, *id);
            dispute.what = "Does this clause belong?";
            let found = desk.clause(clause.clause.as_str());
            dispute.quote = found.map(|(_, clause)| Quote::new(desk, clause, &mut Words::default()));
            dispute.sides =
                vec![(names(yes), Html::text("belongs")), (names(no), Html::text("does not belong"))];
            dispute.fields = vec![
                ("on", "clause".into()),
                ("element", id.to_string()),
                ("clause", clause.clause.to_string()),
            ];
            dispute.ways = vec![("yes".into(), "It belongs".into()), ("no".into(), "It does not".into())];
        }
        Conflict::Name { element: id, names } => {
            dispute.element = element(desk, *id);
            dispute.what = "What is it called?";
            dispute.sides =
                names.iter().map(|(by, name)| (Html::text(by.as_str()), Html::text(name))).collect();
            dispute.fields = vec![("on", "name".into()), ("element", id.to_string())];
            dispute.ways = distinct(names.values());
        }
        Conflict::Definition { element: id, definitions } => {
            dispute.element = element(desk, *id);
            dispute.what = "What does it mean?";
            let sides = definitions.iter();
            dispute.sides = sides.map(|(by, text)| (Html::text(by.as_str()), Html::text(text))).collect();
            dispute.fields = vec![("on", "definition".into()), ("element", id.to_string())];
            dispute.ways = distinct(definitions.values());
        }
        Conflict::Absence { element: id, agreement, absent, present } => {
            dispute.element = element(desk, *id);
            dispute.what = "One looked in vain where another found a clause.";
            dispute.sides = vec![
                (names(absent), Html::text(&format!("{agreement} does not have it"))),
                (names(present), Html::text(&format!("{agreement} has it"))),
            ];
            dispute.fields = vec![
                ("on", "absence".into()),
                ("element", id.to_string()),
                ("agreement", agreement.to_string()),
            ];
            dispute.ways = vec![("no".into(), "It is there".into())];
            dispute.hint = Some("If it is not, take its clauses out of the element.");
        }
        _ => {}
    }
}

/// Two places, elements or files where one is meant.
fn tangled(desk: &Desk<'_>, dispute: &mut Dispute, conflict: &Conflict) {
    match conflict {
        Conflict::Alike { elements: [a, b] } => {
            dispute.element = element(desk, *a);
            dispute.what = "Two elements, made apart, share most of their clauses.";
            dispute.sides =
                element(desk, *b).into_iter().map(|(name, _)| (Html::text("the other"), name)).collect();
            dispute.fields =
                vec![("on", "alike".into()), ("element", a.to_string()), ("other", b.to_string())];
            dispute.ways = vec![("merge".into(), "Merge the other into this one".into())];
            dispute.hint = Some("If they are different, take the shared clauses out of one of them.");
        }
        Conflict::Anchor { clause, to } => {
            dispute.what = "Where does this clause stand now?";
            let found = desk.clause(clause.clause.as_str());
            dispute.quote = found.map(|(_, clause)| Quote::new(desk, clause, &mut Words::default()));
            dispute.sides =
                to.iter().map(|(by, at)| (Html::text(by.as_str()), Html::text(at.as_str()))).collect();
            dispute.hint = Some("Take one of the two decisions back in the history.");
        }
        Conflict::Fork { coder, .. } => {
            dispute.what =
                "This coder's file was continued in two places. Every decision counts; nothing is lost.";
            dispute.sides = vec![(Html::text(coder.as_str()), Html::text("worked on two copies"))];
            dispute.hint = Some("Work on with one copy.");
        }
        _ => {}
    }
}

fn rejected(desk: &Desk<'_>, dispute: &mut Dispute, id: ElementId, event: EventId) {
    let name = desk.state().elements.get(&id);
    dispute.element = name.map(|element| (Html::text(&element.name), super::element::href(id)));
    dispute.what = "One confirmed it, another rejected it.";
    if let Some(set) = desk.state().rejected.iter().find(|set| set.event == event) {
        let why = super::queue::in_reason(set.reason);
        dispute.sides.push((Html::text(set.by.as_str()), Html::text(&format!("rejected: {why}"))));
    }
    dispute.sides.extend(name.map(|e| (Html::text(e.by.as_str()), Html::text("confirmed"))));
    dispute.fields = vec![("on", "rejected".into()), ("event", event.to_string())];
    dispute.ways = vec![("stands".into(), "It is an element: take the rejection back".into())];
    dispute.hint = Some("If it is none, undo its confirmation in the history.");
}

fn distinct<'a>(values: impl Iterator<Item = &'a String>) -> Vec<(String, String)> {
    let values: BTreeSet<&String> = values.collect();
    values
        .into_iter()
        .map(|value| (value.clone(), format!("“{}”", crate::html::shortened(value, 60))))
        .collect()
}

pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let (choice, way) = (desk.choice(), fields.one("act").to_owned());
    let decision = match fields.one("on") {
        "clause" => choice.settle(fields.one("element"), fields.one("clause"), way == "yes")?,
        "rejected" => {
            let event = desk.events().iter().find(|event| event.id.to_string() == fields.one("event"));
            let of = event.ok_or_else(|| Fault::Missing("This rejection is not there any more.".into()))?.id;
            Decision::Undo { of }
        }
        "alike" => Decision::Merge {
            into: choice.element(fields.one("element"))?.id,
            from: vec![choice.element(fields.one("other"))?.id],
        },
        on => {
            let element = choice.element(fields.one("element"))?.id;
            let settle = match on {
                "name" => Settlement::Name { name: way },
                "definition" => Settlement::Definition { definition: way },
                "absence" => Settlement::Absence { agreement: agreement(desk, fields)?, absent: false },
                other => return Err(Fault::Wrong(format!("No conflict on {other:?}."))),
            };
            Decision::Resolve { element, settle }
        }
    };
    let event = desk.save_because(vec![decision], fields.filled("because"))?.to_string();
    Ok(go(&url("/conflicts", &[("done", &event)])))
}

fn agreement(desk: &Desk<'_>, fields: &Fields) -> Result<AgreementId, Fault> {
    Ok(desk.choice().agreement(fields.one("agreement"))?)
}
