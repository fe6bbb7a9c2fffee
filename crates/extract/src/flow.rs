//! Blocks in the making: paragraphs gathered from pieces, with markers that wait for the paragraph they belong to.

use crate::marker::{is_marker, is_unit, starts_item};
use crate::plain::ends_sentence;
use crate::prose::{Prose, folded};
use crosscut_text::{Block, Cell, Role, starts_reference};

/// What a paragraph is in its source.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub(crate) role: Role,
    /// Heading level.
    pub(crate) level: Option<u8>,
    pub(crate) cell: Option<Cell>,
    /// How many lists it is an item of.
    pub(crate) lists: usize,
}

/// How much further in each list inside another is set, in points.
const STEP: f32 = 36.0;

/// Gathers blocks.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub(crate) blocks: Vec<Block>,
    /// The paragraph so far.
    pub(crate) prose: Prose,
    marker: String,
}

impl Flow {
    /// Puts a marker before the next paragraph.
    pub(crate) fn mark(&mut self, marker: &str) {
        if !self.marker.is_empty() && !marker.is_empty() {
            self.marker.push(' ');
        }
        self.marker.push_str(&folded(marker));
    }

    /// Forgets a marker for which no paragraph came.
    pub(crate) fn unmark(&mut self) {
        self.marker.clear();
    }

    /// Ends the paragraph; after a line break in it, `opens` tells by the text before and after whether a new one
    /// begins. A paragraph that is nothing but a marker waits for the next, which it belongs to.
    pub(crate) fn end(&mut self, place: Place, opens: impl Fn(&str, &str) -> bool) {
        for prose in std::mem::take(&mut self.prose).lines(opens) {
            if prose.is_empty() {
                continue;
            }
            if matches!(place.role, Role::Body | Role::TableCell) && is_marker(prose.text()) {
                self.mark(prose.text());
                continue;
            }
            if place.role == Role::Heading {
                self.end_marker();
            }
            let marker = std::mem::take(&mut self.marker);
            let lists = place.lists.max(usize::from(!marker.is_empty()));
            self.push(prose.after_marker(&marker, " "), Place { lists, ..place });
        }
    }

    /// A marker without a paragraph after it becomes one of its own.
    pub(crate) fn end_marker(&mut self) {
        let marker = std::mem::take(&mut self.marker);
        if !marker.is_empty() {
            self.blocks.push(Block::plain(Role::Body, marker));
        }
    }

    /// Adds a paragraph.
    pub(crate) fn push(&mut self, prose: Prose, place: Place) {
        if let Some(mut block) = prose.into_block(place.role) {
            block.level = place.level.filter(|_| place.role == Role::Heading);
            block.cell = place.cell.filter(|_| place.role == Role::TableCell);
            block.indent = (place.lists > 0 && place.role == Role::Body).then_some(STEP * place.lists as f32);
            self.blocks.push(block);
        }
    }
}

/// Whether what comes before a line break is the title of what follows: "Article 4 Review", "OBJECTIVES".
pub(crate) fn is_title_line(before: &str, line: &str) -> bool {
    const LONGEST: usize = 120;
    if before.len() > LONGEST {
        return false;
    }
    let unit = || is_unit(before) && !starts_reference(before) && !ends_sentence(before);
    let next = line.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let capitals = || is_capitals(before) && !is_capitals(line) && !before.ends_with([',', ';', '-', '–']);
    !line.starts_with(char::is_lowercase) && unit() || next && capitals()
}

/// Whether all letters are capitals, of at least four, and the words no marker of an item.
fn is_capitals(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    letters().all(char::is_uppercase) && letters().nth(3).is_some() && !starts_item(text)
}
