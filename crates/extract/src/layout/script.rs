//! What layout has to know about characters.

/// Whether a character belongs to a living script that is written from right to left (Hebrew, Arabic, Syriac, Thaana,
/// N’Ko, Hanifi Rohingya, Adlam). Arabic numbers run from left to right.
pub(super) fn is_rtl(c: char) -> bool {
    let number = matches!(u32::from(c), 0x0660..=0x066C | 0x06DD | 0x06F0..=0x06F9 | 0x10D30..=0x10D39);
    matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFC | 0x10D00..=0x10D3F | 0x1E900..=0x1E95F)
        && !number
}

/// Families of scripts that two languages side by side are told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Han characters and kana.
    Han,
    Rtl,
    /// All others, which are written with spaces from left to right.
    Alphabet,
}

/// Whether a character is a Han character or kana, which are set without spaces.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
        && c.is_alphanumeric()
}

/// The family of a text's letters; `None` where it has several, or none.
pub(super) fn family(text: &str) -> Option<Family> {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let mut families = letters.map(|c| match c {
        c if is_han(c) => Family::Han,
        c if is_rtl(c) => Family::Rtl,
        _ => Family::Alphabet,
    });
    let first = families.next()?;
    families.all(|family| family == first).then_some(first)
}

/// Spacing accents and the combining marks that they are when drawn over a letter, as old TeX fonts do.
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
