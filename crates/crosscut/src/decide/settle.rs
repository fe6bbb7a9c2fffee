//! Settles what coders decided differently, and nothing else: what nobody disputes is changed by the decision for it.

use super::{Choice, same_name};
use crate::{Error, error::Result};
use crosscut_decisions::{Anchor, Conflict, Decision, Element, Reason, Settlement};
use crosscut_text::AgreementId;

impl Choice<'_> {
    /// Settles whether something is an element at all, where one coder took away or rejected what another confirmed. The
    /// clauses of what is none are rejected with it, so that they are not proposed again.
    ///
    /// # Errors
    /// When there is no element of that name, and none that was taken away and is disputed; when nobody says that it is none.
    pub fn settle_element(&self, which: &str, keep: bool) -> Result<Vec<Decision>> {
        let gone = self.state.conflicts.iter().find_map(|conflict| match conflict {
            Conflict::Gone { element, name, event, .. }
                if same_name(name, which) || which.len() > 3 && element.to_string().starts_with(which) =>
            {
                Some((*element, *event))
            }
            _ => None,
        });
        let resolve = |element| Decision::Resolve { element, settle: Settlement::Element { keep } };
        let found = match (gone, self.element(which)) {
            // What took it away is taken back.
            (Some((_, event)), _) if keep => return Ok(vec![Decision::Undo { of: event }]),
            (Some((element, _)), _) => return Ok(vec![resolve(element)]),
            (None, found) => found?,
        };
        let clauses: Vec<Anchor> = found.belonging().map(|member| member.anchor.clone()).collect();
        let rejected =
            self.state.conflicts.iter().any(
                |conflict| matches!(conflict, Conflict::Rejected { element, .. } if *element == found.id),
            );
        if keep && !rejected {
            return Err(Error::Choice(format!(
                "there is nothing to settle: “{}” is an element, and nobody rejected it",
                found.name
            )));
        }
        let mut all = vec![resolve(found.id)];
        if !keep && !rejected && !clauses.is_empty() {
            let candidate = found.candidate.clone();
            all.push(Decision::Reject { clauses, reason: Reason::Other, candidate, comment: None });
        }
        Ok(all)
    }

    /// Settles what coders said differently of an element: its name, a clause, an absence. Where it is absent, its clauses of
    /// that agreement are settled with it.
    ///
    /// # Errors
    /// When the element is not there, nobody differs about that, or another element has the name.
    pub fn settle(&self, element: &str, settle: Settlement) -> Result<Vec<Decision>> {
        let element = self.element(element)?;
        self.is_disputed(element, &settle)?;
        if let Settlement::Name { name } = &settle {
            super::fits(name)?;
            self.free(name, Some(element.id))?;
        }
        let mut all = Vec::new();
        if let Settlement::Absence { agreement, absent: true } = &settle {
            let finder = self.findings.finder();
            let now = |agreement: &'_ AgreementId| finder.index().now(agreement).clone();
            let here = |clause: &Anchor| now(&clause.agreement) == now(agreement);
            let clauses = element.belonging().map(|member| member.anchor.clone()).filter(here);
            all.extend(clauses.map(|clause| Settlement::Clause { clause, belongs: false }));
        }
        all.push(settle);
        Ok(all.into_iter().map(|settle| Decision::Resolve { element: element.id, settle }).collect())
    }

    /// Says that two elements are two, although they are called the same or share clauses.
    ///
    /// # Errors
    /// When one of them is not there, or nobody asks whether they are one.
    pub fn keep_two(&self, one: &str, other: &str) -> Result<Vec<Decision>> {
        let (one, other) = (self.element(one)?, self.element(other)?);
        let asked = |conflict: &Conflict| match conflict {
            Conflict::Alike { elements } => elements.contains(&one.id) && elements.contains(&other.id),
            _ => false,
        };
        if one.id == other.id || !self.state.conflicts.iter().any(asked) {
            return Err(Error::Choice(format!(
                "there is nothing to settle: nobody asks whether “{}” and “{}” are one element",
                one.name, other.name
            )));
        }
        Ok(vec![Decision::Resolve { element: one.id, settle: Settlement::Two { other: other.id } }])
    }

    /// Refuses to settle what nobody disputes: a slip in what is copied from elsewhere must not change what coders agree on.
    fn is_disputed(&self, element: &Element, settle: &Settlement) -> Result<()> {
        let finder = self.findings.finder();
        let now = |agreement: &'_ AgreementId| finder.index().now(agreement).clone();
        let about = |conflict: &Conflict| match (conflict, settle) {
            (Conflict::Name { element: id, .. }, Settlement::Name { .. })
            | (Conflict::Definition { element: id, .. }, Settlement::Definition { .. }) => *id == element.id,
            (Conflict::Clause { element: id, clause: disputed, .. }, Settlement::Clause { clause, .. }) => {
                *id == element.id && disputed.clause == clause.clause
            }
            (Conflict::Absence { element: id, agreement, .. }, Settlement::Clause { clause, .. }) => {
                *id == element.id && now(agreement) == now(&clause.agreement)
            }
            (
                Conflict::Absence { element: id, agreement: disputed, .. },
                Settlement::Absence { agreement, .. },
            ) => *id == element.id && now(disputed) == now(agreement),
            _ => false,
        };
        if self.state.conflicts.iter().any(about) {
            return Ok(());
        }
        let (what, instead) = match settle {
            Settlement::Name { .. } => ("its name".to_owned(), "rename"),
            Settlement::Definition { .. } => ("its definition".to_owned(), "define"),
            Settlement::Clause { clause, belongs: true } => (clause.clause.to_string(), "add"),
            Settlement::Clause { clause, belongs: false } => (clause.clause.to_string(), "remove"),
            Settlement::Absence { agreement, absent: true } => (agreement.to_string(), "absent"),
            Settlement::Absence { agreement, absent: false } => (agreement.to_string(), "add"),
            Settlement::Element { .. } | Settlement::Two { .. } => return Ok(()),
        };
        Err(Error::Choice(format!(
            "there is nothing to settle: nobody differs on {what} of “{}”; `crosscut decide {instead}` changes it",
            element.name
        )))
    }
}
