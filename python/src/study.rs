//! A study folder.

use crate::clauses::{Clauses, Known, reading, told};
use crate::errors::{raised, unwritable};
use crate::index::Index;
use crate::proposal::Proposal;
use crate::work::apart;
use crosscut::decisions::{Basis, Coder, Decision, Reason};
use crosscut::{Choice, Error, Findings, Models, RunOptions};
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// A folder with documents, decisions and what follows from both.
#[pyclass(frozen, module = "crosscut._native")]
pub(crate) struct Study(crosscut::Study);

#[pymethods]
impl Study {
    #[new]
    fn new(path: PathBuf, models: Vec<PathBuf>, unblind: bool) -> PyResult<Self> {
        let mut study = crosscut::Study::at(path).map_err(raised)?.with_models(Models::in_folders(models));
        study.unblind = unblind;
        Ok(Self(study))
    }

    fn exists(&self) -> bool {
        crosscut::Study::is_study(self.0.folder())
    }

    /// Reads documents and proposes candidates; what was done, as JSON.
    #[pyo3(signature = (paths, title, granularity, model, keep_form, ocr, languages, password, threads, progress))]
    #[expect(clippy::too_many_arguments, reason = "one argument for each that Python gives")]
    fn run(
        &self,
        py: Python<'_>,
        paths: Vec<PathBuf>,
        title: Option<String>,
        granularity: Option<f32>,
        model: Option<String>,
        keep_form: Option<bool>,
        ocr: bool,
        languages: Vec<String>,
        password: Option<String>,
        threads: usize,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<String> {
        let mut options = RunOptions::default();
        (options.title, options.granularity, options.model) = (title, granularity, model);
        options.set_form_aside = keep_form.map(|keep| !keep);
        options.reading = reading(ocr, languages, password);
        let study = self.0.clone();
        let report = apart(py, threads, progress.as_ref(), move |desk| {
            options.stop = Some(desk.stop());
            let tell = desk.teller();
            study.run(&paths, &options, &|step| tell(told(step)))
        });
        serde_json::to_string(&report?.map_err(raised)?).map_err(unwritable)
    }

    /// What the last run proposed and was decided since, as a coder may see it.
    fn proposal(&self, py: Python<'_>, by: Option<String>) -> PyResult<Proposal> {
        let (study, by) = (self.0.clone(), by.as_deref().map(coder).transpose()?);
        let findings = apart(py, 0, None, move |_| study.findings_for(by.as_ref()))?;
        Ok(Proposal(Arc::new(findings.map_err(raised)?)))
    }

    /// The clauses that were last read.
    fn clauses(&self, py: Python<'_>) -> PyResult<Clauses> {
        let study = self.0.clone();
        let known = apart(py, 0, None, move |_| match study.results() {
            Ok(results) => Ok(Known {
                clauses: results.clauses,
                agreements: results.agreements,
                documents: results.documents,
                ..Known::default()
            }),
            // Read for searches alone: there are no candidates yet.
            Err(Error::NotRun(_)) => {
                Ok(Known { clauses: study.clauses()?, agreements: study.agreements()?, ..Known::default() })
            }
            Err(error) => Err(error),
        })?;
        Ok(Clauses::of(known.map_err(raised)?))
    }

    /// The search index, with what the study knows of its agreements and elements.
    fn index(&self, py: Python<'_>) -> PyResult<Index> {
        let study = self.0.clone();
        let made = apart(py, 0, None, move |_| {
            let (index, clauses) = (Arc::new(study.index()?), study.clauses()?);
            let findings = study.findings_for(None).ok();
            let catalogue = Arc::new(study.catalogue(findings.as_ref())?);
            Ok(Index { index, known: Arc::new(Known { clauses, ..Known::default() }), catalogue })
        });
        made?.map_err(raised)
    }

    /// The decisions that a coder may see, as JSON, and what is odd about their files.
    fn events(&self, by: Option<&str>) -> PyResult<(String, Vec<String>)> {
        let by = by.map(coder).transpose()?;
        let (events, problems) = self.0.events_for(by.as_ref()).map_err(raised)?;
        let problems = problems.iter().map(ToString::to_string).collect();
        Ok((serde_json::to_string(&events).map_err(unwritable)?, problems))
    }

    /// Confirms a candidate; the id of the decision.
    fn confirm(
        &self,
        py: Python<'_>,
        candidate: String,
        name: Option<String>,
        without: Vec<String>,
        by: &str,
    ) -> PyResult<String> {
        self.decide(py, by, move |choice| choice.confirm(&candidate, name.as_deref(), &without))
    }

    /// Rejects a candidate; the id of the decision.
    fn reject(
        &self,
        py: Python<'_>,
        candidate: String,
        reason: &str,
        comment: Option<String>,
        by: &str,
    ) -> PyResult<String> {
        let reason = reason_of(reason)?;
        self.decide(py, by, move |choice| choice.reject(&candidate, reason, comment))
    }

    /// Takes one's last decision back; the id of that.
    fn undo(&self, py: Python<'_>, by: &str) -> PyResult<String> {
        let (study, by) = (self.0.clone(), coder(by)?);
        let undone = apart(py, 1, None, move |_| {
            let mut decisions = study.decisions(&by)?;
            let last = decisions.last().map(|event| event.id);
            let last = last.ok_or_else(|| Error::Choice(format!("{} has nothing to undo", by.as_str())))?;
            Ok(decisions.undo(None, last)?.to_string())
        });
        undone?.map_err(raised)
    }
}

impl Study {
    /// Saves what a coder chose.
    fn decide(
        &self,
        py: Python<'_>,
        by: &str,
        choose: impl FnOnce(&Choice<'_>) -> Result<Vec<Decision>, Error> + Send + 'static,
    ) -> PyResult<String> {
        let (study, by) = (self.0.clone(), coder(by)?);
        let saved = apart(py, 0, None, move |_| {
            let results = study.results_for(Some(&by))?;
            let mut decisions = study.decisions(&by)?;
            let findings = Findings::new(results, decisions.state().clone());
            let chosen = choose(&Choice::new(&findings).by(Some(&by), false))?;
            let basis = Basis { run: Some(&findings.results().run), ..Basis::default() };
            Ok(decisions.decide_on(&basis, chosen)?.to_string())
        });
        saved?.map_err(raised)
    }
}

fn coder(name: &str) -> PyResult<Coder> {
    Coder::new(name).map_err(|error| raised(Error::Choice(format!("by: {error}"))))
}

fn reason_of(name: &str) -> PyResult<Reason> {
    let found = Reason::ALL.into_iter().find(|reason| reason.name() == name);
    found.ok_or_else(|| {
        let known: Vec<&str> = Reason::ALL.iter().map(|reason| reason.name()).collect();
        raised(Error::Choice(format!("reason is one of {}, not {name:?}", known.join(", "))))
    })
}
