//! Web pages to blocks: the main text, without menus, scripts, banners and hidden parts.

mod dom;
mod list;
mod note;
mod sheet;
mod skip;
mod table;
mod walk;

use crate::prose::{folded, is_title};
use crate::{Extracted, encoding};
use crosscut_text::lexicon::is_instrument;
use crosscut_text::{Block, Loss, LossKind, Role};
use dom::{Dom, Id};
pub(crate) use list::bullet;

/// Reads a web page.
pub(crate) fn read(bytes: &[u8]) -> Extracted {
    let mut decoded = encoding::decode(bytes, true);
    let dom = Dom::parse(&decoded.text);
    if dom.cut {
        let detail = "nested too deeply or too many elements: the rest of the page was skipped";
        decoded.losses.push(Loss::new(None, LossKind::LimitReached, detail));
    }
    let (blocks, hidden) = walk::blocks(&dom);
    decoded.losses.extend(hidden);
    let title = title(&dom, &blocks);
    Extracted::flowing("text/html", title, blocks, decoded.losses)
}

/// Blocks of a piece of markup inside another text.
pub(crate) fn fragment(markup: &str) -> Vec<Block> {
    walk::blocks(&Dom::parse(markup)).0
}

/// Whether a block is this text.
fn says(block: &Block, text: &str) -> bool {
    block.lines.first().is_some_and(|line| line.text == text)
}

/// Whether a heading holds the page's title, or the part of it that the name of a site or a number does not make:
/// "Verordnung über die Schifffahrt" of "SR 747.201.9 - Verordnung".
fn says_more(main: &str, named: &str) -> bool {
    let (main, named) = (main.to_lowercase(), named.to_lowercase());
    let parts = named.split(['|', '–', '—', '·', ':']).flat_map(|part| part.split(" - ")).map(str::trim);
    let held = |part: &str| {
        let several = part.split_whitespace().count() > 1;
        main.contains(part) && (several || part.split_whitespace().any(is_instrument))
    };
    main.contains(&named) && main.contains(' ') || parts.filter(|part| !part.is_empty()).any(held)
}

/// The main heading where the page's title holds it (and the name of the site besides) or it says more than that; else the page's title; else
/// the headings of the first level that open the page.
fn title(dom: &Dom, blocks: &[Block]) -> Option<String> {
    let named = dom.find("title").map(|id| folded(&dom.text(id))).filter(|title| is_title(title));
    // A header above the text may have a heading of its own: the name of the site.
    let in_text = |id: &Id| blocks.iter().any(|block| says(block, &folded(&dom.text(*id))));
    let headings = || dom.descendants(0).filter(|&id| dom.tag(id) == "h1");
    let main = headings().find(in_text).or_else(|| headings().next());
    let main = main.map(|id| folded(&dom.text(id))).filter(|title| !title.is_empty());
    let opening = || {
        let top = |block: &&Block| block.role == Role::Heading && block.level == Some(1);
        let first = blocks.iter().position(|block| top(&block))?;
        let lines = blocks[first..].iter().take_while(top).flat_map(|block| &block.lines);
        Some(lines.map(|line| line.text.as_str()).collect::<Vec<_>>().join(" "))
    };
    match (named, main) {
        (Some(named), Some(main)) if named.contains(&main) || says_more(&main, &named) => Some(main),
        (Some(named), _) => Some(named),
        (None, Some(main)) => Some(main),
        (None, None) => opening(),
    }
}
