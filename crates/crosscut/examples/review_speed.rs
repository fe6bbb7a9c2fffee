//! How fast decisions are laid on a large study: 100 agreements, 20,000 clauses, 5,000 events.
//!
//! `cargo run --release -p crosscut --example review_speed`

use crosscut::decisions::{Anchor, Basis, Coder, Decision, Decisions, ElementId, LogError, Reason, State};
use crosscut::{Agreement, Candidate, Findings, Member, Results};
use crosscut_text::{AgreementId, Clause, Eid, Language, Span};
use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

const AGREEMENTS: usize = 100;
const CLAUSES: usize = 200;
const EVENTS: usize = 5_000;
const CANDIDATES: usize = 400;

fn main() -> Result<(), Box<dyn Error>> {
    let results = results()?;
    let folder = std::env::temp_dir().join(format!("crosscut-speed-{}", std::process::id()));
    let mut decisions = Decisions::open(&folder, &Coder::new("Ana")?)?;
    let anchors: Vec<Anchor> =
        (0..results.clauses.len()).filter_map(|i| Anchor::of(&results.clauses, i)).collect();
    let mut slowest = 0.0f64;
    let all = Instant::now();
    for n in 0..EVENTS {
        let start = Instant::now();
        decide(&mut decisions, &anchors, n)?;
        slowest = slowest.max(start.elapsed().as_secs_f64() * 1000.0);
    }
    println!("{EVENTS} decisions, each appended, synced and folded in");
    let mean = all.elapsed().as_secs_f64() * 1000.0 / EVENTS as f64;
    println!("{:<44} {mean:8.2} ms", "one decision, mean");
    println!("{:<44} {slowest:8.2} ms", "one decision, slowest");
    let last = decisions.last().map(|event| event.id).ok_or("no decision")?;
    time("one undo (folds all anew)", || decisions.undo(None, last))?;
    time("look whether other files changed", || decisions.refresh_if_changed())?;
    time("read all logs again", || decisions.refresh())?;
    let state = time("fold all events", || Ok::<_, LogError>(State::fold(decisions.events())))?;
    println!("{} elements, {} rejected sets", state.elements.len(), state.rejected.len());
    let results = Arc::new(results);
    let findings =
        time("findings (once a run)", || Ok::<_, LogError>(Findings::new(Arc::clone(&results), state)))?;
    println!("{} rows", findings.matrix().rows.len());
    decide(&mut decisions, &anchors, EVENTS)?;
    let state = decisions.state().clone();
    let findings = time("findings after one more decision", || Ok::<_, LogError>(findings.after(state)))?;
    time("offers", || Ok::<_, LogError>(findings.offered()))?;
    time("history", || Ok::<_, LogError>(findings.history(decisions.events())))?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn time<T, E>(what: &str, run: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let start = Instant::now();
    let answer = run();
    println!("{what:<44} {:8.2} ms", start.elapsed().as_secs_f64() * 1000.0);
    answer
}

/// Confirmations, additions, rejections and new names in turn.
fn decide(decisions: &mut Decisions, anchors: &[Anchor], n: usize) -> Result<(), LogError> {
    let element = |n: usize| ElementId::of_candidate(&format!("c-{}", n % CANDIDATES));
    let clauses: Vec<Anchor> = (0..6).map(|i| anchors[(n * 37 + i * 811) % anchors.len()].clone()).collect();
    let decision = match n % 5 {
        _ if n < CANDIDATES => Decision::Confirm {
            element: element(n),
            name: format!("Element {n}"),
            definition: None,
            candidate: Some(format!("c-{n}")),
            clauses,
        },
        0 | 1 => Decision::Add { element: element(n), clauses },
        2 => Decision::Remove { element: element(n), clauses },
        3 => Decision::Rename { element: element(n), name: format!("Element {n}") },
        _ => Decision::Reject { clauses, reason: Reason::Boilerplate, candidate: None, comment: None },
    };
    decisions.decide_on(&Basis::default(), vec![decision]).map(drop)
}

fn results() -> Result<Results, Box<dyn Error>> {
    let mut results = Results { run: "speed".into(), ..Results::default() };
    for a in 0..AGREEMENTS {
        let agreement = AgreementId::new(&format!("agreement-{a:03}"))?;
        results.agreements.push(Agreement::named(agreement.clone(), format!("Agreement {a}")));
        let mut start = 0;
        for c in 0..CLAUSES {
            let eid = Eid::new(&format!("art_{c}"))?;
            let text = format!(
                "Each Party shall take measure {c} of kind {a} to protect the networks that its hospitals, schools and \
                 energy suppliers depend on, and shall report incident {} to the others without delay, and review what \
                 it did once a year together with those who run these networks.",
                a * CLAUSES + c
            );
            let span = Span::at(start, text.len());
            start = span.end() + 1;
            results.clauses.push(Clause {
                locator: format!("Article {c}"),
                span,
                language: Language::English,
                pages: vec![1],
                ..Clause::new(agreement.clone(), eid, text)
            });
        }
    }
    for n in 0..CANDIDATES {
        let members = (0..8).map(|i| &results.clauses[(n * 53 + i * 811) % results.clauses.len()]);
        let members: Vec<Member> = members
            .map(|clause| Member {
                clause: clause.id.clone(),
                agreement: clause.agreement.clone(),
                similarity: 0.5,
                same_as: None,
            })
            .collect();
        results.candidates.push(Candidate {
            id: format!("c-{n}"),
            label: format!("Candidate {n}"),
            score: 0.5,
            agreements: members.iter().map(|member| member.agreement.clone()).collect(),
            members,
            ..Candidate::default()
        });
    }
    Ok(results)
}
