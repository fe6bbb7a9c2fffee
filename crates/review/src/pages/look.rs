//! Second look: for every empty cell of an element the clauses that come nearest. Looking turns blanks into findings.

use super::{go, render};
use crate::Desk;
use crate::form::Fields;
use crate::html::{Html, Words, url};
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::matrix::{CellState, Row};
use crosscut::review::{Decision, Element};
use crosscut::text::{AgreementId, Clause, ClauseKind};
use std::collections::{BTreeMap, BTreeSet};

/// Near misses shown for one agreement.
const NEAR: usize = 2;
/// Hits that are gone through for one element.
const HITS: usize = 400;

#[derive(Template)]
#[template(path = "look.html")]
struct Look {
    shell: Shell,
    rows: Vec<Line>,
    one: Option<One>,
}

struct Line {
    name: Html,
    href: String,
    empty: usize,
    looked: usize,
    here: bool,
}

/// The element that is looked for.
struct One {
    id: String,
    version: String,
    name: Html,
    href: String,
    definition: Option<Html>,
    example: Option<Quote>,
    empty: Vec<Empty>,
}

struct Empty {
    agreement: String,
    short: Html,
    year: Option<u16>,
    near: Vec<Quote>,
    lost: bool,
}

pub(super) fn look(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let wanted = fields.one("element");
    let open = |row: &Row| row.cells.iter().filter(|cell| is_open(cell.state)).count();
    let rows: Vec<&Row> = desk.view().matrix.elements().collect();
    let chosen = rows.iter().find(|row| row.element().is_some_and(|id| id.to_string() == wanted));
    let chosen = chosen.or_else(|| rows.iter().find(|row| open(row) > 0)).copied();
    let lines = rows.iter().filter_map(|row| {
        let id = row.element()?.to_string();
        Some(Line {
            name: Html::text(&row.name),
            href: url("/look", &[("element", &id)]),
            empty: open(row),
            looked: row.cells.iter().filter(|cell| cell.state == CellState::CheckedAbsent).count(),
            here: chosen.and_then(Row::element) == row.element(),
        })
    });
    Ok(render(&Look {
        rows: lines.collect(),
        one: chosen.and_then(|row| one(desk, row)),
        shell: Shell::new(desk, "Second look", Here::Look).done(desk, fields.one("done")),
    }))
}

fn is_open(state: CellState) -> bool {
    matches!(state, CellState::NotChecked | CellState::Unreadable)
}

fn one(desk: &Desk<'_>, row: &Row) -> Option<One> {
    let element = desk.state().elements.get(&row.element()?)?;
    let members: Vec<&Clause> = row
        .cells
        .iter()
        .flat_map(|cell| &cell.confirmed)
        .filter_map(|id| desk.clause(id.as_str()))
        .map(|(_, clause)| clause)
        .collect();
    let near = near(desk, element, &members);
    let terms = element.candidate.as_deref().and_then(|id| desk.candidate(id));
    let mut words = Words::of(&members, terms.map(|candidate| &candidate.terms[..]).unwrap_or_default());
    let mut empty = Vec::new();
    for (cell, column) in row.cells.iter().zip(&desk.view().matrix.columns) {
        if is_open(cell.state) {
            let found = near.get(&column.agreement).into_iter().flatten();
            empty.push(Empty {
                agreement: column.agreement.to_string(),
                short: Html::text(&column.short),
                year: column.year,
                near: found.map(|clause| Quote::new(desk, clause, &mut words)).collect(),
                lost: cell.state == CellState::Unreadable,
            });
        }
    }
    Some(One {
        id: element.id.to_string(),
        version: super::element::version(element),
        name: Html::text(&element.name),
        href: super::element::href(element.id),
        definition: element.definition.as_deref().map(Html::text),
        example: members.first().map(|clause| Quote::new(desk, clause, &mut words)),
        empty,
    })
}

/// The clauses of each agreement that share most with an element's clauses, those already judged left out.
fn near<'r>(
    desk: &Desk<'r>,
    element: &Element,
    members: &[&Clause],
) -> BTreeMap<AgreementId, Vec<&'r Clause>> {
    let mut near: BTreeMap<AgreementId, Vec<&'r Clause>> = BTreeMap::new();
    let Some(index) = &desk.index else { return near };
    let judged: BTreeSet<&str> = element.members.iter().map(|member| member.anchor.clause.as_str()).collect();
    let text: Vec<&str> = members.iter().take(12).map(|clause| clause.text.as_str()).collect();
    let Some(language) = members.first().map(|clause| clause.language) else { return near };
    let Ok(hits) = index.similar_to_text(&text.join(" "), language, HITS) else { return near };
    for hit in hits.hits {
        let Some((_, clause)) = desk.clause(hit.clause.as_str()) else { continue };
        let shown = near.entry(hit.agreement).or_default();
        let commits = matches!(clause.kind, ClauseKind::Provision | ClauseKind::Annex | ClauseKind::Recital);
        if shown.len() < NEAR && commits && !judged.contains(clause.id.as_str()) {
            shown.push(clause);
        }
    }
    near
}

/// Ticked clauses are added; in ticked agreements somebody looked, at the clauses shown, and found nothing.
pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let choice = desk.choice();
    let element = choice.element(fields.one("id"))?.clone();
    super::element::fresh(desk, &element, fields)?;
    let (ticked, looked) = (fields.all("clause"), fields.all("agreement"));
    let mut all = Vec::new();
    if !ticked.is_empty() {
        all.push(Decision::Add { element: element.id, clauses: choice.clauses(&ticked)? });
    }
    let shown = choice.clauses(&fields.all("shown"))?;
    for agreement in looked {
        let agreement = choice.agreement(&agreement)?;
        let of = |anchor: &&crosscut::review::Anchor| anchor.agreement == agreement;
        if ticked.iter().any(|id| desk.clause(id).is_some_and(|(_, clause)| clause.agreement == agreement)) {
            return Err(Fault::Wrong(
                "A clause of an agreement is ticked, and the agreement is ticked as lacking \
                it: untick one of both."
                    .into(),
            ));
        }
        let clauses = shown.iter().filter(of).cloned().collect();
        all.push(Decision::Absent { element: element.id, agreement, clauses });
    }
    let event = desk.save(all)?.to_string();
    let id = element.id.to_string();
    let left = desk.view().element(element.id).is_some_and(|row| row.cells.iter().any(|c| is_open(c.state)));
    let parameters: &[(&str, &str)] =
        if left { &[("element", &id), ("done", &event)] } else { &[("done", &event)] };
    Ok(go(&url("/look", parameters)))
}
