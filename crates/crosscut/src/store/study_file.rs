//! `crosscut.toml`: what a study is made of and how it is run.

pub(super) mod checked;

use crate::settings::{Settings, ocr};
use crate::toml_said::said;
use crate::{Agreement, Error, error::Result};
use crosscut_decisions::ReviewSettings;
use crosscut_extract::OcrPages;
use crosscut_text::AgreementId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Version of the study folder that this library writes.
pub(crate) const STUDY_VERSION: u32 = 1;

/// The settings file of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StudyFile {
    pub(crate) version: u32,
    /// What the report and the paper are headed by; the name of the folder where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    #[serde(default)]
    pub(crate) settings: Settings,
    /// No part of what a run is made from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub(crate) review: ReviewSettings,
    /// Queries by name, for `search @name`; no part of what a run is made from.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) searches: BTreeMap<String, String>,
    /// What assistants may do; no part of what a run is made from.
    #[serde(default, skip_serializing_if = "Assistants::is_default")]
    pub(crate) assistants: Assistants,
    #[serde(default, rename = "agreement")]
    pub(crate) agreements: Vec<Agreement>,
    /// Agreements that were taken out of the study. Decisions on them wait until they are back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) removed: Vec<Agreement>,
}

/// What assistants may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assistants {
    /// Hosts of language models on other computers that may be asked.
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
}

impl Assistants {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

fn is_default(review: &ReviewSettings) -> bool {
    *review == ReviewSettings::default()
}

/// The version alone, so that a newer file is recognised before its unknown parts are refused.
#[derive(Deserialize)]
struct VersionOnly {
    version: u32,
}

const HEAD: &str = "\
# A Crosscut study. Titles, years and groups may be edited here; `crosscut run --study` takes them over.
# group: state | business | civil | technical | multistakeholder | un
";

impl StudyFile {
    pub(crate) fn new() -> Self {
        Self {
            version: STUDY_VERSION,
            title: None,
            settings: Settings::default(),
            review: ReviewSettings::default(),
            searches: BTreeMap::new(),
            assistants: Assistants::default(),
            agreements: Vec::new(),
            removed: Vec::new(),
        }
    }

    /// Reads the text of the `crosscut.toml` at `path`.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self> {
        let wrong =
            |error: toml::de::Error| Error::Settings { path: path.into(), reason: said(&error, text) };
        let VersionOnly { version } = toml::from_str(text).map_err(wrong)?;
        if version > STUDY_VERSION {
            return Err(Error::NewerStudy { path: path.into(), found: version, known: STUDY_VERSION });
        }
        let file: Self = toml::from_str(text).map_err(wrong)?;
        match checked::mistake(&file, text) {
            Some((line, reason)) => {
                Err(Error::Settings { path: path.into(), reason: format!("line {line}: {reason}") })
            }
            None => Ok(file),
        }
    }

    /// The text of the file when the agreements are `agreements`: what a person wrote in `old` stays as it is,
    /// comments included; agreements that are new are added at the end.
    pub(crate) fn updated(&self, path: &Path, old: Option<&str>) -> Result<String> {
        let wrong = |reason: String| Error::Settings { path: path.into(), reason };
        let Some(old) = old else {
            let body = toml::to_string(self).map_err(|error| wrong(error.to_string()))?;
            return Ok(format!("{HEAD}{body}"));
        };
        let mut document: toml_edit::DocumentMut =
            old.parse().map_err(|error: toml_edit::TomlError| wrong(error.to_string()))?;
        self.write_settings(&mut document);
        self.write_agreements(&mut document).map_err(wrong)?;
        self.drop_brought_back(&mut document);
        Ok(document.to_string())
    }

    fn write_settings(&self, document: &mut toml_edit::DocumentMut) {
        if let Some(title) = &self.title {
            document["title"] = toml_edit::value(title.as_str());
        }
        if let Some(granularity) = self.settings.granularity {
            let settings = document.entry("settings").or_insert(toml_edit::table());
            settings["granularity"] = toml_edit::value(f64::from(granularity));
        }
        match &self.settings.model {
            Some(model) => {
                document.entry("settings").or_insert(toml_edit::table())["model"] =
                    toml_edit::value(model.as_str());
            }
            None => {
                if let Some(settings) = document.get_mut("settings").and_then(|item| item.as_table_like_mut())
                {
                    settings.remove("model");
                }
            }
        }
        let switches = [("keep_form", self.settings.keep_form), ("sure_first", self.settings.sure_first)];
        for (name, on) in switches {
            if on {
                document.entry("settings").or_insert(toml_edit::table())[name] = toml_edit::value(true);
            } else if let Some(settings) =
                document.get_mut("settings").and_then(|item| item.as_table_like_mut())
            {
                settings.remove(name);
            }
        }
        if let Some(pages) = self.settings.ocr {
            let settings = document.entry("settings").or_insert(toml_edit::table());
            settings["ocr"] = match pages {
                OcrPages::Missing => toml_edit::value(true),
                pages => toml_edit::value(ocr::word(pages)),
            };
        }
        if !self.settings.languages.is_empty() {
            let settings = document.entry("settings").or_insert(toml_edit::table());
            settings["languages"] =
                toml_edit::value(self.settings.languages.iter().collect::<toml_edit::Array>());
        }
    }

    /// Adds what is new to the tables of agreements; those that are gone have none.
    fn write_agreements(&self, document: &mut toml_edit::DocumentMut) -> std::result::Result<(), String> {
        let tables = document
            .entry("agreement")
            .or_insert(toml_edit::ArrayOfTables::new().into())
            .as_array_of_tables_mut()
            .ok_or("`agreement` must be written as [[agreement]] tables")?;
        for agreement in &self.agreements {
            let written = tables
                .iter_mut()
                .find(|t| t.get("id").and_then(|id| id.as_str()) == Some(agreement.id.as_str()));
            match written {
                Some(table) => {
                    if let Some(sha256) = &agreement.sha256 {
                        table["sha256"] = toml_edit::value(sha256.as_str());
                    }
                    if !agreement.formerly.is_empty() {
                        let former: toml_edit::Array =
                            agreement.formerly.iter().map(AgreementId::as_str).collect();
                        table["formerly"] = toml_edit::value(former);
                    }
                    if let Some(of) = &agreement.edition_of {
                        table["edition_of"] = toml_edit::value(of.as_str());
                    }
                }
                None => tables.push(table_of(agreement)?),
            }
        }
        // What is called otherwise now has a table of its own.
        tables.retain(|table| {
            let id = table.get("id").and_then(|id| id.as_str());
            self.agreements.iter().any(|agreement| Some(agreement.id.as_str()) == id)
        });
        Ok(())
    }

    /// Agreements that were removed and came back are no longer among the removed.
    fn drop_brought_back(&self, document: &mut toml_edit::DocumentMut) {
        let back = |table: &toml_edit::Table| {
            let id = table.get("id").and_then(|id| id.as_str());
            self.removed.iter().all(|removed| Some(removed.id.as_str()) != id)
        };
        if let Some(removed) = document.get_mut("removed").and_then(|item| item.as_array_of_tables_mut()) {
            removed.retain(|table| !back(table));
            if removed.is_empty() {
                document.remove("removed");
            }
        }
    }
}

/// An agreement as a table of the file.
pub(super) fn table_of(agreement: &Agreement) -> Result<toml_edit::Table, String> {
    let text = toml::to_string(agreement).map_err(|error| error.to_string())?;
    let document: toml_edit::DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    Ok(document.as_table().clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_wrote_stays_when_an_agreement_is_added() {
        let path = Path::new("crosscut.toml");
        let old = "# mine\nversion = 1\n\n[[agreement]]\nid = \"a\"\ntitle = \"A\" # checked\n";
        let mut file = StudyFile::parse(path, old).unwrap();
        file.agreements.push(Agreement::named(AgreementId::slug("b"), "B"));
        let new = file.updated(path, Some(old)).unwrap();
        assert!(new.starts_with(old.trim_end()), "{new}");
        assert_eq!(StudyFile::parse(path, &new).unwrap(), file);
    }

    #[test]
    fn a_new_file_reads_back() {
        let path = Path::new("crosscut.toml");
        let mut file = StudyFile::new();
        file.agreements.push(Agreement::named(AgreementId::slug("b"), "B \"quoted\""));
        let text = file.updated(path, None).unwrap();
        assert_eq!(StudyFile::parse(path, &text).unwrap(), file);
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let good = "version = 1\n\n[[agreement]]\nid = \"a\"\ntitle = \"A\"\nsource = \"a.md\"\n";
        let other = |more: &str| format!("{good}\n[[agreement]]\nid = \"b\"\ntitle = \"B\"\n{more}\n");
        for (text, line, part) in [
            (format!("{good}\n[[agreement]]\nid = \"a\"\ntitle = \"B\"\n"), 9, "id \"a\" is given twice"),
            (other("sorce = \"b.md\""), 11, "unknown key `sorce`"),
            (format!("{good}\n[setings]\ngranularity = 0.5\n"), 8, "unknown key `setings`"),
            (other("source = \"a.md\""), 11, "the source of two agreements"),
            (other("source = \"../../secret.md\""), 11, "outside the study's sources"),
            (other("source = \"/etc/passwd\""), 11, "outside the study's sources"),
            (other("source = \"C:\\\\secret.md\""), 11, "outside the study's sources"),
            (other("translation_of = \"nobody\""), 11, "no agreement \"nobody\""),
            (other("edition_of = \"b\""), 11, "itself"),
            (other("year = 0"), 11, "no year 0"),
            (other("year = \"2018\""), 11, "a whole number without quotation marks"),
            (other("languages = [\"English\"]"), 11, "no code of a language"),
            (other("").replace("id = \"b\"", "id = \"b#c\""), 9, "letters, digits"),
            (format!("{good}\n[review]\ncoders = [\"Ana\", \"ana\"]\n"), 9, "Ana and ana are one name"),
            (
                good.replace("title", "edition_of = \"b\"\ntitle")
                    + &other("edition_of = \"a\"")[good.len()..],
                5,
                "circle",
            ),
            (format!("version = 1\n[settings]\ngranularity = 7\n{}", &good[12..]), 3, "granularity"),
            (format!("version = 1\n[settings]\ngranularity = nan\n{}", &good[12..]), 3, "granularity"),
        ] {
            let error = StudyFile::parse(Path::new("s.toml"), &text).unwrap_err().to_string();
            assert!(error.contains(part) && error.contains(&format!("line {line}")), "{text}\n{error}");
        }
        let clauses = other("source = \"a.md\"").replace("a.md", "clauses.jsonl");
        assert!(StudyFile::parse(Path::new("s.toml"), &clauses).is_ok(), "a file of clauses holds several");
    }

    #[test]
    fn a_newer_study_is_recognised_whatever_else_it_holds() {
        let error = StudyFile::parse(Path::new("s"), "version = 9\nsettings = 3\n").unwrap_err();
        assert!(matches!(error, Error::NewerStudy { found: 9, .. }), "{error}");
    }
}
