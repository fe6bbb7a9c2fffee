//! Who confirmed which clause for an element, and when.

use crosscut_decisions::{
    Anchor, Coder, Decision, ElementId, Event, Ordered, Settlement, State, Target, Timestamp, text_hash,
};
use crosscut_text::Clause;
use std::collections::BTreeMap;

/// The verdicts behind the confirmed clauses of a study, looked up by element and clause.
#[derive(Clone, Debug, Default)]
pub struct Judgements {
    /// By element, and by the clause's id or the hash of its text.
    verdicts: BTreeMap<(ElementId, String), BTreeMap<Coder, Timestamp>>,
    notes: BTreeMap<String, Vec<String>>,
}

/// Who confirmed a clause, when last, and what was noted about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// The coders, each with the time of the last verdict.
    pub coders: BTreeMap<Coder, Timestamp>,
    /// Notes on the clause, in the order in which they were made.
    pub notes: Vec<String>,
}

impl Judgements {
    /// Gathers the verdicts of events that stand.
    pub fn of(state: &State, events: &[Event]) -> Self {
        let ordered = Ordered::new(events);
        let mut judgements = Self::default();
        for event in ordered.events().iter().filter(|event| ordered.undone_by(event.id).is_none()) {
            for part in event.decision.parts() {
                if let Decision::Reanchor { from, to, .. } = part {
                    judgements.move_to(from, to, event);
                }
                let Some((element, yes)) = confirmed(part) else { continue };
                let home = state.home(element).map_or(element, |element| element.id);
                for anchor in yes {
                    for key in [anchor.clause.to_string(), anchor.hash.clone()] {
                        let coders = judgements.verdicts.entry((home, key)).or_default();
                        coders.insert(event.by.clone(), event.at);
                    }
                }
            }
        }
        for note in &state.notes {
            if let Target::Clause(anchor) = &note.about {
                for key in [anchor.clause.to_string(), anchor.hash.clone()] {
                    judgements.notes.entry(key).or_default().push(format!("{}: {}", note.by, note.text));
                }
            }
        }
        judgements
    }

    /// Verdicts on a clause that somebody found again elsewhere, or in other words, are that person's as well.
    fn move_to(&mut self, from: &Anchor, to: &Anchor, event: &Event) {
        let of = |(_, key): &(ElementId, String)| *key == from.hash || *key == from.clause.as_str();
        let found: Vec<(ElementId, BTreeMap<Coder, Timestamp>)> = self
            .verdicts
            .iter()
            .filter(|(key, _)| of(key))
            .map(|((element, _), coders)| (*element, coders.clone()))
            .collect();
        for (element, coders) in found {
            for key in [to.clause.to_string(), to.hash.clone()] {
                let all = self.verdicts.entry((element, key)).or_default();
                all.extend(coders.clone());
                all.insert(event.by.clone(), event.at);
            }
        }
    }

    /// The verdicts on a clause as it stood when it was judged.
    pub(crate) fn behind(&self, element: ElementId, anchor: &Anchor) -> Judged {
        let by = |key: &str| self.verdicts.get(&(element, key.to_owned()));
        let verdicts = by(&anchor.hash).or_else(|| by(anchor.clause.as_str()));
        judged(verdicts, self.notes.get(&anchor.hash).or_else(|| self.notes.get(anchor.clause.as_str())))
    }

    /// The verdicts on a clause, found by its id or, where it has another by now, by its text.
    pub fn on(&self, element: ElementId, clause: &Clause) -> Judged {
        let verdicts = self.verdicts.get(&(element, clause.id.to_string()));
        let notes = self.notes.get(clause.id.as_str());
        if (verdicts.is_some() && notes.is_some()) || self.verdicts.is_empty() {
            return judged(verdicts, notes);
        }
        let hash = text_hash(&clause.text);
        judged(
            verdicts.or_else(|| self.verdicts.get(&(element, hash.clone()))),
            notes.or(self.notes.get(&hash)),
        )
    }
}

fn judged(verdicts: Option<&BTreeMap<Coder, Timestamp>>, notes: Option<&Vec<String>>) -> Judged {
    Judged { coders: verdicts.cloned().unwrap_or_default(), notes: notes.cloned().unwrap_or_default() }
}

/// The element and the clauses that a decision says belong to it.
fn confirmed(decision: &Decision) -> Option<(ElementId, &[Anchor])> {
    match decision {
        Decision::Confirm { element, clauses, .. }
        | Decision::Add { element, clauses }
        | Decision::Split { element, clauses, .. }
        | Decision::Move { to: element, clauses, .. } => Some((*element, clauses)),
        Decision::Resolve { element, settle: Settlement::Clause { clause, belongs: true } } => {
            Some((*element, std::slice::from_ref(clause)))
        }
        _ => None,
    }
}
