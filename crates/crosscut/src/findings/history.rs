//! What was decided, in sentences that people read.

use super::Findings;
use super::names::Names;
use crate::Results;
use crate::words::{alike, counted};
use crosscut_decisions::{
    Anchor, Coder, Decision, ElementId, Event, EventId, Ordered, Settlement, Target, Timestamp, Why,
};
use crosscut_text::AgreementId;
use serde::Serialize;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a text that a sentence quotes.
const QUOTED: usize = 80;

/// One event of the history.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Entry {
    /// The event; undoing it takes back all that the sentence says.
    pub event: EventId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Coder,
    /// The type of the decision, as in the log.
    pub kind: &'static str,
    /// What was done, without who and when: "renamed “Incidents” to “Incident reporting”".
    pub text: String,
    /// Why, in the coder's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The elements that it is about, by the ids under which they live on.
    pub elements: Vec<ElementId>,
    /// The event that took it back, where one did and was not undone: undo that one to redo this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undone: Option<EventId>,
    /// It is an undo of an undo: it brought a decision back.
    #[serde(skip)]
    pub redoes: bool,
    /// Why it changes nothing at present, where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_effect: Option<Why>,
    /// What was decided at once, one by one; itself where it is one decision.
    #[serde(skip)]
    pub parts: Vec<Part>,
}

/// One of the decisions of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The type of the decision, as in the log.
    pub kind: &'static str,
    /// What was done, as in [`Entry::text`].
    pub text: String,
    /// Why, where the decision says it by itself: a rejection does.
    pub reason: Option<String>,
    /// The elements that it is about.
    pub elements: Vec<ElementId>,
}

impl Findings {
    /// The events behind the state as sentences, the last one first. Elements carry the name that they had at the time.
    pub fn history(&self, events: &[Event]) -> Vec<Entry> {
        history(events, self)
    }

    /// One event as a sentence, as [`Findings::history`] has it, without the sentences of all others.
    pub fn said(&self, events: &[Event], event: EventId) -> Option<String> {
        let of = |id: EventId| events.iter().find(|known| known.id == id);
        let undone = |id: EventId| match of(id)?.decision {
            Decision::Undo { of } => Some(of),
            _ => None,
        };
        let wanted: BTreeSet<EventId> =
            std::iter::successors(Some(event), |id| undone(*id)).take(events.len()).collect();
        let ordered = Ordered::new(events);
        let mut teller = Teller::new(self.results());
        let (mut told, mut before) = (Told::new(), BTreeSet::new());
        for &event in ordered.events() {
            if wanted.contains(&event.id) {
                teller.say(event, &mut told);
            } else if let Decision::Undo { of } = event.decision {
                if before.contains(&of) {
                    teller.names.undo(of, event);
                }
            } else {
                event.decision.parts().iter().for_each(|part| teller.hear(event, part));
            }
            before.insert(event.id);
        }
        told.remove(&event).map(|(_, text, _)| text)
    }
}

/// Events that were told: by whom, what, and what each undoes.
type Told = BTreeMap<EventId, (Coder, String, Option<EventId>)>;

fn history(events: &[Event], findings: &Findings) -> Vec<Entry> {
    let state = findings.state();
    let ordered = Ordered::new(events);
    let mut teller = Teller::new(findings.results());
    let mut told = Told::new();
    let inert: BTreeMap<EventId, Why> = state.inert.iter().map(|inert| (inert.event, inert.why)).collect();
    let mut entries = Vec::with_capacity(ordered.events().len());
    let homes = |decision: &Decision| -> Vec<ElementId> {
        let ids = decision.elements().into_iter();
        let homes: BTreeSet<ElementId> =
            ids.map(|id| state.home(id).map_or(id, |element| element.id)).collect();
        homes.into_iter().collect()
    };
    for &event in ordered.events() {
        let texts = teller.say(event, &mut told);
        let text = told.get(&event.id).map(|(_, text, _)| text.clone()).unwrap_or_default();
        let parts = event.decision.parts().iter().zip(texts);
        let parts = parts.map(|(part, text)| Part {
            kind: part.name(),
            text,
            reason: reason(part),
            elements: homes(part),
        });
        let parts: Vec<Part> = parts.collect();
        entries.push(Entry {
            event: event.id,
            at: event.at,
            by: event.by.clone(),
            kind: event.decision.name(),
            text,
            because: event.because.clone(),
            elements: homes(&event.decision),
            redoes: is_redo(&told, event),
            undone: ordered.undone_by(event.id),
            without_effect: inert.get(&event.id).copied(),
            parts,
        });
    }
    entries.reverse();
    entries
}

/// Decisions that were made at once, the first of them.
fn at_once(told: &[String]) -> String {
    let more = told.len().saturating_sub(3);
    let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("{} decisions at once: {}{rest}", told.len(), told[..told.len().min(3)].join("; "))
}

/// Why a decision was made, where it says so itself.
fn reason(decision: &Decision) -> Option<String> {
    let Decision::Reject { reason, comment, .. } = decision else { return None };
    let comment = comment.as_ref().map(|text| format!(": {text}")).unwrap_or_default();
    Some(format!("{}{comment}", reason.words()))
}

/// Whether an event took back an undo.
fn is_redo(told: &Told, event: &Event) -> bool {
    let Decision::Undo { of } = event.decision else { return false };
    told.get(&of).is_some_and(|(.., undoes)| undoes.is_some_and(|first| told.contains_key(&first)))
}

/// What an undo did: took a decision back, or brought one back.
fn undo(of: EventId, told: &Told) -> String {
    match told.get(&of) {
        None => "undid a decision that is not here (yet)".into(),
        Some((_, _, Some(first))) if told.contains_key(first) => {
            let (by, text, _) = &told[first];
            format!("redid {by}’s decision: {text}")
        }
        Some((by, text, _)) => format!("undid {by}’s decision: {text}"),
    }
}

/// Puts decisions into words.
struct Teller<'a> {
    shorts: BTreeMap<&'a AgreementId, &'a str>,
    results: &'a Results,
    /// The labels of candidates, by their ids, once one is asked for.
    labels: OnceCell<BTreeMap<&'a str, &'a str>>,
    names: Names<'a>,
}

impl<'a> Teller<'a> {
    fn new(results: &'a Results) -> Self {
        let agreements = results.agreements.iter();
        Self {
            shorts: agreements.map(|agreement| (&agreement.id, agreement.short())).collect(),
            results,
            labels: OnceCell::new(),
            names: Names::default(),
        }
    }

    fn label(&self, candidate: &str) -> Option<&'a str> {
        let all =
            || self.results.candidates.iter().map(|one| (one.id.as_str(), one.label.as_str())).collect();
        self.labels.get_or_init(all).get(candidate).copied()
    }

    /// Puts an event into words, and keeps them for the undos that follow.
    /// What was decided at once is given one by one.
    fn say(&mut self, event: &'a Event, told: &mut Told) -> Vec<String> {
        let texts: Vec<String> = match &event.decision {
            Decision::Undo { of } => {
                if told.contains_key(of) {
                    self.names.undo(*of, event);
                }
                vec![undo(*of, told)]
            }
            decision => decision.parts().iter().map(|part| self.tell(event, part)).collect(),
        };
        let together = matches!(event.decision, Decision::Together { .. });
        let text = if together { at_once(&texts) } else { texts.concat() };
        let undoes = if let Decision::Undo { of } = event.decision { Some(of) } else { None };
        told.insert(event.id, (event.by.clone(), text, undoes));
        texts
    }

    /// Heeds the name that a decision gives, without a word.
    fn hear(&mut self, at: &'a Event, decision: &Decision) {
        match decision {
            // A confirmation names an element that has no name yet.
            Decision::Confirm { element, .. } if self.names.standing(*element, at).is_some() => {}
            Decision::Confirm { element, name, .. }
            | Decision::Rename { element, name }
            | Decision::Split { element, name, .. }
            | Decision::Resolve { element, settle: Settlement::Name { name } } => {
                self.names.give(*element, at, name);
            }
            _ => {}
        }
    }

    fn tell(&mut self, at: &'a Event, decision: &Decision) -> String {
        match decision {
            Decision::Confirm { element, name, clauses, .. } => match self.names.standing(*element, at) {
                Some(known) => format!("confirmed {} for “{known}”", self.clauses(clauses)),
                None => {
                    self.names.give(*element, at, name);
                    format!("confirmed “{name}” with {}", self.clauses(clauses))
                }
            },
            Decision::Rename { element, name } => {
                let text = format!("renamed {} to “{name}”", self.name(at, *element));
                self.names.give(*element, at, name);
                text
            }
            Decision::Define { element, definition } => {
                format!("defined {} as “{}”", self.name(at, *element), quoted(definition))
            }
            Decision::Reject { clauses, reason, comment, candidate } => {
                let comment = comment.as_ref().map(|text| format!(" (“{}”)", quoted(text)));
                let (what, comment) =
                    (self.offered(clauses, candidate.as_deref()), comment.unwrap_or_default());
                format!("rejected {what}: {}{comment}", reason.words())
            }
            Decision::Defer { clauses, candidate } => {
                format!("postponed {}", self.offered(clauses, candidate.as_deref()))
            }
            Decision::Substance { clauses, candidate } => {
                format!("called {} substance, not form", self.offered(clauses, candidate.as_deref()))
            }
            Decision::Add { element, clauses } => {
                format!("added {} to {}", self.clauses(clauses), self.name(at, *element))
            }
            Decision::Remove { element, clauses } => {
                format!("removed {} from {}", self.clauses(clauses), self.name(at, *element))
            }
            Decision::Move { from, to, clauses } => {
                let (from, to) = (self.name(at, *from), self.name(at, *to));
                format!("moved {} from {from} to {to}", self.clauses(clauses))
            }
            Decision::Merge { into, from } => {
                let from: Vec<String> = from.iter().map(|id| self.name(at, *id)).collect();
                format!("merged {} into {}", from.join(", "), self.name(at, *into))
            }
            Decision::Split { from, element, name, clauses } => {
                self.names.give(*element, at, name);
                format!("split “{name}” off {}: {}", self.name(at, *from), self.clauses(clauses))
            }
            Decision::Absent { element, agreement, clauses, .. } => {
                let looked = match clauses.len() {
                    0 => String::new(),
                    _ => format!(" after checking {}", self.clauses(clauses)),
                };
                format!("found {} absent from {}{looked}", self.name(at, *element), self.short(agreement))
            }
            other => self.tell_more(at, other),
        }
    }

    fn tell_more(&mut self, at: &'a Event, decision: &Decision) -> String {
        match decision {
            Decision::Outlier { clause, keep } => {
                let worth = if *keep { "worth reporting" } else { "not worth reporting" };
                format!("judged the outlier {} {worth}", self.place(clause))
            }
            Decision::Correct { clause, recognised, correct, .. } if recognised == correct => {
                format!("found “{recognised}” rightly recognised in {}", self.place(clause))
            }
            Decision::Correct { clause, recognised, correct, .. } => {
                format!("corrected “{recognised}” to “{correct}” in {}", self.place(clause))
            }
            Decision::Note { about, text } => format!("noted {}: “{}”", self.target(at, about), quoted(text)),
            Decision::Resolve { element, settle } => {
                let name = self.name(at, *element);
                match settle {
                    Settlement::Clause { clause, belongs } => {
                        let does = if *belongs { "belongs" } else { "does not belong" };
                        format!("settled that {} {does} to {name}", self.place(clause))
                    }
                    Settlement::Name { name: new } => {
                        self.names.give(*element, at, new);
                        format!("settled that {name} is called “{new}”")
                    }
                    Settlement::Definition { definition } => {
                        format!("settled that {name} means “{}”", quoted(definition))
                    }
                    Settlement::Absence { agreement, absent } => {
                        let is = if *absent { "is absent from" } else { "is not absent from" };
                        format!("settled that {name} {is} {}", self.short(agreement))
                    }
                    Settlement::Two { other } => {
                        format!("settled that {name} and {} are two elements", self.name(at, *other))
                    }
                    Settlement::Element { keep: true } => format!("settled that {name} is kept"),
                    Settlement::Element { keep: false } => format!("settled that {name} is no element"),
                }
            }
            Decision::Sample { seed, cells, .. } => {
                format!("drew a random sample of {} (seed {seed})", counted(cells.len(), "empty cell"))
            }
            Decision::Finish => "finished coding".into(),
            Decision::Reanchor { from, to, score } => {
                format!("re-anchored {} to {} ({})", self.place(from), self.place(to), alike(*score))
            }
            Decision::Together { decisions } => {
                at_once(&decisions.iter().map(|part| self.tell(at, part)).collect::<Vec<_>>())
            }
            // The others are told above.
            other => other.name().to_owned(),
        }
    }

    /// The name of an element when something was decided on it.
    fn name(&self, at: &Event, element: ElementId) -> String {
        let name = self.names.then(element, at);
        name.map_or_else(|| "an element that is not here (yet)".into(), |name| format!("“{name}”"))
    }

    fn short(&self, agreement: &AgreementId) -> String {
        self.shorts.get(agreement).map_or_else(|| agreement.to_string(), |short| (*short).to_owned())
    }

    /// Where a clause is, for people.
    fn place(&self, anchor: &Anchor) -> String {
        format!("{} of {}", anchor.locator, self.short(&anchor.agreement))
    }

    fn clauses(&self, anchors: &[Anchor]) -> String {
        let agreements: BTreeSet<&AgreementId> = anchors.iter().map(|anchor| &anchor.agreement).collect();
        match (anchors, agreements.len()) {
            ([], _) => "no clause".into(),
            ([one], _) => self.place(one),
            (many, 1) => format!("{} clauses of {}", many.len(), self.short(&many[0].agreement)),
            (many, agreements) => format!("{} clauses of {agreements} agreements", many.len()),
        }
    }

    /// A candidate by its name, or by how it begins where it is not proposed any more; and its clauses.
    fn offered(&self, clauses: &[Anchor], candidate: Option<&str>) -> String {
        let first = || clauses.first().map(|clause| quoted(&clause.quote));
        let label = candidate.and_then(|id| self.label(id).map(ToOwned::to_owned).or_else(first));
        match label {
            Some(label) => format!("“{label}” with {}", self.clauses(clauses)),
            None => self.clauses(clauses),
        }
    }

    fn target(&self, at: &Event, target: &Target) -> String {
        match target {
            Target::Element(element) => format!("on {}", self.name(at, *element)),
            Target::Clause(clause) => format!("on {}", self.place(clause)),
            Target::Candidate(id) => match self.label(id.as_str()) {
                Some(label) => format!("on “{label}”"),
                None => format!("on candidate {id}"),
            },
            Target::Agreement(id) => format!("on {}", self.short(id)),
            Target::Study => "on the study".into(),
        }
    }
}

/// The start of a text.
fn quoted(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(QUOTED).collect();
    if chars.next().is_some() { format!("{}…", start.trim_end()) } else { start }
}

#[cfg(test)]
#[path = "history_tests.rs"]
mod tests;
