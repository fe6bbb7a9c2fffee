//! The tables that a run leaves.

use super::cite::{Citation, Cites};
use super::{Judged, Judgements};
use crate::matrix::{Cell, CellState, Column as Head, Matrix, Row, RowKind};
use crate::words::{counted, dated};
use crate::{Findings, Results};
use crosscut_table::{Column, Kind, Sink, Table, Value, columns};
use crosscut_text::ClauseId;
use std::collections::BTreeMap;
use std::io;

/// Columns of the candidates.
const CANDIDATES: [(&str, Kind, &str); 15] = [
    ("rank", Kind::Integer, "Place in the list, from 1"),
    ("candidate", Kind::Text, "Id of the candidate, derived from its clauses"),
    ("label", Kind::Text, "Proposed name"),
    ("terms", Kind::Text, "Words that its clauses share"),
    ("score", Kind::Number, "Worth of a decision on it, 0 to 1"),
    ("agreements", Kind::Integer, "How many agreements it is found in"),
    ("agreement", Kind::Text, "Id of the clause's agreement"),
    ("short_name", Kind::Text, "Short name of the agreement"),
    ("year", Kind::Integer, "Year of adoption"),
    ("clause", Kind::Text, "Id of the clause"),
    ("locator", Kind::Text, "Address of the clause for people"),
    ("page", Kind::Text, "Page as the document names it"),
    ("similarity", Kind::Number, "Likeness to the rest of the candidate, 0 to 1"),
    ("obligation", Kind::Text, "How strongly the clause binds"),
    ("quote", Kind::Text, "Text of the clause"),
];

/// Columns of the matrix in long form: of the cell, then of the clause.
const QUOTES: [(&str, Kind, &str); 24] = [
    ("element", Kind::Text, "Name of the element, or label of the candidate"),
    ("kind", Kind::Text, "element (a person confirmed it) or candidate"),
    ("id", Kind::Text, "Id of the element or candidate"),
    ("agreements_confirmed", Kind::Integer, "Agreements that have it for sure"),
    ("agreements_suggested", Kind::Integer, "Further agreements that have it perhaps"),
    ("agreement", Kind::Text, "Id of the agreement"),
    ("short_name", Kind::Text, "Short name of the agreement"),
    ("year", Kind::Integer, "Year of adoption"),
    ("group", Kind::Text, "Who adopted the agreement"),
    ("binding", Kind::Flag, "Whether it binds in law"),
    ("finding", Kind::Text, "confirmed, suggested, checked absent, not checked or unreadable"),
    (
        "clauses_confirmed",
        Kind::Integer,
        "Clauses of this agreement that a person confirmed, and that stand so",
    ),
    (
        "clauses_to_check",
        Kind::Integer,
        "Further clauses that a person confirmed: their wording was changed, or they were not found again",
    ),
    ("clauses_suggested", Kind::Integer, "Clauses of this agreement that are only suggested"),
    ("clause", Kind::Text, "Id of the clause; empty where the agreement has none"),
    ("clause_is", Kind::Text, "confirmed or suggested; whether its text was found again"),
    ("locator", Kind::Text, "Address of the clause for people"),
    ("page", Kind::Text, "Page as the document names it"),
    ("obligation", Kind::Text, "How strongly the clause binds"),
    ("coder", Kind::Text, "Who confirmed it"),
    ("when", Kind::Text, "When it was last confirmed, UTC"),
    ("note", Kind::Text, "Notes on the clause"),
    ("lead_in", Kind::Text, "Opening words that the clause completes"),
    ("quote", Kind::Text, "Text of the clause"),
];

/// Columns of the matrix before those of the agreements.
const MATRIX: [(&str, Kind, &str); 4] = [
    ("element", Kind::Text, "Name of the element"),
    ("id", Kind::Text, "Id of the element"),
    ("agreements_confirmed", Kind::Integer, "Agreements that have it for sure"),
    (
        "agreements_suggested",
        Kind::Integer,
        "Further agreements that have it perhaps; empty where suggestions are left out",
    ),
];

/// The candidates, one row a clause, best candidate first.
pub fn candidates(results: &Results) -> Table {
    Table::of("candidates", |table| candidates_to(results, table))
}

/// As [`candidates`], row by row.
pub(crate) fn candidates_to(results: &Results, out: &mut dyn Sink) -> io::Result<()> {
    out.head(columns(&CANDIDATES))?;
    let cites = Cites::new(results);
    for (rank, candidate) in results.candidates.iter().enumerate() {
        for member in &candidate.members {
            let Some(citation) = cites.cite(&member.clause) else { continue };
            out.row(vec![
                (rank + 1).into(),
                candidate.id.as_str().into(),
                candidate.label.as_str().into(),
                candidate.terms.join(", ").into(),
                candidate.score.into(),
                candidate.agreements.len().into(),
                member.agreement.as_str().into(),
                citation.short.into(),
                citation.year.into(),
                member.clause.as_str().into(),
                citation.clause.locator.as_str().into(),
                citation.page_with_warning().into(),
                member.similarity.into(),
                citation.clause.strength.map(|strength| strength.name()).into(),
                citation.clause.text.as_str().into(),
            ])?;
        }
    }
    Ok(())
}

/// The matrix in long form: one row a clause of a cell, and one row a cell without clauses. Every row carries its finding,
/// so that a spreadsheet can pivot it; every clause carries locator, page and quote, and who confirmed it. Candidates and
/// clauses that nobody decided on are left out unless `suggestions` are asked for. With `first`, the clauses of so many rows of
/// the matrix alone: a workbook shows no more, and all candidates of a large study take a gigabyte.
pub fn quotes(
    findings: &Findings,
    judgements: &Judgements,
    suggestions: bool,
    first: Option<usize>,
) -> Table {
    let (rows, without_clause) = (first.unwrap_or(usize::MAX), first.is_none());
    let wanted = Wanted { suggestions, rows, without_clause };
    Table::of("quotes", |table| write_quotes(findings, judgements, &wanted, table))
}

/// As [`quotes`], row by row.
pub(crate) fn quotes_to(
    findings: &Findings,
    judgements: &Judgements,
    suggestions: bool,
    out: &mut dyn Sink,
) -> io::Result<()> {
    let wanted = Wanted { suggestions, rows: usize::MAX, without_clause: true };
    write_quotes(findings, judgements, &wanted, out)
}

/// What of the matrix is written in long form.
struct Wanted {
    suggestions: bool,
    /// How many rows of the matrix.
    rows: usize,
    /// Whether a cell without a clause is a row.
    without_clause: bool,
}

fn write_quotes(
    findings: &Findings,
    judgements: &Judgements,
    wanted: &Wanted,
    out: &mut dyn Sink,
) -> io::Result<()> {
    out.head(columns(&QUOTES))?;
    let (matrix, cites) = (findings.matrix(), Cites::new(findings.results()));
    let suggestions = wanted.suggestions;
    for row in matrix.rows.iter().take(wanted.rows).filter(|row| suggestions || row.is_element()) {
        for (cell, column) in row.cells.iter().zip(&matrix.columns) {
            let start = start(row, cell, column);
            let mut add = |clause: [Value; 10]| out.row(start.iter().cloned().chain(clause).collect());
            let confirmed = cell.confirmed.iter().map(|id| (id, CellState::Present));
            let suggested = cell.suggested.iter().map(|id| (id, CellState::Suggested));
            for (id, standing) in confirmed.chain(suggested.filter(|_| suggestions)) {
                add(clause_cells(&cites, id, standing, row, judgements))?;
            }
            for lost in lost(matrix, row, column, judgements) {
                add(lost)?;
            }
            let suggested = if suggestions { cell.suggested.len() } else { 0 };
            if wanted.without_clause && cell.confirmed.len() + cell.to_check() + suggested == 0 {
                add(Default::default())?;
            }
        }
    }
    Ok(())
}

/// The cells of a row that say which cell of the matrix it is about.
fn start(row: &Row, cell: &Cell, column: &Head) -> [Value; 14] {
    let (kind, id) = match &row.kind {
        RowKind::Element { id, .. } => ("element", id.to_string()),
        RowKind::Candidate { id, .. } => ("candidate", id.clone()),
    };
    [
        row.name.as_str().into(),
        kind.into(),
        id.into(),
        row.breadth.into(),
        row.suggested.into(),
        column.agreement.as_str().into(),
        column.short.as_str().into(),
        column.year.into(),
        column.group.map(crate::Group::name).into(),
        column.binding.into(),
        cell.state.name().into(),
        cell.confirmed.len().into(),
        cell.to_check().into(),
        cell.suggested.len().into(),
    ]
}

fn clause_cells(
    cites: &Cites,
    id: &ClauseId,
    standing: CellState,
    row: &Row,
    judgements: &Judgements,
) -> [Value; 10] {
    let citation = cites.cite(id);
    let of = |part: &dyn Fn(&Citation) -> String| Value::from(citation.as_ref().map(part));
    let element = row.element().filter(|_| standing == CellState::Present);
    let judged = element
        .zip(citation.as_ref())
        .map(|(element, citation)| judgements.on(element, citation.clause))
        .unwrap_or_default();
    [
        id.as_str().into(),
        standing.name().into(),
        of(&|citation| citation.clause.locator.clone()),
        of(&|citation| citation.page_with_warning()),
        of(&|citation| citation.clause.strength.map(|s| s.name().to_owned()).unwrap_or_default()),
        names(&judged).into(),
        judged.coders.values().max().map(ToString::to_string).into(),
        judged.notes.join("\n").into(),
        of(&|citation| citation.clause.lead_in.clone().unwrap_or_default()),
        of(&|citation| citation.clause.text.clone()),
    ]
}

/// The coders of a verdict in a line.
fn names(judged: &Judged) -> String {
    let names: Vec<&str> = judged.coders.keys().map(crosscut_decisions::Coder::as_str).collect();
    names.join(", ")
}

/// Confirmed clauses of a cell that were not found again, as they stood when they were judged.
fn lost<'m>(
    matrix: &'m Matrix,
    row: &'m Row,
    column: &'m Head,
    judgements: &'m Judgements,
) -> impl Iterator<Item = [Value; 10]> + 'm {
    let here = matrix
        .lost
        .iter()
        .filter(move |lost| row.element() == Some(lost.element) && column.holds(&lost.anchor.agreement));
    here.map(|lost| {
        let judged = judgements.behind(lost.element, &lost.anchor);
        [
            lost.anchor.clause.as_str().into(),
            format!("confirmed, {}", lost.said()).into(),
            lost.anchor.locator.as_str().into(),
            lost.anchor.page.map(|page| page.to_string()).into(),
            Value::Empty,
            names(&judged).into(),
            judged.coders.values().max().map(ToString::to_string).into(),
            judged.notes.join("\n").into(),
            Value::Empty,
            lost.anchor.quote.as_str().into(),
        ]
    })
}

/// The matrix as it is printed: one row a confirmed element, one column an agreement. A cell says what was confirmed and
/// where ("■ 2: Article 9(2) p. 4; Article 10 p. 5"), and apart from it, where `suggestions` are asked for, what is only
/// suggested.
pub fn matrix(findings: &Findings, suggestions: bool) -> Table {
    Table::of("matrix", |table| matrix_to(findings, suggestions, table))
}

/// As [`matrix`], row by row.
pub(crate) fn matrix_to(findings: &Findings, suggestions: bool, out: &mut dyn Sink) -> io::Result<()> {
    let (results, matrix) = (findings.results(), findings.matrix());
    let agreements = column_names(matrix).into_iter().map(|name| Column {
        name,
        kind: Kind::Text,
        about: "What is known of the elements in this agreement",
    });
    out.head(columns(&MATRIX).into_iter().chain(agreements).collect())?;
    let cites = Cites::new(results);
    for row in matrix.elements() {
        let start = [
            Value::from(row.name.as_str()),
            row.element().map(|id| id.to_string()).into(),
            row.breadth.into(),
            // A number of cells that are not shown tells nobody anything.
            if suggestions { row.suggested.into() } else { Value::Empty },
        ];
        let cells = row.cells.iter().map(|cell| wide_cell(&cites, cell, suggestions).into());
        out.row(start.into_iter().chain(cells).collect())?;
    }
    Ok(())
}

/// The names of the columns: short name and year, with the id where two agreements share both.
fn column_names(matrix: &Matrix) -> Vec<String> {
    let named = |column: &Head| dated(&column.short, column.year);
    let mut same: BTreeMap<String, usize> = BTreeMap::new();
    for column in &matrix.columns {
        *same.entry(named(column)).or_default() += 1;
    }
    let name = |column: &Head| match named(column) {
        name if same.get(&name).is_some_and(|count| *count > 1) => format!("{name} [{}]", column.agreement),
        name => name,
    };
    matrix.columns.iter().map(name).collect()
}

fn wide_cell(cites: &Cites, cell: &Cell, suggestions: bool) -> String {
    let confirmed = part(cites, &cell.confirmed).map(|part| format!("■ {part}"));
    let suggested = part(cites, &cell.suggested).filter(|_| suggestions);
    let suggested = suggested.map(|part| format!("◧ suggested {part}"));
    let changed = part(cites, &cell.changed).map(|part| format!("△ wording changed {part}"));
    let sign = if cell.state == CellState::Lost { "" } else { "▽ " };
    let lost = (cell.lost > 0).then(|| format!("{sign}{} not found again", counted(cell.lost, "clause")));
    let parts: Vec<String> = confirmed.into_iter().chain(changed).chain(lost).chain(suggested).collect();
    match cell.state {
        CellState::Present | CellState::Suggested | CellState::Changed => parts.join(" · "),
        CellState::Disputed | CellState::Lost => {
            format!("{} {}: {}", cell.state.symbol(), cell.state.name(), parts.join(" · "))
        }
        CellState::NotChecked => String::new(),
        // A suggestion that came after the look is told next to it.
        CellState::CheckedAbsent | CellState::CheckedEarlier | CellState::Unreadable => {
            std::iter::once(cell.state.name().to_owned()).chain(parts).collect::<Vec<_>>().join(" · ")
        }
    }
}

/// How many clauses and where: "2: Article 9(2) p. 4; Article 10 p. 5".
fn part(cites: &Cites, ids: &[ClauseId]) -> Option<String> {
    let place = |citation: Citation| match citation.page_with_warning() {
        page if page.is_empty() => citation.clause.locator.clone(),
        page => format!("{} p. {page}", citation.clause.locator),
    };
    let places: Vec<String> = ids.iter().filter_map(|id| cites.cite(id)).map(place).collect();
    (!ids.is_empty()).then(|| format!("{}: {}", ids.len(), places.join("; ")))
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
