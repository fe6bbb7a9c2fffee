//! Endnotes: numbered paragraphs under a heading that says so, whose numbers are raised in the text.

use super::note::opening;
use super::params::Notes;
use crosscut_text::lexicon::is_notes_title;
use crosscut_text::{Block, Page, Role};
use std::collections::BTreeSet;

/// Makes notes of the paragraphs below such a heading, as long as they count on and the text holds their marks.
pub(super) fn adopt(pages: &mut [Page], tuned: &Notes) {
    let marks: BTreeSet<u32> = pages
        .iter()
        .flat_map(|page| &page.blocks)
        .filter(|block| block.role.is_text())
        .flat_map(raised)
        .collect();
    if marks.is_empty() {
        return;
    }
    let mut next: Option<u32> = None;
    for block in pages.iter_mut().flat_map(|page| &mut page.blocks) {
        match (block.role, next) {
            (Role::Heading, _) => next = is_title(block).then_some(1),
            (Role::Body, Some(number)) => {
                if opening(block, tuned) == Some(number) && marks.contains(&number) {
                    next = number.checked_add(1);
                } else if number == 1 || opening(block, tuned).is_some() {
                    next = None;
                    continue;
                }
                block.set_role(Role::Note);
            }
            _ => {}
        }
    }
}

fn is_title(block: &Block) -> bool {
    let text: String = block.lines.iter().map(|line| line.text.as_str()).collect();
    is_notes_title(text.trim_matches(|c: char| !c.is_alphabetic()))
}

/// The raised numbers of a block.
fn raised(block: &Block) -> impl Iterator<Item = u32> {
    block.lines.iter().flat_map(|line| {
        let marks = line.words.iter().filter(|word| word.superscript);
        marks.filter_map(|word| {
            word.span.cut(&line.text)?.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()
        })
    })
}
