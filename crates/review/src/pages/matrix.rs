//! The matrix: every element and candidate in every agreement, each cell a way to its clauses.

use super::strip::class;
use crate::Desk;
use crate::answer::render;
use crate::form::Fields;
use crate::html::{escaped, plain, url};
use crate::links;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::Group;
use crosscut::matrix::{Cell, CellState, Column, Matrix, Row, RowKind};
use crosscut::words::{Html, counted, told_apart};

/// Candidates shown below the elements, unless all are asked for.
const CANDIDATES: usize = 40;
/// Candidates of a page that shows them all.
const MOST: usize = 300;
/// Cells that are shown, in whole rows, unless all are asked for: a page of fifty thousand is slow to come and to use.
const CELLS: usize = 6_000;
/// Elements that are shown however many agreements there are.
const LEAST: usize = 40;

#[derive(Template)]
#[template(path = "matrix.html")]
struct MatrixPage<'p> {
    shell: Shell,
    heads: Vec<Head>,
    elements: Vec<Line<'p>>,
    /// Candidates that are not decided; none unless they are asked for, or nothing is confirmed yet.
    candidates: Vec<Line<'p>>,
    /// Whether candidates are shown, and how many more there are.
    rows: &'static str,
    more: usize,
    all: bool,
    /// Elements that are not shown.
    hidden: usize,
    /// The matrix in numbers: confirmed cells and, apart from them, suggested ones.
    sums: String,
    sort: String,
    groups: Vec<(&'static str, &'static str)>,
    group: String,
    lost: usize,
}

struct Head {
    /// As much of its name as tells it from the others.
    short: Html,
    title: String,
    year: Option<u16>,
    text_lost: bool,
    present: usize,
    suggested: usize,
}

struct Line<'p> {
    id: String,
    name: Html,
    title: String,
    href: String,
    /// Agreements that have it, and apart from them what is suggested or unsettled.
    breadth: usize,
    beside: String,
    squares: Vec<Square<'p>>,
}

struct Square<'p> {
    class: &'static str,
    symbol: &'static str,
    short: &'p str,
    /// How many clauses, where there are several.
    count: Option<usize>,
    href: Option<String>,
    says: String,
}

/// A column that is shown, with what each of its cells says of it.
struct Shown<'m> {
    at: usize,
    column: &'m Column,
    short: String,
    /// Its id as a part of addresses.
    address: String,
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
    let columns = matrix.columns.iter().enumerate().filter(|(_, column)| takes(&group, column));
    let columns = columns.map(|(at, column)| Shown {
        at,
        column,
        short: plain(&column.short),
        address: escaped(column.agreement.as_str()),
    });
    let shown: Vec<Shown<'_>> = columns.collect();
    let shorts: Vec<&str> = shown.iter().map(|shown| shown.column.short.as_str()).collect();
    let heads = shown.iter().map(|Shown { column, short, .. }| Head {
        short: Html::own(&told_apart(&column.short, &shorts)),
        title: short.clone(),
        year: column.year,
        text_lost: column.text_lost,
        present: column.present,
        suggested: column.suggested,
    });
    let mut elements: Vec<&Row> = matrix.elements().collect();
    if fields.one("sort") == "name" {
        elements.sort_by_cached_key(|row| row.name.to_lowercase());
    }
    let most = LEAST.max(CELLS / shown.len().max(1));
    let hidden = if fields.has("full") { 0 } else { elements.len().saturating_sub(most) };
    elements.truncate(elements.len() - hidden);
    let candidates: Vec<&Row> = matrix.rows.iter().filter(|row| row.element().is_none()).collect();
    let confirmed_only = fields.one("rows") != "all" && !all && !elements.is_empty();
    let most = if all { MOST } else { CANDIDATES };
    let candidates = if confirmed_only { Vec::new() } else { candidates };
    let taken = GROUPS.into_iter().filter(|(name, _)| matrix.columns.iter().any(|c| takes(name, c)));
    Ok(render(&MatrixPage {
        shell: Shell::new(desk, "Matrix", Here::Matrix).done(desk, fields.one("done")),
        heads: heads.collect(),
        elements: elements.into_iter().map(|row| line(row, &shown)).collect(),
        more: candidates.len().saturating_sub(most),
        candidates: candidates.into_iter().take(most).map(|row| line(row, &shown)).collect(),
        all,
        hidden,
        rows: if confirmed_only { "" } else { "all" },
        sums: sums(matrix),
        sort: fields.one("sort").to_owned(),
        groups: taken.collect(),
        group,
        lost: matrix.lost.len(),
    }))
}

/// The id of a row in addresses.
pub(super) fn id(row: &Row) -> String {
    match &row.kind {
        RowKind::Element { id, .. } => id.to_string(),
        RowKind::Candidate { id, .. } => id.clone(),
    }
}

/// "7 confirmed · 2 suggested": cells of confirmed elements, never added up.
fn sums(matrix: &Matrix) -> String {
    let count = |wanted: fn(CellState) -> bool| {
        matrix.elements().flat_map(|row| &row.cells).filter(|cell| wanted(cell.state)).count()
    };
    let parts = [
        (count(|state| state == CellState::Present), "confirmed"),
        (count(|state| state == CellState::Suggested), "suggested"),
        (count(CellState::is_unsettled), "to check"),
    ];
    let told = parts.iter().filter(|(count, what)| *count > 0 || *what == "confirmed");
    told.map(|(count, what)| format!("{count} {what}")).collect::<Vec<_>>().join(" · ")
}

fn line<'p>(row: &Row, shown: &'p [Shown<'_>]) -> Line<'p> {
    let count =
        |wanted: fn(CellState) -> bool| shown.iter().filter(|one| wanted(row.cells[one.at].state)).count();
    let start = format!("{}&agreement=", url("/cell", &[("row", &id(row))]));
    let beside = [
        (count(|state| state == CellState::Suggested), CellState::Suggested),
        (count(CellState::is_unsettled), CellState::Changed),
    ];
    let beside = beside.iter().filter(|(count, _)| *count > 0);
    Line {
        id: id(row),
        name: Html::own(&row.name),
        title: plain(&row.name),
        href: links::row(row),
        breadth: count(|state| state == CellState::Present),
        beside: beside
            .map(|(count, state)| format!("{count} {}", state.symbol()))
            .collect::<Vec<_>>()
            .join(" "),
        squares: shown.iter().map(|one| square(row, &start, one)).collect(),
    }
}

/// The cell of a row in a column; `start` is its address without the agreement.
fn square<'p>(row: &Row, start: &str, shown: &'p Shown<'_>) -> Square<'p> {
    let cell: &Cell = &row.cells[shown.at];
    let count = cell.count();
    // Counts are skewed: each step about doubles.
    let heat = match count {
        0 | 1 => 0,
        2 | 3 => 1,
        4..8 => 2,
        _ => 3,
    };
    let filled = matches!(cell.state, CellState::Present | CellState::Suggested);
    let clauses = if filled || cell.state.is_unsettled() {
        format!("{}, ", counted(count, "clause"))
    } else {
        String::new()
    };
    Square {
        class: match cell.state {
            CellState::Present => ["p1", "p2", "p3", "p4"][heat],
            CellState::Suggested => ["s1", "s2", "s3", "s4"][heat],
            state => class(state),
        },
        symbol: cell.state.symbol(),
        count: Some(count).filter(|count| *count > 1),
        href: (cell.state != CellState::NotChecked || row.element().is_some())
            .then(|| format!("{start}{}", shown.address)),
        says: format!("{}: {clauses}{}", shown.short, cell.state.name()),
        short: &shown.short,
    }
}
