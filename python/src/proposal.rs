//! What is proposed over clauses: candidates, outliers, and the matrix that follows.

use crate::clauses::{Clauses, Known};
use crate::errors::{raised, unwritable};
use crate::work::apart;
use crosscut::decisions::State;
use crosscut::export::{Meta, report_html};
use crosscut::text::Language;
use crosscut::{Compared, Error, Findings, Results, Settings, regroup};
use pyo3::prelude::*;
use std::sync::Arc;

/// Candidates, outliers and a matrix.
#[pyclass(frozen, module = "crosscut._native")]
pub(crate) struct Proposal(pub(crate) Arc<Findings>);

#[pymethods]
impl Proposal {
    /// The candidates, best first, as JSON.
    fn candidates(&self) -> PyResult<String> {
        serde_json::to_string(&self.0.results().candidates).map_err(unwritable)
    }

    /// The outliers, most distinct first, as JSON.
    fn outliers(&self) -> PyResult<String> {
        serde_json::to_string(&self.0.results().outliers).map_err(unwritable)
    }

    /// Which agreement has what, as JSON.
    fn matrix(&self) -> PyResult<String> {
        serde_json::to_string(self.0.matrix()).map_err(unwritable)
    }

    /// The ids of the candidates that are still to be decided, best first.
    fn offered(&self) -> Vec<String> {
        self.0.offered().into_iter().map(|offer| offer.candidate.id).collect()
    }

    /// The clauses that candidates and outliers name.
    fn clauses(&self) -> Clauses {
        let results = self.0.results();
        Clauses::of(Known {
            clauses: results.clauses.clone(),
            agreements: results.agreements.clone(),
            documents: results.documents.clone(),
            ..Known::default()
        })
    }

    /// The same look, cut at another granularity.
    fn regroup(&self, py: Python<'_>, granularity: f32) -> PyResult<Self> {
        let findings = Arc::clone(&self.0);
        apart(py, 0, None, move |_| {
            let mut results = findings.results().clone();
            results.candidates = regroup(&results.clauses, &results.tree, granularity);
            Self(Arc::new(Findings::new(results, findings.state().clone())))
        })
    }

    /// A page to read, as HTML.
    fn report(&self, title: String) -> String {
        let version = format!("crosscut {}", env!("CARGO_PKG_VERSION"));
        let mut meta = Meta::default();
        (meta.study, meta.version) = (title, version);
        report_html(&self.0, &meta)
    }
}

/// Proposes candidates over clauses. `vectors` are numbers of four bytes, little end first, a row for each clause.
#[pyfunction]
#[pyo3(signature = (clauses, vectors, width, language, granularity, keep_form, sure_first, threads))]
#[expect(clippy::too_many_arguments, reason = "one argument for each that Python gives")]
pub(crate) fn propose(
    py: Python<'_>,
    clauses: PyRef<'_, Clauses>,
    vectors: Option<&[u8]>,
    width: usize,
    language: Option<&str>,
    granularity: Option<f32>,
    keep_form: bool,
    sure_first: bool,
    threads: usize,
) -> PyResult<Proposal> {
    let known = Arc::clone(&clauses.0);
    drop(clauses);
    let vectors: Option<Vec<f32>> = vectors.map(|bytes| {
        let (numbers, _) = bytes.as_chunks::<4>();
        numbers.iter().map(|number| f32::from_le_bytes(*number)).collect()
    });
    let language = language.map(language_of).transpose()?;
    let mut settings = Settings::at_granularity(granularity);
    (settings.keep_form, settings.sure_first) = (keep_form, sure_first);
    let proposed = apart(py, threads, None, move |_| {
        // Whoever gives vectors knows their clauses by place; the library wants the clauses by agreement.
        if let Some(vectors) = &vectors {
            Compared::by_vectors(&known.clauses, width, vectors.clone(), language)?;
        }
        let mut order: Vec<usize> = (0..known.clauses.len()).collect();
        order.sort_by(|a, b| known.clauses[*a].agreement.cmp(&known.clauses[*b].agreement));
        let sorted: Vec<_> = order.iter().map(|place| known.clauses[*place].clone()).collect();
        let compared = match vectors {
            None => Compared::by_words(&sorted),
            Some(vectors) => {
                let row = |place: &usize| &vectors[place * width..(place + 1) * width];
                Compared::by_vectors(&sorted, width, order.iter().flat_map(row).copied().collect(), language)?
            }
        };
        let mut results = Results::of_clauses(&compared, &known.agreements, &settings);
        results.documents.clone_from(&known.documents);
        results.sort();
        Ok::<_, Error>(Findings::new(results, State::default()))
    });
    Ok(Proposal(Arc::new(proposed?.map_err(raised)?)))
}

fn language_of(code: &str) -> PyResult<Language> {
    match Language::from_code(code) {
        Language::Undetermined => Err(raised(Error::Choice(format!(
            "language is an ISO 639-1 code that Crosscut knows, not {code:?}"
        )))),
        known => Ok(known),
    }
}
