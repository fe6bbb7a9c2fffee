//! The second look: what the program may have missed.

use super::{ElementPlaces, Findings};
use crate::error::Result;
use crate::{Codebook, Compared};
use crosscut_cluster::{Element as Wanted, Match};
use crosscut_decisions::{Element, ElementId};
use crosscut_text::{AgreementId, ClauseId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Chance below which a cell is not worth a question, and the cells that one card asks about: as many as there are keys.
const ASKED: f32 = 0.2;
const CARD: usize = 9;

/// Less than this shows as 0.00: it is no likeness.
const LEAST: f32 = 0.005;

/// An element and the agreements of which nothing is known yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SecondLook {
    /// The element.
    pub element: ElementId,
    /// Its name.
    pub name: String,
    /// Its empty cells, the one with the likeliest clause first.
    pub cells: Vec<EmptyCell>,
}

/// An agreement that may have the element after all.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EmptyCell {
    /// The agreement.
    pub agreement: AgreementId,
    /// Text of it was lost: the element may be there.
    pub text_lost: bool,
    /// The chance that it has the element, 0 to 1.
    pub chance: f32,
    /// Its likeliest clauses, best first. None where nothing in it has anything in common with the element: then only
    /// reading it can tell.
    pub misses: Vec<NearMiss>,
}

impl SecondLook {
    /// The cells that are worth asking about now, the likeliest first.
    pub fn worth_asking(&self) -> impl Iterator<Item = &EmptyCell> {
        self.cells.iter().filter(|cell| cell.chance >= ASKED && !cell.misses.is_empty()).take(CARD)
    }

    /// New cells that a decision on these brings, on average; 0 where none is worth asking about.
    pub fn promises(&self) -> f32 {
        let chances: Vec<f32> = self.worth_asking().map(|cell| cell.chance).collect();
        chances.iter().sum::<f32>() / chances.len().max(1) as f32
    }
}

/// A clause that may carry the element.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NearMiss {
    /// The clause.
    pub clause: ClauseId,
    /// The chance that it carries the element, 0 to 1.
    pub score: f32,
    /// Whether guided search would propose it by itself.
    pub likely: bool,
}

impl Findings {
    /// Looks for the likeliest `most` clauses of every empty cell of every element: guided search with the element's
    /// name, definition and confirmed clauses; clauses that were judged not to belong are left out.
    ///
    /// `compared` holds the clauses of the results. Reads all of them: seconds for twenty thousand. Keep the answer
    /// until the coder asks again.
    ///
    /// # Errors
    /// When the study's sentence model cannot read the elements: its files were damaged.
    pub fn second_look(&self, compared: &Compared<'_>, most: usize) -> Result<Vec<SecondLook>> {
        let elements = || self.state().elements.values().zip(self.places().elements.values());
        let wanted: Vec<Wanted> = elements().map(|(element, places)| wanted(element, places)).collect();
        let found = compared.matches(&wanted)?;
        let looks = elements().zip(&found).map(|((element, places), found)| SecondLook {
            element: element.id,
            name: element.name.clone(),
            cells: self.empty_cells(element.id, places, found, most),
        });
        Ok(looks.collect())
    }

    /// The empty cells of an element with their near misses, the one with the likeliest clause first.
    fn empty_cells(
        &self,
        element: ElementId,
        places: &ElementPlaces,
        found: &Match,
        most: usize,
    ) -> Vec<EmptyCell> {
        let columns = &self.matrix().columns;
        let of = |agreement: &AgreementId| columns.iter().position(|column| column.holds(agreement));
        let out = ruled_out(places);
        let mut misses: BTreeMap<Option<usize>, Vec<NearMiss>> = BTreeMap::new();
        for (rank, member) in found.ranked.iter().enumerate() {
            let clause = &self.results().clauses[member.clause];
            let known = out.contains(&member.clause) || places.members.contains(&member.clause);
            // What has nothing in common with the element is in no order.
            if member.similarity < LEAST {
                break;
            }
            let list = misses.entry(of(&clause.agreement)).or_default();
            if !known && list.len() < most {
                let (score, likely) = (member.similarity, rank < found.cut);
                list.push(NearMiss { clause: clause.id.clone(), score, likely });
            }
        }
        let chance = |cell: &crosscut_cluster::Member| {
            (self.results().clauses[cell.clause].agreement.clone(), cell.similarity)
        };
        let chances: BTreeMap<AgreementId, f32> = found.cells.iter().map(chance).collect();
        let row = self.matrix().element(element).into_iter().flat_map(|row| &row.cells);
        let mut cells: Vec<EmptyCell> = Vec::new();
        for (place, (cell, column)) in row.zip(columns).enumerate() {
            if cell.state.is_open() {
                let misses = misses.remove(&Some(place)).unwrap_or_default();
                let (agreement, text_lost) = (column.agreement.clone(), column.text_lost);
                let chance = chances.get(&agreement).copied().unwrap_or_default();
                cells.push(EmptyCell { agreement, text_lost, chance, misses });
            }
        }
        cells.sort_by(|a, b| b.chance.total_cmp(&a.chance).then_with(|| a.agreement.cmp(&b.agreement)));
        cells
    }
}

/// What somebody judged not to belong, in the wording that it has now.
fn ruled_out(places: &ElementPlaces) -> BTreeSet<usize> {
    places.removed.difference(&places.reworded).copied().collect()
}

fn wanted(element: &Element, places: &ElementPlaces) -> Wanted {
    Wanted {
        name: element.name.clone(),
        definition: element.definition.clone().unwrap_or_else(|| element.name.clone()),
        phrases: Codebook::phrases(element.id),
        confirmed: places.members.iter().copied().collect(),
        rejected: ruled_out(places).into_iter().collect(),
        vectors: Vec::new(),
    }
}

#[cfg(test)]
#[path = "look_tests.rs"]
mod tests;
