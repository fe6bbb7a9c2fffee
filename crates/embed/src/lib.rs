//! Sentence models that the user downloaded: bytes of a package to vectors of texts. Pure: no files, no network, the same
//! vectors for any number of threads and whatever else is encoded beside a text.

mod array;
mod error;
mod layers;
mod normalise;
mod package;
mod pieces;
mod protobuf;
#[cfg(test)]
mod testing;
mod universal;

pub use error::EmbedError;
pub use package::{Package, Part, wheel};
pub use universal::{NAME, UniversalEncoder, WIDTH};
