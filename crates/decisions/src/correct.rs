//! Words that were recognised wrongly: found in the text of their clause, and corrected by a decision.

use super::{Anchor, Decision};
use crosscut_text::Span;

impl Decision {
    /// Says what the page has where words of a clause were recognised; `nth` tells which of several such words. `None`
    /// where the clause does not have them, or not so often.
    pub fn correct(clause: Anchor, recognised: &str, nth: u32, correct: &str) -> Option<Self> {
        let (recognised, correct) = (recognised.trim(), correct.trim());
        place_of_words(&clause.quote, recognised, nth)?;
        Some(Self::Correct { recognised: recognised.into(), nth, correct: correct.into(), clause })
    }
}

/// The places of words in a text, which begin and end where words do.
///
/// ```
/// use crosscut_decisions::places_of_words;
/// assert_eq!(places_of_words("The Stale, or the Stales", "Stale").len(), 1);
/// ```
pub fn places_of_words(text: &str, words: &str) -> Vec<Span> {
    if words.is_empty() {
        return Vec::new();
    }
    let inner = |c: Option<char>, edge: Option<char>| {
        c.is_some_and(char::is_alphanumeric) && edge.is_some_and(char::is_alphanumeric)
    };
    let whole = |(start, found): &(usize, &str)| {
        !inner(text[..*start].chars().next_back(), words.chars().next())
            && !inner(text[start + found.len()..].chars().next(), words.chars().next_back())
    };
    text.match_indices(words).filter(whole).map(|(start, found)| Span::at(start, found.len())).collect()
}

/// The place of the `nth` of such words, from 1.
pub fn place_of_words(text: &str, words: &str, nth: u32) -> Option<Span> {
    places_of_words(text, words).into_iter().nth((nth as usize).checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::State;
    use crate::fixture::{event, set};

    #[test]
    fn words_are_found_whole_and_counted() {
        let text = "tho State or tho States; nontho";
        let starts = |words| places_of_words(text, words).iter().map(|span| span.start()).collect::<Vec<_>>();
        assert_eq!(starts("tho"), [0, 13]);
        assert_eq!(starts("tho State"), [0]);
        assert_eq!(starts("; nontho"), [23]);
        assert!(starts("").is_empty());
        assert_eq!(place_of_words(text, "tho", 2), Some(Span::at(13, 3)));
        assert_eq!((place_of_words(text, "tho", 0), place_of_words(text, "tho", 3)), (None, None));
    }

    #[test]
    fn the_last_reading_of_words_holds_and_an_undo_takes_it_back() {
        let clause = set(&["a#1"]).remove(0);
        let correct = |to| Decision::correct(clause.clone(), "incidents", 1, to).expect("the clause has it");
        assert_eq!(Decision::correct(clause.clone(), "incident", 1, "x"), None);
        let first = event("anna", 1, &[], correct("accidents"));
        let second = event("bob", 1, &[("anna", 1)], correct("incidents"));
        let read = |events: &[crate::Event]| {
            let corrections = State::fold(events).corrections;
            corrections.iter().map(|one| (one.recognised.clone(), one.correct.clone())).collect::<Vec<_>>()
        };
        let told = |to: &str| vec![("incidents".to_owned(), to.to_owned())];
        assert_eq!(read(std::slice::from_ref(&first)), told("accidents"));
        assert_eq!(read(&[first.clone(), second.clone()]), told("incidents"));
        let undo = event("bob", 2, &[("anna", 1)], Decision::Undo { of: second.id });
        assert_eq!(read(&[first.clone(), second, undo]), told("accidents"));
        // Two who did not know of each other: both readings are kept.
        let apart = event("bob", 1, &[], correct("indecents"));
        let state = State::fold(&[first, apart]);
        assert_eq!(state.corrections[0].by.len(), 2);
    }
}
