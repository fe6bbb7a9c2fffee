//! Who suggests.

use crate::SuggestError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest name, in characters.
const LONGEST: usize = 40;
/// What names an assistant apart from a person.
const PREFIX: &str = "assistant:";

/// An assistant by the name that its user gave it: it is shown as `assistant:NAME`.
///
/// ```
/// use crosscut_suggest::Assistant;
/// assert_eq!(Assistant::new("claude")?.to_string(), "assistant:claude");
/// assert_eq!(Assistant::new("assistant:claude")?.name(), "claude");
/// assert!(Assistant::new("../decisions/Ana").is_err());
/// # Ok::<(), crosscut_suggest::SuggestError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assistant(String);

impl Assistant {
    /// Takes a name, which is also the name of a file: letters, digits, `-`, `_` and `.`.
    ///
    /// # Errors
    /// When it is empty, too long, or holds anything else.
    pub fn new(name: &str) -> Result<Self, SuggestError> {
        let bare = name.strip_prefix(PREFIX).unwrap_or(name);
        let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let fits = (1..=LONGEST).contains(&bare.chars().count());
        if fits && bare.chars().all(safe) && bare.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            Ok(Self(bare.to_owned()))
        } else {
            Err(SuggestError::Name(name.chars().take(LONGEST).collect()))
        }
    }

    /// Whether a name is an assistant's, by which no person may decide.
    ///
    /// ```
    /// use crosscut_suggest::Assistant;
    /// assert!(Assistant::is_called("Assistant: claude") && !Assistant::is_called("Ana"));
    /// ```
    pub fn is_called(name: &str) -> bool {
        name.trim().get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
    }

    /// The name without `assistant:`.
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Assistant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.0)
    }
}

impl From<Assistant> for String {
    fn from(assistant: Assistant) -> Self {
        assistant.to_string()
    }
}

impl TryFrom<String> for Assistant {
    type Error = SuggestError;

    fn try_from(name: String) -> Result<Self, SuggestError> {
        Self::new(&name)
    }
}
