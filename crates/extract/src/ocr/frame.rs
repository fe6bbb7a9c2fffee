//! How a page is drawn to be recognised, and where what is found on the drawing lies on the page.

use crosscut_text::{Placement, Rect, Size};

/// Dots an inch below which a scan is drawn larger than it is, and what it is then drawn at: Tesseract reads small letters
/// badly. A scan of 100 dots loses 5 % of its words as it is, none at 300; one of 150 gains at 250.
const SMALL: [(f32, f32); 2] = [(130.0, 300.0), (190.0, 250.0)];
/// Dots an inch at most, and where no picture says how many there are: what Tesseract's models were trained for.
const DOTS: f32 = 300.0;
/// Dots an inch of scanners and cameras; other figures come from a page that is declared too small or too large.
const PLAUSIBLE_DOTS: std::ops::Range<f32> = 90.0..700.0;
/// Longer side of a page, in points: four inches to three feet.
const PLAUSIBLE_SIDE: std::ops::Range<f32> = 288.0..2_600.0;
/// Longer side of the page that is assumed where the declared one cannot be right: A4.
const USUAL_SIDE: f32 = 842.0;

/// How a page is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Drawing {
    /// The page as it is displayed, in points.
    pub(super) size: Size,
    /// Pixels a point of it.
    pub(super) scale: f32,
    /// Dots an inch of the paper, whatever the page declares.
    pub(super) dots: f32,
}

impl Drawing {
    /// The drawing of a page whose picture has `density` pixels a point, if one covers it.
    pub(super) fn of(size: Size, density: Option<f32>) -> Self {
        let side = size.w.max(size.h).max(1.0);
        let declared = density.map_or(DOTS, |density| 72.0 * density);
        let is_right = PLAUSIBLE_SIDE.contains(&side) && PLAUSIBLE_DOTS.contains(&declared);
        let paper = if is_right { side } else { USUAL_SIDE };
        let own = density.map_or(DOTS, |density| 72.0 * density * side / paper);
        let larger = SMALL.iter().find(|(below, _)| own < *below).map(|(_, dots)| *dots);
        let dots = larger.unwrap_or(own).min(DOTS);
        Self { size, scale: dots / 72.0 * paper / side, dots }
    }
}

/// Where the pixels of an upright, straightened picture lie on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    /// The page as it is displayed, in points.
    pub(super) displayed: Size,
    /// Width and height of the upright picture.
    pub(super) pixels: (usize, usize),
    /// Dots an inch of the paper.
    pub(super) dots: f32,
    /// Quarters by which the drawing was turned clockwise.
    pub(super) turns: u8,
    /// Degrees by which its lines fell to the right.
    pub(super) skew: f32,
}

impl Frame {
    /// Points of paper a pixel.
    fn point(&self) -> f32 {
        72.0 / self.dots
    }

    /// The upright page, in points of paper.
    pub(super) fn size(&self) -> Size {
        Size { w: self.pixels.0 as f32 * self.point(), h: self.pixels.1 as f32 * self.point() }
    }

    /// A box of pixels on the upright page.
    pub(super) fn on_page(&self, pixels: Rect) -> Rect {
        let point = self.point();
        Rect { x: pixels.x * point, y: pixels.y * point, w: pixels.w * point, h: pixels.h * point }
    }

    /// Whether the upright page is the page as it is displayed.
    pub(super) fn is_plain(&self) -> bool {
        let (size, near) = (self.size(), |a: f32, b: f32| (a - b).abs() < 0.003 * b);
        self.turns == 0
            && self.skew == 0.0
            && near(size.w, self.displayed.w)
            && near(size.h, self.displayed.h)
    }

    /// From the upright page to the one that is displayed.
    pub(super) fn placement(&self) -> Placement {
        let corner = |x: f32, y: f32| {
            let (w, h) = (self.pixels.0 as f32, self.pixels.1 as f32);
            let (sin, cos) = self.skew.to_radians().sin_cos();
            let (dx, dy) = (x / self.point() - w / 2.0, y / self.point() - h / 2.0);
            let (x, y) = (w / 2.0 + dx * cos - dy * sin, h / 2.0 + dx * sin + dy * cos);
            // Back from the turned picture to the one that was drawn, in shares of its sides.
            let (x, y) = (x / w, y / h);
            let (x, y) = match self.turns % 4 {
                0 => (x, y),
                1 => (y, 1.0 - x),
                2 => (1.0 - x, 1.0 - y),
                _ => (1.0 - y, x),
            };
            (x * self.displayed.w, y * self.displayed.h)
        };
        let ((e, f), (ax, bx), (cy, dy)) = (corner(0.0, 0.0), corner(1.0, 0.0), corner(0.0, 1.0));
        Placement { size: self.displayed, matrix: [ax - e, bx - f, cy - e, dy - f, e, f] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A4: Size = Size { w: 595.0, h: 842.0 };

    #[test]
    fn a_scan_is_drawn_at_its_own_density() {
        let dots = |size, dots: f32| {
            let drawing = Drawing::of(size, Some(dots / 72.0));
            (drawing.dots.round(), (drawing.scale * size.w.max(size.h)).round())
        };
        assert_eq!(dots(A4, 200.0), (200.0, 2339.0));
        assert_eq!(dots(A4, 600.0), (300.0, 3508.0));
        assert_eq!(dots(A4, 100.0), (300.0, 3508.0));
        // 1654 × 2339 pixels on a page of two inches by three, or of a yard.
        let small = Size { w: 144.0, h: 203.6 };
        assert_eq!(dots(small, 827.0), (200.0, 2339.0));
        let large = Size { w: 1654.0, h: 2339.0 };
        assert_eq!(dots(large, 72.0), (200.0, 2339.0));
        assert_eq!(Drawing::of(A4, None).dots, 300.0);
    }

    #[test]
    fn boxes_go_back_to_where_they_were() {
        // A mark at the top left of a page that was drawn 100 × 200 pixels large.
        let displayed = Size { w: 72.0, h: 144.0 };
        let frame = |turns, skew| {
            let pixels = if turns % 2 == 1 { (200, 100) } else { (100, 200) };
            Frame { displayed, pixels, dots: 100.0, turns, skew }
        };
        let near =
            |a: Rect, b: Rect| [a.x - b.x, a.y - b.y, a.w - b.w, a.h - b.h].iter().all(|d| d.abs() < 0.01);
        let mark = Rect { x: 7.2, y: 14.4, w: 14.4, h: 7.2 };
        for (turns, upright) in [
            (0, Rect { x: 10.0, y: 20.0, w: 20.0, h: 10.0 }),
            (1, Rect { x: 170.0, y: 10.0, w: 10.0, h: 20.0 }),
            (2, Rect { x: 70.0, y: 170.0, w: 20.0, h: 10.0 }),
            (3, Rect { x: 20.0, y: 70.0, w: 10.0, h: 20.0 }),
        ] {
            let frame = frame(turns, 0.0);
            let back = frame.placement().displayed(frame.on_page(upright));
            assert!(near(back, mark), "{turns}: {back:?}");
            assert_eq!(frame.is_plain(), turns == 0);
        }
        // Turned by a little about the middle, which stays where it is.
        let skewed = frame(0, 3.0);
        let middle = Rect { x: 36.0, y: 72.0, w: 0.0, h: 0.0 };
        assert!(near(skewed.placement().displayed(middle), middle));
        let right = skewed.placement().displayed(Rect { x: 72.0, ..middle });
        assert!(right.y > 73.0 && right.x < 72.0, "{right:?}");
    }
}
