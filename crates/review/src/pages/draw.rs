//! The second look as a draw: empty cells chosen at random, one after the other: is it there? Only a draw can tell how much
//! of the matrix is missing.

use super::look::{make, misses};
use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::{Words, url};
use crate::links;
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::decisions::{Decision, Drawn};
use crosscut::matrix::{CellState, Row};
use crosscut::words::Html;

/// Cells that are drawn at a time.
const CELLS: usize = 24;

#[derive(Template)]
#[template(path = "draw.html")]
struct Draw {
    shell: Shell,
    /// How many cells the next draw takes.
    cells: usize,
    has_elements: bool,
    /// How many of the drawn cells are judged, while some are not.
    judged: Option<(usize, usize)>,
    asked: Option<Asked>,
    busy: bool,
    estimate: Html,
}

/// A cell that was drawn.
struct Asked {
    id: String,
    version: String,
    element: Html,
    href: String,
    definition: Option<Html>,
    agreement: String,
    short: Html,
    near: Vec<Quote>,
    /// How many cells are put off before it.
    skip: usize,
}

pub(super) fn draw(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let recall = desk.findings().recall(None);
    let waiting: Vec<Drawn> = recall.open.iter().flat_map(|open| open.waiting.clone()).collect();
    let skip = fields.one("skip").parse::<usize>().unwrap_or(0) % waiting.len().max(1);
    let cell = waiting.get(skip).cloned();
    if let Some(cell) = &cell {
        let place = desk.matrix().elements().position(|row| row.element() == Some(cell.element));
        if let Some(place) = place {
            make(desk, place, false)?;
        }
    }
    let asked = cell.as_ref().and_then(|cell| asked(desk, cell, skip));
    let empty = desk.matrix().elements().flat_map(|row| &row.cells);
    let empty = empty.filter(|cell| cell.state == CellState::NotChecked).take(CELLS).count();
    Ok(render(&Draw {
        cells: empty,
        has_elements: desk.matrix().elements().next().is_some(),
        judged: recall
            .open
            .as_ref()
            .filter(|open| !open.waiting.is_empty())
            .map(|open| (open.drawn - open.waiting.len(), open.drawn)),
        busy: asked.is_none() && desk.looking.is_busy(),
        asked,
        estimate: Html::isolated(&recall.words()),
        shell: Shell::new(desk, "Second look: a draw", Here::Look).done(desk, fields.one("done")),
    }))
}

fn asked(desk: &Desk<'_>, cell: &Drawn, skip: usize) -> Option<Asked> {
    let element = desk.state().elements.get(&cell.element)?;
    let row: &Row = desk.matrix().element(cell.element)?;
    let column = desk.matrix().columns.iter().find(|column| column.holds(&cell.agreement))?;
    let found = desk.looking.made()?.of(cell.element)?;
    let members: Vec<_> = row
        .cells
        .iter()
        .flat_map(|cell| &cell.confirmed)
        .filter_map(|id| desk.clause(id.as_str()))
        .map(|(_, clause)| clause)
        .collect();
    let mut words = Words::of(&members, &[]);
    let empty = found.cells.iter().find(|empty| column.holds(&empty.agreement));
    let near = empty.map(|empty| misses(desk, empty, element, &mut words)).unwrap_or_default();
    Some(Asked {
        id: element.id.to_string(),
        version: super::element::version(element),
        element: Html::own(&element.name),
        href: links::element(element.id),
        definition: element.definition.as_deref().map(Html::own),
        agreement: column.agreement.to_string(),
        short: Html::own(&column.short),
        near: near.into_iter().map(|near| near.quote).collect(),
        skip,
    })
}

/// Draws cells, or judges the one that is shown.
pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let decision = match (fields.one("act"), fields.filled("yes")) {
        ("draw", _) => {
            let seed = desk.random()?;
            desk.findings().draw(seed, CELLS)?
        }
        ("skip", _) => {
            let next = fields.one("skip").parse::<usize>().unwrap_or(0) + 1;
            return Ok(go(&url("/draw", &[("skip", &next.to_string())])));
        }
        (_, yes) => {
            let choice = desk.choice();
            let element = choice.element(fields.one("id"))?;
            super::element::fresh(desk, element, fields)?;
            match yes {
                Some(clause) => {
                    Decision::Add { element: element.id, clauses: choice.clauses(&[clause.to_owned()])? }
                }
                None => choice.absent(fields.one("id"), fields.one("agreement"), &fields.all("shown"))?,
            }
        }
    };
    let event = desk.save(vec![decision], None)?.to_string();
    Ok(go(&url("/draw", &[("skip", fields.one("skip")), ("done", &event)])))
}
