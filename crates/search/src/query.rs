//! What people type into a search box, read into a tree.
//!
//! ```text
//! network security          clauses with one of the words, those with both first, in any form of them
//! network AND security      only clauses with both
//! "network security"        these words as written, in this order
//! secur*                    words that begin so
//! network OR system         either; OR joins the words next to it
//! -budget   NOT budget      without the word
//! (a OR b) -(c d)           groups
//! agreement:paris-call      only this agreement; two of them: either
//! kind:provision            only clauses of this kind
//! language:fr               only clauses in this language
//! ```

use crate::SearchError;
use crosscut_text::{ClauseKind, Language};

/// A query as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// All of these, in any order; at the top of a query, plain words only come first when all are there.
    All(Vec<Node>),
    /// At least one of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A word in any of its forms.
    Word(String),
    /// One word in several spellings, as typed first. Not typed, but made of words.
    Spellings(Vec<String>),
    /// Words as written, in order.
    Phrase(String),
    /// Words that begin so.
    Prefix(String),
    /// Clauses of an agreement.
    Agreement(String),
    /// Clauses of a kind.
    Kind(ClauseKind),
    /// Clauses in a language.
    Language(Language),
}

/// Groups within groups; nobody types more.
const DEPTH: usize = 16;
/// Words and signs of a query.
const LENGTH: usize = 500;
const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    Open,
    Close,
    And,
    Or,
    Not,
    Leaf(Node),
}

/// Reads a query.
///
/// # Errors
/// When it is empty, a quotation mark or a group stays open, an operator has nothing to join, a filter is not known.
pub(crate) fn parse(query: &str) -> Result<Node, SearchError> {
    read(query).map_err(|reason| SearchError::Query { query: query.to_owned(), reason })
}

fn read(query: &str) -> Result<Node, String> {
    let signs = signs(query)?;
    if signs.len() > LENGTH {
        return Err(format!("it has more than {LENGTH} words"));
    }
    let mut reader = Reader { signs: signs.into_iter().peekable(), depth: 0 };
    let node = reader.all()?;
    match reader.signs.next() {
        None => Ok(node),
        Some(_) => Err("a closing parenthesis has no opening one".into()),
    }
}

struct Reader {
    signs: std::iter::Peekable<std::vec::IntoIter<Sign>>,
    depth: usize,
}

impl Reader {
    fn all(&mut self) -> Result<Node, String> {
        let mut parts = Vec::new();
        while let Some(sign) = self.signs.peek() {
            match sign {
                Sign::Close => break,
                Sign::And => return Err("AND has nothing on its left".into()),
                _ => parts.push(self.both()?),
            }
        }
        if parts.is_empty() {
            let place = if self.depth == 0 { "it" } else { "a group" };
            return Err(format!("{place} has no word to search for"));
        }
        let strict = matches!(parts.as_slice(), [Node::All(_)]);
        Ok(if parts.len() == 1 && !strict { parts.remove(0) } else { Node::All(parts) })
    }

    fn both(&mut self) -> Result<Node, String> {
        let mut parts = vec![self.any()?];
        while self.signs.next_if_eq(&Sign::And).is_some() {
            match self.signs.peek() {
                None | Some(Sign::Close | Sign::And | Sign::Or) => {
                    return Err("AND has nothing on its right".into());
                }
                _ => parts.push(self.any()?),
            }
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::All(parts) })
    }

    fn any(&mut self) -> Result<Node, String> {
        let mut parts = vec![self.one()?];
        while self.signs.next_if_eq(&Sign::Or).is_some() {
            match self.signs.peek() {
                None | Some(Sign::Close | Sign::And | Sign::Or) => {
                    return Err("OR has nothing on its right".into());
                }
                _ => parts.push(self.one()?),
            }
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::Any(parts) })
    }

    fn one(&mut self) -> Result<Node, String> {
        if self.depth == DEPTH {
            return Err(format!("its groups are nested more than {DEPTH} deep"));
        }
        self.depth += 1;
        let node = match self.signs.next() {
            Some(Sign::Leaf(node)) => node,
            Some(Sign::Not) => match self.signs.peek() {
                Some(Sign::Open | Sign::Not | Sign::Leaf(_)) => Node::Not(Box::new(self.one()?)),
                _ => return Err("NOT has nothing to leave out".into()),
            },
            Some(Sign::Open) => {
                let node = self.all()?;
                match self.signs.next() {
                    Some(Sign::Close) => node,
                    _ => return Err("an opening parenthesis is never closed".into()),
                }
            }
            Some(Sign::Or) => return Err("OR has nothing on its left".into()),
            Some(Sign::And) => return Err("AND has nothing on its left".into()),
            Some(Sign::Close) | None => return Err("a word is missing".into()),
        };
        self.depth -= 1;
        Ok(node)
    }
}

fn signs(query: &str) -> Result<Vec<Sign>, String> {
    let mut signs = Vec::new();
    let mut rest = query.trim_start();
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        let (sign, left) = match first {
            '(' => (Some(Sign::Open), after),
            ')' => (Some(Sign::Close), after),
            '-' if after.starts_with(|c: char| c == '(' || is_quote(c) || c.is_alphanumeric()) => {
                (Some(Sign::Not), after)
            }
            c if is_quote(c) => {
                let (phrase, left) = quoted(rest)?;
                (has_word(phrase).then(|| Sign::Leaf(Node::Phrase(phrase.to_owned()))), left)
            }
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || "()".contains(c) || is_quote(c));
                let (word, left) = rest.split_at(end.unwrap_or(rest.len()));
                bare(word, left)?
            }
        };
        signs.extend(sign);
        rest = left.trim_start();
    }
    Ok(signs)
}

/// A word without quotation marks: an operator, a filter, a prefix, a plain word, or a sign that is none of them.
fn bare<'q>(word: &str, left: &'q str) -> Result<(Option<Sign>, &'q str), String> {
    match word {
        "AND" => return Ok((Some(Sign::And), left)),
        "OR" => return Ok((Some(Sign::Or), left)),
        "NOT" => return Ok((Some(Sign::Not), left)),
        _ => {}
    }
    if let Some((name, value)) = word.split_once(':')
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_lowercase())
        && !value.starts_with('/')
        && (!value.is_empty() || left.starts_with(is_quote))
    {
        let (value, left) = if value.is_empty() { quoted(left)? } else { (value, left) };
        return Ok((Some(Sign::Leaf(filter(name, value)?)), left));
    }
    let stem = word.trim_end_matches('*');
    if stem.contains('*') {
        return Err(format!("`*` is allowed only at the end of a word, not inside {word:?}"));
    }
    let leaf =
        if stem.len() == word.len() { Node::Word(word.to_owned()) } else { Node::Prefix(stem.to_owned()) };
    match leaf {
        Node::Prefix(stem) if !has_word(&stem) => Err("`*` needs the beginning of a word before it".into()),
        leaf => Ok((has_word(word).then_some(Sign::Leaf(leaf)), left)),
    }
}

fn filter(name: &str, value: &str) -> Result<Node, String> {
    match name {
        "agreement" => Ok(Node::Agreement(value.to_owned())),
        "kind" => {
            let kind = ClauseKind::ALL.iter().find(|kind| kind.name().eq_ignore_ascii_case(value));
            kind.map(|kind| Node::Kind(*kind)).ok_or_else(|| {
                let names: Vec<&str> = ClauseKind::ALL.iter().map(|kind| kind.name()).collect();
                format!("there is no kind {value:?}: the kinds are {}", names.join(", "))
            })
        }
        "language" => match Language::from_code(value) {
            Language::Undetermined if !value.eq_ignore_ascii_case("und") => {
                Err(format!("no language has the code {value:?}: codes are en, fr, es …"))
            }
            language => Ok(Node::Language(language)),
        },
        _ => Err(format!("there is no filter {name:?}: the filters are agreement:, kind: and language:")),
    }
}

/// The words between two quotation marks and what follows them.
fn quoted(text: &str) -> Result<(&str, &str), String> {
    let inner = text.strip_prefix(is_quote).unwrap_or(text);
    inner.split_once(is_quote).ok_or_else(|| {
        let start: String = inner.chars().take(20).collect();
        format!("the quotation mark before {start:?} is never closed")
    })
}

fn is_quote(c: char) -> bool {
    QUOTES.contains(&c)
}

fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests;
