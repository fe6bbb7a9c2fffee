//! Glyphs in places to blocks in reading order.
//!
//! A page at a time: glyphs → tokens → rows. Over all pages: the document's type, running heads, feet and page numbers.
//! A page at a time again: rows → regions (columns, margins, what spans them) → lines → footnotes and paragraphs.

mod block;
mod endnote;
mod figure;
mod line;
mod note;
mod numbered;
mod open_table;
mod region;
mod repeat;
mod role;
mod row;
mod script;
mod table;
mod token;
mod upright;

#[cfg(test)]
mod tests;

use crate::glyph::GlyphPage;
use block::{Column, Style, paragraphs};
use crosscut_text::{Block, Page, Rect, Role, Size};
use line::{TextLine, line};
use rayon::prelude::*;
use region::{Region, regions};
use row::{Row, rows};
use std::collections::BTreeMap;
use token::{Sheet, sheets};

/// A page whose tokens stand in rows; one entry for each direction of writing.
pub(crate) struct Draft {
    number: u32,
    label: String,
    size: Size,
    sheets: Vec<(Sheet, Vec<Row>)>,
    /// Shapes and pictures smaller than the page.
    drawn: Vec<Rect>,
}

impl Draft {
    /// The page with nothing on it.
    pub(crate) fn blank(&self) -> GlyphPage {
        let (number, label) = (self.number, self.label.clone());
        GlyphPage { number, label, size: self.size, ..GlyphPage::default() }
    }
}

/// The first half of the layout: one page by itself.
pub(crate) fn draft(mut page: GlyphPage) -> Draft {
    upright::turn_columns(&mut page);
    let with_rows = |mut sheet: Sheet| {
        if !sheet.hidden {
            table::find_tables(&mut sheet);
        }
        let rows = rows(&mut sheet);
        (sheet, rows)
    };
    let sheets = sheets(&page).into_iter().map(with_rows).collect();
    let mut drawn = page.shapes;
    drawn.extend(page.images);
    drawn.retain(|rect| rect.w * rect.h < 0.7 * page.size.w * page.size.h);
    Draft { drawn, number: page.number, label: page.label, size: page.size, sheets }
}

/// The second half: all pages of a document.
pub(crate) fn pages(drafts: &[Draft]) -> Vec<Page> {
    let style = style(drafts);
    let sketches: Vec<repeat::Sketch<'_>> = drafts.iter().flat_map(sketches).collect();
    let running = repeat::running(&sketches);
    let edges = text_edges(&sketches, &running);
    let mut running = running.into_iter();
    let with_roles: Vec<_> = drafts
        .iter()
        .map(|draft| (draft, running.by_ref().take(draft.sheets.len()).collect::<Vec<_>>()))
        .collect();
    let mut pages: Vec<Page> = with_roles
        .par_iter()
        .map(|(draft, roles)| compose(draft, roles, style, edges.get(&(draft.size.w as i32)).copied()))
        .collect();
    note::adopt(&mut pages, style);
    endnote::adopt(&mut pages);
    pages
}

fn sketches(draft: &Draft) -> impl Iterator<Item = repeat::Sketch<'_>> {
    let sketch = |(sheet, rows)| repeat::Sketch {
        number: draft.number,
        label: &draft.label,
        width: draft.size.w,
        sheet,
        rows,
    };
    draft.sheets.iter().map(|(sheet, rows)| (sheet, &rows[..])).map(sketch)
}

/// Size, leading and weight of most of a document's type.
fn style(drafts: &[Draft]) -> Style {
    let mut sizes: BTreeMap<i32, u64> = BTreeMap::new();
    let mut steps: BTreeMap<i32, u64> = BTreeMap::new();
    let (mut bold, mut all) = (0u64, 0u64);
    for (sheet, rows) in drafts.iter().flat_map(|draft| &draft.sheets).filter(|(sheet, _)| !sheet.hidden) {
        for token in &sheet.tokens {
            *sizes.entry((token.size * 10.0).round() as i32).or_default() += u64::from(token.len);
            all += u64::from(token.len);
            bold += if token.bold { u64::from(token.len) } else { 0 };
        }
        for pair in rows.windows(2) {
            let step = (pair[1].baseline - pair[0].baseline) / pair[1].size.max(1.0);
            if (0.8..2.6).contains(&step) {
                *steps.entry((step * 20.0).round() as i32).or_default() += 1;
            }
        }
    }
    let mode =
        |counts: &BTreeMap<i32, u64>| counts.iter().max_by_key(|entry| entry.1).map(|entry| *entry.0 as f32);
    Style {
        size: mode(&sizes).map_or(10.0, |size| size / 10.0),
        leading: mode(&steps).map_or(1.2, |step| step / 20.0),
        bold: 2 * bold > all,
    }
}

/// Usual left and right edge of the text on the document's pages of each width: where nine of ten rows of a page stand,
/// so that notes in the margin do not widen it; the median of the pages.
fn text_edges(sketches: &[repeat::Sketch<'_>], running: &[Vec<Option<Role>>]) -> BTreeMap<i32, (f32, f32)> {
    let mut edges: BTreeMap<i32, (Vec<f32>, Vec<f32>)> = BTreeMap::new();
    for (sketch, roles) in sketches.iter().zip(running).filter(|(sketch, _)| sketch.sheet.angle == 0) {
        let rows = sketch.rows.iter().zip(roles).filter(|(_, role)| role.is_none());
        let rects: Vec<Rect> = rows.map(|(row, _)| row.rect).collect();
        let (left, right) = edges.entry(sketch.width as i32).or_default();
        left.extend(quantile(rects.iter().map(|rect| rect.x).collect(), 0.1));
        right.extend(quantile(rects.iter().map(|rect| rect.right()).collect(), 0.9));
    }
    let median = |(left, right)| Some((quantile(left, 0.5)?, quantile(right, 0.5)?));
    edges.into_iter().filter_map(|(width, sides)| Some((width, median(sides)?))).collect()
}

/// The value below which a share of the values lies; `None` for no value.
fn quantile(mut values: Vec<f32>, share: f32) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(((values.len() as f32 - 1.0).max(0.0) * share).round() as usize).copied()
}

/// The blocks of one page.
fn compose(draft: &Draft, roles: &[Vec<Option<Role>>], style: Style, edges: Option<(f32, f32)>) -> Page {
    let mut blocks = Vec::new();
    for ((sheet, rows), roles) in draft.sheets.iter().zip(roles) {
        if sheet.hidden {
            let paras =
                regions(sheet, rows.clone(), style.size, false, None).into_iter().flat_map(|region| {
                    let lines =
                        region.rows.iter().map(|row| line(sheet, row, is_rtl(sheet, &row.tokens))).collect();
                    paragraphs(lines, column(&region, false), style)
                });
            blocks.extend(paras.map(|para| role::with(para, Role::Aside)));
            continue;
        }
        let role = |row: usize| roles.get(row).copied().flatten();
        let middle = sheet.height / 2.0;
        let is_above = |row: &Row| row.baseline < middle;
        let mut text: Vec<Row> =
            rows.iter().enumerate().filter(|(i, _)| role(*i).is_none()).map(|(_, row)| row.clone()).collect();
        let running: Vec<(&Row, Role)> =
            rows.iter().enumerate().filter_map(|(i, row)| Some((row, role(i)?))).collect();
        let shown =
            |(row, role): &(&Row, Role)| one_line(*role, line(sheet, row, is_rtl(sheet, &row.tokens)));
        blocks.extend(running.iter().filter(|(row, _)| is_above(row)).map(shown));
        let numbers = numbered::take_line_numbers(sheet, &mut text);
        let numbers = numbers.iter().map(|row| one_line(Role::PageNumber, line(sheet, row, false)));
        let mut body = body(sheet, text, style, edges.filter(|_| sheet.angle == 0));
        if is_beside(sheet, draft) {
            body.iter_mut().for_each(|block| block.role = Role::Aside);
        } else if sheet.angle == 0 {
            figure::set_aside(&mut body, &draft.drawn, style);
        }
        blocks.extend(body);
        blocks.extend(numbers);
        blocks.extend(running.iter().filter(|(row, _)| !is_above(row)).map(shown));
    }
    Page { number: draft.number, label: draft.label.clone(), size: Some(draft.size), blocks }
}

/// Whether what is written in this direction is little beside the text of the page: labels, stamps, watermarks.
fn is_beside(sheet: &Sheet, draft: &Draft) -> bool {
    draft
        .sheets
        .first()
        .is_some_and(|(main, _)| main.angle != sheet.angle && 4 * sheet.text.len() < main.text.len())
}

fn one_line(role: Role, line: TextLine) -> Block {
    Block { role, lines: vec![line.line], ..Block::default() }
}

/// The blocks of a sheet without its running heads and feet.
fn body(sheet: &Sheet, rows: Vec<Row>, style: Style, edges: Option<(f32, f32)>) -> Vec<Block> {
    let all: Vec<u32> = rows.iter().flat_map(|row| row.tokens.iter().copied()).collect();
    let rtl = is_rtl(sheet, &all);
    let (mut blocks, mut notes) = (Vec::new(), Vec::new());
    for region in regions(sheet, rows, style.size, rtl, edges) {
        let tokens: Vec<u32> = region.rows.iter().flat_map(|row| row.tokens.iter().copied()).collect();
        let rtl = is_rtl(sheet, &tokens);
        let column = column(&region, rtl);
        let mut parts = region.rows.chunk_by(|a, b| a.table.is_none() && b.table.is_none()).peekable();
        while let Some(part) = parts.next() {
            if let Some(table) = part[0].table {
                blocks.extend(cells(sheet, table, style));
                continue;
            }
            let mut lines: Vec<TextLine> = part.iter().map(|row| line(sheet, row, rtl)).collect();
            if region.margin {
                role::place_margin(paragraphs(lines, column, style), &mut blocks);
                continue;
            }
            if parts.peek().is_none() {
                let taken = note::take_notes(&mut lines, &sheet.rules, column, style);
                notes.extend(taken.into_iter().map(|para| role::with(para, Role::Note)));
            }
            blocks.extend(paragraphs(lines, column, style).into_iter().map(|para| role::block(para, style)));
        }
    }
    blocks.extend(notes);
    blocks
}

/// The blocks of a table, cell by cell. Cells side by side in one row are columns, not a table.
fn cells(sheet: &Sheet, table: u16, style: Style) -> Vec<Block> {
    let Some(grid) = sheet.tables.get(usize::from(table)) else { return Vec::new() };
    let mut inside: Vec<Vec<u32>> = vec![Vec::new(); grid.cells.len()];
    for (at, token) in
        sheet.tokens.iter().enumerate().filter(|(_, token)| token.table == Some(table) && token.len > 0)
    {
        if let Some(cell) = grid.cells.iter().position(|(_, rect)| table::holds(*rect, token.rect)) {
            inside[cell].push(at as u32);
        }
    }
    let is_table = grid.cells.iter().any(|(cell, _)| cell.row > 0);
    let mut blocks = Vec::new();
    for ((cell, rect), tokens) in grid.cells.iter().zip(inside) {
        let rtl = is_rtl(sheet, &tokens);
        let rows = row::cluster(sheet, tokens);
        let lines: Vec<TextLine> = rows.iter().map(|row| line(sheet, row, rtl)).collect();
        let (start, end) = if rtl { (-rect.right(), -rect.x) } else { (rect.x, rect.right()) };
        for para in paragraphs(lines, Column { start, end }, style) {
            blocks.push(if is_table {
                Block { cell: Some(*cell), ..role::with(para, Role::TableCell) }
            } else {
                role::block(para, style)
            });
        }
    }
    blocks
}

fn column(region: &Region, rtl: bool) -> Column {
    if rtl {
        Column { start: -region.right, end: -region.left }
    } else {
        Column { start: region.left, end: region.right }
    }
}

/// Whether most of the tokens are written from right to left.
fn is_rtl(sheet: &Sheet, tokens: &[u32]) -> bool {
    let weigh = |rtl: bool| {
        let own = tokens.iter().map(|&token| &sheet.tokens[token as usize]).filter(|token| token.rtl == rtl);
        own.map(|token| u64::from(token.len)).sum::<u64>()
    };
    weigh(true) > weigh(false)
}
