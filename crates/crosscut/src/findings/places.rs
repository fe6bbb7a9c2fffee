//! Locates every decided clause among those of a run: found, doubtful or orphaned.

use crate::agreement::Editions;
use crosscut_decisions::{
    Anchor, ClauseKey, Correction, Element, ElementId, EventId, Finder, Found, State, place_of_words,
    places_of_words,
};
use crosscut_text::{AgreementId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Where the clauses that decisions are about are now. Numbers are places among the clauses of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// Those of each element.
    pub elements: BTreeMap<ElementId, ElementPlaces>,
    /// Rejected sets: the decision, and which clauses it is about now.
    pub rejected: Vec<(EventId, BTreeSet<usize>)>,
    /// Deferred sets.
    pub deferred: Vec<(EventId, BTreeSet<usize>)>,
    /// Sets that were set aside as form and are substance.
    pub substance: Vec<(EventId, BTreeSet<usize>)>,
    /// Verdicts on outliers: keep or not.
    pub outliers: BTreeMap<usize, bool>,
    /// Words that were recognised wrongly: their place in the text of the clause, and what its page says.
    pub corrections: Corrected,
    /// Corrections whose words are not in their clause any more, nor what they say instead.
    pub uncorrected: Vec<Correction>,
    /// Every clause that is not where it was judged, word for word, with where it leads now: what moved or changed, is
    /// doubtful or orphaned.
    pub elsewhere: BTreeMap<ClauseKey, Found>,
    /// Decided clauses of agreements that the study does not have (any more). Their decisions wait for them.
    pub away: BTreeMap<AgreementId, usize>,
}

/// Where the clauses judged for an element are now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ElementPlaces {
    /// Clauses that belong and were found for sure.
    pub members: BTreeSet<usize>,
    /// Clauses that were judged not to belong.
    pub removed: BTreeSet<usize>,
    /// Those of them that have another wording now: they stay out, but a second look asks about them again.
    pub reworded: BTreeSet<usize>,
    /// Clauses that belong and have another wording now: the clause, how alike the texts are, and what was judged.
    pub changed: Vec<(usize, f64, Anchor)>,
    /// Clauses that belong but were found only perhaps: the likeliest clause, how alike the texts are, and what was
    /// judged.
    pub doubtful: Vec<(usize, f64, Anchor)>,
    /// Clauses that belong and were not found.
    pub orphans: Vec<Anchor>,
    /// Clauses of an older edition that belong, where somebody must look whether the newest has them too.
    pub earlier: BTreeSet<usize>,
    /// The same clauses as they are told: those of `changed`, `doubtful` and `orphans` that are of an older edition.
    pub(super) replaced: BTreeSet<ClauseKey>,
    /// The candidate that it was confirmed from.
    pub(super) candidate: Option<String>,
    /// Every judged clause is where it was judged.
    in_place: bool,
}

impl Places {
    /// Whether a clause that was confirmed for an element is of an older edition, and is to be looked for in the newest.
    pub fn is_of_older_edition(&self, element: ElementId, judged: &Anchor) -> bool {
        let places = self.elements.get(&element);
        places.is_some_and(|places| places.replaced.contains(&judged.key()))
    }

    /// Finds every anchor of a state.
    pub(crate) fn new(state: &State, finder: &Finder<'_>) -> Self {
        Self::after(state, finder, &Editions::default(), Self::default(), &BTreeSet::new()).0
    }

    /// As [`Places::new`], where `before` was found among the same clauses: elements that are `unchanged` since are
    /// where they were. Gives the clauses of which something else is said now, too.
    pub(super) fn after(
        state: &State,
        finder: &Finder<'_>,
        editions: &Editions,
        before: Self,
        unchanged: &BTreeSet<ElementId>,
    ) -> (Self, BTreeSet<usize>) {
        let mut known = before.elements;
        let mut touched = BTreeSet::new();
        known.retain(|id, places| {
            let stays = places.in_place && unchanged.contains(id);
            if !stays {
                touched.extend(places.all());
            }
            stays
        });
        let mut search = Search { finder, editions, elsewhere: BTreeMap::new() };
        let mut away: BTreeMap<AgreementId, BTreeSet<ClauseKey>> = BTreeMap::new();
        for anchor in state.anchors().filter(|anchor| !finder.index().has(&anchor.agreement)) {
            away.entry(anchor.agreement.clone()).or_default().insert(anchor.key());
        }
        let away = away.into_iter().map(|(agreement, clauses)| (agreement, clauses.len())).collect();
        let element = |(id, element): (&ElementId, &Element)| {
            let anew = || {
                let places = search.element(element);
                touched.extend(places.all());
                places
            };
            (*id, known.remove(id).unwrap_or_else(anew))
        };
        let elements = state.elements.iter().map(element).collect();
        let rejected: Sets = state.rejected.iter().map(|set| (set.event, search.set(&set.clauses))).collect();
        let deferred: Sets = state.deferred.iter().map(|set| (set.event, search.set(&set.clauses))).collect();
        touched.extend(differing(&before.rejected, &rejected));
        touched.extend(differing(&before.deferred, &deferred));
        let substance = state.substance.iter().map(|set| (set.event, search.set(&set.clauses))).collect();
        let mut outliers = BTreeMap::new();
        for verdict in &state.outliers {
            if let Some(place) = search.find(&verdict.anchor).sure() {
                outliers.insert(place, verdict.keep);
            }
        }
        let (corrections, uncorrected) = search.corrections(&state.corrections);
        let places = Self {
            elements,
            rejected,
            deferred,
            substance,
            outliers,
            corrections,
            uncorrected,
            elsewhere: search.elsewhere,
            away,
        };
        (places, touched)
    }
}

impl ElementPlaces {
    /// Every clause of which it says anything.
    fn all(&self) -> impl Iterator<Item = usize> {
        let sets = [&self.members, &self.removed, &self.reworded, &self.earlier];
        let perhaps = self.changed.iter().chain(&self.doubtful).map(|(place, ..)| *place);
        sets.into_iter().flatten().copied().chain(perhaps)
    }
}

/// Sets of clauses by the decision on them.
type Sets = Vec<(EventId, BTreeSet<usize>)>;

/// The clauses of the sets that only one of two lists has, of which one decision may have several.
fn differing(before: &Sets, now: &Sets) -> BTreeSet<usize> {
    let (old, new): (BTreeSet<_>, BTreeSet<_>) = (before.iter().collect(), now.iter().collect());
    old.symmetric_difference(&new).flat_map(|(_, set)| set.iter().copied()).collect()
}

struct Search<'f, 'c> {
    finder: &'f Finder<'c>,
    editions: &'f Editions,
    elsewhere: BTreeMap<ClauseKey, Found>,
}

/// Corrections by the place of their clause, each with the words that it corrects there.
type Corrected = BTreeMap<usize, Vec<(Span, Correction)>>;

impl Search<'_, '_> {
    fn find(&mut self, anchor: &Anchor) -> Found {
        match self.finder.at_its_place(anchor) {
            Some(place) => Found::Same(place),
            None if !self.finder.index().has(&anchor.agreement) => Found::Orphan,
            None => *self.elsewhere.entry(anchor.key()).or_insert_with(|| self.finder.find(anchor)),
        }
    }

    /// A set that was offered counts by what it most likely is now: it is there to be recognised.
    fn set(&mut self, anchors: &[Anchor]) -> BTreeSet<usize> {
        anchors.iter().filter_map(|anchor| self.find(anchor).likely()).collect()
    }

    /// Where the corrected words are now; and the corrections for which there is no place.
    fn corrections(&mut self, all: &[Correction]) -> (Corrected, Vec<Correction>) {
        let (mut corrections, mut uncorrected) = (Corrected::new(), Vec::new());
        let finder = self.finder;
        for correction in all.iter().filter(|one| finder.index().has(&one.anchor.agreement)) {
            let place = self.find(&correction.anchor).likely();
            let text = place.and_then(|place| finder.clauses().get(place)).map(|clause| clause.text.as_str());
            let text = text.unwrap_or_default();
            match (place, place_of_words(text, &correction.recognised, correction.nth)) {
                (Some(place), Some(span)) => {
                    corrections.entry(place).or_default().push((span, correction.clone()));
                }
                // It was read again, and rightly this time.
                _ if !places_of_words(text, &correction.correct).is_empty() => {}
                _ => uncorrected.push(correction.clone()),
            }
        }
        for spans in corrections.values_mut() {
            spans.sort_by_key(|(span, _)| (span.start(), std::cmp::Reverse(span.end())));
        }
        (corrections, uncorrected)
    }

    fn element(&mut self, element: &Element) -> ElementPlaces {
        let mut places = ElementPlaces {
            in_place: true,
            candidate: element.candidate.clone(),
            ..ElementPlaces::default()
        };
        for member in &element.members {
            let anchor = &member.anchor;
            places.in_place &= self.finder.at_its_place(anchor).is_some();
            let found = self.find(anchor);
            if !self.finder.index().has(&anchor.agreement) {
                continue;
            }
            match (found, member.belongs) {
                (Found::Same(place), true) => {
                    places.members.insert(place);
                }
                (Found::Same(place), false) => {
                    places.removed.insert(place);
                }
                // What was kept out stays out under another wording, until somebody decides otherwise.
                (Found::Changed(place, _), false) => {
                    places.reworded.insert(place);
                }
                (Found::Changed(place, share), true) => places.changed.push((place, share, anchor.clone())),
                (Found::Doubtful(place, share), true) => places.doubtful.push((place, share, anchor.clone())),
                (Found::Orphan, true) => places.orphans.push(anchor.clone()),
                (Found::Doubtful(..) | Found::Orphan, false) => {}
            }
        }
        places.reworded.retain(|place| !places.removed.contains(place) && !places.members.contains(place));
        places.removed.extend(&places.reworded);
        places.removed.retain(|place| !places.members.contains(place));
        self.look_into_the_newest(&mut places);
        places
    }

    /// What was confirmed in an older edition counts where the newest says the same word for word, or somebody confirmed a
    /// clause of that, too: otherwise somebody must look, as if the text had been replaced.
    fn look_into_the_newest(&mut self, places: &mut ElementPlaces) {
        let (clauses, editions) = (self.finder.clauses(), self.editions);
        let agreement = |place: &usize| &clauses[*place].agreement;
        let confirmed: BTreeSet<&AgreementId> =
            places.members.iter().filter_map(|place| editions.newest_as(agreement(place))).collect();
        for place in &places.members.clone() {
            let newest = editions.replaced_by(agreement(place)).filter(|newest| !confirmed.contains(newest));
            let (Some(newest), Some(judged)) = (newest, Anchor::of(clauses, *place)) else { continue };
            let found = self.finder.find(&judged.in_agreement(newest));
            match found {
                Found::Same(_) => continue,
                Found::Changed(to, share) => places.changed.push((to, share, judged.clone())),
                Found::Doubtful(to, share) => places.doubtful.push((to, share, judged.clone())),
                Found::Orphan => places.orphans.push(judged.clone()),
            }
            self.elsewhere.insert(judged.key(), found);
            places.members.remove(place);
            places.earlier.insert(*place);
            places.replaced.insert(judged.key());
            places.in_place = false;
        }
    }
}
