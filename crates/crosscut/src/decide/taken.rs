//! Takes clauses out of an element: by the wording that was judged, and by the one that stands there now.

use super::Choice;
use crate::{Error, error::Result};
use crosscut_decisions::{Anchor, ClauseKey, Decision, Element, ElementId, Membership};
use crosscut_text::{AgreementId, ClauseId};
use std::collections::BTreeSet;

impl Choice<'_> {
    /// Takes clauses out of an element, each named by the id that it has now or had when it was judged.
    ///
    /// # Errors
    /// When one of them is not in the element.
    pub fn take_out(&self, element: &Element, ids: &[String]) -> Result<Decision> {
        let mut all = Taken::default();
        for id in ids {
            let now = ClauseId::new(id).ok().and_then(|id| self.findings.finder().by_id(&id));
            let is_now = |member: &&Membership| now.is_some() && self.likely(&member.anchor) == now;
            let was = |member: &&Membership| member.anchor.clause.as_str() == id;
            // What bears an id now is meant before what bore it once: numbers move when the text is edited.
            let mut found: Vec<&Membership> = element.belonging().filter(is_now).collect();
            if found.is_empty() {
                found = element.belonging().filter(was).collect();
            }
            if found.is_empty() {
                // One that is nowhere is told by its own message.
                self.clause(id)?;
                return Err(Error::Choice(format!("{id} is not in “{}”: nothing was saved", element.name)));
            }
            found.into_iter().for_each(|member| all.add(self, &member.anchor));
        }
        Ok(Decision::Remove { element: element.id, clauses: all.clauses })
    }

    /// Takes out a clause of an element that is not found where it was judged, and its likely wording now.
    pub fn take_out_judged(&self, element: ElementId, judged: &Anchor) -> Decision {
        let mut all = Taken::default();
        all.add(self, judged);
        Decision::Remove { element, clauses: all.clauses }
    }

    /// All clauses of an element in some agreements, under both wordings.
    pub fn held_in(&self, element: &Element, here: impl Fn(&AgreementId) -> bool) -> Vec<Anchor> {
        let mut all = Taken::default();
        let now = |anchor: &Anchor| self.findings.finder().index().now(&anchor.agreement).clone();
        let held = element.belonging().map(|member| &member.anchor).filter(|anchor| here(&now(anchor)));
        held.for_each(|anchor| all.add(self, anchor));
        all.clauses
    }

    fn likely(&self, anchor: &Anchor) -> Option<usize> {
        self.findings.finder().find(anchor).likely()
    }
}

/// Clauses, each wording once.
#[derive(Default)]
struct Taken {
    clauses: Vec<Anchor>,
    known: BTreeSet<ClauseKey>,
}

impl Taken {
    /// The wording that was judged and, where it was changed, the one now: else what leaves the element would be suggested
    /// for it again under the other one.
    fn add(&mut self, choice: &Choice<'_>, judged: &Anchor) {
        let now = choice.likely(judged).and_then(|place| Anchor::of(&choice.results.clauses, place));
        for anchor in [Some(judged.clone()), now].into_iter().flatten() {
            if self.known.insert(anchor.key()) {
                self.clauses.push(anchor);
            }
        }
    }
}
