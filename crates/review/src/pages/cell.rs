//! A cell of the matrix: the clauses that it rests on, and what may be decided about it where one looks at it.

use super::element;
use super::matrix::id;
use super::suggested::{self, Suggested};
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
use crosscut::Choice;
use crosscut::decisions::{Decision, Element};
use crosscut::matrix::{Cell, CellState, Column, Lost, Row};
use crosscut::text::{Clause, ClauseId};
use crosscut::words::Html;

#[derive(Template)]
#[template(path = "cell.html")]
struct CellPage {
    shell: Shell,
    row: Html,
    /// The id of the row, and of the column: what its form decides about.
    id: String,
    column: String,
    href: String,
    agreement: Html,
    year: Option<u16>,
    state: CellState,
    confirmed: Vec<Quote>,
    suggested: Vec<Quote>,
    changed: Vec<Quote>,
    lost: Vec<(&'static str, Html)>,
    looked: Option<String>,
    /// What assistants suggest for it.
    offered: Vec<Suggested>,
    /// Of an element: what its version is, and where its clauses may go instead. None for a candidate.
    version: Option<String>,
    elements: Vec<String>,
    back: String,
    /// Clauses that are confirmed or suggested.
    here: usize,
}

/// What became of a confirmed clause.
fn said(lost: &Lost) -> &'static str {
    match (lost.changed, &lost.perhaps) {
        (true, _) => "confirmed in this wording, which has changed",
        (false, Some(_)) => "confirmed, and perhaps another clause now",
        (false, None) => "confirmed, and not found again",
    }
}

fn find<'d>(desk: &'d Desk<'_>, fields: &Fields) -> Result<(&'d Row, &'d Cell, &'d Column), Fault> {
    let gone = || Fault::Missing("This cell is no longer in the matrix.".into());
    let matrix = desk.matrix();
    let row = matrix.rows.iter().find(|row| id(row) == fields.one("row")).ok_or_else(gone)?;
    let place = matrix.columns.iter().position(|column| column.agreement.as_str() == fields.one("agreement"));
    let place = place.ok_or_else(gone)?;
    Ok((row, &row.cells[place], &matrix.columns[place]))
}

fn judged<'d>(desk: &'d Desk<'_>, row: &Row) -> Option<&'d Element> {
    row.element().and_then(|id| desk.state().elements.get(&id))
}

/// The clauses of a cell, and who said so.
pub(super) fn cell(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let (row, cell, column) = find(desk, fields)?;
    let quotes = |ids: &[ClauseId]| {
        let clauses: Vec<&Clause> =
            ids.iter().filter_map(|id| desk.clause(id.as_str())).map(|(_, clause)| clause).collect();
        let mut words = Words::default();
        clauses.iter().map(|clause| Quote::new(desk, clause, &mut words)).collect::<Vec<Quote>>()
    };
    let lost = desk.matrix().lost.iter();
    let lost =
        lost.filter(|lost| Some(lost.element) == row.element() && column.holds(&lost.anchor.agreement));
    let element = judged(desk, row);
    let absent = row.element().and_then(|id| desk.findings().absence(id, column));
    let looked = absent.map(|absence| super::changes::looked(&absence));
    let title = format!("{} in {}", row.name, column.short);
    Ok(render(&CellPage {
        shell: Shell::new(desk, &title, Here::Matrix).named().done(desk, fields.one("done")),
        row: Html::own(&row.name),
        id: id(row),
        column: column.agreement.to_string(),
        href: links::row(row),
        agreement: Html::own(&column.short),
        year: column.year.filter(|year| !column.short.contains(&year.to_string())),
        here: cell.confirmed.len() + cell.suggested.len(),
        state: cell.state,
        confirmed: quotes(&cell.confirmed),
        suggested: quotes(&cell.suggested),
        changed: quotes(&cell.changed),
        lost: lost.map(|lost| (said(lost), Html::own(&lost.anchor.quote))).collect(),
        looked,
        offered: suggested::about(desk, None, |one| {
            let here = one.cites.iter().filter_map(|cite| cite.agreement.as_ref()).any(|id| column.holds(id));
            here && one.element.is_some() && one.element == row.element().map(|id| id.to_string())
        }),
        version: element.map(element::version),
        elements: element.map(|element| element::others(desk, element)).unwrap_or_default(),
        back: url("/cell", &[("row", fields.one("row")), ("agreement", fields.one("agreement"))]),
    }))
}

/// Confirm, not here, put elsewhere.
pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let (row, cell, column) = find(desk, fields)?;
    let element = judged(desk, row).ok_or_else(|| Fault::Wrong("Decide on the candidate first.".into()))?;
    element::fresh(desk, element, fields)?;
    let all = decisions(&desk.choice(), element, cell, column, fields)?;
    let event = desk.save(all, None)?.to_string();
    let back = fields.one("back");
    let back = if back.starts_with("/matrix") || back.starts_with("/cell") { back } else { "/matrix" };
    Ok(go(&format!("{back}{}done={event}", if back.contains('?') { '&' } else { '?' })))
}

fn decisions(
    choice: &Choice<'_>,
    element: &Element,
    cell: &Cell,
    column: &Column,
    fields: &Fields,
) -> Result<Vec<Decision>, Fault> {
    let names = |ids: &[ClauseId]| ids.iter().map(ToString::to_string).collect::<Vec<String>>();
    let clauses = |ids: &[ClauseId]| Ok::<_, Fault>(choice.clauses(&names(ids))?);
    let here: Vec<ClauseId> = cell.confirmed.iter().chain(&cell.suggested).cloned().collect();
    let id = element.id;
    Ok(match fields.one("act") {
        "confirm" if cell.suggested.is_empty() => {
            return Err(Fault::Wrong("Nothing is suggested here: add a clause where you read it.".into()));
        }
        "confirm" => vec![Decision::Add { element: id, clauses: clauses(&cell.suggested)? }],
        "out" => {
            let one = fields.one("clause").to_owned();
            let is_suggested = cell.suggested.iter().any(|clause| clause.as_str() == one);
            vec![match is_suggested {
                true => Decision::Remove { element: id, clauses: choice.clauses(&[one])? },
                false => choice.take_out(element, &[one])?,
            }]
        }
        // What is there is taken out, and the agreement counts as looked through.
        "absent" => {
            let mut all = Vec::new();
            let mut out = choice.held_in(element, |agreement| column.holds(agreement));
            out.extend(clauses(&cell.suggested)?);
            if !out.is_empty() {
                all.push(Decision::Remove { element: id, clauses: out });
            }
            let agreement = column.agreement.clone();
            all.push(choice.absence(id, agreement, clauses(&here)?));
            all
        }
        "elsewhere" => {
            let to =
                fields.filled("into").ok_or_else(|| Fault::Wrong("Name the element to put it in.".into()))?;
            let to = choice.element(to)?.id;
            if here.is_empty() {
                return Err(Fault::Wrong("There is no clause here to put elsewhere.".into()));
            }
            vec![Decision::Move { from: id, to, clauses: clauses(&here)? }]
        }
        other => return Err(Fault::Wrong(format!("No action {other:?}."))),
    })
}
