//! Rows to regions in reading order: columns, and the lines that span them.
//!
//! A gutter is a white strip that runs down between rows. Where one parts two bodies of running text, the text above it
//! is read first, then the left side, then the right, then what is below; each part is cut again. Neither geometry
//! nor content order alone tells columns from tables and lists: a gutter counts only when both sides fill their
//! width, and with less evidence when the content draws one side after the other.

use super::params::{Columns, share};
use super::row::Row;
use super::sheet::{Sheet, Token};
use crate::marker::is_unit;
use crosscut_text::lexicon::roman;
use crosscut_text::{Rect, starts_item};

/// Strips that are followed at a time: a page of columns has a few, a page of figures any number.
const MOST_GUTTERS: usize = 64;
/// Columns inside columns: a page has two or three such levels, a page of figures any number.
const DEEPEST: u8 = 6;
/// Places that differ by less, in points, are the same but for rounding.
const HAIR: f32 = 0.1;

/// Rows that are read from top to bottom.
#[derive(Debug, Default)]
pub(super) struct Region {
    pub(super) rows: Vec<Row>,
    /// Left and right edge of what the rows fill.
    pub(super) left: f32,
    pub(super) right: f32,
    /// Notes in the margin of the region before it.
    pub(super) margin: bool,
}

impl Region {
    /// The region of rows in a column with these edges; `None` for no row.
    fn of(rows: Vec<Row>, margin: bool, edges: Edges) -> Option<Self> {
        let (left, right) = edges.around(&rows)?;
        Some(Self { rows, left, right, margin })
    }
}

/// A white strip and how many rows have text on its left and right.
#[derive(Clone, Copy, Debug)]
struct Gutter {
    x0: f32,
    x1: f32,
    first: usize,
    last: usize,
    left: usize,
    right: usize,
    /// Last row that leaves the whole strip white, and rows since then and before that leave less.
    wide: usize,
    narrow: usize,
}

/// How a gutter is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Columns,
    /// The right (`true`) or left side holds notes in the margin.
    Margin(bool),
}

/// Left and right edge of a column, as far as they are known.
#[derive(Clone, Copy, Debug, Default)]
struct Edges(Option<(f32, f32)>);

impl Edges {
    /// The edges, moved out to hold all rows; `None` for neither edges nor rows.
    fn around(self, rows: &[Row]) -> Option<(f32, f32)> {
        let rect = rows.iter().map(|row| row.rect).reduce(Rect::union)?;
        let (left, right) = self.0.unwrap_or((rect.x, rect.right()));
        Some((left.min(rect.x), right.max(rect.right())))
    }
}

/// Cuts rows into regions in reading order. `em` is the size of most of the type; `rtl` reads columns from the right;
/// `edges` are the usual edges of the document's text.
pub(super) fn regions(
    sheet: &Sheet,
    rows: Vec<Row>,
    em: f32,
    rtl: bool,
    edges: Option<(f32, f32)>,
    tuned: &Columns,
) -> Vec<Region> {
    let mut cutter = Cutter { sheet, tuned, em, rtl, out: Vec::new() };
    cutter.cut(rows, Edges(edges), 0);
    cutter.out
}

/// Cuts rows and collects what is cut, in reading order.
struct Cutter<'a> {
    sheet: &'a Sheet,
    tuned: &'a Columns,
    em: f32,
    rtl: bool,
    out: Vec<Region>,
}

impl Cutter<'_> {
    fn cut(&mut self, rows: Vec<Row>, edges: Edges, depth: u8) {
        let best = (depth < DEEPEST).then(|| best(self.sheet, &rows, self.em, self.tuned)).flatten();
        let Some((gutter, kind)) = best else {
            self.out.extend(Region::of(rows, false, edges));
            return;
        };
        let edges = Edges(edges.around(&rows));
        let mut rows = rows.into_iter();
        let above: Vec<Row> = rows.by_ref().take(gutter.first).collect();
        let band: Vec<Row> = rows.by_ref().take(gutter.last + 1 - gutter.first).collect();
        let below: Vec<Row> = rows.collect();
        let (left, right) = split(self.sheet, band, gutter);
        let left = (left, Edges(edges.0.map(|(start, _)| (start, gutter.x0))));
        let right = (right, Edges(edges.0.map(|(_, end)| (gutter.x1, end))));
        self.cut(above, edges, depth + 1);
        let left_first = match kind {
            Kind::Columns => !self.rtl,
            Kind::Margin(on_right) => on_right,
        };
        let (first, second) = if left_first { (left, right) } else { (right, left) };
        self.cut(first.0, first.1, depth + 1);
        if kind == Kind::Columns {
            self.cut(second.0, second.1, depth + 1);
        } else {
            self.out.extend(Region::of(second.0, true, second.1));
        }
        self.cut(below, edges, depth + 1);
    }
}

/// The rows of a band, parted at a gutter.
fn split(sheet: &Sheet, band: Vec<Row>, gutter: Gutter) -> (Vec<Row>, Vec<Row>) {
    let middle = f32::midpoint(gutter.x0, gutter.x1);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for row in band {
        let (l, r): (Vec<u32>, Vec<u32>) = row.tokens.iter().partition(|&&token| {
            let rect = sheet.tokens[token as usize].rect;
            rect.x + rect.w / 2.0 < middle
        });
        if row.table.is_some() {
            if l.is_empty() {
                right.push(row)
            } else {
                left.push(row)
            }
            continue;
        }
        left.extend(Row::of(sheet, l));
        right.extend(Row::of(sheet, r));
    }
    (left, right)
}

/// The gutter that parts most text, if any does.
fn best(sheet: &Sheet, rows: &[Row], em: f32, tuned: &Columns) -> Option<(Gutter, Kind)> {
    let candidates = sweep(sheet, rows, tuned.gutter * em, tuned);
    let judged = candidates.into_iter().filter_map(|gutter| judge(sheet, rows, gutter, em, tuned));
    judged.max_by(|a, b| {
        let weight =
            |(gutter, kind): &(Gutter, Kind)| (*kind == Kind::Columns, gutter.left.min(gutter.right));
        let width = |(gutter, _): &(Gutter, Kind)| gutter.x1 - gutter.x0;
        weight(a).cmp(&weight(b)).then(width(a).total_cmp(&width(b)))
    })
}

impl Gutter {
    /// Whether a row whose white reaches from `g0` to `g1` is one whose left side runs a little into the strip, while
    /// its right side starts where the others start.
    fn is_squeezed(&self, g0: f32, g1: f32, min: f32, tuned: &Columns) -> bool {
        let rows = self.last - self.first;
        (g1 - self.x1).abs() < tuned.squeezed * min
            && g0 < g1
            && g0 > self.x0
            && rows >= tuned.squeezed_fewest
            && share(self.narrow, rows) < tuned.squeezed_rows
    }
}

/// All strips at least `min` wide that stay white over rows of which some hold text on both sides.
fn sweep(sheet: &Sheet, rows: &[Row], min: f32, tuned: &Columns) -> Vec<Gutter> {
    let mut active: Vec<Gutter> = Vec::new();
    let mut closed: Vec<Gutter> = Vec::new();
    for (r, row) in rows.iter().enumerate() {
        let gaps = gaps(sheet, row, tuned.gap * min);
        let mut next: Vec<Gutter> = Vec::new();
        for gutter in active.iter().take(MOST_GUTTERS) {
            let mut whole = false;
            for (i, &(g0, g1)) in gaps.iter().enumerate() {
                let (x0, x1) = (gutter.x0.max(g0), gutter.x1.min(g1));
                let is_wide = x1 - x0 >= min;
                if !is_wide && !gutter.is_squeezed(g0, g1, min, tuned) {
                    continue;
                }
                whole |= !is_wide || x1 - x0 > tuned.whole * (gutter.x1 - gutter.x0);
                let (left, right) = (usize::from(i > 0), usize::from(i + 1 < gaps.len()));
                let (left, right) = (gutter.left + left, gutter.right + right);
                let grown = Gutter { last: r, left, right, ..*gutter };
                if next.len() >= 2 * MOST_GUTTERS {
                    break;
                }
                next.push(if is_wide {
                    Gutter { x0, x1, wide: r, ..grown }
                } else {
                    Gutter { narrow: gutter.narrow + 1, ..grown }
                });
            }
            if !whole {
                closed.push(*gutter);
            }
        }
        for &(x0, x1) in gaps[1..gaps.len() - 1].iter().filter(|gap| gap.1 - gap.0 >= min).take(MOST_GUTTERS)
        {
            if !next.iter().any(|gutter| gutter.x0 >= x0 - HAIR && gutter.x1 <= x1 + HAIR) {
                next.push(Gutter { x0, x1, first: r, last: r, left: 1, right: 1, wide: r, narrow: 0 });
            }
        }
        next.truncate(MOST_GUTTERS);
        active = next;
    }
    closed.extend(active);
    closed
}

/// White strips of a row, the first reaching to the far left and the last to the far right.
fn gaps(sheet: &Sheet, row: &Row, min: f32) -> Vec<(f32, f32)> {
    let mut gaps = Vec::with_capacity(4);
    let mut edge = f32::NEG_INFINITY;
    for &token in &row.tokens {
        let rect = sheet.tokens[token as usize].rect;
        if edge == f32::NEG_INFINITY || rect.x - edge >= min {
            gaps.push((edge, rect.x));
        }
        edge = edge.max(rect.right());
    }
    gaps.push((edge, f32::INFINITY));
    gaps
}

/// One side of a gutter.
#[derive(Debug)]
struct Side {
    /// Rows with text.
    lines: usize,
    width: f32,
    /// Mean share of the width that a row reaches over.
    fill: f32,
    size: f32,
    /// First and last token in content order.
    first: u32,
    last: u32,
}

/// Whether a gutter parts columns or notes in the margin; the gutter trimmed to the rows that it parts.
fn judge(sheet: &Sheet, rows: &[Row], gutter: Gutter, em: f32, tuned: &Columns) -> Option<(Gutter, Kind)> {
    if gutter.left == 0 || gutter.right == 0 {
        return None;
    }
    if are_signatures(sheet, rows, gutter, em, tuned) || are_versions(sheet, rows, gutter, tuned) {
        return Some((gutter, Kind::Columns));
    }
    let gutter = trim(sheet, rows, gutter, em, tuned);
    let (left, right) = (side(sheet, rows, gutter, true)?, side(sheet, rows, gutter, false)?);
    let apart = left.last < right.first || right.last < left.first;
    let prose = |side: &Side, lines: usize, fill: f32| {
        side.lines >= lines && side.width > tuned.width * em && side.fill > fill
    };
    let both = |lines: usize, fill: f32| prose(&left, lines, fill) && prose(&right, lines, fill);
    if (apart && both(tuned.drawn_lines, tuned.drawn_fill)) || both(tuned.mixed_lines, tuned.mixed_fill) {
        return Some((gutter, Kind::Columns));
    }
    // The page numbers of a table of contents belong to the entries on their left, numbers of paragraphs and points in
    // the left margin to what is on their right.
    if are_numbers(sheet, rows, gutter, false)
        || are_numbers(sheet, rows, gutter, true)
        || are_markers(sheet, rows, gutter)
    {
        return None;
    }
    let margin = |main: &Side, side: &Side| {
        main.lines >= tuned.margin_lines
            && main.fill > tuned.margin_fill
            && side.width < tuned.margin_width * main.width
            && side.size < tuned.margin_size * main.size
    };
    if margin(&left, &right) {
        return Some((gutter, Kind::Margin(true)));
    }
    margin(&right, &left).then_some((gutter, Kind::Margin(false)))
}

/// Whether one side of a gutter holds nothing but numbers.
fn are_numbers(sheet: &Sheet, rows: &[Row], gutter: Gutter, left: bool) -> bool {
    let middle = f32::midpoint(gutter.x0, gutter.x1);
    let tokens = rows[gutter.first..=gutter.last].iter().flat_map(|row| &row.tokens);
    let tokens = tokens.map(|&token| &sheet.tokens[token as usize]);
    let mut own = tokens.filter(|token| (token.rect.x + token.rect.w / 2.0 < middle) == left);
    own.all(|token| {
        let text = sheet.text_of(token);
        text.bytes().all(|byte| byte.is_ascii_digit()) || roman::read(text).is_some()
    })
}

/// Whether the left side of a gutter holds nothing but the markers of items, and the line that notes are set below.
fn are_markers(sheet: &Sheet, rows: &[Row], gutter: Gutter) -> bool {
    let middle = f32::midpoint(gutter.x0, gutter.x1);
    rows[gutter.first..=gutter.last].iter().all(|row| {
        let tokens = row.tokens.iter().map(|&token| &sheet.tokens[token as usize]);
        let mut left = tokens.filter(|token| token.rect.x + token.rect.w / 2.0 < middle);
        let marker = left.next().is_none_or(|token| {
            let text = sheet.text_of(token);
            starts_item(&format!("{text} words")) || text.bytes().all(|byte| byte == b'_')
        });
        marker && left.next().is_none()
    })
}

/// Whether two blocks of signatures are side by side: a few lines each, far apart, each line of a side in the middle
/// of the others, or the same words opening lines on both sides ("By:", "Name:").
fn are_signatures(sheet: &Sheet, rows: &[Row], gutter: Gutter, em: f32, tuned: &Columns) -> bool {
    let count = gutter.last + 1 - gutter.first;
    if !(tuned.signature_least..=tuned.signature_most).contains(&count)
        || gutter.x1 - gutter.x0 < tuned.signature_gap * em
    {
        return false;
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut same = 0;
    for row in &rows[gutter.first..=gutter.last] {
        let of = |token: &u32| &sheet.tokens[*token as usize];
        let at = row.tokens.partition_point(|token| of(token).rect.x < gutter.x0);
        let (l, r) = row.tokens.split_at(at);
        let middle = |side: &[u32]| {
            let (first, last) = (of(side.first()?), of(side.last()?));
            Some((f32::midpoint(first.rect.x, last.rect.right()), last.rect.right() - first.rect.x))
        };
        left.extend(middle(l));
        right.extend(middle(r));
        let opening = |side: &[u32]| side.first().map(|token| sheet.text_of(of(token)).to_owned());
        let label = opening(l).filter(|label| label.ends_with(':') && opening(r).as_ref() == Some(label));
        same += usize::from(label.is_some());
    }
    let stacked = |side: &[(f32, f32)]| {
        let differ = |by: fn(&(f32, f32)) -> f32| {
            let values = side.iter().map(by);
            values.clone().fold(f32::MIN, f32::max) - values.fold(f32::MAX, f32::min)
        };
        side.len() >= tuned.signature_least
            && differ(|line| line.0) < tuned.signature_middle * em
            && differ(|line| line.1) > tuned.signature_width * em
    };
    (stacked(&left) && stacked(&right)) || same >= tuned.signature_least
}

/// Whether the sides of a gutter are one agreement in two languages: articles of the same number begin on both sides of
/// a row, with lines of text between them, which a table of references does not have.
fn are_versions(sheet: &Sheet, rows: &[Row], gutter: Gutter, tuned: &Columns) -> bool {
    let middle = f32::midpoint(gutter.x0, gutter.x1);
    let (mut units, mut texts) = (0, 0);
    for row in &rows[gutter.first..=gutter.last] {
        let tokens = row.tokens.iter().map(|&token| &sheet.tokens[token as usize]);
        let (left, right): (Vec<_>, Vec<_>) =
            tokens.partition(|token| token.rect.x + token.rect.w / 2.0 < middle);
        let text =
            |side: &[&Token]| side.iter().map(|token| sheet.text_of(token)).collect::<Vec<_>>().join(" ");
        let (left, right) = (text(&left), text(&right));
        let number = |text: &str| {
            let figures = |c: &char| c.is_ascii_digit();
            is_unit(text).then(|| text.chars().filter(figures).collect::<String>())
        };
        match (number(&left), number(&right)) {
            (Some(one), Some(other)) => units += usize::from(!one.is_empty() && one == other),
            (None, None) => texts += usize::from(left.contains(' ') || right.contains(' ')),
            _ => {}
        }
    }
    units >= tuned.version_units && texts >= units
}

/// Fits a gutter to the rows that it parts. Where the content draws the left side before the right, rows at the end
/// that hold text on the left alone and are drawn after the right are below it. Rows above that hold text on one side
/// alone belong to it when they are drawn after the other side began.
fn trim(sheet: &Sheet, rows: &[Row], mut gutter: Gutter, em: f32, tuned: &Columns) -> Gutter {
    while gutter.last > gutter.wide {
        let row = &rows[gutter.last];
        gutter.left -= usize::from(row.rect.x < gutter.x0).min(gutter.left);
        gutter.right -= usize::from(row.rect.right() > gutter.x1).min(gutter.right);
        gutter.last -= 1;
    }
    let order = |&token: &u32| sheet.tokens[token as usize].order;
    let first_of = |row: &Row| row.tokens.iter().map(order).min().unwrap_or(0);
    let alone = rows[gutter.first..=gutter.last]
        .iter()
        .rev()
        .take_while(|row| row.rect.right() <= gutter.x0 + HAIR)
        .count();
    let inner = Gutter { last: gutter.last.saturating_sub(alone).max(gutter.first), ..gutter };
    let (left, right) = (side(sheet, rows, inner, true), side(sheet, rows, inner, false));
    let (Some(left), Some(right)) = (left, right) else { return gutter };
    let apart = left.last < right.first;
    if apart {
        while gutter.last > inner.last && first_of(&rows[gutter.last]) > right.last {
            gutter.last -= 1;
            gutter.left = gutter.left.saturating_sub(1);
        }
    }
    while let Some(above) = gutter.first.checked_sub(1).map(|at| &rows[at]) {
        if ends_paragraph(rows, gutter, tuned) {
            break;
        }
        if above.rect.right() <= gutter.x1 - tuned.inside * em {
            gutter.left += 1;
            gutter.x0 = gutter.x0.max(above.rect.right());
        } else if above.rect.x >= gutter.x0 + tuned.inside * em
            && (first_of(above) > left.first
                || (!apart && rows[gutter.first].baseline - above.baseline < tuned.near * above.size))
        {
            gutter.right += 1;
            gutter.x1 = gutter.x1.min(above.rect.x);
        } else {
            break;
        }
        gutter.first -= 1;
    }
    gutter
}

/// Whether the row above a gutter is the end of a paragraph that spans it: closer to the row over it than to the gutter.
fn ends_paragraph(rows: &[Row], gutter: Gutter, tuned: &Columns) -> bool {
    let [.., over, above] = &rows[..gutter.first] else { return false };
    let step = above.baseline - over.baseline;
    let spans = over.rect.x < gutter.x0 && over.rect.right() > gutter.x1;
    spans
        && over.table.is_none()
        && step < tuned.paragraph_step * above.size
        && tuned.paragraph_end * step < rows[gutter.first].baseline - above.baseline
}

fn side(sheet: &Sheet, rows: &[Row], gutter: Gutter, left: bool) -> Option<Side> {
    let middle = f32::midpoint(gutter.x0, gutter.x1);
    let mut extents: Vec<(f32, f32)> = Vec::new();
    let (mut first, mut last, mut size, mut chars) = (u32::MAX, 0, 0.0, 0.0);
    for row in &rows[gutter.first..=gutter.last] {
        let mut extent: Option<(f32, f32)> = None;
        for &token in &row.tokens {
            let it = &sheet.tokens[token as usize];
            if (it.rect.x + it.rect.w / 2.0 < middle) == left {
                let (x0, x1) = extent.unwrap_or((f32::INFINITY, f32::NEG_INFINITY));
                extent = Some((x0.min(it.rect.x), x1.max(it.rect.right())));
                (first, last) = (first.min(it.order), last.max(it.order));
                size += it.size * it.len as f32;
                chars += it.len as f32;
            }
        }
        extents.extend(extent);
    }
    let x0 = extents.iter().map(|extent| extent.0).reduce(f32::min)?;
    let x1 = extents.iter().map(|extent| extent.1).reduce(f32::max)?;
    let width = (x1 - x0).max(0.1);
    let fill = extents.iter().map(|extent| (extent.1 - extent.0) / width).sum::<f32>() / extents.len() as f32;
    Some(Side { lines: extents.len(), width, fill, size: size / f32::max(chars, 1.0), first, last })
}
