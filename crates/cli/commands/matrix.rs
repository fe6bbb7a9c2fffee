//! `crosscut matrix`: which agreement has which element.

use crate::Done;
use crate::args::{Common, Matrix as Args};
use crate::commands::{hidden, note_sealed, open, print_json, sealed, suggestions};
use crate::out::{note, raw, say, terminal_width};
use crate::table::{Rows, shortened};
use anyhow::{Result, bail};
use crosscut::Findings;
use crosscut::export::{CsvOptions, csv, matrix as wide};
use crosscut::matrix::{Cell, CellState, Count, Facet, Matrix, Row, RowKind, Split};
use crosscut::words::{counted, plural};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// The room that the names of the rows get on a terminal.
const NAME: usize = 32;
/// Cells that assistants suggest, listed below the table.
const CELLS: usize = 20;
/// Characters of an agreement's short name.
const SHORT: usize = 16;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    /// Why it shows no decisions, or one's own alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<String>,
    #[serde(flatten)]
    matrix: &'a Matrix,
}

pub(crate) fn matrix(common: &Common, args: &Args) -> Result<Done> {
    if args.csv && common.json {
        bail!("--csv and --json exclude each other");
    }
    if let Some(kind @ ("group" | "binding" | "year")) = common.coder.as_deref() {
        bail!("--by names a coder: to count by kind of agreement, use --count-by {kind}");
    }
    let (study, coder) = (open(common)?, common.coder()?);
    let findings = study.findings_for(coder.as_ref())?;
    note_sealed(coder.as_ref(), &study)?;
    let (_, problems) = study.events()?;
    let matrix = findings.matrix();
    if let Some(facet) = args.count_by {
        by(common, args, &matrix.by(facet.into()))?;
    } else if args.together {
        together(common, args, matrix)?;
    } else if args.similarity {
        similarity(common, args, matrix)?;
    } else if common.json {
        let hidden = hidden(coder.as_ref(), &study)?;
        print_json(&Answer { schema: "crosscut/matrix/1", hidden, matrix })?;
    } else if args.csv {
        raw(&wide(&findings, args.include_suggestions).csv(CsvOptions::default()))?;
    } else {
        print(&findings, args.limit, coder.is_none() && sealed(&study)?.is_some())?;
        let (sources, _) = suggestions::sources(&study, &findings)?;
        let cells = suggestions::for_cells(&sources);
        cells.iter().take(CELLS).try_for_each(|line| say!("{line}"))?;
        if !cells.is_empty() {
            say!(
                "{} from assistants, no decisions: {}",
                counted(cells.len(), "suggestion"),
                common.command("suggestions")
            )?;
        }
    }
    for problem in &problems {
        note!("note: {}", common.completed(&problem.to_string()));
    }
    let attention = !matrix.lost.is_empty()
        || matrix.count(CellState::CheckedEarlier) > 0
        || !findings.state().conflicts.is_empty()
        || !problems.is_empty();
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Part<T> {
    schema: &'static str,
    #[serde(flatten)]
    part: T,
}

/// Prints a table as it was asked for: its head and rows, or an answer as JSON.
fn show<T: Serialize>(
    common: &Common,
    args: &Args,
    schema: &'static str,
    part: T,
    head: &[String],
    rows: &[Vec<String>],
) -> Result<()> {
    if common.json {
        return print_json(&Part { schema, part });
    }
    if args.csv {
        return Ok(raw(&csv(head, rows, CsvOptions::default()))?);
    }
    let names: Vec<String> = head
        .iter()
        .enumerate()
        .map(|(place, name)| if place == 0 { name.clone() } else { format!("#{}", shortened(name, SHORT)) })
        .collect();
    let mut table = Rows::new(&names.iter().map(String::as_str).collect::<Vec<_>>());
    for row in rows {
        table.add(row);
    }
    Ok(table.print()?)
}

fn by(common: &Common, args: &Args, split: &Split) -> Result<()> {
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
            let signed = |count: usize, state: CellState| {
                (count > 0).then(|| format!("{count} {}", state.symbol()).trim().to_owned())
            };
            let count = |count: &Count| {
                let sure = (count.present > 0).then(|| count.present.to_string());
                let (suggested, unsettled) = (CellState::Suggested, CellState::Changed);
                let more = [signed(count.suggested, suggested), signed(count.unsettled, unsettled)];
                std::iter::once(sure).chain(more).flatten().collect::<Vec<_>>().join(" + ")
            };
            std::iter::once(name).chain(row.counts.iter().map(count)).collect()
        })
        .collect();
    show(common, args, "crosscut/matrix-by/1", split, &head, &rows)
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Pairs<'m> {
    pairs: Vec<PairOfElements<'m>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct PairOfElements<'m> {
    a: &'m str,
    b: &'m str,
    agreements: usize,
}

fn together(common: &Common, args: &Args, matrix: &Matrix) -> Result<()> {
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
    show(common, args, "crosscut/matrix-together/1", Pairs { pairs }, &head, &rows)
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Alike<'m> {
    agreements: Vec<&'m str>,
    similarity: Vec<Vec<f64>>,
}

fn similarity(common: &Common, args: &Args, matrix: &Matrix) -> Result<()> {
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
    show(common, args, "crosscut/matrix-similarity/1", alike, &head, &rows)
}

/// `sealed`: it shows nothing of what was decided.
fn print(findings: &Findings, limit: usize, sealed: bool) -> Result<()> {
    let matrix = findings.matrix();
    let elements = matrix.elements().count();
    let shown: Vec<&Row> = matrix.rows.iter().take(elements + limit).collect();
    let names: Vec<String> = matrix.columns.iter().map(|column| shortened(&column.short, SHORT)).collect();
    for columns in fitting_columns(&names) {
        let head: Vec<String> = names[columns.clone()].iter().map(|name| format!("#{name}")).collect();
        let head: Vec<&str> = std::iter::once("element").chain(head.iter().map(String::as_str)).collect();
        let mut rows = Rows::new(&head);
        for row in &shown {
            let name = if row.element().is_some() { row.name.clone() } else { format!("({})", row.name) };
            let cells = columns.clone().filter_map(|at| row.cells.get(at)).map(sign);
            rows.add(std::iter::once(shortened(&name, 48)).chain(cells));
        }
        rows.print()?;
        say!("")?;
    }
    let open = findings.open();
    let found = findings.state().found();
    let wanted = match elements - found {
        0 => String::new(),
        more => format!(", {more} more without a clause"),
    };
    let brackets = if shown.len() > elements { " (in brackets)" } else { "" };
    match sealed {
        true => say!("no decisions shown; {}{brackets}", open.words())?,
        false => say!("{} confirmed{wanted}; {}{brackets}", counted(found, "element"), open.words())?,
    }
    if let more @ 1.. = open.additions {
        let has = plural(more, "has no row of its", "have no row of their");
        say!("{more} of them would add to confirmed elements and {has} own")?;
    }
    let legend = CellState::ALL.iter().filter(|state| !state.symbol().is_empty());
    let legend: Vec<String> = legend.map(|state| format!("{} {}", state.symbol(), state.name())).collect();
    say!("{}", legend.join(" · "))?;
    for lost in &matrix.lost {
        let (clause, said) = (&lost.anchor.clause, lost.said());
        note!("to check: {clause} ({said}): {}", shortened(&lost.anchor.quote, 80));
    }
    Ok(())
}

/// The agreements in groups that fit the terminal, a table for each; all in one table elsewhere.
fn fitting_columns(names: &[String]) -> Vec<std::ops::Range<usize>> {
    let width = terminal_width().unwrap_or(usize::MAX);
    let mut groups = Vec::new();
    let (mut start, mut taken) = (0, NAME);
    for (place, name) in names.iter().enumerate() {
        let room = name.split(' ').map(UnicodeWidthStr::width).max().unwrap_or_default().max(3) + 2;
        if taken + room > width && place > start {
            groups.push(start..place);
            (start, taken) = (place, NAME);
        }
        taken += room;
    }
    groups.push(start..names.len());
    groups
}

/// The state of a cell, and what else of it must be looked at: "2 ■ + △".
fn sign(cell: &Cell) -> String {
    let signed = |state: CellState, count: usize| match count {
        0 | 1 => state.symbol().to_owned(),
        _ => format!("{count} {}", state.symbol()),
    };
    cell.parts().map(|(state, count)| signed(state, count)).collect::<Vec<_>>().join(" + ")
}
