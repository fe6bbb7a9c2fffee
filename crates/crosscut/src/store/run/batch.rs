//! Documents to `clauses.jsonl` and `documents.jsonl` in a folder, by one process or by several that share the list.

#[cfg(feature = "parquet")]
use super::columns::Columns;
use super::{RunOptions, RunReport, is_stopped, once::once, places, plan, unit};
use crate::store::Study;
use crate::store::sources::{self, CLAUSES, DOCUMENTS, PARQUET};
use crate::store::study_file::StudyFile;
use crate::{Agreement, Error, Models, Progress, error::Result, files};
use crosscut_text::{AgreementId, Clause};
use plan::{Plan, SourceFile};
use serde::Serialize;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use unit::Outcome;

/// Reads the documents of `paths` (files, folders, folders that it wrote itself) and leaves `clauses.jsonl` and
/// `documents.jsonl` in a folder: all that a run needs of them (with the feature `parquet` and the option `columns`,
/// `clauses.parquet`, which holds the same). With `(2, 5)` it reads the second of five shards of the
/// list, with `(1, 1)` all of it. Each document is kept as soon as it is read, and not read again.
///
/// Every shard is given the same list, since names and ids depend on all of it. Shards that write one folder each add to
/// what is there; folders of their own are brought together by giving them all as `paths`, in any order. How many
/// documents of the list are in the folder's files not yet, since other shards have not read them, is the second of what
/// is given back. The report tells of this shard, but its `clauses` are those of the folder.
///
/// ```
/// use crosscut::{RunOptions, read_files, read_into};
/// let folder = tempfile::tempdir().expect("a temporary folder");
/// let at = |name: &str| folder.path().join(name);
/// for name in ["accord.txt", "charter.txt"] {
///     let text = format!("Article 1\n\nEach Party shall report what befalls its {name} without delay.\n");
///     std::fs::write(at(name), text).expect("it can be written");
/// }
/// let list = [at("accord.txt"), at("charter.txt")];
/// let read = |shard| read_into(&at("out"), &list, shard, &RunOptions::default(), &|_| ());
/// let (report, missing) = read((2, 2))?;
/// assert_eq!((report.read, missing), (vec!["charter.txt".to_owned()], 1));
/// assert_eq!(read((1, 2))?.1, 0);
/// assert_eq!(read((1, 1))?.0.cached, 2);
/// let (merged, _) = read_files(&[at("out")], &RunOptions::default(), &|_| ())?;
/// assert_eq!(merged.clauses, read_files(&list, &RunOptions::default(), &|_| ())?.0.clauses);
/// # Ok::<(), crosscut::Error>(())
/// ```
///
/// # Errors
/// As for [`crate::read_files`], and when the folder is a study or cannot be written. A document of which nothing can be
/// read is no error but a failure in the report, and a line of `documents.jsonl`.
pub fn read_into(
    folder: &Path,
    paths: &[PathBuf],
    (part, of): (usize, usize),
    options: &RunOptions,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<(RunReport, usize)> {
    if !(1..=of).contains(&part) {
        return Err(Error::Choice(format!("shard {part}/{of}: shards are counted from 1/{of} to {of}/{of}")));
    }
    if Study::is_study(folder) {
        return Err(Error::Choice(format!("{}: this is a study: choose another folder", folder.display())));
    }
    let mut found = sources::find(paths)?;
    found.leave_out(folder, paths);
    let plan = plan::plan(&StudyFile::new(), &found, Path::new(""))?;
    let desk = Study { folder: folder.to_owned(), models: Models::default(), unblind: false };
    let mine: Vec<SourceFile> = plan.sources.iter().skip(part - 1).step_by(of).cloned().collect();
    let keep = |source: &SourceFile, outcome: Result<Outcome>| desk.keep_clauses(source, outcome);
    let outcomes = desk.read_all(&mine, options, progress, &keep);
    if is_stopped(options) {
        return Err(Error::Stopped);
    }
    let mut outcomes = outcomes.into_iter().collect::<Result<Vec<_>>>()?;
    let same = once(&desk, &StudyFile::new(), &mut outcomes)?;
    let (clauses, missing) = desk.write_lines(&plan, of, options)?;
    let named = |cached: bool| outcomes.iter().filter(move |outcome| outcome.cached == cached);
    let report = RunReport {
        documents: outcomes.iter().flat_map(|outcome| outcome.head.reports.clone()).collect(),
        clauses,
        read: named(false)
            .filter(|outcome| outcome.head.failed.is_empty() || outcome.head.clauses > 0)
            .map(|outcome| outcome.file.clone())
            .collect(),
        cached: named(true).count(),
        failures: found.unreadable.into_iter().chain(outcomes.iter().flat_map(Outcome::failures)).collect(),
        left_out: found.left_out,
        duplicates: plan.copies_by_paths().into_iter().chain(same).collect(),
        places: places(&outcomes),
        ..RunReport::default()
    };
    Ok((report, missing))
}

impl Study {
    /// Keeps the clauses of a document at once, and that nothing of it could be read.
    fn keep_clauses(&self, source: &SourceFile, outcome: Result<Outcome>) -> Result<Outcome> {
        let mut outcome = match outcome {
            Err(Error::Document { source: reason, .. }) => unit::failed(source, &reason.to_string()),
            Err(error @ Error::Read { .. }) => unit::failed(source, &error.to_string()),
            outcome => outcome?,
        };
        if let Some((_, document)) = &mut outcome.now {
            // Nothing here asks for the text with the places of its words, which is most of what was read.
            *document = None;
        }
        self.write_unit(&outcome)?;
        outcome.now = None;
        Ok(outcome)
    }

    /// Writes the two files over all documents of the list that any shard has read into the folder: how many clauses, and
    /// how many documents nobody has read yet. One shard at a time, so that the last one sees what all have read.
    fn write_lines(&self, plan: &Plan, shards: usize, options: &RunOptions) -> Result<(usize, usize)> {
        let _alone = self.wait_for_lock()?;
        let (mut outcomes, mut waiting) = (Vec::new(), Vec::new());
        for (place, source) in plan.sources.iter().enumerate() {
            match unit::kept(self, source, &options.reading) {
                Some(outcome) => outcomes.push(outcome),
                None => waiting.push(unit::waiting(source, (place % shards + 1, shards))),
            }
        }
        let missing = waiting.len();
        let mut file = StudyFile::new();
        once(self, &file, &mut outcomes)?;
        outcomes.iter().for_each(|outcome| outcome.register(&mut file));
        let known: BTreeMap<&AgreementId, &Agreement> =
            file.agreements.iter().map(|agreement| (&agreement.id, agreement)).collect();
        let mut rows: Vec<_> = outcomes.iter().flat_map(|outcome| outcome.rows(&known)).collect();
        rows.extend(waiting.into_iter().flatten());
        rows.sort_by_cached_key(|row| (row.report.agreement.clone(), row.report.source.file.clone()));
        let counts = self.write_clauses(&outcomes, options)?;
        for row in rows.iter_mut().filter(|row| row.failure.is_none()) {
            row.clauses = Some(counts.get(&row.report.agreement).copied().unwrap_or_default());
        }
        let path = self.folder.join(DOCUMENTS);
        files::write_by(&path, |out| rows.iter().try_for_each(|row| line(&path, out, row)))?;
        Ok((counts.values().sum(), missing))
    }

    /// Writes all clauses in the one form that is asked for: how many each agreement has. What a run before left in the other form
    /// goes, since it may tell of other documents.
    fn write_clauses(
        &self,
        outcomes: &[Outcome],
        options: &RunOptions,
    ) -> Result<BTreeMap<AgreementId, usize>> {
        let [asked, other] = forms(options).map(|name| self.folder.join(name));
        let mut counts: BTreeMap<AgreementId, usize> = BTreeMap::new();
        files::write_by(&asked, |out| {
            #[cfg(feature = "parquet")]
            if options.columns {
                let wrong = |source| Error::Write { path: asked.clone(), source };
                let mut columns = Columns::new(out).map_err(wrong)?;
                self.each_by_agreement(outcomes, |clause| {
                    *counts.entry(clause.agreement.clone()).or_default() += 1;
                    columns.clause(clause).map_err(wrong)
                })?;
                return columns.end().map_err(wrong);
            }
            self.each_by_agreement(outcomes, |clause| {
                *counts.entry(clause.agreement.clone()).or_default() += 1;
                line(&asked, out, clause)
            })
        })?;
        match std::fs::remove_file(&other) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::Write { path: other, source })
            }
            _ => Ok(counts),
        }
    }

    /// All clauses, by agreement and in the order of the text, without holding those of all documents.
    fn each_by_agreement(
        &self,
        outcomes: &[Outcome],
        mut each: impl FnMut(&Clause) -> Result<()>,
    ) -> Result<()> {
        let held = |(place, outcome): (usize, &Outcome)| -> Vec<(AgreementId, usize)> {
            outcome.agreements().map(|id| (id.clone(), place)).collect()
        };
        let order: BTreeSet<(AgreementId, usize)> = outcomes.iter().enumerate().flat_map(held).collect();
        // A document has one agreement; only files of many documents stay open until the last of theirs is written.
        let mut open: BTreeMap<usize, BTreeMap<AgreementId, Vec<Clause>>> = BTreeMap::new();
        for (id, place) in order {
            let parts = match open.entry(place) {
                Entry::Occupied(read) => read.into_mut(),
                Entry::Vacant(unread) => {
                    let mut parts: BTreeMap<AgreementId, Vec<Clause>> = BTreeMap::new();
                    for clause in outcomes[place].clauses(self)? {
                        parts.entry(clause.agreement.clone()).or_default().push(clause);
                    }
                    unread.insert(parts)
                }
            };
            parts.remove(&id).iter().flatten().try_for_each(&mut each)?;
            if parts.is_empty() {
                open.remove(&place);
            }
        }
        Ok(())
    }
}

/// The file that clauses are written to, and the one of the other form.
fn forms(options: &RunOptions) -> [&'static str; 2] {
    #[cfg(feature = "parquet")]
    if options.columns {
        return [PARQUET, CLAUSES];
    }
    let _ = options;
    [CLAUSES, PARQUET]
}

fn line(path: &Path, out: &mut dyn Write, row: &impl Serialize) -> Result<()> {
    let written = serde_json::to_writer(&mut *out, row).map_err(Into::into).and_then(|()| writeln!(out));
    written.map_err(|source| Error::Write { path: path.into(), source })
}
