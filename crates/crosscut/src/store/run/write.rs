//! What a run writes, and in which order: sources and settings, then what is derived, the manifest last.

use super::unit::{Outcome, UnitHead};
use super::{PROPOSING_VERSION, Progress, Study};
use crate::export::{self, CsvOptions, Judgements, Meta};
use crate::findings::{Findings, Snapshot};
use crate::span::span;
use crate::store::manifest::{Manifest, Unit, Vectors};
use crate::store::sources::Origin;
use crate::store::study_file::StudyFile;
use crate::{Error, Results, error::Result, files, hash::sha256};
use crosscut_table::{Csv, Sink};
use crosscut_text::Clause;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

/// What a run over these sources is called and made from.
pub(super) fn manifest(
    file: &StudyFile,
    outcomes: &[Outcome],
    failures: &[(String, String)],
    decisions: &str,
    vectors: Vectors,
) -> Manifest {
    let mut languages = BTreeMap::new();
    for (language, clauses) in outcomes.iter().flat_map(|outcome| &outcome.head.languages) {
        *languages.entry(*language).or_default() += clauses;
    }
    let unit = |outcome: &Outcome| Unit {
        file: outcome.file.clone(),
        key: outcome.key.clone(),
        clauses: outcome.head.clauses,
        reports: outcome.head.reports.clone(),
    };
    let units: Vec<Unit> = outcomes.iter().map(unit).collect();
    let keys: Vec<String> = units.iter().map(|unit| format!("{} {}", unit.key, unit.clauses)).collect();
    let clauses_key = sha256(keys.join("\n").as_bytes());
    let settings_text = serde_json::to_string(&(&file.settings, &file.agreements, &vectors))
        .expect("plain data becomes JSON");
    let run = sha256(format!("{PROPOSING_VERSION}\n{clauses_key}\n{settings_text}\n{decisions}").as_bytes());
    Manifest {
        schema: "crosscut/manifest/1".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        run: run[..12].to_owned(),
        settings: file.settings.clone(),
        vectors,
        languages,
        units,
        clauses_key,
        failures: failures.to_vec(),
    }
}

impl Study {
    /// Writes all that searches need: sources, settings, clauses and the index.
    pub(super) fn write_read(
        &self,
        file: &StudyFile,
        manifest: &Manifest,
        outcomes: &[Outcome],
        clauses: &[Clause],
        progress: &(dyn Fn(Progress<'_>) + Sync),
    ) -> Result<()> {
        self.write_sources(file, outcomes)?;
        for outcome in outcomes {
            self.write_unit(outcome)?;
        }
        progress(Progress::Indexing);
        span!("index", clauses = clauses.len());
        self.make_index(manifest, clauses, &|done, of| progress(Progress::Indexed { done, of }))
    }

    /// Writes what a run proposes.
    pub(super) fn write(
        &self,
        file: &StudyFile,
        manifest: &Manifest,
        results: &Results,
        shown: &Findings,
    ) -> Result<()> {
        files::write_json(&self.derived("candidates.json"), &results.proposed())?;
        self.ask_saved(file, manifest, shown)?;
        self.write_exports(shown)?;
        files::write_json(&self.derived("manifest.json"), manifest)?;
        self.prune(manifest)
    }

    /// Keeps what the run before gave, to tell what changed. A run that only follows new decisions is no new one.
    pub(super) fn remember(&self, manifest: &Manifest) -> Result<()> {
        let Ok(old) = self.manifest() else { return Ok(()) };
        if old.clauses_key == manifest.clauses_key && old.settings == manifest.settings {
            return Ok(());
        }
        let Ok(results) = self.results() else { return Ok(()) };
        files::write_json(&self.derived("previous.json"), &Snapshot::of(&results))
    }

    fn write_sources(&self, file: &StudyFile, outcomes: &[Outcome]) -> Result<()> {
        for outcome in outcomes {
            let target = self.sources_folder().join(&outcome.file);
            if outcome.origin != Origin::File(target.clone()) {
                let bytes = outcome.origin.read()?;
                self.keep_old(&outcome.file, &target, &bytes)?;
                files::write_whole(&target, &bytes)?;
            }
        }
        let path = self.settings_path();
        let old = if path.exists() { Some(files::read_text(&path)?) } else { None };
        let new = file.updated(&path, old.as_deref())?;
        if old.as_ref() != Some(&new) {
            files::write_whole(&path, new.as_bytes())?;
        }
        let decisions = self.decisions_folder();
        fs::create_dir_all(&decisions).map_err(|source| Error::Write { path: decisions, source })
    }

    /// Keeps a source beside whose place other bytes take: a document is never overwritten.
    fn keep_old(&self, name: &str, path: &Path, new: &[u8]) -> Result<()> {
        if !path.exists() {
            return Ok(());
        }
        let old = files::read_bytes(path)?;
        let kept = self.kept_source(name, &sha256(&old));
        if old == new || kept.exists() { Ok(()) } else { files::write_whole(&kept, &old) }
    }

    /// Keeps what was read of a source at once, so that a run that is broken off loses the documents in hand and no other.
    /// What gave nothing waits: a first run that finds nothing leaves no trace.
    pub(super) fn keep(&self, mut outcome: Outcome) -> Result<Outcome> {
        if outcome.head.clauses > 0 {
            self.write_unit(&outcome)?;
            outcome.now = None;
        }
        Ok(outcome)
    }

    /// Writes what was read of a source; what tells that it is there comes last.
    pub(super) fn write_unit(&self, outcome: &Outcome) -> Result<()> {
        let Some((unit, document)) = &outcome.now else { return Ok(()) };
        let key = &outcome.key;
        if let Some(document) = document {
            files::write_json(&self.derived(&format!("texts/{key}.json")), document)?;
        }
        let clauses = self.derived(&format!("clauses/{key}.json"));
        let sum = files::write_json_summed(&clauses, unit)?;
        let head = UnitHead { sum: Some(sum), ..outcome.head.clone() };
        files::write_json(&self.derived(&format!("clauses/{key}.head.json")), &head)
    }

    /// Writes `out/report.html`, `out/candidates.csv`, `out/matrix.csv` (confirmed elements by agreements) and
    /// `out/quotes.csv` (every confirmed clause of every cell).
    ///
    /// # Errors
    /// When they cannot be written.
    pub(crate) fn write_exports(&self, findings: &Findings) -> Result<()> {
        let out = self.out_folder();
        let results = findings.results();
        let (events, problems) = self.events()?;
        let damaged = problems.iter().map(ToString::to_string).collect();
        let meta = Meta { sealed: self.sealed()?, damaged, ..self.meta(results) };
        files::write_whole(&out.join("report.html"), export::report_html(findings, &meta).as_bytes())?;
        let judgements = Judgements::of(findings.state(), &events);
        write_table(&out.join("candidates.csv"), |rows| export::candidates_to(results, rows))?;
        write_table(&out.join("matrix.csv"), |rows| export::matrix_to(findings, false, rows))?;
        write_table(&out.join("quotes.csv"), |rows| export::quotes_to(findings, &judgements, false, rows))
    }

    /// What a report of these results says about its making.
    pub fn meta(&self, results: &Results) -> Meta {
        let folder = self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (title, settings) = self.file().map(|file| (file.title, file.settings)).unwrap_or_default();
        let name = title.filter(|title| !title.trim().is_empty()).unwrap_or(folder);
        let granularity =
            settings.granularity.map_or_else(|| "default".into(), |granularity| granularity.to_string());
        Meta {
            study: if name.is_empty() { results.run.clone() } else { name },
            version: format!("crosscut {}", env!("CARGO_PKG_VERSION")),
            made: None,
            settings: vec![
                ("granularity".into(), granularity),
                ("clauses compared".into(), results.compared.clone()),
            ],
            searches: self.saved_searches(),
            sealed: None,
            damaged: Vec::new(),
        }
    }

    /// Removes cached texts, clauses, recognised pages and pictures that no source of the study leads to any more.
    fn prune(&self, manifest: &Manifest) -> Result<()> {
        let mut keys: BTreeSet<&str> = manifest.units.iter().map(|unit| unit.key.as_str()).collect();
        let reports = manifest.units.iter().flat_map(|unit| &unit.reports);
        keys.extend(reports.filter_map(|report| report.source.sha256.get(..32)));
        for folder in ["texts", "clauses", "pages", "recognised"] {
            let folder = self.derived(folder);
            let wrong = |source| Error::Write { path: folder.clone(), source };
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            for entry in entries {
                let path = entry.map_err(wrong)?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let key = name.split('.').next().unwrap_or_default();
                if !keys.contains(key) {
                    fs::remove_file(&path).map_err(|source| Error::Write { path, source })?;
                }
            }
        }
        Ok(())
    }
}

/// Writes a table without holding it in memory.
fn write_table(path: &Path, rows: impl FnOnce(&mut dyn Sink) -> io::Result<()>) -> Result<()> {
    let wrong = |source| Error::Write { path: path.into(), source };
    files::write_by(path, |file| {
        let mut csv = Csv::new(file, CsvOptions::default()).map_err(wrong)?;
        rows(&mut csv).and_then(|()| csv.end()).map_err(wrong)
    })
}
