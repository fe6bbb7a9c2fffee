//! Known elements, and the clauses that carry them: guided search.

use crate::{Error, error::Result};
use crosscut_decisions::{Decision, ElementId, State};
use crosscut_text::{AgreementId, ClauseId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// The schema that a codebook file names.
const SCHEMA: &str = "crosscut/codebook/1";
/// The codebooks that are compiled in.
const BUILTIN: [(&str, &str); 2] = [
    ("gge-2015-norms", include_str!("../data/codebooks/gge-2015-norms.toml")),
    ("cyber", include_str!("../data/codebooks/cyber.toml")),
];

/// A versioned list of elements: `codebook.toml`.
///
/// ```
/// use crosscut::{Codebook, Compared, parse_clauses, decisions::State};
/// let book = r#"
/// schema = "crosscut/codebook/1"
/// title = "Norms"
/// version = "1"
///
/// [[element]]
/// id = "reporting"
/// name = "Incident reporting"
/// definition = "Incidents are reported to an authority."
/// "#;
/// let book = Codebook::parse("codebook.toml".as_ref(), book)?;
/// let lines = r#"{"id": "a#1", "agreement": "a", "text": "Boats shall carry lamps at night."}
/// {"id": "a#2", "agreement": "a", "text": "Each Party shall report incidents to its authority."}"#;
/// let clauses = parse_clauses("clauses.jsonl", lines)?.clauses;
/// let found = book.match_clauses(&Compared::by_words(&clauses), &State::default())?;
/// assert_eq!(found[0].ranked().next().map(|clause| clause.clause.as_str()), Some("a#2"));
/// # Ok::<(), crosscut::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    /// `crosscut/codebook/1`.
    pub schema: String,
    /// What it is called.
    pub title: String,
    /// Which edition this is.
    pub version: String,
    /// The elements, in the order in which they are shown.
    #[serde(rename = "element")]
    pub elements: Vec<CodebookElement>,
}

/// An element of a codebook.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodebookElement {
    /// Short name, unique in the codebook.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What a clause must say to carry it.
    pub definition: String,
    /// What counts too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inclusion: Option<String>,
    /// What does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusion: Option<String>,
    /// Heading under which it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Phrases that a clause of it might use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<String>,
}

/// Clauses that may carry an element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ElementMatch {
    /// Id of the element in the codebook.
    pub element: String,
    /// Name of the element.
    pub name: String,
    /// Agreements that are proposed to have it, sorted.
    pub agreements: Vec<AgreementId>,
    /// Clauses that are proposed, best first.
    pub proposed: Vec<ClauseMatch>,
    /// The chance that each agreement has it, by agreement; those without a clause that fits at all have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<CellChance>,
    /// All further clauses, best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rest: Vec<ClauseMatch>,
}

/// How probably an agreement has an element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellChance {
    /// The agreement.
    pub agreement: AgreementId,
    /// The chance, 0 to 1: absolute, so that an element that is nowhere is likely nowhere.
    pub chance: f32,
}

/// A clause that may carry an element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClauseMatch {
    /// Which clause.
    pub clause: ClauseId,
    /// Its agreement.
    pub agreement: AgreementId,
    /// How well it fits, 0 to 1: for the order, it is no measured chance.
    pub score: f32,
}

impl ElementMatch {
    /// All clauses, best first: those that are proposed, then the rest.
    pub fn ranked(&self) -> impl Iterator<Item = &ClauseMatch> {
        self.proposed.iter().chain(&self.rest)
    }
}

impl CodebookElement {
    /// What it means and what it includes.
    pub(crate) fn described(&self) -> String {
        let parts = [Some(self.definition.as_str()), self.inclusion.as_deref()];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl Codebook {
    /// Reads the text of a codebook that is at `path`.
    ///
    /// # Errors
    /// When it is no such TOML, of a newer schema, without elements, or names an element twice.
    pub fn parse(path: &Path, text: &str) -> Result<Self> {
        let wrong = |reason: String| Error::Settings { path: path.into(), reason };
        let book: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        if book.schema != SCHEMA {
            return Err(wrong(format!("unknown schema {:?}: this version reads {SCHEMA:?}", book.schema)));
        }
        if book.elements.is_empty() {
            return Err(wrong("no [[element]]".into()));
        }
        for (place, element) in book.elements.iter().enumerate() {
            if book.elements[..place].iter().any(|other| other.id == element.id) {
                return Err(wrong(format!("duplicate element id {:?}", element.id)));
            }
        }
        Ok(book)
    }

    /// What makes its elements elements of a study, with their definitions and no clause yet, as one decision: from then on
    /// the second look asks where they are. Those that a study has by name already are left as they are.
    pub fn adopt(&self, state: &State) -> Vec<Decision> {
        let known =
            |name: &str| state.elements.values().any(|one| one.name.to_lowercase() == name.to_lowercase());
        let new = self.elements.iter().filter(|element| !known(&element.name));
        let decisions = new.map(|element| Decision::Confirm {
            element: adopted(&self.title, &element.id),
            name: element.name.clone(),
            definition: Some(element.described()).filter(|definition| !definition.is_empty()),
            candidate: None,
            clauses: Vec::new(),
        });
        decisions.collect()
    }

    /// A codebook of a pasted list: a name a line, with what it means after a colon, a tab or a dash, if anything.
    ///
    /// # Errors
    /// When there is no name in it.
    pub fn of_list(title: &str, text: &str) -> Result<Self> {
        let mut elements: Vec<CodebookElement> = Vec::new();
        for line in text.lines().map(|line| line.trim().trim_start_matches(['-', '*', '•', ' '])) {
            let parted = ["\t", ": ", " – ", " — ", " - "].iter().find_map(|sign| line.split_once(sign));
            let (name, definition) = parted.unwrap_or((line, ""));
            let name = name.trim();
            if name.is_empty() || elements.iter().any(|one| one.name.to_lowercase() == name.to_lowercase()) {
                continue;
            }
            let id = AgreementId::slug(name).to_string();
            let id =
                if elements.iter().any(|one| one.id == id) { format!("{id}-{}", elements.len()) } else { id };
            elements.push(CodebookElement {
                id,
                name: name.into(),
                definition: definition.trim().into(),
                ..CodebookElement::default()
            });
        }
        if elements.is_empty() {
            return Err(Error::Choice(format!("{title}: no names in it; write one element a line")));
        }
        Ok(Self { schema: SCHEMA.into(), title: title.into(), version: "1".into(), elements })
    }

    /// The elements of a study's decisions as a codebook, with their definitions.
    ///
    /// # Errors
    /// When the study has none.
    pub fn of_study(title: &str, state: &State) -> Result<Self> {
        let element = |element: &&crosscut_decisions::Element| CodebookElement {
            id: element.id.to_string(),
            name: element.name.clone(),
            definition: element.definition.clone().unwrap_or_default(),
            ..CodebookElement::default()
        };
        let elements: Vec<CodebookElement> = state.by_name().iter().map(element).collect();
        if elements.is_empty() {
            return Err(Error::Choice(format!("{title}: the study has no elements yet")));
        }
        Ok(Self { schema: SCHEMA.into(), title: title.into(), version: "1".into(), elements })
    }

    /// Phrases of the elements of the codebooks that Crosscut comes with, by the ids that the elements have once they are
    /// adopted: a decision keeps a name and a definition alone.
    pub(crate) fn phrases(element: ElementId) -> Vec<String> {
        static PHRASES: LazyLock<BTreeMap<ElementId, Vec<String>>> = LazyLock::new(|| {
            let books = BUILTIN.iter().filter_map(|(name, text)| Codebook::parse(Path::new(name), text).ok());
            let phrases = |book: Codebook| {
                let title = book.title.clone();
                book.elements.into_iter().map(move |one| (adopted(&title, &one.id), one.phrases))
            };
            books.flat_map(phrases).collect()
        });
        PHRASES.get(&element).cloned().unwrap_or_default()
    }

    /// A codebook that Crosscut comes with: `gge-2015-norms` or `cyber`.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn builtin(name: &str) -> Result<Self> {
        let text = BUILTIN.iter().find(|(own, _)| *own == name).map(|(_, text)| *text);
        let names: Vec<&str> = BUILTIN.iter().map(|(own, _)| *own).collect();
        let none =
            || Error::Choice(format!("no codebook {name:?}: give a file, or one of {}", names.join(", ")));
        Self::parse(Path::new(name), text.ok_or_else(none)?)
    }
}

/// The id of an element that was adopted from a codebook.
fn adopted(title: &str, id: &str) -> ElementId {
    ElementId::of_candidate(&format!("codebook/{title}/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::ready::parse_clauses;

    const BOOK: &str = "schema = \"crosscut/codebook/1\"\ntitle = \"T\"\nversion = \"1\"\n\
        [[element]]\nid = \"e\"\nname = \"Incident reporting\"\ndefinition = \"Incidents are reported to an authority.\"\n";

    #[test]
    fn the_codebooks_of_the_project_can_be_read() {
        for (name, text, count) in [
            ("cyber", include_str!("../../../data/codebooks/cyber.toml"), 42),
            ("gge", include_str!("../../../data/codebooks/gge-2015-norms.toml"), 11),
        ] {
            assert_eq!(Codebook::parse(Path::new(name), text).unwrap().elements.len(), count);
        }
    }

    #[test]
    fn a_wrong_codebook_is_named() {
        for text in [
            "",
            "schema = 1",
            &BOOK.replace("book/1", "book/9"),
            &format!("{BOOK}{}", &BOOK[BOOK.find("[[").unwrap()..]),
        ] {
            let error = Codebook::parse(Path::new("b.toml"), text).unwrap_err().to_string();
            assert!(error.starts_with("b.toml: "), "{error}");
        }
    }

    #[test]
    fn the_clause_that_says_it_comes_first() {
        let line = |id: &str, text: &str| {
            format!("{{\"id\": \"{id}\", \"agreement\": \"{}\", \"text\": \"{text}\"}}\n", &id[..1])
        };
        let text = line("a#1", "Entities shall report incidents to the competent authority.")
            + &line("a#2", "Schools shall teach children to swim.")
            + &line("b#1", "Each Party reports serious incidents to its authority.")
            + &line("b#2", "Boats shall carry lamps at night.");
        let clauses = parse_clauses("c", &text).unwrap().clauses;
        let found = Codebook::parse(Path::new("b"), BOOK)
            .unwrap()
            .match_clauses(&Compared::by_words(&clauses), &State::default())
            .unwrap();
        let ranked: Vec<&str> = found[0].ranked().map(|c| c.clause.as_str()).collect();
        assert_eq!(ranked[..2], ["a#1", "b#1"], "{found:?}");
        assert_eq!(found[0].proposed[0].clause.as_str(), "a#1");
    }
}
