//! Clauses that come ready-made: `clauses.jsonl`.

use crate::{Error, error::Result};
use crosscut_text::strength::{Demand, demand};
use crosscut_text::{AgreementId, Clause, ClauseId, ClauseKind, Eid, Language, Span, Strength};
use serde::Deserialize;
use std::collections::BTreeSet;

/// One line of the file; more fields, as `crosscut clauses --json` writes them, are taken over where they help.
#[derive(Deserialize)]
struct Row {
    id: String,
    agreement: String,
    text: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    locator: Option<String>,
    #[serde(default)]
    kind: Option<ClauseKind>,
    #[serde(default)]
    heading: Option<String>,
    #[serde(default)]
    lead_in: Option<String>,
    #[serde(default)]
    strength: Option<Strength>,
    #[serde(default)]
    actor: Option<String>,
    #[serde(default)]
    act: Option<String>,
    #[serde(default)]
    language: Option<Language>,
}

/// Clauses of a ready-made file, and the agreements' titles where it gives them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadyMade {
    /// In the order of the file.
    pub clauses: Vec<Clause>,
    /// Agreements in the order in which they first appear, with the title, if any.
    pub agreements: Vec<(AgreementId, Option<String>)>,
}

/// Reads `{"id","agreement","text"}` lines (and, if present, `title`, `locator` and what `crosscut clauses --json`
/// writes). Empty lines are passed over.
///
/// ```
/// let line = r#"{"id": "a#art_1", "agreement": "a", "title": "Accord", "text": "Parties shall report incidents."}"#;
/// let ready = crosscut::parse_clauses("clauses.jsonl", line)?;
/// assert_eq!(ready.clauses[0].id.as_str(), "a#art_1");
/// assert_eq!(ready.agreements[0].1.as_deref(), Some("Accord"));
/// let error = crosscut::parse_clauses("clauses.jsonl", "{}").expect_err("no id").to_string();
/// assert!(error.starts_with("clauses.jsonl, line 1: "));
/// # Ok::<(), crosscut::Error>(())
/// ```
///
/// # Errors
/// The first line that does not fit, by its number: no JSON, a field missing, an id given twice.
pub fn parse_clauses(file: &str, text: &str) -> Result<ReadyMade> {
    let mut ready = ReadyMade::default();
    let mut ids = BTreeSet::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |reason: String| Error::Line { file: file.into(), line: index + 1, reason };
        let row: Row = serde_json::from_str(line)
            .map_err(|e| wrong(format!("{e}; expected {{\"id\": …, \"agreement\": …, \"text\": …}}")))?;
        let title = row.title.clone();
        let clause = clause(row).map_err(|e| wrong(e.to_string()))?;
        if !ids.insert(clause.id.clone()) {
            return Err(wrong(format!("duplicate id {:?}: ids must be unique", clause.id.as_str())));
        }
        if !ready.agreements.iter().any(|(id, _)| *id == clause.agreement) {
            ready.agreements.push((clause.agreement.clone(), title));
        }
        ready.clauses.push(clause);
    }
    Ok(ready)
}

fn clause(row: Row) -> Result<Clause, crosscut_text::IdError> {
    let id = ClauseId::new(&row.id)?;
    let eid = row.id.split_once('#').map_or(row.id.as_str(), |(_, eid)| eid);
    let language = row.language.unwrap_or_else(|| Language::detect(&row.text));
    let silent = matches!(row.kind, Some(ClauseKind::Heading | ClauseKind::Note | ClauseKind::Signature));
    let demand = match row.strength {
        None if !silent => demand(&row.text, row.lead_in.as_deref(), language),
        _ => Demand { strength: Strength::Statement, actor: None, act: None },
    };
    Ok(Clause {
        agreement: AgreementId::new(&row.agreement)?,
        locator: row.locator.unwrap_or_else(|| eid.to_owned()),
        eid: Eid::new(eid)?,
        id,
        kind: row.kind.unwrap_or(ClauseKind::Provision),
        span: Span::at(0, row.text.len()),
        parent: None,
        heading: row.heading,
        lead_in: row.lead_in,
        defines: None,
        strength: row.strength.or(Some(demand.strength).filter(|_| !silent)),
        actor: row.actor.or(demand.actor),
        act: row.act.or(demand.act),
        language,
        pages: Vec::new(),
        boxes: Vec::new(),
        recognised: None,
        text: row.text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_clauses_and_the_first_bad_one_is_named() {
        let good = r#"{"id": "x#art_1", "agreement": "x", "text": "Parties shall cooperate.", "title": "X"}"#;
        let ready = parse_clauses("c.jsonl", &format!("{good}\n\n")).unwrap();
        assert_eq!(ready.clauses[0].eid.as_str(), "art_1");
        assert_eq!(ready.agreements[0].1.as_deref(), Some("X"));
        for (line, part) in [("{\"id\": 3}", "line 2"), ("nonsense", "line 2"), (good, "unique")] {
            let error = parse_clauses("c.jsonl", &format!("{good}\n{line}\n")).unwrap_err().to_string();
            assert!(error.contains(part) && error.starts_with("c.jsonl"), "{error}");
        }
    }

    #[test]
    fn an_empty_text_is_a_clause_without_words() {
        let ready = parse_clauses("c", r#"{"id": "a", "agreement": "b", "text": ""}"#).unwrap();
        assert_eq!(ready.clauses[0].text, "");
    }
}
