//! A page between the two halves of the layout.

use super::row::Row;
use super::sheet::Sheet;
use crate::glyph::GlyphPage;
use crosscut_text::{Rect, Size};

/// A page as rows of tokens; one entry for each direction of writing.
pub(crate) struct Draft {
    pub(super) number: u32,
    pub(super) label: String,
    pub(super) size: Size,
    pub(super) sheets: Vec<(Sheet, Vec<Row>)>,
    /// Shapes and pictures smaller than the page.
    pub(super) drawn: Vec<Rect>,
}

impl Draft {
    pub(crate) fn number(&self) -> u32 {
        self.number
    }

    pub(crate) fn size(&self) -> Size {
        self.size
    }

    /// The page with nothing on it, in another size.
    pub(crate) fn blank(&self, size: Size) -> GlyphPage {
        let (number, label) = (self.number, self.label.clone());
        GlyphPage { number, label, size, ..GlyphPage::default() }
    }
}
