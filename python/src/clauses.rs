//! Clauses with what is known of their agreements and documents: what everything else is given.

use crate::errors::{raised, unwritable};
use crate::work::{Step, apart};
use crosscut::text::{AgreementId, Clause};
use crosscut::{
    Agreement, DocumentReport, Error, Ocr, Options, Progress, RunOptions, cautions, parse_clauses, read_files,
};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// All that is known; also what a pickle holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Known {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) agreements: Vec<Agreement>,
    pub(crate) documents: Vec<DocumentReport>,
    /// Files that could not be read at all, and why.
    pub(crate) failures: Vec<(String, String)>,
    /// Files that were left out, in words.
    pub(crate) notes: Vec<String>,
}

/// Clauses that never change.
#[pyclass(frozen, module = "crosscut._native")]
pub(crate) struct Clauses(pub(crate) Arc<Known>);

#[pymethods]
impl Clauses {
    /// Reads lines or a list of JSON objects.
    #[staticmethod]
    fn from_jsonl(py: Python<'_>, text: String, name: String) -> PyResult<Self> {
        let read = apart(py, 1, None, move |_| parse_clauses(&name, &text))?.map_err(raised)?;
        let agreement = |(id, title): (AgreementId, Option<String>)| {
            let title = title.unwrap_or_else(|| id.to_string());
            Agreement::named(id, title)
        };
        let agreements = read.agreements.into_iter().map(agreement).collect();
        Ok(Self::of(Known { clauses: read.clauses, agreements, ..Known::default() }))
    }

    fn to_jsonl(&self) -> PyResult<String> {
        let line = |clause: &Clause| serde_json::to_string(clause).map(|line| line + "\n");
        self.0.clauses.iter().map(line).collect::<Result<String, _>>().map_err(unwritable)
    }

    fn __len__(&self) -> usize {
        self.0.clauses.len()
    }

    fn texts(&self) -> Vec<&str> {
        self.0.clauses.iter().map(|clause| clause.text.as_str()).collect()
    }

    fn ids(&self) -> Vec<&str> {
        self.0.clauses.iter().map(|clause| clause.id.as_str()).collect()
    }

    fn groups(&self) -> Vec<&str> {
        self.0.clauses.iter().map(|clause| clause.agreement.as_str()).collect()
    }

    /// One clause as JSON.
    fn clause(&self, place: usize) -> PyResult<Option<String>> {
        self.0.clauses.get(place).map(serde_json::to_string).transpose().map_err(unwritable)
    }

    /// A list for each column of a table.
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let clauses = &self.0.clauses;
        let columns = PyDict::new(py);
        let add = |name: &str, value: fn(&Clause) -> Option<&str>| {
            columns.set_item(name, clauses.iter().map(value).collect::<Vec<_>>())
        };
        add("id", |clause| Some(clause.id.as_str()))?;
        add("agreement", |clause| Some(clause.agreement.as_str()))?;
        add("locator", |clause| Some(&clause.locator))?;
        add("kind", |clause| Some(clause.kind.name()))?;
        add("text", |clause| Some(&clause.text))?;
        add("heading", |clause| clause.heading.as_deref())?;
        add("lead_in", |clause| clause.lead_in.as_deref())?;
        add("defines", |clause| clause.defines.as_deref())?;
        add("parent", |clause| clause.parent.as_ref().map(|parent| parent.as_str()))?;
        add("strength", |clause| clause.strength.map(|strength| strength.name()))?;
        add("actor", |clause| clause.actor.as_deref())?;
        add("act", |clause| clause.act.as_deref())?;
        add("language", |clause| Some(clause.language.code()))?;
        columns.set_item("recognised", clauses.iter().map(|clause| clause.recognised).collect::<Vec<_>>())?;
        columns.set_item("pages", clauses.iter().map(|clause| clause.pages.clone()).collect::<Vec<_>>())?;
        Ok(columns)
    }

    /// What is known of the agreements, as JSON.
    fn agreements(&self) -> PyResult<String> {
        serde_json::to_string(&self.0.agreements).map_err(unwritable)
    }

    /// What was read of the documents, as JSON.
    fn documents(&self) -> PyResult<String> {
        serde_json::to_string(&self.0.documents).map_err(unwritable)
    }

    fn failures(&self) -> Vec<(String, String)> {
        self.0.failures.clone()
    }

    fn notes(&self) -> Vec<String> {
        self.0.notes.clone()
    }

    fn cautions(&self) -> Vec<String> {
        cautions(&self.0.clauses)
    }

    /// The clauses at some places, with all that is known of their agreements.
    fn take(&self, places: Vec<usize>) -> Self {
        let clauses = places.iter().filter_map(|place| self.0.clauses.get(*place)).cloned().collect();
        Self::of(Known { clauses, ..Known::clone(&self.0) })
    }

    /// Parts as one, by agreement.
    #[staticmethod]
    fn concat(parts: Vec<PyRef<'_, Self>>) -> PyResult<Self> {
        let mut all = Known::default();
        let mut agreements = BTreeSet::new();
        for part in &parts {
            let part = &part.0;
            all.clauses.extend(part.clauses.iter().cloned());
            let new = part.agreements.iter().filter(|agreement| agreements.insert(agreement.id.clone()));
            all.agreements.extend(new.cloned());
            all.documents.extend(part.documents.iter().cloned());
            all.failures.extend(part.failures.iter().cloned());
            all.notes.extend(part.notes.iter().cloned());
        }
        let mut ids = BTreeSet::new();
        if let Some(twice) = all.clauses.iter().find(|clause| !ids.insert(&clause.id)) {
            return Err(raised(Error::Choice(format!(
                "the clause {:?} is in two of the parts: give the documents of one name other agreement ids",
                twice.id.as_str()
            ))));
        }
        all.clauses.sort_by(|a, b| a.agreement.cmp(&b.agreement));
        all.agreements.sort_by(|a, b| a.id.cmp(&b.id));
        all.documents.sort_by(|a, b| (&a.agreement, &a.source.file).cmp(&(&b.agreement, &b.source.file)));
        all.failures.sort();
        all.notes.sort();
        Ok(Self::of(all))
    }

    fn state<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, &serde_json::to_vec(&*self.0).map_err(unwritable)?))
    }

    #[staticmethod]
    fn from_state(state: &[u8]) -> PyResult<Self> {
        let known = serde_json::from_slice(state);
        Ok(Self::of(known.map_err(|error| {
            raised(Error::Choice(format!("another version of Crosscut wrote these clauses: {error}")))
        })?))
    }
}

impl Clauses {
    pub(crate) fn of(known: Known) -> Self {
        Self(Arc::new(known))
    }
}

/// How documents are read, from what Python gives.
pub(crate) fn reading(ocr: bool, languages: Vec<String>, password: Option<String>) -> Options {
    let mut options = Options::default();
    options.password = password;
    if ocr {
        let mut recognition = Ocr::default();
        recognition.languages = languages;
        options.ocr = Some(recognition);
    }
    options
}

/// How far a run is, for `progress(what, done, of)`.
pub(crate) fn told(step: Progress<'_>) -> Option<Step> {
    let (what, done, of) = match step {
        Progress::Read { file, done, of } => (file.to_owned(), done, of),
        Progress::Recognising { file, page, of } => (format!("{file}: page {page} of {of}"), 0, 0),
        Progress::Indexing => ("building the search index".into(), 0, 0),
        Progress::Indexed { done, of } => ("building the search index".into(), done, of),
        Progress::Step { done, of, .. } => ("proposing candidates".into(), done, of),
        Progress::Encoding => ("comparing meanings".into(), 0, 0),
        Progress::Encoded { done, of } => ("comparing meanings".into(), done, of),
        Progress::Proposing => ("proposing candidates".into(), 0, 0),
        _ => return None,
    };
    Some(Step { what, done, of })
}

/// Reads the documents of files and folders.
#[pyfunction]
#[pyo3(signature = (paths, ocr, languages, password, threads, progress))]
pub(crate) fn extract_many(
    py: Python<'_>,
    paths: Vec<PathBuf>,
    ocr: bool,
    languages: Vec<String>,
    password: Option<String>,
    threads: usize,
    progress: Option<Py<PyAny>>,
) -> PyResult<Clauses> {
    let reading = reading(ocr, languages, password);
    let read = apart(py, threads, progress.as_ref(), move |desk| {
        let mut options = RunOptions::default();
        (options.reading, options.stop) = (reading, Some(desk.stop()));
        let tell = desk.teller();
        read_files(&paths, &options, &|step| tell(told(step)))
    });
    let (results, report) = read?.map_err(raised)?;
    let left_out = report.left_out.iter().map(|path| format!("{}: no document, left out", path.display()));
    Ok(Clauses::of(Known {
        clauses: results.clauses,
        agreements: results.agreements,
        documents: results.documents,
        failures: report.failures,
        notes: report.duplicates.into_iter().chain(left_out).collect(),
    }))
}
