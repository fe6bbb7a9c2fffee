//! What a page shows in one direction of writing: tokens, rules and the tables that these make.

use crosscut_text::{Cell, Rect};

/// A word, or what a change of style or baseline cuts off of one.
#[derive(Clone, Debug, Default)]
pub(super) struct Token {
    /// First byte and length in the sheet's text.
    pub(super) start: u32,
    pub(super) len: u32,
    /// Box in the sheet's frame, where writing runs to the right and lines run downwards.
    pub(super) rect: Rect,
    /// Box on the page.
    pub(super) place: Rect,
    pub(super) baseline: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) superscript: bool,
    pub(super) artifact: bool,
    /// Whether the content shows a space before or after it.
    pub(super) space_before: bool,
    pub(super) space_after: bool,
    pub(super) rtl: bool,
    /// As high as several of the lines next to it: a drop capital.
    pub(super) dropped: bool,
    /// The table that it is in.
    pub(super) table: Option<u16>,
    /// Place in the order of the content.
    pub(super) order: u32,
}

/// The text of a page that is written in one direction, as tokens in content order.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Direction of writing in degrees, counter-clockwise.
    pub(super) angle: i16,
    /// Whether the page hides this text.
    pub(super) hidden: bool,
    /// Height of the frame.
    pub(super) height: f32,
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
    /// Rules of the page, in this frame.
    pub(super) rules: Vec<Rect>,
    pub(super) tables: Vec<Grid>,
}

impl Sheet {
    pub(super) fn text_of(&self, token: &Token) -> &str {
        let start = token.start as usize;
        self.text.get(start..start + token.len as usize).unwrap_or_default()
    }
}

/// A table of ruled cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    pub(super) rect: Rect,
    /// Its cells in row order; a cell that spans several is named by its first.
    pub(super) cells: Vec<(Cell, Rect)>,
}

/// Whether the middle of `inner` lies in `outer`.
pub(super) fn holds(outer: Rect, inner: Rect) -> bool {
    let (x, y) = (inner.x + inner.w / 2.0, inner.y + inner.h / 2.0);
    outer.x <= x && x < outer.right() && outer.y <= y && y < outer.bottom()
}
