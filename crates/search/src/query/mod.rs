//! What people type into a search box, read into a tree; `docs/search.md` is the page that users read.
//!
//! The reader follows Lucene's conventions: AND joins before OR, and words side by side are joined last. What is no
//! syntax where it is typed is read as a word, or left out with a note; what cannot be read is an error with its column.

mod explain;
mod fields;
mod lex;
mod parse;
mod wrong;

pub(crate) use fields::{Bounds, Filter};
pub(crate) use lex::{LENGTH, is_quote};
pub(crate) use parse::{has_fields_only, parse, too_long};
pub(crate) use wrong::{Place, Wrong};

/// Whether a query asks what was decided (`element:`, `has:decision`), which takes reading more than the index.
///
/// ```
/// use crosscut_search::asks_for_decisions;
/// assert!(asks_for_decisions("incident element:\"Capacity building\""));
/// assert!(!asks_for_decisions("the element of surprise"));
/// ```
pub fn asks_for_decisions(query: &str) -> bool {
    fn asks(node: &Node) -> bool {
        match node {
            Node::Beside(parts) => parts.iter().any(|part| asks(&part.node)),
            Node::All(parts) | Node::Any(parts) => parts.iter().any(asks),
            Node::Not(inner) => asks(inner),
            Node::Filter(filter, _) => matches!(filter, Filter::Element(_) | Filter::Decided),
            _ => false,
        }
    }
    parse(query).is_ok_and(|read| asks(&read.node))
}

/// A query as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Every clause.
    Everything,
    /// Side by side: what must be there, and words of which all are wanted, or some.
    Beside(Vec<Part>),
    /// All of these.
    All(Vec<Node>),
    /// At least one of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A word in any of its forms; several words when it is written in one piece ("2016/1148").
    Word(String),
    /// Not typed, but read into what was: an article by its name and number.
    Cited(String, String),
    /// A word as written.
    Exact(String),
    /// Words as written, in a row; the wild ones stand for several; and where it is typed.
    Phrase(String, Place),
    /// Words in any of their forms and any order, with at most so many others between them.
    Near(String, u32),
    /// A word with `?` or `*` in it.
    Wild(String, Place),
    /// Words that differ from this one in at most so many letters.
    Fuzzy(String, usize, Place),
    /// What a field says.
    Filter(Filter, Place),
    /// Not typed, but read into what was: other ways to write the same.
    Also(Box<Node>, Vec<Node>),
}

/// A node among others side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Whether it is required whatever else is found.
    pub(crate) must: bool,
    pub(crate) node: Node,
}

/// A query that was read, and what its writer should know about the reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) node: Node,
    pub(crate) notes: Vec<String>,
}

#[cfg(test)]
mod tests;
