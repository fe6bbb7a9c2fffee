//! What people read, said in one way by the report, the review page and the terminal.

mod badge;
mod brief;
mod compared;
mod likeness;
mod number;
#[cfg(feature = "study")]
mod quote;

pub use badge::Badge;
pub use brief::{brief, few_shared, set_aside};
pub use compared::{Run, compared};
pub use crosscut_text::{dated, unsaid};
pub use likeness::{distinctness, likeness, why};
pub use number::{alike, counted, percent, plural, sentence};
#[cfg(feature = "study")]
pub use quote::{Fold, Html, Mark, Marked, Quoter, escape_into, quote};
