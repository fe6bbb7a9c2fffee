//! Events to state. Every value is a register that keeps all writes which did not know of each other.

mod checkpoints;
mod finish;
mod making;
mod register;
mod undone;

use super::line::Line;
use super::order::{Ordered, Place, before};
use super::state::{Finished, Inert, KeptNote, Sample, State, Why};
use super::{
    Anchor, ClauseKey, Coder, Decision, ElementId, Event, EventId, Reason, Seen, Settlement, Target,
};
use checkpoints::{Checkpoints, Fate, fates};
use finish::Judgements;
use making::{Judged, Making, Moves};
use register::{Register, Stamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A state that takes further events one by one. Gives the same as folding all of them anew.
#[derive(Debug)]
pub(super) struct Folding {
    draft: Draft,
    /// What became of each event, cause before effect.
    fates: Vec<(EventId, Fate)>,
    checkpoints: Checkpoints,
    seen: Seen,
    last: Option<Place>,
    known: BTreeSet<EventId>,
    /// Whose logs were continued in two places.
    forked: BTreeSet<Coder>,
    judgements: Judgements,
    state: State,
}

impl Folding {
    pub(super) fn new(events: &[Event]) -> Self {
        let mut folding = Self {
            draft: Draft::default(),
            fates: Vec::new(),
            checkpoints: Checkpoints::default(),
            seen: Seen::new(),
            last: None,
            known: BTreeSet::new(),
            forked: BTreeSet::new(),
            judgements: Judgements::default(),
            state: State::default(),
        };
        folding.again(events);
        folding
    }

    pub(super) fn state(&self) -> &State {
        &self.state
    }

    /// Folds the events of before with others among them, from the first one on that has another place or another fate
    /// now: what came before it is as it was.
    pub(super) fn again(&mut self, events: &[Event]) {
        let ordered = Ordered::new(events);
        let (fates, moves) = (fates(&ordered), Moves::of(&ordered));
        // On a forked log, and where clauses are elsewhere now, one event may change what all others mean.
        let comparable =
            self.forked.is_empty() && ordered.lines.coders.is_empty() && *self.draft.moves == moves;
        let same = self.fates.iter().zip(&fates).take_while(|(before, now)| before == now).count();
        let before = match self.checkpoints.back_to(same).filter(|_| comparable) {
            Some((from, draft)) => Some((from, std::mem::replace(&mut self.draft, draft))),
            None => None,
        };
        let from = match &before {
            Some((from, _)) => *from,
            None => {
                self.checkpoints = Checkpoints::default();
                self.judgements = Judgements::new(&ordered.lines.open);
                (self.state, self.draft) = (State::default(), Draft::default());
                self.draft.moves = Arc::new(moves);
                0
            }
        };
        for (place, &event) in ordered.events.iter().enumerate().skip(from) {
            if Checkpoints::keeps(place, ordered.events.len()) {
                self.checkpoints.keep(place, &self.draft);
            }
            self.draft.take(event, &fates[place].1, &ordered);
        }
        self.draft.brought = Draft::brought(&ordered);
        let old = before.map(|(_, draft)| draft.elements).unwrap_or_default();
        self.draft.touched = changed(&old, &self.draft.elements);
        self.fates = fates;
        self.last = ordered.events.last().map(|event| Place::of(event));
        self.known = ordered.events.iter().map(|event| event.id).collect();
        self.forked.clone_from(&ordered.lines.coders);
        self.seen = ordered.seen;
        self.finish();
    }

    /// Adds an event that knows all others and takes nothing back, as a decision made now does. `false` when it is
    /// another one: then it must be folded [`Folding::again`].
    pub(super) fn push(&mut self, event: &Event) -> bool {
        let plain = event
            .decision
            .parts()
            .iter()
            .all(|part| !matches!(part, Decision::Undo { .. } | Decision::Reanchor { .. }));
        let place = Place::of(event);
        let knows_all = self.seen.iter().all(|(coder, &seq)| {
            if *coder == event.by {
                event.seq > seq
            } else {
                event.seen.get(coder).is_some_and(|&s| s >= seq)
            }
        });
        if !plain
            || !knows_all
            || self.forked.contains(&event.by)
            || self.known.contains(&event.id)
            || self.last.as_ref() >= Some(&place)
        {
            return false;
        }
        self.last = Some(place);
        self.known.insert(event.id);
        for (coder, &seq) in event.seen.iter().chain([(&event.by, &event.seq)]) {
            let last = self.seen.entry(coder.clone()).or_default();
            *last = seq.max(*last);
        }
        self.checkpoints.keep(self.fates.len(), &self.draft);
        self.fates.push((event.id, Fate::Counts));
        self.draft.apply(event, Line::default());
        self.finish();
        true
    }

    fn finish(&mut self) {
        let Self { draft, judgements, state, .. } = self;
        judgements.finish(draft, state);
        state.seen.clone_from(&self.seen);
    }
}

/// Elements that are not the very same in two drafts, of which one was made from the other.
fn changed(
    before: &BTreeMap<ElementId, Arc<Making>>,
    now: &BTreeMap<ElementId, Arc<Making>>,
) -> BTreeSet<ElementId> {
    let other = |all: &BTreeMap<ElementId, Arc<Making>>, id: &ElementId, making: &Arc<Making>| {
        all.get(id).is_none_or(|known| !Arc::ptr_eq(known, making))
    };
    let gone = before.iter().filter(|(id, making)| other(now, id, making));
    let come = now.iter().filter(|(id, making)| other(before, id, making));
    gone.chain(come).map(|(id, _)| *id).collect()
}

impl State {
    /// Folds events to a state: the same for every order of the same events, and for events given twice.
    pub fn fold(events: &[Event]) -> Self {
        Folding::new(events).state
    }
}

#[cfg(test)]
mod told_tests;

/// A set of clauses that was turned down or put off.
#[derive(Debug)]
struct Offered {
    stamp: Arc<Stamp>,
    clauses: Vec<Anchor>,
    keys: BTreeSet<ClauseKey>,
    reason: Reason,
    comment: Option<String>,
}

/// What the page says where words of a clause were recognised.
#[derive(Clone, Debug)]
struct Corrected {
    clause: Anchor,
    correct: Register<String>,
}

/// An element that was taken away.
#[derive(Clone, Debug)]
struct Gone {
    /// The undo or settlement that did it.
    stamp: Arc<Stamp>,
    name: String,
}

/// Everything as it is after some events. A copy shares what is large.
#[derive(Clone, Debug, Default)]
struct Draft {
    moves: Arc<Moves>,
    elements: BTreeMap<ElementId, Arc<Making>>,
    merged_into: BTreeMap<ElementId, ElementId>,
    /// The merges by which elements went.
    merged_by: BTreeMap<ElementId, Arc<Stamp>>,
    rejected: Vec<Arc<Offered>>,
    deferred: Vec<Arc<Offered>>,
    substance: Vec<Arc<Offered>>,
    outliers: BTreeMap<ClauseKey, Judged>,
    /// By clause, the words as they were recognised, and which of several such words.
    corrections: BTreeMap<(ClauseKey, String, u32), Corrected>,
    notes: Vec<KeptNote>,
    finished: BTreeMap<Coder, Finished>,
    samples: Vec<Sample>,
    inert: Vec<Inert>,
    /// Elements that were taken away, by whom each time.
    gone: BTreeMap<ElementId, Vec<Gone>>,
    /// Events on elements that are not there, or were taken away by somebody who did not know them.
    strays: Vec<(ElementId, Arc<Stamp>)>,
    /// Elements that a redo brought back, and another undo still takes away.
    brought: Vec<(ElementId, Arc<Stamp>)>,
    /// Whether an element is one at all, where that was settled.
    settled: BTreeMap<ElementId, Register<bool>>,
    /// Pairs of elements that somebody said are two, lower id first.
    two: BTreeMap<(ElementId, ElementId), Vec<Arc<Stamp>>>,
    /// Elements that were touched since the state was last finished.
    touched: BTreeSet<ElementId>,
}

impl Draft {
    fn apply(&mut self, event: &Event, line: Line) {
        let stamp = Stamp::of(event, line);
        let mut whys = Vec::new();
        for part in event.decision.parts() {
            if let Err(why) = self.decide(&stamp, event, part)
                && !whys.contains(&why)
            {
                whys.push(why);
            }
        }
        self.inert.extend(whys.into_iter().map(|why| Inert { event: event.id, why }));
    }

    fn decide(&mut self, stamp: &Arc<Stamp>, event: &Event, decision: &Decision) -> Result<(), Why> {
        match decision {
            Decision::Confirm { .. } => self.confirm(stamp, decision),
            Decision::Rename { element, name } => self.rename(stamp, *element, name)?,
            Decision::Define { element, definition } => self.define(stamp, *element, definition)?,
            Decision::Add { element, clauses } => self.judge(stamp, *element, clauses, true)?,
            Decision::Remove { element, clauses } => self.judge(stamp, *element, clauses, false)?,
            Decision::Move { from, to, clauses } => self.carry(stamp, *from, *to, clauses)?,
            Decision::Merge { into, from } => self.merge(stamp, *into, from)?,
            Decision::Split { from, element, name, clauses } => {
                self.split(stamp, (*from, *element), name, clauses)?
            }
            Decision::Absent { element, agreement, clauses, texts } => {
                let apart = !self.apart(stamp, *element).is_empty();
                let making = self.find(stamp, *element)?;
                // Nobody looked for all that the element is since.
                if apart {
                    return Err(Why::Merged);
                }
                making.absent.entry(agreement.clone()).or_default().find(stamp, texts);
                self.judge(stamp, *element, clauses, false)?;
            }
            Decision::Resolve { element, settle } => self.settle(stamp, *element, settle)?,
            Decision::Reject { clauses, reason, comment, .. } => {
                let offered = self.offered(stamp, clauses, *reason, comment.as_ref());
                self.rejected.push(offered);
            }
            Decision::Defer { clauses, .. } => {
                let offered = self.offered(stamp, clauses, Reason::Other, None);
                self.deferred.push(offered);
            }
            Decision::Substance { clauses, .. } => {
                let offered = self.offered(stamp, clauses, Reason::Other, None);
                self.substance.push(offered);
            }
            Decision::Outlier { clause, keep } => {
                let clause = self.moves.now(clause);
                self.outliers.entry(clause.key()).or_default().judge(stamp, clause, *keep);
            }
            Decision::Correct { clause, recognised, nth, correct } => {
                let clause = self.moves.now(clause).clone();
                let words = (clause.key(), recognised.clone(), *nth);
                let new = || Corrected { clause, correct: Register::default() };
                self.corrections.entry(words).or_insert_with(new).correct.write(stamp, correct.clone());
            }
            Decision::Note { about, text } => self.note(event, about, text),
            Decision::Sample { seed, cells, from } => self.samples.push(Sample {
                event: event.id,
                by: event.by.clone(),
                at: event.at,
                seed: *seed,
                cells: cells.clone(),
                from: from.clone(),
            }),
            Decision::Finish => {
                self.finished.insert(event.by.clone(), Finished { event: event.id, at: event.at });
            }
            // Undos and moves were taken into account before; sets hold no sets.
            Decision::Undo { .. } | Decision::Reanchor { .. } | Decision::Together { .. } => {}
        }
        Ok(())
    }

    fn rename(&mut self, stamp: &Arc<Stamp>, element: ElementId, name: &str) -> Result<(), Why> {
        let apart = !self.apart(stamp, element).is_empty();
        let making = self.find(stamp, element)?;
        if apart {
            return Err(Why::Merged);
        }
        making.name.write(stamp, name.to_owned());
        Ok(())
    }

    fn define(&mut self, stamp: &Arc<Stamp>, element: ElementId, definition: &str) -> Result<(), Why> {
        let apart = !self.apart(stamp, element).is_empty();
        let making = self.find(stamp, element)?;
        if apart && making.definition.value().is_some() {
            return Err(Why::Merged);
        }
        making.definition.write(stamp, definition.to_owned());
        Ok(())
    }

    /// The id under which an element lives on after merges.
    fn home(&self, mut element: ElementId) -> ElementId {
        while let Some(&into) = self.merged_into.get(&element) {
            element = into;
        }
        element
    }

    /// The merges by which an element went up in another, of which a decision on it did not know: its name, its definition
    /// and what was not found of it are not those of the element that stays.
    fn apart(&self, stamp: &Arc<Stamp>, mut element: ElementId) -> Vec<EventId> {
        let mut unknown = Vec::new();
        while let Some(&into) = self.merged_into.get(&element) {
            let merge = self.merged_by.get(&element).filter(|merge| !before(&***merge, &**stamp));
            unknown.extend(merge.map(|merge| merge.id));
            element = into;
        }
        unknown
    }

    fn find(&mut self, stamp: &Arc<Stamp>, element: ElementId) -> Result<&mut Making, Why> {
        let home = self.home(element);
        let Some(making) = self.elements.get_mut(&home).map(Arc::make_mut) else {
            self.strays.push((home, Arc::clone(stamp)));
            return Err(Why::NoElement);
        };
        making.touch(stamp);
        self.touched.insert(home);
        Ok(making)
    }

    fn judge(
        &mut self,
        stamp: &Arc<Stamp>,
        element: ElementId,
        clauses: &[Anchor],
        yes: bool,
    ) -> Result<(), Why> {
        self.find(stamp, element)?;
        let (home, apart) = (self.home(element), self.apart(stamp, element));
        let Some(making) = self.elements.get_mut(&home).map(Arc::make_mut) else { return Ok(()) };
        let mut judged = clauses.is_empty();
        for anchor in clauses.iter().map(|anchor| self.moves.now(anchor)) {
            if yes || making.is_of(&anchor.key(), &apart) {
                making.judge(stamp, anchor, yes);
                judged = true;
            }
        }
        if judged { Ok(()) } else { Err(Why::Merged) }
    }

    /// Makes an element, or touches the one that is there already.
    fn make(&mut self, stamp: &Arc<Stamp>, element: ElementId, name: &str) -> &mut Making {
        let home = self.home(element);
        let making = self.elements.entry(home).or_insert_with(|| Arc::new(Making::new(stamp)));
        let making = Arc::make_mut(making);
        making.touch(stamp);
        self.touched.insert(home);
        // A confirmation that knew the element adds to it; its name was given elsewhere.
        if making.made.id == stamp.id || !before(&*making.made, &**stamp) {
            making.name.write(stamp, name.to_owned());
        }
        making
    }

    fn confirm(&mut self, stamp: &Arc<Stamp>, decision: &Decision) {
        let Decision::Confirm { element, name, definition, candidate, clauses } = decision else { return };
        let making = self.make(stamp, *element, name);
        if making.candidate.is_none() {
            making.candidate.clone_from(candidate);
        }
        if let Some(definition) = definition {
            making.definition.write(stamp, definition.clone());
        }
        // The element was made a line above.
        let _ = self.judge(stamp, *element, clauses, true);
    }

    /// Clauses leave an element for a new one. What was one candidate stays decided, whichever element has its clauses now.
    fn split(
        &mut self,
        stamp: &Arc<Stamp>,
        (from, element): (ElementId, ElementId),
        name: &str,
        clauses: &[Anchor],
    ) -> Result<(), Why> {
        let candidate = self.elements.get(&self.home(from)).and_then(|from| from.candidate.clone());
        let making = self.make(stamp, element, name);
        if making.candidate.is_none() {
            making.candidate = candidate;
        }
        self.judge(stamp, element, clauses, true)?;
        self.carry(stamp, from, element, clauses)
    }

    fn carry(
        &mut self,
        stamp: &Arc<Stamp>,
        from: ElementId,
        to: ElementId,
        clauses: &[Anchor],
    ) -> Result<(), Why> {
        if self.home(from) == self.home(to) {
            return Err(Why::Itself);
        }
        self.find(stamp, to)?;
        // Where the other element is not there, its clauses still belong to this one.
        let left = self.judge(stamp, from, clauses, false);
        self.judge(stamp, to, clauses, true)?;
        left
    }

    fn merge(&mut self, stamp: &Arc<Stamp>, into: ElementId, from: &[ElementId]) -> Result<(), Why> {
        self.find(stamp, into)?;
        let stays_apart = !self.apart(stamp, into).is_empty();
        let into = self.home(into);
        let mut merged = false;
        for &from in from {
            let goes_apart = !self.apart(stamp, from).is_empty();
            let from = self.home(from);
            if from == into {
                continue;
            }
            let Some(gone) = self.elements.remove(&from) else {
                self.strays.push((from, Arc::clone(stamp)));
                continue;
            };
            let Some(stays) = self.elements.get_mut(&into).map(Arc::make_mut) else { continue };
            let gone = Arc::unwrap_or_clone(gone);
            let dropped = stays.absorb(stamp, gone, (stays_apart, goes_apart));
            self.inert.extend(dropped.into_iter().map(|event| Inert { event, why: Why::Merged }));
            stays.merged.insert(from);
            self.merged_into.insert(from, into);
            self.merged_by.insert(from, Arc::clone(stamp));
            self.touched.insert(from);
            merged = true;
        }
        if merged { Ok(()) } else { Err(Why::Itself) }
    }

    fn settle(&mut self, stamp: &Arc<Stamp>, element: ElementId, settle: &Settlement) -> Result<(), Why> {
        if let Settlement::Element { keep } = settle {
            let home = self.home(element);
            self.settled.entry(home).or_default().write(stamp, *keep);
            if !*keep {
                self.take_away(stamp, home);
                return Ok(());
            }
        }
        if let Settlement::Two { other } = settle {
            return self.keep_two(stamp, element, *other);
        }
        self.find(stamp, element)?;
        let (home, apart) = (self.home(element), self.apart(stamp, element));
        let Some(making) = self.elements.get_mut(&home).map(Arc::make_mut) else { return Ok(()) };
        match settle {
            Settlement::Name { .. } | Settlement::Absence { .. } if !apart.is_empty() => {
                return Err(Why::Merged);
            }
            Settlement::Definition { .. } if !apart.is_empty() && making.definition.value().is_some() => {
                return Err(Why::Merged);
            }
            Settlement::Clause { clause, belongs } => {
                let clause = self.moves.now(clause);
                if !belongs && !making.is_of(&clause.key(), &apart) {
                    return Err(Why::Merged);
                }
                let judged = making.members.entry(clause.key()).or_default();
                judged.belongs.write(stamp, *belongs);
                judged.anchor.get_or_insert_with(|| clause.clone());
            }
            Settlement::Name { name } => making.name.write(stamp, name.clone()),
            Settlement::Definition { definition } => making.definition.write(stamp, definition.clone()),
            Settlement::Absence { agreement, absent } => {
                making.absent.entry(agreement.clone()).or_default().absent.write(stamp, *absent);
            }
            // Done above.
            Settlement::Element { .. } | Settlement::Two { .. } => {}
        }
        Ok(())
    }

    /// Somebody who knew two elements said that they are two.
    fn keep_two(&mut self, stamp: &Arc<Stamp>, element: ElementId, other: ElementId) -> Result<(), Why> {
        let (a, b) = (self.home(element), self.home(other));
        if a == b {
            return Err(Why::Itself);
        }
        self.find(stamp, element)?;
        self.find(stamp, other)?;
        self.two.entry((a.min(b), a.max(b))).or_default().push(Arc::clone(stamp));
        Ok(())
    }

    /// Whether somebody who knew both elements and their names said that they are two.
    fn are_two(&self, pair: (ElementId, ElementId)) -> bool {
        let (Some(a), Some(b)) = (self.elements.get(&pair.0), self.elements.get(&pair.1)) else {
            return false;
        };
        self.two.get(&pair).into_iter().flatten().any(|stamp| {
            let known = |making: &Making| {
                let mut all = making.name.writes().map(|(named, _)| named).chain([&making.made]);
                all.all(|past| before(&**past, &**stamp))
            };
            known(a) && known(b)
        })
    }

    /// It is no element. What was done to it without knowing that strays.
    fn take_away(&mut self, stamp: &Arc<Stamp>, home: ElementId) {
        let Some(making) = self.elements.remove(&home) else { return };
        let ignorant = making.history.iter().filter(|past| !before(&***past, &**stamp));
        self.strays.extend(ignorant.map(|past| (home, Arc::clone(past))));
        let name = making.name.value().unwrap_or_default();
        self.gone.entry(home).or_default().push(Gone { stamp: Arc::clone(stamp), name });
        self.touched.insert(home);
    }

    fn offered(
        &self,
        stamp: &Arc<Stamp>,
        clauses: &[Anchor],
        reason: Reason,
        comment: Option<&String>,
    ) -> Arc<Offered> {
        let clauses: Vec<Anchor> = clauses.iter().map(|anchor| self.moves.now(anchor).clone()).collect();
        let keys = clauses.iter().map(Anchor::key).collect();
        Arc::new(Offered { stamp: Arc::clone(stamp), clauses, keys, reason, comment: comment.cloned() })
    }

    fn note(&mut self, event: &Event, about: &Target, text: &str) {
        let about = match about {
            Target::Clause(anchor) => Target::Clause(self.moves.now(anchor).clone()),
            other => other.clone(),
        };
        let (id, by) = (event.id, event.by.clone());
        self.notes.push(KeptNote { event: id, by, at: event.at, about, text: text.to_owned() });
    }
}
