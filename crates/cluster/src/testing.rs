//! Clauses for tests.

use crosscut_text::{AgreementId, Clause, Eid, Language};

/// Provisions in English from pairs of agreement and text.
pub(crate) fn clauses(texts: &[(&str, &str)]) -> Vec<Clause> {
    texts
        .iter()
        .enumerate()
        .map(|(i, (agreement, text))| {
            let agreement = AgreementId::new(agreement).unwrap();
            let eid = Eid::new(&format!("unit_{i}")).unwrap();
            Clause {
                language: Language::English,
                locator: String::new(),
                ..Clause::new(agreement, eid, *text)
            }
        })
        .collect()
}
