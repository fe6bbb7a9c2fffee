//! Budgets that end hostile files early: counts of work, never clocks, so that every run stops at the same place.

use std::collections::BTreeSet;

/// Pages interpreted at a time. Fixed: the budget is settled after each batch, whatever the number of threads.
pub(super) const PAGES_AT_ONCE: usize = 16;

/// Decoded bytes of content of one page.
const PAGE_BYTES: u64 = 32 << 20;
/// Operators of one page (page descriptions of real maps and drawings stay below two million).
const PAGE_OPERATORS: u64 = 4_000_000;
/// Glyphs of one page: far above the densest newspaper page.
const PAGE_GLYPHS: u64 = 400_000;

/// Bytes that the fonts of one page cost to load.
const PAGE_FONTS: u64 = 128 << 20;

const DOCUMENT_BYTES: u64 = 512 << 20;
const DOCUMENT_OPERATORS: u64 = 32_000_000;
const DOCUMENT_GLYPHS: u64 = 60_000_000;

/// Bytes that one stream other than content may decode to: object streams, fonts, character maps.
pub(super) const STREAM_BYTES: usize = 32 << 20;
/// Bytes that all object streams together may decode to.
pub(super) const OBJECT_STREAM_BYTES: usize = 96 << 20;
/// Objects (array items and dictionary values counted) that our own parser makes of one file.
pub(super) const PARSED_OBJECTS: usize = 1_500_000;
/// Words outside streams from which a file is read by our parser alone: lopdf makes an object of each, unbounded.
pub(super) const WORDS: usize = 2_500_000;
/// Arrays and dictionaries inside each other.
pub(super) const NESTING: usize = 96;
/// Form XObjects inside each other.
pub(super) const FORM_NESTING: usize = 24;
/// Form XObjects drawn by one page.
pub(super) const FORMS: u32 = 20_000;
/// Saved graphics states inside each other.
pub(super) const STATES: usize = 4_096;
/// Operands of one operator; more are dropped from the front.
pub(super) const OPERANDS: usize = 65_536;
/// Pages of a document.
pub(super) const PAGES: usize = 50_000;
/// How often one page object may occur in the page tree.
pub(super) const SAME_PAGE: u32 = 16;
/// Rules and images recorded for one page.
pub(super) const MARKS: usize = 20_000;
/// Entries of one character map.
pub(super) const MAP_ENTRIES: usize = 200_000;

/// What remains of a budget.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    pub(super) bytes: u64,
    pub(super) operators: u64,
    pub(super) glyphs: u64,
    pub(super) fonts: u64,
}

/// What a page used up.
#[derive(Debug, Default)]
pub(super) struct Spent {
    pub(super) bytes: u64,
    pub(super) operators: u64,
    pub(super) glyphs: u64,
    /// Fonts it used, by the address of their dictionary.
    pub(super) fonts: Vec<usize>,
}

/// The budget of a document.
#[derive(Debug)]
pub(super) struct DocumentWork {
    left: Work,
    fonts: BTreeSet<usize>,
}

impl Work {
    pub(super) fn document() -> DocumentWork {
        let left = Self {
            bytes: DOCUMENT_BYTES,
            operators: DOCUMENT_OPERATORS,
            glyphs: DOCUMENT_GLYPHS,
            fonts: PAGE_FONTS,
        };
        DocumentWork { left, fonts: BTreeSet::new() }
    }
}

impl DocumentWork {
    /// What each of the next `pages` pages may use.
    pub(super) fn page(&self, pages: usize) -> Work {
        let share = |left: u64| left.div_ceil(pages.max(1) as u64);
        Work {
            bytes: PAGE_BYTES.min(share(self.left.bytes)),
            operators: PAGE_OPERATORS.min(share(self.left.operators)),
            glyphs: PAGE_GLYPHS.min(share(self.left.glyphs)),
            fonts: self.left.fonts,
        }
    }

    pub(super) fn is_used_up(&self) -> bool {
        self.left.bytes == 0 || self.left.operators == 0 || self.left.glyphs == 0
    }

    /// Takes off what a page used; a font that several pages share counts once. `cost` gives that of loading a font.
    pub(super) fn charge(&mut self, spent: &Spent, cost: impl Fn(usize) -> u64) {
        let new = spent.fonts.iter().filter(|key| self.fonts.insert(**key));
        let decoded: u64 = new.map(|key| cost(*key)).sum();
        self.left.bytes = self.left.bytes.saturating_sub(spent.bytes + decoded);
        self.left.operators = self.left.operators.saturating_sub(spent.operators);
        self.left.glyphs = self.left.glyphs.saturating_sub(spent.glyphs);
    }
}
