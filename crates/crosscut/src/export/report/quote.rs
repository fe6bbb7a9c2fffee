//! Text of agreements as HTML: escaped, what cannot be seen made visible, shared terms marked.

use crate::visible::{self, escape_into};
use crosscut_text::{Analyzer, Language};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use unicode_segmentation::UnicodeSegmentation;

/// Quotes longer than this many characters are folded …
const FOLD: usize = 640;

/// … after about this many.
const SHOWN: usize = 420;

/// HTML that is safe to show: made by this module only, from escaped text and its own tags.
#[derive(Clone, Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// A text, escaped, what cannot be seen shown by name.
    pub(super) fn text(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        escape_into(&mut out, text);
        Self(out)
    }

    /// A text for an attribute, what cannot be seen left out.
    pub(super) fn attribute(text: &str) -> Self {
        Self::text(&visible::stripped(text))
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// Writes quotes. Keeps the stem of each word: the same words come again and again.
#[derive(Default)]
pub(super) struct Quoter {
    analyzers: BTreeMap<Language, Analyzer>,
    terms: HashMap<(Language, String), String>,
}

impl Quoter {
    /// The terms that words in any of the languages are compared by.
    pub(super) fn terms(&mut self, words: &[String], languages: &BTreeSet<Language>) -> BTreeSet<String> {
        let mut terms = BTreeSet::new();
        for word in words {
            terms.insert(word.clone());
            for &language in languages {
                let analyzer = self.analyzers.entry(language).or_insert_with(|| Analyzer::new(language));
                terms.extend(analyzer.tokens(word).map(|token| token.term));
            }
        }
        terms
    }

    /// A quote with the words of `shared` marked, long ones folded.
    pub(super) fn quote(&mut self, text: &str, language: Language, shared: &BTreeSet<String>) -> Html {
        let marked = self.marked(text, language, shared);
        let Some(fold) = fold(text) else { return Html(bdi(&html(text, &marked))) };
        let (head, tail) = text.split_at(fold);
        let before: Vec<(usize, usize)> = marked.iter().copied().filter(|(start, _)| *start < fold).collect();
        let after: Vec<(usize, usize)> = marked
            .iter()
            .filter(|(start, _)| *start >= fold)
            .map(|(start, end)| (start - fold, end - fold))
            .collect();
        Html(format!(
            "{} <details><summary>… {} more characters</summary>{}</details>",
            bdi(&html(head.trim_end(), &before)),
            tail.trim().chars().count(),
            bdi(&html(tail, &after)),
        ))
    }

    /// Ranges of the words whose term is shared.
    fn marked(&mut self, text: &str, language: Language, shared: &BTreeSet<String>) -> Vec<(usize, usize)> {
        if shared.is_empty() {
            return Vec::new();
        }
        let analyzer = self.analyzers.entry(language).or_insert_with(|| Analyzer::new(language));
        let mut marked = Vec::new();
        for (start, word) in text.unicode_word_indices() {
            let term = self.terms.entry((language, word.to_owned())).or_insert_with(|| analyzer.term(word));
            if shared.contains(term.as_str()) {
                marked.push((start, start + word.len()));
            }
        }
        marked
    }
}

/// The place of a space where a long text is folded.
fn fold(text: &str) -> Option<usize> {
    if text.chars().count() <= FOLD {
        return None;
    }
    let (shown, _) = text.char_indices().nth(SHOWN)?;
    let space = text[..shown].rfind(char::is_whitespace).filter(|space| *space > shown / 2);
    Some(space.unwrap_or(shown))
}

/// Text whose direction must not run over into its surroundings.
fn bdi(html: &str) -> String {
    format!("<bdi>{html}</bdi>")
}

/// Escapes a text and marks ranges of it (in order, without overlap).
fn html(text: &str, marked: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(text.len() + marked.len() * 13);
    let mut at = 0;
    for &(start, end) in marked {
        let (Some(before), Some(word)) = (text.get(at..start), text.get(start..end)) else { continue };
        escape_into(&mut out, before);
        out.push_str("<mark>");
        escape_into(&mut out, word);
        out.push_str("</mark>");
        at = end;
    }
    escape_into(&mut out, text.get(at..).unwrap_or_default());
    out
}
