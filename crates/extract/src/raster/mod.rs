//! Grey pictures of pages as arrays of pixels: cleaned, turned, straightened, and looked at for ink that may be text.
//!
//! Own code, since each step is a short loop, and the crates that have them (imageproc, leptonica) cost more to build than
//! all of Crosscut's reading.

mod clean;
mod grey;
mod ink;
mod rule;
mod skew;
mod streak;

pub(crate) use clean::{clean, with_even_paper};
pub(crate) use grey::Grey;
pub(crate) use ink::{Ink, InkLine, Mark, ink};
pub(crate) use rule::rules;
pub(crate) use skew::{fan, lies_sideways, skew};
pub(crate) use streak::{streaks, without_streaks};
