//! What the matrix shows as a whole: elements that agreements have together, and agreements that are alike.

use crate::Desk;
use crate::answer::render;
use crate::form::Fields;
use crate::links;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::matrix::{CellState, Matrix};
use crosscut::words::Html;

/// Pairs of elements on the page.
const PAIRS: usize = 200;
/// Nearest agreements named for each.
const NEAREST: usize = 3;

#[derive(Template)]
#[template(path = "together.html")]
struct Together {
    shell: Shell,
    pairs: Vec<Pair>,
    more: usize,
}

/// Two elements and the agreements that have both.
struct Pair {
    a: (Html, String),
    b: (Html, String),
    count: usize,
    names: Vec<Html>,
}

pub(super) fn together(desk: &mut Desk<'_>, _: &Fields) -> Result<Response, Fault> {
    let matrix = desk.matrix();
    let mut pairs = matrix.cooccurrence();
    pairs.sort_by_key(|(a, b, count)| (std::cmp::Reverse(*count), *a, *b));
    let more = pairs.len().saturating_sub(PAIRS);
    let pairs = pairs.iter().take(PAIRS).filter_map(|&(a, b, count)| pair(matrix, a, b, count)).collect();
    Ok(render(&Together { pairs, more, shell: Shell::new(desk, "Co-occurrence", Here::Matrix) }))
}

fn pair(matrix: &Matrix, a: usize, b: usize, count: usize) -> Option<Pair> {
    let (first, second) = (matrix.rows.get(a)?, matrix.rows.get(b)?);
    let is = |row: &crosscut::matrix::Row, at: usize| row.cells[at].state == CellState::Present;
    let both = (0..matrix.columns.len()).filter(|&at| is(first, at) && is(second, at));
    Some(Pair {
        a: (Html::own(&first.name), links::element(first.element()?)),
        b: (Html::own(&second.name), links::element(second.element()?)),
        count,
        names: both.map(|at| Html::own(&matrix.columns[at].short)).collect(),
    })
}

#[derive(Template)]
#[template(path = "alike.html")]
struct Alike {
    shell: Shell,
    heads: Vec<Html>,
    rows: Vec<Line>,
}

/// An agreement, how like it the others are, and the most alike.
struct Line {
    name: Html,
    year: Option<u16>,
    elements: usize,
    squares: Vec<Square>,
    nearest: Vec<(Html, u32)>,
}

struct Square {
    class: &'static str,
    /// In percent; none with itself.
    share: Option<u32>,
}

pub(super) fn alike(desk: &mut Desk<'_>, _: &Fields) -> Result<Response, Fault> {
    let matrix = desk.matrix();
    // Agreements without a confirmed element are like none: they would fill the page with nothing.
    let shown: Vec<usize> = (0..matrix.columns.len()).filter(|&at| matrix.columns[at].present > 0).collect();
    let similarity = matrix.similarity();
    let rows = shown.iter().map(|&at| line(matrix, &similarity[at], &shown, at)).collect();
    let heads = shown.iter().map(|&at| Html::own(&matrix.columns[at].short)).collect();
    Ok(render(&Alike { heads, rows, shell: Shell::new(desk, "Similar agreements", Here::Matrix) }))
}

fn line(matrix: &Matrix, similarity: &[f64], shown: &[usize], at: usize) -> Line {
    let percent = |other: usize| (similarity[other] * 100.0).round() as u32;
    let square = |&other: &usize| {
        let class = match percent(other) {
            _ if other == at => "a",
            0 => "",
            1..15 => "p1",
            15..35 => "p2",
            35..60 => "p3",
            _ => "p4",
        };
        Square { class, share: (other != at).then(|| percent(other)) }
    };
    let mut others: Vec<usize> = shown.iter().copied().filter(|&o| o != at && percent(o) > 0).collect();
    others.sort_by_key(|&other| (std::cmp::Reverse(percent(other)), other));
    let named = |&other: &usize| (Html::own(&matrix.columns[other].short), percent(other));
    Line {
        name: Html::own(&matrix.columns[at].short),
        year: matrix.columns[at].year,
        elements: matrix.columns[at].present,
        squares: shown.iter().map(square).collect(),
        nearest: others.iter().take(NEAREST).map(named).collect(),
    }
}
