//! Paths, as far as they draw horizontal and vertical rules.

use crosscut_text::Rect;

use super::limits::MARKS;
use super::matrix::Matrix;

/// The path under construction, in displayed coordinates.
#[derive(Debug, Default)]
pub(super) struct Path {
    segments: Vec<[f64; 4]>,
    boxes: Vec<[f64; 4]>,
    start: (f64, f64),
    at: (f64, f64),
    /// Box of the current subpath while all its segments are horizontal or vertical.
    bounds: Option<[f64; 4]>,
    straight: bool,
    /// Box around all its points.
    extent: Option<[f64; 4]>,
    /// Whether it is to clip what is drawn after it.
    clips: bool,
}

/// Thickest rule, in points.
const THICK: f64 = 4.0;
/// Shortest rule, in points.
const SHORT: f64 = 4.0;
/// A segment that strays from the horizontal or vertical by less, in points, is straight: converters round places.
const ASKEW: f64 = 0.3;
/// No page is so long (in points): what is has a broken matrix.
const ENDLESS: f64 = 1e5;
/// Most segments of one path that are looked at.
const SEGMENTS: usize = 2_000;

impl Path {
    pub(super) fn move_to(&mut self, ctm: Matrix, [x, y]: [f64; 2]) {
        self.end_subpath();
        self.at = ctm.apply(x, y);
        self.start = self.at;
        self.straight = true;
        self.reach(self.at);
    }

    pub(super) fn line_to(&mut self, ctm: Matrix, [x, y]: [f64; 2]) {
        let to = ctm.apply(x, y);
        self.segment(to);
    }

    pub(super) fn curve_to(&mut self, ctm: Matrix, [x, y]: [f64; 2]) {
        self.at = ctm.apply(x, y);
        self.straight = false;
        self.reach(self.at);
    }

    pub(super) fn close(&mut self) {
        self.segment(self.start);
        self.end_subpath();
        self.straight = true;
    }

    pub(super) fn rectangle(&mut self, ctm: Matrix, [x, y, w, h]: [f64; 4]) {
        self.move_to(ctm, [x, y]);
        self.line_to(ctm, [x + w, y]);
        self.line_to(ctm, [x + w, y + h]);
        self.line_to(ctm, [x, y + h]);
        self.close();
    }

    fn segment(&mut self, to: (f64, f64)) {
        let from = std::mem::replace(&mut self.at, to);
        self.reach(to);
        let aligned = (from.0 - to.0).abs() < ASKEW || (from.1 - to.1).abs() < ASKEW;
        self.straight &= aligned;
        if !aligned {
            return;
        }
        let line = [from.0.min(to.0), from.1.min(to.1), from.0.max(to.0), from.1.max(to.1)];
        self.bounds =
            Some(self.bounds.map_or(line, |b| {
                [b[0].min(line[0]), b[1].min(line[1]), b[2].max(line[2]), b[3].max(line[3])]
            }));
        if self.segments.len() < SEGMENTS {
            self.segments.push(line);
        }
    }

    fn reach(&mut self, (x, y): (f64, f64)) {
        let [x0, y0, x1, y1] = self.extent.unwrap_or([x, y, x, y]);
        self.extent = Some([x0.min(x), y0.min(y), x1.max(x), y1.max(y)]);
    }

    /// Makes the path one that clips, once it is ended.
    pub(super) fn clip(&mut self) {
        self.clips = true;
    }

    /// Ends a path that clips: the box around it.
    pub(super) fn take_clip(&mut self) -> Option<[f64; 4]> {
        self.extent.filter(|_| std::mem::take(&mut self.clips))
    }

    /// The box of a path that is larger both ways than a rule is thick.
    pub(super) fn shape(&self) -> Option<Rect> {
        let [x0, y0, x1, y1] = self.extent?;
        let large = x1 - x0 > 2.0 * THICK && y1 - y0 > 2.0 * THICK && x1 - x0 < ENDLESS && y1 - y0 < ENDLESS;
        large.then(|| Rect::between(x0 as f32, y0 as f32, x1 as f32, y1 as f32))
    }

    fn end_subpath(&mut self) {
        if let Some(bounds) = self.bounds.take()
            && self.straight
            && self.boxes.len() < SEGMENTS
        {
            self.boxes.push(bounds);
        }
    }

    /// Paints the path: appends its rules. `stroke`: the width of the line, if it is stroked.
    pub(super) fn paint(&mut self, fill: bool, stroke: Option<f64>, rules: &mut Vec<Rect>) {
        self.end_subpath();
        let mut add = |[x0, y0, x1, y1]: [f64; 4], width: f64| {
            let (w, h) = (x1 - x0, y1 - y0);
            let (thin, long) = (w.min(h), w.max(h));
            if thin <= THICK && long >= SHORT && long >= 2.0 * thin && rules.len() < MARKS && long < ENDLESS {
                let grow = |side: f64| if side < width { (width - side) / 2.0 } else { 0.0 };
                let (gx, gy) = if w < h { (grow(w), 0.0) } else { (0.0, grow(h)) };
                let [x0, y0, x1, y1] = [x0 - gx, y0 - gy, x1 + gx, y1 + gy].map(|n| n as f32);
                rules.push(Rect::between(x0, y0, x1, y1));
            }
        };
        if let Some(width) = stroke {
            let width = width.min(THICK);
            self.segments.iter().for_each(|segment| add(*segment, width));
        } else if fill {
            self.boxes.iter().for_each(|bounds| add(*bounds, 0.0));
        }
        self.clear();
    }

    pub(super) fn clear(&mut self) {
        self.segments.clear();
        self.boxes.clear();
        self.bounds = None;
        self.straight = true;
        self.extent = None;
        self.clips = false;
    }
}
