//! A point of a list with what leads to it, as one sentence.

use super::line::bare;
use super::said::{Said, plain};
use crate::corpus::Corpus;
use crosscut_text::form::{FormWords, form_words, sense};
use crosscut_text::{Language, Strength};

/// Words of the longest lead-in that is read with its point.
const LEAD: usize = 40;

impl<'c> Said<'c> {
    /// Whether what leads to a point asks for something of its own, which the point alone would not say or turn round: "make it an
    /// offence to" before "break lamps", but not "keepers shall".
    pub(crate) fn is_led_on(&self, corpus: &Corpus<'c>, node: usize) -> bool {
        let Some(joined) = Self::joined(corpus, node) else { return false };
        let binds = matches!(joined.strength, Some(Strength::Shall | Strength::Should | Strength::Encourage));
        let asked = joined.demand();
        let line: Vec<&str> = asked.split_whitespace().collect();
        let own = self.text.split_whitespace().count();
        let led = &line[..line.len().saturating_sub(own)];
        binds && !line.is_empty() && joined.known().topics(led) > 1
    }

    /// A point of a list with the core of what leads to it before it: "Make it an offence: breaking lamps", where the whole of both is
    /// too long.
    pub(crate) fn headed(corpus: &Corpus<'c>, node: usize, point: &str) -> Option<String> {
        let language = corpus.language[node];
        let words = form_words(language).filter(|_| language != Language::Chinese)?;
        let lead = plain(corpus.context[node].lead_in.trim());
        let lead = lead.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
        let core = Self::read(lead.to_owned(), language).core()?;
        let first = point.split_whitespace().next()?;
        let act = corpus.clauses[node].act.as_deref();
        let small =
            continues(point, "", act, words, language) || words.may_be_participle(&first.to_lowercase());
        let point = if small { uncapitalised(point) } else { point.to_owned() };
        Some(format!("{core}: {point}"))
    }

    /// What a point of a list says with what leads to it: "The request states" and "the purpose of the call".
    pub(crate) fn joined(corpus: &Corpus<'c>, node: usize) -> Option<Self> {
        let language = corpus.language[node];
        let words = form_words(language).filter(|_| language != Language::Chinese)?;
        let lead = plain(corpus.context[node].lead_in.trim());
        let lead = lead.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
        let point = plain(&corpus.clauses[node].text);
        let last = lead.split_whitespace().next_back()?;
        // "Keepers are asked to" before "to light lamps".
        let point = match point.split_once(' ') {
            Some((first, rest)) if first.to_lowercase() == last.to_lowercase() => rest.to_owned(),
            _ => point,
        };
        if lead.split_whitespace().count() > LEAD {
            return None;
        }
        let goes_on = words.is_small(last) || is_verb(words, last);
        let act = corpus.clauses[node].act.as_deref();
        let small = goes_on && continues(&point, last, act, words, language);
        let point = if small { uncapitalised(&point) } else { point };
        Some(Self::read(format!("{lead}{} {point}", if goes_on { "" } else { ":" }), language))
    }
}

fn is_verb(words: &FormWords, word: &str) -> bool {
    words.senses(word, 1).iter().any(|sense| sense & (sense::ACTION | sense::IMPERATIVE) != 0)
}

/// Whether the first word of a point is written small where it goes on with a sentence that ends in `last`: behind "to" and
/// "shall" comes no name, whatever the list writes large; nor is a word one that words in small letters follow.
fn continues(point: &str, last: &str, act: Option<&str>, words: &FormWords, language: Language) -> bool {
    let mut all = point.split_whitespace();
    let Some(first) = all.next() else { return false };
    let is_large = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    // An abbreviation stays one.
    if first.chars().skip(1).any(char::is_uppercase) {
        return false;
    }
    let behind_verb = words.marks_infinitive(last) || words.is_finite(last);
    let plain = words.is_small(first) || is_verb(words, bare(first)) || act == Some(first);
    let instrument = words.senses(first, 1).iter().any(|sense| sense & sense::KIND != 0);
    let alone = language != Language::German
        && !instrument
        && all.next().is_some_and(|next| !is_large(next) && !next.contains(char::is_numeric));
    behind_verb || plain || alone
}

fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::testing::clauses;

    #[test]
    fn what_leads_on_asks_for_more_than_whom() {
        for (lead, on) in [
            ("Each Party shall make it a criminal offence to:", true),
            ("Keepers shall:", false),
            ("Each Party shall take measures to:", false),
            ("Keepers may:", false),
        ] {
            let mut given = clauses(&[("a", "break lamps of the harbour;")]);
            given[0].lead_in = Some(lead.into());
            let corpus = Corpus::of(Compared::new(&given, None));
            assert_eq!(Said::of(&corpus, 0).is_led_on(&corpus, 0), on, "{lead}");
        }
    }

    #[test]
    fn a_point_goes_on_in_small_letters_unless_it_begins_with_a_name() {
        for (lead, point, joined) in [
            (
                "Make it an offence to:",
                "Intentionally break lamps",
                "Make it an offence to intentionally break lamps",
            ),
            ("Keepers list the", "Kinds of lamps", "Keepers list the kinds of lamps"),
            ("Ships are told of the", "North Light at night", "Ships are told of the North Light at night"),
            ("Keepers speak with", "EU bodies of lamps", "Keepers speak with EU bodies of lamps"),
            ("Keepers are asked to", "To light lamps", "Keepers are asked to light lamps"),
            ("Out of scope:", "Lamps of boats", "Out of scope: Lamps of boats"),
        ] {
            let mut given = clauses(&[("a", point)]);
            given[0].lead_in = Some(lead.into());
            let said = Said::joined(&Corpus::of(Compared::new(&given, None)), 0).expect("a lead-in");
            assert_eq!(said.text, joined);
        }
    }
}
