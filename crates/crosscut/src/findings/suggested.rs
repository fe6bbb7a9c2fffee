//! Which clauses are suggested to each element: of each agreement the likeliest.

use super::CandidateStatus;
use crate::Candidate;
use crosscut_decisions::ElementId;
use crosscut_text::{AgreementId, ClauseId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// How many clauses of an agreement are suggested to an element, at most: as many as a person is asked about elsewhere.
///
/// Candidates overlap. Each that holds half of its clauses in an element would add the rest, and the rest of all of them
/// together is most of an agreement's chapter: a cell of 35 suggestions tells nobody where to look.
const EACH: usize = 3;

/// The clauses that candidates which are mostly an element's would add to it, in the order of their ids.
///
/// Likeliest is what most of these candidates hold, for the narrow ones lie within the wide ones; then what is most like
/// the rest of its candidate.
pub(super) fn suggested(
    candidates: &[Candidate],
    statuses: &[CandidateStatus],
) -> BTreeMap<ElementId, Vec<ClauseId>> {
    let mut backing: BTreeMap<ElementId, HashMap<&ClauseId, Backing<'_>>> = BTreeMap::new();
    for (candidate, status) in candidates.iter().zip(statuses) {
        let CandidateStatus::Covered { element, new } = status else { continue };
        if new.is_empty() {
            continue;
        }
        let held = backing.entry(*element).or_default();
        for member in candidate.members.iter().filter(|member| new.contains(&member.clause)) {
            let backing = held.entry(&member.clause).or_insert(Backing {
                agreement: &member.agreement,
                candidates: 0,
                likeness: 0.0,
            });
            backing.candidates += 1;
            backing.likeness = backing.likeness.max(member.similarity);
        }
    }
    backing.into_iter().map(|(element, clauses)| (element, likeliest(clauses))).collect()
}

/// What speaks for a clause.
struct Backing<'c> {
    agreement: &'c AgreementId,
    candidates: usize,
    likeness: f32,
}

fn likeliest(clauses: HashMap<&ClauseId, Backing<'_>>) -> Vec<ClauseId> {
    let mut all: Vec<(&ClauseId, Backing<'_>)> = clauses.into_iter().collect();
    all.sort_by(|(a, one), (b, two)| {
        let first = Reverse(one.candidates).cmp(&Reverse(two.candidates));
        first.then(two.likeness.total_cmp(&one.likeness)).then(a.cmp(b))
    });
    let mut taken: HashMap<&AgreementId, usize> = HashMap::new();
    all.retain(|(_, backing)| {
        let taken = taken.entry(backing.agreement).or_default();
        *taken += 1;
        *taken <= EACH
    });
    let mut ids: Vec<ClauseId> = all.into_iter().map(|(id, _)| id.clone()).collect();
    ids.sort();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{candidate, clause_id};

    fn covered(element: ElementId, new: &[&str]) -> CandidateStatus {
        CandidateStatus::Covered { element, new: new.iter().map(|id| clause_id(id)).collect() }
    }

    #[test]
    fn of_each_agreement_the_likeliest_three_are_suggested() {
        let element = ElementId::of_candidate("narrow");
        let narrow = candidate("narrow", &["a#art_1", "b#art_1", "b#art_2"]);
        let wide =
            candidate("wide", &["a#art_1", "b#art_1", "b#art_2", "b#art_9", "b#art_8", "b#art_7", "c#art_5"]);
        let new = ["b#art_2", "b#art_9", "b#art_8", "b#art_7", "c#art_5"];
        let statuses = [covered(element, &["b#art_2"]), covered(element, &new)];
        let found = suggested(&[narrow, wide], &statuses);
        let found: Vec<&str> = found[&element].iter().map(ClauseId::as_str).collect();
        assert_eq!(found, ["b#art_2", "b#art_7", "b#art_8", "c#art_5"]);
        assert!(suggested(&[], &[]).is_empty());
    }
}
