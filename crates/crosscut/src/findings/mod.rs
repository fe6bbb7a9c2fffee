//! What decisions and the results of a run say together: where decided clauses are now, what is still worth a decision,
//! what changed since the last run, where to look again, and how far coders agree.

mod changes;
mod history;
mod look;
mod offer;
mod place;
mod prepared;
pub mod reliability;
#[cfg(test)]
mod rerun_tests;

pub use changes::{Changes, Fit, Move, Snapshot, changes, changes_placed, reanchor, reanchors};
pub use history::{Entry, history};
pub use look::{EmptyCell, NearMiss, Recall, SecondLook, second_look};
pub(crate) use offer::standings_of;
pub use offer::{Offer, Offers, Standing, withhold, withhold_placed};
pub use place::{Placed, PlacedElement, constraints};
pub use prepared::Prepared;
pub use reliability::{Disagreement, Reliability, Side, reliability};
