//! Labels inside a figure: kept, but set aside from the text.

use super::params::{Figures, Params};
use super::style::Style;
use crosscut_text::{Block, Rect, Role};

/// Sets aside the labels of figures: small type in short pieces, some of them side by side, among shapes. `drawn` are
/// the shapes and pictures of the page.
pub(super) fn set_aside(blocks: &mut [Block], drawn: &[Rect], style: Style, params: &Params) {
    let tuned = &params.figures;
    let small = params.page.small * style.size;
    let mut labels: Vec<Rect> = blocks
        .iter()
        .filter(|block| is_label(block, small, tuned))
        .flat_map(|block| pieces(block, tuned))
        .collect();
    labels.sort_by(|a, b| a.y.total_cmp(&b.y));
    for group in labels.chunk_by(|a, b| b.y - a.bottom() < tuned.near * style.size) {
        let Some(area) = group.iter().copied().reduce(Rect::union) else { continue };
        let side_by_side = group
            .iter()
            .any(|a| group.iter().any(|b| b.x > a.right() && b.y < a.bottom() && a.y < b.bottom()));
        if group.len() < tuned.labels || !side_by_side || !is_drawn(area, drawn, tuned) {
            continue;
        }
        for block in blocks.iter_mut().filter(|block| is_short(block, tuned)) {
            if block.rect().is_some_and(|rect| holds(area, rect, tuned.overhang)) {
                block.set_role(Role::Aside);
            }
        }
    }
}

/// Whether a block may be labels: short, in type smaller than the text's.
fn is_label(block: &Block, small: f32, tuned: &Figures) -> bool {
    is_short(block, tuned) && block.lines.iter().all(|line| line.font_size < small)
}

/// The boxes of a block's pieces: it is one, unless wide white parts its words.
fn pieces(block: &Block, tuned: &Figures) -> Vec<Rect> {
    let mut pieces = Vec::new();
    for line in &block.lines {
        let runs = line.words.chunk_by(|a, b| b.rect.x - a.rect.right() < tuned.gap * line.font_size);
        pieces.extend(runs.filter_map(|run| run.iter().map(|word| word.rect).reduce(Rect::union)));
    }
    if pieces.len() == block.lines.len() { block.rect().into_iter().collect() } else { pieces }
}

fn is_short(block: &Block, tuned: &Figures) -> bool {
    if !matches!(block.role, Role::Body | Role::Heading) || block.cell.is_some() {
        return false;
    }
    // Most blocks are long, which their first words tell.
    let text = || block.lines.iter().flat_map(|line| line.text.split_whitespace());
    let words = text().take(tuned.words + 1).count();
    let sentence =
        || words > tuned.sentence_words && text().last().is_some_and(|word| word.ends_with(['.', ';', ':']));
    words <= tuned.words && !sentence()
}

/// Whether several shapes, or a picture as large, lie in an area.
fn is_drawn(area: Rect, drawn: &[Rect], tuned: &Figures) -> bool {
    let mut inside = drawn.iter().filter(|rect| holds(area, **rect, tuned.overhang));
    let shapes = inside.clone().filter(|rect| rect.w < tuned.frame * area.w).count();
    shapes >= tuned.shapes
        || inside.any(|rect| rect.w > tuned.picture * area.w && rect.h > tuned.picture * area.h)
}

/// Whether the middle of `inner` lies in `area`, or outside it by less than `over`.
fn holds(area: Rect, inner: Rect, over: f32) -> bool {
    let (x, y) = (inner.x + inner.w / 2.0, inner.y + inner.h / 2.0);
    x > area.x - over && x < area.right() + over && y > area.y - over && y < area.bottom() + over
}
