//! Plain text to blocks. Lines that were broken to a width are put together again, which a clause needs to be whole.

mod hanging;
mod row;
mod table;
mod wrap;

use crate::{Extracted, encoding};
use crosscut_text::{Block, Line, Role};
use row::Row;
#[cfg(any(feature = "html", feature = "docx"))]
pub(crate) use row::ends_sentence;
use std::collections::BTreeMap;
use wrap::Wrap;

/// Rows in which a title and its date may be.
const TITLE: usize = 8;

/// Reads a plain text.
pub(crate) fn read(bytes: &[u8]) -> Extracted {
    let decoded = encoding::decode(bytes, false);
    let blocks = blocks(&decoded.text);
    Extracted::flowing("text/plain", None, blocks, decoded.losses)
}

/// The blocks of a plain text. A paragraph keeps its lines, so that a hyphen at a line's end is seen as one.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut rows = row::rows(text);
    let furniture = furniture(&mut rows);
    wrap::close_up(&mut rows);
    let wrap = wrap::wrap(&rows);
    let (mut blocks, head) = hanging::masthead(&rows);
    let rows = &rows[head..];
    let hanging = hanging::is_hanging(rows);
    let mut tables = table::tables(rows).into_iter().peekable();
    let mut above: Option<&Row> = None;
    let mut notes = false;
    for (at, row) in rows.iter().enumerate() {
        if let Some(table) = tables.peek().filter(|table| table.rows.contains(&at)) {
            above = None;
            if at + 1 == table.rows.end {
                blocks.extend(table.blocks(rows));
                tables.next();
            }
            continue;
        }
        let next = rows.get(at + 1);
        if row.is_rule() && row.text.starts_with('_') && next.is_some_and(|next| is_note(&next.text)) {
            (notes, above) = (true, None);
            continue;
        }
        notes &= !row.new_page && (row.gap == 0 || is_note(&row.text) || above.is_none());
        let joins = above.is_some_and(|above| match wrap {
            Wrap::Mixed(full) if row.gap == 0 => wrap::goes_on(above, row, full),
            Wrap::Width(width) if row.gap == 0 => !wrap::breaks(above, row, width),
            // A paragraph may go on after a page break.
            _ => row.new_page && row.starts_low() && !above.ends_sentence(),
        });
        // Where and when a meeting was held, below its name.
        let dated = |row: &Row| at < TITLE && crosscut_text::is_dateline(&row.text);
        let joins = joins && !dated(row) && !above.is_some_and(dated);
        above = Some(row);
        let line = Line { text: row.text.clone(), ..Line::default() };
        match blocks.last_mut().filter(|_| joins) {
            Some(block) => {
                if !row.is_capitals() {
                    block.set_role(Role::Body); // what goes on over lines was no heading
                }
                block.lines.push(line);
            }
            None if row.is_rule() => underline(&mut blocks, row),
            None => {
                let heads = hanging && hanging::is_heading(row, next);
                let role = match role(row, blocks.last()) {
                    _ if notes => Role::Note,
                    Role::Body if heads => Role::Heading,
                    role => role,
                };
                blocks.push(Block { role, lines: vec![line], ..Block::default() })
            }
        }
    }
    blocks.extend(furniture);
    blocks
}

/// Whether a line begins with the mark of a note: "[1]", "1 ", "(1)", "* ".
fn is_note(text: &str) -> bool {
    let mark = text.split_whitespace().next().unwrap_or_default();
    let bare = mark.trim_matches(['[', ']', '(', ')', '.', '^']);
    let figures = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    let signs = (1..=3).contains(&mark.chars().count()) && mark.chars().all(|c| matches!(c, '*' | '†' | '‡'));
    (figures || signs) && mark.len() < text.len()
}

/// A rule right under a short line makes it a heading; the rule itself is dropped.
fn underline(blocks: &mut [Block], rule: &Row) {
    if let Some(block) = blocks.last_mut().filter(|block| rule.gap == 0 && block.lines.len() == 1)
        && block.lines[0].text.chars().count() <= 100
    {
        block.set_role(Role::Heading);
    }
}

/// Headings: "Article 5", capitals, a page number on a line of its own, and the short title under "Article 5".
fn role(row: &Row, before: Option<&Block>) -> Role {
    let length = row.text.chars().count();
    let under_unit = || {
        before.is_some_and(|block| {
            let number =
                |line: &Line| line.text.split(' ').count() == 2 && crate::marker::is_unit(&line.text);
            block.role == Role::Heading && block.lines.len() == 1 && block.lines.first().is_some_and(number)
        })
    };
    let titled =
        || under_unit() && row.gap <= 1 && length <= 80 && !row.ends_sentence() && !row.starts_item();
    let bracketed = row.text.starts_with(['-', '–', '—']) && row.text.ends_with(['-', '–', '—']);
    if row.is_page_number() && (row.indent >= 20 || bracketed) {
        Role::PageNumber
    } else if length <= 120 && (row.is_unit() || (row.is_capitals() && !row.starts_item()) || titled()) {
        Role::Heading
    } else {
        Role::Body
    }
}

/// Takes out headers, footers and page numbers.
fn furniture(rows: &mut Vec<Row>) -> Vec<Block> {
    let mut taken = edges(rows);
    taken.extend(heads_of_lines(rows));
    taken.extend(numbered_edges(rows));
    for at in 1..rows.len().saturating_sub(1) {
        // A page number that a sentence runs over.
        let inside = rows[at].is_page_number() && rows[at - 1].runs_on(&rows[at + 1]);
        if inside || rows[at].is_named_page_number() {
            taken.insert(at, Role::PageNumber);
        }
    }
    let blocks = taken.iter().map(|(&at, &role)| Block::plain(role, rows[at].text.clone())).collect();
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    let mut new_page = false;
    for (at, mut row) in std::mem::take(rows).into_iter().enumerate() {
        let edge = matches!(taken.get(&at), Some(Role::RunningHead | Role::RunningFoot));
        new_page |= row.new_page || edge;
        if !taken.contains_key(&at) {
            row.new_page = new_page;
            row.gap = if new_page { row.gap.max(1) } else { row.gap };
            new_page = false;
            kept.push(row);
        }
    }
    *rows = kept;
    blocks
}

/// Heads and feet that name the number of their page at one end, and the lines next to them that the pages have in
/// common, with form feeds or without: "Keeper & Mole      [Page 3]" and "RFC 9350      Lamps      June 2031".
fn numbered_edges(rows: &[Row]) -> BTreeMap<usize, Role> {
    const FEWEST: usize = 2;
    const NEAR: usize = 1;
    let numbered: Vec<(usize, u32)> =
        (0..rows.len()).filter_map(|at| Some((at, rows[at].numbered_edge()?))).collect();
    let rising = numbered.windows(2).all(|pair| pair[0].1 < pair[1].1);
    if numbered.len() < FEWEST || !rising {
        return BTreeMap::new();
    }
    let plain = |at: usize| rows[at].text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    // Where form feeds show that the number is in the head, what comes next to it is text.
    let heads = numbered.iter().filter(|(at, _)| rows[*at].new_page).count();
    let mut taken: BTreeMap<usize, Role> = BTreeMap::new();
    for (at, _) in &numbered {
        let role = if 2 * heads > numbered.len() { Role::RunningHead } else { Role::RunningFoot };
        taken.insert(*at, role);
        let next = at + NEAR;
        let again = || {
            let others = numbered.iter().filter(|(other, _)| other != at).map(|(other, _)| other + NEAR);
            others.into_iter().any(|other| other < rows.len() && plain(other) == plain(next))
        };
        let apart = |at: usize| rows.get(at + 1).is_none_or(|below| below.gap > 0);
        if role == Role::RunningFoot
            && next < rows.len()
            && apart(next)
            && (again() || rows[next].parts.len() > 2 && rows[next].gap > 0)
        {
            taken.insert(next, Role::RunningHead);
        }
    }
    taken
}

/// Heads of several lines that the pages have in common, one of them the number of the page: "A/CONF.91/5", "English",
/// "Page 3".
fn heads_of_lines(rows: &[Row]) -> BTreeMap<usize, Role> {
    const MOST: usize = 4;
    let named: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].is_named_page_number()).collect();
    let head = |at: usize| {
        let from =
            (0..=at).rev().take(MOST).take_while(|other| *other == at || rows[other + 1].gap == 0).last();
        from.unwrap_or(at)..at + 1
    };
    let words = |head: &std::ops::Range<usize>| -> Vec<String> {
        rows[head.clone()]
            .iter()
            .map(|row| row.text.chars().filter(|c| !c.is_ascii_digit()).collect())
            .collect()
    };
    let heads: Vec<_> = named.into_iter().map(head).collect();
    let alike = heads.windows(2).all(|pair| words(&pair[0]) == words(&pair[1]));
    if heads.len() < 2 || !alike || heads[0].len() < 2 {
        return BTreeMap::new();
    }
    heads.into_iter().flatten().map(|at| (at, Role::RunningHead)).collect()
}

/// What form feeds show to be headers and footers: the first and last lines of pages that say the same on at least
/// three pages, digits aside, or nothing but a number.
fn edges(rows: &[Row]) -> BTreeMap<usize, Role> {
    let starts: Vec<usize> = (0..rows.len()).filter(|&at| at == 0 || rows[at].new_page).collect();
    if starts.len() < 2 {
        return BTreeMap::new();
    }
    let ends = starts[1..].iter().copied().chain([rows.len()]);
    let edges: Vec<(usize, Role)> = starts
        .iter()
        .zip(ends)
        .flat_map(|(&start, end)| [(start, Role::RunningHead), (end - 1, Role::RunningFoot)])
        .collect();
    let key = |at: usize, role: Role| {
        let plain: String = rows[at].text.chars().filter(|c| !c.is_ascii_digit()).collect();
        (role, plain)
    };
    let mut counts: BTreeMap<(Role, String), usize> = BTreeMap::new();
    for &(at, role) in &edges {
        *counts.entry(key(at, role)).or_default() += 1;
    }
    let mut taken: BTreeMap<usize, Role> = BTreeMap::new();
    for &(at, role) in &edges {
        if rows[at].is_page_number() {
            taken.insert(at, Role::PageNumber);
        } else if counts[&key(at, role)] >= 3 {
            taken.insert(at, role);
        }
    }
    taken
}
