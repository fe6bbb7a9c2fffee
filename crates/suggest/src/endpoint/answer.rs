//! What a model may answer.

use crate::Cite;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A name and a definition.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) definition: String,
    pub(super) cites: Vec<Cite>,
}

/// Whether a clause carries an element.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Carried {
    pub(super) carries: bool,
    pub(super) confidence: f64,
    pub(super) words: String,
}

/// The answer in a text: JSON, also between Markdown's fences, where many models put it.
pub(super) fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let bare = text.trim();
    let fenced = bare.strip_prefix("```").and_then(|rest| rest.strip_suffix("```"));
    let bare = fenced.map_or(bare, |rest| rest.strip_prefix("json").unwrap_or(rest));
    serde_json::from_str(bare).map_err(|error| format!("the answer is not as it was asked for: {error}"))
}
