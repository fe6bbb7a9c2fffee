//! `crosscut extract --format clauses`, `crosscut hits` and `crosscut propose`: what needs no study, of many documents.

use crate::Done;
use crate::args::{Common, Extract, ExtractFormat, Hits, Propose};
use crate::commands::{candidates, extract, losses, print_json, run};
use crate::out::{note, say};
use anyhow::{Result, anyhow, bail};
use crosscut::text::{AgreementId, Clause, Loss};
use crosscut::words::counted;
use crosscut::{
    Compared, Results, RunOptions, RunReport, Settings, cautions, document_bytes, export, parse_clauses,
    read_files, read_into, read_text, vectors_of_npy, write_whole,
};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How many candidates a list shows unless asked for more.
const SHOWN: usize = 40;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    /// Where the clauses (`clauses.jsonl` or `clauses.parquet`) and `documents.jsonl` are.
    folder: String,
    /// Clauses in them, of all shards that were read.
    clauses: usize,
    /// Documents of the list that no shard has read yet.
    waiting: usize,
    /// Documents of this shard that were read now.
    read: &'a [String],
    /// How many of this shard were read before, and so not again.
    skipped: usize,
    /// Documents of which nothing could be read, by their paths, with the reason.
    failures: Vec<(&'a str, &'a str)>,
    /// Files that hold the same bytes as another one, and agreements that are in two files with the same clauses: taken once.
    duplicates: &'a [String],
    /// Losses of the documents of this shard.
    losses: usize,
    /// Which these are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lost: Vec<Lost<'a>>,
    /// Files in the folders that were passed over, being no documents.
    #[serde(skip_serializing_if = "<[PathBuf]>::is_empty")]
    left_out: &'a [PathBuf],
}

/// What was lost of a document.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Lost<'a> {
    agreement: &'a AgreementId,
    /// The document's path, as it was given.
    file: &'a str,
    losses: &'a [Loss],
}

/// Where the hits of a pair of shards are.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct HitsAnswer<'a> {
    schema: &'static str,
    /// The shard whose clauses were looked at, of how many.
    left: (usize, usize),
    /// The shard in which their hits are, of how many.
    right: (usize, usize),
    file: &'a Path,
}

pub(crate) fn clauses(common: &Common, args: &Extract) -> Result<Done> {
    if args.all || !args.pages.is_empty() {
        bail!("--all and --pages are for the text of one document: clauses are cut from the whole");
    }
    let paths = listed(&args.files)?;
    let mut options = RunOptions::default();
    options.reading = extract::reading(args);
    let recognises = options.reading.ocr.is_some();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.jobs.unwrap_or_default()).build()?;
    #[cfg(feature = "parquet")]
    {
        options.columns = args.format == ExtractFormat::Parquet;
        if options.columns && args.out.is_none() {
            bail!("--format parquet needs a folder: add --out DIR");
        }
    }
    let Some(folder) = &args.out else {
        let (results, report) =
            pool.install(|| run::shown(|progress| read_files(&paths, &options, progress)))?;
        print_lines(&results)?;
        return Ok(told(&report, recognises));
    };
    let shard = args.shard.map_or((1, 1), |shard| (shard.part, shard.of));
    let (report, waiting) =
        pool.install(|| run::shown(|progress| read_into(folder, &paths, shard, &options, progress)))?;
    if common.json {
        let lossy = report.documents.iter().filter(|document| !document.losses.is_empty());
        let lost = lossy.map(|document| Lost {
            agreement: &document.agreement,
            file: place(&report, &document.source.file),
            losses: &document.losses,
        });
        print_json(&Answer {
            schema: "crosscut/extracted/1",
            folder: folder.display().to_string(),
            clauses: report.clauses,
            waiting,
            read: &report.read,
            skipped: report.cached,
            failures: failures(&report).collect(),
            duplicates: &report.duplicates,
            losses: report.documents.iter().map(|document| document.losses.len()).sum(),
            lost: lost.collect(),
            left_out: &report.left_out,
        })?;
    } else {
        let waiting = match waiting {
            0 => String::new(),
            waiting => format!(", {waiting} of other shards not yet"),
        };
        // Folders and files of clauses hold the documents of any number.
        let (sources, documents) = (report.read.len() + report.cached, report.documents.len());
        let (what, of) = match documents > sources {
            true => ("source", format!(": {}", counted(documents, "document"))),
            false => ("document", String::new()),
        };
        let read = counted(report.read.len(), what);
        say!("{read} read, {} read before{waiting}{of}", report.cached)?;
        let name = if args.format == ExtractFormat::Clauses { "clauses.jsonl" } else { "clauses.parquet" };
        say!("{}: {}", folder.join(name).display(), counted(report.clauses, "clause"))?;
    }
    Ok(told(&report, recognises))
}

/// The paths, with those that a list names in its place.
fn listed(files: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for file in files {
        match file.to_str().and_then(|name| name.strip_prefix('@')) {
            None => paths.push(file.clone()),
            Some("-") => paths.extend(named("standard input", &io::read_to_string(io::stdin())?)?),
            Some(list) => paths.extend(named(list, &read_text(list.as_ref())?)?),
        }
    }
    if paths.is_empty() {
        bail!("the list names no document");
    }
    Ok(paths)
}

/// The files that a list names, a line each, or as `find -print0` writes them.
fn named(list: &str, text: &str) -> Result<Vec<PathBuf>> {
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = match text.contains('\0') {
        true => text.split('\0').collect(),
        false => text.lines().map(str::trim).collect(),
    };
    let mut paths = Vec::new();
    for (number, line) in (1..).zip(lines).filter(|(_, line)| !line.is_empty()) {
        let path = PathBuf::from(line);
        if !path.exists() {
            bail!("{list}, line {number}: {line}: no such file or folder: check the path");
        }
        paths.push(path);
    }
    Ok(paths)
}

fn print_lines(results: &Results) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for clause in &results.clauses {
        serde_json::to_writer(&mut out, clause).map_err(io::Error::from)?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

/// The path of a document whose file has a name, where it is known.
fn place<'r>(report: &'r RunReport, file: &'r str) -> &'r str {
    report.places.get(file).map_or(file, String::as_str)
}

fn failures(report: &RunReport) -> impl Iterator<Item = (&str, &str)> {
    report.failures.iter().map(|(file, reason)| (place(report, file), reason.as_str()))
}

/// Says on standard error what was not read.
fn told(report: &RunReport, recognises: bool) -> Done {
    for document in &report.documents {
        let pages = document.coverage.pages as usize;
        losses::list(place(report, &document.source.file), &document.losses, pages, recognises);
    }
    failures(report).for_each(|(file, reason)| note!("not read: {file}: {reason}"));
    report.duplicates.iter().for_each(|duplicate| note!("note: {duplicate}"));
    run::passed_over(report);
    let lost = report.documents.iter().any(|document| !document.losses.is_empty());
    if lost || !report.failures.is_empty() { Done::Attention } else { Done::Well }
}

/// Clauses and the vectors that they are compared by, in the order of these.
struct Given {
    read: Results,
    report: RunReport,
    /// The clauses of the one file that vectors belong to, in the order of its lines, whatever they are sorted by.
    lines: Option<Vec<Clause>>,
    vectors: Option<(usize, Vec<f32>)>,
}

impl Given {
    fn read(paths: &[PathBuf], vectors: Option<&Path>) -> Result<Self> {
        let (read, report) = run::shown(|progress| read_files(paths, &RunOptions::default(), progress))?;
        let Some(vectors) = vectors else { return Ok(Self { read, report, lines: None, vectors: None }) };
        let file = vectors.display().to_string();
        let bytes = std::fs::read(vectors).map_err(|error| anyhow!("{file}: {error}"))?;
        if bytes.starts_with(b"PAR1") || file.to_lowercase().ends_with(".parquet") {
            let vectors = Some(by_ids(&file, bytes, &read.clauses)?);
            return Ok(Self { read, report, lines: None, vectors });
        }
        // Documents, and shards in a folder, have no order of lines that rows could follow.
        let one = if let [path] = paths { lines_of(path) } else { None };
        let Some(clauses) = one.filter(|lines| lines.len() == read.clauses.len()) else {
            bail!(
                "{file}: its rows belong to the lines of one file of clauses: give that file, or vectors in a Parquet \
                 file with the ids of their clauses"
            )
        };
        let vectors = Some(vectors_of_npy(&file, &bytes)?);
        Ok(Self { read, report, lines: Some(clauses), vectors })
    }

    fn compared(&self) -> Result<Compared<'_>> {
        let clauses = self.lines.as_ref().unwrap_or(&self.read.clauses);
        let Some((width, values)) = &self.vectors else { return Ok(Compared::by_words(clauses)) };
        let compared = Compared::by_vectors(clauses, *width, values.clone(), None)?;
        let zero = |(vector, _): &(&[f32], &Clause)| vector.iter().all(|value| *value == 0.0);
        let mut empty = values.chunks(*width).zip(clauses).filter(zero);
        if let Some((_, first)) = empty.next() {
            let count = counted(1 + empty.count(), "vector");
            note!(
                "note: {count} of {} hold nothing but 0 (first: {}): was each clause encoded?",
                clauses.len(),
                first.id
            );
        }
        Ok(compared)
    }
}

/// The clauses of one file, in the order of its lines; none of anything else.
fn lines_of(path: &Path) -> Option<Vec<Clause>> {
    let text = String::from_utf8(document_bytes(path).ok()?).ok()?;
    Some(parse_clauses(&path.display().to_string(), &text).ok()?.clauses)
}

#[cfg(feature = "parquet")]
fn by_ids(file: &str, bytes: Vec<u8>, clauses: &[Clause]) -> Result<(usize, Vec<f32>)> {
    Ok(crosscut::vectors_of_parquet(file, bytes, clauses)?)
}

#[cfg(not(feature = "parquet"))]
fn by_ids(file: &str, _: Vec<u8>, _: &[Clause]) -> Result<(usize, Vec<f32>)> {
    bail!(
        "{file}: this program was built without the feature `parquet`: give the vectors as numpy.save writes them"
    )
}

/// Finds what a shard's clauses may have in common with those of another, for `propose --hits`.
pub(crate) fn hits(common: &Common, args: &Hits) -> Result<Done> {
    let given = Given::read(&args.paths, args.vectors.as_deref())?;
    let [left, right] = [args.left, args.right].map(|shard| (shard.part, shard.of));
    let file = given.compared()?.write_hits(&given.read.agreements, (left, right), &args.out)?;
    match common.json {
        true => print_json(&HitsAnswer { schema: "crosscut/hits/1", left, right, file: &file })?,
        false => say!("{}", file.display())?,
    }
    Ok(told(&given.report, false))
}

pub(crate) fn propose(common: &Common, args: &Propose) -> Result<Done> {
    let given = Given::read(&args.paths, args.vectors.as_deref())?;
    let mut settings = Settings::default();
    settings.granularity = args.granularity;
    let mut compared = given.compared()?;
    if let Some(folder) = &args.hits {
        compared = compared.with_hits(&given.read.agreements, folder)?;
    }
    let mut results = Results::of_clauses(&compared, &given.read.agreements, &settings);
    results.documents = given.read.documents.clone();
    cautions(&results.clauses).iter().for_each(|caution| note!("note: {caution}"));
    let wanted = args.limit.filter(|_| common.json && args.out.is_none()).unwrap_or(usize::MAX);
    let answer =
        candidates::answer(&results.candidates[..wanted.min(results.candidates.len())], &results.outliers);
    match &args.out {
        Some(folder) => {
            let mut json = serde_json::to_vec(&answer)?;
            json.push(b'\n');
            let csv = export::candidates(&results).csv(export::CsvOptions::default());
            for (name, bytes) in [("candidates.json", &json[..]), ("candidates.csv", csv.as_bytes())] {
                let path = folder.join(name);
                write_whole(&path, bytes)?;
                say!("{}", path.display())?;
            }
        }
        None if common.json => print_json(&answer)?,
        None => {
            candidates::print(
                &candidates::numbered(&results.candidates),
                args.limit.unwrap_or(if args.all { usize::MAX } else { SHOWN }),
                args.all,
            )?;
        }
    }
    Ok(told(&given.report, false))
}
