//! Tables that fit the terminal; elsewhere each row is one line, however long.

use crate::out::{is_terminal, terminal_width, visible};
use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// No lines but one under the head: the rows are what is read.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));
/// Columns between two cells.
const GAP: usize = 2;
/// Columns of the longest rule where no terminal says how wide it is.
const RULE: usize = 100;
/// A longer word may be broken: an id or an address would take the room of everything else.
const LONG_WORD: usize = 24;

/// A table with a head; columns whose name begins with `#` are set to the right.
pub(crate) struct Rows {
    table: Table,
    /// The widest word of each column.
    widest: Vec<usize>,
    /// The most that a column may take, in percent.
    most: Vec<Option<u16>>,
}

impl Rows {
    pub(crate) fn new(head: &[&str]) -> Self {
        let mut table = Table::new();
        table.load_style(STYLE);
        if let Some(width) = terminal_width() {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        }
        let names: Vec<String> = head.iter().map(|name| visible(name.trim_start_matches('#'))).collect();
        table.set_header(names.iter().map(Cell::new));
        for (index, name) in head.iter().enumerate() {
            if let (true, Some(column)) = (name.starts_with('#'), table.column_mut(index)) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let widest = names.iter().map(|name| widest_word(name)).collect();
        Self { table, widest, most: vec![None; head.len()] }
    }

    pub(crate) fn add<I, T>(&mut self, row: I)
    where
        I: IntoIterator<Item = T>,
        T: ToString,
    {
        let mut cells = Vec::new();
        for (index, cell) in row.into_iter().enumerate() {
            let text = visible(&cell.to_string());
            let text = if is_terminal() { text } else { text.replace('\n', " ") };
            if let Some(widest) = self.widest.get_mut(index) {
                *widest = (*widest).max(widest_word(&text));
            }
            cells.push(Cell::new(text));
        }
        self.table.add_row(cells);
    }

    /// Lets a column take no more than this share of the width.
    pub(crate) fn narrow(&mut self, column: usize, percent: u16) {
        self.most[column] = Some(percent);
    }

    pub(crate) fn print(mut self) -> io::Result<()> {
        self.keep_words_whole();
        let mut out = io::stdout().lock();
        // Where no terminal is, a column may be as wide as a paragraph; the rule under the head need not be.
        let ruled = |line: String| match line.starts_with('─') && terminal_width().is_none() {
            true => line.chars().take(RULE).collect(),
            false => line,
        };
        self.table.lines().map(ruled).try_for_each(|line| writeln!(out, "{}", line.trim_end()))
    }

    /// Gives each column at least the room of its widest word, where the terminal has room for all of that.
    fn keep_words_whole(&mut self) {
        let fits = terminal_width()
            .is_none_or(|width| self.widest.iter().map(|word| word + GAP).sum::<usize>() <= width);
        for (index, word) in self.widest.iter().enumerate() {
            let lower = Width::Fixed(u16::try_from(word + GAP).unwrap_or(u16::MAX));
            let constraint = match self.most[index].map(Width::Percentage) {
                Some(upper) if fits => ColumnConstraint::Boundaries { lower, upper },
                Some(upper) => ColumnConstraint::UpperBoundary(upper),
                None if fits => ColumnConstraint::LowerBoundary(lower),
                None => continue,
            };
            if let Some(column) = self.table.column_mut(index) {
                column.set_constraint(constraint);
            }
        }
    }
}

/// How many columns the widest word takes that is to stay whole.
fn widest_word(text: &str) -> usize {
    let words = text.split_whitespace().map(UnicodeWidthStr::width);
    words.filter(|width| *width <= LONG_WORD).max().unwrap_or_default()
}

/// The first `length` characters of a text, with "…" where more follows.
pub(crate) fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

/// As much of a text as takes this many columns, with "…" where more follows: letters of East Asia take two.
pub(crate) fn fitting(text: &str, columns: usize) -> String {
    let mut taken = 0;
    let end = text.char_indices().find(|(_, c)| {
        taken += UnicodeWidthChar::width(*c).unwrap_or(0);
        taken > columns
    });
    end.map_or_else(|| text.to_owned(), |(end, _)| format!("{}…", text[..end].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(fitting("各国应当", 4), "各国…");
        assert_eq!(fitting("المادة", 6), "المادة");
        assert_eq!(fitting("e\u{301}a", 2), "e\u{301}a");
    }

    #[test]
    fn shortening_keeps_characters_whole() {
        assert_eq!(shortened("héllo wörld", 6), "héllo…");
        assert_eq!(shortened("héllo", 5), "héllo");
    }

    #[test]
    fn a_word_that_is_too_long_claims_no_room() {
        assert_eq!(widest_word("significant incidents"), 11);
        assert_eq!(widest_word("budapest-convention#art_9__para_2__point_a of"), 2);
    }
}
