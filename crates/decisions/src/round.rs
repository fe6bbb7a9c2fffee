//! Blind coding: who sees whose decisions, and until when.

use super::order::Ordered;
use super::{Coder, Decision, Event};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How several coders work together: `[review]` in `crosscut.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewSettings {
    /// Whether nobody sees the others' decisions until all have finished. On unless it is switched off.
    pub blind: bool,
    /// Coders who must have finished, whether they have begun or not. Whoever else decided something without knowing
    /// of others must have finished too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coders: Vec<Coder>,
}

impl Default for ReviewSettings {
    fn default() -> Self {
        Self { blind: true, coders: Vec::new() }
    }
}

impl ReviewSettings {
    /// Everybody sees everything at any time.
    pub fn open() -> Self {
        Self { blind: false, coders: Vec::new() }
    }
}

/// The coders who judge apart from each other, and how far they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Round {
    /// Whether coding is blind at all.
    pub blind: bool,
    /// Who judges apart, and when they said that they have finished ([`Decision::Finish`]).
    pub coders: BTreeMap<Coder, Option<Timestamp>>,
}

impl Round {
    /// The round of a study: the coders that its settings name, and all who decided anything (notes, settlements and
    /// what was undone aside) without having seen another's decisions. Who comes when all have finished and sees what they did, to
    /// settle it, is none of them.
    pub fn new(settings: &ReviewSettings, events: &[Event]) -> Self {
        let mut coders: BTreeMap<Coder, Option<Timestamp>> =
            settings.coders.iter().map(|coder| (coder.clone(), None)).collect();
        // Who took back all that they decided, after a slip in a name perhaps, waits for nobody.
        let ordered = events
            .iter()
            .any(|event| matches!(event.decision, Decision::Undo { .. }))
            .then(|| Ordered::new(events));
        let undone = |event: &Event| ordered.as_ref().is_some_and(|all| all.undone_by(event.id).is_some());
        let coding = |event: &&Event| event.decision.is_coding() && event.is_independent() && !undone(event);
        for event in events.iter().filter(coding) {
            coders.entry(event.by.clone()).or_default();
        }
        let ends = |event: &Event| event.decision.parts().contains(&Decision::Finish);
        if events.iter().any(ends) {
            for event in Ordered::new(events).in_effect().filter(|event| ends(event)) {
                coders.entry(event.by.clone()).or_default().replace(event.at);
            }
        }
        Self { blind: settings.blind, coders }
    }

    /// Whether all is open: at least two coders, and all of them have finished.
    pub fn is_open(&self) -> bool {
        self.coders.len() > 1 && self.coders.values().all(Option::is_some)
    }

    /// Whether a coder must not see the decisions of the others yet.
    pub fn hides_from(&self, coder: &Coder) -> bool {
        self.blind && !self.is_open() && self.coders.keys().any(|other| other != coder)
    }

    /// Why nobody's decisions belong in the report and the tables yet, which lie open to all; `None` where they do.
    pub fn why_sealed(&self) -> Option<String> {
        if !self.blind || self.is_open() || self.coders.len() < 2 {
            return None;
        }
        let finished = have_finished(&self.waiting());
        Some(format!("coding is blind: report and tables show no decisions until {finished}"))
    }

    /// Who has not finished yet.
    pub fn waiting(&self) -> Vec<&Coder> {
        self.coders.iter().filter(|(_, finished)| finished.is_none()).map(|(coder, _)| coder).collect()
    }

    /// Why the others' decisions are not shown to a coder, and what to do about it; `None` where they are.
    pub fn why_hidden(&self, coder: &Coder) -> Option<String> {
        if !self.hides_from(coder) {
            return None;
        }
        let others: Vec<&Coder> = self.coders.keys().filter(|other| *other != coder).collect();
        let mut waiting = self.waiting();
        if !self.coders.contains_key(coder) {
            waiting.push(coder);
        }
        Some(format!(
            "coding is blind: the decisions of {} stay hidden until {}; `blind = false` under [review] \
             in crosscut.toml switches that off",
            listed(&others),
            have_finished(&waiting)
        ))
    }
}

/// "Ana has finished", "Ana and Ben have finished".
fn have_finished(coders: &[&Coder]) -> String {
    let have = if coders.len() == 1 { "has" } else { "have" };
    format!("{} {have} finished", listed(coders))
}

/// Names in a sentence: "Ana", "Ana and Ben", "Ana, Ben and Lea".
fn listed(coders: &[&Coder]) -> String {
    let names: Vec<&str> = coders.iter().map(|coder| coder.as_str()).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
#[path = "round_tests.rs"]
mod tests;
