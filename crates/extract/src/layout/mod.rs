//! Glyphs in places to blocks in reading order.
//!
//! A page at a time: glyphs → tokens → rows. Over all pages: the document's type, headers, footers and page numbers.
//! A page at a time again: rows → regions (columns, margins, what spans them) → lines → footnotes and paragraphs.

mod aligned_table;
mod block;
mod compose;
mod draft;
mod endnote;
mod figure;
mod line;
mod note;
mod numbered;
mod open_table;
mod params;
mod region;
mod repeat;
mod role;
mod row;
mod rule;
mod script;
mod sheet;
mod shown;
mod style;
mod superior;
mod table;
mod token;
mod upright;

#[cfg(test)]
mod tests;

pub(crate) use draft::Draft;
pub use params::Params;

use crate::glyph::GlyphPage;
use compose::Composer;
use crosscut_text::Page;
use rayon::prelude::*;
use row::rows;
use style::{Style, text_edges};
use token::sheets;

/// The first half of the layout: one page by itself.
pub(crate) fn draft(mut page: GlyphPage, params: &Params) -> Draft {
    upright::turn_columns(&mut page, &params.upright);
    let mut with_rows = Vec::new();
    for mut sheet in sheets(&page, &params.words) {
        if !sheet.hidden {
            table::find_tables(&mut sheet, &params.tables);
        }
        let rows = rows(&mut sheet, &params.rows);
        with_rows.push((sheet, rows));
    }
    page.leave_room();
    let mut drawn = page.shapes;
    drawn.extend(page.images);
    drawn.retain(|rect| rect.w * rect.h < params.figures.background * page.size.w * page.size.h);
    Draft { drawn, number: page.number, label: page.label, size: page.size, sheets: with_rows }
}

/// The second half: all pages of a document. The room of each draft is free for other pages as soon as it is composed.
pub(crate) fn pages(drafts: Vec<Draft>, params: &Params) -> Vec<Page> {
    let style = Style::of(&drafts, &params.page);
    let sketches: Vec<repeat::Sketch<'_>> = drafts.iter().flat_map(sketches).collect();
    let running = repeat::running(&sketches, style.size, &params.running);
    let edges = text_edges(&sketches, &running, params.page.outside);
    let mut running = running.into_iter();
    let with_roles: Vec<_> = drafts
        .into_iter()
        .map(|draft| {
            let roles = running.by_ref().take(draft.sheets.len()).collect::<Vec<_>>();
            (draft, roles)
        })
        .collect();
    let mut pages: Vec<Page> = with_roles
        .into_par_iter()
        .map(|(draft, roles)| {
            let edges = edges.get(&(draft.size.w as i32)).copied();
            Composer { params, style, draft: &draft }.page(&roles, edges)
        })
        .collect();
    note::adopt(&mut pages, style, params);
    endnote::adopt(&mut pages, &params.notes);
    pages
}

fn sketches(draft: &Draft) -> impl Iterator<Item = repeat::Sketch<'_>> {
    draft.sheets.iter().map(|(sheet, rows)| repeat::Sketch {
        number: draft.number,
        label: &draft.label,
        width: draft.size.w,
        sheet,
        rows,
    })
}
