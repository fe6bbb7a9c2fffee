//! Documents to clauses, without a study that keeps them.

use super::{
    Progress, RunOptions, RunReport, is_stopped, once::once, one_by_one, places, plan, sort_out, unit,
};
use crate::store::Study;
use crate::store::sources;
use crate::store::study_file::StudyFile;
use crate::{Error, Models, Results, error::Result};
use std::path::{Path, PathBuf};

/// Reads the documents of `paths` (files, folders, `clauses.jsonl`) as [`crate::Study::run`] does, and keeps nothing:
/// their agreements, reports and clauses, still without candidates; and what could not be read. Of the options only how to
/// read and when to stop count.
///
/// ```
/// use crosscut::{RunOptions, read_files};
/// let folder = tempfile::tempdir().expect("a temporary folder");
/// let accord = folder.path().join("accord.txt");
/// let text = "Article 1\n\nEach Party shall report significant incidents without delay.\n";
/// std::fs::write(&accord, text).expect("it can be written");
/// let (results, report) = read_files(&[accord], &RunOptions::default(), &|_| ())?;
/// assert_eq!(results.agreements[0].id.as_str(), "accord");
/// assert!(results.clauses.iter().any(|clause| clause.locator == "Article 1"));
/// assert!(report.failures.is_empty());
/// # Ok::<(), crosscut::Error>(())
/// ```
///
/// # Errors
/// A path that is missing, a folder without documents, a bad line of a `clauses.jsonl`, documents none of which could be
/// read, and [`Error::Stopped`]. One bad document among good ones is no error but a failure in the report.
pub fn read_files(
    paths: &[PathBuf],
    options: &RunOptions,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<(Results, RunReport)> {
    let found = sources::find(paths)?;
    let mut file = StudyFile::new();
    let plan = plan::plan(&file, &found, Path::new(""))?;
    let outcomes = one_by_one(&plan.sources, options, progress, |source| {
        progress(Progress::Reading(&source.name));
        unit::fresh(source, &options.reading)
    });
    if is_stopped(options) {
        return Err(Error::Stopped);
    }
    let (mut outcomes, mut failures) = sort_out(&plan.sources, outcomes)?;
    let nowhere = Study { folder: PathBuf::new(), models: Models::default(), unblind: false };
    let same = once(&nowhere, &file, &mut outcomes)?;
    failures.extend(found.unreadable);
    failures.extend(outcomes.iter().flat_map(unit::Outcome::failures));
    let mut places = places(&outcomes);
    // What could not be read left nothing but its name.
    failures.iter().for_each(|(name, _)| {
        if let Some(path) = plan.places.get(name) {
            places.entry(name.clone()).or_insert_with(|| path.clone());
        }
    });
    let mut results = Results::default();
    for outcome in outcomes {
        outcome.register(&mut file);
        results.documents.extend(outcome.head.reports);
        results.clauses.extend(outcome.now.into_iter().flat_map(|(unit, _)| unit.clauses));
    }
    results.agreements = crate::agreement::shown(file.agreements);
    results.sort();
    let report = RunReport {
        documents: results.documents.clone(),
        clauses: results.clauses.len(),
        read: plan.sources.iter().map(|source| source.name.clone()).collect(),
        failures,
        left_out: found.left_out,
        duplicates: plan.copies_by_paths().into_iter().chain(same).collect(),
        places,
        ..RunReport::default()
    };
    Ok((results, report))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    #[test]
    fn what_is_read_alone_is_what_a_study_reads() {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/sample");
        let (done, last) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let progress = |step: Progress<'_>| {
            if let Progress::Read { done: now, of, .. } = step {
                done.fetch_max(now, Ordering::Relaxed);
                last.store(of, Ordering::Relaxed);
            }
        };
        let (alone, report) =
            read_files(std::slice::from_ref(&sample), &RunOptions::default(), &progress).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let study = Study::at(folder.path().join("study")).unwrap();
        study.run(&[sample], &RunOptions::default(), &|_| ()).unwrap();
        let kept = study.results().unwrap();
        assert_eq!(alone.clauses, kept.clauses);
        assert_eq!(alone.agreements, kept.agreements);
        assert_eq!(alone.documents, kept.documents);
        assert_eq!(report.read.len(), done.into_inner());
        assert_eq!(report.read.len(), last.into_inner());
    }

    #[test]
    fn a_bad_document_among_good_ones_is_told_and_a_stop_is_heeded() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("accord.txt"), "Article 1\n\nEach Party shall report incidents.\n").unwrap();
        std::fs::write(at("empty.pdf"), "").unwrap();
        let paths = [at("accord.txt"), at("empty.pdf")];
        let (results, report) = read_files(&paths, &RunOptions::default(), &|_| ()).unwrap();
        assert!(!results.clauses.is_empty());
        assert_eq!(report.failures[0].0, "empty.pdf");
        assert!(matches!(
            read_files(&paths[1..], &RunOptions::default(), &|_| ()),
            Err(Error::NothingRead(_))
        ));
        let stop = Some(Arc::new(AtomicBool::new(true)));
        let stopped = RunOptions { stop, ..RunOptions::default() };
        assert!(matches!(read_files(&paths, &stopped, &|_| ()), Err(Error::Stopped)));
    }
}
