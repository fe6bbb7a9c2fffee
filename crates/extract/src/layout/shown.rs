//! Which glyphs of a page a reader sees.

use super::params::Words;
use crate::glyph::{Glyph, GlyphPage};
use crosscut_text::Rect;

/// Which glyphs are read: those on the page, and invisible ones (as a text recogniser lays under a scan) where nothing
/// visible says what is there.
pub(super) struct Shown {
    /// Side of a cell.
    side: f32,
    /// Cells of the page with visible text, sorted; empty where no text is invisible.
    visible: Vec<(i32, i32)>,
    /// Most of the page's text is invisible, so that it is what a recogniser read.
    recognised: bool,
}

impl Shown {
    pub(super) fn of(page: &GlyphPage, tuned: &Words) -> Self {
        let side = tuned.shown_cell;
        let mut visible = Vec::new();
        let invisible = page.glyphs.iter().filter(|glyph| glyph.invisible).count();
        if invisible > 0 {
            let shown = page.glyphs.iter().filter(|glyph| !glyph.invisible);
            visible.extend(shown.map(|glyph| cell(glyph.rect, side)));
            visible.sort_unstable();
            visible.dedup();
        }
        Self { side, visible, recognised: 2 * invisible > page.glyphs.len() }
    }

    /// Whether a reader does not see the glyph: it is clipped away, or invisible and over no image that shows it.
    pub(super) fn hides(&self, glyph: &Glyph, page: &GlyphPage) -> bool {
        let on_image = || {
            let (x, y) = (glyph.rect.x + glyph.rect.w / 2.0, glyph.rect.y + glyph.rect.h / 2.0);
            page.images.iter().any(|i| i.x <= x && x <= i.right() && i.y <= y && y <= i.bottom())
        };
        glyph.clipped || (glyph.invisible && !self.recognised && !on_image())
    }

    pub(super) fn shows(&self, glyph: &Glyph, page: &GlyphPage) -> bool {
        let rect = glyph.rect;
        let inside =
            rect.right() > 0.0 && rect.bottom() > 0.0 && rect.x < page.size.w && rect.y < page.size.h;
        let near = || {
            let (x, y) = cell(rect, self.side);
            (-1..=1).any(|dx| (-1..=1).any(|dy| self.visible.binary_search(&(x + dx, y + dy)).is_ok()))
        };
        inside && (!glyph.invisible || !near())
    }
}

/// The cell of a grid that the middle of a box lies in.
fn cell(rect: Rect, side: f32) -> (i32, i32) {
    (((rect.x + rect.w / 2.0) / side) as i32, ((rect.y + rect.h / 2.0) / side) as i32)
}
