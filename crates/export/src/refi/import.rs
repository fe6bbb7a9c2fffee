//! A study of a project: sources become documents, codes elements, codings decisions of their user at their time.

mod decide;
mod lost;

pub(super) use lost::lost;

use super::about::{VARIABLES, cited};
use super::codebook;
use super::guid;
use super::make::{OUTLIERS, SUGGESTED, TOOL};
use super::package::unpack;
use super::place::Letters;
use super::project::{BoxSelection, Code, Coding, Project, Source};
use super::read::{project as read_project, variable_names};
use crate::error::{Error, Result};
use crate::made::free;
use crate::save::is_free;
use crate::texts::{Places, cut};
use crosscut::decisions::{Anchor, Target};
use crosscut::export::Cites;
use crosscut::text::lexicon::invisible::stripped;
use crosscut::text::{AgreementId, Clause};
use crosscut::words::{counted, plural};
use crosscut::{Agreement, Results, RunOptions, Study};
use decide::Times;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
/// When the file is no such project or not safe to open, the folder holds a study or parts of one, or nothing can be written.
pub fn import_project(file: &str, bytes: &[u8], study: &Study) -> Result<ImportReport> {
    is_free(study.folder())?;
    let reading = read_project(file, &unpack(file, bytes)?)?;
    let mut project = reading.project;
    let outliers = taken_out(&mut project, |code| code.name == OUTLIERS || code.guid == guid(OUTLIERS));
    let suggested = taken_out(&mut project, |code| code.name == SUGGESTED || code.guid == guid("suggested"));
    let mut report = ImportReport {
        project: project.name.clone(),
        origin: project.origin.clone(),
        codes: project.all_codes().len(),
        losses: reading.losses,
        ..ImportReport::default()
    };
    report.losses.extend(codebook::lost_descriptions(&project));
    report.losses.extend(lost(&project));
    if project.sources.is_empty() && report.codes == 0 {
        let found = report.losses.iter().map(|loss| format!("; {loss}")).collect::<String>();
        let reason = format!("it holds no code and no text to read{found}");
        return Err(Error::Import { file: file.into(), reason });
    }
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
    // A person may have coded with what was only suggested.
    project.codes.extend(suggested);
    let mut import = Import {
        project: &project,
        results: &results,
        agreements: &agreements,
        outliers: outliers.into_iter().map(|code| code.guid).collect(),
        times: Times::of(&project),
        report,
        drafts: BTreeMap::new(),
        abouts: BTreeMap::new(),
        undecided: 0,
        recited: Vec::new(),
    };
    for (source, agreement) in project.sources.iter().zip(&agreements) {
        import.source(source, agreement);
    }
    import.report.losses.extend(recited(&import.recited));
    import.decide(file, study)?;
    // With the decisions in place, exports are made again.
    study.run(&[], &RunOptions::default(), &|_| ())?;
    Ok(import.report)
}

/// What to say of clauses that are cited otherwise than in the study that the project came from.
fn recited(recited: &[(String, String)]) -> Option<String> {
    let (was, now) = recited.first()?;
    let (clauses, are) = (counted(recited.len(), "clause"), plural(recited.len(), "is", "are"));
    Some(format!(
        "{clauses} {are} cited otherwise than in the project, whose texts were cut anew, and have pages only in a PDF \
         (`--sources both`): “{was}” is “{now}” here"
    ))
}

/// Takes codes of our own making out of a project: they are no elements.
fn taken_out(project: &mut Project, ours: impl Fn(&Code) -> bool) -> Vec<Code> {
    let (taken, left) = std::mem::take(&mut project.codes).into_iter().partition(ours);
    project.codes = left;
    taken
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
    let mut agreements: Vec<Agreement> = Vec::new();
    let mut agreement_of: Vec<AgreementId> = Vec::new();
    for source in &project.sources {
        // The text and the PDF of one document, as we write them, are one agreement: the PDF has its pages.
        let mut twins =
            project.sources.iter().enumerate().filter(|(_, other)| same_document(source, other, &names));
        let first = twins.next().map_or(agreement_of.len(), |(first, _)| first);
        if let Some(known) = agreement_of.get(first) {
            agreement_of.push(known.clone());
            continue;
        }
        let whole = twins.map(|(_, twin)| twin).find(|twin| twin.pdf.is_some()).unwrap_or(source);
        let (ending, bytes) = match (&whole.pdf, &whole.rich) {
            (Some(pdf), _) => ("pdf", pdf.bytes.as_slice()),
            (None, Some((path, bytes))) => {
                (path.rsplit_once('.').map_or("txt", |(_, ending)| ending), bytes.as_slice())
            }
            (None, None) => ("txt", whole.text.as_bytes()),
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
        agreement_of.push(agreement.id.clone());
        agreements.push(agreement);
    }
    linked(&mut agreements, report);
    let mut settings = String::from("version = 1\n");
    for agreement in &agreements {
        let table = toml::to_string(agreement).map_err(|error| Error::Cannot(error.to_string()))?;
        settings += &format!("\n[[agreement]]\n{table}");
    }
    crosscut::write_whole(&study.folder().join("crosscut.toml"), settings.as_bytes())?;
    Ok(agreement_of)
}

/// Translations and editions of what did not come along count alone.
fn linked(agreements: &mut [Agreement], report: &mut ImportReport) {
    let known: BTreeSet<AgreementId> = agreements.iter().map(|agreement| agreement.id.clone()).collect();
    for agreement in agreements {
        let id = agreement.id.clone();
        for (of, what) in
            [(&mut agreement.translation_of, "translation"), (&mut agreement.edition_of, "edition")]
        {
            if let Some(gone) = of.take_if(|of| !known.contains(of) || *of == id) {
                report.losses.push(format!("{id} is the {what} of {gone}, which is not in the project"));
            }
        }
        // A former id that is another agreement's here would give it the decisions of that one.
        agreement.formerly.retain(|former| !known.contains(former));
    }
}

/// Whether two sources of a project hold the same text of the same agreement of ours.
fn same_document(source: &Source, other: &Source, names: &BTreeMap<&str, &str>) -> bool {
    let id = |source: &Source| {
        let mut values = source.values.iter();
        let ours = values.find(|(guid, _)| names.get(guid.as_str()) == Some(&VARIABLES[0].0));
        ours.map(|(_, value)| value.trim().to_owned())
    };
    std::ptr::eq(source, other)
        || (id(source).is_some() && id(source) == id(other) && source.text == other.text)
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
    let short = value("short").unwrap_or_else(|| stripped(stem));
    agreement.short = Some(short).filter(|short| *short != agreement.title);
    let id_of = |name: &str| value(name).and_then(|id| AgreementId::new(&id).ok());
    (agreement.translation_of, agreement.edition_of) = (id_of("translation of"), id_of("edition of"));
    let former = value("formerly").unwrap_or_default();
    agreement.formerly = former.split(',').filter_map(|id| AgreementId::new(id.trim()).ok()).collect();
    agreement.stakeholders = value("stakeholders").and_then(|kind| serde_json::from_value(kind.into()).ok());
    agreement.in_force = value("in force").and_then(|is| is.parse().ok());
    agreement.url_checked = value("url checked").and_then(|is| is.parse().ok());
    agreement.url_checked_on = value("url checked on");
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

/// Clauses that one user coded with one code at one time, in milliseconds since 1970.
type Drafts = BTreeMap<(u64, String, String), BTreeSet<usize>>;

struct Import<'p> {
    project: &'p Project,
    results: &'p Results,
    /// The agreement of each source.
    agreements: &'p [AgreementId],
    /// Our code of clauses that were kept as outliers, by GUID.
    outliers: BTreeSet<String>,
    times: Times,
    report: ImportReport,
    drafts: Drafts,
    /// What notes of selections and sources are about.
    abouts: BTreeMap<String, Target>,
    /// Codings that this program only suggested.
    undecided: usize,
    /// How the study that the project came from cites clauses that are cited otherwise now.
    recited: Vec<(String, String)>,
}

impl Import<'_> {
    fn source(&mut self, source: &Source, agreement: &AgreementId) {
        let own =
            self.results.clauses.iter().enumerate().filter(|(_, clause)| clause.agreement == *agreement);
        let (letters, cites) = (Letters::of(own), Cites::new(self.results));
        let points = Places::code_points(&source.text);
        let length = source.text.len().max(1) as f64;
        let mut done: BTreeSet<(String, Option<String>, usize)> = BTreeSet::new();
        let about = |note: &String| (note.clone(), Target::Agreement(agreement.clone()));
        self.abouts.extend(source.note_refs.iter().map(about));
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
            let first = clauses.first().and_then(|&first| Anchor::of(&self.results.clauses, first));
            if let (Some(was), Some(&first)) = (&selection.cited, clauses.first()) {
                let now = cites.cite(&self.results.clauses[first].id).map(|citation| cited(&citation));
                self.recited.extend(now.filter(|now| now != was).map(|now| (was.clone(), now)));
            }
            if let Some(anchor) = first {
                let about = |note: &String| (note.clone(), Target::Clause(anchor.clone()));
                let of_codings = selection.codings.iter().flat_map(|coding| &coding.note_refs);
                self.abouts.extend(selection.note_refs.iter().chain(of_codings).map(about));
            }
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
        let by = self.project.users.iter().find(|user| Some(&user.guid) == coding.user.as_ref());
        if by.is_some_and(|user| user.name == TOOL) {
            self.undecided += 1;
            return;
        }
        let codes = self.project.all_codes();
        let known = codes.iter().find(|code| code.guid == coding.code).map(|code| code.name.as_str());
        let Some(name) = known.or(self.outliers.contains(&coding.code).then_some(OUTLIERS)) else {
            self.report.losses.push(format!("{place}: coded with {}, a code that is not there", coding.code));
            return;
        };
        if clauses.is_empty() {
            self.report.losses.push(format!("{place}: coded “{name}”, but its words are in no clause"));
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
        let millis = self.times.of_entry(coding.at.as_deref());
        self.drafts.entry((millis, user, coding.code.clone())).or_default().extend(clauses);
    }
}
