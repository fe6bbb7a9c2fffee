//! A clause cut to the length of a name: where it can be, at the end of a whole phrase.

use crosscut_text::Language;
use crosscut_text::form::{FormWords, sense};
use crosscut_text::lexicon::is_conjunction;
use crosscut_text::strength::{is_relative, is_that};

/// Words that are not worth a sign that something is missing.
const REST: usize = 3;
/// Words that carry a topic, which a phrase has at least before what follows may be left out.
const WHOLE: usize = 4;

/// The first words, until about `content` of them carry a topic; never ending in a small word. What begins with its verb
/// (`asks`) and ends before a clause about a noun, a further point or a bound ("in accordance with its laws") is whole; all
/// else ends in "…", for the verb may be what is missing.
pub(crate) fn cut(
    text: &str,
    asks: bool,
    content: usize,
    language: Language,
    words: Option<&FormWords>,
) -> String {
    if !text.contains(' ') {
        // Without spaces two signs are about a word.
        let short: String = text.chars().take(3 * content).collect();
        return if short.len() < text.len() { format!("{short}…") } else { short };
    }
    let all: Vec<&str> = text.split_whitespace().collect();
    let small: Vec<bool> = all.iter().map(|word| is_small(word, words)).collect();
    let mut topics = (0..all.len()).filter(|&at| !small[at]);
    let Some(last) = topics.nth(content.saturating_sub(1)).filter(|last| all.len() - last > 1 + REST) else {
        return text.to_owned();
    };
    let topics = |end: usize| small[..end].iter().filter(|small| !**small).count();
    let said = |end: &usize| asks && !small[end - 1] && topics(*end) >= WHOLE.min(content);
    let ends: Vec<usize> = (1..=last + 1).rev().filter(said).collect();
    let whole = ends.iter().find(|end| opens_aside(&all, **end, language, words));
    let whole = whole.or_else(|| ends.iter().find(|end| opens_point(&all, &small, **end, words)));
    if let Some(&end) = whole {
        return all[..end].join(" ").trim_end_matches(',').to_owned();
    }
    let end = last + 1;
    let clause_end = (content / 2..end).rev().find(|&at| all[at].ends_with(','));
    let end = clause_end.filter(|at| at + 3 > end).map_or(end, |at| at + 1);
    let kept = (1..=end).rev().find(|&end| !small[end - 1]).unwrap_or(end);
    format!("{}…", all[..kept].join(" ").trim_end_matches([',', '-', '–', '—']))
}

/// Whether a clause about the noun before it begins at a place, or what only says within which bounds. Between commas such
/// bounds come before what is asked, and after "that" before the verb.
fn opens_aside(all: &[&str], at: usize, language: Language, words: Option<&FormWords>) -> bool {
    let inside = all[at - 1].ends_with(',') || all[..at].iter().any(|word| is_that(word, language));
    let bound = words.is_some_and(|words| words.is_hedge(&all[at..].join(" ")));
    is_relative(all[at], language) || (bound && !inside)
}

/// Whether a further point begins at a place, with a verb or an article. The members of an enumeration belong together:
/// "direct, indirect and other losses", "revised and new versions".
fn opens_point(all: &[&str], small: &[bool], at: usize, words: Option<&FormWords>) -> bool {
    let verb = |word: &str| {
        let senses = words.map(|words| words.senses(word, 1)).unwrap_or_default();
        senses.iter().any(|sense| sense & (sense::ACTION | sense::IMPERATIVE) != 0)
    };
    let begins = small.get(at + 1).is_some_and(|small| *small || verb(all[at + 1]));
    let listed = all[..at].iter().rev().take(4).any(|word| word.ends_with(','));
    is_conjunction(all[at]) && begins && !listed
}

fn is_small(word: &str, words: Option<&FormWords>) -> bool {
    match words {
        Some(words) => words.senses(word, 1).first().is_none_or(|senses| senses & sense::STOP != 0),
        None => word.chars().filter(|c| c.is_alphabetic()).count() < 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::form::form_words;

    fn short(text: &str) -> String {
        cut(text, true, 8, Language::English, form_words(Language::English))
    }

    #[test]
    fn a_long_clause_ends_after_a_word_that_carries_a_topic() {
        let text = "Operators keep lists of networks, of the people that run them at night, of the keys that open \
                    their doors in winter.";
        let found = short(text);
        assert!(found.ends_with('…') && found.len() < 90, "{found}");
        assert_eq!(short("Protect keys"), "Protect keys");
    }

    #[test]
    fn where_a_phrase_is_whole_nothing_seems_to_be_missing() {
        for (text, whole) in [
            (
                "Keep intact all notices of the lamps in the harbour and all other notices that refer to the keys of keepers on winter nights",
                "Keep intact all notices of the lamps in the harbour",
            ),
            (
                "Report wrecks near the harbour to the keeper in accordance with the rules on lamps and boats of winter",
                "Report wrecks near the harbour to the keeper",
            ),
            (
                "Pay the keepers of every harbour lamp, which are bound to be awake at night during all winter months",
                "Pay the keepers of every harbour lamp",
            ),
        ] {
            assert_eq!(short(text), whole);
        }
        let half = "Ensure that keepers held liable in accordance with the rules on lamps are subject to a fine of ten coins";
        assert!(short(half).ends_with('…'), "{}", short(half));
        let subject = "The keepers of all the harbour lamps, who are awake on winter nights, are paid by the town council of the old harbour every spring";
        assert!(cut(subject, false, 8, Language::English, form_words(Language::English)).ends_with('…'));
        let listed = "No keeper is liable for direct, indirect, incidental or consequential losses of boats and nets in the winter storms of past years";
        assert!(!short(listed).ends_with("incidental"), "{}", short(listed));
    }
}
