//! `crosscut matrix`: which element stands in which agreement.

use crate::Done;
use crate::args::Matrix as Args;
use crate::commands::{open, print_json};
use crate::table::{Rows, shortened};
use anyhow::Result;
use crosscut::decisions::{Coder, State};
use crosscut::export::{CsvOptions, csv, matrix_wide_csv};
use crosscut::matrix::{self, Cell, CellState, Count, Facet, Matrix, Row, RowKind, Split};
use serde::Serialize;
use std::io::{self, Write};

/// Columns that fit a terminal; more agreements are shown in several tables.
const COLUMNS: usize = 10;

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    #[serde(flatten)]
    matrix: &'a Matrix,
}

pub(crate) fn matrix(args: &Args) -> Result<Done> {
    let study = open(&args.study.study)?;
    let coder = args.coder.coder.as_deref().map(Coder::new).transpose()?;
    let results = study.results_for(coder.as_ref())?;
    let (events, problems) = study.events_for(coder.as_ref())?;
    let state = State::fold(&events);
    let matrix = matrix::build(&results, &state);
    if let Some(facet) = args.by {
        by(args, &matrix.by(facet.into()))?;
    } else if args.together {
        together(args, &matrix)?;
    } else if args.similarity {
        similarity(args, &matrix)?;
    } else if args.json {
        print_json(&Answer { schema: "crosscut/matrix/1", matrix: &matrix })?;
    } else if args.csv {
        io::stdout().write_all(matrix_wide_csv(&results, &matrix, CsvOptions::default()).as_bytes())?;
    } else {
        print(&matrix, args.limit)?;
    }
    for problem in &problems {
        eprintln!("note: {problem}");
    }
    let attention = !matrix.lost.is_empty() || !state.conflicts.is_empty() || !problems.is_empty();
    Ok(if attention { Done::Attention } else { Done::Well })
}

impl From<crate::args::Facet> for Facet {
    fn from(facet: crate::args::Facet) -> Self {
        match facet {
            crate::args::Facet::Group => Self::Group,
            crate::args::Facet::Binding => Self::Binding,
            crate::args::Facet::Year => Self::Year,
        }
    }
}

#[derive(Serialize)]
struct Part<T> {
    schema: &'static str,
    #[serde(flatten)]
    part: T,
}

/// Prints a table as it was asked for: its head and rows, or an answer as JSON.
fn show<T: Serialize>(
    args: &Args,
    schema: &'static str,
    part: T,
    head: &[String],
    rows: &[Vec<String>],
) -> Result<()> {
    if args.json {
        return print_json(&Part { schema, part });
    }
    if args.csv {
        return Ok(io::stdout().write_all(csv(head, rows, CsvOptions::default()).as_bytes())?);
    }
    let names: Vec<String> = head
        .iter()
        .enumerate()
        .map(|(place, name)| if place == 0 { name.clone() } else { format!("#{}", shortened(name, 16)) })
        .collect();
    let mut table = Rows::new(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for row in rows {
        table.add(row);
    }
    Ok(table.print()?)
}

fn by(args: &Args, split: &Split) -> Result<()> {
    let head: Vec<String> = std::iter::once("element".to_owned())
        .chain(split.kinds.iter().map(|kind| format!("{} (of {})", kind.name, kind.agreements)))
        .collect();
    let elements = split.rows.iter().filter(|row| matches!(row.kind, RowKind::Element { .. })).count();
    let shown = if args.csv { split.rows.len() } else { elements + args.limit };
    let rows: Vec<Vec<String>> = split
        .rows
        .iter()
        .take(shown)
        .map(|row| {
            let element = matches!(row.kind, RowKind::Element { .. });
            let name = if element { row.name.clone() } else { format!("({})", row.name) };
            let count = |count: &Count| match (count.present, count.suggested) {
                (0, 0) => String::new(),
                (present, 0) => present.to_string(),
                (present, suggested) => format!("{present} (+{suggested})"),
            };
            std::iter::once(name).chain(row.counts.iter().map(count)).collect()
        })
        .collect();
    show(args, "crosscut/matrix-by/1", split, &head, &rows)
}

#[derive(Serialize)]
struct Pairs<'m> {
    pairs: Vec<PairOfElements<'m>>,
}

#[derive(Serialize)]
struct PairOfElements<'m> {
    a: &'m str,
    b: &'m str,
    agreements: usize,
}

fn together(args: &Args, matrix: &Matrix) -> Result<()> {
    let name = |row: usize| matrix.rows[row].name.as_str();
    let mut pairs: Vec<PairOfElements<'_>> = matrix
        .cooccurrence()
        .into_iter()
        .map(|(a, b, agreements)| PairOfElements { a: name(a), b: name(b), agreements })
        .collect();
    pairs.sort_by_key(|pair| std::cmp::Reverse(pair.agreements));
    let rows: Vec<Vec<String>> =
        pairs.iter().map(|pair| vec![pair.a.into(), pair.b.into(), pair.agreements.to_string()]).collect();
    let head = ["element", "together with", "agreements"].map(str::to_owned);
    show(args, "crosscut/matrix-together/1", Pairs { pairs }, &head, &rows)
}

#[derive(Serialize)]
struct Alike<'m> {
    agreements: Vec<&'m str>,
    similarity: Vec<Vec<f64>>,
}

fn similarity(args: &Args, matrix: &Matrix) -> Result<()> {
    let alike = Alike {
        agreements: matrix.columns.iter().map(|column| column.agreement.as_str()).collect(),
        similarity: matrix.similarity(),
    };
    let head: Vec<String> = std::iter::once("agreement".to_owned())
        .chain(matrix.columns.iter().map(|column| column.short.clone()))
        .collect();
    let rows: Vec<Vec<String>> = matrix
        .columns
        .iter()
        .zip(&alike.similarity)
        .map(|(column, row)| {
            let values = row.iter().map(|value| format!("{value:.2}"));
            std::iter::once(column.short.clone()).chain(values).collect()
        })
        .collect();
    show(args, "crosscut/matrix-similarity/1", alike, &head, &rows)
}

fn print(matrix: &Matrix, limit: usize) -> Result<()> {
    let elements = matrix.elements().count();
    let shown: Vec<&Row> = matrix.rows.iter().take(elements + limit).collect();
    for (first, columns) in matrix.columns.chunks(COLUMNS).enumerate() {
        let names: Vec<String> =
            columns.iter().map(|column| format!("#{}", shortened(&column.short, 16))).collect();
        let mut head = vec!["element"];
        head.extend(names.iter().map(String::as_str));
        let mut rows = Rows::new(&head);
        for row in &shown {
            let name = if row.is_element() { row.name.clone() } else { format!("({})", row.name) };
            let cells = row.cells.iter().skip(first * COLUMNS).take(columns.len()).map(sign);
            rows.add(std::iter::once(shortened(&name, 48)).chain(cells));
        }
        rows.print()?;
        println!();
    }
    println!(
        "{elements} elements confirmed, {} candidates in brackets still to be decided",
        matrix.rows.len() - elements
    );
    let legend = CellState::ALL.iter().filter(|state| !state.symbol().is_empty());
    println!(
        "{}",
        legend.map(|state| format!("{} {}", state.symbol(), state.name())).collect::<Vec<_>>().join(" · ")
    );
    for lost in &matrix.lost {
        let what = if lost.perhaps.is_some() { "only perhaps found again" } else { "not found again" };
        eprintln!("orphan: {} ({what}): {}", lost.anchor.clause, shortened(&lost.anchor.quote, 80));
    }
    Ok(())
}

fn sign(cell: &Cell) -> String {
    match (cell.state, cell.count()) {
        (state, 0 | 1) => state.symbol().to_owned(),
        (state, count) => format!("{count} {}", state.symbol()),
    }
}
