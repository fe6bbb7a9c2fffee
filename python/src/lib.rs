//! The Python module: takes over what Python gives, calls the library, gives back what Python knows.
//!
//! It holds no logic of its own. What has many fields (candidates, a matrix) goes over as JSON, which the Python side of the
//! package turns into its own types; work that takes time runs on a thread of its own ([`work`]), so that Python is free
//! meanwhile and Ctrl+C is heard.

mod clauses;
mod codebook;
mod document;
mod errors;
mod index;
mod proposal;
mod study;
mod work;

use pyo3::prelude::*;

/// `crosscut._native`, which the package `crosscut` wraps.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::clauses::{Clauses, extract_many};
    #[pymodule_export]
    use super::codebook::codebook_match;
    #[pymodule_export]
    use super::document::{Document, extract};
    #[pymodule_export]
    use super::errors::CrosscutError;
    #[pymodule_export]
    use super::index::Index;
    #[pymodule_export]
    use super::proposal::{Proposal, propose};
    #[pymodule_export]
    use super::study::Study;
}
