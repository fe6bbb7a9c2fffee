//! Figures that are raised by their form, not by their place.

use super::params::Words;
use crate::glyph::{Glyph, GlyphPage};

/// Superior digits: some producers raise a mark by a small figure of the font instead of a small size. Only its width
/// tells it from the figure on the line, which the page shows elsewhere.
pub(super) struct Superiors<'a> {
    tuned: &'a Words,
    /// For each font, the widest figure of each digit, in sizes of the type.
    widest: Vec<[f32; 10]>,
}

impl<'a> Superiors<'a> {
    pub(super) fn of(page: &GlyphPage, tuned: &'a Words) -> Self {
        let mut widest = vec![[0.0; 10]; page.fonts.len()];
        for glyph in page.glyphs.iter().filter(|glyph| glyph.len == 1) {
            let digit = page.text.as_bytes().get(glyph.start as usize).filter(|byte| byte.is_ascii_digit());
            if let (Some(digit), Some(font)) = (digit, widest.get_mut(usize::from(glyph.font))) {
                let slot: &mut f32 = &mut font[usize::from(digit - b'0')];
                *slot = slot.max(glyph.advance / glyph.size.max(1.0));
            }
        }
        Self { tuned, widest }
    }

    pub(super) fn is_superior(&self, glyph: &Glyph, text: &str) -> bool {
        if matches!(text, "¹" | "²" | "³" | "⁴" | "⁵" | "⁶" | "⁷" | "⁸" | "⁹" | "⁰") {
            return true;
        }
        // A text recogniser stretches its letters to what it saw: their widths say nothing.
        let digit =
            text.bytes().next().filter(|byte| text.len() == 1 && byte.is_ascii_digit() && !glyph.invisible);
        let (Some(digit), Some(font)) = (digit, self.widest.get(usize::from(glyph.font))) else {
            return false;
        };
        let width = glyph.advance / glyph.size.max(1.0);
        let all = font.iter().copied().fold(0.0, f32::max);
        width > 0.0
            && (width < self.tuned.superior_digit * font[usize::from(digit - b'0')]
                || width < self.tuned.superior_font * all)
    }
}
