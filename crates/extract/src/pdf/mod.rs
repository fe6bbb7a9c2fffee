//! PDF: bytes → objects (lopdf) → pages → content streams → glyphs with places.
//!
//! `load` opens (and `repair` rebuilds) the objects, `page_tree` finds the pages, `interpret` runs their content,
//! `font` says what the codes of a string mean, `limits` bounds all of it.

mod access;
mod filter;
mod font;
mod garble;
mod interpret;
mod labels;
mod lex;
mod limits;
mod load;
mod matrix;
mod optional;
mod page_tree;
mod parse;
mod path;
mod pictured;
mod pixels;
mod repair;
mod searchable;
mod sheet;
#[cfg(test)]
mod tests;

use crosscut_text::{Loss, LossKind};
use rayon::prelude::*;

use crate::Options;
use crate::error::ExtractError;
use crate::glyph::GlyphPage;

use self::font::FontCache;
use self::interpret::Shared;
use self::limits::{PAGES_AT_ONCE, Work};

pub use self::searchable::LaidWord;
pub(crate) use self::searchable::searchable;
pub(crate) use self::sheet::sheet;

/// What the PDF shows, each page as far as it was taken: its glyphs, or a draft of its layout.
#[derive(Debug, Default)]
pub(crate) struct PdfGlyphs<T> {
    /// One result a page, in page order.
    pub(crate) pages: Vec<T>,
    /// Losses of the document and of its pages, in page order.
    pub(crate) losses: Vec<Loss>,
    /// The title in the document's information dictionary.
    pub(crate) title: Option<String>,
}

/// Reads the glyphs of every page and hands each page to `then` at once, in parallel, so that the glyphs of a long
/// document need not be in memory together. The losses of the pages are taken out of them into `losses`.
///
/// # Errors
/// [`ExtractError::Encrypted`] where no password opens the file, [`ExtractError::Damaged`] where no page is found.
pub(crate) fn read<T: Send>(
    bytes: &[u8],
    options: &Options,
    then: impl Fn(GlyphPage) -> T + Sync,
) -> Result<PdfGlyphs<T>, ExtractError> {
    let loaded = load::open(bytes, options)?;
    let doc = &loaded.document;
    let mut losses = loaded.losses;
    let nodes = page_tree::pages(doc, &mut losses);
    if nodes.is_empty() {
        return Err(ExtractError::Damaged("it has no pages".to_owned()));
    }
    let labels = labels::labels(doc, nodes.len());
    let hidden = optional::Hidden::of(doc);
    let fonts = FontCache::new(doc);
    let shared = Shared { doc, hidden: &hidden, fonts: &fonts };

    let mut pages = Vec::with_capacity(nodes.len());
    let mut work = Work::document();
    let numbered: Vec<_> = nodes.iter().zip(&labels).zip(1_u32..).collect();
    // A fixed number of pages at a time, so that what remains of the document's budget is the same for any number of
    // threads.
    for batch in numbered.chunks(PAGES_AT_ONCE) {
        if work.is_used_up() {
            let (_, number) = batch[0];
            let detail =
                format!("pages {number} to {} were not read: the document is too large", nodes.len());
            losses.push(Loss::new(number, LossKind::LimitReached, detail));
            break;
        }
        let allowance = work.page(batch.len());
        let read: Vec<_> = batch
            .par_iter()
            .map(|((node, label), number)| {
                let (mut page, spent) = interpret::page(shared, node, *number, label, allowance);
                let losses = std::mem::take(&mut page.losses);
                (then(page), losses, spent)
            })
            .collect();
        for (page, lost, spent) in read {
            pages.push(page);
            losses.extend(lost);
            work.charge(&spent, |font| fonts.cost(font));
        }
    }
    Ok(PdfGlyphs { pages, losses, title: load::title(doc) })
}
