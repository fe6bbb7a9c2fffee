//! A run over a study: reads what changed, derives what depends on it, touches nothing else.

mod alike;
mod alone;
mod batch;
pub(super) mod blind;
#[cfg(feature = "parquet")]
mod columns;
mod follow;
mod kept;
mod lock;
mod once;
mod plan;
mod replaced;
mod unit;
mod write;

pub use alone::read_files;
pub use batch::read_into;
pub use replaced::Replaced;
pub(crate) use unit::UnitClauses;

use super::study_file::StudyFile;
use super::{Study, sources};
use crate::agreement::{Instruments, shown};
use crate::alike::nearly_one;
use crate::candidate::Proposed;
use crate::findings::{Findings, Offer, Open, constraints, still_offered};
use crate::model::Model;
use crate::pipeline::{PROPOSING_VERSION, candidates};
use crate::span::span;
use crate::store::manifest::Vectors;
use crate::{Alike, Compared, Error, Manifest, Results, Settings, error::Result, files, hash::sha256};
use alike::alike;
use blind::BlindCandidates;
use crosscut_cluster::{Constraints, Stage};
use crosscut_decisions::{Event, Round, State, read_folder, read_saved};
use crosscut_extract::Options;
use crosscut_text::{AgreementId, Clause};
use plan::SourceFile;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use unit::Outcome;

/// What a run is asked for besides its paths.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RunOptions {
    /// Title of the study from now on, for the report and the paper; kept in the study's settings.
    pub title: Option<String>,
    /// Granularity from now on, from 0 (few, broad candidates) to 1 (many, narrow ones); kept in the study's settings.
    pub granularity: Option<f32>,
    /// Whether candidates that ask nothing of anyone are set aside as form, from now on; kept in the study's settings.
    pub set_form_aside: Option<bool>,
    /// Whether the surest candidates come first, from now on; kept in the study's settings.
    pub sure_first: Option<bool>,
    /// Sentence model from now on, or `none`; kept in the study's settings.
    pub model: Option<String>,
    /// Whether the run ends as soon as the study can be searched, without candidates.
    pub index_only: bool,
    /// How documents are read. Recognition of pages without text (`ocr`), once asked for, is kept in the study's
    /// settings; the languages of an agreement are those that its entry there names, if it names any.
    pub reading: Options,
    /// Whether [`read_into`] leaves clauses as columns, `clauses.parquet`, instead of `clauses.jsonl`.
    #[cfg(feature = "parquet")]
    pub columns: bool,
    /// Set by another thread to end the run: heeded between two documents, while clauses get vectors, and while
    /// candidates are looked for. The study
    /// then shows what it showed before; what was read by then is not read again.
    pub stop: Option<Arc<AtomicBool>>,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// A document is about to be read.
    Reading(&'a str),
    /// So many of a document's pages are recognised.
    Recognising {
        /// The document's file.
        file: &'a str,
        /// Pages that are done.
        page: usize,
        /// Pages that are to be recognised.
        of: usize,
    },
    /// A document was read, or found not to be readable.
    Read {
        /// The document's file.
        file: &'a str,
        /// Documents that are done.
        done: usize,
        /// All documents.
        of: usize,
    },
    /// The search index is built.
    Indexing,
    /// So many clauses are indexed.
    Indexed {
        /// Clauses that are done.
        done: usize,
        /// Clauses that are to be indexed, or were before.
        of: usize,
    },
    /// The study can be searched.
    Searchable,
    /// Clauses get vectors of a sentence model.
    Encoding,
    /// So many texts have theirs, of those that had none before.
    Encoded {
        /// Texts that are done.
        done: usize,
        /// Texts that are to be encoded.
        of: usize,
    },
    /// Candidates are looked for.
    Proposing,
    /// How far that is.
    Step {
        /// What is done.
        stage: Stage,
        /// Steps that are done.
        done: usize,
        /// Steps of the stage.
        of: usize,
    },
}

/// What a run found and what it had to do.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RunReport {
    /// What was read of each document, sorted by agreement.
    pub documents: Vec<crate::DocumentReport>,
    /// Number of clauses.
    pub clauses: usize,
    /// Candidates that are not decided, best first.
    pub candidates: Vec<Offer>,
    /// How many these are.
    pub open: Open,
    /// Number of outliers.
    pub outliers: usize,
    /// Source files that were read now.
    pub read: Vec<String>,
    /// How many were taken from the cache.
    pub cached: usize,
    /// How clauses were compared, within a language and between languages, in one sentence.
    pub compared: String,
    /// Whether the search index was made again, or parts of it.
    pub indexed: bool,
    /// Whether candidates were looked for again.
    pub proposed: bool,
    /// Why the report and the tables show no decisions, if so: coders judge apart from each other.
    pub sealed: Option<String>,
    /// Files that could not be read at all, with the reason.
    pub failures: Vec<(String, String)>,
    /// Files of the folders that were passed over.
    pub left_out: Vec<PathBuf>,
    /// Files that hold the same bytes as another one, and agreements that are in two files with the same clauses: taken once.
    pub duplicates: Vec<String>,
    /// Agreements that are editions of one document, as they came from one address: each older one with the newest. They
    /// count once.
    pub editions: Vec<(AgreementId, AgreementId)>,
    /// Files of the study whose names other bytes came under: other editions, which took their places, and other documents,
    /// which came in beside them.
    pub replaced: Vec<Replaced>,
    /// Where documents are, by the names of their files, as far as these tell them apart.
    #[serde(skip)]
    pub places: BTreeMap<String, String>,
    /// Agreements that have another id than before: the old one and the new one. Decisions are followed.
    pub renamed: Vec<(AgreementId, AgreementId)>,
    /// Agreements that are nearly the same, or look like translations of each other: to be told which is which.
    pub alike: Vec<Alike>,
    /// The folder has decisions or what a run left, but had no settings file: it was written anew. Titles, years, groups
    /// and what counts as one agreement must be entered again.
    pub settings_anew: bool,
    /// How many judged clauses have another wording now, or were not found again for sure, and how many cells were checked
    /// in an earlier edition alone: somebody must look.
    pub to_check: usize,
}

/// What is known of a study once its documents are read, without their clauses.
fn read_results(file: &StudyFile, manifest: &Manifest) -> Results {
    Results {
        run: manifest.run.clone(),
        compared: manifest.compared(),
        agreements: shown(file.agreements.clone()),
        documents: manifest.documents(),
        ..Results::default()
    }
}

impl Study {
    /// Adds the documents of `paths` (files, folders, `clauses.jsonl`; none to run again over what is there), reads
    /// what changed, and derives clauses, index, candidates and exports. A document that was read before is not read
    /// again, be it by a run that was broken off; where nothing changed, nothing is written.
    ///
    /// # Errors
    /// A path that is missing, a folder without documents, a bad line of a `clauses.jsonl`, a folder that cannot be
    /// written, a study that is busy or of a newer version, or documents none of which could be read. The study is
    /// then as it was. One bad document among good ones is no error but a loss in the report.
    pub fn run(
        &self,
        paths: &[PathBuf],
        options: &RunOptions,
        progress: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<RunReport> {
        span!("run", study = self.folder.display());
        let found = sources::find(paths)?;
        let lock = self.lock()?;
        let report = self.run_locked(found, options, progress);
        lock.release(report.is_ok());
        report
    }

    fn run_locked(
        &self,
        found: sources::Found,
        options: &RunOptions,
        progress: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<RunReport> {
        let old = Study::is_study(&self.folder).then(|| self.file()).transpose()?;
        let settings_anew = old.is_none() && self.was_used();
        let mut file = old.unwrap_or_else(StudyFile::new);
        file.title = options.title.clone().or(file.title);
        file.settings.granularity = options.granularity.or(file.settings.granularity);
        file.settings.keep_form = options.set_form_aside.map_or(file.settings.keep_form, |aside| !aside);
        file.settings.sure_first = options.sure_first.unwrap_or(file.settings.sure_first);
        if let Some(name) = &options.model {
            file.settings.model = Some(name.clone()).filter(|name| name != "none");
        }
        let model = file.settings.model.as_ref().map(|name| self.model(name)).transpose()?;
        let reading = reading_of(&mut file.settings, &options.reading);
        let options = RunOptions { reading, ..options.clone() };
        let mut plan = plan::plan(&file, &found, &self.sources_folder())?;
        let (replaced, unread) = self.tell_replaced(&mut plan, &file, &found, (&options, progress))?;
        plan.bring_back(&mut file);
        if plan.sources.is_empty() {
            return Err(Error::NoDocuments(self.sources_folder()));
        }
        self.has_its_sources(&plan.sources)?;
        let outcomes = self.read_all(&plan.sources, &options, progress, &|_, outcome| self.keep(outcome?));
        if is_stopped(&options) {
            return Err(Error::Stopped);
        }
        let (mut outcomes, mut failures) = sort_out(&plan.sources, outcomes)?;
        let removed: BTreeSet<AgreementId> = file.removed.iter().map(|removed| removed.id.clone()).collect();
        outcomes.iter_mut().try_for_each(|outcome| outcome.leave_out(self, &removed))?;
        let same = once::once(self, &file, &mut outcomes)?;
        failures.extend(unread);
        failures.extend(found.unreadable.iter().cloned());
        failures.extend(outcomes.iter().flat_map(Outcome::failures));
        let mut report = RunReport {
            read: outcomes
                .iter()
                .filter(|outcome| !outcome.cached)
                .map(|outcome| outcome.file.clone())
                .collect(),
            cached: outcomes.iter().filter(|outcome| outcome.cached).count(),
            failures,
            left_out: found.left_out,
            duplicates: plan.copies().into_iter().chain(same).collect(),
            editions: plan.editions,
            replaced,
            settings_anew,
            ..RunReport::default()
        };
        self.derive(file, model.as_ref(), &outcomes, &options, &mut report, progress)?;
        Ok(report)
    }

    /// Whether somebody decided in the folder, or a run left something there.
    fn was_used(&self) -> bool {
        let decided = read_folder(&self.decisions_folder()).is_ok_and(|(events, _)| !events.is_empty());
        decided || self.manifest().is_ok()
    }

    /// One document that is gone is a loss of the run. Where all are, as in a study that came without them, a run would
    /// wipe what was read of them: it is refused.
    fn has_its_sources(&self, sources: &[SourceFile]) -> Result<()> {
        let mut old = sources.iter().filter(|source| !source.given).peekable();
        if old.peek().is_none() || old.any(|source| !source.sha256.is_empty()) || self.manifest().is_err() {
            return Ok(());
        }
        Err(Error::SourcesGone(self.sources_folder()))
    }

    /// Reads the sources in parallel, and says how far the recognition of their pages is. `keep` is given each as soon as
    /// it is read.
    fn read_all(
        &self,
        sources: &[SourceFile],
        options: &RunOptions,
        progress: &(dyn Fn(Progress<'_>) + Sync),
        keep: &(dyn Fn(&SourceFile, Result<Outcome>) -> Result<Outcome> + Sync),
    ) -> Vec<Result<Outcome>> {
        let (sender, recognised) = mpsc::channel::<(String, usize, usize)>();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for (file, page, of) in recognised {
                    progress(Progress::Recognising { file: &file, page, of });
                }
            });
            let read = |source: &SourceFile| {
                keep(source, unit::read(self, source, &options.reading, &sender, progress))
            };
            let outcomes = one_by_one(sources, options, progress, read);
            drop(sender);
            outcomes
        })
    }

    /// Derives all that depends on all documents together, and writes what changed.
    fn derive(
        &self,
        mut file: StudyFile,
        model: Option<&Model>,
        outcomes: &[Outcome],
        options: &RunOptions,
        report: &mut RunReport,
        progress: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<()> {
        outcomes.iter().for_each(|outcome| outcome.register(&mut file));
        report.editions = plan::enter_editions(&mut file, std::mem::take(&mut report.editions));
        file.agreements.sort_by(|a, b| a.id.cmp(&b.id));
        report.renamed = self.follow(&mut file, outcomes)?;
        let (events, _) = read_saved(&self.decisions_folder(), &self.kept_folder())?;
        let state = State::fold(&events);
        report.sealed = Round::new(&file.review, &events).why_sealed().filter(|_| !self.unblind);
        // Whether coding is blind decides what the report shows, as the decisions do.
        let decided = serde_json::to_vec(&(&events, report.sealed.is_some())).expect("events came from JSON");
        let digest = sha256(&decided);
        let vectors = model.map_or(Vectors::Lexical, |model| Vectors::Model(model.id().clone()));
        let manifest = write::manifest(&file, outcomes, &report.failures, &digest, vectors);
        let mut results = read_results(&file, &manifest);
        (report.compared, report.documents) = (results.compared.clone(), results.documents.clone());
        report.clauses = manifest.units.iter().map(|unit| unit.clauses).sum();
        let before = self.unchanged(&file, &manifest);
        report.indexed = !self.is_indexed(&manifest);
        if before.is_none() || report.indexed || !events.is_empty() {
            let clauses: Vec<Result<Vec<Clause>>> =
                outcomes.par_iter().map(|outcome| outcome.clauses(self)).collect();
            for clauses in clauses {
                results.clauses.extend(clauses?);
            }
            results.sort();
        }
        // Settings that were deleted, or do not name what is here again, are written, although nothing else changed.
        let is_named =
            |old: StudyFile| old.removed == file.removed && old.agreements.len() == file.agreements.len();
        let settled = self.settings_path().exists() && self.file().is_ok_and(is_named);
        if before.is_none() || report.indexed || !settled {
            if !options.index_only {
                self.remember(&manifest)?;
            }
            self.write_read(&file, &manifest, outcomes, &results.clauses, progress)?;
            progress(Progress::Searchable);
        }
        if options.index_only {
            return Ok(());
        }
        report.proposed = before.is_none();
        let (proposed, blind) = match before {
            Some(before) => (before, BlindCandidates::read(&self.derived(blind::FILE))),
            None => {
                results.alike = alike(&file.agreements, &results.clauses);
                let decided = (&state, events.as_slice());
                self.look_for_candidates(&file, model, &results, decided, (options, progress))?
            }
        };
        results.take(proposed);
        report.alike.clone_from(&results.alike);
        let findings = Findings::new(results, state);
        report.to_check = findings.changes(None).to_check();
        // While coding is blind, what lies open to all shows no decision: neither what was decided nor, by what is missing
        // from a list and by its numbers, that it was.
        let sealed = report.sealed.as_ref();
        let sealed = sealed.map(|_| Findings::new(blind.instead_of(findings.results()), State::default()));
        let shown = sealed.as_ref().unwrap_or(&findings);
        (report.candidates, report.open) = (shown.offered(), shown.open());
        report.outliers = shown.results().outliers.len();
        if report.proposed {
            self.write(&file, &manifest, findings.results(), shown)?;
            blind.write(&self.derived(blind::FILE))?;
        }
        Ok(())
    }

    /// Candidates as the decisions have them, and those that the texts alone suggest.
    fn look_for_candidates(
        &self,
        file: &StudyFile,
        model: Option<&Model>,
        results: &Results,
        (state, events): (&State, &[Event]),
        (options, progress): (&RunOptions, &(dyn Fn(Progress<'_>) + Sync)),
    ) -> Result<(Proposed, BlindCandidates)> {
        let compared = self.compared_by(model, &results.clauses, (options, progress))?;
        progress(Progress::Proposing);
        let bounds = constraints(state, &results.clauses);
        let one = Instruments::of(&file.agreements).or_nearly(nearly_one(&results.alike));
        let watch = |stage, done, of| {
            progress(Progress::Step { stage, done, of });
            if is_stopped(options) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let propose = |bounds: &Constraints| -> Result<Proposed> {
            let found = candidates(&compared, &file.settings, bounds, &one, &watch)?;
            Ok(Proposed { alike: results.alike.clone(), ..found })
        };
        let plain =
            (bounds != Constraints::default()).then(|| propose(&Constraints::default())).transpose()?;
        let blind = BlindCandidates::of(&file.review, events, plain.as_ref());
        let proposed = match plain {
            // What the texts alone suggest stays suggested, until somebody has judged it.
            Some(plain) => still_offered(propose(&bounds)?, plain, results, state),
            None => propose(&bounds)?,
        };
        Ok((proposed, blind))
    }

    /// Clauses of the last run, compared as that run did: by their words and its sentence model, if it had one.
    ///
    /// # Errors
    /// When the study was never run, or the model cannot be found or read.
    pub fn compared<'c>(&self, clauses: &'c [Clause]) -> Result<Compared<'c>> {
        let model = match self.manifest()?.vectors {
            Vectors::Lexical => None,
            Vectors::Model(id) => Some(self.model(&id.name)?),
        };
        self.compared_by(model.as_ref(), clauses, (&RunOptions::default(), &|_| ()))
    }

    /// Clauses compared by a model, if there is one; only texts that are new to the study are encoded.
    fn compared_by<'c>(
        &self,
        model: Option<&Model>,
        clauses: &'c [Clause],
        (options, progress): (&RunOptions, &(dyn Fn(Progress<'_>) + Sync)),
    ) -> Result<Compared<'c>> {
        let Some(model) = model else { return Ok(Compared::by_words(clauses)) };
        progress(Progress::Encoding);
        span!("encode", clauses = clauses.len());
        let texts: Vec<&str> = clauses.iter().map(|clause| clause.text.as_str()).collect();
        let mut cache = model.cache(&self.derived("vectors"));
        let watch = |done, of| {
            progress(Progress::Encoded { done, of });
            if is_stopped(options) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let vectors = model.cached_watched(&texts, &mut cache, &watch);
        // Kept where the run is ended, too. What cannot be (a read-only folder) is made again the next time.
        let _ = cache.save();
        let vectors = vectors?;
        let elements = self.derived("vectors").join("elements");
        let (vectors, model) = (Some(vectors), Some((model.clone(), Some(elements))));
        Ok(Compared { vectors, model, ..Compared::by_words(clauses) })
    }

    /// A model of the study, or else of the user.
    pub(in crate::store) fn model(&self, name: &str) -> Result<Model> {
        self.models.after(self.models_folder()).find(name)
    }

    /// What was proposed before, where it was made from the very same inputs.
    fn unchanged(&self, file: &StudyFile, manifest: &Manifest) -> Option<Proposed> {
        let old = self.manifest().ok()?;
        let complete =
            old == *manifest && self.out_folder().join("report.html").exists() && self.is_asked(file);
        complete.then(|| files::read_derived(&self.derived("candidates.json")))?
    }
}

/// Reads the sources in parallel until another thread ends it, and says how many are done.
fn one_by_one(
    sources: &[SourceFile],
    options: &RunOptions,
    progress: &(dyn Fn(Progress<'_>) + Sync),
    read: impl Fn(&SourceFile) -> Result<Outcome> + Sync,
) -> Vec<Result<Outcome>> {
    let done = AtomicUsize::new(0);
    let one = |source: &SourceFile| {
        if is_stopped(options) {
            return Err(Error::Stopped);
        }
        let outcome = read(source);
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        progress(Progress::Read { file: &source.name, done, of: sources.len() });
        outcome
    };
    sources.par_iter().map(one).collect()
}

/// Whether another thread has ended the run.
fn is_stopped(options: &RunOptions) -> bool {
    options.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
}

/// How sources are read: as asked for now, which the settings then keep, or as they say.
fn reading_of(settings: &mut Settings, asked: &Options) -> Options {
    let mut reading = asked.clone();
    if let Some(ocr) = &reading.ocr {
        settings.ocr = Some(ocr.pages);
        if !ocr.languages.is_empty() {
            settings.languages.clone_from(&ocr.languages);
        }
    }
    if let Some(pages) = settings.ocr {
        let ocr = reading.ocr.get_or_insert_default();
        ocr.pages = pages;
        ocr.languages.clone_from(&settings.languages);
    }
    reading
}

/// Where the documents of sources are, by the names of their files: none where two have one name.
fn places(outcomes: &[Outcome]) -> BTreeMap<String, String> {
    let mut places: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (name, path) in outcomes.iter().flat_map(Outcome::places) {
        let known = places.entry(name).or_insert_with(|| Some(path.clone()));
        *known = known.take().filter(|known| *known == path);
    }
    places.into_iter().filter_map(|(name, path)| Some((name, path?))).collect()
}

/// What was read, and what was not: the path and the reason.
type ReadAndFailed = (Vec<Outcome>, Vec<(String, String)>);

/// Separates what was read from what was not. A file that was given now and could not be read at all is a failure among
/// others that could be, and an error alone; a source that the study has is never dropped.
fn sort_out(sources: &[SourceFile], outcomes: Vec<Result<Outcome>>) -> Result<ReadAndFailed> {
    let mut read = Vec::new();
    let mut failures = Vec::new();
    let mut useless: Vec<String> = Vec::new();
    let mut given_and_read = 0;
    for (source, outcome) in sources.iter().zip(outcomes) {
        match outcome {
            Ok(outcome) => {
                if source.given {
                    match outcome.reason_for_nothing() {
                        Some(reason) => useless.push(format!("{}: {reason}", source.name)),
                        None => given_and_read += 1,
                    }
                }
                read.push(outcome);
            }
            Err(Error::Document { file, source: reason }) => {
                useless.push(format!("{file}: {reason}"));
                failures.push((file, reason.to_string()));
            }
            // One that may not be opened is passed over as one that is damaged.
            Err(error @ Error::Read { .. }) if source.given => {
                useless.push(error.to_string());
                failures.push((source.name.clone(), error.to_string()));
            }
            Err(error) => return Err(error),
        }
    }
    if given_and_read == 0 && !useless.is_empty() {
        return Err(Error::NothingRead(useless));
    }
    Ok((read, failures))
}
