//! From what was written to the state: elements, conflicts, what is still turned down or put off.

use super::making::{Judged, Making};
use super::register::{Register, Stamp};
use super::{Corrected, Draft, Offered};
use crate::order::before;
use crate::state::{
    AbsentFinding, Correction, Deferred, Element, Inert, Membership, OutlierVerdict, Rejected, Why,
};
use crate::{Anchor, ClauseKey, Coder, Conflict, ElementId, EventId, State, one_line};
use crosscut_text::AgreementId;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What was concluded from a draft, so that only what an event touched is concluded again.
#[derive(Debug, Default)]
pub(super) struct Judgements {
    forks: Vec<Conflict>,
    /// Conflicts within each element.
    within: BTreeMap<ElementId, Vec<Conflict>>,
    /// Clauses that were judged for each element, and whether they belong.
    judged: BTreeMap<ElementId, Vec<(ClauseKey, bool)>>,
    /// Elements for which a clause was judged, and whether it belongs.
    homes: HashMap<ClauseKey, Vec<(ElementId, bool)>>,
    /// Elements made apart that share most of their clauses.
    alike: BTreeSet<(ElementId, ElementId)>,
}

impl Judgements {
    pub(super) fn new(forks: &BTreeMap<Coder, u64>) -> Self {
        let fork = |(coder, &seq): (&Coder, &u64)| Conflict::Fork { coder: coder.clone(), seq };
        Self { forks: forks.iter().map(fork).collect(), ..Self::default() }
    }

    /// Brings a state up to a draft.
    pub(super) fn finish(&mut self, draft: &mut Draft, state: &mut State) {
        let touched = std::mem::take(&mut draft.touched);
        for &id in &touched {
            self.forget(id);
            match draft.elements.get(&id) {
                Some(making) => {
                    self.conclude(id, making);
                    state.elements.insert(id, element(id, making));
                }
                None => {
                    state.elements.remove(&id);
                }
            }
        }
        // What one person made in one log was made in knowledge of all that came before.
        let mut makers = draft.elements.values().map(|making| &making.made.by);
        let first = makers.next();
        if !self.forks.is_empty() || makers.any(|maker| Some(maker) != first) {
            let mut named: BTreeMap<String, Vec<ElementId>> = BTreeMap::new();
            for (&id, making) in &draft.elements {
                named.entry(name_of(making)).or_default().push(id);
            }
            touched.iter().for_each(|&id| self.compare(id, draft, &named));
        }
        state.conflicts = self.forks.clone();
        state.conflicts.extend(draft.moves.conflicts.iter().cloned());
        state.conflicts.extend(gone(draft));
        state.conflicts.extend(self.within.values().flatten().cloned());
        state.conflicts.extend(self.alike.iter().map(|&(a, b)| Conflict::Alike { elements: [a, b] }));
        state.conflicts.extend(draft.outliers.values().filter_map(outlier_conflict));
        self.rejections(draft, state);
        self.deferrals(draft, state);
        state.outliers = draft.outliers.values().filter_map(outlier).collect();
        state.corrections = draft.corrections.iter().filter_map(correction).collect();
        state.notes.clone_from(&draft.notes);
        state.samples.clone_from(&draft.samples);
        state.substance = draft.substance.iter().map(|offered| deferred(offered)).collect();
        state.finished.clone_from(&draft.finished);
        state.inert.clone_from(&draft.inert);
        let waits = |offered: &&Arc<Offered>| state.deferred.iter().any(|set| set.event == offered.stamp.id);
        let decided = draft.deferred.iter().filter(|offered| !waits(offered)).map(|offered| offered.stamp.id);
        state.inert.extend(decided.map(|event| Inert { event, why: Why::Decided }));
    }

    fn forget(&mut self, id: ElementId) {
        self.within.remove(&id);
        self.alike.retain(|&(a, b)| a != id && b != id);
        for (key, _) in self.judged.remove(&id).unwrap_or_default() {
            if let Some(homes) = self.homes.get_mut(&key) {
                homes.retain(|(home, _)| *home != id);
            }
        }
    }

    fn conclude(&mut self, id: ElementId, making: &Making) {
        let conflicts = conflicts(id, making);
        if !conflicts.is_empty() {
            self.within.insert(id, conflicts);
        }
        let judged: Vec<(ClauseKey, bool)> = making.judged().collect();
        for (key, belongs) in &judged {
            self.homes.entry(key.clone()).or_default().push((id, *belongs));
        }
        self.judged.insert(id, judged);
    }

    /// Finds the elements made in ignorance of this one that share more than half of the smaller one, and those that were
    /// given the same name in ignorance of it. Somebody who knew both may have said that they are two.
    fn compare(&mut self, id: ElementId, draft: &Draft, named: &BTreeMap<String, Vec<ElementId>>) {
        let Some(making) = draft.elements.get(&id) else { return };
        let shares = self.shares(self.belonging(id));
        let twins = named.get(&name_of(making)).into_iter().flatten();
        let others: BTreeSet<ElementId> =
            shares.keys().chain(twins).copied().filter(|other| *other != id).collect();
        for other in others {
            let Some(rival) = draft.elements.get(&other) else { continue };
            let smaller = self.belonging(id).count().min(self.belonging(other).count());
            let shared = shares.get(&other).copied().unwrap_or_default();
            let alike = apart(&making.made, &rival.made) && shared * 2 > smaller;
            let pair = (id.min(other), id.max(other));
            if (alike || named_apart(making, rival)) && !draft.are_two(pair) {
                self.alike.insert(pair);
            }
        }
    }

    /// The clauses that belong to an element.
    fn belonging(&self, id: ElementId) -> impl Iterator<Item = &ClauseKey> {
        let judged = self.judged.get(&id).into_iter().flatten();
        judged.filter(|(_, belongs)| *belongs).map(|(key, _)| key)
    }

    /// How many of some clauses belong to each element that has any of them.
    fn shares<'k>(&self, keys: impl Iterator<Item = &'k ClauseKey>) -> BTreeMap<ElementId, usize> {
        let mut shares = BTreeMap::new();
        for homes in keys.filter_map(|key| self.homes.get(key)) {
            for (id, _) in homes.iter().filter(|(_, belongs)| *belongs) {
                *shares.entry(*id).or_default() += 1;
            }
        }
        shares
    }

    /// A rejection holds unless its set was confirmed in knowledge of it. What is rejected and confirmed otherwise is a
    /// conflict, until it is settled.
    fn rejections(&self, draft: &Draft, state: &mut State) {
        let mut standing: Vec<&Offered> = Vec::new();
        for offered in &draft.rejected {
            let keys = &offered.keys;
            let mut overruled = false;
            for (id, shared) in self.shares(keys.iter()) {
                let Some(making) = draft.elements.get(&id) else { continue };
                let writes = || draft.settled.get(&id).into_iter().flat_map(Register::writes);
                let kept = writes().any(|(stamp, keep)| *keep && before(&*offered.stamp, &**stamp));
                if kept || confirmed_knowingly(offered, making) {
                    overruled |= shared == keys.len();
                    continue;
                }
                let knew = before(&*making.made, &*offered.stamp);
                let disputes = if knew { shared == keys.len() } else { shared * 2 > keys.len() };
                if disputes && making.made.id != offered.stamp.id {
                    state.conflicts.push(Conflict::Rejected { element: id, event: offered.stamp.id });
                }
            }
            if !overruled {
                standing.push(offered);
            }
        }
        let same = standing.len() == state.rejected.len()
            && standing
                .iter()
                .zip(&state.rejected)
                .all(|(offered, kept)| offered.stamp.id == kept.event && offered.clauses == kept.clauses);
        if !same {
            state.rejected = standing.into_iter().map(rejected).collect();
        }
    }

    /// A set stays deferred until all of it was judged for one element, or rejected.
    fn deferrals(&self, draft: &Draft, state: &mut State) {
        let rejected: Vec<BTreeSet<ClauseKey>> = match draft.deferred.len() {
            0 => Vec::new(),
            _ => state.rejected.iter().map(|set| set.clauses.iter().map(Anchor::key).collect()).collect(),
        };
        let waits = |offered: &&Arc<Offered>| {
            let keys = &offered.keys;
            let mut judged: BTreeMap<ElementId, usize> = BTreeMap::new();
            for (id, _) in keys.iter().filter_map(|key| self.homes.get(key)).flatten() {
                *judged.entry(*id).or_default() += 1;
            }
            let decided = judged.values().any(|count| *count == keys.len());
            !decided && !rejected.iter().any(|set| keys.is_subset(set))
        };
        state.deferred = draft.deferred.iter().filter(waits).map(|offered| deferred(offered)).collect();
    }
}

/// Neither of two events knew of the other.
fn apart(a: &Stamp, b: &Stamp) -> bool {
    a.id != b.id && !before(a, b) && !before(b, a)
}

/// The name of an element as it is compared.
fn name_of(making: &Making) -> String {
    one_line(&making.name.value().unwrap_or_default()).to_lowercase()
}

/// Whether two elements have one name that was given to each in ignorance of the other's.
fn named_apart(making: &Making, rival: &Making) -> bool {
    name_of(making) == name_of(rival)
        && making.name.writes().any(|(a, _)| rival.name.writes().any(|(b, _)| apart(a, b)))
}

/// Elements that were taken away while somebody who did not know it worked on them, where nobody settled it.
fn gone(draft: &Draft) -> Vec<Conflict> {
    let mut found: BTreeMap<(ElementId, EventId), Conflict> = BTreeMap::new();
    for (element, stray) in draft.strays.iter().chain(&draft.brought) {
        for gone in draft.gone.get(element).into_iter().flatten() {
            let apart = !before(&*gone.stamp, &**stray) && !before(&**stray, &*gone.stamp);
            let writes = || draft.settled.get(element).into_iter().flat_map(Register::writes);
            let settled =
                || writes().any(|(stamp, _)| before(&*gone.stamp, &**stamp) && before(&**stray, &**stamp));
            if !apart || settled() {
                continue;
            }
            let conflict = found.entry((*element, gone.stamp.id)).or_insert_with(|| Conflict::Gone {
                element: *element,
                name: gone.name.clone(),
                event: gone.stamp.id,
                by: gone.stamp.by.clone(),
                worked: BTreeSet::new(),
                events: Vec::new(),
            });
            if let Conflict::Gone { worked, events, .. } = conflict {
                worked.insert(stray.by.clone());
                if events.last() != Some(&stray.id) {
                    events.push(stray.id);
                }
            }
        }
    }
    found.into_values().collect()
}

/// Whether what an element has of a rejected set was put into it in knowledge of the rejection, by a confirmation or a
/// merge. That the element itself is younger says nothing: somebody who did not know may have added to it.
fn confirmed_knowingly(offered: &Offered, making: &Making) -> bool {
    let belong = offered.keys.iter().filter_map(|key| making.members.get(key)).map(|judged| &judged.belongs);
    belong
        .filter(|belongs| belongs.value() == Some(true))
        .all(|belongs| belongs.writes().any(|(stamp, yes)| *yes && before(&*offered.stamp, &**stamp)))
}

fn rejected(offered: &Offered) -> Rejected {
    Rejected {
        event: offered.stamp.id,
        by: offered.stamp.by.clone(),
        at: offered.stamp.at,
        clauses: offered.clauses.clone(),
        reason: offered.reason,
        comment: offered.comment.clone(),
    }
}

fn deferred(offered: &Offered) -> Deferred {
    Deferred {
        event: offered.stamp.id,
        by: offered.stamp.by.clone(),
        at: offered.stamp.at,
        clauses: offered.clauses.clone(),
    }
}

fn element(id: ElementId, making: &Making) -> Element {
    let absent = making.absent.iter().filter(|(_, looked)| looked.absent.value() == Some(true));
    let absent: BTreeMap<AgreementId, AbsentFinding> = absent
        .filter_map(|(agreement, looked)| {
            let at = looked.absent.0.iter().map(|(stamp, _)| stamp.at).max()?;
            let by = looked.absent.by_coder().into_keys().collect();
            Some((agreement.clone(), AbsentFinding { at, by, texts: looked.texts.clone() }))
        })
        .collect();
    let members: Vec<Membership> = making.members.values().filter_map(membership).collect();
    let present: BTreeSet<&AgreementId> =
        members.iter().filter(|member| member.belongs).map(|member| &member.anchor.agreement).collect();
    let absent = absent.into_iter().filter(|(agreement, _)| !present.contains(agreement)).collect();
    Element {
        id,
        name: making.name.value().unwrap_or_default(),
        definition: making.definition.value().filter(|definition| !definition.is_empty()),
        candidate: making.candidate.clone(),
        members,
        absent,
        merged: making.merged.clone(),
        at: making.made.at,
        by: making.made.by.clone(),
        history: making.history.iter().map(|stamp| stamp.id).collect(),
    }
}

fn membership(judged: &Judged) -> Option<Membership> {
    Some(Membership {
        anchor: judged.anchor.clone()?,
        belongs: judged.belongs.value()?,
        contested: judged.belongs.contested(),
        verdicts: judged.last(),
    })
}

fn outlier(judged: &Judged) -> Option<OutlierVerdict> {
    let keep = judged.belongs.value()?;
    Some(OutlierVerdict { anchor: judged.anchor.clone()?, keep, verdicts: judged.last() })
}

fn correction((words, corrected): (&(ClauseKey, String, u32), &Corrected)) -> Option<Correction> {
    let (_, recognised, nth) = words;
    Some(Correction {
        anchor: corrected.clause.clone(),
        recognised: recognised.clone(),
        nth: *nth,
        correct: corrected.correct.value()?,
        by: corrected.correct.by_coder(),
    })
}

/// Who said yes, or no, without knowing of who said otherwise.
fn side(judged: &Judged, side: bool) -> BTreeSet<Coder> {
    let of = judged.belongs.0.iter().filter(|(_, yes)| *yes == side);
    of.map(|(stamp, _)| stamp.by.clone()).collect()
}

fn outlier_conflict(judged: &Judged) -> Option<Conflict> {
    let clause = judged.anchor.clone().filter(|_| judged.belongs.contested())?;
    Some(Conflict::Outlier { clause, yes: side(judged, true), no: side(judged, false) })
}

fn conflicts(id: ElementId, making: &Making) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    if making.name.contested() {
        conflicts.push(Conflict::Name { element: id, names: making.name.sides() });
    }
    if making.definition.contested() {
        conflicts.push(Conflict::Definition { element: id, definitions: making.definition.sides() });
    }
    for judged in making.members.values() {
        let (Some(anchor), true) = (&judged.anchor, judged.belongs.contested()) else { continue };
        let (yes, no) = (side(judged, true), side(judged, false));
        conflicts.push(Conflict::Clause { element: id, clause: anchor.clone(), yes, no });
    }
    conflicts.extend(making.absent.keys().filter_map(|agreement| {
        let (absent, present) = making.opposed(agreement)?;
        Some(Conflict::Absence { element: id, agreement: agreement.clone(), absent, present })
    }));
    conflicts
}
