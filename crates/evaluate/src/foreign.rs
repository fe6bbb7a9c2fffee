//! Candidates of another tool, to be measured like our own.

use crosscut::text::{AgreementId, ClauseId};
use crosscut::{Candidate, Member};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    candidates: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    label: String,
    members: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    clause: ClauseId,
    #[serde(default = "one")]
    similarity: f32,
}

fn one() -> f32 {
    1.0
}

/// Reads `{"candidates": [{"members": [{"clause": id, "similarity": 0.5}]}]}`, best candidate first: what
/// `crosscut candidates --json` prints, or the same from any other tool. All but the clauses may be left out.
///
/// ```
/// let text = r#"{"candidates": [{"members": [{"clause": "a#art_1"}, {"clause": "b#art_7"}]}]}"#;
/// assert_eq!(crosscut_evaluate::parse_candidates(text).expect("candidates")[0].members.len(), 2);
/// ```
///
/// # Errors
/// When it is no such JSON.
pub fn parse_candidates(text: &str) -> Result<Vec<Candidate>, String> {
    let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let member = |row: Row| {
        let agreement = AgreementId::slug(row.clause.as_str().split('#').next().unwrap_or_default());
        Member { agreement, clause: row.clause, similarity: row.similarity, same_as: None }
    };
    let candidate = |(place, group): (usize, Group)| Candidate {
        id: group.id.unwrap_or_else(|| format!("c-{}", place + 1)),
        label: group.label,
        members: group.members.into_iter().map(member).collect(),
        ..Candidate::default()
    };
    Ok(file.candidates.into_iter().enumerate().map(candidate).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_tool_wrote_is_read_as_far_as_it_goes() {
        let read = parse_candidates(r#"{"schema": "x", "candidates": [{"members": [{"clause": "a#1"}]}]}"#);
        let read = read.unwrap();
        assert_eq!((read[0].id.as_str(), read[0].members[0].similarity), ("c-1", 1.0));
        assert!(parse_candidates("{}").unwrap_err().contains("candidates"));
    }
}
