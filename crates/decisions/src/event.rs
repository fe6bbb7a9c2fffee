//! What a coder decided: one event, one line of a log.

use super::{Anchor, Coder};
use crosscut_text::AgreementId;
use crosscut_text::lexicon::invisible;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use uuid::Uuid;

/// Version of the event format that this program knows. A file with a newer version is read-only. An event is written
/// with the oldest version that has its type ([`Decision::version`]), so that older programs read what they can.
pub const VERSION: u32 = 7;

/// How many events of each coder were known: the causal past of an event. Clocks play no part in it.
pub type Seen = BTreeMap<Coder, u64>;

/// A recorded decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Format version, see [`VERSION`].
    pub v: u32,
    /// Name of the event (UUID version 7).
    pub id: EventId,
    /// Position among the coder's events, from 1.
    pub seq: u64,
    /// SHA-256 of the line before in the same file, so that a line that vanished is noticed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev: Option<String>,
    /// When it was decided; for people to read, never for order.
    pub at: Timestamp,
    /// Who decided.
    pub by: Coder,
    /// The run whose results the coder looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// What the coder knew of the others: the last `seq` of each.
    #[serde(default, skip_serializing_if = "Seen::is_empty")]
    pub seen: Seen,
    /// Why, in the coder's words: shown with the decision where coders differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// What was decided.
    #[serde(flatten)]
    pub decision: Decision,
}

impl Event {
    /// An event that no log holds, the `seq`th of its coder: to try out what decisions would come to.
    pub fn unsaved(seq: u64, by: &Coder, decision: Decision) -> Self {
        Self {
            v: decision.version(),
            id: EventId(Uuid::from_u64_pair(u64::MAX, seq)),
            seq,
            prev: None,
            at: Timestamp::UNIX_EPOCH,
            by: by.clone(),
            run: None,
            seen: Seen::new(),
            because: None,
            decision,
        }
    }
}

/// Name of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct EventId(pub Uuid);

/// Name of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct ElementId(pub Uuid);

impl ElementId {
    /// The element that confirming a candidate makes: two coders who confirm the same candidate apart from each other
    /// speak of the same element.
    pub fn of_candidate(candidate: &str) -> Self {
        let hash = Sha256::digest(format!("crosscut/candidate/{candidate}"));
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What was decided. Nothing here erases: the opposite of a decision is a later decision, or `undo`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Decision {
    /// These clauses are one element. Makes the element; adds to it when it is there already.
    Confirm {
        /// The element.
        element: ElementId,
        /// Its name.
        name: String,
        /// What it means.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        definition: Option<String>,
        /// The candidate that it came from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        candidate: Option<String>,
        /// Its clauses.
        clauses: Vec<Anchor>,
    },
    /// An element has another name.
    Rename {
        /// The element.
        element: ElementId,
        /// The new name.
        name: String,
    },
    /// What an element means.
    Define {
        /// The element.
        element: ElementId,
        /// The new definition.
        definition: String,
    },
    /// These clauses are no element.
    Reject {
        /// The set that was offered.
        clauses: Vec<Anchor>,
        /// Why not.
        reason: Reason,
        /// The candidate that it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        candidate: Option<String>,
        /// More words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    /// Decide on these clauses later.
    Defer {
        /// The set that was offered.
        clauses: Vec<Anchor>,
        /// The candidate that it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        candidate: Option<String>,
    },
    /// These clauses belong to an element.
    Add {
        /// The element.
        element: ElementId,
        /// The clauses.
        clauses: Vec<Anchor>,
    },
    /// These clauses do not belong to an element.
    Remove {
        /// The element.
        element: ElementId,
        /// The clauses.
        clauses: Vec<Anchor>,
    },
    /// These clauses belong to another element.
    Move {
        /// Where they do not belong.
        from: ElementId,
        /// Where they belong.
        to: ElementId,
        /// The clauses.
        clauses: Vec<Anchor>,
    },
    /// Elements are one and the same.
    Merge {
        /// The element that stays.
        into: ElementId,
        /// The elements that go up in it.
        from: Vec<ElementId>,
    },
    /// Some clauses of an element are an element of their own.
    Split {
        /// The element that they leave.
        from: ElementId,
        /// The new element.
        element: ElementId,
        /// Its name.
        name: String,
        /// Its clauses.
        clauses: Vec<Anchor>,
    },
    /// A commitment found in one agreement only: worth reporting, or none.
    Outlier {
        /// The clause.
        clause: Anchor,
        /// Whether to report it.
        keep: bool,
    },
    /// Someone looked: an agreement does not have an element.
    Absent {
        /// The element.
        element: ElementId,
        /// The agreement.
        agreement: AgreementId,
        /// The near misses that were looked at and found not to carry it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        clauses: Vec<Anchor>,
        /// The texts that were looked through, by their [`wording_hash`](super::wording_hash): that of the agreement, and
        /// of its editions where they count as one with it. The finding is about these and no later ones. Since version
        /// 6; of older findings it is not known which text they are about.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        texts: Vec<String>,
    },
    /// Words to remember.
    Note {
        /// What the note is about.
        about: Target,
        /// The note.
        text: String,
    },
    /// An event counts no more. Undoing an undo brings its event back.
    Undo {
        /// The event, by whomever.
        of: EventId,
    },
    /// Coders differed: this holds.
    Resolve {
        /// The element.
        element: ElementId,
        /// What holds.
        settle: Settlement,
    },
    /// The coder has judged all that they mean to judge. Where coding is blind, all see all once everybody said so
    /// ([`Round`](super::Round)); undoing it goes back to work. Since version 2.
    Finish,
    /// A clause is elsewhere, or under another wording, since the text was extracted again: whatever was decided
    /// on the old one holds for the new one. Since version 2.
    Reanchor {
        /// The clause as it stood when it was judged.
        from: Anchor,
        /// The clause as it is now.
        to: Anchor,
        /// How alike the texts are, 0 to 1.
        score: f64,
    },
    /// Empty cells drawn at random, to be judged one by one: what was missed is estimated from these and from no others.
    /// Since version 3.
    Sample {
        /// Which draw it is: the cells are those whose SHA-256 of seed, element and agreement is lowest.
        seed: u64,
        /// The cells, in the order of the draw.
        cells: Vec<Drawn>,
        /// What it was drawn from.
        from: Vec<Stratum>,
    },
    /// Clauses that were set aside as form ask something of someone after all: what holds only these is offered like any
    /// other. Since version 4.
    Substance {
        /// The set.
        clauses: Vec<Anchor>,
        /// The candidate that was shown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        candidate: Option<String>,
    },
    /// Words of a clause were recognised wrongly. The clause keeps its text; the right words are kept with it. Since
    /// version 5.
    Correct {
        /// The clause.
        clause: Anchor,
        /// The words as they were recognised.
        recognised: String,
        /// Which of several such words in the clause, from 1.
        #[serde(default = "first", skip_serializing_if = "is_first")]
        nth: u32,
        /// What the page says there: the same words where they are right, nothing where there is nothing.
        correct: String,
    },
    /// Several decisions made, saved and undone as one: a bulk accept, a confirmation with its new name. Undos and
    /// other such sets among them count for nothing. Since version 2.
    Together {
        /// The decisions, in the order in which they are made.
        decisions: Vec<Decision>,
    },
}

fn first() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_first(nth: &u32) -> bool {
    *nth == 1
}

/// A cell of the matrix that was drawn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drawn {
    /// The element.
    pub element: ElementId,
    /// The agreement.
    pub agreement: AgreementId,
}

/// The cells of one element when a sample was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stratum {
    /// The element.
    pub element: ElementId,
    /// Cells with a confirmed clause.
    pub present: usize,
    /// Cells of which nobody knew anything: the draw was from these.
    pub empty: usize,
}

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// An element.
    Element(ElementId),
    /// A clause.
    Clause(Anchor),
    /// A candidate.
    Candidate(String),
    /// An agreement.
    Agreement(AgreementId),
    /// The study as a whole.
    Study,
}

/// What holds where coders differed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "on", rename_all = "kebab-case")]
pub enum Settlement {
    /// Whether a clause belongs to the element.
    Clause {
        /// The clause.
        clause: Anchor,
        /// Whether it belongs.
        belongs: bool,
    },
    /// The element's name.
    Name {
        /// The name.
        name: String,
    },
    /// The element's definition.
    Definition {
        /// The definition.
        definition: String,
    },
    /// Whether an agreement lacks the element; clauses that belong to it are settled one by one.
    Absence {
        /// The agreement.
        agreement: AgreementId,
        /// Whether the finding "absent" holds.
        absent: bool,
    },
    /// Whether it is an element at all. Since version 3.
    Element {
        /// Whether it is kept; otherwise it is none, whoever confirmed it.
        keep: bool,
    },
    /// It and another element are two, however alike they are. Since version 7.
    Two {
        /// The other element.
        other: ElementId,
    },
}

/// Why a set of clauses is no element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Its clauses commit nobody to anything.
    NotACommitment,
    /// Its clauses are different commitments.
    DifferentCommitments,
    /// Preamble or wording that every agreement has.
    Boilerplate,
    /// The text was read or cut wrongly.
    ExtractionError,
    /// Something else; say it in the comment.
    Other,
}

impl Reason {
    /// Every reason, in the order of the keys 1 to 5.
    pub const ALL: [Self; 5] = [
        Self::NotACommitment,
        Self::DifferentCommitments,
        Self::Boilerplate,
        Self::ExtractionError,
        Self::Other,
    ];

    /// The name in logs and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotACommitment => "not-a-commitment",
            Self::DifferentCommitments => "different-commitments",
            Self::Boilerplate => "boilerplate",
            Self::ExtractionError => "extraction-error",
            Self::Other => "other",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotACommitment => "not a commitment",
            Self::DifferentCommitments => "different commitments",
            Self::Boilerplate => "preamble or boilerplate",
            Self::ExtractionError => "extraction error",
            Self::Other => "other reason",
        }
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Event {
    /// Whether it was decided without knowing of another coder's decisions.
    pub fn is_independent(&self) -> bool {
        self.seen.keys().all(|coder| *coder == self.by)
    }
}

impl Decision {
    /// The type as it is in the log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Confirm { .. } => "confirm",
            Self::Rename { .. } => "rename",
            Self::Define { .. } => "define",
            Self::Reject { .. } => "reject",
            Self::Defer { .. } => "defer",
            Self::Add { .. } => "add",
            Self::Remove { .. } => "remove",
            Self::Move { .. } => "move",
            Self::Merge { .. } => "merge",
            Self::Split { .. } => "split",
            Self::Outlier { .. } => "outlier",
            Self::Absent { .. } => "absent",
            Self::Note { .. } => "note",
            Self::Undo { .. } => "undo",
            Self::Resolve { .. } => "resolve",
            Self::Finish => "finish",
            Self::Reanchor { .. } => "reanchor",
            Self::Sample { .. } => "sample",
            Self::Substance { .. } => "substance",
            Self::Correct { .. } => "correct",
            Self::Together { .. } => "together",
        }
    }

    /// The first version of the event format that has this type.
    pub fn version(&self) -> u32 {
        match self {
            Self::Together { decisions } => decisions.iter().map(Self::version).max().unwrap_or(2).max(2),
            Self::Resolve { settle: Settlement::Two { .. }, .. } => 7,
            Self::Absent { texts, .. } if !texts.is_empty() => 6,
            Self::Correct { .. } => 5,
            Self::Substance { .. } => 4,
            Self::Sample { .. } | Self::Resolve { settle: Settlement::Element { .. }, .. } => 3,
            Self::Finish | Self::Reanchor { .. } => 2,
            _ => 1,
        }
    }

    /// The decisions made with this one: itself, or those of a [`Decision::Together`].
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::Together { decisions } => decisions,
            one => std::slice::from_ref(one),
        }
    }

    /// Several decisions as one; a single one as itself.
    pub fn together(mut decisions: Vec<Self>) -> Self {
        match decisions.len() {
            1 => decisions.remove(0),
            _ => Self::Together { decisions },
        }
    }

    /// Whether it judges clauses or elements: what coders must do independently of each other.
    pub fn is_coding(&self) -> bool {
        self.parts().iter().any(|part| {
            !matches!(
                part,
                Self::Note { .. }
                    | Self::Undo { .. }
                    | Self::Resolve { .. }
                    | Self::Reanchor { .. }
                    | Self::Sample { .. }
                    | Self::Substance { .. }
                    | Self::Correct { .. }
                    | Self::Finish
            )
        })
    }

    /// The elements that it changes, or makes.
    pub fn elements(&self) -> Vec<ElementId> {
        match self {
            Self::Confirm { element, .. }
            | Self::Rename { element, .. }
            | Self::Define { element, .. }
            | Self::Add { element, .. }
            | Self::Remove { element, .. }
            | Self::Absent { element, .. } => vec![*element],
            Self::Resolve { element, settle: Settlement::Two { other } } => vec![*element, *other],
            Self::Resolve { element, .. } => vec![*element],
            Self::Move { from, to, .. } => vec![*from, *to],
            Self::Merge { into, from } => std::iter::once(*into).chain(from.iter().copied()).collect(),
            Self::Split { from, element, .. } => vec![*from, *element],
            // What is turned down must not have been confirmed meanwhile.
            Self::Reject { candidate, .. } | Self::Defer { candidate, .. } => {
                candidate.iter().map(|candidate| ElementId::of_candidate(candidate)).collect()
            }
            Self::Together { decisions } => decisions.iter().flat_map(Self::elements).collect(),
            Self::Outlier { .. }
            | Self::Note { .. }
            | Self::Undo { .. }
            | Self::Finish
            | Self::Sample { .. }
            | Self::Substance { .. }
            | Self::Correct { .. }
            | Self::Reanchor { .. } => Vec::new(),
        }
    }

    /// Why it says nothing: a name or note without words, a change of no clause. `None` where it does.
    pub fn says_nothing(&self) -> Option<&'static str> {
        let blank = |text: &str| text.chars().all(|c| c.is_whitespace() || invisible::kind(c).is_some());
        match self {
            Self::Confirm { name, .. } | Self::Rename { name, .. } | Self::Split { name, .. }
                if blank(name) =>
            {
                Some("an element needs a name: this one is empty")
            }
            Self::Resolve { settle: Settlement::Name { name }, .. } if blank(name) => {
                Some("an element needs a name: this one is empty")
            }
            Self::Note { text, .. } if blank(text) => Some("the note is empty"),
            Self::Correct { recognised, .. } if blank(recognised) => Some("say which words are wrong"),
            // An element may be made before a clause of it is found.
            Self::Add { clauses, .. }
            | Self::Remove { clauses, .. }
            | Self::Move { clauses, .. }
            | Self::Split { clauses, .. }
            | Self::Reject { clauses, .. }
            | Self::Defer { clauses, .. }
            | Self::Substance { clauses, .. }
                if clauses.is_empty() =>
            {
                Some("no clause was named")
            }
            Self::Merge { into, from } if from.iter().all(|from| from == into) => {
                Some("an element cannot be merged with itself")
            }
            Self::Move { from, to, .. } if from == to => Some("the clauses are in that element already"),
            Self::Together { decisions } => decisions.iter().find_map(Self::says_nothing),
            _ => None,
        }
    }

    /// The clauses that it is about.
    pub fn anchors(&self) -> Vec<&Anchor> {
        match self {
            Self::Confirm { clauses, .. }
            | Self::Reject { clauses, .. }
            | Self::Defer { clauses, .. }
            | Self::Substance { clauses, .. }
            | Self::Add { clauses, .. }
            | Self::Remove { clauses, .. }
            | Self::Move { clauses, .. }
            | Self::Split { clauses, .. }
            | Self::Absent { clauses, .. } => clauses.iter().collect(),
            Self::Outlier { clause, .. } | Self::Correct { clause, .. } => vec![clause],
            Self::Reanchor { from, to, .. } => vec![from, to],
            Self::Note { about: Target::Clause(clause), .. }
            | Self::Resolve { settle: Settlement::Clause { clause, .. }, .. } => vec![clause],
            Self::Together { decisions } => decisions.iter().flat_map(Self::anchors).collect(),
            _ => Vec::new(),
        }
    }
}
