//! Tables of data: a row is one unit, which the words at the head of the columns lead in.

use super::piece::{Class, Piece, Row};
use crate::lexicon::punctuation;
use crate::{Cell, Document, Span};
use std::collections::BTreeSet;

/// The cells of a row as a range of pieces.
type Cells = std::ops::Range<usize>;

/// A table that the next page may go on with.
struct Open {
    /// How many pieces there were at its end.
    end: usize,
    /// The words at its head, and whether they are set apart.
    head: Option<(String, bool)>,
    first: Option<u32>,
    columns: Option<u32>,
    page: Option<u32>,
}

/// Joins the cells of each row of a table of data; a table that lays out text keeps its cells. A table that goes on over
/// a page counts on, with or without its head shown again.
pub(super) fn rows(document: &Document, pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.iter().all(|piece| piece.place.is_none()) {
        return pieces;
    }
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let (mut at, mut tables) = (0, 0);
    let mut open: Option<Open> = None;
    while at < pieces.len() {
        let end = table_end(&pieces, at);
        let rows = cells_by_row(&pieces, at..end);
        let before = open.take().filter(|open| goes_on(open, joined.len(), &pieces, &rows));
        if end > at && before.is_none() && are_points(document, &pieces, &rows) {
            joined.extend(rows.iter().map(|row| point(document, &pieces[row.clone()])));
            at = end;
            continue;
        }
        if end == at || before.is_none() && !holds_data(&pieces, &rows) {
            joined.extend_from_slice(&pieces[at..end.max(at + 1)]);
            at = end.max(at + 1);
            continue;
        }
        let (own, apart) = head(document, &pieces, &rows);
        let repeats = before.as_ref().and_then(|open| open.head.as_ref()).zip(own.as_ref());
        let repeats = repeats.is_some_and(|((known, _), own)| known == own);
        let before = before.filter(|open| repeats || own.is_none() || !(apart && open.is_headed_apart()));
        let headed = repeats || before.is_none() && own.is_some();
        tables += u32::from(before.is_none());
        let last = joined.last().and_then(|piece| piece.row).filter(|_| before.is_some());
        let mut next = last.map_or(0, |row| row.number) + 1;
        for (nth, row) in rows.iter().enumerate() {
            let span = pieces[row.start].span.union(pieces[row.end - 1].span);
            let column = pieces[row.start].place.map(|cell| cell.column);
            // The rest of a row that the page end broke.
            let torn = before.as_ref().is_some_and(|open| nth == usize::from(repeats) && column > open.first);
            if let Some(last) = joined.last_mut().filter(|_| torn && !repeats) {
                last.span = last.span.union(span);
                continue;
            }
            if names_rows(document, &pieces, &rows, nth) {
                joined.push(band(span, &pieces[row.start]));
                continue;
            }
            let number = if headed && nth == 0 { 0 } else { next };
            next += u32::from(number > 0);
            joined.push(unit(span, Row { table: tables, number }, &pieces[row.start]));
        }
        let head = own.filter(|_| headed).map(|words| (words, apart));
        let columns = columns(&pieces, &rows);
        open = Some(match before {
            Some(open) => Open { end: joined.len(), page: pieces[at].page, ..open },
            None => {
                Open { end: joined.len(), head, first: columns.0, columns: columns.1, page: pieces[at].page }
            }
        });
        at = end;
    }
    joined
}

/// A row across the table that names those below it.
fn band(span: Span, first: &Piece) -> Piece {
    Piece { span, cell: false, place: None, heading: true, ..first.clone() }
}

/// A row of data.
fn unit(span: Span, row: Row, first: &Piece) -> Piece {
    Piece { span, titled: None, markers: Vec::new(), heading: false, row: Some(row), ..first.clone() }
}

impl Open {
    fn is_headed_apart(&self) -> bool {
        self.head.as_ref().is_some_and(|(_, apart)| *apart)
    }
}

/// Whether rows go on with a table of the page before: nothing comes between, and they have no more columns.
fn goes_on(open: &Open, done: usize, pieces: &[Piece], rows: &[Cells]) -> bool {
    let Some(row) = rows.first() else { return false };
    let page = pieces[row.start].page;
    let (first, last) = columns(pieces, rows);
    open.end == done
        && page.zip(open.page).is_some_and(|(page, before)| page == before + 1)
        && first >= open.first
        && last <= open.columns
        && last > Some(0)
}

/// The first and the last column that rows have cells in.
fn columns(pieces: &[Piece], rows: &[Cells]) -> (Option<u32>, Option<u32>) {
    let cells = || rows.iter().cloned().flatten().filter_map(|at| pieces[at].place);
    (cells().map(|cell| cell.column).min(), cells().map(|cell| cell.column).max())
}

/// The words at the head of a table, if it has one, and whether they are set apart.
fn head(document: &Document, pieces: &[Piece], rows: &[Cells]) -> (Option<String>, bool) {
    let Some(row) = rows.first() else { return (None, false) };
    let span = pieces[row.start].span.union(pieces[row.end - 1].span);
    let words = span.cut(&document.text).filter(|_| is_head(document, pieces, rows)).map(str::to_owned);
    (words, row.clone().all(|at| pieces[at].apart))
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

/// Longest words at the head of a column, in bytes.
const HEAD: usize = 80;

/// The rows; one whose first column is covered by a cell from above belongs to the row above.
fn cells_by_row(pieces: &[Piece], table: Cells) -> Vec<Cells> {
    let place = |at: usize| pieces[at].place.unwrap_or_default();
    let first = table.clone().map(|at| place(at).column).min();
    let mut rows: Vec<Cells> = Vec::new();
    let columns = table.clone().map(|at| place(at).column).collect::<BTreeSet<_>>().len();
    let end = table.end;
    // How many columns a row has cells in.
    let filled = |at: usize| {
        let row = (at..end).take_while(|other| place(*other).row == place(at).row);
        row.map(|at| place(at).column).collect::<BTreeSet<_>>().len()
    };
    for at in table {
        let new = rows.last().is_none_or(|row| place(row.end - 1).row != place(at).row);
        // A measure for a lake that has several: only the name of the lake is covered by the cell from above.
        // … but the head of a table may name columns on two lines.
        let plain = |piece: &Piece| piece.markers.is_empty() && piece.span.len() <= HEAD;
        let head = rows.len() == 1 && pieces[rows[0].clone()].iter().all(plain);
        let own = || columns > 2 && filled(at) + 1 >= columns;
        match rows.last_mut() {
            Some(row) if !new || Some(place(at).column) != first && (head || !own()) => row.end = at + 1,
            _ => rows.push(at..at + 1),
        }
    }
    rows
}

/// Whether a row of one cell names the rows below it, in a table of three columns or more.
fn names_rows(document: &Document, pieces: &[Piece], rows: &[Cells], nth: usize) -> bool {
    const LONGEST: usize = 80;
    let most = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let row = &rows[nth];
    let text = pieces[row.start].text(document);
    let first = columns(pieces, rows).0 == columns(pieces, std::slice::from_ref(row)).0;
    let below = rows.get(nth + 1).is_some_and(|next| next.len() > 2);
    let words = text.contains(char::is_alphabetic) && !punctuation::ends(text);
    nth > 0 && most > 2 && row.len() == 1 && first && below && words && text.len() <= LONGEST
}

/// Whether rows hold data and not the text of an agreement in columns.
fn holds_data(pieces: &[Piece], rows: &[Cells]) -> bool {
    const LONGEST: usize = 1800;
    let columns = |row: &Cells| {
        let mut columns: Vec<u32> =
            row.clone().filter_map(|at| pieces[at].place).map(|cell| cell.column).collect();
        columns.dedup();
        columns.len()
    };
    let wide = rows.iter().filter(|row| columns(row) > 1).count();
    let length = |row: &Cells| pieces[row.end - 1].span.end() - pieces[row.start].span.start();
    let own = |row: &Cells| columns(row) <= 2 && row.clone().any(|at| pieces[at].titled.is_some());
    // A table of three columns may have rows of one cell that name what is below: "A. Maintenance".
    let most = rows.iter().map(columns).max().unwrap_or(0);
    let mostly_wide = if most > 2 { 2 * wide > rows.len() } else { 3 * wide > 2 * rows.len() };
    // Two columns of prose, as texts in two languages are set.
    let prose = |row: &&Cells| {
        let long = (*row).clone().filter(|at| pieces[*at].span.len() > 150).count();
        columns(row) == 2 && long >= 2
    };
    rows.len() > 1
        && mostly_wide
        && rows.iter().all(|row| length(row) <= LONGEST)
        && !rows.iter().any(own)
        && rows.iter().filter(prose).count() * 3 <= rows.len()
}

/// Whether rows are "(a) | text", as EU law sets its points, or "41 | text", and no head says otherwise.
fn are_points(document: &Document, pieces: &[Piece], rows: &[Cells]) -> bool {
    let marked = |row: &&Cells| {
        let text = pieces[row.start].text(document);
        let number = text.len() <= 8 && super::piece::markers(&format!("{text} Words")).len() == 1;
        number && row.len() > 1
    };
    let (first, last) = columns(pieces, rows);
    first.zip(last).is_some_and(|(first, last)| last == first + 1)
        && rows.iter().filter(marked).count() * 2 > rows.len()
        && !rows.first().is_some_and(|row| !marked(&row) && row.len() > 1)
}

/// A row whose first cell is the number of the text in the second.
fn point(document: &Document, row: &[Piece]) -> Piece {
    let span = row[0].span.union(row[row.len() - 1].span);
    let text = span.cut(&document.text).unwrap_or("");
    let markers = super::piece::markers(text);
    Piece { span, markers, titled: None, heading: false, cell: false, place: None, ..row[0].clone() }
}

/// Whether the first row holds the words at the head of the columns: short, without stops and numbers, and no longer
/// than what is below them.
fn is_head(document: &Document, pieces: &[Piece], rows: &[Cells]) -> bool {
    const LONGEST: usize = 80;
    let [first, rest @ ..] = rows else { return false };
    if rest.is_empty() {
        return false;
    }
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
