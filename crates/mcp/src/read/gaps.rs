//! Where an element was not found, and what comes nearest there.

use crate::args::Of;
use crate::desk::Desk;
use crate::error::Result;
use crate::page::{Page, Wanted, page};
use crate::shape::{Quoted, line, rounded};
use crosscut::findings::EmptyCell;
use crosscut::matrix::CellState;
use crosscut::text::AgreementId;
use schemars::JsonSchema;
use serde::Serialize;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Gaps {
    /// Name of the element.
    element: String,
    agreements: Vec<Gap>,
    #[serde(flatten)]
    page: Page,
}

#[derive(Serialize, JsonSchema)]
struct Gap {
    /// Id of the agreement.
    agreement: String,
    /// "checked, absent": somebody looked and found none. "not checked": nobody looked, which says nothing. "unreadable":
    /// text was lost, so that nothing can be said. "checked in an earlier edition": none was found, and the text was changed
    /// since.
    is: &'static str,
    /// The chance that it has the element after all, 0 to 1; a guess of the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    chance: Option<f64>,
    /// The clauses that come nearest. None where nothing has anything in common: then only reading it can tell.
    nearest: Vec<Quoted>,
}

/// A cell without the element: its agreement, its state, and the second look at it, if there is one.
type Empty<'l> = (&'l AgreementId, CellState, Option<&'l EmptyCell>);

pub(crate) fn gaps(desk: &Desk, args: Of) -> Result<Gaps> {
    let findings = desk.findings()?;
    let element = desk.element(&findings, &args.of)?;
    let (id, name) = (element.id, line(&element.name));
    let looks = desk.looks()?;
    let looks = looks.iter().find(|look| look.element == id).map_or(&[][..], |look| &look.cells);
    let matrix = findings.matrix();
    let cells = || matrix.element(id).into_iter().flat_map(|row| &row.cells);
    let state = |agreement: &AgreementId| {
        let cell = matrix.columns.iter().zip(cells()).find(|(column, _)| column.agreement == *agreement);
        cell.map_or(CellState::NotChecked, |(_, cell)| cell.state)
    };
    let mut empty: Vec<Empty<'_>> =
        looks.iter().map(|cell| (&cell.agreement, state(&cell.agreement), Some(cell))).collect();
    let looked =
        matrix.columns.iter().zip(cells()).filter(|(_, cell)| cell.state == CellState::CheckedAbsent);
    empty.extend(looked.map(|(column, cell)| (&column.agreement, cell.state, None)));
    let entries = empty.into_iter().map(|(agreement, state, look)| {
        let findings = &findings;
        move || Gap {
            agreement: agreement.to_string(),
            is: state.name(),
            chance: look.map(|look| rounded(look.chance)),
            nearest: look
                .iter()
                .flat_map(|look| &look.misses)
                .filter_map(|miss| Quoted::find(findings.results(), &miss.clause))
                .collect(),
        }
    });
    let (agreements, page) = page(entries, Wanted::new(args.offset, args.limit));
    Ok(Gaps { element: name, agreements, page })
}
