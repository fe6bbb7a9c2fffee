//! What changed between the run before and this one.

use super::suggested::suggested;
use super::{Absence, CandidateStatus, Findings};
use crate::agreement::renamed;
use crate::words::{Run, compared, counted, plural};
use crate::{Candidate, Results};
use crosscut_decisions::{Anchor, ClauseKey, Deferred, ElementId, Finder, Found, text_hash};
use crosscut_text::{AgreementId, ClauseId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What of a run is kept for the next one to compare with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    /// Name of the run.
    pub(crate) run: String,
    /// Its agreements.
    pub(crate) agreements: Vec<AgreementId>,
    /// The clauses of each candidate, by the hashes of their texts, so that a new numbering makes no new candidate.
    pub(crate) candidates: Vec<Vec<String>>,
}

impl Snapshot {
    /// Of these results.
    pub(crate) fn of(results: &Results) -> Self {
        let texts = texts(results);
        let set = |candidate: &crate::Candidate| {
            let members = candidate.members.iter().filter_map(|member| texts.get(&member.clause));
            members.map(|text| text_hash(text)).collect()
        };
        Self {
            run: results.run.clone(),
            // What the run read, whatever the settings name since.
            agreements: results.documents.iter().map(|document| document.agreement.clone()).collect(),
            candidates: results.candidates.iter().map(set).collect(),
        }
    }
}

fn texts(results: &Results) -> BTreeMap<&ClauseId, &str> {
    results.clauses.iter().map(|clause| (&clause.id, clause.text.as_str())).collect()
}

/// What changed since the run before.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changes {
    /// The run before; none for a first run.
    pub since: Option<String>,
    /// Agreements that are new.
    pub new_agreements: Vec<AgreementId>,
    /// Agreements that are gone.
    pub gone_agreements: Vec<AgreementId>,
    /// Agreements that are called otherwise now: their ids then and now.
    pub renamed_agreements: BTreeMap<AgreementId, AgreementId>,
    /// Clauses that fit elements and were not judged for them.
    pub fits: Vec<Fit>,
    /// Ids of candidates that were not proposed before, best first.
    pub new_candidates: Vec<String>,
    /// Judged clauses that are elsewhere now, word for word, not recorded yet (`crosscut decide reanchor` does).
    pub moved: Vec<Move>,
    /// Judged clauses that have another wording now: a person must look at each.
    pub changed: Vec<Move>,
    /// Judged clauses of which a person must say whether they were found again.
    pub doubtful: Vec<Move>,
    /// Judged clauses that were not found again. Their decisions are kept.
    pub lost: Vec<Anchor>,
    /// Cells that were checked and found empty in an earlier edition: a person must look at each again.
    pub checked_earlier: Vec<Absence>,
    /// How many cells that were checked and found empty do not say in which edition.
    pub checked_somewhere: usize,
    /// Decided clauses of agreements that are not in the study, by agreement: kept until it is back.
    pub away: BTreeMap<AgreementId, usize>,
}

/// Clauses that fit an element.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fit {
    /// The element.
    pub element: ElementId,
    /// Its name.
    pub name: String,
    /// The clauses.
    pub clauses: Vec<ClauseId>,
}

/// A judged clause and where it likely is now.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Move {
    /// As it was judged.
    pub from: Anchor,
    /// The clause now.
    pub to: ClauseId,
    /// Its page now, from 1.
    pub page: Option<u32>,
    /// How alike the texts are, 0 to 1.
    pub score: f64,
    /// The text as it was judged, in runs of words that are there now and words that are not.
    pub before: Vec<Run>,
    /// The text now, in runs of words that were there and words that were not.
    pub now: Vec<Run>,
}

impl Findings {
    /// Compares the run with the one before it.
    pub(crate) fn changes(&self, before: Option<&Snapshot>) -> Changes {
        let results = self.results();
        let mut changes = Changes { since: before.map(|before| before.run.clone()), ..Changes::default() };
        if let Some(before) = before {
            let renamed = renamed(&results.agreements);
            let called =
                |id: &AgreementId| renamed.get_key_value(id).map(|(old, now)| (old.clone(), now.clone()));
            changes.renamed_agreements = before.agreements.iter().filter_map(called).collect();
            let now = |id| changes.renamed_agreements.get(id).unwrap_or(id);
            let old: BTreeSet<&AgreementId> = before.agreements.iter().map(now).collect();
            let new: BTreeSet<&AgreementId> =
                results.agreements.iter().map(|agreement| &agreement.id).collect();
            let (come, gone) = (new.difference(&old), old.difference(&new));
            let (come, gone) =
                (come.map(|id| (*id).clone()).collect(), gone.map(|id| (*id).clone()).collect());
            (changes.new_agreements, changes.gone_agreements) = (come, gone);
        }
        let (known, finder) = (Known::of(before), self.finder());
        let open = results.candidates.iter().zip(self.statuses()).filter(|(_, s)| !s.is_settled());
        for (candidate, status) in open {
            let is_covered = matches!(status, CandidateStatus::Covered { .. });
            if !is_covered && before.is_some() && !known.was_there(candidate, &finder) {
                changes.new_candidates.push(candidate.id.clone());
            }
        }
        let name = |id| self.state().elements.get(&id).map(|element| element.name.clone());
        changes.fits = suggested(&results.candidates, self.statuses())
            .into_iter()
            .map(|(element, clauses)| Fit { element, name: name(element).unwrap_or_default(), clauses })
            .collect();
        changes.sort_out(self);
        changes.checked_earlier = self.checked_earlier();
        changes.checked_somewhere = self.checked_somewhere();
        changes
    }
}

/// The candidates of the run before.
struct Known<'b> {
    /// Of each text, by its hash, the candidates that held it.
    holders: HashMap<&'b str, BTreeSet<usize>>,
}

impl<'b> Known<'b> {
    fn of(before: Option<&'b Snapshot>) -> Self {
        let mut holders: HashMap<&str, BTreeSet<usize>> = HashMap::new();
        for (place, set) in before.iter().flat_map(|before| &before.candidates).enumerate() {
            for hash in set {
                holders.entry(hash).or_default().insert(place);
            }
        }
        Self { holders }
    }

    /// Whether one of them held at least half of the texts of this one.
    fn was_there(&self, candidate: &Candidate, finder: &Finder<'_>) -> bool {
        let places = candidate.members.iter().filter_map(|member| finder.by_id(&member.clause));
        let hashes: BTreeSet<&str> = places.filter_map(|place| finder.index().hash(place)).collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for place in hashes.iter().filter_map(|hash| self.holders.get(hash)).flatten() {
            *shared.entry(*place).or_default() += 1;
        }
        hashes.is_empty() || shared.values().any(|shared| shared * 2 >= hashes.len())
    }
}

/// Clauses of which nobody has to look for what became of them: those that somebody took out of an element, where they are
/// gone, or the wording that stands in their place was judged itself, or the agreement was looked through; and those that
/// nobody judged.
fn answered(findings: &Findings) -> BTreeSet<ClauseKey> {
    let (state, places, finder) = (findings.state(), findings.places(), findings.finder());
    let now = |agreement: &'_ AgreementId| finder.index().now(agreement).clone();
    let (mut answered, mut open) = (BTreeSet::new(), BTreeSet::new());
    for (id, element) in &state.elements {
        let looked: BTreeSet<AgreementId> = element.absent.keys().map(now).collect();
        let here = places.elements.get(id);
        for member in &element.members {
            let key = member.anchor.key();
            let is_judged = |place: &usize| {
                here.is_some_and(|here| here.removed.contains(place) && !here.reworded.contains(place))
            };
            let done = match places.elsewhere.get(&key) {
                _ if member.belongs => false,
                Some(Found::Changed(place, _)) => {
                    is_judged(place) || looked.contains(&now(&member.anchor.agreement))
                }
                Some(Found::Doubtful(..) | Found::Orphan) => true,
                Some(Found::Same(_)) | None => false,
            };
            if done {
                answered.insert(key)
            } else {
                open.insert(key)
            };
        }
    }
    // What was only put off, or called substance, was not judged: it is offered again in any wording.
    let of =
        |sets: &[Deferred]| sets.iter().flat_map(|set| &set.clauses).map(Anchor::key).collect::<Vec<_>>();
    answered.extend(of(&state.deferred).into_iter().chain(of(&state.substance)));
    open.extend(state.rejected.iter().flat_map(|set| &set.clauses).map(Anchor::key));
    open.extend(state.outliers.iter().map(|verdict| verdict.anchor.key()));
    open.extend(state.corrections.iter().map(|correction| correction.anchor.key()));
    answered.retain(|key| !open.contains(key));
    answered
}

impl Changes {
    /// Sorts judged clauses by whether they were found again.
    fn sort_out(&mut self, findings: &Findings) {
        let clauses = &findings.results().clauses;
        let to = |anchor: &Anchor, index: usize, score: f64| {
            let (then, now) = anchor.wordings(&clauses[index]);
            let (before, now) = compared(&then, &now);
            let (id, page) = (clauses[index].id.clone(), clauses[index].pages.first().copied());
            Move { from: anchor.clone(), to: id, page, score, before, now }
        };
        self.away.clone_from(&findings.places().away);
        let answered = answered(findings);
        for (key, found) in &findings.places().elsewhere {
            let anchor = key.anchor();
            if !findings.finder().index().has(&anchor.agreement) || answered.contains(key) {
                continue;
            }
            match *found {
                Found::Same(index) if findings.is_in_place(anchor, index) => {}
                Found::Same(index) => self.moved.push(to(anchor, index, 1.0)),
                Found::Changed(index, score) => self.changed.push(to(anchor, index, score)),
                Found::Doubtful(index, score) => self.doubtful.push(to(anchor, index, score)),
                Found::Orphan => self.lost.push(anchor.clone()),
            }
        }
    }

    /// How much a person must look at again.
    pub(crate) fn to_check(&self) -> usize {
        self.changed.len() + self.doubtful.len() + self.lost.len() + self.checked_earlier.len()
    }

    /// Whether there is anything to tell.
    pub fn is_empty(&self) -> bool {
        self.words().is_empty()
    }

    /// What changed, in sentences.
    pub fn words(&self) -> Vec<String> {
        let list = |ids: &[AgreementId]| ids.iter().map(AgreementId::as_str).collect::<Vec<_>>().join(", ");
        let (new, gone) = (list(&self.new_agreements), list(&self.gone_agreements));
        let renamed = self.renamed_agreements.iter().map(|(old, now)| format!("{old} is {now} now"));
        let renamed = renamed.collect::<Vec<_>>().join(", ");
        let fitting: usize = self.fits.iter().map(|fit| fit.clauses.len()).sum();
        let elements = counted(self.fits.len(), "confirmed element");
        let news = [
            told(self.new_agreements.len(), "new agreement", "new agreements", &format!(": {new}")),
            told(self.gone_agreements.len(), "agreement removed", "agreements removed", &format!(": {gone}")),
            told(
                self.renamed_agreements.len(),
                "agreement is called otherwise",
                "agreements are called otherwise",
                &format!(": {renamed}"),
            ),
            told(fitting, "clause may belong to", "clauses may belong to", &format!(" {elements}")),
            told(self.new_candidates.len(), "new candidate", "new candidates", ""),
            told(
                self.moved.len(),
                "decided clause moved and was found again",
                "decided clauses moved and were found again",
                ", word for word",
            ),
        ];
        news.into_iter().flatten().chain(self.looks()).collect()
    }

    /// What of the decisions a person should look at again, or know.
    fn looks(&self) -> impl Iterator<Item = String> {
        let away: Vec<&str> = self.away.keys().map(AgreementId::as_str).collect();
        let looks = [
            told(
                self.changed.len(),
                "decided clause has another wording now",
                "decided clauses have another wording now",
                ": please check",
            ),
            told(
                self.doubtful.len(),
                "decided clause has a doubtful match",
                "decided clauses have a doubtful match",
                ": please check",
            ),
            told(
                self.lost.len(),
                "decided clause was not found again",
                "decided clauses were not found again",
                " (orphaned): please check",
            ),
            told(
                self.checked_earlier.len(),
                "cell was checked in an earlier edition",
                "cells were checked in an earlier edition",
                ": please check",
            ),
            told(
                self.checked_somewhere,
                "“checked, absent” does not say in which edition",
                "“checked, absent” do not say in which edition",
                " (an earlier version of the program did not note it)",
            ),
            told(
                self.away.values().sum(),
                "decided clause is kept for an agreement that is not in the study",
                "decided clauses are kept for agreements that are not in the study",
                &format!(": {}", away.join(", ")),
            ),
        ];
        looks.into_iter().flatten()
    }
}

/// "2 new agreements: a, b"; nothing where there is none.
fn told(count: usize, one: &str, many: &str, tail: &str) -> Option<String> {
    (count > 0).then(|| format!("{count} {}{tail}", plural(count, one, many)))
}

#[cfg(test)]
#[path = "changes_tests.rs"]
mod tests;
