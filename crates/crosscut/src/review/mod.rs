//! The human half: decisions that are appended and never lost, and the state that follows from them.
//!
//! One JSON-lines file a coder in `decisions/`, one [`Event`] a line, synced before it is acknowledged ([`Log`]). The
//! [`State`] is a pure fold over all events of all coders, whatever the order of files and lines: each event says
//! what it had [`Seen`], so cause goes before effect without any clock, and two decisions that did not know of each
//! other are a [`Conflict`] that is listed. Clauses are [`Anchor`]ed by their text and found again after a new
//! extraction ([`Placed`]).

pub mod anchor;
mod changes;
mod clock;
mod coder;
mod decisions;
mod disk;
mod event;
mod fold;
mod history;
mod log;
mod look;
mod offer;
mod order;
mod place;
mod prepared;
pub mod reliability;
#[cfg(test)]
mod rerun_tests;
mod round;
mod state;

pub(crate) use anchor::text_hash;
pub use anchor::{Anchor, ClauseIndex, ClauseKey, Finder, Found, Trace};
pub use changes::{Changes, Fit, Move, Snapshot, changes, changes_placed, reanchor, reanchors};
pub use clock::{Clock, SystemClock};
pub use coder::{Coder, CoderError};
pub use decisions::{Basis, Decisions, Stale, merge};
pub use disk::{Disk, RealDisk};
pub use event::{Decision, ElementId, Event, EventId, Reason, Seen, Settlement, Target, VERSION};
pub use history::{Entry, history};
pub use log::{Log, LogError, Problem, ProblemKind, read_folder};
pub use look::{EmptyCell, NearMiss, Recall, SecondLook, second_look};
pub(crate) use offer::standings_of;
pub use offer::{Offer, Offers, Standing, withhold, withhold_placed};
pub use place::{Placed, PlacedElement, constraints};
pub use prepared::Prepared;
pub use reliability::{Disagreement, Reliability, Side, reliability};
pub use round::{ReviewSettings, Round};
pub use state::{
    AbsentFinding, Conflict, Deferred, Element, Finished, Inert, KeptNote, Membership, OutlierVerdict,
    Rejected, State, Why,
};
