//! A study of a project: sources become documents, codes elements, codings decisions of their user at their time.

use super::codebook;
use super::make::VARIABLES;
use super::package::unpack;
use super::place::Letters;
use super::project::{BoxSelection, Code, Coding, Project, Source};
use super::read::{project as read_project, variable_names};
use crate::error::{Error, Result};
use crate::made::free;
use crate::texts::{Places, cut};
use crosscut::decisions::{
    Anchor, Clock, Coder, Decision, ElementId, Log, RealDisk, Seen, Target, Timestamp,
};
use crosscut::text::lexicon::invisible::stripped;
use crosscut::text::{AgreementId, Clause};
use crosscut::{Agreement, Results, RunOptions, Study};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What came in, and what did not.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImportReport {
    /// Name of the project, and the program that wrote it.
    pub project: String,
    /// That program.
    pub origin: String,
    /// Documents of the study.
    pub documents: usize,
    /// Codes of the codebook.
    pub codes: usize,
    /// Elements with at least one clause.
    pub elements: usize,
    /// Codings that became decisions.
    pub codings: usize,
    /// Selections that are parts of clauses: the whole clause is coded.
    pub widened: usize,
    /// What has no place in a study, each with where it is.
    pub losses: Vec<String>,
}

/// Makes a study in a new folder of a project (`.qdpx`). `file` is its name.
///
/// # Errors
/// When the file is no such project or not safe to open, the folder holds a study already, or nothing can be written.
pub fn import_project(file: &str, bytes: &[u8], study: &Study) -> Result<ImportReport> {
    if Study::is_study(study.folder()) {
        return Err(Error::Path {
            path: study.folder().into(),
            reason: "a study already: import into a new folder with --study".into(),
        });
    }
    let reading = read_project(file, &unpack(file, bytes)?)?;
    let project = reading.project;
    let mut report = ImportReport {
        project: project.name.clone(),
        origin: project.origin.clone(),
        codes: project.all_codes().len(),
        losses: reading.losses,
        ..ImportReport::default()
    };
    if project.sources.is_empty() {
        report.losses.push("no document: only the codes were imported".into());
        write_codebook(study, &project)?;
        return Ok(report);
    }
    let agreements = write_sources(study, &project, &mut report)?;
    let run = study.run(&[], &RunOptions::default(), &|_| ())?;
    report.losses.extend(run.failures.into_iter().map(|(file, why)| format!("{file}: {why}")));
    report.documents = run.documents.len();
    write_codebook(study, &project)?;
    let results = study.results()?;
    let mut import = Import { project: &project, results: &results, report, drafts: BTreeMap::new() };
    for (source, agreement) in project.sources.iter().zip(&agreements) {
        import.source(source, agreement);
    }
    import.decide(file, study)?;
    // With the decisions in place, exports are made again.
    study.run(&[], &RunOptions::default(), &|_| ())?;
    Ok(import.report)
}

fn write_codebook(study: &Study, project: &Project) -> Result<()> {
    let book = codebook::of(project, if project.name.is_empty() { "Codebook" } else { &project.name });
    if !book.elements.is_empty() {
        let text = codebook::text_of(&book, &project.origin)?;
        crosscut::write_whole(&study.folder().join("codebook.toml"), text.as_bytes())?;
    }
    Ok(())
}

/// Writes sources and settings; gives the agreement of each source.
fn write_sources(study: &Study, project: &Project, report: &mut ImportReport) -> Result<Vec<AgreementId>> {
    let names = variable_names(project);
    let (mut files, mut ids) = (BTreeSet::new(), BTreeSet::new());
    let mut agreements = Vec::new();
    for source in &project.sources {
        let (ending, bytes) = match (&source.pdf, &source.rich) {
            (Some(pdf), _) => ("pdf", pdf.bytes.as_slice()),
            (None, Some((path, bytes))) => {
                (path.rsplit_once('.').map_or("txt", |(_, ending)| ending), bytes.as_slice())
            }
            (None, None) => ("txt", source.text.as_bytes()),
        };
        let stem = source.name.rsplit_once('.').map_or(source.name.as_str(), |(stem, ending)| {
            if ending.len() <= 4 && !ending.contains(' ') { stem } else { &source.name }
        });
        let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).take(5).collect();
        let name = free(&mut files, stem, &ending);
        crosscut::write_whole(&study.folder().join("sources").join(&name), bytes)?;
        let mut agreement = described(source, stem, &names, report);
        let id = agreement.id.clone();
        let mut nth = 1;
        while !ids.insert(agreement.id.clone()) {
            nth += 1;
            agreement.id = AgreementId::slug(&format!("{id} {nth}"));
        }
        agreement.source = Some(name);
        agreements.push(agreement);
    }
    let mut settings = String::from("version = 1\n");
    for agreement in &agreements {
        let table = toml::to_string(agreement).map_err(|error| Error::Cannot(error.to_string()))?;
        settings += &format!("\n[[agreement]]\n{table}");
    }
    crosscut::write_whole(&study.folder().join("crosscut.toml"), settings.as_bytes())?;
    Ok(agreements.into_iter().map(|agreement| agreement.id).collect())
}

/// An agreement of a source, with what its variables say.
fn described(
    source: &Source,
    stem: &str,
    names: &BTreeMap<&str, &str>,
    report: &mut ImportReport,
) -> Agreement {
    let value = |wanted: &str| {
        let found = source.values.iter().find(|(guid, _)| names.get(guid.as_str()) == Some(&wanted));
        found.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    let id = value("crosscut id")
        .and_then(|id| AgreementId::new(&id).ok())
        .unwrap_or_else(|| AgreementId::slug(stem));
    let mut agreement = Agreement::named(id, value("title").unwrap_or_else(|| stripped(stem)));
    agreement.short = Some(stripped(stem)).filter(|short| *short != agreement.title);
    agreement.year = value("year").and_then(|year| year.parse().ok());
    agreement.body = value("body");
    agreement.group = value("group").and_then(|group| serde_json::from_value(group.into()).ok());
    agreement.binding = value("binding").and_then(|binding| binding.parse().ok());
    agreement.region = value("region");
    agreement.languages =
        value("languages").map(|all| all.split(',').map(str::to_owned).collect()).unwrap_or_default();
    agreement.url = value("url");
    let ours = |name: &str| VARIABLES.iter().any(|(known, _)| *known == name);
    for (guid, value) in &source.values {
        if let Some(name) = names.get(guid.as_str()).filter(|name| !ours(name)) {
            report.losses.push(format!("source “{}”: the variable {name} = {value}", source.name));
        }
    }
    agreement
}

/// Clauses that one user coded with one code at one time.
type Drafts = BTreeMap<(Option<String>, String, String), BTreeSet<usize>>;

struct Import<'p> {
    project: &'p Project,
    results: &'p Results,
    report: ImportReport,
    drafts: Drafts,
}

impl Import<'_> {
    fn source(&mut self, source: &Source, agreement: &AgreementId) {
        let own =
            self.results.clauses.iter().enumerate().filter(|(_, clause)| clause.agreement == *agreement);
        let letters = Letters::of(own);
        let points = Places::code_points(&source.text);
        let length = source.text.len().max(1) as f64;
        let mut done: BTreeSet<(String, Option<String>, usize)> = BTreeSet::new();
        for selection in &source.selections {
            let (start, end) = (points.byte(selection.start), points.byte(selection.end));
            let place =
                format!("source “{}”, characters {} to {}", source.name, selection.start, selection.end);
            let Some(quote) = cut(&source.text, start, end) else {
                self.report.losses.push(format!("{place}: outside of its text"));
                continue;
            };
            let clauses = letters.clauses(quote, start.unwrap_or_default() as f64 / length);
            let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
            let held: usize = clauses.iter().map(|&clause| words(&self.results.clauses[clause].text)).sum();
            self.report.widened += usize::from(held > words(quote));
            for coding in &selection.codings {
                self.coding(coding, &clauses, &place);
                done.extend(clauses.iter().map(|&clause| (coding.code.clone(), coding.user.clone(), clause)));
            }
        }
        for selection in source.pdf.iter().flat_map(|pdf| &pdf.selections) {
            let place = format!("source “{}”, page {}", source.name, selection.page + 1);
            let clauses = self.in_box(selection, agreement);
            for coding in &selection.codings {
                let is_new =
                    |clause: &&usize| !done.contains(&(coding.code.clone(), coding.user.clone(), **clause));
                let new: Vec<usize> = clauses.iter().filter(is_new).copied().collect();
                if !new.is_empty() || clauses.is_empty() {
                    self.coding(coding, &new, &place);
                }
            }
        }
    }

    /// The clauses with most of a box of theirs in a box.
    fn in_box(&self, selection: &BoxSelection, agreement: &AgreementId) -> Vec<usize> {
        let pages = self.results.documents.iter().filter(|report| report.agreement == *agreement);
        let page = u32::try_from(selection.page + 1).unwrap_or(u32::MAX);
        let height =
            pages.flat_map(|report| &report.pages).find(|info| info.number == page).map(|info| info.size.h);
        let Some(height) = height else { return Vec::new() };
        let (left, right) =
            (selection.first.0.min(selection.second.0), selection.first.0.max(selection.second.0));
        let (low, high) =
            (selection.first.1.min(selection.second.1), selection.first.1.max(selection.second.1));
        let inside = |clause: &Clause| {
            let mut boxes = clause.boxes.iter().filter(|place| place.page == page).peekable();
            boxes.peek().is_some()
                && boxes.all(|place| {
                    let (x, y) =
                        (place.rect.x + place.rect.w / 2.0, height - place.rect.y - place.rect.h / 2.0);
                    x >= left as f32 && x <= right as f32 && y >= low as f32 && y <= high as f32
                })
        };
        let all = self.results.clauses.iter().enumerate();
        all.filter(|(_, clause)| clause.agreement == *agreement && inside(clause))
            .map(|(place, _)| place)
            .collect()
    }

    fn coding(&mut self, coding: &Coding, clauses: &[usize], place: &str) {
        let codes = self.project.all_codes();
        let Some(code) = codes.iter().find(|code| code.guid == coding.code) else {
            self.report.losses.push(format!("{place}: coded with {}, a code that is not there", coding.code));
            return;
        };
        if clauses.is_empty() {
            self.report
                .losses
                .push(format!("{place}: coded “{}”, but its words are in no clause", code.name));
            return;
        }
        let user = match &coding.user {
            Some(user) if self.project.users.iter().any(|known| known.guid == *user) => user.clone(),
            Some(user) => {
                self.report
                    .losses
                    .push(format!("{place}: coded by {user}, a user who is not there: taken as unknown"));
                String::new()
            }
            None => String::new(),
        };
        self.report.codings += 1;
        self.drafts.entry((coding.at.clone(), user, coding.code.clone())).or_default().extend(clauses);
    }

    /// Appends a decision for each draft, in the order of time.
    fn decide(&mut self, file: &str, study: &Study) -> Result<()> {
        let elements = elements(self.project);
        let coders = coders(self.project);
        let folder = study.folder().join("decisions");
        let mut logs: BTreeMap<&Coder, (Log, Past)> = BTreeMap::new();
        let mut used = BTreeSet::new();
        let mut open = |coder: &'_ Coder| -> Result<(Log, Past)> {
            let past = Past::default();
            let log = Log::open_with(&folder, coder, Box::new(RealDisk), Box::new(past.clone()))?;
            Ok((log, past))
        };
        for ((at, user, code), clauses) in &self.drafts {
            let (coder, element) = (&coders[user.as_str()], &elements[code.as_str()]);
            let anchors =
                clauses.iter().filter_map(|&clause| Anchor::of(&self.results.clauses, clause)).collect();
            used.insert(element.id);
            let decision = Decision::Confirm {
                element: element.id,
                name: element.name.clone(),
                definition: element.definition.clone(),
                candidate: None,
                clauses: anchors,
            };
            if !logs.contains_key(coder) {
                logs.insert(coder, open(coder)?);
            }
            if let Some((log, past)) = logs.get_mut(coder) {
                past.set(at.as_deref(), &format!("{user} {code}"));
                log.append_because(&Seen::new(), None, decision, Some(&format!("imported from {file}")))?;
            }
        }
        self.report.elements = used.len();
        self.notes(&mut logs, &coders, &elements, &used, &mut open)?;
        // Whoever coded there has finished coding: nothing is left to hide.
        if logs.len() > 1 {
            for (coder, (log, past)) in &mut logs {
                past.set(None, coder.as_str());
                log.append(&Seen::new(), None, Decision::Finish)?;
            }
        }
        Ok(())
    }

    /// Notes on codes and on the project.
    fn notes<'c>(
        &mut self,
        logs: &mut BTreeMap<&'c Coder, (Log, Past)>,
        coders: &'c BTreeMap<&str, Coder>,
        elements: &BTreeMap<&str, Element>,
        used: &BTreeSet<ElementId>,
        open: &mut impl FnMut(&Coder) -> Result<(Log, Past)>,
    ) -> Result<()> {
        let project = self.project;
        let codes = project.all_codes();
        for note in &project.notes {
            let code = codes.iter().find(|code| code.note_refs.contains(&note.guid));
            let element =
                code.and_then(|code| elements.get(code.guid.as_str())).filter(|e| used.contains(&e.id));
            let about = match element {
                Some(element) => Target::Element(element.id),
                None => Target::Study,
            };
            let user = note.user.as_deref().filter(|user| coders.contains_key(user)).unwrap_or_default();
            let Some(coder) = coders.get(user) else { continue };
            if !logs.contains_key(coder) {
                logs.insert(coder, open(coder)?);
            }
            if let Some((log, past)) = logs.get_mut(coder) {
                past.set(note.at.as_deref(), &note.guid);
                log.append(&Seen::new(), None, Decision::Note { about, text: note.text.clone() })?;
            }
        }
        Ok(())
    }
}

/// What a code is called as an element.
struct Element {
    id: ElementId,
    name: String,
    definition: Option<String>,
}

/// Elements by the GUIDs of their codes, which they keep as their ids. Codes that share a name are told apart by what is
/// above them.
fn elements(project: &Project) -> BTreeMap<&str, Element> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    project.all_codes().iter().for_each(|code| *names.entry(code.name.to_lowercase()).or_default() += 1);
    let mut all = BTreeMap::new();
    for code in &project.codes {
        gather(code, "", &names, &mut all);
    }
    all
}

fn gather<'p>(
    code: &'p Code,
    above: &str,
    names: &BTreeMap<String, usize>,
    all: &mut BTreeMap<&'p str, Element>,
) {
    let path = if above.is_empty() { code.name.clone() } else { format!("{above} › {}", code.name) };
    let shared = names.get(&code.name.to_lowercase()).is_some_and(|count| *count > 1);
    let name = if shared { &path } else { &code.name };
    let name = if name.is_empty() { "a code without a name" } else { name };
    if let Ok(id) = serde_json::from_value::<ElementId>(code.guid.as_str().into()) {
        all.insert(&code.guid, Element { id, name: name.to_owned(), definition: code.description.clone() });
    }
    for below in &code.codes {
        gather(below, &path, names, all);
    }
}

/// Coders by the GUIDs of the users; who is not named is "unknown".
fn coders(project: &Project) -> BTreeMap<&str, Coder> {
    let mut taken = BTreeSet::new();
    let mut all = BTreeMap::new();
    for (guid, name) in
        project.users.iter().map(|user| (user.guid.as_str(), user.name.as_str())).chain([("", "unknown")])
    {
        let plain: String =
            stripped(name).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(56).collect();
        let plain = if plain.is_empty() { "unknown".to_owned() } else { plain };
        let names = std::iter::once(plain.clone()).chain((2_u32..).map(|nth| format!("{plain} {nth}")));
        // One file on most systems, whatever the capitals.
        let free = names.into_iter().find(|name| !taken.contains(&name.to_lowercase()));
        if let Some(coder) = free.and_then(|name| Coder::new(&name).ok()) {
            taken.insert(coder.as_str().to_lowercase());
            all.insert(guid, coder);
        }
    }
    all
}

/// A clock that shows the time of a coding, and draws what its name gives: the same project gives the same log.
#[derive(Clone, Default)]
struct Past {
    millis: Arc<AtomicU64>,
    drawn: Arc<AtomicU64>,
}

impl Past {
    fn set(&self, at: Option<&str>, salt: &str) {
        let time = at.and_then(|at| at.parse::<Timestamp>().ok());
        let millis = time.and_then(|time| u64::try_from(time.as_millisecond()).ok()).unwrap_or_default();
        self.millis.store(millis, Ordering::Relaxed);
        let hash = crosscut::sha256(format!("{} {salt}", self.drawn.load(Ordering::Relaxed)).as_bytes());
        let number = u64::from_str_radix(&hash[..16], 16).unwrap_or_default();
        self.drawn.store(number, Ordering::Relaxed);
    }
}

impl Clock for Past {
    fn millis(&self) -> u64 {
        self.millis.load(Ordering::Relaxed)
    }

    fn random(&mut self) -> std::io::Result<[u8; 10]> {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.drawn.load(Ordering::Relaxed).to_be_bytes());
        Ok(bytes)
    }
}
