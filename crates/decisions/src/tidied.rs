//! Names and texts as they are saved: what cannot be seen in them, and spaces that nobody means, would make two names of
//! one and break tables.

use super::{Decision, Settlement};
use crosscut_text::lexicon::invisible::stripped;
use unicode_normalization::UnicodeNormalization;

/// A name in one line: no control or invisible characters, one space between words, each letter in its composed form.
///
/// ```
/// use crosscut_decisions::one_line;
/// assert_eq!(one_line(" Incident\t \u{200b}reporting\n"), "Incident reporting");
/// ```
pub fn one_line(name: &str) -> String {
    // A control character keeps words apart where it stands alone: "a\u{b}b" is two words.
    let spaced: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).nfc().collect();
    stripped(&spaced).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of several lines, in the coder's own spacing and without control characters.
pub(super) fn text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let seen: String = text.chars().filter(|&c| c == '\n' || c == '\t' || !c.is_control()).nfc().collect();
    seen.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

impl Decision {
    /// The same with its names and texts as they are saved. Words of clauses stay as they are.
    pub(super) fn tidied(mut self) -> Self {
        let named = |name: &mut String| *name = one_line(name);
        let told = |words: &mut String| *words = text(words);
        match &mut self {
            Self::Confirm { name, definition, .. } => {
                named(name);
                definition.iter_mut().for_each(told);
            }
            Self::Rename { name, .. }
            | Self::Split { name, .. }
            | Self::Resolve { settle: Settlement::Name { name }, .. } => named(name),
            Self::Define { definition, .. }
            | Self::Resolve { settle: Settlement::Definition { definition }, .. } => told(definition),
            Self::Reject { comment, .. } => comment.iter_mut().for_each(told),
            Self::Note { text, .. } => told(text),
            Self::Together { decisions } => {
                *decisions = std::mem::take(decisions).into_iter().map(Self::tidied).collect();
            }
            _ => {}
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::element;

    #[test]
    fn names_are_saved_in_one_line_and_texts_without_what_cannot_be_seen() {
        for (typed, saved) in [
            ("Incident  reporting", "Incident reporting"),
            ("\tIncident\u{a0}reporting\r\n", "Incident reporting"),
            ("a\u{b}b\u{202e}c\u{0}", "a bc"),
            ("e\u{301}change", "échange"),
            ("👩\u{200d}🚀 crew", "👩\u{200d}🚀 crew"),
        ] {
            assert_eq!(one_line(typed), saved, "{typed:?}");
        }
        let define =
            |definition: &str| Decision::Define { element: element(1), definition: definition.into() };
        let typed = define(" One  thing,\u{7}\r\n\tand another. \n\n");
        assert_eq!(typed.tidied(), define("One  thing,\n\tand another."));
        let rename = |name: &str| Decision::Rename { element: element(1), name: name.into() };
        let together = |one: Decision| Decision::Together { decisions: vec![one, Decision::Finish] };
        assert_eq!(together(rename("a  b")).tidied(), together(rename("a b")));
    }
}
