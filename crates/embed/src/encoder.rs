//! The one door to all models.

use crate::minilm::MiniLm;
use crate::universal::UniversalEncoder;
use crate::{EmbedError, Known, Package};

/// A model that is ready to encode.
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
