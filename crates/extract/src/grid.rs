//! What a table is for: to hold data, or only to lay out text in columns.

use crate::marker::is_marker;

/// What one cell shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Nothing, a marker or more.
    pub(crate) kind: Kind,
    /// Letters in it.
    pub(crate) letters: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Empty,
    Marker,
    Text,
}

impl Shown {
    /// What a cell shows that starts with this text and has so many letters.
    pub(crate) fn of(start: &str, letters: usize) -> Self {
        let mut words = start.split_whitespace();
        let kind = match (words.next(), words.next()) {
            (None, _) => Kind::Empty,
            (Some(word), None) if is_marker(word) => Kind::Marker,
            _ => Kind::Text,
        };
        Self { kind, letters }
    }
}

/// Cells of a table of data are not this long: text of a page that is laid out in columns is.
pub(crate) const LONG: usize = 2000;

/// Whether a table holds data, by what its rows show and whether it has heads, a caption or borders. One whose rows
/// are "(1) | text", as EU law sets its points, does not.
pub(crate) fn is_data(rows: &[Vec<Shown>], headed: bool) -> bool {
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    if rows.len() < 2 || widest < 2 {
        return false;
    }
    let first = |row: &Vec<Shown>| row.iter().map(|cell| cell.kind).find(|&kind| kind != Kind::Empty);
    let marked = rows.iter().all(|row| first(row).is_none_or(|kind| kind == Kind::Marker));
    let long = rows.iter().flatten().any(|cell| cell.letters > LONG);
    if headed { !(marked && widest == 2) } else { !marked && !long }
}
