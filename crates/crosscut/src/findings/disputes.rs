//! What coders differ about: in sentences, by the names of people, elements and clauses; and which clauses and cells it is.

use super::Findings;
use crate::words::{counted, plural};
use crosscut_decisions::{
    Anchor, ClauseKey, Coder, Conflict, Element, ElementId, EventId, Finder, State, one_line,
};
use crosscut_text::{AgreementId, ClauseId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A conflict, and what it is about in one sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dispute {
    /// Who differs about what, by their names.
    pub text: String,
    /// The conflict.
    #[serde(flatten)]
    pub conflict: Conflict,
}

/// Of each element the agreements of which coders differ whether they have it, with the clauses that it is about, as they
/// were judged.
pub(super) fn contested<'s>(
    state: &'s State,
    finder: &Finder<'_>,
) -> BTreeMap<ElementId, BTreeMap<AgreementId, Vec<&'s Anchor>>> {
    let now = |agreement: &AgreementId| finder.index().now(agreement).clone();
    let belonging = |id: &ElementId| state.elements.get(id).into_iter().flat_map(Element::belonging);
    let belonging = |id: &ElementId| belonging(id).map(|member| &member.anchor);
    let mut contested: BTreeMap<ElementId, BTreeMap<AgreementId, Vec<&Anchor>>> = BTreeMap::new();
    for conflict in &state.conflicts {
        match conflict {
            Conflict::Clause { element, clause, .. } => {
                let cells = contested.entry(*element).or_default();
                cells.entry(now(&clause.agreement)).or_default().push(clause);
            }
            Conflict::Absence { element, agreement, .. } => {
                let agreement = now(agreement);
                let here = belonging(element).filter(|anchor| now(&anchor.agreement) == agreement).collect();
                contested.entry(*element).or_default().insert(agreement, here);
            }
            Conflict::Rejected { element, event } => {
                let set = state.rejected.iter().find(|set| set.event == *event);
                let rejected: BTreeSet<ClauseKey> =
                    set.into_iter().flat_map(|set| &set.clauses).map(Anchor::key).collect();
                let cells = contested.entry(*element).or_default();
                for anchor in belonging(element).filter(|anchor| rejected.contains(&anchor.key())) {
                    cells.entry(now(&anchor.agreement)).or_default().push(anchor);
                }
            }
            _ => {}
        }
    }
    contested
}

impl Findings {
    /// Clauses of elements of which coders differ whether they belong, by the ids that they have now.
    pub fn disputed(&self) -> BTreeSet<(ElementId, ClauseId)> {
        let (finder, clauses) = (self.finder(), &self.results().clauses);
        let now = |anchor: &Anchor| finder.find(anchor).likely().map(|place| clauses[place].id.clone());
        let contested = contested(self.state(), &finder).into_iter();
        let all = contested.flat_map(|(element, cells)| {
            cells.into_values().flatten().filter_map(now).map(move |clause| (element, clause))
        });
        all.collect()
    }

    /// What coders call an element, or say that it means, in ignorance of each other, and that there is another of its name:
    /// the sentences of what is not settled.
    pub fn unsettled_words(&self, element: ElementId) -> Vec<String> {
        let of = |conflict: &&Conflict| match conflict {
            Conflict::Name { element: of, .. } | Conflict::Definition { element: of, .. } => *of == element,
            Conflict::Alike { elements: [a, b] } => (*a == element || *b == element) && self.one_name(*a, *b),
            _ => false,
        };
        self.state().conflicts.iter().filter(of).map(|conflict| self.tell(conflict)).collect()
    }

    /// The conflicts of the state, each with its sentence.
    pub fn disputes(&self) -> Vec<Dispute> {
        let told = |conflict: &Conflict| Dispute { text: self.tell(conflict), conflict: conflict.clone() };
        self.state().conflicts.iter().map(told).collect()
    }

    fn tell(&self, conflict: &Conflict) -> String {
        match conflict {
            Conflict::Clause { element, clause, yes, no } => format!(
                "{}: does {} belong? {}: yes. {}: no",
                self.named(*element),
                self.place(clause),
                people(yes),
                people(no)
            ),
            Conflict::Name { element, names } => {
                format!("{}: what is it called? {}", self.named(*element), said(names))
            }
            Conflict::Definition { element, definitions } => {
                format!("{}: what does it mean? {}", self.named(*element), said(definitions))
            }
            Conflict::Absence { element, agreement, absent, present } => format!(
                "{}: does {} have it? {}: no. {}: yes",
                self.named(*element),
                self.short(agreement),
                people(absent),
                people(present)
            ),
            Conflict::Rejected { element, event } => self.tell_rejected(*element, *event),
            Conflict::Gone { name, by, worked, events, .. } => {
                let (who, count) = (people(worked), events.len());
                let (lost, has) = (counted(count, "decision"), plural(count, "has", "have"));
                format!(
                    "“{name}”: {by} took it away while {who} worked on it; {lost} by {who} {has} no effect"
                )
            }
            Conflict::Alike { elements: [a, b] } => self.tell_alike(*a, *b),
            Conflict::Outlier { clause, yes, no } => format!(
                "{}: is it worth reporting alone? {}: yes. {}: no",
                self.place(clause),
                people(yes),
                people(no)
            ),
            Conflict::Anchor { clause, to } => {
                let sides: Vec<String> = to.iter().map(|(by, at)| format!("{by}: {at}")).collect();
                format!("{}: where is it now? {}", self.place(clause), sides.join(". "))
            }
            Conflict::Fork { coder, seq } => {
                format!(
                    "{coder} worked on two copies of the study from decision {seq} on; all decisions count"
                )
            }
        }
    }

    fn tell_rejected(&self, element: ElementId, event: EventId) -> String {
        let set = self.state().rejected.iter().find(|set| set.event == event);
        let by = set.map_or_else(|| "somebody".to_owned(), |set| set.by.to_string());
        let confirmed = self.state().elements.get(&element).map(|element| &element.by);
        let confirmed = confirmed.map_or_else(|| "somebody".to_owned(), Coder::to_string);
        let why = set.map(|set| format!(" ({})", set.reason.words())).unwrap_or_default();
        let name = self.named(element);
        match by == confirmed {
            true => format!("{name}: {by} confirmed it and rejected it{why}"),
            false => format!("{name}: {confirmed} confirmed it, {by} rejected it{why}"),
        }
    }

    fn tell_alike(&self, a: ElementId, b: ElementId) -> String {
        let by = |id| self.state().elements.get(&id).map_or("somebody", |one| one.by.as_str());
        if self.one_name(a, b) {
            let (name, one, other) = (self.named(a), by(a), by(b));
            return format!(
                "two elements are called {name}, one made by {one}, one by {other}: one element or two?"
            );
        }
        format!("{} and {} share most of their clauses: one element or two?", self.named(a), self.named(b))
    }

    /// Whether two elements have one name.
    pub fn one_name(&self, a: ElementId, b: ElementId) -> bool {
        let name = |id| self.state().elements.get(&id).map(|element| one_line(&element.name).to_lowercase());
        name(a).is_some() && name(a) == name(b)
    }

    fn named(&self, element: ElementId) -> String {
        self.state().home(element).map_or_else(|| "an element".to_owned(), |e| format!("“{}”", e.name))
    }

    fn short(&self, agreement: &AgreementId) -> String {
        let now = self.finder().index().now(agreement).clone();
        let known = self.results().agreements.iter().find(|known| known.id == now);
        known.map_or_else(|| agreement.to_string(), |known| known.short().to_owned())
    }

    fn place(&self, clause: &Anchor) -> String {
        format!("{} of {}", clause.locator, self.short(&clause.agreement))
    }
}

/// "Ana: “Reports”. Ben: “Notices”"; one who worked on two copies said two things: "Ana: “Reports”, and “Notices” on
/// another copy".
fn said(sides: &BTreeMap<Coder, BTreeSet<String>>) -> String {
    let one = |(by, texts): (&Coder, &BTreeSet<String>)| {
        let quoted: Vec<String> = texts.iter().map(|text| format!("“{text}”")).collect();
        match quoted.as_slice() {
            [first, others @ ..] if !others.is_empty() => {
                format!("{by}: {first}, and {} on another copy", others.join(" and "))
            }
            _ => format!("{by}: {}", quoted.join("")),
        }
    };
    sides.iter().map(one).collect::<Vec<_>>().join(". ")
}

/// "Ana and Ben".
fn people(coders: &BTreeSet<Coder>) -> String {
    let names: Vec<&str> = coders.iter().map(Coder::as_str).collect();
    names.join(" and ")
}
