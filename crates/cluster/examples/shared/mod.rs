//! Reading ready-made clauses, for the examples.

use crosscut_text::{AgreementId, Clause, ClauseId, Eid, Language};
use serde_json::Value;
use std::{collections::BTreeMap, error::Error};

/// Clauses of a `clauses.jsonl`: `{"id", "agreement", "text"}` and, if present, `"locator"`.
pub(crate) fn read(lines: &str) -> Result<Vec<Clause>, Box<dyn Error>> {
    let mut clauses = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line)?;
        let field = |name: &str| value[name].as_str().unwrap_or_default();
        let id = field("id");
        let agreement = AgreementId::new(field("agreement"))?;
        let eid = Eid::new(id.split_once('#').map_or(id, |(_, eid)| eid))?;
        let (id, locator) = (ClauseId::new(id)?, field("locator").to_owned());
        clauses.push(Clause { id, locator, ..Clause::new(agreement, eid, field("text")) });
    }
    // Short clauses are told wrongly one by one: the language is that of the agreement's text.
    let mut text: BTreeMap<AgreementId, String> = BTreeMap::new();
    for clause in &clauses {
        let text = text.entry(clause.agreement.clone()).or_default();
        if text.len() < 4000 {
            text.push_str(&clause.text);
            text.push(' ');
        }
    }
    let language: BTreeMap<AgreementId, Language> =
        text.into_iter().map(|(agreement, text)| (agreement, Language::detect(&text))).collect();
    for clause in &mut clauses {
        clause.language = language[&clause.agreement];
    }
    Ok(clauses)
}
