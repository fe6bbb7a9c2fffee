//! Known elements, and the clauses that carry them.

use crate::clauses::Clauses;
use crate::errors::{raised, unwritable};
use crate::work::apart;
use crosscut::decisions::State;
use crosscut::{Codebook, Compared, Error, read_text};
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// How the clauses fit the elements of a codebook (one that Crosscut comes with, a file, or a list of names), as JSON.
#[pyfunction]
#[pyo3(signature = (clauses, builtin, path, list, threads))]
pub(crate) fn codebook_match(
    py: Python<'_>,
    clauses: PyRef<'_, Clauses>,
    builtin: Option<String>,
    path: Option<PathBuf>,
    list: Option<String>,
    threads: usize,
) -> PyResult<String> {
    let known = Arc::clone(&clauses.0);
    drop(clauses);
    let found = apart(py, threads, None, move |_| {
        let book = match (builtin, path) {
            (Some(name), _) => Codebook::builtin(&name)?,
            (None, Some(path)) => Codebook::parse(&path, &read_text(&path)?)?,
            (None, None) => Codebook::of_list("elements", list.as_deref().unwrap_or_default())?,
        };
        let matches = book.match_clauses(&Compared::by_words(&known.clauses), &State::default())?;
        Ok::<_, Error>(matches)
    });
    serde_json::to_string(&found?.map_err(raised)?).map_err(unwritable)
}
