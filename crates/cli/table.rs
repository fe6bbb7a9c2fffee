//! Tables that fit the terminal.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};
use crosscut::text::lexicon::invisible::{self, Invisible};
use std::io::{self, IsTerminal, Write};
use unicode_width::UnicodeWidthChar;

/// Width of a table where the output is no terminal.
const PLAIN_WIDTH: u16 = 120;

/// No lines but one under the head: the rows are what is read.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table with a head; columns whose name begins with `#` are set to the right.
pub(crate) struct Rows {
    table: Table,
}

impl Rows {
    pub(crate) fn new(head: &[&str]) -> Self {
        let mut table = Table::new();
        table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
        if !io::stdout().is_terminal() {
            table.set_width(PLAIN_WIDTH);
        }
        table.set_header(head.iter().map(|name| Cell::new(name.trim_start_matches('#'))));
        for (index, name) in head.iter().enumerate() {
            if let (true, Some(column)) = (name.starts_with('#'), table.column_mut(index)) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        Self { table }
    }

    pub(crate) fn add<I, T>(&mut self, row: I)
    where
        I: IntoIterator<Item = T>,
        T: ToString,
    {
        self.table.add_row(row.into_iter().map(|cell| Cell::new(visible(&cell.to_string()))));
    }

    /// Lets a column take no more than this share of the width.
    pub(crate) fn narrow(&mut self, column: usize, percent: u16) {
        if let Some(column) = self.table.column_mut(column) {
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Percentage(percent)));
        }
    }

    /// How many letters the table is wide.
    pub(crate) fn width(&self) -> usize {
        usize::from(self.table.width().unwrap_or(PLAIN_WIDTH))
    }

    pub(crate) fn print(&self) -> io::Result<()> {
        writeln!(io::stdout(), "{}", self.table)
    }
}

/// Text of a document as it may be sent to a terminal: control and direction characters would act on it.
pub(crate) fn visible(text: &str) -> String {
    let acts = |c: char| {
        let turns = invisible::kind(c).is_some_and(|(kind, _)| kind == Invisible::Direction);
        turns || c.is_control() && c != '\n'
    };
    text.chars().map(|c| if acts(c) { '\u{fffd}' } else { c }).collect()
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
    let wide = |c: char| UnicodeWidthChar::width(c).unwrap_or(0);
    let end = text.char_indices().find(|(_, c)| {
        taken += wide(*c);
        taken > columns
    });
    end.map_or_else(|| text.to_owned(), |(end, _)| format!("{}…", text[..end].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_cannot_act_on_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\nd"), "a\u{fffd}[31mb\u{fffd}c\nd");
    }

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
}
