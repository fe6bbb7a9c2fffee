//! The letters that lists count with, in their order.

/// a, b, c.
pub const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
/// а, б, в: without the letters that Russian lists skip (ё, й, ъ, ь).
pub const RUSSIAN: &str = "абвгдежзиклмнопрстуфхцчшщыэюя";
/// Arabic letters in the order of the dictionary: أ, ب, ت.
pub const ARABIC: &str = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي";
/// Arabic letters in the old order, in which lists count: أ, ب, ج.
pub const ABJAD: &str = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ";

/// The place of a letter in an alphabet, from 1.
///
/// ```
/// use crosscut_text::lexicon::alphabet;
/// assert_eq!(alphabet::place('c', alphabet::LATIN), Some(3));
/// assert_eq!(alphabet::place('ج', alphabet::ABJAD), Some(3));
/// ```
pub fn place(letter: char, alphabet: &str) -> Option<u16> {
    (1..).zip(alphabet.chars()).find(|(_, other)| *other == letter).map(|(place, _)| place)
}
