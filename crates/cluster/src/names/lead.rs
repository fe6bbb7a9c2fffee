//! What a sentence begins with and can lose: why, how, when or where something is asked.

use super::brief::aside;
use super::line::{Known, bare};
use crosscut_text::lexicon::is_conjunction;
use crosscut_text::strength::{is_condition, is_relative, is_that};

/// Words among which a condition shows: "in the event that".
const CONDITION: usize = 5;

/// Without a purpose before whom it asks, which would lose its "to": "To keep the peace, the harbour invites others".
pub(super) fn without_purpose<'t>(text: &'t str, known: Known<'_>) -> &'t str {
    let first = text.split_whitespace().next().unwrap_or_default();
    if known.marks_infinitive(first) { after_adjunct(text, known).unwrap_or(text) } else { text }
}

/// Without all that comes first, up to a comma, and only says how, when or where: "By lighting lamps, keepers can help ships".
pub(super) fn without_adjunct<'t>(text: &'t str, known: Known<'_>) -> &'t str {
    let mut text = text;
    while let Some(rest) = after_adjunct(text, known) {
        text = rest;
    }
    text
}

/// What follows the phrase that comes first, where a whole sentence does.
fn after_adjunct<'t>(text: &'t str, known: Known<'_>) -> Option<&'t str> {
    let line: Vec<&str> = text.split_whitespace().collect();
    let words = known.words?;
    let start = line[..line.len().min(CONDITION)].join(" ");
    let opens = known.marks_infinitive(line.first()?) || words.is_break(&start) || words.is_hedge(&start);
    let depends = line[..line.len().min(CONDITION)].iter().any(|word| {
        is_condition(word, known.language)
            || is_that(word, known.language)
            || is_relative(word, known.language)
    });
    let end = aside(&line, known).filter(|end| opens && !depends && end + 1 < line.len())?;
    let rest = &line[end + 1..];
    // "In winter, in spring and at night": phrases that only follow each other.
    let anew = !is_conjunction(bare(rest[0])) && !known.is_aside(rest);
    let act = known.act_in(rest).is_some_and(|at| at > 0 || known.is_verb(rest[0]));
    let whole = rest.iter().any(|word| known.is_finite(word)) || act;
    let at = text.match_indices(',').find(|(at, _)| text[..=*at].split_whitespace().count() == end + 1)?.0;
    Some(text[at + 1..].trim_start()).filter(|_| anew && whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::Language;
    use crosscut_text::form::form_words;

    fn known(language: Language) -> Known<'static> {
        Known { language, words: form_words(language), act: None, actor: None, led: false }
    }

    #[test]
    fn what_comes_first_goes_where_a_sentence_follows() {
        for (language, text, left) in [
            (
                Language::English,
                "To keep the peace, the harbour should invite others",
                "the harbour should invite others",
            ),
            (Language::English, "By lighting lamps, keepers can help ships", "keepers can help ships"),
            (Language::English, "During storms, nights and fogs of winter, lamps are lit", "lamps are lit"),
            (Language::English, "In winter, in fog and at night", "In winter, in fog and at night"),
            (
                Language::English,
                "In the event that a ship is late, lamps are lit",
                "In the event that a ship is late, lamps are lit",
            ),
            (Language::English, "Lamps, boats and nets are kept", "Lamps, boats and nets are kept"),
            (
                Language::French,
                "Pendant les nuits d'hiver, les lampes doivent brûler",
                "les lampes doivent brûler",
            ),
        ] {
            assert_eq!(without_adjunct(text, known(language)), left);
        }
        let purpose = "To keep the peace, the harbour should invite others";
        assert_eq!(without_purpose(purpose, known(Language::English)), "the harbour should invite others");
        let place = "In winter, lamps are lit";
        assert_eq!(without_purpose(place, known(Language::English)), place);
    }
}
