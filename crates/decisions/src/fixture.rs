//! For tests, here and in the crates above: a small study cut to clauses by hand, events, and random histories of three
//! coders.

use crate::{
    Anchor, Clock, Coder, Decision, ElementId, Event, EventId, Reason, Seen, Settlement, State, Target, merge,
};
use crosscut_text::{AgreementId, Clause, ClauseId, ClauseKind, Eid, Language, Span, Strength};
use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

/// What is wrong with a fixture that does not build.
const KNOWN: &str = "the fixtures are well formed";

/// The agreement of an id.
pub fn agreement(id: &str) -> AgreementId {
    AgreementId::new(id).expect(KNOWN)
}

/// The clause of an id.
pub fn clause_id(id: &str) -> ClauseId {
    ClauseId::new(id).expect(KNOWN)
}

/// The coder of a name.
pub fn coder(name: &str) -> Coder {
    Coder::new(name).expect(KNOWN)
}

/// Clauses `agreement#eid` in the order given, offsets as if each stood on a line.
pub fn clauses(texts: &[(&str, &str)]) -> Vec<Clause> {
    let mut at = std::collections::BTreeMap::new();
    let mut clause = |(id, text): &(&str, &str)| {
        let (name, eid) = id.split_once('#').expect(KNOWN);
        let start: &mut usize = at.entry(name.to_owned()).or_default();
        let span = Span::at(*start, text.len());
        *start = span.end() + 1;
        Clause {
            id: clause_id(id),
            agreement: agreement(name),
            eid: Eid::new(eid).expect(KNOWN),
            locator: format!("Article {eid}"),
            kind: ClauseKind::Provision,
            span,
            text: (*text).to_owned(),
            parent: None,
            heading: None,
            lead_in: None,
            defines: None,
            strength: Some(Strength::Shall),
            actor: None,
            act: None,
            language: Language::English,
            pages: vec![u32::try_from(span.start() / 200).expect(KNOWN) + 1],
            boxes: Vec::new(),
            recognised: None,
            doubtful: Vec::new(),
        }
    };
    texts.iter().map(&mut clause).collect()
}

/// The element of a number.
pub const fn element(number: u128) -> ElementId {
    ElementId(Uuid::from_u128(number))
}

/// Anchors of clauses by id.
pub fn anchors(clauses: &[Clause], ids: &[&str]) -> Vec<Anchor> {
    let at = |id: &str| clauses.iter().position(|clause| clause.id.as_str() == id).expect(KNOWN);
    ids.iter().map(|id| Anchor::of(clauses, at(id)).expect(KNOWN)).collect()
}

/// An event with an id made from its coder and number.
pub fn event(by: &str, seq: u64, seen: &[(&str, u64)], decision: Decision) -> Event {
    let salt = by.bytes().fold(0u128, |sum, byte| sum * 256 + u128::from(byte));
    Event {
        v: decision.version(),
        id: EventId(Uuid::from_u128(salt << 64 | u128::from(seq))),
        seq,
        prev: None,
        at: Timestamp::from_second(1_700_000_000).expect(KNOWN),
        by: coder(by),
        run: None,
        seen: seen.iter().map(|(name, seq)| (coder(name), *seq)).collect::<Seen>(),
        because: None,
        decision,
    }
}

/// A clock that stands still and counts instead of drawing.
#[derive(Default)]
pub struct Still(pub u64);

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

/// The clauses that the histories are about.
pub fn study() -> Vec<Clause> {
    clauses(&[
        ("a#1", "Parties shall report incidents."),
        ("a#2", "Parties shall train judges."),
        ("b#1", "States shall report serious incidents."),
        ("b#2", "States should share warnings."),
        ("c#1", "Signatories shall share warnings early."),
    ])
}

/// Anchors of these clauses of the [`study`].
pub fn set(ids: &[&str]) -> Vec<Anchor> {
    anchors(&study(), ids)
}

/// Any decision, on a handful of elements and clauses.
fn any_decision() -> impl Strategy<Value = (u8, u128, u128, usize, String)> {
    (0u8..22, 1u128..4, 1u128..4, 0usize..5, "[a-c]{1,2}")
}

fn decision(of: (u8, u128, u128, usize, String), so_far: &[Event]) -> Decision {
    let (kind, a, b, clause, text) = of;
    let names = ["a#1", "a#2", "b#1", "b#2", "c#1"];
    let clauses = set(&[names[clause], names[(clause + 2) % 5]]);
    let earlier = so_far.get(so_far.len().saturating_sub(clause + 1)).map(|event| event.id);
    match kind {
        0..=2 => {
            Decision::Confirm { element: element(a), name: text, definition: None, candidate: None, clauses }
        }
        3 => Decision::Rename { element: element(a), name: text },
        4 => Decision::Define { element: element(a), definition: text },
        5 => Decision::Reject { clauses, reason: Reason::Other, candidate: None, comment: None },
        6 => Decision::Defer { clauses, candidate: None },
        7 => Decision::Add { element: element(a), clauses },
        8 => Decision::Remove { element: element(a), clauses },
        9 => Decision::Move { from: element(a), to: element(b), clauses },
        10 => Decision::Merge { into: element(a), from: vec![element(b)] },
        11 => Decision::Split { from: element(a), element: element(b + 10), name: text, clauses },
        12 => {
            let (agreement, texts) = (clauses[0].agreement.clone(), vec![text]);
            Decision::Absent { element: element(a), agreement, clauses: vec![], texts }
        }
        18 => Decision::Substance { clauses, candidate: None },
        19 => Decision::Correct {
            clause: clauses[0].clone(),
            recognised: "shall".into(),
            nth: 1 + u32::try_from(b).unwrap_or(1) % 2,
            correct: text,
        },
        13 => earlier.map_or(Decision::Note { about: Target::Study, text }, |of| Decision::Undo { of }),
        14 => Decision::Resolve { element: element(a), settle: Settlement::Name { name: text } },
        20 => Decision::Resolve { element: element(a), settle: Settlement::Two { other: element(b) } },
        21 => {
            let settle = Settlement::Absence { agreement: clauses[0].agreement.clone(), absent: b == 1 };
            Decision::Resolve { element: element(a), settle }
        }
        15 => Decision::Finish,
        16 => Decision::Reanchor { from: clauses[0].clone(), to: clauses[1].clone(), score: 0.9 },
        _ => Decision::Together {
            decisions: vec![
                Decision::Confirm {
                    element: element(a),
                    name: text.clone(),
                    definition: None,
                    candidate: None,
                    clauses,
                },
                Decision::Rename { element: element(b), name: text },
                Decision::Remove { element: element(a), clauses: set(&["b#1"]) },
            ],
        },
    }
}

prop_compose! {
    /// Three coders who now and then read each other's logs.
    pub fn history(all_see_all: bool)(steps in prop::collection::vec((0usize..3, any::<bool>(), any_decision()), 0..24)) -> Vec<Event> {
        let names = ["anna", "bob", "carol"];
        let mut all: Vec<Event> = Vec::new();
        let mut knows: Vec<Vec<Event>> = vec![Vec::new(); 3];
        for (who, looks, of) in steps {
            if looks || all_see_all {
                knows[who] = merge(&knows[who], &all);
            }
            let state = State::fold(&knows[who]);
            let seen: Vec<(&str, u64)> = state.seen.iter()
                .filter(|(coder, _)| coder.as_str() != names[who])
                .map(|(coder, seq)| (names[names.iter().position(|n| *n == coder.as_str()).expect(KNOWN)], *seq))
                .collect();
            let seq = all.iter().filter(|event| event.by.as_str() == names[who]).count() as u64 + 1;
            let event = event(names[who], seq, &seen, decision(of, &knows[who]));
            knows[who].push(event.clone());
            all.push(event);
        }
        all
    }
}

prop_compose! {
    /// One coder who takes back, and brings back, much of what she does.
    pub fn wavering()(
        steps in prop::collection::vec((any_decision(), prop::option::of(0usize..12)), 0..100)
    ) -> Vec<Event> {
        let mut all: Vec<Event> = Vec::new();
        for (of, back) in steps {
            let target = back.and_then(|back| all.len().checked_sub(back + 1)).map(|place| all[place].id);
            let decision = target.map_or_else(|| decision(of, &all), |of| Decision::Undo { of });
            all.push(event("anna", all.len() as u64 + 1, &[], decision));
        }
        all
    }
}
