//! Queries of any kind, and several of them as one.

use tantivy::query::{BooleanQuery, Query};

/// A query of any kind.
pub(crate) type Boxed = Box<dyn Query>;

/// What any of the parts matches; `None` where there are no parts.
pub(crate) fn one_of(mut parts: Vec<Boxed>) -> Option<Boxed> {
    match parts.len() {
        0 => None,
        1 => Some(parts.remove(0)),
        _ => Some(Box::new(BooleanQuery::union(parts))),
    }
}
