//! English number words from 1 to 99.

use super::languages::ENGLISH;

/// How numbers are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// One, two.
    Cardinal,
    /// First, second.
    Ordinal,
}

const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A number from 1 to 99 in words.
///
/// ```
/// use crosscut_text::lexicon::counting::{Counting, write};
/// assert_eq!(write(42, Counting::Cardinal).as_deref(), Some("forty-two"));
/// assert_eq!(write(30, Counting::Ordinal).as_deref(), Some("thirtieth"));
/// ```
pub fn write(n: u32, counting: Counting) -> Option<String> {
    let ones = match counting {
        Counting::Cardinal => ENGLISH.cardinals,
        Counting::Ordinal => ENGLISH.ordinals,
    };
    let one = |n: u32| ones.get(usize::try_from(n.checked_sub(1)?).ok()?)?.first().copied();
    let ten = |n: u32| TENS.get(usize::try_from((n / 10).checked_sub(2)?).ok()?).copied();
    Some(match (n, n % 10) {
        (1..=19, _) => one(n)?.to_owned(),
        (20..=99, 0) if counting == Counting::Ordinal => format!("{}ieth", ten(n)?.trim_end_matches('y')),
        (20..=99, 0) => ten(n)?.to_owned(),
        (20..=99, rest) => format!("{}-{}", ten(n)?, one(rest)?),
        _ => return None,
    })
}

/// Whether two words make a numeral that is always written with a hyphen: "ninety" and "seven" or "seventh".
pub(crate) fn is_compound(ten: &str, one: &str) -> bool {
    let below_ten = ENGLISH.cardinals.iter().take(9).chain(ENGLISH.ordinals.iter().take(9));
    TENS.contains(&ten) && below_ten.flat_map(|words| *words).any(|word| *word == one)
}
