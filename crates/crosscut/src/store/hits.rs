//! The best hits of clauses in a folder, a file for each pair of shards: found by as many processes as there are pairs.

use crate::agreement::Instruments;
use crate::pipeline::{PROPOSING_VERSION, as_one};
use crate::{Agreement, Compared, Error, error::Result, files};
use crosscut_cluster::{Joining, Neighbours, Shard, neighbours};
use crosscut_text::Clause;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

/// The first line of a file: what it was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    schema: String,
    /// The shard whose clauses have a line each, and the one in which their hits are.
    left: Shard,
    right: Shard,
    /// How many clauses were given, and a hash of these, of their vectors and of the version of the method.
    clauses: usize,
    of: String,
    /// A hash of the lines that follow: a file that was cut off or changed has another.
    #[serde(default)]
    sum: String,
}

const NO_HITS: &str = "these are no hits: delete the file, and `crosscut hits` makes it again";

/// Every other line. Clauses are counted from 0, as they were given.
#[derive(Serialize, Deserialize)]
struct Line {
    clause: usize,
    /// What shares words with it: clause, score, likeness by words.
    near: Vec<(usize, f32, Option<f32>)>,
    /// What a model or letters found: clause, likeness.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    wordless: Vec<(usize, f32)>,
}

impl Head {
    const SCHEMA: &str = "crosscut/hits-of-shards/1";

    /// `clauses` as they are compared: what counts as one agreement decides what is a hit.
    fn of(compared: &Compared<'_>, clauses: &[Clause], (left, right): (Shard, Shard)) -> Result<Self> {
        let mut hash = Sha256::new();
        hash.update(PROPOSING_VERSION.to_le_bytes());
        for clause in clauses {
            let line = serde_json::to_vec(clause).map_err(|error| Error::Vectors(error.to_string()))?;
            hash.update(&line);
        }
        if let Some(vectors) = &compared.vectors {
            hash.update(vectors.width.to_le_bytes());
            vectors.values.iter().for_each(|value| hash.update(value.to_le_bytes()));
        }
        let (of, sum) = (hex(hash), String::new());
        Ok(Self { schema: Self::SCHEMA.into(), left, right, clauses: compared.clauses.len(), of, sum })
    }

    fn file(&self) -> String {
        let ((left, lefts), (right, rights)) = (self.left, self.right);
        format!("hits-{left}of{lefts}-{right}of{rights}.ndjson")
    }
}

impl Compared<'_> {
    /// Finds for the clauses of one shard of the agreements what may be their best hits in another, and writes it into a
    /// folder; `(2, 5)` is the second of five shards. What the folder has already is not looked for again. `known` is what
    /// is known of the agreements, as for [`crate::Results::of_clauses`].
    ///
    /// When all pairs are there, [`Compared::with_hits`] takes them.
    ///
    /// # Errors
    /// When a shard is none, or the folder cannot be written.
    pub fn write_hits(
        &self,
        known: &[Agreement],
        (left, right): (Shard, Shard),
        folder: &Path,
    ) -> Result<PathBuf> {
        for (part, of) in [left, right] {
            if !(1..=of).contains(&part) {
                return Err(Error::Choice(format!(
                    "shard {part}/{of}: shards are counted from 1/{of} to {of}/{of}"
                )));
            }
        }
        let one = Instruments::of(known);
        let clauses = as_one(self.clauses, &one);
        let mut head = Head::of(self, &clauses, (left, right))?;
        let path = folder.join(head.file());
        if Found::open(&path).is_ok_and(|found| found.holds_all(&head)) {
            return Ok(path);
        }
        let found: Vec<Line> =
            neighbours(self.over(&clauses), left, right).into_iter().map(Line::from).collect();
        let wrong = |source: io::Error| Error::Write { path: path.clone(), source };
        let mut sum = Sha256::new();
        for line in &found {
            let mut bytes = Vec::new();
            write_line(&mut bytes, line).map_err(wrong)?;
            sum.update(&bytes);
        }
        head.sum = hex(sum);
        files::write_by(&path, |out| {
            write_line(out, &head).map_err(wrong)?;
            found.iter().try_for_each(|line| write_line(out, line).map_err(wrong))
        })?;
        Ok(path)
    }

    /// The same clauses with their best hits from a folder, where [`Compared::write_hits`] left those of all pairs of
    /// shards: what is proposed then is what is proposed without them, but most of the work is done.
    ///
    /// ```
    /// use crosscut::{Compared, Settings, parse_clauses, propose};
    /// let lines = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report significant incidents."}
    /// {"id": "b#1", "agreement": "b", "text": "Operators report significant incidents to the authority."}"#;
    /// let clauses = parse_clauses("clauses.jsonl", lines)?.clauses;
    /// let folder = tempfile::tempdir().expect("a temporary folder");
    /// // Each of these may run on a machine of its own.
    /// for left in [(1, 2), (2, 2)] {
    ///     for right in [(1, 2), (2, 2)] {
    ///         Compared::by_words(&clauses).write_hits(&[], (left, right), folder.path())?;
    ///     }
    /// }
    /// let joined = Compared::by_words(&clauses).with_hits(&[], folder.path())?;
    /// let settings = Settings::default();
    /// assert_eq!(propose(&joined, &settings), propose(&Compared::by_words(&clauses), &settings));
    /// # Ok::<(), crosscut::Error>(())
    /// ```
    ///
    /// # Errors
    /// When a pair of shards is missing, or a file is of other clauses, other vectors or another version.
    pub fn with_hits(mut self, known: &[Agreement], folder: &Path) -> Result<Self> {
        let one = Instruments::of(known);
        let clauses = as_one(self.clauses, &one);
        let mut joining = Joining::new(self.over(&clauses));
        let wanted = Head::of(&self, &clauses, ((1, 1), (1, 1)))?;
        for rights in pairs(folder, &wanted)? {
            join(rights, &mut joining)?;
        }
        let joined = joining.end();
        let missing =
            |count| Error::Choice(format!("{}: nothing is known of {count} clauses", folder.display()));
        self.neighbourhood = Some(joined.map_err(missing)?);
        Ok(self)
    }
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write_line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}

/// A file of hits that is being read.
struct Found {
    path: PathBuf,
    head: Head,
    lines: io::Lines<io::BufReader<File>>,
    /// Of the lines that were read so far.
    sum: Sha256,
}

impl Found {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|source| files::unreadable(path, source))?;
        let mut lines = io::BufReader::new(file).lines();
        let first = lines.next().transpose().map_err(|source| files::unreadable(path, source))?;
        let head = serde_json::from_str(&first.unwrap_or_default()).ok();
        let head = head.filter(|head: &Head| head.schema == Head::SCHEMA);
        let none = || Error::Choice(format!("{}: {NO_HITS}", path.display()));
        Ok(Self { path: path.to_owned(), head: head.ok_or_else(none)?, lines, sum: Sha256::new() })
    }

    /// Whether it was made of the same, and its lines are those that were written.
    fn holds_all(mut self, head: &Head) -> bool {
        let wanted = std::mem::take(&mut self.head.sum);
        if self.head != *head {
            return false;
        }
        while let Some(Ok(line)) = self.lines.next() {
            self.count(&line);
        }
        hex(self.sum) == wanted
    }

    fn count(&mut self, line: &str) {
        self.sum.update(line.as_bytes());
        self.sum.update(b"\n");
    }

    /// The next line; after the last one, whether they were all there.
    fn next(&mut self) -> Result<Option<Neighbours>> {
        let line = self.lines.next().transpose().map_err(|source| files::unreadable(&self.path, source))?;
        let Some(line) = line else {
            // Files from before there was a sum have none.
            let wanted = std::mem::take(&mut self.head.sum);
            let whole = wanted.is_empty() || hex(std::mem::take(&mut self.sum)) == wanted;
            return if whole { Ok(None) } else { Err(self.broken()) };
        };
        self.count(&line);
        let Line { clause, near, wordless } = serde_json::from_str(&line).map_err(|_| self.broken())?;
        Ok(Some(Neighbours { clause, sharing: near, wordless }))
    }

    /// What is wrong with the lines that were not read yet.
    fn rest(&mut self) -> Option<Error> {
        loop {
            match self.next() {
                Ok(Some(_)) => {}
                Ok(None) => return None,
                Err(error) => return Some(error),
            }
        }
    }

    /// That it must be made again, and how.
    fn broken(&self) -> Error {
        let ((left, lefts), (right, rights)) = (self.head.left, self.head.right);
        let again = format!("--left {left}/{lefts} --right {right}/{rights}");
        let reason = format!("it was cut off or changed: `crosscut hits` with {again} makes it again");
        Error::Choice(format!("{}: {reason}", self.path.display()))
    }
}

/// The files of each left shard, one a right shard, when all are there.
fn pairs(folder: &Path, wanted: &Head) -> Result<Vec<Vec<Found>>> {
    let unreadable = |source| files::unreadable(folder, source);
    let mut found: BTreeMap<(Shard, Shard), Found> = BTreeMap::new();
    for entry in folder.read_dir().map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !(name.starts_with("hits-") && name.ends_with(".ndjson")) {
            continue;
        }
        let file = Found::open(&path)?;
        if (file.head.clauses, &file.head.of) != (wanted.clauses, &wanted.of) {
            let reason = "these are hits of other clauses, other vectors or another version: find them again";
            return Err(Error::Choice(format!("{}: {reason}", path.display())));
        }
        found.insert((file.head.left, file.head.right), file);
    }
    let ofs: BTreeSet<(usize, usize)> = found.keys().map(|(left, right)| (left.1, right.1)).collect();
    let (lefts, rights) = match ofs.into_iter().collect::<Vec<_>>()[..] {
        [one] => one,
        [] => return Err(Error::Choice(format!("{}: no hits here", folder.display()))),
        _ => {
            let reason = "hits of several numbers of shards: keep those of one";
            return Err(Error::Choice(format!("{}: {reason}", folder.display())));
        }
    };
    let mut take = |left, right| {
        let missing =
            || format!("{}: the hits of {left}/{lefts} in {right}/{rights} are missing", folder.display());
        found.remove(&((left, lefts), (right, rights))).ok_or_else(|| Error::Choice(missing()))
    };
    (1..=lefts).map(|left| (1..=rights).map(|right| take(left, right)).collect()).collect()
}

/// Files of one left shard have a line for each of its clauses, in one order.
fn join(mut rights: Vec<Found>, joining: &mut Joining) -> Result<()> {
    loop {
        let parts = rights.iter_mut().map(Found::next).collect::<Result<Vec<_>>>()?;
        if parts.iter().all(Option::is_none) {
            return Ok(());
        }
        let ended = parts.iter().position(Option::is_none);
        if ended.is_some() || !joining.take(parts.into_iter().flatten().collect()) {
            // The one whose lines are not those that were written; of files without a sum, the one that ended first.
            let changed = rights.iter_mut().find_map(Found::rest);
            let first = rights.get(ended.unwrap_or_default()).map(Found::broken);
            return Err(changed.or(first).unwrap_or_else(|| Error::Choice(NO_HITS.into())));
        }
    }
}

impl From<Neighbours> for Line {
    fn from(found: Neighbours) -> Self {
        Self { clause: found.clause, near: found.sharing, wordless: found.wordless }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosscut_text::AgreementId;

    #[test]
    fn hits_from_before_two_agreements_were_called_one_are_refused() {
        let study = crate::fixture::clauses(&[
            ("a#art_1", "Each Party shall report significant incidents."),
            ("b#art_1", "Operators report significant incidents to the authority."),
        ]);
        let folder = tempfile::tempdir().unwrap();
        let all = ((1, 1), (1, 1));
        Compared::by_words(&study).write_hits(&[], all, folder.path()).unwrap();
        let mut b = Agreement::named(AgreementId::slug("b"), "B");
        b.edition_of = Some(AgreementId::slug("a"));
        let known = [Agreement::named(AgreementId::slug("a"), "A"), b];
        let Err(refused) = Compared::by_words(&study).with_hits(&known, folder.path()) else {
            panic!("these are hits of two agreements");
        };
        assert!(refused.to_string().contains("other clauses"), "{refused}");
        assert!(Compared::by_words(&study).with_hits(&[], folder.path()).is_ok());
    }
}
