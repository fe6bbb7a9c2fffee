//! From what a person names (a candidate, an element, clauses) to the decision that is saved.

mod heading;
mod settle;
mod taken;

use crate::agreement::Instruments;
use crate::findings::{CandidateStatus, Findings};
use crate::{Candidate, Error, Results, Tier, error::Result};
use crosscut_decisions::{
    Anchor, Coder, Conflict, Decision, Element, ElementId, Membership, Reason, Settlement, State, one_line,
};
use crosscut_text::{AgreementId, ClauseId};
use std::collections::BTreeSet;

/// The results and decisions of a study, to choose from by name.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'f> {
    findings: &'f Findings,
    results: &'f Results,
    state: &'f State,
    coder: Option<&'f Coder>,
    twins: bool,
}

impl<'f> Choice<'f> {
    /// Chooses among these results and what was decided on them.
    pub fn new(findings: &'f Findings) -> Self {
        let (results, state) = (findings.results(), findings.state());
        Self { findings, results, state, coder: None, twins: false }
    }

    /// Who decides: what contradicts their own decisions is taken back or refused. And whether there may be two elements
    /// of one name.
    #[must_use]
    pub fn by(self, coder: Option<&'f Coder>, twins: bool) -> Self {
        Self { coder, twins, ..self }
    }

    /// The candidate of a number in the list of those still to be decided, from 1; of an id; or of the only id that
    /// begins so.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn candidate(&self, which: &str) -> Result<&'f Candidate> {
        if let Ok(number) = which.parse::<usize>() {
            return self.numbered(number);
        }
        let all = self
            .results
            .candidates
            .iter()
            .filter(|candidate| which.len() > 3 && candidate.id.starts_with(which));
        only(
            all.collect(),
            || format!("no candidate {which:?}: `crosscut candidates` lists them with their numbers and ids"),
            |candidate| format!("{} (“{}”)", candidate.id, candidate.label),
        )
    }

    /// The candidate of a number in the list of those still to be decided.
    fn numbered(&self, number: usize) -> Result<&'f Candidate> {
        let open = self.findings.open_places();
        let found = number.checked_sub(1).and_then(|place| open.get(place));
        found.map(|place| &self.results.candidates[*place]).ok_or_else(|| {
            Error::Choice(format!("no candidate number {number}: `crosscut candidates` lists them"))
        })
    }

    /// The element of a name (capital letters and invisible signs do not matter), an id, or the only id that begins so.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub fn element(&self, which: &str) -> Result<&'f Element> {
        let lower = which.to_lowercase();
        let by_name: Vec<&Element> =
            self.state.elements.values().filter(|e| same_name(&e.name, which)).collect();
        let by_id =
            self.state.elements.values().filter(|e| which.len() > 3 && e.id.to_string().starts_with(&lower));
        // Of several the one that is written so.
        let exact: Vec<&Element> =
            by_name.iter().copied().filter(|e| one_line(&e.name) == one_line(which)).collect();
        let found = match (by_name.is_empty(), exact.len()) {
            (true, _) => by_id.collect(),
            (false, 1) => exact,
            (false, _) => by_name,
        };
        only(
            found,
            || format!("no element {which:?}: `crosscut matrix` lists the elements"),
            |element| format!("{} (“{}”, made by {})", element.id, element.name, element.by),
        )
    }

    /// The clause of an id, with what finds it again.
    ///
    /// # Errors
    /// When there is none.
    pub fn clause(&self, id: &str) -> Result<Anchor> {
        let place = ClauseId::new(id).ok().and_then(|id| self.findings.finder().by_id(&id));
        let anchor = place.and_then(|place| Anchor::of(&self.results.clauses, place));
        anchor.ok_or_else(|| Error::Choice(format!("no clause {id:?}: `crosscut clauses` lists the ids")))
    }

    /// The clauses of some ids, each once.
    ///
    /// # Errors
    /// When one of them is not there.
    pub fn clauses(&self, ids: &[String]) -> Result<Vec<Anchor>> {
        let mut known = BTreeSet::new();
        ids.iter().filter(|id| known.insert(*id)).map(|id| self.clause(id)).collect()
    }

    /// The agreement of an id.
    ///
    /// # Errors
    /// When there is none.
    pub fn agreement(&self, id: &str) -> Result<AgreementId> {
        let found = self.results.agreements.iter().find(|agreement| agreement.id.as_str() == id);
        found
            .map(|agreement| agreement.id.clone())
            .ok_or_else(|| Error::Choice(format!("no agreement {id:?} in this study")))
    }

    /// Confirms a candidate as an element, `without` some of its clauses, which are then known not to belong. What a
    /// candidate adds to an element that there is already is added to that element.
    ///
    /// # Errors
    /// When the candidate or a clause is not there, or no clause would be left.
    pub fn confirm(&self, which: &str, name: Option<&str>, without: &[String]) -> Result<Vec<Decision>> {
        let candidate = self.candidate(which)?;
        if let Some(stranger) =
            without.iter().find(|id| candidate.members.iter().all(|m| m.clause.as_str() != *id))
        {
            return Err(Error::Choice(format!("clause {stranger:?} is not in this candidate")));
        }
        let kept: Vec<String> = members(candidate).filter(|id| !without.contains(id)).collect();
        if kept.is_empty() {
            return Err(Error::Choice("no clause would remain: reject the candidate instead".into()));
        }
        let clauses = self.clauses(&kept)?;
        let known = self.covered_by(candidate);
        let element = known.unwrap_or_else(|| ElementId::of_candidate(&candidate.id));
        let there = known.and_then(|id| self.state.elements.get(&id)).map(|element| element.name.clone());
        if let Some(name) = name {
            fits(name)?;
            self.free(name, Some(element))?;
        }
        let called = name
            .map(str::to_owned)
            .or_else(|| there.clone())
            .unwrap_or_else(|| self.distinct(&candidate.label));
        // A confirmation of an element that is there adds to it: what was proposed stays told from what people found.
        let mut decisions = vec![Decision::Confirm {
            element,
            name: called,
            definition: None,
            candidate: Some(candidate.id.clone()),
            clauses,
        }];
        let renamed = name.filter(|name| there.as_deref() != Some(one_line(name).as_str()));
        if let (Some(element), Some(name)) = (known, renamed) {
            decisions.push(Decision::Rename { element, name: name.into() });
        }
        if !without.is_empty() {
            decisions.push(Decision::Remove { element, clauses: self.clauses(without)? });
        }
        Ok(decisions)
    }

    /// Puts a candidate into an element that is there, `without` some of its clauses, which are then known not to
    /// belong.
    ///
    /// # Errors
    /// When the candidate, the element or a clause is not there, or no clause would be left.
    pub fn confirm_into(&self, which: &str, into: &str, without: &[String]) -> Result<Vec<Decision>> {
        let candidate = self.candidate(which)?;
        let element = self.element(into)?.id;
        let kept: Vec<String> = members(candidate).filter(|id| !without.contains(id)).collect();
        if kept.is_empty() {
            return Err(Error::Choice("no clause would remain: reject the candidate instead".into()));
        }
        let mut decisions = vec![Decision::Add { element, clauses: self.clauses(&kept)? }];
        if !without.is_empty() {
            decisions.push(Decision::Remove { element, clauses: self.clauses(without)? });
        }
        Ok(decisions)
    }

    /// Makes two elements of a candidate: `ids` of its clauses are one, the others another.
    ///
    /// # Errors
    /// When the candidate or a clause is not there, or one side would be empty.
    pub fn divide(&self, which: &str, name: &str, ids: &[String], other: &str) -> Result<Vec<Decision>> {
        let candidate = self.candidate(which)?;
        let (ours, theirs): (Vec<String>, Vec<String>) = members(candidate).partition(|id| ids.contains(id));
        if ours.is_empty() || theirs.is_empty() {
            return Err(Error::Choice("a split needs clauses on both sides: tick some, not all".into()));
        }
        [name, other].into_iter().try_for_each(fits)?;
        self.free(name, None)?;
        self.free(other, None)?;
        if !self.twins && same_name(name, other) {
            return Err(Error::Twin { name: name.to_owned() });
        }
        let half = |name: &str, mut ids: Vec<String>| {
            let clauses = self.clauses(&ids)?;
            ids.sort();
            Ok::<Decision, Error>(Decision::Confirm {
                element: ElementId::of_candidate(&format!("{}\n{}", candidate.id, ids.join("\n"))),
                name: name.to_owned(),
                definition: None,
                candidate: Some(candidate.id.clone()),
                clauses,
            })
        };
        Ok(vec![half(name, ours)?, half(other, theirs)?])
    }

    /// Rejects a candidate. One that the coder confirmed themselves is then no element any more.
    ///
    /// # Errors
    /// When it is not there, or is an element, or part of one, on which others decided too.
    pub fn reject(&self, which: &str, reason: Reason, comment: Option<String>) -> Result<Vec<Decision>> {
        let candidate = self.candidate(which)?;
        let ids: Vec<String> = members(candidate).collect();
        let clauses = self.clauses(&ids)?;
        let reject = Decision::Reject { clauses, reason, candidate: Some(candidate.id.clone()), comment };
        let place = self.results.candidates.iter().position(|one| one.id == candidate.id);
        let status = place.and_then(|place| self.findings.statuses().get(place));
        let (Some(CandidateStatus::Covered { element, new }), Some(coder)) = (status, self.coder) else {
            return Ok(vec![reject]);
        };
        let Some(element) = self.state.elements.get(element).filter(|_| new.is_empty()) else {
            return Ok(vec![reject]);
        };
        let mut all = element.belonging();
        let name = &element.name;
        if all.any(|member| !ids.iter().any(|id| *id == member.anchor.clause.as_str())) {
            return Err(Error::Choice(format!(
                "its clauses belong to “{name}”, with others: remove them from it instead"
            )));
        }
        let others = element.members.iter().flat_map(|member| member.verdicts.keys()).any(|by| by != coder);
        if others || element.by != *coder {
            return Err(Error::Choice(format!(
                "it is the element “{name}”, on which others decided too: settle with them that it is none \
                 (`crosscut decide resolve \"{name}\" --reject`)"
            )));
        }
        let settle = Settlement::Element { keep: false };
        Ok(vec![Decision::Resolve { element: element.id, settle }, reject])
    }

    /// Leaves a candidate for later.
    ///
    /// # Errors
    /// When it is not there.
    pub fn defer(&self, which: &str) -> Result<Decision> {
        let candidate = self.candidate(which)?;
        let clauses = self.clauses(&members(candidate).collect::<Vec<_>>())?;
        Ok(Decision::Defer { clauses, candidate: Some(candidate.id.clone()) })
    }

    /// Says that a candidate that was set aside as form is substance: it is offered like any other.
    ///
    /// # Errors
    /// When it is not there, or was not set aside.
    pub fn substance(&self, which: &str) -> Result<Decision> {
        let candidate = self.candidate(which)?;
        if candidate.tier != Tier::Formal {
            return Err(Error::Choice(format!(
                "candidate {which} was not set aside as form: it is offered like any other"
            )));
        }
        let clauses = self.clauses(&members(candidate).collect::<Vec<_>>())?;
        Ok(Decision::Substance { clauses, candidate: Some(candidate.id.clone()) })
    }

    /// Makes an element of clauses that no candidate holds together, named by its id after name and clauses.
    ///
    /// # Errors
    /// When no clause is given, one is not there or a heading of others, or an element of that name is.
    pub fn make(&self, name: &str, definition: Option<&str>, ids: &[String]) -> Result<Decision> {
        if ids.is_empty() {
            return Err(Error::Choice("an element needs at least one clause".into()));
        }
        fits(name)?;
        self.free(name, None)?;
        self.says_something(ids)?;
        let mut sorted = ids.to_vec();
        sorted.sort();
        Ok(Decision::Confirm {
            element: ElementId::of_candidate(&format!("{name}\n{}", sorted.join("\n"))),
            name: name.into(),
            definition: definition.map(str::to_owned),
            candidate: None,
            clauses: self.clauses(ids)?,
        })
    }

    /// Makes some clauses of an element an element of their own, which is named after its clauses.
    ///
    /// # Errors
    /// When the element is not there, or a clause is not in it.
    pub fn split(&self, from: &str, name: &str, ids: &[String]) -> Result<Decision> {
        let leaves = self.element(from)?;
        let from = leaves.id;
        self.in_it(leaves, ids)?;
        fits(name)?;
        self.free(name, None)?;
        // The element that is left is part of the name: a split of all its clauses is not that element again.
        let mut ids_sorted = ids.to_vec();
        ids_sorted.sort();
        Ok(Decision::Split {
            from,
            element: ElementId::of_candidate(&format!("{from}\n{}", ids_sorted.join("\n"))),
            name: name.into(),
            clauses: self.clauses(ids)?,
        })
    }

    /// Puts clauses of an element into another one.
    ///
    /// # Errors
    /// When an element is not there, or a clause is not in the first.
    pub fn carry(&self, from: &str, to: &str, ids: &[String]) -> Result<Decision> {
        let (from, to) = (self.element(from)?, self.element(to)?.id);
        self.in_it(from, ids)?;
        Ok(Decision::Move { from: from.id, to, clauses: self.clauses(ids)? })
    }

    /// Refuses clauses that do not belong to an element, so that no history tells what never was.
    fn in_it(&self, element: &Element, ids: &[String]) -> Result<()> {
        let places = self.findings.places().elements.get(&element.id);
        let held = |id: &String| {
            let place = ClauseId::new(id).ok().and_then(|id| self.findings.finder().by_id(&id));
            // A clause that is not there is told by its own message.
            place.is_none_or(|place| {
                places.is_some_and(|held| held.members.contains(&place) || held.earlier.contains(&place))
            })
        };
        match ids.iter().find(|id| !held(id)) {
            Some(id) => Err(Error::Choice(format!(
                "{id} is not in “{}”: nothing was saved; `crosscut decide add` puts it into an element",
                element.name
            ))),
            None => Ok(()),
        }
    }

    /// Adds clauses to an element.
    ///
    /// # Errors
    /// When the element or a clause is not there, a clause is a heading of others, or the coder said of all of them, as they stand now, that they are in it.
    pub fn add(&self, which: &str, ids: &[String]) -> Result<Decision> {
        let element = self.element(which)?;
        let clauses = self.clauses(ids)?;
        self.says_something(ids)?;
        let (said, new): (Vec<Anchor>, Vec<Anchor>) =
            clauses.into_iter().partition(|clause| self.is_said(element, clause));
        if new.is_empty() {
            let named: Vec<&str> = said.iter().map(|clause| clause.clause.as_str()).collect();
            return Err(Error::Choice(format!(
                "{} {} in “{}” already: nothing was saved",
                named.join(", "),
                if named.len() == 1 { "is" } else { "are" },
                element.name
            )));
        }
        Ok(Decision::Add { element: element.id, clauses: new })
    }

    /// Whether a yes of this coder would add nothing to what they said: a second coder's is a verdict of its own, and a yes
    /// in knowledge of a no, or of a finding "absent", overrules it.
    fn is_said(&self, element: &Element, clause: &Anchor) -> bool {
        let disputed = self.state.conflicts.iter().any(|conflict| match conflict {
            Conflict::Clause { element: id, clause: other, .. } => {
                *id == element.id && other.key() == clause.key()
            }
            Conflict::Absence { element: id, agreement, .. } => {
                let now = |agreement: &AgreementId| self.findings.finder().index().now(agreement).clone();
                *id == element.id && now(agreement) == now(&clause.agreement)
            }
            Conflict::Rejected { element: id, .. } => *id == element.id,
            _ => false,
        });
        let member = element.belonging().find(|member| member.anchor.key() == clause.key());
        let yes =
            |member: &Membership| self.coder.is_none_or(|coder| member.verdicts.get(coder) == Some(&true));
        !disputed && member.is_some_and(yes)
    }

    /// Puts elements into another one.
    ///
    /// # Errors
    /// When one of them is not there, or is the other one.
    pub fn merge(&self, into: &str, from: &[String]) -> Result<Decision> {
        let into = self.element(into)?;
        let mut known = BTreeSet::new();
        let from = from.iter().map(|which| Ok(self.element(which)?.id)).collect::<Result<Vec<_>>>()?;
        let from: Vec<ElementId> = from.into_iter().filter(|id| known.insert(*id)).collect();
        if from.contains(&into.id) {
            return Err(Error::Choice(format!(
                "“{}” cannot be merged with itself: nothing was saved",
                into.name
            )));
        }
        Ok(Decision::Merge { into: into.id, from })
    }

    /// Gives an element another name.
    ///
    /// # Errors
    /// When the element is not there, is called that already, or there is another of that name.
    pub fn rename(&self, which: &str, name: &str) -> Result<Decision> {
        let element = self.element(which)?;
        if element.name == one_line(name) {
            return Err(Error::Choice(format!("it is called “{}” already: nothing was saved", element.name)));
        }
        fits(name)?;
        self.free(name, Some(element.id))?;
        Ok(Decision::Rename { element: element.id, name: name.to_owned() })
    }

    /// Somebody looked, at the clauses `looked` among others: an agreement does not have an element.
    ///
    /// # Errors
    /// When the element, the agreement or a clause is not there, a clause is of another agreement, or the element has
    /// confirmed clauses of the agreement.
    pub fn absent(&self, which: &str, agreement: &str, looked: &[String]) -> Result<Decision> {
        let element = self.element(which)?;
        let agreement = self.agreement(agreement)?;
        let finder = self.findings.finder();
        let one = Instruments::of(&self.results.agreements);
        let here =
            |id: &AgreementId| one.of_agreement(finder.index().now(id)) == one.of_agreement(&agreement);
        let clauses = self.clauses(looked)?;
        if let Some(stranger) = clauses.iter().find(|clause| !here(&clause.agreement)) {
            return Err(Error::Choice(format!(
                "{} is a clause of {}, not of {agreement}: nothing was saved",
                stranger.clause, stranger.agreement
            )));
        }
        let held: Vec<&str> = element
            .belonging()
            .filter(|member| here(&member.anchor.agreement))
            .map(|member| member.anchor.clause.as_str())
            .collect();
        if !held.is_empty() {
            return Err(Error::Choice(format!(
                "“{}” has confirmed clauses of {agreement} ({}): remove them first if it is absent",
                element.name,
                held.join(", ")
            )));
        }
        Ok(self.absence(element.id, agreement, clauses))
    }

    /// The finding that an agreement does not have an element, with the texts that it is about.
    pub fn absence(&self, element: ElementId, agreement: AgreementId, clauses: Vec<Anchor>) -> Decision {
        let texts = self.findings.texts_of(&agreement);
        Decision::Absent { element, agreement, clauses, texts }
    }

    /// Judges a clause that is in one agreement only.
    ///
    /// # Errors
    /// When it is not there, or is to be kept and a heading of others or confirmed in an element of several agreements.
    pub fn outlier(&self, id: &str, keep: bool) -> Result<Decision> {
        let clause = self.clause(id)?;
        if keep {
            self.says_something(&[id.to_owned()])?;
        }
        match self.findings.shared_element(&clause.clause).filter(|_| keep) {
            Some(row) => Err(Error::Choice(format!(
                "{id} is in “{}”, which {} agreements have: it is not in one agreement only as long as it is there",
                row.name, row.breadth
            ))),
            None => Ok(Decision::Outlier { clause, keep }),
        }
    }

    /// Refuses a name that another element has.
    fn free(&self, name: &str, except: Option<ElementId>) -> Result<()> {
        let twin = self
            .state
            .elements
            .values()
            .find(|element| Some(element.id) != except && same_name(&element.name, name));
        match twin {
            Some(twin) if !self.twins => Err(Error::Twin { name: twin.name.clone() }),
            _ => Ok(()),
        }
    }

    /// A label, with a number where an element has that name.
    fn distinct(&self, label: &str) -> String {
        let mut names = std::iter::once(label.to_owned()).chain((2..).map(|n| format!("{label} ({n})")));
        names.find(|name| self.free(name, None).is_ok()).unwrap_or_else(|| label.to_owned())
    }

    /// Records where a judged clause is now: the one of that former id, or all that were found again for sure.
    ///
    /// # Errors
    /// When the clause was never judged, or the other one is not there.
    pub fn reanchor(&self, moved: Option<(&str, &str)>) -> Result<Vec<Decision>> {
        match moved {
            Some((from, to)) => Ok(vec![self.findings.reanchor(from, to)?]),
            None => Ok(self.findings.reanchors()),
        }
    }

    /// The element to which a candidate would add.
    fn covered_by(&self, candidate: &Candidate) -> Option<ElementId> {
        let place = self.results.candidates.iter().position(|one| one.id == candidate.id)?;
        match self.findings.statuses().get(place)? {
            CandidateStatus::Covered { element, .. } => Some(*element),
            CandidateStatus::New | CandidateStatus::Deferred { .. } | CandidateStatus::Rejected { .. } => {
                None
            }
        }
    }
}

/// Refuses a name that no table and no message has room for.
fn fits(name: &str) -> Result<()> {
    /// Characters that a name may have: no label that the program gives has more.
    const MOST: usize = 300;
    match one_line(name).chars().count() {
        ..=MOST => Ok(()),
        count => Err(Error::Choice(format!(
            "the name has {count} characters: use at most {MOST}, and say the rest in the definition"
        ))),
    }
}

fn same_name(a: &str, b: &str) -> bool {
    one_line(a).to_lowercase() == one_line(b).to_lowercase()
}

fn members(candidate: &Candidate) -> impl Iterator<Item = String> + '_ {
    candidate.members.iter().map(|member| member.clause.to_string())
}

/// The only one that was found; where there are several, the message lists them by id.
fn only<T>(mut found: Vec<&T>, none: impl Fn() -> String, told: impl Fn(&T) -> String) -> Result<&T> {
    match found.len() {
        0 => Err(Error::Choice(none())),
        1 => Ok(found.remove(0)),
        n => Err(Error::Choice(format!(
            "{n} have that name or begin so: give the id of one of {}",
            found.into_iter().map(told).collect::<Vec<_>>().join(", ")
        ))),
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
