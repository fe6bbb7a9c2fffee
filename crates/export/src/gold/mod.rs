//! Gold: a reviewed study as truth to measure by, in our own form and those of two annotation tools, and back.

mod read;
mod write;

pub use read::{Gold, import_gold};
pub(crate) use write::{TEXTS_WITHOUT, WITHOUT, cas, doccano, own};

#[cfg(test)]
mod tests;
