//! How numbers are printed before items: decimal, letters, Roman numerals, words.

use crosscut_text::lexicon::counting::{self, Counting};
use crosscut_text::lexicon::{alphabet, chinese, roman};

/// A way to print the number of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Numeral {
    #[default]
    Decimal,
    /// At least so many digits: 01, 02, … 10.
    DecimalZero(usize),
    /// a, b, … z, aa, ab, … as web pages count.
    LowerLetter,
    UpperLetter,
    /// a, b, … z, aa, bb, … as Word counts.
    LowerRepeated,
    UpperRepeated,
    LowerRoman,
    UpperRoman,
    /// 1st, 2nd, 3rd, …
    Ordinal,
    /// One, Two, Three, … to 99
    CardinalWord,
    /// First, Second, Third, … to 99
    OrdinalWord,
    /// а, б, в, …
    LowerRussian,
    UpperRussian,
    /// Arabic letters in the order of the dictionary: أ, ب, ت, …
    ArabicAlpha,
    /// Arabic letters in the old order: أ, ب, ج, …
    ArabicAbjad,
    /// ①, ②, … to 20
    Circled,
    /// - 1 -
    InDashes,
    /// 一, 二, … to 9999
    Chinese,
}

impl Numeral {
    /// The number as printed; in decimal where the way of printing does not reach (0, Roman numerals from 4000).
    pub(crate) fn print(self, n: u32) -> String {
        let printed = match self {
            Self::Decimal => None,
            Self::DecimalZero(digits) => Some(format!("{n:0width$}", width = digits.min(9))),
            Self::LowerLetter => letters(n),
            Self::UpperLetter => letters(n).map(|text| text.to_uppercase()),
            Self::LowerRepeated => repeated(n, alphabet::LATIN),
            Self::UpperRepeated => repeated(n, alphabet::LATIN).map(|text| text.to_uppercase()),
            Self::LowerRoman => u16::try_from(n).ok().and_then(roman::write),
            Self::UpperRoman => return Self::LowerRoman.print(n).to_uppercase(),
            Self::Ordinal => Some(format!("{n}{}", ordinal_ending(n))),
            Self::CardinalWord => words(n, Counting::Cardinal),
            Self::OrdinalWord => words(n, Counting::Ordinal),
            Self::LowerRussian => repeated(n, alphabet::RUSSIAN),
            Self::UpperRussian => repeated(n, alphabet::RUSSIAN).map(|text| text.to_uppercase()),
            Self::ArabicAlpha => repeated(n, alphabet::ARABIC),
            Self::ArabicAbjad => repeated(n, alphabet::ABJAD),
            Self::Circled => {
                (1..=20).contains(&n).then(|| char::from_u32(0x245f + n).map(String::from)).flatten()
            }
            Self::InDashes => Some(format!("- {n} -")),
            Self::Chinese => chinese::write(n),
        };
        printed.unwrap_or_else(|| n.to_string())
    }
}

/// Bijective base 26.
fn letters(mut n: u32) -> Option<String> {
    let mut reversed = Vec::new();
    while n > 0 {
        let digit = u8::try_from((n - 1) % 26).ok()?;
        reversed.push(char::from(b'a' + digit));
        n = (n - 1) / 26;
    }
    if reversed.is_empty() { None } else { Some(reversed.iter().rev().collect()) }
}

/// One letter, doubled in the second round of the alphabet, and so on; Word stops at the thirtieth.
fn repeated(n: u32, alphabet: &str) -> Option<String> {
    let index = usize::try_from(n.checked_sub(1)?).ok()?;
    let count = alphabet.chars().count();
    let letter = alphabet.chars().nth(index % count)?;
    let times = index / count + 1;
    (times <= 30).then(|| std::iter::repeat_n(letter, times).collect())
}

fn ordinal_ending(n: u32) -> &'static str {
    match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

/// English words from 1 to 99, the first letter a capital.
fn words(n: u32, counting: Counting) -> Option<String> {
    let words = counting::write(n, counting)?;
    let mut characters = words.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts up by one as a clerk would: the last letter moves on, a `z` becomes `a` and carries.
    fn successor(text: &str) -> String {
        let mut letters: Vec<u8> = text.bytes().collect();
        for at in (0..letters.len()).rev() {
            if letters[at] != b'z' {
                letters[at] += 1;
                return String::from_utf8(letters).unwrap();
            }
            letters[at] = b'a';
        }
        letters.insert(0, b'a');
        String::from_utf8(letters).unwrap()
    }

    #[test]
    fn letters_count_like_a_clerk() {
        let mut expected = "a".to_owned();
        for n in 1..20_000 {
            assert_eq!(Numeral::LowerLetter.print(n), expected);
            expected = successor(&expected);
        }
    }

    #[test]
    fn samples_of_every_kind() {
        for (numeral, n, text) in [
            (Numeral::Decimal, 12, "12"),
            (Numeral::DecimalZero(2), 7, "07"),
            (Numeral::DecimalZero(3), 12, "012"),
            (Numeral::UpperLetter, 28, "AB"),
            (Numeral::LowerRepeated, 28, "bb"),
            (Numeral::UpperRepeated, 26, "Z"),
            (Numeral::UpperRoman, 1994, "MCMXCIV"),
            (Numeral::LowerRoman, 0, "0"),
            (Numeral::UpperRoman, 4000, "4000"),
            (Numeral::Ordinal, 11, "11th"),
            (Numeral::Ordinal, 22, "22nd"),
            (Numeral::CardinalWord, 1, "One"),
            (Numeral::CardinalWord, 20, "Twenty"),
            (Numeral::CardinalWord, 42, "Forty-two"),
            (Numeral::OrdinalWord, 12, "Twelfth"),
            (Numeral::OrdinalWord, 30, "Thirtieth"),
            (Numeral::OrdinalWord, 31, "Thirty-first"),
            (Numeral::OrdinalWord, 100, "100"),
            (Numeral::LowerRussian, 2, "б"),
            (Numeral::ArabicAbjad, 3, "ج"),
            (Numeral::ArabicAlpha, 3, "ت"),
            (Numeral::Circled, 20, "⑳"),
            (Numeral::Circled, 21, "21"),
            (Numeral::InDashes, 3, "- 3 -"),
            (Numeral::Chinese, 105, "一百零五"),
            (Numeral::Chinese, 12, "十二"),
            (Numeral::LowerRepeated, u32::MAX, "4294967295"),
            (Numeral::LowerLetter, u32::MAX, "mwlqkwu"),
        ] {
            assert_eq!(numeral.print(n), text);
        }
    }
}
