//! Units that are named together, mostly because nothing is left of them: "Articles 3 to 5 (repealed)", "§§ 3–6".

use super::number::{Reading, readings};
use crate::lexicon::{Division, division_and_number, joins_numbers, punctuation};

/// Units that are named together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Several {
    /// What they are.
    pub(super) word: Division,
    /// The first number.
    pub(super) first: Reading,
    /// The last.
    pub(super) last: Reading,
    /// Where what follows the numbers begins.
    pub(super) end: usize,
}

/// The first and the last of the units that `text` names together, where it does nothing else.
pub(super) fn several(text: &str) -> Option<Several> {
    let (word, plural, head) = unit(text)?;
    let (first, mut at) = number(text, head)?;
    let (mut last, mut dashed) = (None, true);
    while let Some((joint, next)) = joint(text, at).and_then(|(joint, end)| Some((joint, number(text, end)?)))
    {
        dashed &= joint == '-';
        (last, at) = (Some(next.0), next.1);
    }
    let last = last.filter(|last| last.series == first.series && last.value() > first.value())?;
    let rest = text[at..].trim();
    // "Article 3-1" was put in after Article 3, and "Article 4–6 applies" cites.
    let sure = plural || !dashed || bracketed(rest) || rest.split(' ').count() == 1 && !rest.is_empty();
    let end = text.len() - rest.len();
    (sure && nothing_more(rest)).then_some(Several { word, first, last, end })
}

/// Whether the whole of a text is in brackets, in few words: "(repealed)", "[Not used]".
pub(super) fn bracketed(text: &str) -> bool {
    const FEW: usize = 6;
    let open = text.starts_with(['(', '[', '（']);
    let inside = text.trim_matches(['(', ')', '[', ']', '（', '）']);
    open && text.ends_with([')', ']', '）'])
        && !inside.contains(['(', ')', '[', ']'])
        && inside.contains(char::is_alphabetic)
        && inside.split_whitespace().count() <= FEW
}

/// The word for the units, whether it is a plural, and where the first number may begin.
fn unit(text: &str) -> Option<(Division, bool, usize)> {
    if let Some(rest) = text.strip_prefix('§') {
        let signs = text.len() - rest.trim_start_matches('§').len();
        return Some((Division::Article, signs > '§'.len_utf8(), signs));
    }
    let opens = text.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let end = text.find(|c: char| !c.is_alphabetic()).filter(|end| opens && *end <= 40)?;
    let (word, plural) = division_and_number(&text[..end])?;
    let end = end + usize::from(text[end..].starts_with('.'));
    word.is_titled().then_some((word, plural, end))
}

/// The number at `from`, behind blanks and a sign that may come again ("§ 3 to § 5"), and where it ends.
fn number(text: &str, from: usize) -> Option<(Reading, usize)> {
    let rest = text[from..].trim_start().trim_start_matches('§').trim_start();
    let token: usize = rest.chars().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
    let plain = |reading: &Reading| reading.path().len() == 1 && reading.doubt == 0;
    let counts = rest.starts_with(|c: char| c.is_numeric() || c.is_ascii_uppercase());
    let reading = readings(&rest[..token]).into_iter().find(plain).filter(|_| counts)?;
    Some((reading, text.len() - rest.len() + token))
}

/// What joins two numbers at `from`, a dash or anything else, and where it ends.
fn joint(text: &str, from: usize) -> Option<(char, usize)> {
    let rest = text[from..].trim_start();
    let start = text.len() - rest.len();
    let first = rest.chars().next()?;
    if matches!(first, '-' | '–' | '—' | '‑') {
        return Some(('-', start + first.len_utf8()));
    }
    if matches!(first, ',' | '、' | '/') {
        return Some((',', start + first.len_utf8()));
    }
    let word: usize = rest.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    joins_numbers(&rest[..word]).then_some(('w', start + word))
}

/// Whether what follows the numbers is no sentence: nothing, a word in brackets, a word or three that no stop ends.
fn nothing_more(rest: &str) -> bool {
    const FEW: usize = 3;
    let set_off = rest.trim_start_matches([':', '.', '–', '—', '-', ' ']);
    let lower = set_off.len() == rest.len() && rest.starts_with(char::is_lowercase);
    let few = set_off.split_whitespace().count() <= FEW && !punctuation::ends(set_off);
    rest.is_empty() || bracketed(set_off) || few && !lower && !set_off.contains(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_named_together_are_told_from_references() {
        let range = |text: &str| {
            several(text).map(|found| {
                let printed = format!("{}-{}", found.first.value(), found.last.value());
                (printed, text[found.end..].to_owned())
            })
        };
        for (text, printed, rest) in [
            ("Articles 3 to 5", "3-5", ""),
            ("Articles 3 to 5 [Repealed]", "3-5", "[Repealed]"),
            ("§§ 3 bis 5 (weggefallen)", "3-5", "(weggefallen)"),
            ("§§ 3–6", "3-6", ""),
            ("Art. 2 et 3", "2-3", ""),
            ("Art. 5–7 Aufgehoben", "5-7", "Aufgehoben"),
            ("Artículos 8, 9 y 10 (derogados)", "8-10", "(derogados)"),
            ("Sections 4 and 5: repealed", "4-5", ": repealed"),
        ] {
            assert_eq!(range(text), Some((printed.to_owned(), rest.to_owned())), "{text}");
        }
        for text in [
            "Articles 3 to 5 apply.",
            "Articles 3 to 5 of the Convention",
            "Article 3-1",
            "Article 5",
            "Article 3 bis",
            "Article 2 and the annex",
            "Sections are numbered",
        ] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
