//! The second look: what the program may have missed, and how much that is.

use super::{ElementPlaces, Findings};
use crate::Compared;
use crate::matrix::CellState;
use crosscut_cluster::{Element as Wanted, Match};
use crosscut_decisions::{Anchor, ClauseKey, Decision, Element, ElementId, Event, Ordered, State};
use crosscut_text::{AgreementId, ClauseId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Chance below which a cell is not worth a question, and the cells that one card asks about: as many as there are keys.
const ASKED: f32 = 0.2;
const CARD: usize = 9;

/// 1.96: a normal value that 95 % of draws stay below, either way.
const Z: f64 = 1.959_963_984_540_054;

/// An element and the agreements of which nothing is known yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
pub struct EmptyCell {
    /// The agreement.
    pub agreement: AgreementId,
    /// Text of it was lost: what is not found here may be there.
    pub text_lost: bool,
    /// The chance that it has the element, 0 to 1.
    pub chance: f32,
    /// Its likeliest clauses, best first.
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
    pub fn second_look(&self, compared: &Compared<'_>, most: usize) -> Vec<SecondLook> {
        let elements = || self.state().elements.values().zip(self.places().elements.values());
        let wanted: Vec<Wanted> = elements().map(|(element, places)| wanted(element, places)).collect();
        let found = compared.matches(&wanted);
        elements()
            .zip(&found)
            .map(|((element, places), found)| SecondLook {
                element: element.id,
                name: element.name.clone(),
                cells: self.empty_cells(element.id, places, found, most),
            })
            .collect()
    }

    /// The empty cells of an element with their near misses, the one with the likeliest clause first.
    fn empty_cells(
        &self,
        element: ElementId,
        places: &ElementPlaces,
        found: &Match,
        most: usize,
    ) -> Vec<EmptyCell> {
        let mut misses: BTreeMap<&AgreementId, Vec<NearMiss>> = BTreeMap::new();
        for (rank, member) in found.ranked.iter().enumerate() {
            let clause = &self.results().clauses[member.clause];
            let known = places.apart.contains(&member.clause) || places.members.contains(&member.clause);
            let list = misses.entry(&clause.agreement).or_default();
            if !known && list.len() < most {
                let (score, likely) = (member.similarity, rank < found.cut);
                list.push(NearMiss { clause: clause.id.clone(), score, likely });
            }
        }
        let chance = |cell: &crosscut_cluster::Member| {
            (self.results().clauses[cell.clause].agreement.clone(), cell.similarity)
        };
        let chances: BTreeMap<AgreementId, f32> = found.cells.iter().map(chance).collect();
        let row = self.matrix().element(element).map_or(&[][..], |row| &row.cells);
        let mut cells: Vec<EmptyCell> = Vec::new();
        for (cell, column) in row.iter().zip(&self.matrix().columns) {
            if matches!(cell.state, CellState::NotChecked | CellState::Unreadable) {
                let misses = misses.remove(&column.agreement).unwrap_or_default();
                let (agreement, text_lost) = (column.agreement.clone(), column.text_lost);
                let chance = chances.get(&agreement).copied().unwrap_or_default();
                cells.push(EmptyCell { agreement, text_lost, chance, misses });
            }
        }
        cells.sort_by(|a, b| b.chance.total_cmp(&a.chance).then_with(|| a.agreement.cmp(&b.agreement)));
        cells
    }

    /// Estimates from the events behind the state how many cells were found, over all elements or one.
    pub fn recall(&self, events: &[Event], element: Option<ElementId>) -> Recall {
        Recall::of(events, self, element)
    }
}

fn wanted(element: &Element, places: &ElementPlaces) -> Wanted {
    Wanted {
        name: element.name.clone(),
        definition: element.definition.clone().unwrap_or_else(|| element.name.clone()),
        phrases: Vec::new(),
        confirmed: places.members.iter().copied().collect(),
        rejected: places.apart.iter().copied().collect(),
    }
}

/// How many cells were found, and how many are likely missing, judged by the empty cells that someone looked into (an
/// elusion test).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recall {
    /// Cells with a confirmed clause.
    pub present: usize,
    /// Empty cells that someone looked into: found after all, or checked and absent.
    pub looked: usize,
    /// Of these, cells where a person found a clause that nothing else had brought.
    pub found: usize,
    /// Empty cells that nobody looked into; cells of agreements with lost text are not counted.
    pub not_looked: usize,
    /// How many of those likely hold the element.
    pub missing: Option<f64>,
    /// Share of all cells that was found, 0 to 1; none when nobody looked.
    pub recall: Option<f64>,
    /// Its 95 % interval (Wilson 1927, on the share of `found` among `looked`).
    pub interval: Option<(f64, f64)>,
}

impl Recall {
    fn of(events: &[Event], findings: &Findings, element: Option<ElementId>) -> Self {
        let (state, matrix) = (findings.state(), findings.matrix());
        let brought = brought(events, state);
        let mut recall = Self {
            present: 0,
            looked: 0,
            found: 0,
            not_looked: 0,
            missing: None,
            recall: None,
            interval: None,
        };
        for row in matrix.elements() {
            let Some(id) = row.element().filter(|id| element.is_none_or(|one| one == *id)) else { continue };
            let Some(element) = state.elements.get(&id) else { continue };
            // Agreements of which a clause came with a proposal; the others a person found.
            let members = element.belonging().map(|member| &member.anchor);
            let proposed = members.filter(|anchor| brought.contains(&(id, anchor.key())));
            let proposed: BTreeSet<&AgreementId> = proposed.map(|anchor| &anchor.agreement).collect();
            for (cell, column) in row.cells.iter().zip(&matrix.columns) {
                match cell.state {
                    CellState::Present => {
                        recall.present += 1;
                        let found = usize::from(!proposed.contains(&column.agreement));
                        recall.found += found;
                        recall.looked += found;
                    }
                    CellState::CheckedAbsent => recall.looked += 1,
                    CellState::NotChecked => recall.not_looked += 1,
                    CellState::Suggested | CellState::Unreadable => {}
                }
            }
        }
        recall.estimate();
        recall
    }

    fn estimate(&mut self) {
        if self.looked == 0 || self.present == 0 {
            return;
        }
        let (present, left) = (self.present as f64, self.not_looked as f64);
        let share = |elusion: f64| present / (present + elusion * left);
        let elusion = self.found as f64 / self.looked as f64;
        let (low, high) = wilson(self.found, self.looked);
        self.missing = Some(elusion * left);
        self.recall = Some(share(elusion));
        self.interval = Some((share(high), share(low)));
    }

    /// The estimate in words.
    pub fn words(&self) -> String {
        let (Some(missing), Some(recall), Some((low, high))) = (self.missing, self.recall, self.interval)
        else {
            return "No empty cell has been checked yet, so it is unknown how much was missed: take a second look."
                .into();
        };
        let percent = |share: f64| (share * 100.0).round();
        format!(
            "{} of {} checked cells turned out to contain the element. If the {} unchecked ones are similar, about {} \
             more are missing: some {} % of all cells were found (95 % interval {} to {} %). The likeliest cells are \
             checked first, so the true share is probably higher.",
            self.found,
            self.looked,
            self.not_looked,
            missing.round(),
            percent(recall),
            percent(low),
            percent(high)
        )
    }
}

/// Clauses that came to elements in other ways than by looking for them: with a proposal, when the element was made by
/// hand, or from another element.
fn brought(events: &[Event], state: &State) -> HashSet<(ElementId, ClauseKey)> {
    let ordered = Ordered::new(events);
    let mut brought = HashSet::new();
    for event in ordered.in_effect() {
        for part in event.decision.parts() {
            let (Decision::Confirm { element, clauses, .. }
            | Decision::Split { element, clauses, .. }
            | Decision::Move { to: element, clauses, .. }) = part
            else {
                continue;
            };
            let home = state.home(*element).map_or(*element, |element| element.id);
            brought.extend(clauses.iter().map(Anchor::key).map(|key| (home, key)));
        }
    }
    brought
}

/// Wilson's interval for a share.
fn wilson(hits: usize, of: usize) -> (f64, f64) {
    let (n, p) = (of as f64, hits as f64 / of as f64);
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0))
}

#[cfg(test)]
#[path = "look_tests.rs"]
mod tests;
