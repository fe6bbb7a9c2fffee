//! What is suggested now, and what people made of it.

use crate::check::Thing;
use crate::log::valid;
use crate::{Assistant, Entry, Ground, Said, Suggestion, What};
use crosscut::decisions::Timestamp;
use crosscut::text::AgreementId;
use serde::Serialize;
use std::collections::BTreeSet;

/// What came from one assistant.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// Which.
    pub by: Assistant,
    /// The models that it was.
    pub models: BTreeSet<String>,
    /// What it suggests now.
    pub standing: Vec<Standing>,
    /// Suggestions that a person took back, with all that was there.
    pub taken_back: usize,
    /// Suggestions about an element that is not seen: it was undone, or is another coder's while coding is blind.
    pub unseen: usize,
    /// Quotes that were in their clause, and quotes that were refused; over everything it ever said.
    pub quotes_found: usize,
    /// See `quotes_found`.
    pub quotes_refused: usize,
}

/// A suggestion.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Standing {
    /// Its number in the log.
    pub n: usize,
    /// When it was made.
    pub at: Timestamp,
    /// The model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// What is suggested.
    pub what: What,
    /// What it is about, by name; none for a new element or a note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The element, by id, where it is about a confirmed one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// What it rests on.
    pub cites: Vec<CheckedCite>,
}

/// A clause that is cited, as it is now.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckedCite {
    /// Its id.
    pub clause: String,
    /// Its agreement; none where the clause is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<AgreementId>,
    /// Its place.
    pub locator: String,
    /// The words.
    pub words: String,
    /// Whether the words are there still.
    pub holds: bool,
    /// What people made of it.
    pub verdict: Verdict,
}

/// What people decided on a clause that was suggested for an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Verdict {
    /// Nothing yet.
    Open,
    /// It belongs.
    Confirmed,
    /// It does not.
    Removed,
}

/// What each assistant suggests, of all logs of a study.
pub fn standing(logs: &[Vec<Entry>], ground: &Ground<'_>) -> Vec<Source> {
    logs.iter().filter_map(|log| source(log, ground)).collect()
}

fn source(log: &[Entry], ground: &Ground<'_>) -> Option<Source> {
    let (mut found, mut refused, mut made) = (0, 0, 0);
    for entry in log {
        match &entry.said {
            Said::Suggested(suggestion) => {
                made += 1;
                found += suggestion.cites.len();
            }
            Said::Refused { cites, refusal, .. } => {
                refused += refusal.quotes.len();
                found += cites.saturating_sub(refusal.quotes.len());
            }
            Said::TakenBack { .. } => {}
        }
    }
    let suggested = |entry: &Entry| match &entry.said {
        Said::Suggested(suggestion) => Some(one(entry, suggestion, ground)),
        _ => None,
    };
    let mut standing: Vec<Standing> = valid(log).iter().filter_map(suggested).collect();
    let taken_back = made - standing.len();
    let all = standing.len();
    // What an element is about would show that it is there, to coders who are not to know.
    standing.retain(|one| one.what.of().is_none_or(|of| ground.thing(of).is_some()));
    Some(Source {
        by: log.first()?.by.clone(),
        models: log.iter().filter_map(|entry| entry.origin.model.clone()).collect(),
        taken_back,
        unseen: all - standing.len(),
        standing,
        quotes_found: found,
        quotes_refused: refused,
    })
}

fn one(entry: &Entry, suggestion: &Suggestion, ground: &Ground<'_>) -> Standing {
    let thing = suggestion.what.of().and_then(|of| ground.thing(of)).map(|thing| ground.as_element(thing));
    let (of, element) = match &thing {
        Some(thing @ Thing::Element(element)) => (Some(thing.name().to_owned()), Some(element.id)),
        Some(thing) => (Some(thing.name().to_owned()), None),
        None => (suggestion.what.of().map(str::to_owned), None),
    };
    let row = element.and_then(|id| ground.findings().matrix().element(id));
    let places = element.and_then(|id| ground.findings().places().elements.get(&id));
    let cite = |cite: &crate::Cite| {
        let clause = ground.clause(&cite.clause);
        let has = |ids: &[crosscut::text::ClauseId]| ids.iter().any(|id| id.as_str() == cite.clause);
        let removed = places.is_some_and(|places| {
            let clauses = &ground.findings().results().clauses;
            places.removed.iter().any(|place| clauses[*place].id.as_str() == cite.clause)
        });
        CheckedCite {
            clause: cite.clause.clone(),
            agreement: clause.map(|clause| clause.agreement.clone()),
            locator: clause.map_or_else(String::new, |clause| clause.locator.clone()),
            words: cite.words.clone(),
            holds: ground.holds(cite).is_some(),
            verdict: match row {
                Some(row) if row.cells.iter().any(|cell| has(&cell.confirmed)) => Verdict::Confirmed,
                Some(_) if removed => Verdict::Removed,
                _ => Verdict::Open,
            },
        }
    };
    Standing {
        n: entry.n,
        at: entry.at,
        model: entry.origin.model.clone(),
        what: suggestion.what.clone(),
        of,
        element: element.map(|id| id.to_string()),
        cites: suggestion.cites.iter().map(cite).collect(),
    }
}
