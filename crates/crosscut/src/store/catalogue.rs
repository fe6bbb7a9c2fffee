//! What searches may ask for: fields of agreements, elements, synonyms and saved searches.

use super::Study;
use crate::findings::Findings;
use crate::toml_said::said;
use crate::{Agreement, Error, error::Result, files};
use crosscut_search::{Catalogue, Described};
use crosscut_text::ClauseId;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The synonyms of a study: words or phrases that mean the same, a list a ring.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Synonyms {
    rings: Vec<Vec<String>>,
}

/// The file of a study that holds them.
const SYNONYMS: &str = "synonyms.toml";

impl Study {
    /// What a search of the study may ask for beside words, for a person who may see these findings: for
    /// [`crosscut_search::Index::search_in`]. Without findings nothing is known of elements and decisions, which only some
    /// queries ask for.
    ///
    /// # Errors
    /// When the settings file or the file of synonyms cannot be read.
    pub fn catalogue(&self, findings: Option<&Findings>) -> Result<Catalogue> {
        let (rings, searches) = (self.synonyms()?, self.file()?.searches);
        let Some(findings) = findings else {
            let agreements = described(&self.agreements()?);
            return Ok(Catalogue { agreements, rings, searches, ..Catalogue::default() });
        };
        let (results, places) = (findings.results(), findings.places());
        let id = |place: &usize| results.clauses.get(*place).map(|clause| clause.id.clone());
        let state = findings.state();
        let elements = state.by_name().into_iter().map(|element| {
            let members = places.elements.get(&element.id).into_iter().flat_map(|places| &places.members);
            (element.name.clone(), members.filter_map(id).collect())
        });
        let judged = places.elements.values().flat_map(|places| places.members.iter().chain(&places.removed));
        let sets = places.rejected.iter().chain(&places.deferred).flat_map(|(_, places)| places);
        let decided: BTreeSet<ClauseId> =
            judged.chain(sets).chain(places.outliers.keys()).filter_map(id).collect();
        Ok(Catalogue {
            agreements: described(&results.agreements),
            elements: elements.collect(),
            decided: decided.into_iter().collect(),
            rings,
            searches,
        })
    }

    fn synonyms(&self) -> Result<Vec<Vec<String>>> {
        let path = self.folder.join(SYNONYMS);
        if !path.exists() {
            return Ok(Vec::new());
        }
        let text = files::read_text(&path)?;
        let wrong =
            |error: toml::de::Error| Error::Settings { path: path.clone(), reason: said(&error, &text) };
        let synonyms: Synonyms = toml::from_str(&text).map_err(wrong)?;
        Ok(synonyms.rings)
    }
}

fn described(agreements: &[Agreement]) -> Vec<Described> {
    let described = |agreement: &Agreement| {
        let mut titles = vec![agreement.title.clone()];
        titles.extend(agreement.short.clone());
        let mut described = Described::new(agreement.id.clone());
        described.titles = titles;
        described.year = agreement.year.map(u64::from);
        described.group = agreement.group.map(|group| group.name().to_owned());
        described.binding = agreement.binding;
        described.body = agreement.body.clone();
        described
    };
    agreements.iter().map(described).collect()
}
