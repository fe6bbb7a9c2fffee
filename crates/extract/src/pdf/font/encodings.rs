//! The encodings that PDF predefines for simple fonts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A predefined encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Standard,
    MacRoman,
    WinAnsi,
    MacExpert,
    Symbol,
    ZapfDingbats,
}

static TABLE: LazyLock<Vec<[Option<&'static str>; 6]>> = LazyLock::new(|| {
    let mut table = vec![[None; 6]; 256];
    for line in include_str!("data/encodings.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split(' ');
        let code = fields.next().and_then(|code| usize::from_str_radix(code, 16).ok());
        if let Some(row) = code.and_then(|code| table.get_mut(code)) {
            for (cell, name) in row.iter_mut().zip(fields) {
                *cell = Some(name).filter(|name| *name != "-");
            }
        }
    }
    table
});

impl Encoding {
    pub(super) fn of_name(name: &[u8]) -> Option<Self> {
        match name {
            b"StandardEncoding" => Some(Self::Standard),
            b"MacRomanEncoding" => Some(Self::MacRoman),
            b"WinAnsiEncoding" => Some(Self::WinAnsi),
            b"MacExpertEncoding" => Some(Self::MacExpert),
            _ => None,
        }
    }

    /// The name of the glyph that `code` shows.
    pub(super) fn glyph(self, code: u8) -> Option<&'static str> {
        TABLE[usize::from(code)][self as usize]
    }

    /// The names of all its glyphs, by code.
    pub(super) fn names(self) -> BTreeMap<u8, String> {
        (0..=255).filter_map(|code| Some((code, self.glyph(code)?.to_owned()))).collect()
    }
}
