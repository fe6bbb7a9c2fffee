//! Ranks the clauses of a `clauses.jsonl` for the elements of a codebook and prints them as JSON.
//!
//! `cargo run --release -p crosscut-cluster --example codebook -- CLAUSES.jsonl ELEMENTS.jsonl`, one element a line:
//! `{"id", "name", "definition", "confirmed": [clause id, …]}`.

use crosscut_cluster::{Compared, Element, match_codebook};
use serde_json::{Value, json};
use std::error::Error;

#[path = "shared/mod.rs"]
mod shared;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(clauses), Some(elements)) = (arguments.next(), arguments.next()) else {
        return Err("which clauses.jsonl and which elements.jsonl?".into());
    };
    let clauses = shared::read(&std::fs::read_to_string(clauses)?)?;
    let place = |id: &str| clauses.iter().position(|clause| clause.id.as_str() == id);
    let mut ids = Vec::new();
    let mut wanted = Vec::new();
    for line in std::fs::read_to_string(elements)?.lines() {
        let value: Value = serde_json::from_str(line)?;
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let confirmed = value["confirmed"].as_array().into_iter().flatten();
        ids.push(text("id"));
        wanted.push(Element {
            name: text("name"),
            definition: text("definition"),
            confirmed: confirmed.filter_map(|id| place(id.as_str()?)).collect(),
            ..Element::default()
        });
    }
    for (id, found) in ids.iter().zip(match_codebook(Compared::new(&clauses, None), &wanted)) {
        let ranked: Vec<Value> = found
            .ranked
            .iter()
            .map(|member| json!([clauses[member.clause].id.as_str(), member.similarity]))
            .collect();
        println!("{}", json!({"element": id, "cut": found.cut, "ranked": ranked}));
    }
    Ok(())
}
