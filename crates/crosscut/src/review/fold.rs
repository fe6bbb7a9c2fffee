//! Events to state. Every value is a register that keeps all writes which did not know of each other.

use super::order::{Ordered, before};
use super::state::{
    AbsentFinding, Conflict, Deferred, Element, Inert, KeptNote, Membership, OutlierVerdict, Rejected, State,
    Why,
};
use super::{Anchor, ClauseKey, Coder, Decision, ElementId, Event, Settlement};
use crosscut_text::AgreementId;
use std::collections::{BTreeMap, BTreeSet};

/// Folds events, see [`State::fold`].
pub(super) fn fold(events: &[Event]) -> State {
    let ordered = Ordered::new(events);
    let mut draft = Draft::default();
    for &event in &ordered.events {
        let why = match ordered.undone.get(&event.id) {
            Some(by) => Err(Why::Undone(*by)),
            None if ordered.astray.contains(&event.id) => Err(Why::NoEvent),
            None => draft.apply(event),
        };
        if let Err(why) = why {
            draft.inert.push(Inert { event: event.id, why });
        }
    }
    draft.finish(&ordered)
}

/// The writes to one value of which none knew of another.
struct Register<'e, T>(Vec<(&'e Event, T)>);

impl<T> Default for Register<'_, T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'e, T: Clone + Ord> Register<'e, T> {
    fn write(&mut self, event: &'e Event, value: T) {
        if self.0.iter().any(|(later, _)| before(event, later)) {
            return;
        }
        self.0.retain(|(earlier, _)| !before(earlier, event) && earlier.id != event.id);
        self.0.push((event, value));
    }

    /// The one value; of several the greatest, the same on every machine.
    fn value(&self) -> Option<T> {
        self.0.iter().map(|(_, value)| value).max().cloned()
    }

    fn contested(&self) -> bool {
        self.0.windows(2).any(|pair| pair[0].1 != pair[1].1)
    }

    fn by_coder(&self) -> BTreeMap<Coder, T> {
        self.0.iter().map(|(event, value)| (event.by.clone(), value.clone())).collect()
    }
}

/// A clause under judgement.
#[derive(Default)]
struct Judged<'e> {
    anchor: Option<&'e Anchor>,
    belongs: Register<'e, bool>,
    verdicts: BTreeMap<Coder, bool>,
}

impl<'e> Judged<'e> {
    fn judge(&mut self, event: &'e Event, anchor: &'e Anchor, yes: bool) {
        self.belongs.write(event, yes);
        self.verdicts.insert(event.by.clone(), yes);
        self.anchor = Some(anchor);
    }
}

/// An element in the making.
struct Making<'e> {
    made: &'e Event,
    candidate: Option<&'e String>,
    name: Register<'e, String>,
    definition: Register<'e, String>,
    members: BTreeMap<ClauseKey, Judged<'e>>,
    absent: BTreeMap<&'e AgreementId, Register<'e, bool>>,
    merged: BTreeSet<ElementId>,
    history: Vec<&'e Event>,
}

impl<'e> Making<'e> {
    fn new(made: &'e Event) -> Self {
        Self {
            made,
            candidate: None,
            name: Register::default(),
            definition: Register::default(),
            members: BTreeMap::new(),
            absent: BTreeMap::new(),
            merged: BTreeSet::new(),
            history: Vec::new(),
        }
    }

    fn judge(&mut self, event: &'e Event, clauses: &'e [Anchor], yes: bool) {
        for anchor in clauses {
            self.members.entry(anchor.key()).or_default().judge(event, anchor, yes);
        }
    }
}

#[derive(Default)]
struct Draft<'e> {
    elements: BTreeMap<ElementId, Making<'e>>,
    merged_into: BTreeMap<ElementId, ElementId>,
    rejected: Vec<&'e Event>,
    deferred: Vec<&'e Event>,
    outliers: BTreeMap<ClauseKey, Judged<'e>>,
    notes: Vec<KeptNote>,
    inert: Vec<Inert>,
}

impl<'e> Draft<'e> {
    fn apply(&mut self, event: &'e Event) -> Result<(), Why> {
        match &event.decision {
            Decision::Confirm { element, name, definition, candidate, clauses } => {
                self.confirm(event, *element, name, definition.as_ref(), candidate.as_ref(), clauses);
            }
            Decision::Rename { element, name } => self.find(event, *element)?.name.write(event, name.clone()),
            Decision::Define { element, definition } => {
                self.find(event, *element)?.definition.write(event, definition.clone());
            }
            Decision::Add { element, clauses } => self.find(event, *element)?.judge(event, clauses, true),
            Decision::Remove { element, clauses } => self.find(event, *element)?.judge(event, clauses, false),
            Decision::Move { from, to, clauses } => self.carry(event, *from, *to, clauses)?,
            Decision::Merge { into, from } => self.merge(event, *into, from)?,
            Decision::Split { from, element, name, clauses } => {
                self.find(event, *from)?;
                self.confirm(event, *element, name, None, None, clauses);
                self.carry(event, *from, *element, clauses)?;
            }
            Decision::Absent { element, agreement, clauses } => {
                let element = self.find(event, *element)?;
                element.absent.entry(agreement).or_default().write(event, true);
                element.judge(event, clauses, false);
            }
            Decision::Resolve { element, settle } => self.settle(event, *element, settle)?,
            Decision::Reject { .. } => self.rejected.push(event),
            Decision::Defer { .. } => self.deferred.push(event),
            Decision::Outlier { clause, keep } => {
                self.outliers.entry(clause.key()).or_default().judge(event, clause, *keep);
            }
            Decision::Note { about, text } => self.notes.push(KeptNote {
                event: event.id,
                by: event.by.clone(),
                at: event.at,
                about: about.clone(),
                text: text.clone(),
            }),
            Decision::Undo { .. } => {}
        }
        Ok(())
    }

    /// The id under which an element lives on after merges.
    fn home(&self, mut element: ElementId) -> ElementId {
        while let Some(&into) = self.merged_into.get(&element) {
            element = into;
        }
        element
    }

    fn find(&mut self, event: &'e Event, element: ElementId) -> Result<&mut Making<'e>, Why> {
        let home = self.home(element);
        let making = self.elements.get_mut(&home).ok_or(Why::NoElement)?;
        if making.history.last().is_none_or(|last| last.id != event.id) {
            making.history.push(event);
        }
        Ok(making)
    }

    fn confirm(
        &mut self,
        event: &'e Event,
        element: ElementId,
        name: &str,
        definition: Option<&String>,
        candidate: Option<&'e String>,
        clauses: &'e [Anchor],
    ) {
        let home = self.home(element);
        let making = self.elements.entry(home).or_insert_with(|| Making::new(event));
        making.history.push(event);
        making.candidate = making.candidate.or(candidate);
        // A confirmation that knew the element adds to it; its name was given elsewhere.
        if making.made.id == event.id || !before(making.made, event) {
            making.name.write(event, name.to_owned());
        }
        if let Some(definition) = definition {
            making.definition.write(event, definition.clone());
        }
        making.judge(event, clauses, true);
    }

    fn carry(
        &mut self,
        event: &'e Event,
        from: ElementId,
        to: ElementId,
        clauses: &'e [Anchor],
    ) -> Result<(), Why> {
        if self.home(from) == self.home(to) {
            return Err(Why::Itself);
        }
        self.find(event, to)?;
        self.find(event, from)?.judge(event, clauses, false);
        self.find(event, to)?.judge(event, clauses, true);
        Ok(())
    }

    fn merge(&mut self, event: &'e Event, into: ElementId, from: &[ElementId]) -> Result<(), Why> {
        self.find(event, into)?;
        let into = self.home(into);
        let mut merged = false;
        for &from in from {
            let from = self.home(from);
            if from == into {
                continue;
            }
            let Some(gone) = self.elements.remove(&from) else { continue };
            let Some(stays) = self.elements.get_mut(&into) else { continue };
            absorb(event, stays, gone);
            stays.merged.insert(from);
            self.merged_into.insert(from, into);
            merged = true;
        }
        if merged { Ok(()) } else { Err(Why::Itself) }
    }

    fn settle(&mut self, event: &'e Event, element: ElementId, settle: &'e Settlement) -> Result<(), Why> {
        let element = self.find(event, element)?;
        match settle {
            Settlement::Clause { clause, belongs } => {
                let judged = element.members.entry(clause.key()).or_default();
                judged.belongs.write(event, *belongs);
                judged.anchor = judged.anchor.or(Some(clause));
            }
            Settlement::Name { name } => element.name.write(event, name.clone()),
            Settlement::Definition { definition } => element.definition.write(event, definition.clone()),
            Settlement::Absence { agreement, absent } => {
                element.absent.entry(agreement).or_default().write(event, *absent);
            }
        }
        Ok(())
    }

    fn finish(self, ordered: &Ordered<'e>) -> State {
        let mut state =
            State { notes: self.notes, inert: self.inert, seen: ordered.seen.clone(), ..State::default() };
        for (coder, seq) in ordered.forks() {
            if !state
                .conflicts
                .iter()
                .any(|known| matches!(known, Conflict::Fork { coder: c, .. } if *c == coder))
            {
                state.conflicts.push(Conflict::Fork { coder, seq });
            }
        }
        for (id, making) in &self.elements {
            making_conflicts(*id, making, &mut state.conflicts);
        }
        alike(&self.elements, &mut state.conflicts);
        rejections(&self.rejected, &self.elements, &mut state);
        state.elements = self.elements.into_iter().map(|(id, making)| (id, element(id, making))).collect();
        deferrals(&self.deferred, &mut state);
        state.outliers = self.outliers.into_values().filter_map(outlier).collect();
        state
    }
}

/// What belonged to the element that goes belongs to the one that stays; what was judged not to, is not carried over:
/// that verdict was on a narrower element. Absent is what both lack.
fn absorb<'e>(event: &'e Event, stays: &mut Making<'e>, gone: Making<'e>) {
    for (key, judged) in gone.members {
        if judged.belongs.value() != Some(true) {
            continue;
        }
        let kept = stays.members.entry(key).or_default();
        kept.belongs.write(event, true);
        kept.anchor = judged.anchor.or(kept.anchor);
        for (coder, yes) in judged.verdicts {
            kept.verdicts.entry(coder).or_insert(yes);
        }
    }
    stays.absent.retain(|agreement, _| gone.absent.get(agreement).is_some_and(|a| a.value() == Some(true)));
    if stays.definition.value().is_none() {
        stays.definition = gone.definition;
    }
    stays.merged.extend(gone.merged);
    for past in gone.history {
        if !stays.history.iter().any(|known| known.id == past.id) {
            stays.history.insert(stays.history.len().saturating_sub(1), past);
        }
    }
}

fn element(id: ElementId, making: Making) -> Element {
    let absent = making.absent.iter().filter(|(_, finding)| finding.value() == Some(true));
    let absent: BTreeMap<AgreementId, AbsentFinding> = absent
        .filter_map(|(agreement, finding)| {
            let at = finding.0.iter().map(|(event, _)| event.at).max()?;
            let by = finding.by_coder().into_keys().collect();
            Some(((*agreement).clone(), AbsentFinding { at, by }))
        })
        .collect();
    let members: Vec<Membership> = making.members.into_values().filter_map(membership).collect();
    let present: BTreeSet<&AgreementId> =
        members.iter().filter(|member| member.belongs).map(|member| &member.anchor.agreement).collect();
    let absent = absent.into_iter().filter(|(agreement, _)| !present.contains(agreement)).collect();
    Element {
        id,
        name: making.name.value().unwrap_or_default(),
        definition: making.definition.value().filter(|definition| !definition.is_empty()),
        candidate: making.candidate.cloned(),
        members,
        absent,
        merged: making.merged,
        at: making.made.at,
        by: making.made.by.clone(),
        history: making.history.iter().map(|event| event.id).collect(),
    }
}

fn membership(judged: Judged) -> Option<Membership> {
    Some(Membership {
        anchor: judged.anchor?.clone(),
        belongs: judged.belongs.value()?,
        contested: judged.belongs.contested(),
        verdicts: judged.verdicts,
    })
}

fn outlier(judged: Judged) -> Option<OutlierVerdict> {
    let keep = judged.belongs.value()?;
    Some(OutlierVerdict { anchor: judged.anchor?.clone(), keep, verdicts: judged.verdicts })
}

fn making_conflicts(id: ElementId, making: &Making, conflicts: &mut Vec<Conflict>) {
    if making.name.contested() {
        conflicts.push(Conflict::Name { element: id, names: making.name.by_coder() });
    }
    if making.definition.contested() {
        conflicts.push(Conflict::Definition { element: id, definitions: making.definition.by_coder() });
    }
    for judged in making.members.values() {
        let (Some(anchor), true) = (judged.anchor, judged.belongs.contested()) else { continue };
        let side = |side: bool| {
            let of = judged.belongs.0.iter().filter(|(_, yes)| *yes == side);
            of.map(|(event, _)| event.by.clone()).collect()
        };
        conflicts.push(Conflict::Clause {
            element: id,
            clause: anchor.clone(),
            yes: side(true),
            no: side(false),
        });
    }
    for (agreement, finding) in &making.absent {
        absence_conflict(id, making, agreement, finding, conflicts);
    }
}

/// A clause that was added in knowledge of the finding "absent" overrules it; otherwise the two contradict.
fn absence_conflict(
    id: ElementId,
    making: &Making,
    agreement: &AgreementId,
    finding: &Register<bool>,
    conflicts: &mut Vec<Conflict>,
) {
    let here = making.members.values().filter(|judged| {
        judged.anchor.is_some_and(|anchor| anchor.agreement == *agreement)
            && judged.belongs.value() == Some(true)
    });
    let (mut absent, mut present) = (BTreeSet::new(), BTreeSet::new());
    for (added, _) in here.flat_map(|judged| &judged.belongs.0).filter(|(_, yes)| *yes) {
        for (looked, _) in finding.0.iter().filter(|(_, absent)| *absent) {
            if !before(looked, added) && looked.id != added.id {
                absent.insert(looked.by.clone());
                present.insert(added.by.clone());
            }
        }
    }
    if !absent.is_empty() {
        conflicts.push(Conflict::Absence { element: id, agreement: agreement.clone(), absent, present });
    }
}

/// Clauses that belong to an element in the making.
fn belonging(making: &Making) -> BTreeSet<ClauseKey> {
    let members = making.members.iter().filter(|(_, judged)| judged.belongs.value() == Some(true));
    members.map(|(key, _)| key.clone()).collect()
}

/// Elements made in ignorance of each other that share more than half of the smaller one.
fn alike(elements: &BTreeMap<ElementId, Making>, conflicts: &mut Vec<Conflict>) {
    let sets: Vec<(ElementId, &Event, BTreeSet<ClauseKey>)> =
        elements.iter().map(|(id, making)| (*id, making.made, belonging(making))).collect();
    for (place, (a, made_a, set_a)) in sets.iter().enumerate() {
        for (b, made_b, set_b) in &sets[place + 1..] {
            let apart = !before(made_a, made_b) && !before(made_b, made_a) && made_a.id != made_b.id;
            if apart && set_a.intersection(set_b).count() * 2 > set_a.len().min(set_b.len()) {
                conflicts.push(Conflict::Alike { elements: [*a, *b] });
            }
        }
    }
}

/// A rejection stands unless its set was confirmed in knowledge of it. Rejected and confirmed apart is a conflict.
fn rejections(rejected: &[&Event], elements: &BTreeMap<ElementId, Making>, state: &mut State) {
    let sets: Vec<(ElementId, &Event, BTreeSet<ClauseKey>)> =
        elements.iter().map(|(id, making)| (*id, making.made, belonging(making))).collect();
    for event in rejected {
        let Decision::Reject { clauses, reason, comment, .. } = &event.decision else { continue };
        let keys: BTreeSet<ClauseKey> = clauses.iter().map(Anchor::key).collect();
        let mut overruled = false;
        for (id, made, set) in &sets {
            let shared = set.intersection(&keys).count();
            if before(event, made) {
                overruled |= !keys.is_empty() && shared == keys.len();
            } else if !before(made, event) && shared * 2 > keys.len() {
                state.conflicts.push(Conflict::Rejected { element: *id, event: event.id });
            }
        }
        if !overruled {
            state.rejected.push(Rejected {
                event: event.id,
                by: event.by.clone(),
                at: event.at,
                clauses: clauses.clone(),
                reason: *reason,
                comment: comment.clone(),
            });
        }
    }
}

/// A set stays deferred until all of it is confirmed or rejected.
fn deferrals(deferred: &[&Event], state: &mut State) {
    let mut decided: Vec<BTreeSet<ClauseKey>> = state
        .elements
        .values()
        .map(|element| element.members.iter().map(|member| member.anchor.key()).collect())
        .collect();
    decided.extend(state.rejected.iter().map(|set| set.clauses.iter().map(Anchor::key).collect()));
    for event in deferred {
        let Decision::Defer { clauses, .. } = &event.decision else { continue };
        let keys: BTreeSet<ClauseKey> = clauses.iter().map(Anchor::key).collect();
        if !decided.iter().any(|set| keys.is_subset(set)) {
            state.deferred.push(Deferred {
                event: event.id,
                by: event.by.clone(),
                at: event.at,
                clauses: clauses.clone(),
            });
        }
    }
}
