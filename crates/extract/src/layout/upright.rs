//! Vertical writing that is drawn as upright letters one below the other, as browsers do: turned into what a font for
//! vertical writing gives, so that columns become lines.

use super::params::Upright;
use crate::glyph::{Glyph, GlyphPage};
use crosscut_text::Rect;

/// Where a letter is, seen from the one that the content draws before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Down,
    Along,
    Away,
}

/// Turns the ideographs of a page that is mostly written downwards. A label of a table that is set downwards on a page
/// of lines stays as it is.
pub(super) fn turn_columns(page: &mut GlyphPage, tuned: &Upright) {
    if page.text.is_ascii() {
        return;
    }
    let own: Vec<usize> = (0..page.glyphs.len()).filter(|&at| is_upright(page, &page.glyphs[at])).collect();
    let steps: Vec<Step> =
        own.windows(2).map(|pair| step(&page.glyphs[pair[0]], &page.glyphs[pair[1]], tuned)).collect();
    let count = |kind: Step| steps.iter().filter(|step| **step == kind).count();
    if count(Step::Down) < tuned.fewest || count(Step::Down) < 2 * count(Step::Along) {
        return;
    }
    for (i, &at) in own.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|before| steps.get(before));
        if steps.get(i) == Some(&Step::Along) || before == Some(&Step::Along) {
            continue;
        }
        let glyph = &mut page.glyphs[at];
        let middle = glyph.rect.x + glyph.rect.w / 2.0;
        glyph.rect = Rect { x: middle - glyph.size / 2.0, w: glyph.size, ..glyph.rect };
        (glyph.angle, glyph.baseline, glyph.advance) = (270, middle, glyph.rect.h);
    }
}

/// Where `next` is, seen from `last`: one letter further down, one further along its line, or elsewhere.
fn step(last: &Glyph, next: &Glyph, tuned: &Upright) -> Step {
    let em = last.size.max(1.0);
    let middle = |rect: Rect| rect.x + rect.w / 2.0;
    let (across, down) = (middle(next.rect) - middle(last.rect), next.baseline - last.baseline);
    let near = |shift: f32| (tuned.nearest..tuned.furthest).contains(&(shift / em));
    if across.abs() < tuned.aside * em && near(down) {
        Step::Down
    } else if down.abs() < tuned.aside * em && near(across) {
        Step::Along
    } else {
        Step::Away
    }
}

/// Whether a glyph is one upright ideograph, kana or wide sign.
fn is_upright(page: &GlyphPage, glyph: &Glyph) -> bool {
    let range = glyph.start as usize..glyph.start as usize + usize::from(glyph.len);
    let wide = |c: char| matches!(u32::from(c), 0x2E80..=0xA4CF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF);
    glyph.angle == 0 && glyph.len > 2 && page.text.get(range).is_some_and(|text| text.chars().all(wide))
}
