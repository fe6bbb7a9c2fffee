//! Roman numerals.

/// Largest numeral that is read. No list of an agreement is longer, and without the letters d and m few words of a
/// language are numerals: "mix" and "dim" would be well-formed.
const LARGEST: u16 = 399;

/// Numerals that are words or abbreviations in small letters, and too large for any list that counts in them.
const WORDS: [&str; 5] = ["cc", "ci", "cl", "cv", "li"];

const SIGNS: [(u16, &str); 13] = [
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

/// The value of a well-formed numeral up to 399, all capitals or all small letters.
///
/// ```
/// use crosscut_text::lexicon::roman;
/// assert_eq!(roman::read("xiv"), Some(14));
/// assert_eq!(roman::read("IX"), Some(9));
/// for word in ["iiii", "vx", "civil", "mix", "Ix", ""] {
///     assert_eq!(roman::read(word), None);
/// }
/// ```
pub fn read(token: &str) -> Option<u16> {
    let is_lower = token.bytes().all(|b| b.is_ascii_lowercase());
    if !is_lower && !token.bytes().all(|b| b.is_ascii_uppercase()) || is_lower && WORDS.contains(&token) {
        return None;
    }
    let (mut value, mut rest) = (0, token);
    for (worth, sign) in SIGNS {
        while let Some(tail) = strip_prefix_in_any_case(rest, sign) {
            value += worth;
            rest = tail;
            if value > LARGEST {
                return None;
            }
        }
    }
    // What was read greedily may still be ill-formed: "iiii".
    let is_whole = rest.is_empty() && value > 0;
    (is_whole && write(value)?.eq_ignore_ascii_case(token)).then_some(value)
}

fn strip_prefix_in_any_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, tail) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(tail)
}

/// A number from 1 to 3999 as a numeral in small letters.
///
/// ```
/// use crosscut_text::lexicon::roman;
/// assert_eq!(roman::write(1994).as_deref(), Some("mcmxciv"));
/// assert_eq!(roman::write(0), None);
/// ```
pub fn write(mut value: u16) -> Option<String> {
    if !(1..4000).contains(&value) {
        return None;
    }
    let mut text = String::new();
    for (worth, sign) in SIGNS {
        while value >= worth {
            text.push_str(sign);
            value -= worth;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Value by the rule of the schoolbook: a smaller letter before a larger one is taken away.
    fn schoolbook(roman: &str) -> i32 {
        let worth = |c| match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            'd' => 500,
            _ => 1000,
        };
        let values: Vec<i32> = roman.chars().map(worth).collect();
        let signed =
            |at: usize| if values.get(at + 1) > Some(&values[at]) { -values[at] } else { values[at] };
        (0..values.len()).map(signed).sum()
    }

    #[test]
    fn every_numeral_is_worth_its_number_and_uses_no_letter_four_times() {
        for value in 1..4000 {
            let text = write(value).unwrap();
            assert_eq!(schoolbook(&text), i32::from(value), "{text}");
            let repeats = ["iiii", "xxxx", "cccc", "vv", "ll", "dd"];
            assert!(!repeats.iter().any(|wrong| text.contains(wrong)), "{text}");
            if value <= LARGEST {
                assert_eq!(read(&text.to_uppercase()), Some(value));
                assert_eq!(read(&text), (!WORDS.contains(&text.as_str())).then_some(value));
            } else {
                assert_eq!(read(&text), None);
            }
        }
    }

    proptest! {
        #[test]
        fn only_what_is_written_is_read(token in "[ivxlcdm]{0,9}|[IVXLCDM]{0,9}|\\PC{0,5}") {
            if let Some(value) = read(&token) {
                prop_assert!(write(value).unwrap().eq_ignore_ascii_case(&token));
            }
        }
    }
}
