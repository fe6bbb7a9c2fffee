//! Tables as CSV: RFC 4180 with CRLF line ends, a byte order mark, and a guard against formulas.
//!
//! The byte order mark is on by default because the readers' spreadsheet program takes a file without one for the
//! machine's old 8-bit encoding when it is double-clicked; programs read it with an encoding such as Python's
//! `utf-8-sig`, or switch it off. The guard puts an apostrophe before a cell that a spreadsheet would run as a formula
//! (agreements are full of lines that start with "-"); who reads the cell takes it off again.

use super::cite::{Citation, Cites};
use crate::Results;
use crate::matrix::{Cell, CellState, Column, Matrix, Row, RowKind};
use crate::visible::stripped;
use crosscut_text::ClauseId;

/// Columns of the candidates.
const CANDIDATES: &str = "rank,candidate,label,terms,score,agreements,agreement,short_name,year,\
    clause,locator,page,similarity,obligation,quote";

/// Columns of the matrix.
const MATRIX: &str = "element,kind,id,agreements_confirmed,agreements_suggested,agreement,short_name,year,finding,\
    clauses,clause,clause_is,locator,page,quote";

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CsvOptions {
    /// Guard against formulas.
    pub guard: bool,
    /// Start with a byte order mark.
    pub bom: bool,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { guard: true, bom: true }
    }
}

/// Whether a spreadsheet may run a cell that starts like this (the full-width signs too, as some programs take them).
fn starts_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A cell that no spreadsheet runs: an apostrophe before what would start a formula, and before a guarded cell, so that
/// taking one apostrophe off gives back exactly what went in.
pub fn guard(cell: &str) -> String {
    if starts_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}

/// What was in a guarded cell.
#[cfg(test)]
fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if starts_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

/// A table in memory. Characters that cannot be seen are left out.
struct Table {
    writer: csv::Writer<Vec<u8>>,
    options: CsvOptions,
}

impl Table {
    fn new(options: CsvOptions, header: impl IntoIterator<Item: AsRef<str>>) -> Self {
        let start = if options.bom { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(start);
        let mut table = Self { writer, options };
        table.row(header);
        table
    }

    fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) {
        let cells = cells.into_iter().map(|cell| {
            let cell = stripped(cell.as_ref());
            if self.options.guard { guard(&cell) } else { cell }
        });
        // Rows of one table have one length and memory takes all bytes: there is nothing to fail.
        let written = self.writer.write_record(cells);
        debug_assert!(written.is_ok(), "{written:?}");
    }

    fn text(self) -> String {
        let bytes = self.writer.into_inner().unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Any table, guarded as all are. Rows have as many cells as the head.
pub fn csv(head: &[String], rows: &[Vec<String>], options: CsvOptions) -> String {
    let mut table = Table::new(options, head);
    for row in rows {
        table.row(row);
    }
    table.text()
}

/// The candidates, one line a clause, best candidate first.
pub fn candidates_csv(results: &Results, options: CsvOptions) -> String {
    let mut table = Table::new(options, CANDIDATES.split(','));
    let cites = Cites::new(results);
    for (rank, candidate) in results.candidates.iter().enumerate() {
        for member in &candidate.members {
            let Some(citation) = cites.cite(&member.clause) else { continue };
            let row = [
                (rank + 1).to_string(),
                candidate.id.clone(),
                candidate.label.clone(),
                candidate.terms.join(", "),
                format!("{:.3}", candidate.score),
                candidate.agreements.len().to_string(),
                member.agreement.to_string(),
                citation.short.to_owned(),
                year(citation.year),
                member.clause.to_string(),
                citation.clause.locator.clone(),
                citation.page_with_warning(),
                format!("{:.3}", member.similarity),
                citation.clause.strength.map(|strength| strength.name()).unwrap_or_default().to_owned(),
                citation.clause.text.clone(),
            ];
            table.row(row);
        }
    }
    table.text()
}

/// The matrix, one line a clause of a cell, and one line a cell without clauses. Every line carries its finding, so that
/// a spreadsheet can pivot it; every clause carries locator, page and quote.
pub fn matrix_csv(results: &Results, matrix: &Matrix, options: CsvOptions) -> String {
    let mut table = Table::new(options, MATRIX.split(','));
    let cites = Cites::new(results);
    for row in &matrix.rows {
        for (cell, column) in row.cells.iter().zip(&matrix.columns) {
            let mut line =
                |clause: [String; 5]| table.row(start(row, cell, column).into_iter().chain(clause));
            let confirmed = cell.confirmed.iter().map(|id| (id, CellState::Present));
            let suggested = cell.suggested.iter().map(|id| (id, CellState::Suggested));
            for (id, standing) in confirmed.chain(suggested) {
                line(clause_cells(&cites, id, standing));
            }
            for lost in lost(matrix, row, column) {
                line(lost);
            }
            if cell.confirmed.len() + cell.suggested.len() + cell.lost == 0 {
                line(Default::default());
            }
        }
    }
    table.text()
}

/// The cells of a line that say which cell of the matrix it is about.
fn start(row: &Row, cell: &Cell, column: &Column) -> [String; 10] {
    let (kind, id) = match &row.kind {
        RowKind::Element { id, .. } => ("element", id.to_string()),
        RowKind::Candidate { id, .. } => ("candidate", id.clone()),
    };
    [
        row.name.clone(),
        kind.to_owned(),
        id,
        row.breadth.to_string(),
        row.suggested.to_string(),
        column.agreement.to_string(),
        column.short.clone(),
        year(column.year),
        cell.state.name().to_owned(),
        cell.count().to_string(),
    ]
}

fn clause_cells(cites: &Cites, id: &ClauseId, standing: CellState) -> [String; 5] {
    let citation = cites.cite(id);
    let of = |part: &dyn Fn(&Citation) -> String| citation.as_ref().map(part).unwrap_or_default();
    [
        id.to_string(),
        standing.name().to_owned(),
        of(&|citation| citation.clause.locator.clone()),
        of(&|citation| citation.page_with_warning()),
        of(&|citation| citation.clause.text.clone()),
    ]
}

/// Confirmed clauses of a cell that were not found again, as they stood when they were judged.
fn lost<'m>(matrix: &'m Matrix, row: &'m Row, column: &'m Column) -> impl Iterator<Item = [String; 5]> + 'm {
    let here = matrix
        .lost
        .iter()
        .filter(move |lost| row.element() == Some(lost.element) && lost.anchor.agreement == column.agreement);
    here.map(|lost| {
        [
            lost.anchor.clause.to_string(),
            if lost.perhaps.is_some() { "confirmed, text changed" } else { "confirmed, not found again" }
                .to_owned(),
            lost.anchor.locator.clone(),
            lost.anchor.page.map(|page| page.to_string()).unwrap_or_default(),
            lost.anchor.quote.clone(),
        ]
    })
}

/// The matrix as it is printed: one line an element, one column an agreement, each cell its sign, its count and where the
/// clauses are ("■ 2: Article 9(2) p. 4; Article 10 p. 5").
pub fn matrix_wide_csv(results: &Results, matrix: &Matrix, options: CsvOptions) -> String {
    let named = |column: &Column| match column.year {
        Some(year) => format!("{} ({year})", column.short),
        None => column.short.clone(),
    };
    let mut header = vec![
        "element".to_owned(),
        "kind".into(),
        "agreements_confirmed".into(),
        "agreements_suggested".into(),
    ];
    header.extend(matrix.columns.iter().map(named));
    let mut table = Table::new(options, header);
    let cites = Cites::new(results);
    for row in &matrix.rows {
        let kind = if row.is_element() { "element" } else { "candidate" };
        let start = [row.name.clone(), kind.to_owned(), row.breadth.to_string(), row.suggested.to_string()];
        table.row(start.into_iter().chain(row.cells.iter().map(|cell| wide_cell(&cites, cell))));
    }
    table.text()
}

fn wide_cell(cites: &Cites, cell: &Cell) -> String {
    let ids = if cell.confirmed.is_empty() { &cell.suggested } else { &cell.confirmed };
    let places: Vec<String> = ids
        .iter()
        .filter_map(|id| cites.cite(id))
        .map(|citation| match citation.page_with_warning() {
            page if page.is_empty() => citation.clause.locator.clone(),
            page => format!("{} p. {page}", citation.clause.locator),
        })
        .collect();
    match (cell.state, cell.count()) {
        (CellState::Present | CellState::Suggested, count) => {
            format!("{} {count}: {}", cell.state.symbol(), places.join("; "))
        }
        (CellState::NotChecked, _) => String::new(),
        (state, _) => state.name().to_owned(),
    }
}

fn year(year: Option<u16>) -> String {
    year.map(|year| year.to_string()).unwrap_or_default()
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
