//! Small studies for the tests: our own words, cut to clauses by hand.

use crate::review::{Anchor, Clock, Coder, Decision, Event, EventId, Seen};
use crate::{Agreement, Candidate, DocumentReport, Member, Results};
use crosscut_text::{
    AgreementId, Clause, ClauseId, ClauseKind, Coverage, Eid, Language, Loss, PageInfo, Source, Span,
    Strength,
};
use jiff::Timestamp;
use uuid::Uuid;

pub(crate) fn agreement(id: &str) -> AgreementId {
    AgreementId::new(id).unwrap()
}

pub(crate) fn clause_id(id: &str) -> ClauseId {
    ClauseId::new(id).unwrap()
}

pub(crate) fn coder(name: &str) -> Coder {
    Coder::new(name).unwrap()
}

/// Clauses `agreement#eid` in the order given, offsets as if each stood on a line.
pub(crate) fn clauses(texts: &[(&str, &str)]) -> Vec<Clause> {
    let mut at = std::collections::BTreeMap::new();
    let mut clause = |(id, text): &(&str, &str)| {
        let (name, eid) = id.split_once('#').unwrap();
        let start: &mut usize = at.entry(name.to_owned()).or_default();
        let span = Span::at(*start, text.len());
        *start = span.end() + 1;
        Clause {
            id: clause_id(id),
            agreement: agreement(name),
            eid: Eid::new(eid).unwrap(),
            locator: format!("Article {eid}"),
            kind: ClauseKind::Provision,
            span,
            text: (*text).to_owned(),
            parent: None,
            heading: None,
            lead_in: None,
            defines: None,
            strength: Some(Strength::Shall),
            language: Language::English,
            pages: vec![u32::try_from(span.start() / 200).unwrap() + 1],
            boxes: Vec::new(),
            recognised: None,
        }
    };
    texts.iter().map(&mut clause).collect()
}

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
        tier: crate::Tier::default(),
        members,
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

/// Anchors of clauses by id.
pub(crate) fn anchors(clauses: &[Clause], ids: &[&str]) -> Vec<Anchor> {
    let at = |id: &str| clauses.iter().position(|clause| clause.id.as_str() == id).unwrap();
    ids.iter().map(|id| Anchor::of(clauses, at(id)).unwrap()).collect()
}

/// An event with an id made from its coder and number.
pub(crate) fn event(by: &str, seq: u64, seen: &[(&str, u64)], decision: Decision) -> Event {
    let salt = by.bytes().fold(0u128, |sum, byte| sum * 256 + u128::from(byte));
    Event {
        v: decision.version(),
        id: EventId(Uuid::from_u128(salt << 64 | u128::from(seq))),
        seq,
        prev: None,
        at: Timestamp::from_second(1_700_000_000).unwrap(),
        by: coder(by),
        run: None,
        seen: seen.iter().map(|(name, seq)| (coder(name), *seq)).collect::<Seen>(),
        because: None,
        decision,
    }
}

/// A clock that stands still and counts instead of drawing.
#[derive(Default)]
pub(crate) struct Still(pub(crate) u64);

impl Clock for Still {
    fn millis(&self) -> u64 {
        1_700_000_000_000
    }

    fn random(&mut self) -> std::io::Result<[u8; 10]> {
        self.0 += 1;
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.0.to_be_bytes());
        Ok(bytes)
    }
}
