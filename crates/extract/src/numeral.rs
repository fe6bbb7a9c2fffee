//! How numbers are printed before items: decimal, letters, Roman numerals, words.

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

const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
const RUSSIAN: &str = "абвгдежзиклмнопрстуфхцчшщыэюя";
const ARABIC_ALPHA: &str = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي";
const ARABIC_ABJAD: &str = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ";

impl Numeral {
    /// The number as printed; in decimal where the way of printing does not reach (0, Roman numerals from 4000).
    pub(crate) fn print(self, n: u32) -> String {
        let printed = match self {
            Self::Decimal => None,
            Self::DecimalZero(digits) => Some(format!("{n:0width$}", width = digits.min(9))),
            Self::LowerLetter => letters(n),
            Self::UpperLetter => letters(n).map(|text| text.to_uppercase()),
            Self::LowerRepeated => repeated(n, LATIN),
            Self::UpperRepeated => repeated(n, LATIN).map(|text| text.to_uppercase()),
            Self::LowerRoman => roman(n),
            Self::UpperRoman => roman(n).map(|text| text.to_uppercase()),
            Self::Ordinal => Some(format!("{n}{}", ordinal_ending(n))),
            Self::CardinalWord => word(n, ONES),
            Self::OrdinalWord => word(n, ORDINALS),
            Self::LowerRussian => repeated(n, RUSSIAN),
            Self::UpperRussian => repeated(n, RUSSIAN).map(|text| text.to_uppercase()),
            Self::ArabicAlpha => repeated(n, ARABIC_ALPHA),
            Self::ArabicAbjad => repeated(n, ARABIC_ABJAD),
            Self::Circled => {
                (1..=20).contains(&n).then(|| char::from_u32(0x245f + n).map(String::from)).flatten()
            }
            Self::InDashes => Some(format!("- {n} -")),
            Self::Chinese => chinese(n),
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

fn roman(mut n: u32) -> Option<String> {
    const STEPS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if n == 0 || n > 3999 {
        return None;
    }
    let mut text = String::new();
    for (value, letters) in STEPS {
        while n >= value {
            text.push_str(letters);
            n -= value;
        }
    }
    Some(text)
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

const ONES: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
                    seventeen eighteen nineteen";
const ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth \
                        fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth";
const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";

/// English words from 1 to 99, `ones` for the last part.
fn word(n: u32, ones: &str) -> Option<String> {
    let pick =
        |words: &'static str, n: u32| words.split_whitespace().nth(usize::try_from(n).ok()?.checked_sub(1)?);
    let one = |n: u32| ones.split_whitespace().nth(usize::try_from(n).ok()?.checked_sub(1)?);
    let text = match (n, n % 10) {
        (1..=19, _) => one(n)?.to_owned(),
        (20..=99, 0) if ones == ORDINALS => format!("{}ieth", pick(TENS, n / 10 - 1)?.trim_end_matches('y')),
        (20..=99, 0) => pick(TENS, n / 10 - 1)?.to_owned(),
        (20..=99, rest) => format!("{}-{}", pick(TENS, n / 10 - 1)?, one(rest)?),
        _ => return None,
    };
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect())
}

/// Chinese numerals as a person counts: 十二, 一百零五.
fn chinese(n: u32) -> Option<String> {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if n == 0 || n > 9999 {
        return None;
    }
    let mut text = String::new();
    let mut gap = false;
    for (value, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = n / value % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push_str(DIGITS[0]);
            gap = false;
        }
        if !(digit == 1 && value == 10 && text.is_empty()) {
            text.push_str(DIGITS[digit as usize]);
        }
        text.push_str(unit);
    }
    Some(text)
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

    /// Value of a Roman numeral: a smaller letter before a larger one is taken away.
    fn value(roman: &str) -> u32 {
        let one = |c| match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            'd' => 500,
            _ => 1000,
        };
        let values: Vec<i64> = roman.chars().map(one).collect();
        let signed =
            |at: usize| if values.get(at + 1) > Some(&values[at]) { -values[at] } else { values[at] };
        u32::try_from((0..values.len()).map(signed).sum::<i64>()).unwrap()
    }

    /// Value of a Chinese numeral: digits times the unit after them.
    fn chinese_value(text: &str) -> u32 {
        let (mut sum, mut digit) = (0, None);
        for c in text.chars() {
            match "零一二三四五六七八九".chars().position(|d| d == c) {
                Some(found) => digit = u32::try_from(found).ok(),
                None => {
                    let unit =
                        [('千', 1000), ('百', 100), ('十', 10)].iter().find(|unit| unit.0 == c).unwrap().1;
                    sum += digit.take().unwrap_or(1) * unit;
                }
            }
        }
        sum + digit.unwrap_or(0)
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
    fn roman_numerals_are_worth_their_number_and_use_no_letter_four_times() {
        for n in 1..4000 {
            let text = Numeral::LowerRoman.print(n);
            assert_eq!(value(&text), n, "{text}");
            assert!(
                !["iiii", "xxxx", "cccc", "vv", "ll", "dd"].iter().any(|wrong| text.contains(wrong)),
                "{text}"
            );
        }
    }

    #[test]
    fn chinese_numerals_are_worth_their_number() {
        for n in 1..10_000 {
            assert_eq!(chinese_value(&Numeral::Chinese.print(n)), n);
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
