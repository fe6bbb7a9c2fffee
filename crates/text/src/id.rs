//! Names of agreements, clauses and places inside an agreement.

use std::fmt;
use std::sync::Arc;

/// Why a name was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdError {
    /// Nothing but white space.
    #[error("empty id")]
    Empty,
    /// A control character, which no file name or table could carry.
    #[error("the id {0:?} contains a control character")]
    Control(String),
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(into = "String", try_from = "String"))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes a name as it is.
            ///
            /// # Errors
            /// When it is empty or holds a control character.
            pub fn new(name: &str) -> Result<Self, IdError> {
                if name.trim().is_empty() {
                    return Err(IdError::Empty);
                }
                if name.chars().any(char::is_control) {
                    return Err(IdError::Control(name.into()));
                }
                Ok(Self(name.into()))
            }

            /// The name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.as_str().to_owned()
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(name: String) -> Result<Self, IdError> {
                Self::new(&name)
            }
        }
    };
}

id! {
    /// Short name of an agreement, unique in a study: `budapest-convention`.
    ///
    /// ```
    /// use crosscut_text::AgreementId;
    /// assert_eq!(AgreementId::slug("EU NIS 2 (2022)").as_str(), "eu-nis-2-2022");
    /// ```
    AgreementId
}
id! {
    /// Address of a place inside an agreement, in the style of Akoma Ntoso's `eId`: `art_9__para_2__point_a`.
    ///
    /// ```
    /// use crosscut_text::{Eid, IdError};
    /// assert_eq!(Eid::new("art_9__para_2")?.as_str(), "art_9__para_2");
    /// assert_eq!(Eid::new(" "), Err(IdError::Empty));
    /// # Ok::<(), IdError>(())
    /// ```
    Eid
}
id! {
    /// Name of a clause, unique in a study: `budapest-convention#art_9__para_2__point_a`.
    ///
    /// ```
    /// use crosscut_text::{AgreementId, ClauseId, Eid};
    /// let id = ClauseId::of(&AgreementId::slug("Harbour Accord"), &Eid::new("art_9")?);
    /// assert_eq!(id.to_string(), "harbour-accord#art_9");
    /// # Ok::<(), crosscut_text::IdError>(())
    /// ```
    ClauseId
}

impl AgreementId {
    /// Makes a short name from a file name or title: lower case, words joined by `-`; `agreement` when
    /// nothing is left.
    pub fn slug(name: &str) -> Self {
        let lower = name.to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        Self(if words.is_empty() { "agreement".into() } else { words.join("-").into() })
    }
}

impl ClauseId {
    /// The clause of `agreement` at `eid`.
    pub fn of(agreement: &AgreementId, eid: &Eid) -> Self {
        Self(format!("{agreement}#{eid}").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slug_is_made_of_the_words_of_a_title() {
        assert_eq!(AgreementId::slug("EU NIS 2 (2022)").as_str(), "eu-nis-2-2022");
        assert_eq!(AgreementId::slug("Déclaration").as_str(), "déclaration");
        assert_eq!(AgreementId::slug("../..").as_str(), "agreement");
    }

    #[test]
    fn an_empty_or_unprintable_name_is_refused() {
        assert_eq!(Eid::new("  "), Err(IdError::Empty));
        assert!(matches!(ClauseId::new("a\nb"), Err(IdError::Control(_))));
    }

    proptest! {
        #[test]
        fn a_slug_of_any_name_is_a_valid_id_and_stays(name in "\\PC{0,40}") {
            let slug = AgreementId::slug(&name);
            prop_assert_eq!(AgreementId::new(slug.as_str()), Ok(slug.clone()));
            prop_assert_eq!(AgreementId::slug(slug.as_str()), slug);
        }
    }
}
