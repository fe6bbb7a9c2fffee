//! The decisions of a project: each of its user at its time, in that order.

use super::Import;
use crate::error::Result;
use crate::refi::codebook::NAMELESS;
use crate::refi::guid;
use crate::refi::make::{ABSENT, ID_VARIABLE, LOOKED_FOR};
use crate::refi::project::{Code, Note, Project};
use crosscut::decisions::{
    Anchor, Clock, Coder, Decision, ElementId, Log, RealDisk, Seen, State, SystemClock, Target, Timestamp,
};
use crosscut::text::AgreementId;
use crosscut::text::lexicon::invisible::stripped;
use crosscut::words::counted;
use crosscut::{Choice, Findings, Study, sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// When what has no time, or none that can be read, is taken to have happened.
pub(super) struct Times {
    otherwise: u64,
    /// What that time is.
    is: &'static str,
    /// How many entries got it, and the first time that could not be read.
    lacking: usize,
    odd: Option<String>,
}

impl Times {
    /// What the project says of itself counts before its last coding or note; where nothing has a time, it is now.
    pub(super) fn of(project: &Project) -> Self {
        let selections = project.sources.iter().flat_map(|source| {
            let boxes = source.pdf.iter().flat_map(|pdf| &pdf.selections).map(|selection| &selection.codings);
            source.selections.iter().map(|selection| &selection.codings).chain(boxes)
        });
        let codings = selections.flatten().map(|coding| &coding.at);
        let known = codings.chain(project.notes.iter().map(|note| &note.at));
        let last = known.filter_map(|at| millis(at.as_deref()?)).max();
        let (otherwise, is) = match (millis(project.at.as_deref().unwrap_or_default()), last) {
            (Some(own), _) => (own, "the project’s own"),
            (None, Some(last)) => (last, "the last one of the project"),
            (None, None) => (SystemClock.millis(), "today’s"),
        };
        Self { otherwise, is, lacking: 0, odd: None }
    }

    /// The time of a coding or a note.
    pub(super) fn of_entry(&mut self, at: Option<&str>) -> u64 {
        let at = at.unwrap_or_default();
        millis(at).unwrap_or_else(|| {
            self.lacking += 1;
            self.odd = self.odd.take().or_else(|| Some(at.to_owned()).filter(|at| !at.is_empty()));
            self.otherwise
        })
    }

    /// What to say of entries that got another time than theirs.
    fn loss(&self) -> Option<String> {
        let millis = i64::try_from(self.otherwise).ok()?;
        let date = Timestamp::from_millisecond(millis).ok()?.to_string();
        let odd = self.odd.as_ref().map(|odd| format!(", such as “{}”", stripped(odd))).unwrap_or_default();
        (self.lacking > 0).then(|| {
            let times = counted(self.lacking, "time");
            format!("{times} of codings and notes, missing or unreadable{odd}: dated {date}, {}", self.is)
        })
    }
}

/// A time as milliseconds since 1970; where it names no zone, it is taken as UTC.
fn millis(at: &str) -> Option<u64> {
    let time: Timestamp = at.trim().parse().or_else(|_| format!("{}Z", at.trim()).parse()).ok()?;
    u64::try_from(time.as_millisecond()).ok().filter(|millis| *millis > 0)
}

/// A decision that is to be appended.
struct Planned {
    millis: u64,
    /// The GUID of its user.
    user: String,
    /// What makes its id another one than those of the same time.
    salt: String,
    decision: Decision,
    coded: bool,
}

impl Import<'_> {
    /// Appends all decisions, in the order of time.
    pub(super) fn decide(&mut self, file: &str, study: &Study) -> Result<()> {
        let elements = elements(self.project);
        let coders = coders(self.project);
        let mut planned = self.confirmed(&elements);
        planned.extend(self.notes(&elements, &coders));
        planned.sort_by_key(|planned| planned.millis);
        let folder = study.folder().join("decisions");
        let mut logs: BTreeMap<&Coder, (Log, Past, u64)> = BTreeMap::new();
        let mut made: BTreeMap<ElementId, Seen> = BTreeMap::new();
        for Planned { millis, user, salt, decision, coded } in planned {
            let Some(coder) = coders.get(user.as_str()) else { continue };
            if !logs.contains_key(coder) {
                let past = Past::default();
                let log = Log::open_with(&folder, coder, Box::new(RealDisk), Box::new(past.clone()))?;
                logs.insert(coder, (log, past, millis));
            }
            if let Some((log, past, last)) = logs.get_mut(coder) {
                past.set(millis, &salt);
                *last = millis;
                let because = coded.then(|| format!("imported from {file}"));
                // Coders are taken to have judged apart; but who misses an element knows that it is there.
                let seen = match &decision {
                    Decision::Absent { element, .. } => made.get(element).cloned().unwrap_or_default(),
                    _ => Seen::new(),
                };
                let event = log.append_because(&seen, None, decision, because.as_deref())?;
                if let Decision::Confirm { element, .. } = event.decision {
                    made.entry(element).or_default().insert(coder.clone(), event.seq);
                }
            }
        }
        // Whoever coded there has finished coding: nothing is left to hide.
        if logs.len() > 1 {
            for (coder, (log, past, last)) in &mut logs {
                past.set(*last + 1, coder.as_str());
                log.append(&Seen::new(), None, Decision::Finish)?;
            }
        }
        if self.undecided > 0 {
            let codings = counted(self.undecided, "coding");
            self.report.losses.push(format!("{codings} that Crosscut only suggested: nobody decided them"));
        }
        self.report.losses.extend(self.times.loss());
        Ok(())
    }

    /// A decision for each draft.
    fn confirmed(&mut self, elements: &BTreeMap<&str, Element>) -> Vec<Planned> {
        let mut planned = Vec::new();
        let mut used = BTreeSet::new();
        for ((millis, user, code), clauses) in &self.drafts {
            let anchors: Vec<Anchor> =
                clauses.iter().filter_map(|&clause| Anchor::of(&self.results.clauses, clause)).collect();
            let decisions = match elements.get(code.as_str()) {
                Some(element) => {
                    used.insert(element.id);
                    vec![Decision::Confirm {
                        element: element.id,
                        name: element.name.clone(),
                        definition: element.definition.clone(),
                        candidate: None,
                        clauses: anchors,
                    }]
                }
                None => anchors.into_iter().map(|clause| Decision::Outlier { clause, keep: true }).collect(),
            };
            planned.extend(decisions.into_iter().map(|decision| Planned {
                millis: *millis,
                user: user.clone(),
                salt: format!("{user} {code}"),
                decision,
                coded: true,
            }));
        }
        self.report.elements = used.len();
        planned
    }

    /// Notes, and the findings of absence among them.
    fn notes(&mut self, elements: &BTreeMap<&str, Element>, coders: &BTreeMap<&str, Coder>) -> Vec<Planned> {
        let project = self.project;
        let codes = project.all_codes();
        let mut planned = Vec::new();
        let findings = Findings::new(self.results.clone(), State::default());
        let choice = Choice::new(&findings);
        for note in &project.notes {
            let code = codes.iter().find(|code| code.note_refs.contains(&note.guid));
            let coded =
                |guid: &str| self.drafts.keys().filter(|(_, _, code)| code == guid).map(|key| key.0).min();
            let element =
                code.and_then(|code| Some((elements.get(code.guid.as_str())?.id, coded(&code.guid)?)));
            let user = note.user.as_deref().filter(|user| coders.contains_key(user)).unwrap_or_default();
            let mut add = |millis: u64, decision: Decision| {
                let salt = format!("{} {}", note.guid, planned.len());
                planned.push(Planned { millis, user: user.to_owned(), salt, decision, coded: false });
            };
            let millis = self.times.of_entry(note.at.as_deref());
            let absent = self.absent(note);
            if absent.is_none() && note.name == ABSENT && note.text.trim().starts_with(LOOKED_FOR) {
                self.report.losses.push(format!(
                    "a finding “{ABSENT}” names what is no source of the project: it is kept as a note: {}",
                    stripped(note.text.trim())
                ));
            }
            match (element, absent) {
                (Some((element, since)), Some(agreements)) => {
                    for agreement in agreements {
                        let decision = choice.absence(element, agreement, Vec::new());
                        // An element must be there before it can be absent somewhere.
                        add(millis.max(since + 1), decision);
                    }
                }
                (element, _) => {
                    let own = self.abouts.get(&note.guid).cloned();
                    let about = element.map(|(element, _)| Target::Element(element)).or(own);
                    let about = about.unwrap_or(Target::Study);
                    add(millis, Decision::Note { about, text: note.text.clone() });
                }
            }
        }
        planned
    }

    /// The agreements in which an element was not found, as our own notes list them.
    fn absent(&self, note: &Note) -> Option<Vec<AgreementId>> {
        let names = note.text.trim().strip_prefix(LOOKED_FOR)?.strip_suffix('.')?;
        let variable = guid(ID_VARIABLE);
        let named = |(name, id): (&str, Option<&str>)| {
            let sources = &self.project.sources;
            let has_id =
                |id: &str| sources.iter().position(|s| s.values.contains(&(variable.clone(), id.into())));
            let at = id.and_then(has_id).or_else(|| sources.iter().position(|source| source.name == name))?;
            self.agreements.get(at).cloned()
        };
        let all: Option<Vec<AgreementId>> = listed(names)?.into_iter().map(named).collect();
        all.filter(|_| note.name == ABSENT)
    }
}

/// The names and ids of a list: “Accord; first” [accord]; “Pact” [pact]. Earlier versions wrote names alone.
fn listed(names: &str) -> Option<Vec<(&str, Option<&str>)>> {
    if !names.starts_with('“') {
        return Some(names.split("; ").map(|name| (name, None)).collect());
    }
    let mut all = Vec::new();
    let mut rest = names;
    while !rest.is_empty() {
        let (name, after) = rest.strip_prefix('“')?.split_once("” [")?;
        let (id, after) = match after.split_once("]; “") {
            Some((id, _)) => (id, &after[id.len() + "]; ".len()..]),
            None => (after.strip_suffix(']')?, ""),
        };
        all.push((name, Some(id)));
        rest = after;
    }
    Some(all)
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
    let name = if name.trim().is_empty() { NAMELESS } else { name };
    if let Ok(id) = serde_json::from_value::<ElementId>(code.guid.as_str().into()) {
        let element = Element { id, name: name.to_owned(), definition: code.description.clone() };
        all.entry(code.guid.as_str()).or_insert(element);
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
    fn set(&self, millis: u64, salt: &str) {
        self.millis.store(millis, Ordering::Relaxed);
        let hash = sha256(format!("{} {salt}", self.drawn.load(Ordering::Relaxed)).as_bytes());
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
