//! The state laid on the clauses of a run: every anchor found again, doubtful, or an orphan.

use crate::matrix::Made;
use crosscut_cluster::Constraints;
use crosscut_decisions::{
    Anchor, ClauseIndex, ClauseKey, Element, ElementId, EventId, Finder, Found, Membership, State,
};
use crosscut_text::Clause;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A state on the clauses of a run. Indices point into those clauses.
#[derive(Debug)]
pub struct Placed<'s> {
    /// The elements, in the order of their ids.
    pub elements: Vec<PlacedElement<'s>>,
    /// Rejected sets: the decision, and which clauses it is about now.
    pub rejected: Vec<(EventId, BTreeSet<usize>)>,
    /// Deferred sets.
    pub deferred: Vec<(EventId, BTreeSet<usize>)>,
    /// Verdicts on outliers: keep or not.
    pub outliers: BTreeMap<usize, bool>,
    /// Every anchor that is not where it was judged, word for word, with where it leads now: what moved or changed, is
    /// doubtful or orphaned.
    pub elsewhere: BTreeMap<ClauseKey, (&'s Anchor, Found)>,
    pub(super) state: &'s State,
    /// Where the clauses stand.
    pub(crate) index: Arc<ClauseIndex>,
}

/// An element on the clauses of a run.
#[derive(Debug)]
pub struct PlacedElement<'s> {
    /// The element.
    pub element: &'s Element,
    /// Clauses that belong and were found for sure.
    pub members: BTreeMap<usize, &'s Membership>,
    /// Clauses that were judged not to belong.
    pub apart: BTreeSet<usize>,
    /// Clauses that belong but were found only perhaps, and how alike the text is.
    pub doubtful: Vec<(usize, f64, &'s Membership)>,
    /// Clauses that belong and were not found.
    pub orphans: Vec<&'s Membership>,
}

impl<'s> Placed<'s> {
    /// Finds every anchor of a state among the clauses.
    pub fn new(state: &'s State, clauses: &[Clause]) -> Self {
        Self::found_by(state, Finder::new(clauses))
    }

    /// As [`Placed::new`], with a finder over the clauses that was made before.
    pub fn found_by(state: &'s State, finder: Finder<'_>) -> Self {
        Self::found_again(state, finder, &Made::default())
    }

    /// As [`Placed::found_by`], where elements were placed on the same clauses before: those that did not change are
    /// where they were.
    pub(super) fn found_again(state: &'s State, finder: Finder<'_>, before: &'_ Made) -> Self {
        let index = Arc::clone(finder.index());
        let mut places = Places { finder, before, elsewhere: BTreeMap::new() };
        let elements = state.elements.values().map(|element| places.element(element)).collect();
        let rejected = state.rejected.iter().map(|set| (set.event, places.set(&set.clauses))).collect();
        let deferred = state.deferred.iter().map(|set| (set.event, places.set(&set.clauses))).collect();
        let mut outliers = BTreeMap::new();
        for verdict in &state.outliers {
            if let Some(index) = places.find(&verdict.anchor).sure() {
                outliers.insert(index, verdict.keep);
            }
        }
        Self { elements, rejected, deferred, outliers, elsewhere: places.elsewhere, state, index }
    }

    /// Anchors that lead nowhere now.
    pub fn orphans(&self) -> Vec<&'s Anchor> {
        let orphans = self.elsewhere.values().filter(|(_, found)| *found == Found::Orphan);
        orphans.map(|(anchor, _)| *anchor).collect()
    }

    /// Anchors that a person must look at, with the likeliest clause and how alike it is.
    pub fn doubtful(&self) -> Vec<(&'s Anchor, usize, f64)> {
        let doubtful = self.elsewhere.values().filter_map(|(anchor, found)| match found {
            Found::Doubtful(index, share) => Some((*anchor, *index, *share)),
            _ => None,
        });
        doubtful.collect()
    }

    /// The element of that id.
    pub fn element(&self, id: ElementId) -> Option<&PlacedElement<'s>> {
        self.elements.iter().find(|placed| placed.element.id == id)
    }
}

struct Places<'s, 'c> {
    finder: Finder<'c>,
    before: &'c Made,
    elsewhere: BTreeMap<ClauseKey, (&'s Anchor, Found)>,
}

impl<'s> Places<'s, '_> {
    fn find(&mut self, anchor: &'s Anchor) -> Found {
        match self.finder.at_its_place(anchor) {
            Some(index) => Found::Same(index),
            None => {
                self.elsewhere.entry(anchor.key()).or_insert_with(|| (anchor, self.finder.find(anchor))).1
            }
        }
    }

    /// A set that was offered counts by what it most likely is now: it is there to be recognised.
    fn set(&mut self, anchors: &'s [Anchor]) -> BTreeSet<usize> {
        anchors.iter().filter_map(|anchor| self.find(anchor).likely()).collect()
    }

    fn element(&mut self, element: &'s Element) -> PlacedElement<'s> {
        let mut placed = PlacedElement {
            element,
            members: BTreeMap::new(),
            apart: BTreeSet::new(),
            doubtful: Vec::new(),
            orphans: Vec::new(),
        };
        let known = self.before.places(element);
        for (at, member) in element.members.iter().enumerate() {
            let known = known.and_then(|known| known.get(at).copied());
            let found = known.map_or_else(|| self.find(&member.anchor), Found::Same);
            match (found, member.belongs) {
                (Found::Same(index) | Found::Changed(index, _), true) => {
                    placed.members.insert(index, member);
                }
                (Found::Same(index) | Found::Changed(index, _), false) => {
                    placed.apart.insert(index);
                }
                (Found::Doubtful(index, share), true) => placed.doubtful.push((index, share, member)),
                (Found::Orphan, true) => placed.orphans.push(member),
                (Found::Doubtful(..) | Found::Orphan, false) => {}
            }
        }
        placed.apart.retain(|index| !placed.members.contains_key(index));
        placed
    }
}

/// What the next run must respect: confirmed clauses stay together, removed ones stay out. A clause of several elements
/// counts for the largest of them only: it must not tie the others to one another.
pub fn constraints(state: &State, clauses: &[Clause]) -> Constraints {
    let placed = Placed::new(state, clauses);
    let mut elements: Vec<&PlacedElement> = placed.elements.iter().collect();
    elements.sort_by_key(|placed| (std::cmp::Reverse(placed.members.len()), placed.element.id));
    let mut home: BTreeMap<usize, usize> = BTreeMap::new();
    let mut constraints = Constraints::default();
    for (place, element) in elements.iter().enumerate() {
        let free: Vec<usize> =
            element.members.keys().copied().filter(|index| !home.contains_key(index)).collect();
        home.extend(free.iter().map(|&index| (index, place)));
        constraints.must_link.push(free);
    }
    for (place, element) in elements.iter().enumerate() {
        for &out in &element.apart {
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
