//! The blocks of one page, once it is known what all pages have in common.

use super::block::{Column, paragraphs};
use super::draft::Draft;
use super::line::{TextLine, line};
use super::params::Params;
use super::region::{Region, regions};
use super::row::{self, Row};
use super::sheet::{Sheet, holds};
use super::style::Style;
use super::{figure, note, numbered, role};
use crosscut_text::{Block, Page, Role};

/// Makes the blocks of one page.
pub(super) struct Composer<'a> {
    pub(super) params: &'a Params,
    pub(super) style: Style,
    pub(super) draft: &'a Draft,
}

impl Composer<'_> {
    /// The page. `roles` say of each sheet's rows which are headers and footers; `edges` are the usual edges of the
    /// document's text.
    pub(super) fn page(&self, roles: &[Vec<Option<Role>>], edges: Option<(f32, f32)>) -> Page {
        let mut blocks = Vec::new();
        for ((sheet, rows), roles) in self.draft.sheets.iter().zip(roles) {
            if sheet.hidden {
                blocks.extend(self.hidden(sheet, rows));
            } else {
                blocks.extend(self.sheet(sheet, rows, roles, edges.filter(|_| sheet.angle == 0)));
            }
        }
        let draft = self.draft;
        Page {
            number: draft.number,
            label: draft.label.clone(),
            size: Some(draft.size),
            blocks,
            placement: None,
        }
    }

    /// What a page hides: set aside, whatever it is.
    fn hidden(&self, sheet: &Sheet, rows: &[Row]) -> Vec<Block> {
        let regions = regions(sheet, rows.to_vec(), self.style.size, false, None, &self.params.columns);
        let mut blocks = Vec::new();
        for region in regions {
            let lines = region.rows.iter().map(|row| self.line(sheet, row)).collect();
            let paras = paragraphs(lines, column(&region, false), self.style, self.params);
            blocks.extend(paras.into_iter().map(|para| role::with(para, Role::Aside)));
        }
        blocks
    }

    /// Headers, text, numbers of lines, footers.
    fn sheet(
        &self,
        sheet: &Sheet,
        rows: &[Row],
        roles: &[Option<Role>],
        edges: Option<(f32, f32)>,
    ) -> Vec<Block> {
        let (mut headers, mut footers, mut text) = (Vec::new(), Vec::new(), Vec::new());
        for (at, row) in rows.iter().enumerate() {
            let Some(role) = roles.get(at).copied().flatten() else {
                text.push(row.clone());
                continue;
            };
            let side = if row.baseline < sheet.height / 2.0 { &mut headers } else { &mut footers };
            side.push(one_line(role, self.line(sheet, row)));
        }
        let numbers = numbered::take_line_numbers(sheet, &mut text, &self.params.numbered);
        let mut body = self.body(sheet, text, edges);
        if self.is_marginal(sheet) {
            body.iter_mut().for_each(|block| block.set_role(Role::Aside));
        } else if sheet.angle == 0 {
            figure::set_aside(&mut body, &self.draft.drawn, self.style, self.params);
        }
        let mut blocks = headers;
        blocks.extend(body);
        blocks.extend(
            numbers.iter().map(|row| one_line(Role::PageNumber, line(sheet, row, false, &self.params.words))),
        );
        blocks.extend(footers);
        blocks
    }

    /// The line that a row shows by itself.
    fn line(&self, sheet: &Sheet, row: &Row) -> TextLine {
        line(sheet, row, is_rtl(sheet, &row.tokens), &self.params.words)
    }

    /// Whether what is written in this direction is little against the text of the page: labels, stamps, watermarks.
    fn is_marginal(&self, sheet: &Sheet) -> bool {
        self.draft.sheets.first().is_some_and(|(main, _)| {
            let most = self.params.page.turned * main.text.len() as f32;
            main.angle != sheet.angle && (sheet.text.len() as f32) < most
        })
    }

    /// The blocks of a sheet without its headers and footers.
    fn body(&self, sheet: &Sheet, rows: Vec<Row>, edges: Option<(f32, f32)>) -> Vec<Block> {
        let (style, params) = (self.style, self.params);
        let all: Vec<u32> = rows.iter().flat_map(|row| row.tokens.iter().copied()).collect();
        let rtl = is_rtl(sheet, &all);
        let (mut blocks, mut notes) = (Vec::new(), Vec::new());
        for region in regions(sheet, rows, style.size, rtl, edges, &params.columns) {
            let tokens: Vec<u32> = region.rows.iter().flat_map(|row| row.tokens.iter().copied()).collect();
            let rtl = is_rtl(sheet, &tokens);
            let column = column(&region, rtl);
            let mut parts = region.rows.chunk_by(|a, b| a.table.is_none() && b.table.is_none()).peekable();
            while let Some(part) = parts.next() {
                if let Some(table) = part[0].table {
                    blocks.extend(self.cells(sheet, table));
                    continue;
                }
                let mut lines: Vec<TextLine> =
                    part.iter().map(|row| line(sheet, row, rtl, &params.words)).collect();
                if region.margin {
                    let paras = paragraphs(lines, column, style, params);
                    role::place_margin(paras, &mut blocks, &params.roles);
                    continue;
                }
                if parts.peek().is_none() {
                    let taken = note::take_notes(&mut lines, &sheet.rules, column, style, params);
                    notes.extend(taken.into_iter().map(|para| role::with(para, Role::Note)));
                }
                let paras = paragraphs(lines, column, style, params);
                blocks.extend(paras.into_iter().map(|para| role::block(para, style, &params.roles)));
            }
        }
        blocks.extend(notes);
        blocks
    }

    /// The blocks of a table, cell by cell. Cells side by side in one row are columns, not a table.
    fn cells(&self, sheet: &Sheet, table: u16) -> Vec<Block> {
        let Some(grid) = sheet.tables.get(usize::from(table)) else { return Vec::new() };
        let mut inside: Vec<Vec<u32>> = vec![Vec::new(); grid.cells.len()];
        for (at, token) in sheet.tokens.iter().enumerate() {
            if token.table == Some(table)
                && token.len > 0
                && let Some(cell) = grid.cells.iter().position(|(_, rect)| holds(*rect, token.rect))
            {
                inside[cell].push(at as u32);
            }
        }
        let (style, params) = (self.style, self.params);
        let is_table = grid.cells.iter().any(|(cell, _)| cell.row > 0);
        let mut blocks = Vec::new();
        for ((cell, rect), tokens) in grid.cells.iter().zip(inside) {
            let rtl = is_rtl(sheet, &tokens);
            let rows = row::cluster(sheet, tokens, &params.rows);
            let lines: Vec<TextLine> = rows.iter().map(|row| line(sheet, row, rtl, &params.words)).collect();
            let (start, end) = if rtl { (-rect.right(), -rect.x) } else { (rect.x, rect.right()) };
            for para in paragraphs(lines, Column { start, end }, style, params) {
                blocks.push(if is_table {
                    Block { cell: Some(*cell), ..role::with(para, Role::TableCell) }
                } else {
                    role::block(para, style, &params.roles)
                });
            }
        }
        blocks
    }
}

fn one_line(role: Role, line: TextLine) -> Block {
    Block { role, lines: vec![line.line], ..Block::default() }
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
