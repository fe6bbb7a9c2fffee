//! What a document's running text looks like, over all its pages.

use super::draft::Draft;
use super::params::PageStyle;
use super::repeat::Sketch;
use super::row::Row;
use super::sheet::Sheet;
use crosscut_text::{Rect, Role};
use std::collections::BTreeMap;

/// What a document's running text looks like.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    /// Size of most of its type in points.
    pub(super) size: f32,
    /// Distance of its lines, in sizes of the type.
    pub(super) leading: f32,
    /// Whether most of it is bold.
    pub(super) bold: bool,
}

impl Style {
    /// Size, leading and weight of most of a document's type.
    pub(super) fn of(drafts: &[Draft], tuned: &PageStyle) -> Self {
        // Sizes by tenths of a point, steps by twentieths of the type size: as exact as printing is.
        let mut sizes: BTreeMap<i32, u64> = BTreeMap::new();
        let mut steps: BTreeMap<i32, u64> = BTreeMap::new();
        let (mut bold, mut all) = (0u64, 0u64);
        for (sheet, rows) in drafts.iter().flat_map(|draft| &draft.sheets).filter(|(sheet, _)| !sheet.hidden)
        {
            // Notes may be longer than the text that they explain.
            let notes = notes_begin(sheet, rows, tuned);
            let below = notes.map_or(f32::INFINITY, |at| rows[at].baseline - 0.5 * rows[at].size);
            for token in sheet.tokens.iter().filter(|token| token.baseline < below) {
                *sizes.entry((token.size * 10.0).round() as i32).or_default() += u64::from(token.len);
                all += u64::from(token.len);
                bold += if token.bold { u64::from(token.len) } else { 0 };
            }
            for pair in rows.windows(2) {
                let step = (pair[1].baseline - pair[0].baseline) / pair[1].size.max(1.0);
                if (tuned.least_step..tuned.most_step).contains(&step) {
                    *steps.entry((step * 20.0).round() as i32).or_default() += 1;
                }
            }
        }
        Self {
            size: most_frequent(&sizes).map_or(tuned.size, |size| size / 10.0),
            leading: most_frequent(&steps).map_or(tuned.leading, |step| step / 20.0),
            bold: 2 * bold > all,
        }
    }
}

/// The row at which smaller type begins with a number or sign that is raised in the text above.
fn notes_begin(sheet: &Sheet, rows: &[Row], tuned: &PageStyle) -> Option<usize> {
    fn bare(text: &str) -> &str {
        text.trim_matches(['(', ')', '[', ']', '.', ' '])
    }
    let text = |token: &u32| bare(sheet.text_of(&sheet.tokens[*token as usize]));
    (1..rows.len()).rev().find(|&at| {
        let mark = rows[at].tokens.first().map(text).unwrap_or_default();
        let is_mark = |c: char| c.is_ascii_digit() || matches!(c, '*' | '†' | '‡');
        let marks = (1..=3).contains(&mark.chars().count()) && mark.chars().all(is_mark);
        let above = || rows[..at].iter().flat_map(|row| &row.tokens);
        let raised = |token: &u32| sheet.tokens[*token as usize].superscript && text(token) == mark;
        let parted = rows[at].table.is_none() && rows[at].size < tuned.small * rows[at - 1].size;
        parted && marks && above().any(raised)
    })
}

/// The key with the highest count; of several, the last.
fn most_frequent(counts: &BTreeMap<i32, u64>) -> Option<f32> {
    counts.iter().max_by_key(|entry| entry.1).map(|entry| *entry.0 as f32)
}

/// Usual left and right edge of the text on the document's pages of each width: what all but a few rows of a page (a
/// share of `outside` on each side) keep to, so that notes in the margin do not widen it; the median of the pages.
pub(super) fn text_edges(
    sketches: &[Sketch<'_>],
    running: &[Vec<Option<Role>>],
    outside: f32,
) -> BTreeMap<i32, (f32, f32)> {
    let mut edges: BTreeMap<i32, (Vec<f32>, Vec<f32>)> = BTreeMap::new();
    for (sketch, roles) in sketches.iter().zip(running).filter(|(sketch, _)| sketch.sheet.angle == 0) {
        let rows = sketch.rows.iter().zip(roles).filter(|(_, role)| role.is_none());
        let rects: Vec<Rect> = rows.map(|(row, _)| row.rect).collect();
        let (left, right) = edges.entry(sketch.width as i32).or_default();
        left.extend(quantile(rects.iter().map(|rect| rect.x).collect(), outside));
        right.extend(quantile(rects.iter().map(|rect| rect.right()).collect(), 1.0 - outside));
    }
    let median = |(left, right)| Some((quantile(left, 0.5)?, quantile(right, 0.5)?));
    edges.into_iter().filter_map(|(width, sides)| Some((width, median(sides)?))).collect()
}

/// The value below which a share of the values lies; `None` for no value.
fn quantile(mut values: Vec<f32>, share: f32) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(((values.len() as f32 - 1.0).max(0.0) * share).round() as usize).copied()
}
