//! Pages of blocks to one frozen text.
//!
//! `breaks` finds page breaks of an older printing inside the text; `flow` puts blocks in order and finds paragraphs that continue over a column or page; `seam` decides what joins
//! two lines of a paragraph; `write` writes the text and keeps account of where every word came from.

mod breaks;
mod flow;
mod item;
mod mark;
mod seam;
mod write;

#[cfg(test)]
mod tests;

pub use item::{starts_item, starts_reference};

use crate::{AgreementId, Coverage, Document, Loss, Page, PageInfo, Placement, Source, WordBox};
use std::collections::{BTreeMap, BTreeSet};

/// Assembles pages into a document: headers, footers and page numbers left out, notes after the body, lines
/// joined into paragraphs, hyphenation at line ends undone where the document's own vocabulary supports it, paragraphs
/// that continue over a column or page joined.
///
/// The text is in Unicode normalisation form C, with one space between words, without soft hyphens and other characters
/// that show nothing; ligatures and Arabic presentation forms are written as plain letters.
pub fn assemble(agreement: AgreementId, source: Source, pages: &[Page], losses: Vec<Loss>) -> Document {
    let paragraphs = flow::paragraphs(pages);
    let vocabulary = seam::Vocabulary::of(&paragraphs);
    let marks = mark::note_marks(&paragraphs);
    let mut writer = write::Writer::new(&vocabulary, &marks);
    for paragraph in &paragraphs {
        writer.paragraph(paragraph);
    }
    let (text, paragraphs, mut words) = writer.finish();
    place(&mut words, pages);
    let coverage = coverage(pages, &losses, &text);
    Document { agreement, source, text, paragraphs, words, pages: infos(pages), losses, coverage }
}

/// Puts the words of pages that were turned or straightened to their places on the pages that the file displays.
fn place(words: &mut [WordBox], pages: &[Page]) {
    let placements: BTreeMap<u32, Placement> =
        pages.iter().filter_map(|page| Some((page.number, page.placement?))).collect();
    for word in words {
        if let Some(placement) = placements.get(&word.page) {
            word.rect = placement.displayed(word.rect);
        }
    }
}

/// The pages of a source that has pages.
fn infos(pages: &[Page]) -> Vec<PageInfo> {
    let info = |page: &Page| {
        let size = page.placement.map_or(page.size?, |placement| placement.size);
        let angle = page.placement.map_or(0.0, |placement| placement.angle());
        Some(PageInfo { number: page.number, label: page.label.clone(), size, angle })
    };
    pages.iter().filter_map(info).collect()
}

fn coverage(pages: &[Page], losses: &[Loss], text: &str) -> Coverage {
    let lossy: BTreeSet<u32> = losses.iter().filter_map(|loss| loss.page).collect();
    let read = pages.iter().filter(|page| !lossy.contains(&page.number)).count();
    Coverage {
        pages: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        pages_read: u32::try_from(read).unwrap_or(u32::MAX),
        words: text.split('\n').map(words).sum(),
    }
}

/// The number of words in a line.
fn words(line: &str) -> u64 {
    if !line.is_ascii() {
        return line.split_whitespace().count() as u64;
    }
    let is_space = |byte: u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let begins = |pair: &[u8]| is_space(pair[0]) && !is_space(pair[1]);
    let first = line.bytes().next().is_some_and(|byte| !is_space(byte));
    u64::from(first) + line.as_bytes().windows(2).filter(|pair| begins(pair)).count() as u64
}
