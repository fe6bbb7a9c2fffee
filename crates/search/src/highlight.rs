//! Which words of a clause a query matches.

use crate::query::Node;
use crosscut_text::{Analyzer, Span};

/// What a leaf of the query looks for, in one language.
struct Pattern {
    words: Vec<String>,
    form: Form,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Stem,
    Written,
    /// As written; the last one is a beginning.
    Beginning,
}

/// The words of `text` that `query` matches, in order, without overlap. Stop words count only inside phrases, or when the
/// query holds nothing else.
pub(crate) fn highlights(query: &Node, analyzer: &Analyzer, text: &str) -> Vec<Span> {
    let mut patterns = Vec::new();
    collect(query, analyzer, true, &mut patterns);
    if patterns.is_empty() {
        collect(query, analyzer, false, &mut patterns);
    }
    let words: Vec<(Span, String, String)> =
        analyzer.words(text).map(|(span, word)| (span, analyzer.term(word), analyzer.form(word))).collect();
    let mut spans: Vec<Span> = Vec::new();
    for pattern in patterns.iter().filter(|pattern| !pattern.words.is_empty()) {
        for window in words.windows(pattern.words.len()) {
            if pattern.matches(window) {
                spans.extend(window.iter().map(|(span, ..)| *span));
            }
        }
    }
    spans.sort_unstable();
    spans.dedup();
    spans
}

impl Pattern {
    fn matches(&self, window: &[(Span, String, String)]) -> bool {
        let last = self.words.len() - 1;
        self.words.iter().zip(window).enumerate().all(|(i, (word, (_, stem, form)))| match self.form {
            Form::Stem => stem == word,
            Form::Beginning if i == last => form.starts_with(word.as_str()),
            Form::Written | Form::Beginning => form == word,
        })
    }
}

fn collect(node: &Node, analyzer: &Analyzer, skip_stop_words: bool, patterns: &mut Vec<Pattern>) {
    let forms = |text: &str| analyzer.words(text).map(|(_, word)| analyzer.form(word)).collect();
    let stems = |word: &str| {
        let words = analyzer.tokens(word).map(|token| token.term).collect();
        Pattern { words, form: Form::Stem }
    };
    match node {
        Node::All(parts) | Node::Any(parts) => {
            parts.iter().for_each(|part| collect(part, analyzer, skip_stop_words, patterns));
        }
        Node::Word(word) if skip_stop_words && analyzer.is_stop_word(word) => {}
        Node::Word(word) => patterns.push(stems(word)),
        Node::Spellings(words) => patterns.extend(words.iter().map(|word| stems(word))),
        Node::Phrase(words) => patterns.push(Pattern { words: forms(words), form: Form::Written }),
        Node::Prefix(word) => patterns.push(Pattern { words: forms(word), form: Form::Beginning }),
        Node::Not(_) | Node::Agreement(_) | Node::Kind(_) | Node::Language(_) => {}
    }
}
