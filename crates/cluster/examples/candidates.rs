//! Reads a `clauses.jsonl` and prints candidates and outliers as the scorers read them.
//!
//! `cargo run --release -p crosscut-cluster --example candidates -- CLAUSES.jsonl [GRANULARITY [CUT]]`

use crosscut_cluster::{Compared, Constraints, Settings, propose, regroup};
use serde_json::{Value, json};
use std::error::Error;

#[path = "shared/mod.rs"]
mod shared;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which clauses.jsonl?")?;
    let mut settings = Settings::default();
    if let Some(granularity) = arguments.next() {
        settings.granularity = granularity.parse()?;
    }
    let clauses = shared::read(&std::fs::read_to_string(path)?)?;
    let start = std::time::Instant::now();
    let compared = Compared::new(&clauses, None);
    let mut proposal = propose(compared, &settings, &Constraints::default());
    // A third argument cuts the merge tree instead, at that granularity.
    if let Some(granularity) = arguments.next() {
        proposal.candidates = regroup(compared, &proposal.tree, granularity.parse()?);
    }
    eprintln!("{} clauses, {} candidates, {:.2?}", clauses.len(), proposal.candidates.len(), start.elapsed());
    let name = |clause: usize| clauses[clause].id.as_str();
    let candidates: Vec<Value> = proposal
        .candidates
        .iter()
        .map(|candidate| {
            let members: Vec<Value> = candidate
                .members
                .iter()
                .map(|member| json!({"clause": name(member.clause), "similarity": member.similarity}))
                .collect();
            json!({"label": candidate.label, "terms": candidate.terms, "score": candidate.score,
                   "tier": format!("{:?}", candidate.tier),
                   "why": candidate.why, "members": members})
        })
        .collect();
    let outliers: Vec<Value> = proposal
        .outliers
        .iter()
        .map(|o| json!({"clause": name(o.clause), "distinctness": o.distinctness, "nearest": o.nearest.map(name)}))
        .collect();
    println!("{}", json!({"candidates": candidates, "outliers": outliers}));
    Ok(())
}
