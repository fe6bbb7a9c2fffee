//! What a line can lose at its end: where something is ruled on, which says nothing to who reads the name alone.

use super::line::{Known, bare};
use crosscut_text::form::sense;
use crosscut_text::lexicon::is_pointer;

/// Words of the longest reference.
const WORDS: usize = 12;
/// Words that may open it and carry a topic: "in accordance".
const BOUND: usize = 3;

/// Without a reference at its end: "in accordance with articles 44 to 50 of this Convention", "under Article 12".
pub(super) fn without_reference(text: &str, known: Known<'_>) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let least = line.len().saturating_sub(WORDS).max(1);
    let refers = |word: &&str| {
        let word = bare(word);
        word.contains(char::is_numeric)
            || word.chars().count() < 2
            || points(word)
            || known.is_small(word)
            || is_kind(word, known)
    };
    let only = (least..line.len()).rev().take_while(|&at| refers(&line[at])).last();
    // It begins with what opens a bound ("in accordance with"), and holds a pointer and a number.
    let start = only.and_then(|only| {
        (only.saturating_sub(BOUND).max(1)..line.len()).find(|&at| {
            let rest = &line[at..];
            let opens = if at < only { known.is_bound(rest) } else { known.is_aside(rest) };
            opens
                && rest.iter().any(|word| points(word))
                && rest.iter().any(|word| word.contains(char::is_numeric))
        })
    });
    match start {
        Some(at) if known.topics(&line[..at]) > 1 => line[..at].join(" "),
        _ => text.to_owned(),
    }
}

/// Whether a word points to a place in a document; "l'article" does.
fn points(word: &str) -> bool {
    bare(word).rsplit(['\'', '’']).next().is_some_and(is_pointer)
}

fn is_kind(word: &str, known: Known<'_>) -> bool {
    let senses = known.words.map(|words| words.senses(word, 1)).unwrap_or_default();
    senses.iter().any(|sense| sense & sense::KIND != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::Language;
    use crosscut_text::form::form_words;

    #[test]
    fn a_reference_goes_and_what_is_ruled_stays() {
        for (language, text, left) in [
            (
                Language::English,
                "Coordinated disclosure of wrecks under Article 12",
                "Coordinated disclosure of wrecks",
            ),
            (
                Language::English,
                "Cooperate in harbour matters in accordance with articles 44 to 50 of this Convention",
                "Cooperate in harbour matters",
            ),
            (
                Language::English,
                "Keep lamps lit under the rules of the harbour",
                "Keep lamps lit under the rules of the harbour",
            ),
            (Language::English, "Keep at least 12 lamps for winter", "Keep at least 12 lamps for winter"),
            (Language::English, "Amend Article 12", "Amend Article 12"),
            (
                Language::French,
                "Protéger les lampes du port conformément à l'article 5",
                "Protéger les lampes du port",
            ),
        ] {
            let known = Known { language, words: form_words(language), act: None, actor: None, led: false };
            assert_eq!(without_reference(text, known), left);
        }
    }
}
