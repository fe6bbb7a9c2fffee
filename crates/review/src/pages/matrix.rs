//! The matrix: every element and candidate in every agreement, each cell a way to its clauses.

use super::strip::class;
use crate::Desk;
use crate::answer::render;
use crate::form::Fields;
use crate::html::{plain, url};
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
/// Elements that are shown unless all are asked for: a page of fifty thousand cells is slow to come and to use.
const ELEMENTS: usize = 150;

#[derive(Template)]
#[template(path = "matrix.html")]
struct MatrixPage {
    shell: Shell,
    heads: Vec<Head>,
    elements: Vec<Line>,
    /// Candidates that are not decided; none unless they are asked for, or nothing is confirmed yet.
    candidates: Vec<Line>,
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

struct Line {
    id: String,
    name: Html,
    title: String,
    href: String,
    /// Agreements that have it, and apart from them what is suggested or unsettled.
    breadth: usize,
    beside: String,
    squares: Vec<Square>,
}

struct Square {
    class: String,
    symbol: &'static str,
    short: String,
    /// How many clauses, where there are several.
    count: Option<usize>,
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
    let shorts: Vec<&str> = shown.iter().map(|&at| matrix.columns[at].short.as_str()).collect();
    let heads = shown.iter().map(|&at| &matrix.columns[at]).map(|column| Head {
        short: Html::own(&told_apart(&column.short, &shorts)),
        title: plain(&column.short),
        year: column.year,
        text_lost: column.text_lost,
        present: column.present,
        suggested: column.suggested,
    });
    let mut elements: Vec<&Row> = matrix.elements().collect();
    if fields.one("sort") == "name" {
        elements.sort_by_cached_key(|row| row.name.to_lowercase());
    }
    let hidden = if fields.has("full") { 0 } else { elements.len().saturating_sub(ELEMENTS) };
    elements.truncate(elements.len() - hidden);
    let candidates: Vec<&Row> = matrix.rows.iter().filter(|row| row.element().is_none()).collect();
    let confirmed_only = fields.one("rows") != "all" && !all && !elements.is_empty();
    let most = if all { MOST } else { CANDIDATES };
    let candidates = if confirmed_only { Vec::new() } else { candidates };
    let taken = GROUPS.into_iter().filter(|(name, _)| matrix.columns.iter().any(|c| takes(name, c)));
    Ok(render(&MatrixPage {
        shell: Shell::new(desk, "Matrix", Here::Matrix).done(desk, fields.one("done")),
        heads: heads.collect(),
        elements: elements.into_iter().map(|row| line(desk, row, &shown)).collect(),
        more: candidates.len().saturating_sub(most),
        candidates: candidates.into_iter().take(most).map(|row| line(desk, row, &shown)).collect(),
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

fn line(desk: &Desk<'_>, row: &Row, shown: &[usize]) -> Line {
    let columns = &desk.matrix().columns;
    let count =
        |wanted: fn(CellState) -> bool| shown.iter().filter(|&&at| wanted(row.cells[at].state)).count();
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
        squares: shown.iter().map(|&at| square(row, &row.cells[at], &columns[at])).collect(),
    }
}

fn square(row: &Row, cell: &Cell, column: &Column) -> Square {
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
        count: Some(count).filter(|count| *count > 1),
        href: (cell.state != CellState::NotChecked || row.element().is_some())
            .then(|| url("/cell", &[("row", &id(row)), ("agreement", column.agreement.as_str())])),
        says: format!("{short}: {clauses}{}", cell.state.name()),
        short,
    }
}
