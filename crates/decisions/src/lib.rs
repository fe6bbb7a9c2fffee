//! A log of decisions that are appended and never lost, and the state that follows from them.
//!
//! One JSON-lines file a coder in `decisions/`, one [`Event`] a line, synced before it is acknowledged ([`Log`]). The
//! [`State`] is a pure fold over all events of all coders, whatever the order of files and lines: each event says
//! what it had [`Seen`], so cause goes before effect without any clock, and two decisions that did not know of each
//! other are a [`Conflict`] that is listed. Clauses are [`Anchor`]ed by their text and found again after a new
//! extraction ([`Finder`]). Nothing here knows how the clauses came to be proposed.

mod anchor;
mod clock;
mod coder;
mod correct;
mod decisions;
mod disk;
mod event;
#[cfg(any(test, feature = "fixture"))]
pub mod fixture;
mod fold;
mod import;
mod line;
mod log;
mod order;
mod round;
mod saved;
mod stale;
mod state;
mod tidied;
mod wording;

pub use anchor::{Anchor, ClauseIndex, ClauseKey, Finder, Found, Trace, likeness, text_hash};
pub use clock::{Clock, SystemClock};
pub use coder::{Coder, CoderError};
pub use correct::{place_of_words, places_of_words};
pub use decisions::{Basis, Decisions, merge};
pub use disk::{Disk, RealDisk};
pub use event::{
    Decision, Drawn, ElementId, Event, EventId, Reason, Seen, Settlement, Stratum, Target, VERSION,
};
pub use import::{Imported, import, keep, read_saved};
pub use jiff::Timestamp;
pub use log::{Log, LogError, Problem, ProblemKind, read_folder};
pub use order::Ordered;
pub use round::{ReviewSettings, Round};
pub use stale::Stale;
pub use state::{
    AbsentFinding, Conflict, Correction, Deferred, Element, Elements, Finished, Inert, KeptNote, Membership,
    OutlierVerdict, Rejected, Sample, State, Why,
};
pub use tidied::one_line;
pub use wording::{same_wording, wording_hash};
