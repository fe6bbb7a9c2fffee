//! Guided search: the clauses that carry the elements of a codebook.

use crate::codebook::{CellChance, ClauseMatch, Codebook, CodebookElement, ElementMatch};
use crate::findings::Places;
use crate::{Compared, error::Result};
use crosscut_cluster::Element as Wanted;
use crosscut_decisions::{Finder, State};
use crosscut_text::AgreementId;

impl Codebook {
    /// Ranks the clauses for each element, by definition, phrases, and what was confirmed or removed for an element
    /// of the same name.
    ///
    /// # Errors
    /// When the sentence model that read the clauses cannot read the elements: its files were damaged.
    pub fn match_clauses(&self, compared: &Compared<'_>, state: &State) -> Result<Vec<ElementMatch>> {
        let clauses = compared.clauses;
        let places = Places::new(state, &Finder::new(clauses));
        let wanted: Vec<Wanted> =
            self.elements.iter().map(|element| wanted(element, state, &places)).collect();
        let matches = compared.matches(&wanted)?;
        let row = |member: &crosscut_cluster::Member| ClauseMatch {
            clause: clauses[member.clause].id.clone(),
            agreement: clauses[member.clause].agreement.clone(),
            score: member.similarity,
        };
        let found = self.elements.iter().zip(matches).map(|(element, found)| {
            let (proposed, rest) = found.ranked.split_at(found.cut.min(found.ranked.len()));
            let proposed: Vec<ClauseMatch> = proposed.iter().map(row).collect();
            let mut agreements: Vec<AgreementId> =
                proposed.iter().map(|clause| clause.agreement.clone()).collect();
            agreements.sort();
            agreements.dedup();
            let rest = rest.iter().map(row).collect();
            let cell = |member: &crosscut_cluster::Member| CellChance {
                agreement: clauses[member.clause].agreement.clone(),
                chance: member.similarity,
            };
            ElementMatch {
                element: element.id.clone(),
                name: element.name.clone(),
                agreements,
                proposed,
                cells: found.cells.iter().map(cell).collect(),
                rest,
            }
        });
        Ok(found.collect())
    }
}

/// What is known of an element: its own words, and what people judged under its name.
fn wanted(element: &CodebookElement, state: &State, places: &Places) -> Wanted {
    let name = element.name.to_lowercase();
    let judged = state.elements.values().find(|judged| judged.name.to_lowercase() == name);
    let judged = judged.and_then(|judged| places.elements.get(&judged.id));
    Wanted {
        name: element.name.clone(),
        definition: element.described(),
        phrases: element.phrases.clone(),
        confirmed: judged.map(|judged| judged.members.iter().copied().collect()).unwrap_or_default(),
        vectors: Vec::new(),
        rejected: judged.map(|judged| judged.removed.iter().copied().collect()).unwrap_or_default(),
    }
}
