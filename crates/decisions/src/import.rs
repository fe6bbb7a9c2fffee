//! Decisions from another copy of a study, and the second copy that is kept of one's own: taken over line by line, each
//! event once.

use super::disk::append;
use super::line::Lines;
use super::log::{Content, as_saved, bare, log_names, parse};
use super::saved::says_the_same;
use super::{Coder, Event, EventId, Log, LogError, Problem, ProblemKind, read_folder};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What was taken over of one coder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Imported {
    /// The coder.
    pub coder: Coder,
    /// Decisions that are new here.
    pub new: usize,
    /// Decisions that were here already.
    pub known: usize,
    /// The coder went on with both copies: number of the first decision that was made on only one of them.
    pub forked: Option<u64>,
}

/// Of a coder's log: events with their lines that are new here, and those that were here before.
type NewAndKnown = (Vec<(Event, String)>, BTreeSet<EventId>);

/// Takes the decisions of other logs over into a study's `decisions` folder: of files, of folders with logs, of study
/// folders. Every line is appended to the log of its coder as it is; what is there already is left out. `kept` is the
/// folder of second copies, see [`keep`].
///
/// # Errors
/// When a file cannot be read, holds a line that is no event, or an event that is another one here; when a coder's log is
/// in use. Nothing is imported then, unless the disk fails between two coders.
pub fn import(folder: &Path, from: &[PathBuf], kept: Option<&Path>) -> Result<Vec<Imported>, LogError> {
    let here = match kept {
        Some(kept) => read_saved(folder, kept)?.0,
        None => read_folder(folder)?.0,
    };
    let here: HashMap<EventId, Event> = here.into_iter().map(|event| (event.id, event)).collect();
    let mut coders: BTreeMap<Coder, NewAndKnown> = BTreeMap::new();
    let mut taken: HashMap<EventId, Event> = HashMap::new();
    for path in files(from)? {
        for (place, event, line) in lines(&path)? {
            let (new, known) = coders.entry(event.by.clone()).or_default();
            match here.get(&event.id).or_else(|| taken.get(&event.id)) {
                Some(same) if *same == event => {
                    if here.contains_key(&event.id) {
                        known.insert(event.id);
                    }
                }
                Some(_) => {
                    let kind =
                        ProblemKind::Unreadable("a decision of this id says something else here".into());
                    return Err(LogError::Import(Problem {
                        file: path.display().to_string(),
                        line: place,
                        kind,
                    }));
                }
                None => {
                    taken.insert(event.id, event.clone());
                    new.push((event, line));
                }
            }
        }
    }
    let mut logs = BTreeMap::new();
    for (coder, (new, _)) in &coders {
        if !new.is_empty() {
            let log = Log::open(folder, coder)?;
            logs.insert(coder, if let Some(kept) = kept { log.kept_in(kept) } else { log });
        }
    }
    for (coder, log) in &mut logs {
        log.take_over(&coders[*coder].0)?;
    }
    drop(logs);
    let (events, _) = read_folder(folder)?;
    let open = Lines::new(&events.iter().collect::<Vec<&Event>>()).open;
    let told = coders.into_iter().map(|(coder, (new, known))| Imported {
        forked: open.get(&coder).copied(),
        new: new.len(),
        known: known.len(),
        coder,
    });
    Ok(told.collect())
}

/// The logs that paths stand for.
fn files(from: &[PathBuf]) -> Result<Vec<PathBuf>, LogError> {
    let mut files = Vec::new();
    for path in from {
        let wrong = |source| LogError::Read { path: path.clone(), source };
        if !fs::metadata(path).map_err(wrong)?.is_dir() {
            files.push(path.clone());
            continue;
        }
        let study = path.join("decisions");
        let folder = if study.is_dir() { study } else { path.clone() };
        let names = log_names(&folder)?;
        if names.is_empty() {
            return Err(wrong(io::Error::new(io::ErrorKind::NotFound, "no log of decisions (.jsonl) in it")));
        }
        files.extend(names.into_iter().map(|name| folder.join(name)));
    }
    Ok(files)
}

/// The events of a file with their line numbers and lines. A last line that was not written to its end is left out.
fn lines(path: &Path) -> Result<Vec<(usize, Event, String)>, LogError> {
    let bytes = fs::read(path).map_err(|source| LogError::Read { path: path.into(), source })?;
    let content = parse(&path.display().to_string(), &bytes);
    let wrong =
        |problem: &&Problem| matches!(problem.kind, ProblemKind::Unreadable(_) | ProblemKind::Newer(_));
    if let Some(problem) = content.problems.iter().find(wrong) {
        return Err(LogError::Import(problem.clone()));
    }
    Ok(raw(&content, &bytes))
}

/// The lines that the events of a file were read from.
fn raw(content: &Content, bytes: &[u8]) -> Vec<(usize, Event, String)> {
    let all = bytes.split_inclusive(|&byte| byte == b'\n').enumerate();
    let filled = all.map(|(index, raw)| (index, bare(index, raw))).filter(|(index, line)| {
        let unread = |problem: &Problem| {
            problem.line == index + 1 && !matches!(problem.kind, ProblemKind::Chain | ProblemKind::Missing(_))
        };
        !line.is_empty() && !content.problems.iter().any(unread)
    });
    let text = |line: &[u8]| String::from_utf8_lossy(line).into_owned();
    filled.zip(&content.events).map(|((index, line), event)| (index + 1, event.clone(), text(line))).collect()
}

/// Compares the logs of a folder with the second copies in `kept`, and brings those up to date. What is in a copy and in
/// no log is told: [`import`] of that folder brings it back. A folder that cannot be written keeps nothing.
///
/// # Errors
/// When a log cannot be read.
pub fn keep(folder: &Path, kept: &Path) -> Result<Vec<Problem>, LogError> {
    let mut here: BTreeMap<EventId, Vec<Event>> = BTreeMap::new();
    for event in read_folder(folder)?.0 {
        here.entry(event.id).or_default().push(event);
    }
    let read = |path: &Path| fs::read(path).unwrap_or_default();
    let mut problems = Vec::new();
    let names: BTreeSet<String> =
        log_names(folder)?.into_iter().chain(log_names(kept).unwrap_or_default()).collect();
    for name in names {
        let (log, copy) = (read(&folder.join(&name)), read(&kept.join(&name)));
        if log == copy {
            continue;
        }
        let saved = parse(&name, &copy).events;
        let known: BTreeSet<EventId> = saved.iter().map(|event| event.id).collect();
        let missing = known.iter().filter(|id| !here.contains_key(id)).count();
        let altered = |event: &&Event| {
            here.get(&event.id).is_some_and(|now| !now.iter().all(|now| says_the_same(event, now)))
        };
        let altered = saved.iter().filter(altered).count();
        for (count, kind) in
            [(missing, ProblemKind::Missing(missing)), (altered, ProblemKind::Altered(altered))]
        {
            if count > 0 {
                problems.push(Problem { file: name.clone(), line: 0, kind });
            }
        }
        let new: String = raw(&parse(&name, &log), &log)
            .into_iter()
            .filter(|(_, event, _)| !known.contains(&event.id))
            .map(|(.., line)| line + "\n")
            .collect();
        if !new.is_empty() {
            // A line that was not written to its end is cut off: its event comes again.
            let end = copy.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            if end < copy.len() {
                let _ = fs::write(kept.join(&name), &copy[..end]);
            }
            append(&kept.join(&name), &new);
        }
    }
    Ok(problems)
}

/// Reads the logs of all coders as [`read_folder`] does. A line that was edited since it was saved was acknowledged by
/// nobody: it counts as it was saved, which the second copies in `kept` tell, see [`keep`].
///
/// # Errors
/// As for [`read_folder`].
pub fn read_saved(folder: &Path, kept: &Path) -> Result<(Vec<Event>, Vec<Problem>), LogError> {
    let (mut events, problems) = read_folder(folder)?;
    for name in log_names(kept).unwrap_or_default() {
        as_saved(&mut events, &folder.join(&name), &kept.join(&name));
    }
    Ok((events, problems))
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
