//! Tables of data: a row is one unit, which the words at the head of the columns lead in.

use super::piece::{Class, Piece, Row};
use crate::lexicon::punctuation;
use crate::{Cell, Document};

/// The cells of a row as a range of pieces.
type Cells = std::ops::Range<usize>;

/// Joins the cells of each row of a table of data; a table that lays out text keeps its cells.
pub(super) fn rows(document: &Document, pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.iter().all(|piece| piece.place.is_none()) {
        return pieces;
    }
    let mut joined = Vec::with_capacity(pieces.len());
    let (mut at, mut tables) = (0, 0);
    let mut head: Option<(u32, String)> = None;
    while at < pieces.len() {
        let end = table_end(&pieces, at);
        let rows = cells_by_row(&pieces, at..end);
        if end == at || !holds_data(document, &pieces, &rows) {
            joined.extend_from_slice(&pieces[at..end.max(at + 1)]);
            at = end.max(at + 1);
            continue;
        }
        // A table that goes on over a page shows its head again.
        let words = |row: &Cells| {
            document.text[pieces[row.start].span.start()..pieces[row.end - 1].span.end()].to_owned()
        };
        let headed = is_head(document, &pieces, &rows);
        let repeats = headed
            && head
                .as_ref()
                .is_some_and(|(end, text)| *end as usize == joined.len() && *text == words(&rows[0]));
        tables += u32::from(!repeats);
        let before = joined.iter().rev().find_map(|piece: &Piece| piece.row).filter(|_| repeats);
        let first = before.map_or(0, |row| row.number) + u32::from(!headed);
        for (number, row) in (first..).zip(&rows) {
            let last = &pieces[row.end - 1];
            let number = if headed && row.start == rows[0].start { 0 } else { number };
            joined.push(Piece {
                span: pieces[row.start].span.union(last.span),
                titled: None,
                markers: Vec::new(),
                heading: false,
                row: Some(Row { table: tables, number }),
                ..pieces[row.start].clone()
            });
        }
        head = headed.then(|| (u32::try_from(joined.len()).unwrap_or(u32::MAX), words(&rows[0])));
        at = end;
    }
    joined
}

/// Where the table ends that begins at `at`; `at` itself where none does.
fn table_end(pieces: &[Piece], at: usize) -> usize {
    let key = |piece: &Piece| {
        let cell = piece.place.filter(|_| piece.class == Class::Line && !piece.quoted)?;
        Some((piece.page, cell.table))
    };
    let Some(table) = key(&pieces[at]) else { return at };
    at + pieces[at..].iter().take_while(|piece| key(piece) == Some(table)).count()
}

/// The rows; one whose first column is covered by a cell from above belongs to the row above.
fn cells_by_row(pieces: &[Piece], table: Cells) -> Vec<Cells> {
    let place = |at: usize| pieces[at].place.unwrap_or_default();
    let first = table.clone().map(|at| place(at).column).min();
    let mut rows: Vec<Cells> = Vec::new();
    for at in table {
        let new = rows.last().is_none_or(|row| place(row.end - 1).row != place(at).row);
        match rows.last_mut() {
            Some(row) if !new || Some(place(at).column) != first => row.end = at + 1,
            _ => rows.push(at..at + 1),
        }
    }
    rows
}

/// Whether rows hold data and not the text of an agreement in columns.
fn holds_data(document: &Document, pieces: &[Piece], rows: &[Cells]) -> bool {
    const LONGEST: usize = 1800;
    let columns = |row: &Cells| {
        let mut columns: Vec<u32> =
            row.clone().filter_map(|at| pieces[at].place).map(|cell| cell.column).collect();
        columns.dedup();
        columns.len()
    };
    let wide = rows.iter().filter(|row| columns(row) > 1).count();
    let length = |row: &Cells| pieces[row.end - 1].span.end() - pieces[row.start].span.start();
    let own = |row: &Cells| row.clone().any(|at| pieces[at].titled.is_some());
    // "(a) | text", as EU law sets its points; two columns of prose, as texts in two languages are set.
    let widest = rows.iter().map(columns).max().unwrap_or(0);
    let marked = |row: &&Cells| {
        let text = pieces[row.start].text(document);
        text.len() <= 8 && super::piece::markers(&format!("{text} Words")).len() == 1
    };
    let points = widest == 2 && rows.iter().filter(marked).count() * 2 > rows.len();
    let prose = |row: &&Cells| {
        let long = (*row).clone().filter(|at| pieces[*at].span.len() > 150).count();
        columns(row) == 2 && long >= 2
    };
    rows.len() > 1
        && wide * 3 > rows.len() * 2
        && rows.iter().all(|row| length(row) <= LONGEST)
        && !rows.iter().any(own)
        && !points
        && rows.iter().filter(prose).count() * 3 <= rows.len()
}

/// Whether the first row holds the words at the head of the columns: short, without stops and numbers, and no longer
/// than what is below them.
fn is_head(document: &Document, pieces: &[Piece], rows: &[Cells]) -> bool {
    const LONGEST: usize = 80;
    let [first, rest @ ..] = rows else { return false };
    let word = |at: usize| {
        let text = pieces[at].text(document);
        let named = text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '#' || c == '№');
        let stop = text.ends_with(punctuation::is_full_stop) && text.len() > 5
            || text.ends_with(punctuation::is_semicolon);
        text.len() <= LONGEST && named && !stop
    };
    let length = |row: &Cells| row.clone().map(|at| pieces[at].span.len()).sum::<usize>();
    let longer = rest.iter().map(length).max().unwrap_or(0);
    let several = first.len() > 1 && Cell::default() != pieces[first.end - 1].place.unwrap_or_default();
    several && first.clone().all(word) && length(first) <= longer.max(40)
}
