//! One document, with its text.

use crate::clauses::{Clauses, Known, reading};
use crate::errors::{raised, unwritable};
use crate::work::apart;
use crosscut::text::{AgreementId, Span};
use crosscut::{Agreement, DocumentReport, Error, Input, Reading, document_bytes, read};
use pyo3::prelude::*;
use std::path::PathBuf;

/// A document that was read.
#[pyclass(frozen, module = "crosscut._native")]
pub(crate) struct Document {
    reading: Reading,
    agreement: Agreement,
}

#[pymethods]
impl Document {
    fn text(&self) -> &str {
        &self.reading.document.text
    }

    fn warnings(&self) -> Vec<String> {
        self.reading.warnings.clone()
    }

    fn title(&self) -> Option<&str> {
        self.reading.front.title.as_deref()
    }

    fn year(&self) -> Option<u16> {
        self.reading.front.year
    }

    /// Where clauses are in the text, in code points: what Python counts.
    fn spans(&self) -> Vec<(usize, usize)> {
        let text = &self.reading.document.text;
        self.reading.clauses.iter().map(|clause| code_points(text, clause.span)).collect()
    }

    /// The clauses, with a report of the document.
    fn clauses(&self) -> Clauses {
        Clauses::of(Known {
            clauses: self.reading.clauses.clone(),
            agreements: vec![self.agreement.clone()],
            documents: vec![self.of()],
            ..Known::default()
        })
    }

    /// What was read of it, as JSON.
    fn report(&self) -> PyResult<String> {
        serde_json::to_string(&self.of()).map_err(unwritable)
    }
}

impl Document {
    fn of(&self) -> DocumentReport {
        let document = &self.reading.document;
        DocumentReport {
            agreement: document.agreement.clone(),
            source: document.source.clone(),
            pages: document.pages.clone(),
            coverage: document.coverage,
            losses: document.losses.clone(),
            warnings: self.reading.warnings.clone(),
        }
    }
}

/// A range of bytes of a text as one of code points.
pub(crate) fn code_points(text: &str, span: Span) -> (usize, usize) {
    let count = |end: usize| text.get(..end).map_or(0, |part| part.chars().count());
    (count(span.start()), count(span.end()))
}

/// Reads one document: the bytes that are given, or those of a file or of a folder of pictures.
#[pyfunction]
#[pyo3(signature = (path, bytes, name, agreement, ocr, languages, password))]
#[expect(clippy::too_many_arguments, reason = "one argument for each that Python gives")]
pub(crate) fn extract(
    py: Python<'_>,
    path: Option<PathBuf>,
    bytes: Option<&[u8]>,
    name: String,
    agreement: Option<&str>,
    ocr: bool,
    languages: Vec<String>,
    password: Option<String>,
) -> PyResult<Document> {
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let id = agreement.map_or_else(|| Ok(AgreementId::slug(stem)), AgreementId::new);
    let id = id.map_err(|error| raised(Error::Choice(format!("agreement: {error}"))))?;
    let options = reading(ocr, languages, password);
    let bytes = bytes.map(<[u8]>::to_vec);
    let read = apart(py, 0, None, move |_| {
        let bytes = match (bytes, path) {
            (Some(bytes), _) => bytes,
            (None, Some(path)) => document_bytes(&path)?,
            (None, None) => Vec::new(),
        };
        let input = Input { agreement: Agreement::named(id, stem_of(&name)), file: name, bytes };
        read(&input, &options).map(|reading| (reading, input.agreement))
    });
    let (reading, mut agreement) = read?.map_err(raised)?;
    agreement.title = reading.front.title.clone().unwrap_or(agreement.title);
    agreement.year = reading.front.year;
    Ok(Document { reading, agreement })
}

fn stem_of(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}
