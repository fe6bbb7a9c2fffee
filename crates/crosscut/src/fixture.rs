//! Results of small studies for the tests: our own words, cut to clauses by hand.

use crate::{Agreement, Candidate, DocumentReport, Member, Results};
pub(crate) use crosscut_decisions::fixture::{agreement, anchors, clause_id, clauses, element, event};
use crosscut_text::{AgreementId, Clause, Coverage, Loss, PageInfo, Source};

/// A candidate of these clauses.
pub(crate) fn candidate(label: &str, members: &[&str]) -> Candidate {
    let members: Vec<Member> = members
        .iter()
        .map(|id| Member {
            clause: clause_id(id),
            agreement: agreement(id.split_once('#').unwrap().0),
            similarity: 0.5,
            same_as: None,
        })
        .collect();
    let mut agreements: Vec<AgreementId> = members.iter().map(|member| member.agreement.clone()).collect();
    agreements.sort();
    agreements.dedup();
    Candidate {
        id: format!("c-{label}"),
        label: label.to_owned(),
        terms: label.split(' ').map(str::to_lowercase).collect(),
        score: 0.5,
        why: format!("they share {label}"),
        agreements,
        substance: 1.0,
        members,
        ..Candidate::default()
    }
}

/// Results over clauses; every agreement has one document of three pages.
pub(crate) fn results(clauses: Vec<Clause>, candidates: Vec<Candidate>) -> Results {
    let mut ids: Vec<AgreementId> = clauses.iter().map(|clause| clause.agreement.clone()).collect();
    ids.sort();
    ids.dedup();
    let documents = ids.iter().map(document).collect();
    let agreements = ids.into_iter().map(|id| Agreement::named(id.clone(), format!("Accord {id}"))).collect();
    Results { run: "run-1".into(), agreements, documents, clauses, candidates, ..Results::default() }
}

fn document(agreement: &AgreementId) -> DocumentReport {
    let page = |number: u32| PageInfo { number, label: format!("{}", number + 10), ..PageInfo::default() };
    DocumentReport {
        agreement: agreement.clone(),
        source: Source {
            file: format!("{agreement}.pdf"),
            sha256: "ab".repeat(32),
            media_type: "application/pdf".into(),
        },
        pages: (1..=3).map(page).collect(),
        coverage: Coverage { pages: 3, pages_read: 3, words: 100 },
        losses: Vec::<Loss>::new(),
        warnings: Vec::new(),
    }
}
