//! What the next run must respect of the decisions.

use super::{ElementPlaces, Places};
use crosscut_cluster::Constraints;
use crosscut_decisions::{ElementId, Finder, State};
use crosscut_text::Clause;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What the next run must respect: confirmed clauses stay together, removed ones stay out. A clause of several elements
/// counts for the largest of them only: it must not tie the others to one another.
pub(crate) fn constraints(state: &State, clauses: &[Clause]) -> Constraints {
    let places = Places::new(state, &Finder::new(clauses));
    let mut elements: Vec<(&ElementId, &ElementPlaces)> = places.elements.iter().collect();
    elements.sort_by_key(|(id, places)| (Reverse(places.members.len()), **id));
    let mut home: BTreeMap<usize, usize> = BTreeMap::new();
    let mut constraints = Constraints::default();
    for (place, (_, element)) in elements.iter().enumerate() {
        // A clause under another wording is held with the others until somebody has looked.
        let reworded = element.changed.iter().map(|(index, ..)| *index);
        let all: BTreeSet<usize> = element.members.iter().copied().chain(reworded).collect();
        let free: Vec<usize> = all.into_iter().filter(|index| !home.contains_key(index)).collect();
        home.extend(free.iter().map(|&index| (index, place)));
        constraints.must_link.push(free);
    }
    for (place, (_, element)) in elements.iter().enumerate() {
        for &out in &element.removed {
            for &member in constraints.must_link[place].iter().filter(|_| home.get(&out) != Some(&place)) {
                constraints.cannot_link.push((out.min(member), out.max(member)));
            }
        }
    }
    constraints.must_link.retain(|set| set.len() > 1);
    constraints.cannot_link.sort_unstable();
    constraints.cannot_link.dedup();
    constraints
}
