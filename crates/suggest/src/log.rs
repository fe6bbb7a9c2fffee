//! The log of one assistant: a line for each thing that it said, appended and synced. `suggestions/NAME.jsonl` in the
//! study's folder; nothing of it is among the decisions.

use crate::check::MOST as CITES;
use crate::{Assistant, Ground, Refusal, SuggestError, Suggestion};
use crosscut::decisions::{Clock, Coder, SystemClock, Timestamp};
use crosscut::{Study, sha256};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Version of the lines.
const VERSION: u32 = 1;
/// Lines of a log at most: an assistant in a loop fills no disk.
const MOST: usize = 20_000;

/// What an assistant was when it said something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The model, as its server names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// SHA-256 of the prompt, where Crosscut asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt: Option<String>,
}

/// A line of a log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    v: u32,
    /// Its number in the log, from 1.
    pub n: usize,
    /// Whose log.
    pub by: Assistant,
    /// When.
    pub at: Timestamp,
    /// The model and the prompt.
    #[serde(flatten)]
    pub origin: Origin,
    /// What was said.
    #[serde(flatten)]
    pub said: Said,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Said {
    /// A suggestion whose words were found.
    Suggested(Suggestion),
    /// A suggestion that was refused: it counts for how far the assistant's quotes can be trusted, and for nothing else.
    Refused {
        /// How many clauses it cited.
        cites: usize,
        /// Why.
        refusal: Refusal,
        /// SHA-256 of what was suggested: the same, said again, is counted once.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hash: Option<String>,
    },
    /// Everything before it was taken back, by a person.
    TakenBack {
        /// Who.
        by: Coder,
    },
}

/// What became of a suggestion.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is kept, under this number.
    Saved(usize),
    /// The same is there already, under this number.
    Known(usize),
    /// It is not kept.
    Refused(Refusal),
}

/// The log of one assistant, open to be added to.
pub struct Log {
    path: PathBuf,
    by: Assistant,
    file: File,
    entries: Vec<Entry>,
    /// The last line was not written to its end.
    torn: bool,
}

impl Log {
    /// Opens the log of an assistant, which need not be there yet.
    ///
    /// # Errors
    /// When it cannot be read or written, holds a line that is none, or another program writes to it.
    pub fn open(study: &Study, by: &Assistant) -> Result<Self, SuggestError> {
        let folder = folder(study);
        let path = folder.join(format!("{}.jsonl", by.name()));
        let wrong = |source| SuggestError::Io { path: path.clone(), source };
        fs::create_dir_all(&folder).map_err(wrong)?;
        let file = OpenOptions::new().create(true).append(true).open(&path).map_err(wrong)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(SuggestError::InUse(by.to_string())),
            Err(TryLockError::Error(source)) => return Err(wrong(source)),
        }
        let (entries, problem) = lines(&path)?;
        let torn = match problem {
            Some(Problem::Torn) => true,
            Some(Problem::Line(why)) => return Err(SuggestError::Damaged(why)),
            None => false,
        };
        Ok(Self { path, by: by.clone(), file, entries, torn })
    }

    /// Checks a suggestion and keeps it, or its refusal.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn suggest(
        &mut self,
        ground: &Ground<'_>,
        origin: &Origin,
        suggestion: &Suggestion,
    ) -> Result<Outcome, SuggestError> {
        match ground.check(suggestion) {
            Ok(checked) => {
                let known =
                    self.valid().find(|entry| matches!(&entry.said, Said::Suggested(old) if *old == checked));
                if let Some(known) = known {
                    return Ok(Outcome::Known(known.n));
                }
                Ok(Outcome::Saved(self.append(origin, Said::Suggested(checked))?))
            }
            Err(refusal) => {
                let hash = serde_json::to_vec(suggestion).ok().map(|json| sha256(&json));
                // What cites too much at once was not looked through, and says nothing of how well its quotes are.
                let cites = if suggestion.cites.len() > CITES { 0 } else { suggestion.cites.len() };
                let said = Said::Refused { cites, refusal: refusal.clone(), hash };
                // Counted once, as what is kept is: an answer that is read again says nothing new of its assistant.
                if !self.valid().any(|entry| entry.said == said) {
                    self.append(origin, said)?;
                }
                Ok(Outcome::Refused(refusal))
            }
        }
    }

    /// Takes back everything that the assistant suggested so far, in the name of a person; gives how much that was.
    ///
    /// # Errors
    /// When it cannot be saved.
    pub fn take_back(&mut self, by: &Coder) -> Result<usize, SuggestError> {
        let count = self.valid().filter(|entry| matches!(entry.said, Said::Suggested(_))).count();
        if count > 0 {
            self.append(&Origin::default(), Said::TakenBack { by: by.clone() })?;
        }
        Ok(count)
    }

    /// What was said since the last time that all was taken back.
    fn valid(&self) -> impl Iterator<Item = &Entry> {
        valid(&self.entries).iter()
    }

    fn append(&mut self, origin: &Origin, said: Said) -> Result<usize, SuggestError> {
        if self.entries.len() >= MOST && !matches!(said, Said::TakenBack { .. }) {
            return Err(SuggestError::Full { by: self.by.to_string(), most: MOST });
        }
        let millis = i64::try_from(SystemClock.millis()).unwrap_or_default();
        let entry = Entry {
            v: VERSION,
            n: self.entries.len() + 1,
            by: self.by.clone(),
            at: Timestamp::from_millisecond(millis).unwrap_or_default(),
            origin: origin.clone(),
            said,
        };
        let wrong = |source| SuggestError::Io { path: self.path.clone(), source };
        let mut line = serde_json::to_vec(&entry).map_err(|error| wrong(error.into()))?;
        line.push(b'\n');
        if self.torn {
            line.insert(0, b'\n');
        }
        self.file.write_all(&line).and_then(|()| self.file.sync_all()).map_err(wrong)?;
        self.torn = false;
        let number = entry.n;
        self.entries.push(entry);
        Ok(number)
    }
}

/// What was said since the last time that all was taken back.
pub(crate) fn valid(entries: &[Entry]) -> &[Entry] {
    let back = entries.iter().rposition(|entry| matches!(entry.said, Said::TakenBack { .. }));
    &entries[back.map_or(0, |place| place + 1)..]
}

/// All logs of a study, by assistant, and what is odd about their files.
///
/// # Errors
/// When a file cannot be read.
pub fn read(study: &Study) -> Result<(Vec<Vec<Entry>>, Vec<String>), SuggestError> {
    let folder = folder(study);
    let Ok(files) = fs::read_dir(&folder) else { return Ok((Vec::new(), Vec::new())) };
    let mut paths: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    paths.sort();
    let (mut logs, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        let (entries, problem) = lines(&path)?;
        if !entries.is_empty() {
            logs.push(entries);
        }
        match problem {
            Some(Problem::Line(why)) => problems.push(why),
            Some(Problem::Torn) => {
                problems.push(format!("{}: the last line is incomplete; skipped", name(&path)))
            }
            None => {}
        }
    }
    Ok((logs, problems))
}

fn folder(study: &Study) -> PathBuf {
    study.folder().join("suggestions")
}

enum Problem {
    /// The last line has no end: it was never acknowledged.
    Torn,
    /// A line that is none, with the reason.
    Line(String),
}

/// The lines of a log that can be read, and the first that cannot.
fn lines(path: &Path) -> Result<(Vec<Entry>, Option<Problem>), SuggestError> {
    let bytes = fs::read(path).map_err(|source| SuggestError::Io { path: path.into(), source })?;
    let (mut entries, mut problem) = (Vec::new(), None);
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    for (number, line) in bytes[..whole].split(|byte| *byte == b'\n').enumerate() {
        if line.is_empty() {
            continue;
        }
        let wrong = |why: String| Some(Problem::Line(format!("{} line {}: {why}", name(path), number + 1)));
        match serde_json::from_slice::<Entry>(line) {
            Ok(entry) if entry.v > VERSION => {
                problem = problem.or_else(|| wrong("was written by a newer version: use that".into()));
            }
            Ok(entry) => entries.push(entry),
            // The beginning of a line that was cut off, before the next one.
            Err(error) if error.is_eof() => {}
            Err(error) => problem = problem.or_else(|| wrong(format!("is no suggestion: {error}"))),
        }
    }
    if problem.is_none() && whole < bytes.len() {
        problem = Some(Problem::Torn);
    }
    Ok((entries, problem))
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!("suggestions/{name}")
}
