//! How the parts of an agreement announce themselves: reasons, formulas, signatures, contents.

use crate::lexicon::{self, Words, punctuation};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Phrases by their first letter, by which nearly all texts are told apart from them.
struct Phrases {
    by_first: BTreeMap<char, Vec<&'static str>>,
}

impl Phrases {
    /// The phrases of one kind in all languages.
    fn new(kind: fn(&Words) -> &'static [&'static str]) -> Self {
        let mut by_first: BTreeMap<char, Vec<&'static str>> = BTreeMap::new();
        for phrase in lexicon::all(kind) {
            by_first.entry(phrase.chars().next().unwrap_or(' ')).or_default().push(phrase);
        }
        Self { by_first }
    }

    /// The phrases that begin with the same letter as a text in any case.
    fn near(&self, text: &str) -> &[&'static str] {
        let first = text.chars().next().and_then(|c| c.to_lowercase().next());
        first.and_then(|first| self.by_first.get(&first)).map_or(&[], Vec::as_slice)
    }

    /// Whether the first `letters` of a text, in any case, begin with a phrase and what follows it fits.
    fn begin(&self, text: &str, letters: usize, fits: impl Fn(&str, &str) -> bool) -> bool {
        let mut near = self.near(text).iter().filter(|phrase| begins(text, letters, phrase)).peekable();
        // Nearly all texts are told apart from all phrases without a copy of their first letters.
        if near.peek().is_none() {
            return false;
        }
        let start: String = text.chars().take(letters).collect::<String>().to_lowercase();
        near.any(|phrase| start.strip_prefix(phrase).is_some_and(|rest| fits(phrase, rest)))
    }

    /// Whether a text, in any case, is one of the phrases.
    fn hold(&self, text: &str) -> bool {
        let near = self.near(text);
        !near.is_empty() && near.contains(&text.to_lowercase().as_str())
    }
}

/// Whether the first `letters` of a text, in any case, may begin with a phrase in small letters. Both forms of sigma are
/// one here.
fn begins(text: &str, letters: usize, phrase: &str) -> bool {
    let sigma = |c: char| if c == 'ς' { 'σ' } else { c };
    let mut low = text.chars().take(letters).flat_map(char::to_lowercase).map(sigma);
    phrase.chars().map(sigma).all(|wanted| low.next() == Some(wanted))
}

/// Whether a text begins like a reason in a preamble, in any case of letters.
pub(super) fn opens_reason(text: &str) -> bool {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(|words| words.reasons));
    PHRASES.begin(text, 32, ends_word)
}

/// Whether a text begins as the orders of a resolution do: "instructs the Secretary-General".
pub(super) fn opens_operative(text: &str) -> bool {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(|words| words.operative));
    PHRASES.begin(text, 32, ends_word)
}

/// Whether a phrase is over where the rest of a text begins.
fn ends_word(phrase: &str, rest: &str) -> bool {
    // Words of scripts without spaces end anywhere.
    let joined = phrase.starts_with(|c: char| c >= '\u{2e80}');
    joined || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')
}

/// How the words begin that turn a preamble into provisions: "HAVE AGREED AS FOLLOWS:".
pub(super) fn is_enacting_formula(text: &str) -> bool {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(|words| words.enacting));
    text.len() <= 240 && PHRASES.begin(text.trim_start(), 60, |_, _| true)
}

/// Whether a text names the parties that go on to give reasons: "The States Parties to this Convention,".
pub(super) fn opens_parties(text: &str) -> bool {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(|words| words.parties));
    let goes_on = text.ends_with(|c| punctuation::is_comma(c) || punctuation::is_colon(c));
    PHRASES.begin(text, 40, |_, _| true) && (goes_on || text.contains(';'))
}

/// Whether a text begins like the words before signatures: "IN WITNESS WHEREOF", "Done at".
pub(super) fn opens_signature(text: &str) -> bool {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(|words| words.signature));
    PHRASES.begin(text.trim_start(), 40, |_, _| true)
}

/// "Whereas:" alone.
pub(super) fn is_whereas(text: &str) -> bool {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(|words| words.whereas));
    text.len() < 60 && PHRASES.hold(text.trim_end_matches([':', ',', ' ', '\u{a0}']))
}

/// Whether a heading announces a table of contents.
pub(super) fn is_contents(text: &str) -> bool {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(|words| words.contents));
    text.len() < 60 && PHRASES.hold(text.trim().trim_end_matches(':'))
}

/// Whether a heading announces a preamble.
pub(super) fn is_preamble(text: &str) -> bool {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(|words| words.preamble));
    text.len() < 40 && PHRASES.hold(text.trim().trim_end_matches([':', '.']))
}

/// Whether a sentence that is over announces points, as in Japanese and Korean: "次の各号に…なければならない。".
pub(super) fn announces_points(text: &str) -> bool {
    static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| lexicon::all(|words| words.announcing).collect());
    !text.is_ascii() && WORDS.iter().any(|word| text.contains(word))
}

/// Whether a sentence is not over at the end of a line: the next line is not a heading then.
pub(super) fn runs_on(before: &str) -> bool {
    static WORDS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| lexicon::all(|words| words.open_ends).collect());
    before.ends_with(',') || before.rsplit(' ').next().is_some_and(|last| WORDS.contains(last))
}

/// How many words a text has, at most a hundred; two characters of a script without spaces count as one.
pub(super) fn length(text: &str) -> usize {
    let joined = text.chars().filter(|c| ('\u{2e80}'..'\u{ac00}').contains(c)).take(200).count();
    text.split_whitespace().take(100).count() + joined / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_told_from_provisions() {
        assert!(opens_reason("Considering that trust is needed"));
        assert!(opens_reason("RECALLING its resolution"));
        assert!(opens_reason("Vu le traité"));
        assert!(!opens_reason("Considerings are many"));
        assert!(!opens_reason("Each Party shall"));
        assert!(is_enacting_formula("HAVE AGREED AS FOLLOWS:"));
        assert!(opens_signature("Done at Geneva, on the second day"));
    }
}
