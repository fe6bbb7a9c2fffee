//! The matrix: every element and candidate in every agreement, each cell a way to its clauses.

use super::strip::class;
use crate::Desk;
use crate::answer::render;
use crate::form::Fields;
use crate::html::{Words, plain, url};
use crate::links;
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::Group;
use crosscut::matrix::{Cell, CellState, Column, Lost, Row, RowKind};
use crosscut::text::Clause;
use crosscut::words::{Html, counted};

/// Candidates shown below the elements, unless all are asked for.
const CANDIDATES: usize = 40;
/// Candidates of a page that shows them all.
const MOST: usize = 300;

#[derive(Template)]
#[template(path = "matrix.html")]
struct MatrixPage {
    shell: Shell,
    heads: Vec<Head>,
    elements: Vec<Line>,
    candidates: Vec<Line>,
    more: usize,
    all: bool,
    sort: String,
    groups: Vec<(&'static str, &'static str)>,
    group: String,
    lost: usize,
}

struct Head {
    short: Html,
    year: Option<u16>,
    text_lost: bool,
    present: usize,
    suggested: usize,
}

struct Line {
    name: Html,
    href: String,
    breadth: String,
    squares: Vec<Square>,
    clauses: usize,
}

struct Square {
    class: String,
    symbol: &'static str,
    count: usize,
    href: Option<String>,
    says: String,
}

/// Groups of agreements: name in addresses, name for people.
const GROUPS: [(&str, &str); 9] = [
    ("", "All agreements"),
    ("state", "States"),
    ("business", "Companies"),
    ("civil", "Civil society"),
    ("technical", "Technical community"),
    ("multistakeholder", "Multistakeholder"),
    ("un", "United Nations"),
    ("binding", "Binding"),
    ("voluntary", "Not binding"),
];

fn takes(group: &str, column: &Column) -> bool {
    match group {
        "state" => column.group == Some(Group::State),
        "business" => column.group == Some(Group::Business),
        "civil" => column.group == Some(Group::Civil),
        "technical" => column.group == Some(Group::Technical),
        "multistakeholder" => column.group == Some(Group::Multistakeholder),
        "un" => column.group == Some(Group::Un),
        "binding" => column.binding == Some(true),
        "voluntary" => column.binding == Some(false),
        _ => true,
    }
}

pub(super) fn matrix(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let matrix = desk.matrix();
    let (group, all) = (fields.one("group").to_owned(), fields.has("all"));
    let shown: Vec<usize> =
        (0..matrix.columns.len()).filter(|&at| takes(&group, &matrix.columns[at])).collect();
    let heads = shown.iter().map(|&at| &matrix.columns[at]).map(|column| Head {
        short: Html::isolated(&column.short),
        year: column.year,
        text_lost: column.text_lost,
        present: column.present,
        suggested: column.suggested,
    });
    let mut elements: Vec<&Row> = matrix.elements().collect();
    if fields.one("sort") == "name" {
        elements.sort_by_cached_key(|row| row.name.to_lowercase());
    }
    let candidates: Vec<&Row> = matrix.rows.iter().filter(|row| row.element().is_none()).collect();
    let most = if all { MOST } else { CANDIDATES };
    let taken = GROUPS.into_iter().filter(|(name, _)| matrix.columns.iter().any(|c| takes(name, c)));
    Ok(render(&MatrixPage {
        shell: Shell::new(desk, "Matrix", Here::Matrix).done(desk, fields.one("done")),
        heads: heads.collect(),
        elements: elements.into_iter().map(|row| line(desk, row, &shown)).collect(),
        more: candidates.len().saturating_sub(most),
        candidates: candidates.into_iter().take(most).map(|row| line(desk, row, &shown)).collect(),
        all,
        sort: fields.one("sort").to_owned(),
        groups: taken.collect(),
        group,
        lost: matrix.lost.len(),
    }))
}

/// The id of a row in addresses.
fn id(row: &Row) -> String {
    match &row.kind {
        RowKind::Element { id, .. } => id.to_string(),
        RowKind::Candidate { id, .. } => id.clone(),
    }
}

fn line(desk: &Desk<'_>, row: &Row, shown: &[usize]) -> Line {
    let columns = &desk.matrix().columns;
    let id = id(row);
    Line {
        name: Html::isolated(&row.name),
        href: links::row(row),
        breadth: among(row, shown).agreements(),
        squares: shown.iter().map(|&at| square(&id, &row.cells[at], &columns[at])).collect(),
        clauses: shown.iter().map(|&at| row.cells[at].count()).sum(),
    }
}

/// A row counted over some of its columns.
fn among(row: &Row, shown: &[usize]) -> Row {
    let count =
        |wanted: fn(CellState) -> bool| shown.iter().filter(|&&at| wanted(row.cells[at].state)).count();
    Row {
        breadth: count(|state| state == CellState::Present),
        suggested: count(|state| state == CellState::Suggested),
        unsettled: count(CellState::is_unsettled),
        cells: Vec::new(),
        definition: None,
        kind: row.kind.clone(),
        name: String::new(),
    }
}

fn square(row: &str, cell: &Cell, column: &Column) -> Square {
    let count = cell.count();
    // Counts are skewed: each step about doubles.
    let heat = match count {
        0 | 1 => 1,
        2 | 3 => 2,
        4..8 => 3,
        _ => 4,
    };
    let filled = matches!(cell.state, CellState::Present | CellState::Suggested);
    let clauses = if filled || cell.state.is_unsettled() {
        format!("{}, ", counted(count, "clause"))
    } else {
        String::new()
    };
    let short = plain(&column.short);
    Square {
        class: if filled { format!("{}{heat}", class(cell.state)) } else { class(cell.state).to_owned() },
        symbol: cell.state.symbol(),
        count,
        href: (cell.state != CellState::NotChecked)
            .then(|| url("/cell", &[("row", row), ("agreement", column.agreement.as_str())])),
        says: format!("{short}: {clauses}{}", cell.state.name()),
    }
}

/// What became of a confirmed clause.
fn said(lost: &Lost) -> &'static str {
    match (lost.changed, &lost.perhaps) {
        (true, _) => "confirmed in this wording, which has changed",
        (false, Some(_)) => "confirmed, and perhaps another clause now",
        (false, None) => "confirmed, and not found again",
    }
}

#[derive(Template)]
#[template(path = "cell.html")]
struct CellPage {
    shell: Shell,
    row: Html,
    href: String,
    agreement: Html,
    year: Option<u16>,
    state: CellState,
    confirmed: Vec<Quote>,
    suggested: Vec<Quote>,
    changed: Vec<Quote>,
    lost: Vec<(&'static str, Html)>,
    looked: Option<String>,
}

/// The clauses of a cell, and who said so.
pub(super) fn cell(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let gone = || Fault::Missing("This cell is no longer in the matrix.".into());
    let matrix = desk.matrix();
    let row = matrix.rows.iter().find(|row| id(row) == fields.one("row")).ok_or_else(gone)?;
    let place = matrix.columns.iter().position(|c| c.agreement.as_str() == fields.one("agreement"));
    let place = place.ok_or_else(gone)?;
    let (cell, column) = (&row.cells[place], &matrix.columns[place]);
    let quotes = |ids: &[crosscut::text::ClauseId]| {
        let clauses: Vec<&Clause> =
            ids.iter().filter_map(|id| desk.clause(id.as_str())).map(|(_, clause)| clause).collect();
        let mut words = Words::default();
        clauses.iter().map(|clause| Quote::new(desk, clause, &mut words)).collect::<Vec<Quote>>()
    };
    let lost = matrix
        .lost
        .iter()
        .filter(|lost| Some(lost.element) == row.element() && column.holds(&lost.anchor.agreement));
    let absent = row.element().and_then(|id| desk.state().elements.get(&id));
    let absent = absent.and_then(|element| element.absent.get(&column.agreement));
    let looked = absent.map(|finding| {
        let names: Vec<&str> = finding.by.iter().map(|coder| coder.as_str()).collect();
        format!("{}, {}", plain(&names.join(", ")), crate::when::day(finding.at))
    });
    let title = format!("{} in {}", row.name, column.short);
    Ok(render(&CellPage {
        shell: Shell::new(desk, &title, Here::Matrix),
        row: Html::isolated(&row.name),
        href: links::row(row),
        agreement: Html::isolated(&column.short),
        year: column.year,
        state: cell.state,
        confirmed: quotes(&cell.confirmed),
        suggested: quotes(&cell.suggested),
        changed: quotes(&cell.changed),
        lost: lost.map(|lost| (said(lost), Html::isolated(&lost.anchor.quote))).collect(),
        looked,
    }))
}
