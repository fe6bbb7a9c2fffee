//! Labels inside a figure: kept, but set aside from the text.

use super::block::Style;
use crosscut_text::{Block, Rect, Role, Word};

/// Fewer labels are a caption or a small table.
const FEWEST_LABELS: usize = 6;
/// Drawn shapes among the labels that make a figure.
const FEWEST_SHAPES: usize = 3;

/// Sets aside the labels of figures: small type in short pieces, some of them side by side, among shapes. `drawn` are
/// the shapes and pictures of the page.
pub(super) fn set_aside(blocks: &mut [Block], drawn: &[Rect], style: Style) {
    let mut labels: Vec<Rect> =
        blocks.iter().filter(|block| is_label(block, style)).flat_map(pieces).collect();
    labels.sort_by(|a, b| a.y.total_cmp(&b.y));
    let near = |a: &Rect, b: &Rect| b.y - a.bottom() < 3.0 * style.size;
    for group in labels.chunk_by(near) {
        let Some(area) = group.iter().copied().reduce(Rect::union) else { continue };
        let beside = |a: &Rect, b: &Rect| b.x > a.right() && b.y < a.bottom() && a.y < b.bottom();
        let abreast = group.iter().any(|a| group.iter().any(|b| beside(a, b)));
        if group.len() < FEWEST_LABELS || !abreast || !is_drawn(area, drawn) {
            continue;
        }
        for block in blocks.iter_mut().filter(|block| is_short(block)) {
            if block.rect().is_some_and(|rect| holds(area, rect)) {
                block.role = Role::Aside;
            }
        }
    }
}

/// Whether a block may be labels: short, in type smaller than the text's.
fn is_label(block: &Block, style: Style) -> bool {
    is_short(block) && block.lines.iter().all(|line| line.font_size < 0.93 * style.size)
}

/// The boxes of a block's pieces: it is one, unless wide white parts its words.
fn pieces(block: &Block) -> Vec<Rect> {
    let mut pieces = Vec::new();
    for line in &block.lines {
        let together = |a: &Word, b: &Word| b.rect.x - a.rect.right() < 3.0 * line.font_size;
        let runs = line.words.chunk_by(together);
        pieces.extend(runs.filter_map(|run| run.iter().map(|word| word.rect).reduce(Rect::union)));
    }
    if pieces.len() == block.lines.len() { block.rect().into_iter().collect() } else { pieces }
}

fn is_short(block: &Block) -> bool {
    let text = || block.lines.iter().flat_map(|line| line.text.split_whitespace());
    let sentence = text().last().is_some_and(|word| word.ends_with(['.', ';', ':'])) && text().count() > 4;
    matches!(block.role, Role::Body | Role::Heading)
        && block.cell.is_none()
        && text().count() <= 12
        && !sentence
}

/// Whether several shapes, or a picture as large, lie in an area.
fn is_drawn(area: Rect, drawn: &[Rect]) -> bool {
    let inside = drawn.iter().filter(|rect| holds(area, **rect));
    let shapes = inside.clone().filter(|rect| rect.w < 0.9 * area.w).count();
    let pictured = || inside.clone().any(|rect| rect.w > 0.7 * area.w && rect.h > 0.7 * area.h);
    shapes >= FEWEST_SHAPES || pictured()
}

/// Whether the middle of `inner` lies in `area`, a little more taken.
fn holds(area: Rect, inner: Rect) -> bool {
    let (x, y) = (inner.x + inner.w / 2.0, inner.y + inner.h / 2.0);
    x > area.x - 6.0 && x < area.right() + 6.0 && y > area.y - 6.0 && y < area.bottom() + 6.0
}
