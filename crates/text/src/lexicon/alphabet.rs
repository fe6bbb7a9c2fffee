//! The letters that lists count with, in their order.

/// a, b, c.
pub const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
/// а, б, в: without the letters that Russian lists skip (ё, й, ъ, ь).
pub const RUSSIAN: &str = "абвгдежзиклмнопрстуфхцчшщыэюя";
/// Arabic letters in the order of the dictionary: أ, ب, ت.
pub const ARABIC: &str = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي";
/// Arabic letters in the old order, in which lists count: أ, ب, ج.
pub const ABJAD: &str = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ";
/// Greek letters: α, β, γ.
pub const GREEK: &str = "αβγδεζηθικλμνξοπρστυφχψω";
/// Syllables that Korean lists count with: 가, 나, 다.
pub const HANGUL: &str = "가나다라마바사아자차카타파하";
/// Syllables that Japanese statutes count with: イ, ロ, ハ.
pub const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラム";
/// Japanese syllables in the order of the dictionary: ア, イ, ウ.
pub const KANA: &str = "アイウエオカキクケコサシスセソタチツテト";

/// The stems that Chinese lists count with: 甲, 乙, 丙.
pub const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";

/// The value of a number in Greek letters, in lower case, as lists count: α 1, στ 6, ζ 7, ια 11; up to 99.
///
/// ```
/// use crosscut_text::lexicon::alphabet;
/// assert_eq!(alphabet::greek("ιβ"), Some(12));
/// assert_eq!(alphabet::greek("και"), None);
/// ```
pub fn greek(letters: &str) -> Option<u16> {
    const UNITS: [&str; 9] = ["α", "β", "γ", "δ", "ε", "στ", "ζ", "η", "θ"];
    const TENS: [&str; 9] = ["ι", "κ", "λ", "μ", "ν", "ξ", "ο", "π", "ϟ"];
    let place = |part: &str, of: [&str; 9]| (1..).zip(of).find(|(_, known)| *known == part).map(|(n, _)| n);
    let ten = letters.chars().next().and_then(|first| place(first.encode_utf8(&mut [0; 4]), TENS));
    let rest = if ten.is_some() {
        letters.char_indices().nth(1).map_or("", |(at, _)| &letters[at..])
    } else {
        letters
    };
    let unit = if rest.is_empty() { Some(0) } else { place(if rest == "ς" { "στ" } else { rest }, UNITS) };
    unit.map(|unit: u16| ten.unwrap_or(0) * 10 + unit).filter(|value| *value > 0)
}

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
