//! People who decide, and the file names that their logs get.

use crosscut_text::lexicon::invisible;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;

/// Longest name of a coder, in characters.
const LONGEST: usize = 64;

/// Names that Windows keeps for devices, whatever their extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A person who decides, by the name that they gave.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coder(Arc<str>);

/// Why a name was refused.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CoderError {
    /// Nothing but white space.
    #[error("the coder's name is empty: give a name or initials")]
    Empty,
    /// More than 64 characters.
    #[error("the coder's name has {0} characters: use at most {LONGEST}")]
    TooLong(usize),
    /// Control characters, or invisible ones that change the direction of text.
    #[error("the coder's name {0:?} contains invisible characters")]
    Invisible(String),
}

impl Coder {
    /// Takes a name, without the white space around it.
    ///
    /// # Errors
    /// When it is empty, longer than 64 characters, or holds control or invisible characters.
    pub fn new(name: &str) -> Result<Self, CoderError> {
        let name = name.trim();
        let length = name.chars().count();
        if name.is_empty() {
            Err(CoderError::Empty)
        } else if length > LONGEST {
            Err(CoderError::TooLong(length))
        } else if name.chars().any(|c| c.is_control() || invisible::kind(c).is_some()) {
            Err(CoderError::Invisible(name.into()))
        } else {
            Ok(Self(name.into()))
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A file name without extension that every operating system takes: the name itself where it is safe, otherwise
    /// what is safe of it with a short hash. Different names have different stems.
    pub fn file_stem(&self) -> String {
        let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
        let name = self.as_str();
        if name.chars().all(safe) && !name.starts_with('.') && !name.ends_with('.') && !is_device(name) {
            return name.to_owned();
        }
        let kept: String = name.chars().map(|c| if safe(c) && c != '.' { c } else { '-' }).collect();
        let hash = hex(&Sha256::digest(name.as_bytes())[..4]);
        format!("{}~{hash}", kept.trim())
    }
}

/// Whether Windows takes the name for a device: `CON`, `com1`, `nul.txt`.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |port: &str| stem.strip_prefix(port).is_some_and(|n| n.len() == 1 && n != "0");
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl fmt::Display for Coder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<Coder> for String {
    fn from(coder: Coder) -> Self {
        coder.0.as_ref().into()
    }
}

impl TryFrom<String> for Coder {
    type Error = CoderError;

    fn try_from(name: String) -> Result<Self, CoderError> {
        Self::new(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stem(name: &str) -> String {
        Coder::new(name).unwrap().file_stem()
    }

    #[test]
    fn a_plain_name_is_its_own_file_name() {
        assert_eq!(stem("anna"), "anna");
        assert_eq!(stem(" Anna B.K "), "Anna B.K");
    }

    #[test]
    fn a_name_that_windows_refuses_gets_another_file_name() {
        for name in ["CON", "con.txt", "a:b", "COM1", "lpt9.x", "a/b", "..", "a\\b", "x.", "Zoë", "🔒", "a~b"]
        {
            let stem = stem(name);
            assert_ne!(stem, name);
            assert!(stem.contains('~') && !stem.contains(['/', '\\', ':', '.']), "{name} {stem}");
            assert!(!is_device(&stem), "{stem}");
        }
    }

    #[test]
    fn names_that_cannot_be_seen_or_are_too_long_are_refused() {
        assert_eq!(Coder::new(" \u{a0} "), Err(CoderError::Empty));
        assert_eq!(Coder::new(&"x".repeat(300)), Err(CoderError::TooLong(300)));
        assert!(matches!(Coder::new("a\u{202e}b"), Err(CoderError::Invisible(_))));
        assert!(matches!(Coder::new("a\nb"), Err(CoderError::Invisible(_))));
    }

    proptest! {
        #[test]
        fn every_stem_is_a_safe_file_name_and_tells_names_apart(a in "\\PC{1,20}", b in "\\PC{1,20}") {
            let (Ok(a), Ok(b)) = (Coder::new(&a), Coder::new(&b)) else { return Ok(()) };
            let stem = a.file_stem();
            prop_assert!(stem.is_ascii() && stem.len() <= 80 && !stem.starts_with('.') && !stem.ends_with('.'));
            prop_assert!(!stem.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']));
            prop_assert!(!is_device(&stem));
            prop_assert_eq!(a == b, stem == b.file_stem());
        }
    }
}
