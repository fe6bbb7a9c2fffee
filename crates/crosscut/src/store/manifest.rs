//! What a run was made from and what it made: `.crosscut/manifest.json`.

use crate::ModelId;
use crate::words::counted;
use crate::{DocumentReport, Settings};
use crosscut_text::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the last run was made from, and what it gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// `crosscut/manifest/1`.
    pub schema: String,
    /// Version of the program that ran.
    pub version: String,
    /// Name of the run: the same inputs, settings, decisions and version give the same name.
    pub run: String,
    /// Settings in force.
    pub settings: Settings,
    /// How clauses were compared.
    pub(crate) vectors: Vectors,
    /// How many clauses are in each language that an agreement is mainly written in.
    #[serde(default)]
    pub languages: BTreeMap<Language, usize>,
    /// Source files, sorted by name.
    pub(crate) units: Vec<Unit>,
    /// Key of all clauses together: the index and the candidates belong to it.
    pub clauses_key: String,
    /// Files that were given but could not be read at all, with the reason; they are no part of the study.
    pub failures: Vec<(String, String)>,
}

/// How clauses were compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Vectors {
    /// Words of the texts alone.
    Lexical,
    /// Words, and this sentence model.
    Model(ModelId),
}

impl Vectors {
    /// How clauses in these languages were compared, in one sentence.
    pub(crate) fn sentence(&self, languages: &BTreeMap<Language, usize>) -> String {
        let mut by_count: Vec<(&Language, &usize)> = languages.iter().collect();
        by_count.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let count = |(language, count): &(&Language, &usize)| {
            format!("{} ({})", language.code(), counted(**count, "clause"))
        };
        let several = (by_count.len() > 1).then(|| by_count.iter().map(count).collect::<Vec<_>>().join(", "));
        let only = match self {
            Self::Model(id) => {
                id.language().map(|only| (only, languages.is_empty() || languages.contains_key(&only)))
            }
            Self::Lexical => None,
        };
        match (self, only, several) {
            (Self::Lexical, _, None) => "by the words of the texts alone".into(),
            (Self::Lexical, _, Some(several)) => {
                format!(
                    "by their words within a language; {}: a sentence model finds more",
                    letters(&several)
                )
            }
            (Self::Model(id), None | Some((_, true)), None) => {
                format!("by their words and the sentence model {}", id.name)
            }
            (Self::Model(id), Some((only, false)), None) => {
                format!(
                    "by the words of the texts alone: the sentence model {} knows only {}",
                    id.name,
                    only.code()
                )
            }
            (Self::Model(id), None, Some(several)) => format!(
                "by their words and the sentence model {0} within a language; between languages ({several}) by \
                 {0} alone",
                id.name
            ),
            (Self::Model(id), Some((only, true)), Some(several)) => format!(
                "by their words within a language, and in {} by the sentence model {} too, which knows no other; {}: \
                 a model of several languages finds more",
                only.code(),
                id.name,
                letters(&several)
            ),
            (Self::Model(id), Some((only, false)), Some(several)) => format!(
                "by their words within a language; {}: the sentence model {} knows only {}",
                letters(&several),
                id.name,
                only.code()
            ),
        }
    }
}

fn letters(languages: &str) -> String {
    format!("between languages ({languages}) by runs of letters only, which find what is spelled alike")
}

/// A source file and what was read of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unit {
    /// File name in `sources/`.
    pub(crate) file: String,
    /// Names its cached text and clauses.
    pub(crate) key: String,
    /// How many clauses it gave.
    pub(crate) clauses: usize,
    /// What was read: one report for a document, one an agreement for ready-made clauses.
    pub(crate) reports: Vec<DocumentReport>,
}

impl Manifest {
    /// How clauses were compared, in one sentence.
    pub(crate) fn compared(&self) -> String {
        self.vectors.sentence(&self.languages)
    }

    /// What was read of each document, sorted by agreement.
    pub(crate) fn documents(&self) -> Vec<DocumentReport> {
        let mut documents: Vec<DocumentReport> =
            self.units.iter().flat_map(|unit| unit.reports.clone()).collect();
        documents.sort_by(|a, b| a.agreement.cmp(&b.agreement));
        documents
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_what_a_model_of_one_language_was_good_for() {
        let model =
            |name: &str| Vectors::Model(ModelId { name: name.into(), sha256: String::new(), only: None });
        let said = |vectors: &Vectors, languages: &[Language]| {
            vectors.sentence(&languages.iter().map(|&language| (language, 3)).collect())
        };
        let (english, all) = (model("all-minilm-6"), model("use-multilingual-3"));
        let (en, fr, es) = (Language::English, Language::French, Language::Spanish);
        assert_eq!(said(&english, &[en]), "by their words and the sentence model all-minilm-6");
        assert_eq!(said(&all, &[fr]), "by their words and the sentence model use-multilingual-3");
        assert_eq!(
            said(&english, &[fr]),
            "by the words of the texts alone: the sentence model all-minilm-6 knows only en"
        );
        let mixed = said(&english, &[en, fr]);
        assert!(
            mixed.contains("in en by the sentence model all-minilm-6 too, which knows no other"),
            "{mixed}"
        );
        assert!(mixed.contains("(en (3 clauses), fr (3 clauses)) by runs of letters only"), "{mixed}");
        let foreign = said(&english, &[fr, es]);
        assert!(foreign.contains("by runs of letters only"), "{foreign}");
        assert!(foreign.ends_with("all-minilm-6 knows only en"), "{foreign}");
        let across = said(&all, &[en, fr]);
        assert!(across.ends_with("by use-multilingual-3 alone"), "{across}");
    }
}
