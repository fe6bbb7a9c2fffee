//! An element: its clauses, its name and meaning, and what may be changed about it.

use super::notes::{Said, notes};
use super::strip::{Square, strip};
use super::suggested::{self, Suggested};
use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::{Words, plain, url};
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::told::said;
use askama::Template;
use axum::response::Response;
use crosscut::Choice;
use crosscut::decisions::{Decision, Element, Target};
use crosscut::matrix::{CellState, Row};
use crosscut::text::Clause;
use crosscut::words::{Html, counted};
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "element.html")]
struct ElementPage {
    shell: Shell,
    id: String,
    version: String,
    name: String,
    definition: String,
    by: Html,
    at: String,
    breadth: String,
    groups: Vec<Group>,
    /// Agreements without a clause, and whether somebody looked.
    empty: Vec<Empty>,
    strip: Vec<Square>,
    elements: Vec<String>,
    notes: Vec<Said>,
    suggested: Vec<Suggested>,
    past: Vec<super::history::Line>,
}

struct Group {
    short: Html,
    year: Option<u16>,
    clauses: Vec<Member>,
}

struct Member {
    number: usize,
    quote: Quote,
    sign: &'static str,
    state: &'static str,
    contested: Option<Html>,
}

struct Empty {
    agreement: String,
    short: Html,
    year: Option<u16>,
    state: CellState,
}

pub(super) fn element(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let element = find(desk, fields.one("id"))?;
    let row = desk.matrix().element(element.id);
    let row = row.ok_or_else(|| Fault::Missing("This element no longer exists.".into()))?;
    let groups = groups(desk, element, row);
    Ok(render(&ElementPage {
        shell: Shell::new(desk, &element.name, Here::Matrix).named().done(desk, fields.one("done")),
        id: element.id.to_string(),
        version: version(element),
        name: element.name.clone(),
        definition: element.definition.clone().unwrap_or_default(),
        by: Html::own(element.by.as_str()),
        at: crate::when::day(element.at),
        breadth: row.agreements(),
        groups,
        empty: empty(desk, row),
        strip: strip(desk, row),
        elements: others(desk, element),
        notes: notes(desk, |about| *about == Target::Element(element.id)),
        suggested: suggested::about(desk, None, |one| one.element == Some(element.id.to_string())),
        past: super::history::lines(desk, Some(element.id)),
    }))
}

fn find<'d>(desk: &'d Desk<'_>, id: &str) -> Result<&'d Element, Fault> {
    let all = desk.state().elements.values();
    all.into_iter().find(|element| element.id.to_string() == id).ok_or_else(|| {
        Fault::Missing("This element no longer exists: it was merged, or its confirmation was undone.".into())
    })
}

pub(super) fn others(desk: &Desk<'_>, element: &Element) -> Vec<String> {
    let all = desk.state().by_name();
    all.iter().filter(|other| other.id != element.id).map(|other| plain(&other.name)).collect()
}

/// The clauses of an element by agreement: confirmed ones, then what is suggested for it.
fn groups(desk: &Desk<'_>, element: &Element, row: &Row) -> Vec<Group> {
    let all = |cell: &'_ crosscut::matrix::Cell| {
        cell.confirmed.iter().chain(&cell.changed).chain(&cell.suggested).cloned().collect::<Vec<_>>()
    };
    let ids: Vec<crosscut::text::ClauseId> = row.cells.iter().flat_map(all).collect();
    let ids = ids.iter();
    let clauses: Vec<&Clause> = ids.filter_map(|id| desk.clause(id.as_str())).map(|(_, c)| c).collect();
    let terms = element.candidate.as_deref().and_then(|id| desk.candidate(id));
    let mut words = Words::of(&clauses, terms.map(|candidate| &candidate.terms[..]).unwrap_or_default());
    let mut number = 0;
    let mut groups = Vec::new();
    for (cell, column) in row.cells.iter().zip(&desk.matrix().columns) {
        let mut members = Vec::new();
        for (ids, state) in [
            (&cell.confirmed, CellState::Present),
            (&cell.changed, CellState::Changed),
            (&cell.suggested, CellState::Suggested),
        ] {
            for (_, clause) in ids.iter().filter_map(|id| desk.clause(id.as_str())) {
                number += 1;
                members.push(Member {
                    number,
                    quote: Quote::new(desk, clause, &mut words),
                    sign: state.symbol(),
                    state: state.name(),
                    contested: contested(element, clause),
                });
            }
        }
        if !members.is_empty() {
            groups.push(Group { short: Html::own(&column.short), year: column.year, clauses: members });
        }
    }
    groups
}

/// Who says yes and who says no, where coders differ.
fn contested(element: &Element, clause: &Clause) -> Option<Html> {
    let member =
        element.members.iter().find(|member| member.anchor.clause == clause.id && member.contested)?;
    let side = |side: bool| {
        let names = member.verdicts.iter().filter(|(_, yes)| **yes == side).map(|(coder, _)| coder.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    Some(Html::isolated(&format!("{}: belongs. {}: does not.", side(true), side(false))))
}

fn empty(desk: &Desk<'_>, row: &Row) -> Vec<Empty> {
    let cells = row.cells.iter().zip(&desk.matrix().columns);
    cells
        .filter(|(cell, _)| cell.count() == 0)
        .map(|(cell, column)| Empty {
            agreement: column.agreement.to_string(),
            short: Html::own(&column.short),
            year: column.year,
            state: cell.state,
        })
        .collect()
}

/// The last event that shaped an element.
pub(super) fn version(element: &Element) -> String {
    element.history.last().map(ToString::to_string).unwrap_or_default()
}

pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let element = find(desk, fields.one("id"))?.clone();
    fresh(desk, &element, fields)?;
    let all = decisions(&desk.choice_with(fields.has("both")), &element, fields)?;
    let event = desk.save(all, None)?.to_string();
    let home = desk.state().elements.values().find(|e| e.id == element.id || e.merged.contains(&element.id));
    let back = fields.one("back");
    Ok(match home {
        _ if back.starts_with("/look") || back.starts_with("/matrix") => {
            go(&format!("{back}{}done={event}", if back.contains('?') { '&' } else { '?' }))
        }
        Some(home) => go(&url("/element", &[("id", &home.id.to_string()), ("done", &event)])),
        None => go(&url("/matrix", &[("done", &event)])),
    })
}

/// Refuses a decision on a page that shows what is no longer so.
pub(super) fn fresh(desk: &Desk<'_>, element: &Element, fields: &Fields) -> Result<(), Fault> {
    let version = version(element);
    if fields.one("version") == version {
        return Ok(());
    }
    let last = element.history.last();
    let last = desk.events().iter().find(|event| Some(&event.id) == last);
    let mut now = vec![format!(
        "It is called “{}” and has {}.",
        element.name,
        counted(element.belonging().count(), "clause")
    )];
    if let Some(event) = last {
        now.extend(said(desk, event.id).map(|said| format!("{}: {said}", event.by)));
    }
    let mut yours = vec![format!("You were about to {}.", fields.one("act"))];
    for (name, what) in [("name", "Name"), ("definition", "Definition"), ("into", "Into"), ("note", "Note")] {
        if let Some(value) = fields.filled(name) {
            yours.push(format!("{what}: “{value}”."));
        }
    }
    let ticked = fields.all("clause").len();
    if ticked > 0 {
        yours.push(format!("{} ticked.", counted(ticked, "clause")));
    }
    Err(Fault::Stale { now, yours, version })
}

/// What an element's form decides.
fn decisions(choice: &Choice<'_>, element: &Element, fields: &Fields) -> Result<Vec<Decision>, Fault> {
    let (id, ticked) = (element.id, fields.all("clause"));
    let which = id.to_string();
    let wanted = |name: &str, what: &str| {
        fields.filled(name).map(str::to_owned).ok_or_else(|| Fault::Wrong(format!("Give {what}.")))
    };
    let some = || {
        if ticked.is_empty() {
            Err(Fault::Wrong("Tick the clauses first.".into()))
        } else {
            Ok(ticked.clone())
        }
    };
    Ok(match fields.one("act") {
        "rename" => renamed(choice, element, fields)?,
        "add" => vec![Decision::Add { element: id, clauses: choice.clauses(&some()?)? }],
        "remove" => vec![choice.take_out(element, &some()?)?],
        "move" => {
            let to = choice.element(&wanted("into", "the element to move them to")?)?.id;
            vec![Decision::Move { from: id, to, clauses: choice.clauses(&some()?)? }]
        }
        "split" => vec![choice.split(&which, &wanted("other", "the new element a name")?, &some()?)?],
        "merge" => {
            let into = choice.element(&wanted("into", "the element to merge into")?)?.id;
            vec![Decision::Merge { into, from: vec![id] }]
        }
        "absent" => {
            let agreements: BTreeSet<String> = fields.all("agreement").into_iter().collect();
            if agreements.is_empty() {
                return Err(Fault::Wrong("Tick the agreements that you looked through.".into()));
            }
            let absent = |agreement: &String| Ok(choice.absent(&which, agreement, &[])?);
            agreements.iter().map(absent).collect::<Result<_, Fault>>()?
        }
        "note" => {
            vec![Decision::Note {
                about: Target::Element(id),
                text: wanted("note", "the words of the note")?,
            }]
        }
        other => return Err(Fault::Wrong(format!("No action {other:?}."))),
    })
}

/// A form in which the element that somebody means is named as it is called: the only one whose name holds what was typed.
pub(super) fn meant(desk: &Desk<'_>, fields: &Fields) -> Result<Fields, Fault> {
    let Some(typed) = fields.filled("into") else { return Ok(fields.clone()) };
    if desk.choice().element(typed).is_ok() {
        return Ok(fields.clone());
    }
    let names: Vec<&str> = desk.state().by_name().iter().map(|element| element.name.as_str()).collect();
    let low = typed.to_lowercase();
    let like: Vec<&str> = names.iter().copied().filter(|name| name.to_lowercase().contains(&low)).collect();
    let named = |name: &str| {
        let one = |(key, value): &(String, String)| {
            (key.clone(), if key == "into" { name.to_owned() } else { value.clone() })
        };
        Fields(fields.0.iter().map(one).collect())
    };
    match like[..] {
        [one] => Ok(named(one)),
        [] => Err(Fault::Wrong(format!("No element is called “{typed}”. There are: {}.", names.join("; ")))),
        _ => Err(Fault::Wrong(format!("Several elements are like “{typed}”: {}.", like.join("; ")))),
    }
}

/// A new name, a new definition, or both.
fn renamed(choice: &Choice<'_>, element: &Element, fields: &Fields) -> Result<Vec<Decision>, Fault> {
    let name = fields.filled("name").ok_or_else(|| Fault::Wrong("Give the element a name.".into()))?;
    let definition = fields.one("definition").trim();
    let mut all = Vec::new();
    if name != element.name {
        all.push(choice.rename(&element.id.to_string(), name)?);
    }
    if definition != element.definition.as_deref().unwrap_or_default() {
        all.push(Decision::Define { element: element.id, definition: definition.to_owned() });
    }
    Ok(all)
}
