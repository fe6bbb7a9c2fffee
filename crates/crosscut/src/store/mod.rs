//! The study folder.

mod agreements;
mod catalogue;
mod copies;
mod hits;
mod index;
mod manifest;
mod meaning;
mod page_image;
mod portable;
mod recognised;
mod run;
mod searches;
mod sources;
mod study_file;
mod until_run;

pub use agreements::Edit;
pub use manifest::Manifest;
pub use run::{Progress, Replaced, RunOptions, RunReport, read_files, read_into};
pub use until_run::Pending;

use crate::agreement::Instruments;
use crate::alike::nearly_one;
use crate::candidate::Proposed;
use crate::files;
use crate::findings::{Changes, Findings, Snapshot};
use crate::pipeline::{candidates, unwatched};
use crate::{Agreement, Error, Models, Results, error::Result};
use crosscut_decisions::{
    Coder, Decisions, Event, Imported, Log, Problem, ReviewSettings, Round, State, Timestamp, import, keep,
    read_saved,
};
use crosscut_extract::PageImage;
use crosscut_extract::{Extracted, Options, extract};
use crosscut_text::{AgreementId, Clause, Document};
use run::blind::{self, BlindCandidates};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use study_file::StudyFile;

/// Reads one file (or a folder of pictures that are the pages of one document) without a study: its pages with positions, and what could not be read.
///
/// # Errors
/// When it is missing or nothing of it can be read.
pub fn extract_file(path: &Path, options: &Options) -> Result<Extracted> {
    let bytes = sources::one(path)?.read()?;
    let file = path.display().to_string();
    extract(&file, &bytes, options).map_err(|source| Error::Document { file, source })
}

/// The bytes of a document: of a file, or of the PDF that a folder of pictures makes.
///
/// # Errors
/// When it cannot be read.
pub fn document_bytes(path: &Path) -> Result<Vec<u8>> {
    sources::one(path)?.read()
}

/// A picture of page `page` (from 0) of the PDF in a file: see [`crosscut_extract::page_image`].
///
/// # Errors
/// When the file cannot be read, and as there.
pub fn page_image(path: &Path, password: Option<&str>, page: usize, scale: f32) -> Result<PageImage> {
    let wrong = |source| Error::Document { file: path.display().to_string(), source };
    crosscut_extract::page_image(&sources::read(path)?, password, page, scale).map_err(wrong)
}

/// A user's working folder.
///
/// ```text
/// my-study/
///   crosscut.toml            settings and agreements
///   sources/                 the documents
///   replaced/                documents whose places other editions took (where there are any)
///   decisions/<coder>.jsonl  append-only, one event a line
///   models/                  sentence models of this study (optional)
///   .crosscut/               derived, safe to delete; and a second copy of the logs
///   out/                     exports
/// ```
///
/// ```
/// use crosscut::{RunOptions, Study};
/// let folder = tempfile::tempdir().expect("a temporary folder");
/// let accord = folder.path().join("accord.txt");
/// let text = "Article 1\n\nEach Party shall report significant incidents without delay.\n";
/// std::fs::write(&accord, text).expect("it can be written");
///
/// let study = Study::at(folder.path().join("my-study"))?;
/// let report = study.run(&[accord], &RunOptions::default(), &|_| ())?;
/// assert_eq!(report.read, ["accord.txt"]);
/// assert_eq!(study.results()?.agreements[0].id.as_str(), "accord");
/// let (events, problems) = study.events()?;
/// let state = crosscut::decisions::State::fold(&events);
/// assert!(state.elements.is_empty() && problems.is_empty());
/// # Ok::<(), crosscut::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Study {
    folder: PathBuf,
    models: Models,
    /// Whether whoever names no coder sees everybody's decisions although coding is blind.
    pub unblind: bool,
}

impl Study {
    /// Opens a study that exists.
    ///
    /// # Errors
    /// When the folder is no study, or one of a newer version.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self> {
        let study = Self { folder: folder.into(), models: Models::default(), unblind: false };
        if !study.settings_path().exists() {
            return Err(Error::NoStudy(study.folder));
        }
        study.file()?;
        Ok(study)
    }

    /// The study in `folder`, which need not exist yet: its first run makes it.
    ///
    /// # Errors
    /// When the folder holds a study of a newer version.
    pub fn at(folder: impl Into<PathBuf>) -> Result<Self> {
        let study = Self { folder: folder.into(), models: Models::default(), unblind: false };
        if study.settings_path().exists() {
            study.file()?;
        }
        Ok(study)
    }

    /// The same study, with the folders in which models are looked for after its own: the user's.
    #[must_use]
    pub fn with_models(self, models: Models) -> Self {
        Self { models, ..self }
    }

    /// Whether a folder is a study.
    pub fn is_study(folder: &Path) -> bool {
        folder.join("crosscut.toml").is_file()
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the coders' decisions are.
    pub(crate) fn decisions_folder(&self) -> PathBuf {
        self.folder.join("decisions")
    }

    /// Where a second copy of the logs is kept: what was lost from a log is noticed by it, and brought back from it.
    pub(crate) fn kept_folder(&self) -> PathBuf {
        self.derived("decisions")
    }

    /// Where the study's own models are, looked into before the user's.
    pub(crate) fn models_folder(&self) -> PathBuf {
        self.folder.join("models")
    }

    /// Where exports go.
    pub fn out_folder(&self) -> PathBuf {
        self.folder.join("out")
    }

    /// The agreements of the study, sorted by id, as its settings file names them.
    ///
    /// # Errors
    /// When the settings file cannot be read.
    pub fn agreements(&self) -> Result<Vec<Agreement>> {
        let mut agreements = self.file()?.agreements;
        agreements.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(agreements)
    }

    /// What the last run derived.
    ///
    /// # Errors
    /// When the study was never run, or what it derived was deleted.
    pub fn results(&self) -> Result<Results> {
        let manifest = self.manifest()?;
        let mut results = Results {
            run: manifest.run.clone(),
            compared: manifest.compared(),
            agreements: until_run::as_read(&self.file()?, &manifest).0,
            documents: manifest.documents(),
            clauses: self.clauses_of(&manifest)?,
            ..Results::default()
        };
        let proposed: Proposed = files::read_derived(&self.derived("candidates.json"))
            .ok_or_else(|| Error::NotRun(self.folder.clone()))?;
        results.take(proposed);
        results.sort();
        Ok(results)
    }

    /// What the last run derived, as a coder may see it: while coding is blind, candidates from the texts alone, which
    /// show nothing of what others decided. Without a coder as it may lie open to all: so too while coders judge apart,
    /// unless [`Study::unblind`] is set.
    ///
    /// Where the run was made before a second coder came, that list is made now, as that run would have made it: it takes
    /// as long as a run, and a new run saves it.
    ///
    /// # Errors
    /// As [`Study::results`], and as [`Study::compared`] where the list is made now.
    pub fn results_for(&self, coder: Option<&Coder>) -> Result<Results> {
        let mut results = self.results()?;
        let round = Round::new(&self.review_settings()?, &self.events()?.0);
        if self.hides(&round, coder) {
            self.set_apart(&mut results)?;
        }
        Ok(results)
    }

    /// Whether decisions are kept from a coder, or from whoever names none.
    fn hides(&self, round: &Round, coder: Option<&Coder>) -> bool {
        match coder {
            Some(coder) => round.hides_from(coder),
            None => !self.unblind && round.why_sealed().is_some(),
        }
    }

    /// Puts the candidates that are made from the texts alone in the place of those that follow the decisions.
    fn set_apart(&self, results: &mut Results) -> Result<()> {
        match BlindCandidates::read(&self.derived(blind::FILE)) {
            BlindCandidates::Same => {}
            BlindCandidates::Made(proposed) => results.take(proposed),
            BlindCandidates::NotMade => {
                let bounds = crosscut_cluster::Constraints::default();
                let compared = self.compared(&results.clauses)?;
                let one = Instruments::of(&results.agreements).or_nearly(nearly_one(&results.alike));
                let settings = self.manifest()?.settings;
                let blind = candidates(&compared, &settings, &bounds, &one, &unwatched)?;
                results.take(Proposed { alike: results.alike.clone(), ..blind });
            }
        }
        Ok(())
    }

    /// What the last run derived and the decisions say together, as a coder may see both. Without a coder, what may lie
    /// open to all.
    ///
    /// # Errors
    /// As [`Study::results_for`] and [`Study::events`].
    pub fn findings_for(&self, coder: Option<&Coder>) -> Result<Findings> {
        let (events, _) = self.events_for(coder)?;
        Ok(Findings::new(self.results_for(coder)?, State::fold(&events)))
    }

    /// The clauses that were last read, by a run or for searches alone, by agreement and in the order of the text.
    ///
    /// # Errors
    /// As [`Study::results`].
    pub fn clauses(&self) -> Result<Vec<Clause>> {
        let mut clauses = self.clauses_of(&self.reading()?)?;
        clauses.sort_by(|a, b| a.agreement.cmp(&b.agreement));
        Ok(clauses)
    }

    /// The text of the document of a source file, with provenance; `None` for ready-made clauses.
    ///
    /// # Errors
    /// As [`Study::results`].
    pub fn document(&self, file: &str) -> Result<Option<Document>> {
        let reading = self.reading()?;
        let unit = reading.units.iter().find(|unit| unit.file == file);
        Ok(unit.and_then(|unit| files::read_derived(&self.derived(&format!("texts/{}.json", unit.key)))))
    }

    /// Writes the report and the tables as they may lie open to all: with all decisions, or with none and why, while
    /// coders judge apart from each other and [`Study::unblind`] is not set.
    ///
    /// # Errors
    /// As [`Study::results`], and when they cannot be written.
    pub fn publish(&self) -> Result<Option<String>> {
        self.write_exports(&self.findings_for(None)?)?;
        self.sealed()
    }

    /// Why what lies open to all shows no decisions, although there are some; `None` where it shows them.
    ///
    /// # Errors
    /// When settings or decisions cannot be read.
    pub(crate) fn sealed(&self) -> Result<Option<String>> {
        let round = Round::new(&self.review_settings()?, &self.events()?.0);
        Ok(round.why_sealed().filter(|_| !self.unblind))
    }

    /// The bytes of a source of the study, by the name of its file.
    ///
    /// # Errors
    /// When the study has no such source, or it cannot be read.
    pub fn source(&self, file: &str) -> Result<Vec<u8>> {
        let manifest = self.manifest()?;
        if !manifest.units.iter().any(|unit| unit.file == file) {
            return Err(Error::Missing(file.into()));
        }
        sources::read(&self.sources_folder().join(file))
    }

    /// The decisions, open for one coder to add to. While coding is blind they see their own alone.
    ///
    /// # Errors
    /// When the log cannot be read, or another program holds it.
    pub fn decisions(&self, coder: &Coder) -> Result<Decisions> {
        let folder = self.decisions_folder();
        let log = Log::open(&folder, coder)?.kept_in(&self.kept_folder());
        Ok(Decisions::with(&folder, log, self.review_settings()?)?)
    }

    /// Takes the decisions of other copies of the study over: of their folders, their `decisions` folders, or single logs.
    /// What is here already is left out, and nothing that is here is lost. Without a path, what was lost from the logs is
    /// brought back from the second copy that is kept of them. Where another copy gives another id to a document of the same
    /// bytes, that is a former id of it here from now on.
    ///
    /// # Errors
    /// When a file cannot be read or holds a line that is no decision; nothing is taken over then.
    pub fn import(&self, from: &[PathBuf]) -> Result<Vec<Imported>> {
        let kept = self.kept_folder();
        let from = if from.is_empty() { std::slice::from_ref(&kept) } else { from };
        let imported = import(&self.decisions_folder(), from, Some(&kept))?;
        self.follow_copies(from)?;
        Ok(imported)
    }

    /// How several coders work together; as usual in a study that has no settings yet.
    ///
    /// # Errors
    /// When the settings file cannot be read.
    pub fn review_settings(&self) -> Result<ReviewSettings> {
        if !Study::is_study(&self.folder) {
            return Ok(ReviewSettings::default());
        }
        Ok(self.file()?.review)
    }

    /// The hosts of language models on other computers that `[assistants]` in the settings file allows to be asked.
    ///
    /// # Errors
    /// When the settings file cannot be read.
    pub fn assistant_hosts(&self) -> Result<Vec<String>> {
        Ok(self.file()?.assistants.hosts)
    }

    /// All events of all coders, and what is odd about their files.
    ///
    /// # Errors
    /// When the folder or a file of it cannot be read.
    pub fn events(&self) -> Result<(Vec<Event>, Vec<Problem>)> {
        let (events, mut problems) = read_saved(&self.decisions_folder(), &self.kept_folder())?;
        problems.extend(keep(&self.decisions_folder(), &self.kept_folder())?);
        Ok((events, problems))
    }

    /// What a coder may see of all events: while coding is blind their own alone. Without a coder all of them, or none
    /// while coders judge apart and [`Study::unblind`] is not set.
    ///
    /// # Errors
    /// As for [`Study::events`].
    pub fn events_for(&self, coder: Option<&Coder>) -> Result<(Vec<Event>, Vec<Problem>)> {
        let (mut events, problems) = self.events()?;
        let round = Round::new(&self.review_settings()?, &events);
        if self.hides(&round, coder) {
            events.retain(|event| coder == Some(&event.by));
        }
        Ok((events, problems))
    }

    /// What changed from the run before the last to what was found now. A run that only follows new decisions counts as
    /// the same run. Where there was none before, or what it left was deleted, its `since` is `None`.
    pub fn changes(&self, findings: &Findings) -> Changes {
        let before: Option<Snapshot> = files::read_derived(&self.derived("previous.json"));
        findings.changes(before.as_ref())
    }

    /// When the run was that found other documents or settings than the one before it: what [`Study::changes`] compares with
    /// is from before then. None where there was no such run.
    pub fn changed_at(&self) -> Option<Timestamp> {
        let written = std::fs::metadata(self.derived("previous.json")).ok()?.modified().ok()?;
        Timestamp::try_from(written).ok()
    }

    /// What the last run did.
    ///
    /// # Errors
    /// When the study was never run.
    pub fn manifest(&self) -> Result<Manifest> {
        files::read_derived(&self.derived("manifest.json")).ok_or_else(|| Error::NotRun(self.folder.clone()))
    }

    fn clauses_of(&self, manifest: &Manifest) -> Result<Vec<Clause>> {
        let mut clauses = Vec::new();
        for unit in &manifest.units {
            let read: run::UnitClauses =
                files::read_derived(&self.derived(&format!("clauses/{}.json", unit.key)))
                    .ok_or_else(|| Error::NotRun(self.folder.clone()))?;
            // What the run left out (an agreement that is in two sources) is no part of the study.
            let own: BTreeSet<&AgreementId> = unit.reports.iter().map(|report| &report.agreement).collect();
            clauses.extend(read.clauses.into_iter().filter(|clause| own.contains(&clause.agreement)));
        }
        let removed = self.file()?.removed;
        clauses.retain(|clause| removed.iter().all(|removed| removed.id != clause.agreement));
        Ok(clauses)
    }

    fn file(&self) -> Result<StudyFile> {
        let path = self.settings_path();
        StudyFile::parse(&path, &files::read_text(&path)?)
    }

    fn settings_path(&self) -> PathBuf {
        self.folder.join("crosscut.toml")
    }

    fn sources_folder(&self) -> PathBuf {
        self.folder.join("sources")
    }

    fn derived(&self, name: &str) -> PathBuf {
        self.folder.join(".crosscut").join(name)
    }
}
