//! A coder's log: one event a line, appended and synced before it is acknowledged, never edited.

use super::clock::{Clock, SystemClock, time};
use super::coder::hex;
use super::disk::{Disk, RealDisk};
use super::{Coder, Decision, Event, EventId, Seen, Stale, VERSION};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a log could not be opened or a decision not be saved. Whatever it is, the decisions so far are untouched.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// Another window or program holds this coder's log.
    #[error("{coder} is already working on this study in another window: close it, or use another name")]
    InUse {
        /// Whose log.
        coder: Coder,
    },
    /// A coder of the same name but for capital letters: one file on most systems.
    #[error("a coder named {existing:?} already exists: use that spelling, or a name other than {coder:?}")]
    Spelling {
        /// The name given.
        coder: String,
        /// The name there.
        existing: String,
    },
    /// A line cannot be read, or was written by a newer version: nothing is appended.
    #[error(
        "not saved: {0}; this log is read-only until the line is mended, or the file is called otherwise (.damaged) and \
         `crosscut decide import` brings its decisions back from the second copy"
    )]
    ReadOnly(Problem),
    /// A file or folder of decisions cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the file system says.
        source: io::Error,
    },
    /// The file system refused to save.
    #[error("not saved: {path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the file system says.
        source: io::Error,
    },
    /// A decision that cannot be written as JSON.
    #[error("not saved: {0}")]
    Json(#[from] serde_json::Error),
    /// Somebody changed what is decided on since the coder looked at it.
    #[error("not saved: {0}: please look again")]
    Stale(Box<Stale>),
    /// A set of decisions that cannot be made as one, or a decision that says nothing.
    #[error("not saved: {0}")]
    Set(&'static str),
    /// A file of decisions that cannot be taken over.
    #[error("nothing was imported: {0}")]
    Import(Problem),
}

/// Something odd about a log file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// File name.
    pub file: String,
    /// Line from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is odd.
    pub kind: ProblemKind,
}

/// Kinds of oddity. `Unreadable`, `Newer` and `Replaced` make the file read-only.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The last line was not written to its end; it was never acknowledged.
    Torn,
    /// The line that this one followed is not in the file: lines were removed or edited.
    Chain,
    /// The line is no event.
    Unreadable(String),
    /// The line has a newer format version.
    Newer(u32),
    /// The file lacks decisions that were saved to it while it was open: an older copy took its place.
    Replaced,
    /// The file lacks this many decisions that were saved to it here: another copy took its place, or it was deleted.
    Missing(usize),
    /// This many decisions of the file do not say any more what they said when they were saved here. They count as saved.
    Altered(usize),
}

impl ProblemKind {
    fn stops_writing(&self) -> bool {
        !matches!(self, Self::Torn | Self::Chain | Self::Missing(_) | Self::Altered(_))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: ", self.file)?,
            line => write!(f, "{} line {line}: ", self.file)?,
        }
        match &self.kind {
            ProblemKind::Torn => f.write_str("incomplete line; skipped"),
            ProblemKind::Chain => {
                f.write_str("a line before it is missing or was changed: the file was edited by hand")
            }
            ProblemKind::Unreadable(why) => write!(f, "cannot be read: {why}"),
            ProblemKind::Newer(v) => {
                write!(f, "has format version {v}; this program knows up to {VERSION}: use the newer program")
            }
            ProblemKind::Replaced => {
                f.write_str("saved decisions are missing: the file was replaced by an older copy")
            }
            ProblemKind::Missing(count) => {
                let (what, were) = if *count == 1 { ("decision", "was") } else { ("decisions", "were") };
                write!(
                    f,
                    "{count} {what} saved here {were} lost when the file was replaced by another copy or deleted"
                )
            }
            ProblemKind::Altered(count) => {
                let (what, says) = if *count == 1 { ("decision", "says") } else { ("decisions", "say") };
                write!(
                    f,
                    "{count} {what} {says} something else than when saved here: the file was edited or damaged; what \
                     counts is what was saved (.crosscut/decisions/{})",
                    self.file
                )
            }
        }
    }
}

/// The log of one coder, open for appending. Holds a lock until it is dropped.
///
/// ```
/// use crosscut_decisions::{Coder, Decision, Log, Seen, Target};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// let mut log = Log::open(folder.path(), &Coder::new("Ana")?)?;
/// let note = Decision::Note { about: Target::Study, text: "Begin with the treaties.".into() };
/// let event = log.append(&Seen::new(), None, note)?;
/// assert_eq!((event.seq, log.events().len()), (1, 1));
/// # Ok(())
/// # }
/// ```
pub struct Log {
    coder: Coder,
    path: PathBuf,
    disk: Box<dyn Disk>,
    clock: Box<dyn Clock>,
    /// Locked as long as the log is open. A file of its own: Windows forbids others to read a locked file.
    _lock: File,
    content: Content,
    /// Length of the file when it was last looked at.
    length: u64,
    /// A failed append may have left bytes behind the good ones.
    failed: bool,
    /// Where a second copy of every line goes, see [`Log::kept_in`].
    kept: Option<PathBuf>,
}

impl Log {
    /// Opens the log of a coder in a study's `decisions` folder, which is made where it is missing.
    ///
    /// # Errors
    /// When another process has it open, the name differs from an existing one in capital letters only, or the file
    /// system refuses. An unreadable line is no error here: the log is then read-only.
    pub fn open(folder: &Path, coder: &Coder) -> Result<Self, LogError> {
        Self::open_with(folder, coder, Box::new(RealDisk), Box::new(SystemClock))
    }

    /// As [`Log::open`], on another file system and clock.
    ///
    /// # Errors
    /// As for [`Log::open`].
    pub fn open_with(
        folder: &Path,
        coder: &Coder,
        disk: Box<dyn Disk>,
        clock: Box<dyn Clock>,
    ) -> Result<Self, LogError> {
        fs::create_dir_all(folder).map_err(|source| LogError::Io { path: folder.into(), source })?;
        one_spelling(folder, coder)?;
        let lock = lock(folder, coder)?;
        let path = folder.join(format!("{}.jsonl", coder.file_stem()));
        let mut log = Self {
            coder: coder.clone(),
            path,
            disk,
            clock,
            _lock: lock,
            content: Content::default(),
            length: 0,
            failed: false,
            kept: None,
        };
        log.reload()?;
        Ok(log)
    }

    /// Keeps a second copy of every line in a folder, so that a log that another copy took the place of is noticed, and
    /// what it held is not lost: see [`keep`](super::keep). A copy that cannot be written is no error.
    #[must_use]
    pub fn kept_in(mut self, folder: &Path) -> Self {
        self.kept = self.path.file_name().map(|name| folder.join(name));
        self.count_as_saved();
        self
    }

    /// The folder of second copies.
    pub(super) fn kept_folder(&self) -> Option<&Path> {
        self.kept.as_deref().and_then(Path::parent)
    }

    /// What was edited in the file since it was saved counts as it was saved.
    fn count_as_saved(&mut self) {
        if let Some(kept) = &self.kept {
            as_saved(&mut self.content.events, &self.path, kept);
        }
    }

    /// Whose log it is.
    pub fn coder(&self) -> &Coder {
        &self.coder
    }

    /// Its events, in the order of the file.
    pub fn events(&self) -> &[Event] {
        &self.content.events
    }

    /// What is odd about the file.
    pub fn problems(&self) -> &[Problem] {
        &self.content.problems
    }

    /// Why nothing can be appended; `None` when all is well.
    pub fn read_only(&self) -> Option<&Problem> {
        self.content.problems.iter().find(|problem| problem.kind.stops_writing())
    }

    /// The clock, for ids of new elements.
    pub fn clock(&mut self) -> &mut dyn Clock {
        &mut *self.clock
    }

    /// Appends a decision and returns once it is on disk. `seen` is what the coder knew (see
    /// [`State::seen`](super::State)), `run` the results that they looked at.
    ///
    /// # Errors
    /// When it is not saved: the log is then as before.
    pub fn append(&mut self, seen: &Seen, run: Option<&str>, decision: Decision) -> Result<Event, LogError> {
        self.append_because(seen, run, decision, None)
    }

    /// As [`Log::append`], with the coder's reason.
    ///
    /// # Errors
    /// As for [`Log::append`].
    pub fn append_because(
        &mut self,
        seen: &Seen,
        run: Option<&str>,
        decision: Decision,
        because: Option<&str>,
    ) -> Result<Event, LogError> {
        let length = self.disk.length(&self.path).map_err(|error| self.refused(error))?;
        if !self.failed && length != self.length {
            self.reload()?;
        }
        if let Some(problem) = self.read_only() {
            return Err(LogError::ReadOnly(problem.clone()));
        }
        let mut event = self.event(seen, run, decision.tidied())?;
        event.because = because.map(super::tidied::text).filter(|because| !because.is_empty());
        self.set_aside(event.id)?;
        self.keep_copy(event.v)?;
        let line = serde_json::to_string(&event)?;
        let bytes = format!("{}{line}\n", if self.content.open_end { "\n" } else { "" });
        let good = self.content.good;
        if let Err(error) = self.disk.write_at(&self.path, good, bytes.as_bytes()) {
            // What was not acknowledged must not come back; where even this fails, the next append sets it aside.
            self.failed = self.disk.truncate(&self.path, good).is_err();
            self.length = good;
            return Err(self.refused(error));
        }
        self.length = good + bytes.len() as u64;
        self.content.good = self.length;
        self.content.open_end = false;
        self.content.last = Some(hex(&Sha256::digest(line.as_bytes())));
        self.content.events.push(event.clone());
        if let Some(kept) = &self.kept {
            super::disk::append(kept, &format!("{line}\n"));
        }
        Ok(event)
    }

    /// Reads the file again where it has another length than it was left with; gives whether that is so.
    pub(super) fn catch_up(&mut self) -> Result<bool, LogError> {
        let wrong = |source| LogError::Read { path: self.path.clone(), source };
        let changed = !self.failed && self.disk.length(&self.path).map_err(wrong)? != self.length;
        if changed {
            self.reload()?;
        }
        Ok(changed)
    }

    /// Appends lines that were written elsewhere as they are. The caller has seen that they are events of this coder that
    /// the log lacks.
    pub(super) fn take_over(&mut self, lines: &[(Event, String)]) -> Result<(), LogError> {
        if let Some(problem) = self.read_only() {
            return Err(LogError::ReadOnly(problem.clone()));
        }
        let Some((first, _)) = lines.first() else { return Ok(()) };
        self.set_aside(first.id)?;
        self.keep_copy(lines.iter().map(|(event, _)| event.v).max().unwrap_or(1))?;
        let text: String = lines.iter().map(|(_, line)| format!("{line}\n")).collect();
        let bytes = format!("{}{text}", if self.content.open_end { "\n" } else { "" });
        let good = self.content.good;
        if let Err(error) = self.disk.write_at(&self.path, good, bytes.as_bytes()) {
            self.failed = self.disk.truncate(&self.path, good).is_err();
            self.length = good;
            return Err(self.refused(error));
        }
        if let Some(kept) = &self.kept {
            super::disk::append(kept, &text);
        }
        self.reload()
    }

    fn event(&mut self, seen: &Seen, run: Option<&str>, decision: Decision) -> Result<Event, LogError> {
        let own = self.events().iter().filter(|event| event.by == self.coder).map(|event| event.seq).max();
        // Others may have seen events of ours that a restored backup lacks: their numbers are not used again.
        let seq = own.unwrap_or(0).max(seen.get(&self.coder).copied().unwrap_or(0)).saturating_add(1);
        let mut seen = seen.clone();
        seen.remove(&self.coder);
        // What came together from two copies of the log is known from now on.
        let mut numbers = std::collections::BTreeSet::new();
        let mut mine = self.events().iter().filter(|event| event.by == self.coder);
        if mine.any(|event| !numbers.insert(event.seq)) {
            seen.insert(self.coder.clone(), seq - 1);
        }
        Ok(Event {
            v: decision.version(),
            id: EventId::new(&mut *self.clock).map_err(|error| self.refused(error))?,
            seq,
            prev: self.content.last.clone(),
            at: time(&*self.clock),
            by: self.coder.clone(),
            run: run.map(str::to_owned),
            seen,
            because: None,
            decision,
        })
    }

    /// Before the first line of a newer version is appended, a copy of the file is kept that older programs can write
    /// to; the file itself they can then only read.
    fn keep_copy(&mut self, version: u32) -> Result<(), LogError> {
        let oldest = self.content.events.iter().map(|event| event.v).max();
        let Some(old) = oldest.filter(|old| *old < version) else { return Ok(()) };
        let bytes = self.disk.read(&self.path).map_err(|error| self.refused(error))?;
        let copy = self.path.with_file_name(format!("{}.version-{old}", self.coder.file_stem()));
        match self.disk.write_new(&copy, &bytes) {
            Err(source) if source.kind() != io::ErrorKind::AlreadyExists => {
                Err(LogError::Io { path: copy, source })
            }
            _ => Ok(()),
        }
    }

    /// Moves what is behind the last good line to a file of its own, so that nothing is overwritten.
    fn set_aside(&mut self, id: EventId) -> Result<(), LogError> {
        let torn = self.content.problems.iter().any(|problem| problem.kind == ProblemKind::Torn);
        if !torn && !self.failed {
            return Ok(());
        }
        let bytes = self.disk.read(&self.path).map_err(|error| self.refused(error))?;
        let good = usize::try_from(self.content.good).unwrap_or(usize::MAX).min(bytes.len());
        if good < bytes.len() {
            let aside = self.path.with_file_name(format!("{}.torn-{id}", self.coder.file_stem()));
            self.disk
                .write_new(&aside, &bytes[good..])
                .map_err(|source| LogError::Io { path: aside, source })?;
            self.disk.truncate(&self.path, self.content.good).map_err(|error| self.refused(error))?;
        }
        self.content.problems.retain(|problem| problem.kind != ProblemKind::Torn);
        self.failed = false;
        self.length = self.content.good;
        Ok(())
    }

    /// Reads the file again: at first, and when a synchronised folder or `git pull` changed it.
    fn reload(&mut self) -> Result<(), LogError> {
        let wrong = |source| LogError::Read { path: self.path.clone(), source };
        let bytes = self.disk.read(&self.path).map_err(wrong)?;
        self.length = bytes.len() as u64;
        let mut content = parse(&file_name(&self.path), &bytes);
        let mut gone = std::mem::take(&mut self.content.events);
        gone.retain(|saved| !content.events.iter().any(|event| event.id == saved.id));
        if !gone.is_empty() {
            let line = content.lines + 1;
            let problem = Problem { file: file_name(&self.path), line, kind: ProblemKind::Replaced };
            content.problems.push(problem);
            content.events.append(&mut gone);
        }
        self.content = content;
        self.count_as_saved();
        Ok(())
    }

    fn refused(&self, source: io::Error) -> LogError {
        LogError::Io { path: self.path.clone(), source }
    }
}

/// What a log file holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) events: Vec<Event>,
    pub(super) problems: Vec<Problem>,
    lines: usize,
    /// Bytes up to the end of the last line that counts.
    good: u64,
    /// The last line counts but has no line end.
    open_end: bool,
    /// SHA-256 of the last line that counts.
    last: Option<String>,
}

/// Puts what was saved in the place of what a log says otherwise by now, by its second copy.
pub(super) fn as_saved(events: &mut Vec<Event>, log: &Path, copy: &Path) {
    let read = |path: &Path| fs::read(path).unwrap_or_default();
    let (log, copy) = (read(log), read(copy));
    if log != copy {
        super::saved::restore(events, parse("", &copy).events);
    }
}

/// Reads the lines of a log. Lines that cannot be read do not hide the others.
pub(super) fn parse(file: &str, bytes: &[u8]) -> Content {
    let mut content = Content { good: bytes.len() as u64, ..Content::default() };
    let mut offset = 0;
    let mut lines = HashSet::new();
    let mut follows: Vec<(usize, String)> = Vec::new();
    for (index, raw) in bytes.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let line = bare(index, raw);
        let problem = |kind| Problem { file: file.to_owned(), line: index + 1, kind };
        content.lines = index + 1;
        let ended = raw.ends_with(b"\n");
        if !line.is_empty() {
            match event(line) {
                Ok(event) => {
                    follows.extend(event.prev.clone().map(|prev| (index, prev)));
                    if event.prev.is_none() && !lines.is_empty() && event.seq > 1 {
                        content.problems.push(problem(ProblemKind::Chain));
                    }
                    content.open_end = !ended;
                    content.events.push(event);
                }
                Err(ProblemKind::Unreadable(_)) if !ended => {
                    content.problems.push(problem(ProblemKind::Torn));
                    content.good = offset;
                    break;
                }
                Err(kind) => content.problems.push(problem(kind)),
            }
            let sum = hex(&Sha256::digest(line));
            lines.insert(sum.clone());
            content.last = Some(sum);
        }
        offset += raw.len() as u64;
    }
    // Lines of two copies of a log may come in any order; one that follows from none of them says that one is gone.
    let broken = follows.into_iter().filter(|(_, prev)| !lines.contains(prev));
    content.problems.extend(broken.map(|(index, _)| Problem {
        file: file.to_owned(),
        line: index + 1,
        kind: ProblemKind::Chain,
    }));
    content.problems.sort_by_key(|problem| problem.line);
    content
}

/// A line without its end, and without the byte order mark of a file.
pub(super) fn bare(index: usize, raw: &[u8]) -> &[u8] {
    let line = raw.trim_ascii_end();
    match index {
        0 => line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line),
        _ => line,
    }
}

/// Reads one line.
fn event(line: &[u8]) -> Result<Event, ProblemKind> {
    #[derive(Deserialize)]
    struct Versioned {
        v: u32,
    }
    match serde_json::from_slice::<Versioned>(line) {
        Ok(Versioned { v }) if v > VERSION => Err(ProblemKind::Newer(v)),
        _ => serde_json::from_slice(line).map_err(|error| ProblemKind::Unreadable(error.to_string())),
    }
}

/// Reads the logs of all coders in a folder (a missing one is an empty one), in the order of file names. An event that is
/// in two of the files counts once.
///
/// # Errors
/// When the folder or a file cannot be read.
pub fn read_folder(folder: &Path) -> Result<(Vec<Event>, Vec<Problem>), LogError> {
    let (mut events, mut problems): (Vec<Event>, Vec<Problem>) = (Vec::new(), Vec::new());
    let mut known: HashMap<EventId, usize> = HashMap::new();
    for name in log_names(folder)? {
        let path = folder.join(&name);
        let bytes = fs::read(&path).map_err(|source| LogError::Read { path, source })?;
        let mut content = parse(&name, &bytes);
        for event in content.events {
            match known.get(&event.id) {
                Some(&place) if events[place] == event => {}
                _ => {
                    known.insert(event.id, events.len());
                    events.push(event);
                }
            }
        }
        problems.append(&mut content.problems);
    }
    Ok((events, problems))
}

/// File names of the logs in a folder, sorted.
pub(super) fn log_names(folder: &Path) -> Result<Vec<String>, LogError> {
    let refused = |source| LogError::Read { path: folder.into(), source };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(refused)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = file_name(&entry.map_err(refused)?.path());
        if name.ends_with(".jsonl") && !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Refuses a coder whose file would be the same as another's on a file system that takes `A` for `a`.
fn one_spelling(folder: &Path, coder: &Coder) -> Result<(), LogError> {
    let stem = coder.file_stem();
    for name in log_names(folder)? {
        let existing = name.trim_end_matches(".jsonl");
        if existing != stem && existing.eq_ignore_ascii_case(&stem) {
            return Err(LogError::Spelling { coder: coder.to_string(), existing: existing.to_owned() });
        }
    }
    Ok(())
}

/// How often a held lock is tried again, and after how long: a program that this process was just starting holds a
/// copy of every open file for a moment, that of a log closed since too.
const TRIES: usize = 10;
const PAUSE: Duration = Duration::from_millis(30);

/// Takes the lock of a coder's log.
fn lock(folder: &Path, coder: &Coder) -> Result<File, LogError> {
    let path = folder.join(format!(".{}.lock", coder.file_stem().to_lowercase()));
    let opened = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    let file = opened.map_err(|source| LogError::Io { path: path.clone(), source })?;
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(source)) => return Err(LogError::Io { path, source }),
        }
    }
    Err(LogError::InUse { coder: coder.clone() })
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
