//! One source file: from the cache, or read now.

use super::kept::Kept;
use super::plan::SourceFile;
use super::{Progress, Study};
use crate::pipeline::{Input, READING_VERSION, read as read_document};
use crate::ready::parse_clauses;
use crate::settings::ocr;
use crate::store::sources::{Origin, is_ready_made};
use crate::store::study_file::StudyFile;
use crate::{Agreement, DocumentReport, Error, ReadDocument, error::Result, files, hash::sha256};
use crosscut_extract::{ExtractError, Ocr, OcrPages, Options};
use crosscut_text::{AgreementId, Clause, Coverage, Document, Front, Language, Loss, LossKind, Source};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// What is cached of a source file's clauses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct UnitClauses {
    pub(crate) reports: Vec<DocumentReport>,
    pub(crate) clauses: Vec<Clause>,
    /// Titles and years that the file gives.
    pub(crate) titles: Vec<(AgreementId, Front)>,
    /// What the file says of its agreements, where their documents were read before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) about: Vec<Agreement>,
    /// Documents of which nothing could be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) failed: Vec<ReadDocument>,
    /// Where the documents were that were read before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) paths: BTreeMap<AgreementId, String>,
}

/// What is known of a source file after reading, without its clauses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct UnitHead {
    pub(crate) reports: Vec<DocumentReport>,
    pub(crate) clauses: usize,
    pub(crate) titles: Vec<(AgreementId, Front)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) about: Vec<Agreement>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) failed: Vec<ReadDocument>,
    /// Where the documents were that were read before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) paths: BTreeMap<AgreementId, String>,
    /// Clauses of the agreements mainly written in each language.
    #[serde(default)]
    pub(crate) languages: BTreeMap<Language, usize>,
    /// The program that recognised pages without text, or tried to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) engine: Option<String>,
    /// SHA-256 of the file with the clauses; another is of a file that was cut off or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sum: Option<String>,
}

/// A source file that was read, now or before.
pub(super) struct Outcome {
    pub(super) file: String,
    pub(super) origin: Origin,
    pub(super) sha256: String,
    pub(super) key: String,
    pub(super) cached: bool,
    pub(super) head: UnitHead,
    /// What was read now, as long as it is not kept in the cache.
    pub(super) now: Option<(UnitClauses, Option<Document>)>,
    /// Whether a path of this run names it.
    pub(super) given: bool,
    agreement: Option<Agreement>,
    untitled: bool,
    /// Agreements of it that are not in the study.
    removed: Vec<AgreementId>,
}

/// Reads a source file, or takes what was read of the same bytes before.
pub(super) fn read(
    study: &Study,
    source: &SourceFile,
    options: &Options,
    heard: &Sender<(String, usize, usize)>,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<Outcome> {
    let mut options = with_languages(source, options);
    options.kept = Some(Arc::new(Kept::of(study, source, heard)));
    let (key, cached) = cached(study, source, &options);
    let (key, head, now) = match cached {
        Some(head) => (key, head, None),
        None => {
            progress(Progress::Reading(&source.name));
            let (unit, document) = read_now(source, &options)?;
            let mut head = UnitHead::of(&unit);
            let seen = document
                .as_ref()
                .is_some_and(|document| document.words.iter().any(|w| w.confidence.is_some()));
            let key = match &options.ocr {
                Some(ocr) if seen || head.waits() || ocr.pages != OcrPages::Missing => {
                    head.engine = ocr.engine();
                    key_of(source, Some(ocr))
                }
                _ => key_of(source, None),
            };
            (key, head, Some((unit, document)))
        }
    };
    Ok(outcome(source, key, head, now))
}

/// Reads a source now, without a study that keeps anything of it.
pub(super) fn fresh(source: &SourceFile, options: &Options) -> Result<Outcome> {
    let (unit, document) = read_now(source, &with_languages(source, options))?;
    Ok(outcome(source, String::new(), UnitHead::of(&unit), Some((unit, document))))
}

/// What was kept of a source by anyone, complete or not.
pub(super) fn kept(study: &Study, source: &SourceFile, options: &Options) -> Option<Outcome> {
    let options = with_languages(source, options);
    let recognised = options.ocr.iter().map(|ocr| key_of(source, Some(ocr)));
    let mut keys = recognised.chain([key_of(source, None)]);
    keys.find_map(|key| head_of(study, &key).map(|head| outcome(source, key, head, None)))
}

/// A source of which nothing could be read, to be told as that.
pub(super) fn failed(source: &SourceFile, reason: &str) -> Outcome {
    let agreement = source.agreement.clone();
    let row = agreement.map(|about| {
        let losses = vec![Loss::new(None, LossKind::Damaged, reason)];
        let report = report_of(about.id.clone(), source, Coverage::default(), losses);
        let (file, sha256) = (Some(source.name.clone()), Some(source.sha256.clone()));
        ReadDocument::new(report, Agreement { source: file, sha256, ..about }, Some(reason.to_owned()))
    });
    let unit = UnitClauses { failed: row.into_iter().collect(), ..UnitClauses::default() };
    outcome(source, key_of(source, None), UnitHead::of(&unit), Some((unit, None)))
}

/// The lines of a `documents.jsonl` that tell of a source which another shard is to read: what is merged without that shard
/// is known to lack it.
pub(super) fn waiting(source: &SourceFile, (part, of): (usize, usize)) -> Vec<ReadDocument> {
    let reason = format!("shard {part}/{of} has it, which is not here: give what that shard left, too");
    let stem = source.name.rsplit_once('.').map_or(source.name.as_str(), |(stem, _)| stem);
    let agreement = match (&source.agreement, &source.origin) {
        (Some(agreement), _) => agreement.clone(),
        // Its documents have names of their own, by which they cannot be found again here.
        (None, Origin::Extracted(_)) => return Vec::new(),
        (None, _) => Agreement::named(AgreementId::slug(stem), stem),
    };
    let named = SourceFile { agreement: Some(agreement), ..source.clone() };
    let mut rows = failed(&named, &reason).rows(&BTreeMap::new());
    rows.iter_mut().for_each(|row| row.shard = Some((part, of)));
    rows
}

fn outcome(
    source: &SourceFile,
    key: String,
    head: UnitHead,
    now: Option<(UnitClauses, Option<Document>)>,
) -> Outcome {
    Outcome {
        file: source.name.clone(),
        origin: source.origin.clone(),
        sha256: source.sha256.clone(),
        cached: now.is_none(),
        given: source.given,
        agreement: source.agreement.clone(),
        untitled: source.untitled,
        removed: Vec::new(),
        key,
        head,
        now,
    }
}

/// The language of most of each agreement's text, with the number of its clauses.
fn main_languages(clauses: &[Clause]) -> BTreeMap<Language, usize> {
    let mut bytes: BTreeMap<&AgreementId, (usize, BTreeMap<Language, usize>)> = BTreeMap::new();
    for clause in clauses {
        let (count, languages) = bytes.entry(&clause.agreement).or_default();
        *count += 1;
        if clause.language != Language::Undetermined {
            *languages.entry(clause.language).or_default() += clause.text.len();
        }
    }
    let mut main = BTreeMap::new();
    for (count, languages) in bytes.into_values() {
        if let Some((language, _)) = languages.into_iter().min_by_key(|&(_, bytes)| Reverse(bytes)) {
            *main.entry(language).or_default() += count;
        }
    }
    main
}

/// What was read of the same bytes before, and under which key. With text recognition, what was recognised comes first;
/// what was read without it serves where no page waits for it.
fn cached(study: &Study, source: &SourceFile, options: &Options) -> (String, Option<UnitHead>) {
    let head = |key: &str| head_of(study, key);
    let plain = key_of(source, None);
    if let Some(ocr) = &options.ocr {
        let recognised = key_of(source, Some(ocr));
        // Pages that still wait are tried again by a program, or in a language, that was not there before.
        let holds = |head: &UnitHead| {
            !head.waits() || ocr.engine().is_none_or(|engine| head.engine.as_ref() == Some(&engine))
        };
        if let Some(head) = head(&recognised).filter(holds) {
            return (recognised, Some(head));
        }
        let head =
            head(&plain).filter(|head| head.clauses > 0 && !head.waits() && ocr.pages == OcrPages::Missing);
        return (plain, head);
    }
    // What gave nothing is tried again: the password may be there now.
    let head = head(&plain).filter(|head| head.clauses > 0);
    (plain, head)
}

pub(super) fn head_of(study: &Study, key: &str) -> Option<UnitHead> {
    let head: UnitHead = files::read_derived(&study.derived(&format!("clauses/{key}.head.json")))?;
    // What an earlier version kept without a sum is made again.
    let sum = files::sum_of(&study.derived(&format!("clauses/{key}.json"))).ok()?;
    (head.sum.as_ref() == Some(&sum)).then_some(head)
}

/// Names what is cached: the bytes, whose agreement they are, and how they are read.
fn key_of(source: &SourceFile, recognised: Option<&Ocr>) -> String {
    let id = source.agreement.as_ref().map_or("", |agreement| agreement.id.as_str());
    let mut name = format!("{READING_VERSION}\n{}\n{id}\n{}", source.sha256, source.name);
    if let Some(ocr) = recognised {
        name = format!("{name}\nocr {} {}", ocr::word(ocr.pages), ocr.languages.join(" "));
    }
    sha256(name.as_bytes())[..32].to_owned()
}

/// How a source is read: text is recognised in the languages of its agreement.
fn with_languages(source: &SourceFile, options: &Options) -> Options {
    let mut options = options.clone();
    let languages = source.agreement.as_ref().map(|agreement| &agreement.languages);
    if let (Some(ocr), Some(languages)) = (&mut options.ocr, languages.filter(|list| !list.is_empty())) {
        ocr.languages.clone_from(languages);
    }
    options
}

impl UnitHead {
    fn of(unit: &UnitClauses) -> Self {
        Self {
            reports: unit.reports.clone(),
            clauses: unit.clauses.len(),
            titles: unit.titles.clone(),
            about: unit.about.clone(),
            failed: unit.failed.clone(),
            paths: unit.paths.clone(),
            languages: main_languages(&unit.clauses),
            engine: None,
            sum: None,
        }
    }

    /// What the file calls its agreement, where it holds one.
    pub(super) fn title(&self) -> Option<String> {
        match self.titles.as_slice() {
            [(_, front)] => front.title.clone(),
            _ => None,
        }
    }

    /// Whether pages wait for text recognition, or for a language that is not installed.
    fn waits(&self) -> bool {
        let mut losses = self.reports.iter().flat_map(|report| &report.losses);
        losses.any(|loss| match loss.kind {
            LossKind::NeedsOcr | LossKind::Garbled => loss.page.is_some(),
            LossKind::Unsupported => self.engine.is_some() && loss.page.is_none(),
            _ => false,
        })
    }
}

fn read_now(source: &SourceFile, options: &Options) -> Result<(UnitClauses, Option<Document>)> {
    let bytes = match source.origin.read() {
        Ok(bytes) => bytes,
        Err(error) if source.given => return Err(error),
        Err(_) => {
            return Ok((
                lost(source, LossKind::Damaged, "the file is gone from the study's sources: put it back"),
                None,
            ));
        }
    };
    if is_ready_made(&source.name) {
        return Ok((ready_made(source, bytes)?, None));
    }
    let agreement = source.agreement.clone().expect("only ready-made clauses name their own agreements");
    let input = Input { agreement, file: source.name.clone(), bytes };
    match read_document(&input, options) {
        Ok(reading) => {
            let unit = UnitClauses {
                reports: vec![reading.report()],
                titles: vec![(input.agreement.id, reading.front)],
                clauses: reading.clauses,
                ..UnitClauses::default()
            };
            Ok((unit, Some(reading.document)))
        }
        // The document is one of the study's agreements, but closed or broken: unreadable, which is not absent.
        Err(Error::Document {
            source: reason @ (ExtractError::Encrypted | ExtractError::WrongPassword),
            ..
        }) => Ok((lost(source, LossKind::Unsupported, &reason.to_string()), None)),
        Err(Error::Document { source: reason @ ExtractError::Damaged(_), .. }) => {
            Ok((lost(source, LossKind::Damaged, &reason.to_string()), None))
        }
        Err(Error::Document { source: reason, .. }) if !source.given => {
            Ok((lost(source, LossKind::Damaged, &reason.to_string()), None))
        }
        Err(error) => Err(error),
    }
}

fn ready_made(source: &SourceFile, bytes: Vec<u8>) -> Result<UnitClauses> {
    let wrong = |(file, line), reason| Error::Line { file, line, reason };
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        wrong(source.origin.line(line), "no UTF-8 text: save the file as UTF-8".into())
    })?;
    let ready = parse_clauses(&source.name, &text).map_err(|error| match error {
        Error::Line { line, reason, .. } => wrong(source.origin.line(line), reason),
        other => other,
    })?;
    let mut words: BTreeMap<&AgreementId, u64> = BTreeMap::new();
    let mut counts: BTreeMap<&AgreementId, usize> = BTreeMap::new();
    for clause in &ready.clauses {
        *counts.entry(&clause.agreement).or_default() += 1;
        *words.entry(&clause.agreement).or_default() += clause.text.split_whitespace().count() as u64;
    }
    let (failed, read): (Vec<_>, Vec<_>) =
        ready.documents.into_iter().partition(|document| document.failure.is_some());
    let described: BTreeSet<&AgreementId> = read.iter().map(|document| &document.report.agreement).collect();
    let of_others = |id: &AgreementId| !described.contains(id);
    let report = |id: &AgreementId| {
        let words = words.get(id).copied().unwrap_or_default();
        report_of(id.clone(), source, Coverage { pages: 0, pages_read: 0, words }, Vec::new())
    };
    let others: Vec<_> = ready.agreements.into_iter().filter(|(id, _)| of_others(id)).collect();
    let mut reports: Vec<DocumentReport> = others.iter().map(|(id, _)| report(id)).collect();
    if matches!(source.origin, Origin::Extracted(_)) {
        // Of every agreement that was read before, there is a line.
        let reason = "documents.jsonl does not tell of it: what was lost of it is not known";
        reports.iter_mut().for_each(|report| report.losses.push(Loss::new(None, LossKind::Damaged, reason)));
    }
    let titles = others.into_iter().map(|(id, title)| (id, Front { title, year: None })).collect();
    let (mut about, mut paths) = (Vec::new(), BTreeMap::new());
    for mut document in read {
        let held = counts.get(&document.report.agreement).copied().unwrap_or_default();
        document.report.losses.extend(cut_off(&document, held));
        paths.extend(document.path.map(|path| (document.report.agreement.clone(), path)));
        reports.push(document.report);
        about.push(document.about);
    }
    Ok(UnitClauses { reports, clauses: ready.clauses, titles, about, failed, paths })
}

/// That the clauses of a document are not all in the file that was given with it.
fn cut_off(document: &ReadDocument, held: usize) -> Option<Loss> {
    let lacks = match document.clauses {
        Some(all) => held < all,
        // Of a document with words and no word on why none of them became a clause.
        None => held == 0 && document.report.coverage.words > 0 && document.report.losses.is_empty(),
    };
    let of = document.clauses.map(|all| format!(" of {all}")).unwrap_or_default();
    let reason = format!("only {held}{of} clauses of it are in the file that was given: it was cut off");
    lacks.then(|| Loss::new(None, LossKind::Damaged, &reason))
}

/// A source of which nothing could be read.
fn lost(source: &SourceFile, kind: LossKind, detail: &str) -> UnitClauses {
    let id = source.agreement.as_ref().map(|agreement| agreement.id.clone());
    let loss = Loss::new(None, kind, detail);
    let reports =
        id.map(|id| report_of(id, source, Coverage { pages: 1, ..Coverage::default() }, vec![loss]));
    UnitClauses { reports: reports.into_iter().collect(), ..UnitClauses::default() }
}

fn report_of(
    agreement: AgreementId,
    source: &SourceFile,
    coverage: Coverage,
    losses: Vec<Loss>,
) -> DocumentReport {
    let source =
        Source { file: source.name.clone(), sha256: source.sha256.clone(), media_type: String::new() };
    DocumentReport { agreement, source, pages: Vec::new(), coverage, losses, warnings: Vec::new() }
}

impl Outcome {
    /// Why the file gave no clause; `None` where it gave one.
    pub(super) fn reason_for_nothing(&self) -> Option<String> {
        (self.head.clauses == 0).then(|| {
            let losses = || self.head.reports.iter().flat_map(|report| &report.losses);
            // What recognition was tried on says more than that it needs it.
            let waits = |loss: &&Loss| loss.kind == LossKind::NeedsOcr && loss.detail.ends_with("needs OCR");
            let waiting = losses().filter(waits).count();
            if waiting > 0 {
                let pages: u32 = self.head.reports.iter().map(|report| report.coverage.pages).sum();
                return format!(
                    "{waiting} of {pages} pages are pictures, or show text in pictures: run again with --ocr"
                );
            }
            let first = losses().map(ToString::to_string).next();
            first.unwrap_or_else(|| "no text was found in it".into())
        })
    }

    /// Its clauses, from the cache where it was not read now.
    pub(super) fn clauses(&self, study: &Study) -> Result<Vec<Clause>> {
        let mut clauses = match &self.now {
            Some((unit, _)) => unit.clauses.clone(),
            None => {
                let path = study.derived(&format!("clauses/{}.json", self.key));
                let unit: Option<UnitClauses> = files::read_derived(&path);
                let broken = || Error::Broken(path.clone());
                unit.map(|unit| unit.clauses).ok_or_else(broken)?
            }
        };
        clauses.retain(|clause| !self.removed.contains(&clause.agreement));
        Ok(clauses)
    }

    /// Leaves out agreements of which a file of ready-made clauses may hold some: those that were taken out of the study,
    /// and those that it has from another source.
    pub(super) fn leave_out(&mut self, study: &Study, gone: &BTreeSet<AgreementId>) -> Result<()> {
        self.removed.extend(gone.iter().cloned());
        if !self.agreements().any(|id| gone.contains(id)) {
            return Ok(());
        }
        self.head.reports.retain(|report| !gone.contains(&report.agreement));
        self.head.titles.retain(|(id, _)| !gone.contains(id));
        self.head.about.retain(|about| !gone.contains(&about.id));
        let clauses = self.clauses(study)?;
        (self.head.clauses, self.head.languages) = (clauses.len(), main_languages(&clauses));
        if let Some((unit, _)) = &mut self.now {
            unit.clauses = clauses;
        }
        Ok(())
    }

    /// Whether it is one document, and not clauses that name their agreements.
    pub(super) fn is_document(&self) -> bool {
        self.agreement.is_some()
    }

    /// Documents of it of which nothing could be read, and why.
    pub(super) fn failures(&self) -> impl Iterator<Item = (String, String)> {
        let rows = self.head.failed.iter();
        rows.map(|row| (row.report.source.file.clone(), row.failure.clone().unwrap_or_default()))
    }

    /// The agreements that it holds.
    pub(super) fn agreements(&self) -> impl Iterator<Item = &AgreementId> {
        self.head.reports.iter().map(|report| &report.agreement)
    }

    /// Enters its agreements into the study's settings.
    pub(super) fn register(&self, file: &mut StudyFile) {
        for (id, front) in &self.head.titles {
            self.enter(file, id, front);
        }
        for about in &self.head.about {
            self.enter_as(file, about.clone());
        }
        // One of which nothing could be read is told as that, and is no part of a study.
        if let (true, true, Some(agreement)) =
            (self.head.titles.is_empty(), self.head.failed.is_empty(), &self.agreement)
        {
            self.enter(file, &agreement.id, &Front::default());
        }
    }

    fn enter(&self, file: &mut StudyFile, id: &AgreementId, front: &Front) {
        let mut agreement =
            self.agreement.clone().unwrap_or_else(|| Agreement::named(id.clone(), id.as_str()));
        if let (true, Some(title)) = (self.untitled || self.agreement.is_none(), &front.title) {
            agreement.title.clone_from(title);
        }
        agreement.year = agreement.year.or(front.year);
        self.enter_as(file, agreement);
    }

    /// What the study says of an agreement stays.
    fn enter_as(&self, file: &mut StudyFile, mut agreement: Agreement) {
        agreement.sha256 = Some(self.sha256.clone());
        if let Some(known) = file.agreements.iter_mut().find(|known| known.id == agreement.id) {
            known.sha256 = agreement.sha256;
            return;
        }
        agreement.source = Some(self.file.clone());
        file.agreements.push(agreement);
    }

    /// Where a document of it is, or was when it was read.
    pub(super) fn path(&self, report: &DocumentReport) -> Option<String> {
        match self.agreement {
            Some(_) => Some(self.origin.shown()),
            None => self.head.paths.get(&report.agreement).cloned(),
        }
    }

    /// Where its documents are, by the names of their files.
    pub(super) fn places(&self) -> Vec<(String, String)> {
        let read = self.head.reports.iter().map(|report| (report, self.path(report)));
        let failed = self.head.failed.iter().map(|row| {
            let path = if self.agreement.is_some() { self.path(&row.report) } else { row.path.clone() };
            (&row.report, path)
        });
        read.chain(failed).filter_map(|(report, path)| Some((report.source.file.clone(), path?))).collect()
    }

    /// The lines of a `documents.jsonl` that tell of it. `known` are the agreements as they were entered.
    pub(super) fn rows(&self, known: &BTreeMap<&AgreementId, &Agreement>) -> Vec<ReadDocument> {
        let own: BTreeMap<&AgreementId, &Agreement> =
            self.head.about.iter().map(|about| (&about.id, about)).collect();
        let row = |report: &DocumentReport| {
            let about = own.get(&report.agreement).or_else(|| known.get(&report.agreement))?;
            let path = self.path(report);
            Some(ReadDocument { path, ..ReadDocument::new(report.clone(), Agreement::clone(about), None) })
        };
        let failed = self.head.failed.iter().cloned().map(|row| match self.agreement {
            // It may be elsewhere since it was tried.
            Some(_) => ReadDocument { path: self.path(&row.report), ..row },
            None => row,
        });
        self.head.reports.iter().filter_map(row).chain(failed).collect()
    }
}
