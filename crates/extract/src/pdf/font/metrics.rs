//! Advance widths of the standard 14 fonts, which a file need not state.

use std::sync::LazyLock;

/// Column of `data/metrics.txt`; Courier has one width for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Helvetica,
    HelveticaBold,
    Times,
    TimesBold,
    TimesItalic,
    TimesBoldItalic,
    Symbol,
    ZapfDingbats,
    Courier,
}

type Row = (&'static str, [Option<u16>; 8]);

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let lines = include_str!("data/metrics.txt").lines().filter(|line| !line.starts_with('#'));
    let mut rows: Vec<Row> = lines
        .map(|line| {
            let mut fields = line.split(' ');
            let name = fields.next().unwrap_or_default();
            let mut widths = [None; 8];
            for (width, field) in widths.iter_mut().zip(fields) {
                *width = field.parse().ok();
            }
            (name, widths)
        })
        .collect();
    rows.sort_unstable_by_key(|row| row.0);
    rows
});

impl Face {
    /// The standard face that a font is, or comes nearest to by its name and flags.
    pub(super) fn nearest(name: &str, fixed: bool, serif: bool, bold: bool, italic: bool) -> Self {
        let lower = name.to_lowercase();
        let has = |part: &str| lower.contains(part);
        if has("zapfdingbats") {
            Self::ZapfDingbats
        } else if lower == "symbol" || lower.starts_with("symbol,") || lower.ends_with("+symbol") {
            Self::Symbol
        } else if has("courier") || has("mono") || has("typewriter") || fixed {
            Self::Courier
        } else if has("times")
            || has("serif") && !has("sans")
            || has("georgia")
            || has("roman")
            || serif && !has("arial")
        {
            match (bold, italic) {
                (false, false) => Self::Times,
                (true, false) => Self::TimesBold,
                (false, true) => Self::TimesItalic,
                (true, true) => Self::TimesBoldItalic,
            }
        } else if bold {
            Self::HelveticaBold
        } else {
            Self::Helvetica
        }
    }

    /// The advance of a glyph in thousandths of the type size.
    pub(super) fn width(self, glyph: &str) -> Option<f32> {
        if self == Self::Courier {
            return Some(600.0);
        }
        let row = TABLE.binary_search_by(|row| row.0.cmp(glyph)).ok()?;
        TABLE[row].1[self as usize].map(f32::from)
    }
}
