//! Clauses for tests.

use crosscut_text::{AgreementId, Clause, ClauseId, ClauseKind, Eid, Language, Span};

/// Provisions in English from pairs of agreement and text.
pub(crate) fn clauses(texts: &[(&str, &str)]) -> Vec<Clause> {
    texts
        .iter()
        .enumerate()
        .map(|(i, (agreement, text))| {
            let agreement = AgreementId::new(agreement).unwrap();
            let eid = Eid::new(&format!("unit_{i}")).unwrap();
            Clause {
                id: ClauseId::of(&agreement, &eid),
                agreement,
                eid,
                locator: String::new(),
                kind: ClauseKind::Provision,
                span: Span::default(),
                text: (*text).to_owned(),
                parent: None,
                heading: None,
                lead_in: None,
                defines: None,
                strength: None,
                language: Language::English,
                pages: Vec::new(),
                boxes: Vec::new(),
                recognised: None,
            }
        })
        .collect()
}
