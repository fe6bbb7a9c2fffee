//! Addresses of what has a page of its own.

use crate::html::url;
use crosscut::decisions::ElementId;
use crosscut::findings::Order;
use crosscut::matrix::{Row, RowKind};

/// A candidate's card, in the queue of this order.
pub(crate) fn candidate(id: &str, order: Order) -> String {
    url("/candidate", &[("id", id), ("order", order.name())])
}

/// An element's page.
pub(crate) fn element(id: ElementId) -> String {
    url("/element", &[("id", &id.to_string())])
}

/// A clause with its neighbours.
pub(crate) fn clause(id: &str) -> String {
    url("/clause", &[("id", id)])
}

/// An agreement to read as a whole.
pub(crate) fn reading(agreement: &str) -> String {
    url("/read", &[("agreement", agreement)])
}

/// Clauses of other agreements that are like one.
pub(crate) fn like(id: &str) -> String {
    url("/search", &[("like", id)])
}

/// What a row of the matrix is about.
pub(crate) fn row(row: &Row) -> String {
    match &row.kind {
        RowKind::Element { id, .. } => element(*id),
        RowKind::Candidate { id, .. } => candidate(id, Order::default()),
    }
}
