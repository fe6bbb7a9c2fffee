//! Tables: a row for each clause of one, its cells as far as they are told apart.

use super::tree::Unit;
use super::words::Words;
use crate::xml::Xml;
use crosscut::text::{Clause, Span};

/// The rows of one table that units begin with.
pub(super) fn rows<'u>(units: &[&'u Unit<'_>]) -> Vec<&'u Clause> {
    let own = |unit: &&'u Unit<'_>| {
        let clause = unit.clause.filter(|_| unit.children.is_empty());
        clause.zip(table(&unit.eid))
    };
    let mut named = units.iter().map_while(own).peekable();
    let Some(first) = named.peek().map(|(_, table)| *table) else { return Vec::new() };
    named.take_while(|(_, table)| *table == first).map(|(clause, _)| clause).collect()
}

/// `table_1` of `table_1__row_2`.
fn table(eid: &str) -> Option<&str> {
    let (table, row) = eid.rsplit_once("__")?;
    let last = table.rsplit("__").next().unwrap_or(table);
    (last.starts_with("table_") && (row == "head" || row.starts_with("row_"))).then_some(table)
}

/// The rows of a unit that is a table and nothing else.
pub(super) fn whole<'u>(unit: &'u Unit<'_>) -> Option<Vec<&'u Clause>> {
    let children: Vec<&Unit<'_>> = unit.children.iter().collect();
    let rows = rows(&children);
    (unit.clause.is_none() && !rows.is_empty() && rows.len() == children.len()).then_some(rows)
}

impl Words<'_> {
    /// A table in a container. One that text interrupts has its address once.
    pub(super) fn table(&self, xml: &mut Xml, rows: &[&Clause]) {
        let Some((first, eid)) = rows.first().and_then(|row| Some((*row, table(row.eid.as_str())?))) else {
            return;
        };
        let eid_of_first = first.eid.as_str();
        let begins = eid_of_first.ends_with("__row_1") || eid_of_first.ends_with("__head") && rows.len() > 1;
        let mut attributes = vec![("name", "table")];
        if begins {
            attributes.insert(0, ("eId", eid));
        }
        xml.block("hcontainer", &attributes, |xml| {
            xml.block("content", &[], |xml| self.rows(xml, rows));
        });
    }

    /// The rows. Each cell of a row is a line of its text; a row with more or fewer lines than the table has columns is one
    /// cell over all of them, since an empty cell and a cell of two paragraphs look alike.
    fn rows(&self, xml: &mut Xml, rows: &[&Clause]) {
        let columns = columns(rows);
        let width = columns.to_string();
        xml.block("table", &[], |xml| {
            for row in rows {
                let cell = if row.eid.as_str().ends_with("__head") { "th" } else { "td" };
                let lines = lines(&row.text);
                xml.block("tr", &[("eId", row.eid.as_str())], |xml| {
                    if lines.len() == columns {
                        lines.iter().for_each(|line| xml.block(cell, &[], |xml| self.cell(xml, row, *line)));
                    } else {
                        xml.block(cell, &[("colspan", width.as_str())], |xml| {
                            lines.iter().for_each(|line| self.cell(xml, row, *line));
                        });
                    }
                });
            }
        });
    }

    fn cell(&self, xml: &mut Xml, row: &Clause, line: Span) {
        xml.block("p", &[], |xml| self.running(xml, row, line));
    }
}

/// How many cells the head has, or else most rows.
fn columns(rows: &[&Clause]) -> usize {
    let count = |row: &&Clause| lines(&row.text).len();
    let head = rows.first().filter(|row| row.eid.as_str().ends_with("__head")).map(count);
    let alike = |columns: &usize| rows.iter().filter(|row| count(row) == *columns).count();
    let most = rows.iter().map(count).max_by_key(|columns| (alike(columns), *columns));
    head.or(most).unwrap_or(1).max(1)
}

/// The lines of a text that hold something.
fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        lines.extend(Span::at(at, line.len()).trimmed(text).filter(|span| !span.is_empty()));
        at += line.len() + 1;
    }
    lines
}
