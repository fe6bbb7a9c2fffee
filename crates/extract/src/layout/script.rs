//! What layout has to know about characters.

/// Whether a character belongs to a script that is written from right to left.
pub(super) fn is_rtl(c: char) -> bool {
    matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
        && !c.is_numeric()
}

/// Spacing accents and the combining marks that they are when a letter stands under them, as old TeX fonts draw them.
const ACCENTS: &[(char, char)] = &[
    ('´', '\u{301}'),
    ('`', '\u{300}'),
    ('¨', '\u{308}'),
    ('ˆ', '\u{302}'),
    ('˜', '\u{303}'),
    ('ˇ', '\u{30c}'),
    ('¸', '\u{327}'),
    ('¯', '\u{304}'),
    ('˘', '\u{306}'),
    ('˙', '\u{307}'),
    ('˚', '\u{30a}'),
    ('˝', '\u{30b}'),
    ('˛', '\u{328}'),
];

/// The combining mark of a spacing accent.
pub(super) fn accent(c: char) -> Option<char> {
    if c.is_ascii() && c != '`' {
        return None;
    }
    ACCENTS.iter().find(|(spacing, _)| *spacing == c).map(|(_, mark)| *mark)
}

/// The spacing accent of a combining mark.
pub(super) fn spacing(mark: char) -> char {
    ACCENTS.iter().find(|(_, combining)| *combining == mark).map_or(mark, |(spacing, _)| *spacing)
}
