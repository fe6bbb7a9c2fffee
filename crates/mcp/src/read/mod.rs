//! The tools that read, one module each.

mod agreements;
mod candidates;
mod clause;
mod coverage;
mod elements;
mod gaps;
mod matrix;
mod outliers;
mod search;
mod suggestions;

pub(crate) use agreements::agreements;
pub(crate) use candidates::{candidate, candidates};
pub(crate) use clause::clause;
pub(crate) use coverage::coverage;
pub(crate) use elements::{element, elements};
pub(crate) use gaps::gaps;
pub(crate) use matrix::matrix;
pub(crate) use outliers::outliers;
pub(crate) use search::{like, search};
pub(crate) use suggestions::suggestions;
