//! Records where judged clauses are now that are not where they were judged.

use super::Findings;
use crate::{Error, error::Result};
use crosscut_decisions::{Anchor, Decision, Found, likeness};

impl Findings {
    /// The decisions that record all sure moves: the same wording at another place. A changed wording is recorded one by
    /// one, by who has looked at it ([`Findings::reanchor`]).
    pub(crate) fn reanchors(&self) -> Vec<Decision> {
        let clauses = &self.results().clauses;
        let mut decisions = Vec::new();
        for (key, found) in &self.places().elsewhere {
            let Found::Same(place) = *found else { continue };
            if !self.is_in_place(key.anchor(), place)
                && let Some(to) = Anchor::of(clauses, place)
            {
                decisions.push(Decision::Reanchor { from: key.anchor().clone(), to, score: 1.0 });
            }
        }
        decisions
    }

    /// Whether a clause is where it was judged: under its id, or at the same place of an agreement that is called otherwise.
    pub(super) fn is_in_place(&self, anchor: &Anchor, place: usize) -> bool {
        let clause = &self.results().clauses[place];
        let eid = anchor.clause.as_str().strip_prefix(anchor.agreement.as_str());
        let eid = eid.and_then(|rest| rest.strip_prefix('#'));
        clause.id == anchor.clause || clause.agreement != anchor.agreement && eid == Some(clause.eid.as_str())
    }

    /// The decision of a person that a judged clause, named by the id that it had, is the clause `to` now.
    ///
    /// # Errors
    /// When no judged clause had that id, or there is no clause `to`.
    pub(crate) fn reanchor(&self, from: &str, to: &str) -> Result<Decision> {
        let clauses = &self.results().clauses;
        let moved = self.places().elsewhere.iter().filter(|(key, _)| key.clause().as_str() == from);
        // Of several texts that had one id, the one that was not found; one that is at its place comes last.
        let moved = moved.min_by_key(|(_, found)| found.sure().is_some()).map(|(key, _)| key.anchor());
        let judged = || self.state().anchors().find(|anchor| anchor.clause.as_str() == from);
        let anchor = moved.or_else(judged).ok_or_else(|| {
            Error::Choice(format!("no decided clause has the id {from:?}: `crosscut status` lists them"))
        })?;
        let place = clauses.iter().position(|clause| clause.id.as_str() == to);
        let to = place
            .and_then(|place| Anchor::of(clauses, place))
            .ok_or_else(|| Error::Choice(format!("no clause {to:?}: `crosscut clauses` lists the ids")))?;
        let score = likeness(&anchor.quote, &to.quote);
        Ok(Decision::Reanchor { from: anchor.clone(), to, score })
    }
}
