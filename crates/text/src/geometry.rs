//! Places on a page.

/// A rectangle on a page as it is displayed (after cropping and rotation): points (1/72 inch), origin top left,
/// y downwards.
///
/// ```
/// use crosscut_text::Rect;
/// let rect = Rect::between(30.0, 20.0, 10.0, 60.0);
/// assert_eq!(rect, Rect { x: 10.0, y: 20.0, w: 20.0, h: 40.0 });
/// assert_eq!((rect.right(), rect.bottom()), (30.0, 60.0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width, never negative.
    pub w: f32,
    /// Height, never negative.
    pub h: f32,
}

impl Rect {
    /// The rectangle between two corners given in any order.
    #[inline]
    pub fn between(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self { x: x0.min(x1), y: y0.min(y1), w: (x1 - x0).abs(), h: (y1 - y0).abs() }
    }

    /// Right edge.
    #[inline]
    pub fn right(self) -> f32 {
        self.x + self.w
    }

    /// Lower edge.
    #[inline]
    pub fn bottom(self) -> f32 {
        self.y + self.h
    }

    /// The smallest rectangle that holds both.
    #[inline]
    pub fn union(self, other: Self) -> Self {
        Self::between(
            self.x.min(other.x),
            self.y.min(other.y),
            self.right().max(other.right()),
            self.bottom().max(other.bottom()),
        )
    }
}

/// Width and height of a page in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Size {
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}
