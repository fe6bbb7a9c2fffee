//! The graphics state, as far as text and rules need it.

use crate::pdf::matrix::Matrix;

/// What `q` saves and `Q` brings back.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// User space to the displayed page.
    pub(super) ctm: Matrix,
    /// Index into the page's fonts.
    pub(super) font: Option<usize>,
    pub(super) size: f64,
    pub(super) char_space: f64,
    pub(super) word_space: f64,
    /// Horizontal scale, 1 for 100 %.
    pub(super) stretch: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) invisible: bool,
    pub(super) line_width: f64,
    /// Left, upper, right, lower edge of what shows on the displayed page: the box around the clipping path.
    pub(super) clip: [f64; 4],
}

impl State {
    pub(super) fn new(ctm: Matrix) -> Self {
        Self {
            ctm,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            invisible: false,
            line_width: 1.0,
            clip: [f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY],
        }
    }

    /// Shows from now on only what lies in the box too.
    pub(super) fn clip(&mut self, [x0, y0, x1, y1]: [f64; 4]) {
        let [left, top, right, bottom] = self.clip;
        self.clip = [left.max(x0), top.max(y0), right.min(x1), bottom.min(y1)];
    }
}
