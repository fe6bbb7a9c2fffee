//! `crosscut matrix`: which element stands in which agreement.

use crate::Done;
use crate::args::Matrix as Args;
use crate::commands::print_json;
use crate::table::{Rows, shortened};
use anyhow::Result;
use crosscut::export::{CsvOptions, matrix_wide_csv};
use crosscut::matrix::{self, Cell, CellState, Matrix};
use crosscut::{Study, matrix::Row};
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
    let study = Study::open(&args.study.study)?;
    let results = study.results()?;
    let (state, problems) = study.state()?;
    let matrix = matrix::build(&results, &state);
    if args.json {
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
