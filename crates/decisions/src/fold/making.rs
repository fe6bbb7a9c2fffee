//! Elements in the making, and what holds on to the clauses whose text moved.

use super::register::{Register, Stamp};
use crate::order::{Ordered, before};
use crate::{Anchor, ClauseKey, Coder, Conflict, Decision, ElementId, EventId};
use crosscut_text::AgreementId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A clause under judgement.
#[derive(Clone, Debug, Default)]
pub(super) struct Judged {
    pub(super) anchor: Option<Anchor>,
    pub(super) belongs: Register<bool>,
    /// The last verdict of each coder; few, so a list.
    pub(super) verdicts: Vec<(Arc<Stamp>, bool)>,
}

impl Judged {
    pub(super) fn judge(&mut self, stamp: &Arc<Stamp>, anchor: &Anchor, yes: bool) {
        self.belongs.write(stamp, yes);
        self.remember(stamp, yes);
        self.anchor = Some(anchor.clone());
    }

    /// Keeps the last verdict of a coder, in whichever order they are read.
    fn remember(&mut self, stamp: &Arc<Stamp>, yes: bool) {
        match self.verdicts.iter_mut().find(|(known, _)| known.by == stamp.by) {
            Some((known, _)) if before(&**stamp, &**known) => {}
            Some(known) => *known = (Arc::clone(stamp), yes),
            None => self.verdicts.push((Arc::clone(stamp), yes)),
        }
    }

    /// What each coder said last.
    pub(super) fn last(&self) -> BTreeMap<Coder, bool> {
        self.verdicts.iter().map(|(stamp, yes)| (stamp.by.clone(), *yes)).collect()
    }
}

/// Whether somebody looked through an agreement and found nothing, and through which texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Looked {
    pub(super) absent: Register<bool>,
    /// None where it was never noted.
    pub(super) texts: Option<BTreeSet<String>>,
    /// Merges with elements of which another coder had found a clause here.
    against: Vec<Against>,
}

/// A merge that made one of an element that a coder did not find in an agreement and one that another found there.
#[derive(Clone, Debug)]
struct Against {
    merge: Arc<Stamp>,
    sides: Sides,
}

/// Who did not find an element in an agreement, and who did.
pub(super) type Sides = (BTreeSet<Coder>, BTreeSet<Coder>);

impl Looked {
    /// Every look counts for the text that it was at, whatever was looked at since.
    pub(super) fn find(&mut self, stamp: &Arc<Stamp>, texts: &[String]) {
        self.absent.write(stamp, true);
        if !texts.is_empty() {
            self.texts.get_or_insert_default().extend(texts.iter().cloned());
        }
    }

    fn is_absent(&self) -> bool {
        self.absent.value() == Some(true)
    }

    /// What was found of two elements that are one now: only a text in which neither was found lacks it.
    fn narrow(&mut self, other: &Self) {
        match (&mut self.texts, &other.texts) {
            (Some(texts), Some(others)) => texts.retain(|text| others.contains(text)),
            (texts @ None, others) => texts.clone_from(others),
            (Some(_), None) => {}
        }
    }
}

/// An element in the making.
#[derive(Clone, Debug)]
pub(super) struct Making {
    pub(super) made: Arc<Stamp>,
    pub(super) candidate: Option<String>,
    pub(super) name: Register<String>,
    pub(super) definition: Register<String>,
    pub(super) members: BTreeMap<ClauseKey, Judged>,
    pub(super) absent: BTreeMap<AgreementId, Looked>,
    pub(super) merged: BTreeSet<ElementId>,
    pub(super) history: Vec<Arc<Stamp>>,
}

impl Making {
    pub(super) fn new(made: &Arc<Stamp>) -> Self {
        Self {
            made: Arc::clone(made),
            candidate: None,
            name: Register::default(),
            definition: Register::default(),
            members: BTreeMap::new(),
            absent: BTreeMap::new(),
            merged: BTreeSet::new(),
            history: Vec::new(),
        }
    }

    /// Notes that an event shaped the element.
    pub(super) fn touch(&mut self, stamp: &Arc<Stamp>) {
        if self.history.last().is_none_or(|last| last.id != stamp.id) {
            self.history.push(Arc::clone(stamp));
        }
    }

    pub(super) fn judge(&mut self, stamp: &Arc<Stamp>, anchor: &Anchor, yes: bool) {
        self.members.entry(anchor.key()).or_default().judge(stamp, anchor, yes);
    }

    /// Whether somebody who did not know of some merges may have meant this clause when they took it out of what went by
    /// these: the merge brought it. What the other element had besides was not before them.
    pub(super) fn is_of(&self, clause: &ClauseKey, merges: &[EventId]) -> bool {
        let brought = |judged: &Judged| judged.belongs.writes().any(|(stamp, _)| merges.contains(&stamp.id));
        merges.is_empty() || self.members.get(clause).is_some_and(brought)
    }

    /// Every clause that was judged, and whether it belongs.
    pub(super) fn judged(&self) -> impl Iterator<Item = (ClauseKey, bool)> {
        self.members.iter().map(|(key, judged)| (key.clone(), judged.belongs.value() == Some(true)))
    }

    /// The clauses of an agreement that belong.
    fn here<'m>(&'m self, agreement: &'m AgreementId) -> impl Iterator<Item = &'m Judged> {
        self.members.values().filter(move |judged| {
            judged.anchor.as_ref().is_some_and(|anchor| anchor.agreement == *agreement)
                && judged.belongs.value() == Some(true)
        })
    }

    /// Who did not find the element in an agreement and who did, as far as neither overruled the other. A clause that was
    /// added in knowledge of the finding "absent" overrules it.
    pub(super) fn opposed(&self, agreement: &AgreementId) -> Option<Sides> {
        let looked = self.absent.get(agreement)?;
        let (mut absent, mut present) = Sides::default();
        let yes = || self.here(agreement).flat_map(|judged| judged.belongs.writes()).filter(|(_, yes)| **yes);
        for (added, _) in yes() {
            for (found, _) in looked.absent.writes().filter(|(_, absent)| **absent) {
                if !before(&**found, &**added) && found.id != added.id {
                    absent.insert(found.by.clone());
                    present.insert(added.by.clone());
                }
            }
        }
        for Against { merge, sides } in looked.against.iter().filter(|_| looked.is_absent()) {
            let knew = |later: &Arc<Stamp>| before(&**merge, &**later);
            let settled =
                looked.absent.writes().any(|(later, _)| knew(later)) || yes().any(|(later, _)| knew(later));
            if !settled && yes().next().is_some() {
                absent.extend(sides.0.iter().cloned());
                present.extend(sides.1.iter().cloned());
            }
        }
        (!absent.is_empty()).then_some((absent, present))
    }

    /// Where one coder did not find this element and another found the other one: both are meant to be one now.
    fn against(&self, other: &Self) -> BTreeMap<AgreementId, Sides> {
        let mut all = BTreeMap::new();
        for (agreement, looked) in self.absent.iter().filter(|(_, looked)| looked.is_absent()) {
            let yes = other.here(agreement).flat_map(|judged| &judged.verdicts).filter(|(_, yes)| *yes);
            let present: BTreeSet<Coder> = yes.map(|(stamp, _)| stamp.by.clone()).collect();
            let finders =
                looked.absent.writes().filter(|(_, absent)| **absent).map(|(stamp, _)| stamp.by.clone());
            let absent: BTreeSet<Coder> = finders.filter(|coder| !present.contains(coder)).collect();
            if !present.is_empty() && !absent.is_empty() {
                all.insert(agreement.clone(), (absent, present));
            }
        }
        all
    }

    /// What belonged to the element that goes belongs to the one that stays; what was judged not to, is not carried
    /// over: that verdict was on a narrower element. Absent is what both lack; what one coder did not find and another did
    /// stays open between them. Gives the events that have no effect any
    /// more although the merge did not know them, or named the element by an id that had gone up in it: whether it did is told
    /// for the one that stays and the one that goes.
    pub(super) fn absorb(
        &mut self,
        stamp: &Arc<Stamp>,
        gone: Self,
        (stays_apart, goes_apart): (bool, bool),
    ) -> BTreeSet<EventId> {
        let unknown = |past: &Arc<Stamp>| goes_apart || !before(&**past, &**stamp);
        let unknown_here = |past: &Arc<Stamp>| stays_apart || !before(&**past, &**stamp);
        let mut dropped: BTreeSet<EventId> = BTreeSet::new();
        let mut against = gone.against(self);
        against.extend(self.against(&gone));
        let open = |making: &Self| -> BTreeMap<AgreementId, Sides> {
            let sides = |agreement: &AgreementId| Some((agreement.clone(), making.opposed(agreement)?));
            making.absent.keys().filter_map(sides).collect()
        };
        let open_here = open(self);
        against.extend(open(&gone));
        dropped.extend(self.take_members(stamp, gone.members, &unknown));
        let both = |agreement: &AgreementId, other: &BTreeMap<AgreementId, Looked>| {
            other.get(agreement).is_some_and(Looked::is_absent)
        };
        let writes =
            |looked: &'_ Looked| looked.absent.writes().map(|(past, _)| past.clone()).collect::<Vec<_>>();
        let stays =
            |agreement: &AgreementId| against.contains_key(agreement) || open_here.contains_key(agreement);
        let only_here =
            self.absent.iter().filter(|(agreement, _)| !both(agreement, &gone.absent) && !stays(agreement));
        let here = only_here.flat_map(|(_, looked)| writes(looked)).filter(|past| unknown_here(past));
        let only_there =
            gone.absent.iter().filter(|(agreement, _)| !both(agreement, &self.absent) && !stays(agreement));
        let there = only_there.flat_map(|(_, looked)| writes(looked)).filter(|past| unknown(past));
        dropped.extend(here.chain(there).map(|past| past.id));
        self.absent.retain(|agreement, _| both(agreement, &gone.absent) || stays(agreement));
        for (agreement, looked) in &mut self.absent {
            let Some(other) = gone.absent.get(agreement).filter(|other| other.is_absent()) else { continue };
            looked.narrow(other);
            // Who looked without knowing of the merge says so of what it made, against what it brought.
            let apart = other.absent.writes().filter(|(past, _)| unknown(past));
            apart.for_each(|(past, absent)| looked.absent.write(past, *absent));
        }
        for (agreement, looked) in gone.absent {
            if against.contains_key(&agreement) {
                self.absent.entry(agreement).or_insert(looked);
            }
        }
        for (agreement, sides) in against {
            let looked = self.absent.entry(agreement).or_default();
            looked.against.push(Against { merge: Arc::clone(stamp), sides });
        }
        dropped.extend(gone.name.writes().filter(|(past, _)| unknown(past)).map(|(past, _)| past.id));
        if self.definition.value().is_none() {
            self.definition = gone.definition;
            // It is this element's from the merge on: whoever defines it without knowing that says something else.
            if let Some(text) = self.definition.value().filter(|_| !self.definition.contested()) {
                self.definition.write(stamp, text);
            }
        } else {
            dropped
                .extend(gone.definition.writes().filter(|(past, _)| unknown(past)).map(|(past, _)| past.id));
        }
        self.merged.extend(gone.merged);
        for past in gone.history {
            if !self.history.iter().any(|known| known.id == past.id) {
                self.history.insert(self.history.len().saturating_sub(1), past);
            }
        }
        dropped
    }

    /// Takes over the clauses of an element that goes up in this one; gives the verdicts that have no effect any more.
    fn take_members(
        &mut self,
        stamp: &Arc<Stamp>,
        members: BTreeMap<ClauseKey, Judged>,
        unknown: &dyn Fn(&Arc<Stamp>) -> bool,
    ) -> BTreeSet<EventId> {
        let mut dropped = BTreeSet::new();
        for (key, judged) in members {
            let apart = judged.belongs.writes().filter(|(past, _)| unknown(past));
            if judged.belongs.value() != Some(true) {
                dropped.extend(apart.map(|(past, _)| past.id));
                continue;
            }
            let kept = self.members.entry(key).or_default();
            kept.belongs.write(stamp, true);
            apart.for_each(|(past, yes)| kept.belongs.write(past, *yes));
            kept.anchor = judged.anchor.or(kept.anchor.take());
            judged.verdicts.iter().for_each(|(past, yes)| kept.remember(past, *yes));
        }
        dropped
    }
}

/// Clauses that are elsewhere since the text was extracted again.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Moves {
    /// From what was judged to what it is now.
    to: BTreeMap<ClauseKey, (Anchor, Anchor)>,
    pub(super) conflicts: Vec<Conflict>,
}

impl Moves {
    /// All moves that were not undone. What was moved to is where the clause is now: no older move leads on from there.
    pub(super) fn of(ordered: &Ordered<'_>) -> Self {
        let mut moves = Self::default();
        let mut writes: BTreeMap<ClauseKey, (&Anchor, Register<&Anchor>)> = BTreeMap::new();
        for event in ordered.in_effect() {
            for part in event.decision.parts() {
                let Decision::Reanchor { from, to, .. } = part else { continue };
                if from != to {
                    let write = writes.entry(from.key()).or_insert((from, Register::default()));
                    write.1.write(&Stamp::of(event, ordered.lines.of(event.id)), to);
                    moves.to.remove(&to.key());
                    moves.to.insert(from.key(), (from.clone(), to.clone()));
                }
            }
        }
        for (from, write) in writes.into_values().filter(|(_, write)| write.contested()) {
            let to = write.by_coder().into_iter().map(|(coder, to)| (coder, to.clause.clone())).collect();
            moves.conflicts.push(Conflict::Anchor { clause: from.clone(), to });
        }
        moves
    }

    /// Where an anchor leads now.
    pub(super) fn now<'a>(&'a self, mut anchor: &'a Anchor) -> &'a Anchor {
        if self.to.is_empty() {
            return anchor;
        }
        // No circle is possible, see `of`; the bound is for what nobody thought of.
        for _ in 0..=self.to.len() {
            match self.to.get(&anchor.key()) {
                Some((_, next)) if next.key() != anchor.key() => anchor = next,
                // The same letters with other signs, or below other opening words: only who judged those of then meant them.
                Some((from, next)) if from.is_read_as(anchor) => return next,
                _ => break,
            }
        }
        anchor
    }
}
