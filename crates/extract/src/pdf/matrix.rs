//! Affine maps of the plane, as PDF writes them.

use crosscut_text::Rect;

/// `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Matrix {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Matrix {
    pub(super) const IDENTITY: Self = Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    pub(super) fn new(n: [f64; 6]) -> Self {
        Self { a: n[0], b: n[1], c: n[2], d: n[3], e: n[4], f: n[5] }
    }

    /// First `self`, then `next`.
    pub(super) fn then(self, next: Self) -> Self {
        Self {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    /// Moves the origin to `(x, y)` of the map's own axes.
    pub(super) fn shifted(self, x: f64, y: f64) -> Self {
        let (e, f) = self.apply(x, y);
        Self { e, f, ..self }
    }

    pub(super) fn apply(self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// The box around the image of a rectangle.
    pub(super) fn bounds(self, x0: f64, y0: f64, x1: f64, y1: f64) -> Rect {
        let (ax, bx) = (self.a * x0, self.a * x1);
        let (cx, dx) = (self.c * y0, self.c * y1);
        let (ay, by) = (self.b * x0, self.b * x1);
        let (cy, dy) = (self.d * y0, self.d * y1);
        let left = ax.min(bx) + cx.min(dx) + self.e;
        let right = ax.max(bx) + cx.max(dx) + self.e;
        let top = ay.min(by) + cy.min(dy) + self.f;
        let bottom = ay.max(by) + cy.max(dy) + self.f;
        Rect { x: left as f32, y: top as f32, w: (right - left) as f32, h: (bottom - top) as f32 }
    }

    pub(super) fn is_finite(self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f].iter().all(|n| n.abs() < 1e9)
    }
}
