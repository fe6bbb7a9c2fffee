//! What all decisions together say.

mod elements;

pub use elements::Elements;

use super::{Anchor, ClauseKey, Coder, Drawn, ElementId, EventId, Reason, Seen, Stratum, Target};
use crosscut_text::{AgreementId, ClauseId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The state that follows from a set of events. Derived: it can be thrown away and folded again.
///
/// ```
/// use crosscut_decisions::{State, read_folder};
/// # fn main() -> Result<(), crosscut_decisions::LogError> {
/// let (events, problems) = read_folder("decisions".as_ref())?;
/// let state = State::fold(&events);
/// assert!(state.elements.is_empty() && problems.is_empty(), "there is no such folder");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The elements, merged ones not among them.
    pub elements: Elements,
    /// Sets of clauses that are no element, in the order of the decisions.
    pub rejected: Vec<Rejected>,
    /// Sets of clauses to decide on later.
    pub deferred: Vec<Deferred>,
    /// Sets of clauses that were set aside as form and are substance.
    #[serde(default)]
    pub substance: Vec<Deferred>,
    /// Verdicts on outliers, by clause.
    pub outliers: Vec<OutlierVerdict>,
    /// Words that were recognised wrongly and what the page says there, by clause.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Notes that were not undone.
    pub notes: Vec<KeptNote>,
    /// Samples of empty cells, in the order of the draws.
    #[serde(default)]
    pub samples: Vec<Sample>,
    /// Coders who said that they have judged all that they mean to judge.
    #[serde(default)]
    pub finished: BTreeMap<Coder, Finished>,
    /// Where coders differ without having known of each other.
    pub conflicts: Vec<Conflict>,
    /// Events that change nothing at present, and why.
    pub inert: Vec<Inert>,
    /// Last event of each coder; what the next event has seen.
    pub seen: Seen,
}

/// Empty cells that were drawn at random.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The draw.
    pub event: EventId,
    /// Who drew.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// Which draw it is.
    pub seed: u64,
    /// The cells, in the order of the draw.
    pub cells: Vec<Drawn>,
    /// What it was drawn from.
    pub from: Vec<Stratum>,
}

/// A coder has judged all that they mean to judge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finished {
    /// The event that says so; undo it to go back to work.
    pub event: EventId,
    /// When.
    pub at: Timestamp,
}

/// An element: a row of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Element {
    /// Its id.
    pub id: ElementId,
    /// Its name.
    pub name: String,
    /// What it means.
    pub definition: Option<String>,
    /// The candidate that it came from.
    pub candidate: Option<String>,
    /// Every clause that anyone judged for it, by id; see [`Membership::belongs`].
    pub members: Vec<Membership>,
    /// Agreements that were checked and do not have it.
    pub absent: BTreeMap<AgreementId, AbsentFinding>,
    /// Elements that were merged into it.
    pub merged: BTreeSet<ElementId>,
    /// When it was first confirmed, and by whom.
    pub at: Timestamp,
    /// Who first confirmed it.
    pub by: Coder,
    /// The events that shaped it, cause before effect. The last one is its version.
    pub history: Vec<EventId>,
}

/// A clause judged for an element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Membership {
    /// The clause as it stood when it was judged last.
    pub anchor: Anchor,
    /// Whether it belongs. Where coders differ it does, until that is resolved.
    pub belongs: bool,
    /// Coders differ without having known of each other.
    pub contested: bool,
    /// Last verdict of each coder.
    pub verdicts: BTreeMap<Coder, bool>,
}

/// Someone looked and did not find an element in an agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AbsentFinding {
    /// When.
    pub at: Timestamp,
    /// Who looked.
    pub by: BTreeSet<Coder>,
    /// The texts that were looked through, by their [`wording_hash`](crate::wording_hash); none where it was not noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texts: Option<BTreeSet<String>>,
}

/// A set of clauses that is no element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rejected {
    /// The decision.
    pub event: EventId,
    /// Who.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// The set.
    pub clauses: Vec<Anchor>,
    /// Why.
    pub reason: Reason,
    /// More words.
    pub comment: Option<String>,
}

/// A set of clauses to decide on, later or after all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deferred {
    /// The decision.
    pub event: EventId,
    /// Who.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// The set.
    pub clauses: Vec<Anchor>,
}

/// What was said about a commitment found in one agreement only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutlierVerdict {
    /// The clause.
    pub anchor: Anchor,
    /// Whether to report it. Where coders differ it is kept, until one decides again.
    pub keep: bool,
    /// Last verdict of each coder.
    pub verdicts: BTreeMap<Coder, bool>,
}

/// Words of a clause as they were recognised, and what its page says there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Correction {
    /// The clause as it stood when it was corrected first.
    pub anchor: Anchor,
    /// The words as they were recognised.
    pub recognised: String,
    /// Which of several such words in the clause, from 1.
    pub nth: u32,
    /// What the page says: of several that did not know of each other, the same one on every machine.
    pub correct: String,
    /// What each coder read there who did not know of the others.
    pub by: BTreeMap<Coder, String>,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptNote {
    /// The event.
    pub event: EventId,
    /// Who.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// What about.
    pub about: Target,
    /// The note.
    pub text: String,
}

/// Decisions that contradict each other, made independently.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "on", rename_all = "kebab-case")]
pub enum Conflict {
    /// Whether a clause belongs to an element.
    Clause {
        /// The element.
        element: ElementId,
        /// The clause.
        clause: Anchor,
        /// Who says that it does.
        yes: BTreeSet<Coder>,
        /// Who says that it does not.
        no: BTreeSet<Coder>,
    },
    /// What an element is called.
    Name {
        /// The element.
        element: ElementId,
        /// Each coder's name for it; several where one coder worked on two copies of the study.
        names: BTreeMap<Coder, BTreeSet<String>>,
    },
    /// What an element means.
    Definition {
        /// The element.
        element: ElementId,
        /// Each coder's definition; several where one coder worked on two copies of the study.
        definitions: BTreeMap<Coder, BTreeSet<String>>,
    },
    /// An agreement was found to lack an element of which it has a clause.
    Absence {
        /// The element.
        element: ElementId,
        /// The agreement.
        agreement: AgreementId,
        /// Who found it absent.
        absent: BTreeSet<Coder>,
        /// Who found a clause.
        present: BTreeSet<Coder>,
    },
    /// An element was taken away, and somebody who did not know it worked on it.
    Gone {
        /// The element.
        element: ElementId,
        /// Its name.
        name: String,
        /// The undo or the settlement that took it away.
        event: EventId,
        /// Who took it away.
        by: Coder,
        /// Who worked on it.
        worked: BTreeSet<Coder>,
        /// Their decisions, which are without effect as long as it is away.
        events: Vec<EventId>,
    },
    /// A set was rejected and is confirmed.
    Rejected {
        /// The element.
        element: ElementId,
        /// The rejection.
        event: EventId,
    },
    /// Elements made apart from each other share most of their clauses: perhaps to be merged.
    Alike {
        /// Both elements.
        elements: [ElementId; 2],
    },
    /// Whether a clause that is in one agreement only is worth reporting.
    Outlier {
        /// The clause.
        clause: Anchor,
        /// Who says that it is.
        yes: BTreeSet<Coder>,
        /// Who says that it is not.
        no: BTreeSet<Coder>,
    },
    /// A clause was said to be in different places now.
    Anchor {
        /// The clause as it was judged.
        clause: Anchor,
        /// Where each coder says that it is.
        to: BTreeMap<Coder, ClauseId>,
    },
    /// A coder's log was continued in two places (two machines, or a restored copy), and the coder has not decided
    /// anything since both came together. Every event counts.
    Fork {
        /// The coder.
        coder: Coder,
        /// First number that two events share.
        seq: u64,
    },
}

/// An event that changes nothing at present.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inert {
    /// The event.
    pub event: EventId,
    /// Why.
    pub why: Why,
}

/// Why an event changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It was undone, by this event.
    Undone(EventId),
    /// It speaks of an element that is not there (not yet merged in, or its confirmation was undone).
    NoElement,
    /// It undoes an event that is not there (not yet merged in).
    NoEvent,
    /// It merges an element with itself.
    Itself,
    /// Its element was merged into another by somebody who did not know it, and nothing of it is carried over.
    Merged,
    /// What it put off was decided.
    Decided,
}

impl State {
    /// The element of an id, or the one that it was merged into.
    pub fn home(&self, id: ElementId) -> Option<&Element> {
        self.elements.get(&id).or_else(|| self.elements.values().find(|element| element.merged.contains(&id)))
    }

    /// The elements by name, as people look for them.
    pub fn by_name(&self) -> Vec<&Element> {
        let mut elements: Vec<&Element> = self.elements.values().collect();
        elements.sort_by_cached_key(|element| (element.name.to_lowercase(), element.id));
        elements
    }

    /// Elements of which somebody confirmed a clause; the others are only looked for as yet.
    pub fn found(&self) -> usize {
        self.elements.values().filter(|element| element.belonging().next().is_some()).count()
    }

    /// Every clause that a judgement is about, as it was then.
    pub fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        let members = self.elements.values().flat_map(|element| &element.members).map(|m| &m.anchor);
        members.chain(self.anchors_of_sets())
    }

    /// The same, of judgements that are not about an element: rejected and deferred sets, outliers, corrections.
    pub fn anchors_of_sets(&self) -> impl Iterator<Item = &Anchor> {
        let rejected = self.rejected.iter().flat_map(|set| &set.clauses);
        let deferred = self.deferred.iter().flat_map(|set| &set.clauses);
        let outliers = self.outliers.iter().map(|verdict| &verdict.anchor);
        let substance = self.substance.iter().flat_map(|set| &set.clauses);
        let corrections = self.corrections.iter().map(|correction| &correction.anchor);
        rejected.chain(deferred).chain(substance).chain(outliers).chain(corrections)
    }

    /// Where the coders' last verdicts differ, knowingly or not, and nobody resolved it: the disagreement list.
    pub fn disagreements(&self) -> Vec<(ElementId, &Membership)> {
        let all = self.elements.values().flat_map(|element| element.members.iter().map(|m| (element.id, m)));
        all.filter(|(_, member)| {
            let yes = member.verdicts.values().filter(|yes| **yes).count();
            yes > 0 && yes < member.verdicts.len()
        })
        .collect()
    }
}

impl Element {
    /// The clauses that belong.
    pub fn belonging(&self) -> impl Iterator<Item = &Membership> {
        self.members.iter().filter(|member| member.belongs)
    }

    /// The clauses that were judged not to belong.
    pub fn removed(&self) -> impl Iterator<Item = &Membership> {
        self.members.iter().filter(|member| !member.belongs)
    }

    /// Whether two versions of an element have the same name, definition, clauses and absences.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let verdicts =
            |element: &Self| element.members.iter().map(|m| (m.anchor.key(), m.belongs)).collect::<Vec<_>>();
        self.id == other.id
            && self.name == other.name
            && self.definition == other.definition
            && self.absent.keys().eq(other.absent.keys())
            && verdicts(self) == verdicts(other)
    }

    /// The verdict on a clause, if there is one.
    pub fn member(&self, key: &ClauseKey) -> Option<&Membership> {
        self.members.iter().find(|member| member.anchor.key() == *key)
    }
}
