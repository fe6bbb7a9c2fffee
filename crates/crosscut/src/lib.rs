//! Reads a set of agreements and proposes the commitments that cut across them.

mod agreement;
mod candidate;
mod results;

pub use agreement::{Agreement, Group};
pub use candidate::{Candidate, Member, Outlier};
pub use crosscut_text as text;
pub use results::{DocumentReport, Results};
