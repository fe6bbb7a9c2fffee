//! Widths of a composite font: `/W` and `/DW`, and `/W2` and `/DW2` for vertical writing.

use lopdf::{Dictionary, Document, Object};

use super::super::access;
use super::super::limits::MAP_ENTRIES;

/// Advances by CID, as ranges.
#[derive(Debug, Default)]
pub(super) struct Widths {
    /// First CID, last CID, width; sorted by first CID.
    ranges: Vec<(u32, u32, f32)>,
    pub(super) default: f32,
}

impl Widths {
    /// Horizontal advances.
    pub(super) fn horizontal(doc: &Document, font: &Dictionary) -> Self {
        let default = access::number(doc, font, b"DW").unwrap_or(1000.0) as f32;
        Self { ranges: ranges(doc, font, b"W", 1), default }
    }

    /// Vertical advances, as lengths downwards.
    pub(super) fn vertical(doc: &Document, font: &Dictionary) -> Self {
        let default = access::array(doc, font, b"DW2").and_then(|items| access::numbers::<2>(doc, items));
        let default = default.map_or(1000.0, |[_, down]| -down as f32);
        let mut ranges = ranges(doc, font, b"W2", 3);
        ranges.iter_mut().for_each(|range| range.2 = -range.2);
        Self { ranges, default }
    }

    pub(super) fn get(&self, cid: u32) -> f32 {
        let after = self.ranges.partition_point(|range| range.0 <= cid);
        // A later range may lie inside an earlier one: look a few back.
        let before = self.ranges[..after].iter().rev().take(4);
        before.into_iter().find(|range| cid <= range.1).map_or(self.default, |range| range.2)
    }

    /// The highest CID with a width of its own.
    pub(super) fn last(&self) -> u32 {
        self.ranges.iter().map(|range| range.1).max().unwrap_or(0)
    }
}

/// Reads `c [w w …]` and `first last w` in an array, with `group` numbers a width (the first counts).
fn ranges(doc: &Document, font: &Dictionary, key: &[u8], group: usize) -> Vec<(u32, u32, f32)> {
    let mut items = access::array(doc, font, key).unwrap_or_default().iter();
    let cid = |object: &Object| {
        access::resolve(doc, object).and_then(access::as_integer).and_then(|n| u32::try_from(n).ok())
    };
    let width =
        |object: &Object| access::resolve(doc, object).and_then(access::as_number).unwrap_or(0.0) as f32;
    let mut ranges = Vec::new();
    while let Some(first) = items.next() {
        let (Some(first), Some(second)) = (cid(first), items.next()) else { continue };
        match access::resolve(doc, second) {
            Some(Object::Array(list)) => {
                let each = list.chunks(group).zip(first..).map(|(chunk, cid)| (cid, cid, width(&chunk[0])));
                ranges.extend(each.take(MAP_ENTRIES));
            }
            Some(second) => {
                let (Some(last), Some(value)) = (cid(second), items.next()) else { continue };
                for _ in 1..group {
                    items.next();
                }
                ranges.push((first, last.min(0xFFFF), width(value)));
            }
            None => {}
        }
        if ranges.len() > MAP_ENTRIES {
            break;
        }
    }
    ranges.sort_by_key(|range| range.0);
    ranges
}
