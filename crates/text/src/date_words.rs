//! Years in words, as treaties are dated: "two thousand and nine", "deux mille neuf", "dos mil nueve".

use crate::lexicon;

/// What a word adds to a year in English, French, Spanish and Portuguese, where the lexicon counts no articles by it.
const WORDS: [(&str, u16); 73] = [
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("un", 1),
    ("treize", 13),
    ("quatorze", 14),
    ("quinze", 15),
    ("seize", 16),
    ("vingt", 20),
    ("vingts", 0),
    ("trente", 30),
    ("quarante", 40),
    ("cinquante", 50),
    ("soixante", 60),
    ("uno", 1),
    ("dos", 2),
    ("tres", 3),
    ("cuatro", 4),
    ("cinco", 5),
    ("seis", 6),
    ("siete", 7),
    ("ocho", 8),
    ("nueve", 9),
    ("diez", 10),
    ("once", 11),
    ("doce", 12),
    ("trece", 13),
    ("catorce", 14),
    ("quince", 15),
    ("dieciséis", 16),
    ("diecisiete", 17),
    ("dieciocho", 18),
    ("diecinueve", 19),
    ("veinte", 20),
    ("veintiuno", 21),
    ("veintidós", 22),
    ("veintitrés", 23),
    ("veinticuatro", 24),
    ("veinticinco", 25),
    ("veintiséis", 26),
    ("veintisiete", 27),
    ("veintiocho", 28),
    ("veintinueve", 29),
    ("treinta", 30),
    ("cuarenta", 40),
    ("cincuenta", 50),
    ("sesenta", 60),
    ("setenta", 70),
    ("ochenta", 80),
    ("noventa", 90),
    ("dois", 2),
    ("três", 3),
    ("quatro", 4),
    ("sete", 7),
    ("oito", 8),
    ("nove", 9),
    ("dez", 10),
    ("doze", 12),
    ("treze", 13),
    ("dezesseis", 16),
    ("dezasseis", 16),
    ("dezessete", 17),
    ("dezassete", 17),
    ("dezoito", 18),
    ("dezanove", 19),
    ("dezenove", 19),
    ("vinte", 20),
    ("trinta", 30),
];
/// How years begin, and where they count from.
const STARTS: [(&[&str], u16); 8] = [
    (&["two", "thousand"], 2000),
    (&["nineteen", "hundred"], 1900),
    (&["one", "thousand", "nine", "hundred"], 1900),
    (&["deux", "mille"], 2000),
    (&["dos", "mil"], 2000),
    (&["dois", "mil"], 2000),
    (&["mil", "novecientos"], 1900),
    (&["mil", "neuf", "cent"], 1900),
];

/// The year that a text has in words.
pub(crate) fn year(text: &str) -> Option<u16> {
    // Nearly no text has one.
    if !["thousand", "hundred", "mil"].iter().any(|word| holds(text, word)) {
        return None;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let starts = STARTS.iter().filter_map(|(start, base)| {
        let at = words.windows(start.len()).position(|window| window == *start)?;
        Some((&words[at + start.len()..], *base))
    });
    let (rest, base) = starts.max_by_key(|(_, base)| *base)?;
    let mut more = 0_u16;
    for word in rest {
        let known = WORDS.iter().find(|(known, _)| known == word).map(|(_, value)| *value);
        match known.or_else(|| lexicon::cardinal_word(word)) {
            // "quatre-vingt": four times twenty.
            Some(20) if more == 4 => more = 80,
            Some(value) => more = more.saturating_add(value),
            None if ["and", "et", "y", "e"].contains(word) => {}
            None => break,
        }
    }
    (1..100).contains(&more).then_some(base + more)
}

/// Whether a text holds a word in any case of ASCII letters.
fn holds(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_words_are_read() {
        for (text, wanted) in [
            ("DONE at Alma this third day of June, two thousand and twenty-nine.", Some(2029)),
            ("in the Year Two Thousand and Thirty Seven", Some(2037)),
            ("le trois juin deux mille vingt-neuf, en double exemplaire", Some(2029)),
            ("mil neuf cent quatre-vingt-douze", Some(1992)),
            ("a los tres días de mayo de dos mil veintinueve", Some(2029)),
            ("nineteen hundred and ninety-two", Some(1992)),
            ("two thousand copies", None),
            ("a thousand lamps", None),
        ] {
            assert_eq!(year(text), wanted, "{text}");
        }
    }
}
