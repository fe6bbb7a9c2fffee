//! Text of agreements and people as HTML: escaped, what cannot be seen made visible, words marked.

use crosscut::text::{Analyzer, Clause, Language};
use crosscut::visible::{self, escape_into};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

/// Quotes longer than this many characters are folded …
const FOLD: usize = 900;

/// … after about this many.
const SHOWN: usize = 640;

/// HTML that is safe to show: made in this module only, from escaped text and its own tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Html(String);

impl Html {
    /// A text, escaped and kept apart in direction, what cannot be seen shown by name.
    pub(crate) fn text(text: &str) -> Self {
        let mut out = String::with_capacity(text.len() + 11);
        out.push_str("<bdi>");
        escape_into(&mut out, text);
        out.push_str("</bdi>");
        Self(out)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// A text for an attribute or a title, what cannot be seen left out; to be escaped still.
pub(crate) fn plain(text: &str) -> String {
    visible::stripped(text)
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
    analyzers: BTreeMap<Language, Analyzer>,
    shared: BTreeSet<String>,
    lone: BTreeSet<String>,
}

/// How a word is marked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Shared,
    Lone,
    Hit,
}

impl Words {
    /// Compares clauses: shared are the terms of `known` and those that most of the agreements use; lone is what a
    /// single clause says.
    pub(crate) fn of(clauses: &[&Clause], known: &[String]) -> Self {
        let mut words = Self::default();
        let mut users: BTreeMap<String, (BTreeSet<&str>, usize)> = BTreeMap::new();
        for clause in clauses {
            let analyzer = words.analyzer(clause.language);
            let content = analyzer.words(&clause.text).filter(|(_, word)| !analyzer.is_stop_word(word));
            let terms: BTreeSet<String> = content
                .filter(|(_, word)| word.chars().any(char::is_alphabetic))
                .map(|(_, word)| analyzer.term(word))
                .collect();
            for term in terms {
                let (agreements, count) = users.entry(term).or_default();
                agreements.insert(clause.agreement.as_str());
                *count += 1;
            }
        }
        let all: BTreeSet<&str> = clauses.iter().map(|clause| clause.agreement.as_str()).collect();
        let most = |agreements: &BTreeSet<&str>| agreements.len() > 1 && agreements.len() * 2 > all.len();
        for (term, (agreements, count)) in users {
            if most(&agreements) {
                words.shared.insert(term);
            } else if count == 1 && all.len() > 1 {
                words.lone.insert(term);
            }
        }
        let languages: BTreeSet<Language> = clauses.iter().map(|clause| clause.language).collect();
        for known in known {
            words.shared.insert(known.clone());
            for &language in &languages {
                let analyzer = words.analyzer(language);
                let terms: Vec<String> = analyzer.tokens(known).map(|token| token.term).collect();
                words.shared.extend(terms);
            }
        }
        words
    }

    fn analyzer(&mut self, language: Language) -> &Analyzer {
        self.analyzers.entry(language).or_insert_with(|| Analyzer::new(language))
    }

    /// The text of a clause with its words marked, a long one folded.
    pub(crate) fn quote(&mut self, clause: &Clause) -> Html {
        self.analyzer(clause.language);
        let Some(analyzer) = self.analyzers.get(&clause.language) else { return Html::text(&clause.text) };
        let mut marks = Vec::new();
        if !self.shared.is_empty() {
            for (span, word) in analyzer.words(&clause.text) {
                let term = analyzer.term(word);
                if self.shared.contains(&term) {
                    marks.push((span.start(), span.end(), Mark::Shared));
                } else if self.lone.contains(&term) && !analyzer.is_stop_word(word) {
                    marks.push((span.start(), span.end(), Mark::Lone));
                }
            }
        }
        folded(&clause.text, &marks)
    }
}

/// A text with ranges of it marked as found, a long one folded.
pub(crate) fn found(text: &str, hits: impl Iterator<Item = (usize, usize)>) -> Html {
    let marks: Vec<_> = hits.map(|(start, end)| (start, end, Mark::Hit)).collect();
    folded(text, &marks)
}

fn folded(text: &str, marks: &[(usize, usize, Mark)]) -> Html {
    let Some(fold) = fold(text) else { return Html(marked(text, marks)) };
    let (head, tail) = text.split_at(fold);
    let before: Vec<_> = marks.iter().copied().filter(|mark| mark.1 <= fold).collect();
    let after: Vec<_> = marks.iter().filter(|m| m.0 >= fold).map(|m| (m.0 - fold, m.1 - fold, m.2)).collect();
    Html(format!(
        "{} <details class=\"fold\"><summary>{} more characters</summary>{}</details>",
        marked(head.trim_end(), &before),
        tail.trim().chars().count(),
        marked(tail, &after),
    ))
}

/// The place of a space where a long text is folded.
fn fold(text: &str) -> Option<usize> {
    text.char_indices().nth(FOLD)?;
    let (shown, _) = text.char_indices().nth(SHOWN)?;
    let space = text[..shown].rfind(char::is_whitespace).filter(|space| *space > shown / 2);
    Some(space.unwrap_or(shown))
}

/// Escapes a text and marks ranges of it (in order, without overlap).
fn marked(text: &str, marks: &[(usize, usize, Mark)]) -> String {
    let mut out = String::with_capacity(text.len() + marks.len() * 14 + 11);
    out.push_str("<bdi dir=\"auto\">");
    let mut at = 0;
    for &(start, end, mark) in marks {
        let (Some(before), Some(word)) = (text.get(at..start), text.get(start..end)) else { continue };
        let (open, close) = match mark {
            Mark::Shared => ("<mark>", "</mark>"),
            Mark::Hit => ("<mark class=\"hit\">", "</mark>"),
            Mark::Lone => ("<span class=\"lone\">", "</span>"),
        };
        escape_into(&mut out, before);
        out.push_str(open);
        escape_into(&mut out, word);
        out.push_str(close);
        at = end;
    }
    escape_into(&mut out, text.get(at..).unwrap_or_default());
    out.push_str("</bdi>");
    out
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
    fn nothing_of_a_text_becomes_a_tag_and_nothing_invisible_stays_so() {
        let html = Html::text("</script><img onerror=x>\u{202e}\"'&\0").to_string();
        assert_eq!(
            html,
            "<bdi>&lt;/script&gt;&lt;img onerror=x&gt;<i class=\"ctl\">RLO</i>&quot;&#39;&amp;\
             <i class=\"ctl\">NUL</i></bdi>"
        );
    }

    #[test]
    fn a_long_text_is_folded_without_losing_a_letter() {
        let text = "word ".repeat(400);
        let html = folded(&text, &[]).to_string();
        let letters = html.replace("<bdi dir=\"auto\">", "").replace("</bdi>", "");
        assert_eq!(letters.matches("word").count(), 400);
        assert!(html.contains("<details"));
    }

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
