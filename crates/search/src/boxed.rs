//! Queries of any kind, several of them as one, and what a query says in words that other programs read.

use crate::quickwit::said::{self, Said};
use tantivy::query::{BooleanQuery, Query};

/// A query of any kind.
pub(crate) type Boxed = Box<dyn Query>;

/// A query, and what it is in Quickwit's language where that is asked for; or why it cannot be said there.
pub(crate) struct Piece {
    pub(crate) query: Boxed,
    pub(crate) said: Option<Said>,
}

impl Piece {
    /// The same set by another query.
    pub(crate) fn map(self, query: impl FnOnce(Boxed) -> Boxed) -> Self {
        Self { query: query(self.query), said: self.said }
    }
}

/// What any of the parts matches; `None` where there are no parts.
pub(crate) fn one_of(mut parts: Vec<Boxed>) -> Option<Boxed> {
    match parts.len() {
        0 => None,
        1 => Some(parts.remove(0)),
        _ => Some(Box::new(BooleanQuery::union(parts))),
    }
}

/// The same of pieces.
pub(crate) fn one_piece(parts: Vec<Piece>) -> Option<Piece> {
    let (queries, said): (Vec<Boxed>, Vec<Option<Said>>) =
        parts.into_iter().map(|part| (part.query, part.said)).unzip();
    Some(Piece { query: one_of(queries)?, said: said::any(said) })
}
