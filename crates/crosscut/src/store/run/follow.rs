//! Agreements that have another id than in the run before: the same bytes, or the same clauses word for word.

use super::Outcome;
use crate::error::Result;
use crate::store::Study;
use crate::store::study_file::StudyFile;
use crosscut_decisions::text_hash;
use crosscut_text::{AgreementId, Clause};
use std::collections::{BTreeMap, BTreeSet};

impl Study {
    /// Enters former ids into the settings where an agreement of the last run is gone and one of the same text is new.
    /// Gives the old and new ids.
    pub(super) fn follow(
        &self,
        file: &mut StudyFile,
        outcomes: &[Outcome],
    ) -> Result<Vec<(AgreementId, AgreementId)>> {
        let Ok(old) = self.manifest() else { return Ok(Vec::new()) };
        let new: BTreeSet<&AgreementId> = outcomes.iter().flat_map(Outcome::agreements).collect();
        let old_documents = old.documents();
        let before: BTreeSet<&AgreementId> =
            old_documents.iter().map(|document| &document.agreement).collect();
        let told = |id: &AgreementId| {
            file.removed.iter().any(|removed| removed.id == *id)
                || file.agreements.iter().any(|agreement| agreement.formerly.contains(id))
        };
        let gone: Vec<&AgreementId> = before.difference(&new).copied().filter(|id| !told(id)).collect();
        let come: Vec<&AgreementId> = new.difference(&before).copied().collect();
        if gone.is_empty() || come.is_empty() {
            return Ok(Vec::new());
        }
        let there = texts(&self.clauses_of(&old)?);
        let mut clauses = Vec::new();
        for outcome in outcomes.iter().filter(|outcome| outcome.agreements().any(|id| come.contains(&id))) {
            clauses.extend(outcome.clauses(self)?);
        }
        let here = texts(&clauses);
        let mut renamed: Vec<(AgreementId, AgreementId)> = Vec::new();
        for now in come {
            let same = |was: &&&AgreementId| here.get(now).is_some_and(|text| there.get(**was) == Some(text));
            let free = |was: &&&AgreementId| renamed.iter().all(|(taken, _)| taken != **was);
            if let Some(was) = gone.iter().filter(free).find(same) {
                renamed.push(((*was).clone(), now.clone()));
            }
        }
        for (was, now) in &renamed {
            if let Some(agreement) = file.agreements.iter_mut().find(|agreement| agreement.id == *now) {
                agreement.formerly.push(was.clone());
            }
            file.agreements.retain(|agreement| agreement.id != *was);
        }
        Ok(renamed)
    }
}

/// The texts of each agreement, in order.
fn texts(clauses: &[Clause]) -> BTreeMap<AgreementId, Vec<String>> {
    let mut texts: BTreeMap<AgreementId, Vec<String>> = BTreeMap::new();
    for clause in clauses {
        texts.entry(clause.agreement.clone()).or_default().push(text_hash(&clause.text));
    }
    texts
}
