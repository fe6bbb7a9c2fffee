//! Elements in the making, and what holds on to the clauses whose text moved.

use super::register::{Register, Stamp};
use crate::order::{Ordered, before};
use crate::{Anchor, ClauseKey, Coder, Conflict, Decision, ElementId, EventId};
use crosscut_text::AgreementId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A clause under judgement.
#[derive(Debug, Default)]
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
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub(super) absent: Register<bool>,
    /// None where it was never noted.
    pub(super) texts: Option<BTreeSet<String>>,
}

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
#[derive(Debug)]
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

    /// What belonged to the element that goes belongs to the one that stays; what was judged not to, is not carried
    /// over: that verdict was on a narrower element. Absent is what both lack. Gives the events that have no effect any
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
        for (key, judged) in gone.members {
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
        let both = |agreement: &AgreementId, other: &BTreeMap<AgreementId, Looked>| {
            other.get(agreement).is_some_and(Looked::is_absent)
        };
        let writes =
            |looked: &'_ Looked| looked.absent.writes().map(|(past, _)| past.clone()).collect::<Vec<_>>();
        let only_here = self.absent.iter().filter(|(agreement, _)| !both(agreement, &gone.absent));
        let here = only_here.flat_map(|(_, looked)| writes(looked)).filter(|past| unknown_here(past));
        let only_there = gone.absent.iter().filter(|(agreement, _)| !both(agreement, &self.absent));
        let there = only_there.flat_map(|(_, looked)| writes(looked)).filter(|past| unknown(past));
        dropped.extend(here.chain(there).map(|past| past.id));
        self.absent.retain(|agreement, _| both(agreement, &gone.absent));
        for (agreement, looked) in &mut self.absent {
            let Some(other) = gone.absent.get(agreement) else { continue };
            looked.narrow(other);
            // Who looked without knowing of the merge says so of what it made, against what it brought.
            let apart = other.absent.writes().filter(|(past, _)| unknown(past));
            apart.for_each(|(past, absent)| looked.absent.write(past, *absent));
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
}

/// Clauses that are elsewhere since the text was extracted again.
#[derive(Debug, Default)]
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
