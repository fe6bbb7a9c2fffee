//! Printed numbers: "12", "iv", "aa", "1.2.3", "bis", in the scripts that agreements use.

use crate::lexicon::{alphabet, chinese, inserted, roman};

/// A family of numbers that a list counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Series {
    /// 1, 2, 3; also 1.2.3, which has a path.
    Arabic,
    /// a, b, c … z, aa, ab (or aa, bb).
    Lower,
    /// A, B, C.
    Upper,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// aa, bb, cc as a level of their own below a, b, c.
    Double,
    /// а, б, в.
    Cyrillic,
    /// أ, ب, ج.
    Abjad,
    /// α, β, γ, δ, ε, στ.
    Greek,
    /// 가, 나, 다.
    Hangul,
    /// イ, ロ, ハ or ア, イ, ウ.
    Kana,
    /// 甲, 乙, 丙.
    Stem,
    /// 一, 二, 三.
    Han,
    /// A sign that counts nothing: •, –.
    Bullet,
}

impl Series {
    /// Whether it counts with numbers and not with letters.
    pub(super) fn is_figures(self) -> bool {
        matches!(self, Self::Arabic | Self::Han)
    }
}

/// Most parts of a decimal number that are told apart: 1.2.3.4.5.
pub(super) const DEEPEST: usize = 5;

/// One way to read a printed number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// What it counts in.
    pub(super) series: Series,
    /// Its parts: `[1, 2, 3]` for 1.2.3; one part for all others.
    parts: [u16; DEEPEST],
    depth: u8,
    /// 0 for a plain number, 1 for "bis" or "5a", 2 for "ter" or "5b" …
    pub(super) suffix: u8,
    /// How far-fetched the reading is, in the tenths that [`super::sequence`] counts in.
    pub(super) doubt: u16,
}

impl Reading {
    /// A number of one part.
    pub(super) fn new(series: Series, value: u16) -> Self {
        let mut parts = [0; DEEPEST];
        parts[0] = value;
        Self { series, parts, depth: 1, suffix: 0, doubt: 0 }
    }

    /// The last part: 3 of 1.2.3.
    pub(super) fn value(&self) -> u16 {
        self.path().last().copied().unwrap_or(0)
    }

    /// Whether a list begins with it.
    pub(super) fn is_first(&self) -> bool {
        self.value() == 1 && self.suffix == 0
    }

    /// All parts: 1, 2, 3 of 1.2.3.
    pub(super) fn path(&self) -> &[u16] {
        &self.parts[..usize::from(self.depth)]
    }

    /// All parts but the last.
    pub(super) fn prefix(&self) -> &[u16] {
        &self.parts[..usize::from(self.depth).saturating_sub(1)]
    }
}

/// Every way to read `token`, a number without the brackets and dots around it; likeliest first, at most three.
pub(super) fn readings(token: &str) -> Vec<Reading> {
    let mut found = Vec::new();
    let Some(first) = token.chars().next() else { return found };
    // "b-bis".
    if let Some((letter, word)) = token.split_once('-').filter(|_| !first.is_ascii_digit()) {
        let suffix = inserted(word);
        let put_in = |suffix| readings(letter).into_iter().map(move |reading| Reading { suffix, ..reading });
        return suffix.map_or_else(Vec::new, |suffix| put_in(suffix).collect());
    }
    if first.is_ascii_digit() {
        found.extend(decimal(token));
    } else if token.is_ascii() {
        latin(token, &mut found);
    } else {
        other_scripts(token, &mut found);
    }
    found
}

/// 12, 1.2.3, 5bis, 5a.
fn decimal(token: &str) -> Option<Reading> {
    let mut reading = Reading { series: Series::Arabic, parts: [0; DEEPEST], depth: 0, suffix: 0, doubt: 0 };
    let mut rest = token;
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 || digits > 4 || usize::from(reading.depth) == DEEPEST {
            return None;
        }
        reading.parts[usize::from(reading.depth)] = rest[..digits].parse().ok()?;
        reading.depth += 1;
        rest = &rest[digits..];
        match rest.as_bytes() {
            [] => return Some(reading),
            [b'.', b'0'..=b'9', ..] => rest = &rest[1..],
            _ => {
                reading.suffix = number_suffix(rest.trim_start_matches(['-', ' ', '\u{a0}']))?;
                return Some(reading);
            }
        }
    }
}

/// The value of what follows a number that was put in later: "bis" 1, "ter" 2 …, "a" 1, "b" 2.
pub(super) fn number_suffix(word: &str) -> Option<u8> {
    inserted(word).or(match word.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(letter - b'a' + 1),
        [letter @ b'A'..=b'Z'] => Some(letter - b'A' + 1),
        _ => letter_of_other_script(word),
    })
}

/// The place of a letter alone: "3Α", "2α", "1а".
fn letter_of_other_script(word: &str) -> Option<u8> {
    let mut letters = word.chars().flat_map(char::to_lowercase);
    // "1ο" and "1η" are ordinals.
    let letter = letters.next().filter(|letter| letters.next().is_none() && !matches!(letter, 'ο' | 'η'))?;
    let place = match letter {
        'α'..='θ' => alphabet::greek(letter.encode_utf8(&mut [0; 4])),
        'а'..='я' => alphabet::place(letter, alphabet::RUSSIAN),
        _ => None,
    };
    place.and_then(|place| u8::try_from(place).ok())
}

fn latin(token: &str, found: &mut Vec<Reading>) {
    let bytes = token.as_bytes();
    let lower = bytes.iter().all(u8::is_ascii_lowercase);
    let upper = bytes.iter().all(u8::is_ascii_uppercase);
    // A text recogniser takes 1 for l or I.
    if bytes.len() <= 2 && bytes.iter().all(|b| matches!(b, b'l' | b'I' | b'|')) {
        let value = if bytes.len() == 1 { 1 } else { 11 };
        found.push(Reading { doubt: 8, ..Reading::new(Series::Arabic, value) });
    }
    if !lower && !upper {
        return;
    }
    let (letters, roman) =
        if lower { (Series::Lower, Series::LowerRoman) } else { (Series::Upper, Series::UpperRoman) };
    if let Some(value) = roman::read(token) {
        found.insert(0, Reading::new(roman, value));
    }
    if lower
        && bytes.len() > 3
        && let Some(suffix) = inserted(&token[1..])
    {
        found.push(Reading { suffix, ..Reading::new(letters, place(bytes[0])) });
    }
    match *bytes {
        [letter] => found.push(Reading::new(letters, place(letter))),
        [a, b] if a == b => {
            found.push(Reading::new(letters, 26 + place(a)));
            if lower {
                found.push(Reading { doubt: 2, ..Reading::new(Series::Double, place(a)) });
            }
        }
        [b'a' | b'A', b] => {
            found.push(Reading { doubt: 2, ..Reading::new(letters, 26 + place(b)) });
        }
        // "za" after "z", as acts of the European Union count.
        [b'z' | b'Z', b] => found.push(Reading::new(letters, 26 + place(b))),
        _ => {}
    }
}

fn place(letter: u8) -> u16 {
    u16::from(letter.to_ascii_lowercase() - b'a') + 1
}

/// Letters of other alphabets, Arabic-Indic and Chinese numbers.
fn other_scripts(token: &str, found: &mut Vec<Reading>) {
    if let Some(value) = eastern_digits(token) {
        found.push(Reading::new(Series::Arabic, value));
        return;
    }
    if let Some(value) = chinese::read(token) {
        found.push(Reading::new(Series::Han, value));
        return;
    }
    let lower = token.to_lowercase();
    if let Some(value) = alphabet::greek(&lower) {
        found.push(Reading::new(Series::Greek, value));
    }
    let mut chars = lower.chars();
    let Some(letter) = chars.next() else { return };
    // In Arabic the letter ha is printed with a joining stroke after it.
    if !matches!(chars.next(), None | Some('ـ' | '\u{200d}')) {
        return;
    }
    // Between n and o in Spanish lists.
    if letter == 'ñ' {
        found.push(Reading { suffix: 1, ..Reading::new(Series::Lower, 14) });
        return;
    }
    let letter = if letter == 'ا' { 'أ' } else { letter };
    let counted = [
        (Series::Cyrillic, alphabet::RUSSIAN, 0),
        (Series::Abjad, alphabet::ABJAD, 0),
        // Lists that leave out the sign for six.
        (Series::Greek, alphabet::GREEK, 2),
        (Series::Hangul, alphabet::HANGUL, 0),
        (Series::Kana, alphabet::IROHA, 0),
        (Series::Kana, alphabet::KANA, 2),
        (Series::Stem, alphabet::STEMS, 0),
    ];
    for (series, letters, doubt) in counted {
        let value = alphabet::place(letter, letters);
        let reading = value.map(|value| Reading { doubt, ..Reading::new(series, value) });
        let known = |reading: &Reading| {
            found.iter().any(|other| (other.series, other.value()) == (series, reading.value()))
        };
        let new = reading.filter(|reading| !known(reading));
        found.extend(new);
    }
}

/// ١٢, ۱۲ and full-width １２.
pub(super) fn eastern_digits(token: &str) -> Option<u16> {
    let mut value = 0_u16;
    for c in token.chars() {
        let zero = match c {
            '٠'..='٩' => '٠',
            '۰'..='۹' => '۰',
            '０'..='９' => '０',
            _ => return None,
        };
        value = value.checked_mul(10)?.checked_add(u16::try_from(u32::from(c) - u32::from(zero)).ok()?)?;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values(token: &str) -> Vec<(Series, u16, u8)> {
        readings(token).iter().map(|r| (r.series, r.value(), r.suffix)).collect()
    }

    #[test]
    fn a_number_is_read_in_every_way_that_it_could_be_meant() {
        assert_eq!(values("12"), [(Series::Arabic, 12, 0)]);
        assert_eq!(values("5bis"), [(Series::Arabic, 5, 1)]);
        assert_eq!(values("5a"), [(Series::Arabic, 5, 1)]);
        assert_eq!(values("i"), [(Series::LowerRoman, 1, 0), (Series::Lower, 9, 0)]);
        assert_eq!(values("iv"), [(Series::LowerRoman, 4, 0)]);
        assert_eq!(values("bb"), [(Series::Lower, 28, 0), (Series::Double, 2, 0)]);
        assert_eq!(
            values("l"),
            [(Series::LowerRoman, 50, 0), (Series::Arabic, 1, 0), (Series::Lower, 12, 0)]
        );
        assert_eq!(values("в"), [(Series::Cyrillic, 3, 0)]);
        assert_eq!(values("ج"), [(Series::Abjad, 3, 0)]);
        assert_eq!(values("١٢"), [(Series::Arabic, 12, 0)]);
        assert_eq!(values("二十三"), [(Series::Han, 23, 0)]);
        assert_eq!(values("στ"), [(Series::Greek, 6, 0)]);
        assert_eq!(values("ζ"), [(Series::Greek, 7, 0), (Series::Greek, 6, 0)]);
        assert_eq!(values("乙"), [(Series::Stem, 2, 0)]);
        assert_eq!(values("다"), [(Series::Hangul, 3, 0)]);
        assert_eq!(values("イ"), [(Series::Kana, 1, 0), (Series::Kana, 2, 0)]);
        assert_eq!(readings("1.2.3")[0].path(), [1, 2, 3]);
        assert!(values("iiii").is_empty() && values("the").is_empty() && values("20162").is_empty());
    }

    proptest! {
        #[test]
        fn no_token_panics(token in "\\PC{0,12}") {
            readings(&token);
        }
    }
}
