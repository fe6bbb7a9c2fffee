//! Full-text search in clauses.

use crate::clauses::{Clauses, Known};
use crate::document::code_points;
use crate::errors::{raised, unwritable};
use crate::work::apart;
use crosscut::Error;
use crosscut::search::{Catalogue, Hits, Options, SearchError, Sort};
use crosscut::text::{AgreementId, ClauseKind};
use pyo3::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

/// A search index that is open.
#[pyclass(frozen, module = "crosscut._native")]
pub(crate) struct Index {
    pub(crate) index: Arc<crosscut::search::Index>,
    pub(crate) known: Arc<Known>,
    pub(crate) catalogue: Arc<Catalogue>,
}

#[pymethods]
impl Index {
    #[new]
    fn new(py: Python<'_>, clauses: PyRef<'_, Clauses>) -> PyResult<Self> {
        let known = Arc::clone(&clauses.0);
        drop(clauses);
        let read = Arc::clone(&known);
        let index = apart(py, 0, None, move |_| crosscut::search::Index::temporary(&read.clauses));
        let index = Arc::new(index?.map_err(wrong)?);
        Ok(Self { index, known, catalogue: Arc::default() })
    }

    /// The hits of a query, as JSON.
    #[pyo3(signature = (query, limit, offset, agreements, kinds, any, sort))]
    #[expect(clippy::too_many_arguments, reason = "one argument for each that Python gives")]
    fn search(
        &self,
        py: Python<'_>,
        query: String,
        limit: usize,
        offset: usize,
        agreements: Vec<String>,
        kinds: Vec<String>,
        any: bool,
        sort: &str,
    ) -> PyResult<String> {
        let mut options = Options::from(limit);
        (options.offset, options.any, options.sort) = (offset, any, sort_of(sort)?);
        let ids = agreements.iter().map(|id| AgreementId::new(id)).collect::<Result<_, _>>();
        options.agreements = ids.map_err(|error| raised(Error::Choice(format!("agreements: {error}"))))?;
        options.kinds = kinds.iter().map(|kind| kind_of(kind)).collect::<PyResult<_>>()?;
        let (index, catalogue) = (Arc::clone(&self.index), Arc::clone(&self.catalogue));
        let hits = apart(py, 1, None, move |_| index.search_in(&catalogue, &query, options))?;
        written(&hits.map_err(wrong)?)
    }

    /// The clauses most like one, as JSON.
    fn similar(&self, py: Python<'_>, clause: &str, limit: usize, elsewhere: bool) -> PyResult<String> {
        let found = self.known.clauses.iter().find(|one| one.id.as_str() == clause).cloned();
        let none = || raised(Error::Choice(format!("no clause {clause:?} among those of this index")));
        let (clause, index) = (found.ok_or_else(none)?, Arc::clone(&self.index));
        let hits = apart(py, 1, None, move |_| match elsewhere {
            true => index.similar_elsewhere(&clause, limit),
            false => index.similar(&clause, limit),
        })?;
        written(&hits.map_err(wrong)?)
    }

    fn __len__(&self) -> usize {
        self.index.clauses()
    }
}

pub(crate) fn wrong(error: SearchError) -> PyErr {
    raised(Error::Search(error))
}

fn sort_of(name: &str) -> PyResult<Sort> {
    Ok(match name {
        "score" => Sort::Score,
        "agreement" => Sort::Agreement,
        "year" => Sort::Year,
        "position" => Sort::Position,
        _ => {
            let known = "\"score\", \"agreement\", \"year\" or \"position\"";
            return Err(raised(Error::Choice(format!("sort is {known}, not {name:?}"))));
        }
    })
}

fn kind_of(name: &str) -> PyResult<ClauseKind> {
    let found = ClauseKind::ALL.iter().find(|kind| kind.name() == name).copied();
    found.ok_or_else(|| {
        let known: Vec<&str> = ClauseKind::ALL.iter().map(|kind| kind.name()).collect();
        raised(Error::Choice(format!("kinds are {}, not {name:?}", known.join(", "))))
    })
}

fn written(hits: &Hits) -> PyResult<String> {
    let found: Vec<Value> = hits
        .hits
        .iter()
        .map(|hit| {
            let highlights: Vec<_> =
                hit.highlights.iter().map(|span| code_points(&hit.text, *span)).collect();
            json!({
                "clause": hit.clause, "agreement": hit.agreement, "locator": hit.locator, "page": hit.page,
                "kind": hit.kind, "strength": hit.strength, "language": hit.language, "text": hit.text,
                "score": hit.score, "highlights": highlights,
            })
        })
        .collect();
    let answer = json!({
        "total": hits.total, "complete": hits.complete, "partial": hits.partial, "hits": found,
        "agreements": hits.facets, "notes": hits.notes,
    });
    serde_json::to_string(&answer).map_err(unwritable)
}
