//! Sentence models that the user downloaded: bytes of a package to vectors of texts. Pure: no files, no network, the same
//! vectors for any number of threads and whatever else is encoded beside a text.

mod array;
mod batch;
mod encoder;
mod error;
mod known;
mod layers;
mod minilm;
mod normalise;
mod package;
mod pieces;
mod protobuf;
mod tensors;
#[cfg(test)]
mod testing;
mod universal;
mod word_pieces;

pub use encoder::Encoder;
pub use error::EmbedError;
pub use known::{KNOWN, Known, Part};
pub use package::{Package, wheel};
