//! What was decided, by whom and when; anything can be taken back, and the taking back too.

use super::{go, render};
use crate::Desk;
use crate::form::Fields;
use crate::html::{Html, shortened, url};
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::when;
use askama::Template;
use axum::response::Response;
use crosscut::review::{Decision, Element, ElementId, Event, EventId, Settlement, Target, Why};
use std::collections::BTreeMap;

/// Events on a page.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "history.html")]
struct History {
    shell: Shell,
    lines: Vec<Line>,
    total: usize,
    from: usize,
    back: Option<String>,
    forth: Option<String>,
}

/// A decision as it is listed.
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) at: String,
    pub(crate) by: Html,
    pub(crate) text: Html,
    /// Why it has no effect now, if so.
    pub(crate) inert: Option<Html>,
    /// It can be taken back; an undo that stands can be taken back too.
    pub(crate) can: Option<&'static str>,
}

pub(super) fn history(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let lines = lines(desk, None);
    let total = lines.len();
    let from = fields.one("from").parse::<usize>().unwrap_or(0).min(total) / PAGE * PAGE;
    let at = |from: usize| url("/history", &[("from", &from.to_string())]);
    Ok(render(&History {
        shell: Shell::new(desk, "History", Here::History).done(desk, fields.one("done")),
        lines: lines.into_iter().skip(from).take(PAGE).collect(),
        total,
        from,
        back: (from > 0).then(|| at(from.saturating_sub(PAGE))),
        forth: (from + PAGE < total).then(|| at(from + PAGE)),
    }))
}

/// The decisions, the last first; those of one element only, if it is given.
pub(super) fn lines(desk: &Desk<'_>, of: Option<&Element>) -> Vec<Line> {
    let Some(decisions) = desk.decisions() else { return Vec::new() };
    let inert: BTreeMap<EventId, &Why> =
        desk.state().inert.iter().map(|inert| (inert.event, &inert.why)).collect();
    let wanted = |event: &&Event| of.is_none_or(|element| element.history.contains(&event.id));
    let mut events: Vec<&Event> = decisions.events().iter().filter(wanted).collect();
    events.sort_by(|a, b| (b.at, b.seq, b.id).cmp(&(a.at, a.seq, a.id)));
    events.into_iter().map(|event| line(desk, event, inert.get(&event.id).copied())).collect()
}

fn line(desk: &Desk<'_>, event: &Event, inert: Option<&Why>) -> Line {
    let undo = matches!(event.decision, Decision::Undo { .. });
    Line {
        id: event.id.to_string(),
        at: when::day(event.at),
        by: Html::text(event.by.as_str()),
        text: Html::text(&sentence(desk, event)),
        inert: inert.map(|why| Html::text(in_words(desk, why))),
        can: match inert {
            Some(_) => None,
            None if undo => Some("Redo"),
            None => Some("Undo"),
        },
    }
}

fn in_words(_: &Desk<'_>, why: &Why) -> &'static str {
    match why {
        Why::Undone(_) => "undone",
        Why::NoElement => "about an element that is not there",
        Why::NoEvent => "about a decision that is not there",
        Why::Itself => "merges an element with itself",
    }
}

/// A decision in words: "Confirmed “Capacity building” with 10 clauses".
pub(crate) fn sentence(desk: &Desk<'_>, event: &Event) -> String {
    let name = |id: &ElementId| format!("“{}”", element_name(desk, *id));
    let clauses = |count: usize| if count == 1 { "1 clause".to_owned() } else { format!("{count} clauses") };
    match &event.decision {
        Decision::Confirm { name, clauses: c, .. } => format!("Confirmed “{name}” with {}", clauses(c.len())),
        Decision::Rename { name, .. } => format!("Renamed to “{name}”"),
        Decision::Define { element, .. } => format!("Defined {}", name(element)),
        Decision::Reject { clauses: c, reason, candidate, .. } => {
            let label = candidate.as_deref().and_then(|id| desk.candidate(id));
            let label = label.map_or(clauses(c.len()), |candidate| format!("“{}”", candidate.label));
            format!("Rejected {label}: {}", super::queue::in_reason(*reason))
        }
        Decision::Defer { candidate, clauses: c } => {
            let label = candidate.as_deref().and_then(|id| desk.candidate(id));
            format!("Put off {}", label.map_or(clauses(c.len()), |candidate| format!("“{}”", candidate.label)))
        }
        Decision::Add { element, clauses: c } => format!("Added {} to {}", clauses(c.len()), name(element)),
        Decision::Remove { element, clauses: c } => {
            format!("Took {} out of {}", clauses(c.len()), name(element))
        }
        Decision::Move { from, to, clauses: c } => {
            format!("Moved {} from {} to {}", clauses(c.len()), name(from), name(to))
        }
        Decision::Merge { into, .. } => format!("Merged into {}", name(into)),
        Decision::Split { from, name: new, clauses: c, .. } => {
            format!("Split “{new}” with {} off {}", clauses(c.len()), name(from))
        }
        Decision::Outlier { clause, keep } => {
            let verdict = if *keep { "Worth reporting" } else { "Not worth reporting" };
            format!("{verdict}: {} of {}", clause.locator, clause.agreement)
        }
        Decision::Absent { element, agreement, .. } => {
            format!("Looked: {agreement} does not have {}", name(element))
        }
        Decision::Note { about, text } => format!("Note on {}: {}", target(desk, about), shortened(text, 120)),
        Decision::Undo { of } => format!("Undid: {}", undone(desk, *of)),
        Decision::Resolve { element, settle } => format!("Settled {}: {}", name(element), settled(settle)),
    }
}

fn undone(desk: &Desk<'_>, of: EventId) -> String {
    let events = desk.decisions().map(|decisions| decisions.events()).unwrap_or_default();
    events.iter().find(|event| event.id == of).map_or("a decision that is not here".into(), |event| sentence(desk, event))
}

fn settled(settle: &Settlement) -> String {
    match settle {
        Settlement::Clause { clause, belongs: true } => format!("{} of {} belongs", clause.locator, clause.agreement),
        Settlement::Clause { clause, belongs: false } => {
            format!("{} of {} does not belong", clause.locator, clause.agreement)
        }
        Settlement::Name { name } => format!("its name is “{name}”"),
        Settlement::Definition { .. } => "its definition".to_owned(),
        Settlement::Absence { agreement, absent: true } => format!("{agreement} does not have it"),
        Settlement::Absence { agreement, absent: false } => format!("{agreement} has it"),
    }
}

fn target(desk: &Desk<'_>, about: &Target) -> String {
    match about {
        Target::Element(id) => format!("“{}”", element_name(desk, *id)),
        Target::Clause(anchor) => format!("{} of {}", anchor.locator, anchor.agreement),
        Target::Candidate(id) => {
            desk.candidate(id).map_or("a candidate".into(), |candidate| format!("“{}”", candidate.label))
        }
        Target::Agreement(id) => id.to_string(),
        Target::Study => "the study".into(),
    }
}

/// The name of an element now, or the one that it was confirmed under.
fn element_name(desk: &Desk<'_>, id: ElementId) -> String {
    let standing = desk.state().elements.values().find(|e| e.id == id || e.merged.contains(&id));
    if let Some(element) = standing {
        return element.name.clone();
    }
    let events = desk.decisions().map(|decisions| decisions.events()).unwrap_or_default();
    let name = events.iter().find_map(|event| match &event.decision {
        Decision::Confirm { element, name, .. } | Decision::Split { element, name, .. } if *element == id => {
            Some(name.clone())
        }
        _ => None,
    });
    name.unwrap_or_else(|| "an element".into())
}

/// Takes back an action, all of it: the one named, or the last of one's own.
pub(super) fn undo(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let Some(decisions) = desk.decisions() else { return Err(nothing("undo")) };
    let named = fields.filled("of").and_then(|of| decisions.events().iter().find(|e| e.id.to_string() == of));
    let event = if fields.has("of") { named } else { decisions.last() }.ok_or_else(|| nothing("undo"))?;
    let standing = |id: &EventId| !desk.state().inert.iter().any(|inert| inert.event == *id);
    let mut all: Vec<EventId> = decisions.action(event.id).into_iter().filter(standing).collect();
    // Later ones first: each is taken back in the state that it made.
    all.reverse();
    save_undo(desk, all, fields)
}

/// Takes back the last undo that stands.
pub(super) fn redo(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let Some(decisions) = desk.decisions() else { return Err(nothing("redo")) };
    let by = desk.coder();
    let inert = |id: EventId| desk.state().inert.iter().any(|inert| inert.event == id);
    let undo_of = |event: &Event| match event.decision {
        Decision::Undo { of } => decisions.events().iter().find(|event| event.id == of),
        _ => None,
    };
    let is_redo =
        |event: &Event| undo_of(event).is_some_and(|of| matches!(of.decision, Decision::Undo { .. }));
    let own = decisions.events().iter().filter(|e| Some(&e.by) == by && !inert(e.id) && !is_redo(e));
    // A new decision after an undo closes the way forth, as everywhere.
    let last = own.max_by_key(|event| event.seq).filter(|event| undo_of(event).is_some());
    let last = last.ok_or_else(|| nothing("redo"))?;
    let all = decisions.action(last.id).into_iter().filter(|id| !inert(*id)).collect();
    save_undo(desk, all, fields)
}

fn nothing(what: &str) -> Fault {
    Fault::Wrong(format!("There is nothing of yours to {what}."))
}

fn save_undo(desk: &mut Desk<'_>, all: Vec<EventId>, fields: &Fields) -> Result<Response, Fault> {
    if all.is_empty() {
        return Err(Fault::Wrong("This was undone already.".into()));
    }
    let event = desk.save(all.into_iter().map(|of| Decision::Undo { of }).collect())?.to_string();
    let back = fields.one("back");
    let ours = back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\n', '\r']);
    let back = if ours { back } else { "/history" };
    Ok(go(&format!("{back}{}done={event}", if back.contains('?') { '&' } else { '?' })))
}
