//! Where coders differ without having known of each other, and what shall hold.

use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::{Words, url};
use crate::links;
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::told::said;
use askama::Template;
use axum::response::Response;
use crosscut::decisions::{Coder, Conflict, Decision, ElementId, EventId, Settlement};
use crosscut::text::AgreementId;
use crosscut::words::Html;
use std::collections::{BTreeMap, BTreeSet};

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
            let how = if finished.is_some() { "has finished" } else { "is still coding" };
            coders.push(Html::isolated(&format!("{coder} {how}")));
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
    Html::own(&coders.iter().map(Coder::as_str).collect::<Vec<_>>().join(", "))
}

fn dispute(desk: &Desk<'_>, conflict: &Conflict) -> Dispute {
    let mut dispute = Dispute::default();
    match conflict {
        Conflict::Rejected { element: id, event } => rejected(desk, &mut dispute, *id, *event),
        Conflict::Gone { element, name, event, by, worked, events } => {
            dispute.element = Some((Html::own(name), links::element(*element)));
            dispute.what = "One coder took it away while another worked on it.";
            let took = said(desk, *event).unwrap_or_default();
            dispute.sides = vec![(Html::own(by.as_str()), Html::isolated(&took))];
            let work = events.iter().filter_map(|event| said(desk, *event)).collect::<Vec<_>>().join(" ");
            dispute.sides.push((names(worked), Html::isolated(&work)));
            dispute.fields =
                vec![("on", "gone".into()), ("element", element.to_string()), ("event", event.to_string())];
            dispute.ways = vec![
                ("keep".into(), "It is an element: bring it back".into()),
                ("drop".into(), "It is none".into()),
            ];
        }
        Conflict::Alike { .. } | Conflict::Anchor { .. } | Conflict::Fork { .. } => {
            tangled(desk, &mut dispute, conflict);
        }
        _ => judged(desk, &mut dispute, conflict),
    }
    dispute
}

fn short(desk: &Desk<'_>, agreement: &AgreementId) -> String {
    let column = desk.matrix().columns.iter().find(|column| column.holds(agreement));
    column.map_or_else(|| agreement.to_string(), |column| column.short.clone())
}

fn element(desk: &Desk<'_>, id: ElementId) -> Option<(Html, String)> {
    let name = desk.state().elements.get(&id).map_or("an element", |element| &element.name);
    Some((Html::own(name), links::element(id)))
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
                vec![(names(yes), Html::isolated("belongs")), (names(no), Html::isolated("does not belong"))];
            dispute.fields = vec![
                ("on", "clause".into()),
                ("element", id.to_string()),
                ("clause", clause.clause.to_string()),
            ];
            dispute.ways = vec![("yes".into(), "It belongs".into()), ("no".into(), "It does not".into())];
        }
        Conflict::Outlier { clause, yes, no } => {
            dispute.what = "Is this clause worth reporting alone?";
            let found = desk.clause(clause.clause.as_str());
            dispute.quote = found.map(|(_, clause)| Quote::new(desk, clause, &mut Words::default()));
            dispute.sides = vec![
                (names(yes), Html::isolated("worth reporting")),
                (names(no), Html::isolated("not worth reporting")),
            ];
            dispute.fields = vec![("on", "outlier".into()), ("clause", clause.clause.to_string())];
            dispute.ways =
                vec![("yes".into(), "Worth reporting".into()), ("no".into(), "Not worth reporting".into())];
        }
        Conflict::Name { element: id, names } => {
            dispute.element = element(desk, *id);
            dispute.what = "What is it called?";
            dispute.sides = sides(names);
            dispute.fields = vec![("on", "name".into()), ("element", id.to_string())];
            dispute.ways = distinct(names.values().flatten());
        }
        Conflict::Definition { element: id, definitions } => {
            dispute.element = element(desk, *id);
            dispute.what = "What does it mean?";
            dispute.sides = sides(definitions);
            dispute.fields = vec![("on", "definition".into()), ("element", id.to_string())];
            dispute.ways = distinct(definitions.values().flatten());
        }
        Conflict::Absence { element: id, agreement, absent, present } => {
            dispute.element = element(desk, *id);
            dispute.what = "One coder found no clause where another did.";
            dispute.sides = vec![
                (names(absent), Html::isolated(&format!("{} does not have it", short(desk, agreement)))),
                (names(present), Html::isolated(&format!("{} has it", short(desk, agreement)))),
            ];
            dispute.fields = vec![
                ("on", "absence".into()),
                ("element", id.to_string()),
                ("agreement", agreement.to_string()),
            ];
            dispute.ways = vec![("no".into(), "It is present".into()), ("yes".into(), "It is absent".into())];
            dispute.hint = Some("If it is absent, its clauses there are taken out of the element.");
        }
        _ => {}
    }
}

/// Two places, elements or files where one is meant.
fn tangled(desk: &Desk<'_>, dispute: &mut Dispute, conflict: &Conflict) {
    match conflict {
        Conflict::Alike { elements: [a, b] } => {
            dispute.element = element(desk, *a);
            dispute.what = match desk.findings().one_name(*a, *b) {
                true => "Two elements, created independently, have one name.",
                false => "Two elements, created independently, share most of their clauses.",
            };
            dispute.sides =
                element(desk, *b).into_iter().map(|(name, _)| (Html::isolated("the other"), name)).collect();
            dispute.fields =
                vec![("on", "alike".into()), ("element", a.to_string()), ("other", b.to_string())];
            dispute.ways = vec![
                ("merge".into(), "Merge the other into this one".into()),
                ("two".into(), "They are two elements".into()),
            ];
            if desk.findings().one_name(*a, *b) {
                dispute.hint = Some(
                    "If they are two, give one of them another name, so that readers can tell them apart.",
                );
            }
        }
        Conflict::Anchor { clause, to } => {
            dispute.what = "Where is this clause now?";
            let found = desk.clause(clause.clause.as_str());
            dispute.quote = found.map(|(_, clause)| Quote::new(desk, clause, &mut Words::default()));
            dispute.sides =
                to.iter().map(|(by, at)| (Html::own(by.as_str()), Html::own(at.as_str()))).collect();
            dispute.hint = Some("Undo one of the two decisions in the history.");
        }
        Conflict::Fork { coder, .. } => {
            dispute.what =
                "This coder’s file was continued in two places. Every decision counts; nothing is lost.";
            dispute.sides = vec![(Html::own(coder.as_str()), Html::isolated("worked on two copies"))];
            dispute.hint = Some("Your next decision joins both copies.");
        }
        _ => {}
    }
}

fn rejected(desk: &Desk<'_>, dispute: &mut Dispute, id: ElementId, event: EventId) {
    let name = desk.state().elements.get(&id);
    dispute.element = name.map(|element| (Html::own(&element.name), links::element(id)));
    dispute.what = "One coder confirmed it, another rejected it.";
    if let Some(set) = desk.state().rejected.iter().find(|set| set.event == event) {
        let why = set.reason.words();
        dispute.sides.push((Html::own(set.by.as_str()), Html::isolated(&format!("rejected: {why}"))));
    }
    dispute.sides.extend(name.map(|e| (Html::own(e.by.as_str()), Html::isolated("confirmed"))));
    dispute.fields =
        vec![("on", "rejected".into()), ("element", id.to_string()), ("event", event.to_string())];
    dispute.ways = vec![("keep".into(), "It is an element".into()), ("drop".into(), "It is none".into())];
}

/// Who said what; one who worked on two copies of the study said two things.
fn sides(said: &BTreeMap<Coder, BTreeSet<String>>) -> Vec<(Html, Html)> {
    let one = |(by, texts): (&Coder, &BTreeSet<String>)| {
        texts.iter().map(|text| (Html::own(by.as_str()), Html::own(text))).collect::<Vec<_>>()
    };
    said.iter().flat_map(one).collect()
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
    let all = match fields.one("on") {
        "clause" => {
            let clause = choice.clause(fields.one("clause"))?;
            choice.settle(fields.one("element"), Settlement::Clause { clause, belongs: way == "yes" })?
        }
        "outlier" => {
            vec![Decision::Outlier { clause: choice.clause(fields.one("clause"))?, keep: way == "yes" }]
        }
        "rejected" | "gone" => choice.settle_element(fields.one("element"), way == "keep")?,
        "alike" if way == "two" => choice.keep_two(fields.one("element"), fields.one("other"))?,
        "alike" => vec![Decision::Merge {
            into: choice.element(fields.one("element"))?.id,
            from: vec![choice.element(fields.one("other"))?.id],
        }],
        on => {
            let settle = match on {
                "name" => Settlement::Name { name: way },
                "definition" => Settlement::Definition { definition: way },
                "absence" => {
                    Settlement::Absence { agreement: agreement(desk, fields)?, absent: way == "yes" }
                }
                other => return Err(Fault::Wrong(format!("No conflict on {other:?}."))),
            };
            choice.settle(fields.one("element"), settle)?
        }
    };
    let event = desk.save(all, fields.filled("because"))?.to_string();
    Ok(go(&url("/conflicts", &[("done", &event)])))
}

fn agreement(desk: &Desk<'_>, fields: &Fields) -> Result<AgreementId, Fault> {
    Ok(desk.choice().agreement(fields.one("agreement"))?)
}
