//! How a study is run, and the agreements that are known.

use crate::{Agreement, Error, error::Result};
use crosscut_extract::OcrPages;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// How a study is run.
///
/// ```
/// use crosscut::Settings;
/// assert_eq!(Settings::at_granularity(None), Settings::default());
/// assert_eq!(Settings::at_granularity(Some(0.8)).granularity, Some(0.8));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Settings {
    /// From 0 (few, broad candidates) to 1 (many, narrow ones); the default where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granularity: Option<f32>,
    /// The sentence model that clauses are compared by in addition to their words; none where it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Which pages are recognised (OCR), if any: `true` or `"missing"` those without text, `"again"`, `"all"`.
    #[serde(with = "ocr", skip_serializing_if = "Option::is_none")]
    pub ocr: Option<OcrPages>,
    /// Languages in which pages are recognised of agreements that name none, ISO 639-1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Whether candidates that ask nothing of anyone stay among the others, and are not set aside as form.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub keep_form: bool,
    /// Whether the surest candidates come first, at the price of cells: for up to about eight agreements.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sure_first: bool,
}

impl Settings {
    /// Settings that differ from the default in granularity, from 0 (few, broad candidates) to 1 (many, narrow ones),
    /// where one is given.
    pub fn at_granularity(granularity: Option<f32>) -> Self {
        Self { granularity, ..Self::default() }
    }

    /// What the clustering is told.
    pub(crate) fn cluster(&self) -> crosscut_cluster::Settings {
        let mut settings = crosscut_cluster::Settings::default();
        if let Some(granularity) = self.granularity {
            settings.granularity = granularity.clamp(0.0, 1.0);
        }
        settings.set_form_aside = !self.keep_form;
        settings.sure_first = self.sure_first;
        settings
    }
}

/// How the pages to be recognised are written in a settings file.
pub(crate) mod ocr {
    use crosscut_extract::OcrPages;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Whether(bool),
        Which(String),
    }

    /// The word for it.
    pub(crate) fn word(pages: OcrPages) -> &'static str {
        match pages {
            OcrPages::Missing => "missing",
            OcrPages::Again => "again",
            OcrPages::All => "all",
        }
    }

    pub(super) fn serialize<S: Serializer>(pages: &Option<OcrPages>, to: S) -> Result<S::Ok, S::Error> {
        match pages {
            None => false.serialize(to),
            Some(OcrPages::Missing) => true.serialize(to),
            Some(pages) => word(*pages).serialize(to),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<OcrPages>, D::Error> {
        match Written::deserialize(from)? {
            Written::Whether(false) => Ok(None),
            Written::Whether(true) => Ok(Some(OcrPages::Missing)),
            Written::Which(which) => {
                let all = [OcrPages::Missing, OcrPages::Again, OcrPages::All];
                let found = all.into_iter().find(|pages| word(*pages) == which);
                found
                    .map(Some)
                    .ok_or_else(|| D::Error::custom("ocr is true, false, \"missing\", \"again\" or \"all\""))
            }
        }
    }
}

/// A registry of agreements: `agreements.toml` in the folder of the documents.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegistryFile {
    #[serde(default)]
    agreement: Vec<Agreement>,
}

/// Reads a registry (`[[agreement]]` tables) at `path`.
pub(crate) fn parse_registry(path: &Path, text: &str) -> Result<Vec<Agreement>> {
    let registry: RegistryFile = toml::from_str(text).map_err(|error| Error::Settings {
        path: path.into(),
        reason: crate::toml_said::said(&error, text),
    })?;
    Ok(registry.agreement)
}

/// The agreements that Crosscut itself knows (`data/agreements.toml`).
///
/// ```
/// let known = crosscut::known_agreements();
/// assert!(known.iter().any(|agreement| agreement.id.as_str() == "paris-call"));
/// ```
///
/// # Panics
/// Never: a test reads the file that is compiled in.
pub fn known_agreements() -> Vec<Agreement> {
    const TEXT: &str = include_str!("../data/agreements.toml");
    parse_registry(Path::new("data/agreements.toml"), TEXT)
        .expect("a test reads the registry that is compiled in")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_to_be_recognised_are_read_as_they_are_written() {
        let read = |text: &str| toml::from_str::<Settings>(text).map(|settings| settings.ocr);
        for (text, pages) in [
            ("", None),
            ("ocr = false", None),
            ("ocr = true", Some(OcrPages::Missing)),
            ("ocr = \"missing\"", Some(OcrPages::Missing)),
            ("ocr = \"again\"", Some(OcrPages::Again)),
            ("ocr = \"all\"", Some(OcrPages::All)),
        ] {
            assert_eq!(read(text), Ok(pages));
            let settings = Settings { ocr: pages, ..Settings::default() };
            assert_eq!(read(&toml::to_string(&settings).unwrap()), Ok(pages));
        }
        assert!(read("ocr = \"some\"").is_err());
    }

    #[test]
    fn the_registry_that_is_compiled_in_can_be_read() {
        let known = known_agreements();
        let mut ids: Vec<_> = known.iter().map(|agreement| &agreement.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), known.len());
        assert!(known.len() >= 23);
        for agreement in &known {
            let day = agreement.url_checked_on.as_deref();
            assert!(
                agreement.url_checked != Some(true) || day.is_some(),
                "{}: when was it checked?",
                agreement.id
            );
            let form = |day: &str| day.len() == 10 && day.bytes().all(|b| b == b'-' || b.is_ascii_digit());
            assert!(day.is_none_or(form), "{}: {day:?} is no day", agreement.id);
        }
    }
}
