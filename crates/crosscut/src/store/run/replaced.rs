//! Other bytes under the name of a file that the study has: another edition of its document, which takes its place and
//! leaves the old file where it can be found; or another document, which comes in beside it.

use super::plan::{self, Plan, SourceFile};
use super::unit::{self, Outcome};
use super::{Progress, RunOptions, Study};
use crate::store::sources::{Found, Origin};
use crate::store::study_file::StudyFile;
use crate::{Error, error::Result, files, hash::sha256};
use crosscut_decisions::{Anchor, Finder, likeness, text_hash};
use crosscut_text::{AgreementId, Clause, ClauseKind};
use serde::Serialize;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The folder of a study in which files are kept whose place another edition took.
pub(crate) const FOLDER: &str = "replaced";
/// Share of the shorter text's clauses that must be found in the other, word for word or nearly, for two to be editions of
/// one document: a revision keeps more, and two documents that follow one model share less.
const EDITION: f64 = 0.25;
/// From this likeness on two clauses are nearly the same.
const NEARLY: f64 = 0.7;
/// Clauses of a text that are looked for letter by letter, spread over all of it.
const LOOKED_FOR: usize = 60;

/// A file of the study whose name other bytes came under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Replaced {
    /// Its name among the sources.
    pub file: String,
    /// The agreement that it is; none for ready-made clauses, which name theirs.
    pub agreement: Option<AgreementId>,
    /// How many of its clauses are in the new text, word for word.
    pub same: usize,
    /// How many clauses it had, headings and notes aside.
    pub of: usize,
    /// Whether the two are editions of one document.
    pub edition: bool,
    /// Where the old file is kept in the study; none where it was changed in its place, or stays where it is.
    pub kept: Option<PathBuf>,
    /// Under which name the new one came in beside it, as another agreement; none where it took its place.
    pub beside: Option<String>,
    /// What that agreement is called; none where it took its place, and for ready-made clauses.
    pub came_as: Option<AgreementId>,
    /// What the new text calls itself, where that is not what the old one called itself.
    pub title: Option<String>,
}

/// What came under the name of another, and what could not be read, with the reason.
type Told = (Vec<Replaced>, Vec<(String, String)>);

/// What is needed to read a source.
type Reading<'r> = (&'r RunOptions, &'r (dyn Fn(Progress<'_>) + Sync));

impl Study {
    /// Tells which files of the plan have other bytes than before. A given file that is another document is entered as
    /// another agreement, and one of which nothing can be read leaves the place to the file that is there; both in the plan.
    pub(super) fn tell_replaced(
        &self,
        plan: &mut Plan,
        file: &StudyFile,
        found: &Found,
        reading: Reading<'_>,
    ) -> Result<Told> {
        let (mut told, mut failures) = (Vec::new(), Vec::new());
        for at in 0..plan.sources.len() {
            let source = plan.sources[at].clone();
            if source.sha256.is_empty()
                || recorded(file, &source.name).is_none_or(|known| known == source.sha256)
            {
                continue;
            }
            let stored = self.stored(&source);
            let is_same = |other: &&SourceFile| other.name != source.name && other.sha256 == source.sha256;
            let same = plan.sources.iter().find(is_same).map(|other| other.name.clone());
            if let (Some(same), Some(stored)) = (same, &stored) {
                plan.duplicates.push((source.name.clone(), same));
                plan.sources[at] = stored.clone();
                continue;
            }
            let new = match self.read_one(&source, reading) {
                Ok(new) if new.head.clauses > 0 => new,
                Err(error) if !matches!(error, Error::Document { .. }) => return Err(error),
                nothing => {
                    // Alone, it is an error of the run, which then leaves all as it was.
                    let others = plan.sources.iter().any(|one| one.given && one.name != source.name);
                    if let Some(stored) = stored.filter(|_| others) {
                        failures.push(unread(&source, nothing));
                        plan.sources[at] = stored;
                    }
                    continue;
                }
            };
            let before = self.before(file, &source, stored.as_ref(), reading)?;
            let mut replaced = self.weigh(&source, &new, before)?;
            if let Some(stored) = stored {
                match replaced.edition || replaced.is_mixed(file, &new) {
                    true => replaced.kept = Some(self.kept_source(&stored.name, &stored.sha256)),
                    false => self.put_beside(plan, (at, stored), &mut replaced, (file, found)),
                }
            }
            told.push(replaced);
        }
        plan.sources.sort_by(|a, b| a.name.cmp(&b.name));
        Ok((told, failures))
    }

    /// Leaves the place to the file that the study has; the one that came is a source of its own.
    fn put_beside(
        &self,
        plan: &mut Plan,
        (at, stored): (usize, SourceFile),
        replaced: &mut Replaced,
        (file, found): (&StudyFile, &Found),
    ) {
        let beside = plan::beside(file, found, plan, &plan.sources[at], &self.sources_folder());
        replaced.beside = Some(beside.name.clone());
        replaced.came_as = beside.agreement.as_ref().map(|agreement| agreement.id.clone());
        plan.sources[at] = stored;
        plan.sources.push(beside);
    }

    /// How much of what the study has from a source is in the file that came.
    fn weigh(
        &self,
        source: &SourceFile,
        new: &Outcome,
        (before, was_called): (Vec<Clause>, Option<String>),
    ) -> Result<Replaced> {
        let title = new.head.title().filter(|title| was_called.as_ref() != Some(title));
        Ok(Replaced { title, ..compared(source, &before, &new.clauses(self)?) })
    }

    /// The file that the study has under the name of a source, where that is not the very file which is given.
    fn stored(&self, source: &SourceFile) -> Option<SourceFile> {
        let path = self.sources_folder().join(&source.name);
        let real = |path: &Path| path.canonicalize().ok();
        let is_same = matches!(&source.origin, Origin::File(given) if real(given) == real(&path));
        if is_same || !source.given {
            return None;
        }
        let bytes = files::read_bytes(&path).ok()?;
        let origin = Origin::File(path);
        Some(SourceFile { origin, sha256: sha256(&bytes), given: false, ..source.clone() })
    }

    /// Reads a source now or takes what was read of it; the run that follows takes it as well.
    fn read_one(&self, source: &SourceFile, (options, progress): Reading<'_>) -> Result<Outcome> {
        let (heard, _) = std::sync::mpsc::channel();
        self.keep(unit::read(self, source, &options.reading, &heard, progress)?)
    }

    /// The clauses that the study has of some agreements, from the last run, or else from their file; and what the file
    /// called itself.
    fn before(
        &self,
        file: &StudyFile,
        source: &SourceFile,
        stored: Option<&SourceFile>,
        reading: Reading<'_>,
    ) -> Result<(Vec<Clause>, Option<String>)> {
        let ids = ids_of(file, &source.name);
        if let Ok(manifest) = self.manifest()
            && let Ok(mut clauses) = self.clauses_of(&manifest)
        {
            clauses.retain(|clause| ids.contains(&clause.agreement));
            if !clauses.is_empty() {
                let unit = manifest.units.iter().find(|unit| unit.file == source.name);
                let head = unit.and_then(|unit| unit::head_of(self, &unit.key));
                return Ok((clauses, head.as_ref().and_then(unit::UnitHead::title)));
            }
        }
        match stored.map(|stored| self.read_one(stored, reading)) {
            Some(Ok(outcome)) => Ok((outcome.clauses(self)?, outcome.head.title())),
            Some(Err(error @ Error::Stopped)) => Err(error),
            Some(Err(_)) | None => Ok((Vec::new(), None)),
        }
    }

    /// Where a source is kept whose place another one takes: told apart from other editions by its bytes.
    pub(super) fn kept_source(&self, name: &str, sha256: &str) -> PathBuf {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let dot = if ending.is_empty() { "" } else { "." };
        let short = sha256.get(..8).unwrap_or(sha256);
        self.folder.join(FOLDER).join(format!("{stem}-{short}{dot}{ending}"))
    }
}

impl Replaced {
    /// Whether the new file names agreements of the old one itself: beside it they would be there twice.
    fn is_mixed(&self, file: &StudyFile, new: &Outcome) -> bool {
        let ids = ids_of(file, &self.file);
        self.agreement.is_none() && new.agreements().any(|id| ids.contains(id))
    }
}

/// Why nothing could be read of a file, and what the study does then.
fn unread(source: &SourceFile, nothing: Result<Outcome>) -> (String, String) {
    let reason = match nothing {
        Ok(outcome) => outcome.reason_for_nothing().unwrap_or_default(),
        Err(Error::Document { source: reason, .. }) => reason.to_string(),
        Err(error) => error.to_string(),
    };
    (source.name.clone(), format!("{reason}; the study keeps the file that it has under that name"))
}

/// The hash of the bytes that were last read under a name.
fn recorded<'f>(file: &'f StudyFile, name: &str) -> Option<&'f str> {
    let mut of = file.agreements.iter().filter(|agreement| agreement.source.as_deref() == Some(name));
    of.find_map(|agreement| agreement.sha256.as_deref())
}

/// The agreements that the study has from a source.
fn ids_of(file: &StudyFile, name: &str) -> Vec<AgreementId> {
    let of = file.agreements.iter().filter(|agreement| agreement.source.as_deref() == Some(name));
    of.map(|agreement| agreement.id.clone()).collect()
}

/// What of a text says something.
fn said(clauses: &[Clause]) -> impl Iterator<Item = (usize, &Clause)> {
    let says =
        |(_, clause): &(usize, &Clause)| !matches!(clause.kind, ClauseKind::Heading | ClauseKind::Note);
    clauses.iter().enumerate().filter(says)
}

/// How much of the text before is in the one now.
fn compared(source: &SourceFile, before: &[Clause], now: &[Clause]) -> Replaced {
    let hashes: HashSet<String> = said(now).map(|(_, clause)| text_hash(&clause.text)).collect();
    let of = said(before).count();
    let same = said(before).filter(|(_, clause)| hashes.contains(&text_hash(&clause.text))).count();
    let (shorter, longer) = if of <= said(now).count() { (before, now) } else { (now, before) };
    Replaced {
        file: source.name.clone(),
        agreement: source.agreement.as_ref().map(|agreement| agreement.id.clone()),
        same,
        of,
        // Of a file that said nothing, a scan that nobody had recognised, there is nothing to lose.
        edition: of == 0 || found(shorter, longer) >= EDITION,
        kept: None,
        beside: None,
        came_as: None,
        title: None,
    }
}

/// The share of a text's clauses that are in another, word for word or nearly.
fn found(shorter: &[Clause], longer: &[Clause]) -> f64 {
    let hashes: HashSet<String> = said(longer).map(|(_, clause)| text_hash(&clause.text)).collect();
    let (there, gone): (Vec<_>, Vec<_>) =
        said(shorter).partition(|(_, clause)| hashes.contains(&text_hash(&clause.text)));
    let all = (there.len() + gone.len()).max(1) as f64;
    let share = there.len() as f64 / all;
    if share >= EDITION || gone.is_empty() {
        return share;
    }
    let finder = Finder::new(longer);
    let nearly = |place: usize| {
        let anchor = Anchor::of(shorter, place)?;
        let clause = longer.get(finder.find(&anchor).likely()?)?;
        (likeness(&anchor.quote, &clause.text) >= NEARLY).then_some(())
    };
    let step = gone.len().div_ceil(LOOKED_FOR);
    let looked: Vec<usize> = gone.iter().step_by(step).map(|(place, _)| *place).collect();
    let near = looked.iter().filter(|place| nearly(**place).is_some()).count();
    share + near as f64 / looked.len() as f64 * gone.len() as f64 / all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::clauses;

    fn share(before: &[(&str, &str)], now: &[(&str, &str)]) -> (usize, usize, bool) {
        let source = SourceFile {
            name: "a.md".into(),
            origin: Origin::File("a.md".into()),
            sha256: "1".into(),
            agreement: None,
            given: true,
            untitled: false,
        };
        let told = compared(&source, &clauses(before), &clauses(now));
        (told.same, told.of, told.edition)
    }

    #[test]
    fn an_edition_keeps_what_another_document_does_not_have() {
        let old = [
            ("a#art_1", "Each Party shall report serious outages to the harbour authority within 72 hours."),
            ("a#art_2", "The Parties shall train the crews of developing ports."),
            ("a#art_3", "The Parties shall inspect the mooring ropes of every ferry once a year."),
        ];
        let new = [
            ("a#art_1", "Each Party shall report serious outages to the harbour authority within 24 hours."),
            ("a#art_2", "Divers carry a whistle."),
            ("a#art_4", "The Parties shall train the crews of developing ports."),
        ];
        let other = [
            ("a#art_1", "Boats shall anchor on sand only."),
            (
                "a#art_2",
                "Guides count the turtles every spring, and publish what they counted in the summer.",
            ),
        ];
        assert_eq!(share(&old, &new), (1, 3, true));
        assert_eq!(share(&old[..1], &new[..1]), (0, 1, true), "one word is another");
        assert_eq!(share(&old, &other), (0, 3, false));
        assert_eq!(share(&[], &other), (0, 0, true));
        // An excerpt of it, and the whole of an excerpt.
        assert_eq!(share(&old, &old[2..]), (1, 3, true));
        assert_eq!(share(&old[2..], &old), (1, 1, true));
    }
}
