//! A project of a study.

use super::about::{VARIABLES, cited, line, values};
use super::guid;
use super::project::{
    BoxSelection, Code, Coding, Note, Pdf, Project, Selection, Set, Source, User, Variable,
};
use crate::Material;
use crate::error::Result;
use crate::made::{Options, Sources};
use crate::texts::{Places, Text};
use crate::xml::allowed;
use crosscut::decisions::{Anchor, Coder, Decision, ElementId, Event, Ordered, Target, Timestamp};
use crosscut::export::Cites;
use crosscut::matrix::{CellState, Row, RowKind};
use crosscut::text::lexicon::invisible::stripped;
use crosscut::text::{AgreementId, Clause, ClauseId};
use crosscut::{Agreement, Group};
use std::collections::BTreeMap;

/// Who suggests.
pub(super) const TOOL: &str = "Crosscut (suggestion)";

/// Above the codes of what is only suggested.
pub(super) const SUGGESTED: &str = "Suggested, not decided";

/// The code of clauses that were kept as outliers.
pub(super) const OUTLIERS: &str = "Outlier: found in one agreement only";

/// How the names of sets of agreements begin.
pub(super) const OF_GROUP: &str = "Agreements: ";
/// The variable that holds the id of an agreement.
pub(super) const ID_VARIABLE: &str = "variable crosscut id";

/// The name of notes that say where an element was looked for in vain, and how they begin.
pub(super) const ABSENT: &str = "Not found in";
pub(super) const LOOKED_FOR: &str = "Looked for and not found in: ";
/// The same, where the text was changed since.
const LOOKED_FOR_EARLIER: &str = "Looked for and not found in an earlier edition of: ";

/// The name of notes that hold a confirmed clause which the texts do not hold any more.
const LOST: &str = "Confirmed in a text that is not there any more";

/// Characters of a selection's name.
const NAME: usize = 60;

/// The codes of a study without anything that is coded.
pub(super) fn codes_alone(material: &Material, options: &Options) -> Project {
    let mut project = Project { origin: line(&material.meta().version), ..Project::default() };
    project.codes = codes(material, options);
    let confirmed: Vec<String> = material.matrix().elements().filter_map(code_guid).collect();
    if !confirmed.is_empty() {
        project.sets.push(Set {
            guid: guid("set confirmed"),
            name: "Confirmed elements".into(),
            description: Some(material.about(super::CODEBOOK_WITHOUT).iter().map(told).collect()),
            codes: confirmed,
            sources: Vec::new(),
        });
    }
    project
}

fn told((name, value): &(String, String)) -> String {
    format!("{}: {}\n", line(name), line(value))
}

fn code_guid(row: &Row) -> Option<String> {
    row.element().map(|element| element.to_string())
}

fn codes(material: &Material, options: &Options) -> Vec<Code> {
    let code = |row: &Row| Code {
        guid: code_guid(row).unwrap_or_default(),
        name: line(&row.name),
        codable: true,
        description: row.definition.as_deref().map(stripped),
        ..Code::default()
    };
    let mut codes: Vec<Code> = material.matrix().elements().map(code).collect();
    if options.suggestions {
        let below = suggested(material).map(|row| Code {
            guid: suggestion_guid(row),
            name: line(&row.name),
            codable: true,
            ..Code::default()
        });
        let below: Vec<Code> = below.collect();
        if !below.is_empty() {
            let parent =
                Code { guid: guid("suggested"), name: SUGGESTED.into(), codes: below, ..Code::default() };
            codes.push(parent);
        }
    }
    codes
}

/// The rows with something that is only suggested.
fn suggested(material: &Material) -> impl Iterator<Item = &Row> {
    material
        .matrix()
        .rows
        .iter()
        .filter(|row| row.suggested > 0 || row.cells.iter().any(|c| !c.suggested.is_empty()))
}

fn suggestion_guid(row: &Row) -> String {
    match &row.kind {
        RowKind::Element { id, .. } => guid(&format!("suggested for {id}")),
        RowKind::Candidate { id, .. } => guid(&format!("candidate {id}")),
    }
}

/// The whole project.
pub(super) fn project(material: &Material, options: &Options) -> Result<Project> {
    let outliers = outlier_guid(material);
    let maker = Maker { material, options, codings: codings(material, options, &outliers) };
    let mut project = codes_alone(material, options);
    // A project says itself what it leaves out.
    project.sets.iter_mut().for_each(|set| set.description = None);
    project.name = line(&material.meta().study);
    project.description = Some(material.about(super::PROJECT_WITHOUT).iter().map(told).collect());
    project.at = material.events().iter().map(|event| event.at).max().map(|at| at.to_string());
    if maker.codings.values().flatten().any(|draft| draft.code == outliers) {
        let name = OUTLIERS.to_owned();
        project.codes.push(Code { guid: outliers, name, codable: true, ..Code::default() });
    }
    project.variables = VARIABLES
        .iter()
        .map(|(name, kind)| Variable {
            guid: guid(&format!("variable {name}")),
            name: (*name).into(),
            kind: *kind,
        })
        .collect();
    for text in material.texts()? {
        project.sources.extend(maker.sources(&text)?);
    }
    maker.notes(&mut project);
    maker.users(&mut project);
    maker.sets(&mut project);
    Ok(project)
}

/// The GUID of the code for outliers. An element may have the usual one, in a study of a project in which the code was
/// taken for an element.
fn outlier_guid(material: &Material) -> String {
    let usual = guid(OUTLIERS);
    let taken = material.matrix().elements().filter_map(code_guid).any(|element| element == usual);
    if taken { guid(&format!("{OUTLIERS} of the study")) } else { usual }
}

/// The events that were not undone, cause before effect.
fn standing(material: &Material) -> Vec<&Event> {
    Ordered::new(material.events()).in_effect().collect()
}

/// The last event with a decision that says so.
fn last<'e>(standing: &[&'e Event], says: impl Fn(&Decision) -> bool) -> Option<&'e Event> {
    standing.iter().rev().find(|event| event.decision.parts().iter().any(&says)).copied()
}

/// Whether two anchors are of one clause, under its id or by its text.
fn is_same(one: &Anchor, other: &Anchor) -> bool {
    one.clause == other.clause || one.hash == other.hash
}

/// A coding before it has a selection.
struct Draft {
    code: String,
    user: String,
    at: Option<String>,
}

/// What each clause is coded with.
fn codings(material: &Material, options: &Options, outliers: &str) -> BTreeMap<ClauseId, Vec<Draft>> {
    let mut all: BTreeMap<ClauseId, Vec<Draft>> = BTreeMap::new();
    let clauses: BTreeMap<&ClauseId, &Clause> =
        material.results().clauses.iter().map(|clause| (&clause.id, clause)).collect();
    for row in &material.matrix().rows {
        if let RowKind::Element { id, by, at, .. } = &row.kind {
            for clause in row.cells.iter().flat_map(|cell| &cell.confirmed).filter_map(|id| clauses.get(id)) {
                let mut coders = material.judgements().on(*id, clause).coders;
                if coders.is_empty() {
                    coders.insert(by.clone(), *at);
                }
                let drafts = coders.into_iter().map(|(coder, at)| Draft {
                    code: id.to_string(),
                    user: coder.to_string(),
                    at: Some(at.to_string()),
                });
                all.entry(clause.id.clone()).or_default().extend(drafts);
            }
        }
        if options.suggestions {
            for clause in row.cells.iter().flat_map(|cell| &cell.suggested) {
                let draft = Draft { code: suggestion_guid(row), user: TOOL.into(), at: None };
                all.entry(clause.clone()).or_default().push(draft);
            }
        }
    }
    let standing = standing(material);
    for verdict in &material.state().outliers {
        let anchor = &verdict.anchor;
        let keeps = |part: &Decision| matches!(part, Decision::Outlier { clause, keep: true } if is_same(clause, anchor));
        let at = |coder: &Coder| {
            let own: Vec<&Event> = standing.iter().copied().filter(|event| event.by == *coder).collect();
            last(&own, keeps).map(|event| event.at.to_string())
        };
        let keepers = verdict.verdicts.iter().filter(|(_, keep)| **keep).map(|(coder, _)| coder);
        let kept = material.matrix().outliers.get(&anchor.clause) == Some(&true);
        for coder in keepers.filter(|_| kept && clauses.contains_key(&anchor.clause)) {
            let draft = Draft { code: outliers.to_owned(), user: coder.to_string(), at: at(coder) };
            all.entry(anchor.clause.clone()).or_default().push(draft);
        }
    }
    all
}

fn user_guid(name: &str) -> String {
    guid(&format!("user {name}"))
}

fn source_guid(text: &Text<'_>, pdf: bool) -> String {
    let file = text.report.map_or("clauses", |report| report.source.file.as_str());
    guid(&format!("source {} {file} {}", text.agreement, if pdf { "pdf" } else { "text" }))
}

struct Maker<'m> {
    material: &'m Material,
    options: &'m Options,
    codings: BTreeMap<ClauseId, Vec<Draft>>,
}

impl Maker<'_> {
    fn sources(&self, text: &Text<'_>) -> Result<Vec<Source>> {
        let agreements = &self.material.results().agreements;
        let agreement = agreements.iter().find(|agreement| agreement.id == *text.agreement);
        let file =
            text.report.map(|report| &report.source).filter(|source| source.media_type == "application/pdf");
        let mut sources = Vec::new();
        let pdf = file.filter(|_| self.options.sources != Sources::Text).zip(self.material.study.as_ref());
        let pdf = pdf.map(|(source, study)| study.source(&source.file)).transpose()?;
        if pdf.is_none() || self.options.sources == Sources::Both {
            sources.push(self.source(text, agreement, None));
        }
        if let Some(bytes) = pdf {
            sources.push(self.source(text, agreement, Some(bytes)));
        }
        Ok(sources)
    }

    fn source(&self, text: &Text<'_>, agreement: Option<&Agreement>, pdf: Option<Vec<u8>>) -> Source {
        let id = source_guid(text, pdf.is_some());
        let points = Places::code_points(&text.text);
        let mut source = Source {
            name: agreement.map_or_else(|| text.agreement.to_string(), |agreement| line(agreement.short())),
            // Each character that XML cannot hold is one other character: places stay.
            text: allowed(&text.text),
            values: agreement.map(|agreement| values(agreement, text)).unwrap_or_default(),
            ..Source::default()
        };
        if pdf.is_some() && self.options.sources == Sources::Both {
            source.name += " (PDF)";
        }
        let (mut boxes, cites) = (Vec::new(), Cites::new(self.material.results()));
        for (clause, range) in &text.clauses {
            let Some(drafts) = self.codings.get(&clause.id) else { continue };
            let name: String =
                line(&format!("{}: {}", clause.locator, clause.text)).chars().take(NAME).collect();
            source.selections.push(Selection {
                guid: guid(&format!("selection {id} {}", clause.id)),
                name: name.clone(),
                cited: cites.cite(&clause.id).map(|citation| cited(&citation)),
                start: points.before(range.start),
                end: points.before(range.end),
                codings: made(drafts, &format!("{id} {}", clause.id)),
                note_refs: Vec::new(),
            });
            if pdf.is_some() {
                boxes.extend(self.boxes(clause, text, &id, &name, drafts));
            }
        }
        source.pdf = pdf.map(|bytes| Pdf { bytes, selections: boxes });
        source.guid = id;
        source
    }

    /// A clause's box on each of its pages.
    fn boxes(
        &self,
        clause: &Clause,
        text: &Text<'_>,
        id: &str,
        name: &str,
        drafts: &[Draft],
    ) -> Vec<BoxSelection> {
        let pages = text.report.map(|report| report.pages.as_slice()).unwrap_or_default();
        let on_page = |number: &u32| {
            let mut rects = clause.boxes.iter().filter(|place| place.page == *number).map(|place| place.rect);
            let first = rects.next()?;
            let rect = rects.fold(first, |all, rect| all.union(rect));
            let height = pages.iter().find(|page| page.number == *number).map(|page| page.size.h)?;
            let salt = format!("{id} {} page {number}", clause.id);
            Some(BoxSelection {
                guid: guid(&format!("box {salt}")),
                name: name.to_owned(),
                page: number.checked_sub(1)? as usize,
                first: (rect.x.floor() as i64, (height - rect.y).ceil() as i64),
                second: (rect.right().ceil() as i64, (height - rect.bottom()).floor() as i64),
                codings: made(drafts, &salt),
            })
        };
        clause.pages.iter().filter_map(on_page).collect()
    }

    fn notes(&self, project: &mut Project) {
        for kept in &self.material.state().notes {
            let id = guid(&format!("note {}", kept.event));
            let note = Note {
                guid: id.clone(),
                name: line(&kept.text).chars().take(NAME).collect(),
                user: Some(user_guid(kept.by.as_str())),
                at: Some(kept.at.to_string()),
                text: stripped(&kept.text),
            };
            project.notes.push(note);
            let element = |of: ElementId| self.material.state().home(of).map(|home| home.id.to_string());
            let place = match &kept.about {
                Target::Element(of) => element(*of).and_then(|of| code_mut(project, &of)),
                Target::Clause(anchor) => selection_mut(project, &anchor.clause),
                Target::Agreement(agreement) => self.source_mut(project, agreement),
                Target::Candidate(_) | Target::Study => None,
            };
            match place {
                Some(references) => references.push(id),
                None => project.note_refs.push(id),
            }
        }
        self.absences(project);
        self.lost(project);
    }

    /// Where each element was looked for in vain, by whom and when.
    fn absences(&self, project: &mut Project) {
        for row in self.material.matrix().elements() {
            let Some(element) = row.element().and_then(|id| self.material.state().elements.get(&id)) else {
                continue;
            };
            let mut found: BTreeMap<(Coder, bool), (Timestamp, Vec<String>)> = BTreeMap::new();
            for (cell, column) in row.cells.iter().zip(&self.material.matrix().columns) {
                let finding = self.material.findings().absence(element.id, column);
                let Some(finding) = finding.filter(|_| cell.checked) else { continue };
                // What was found in an earlier edition must not come back as a finding about this one.
                let earlier = cell.state == CellState::CheckedEarlier;
                for (of, by) in finding.said_of {
                    let agreement = self.material.results().agreements.iter().find(|known| known.id == of);
                    let name = line(agreement.map_or(&column.short, |agreement| agreement.short()));
                    // Two agreements may have one name.
                    let name = format!("“{name}” [{of}]");
                    for coder in by {
                        let (at, names) = found.entry((coder, earlier)).or_insert((finding.at, Vec::new()));
                        *at = finding.at.max(*at);
                        names.push(name.clone());
                    }
                }
            }
            for ((coder, earlier), (at, names)) in found {
                let (kind, begin) =
                    if earlier { ("absent earlier", LOOKED_FOR_EARLIER) } else { ("absent", LOOKED_FOR) };
                let id = guid(&format!("{kind} {} {coder}", element.id));
                let text = format!("{begin}{}.", names.join("; "));
                let by = (Some(user_guid(coder.as_str())), Some(at.to_string()));
                note_on(project, &element.id.to_string(), (id, ABSENT, text), by);
            }
        }
    }

    /// Confirmed clauses that no text holds any more, in their own words.
    fn lost(&self, project: &mut Project) {
        let standing = standing(self.material);
        for lost in &self.material.matrix().lost {
            let anchor = &lost.anchor;
            let is_home = |element: &ElementId| {
                self.material.state().home(*element).is_some_and(|home| home.id == lost.element)
            };
            let by = last(&standing, |part| match part {
                Decision::Confirm { element, clauses, .. }
                | Decision::Add { element, clauses }
                | Decision::Split { element, clauses, .. }
                | Decision::Move { to: element, clauses, .. } => {
                    is_home(element) && clauses.iter().any(|clause| is_same(clause, anchor))
                }
                _ => false,
            });
            let text = format!("{}: “{}” ({})", anchor.clause, stripped(&anchor.quote), lost.said());
            let id = guid(&format!("lost {} {}", lost.element, anchor.clause));
            let by = (by.map(|event| user_guid(event.by.as_str())), by.map(|event| event.at.to_string()));
            note_on(project, &lost.element.to_string(), (id, LOST, text), by);
        }
    }

    fn source_mut<'p>(
        &self,
        project: &'p mut Project,
        agreement: &AgreementId,
    ) -> Option<&'p mut Vec<String>> {
        let variable = guid(ID_VARIABLE);
        let value = (variable, agreement.to_string());
        project.sources.iter_mut().find(|s| s.values.contains(&value)).map(|source| &mut source.note_refs)
    }

    fn users(&self, project: &mut Project) {
        let coders = self.material.events().iter().map(|event| event.by.clone());
        let notes = self.material.state().notes.iter().map(|note| note.by.clone());
        let mut names: Vec<String> = coders.chain(notes).map(|coder: Coder| coder.to_string()).collect();
        let used = self.codings.values().flatten().map(|draft| draft.user.clone());
        names.extend(used);
        names.sort();
        names.dedup();
        project.users = names.into_iter().map(|name| User { guid: user_guid(&name), name }).collect();
    }

    /// The agreements by who adopted them.
    fn sets(&self, project: &mut Project) {
        let mut groups: BTreeMap<Group, Vec<String>> = BTreeMap::new();
        let variable = guid(ID_VARIABLE);
        for source in &project.sources {
            let id = source.values.iter().find(|(guid, _)| *guid == variable).map(|(_, id)| id.as_str());
            let agreement = self.material.results().agreements.iter().find(|a| Some(a.id.as_str()) == id);
            if let Some(group) = agreement.and_then(|agreement| agreement.group) {
                groups.entry(group).or_default().push(source.guid.clone());
            }
        }
        project.sets.extend(groups.into_iter().map(|(group, sources)| Set {
            guid: guid(&format!("set {}", group.name())),
            name: format!("{OF_GROUP}{}", group.name()),
            sources,
            ..Set::default()
        }));
    }
}

fn made(drafts: &[Draft], salt: &str) -> Vec<Coding> {
    let coding = |draft: &Draft| Coding {
        guid: guid(&format!("coding {salt} {} {}", draft.code, draft.user)),
        user: Some(user_guid(&draft.user)),
        at: draft.at.clone(),
        code: draft.code.clone(),
        note_refs: Vec::new(),
    };
    drafts.iter().map(coding).collect()
}

/// Adds a note (GUID, name, text) of somebody at some time to a code.
fn note_on(
    project: &mut Project,
    code: &str,
    (guid, name, text): (String, &str, String),
    (user, at): (Option<String>, Option<String>),
) {
    let Some(references) = code_mut(project, code) else { return };
    references.push(guid.clone());
    project.notes.push(Note { guid, name: name.into(), user, at, text });
}

fn code_mut<'p>(project: &'p mut Project, guid: &str) -> Option<&'p mut Vec<String>> {
    project.codes.iter_mut().find(|code| code.guid == guid).map(|code| &mut code.note_refs)
}

fn selection_mut<'p>(project: &'p mut Project, clause: &ClauseId) -> Option<&'p mut Vec<String>> {
    let all = project.sources.iter_mut().find_map(|source| {
        let id = guid(&format!("selection {} {clause}", source.guid));
        source.selections.iter_mut().find(|selection| selection.guid == id)
    });
    all.map(|selection| &mut selection.note_refs)
}
