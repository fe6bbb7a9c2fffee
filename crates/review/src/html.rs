//! Text of agreements and people on a page, and addresses of pages.

use crosscut::decisions::Correction;
use crosscut::text::lexicon::invisible::stripped;
use crosscut::text::{Clause, Span};
use crosscut::words::{Fold, Html, Mark, Marked, Quoter, quote};
use std::fmt::Write;

/// A text for an attribute or a title, what cannot be seen left out; to be escaped still.
pub(crate) fn plain(text: &str) -> String {
    stripped(text)
}

/// The beginning of a text, at most `most` characters, cut at a word.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text[..end].rfind(char::is_whitespace).filter(|space| space * 2 > end).unwrap_or(end);
    format!("{} …", text[..cut].trim_end())
}

/// What the clauses of a card have in common and what only one of them says.
#[derive(Default)]
pub(crate) struct Words {
    quoter: Quoter,
    marked: Marked,
}

impl Words {
    /// Compares clauses: shared are the terms of `known` and those that most of the agreements use.
    pub(crate) fn of(clauses: &[&Clause], known: &[String]) -> Self {
        let mut quoter = Quoter::default();
        let marked = quoter.compare(clauses, known);
        Self { quoter, marked }
    }

    /// The text of a clause with its words marked and corrected, a long one folded.
    pub(crate) fn quote(&mut self, clause: &Clause, corrections: &[(Span, Correction)]) -> Html {
        self.quoter.clause(clause, corrections, &self.marked, Fold::PAGE)
    }
}

/// A text with ranges of it marked as found, a long one folded.
pub(crate) fn found(text: &str, hits: impl Iterator<Item = (usize, usize)>) -> Html {
    let marks: Vec<_> = hits.map(|(start, end)| (start, end, Mark::Hit)).collect();
    quote(text, &marks, Fold::PAGE)
}

/// An address of the page with its parameters.
pub(crate) fn url(path: &str, parameters: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    for (place, (name, value)) in parameters.iter().enumerate() {
        out.push(if place == 0 { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        out.push_str(&escaped(value));
    }
    out
}

/// A text as part of an address.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(byte.into());
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_any_id() {
        assert_eq!(url("/clause", &[("id", "a b#ä/..")]), "/clause?id=a%20b%23%C3%A4%2F..");
    }

    #[test]
    fn a_text_is_shortened_at_a_word() {
        assert_eq!(shortened("one two three", 9), "one two …");
        assert_eq!(shortened("one", 9), "one");
    }
}
