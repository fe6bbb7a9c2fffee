//! What is said where a query finds nothing, or was not read as it was typed.

use crate::name::is_name;
use crate::pattern::{Known, Words};
use crate::query::{Filter, LENGTH, Node, Part, too_long};
use crate::{Index, SearchError};
use crosscut_text::{Analyzer, OccurrenceKind};
use std::cmp::Reverse;

/// Parts of a query that are told about; nobody reads more.
const TOLD: usize = 5;
/// Words of a query that may be misspelled; nobody types more.
const MISSPELLED: usize = 32;
/// Letters of a word that are repeated.
const SHOWN: usize = 40;
/// Letters of the shortest word that others are like: shorter ones are like many by accident.
const SHORTEST: usize = 4;
/// Letters of a word from which on nothing is said to be like it.
const LONGEST: usize = 64;

impl Index {
    /// Why nothing was found: words that no clause has, with the nearest ones; fields that hold nothing; or parts that
    /// are found, but not together. `found` counts the clauses of a part.
    pub(crate) fn why_nothing(
        &self,
        node: &Node,
        found: &dyn Fn(&Node) -> Result<usize, SearchError>,
    ) -> Result<Vec<String>, SearchError> {
        let mut leaves = Vec::new();
        leaves_of(node, &mut leaves);
        let mut notes = Vec::new();
        for leaf in leaves.iter().take(TOLD) {
            if found(leaf)? > 0 {
                continue;
            }
            notes.push(match leaf {
                Node::Word(word) if !self.is_known(word) => self.nearest(word),
                leaf => format!("no clause has {}", named(leaf)),
            });
        }
        if notes.is_empty() && leaves.len() > 1 {
            notes.push("each part of the query is found, but no clause has them together".into());
        }
        notes.dedup();
        Ok(notes)
    }

    /// The words nearest to one that no clause has.
    fn nearest(&self, word: &str) -> String {
        let mut near: Vec<(usize, u64, String)> = Vec::new();
        for analyzer in &self.analyzers {
            let form = analyzer.form(word);
            if (SHORTEST..=LONGEST).contains(&form.chars().count()) {
                let (fields, searcher, known) = (&self.fields, &self.searcher, &Known::default());
                let dictionary = Words { fields, searcher, language: analyzer.language(), known };
                near.extend(
                    dictionary.near(&form).into_iter().filter(|(.., form)| !analyzer.is_stop_word(form)),
                );
            }
        }
        // A word of several languages is one word with the clauses of all.
        near.sort_by(|a, b| a.2.cmp(&b.2));
        near.dedup_by(|next, first| {
            let same = next.2 == first.2;
            first.1 += if same { next.1 } else { 0 };
            same
        });
        near.sort_by(|a, b| (a.0, Reverse(a.1), &a.2).cmp(&(b.0, Reverse(b.1), &b.2)));
        let words: Vec<String> =
            near.iter().take(3).map(|(_, clauses, form)| format!("{form} ({clauses})")).collect();
        let typed = shown(word);
        match words.as_slice() {
            [] => format!("no clause has {typed} or a word like it"),
            [one] => format!("no clause has {typed}: the nearest word is {one}"),
            _ => format!("no clause has {typed}: the nearest words are {}", words.join(", ")),
        }
    }

    /// Refuses a text in the place of a word: in scripts without spaces one word may be many.
    ///
    /// # Errors
    /// When a part of the query has more words than a query may have.
    pub(crate) fn refuse_texts(&self, query: &str, node: &Node) -> Result<(), SearchError> {
        let mut leaves = Vec::new();
        leaves_of(node, &mut leaves);
        let is_text = |leaf: &&Node| match leaf {
            Node::Word(text) | Node::Exact(text) | Node::Phrase(text, _) | Node::Near(text, _) => {
                let words = self.analyzers.first().map(|analyzer| analyzer.asked(text).len());
                text.len() > LENGTH && words.is_some_and(|words| words > LENGTH)
            }
            _ => false,
        };
        // Each is compared with every word of the index.
        let misspelled = leaves.iter().filter(|leaf| matches!(leaf, Node::Fuzzy(..))).count();
        if misspelled > MISSPELLED {
            return Err(SearchError::query(query, format!("it has more than {MISSPELLED} words with ~")));
        }
        match leaves.iter().find(|leaf| is_text(leaf)) {
            Some(_) => Err(SearchError::query(query, too_long())),
            None => Ok(()),
        }
    }

    /// The words that one is read as, where it has signs in it that are no syntax.
    fn read_as(&self, word: &str) -> Option<String> {
        let word = word.trim_matches(is_punctuation);
        // "14(3)" after "Article" is read as the article.
        let is_number = word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(')');
        if is_number || word.chars().all(|c| c.is_alphanumeric() || "-'’.‐‑".contains(c)) {
            return None;
        }
        let read = self.analyzers.first()?.asked(word);
        let words: Vec<&str> = read.iter().map(|word| word.form.as_str()).collect();
        let is_same = words.concat() == word.to_lowercase();
        let row = if words.len() > 1 { "the words in a row" } else { "the word" };
        (!is_same && !words.is_empty())
            .then(|| format!("{} is read as {row} {}", shown(word), shown(&words.join(" "))))
    }

    /// Which words of a query in capitals are read as names, where a small word is spelled so.
    fn told_of_names(&self, leaves: &[&Node]) -> Vec<String> {
        let mut notes = Vec::new();
        for leaf in leaves {
            let (Node::Word(word) | Node::Exact(word)) = leaf else { continue };
            // With dots it can be nothing else.
            if word.contains('.') {
                continue;
            }
            let asked = |analyzer: &Analyzer| analyzer.asked(word);
            let names = self.analyzers.iter().flat_map(asked);
            let names = names.filter(|word| word.kind == OccurrenceKind::Capitals);
            for name in names.map(|name| name.form) {
                let small = name.to_lowercase();
                let note = format!(
                    "{name} is read as a name: the word {small} is found by {small} in small letters"
                );
                if !notes.contains(&note) && is_name(&name, (&self.fields, &self.searcher, &self.analyzers)) {
                    notes.push(note);
                }
            }
        }
        notes
    }

    /// For each word with signs in it that are no syntax, what it is read as; and which are read as names.
    pub(crate) fn read_as_words(&self, node: &Node) -> Vec<String> {
        let mut leaves = Vec::new();
        leaves_of(node, &mut leaves);
        let mut notes: Vec<String> = leaves
            .iter()
            .filter_map(|leaf| match leaf {
                Node::Word(word) | Node::Exact(word) => self.read_as(word),
                Node::Wild(pattern, _) => read_as_pattern(pattern),
                _ => None,
            })
            .take(TOLD)
            .collect();
        notes.dedup();
        notes.extend(self.told_of_names(&leaves));
        notes
    }
}

/// The letters and signs that a pattern is read as, where it has others.
fn read_as_pattern(pattern: &str) -> Option<String> {
    let pattern = pattern.trim_matches(is_punctuation);
    let is_read = |c: &char| c.is_alphanumeric() || "*?-'’‐‑".contains(*c);
    let read: String = pattern.chars().filter(is_read).collect();
    (read != pattern).then(|| format!("{} is read as the pattern {}", shown(pattern), shown(&read)))
}

/// Marks around a word that nobody takes for syntax.
fn is_punctuation(c: char) -> bool {
    ".,;:!'’‘…–—".contains(c)
}

/// The parts of a query that ask for something, in the order typed; what is left out asks for nothing.
fn leaves_of<'n>(node: &'n Node, leaves: &mut Vec<&'n Node>) {
    match node {
        Node::Beside(parts) => parts.iter().for_each(|Part { node, .. }| leaves_of(node, leaves)),
        Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| leaves_of(part, leaves)),
        Node::Also(own, _) => leaves_of(own, leaves),
        Node::Not(_) | Node::Everything => {}
        leaf => leaves.push(leaf),
    }
}

/// A part of a query as a sentence names it.
fn named(leaf: &Node) -> String {
    match leaf {
        Node::Word(word) => shown(word),
        Node::Exact(word) => format!("{} as written", shown(word)),
        Node::Phrase(words, _) => format!("{} in a row", shown(words)),
        Node::Near(words, apart) => format!("{} with at most {apart} other words between", shown(words)),
        Node::Wild(word, _) => format!("a word like {}", shown(word)),
        Node::Fuzzy(word, edits, _) => format!("a word within {edits} letters of {}", shown(word)),
        Node::Filter(Filter::Heading(_), _) => "such a heading".into(),
        Node::Filter(Filter::Defines(_), _) => "such a definition".into(),
        Node::Filter(filter, _) => format!("this: {}", filter.explained()),
        other => shown(other.explained().trim()),
    }
}

/// A word between quotation marks, or the beginning of a long one.
fn shown(word: &str) -> String {
    let start: String = word.chars().take(SHOWN).collect();
    if start.len() < word.len() { format!("\"{start}…\"") } else { format!("\"{start}\"") }
}
