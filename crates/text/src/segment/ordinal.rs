//! Numbers in words and what makes a figure an ordinal: "premier", "1er", "المادة الثانية عشرة", "Art. 2-bis".

use super::number::number_suffix;
use crate::lexicon::{self, number_word, roman};

/// "Primera. Objeto.", "SEGUNDA.- …", "أولا: …": an ordinal in words that counts the clauses of a contract or the points
/// of a declaration, and where its words begin.
pub(super) fn in_ordinal(text: &str) -> Option<(u16, usize)> {
    let end = text.find(|c: char| !c.is_alphabetic()).filter(|end| *end > 3)?;
    let opens = text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let after = text[end..].trim_start_matches(' ');
    let rest = after.strip_prefix(['.', ':'])?;
    let rest = rest.strip_prefix(['-', '–', '—']).unwrap_or(rest);
    let set = opens && rest.starts_with(char::is_whitespace);
    let value = lexicon::ordinal_word(&text[..end]).filter(|_| set)?;
    Some((value, text.len() - rest.trim_start().len()))
}

/// A number in words and its length, of two words where one is the tens: "premier", "الثانية عشرة", "décima primeira".
pub(super) fn in_words(text: &str) -> Option<(u16, usize)> {
    let word = |from: usize| {
        let start = from + text[from..].len() - text[from..].trim_start().len();
        let rest = &text[start..];
        let end = start + rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let value = number_word(&text[start..end]).or_else(|| lexicon::tens_word(&text[start..end]))?;
        Some((value, end))
    };
    let (first, end) = word(0)?;
    let tens = |value: u16| value.is_multiple_of(10);
    let second = word(end).filter(|(second, _)| tens(*second) != tens(first));
    Some(second.map_or((first, end), |(second, end)| (first + second, end)))
}

/// What puts a number in later, behind a hyphen, and its length: "-bis" of "Art. 2-bis", "-A" of "Art. 2º-A".
pub(super) fn inserted_after_hyphen(text: &str) -> Option<(u8, usize)> {
    let rest = text.strip_prefix('-')?;
    let word: usize = rest.chars().take_while(char::is_ascii_alphabetic).count();
    let token = &rest[..word];
    let letter = word == 1 && token.bytes().all(|b| b.is_ascii_uppercase());
    let suffix = number_suffix(token).filter(|_| letter || word > 2)?;
    (!rest[word..].starts_with(char::is_alphanumeric)).then_some((suffix, 1 + word))
}

/// A number put in later behind a hyphen, alone on its line: "-1" of "Article 2-1"; "Articles 2-4 apply" is a range.
pub(super) fn inserted_alone(text: &str) -> Option<(u8, usize)> {
    let rest = text.strip_prefix('-')?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let alone = rest[digits..].trim().is_empty();
    rest[..digits]
        .parse()
        .ok()
        .filter(|suffix| alone && (1..=40).contains(suffix))
        .map(|suffix| (suffix, 1 + digits))
}

/// A capital letter that puts an article in later, alone on its line or before a title that is set off: " A" of "Article
/// 12 A", "Article 12 A – Inspections".
pub(super) fn letter_alone(text: &str) -> Option<(u8, usize)> {
    let rest = text.strip_prefix([' ', '\u{a0}'])?;
    let letter = rest.bytes().next().filter(u8::is_ascii_uppercase)?;
    let after = rest[1..].trim_start();
    let alone = after.is_empty() || after.starts_with(['–', '—', ':']) || after.starts_with("- ");
    // "Section 2 I" is a Roman number of something else.
    (alone && letter != b'I' && letter != b'V' && letter != b'X')
        .then(|| (letter - b'A' + 1, text.len() - rest.len() + 1))
}

/// The endings of ordinal numbers in figures: "1er", "Ier", "2nd", "1ο".
pub(super) const ENDINGS: [&str; 16] =
    ["er", "re", "ère", "ier", "ème", "eme", "nde", "nd", "st", "rd", "th", "e", "ο", "Ο", "ον", "η"];

/// The number of "1er", "Ier", "Ire", "IIe".
pub(super) fn ordinal_number(token: &str) -> Option<&str> {
    ENDINGS.iter().find_map(|ending| {
        let number = token.strip_suffix(ending)?;
        let figures = number.bytes().all(|b| b.is_ascii_digit());
        let roman = number.bytes().all(|b| b.is_ascii_uppercase()) && roman::read(number).is_some();
        (!number.is_empty() && (figures || roman)).then_some(number)
    })
}

/// The signs of ordinal numbers.
pub(super) const SIGNS: [char; 3] = ['º', '°', 'ª'];

/// The length of the ending of an ordinal whose letter was raised: ".o" of "Artigo 1.o".
pub(super) fn raised_ordinal(rest: &str) -> usize {
    let raised = rest.strip_prefix(".o").filter(|after| !after.starts_with(char::is_alphanumeric));
    raised.map_or(0, |_| ".o".len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words_are_read_with_their_tens() {
        assert_eq!(in_words("premier"), Some((1, 7)));
        assert_eq!(in_words("الثانية عشرة").map(|(value, _)| value), Some(12));
        assert_eq!(in_words("الحادية والعشرون").map(|(value, _)| value), Some(21));
        assert_eq!(in_words("décima primeira – do prazo").map(|(value, _)| value), Some(11));
        assert_eq!(in_words("Second Protocol").map(|(value, _)| value), Some(2));
        assert_eq!(in_words("the"), None);
    }

    #[test]
    fn ordinals_that_end_with_a_stop_count() {
        let counted = |text: &str| in_ordinal(text).map(|(value, _)| value);
        assert_eq!(counted("Segunda. Obligaciones."), Some(2));
        assert_eq!(counted("TERCERA.- Las partes"), Some(3));
        assert_eq!(counted("Second, the Parties"), None);
        assert_eq!(counted("Segunda parte"), None);
    }

    #[test]
    fn what_was_put_in_behind_a_hyphen_is_read() {
        assert_eq!(inserted_after_hyphen("-bis Text"), Some((1, 4)));
        assert_eq!(inserted_after_hyphen("-A. É"), Some((1, 2)));
        assert_eq!(inserted_after_hyphen("-Text"), None);
    }
}
