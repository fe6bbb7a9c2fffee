//! Words and compounds of a text: where they are, and which of them are written in one piece elsewhere.

use crate::Span;
use unicode_segmentation::UnicodeSegmentation;

/// Words that take one place in the text: a plain word, or the parts of a compound ("co-operation").
pub(super) struct Group<'t> {
    /// From the first part to the end of the last.
    pub(super) span: Span,
    /// UAX 29 words with their places.
    pub(super) parts: Vec<(usize, &'t str)>,
    /// The parts in one piece; for a word with a zero-width space inside, the word.
    pub(super) joined: Option<String>,
    /// Whether the parts are words by themselves: those of a word that only a zero-width space cuts are not.
    pub(super) has_parts: bool,
}

/// The words of a text, compounds together. `is_prefix` says whether a word in lower case never occurs alone ("co").
pub(super) fn groups<'t>(
    text: &'t str,
    is_prefix: impl Fn(&str) -> bool + 't,
) -> impl Iterator<Item = Group<'t>> + 't {
    let words = text
        .unicode_word_indices()
        .flat_map(|(start, word)| unglued(start, word))
        .filter(|(_, word)| word.chars().any(|c| c.is_alphanumeric() && !super::fold::is_accent(c)));
    let mut words = words.peekable();
    std::iter::from_fn(move || {
        let (start, word) = words.next()?;
        let mut parts = vec![(start, word)];
        let (mut end, mut has_parts) = (start + word.len(), false);
        while let Some(&(next, after)) = words.peek() {
            let last = parts[parts.len() - 1].1;
            match link(last, &text[end..next], after, &is_prefix) {
                Link::None => break,
                Link::Compound => has_parts = true,
                Link::Unseen => {}
            }
            end = next + after.len();
            parts.push((next, after));
            words.next();
        }
        let joined = (parts.len() > 1).then(|| parts.iter().map(|(_, part)| *part).collect());
        Some(Group { span: Span::new(start, end)?, parts, joined, has_parts })
    })
}

/// A word in two where the space behind a full stop or a colon is missing: "parents.States", "shall:Encourage", "a.may".
/// "example.org" and "U.N" are one word.
fn unglued(start: usize, word: &str) -> impl Iterator<Item = (usize, &str)> {
    let sign = word.find(['.', ':']).filter(|at| {
        let (before, after) = (&word[..*at], &word[at + 1..]);
        let follows = after.chars().next();
        let is_sentence = before.ends_with(char::is_lowercase) && follows.is_some_and(char::is_uppercase);
        let is_point = before.len() == 1 && after.len() > 1 && after.chars().all(char::is_lowercase);
        let is_dotted = before.chars().count() == 1 && after.chars().nth(1).is_none_or(|c| c == '.');
        (is_sentence && !is_dotted) || is_point
    });
    let (first, rest) = match sign {
        Some(at) => ((start, &word[..at]), Some((start + at + 1, &word[at + 1..]))),
        None => ((start, word), None),
    };
    std::iter::once(first).chain(rest)
}

enum Link {
    None,
    /// A hyphen, or a space after a prefix.
    Compound,
    /// A zero-width space or the like inside a word.
    Unseen,
}

fn link(before: &str, gap: &str, after: &str, is_prefix: &impl Fn(&str) -> bool) -> Link {
    let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else {
        return Link::None;
    };
    if !is_spaced(left) || !is_spaced(right) || !(left.is_alphabetic() || right.is_alphabetic()) {
        return Link::None;
    }
    let mut signs = gap.chars().filter(|c| *c != '\u{ad}');
    match (signs.next(), signs.next()) {
        (Some('-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{ff0d}' | '\u{fe63}'), None) => Link::Compound,
        (Some(' ' | '\u{a0}'), None)
            if right.is_lowercase() && before.chars().count() > 1 && is_prefix(before) =>
        {
            Link::Compound
        }
        (Some('\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}'), None) => Link::Unseen,
        _ => Link::None,
    }
}

/// Whether a character belongs to a script that puts spaces between words.
pub fn is_spaced(c: char) -> bool {
    !matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_one_place() {
        let read = |text: &str| -> Vec<String> {
            let shown = |group: Group<'_>| {
                let parts: Vec<&str> = group.parts.iter().map(|(_, part)| *part).collect();
                match (group.joined, group.has_parts) {
                    (Some(joined), true) => format!("{}={joined}", parts.join("+")),
                    (Some(joined), false) => joined,
                    (None, _) => parts.concat(),
                }
            };
            groups(text, |word| word == "co").map(shown).collect()
        };
        assert_eq!(read("the co-operation"), ["the", "co+operation=cooperation"]);
        assert_eq!(read("co operation, Co Ltd, co. a"), ["co+operation=cooperation", "Co", "Ltd", "co", "a"]);
        assert_eq!(read("state-of-the-art"), ["state+of+the+art=stateoftheart"]);
        assert_eq!(read("C-131/12 2016-2020"), ["C+131=C131", "12", "2016", "2020"]);
        assert_eq!(
            read("parents.States shall:Encourage a.may"),
            ["parents", "States", "shall", "Encourage", "a", "may"]
        );
        assert_eq!(
            read("example.org U.N. e.g. p.m EU:s v.N"),
            ["example.org", "U.N", "e.g", "p.m", "EU:s", "v.N"]
        );
        assert_eq!(read("a - b -c"), ["a", "b", "c"]);
        assert_eq!(read("inci\u{200b}dent"), ["incident"]);
        assert_eq!(read("网络\u{200b}安"), ["网", "络", "安"]);
    }
}
