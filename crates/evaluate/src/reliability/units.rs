//! What each coder said of each unit.

use super::{Disagreement, Side};
use crosscut::decisions::{
    Anchor, ClauseKey, Coder, Decision, Element, ElementId, Event, Finder, Ordered, Round, Settlement, State,
    Target,
};
use crosscut::matrix::Column;
use crosscut::text::AgreementId;
use crosscut::{Findings, Results};
use std::collections::{BTreeMap, BTreeSet};

/// A clause as a unit: its place among the clauses of the run, or what was judged where that is not found any more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Here(usize),
    Gone(ClauseKey),
}

/// What a coder answers about a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// It belongs, as they said.
    Yes,
    /// It does not, as they said.
    No,
    /// They finished without taking it, opened or not: this counts as no.
    Silent,
}

impl Answer {
    fn said(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }

    pub(super) fn is_yes(self) -> bool {
        self == Self::Yes
    }
}

/// One answer a coder, in the order of the coders.
pub(super) type Answers = Vec<Option<Answer>>;

/// All units of a study.
pub(super) struct Units {
    pub(super) coders: Vec<Coder>,
    pub(super) independent: bool,
    pub(super) names: BTreeMap<ElementId, String>,
    pub(super) clauses: BTreeMap<ElementId, BTreeMap<Unit, Answers>>,
    pub(super) cells: BTreeMap<ElementId, BTreeMap<AgreementId, Answers>>,
    /// What the coders judged expressly.
    judged: BTreeMap<(ElementId, Unit), BTreeMap<Coder, bool>>,
    anchors: BTreeMap<Unit, Anchor>,
    places: Places,
    merged: BTreeMap<ElementId, ElementId>,
}

/// What one coder said.
#[derive(Default)]
struct Said {
    verdicts: BTreeMap<(ElementId, Unit), bool>,
    absent: BTreeSet<(ElementId, AgreementId)>,
    rejected: BTreeSet<Unit>,
    deferred: BTreeSet<Unit>,
    finished: bool,
}

/// Where anchors lead, each looked up once.
struct Places(BTreeMap<ClauseKey, Unit>);

impl Places {
    fn of(events: &[Event], finder: &Finder<'_>) -> Self {
        let mut places = BTreeMap::new();
        for anchor in events.iter().flat_map(|event| event.decision.anchors()) {
            places.entry(anchor.key()).or_insert_with_key(|key| {
                finder.find(anchor).sure().map_or_else(|| Unit::Gone(key.clone()), Unit::Here)
            });
        }
        Self(places)
    }

    fn of_anchor(&self, anchor: &Anchor) -> Unit {
        let key = anchor.key();
        self.0.get(&key).cloned().unwrap_or(Unit::Gone(key))
    }
}

impl Units {
    pub(super) fn gather(events: &[Event], findings: &Findings, round: &Round) -> Option<Self> {
        let coding: BTreeSet<&Coder> =
            events.iter().filter(|event| event.decision.is_coding()).map(|event| &event.by).collect();
        let apart: BTreeSet<&Coder> = events
            .iter()
            .filter(|event| event.decision.is_coding() && event.is_independent())
            .map(|event| &event.by)
            .collect();
        let independent = apart.len() > 1;
        let coders: Vec<Coder> = (if independent { apart } else { coding }).into_iter().cloned().collect();
        if coders.len() < 2 {
            return None;
        }
        let whole = State::fold(events);
        // Agreements are followed under the names that they had.
        let finder = findings.finder();
        let mut units = Self {
            independent,
            names: BTreeMap::new(),
            clauses: BTreeMap::new(),
            cells: BTreeMap::new(),
            judged: BTreeMap::new(),
            anchors: BTreeMap::new(),
            places: Places::of(events, &finder),
            merged: whole
                .elements
                .values()
                .flat_map(|element| element.merged.iter().map(|gone| (*gone, element.id)))
                .collect(),
            coders,
        };
        let said: Vec<Said> = units
            .coders
            .clone()
            .iter()
            .map(|coder| units.said(coder, events, (&whole, round), &finder))
            .collect();
        for element in whole.elements.values() {
            units.names.insert(element.id, element.name.clone());
        }
        units.ask(&said, findings.results(), &findings.matrix().columns);
        Some(units)
    }

    fn home(&self, element: ElementId) -> ElementId {
        self.merged.get(&element).copied().unwrap_or(element)
    }

    /// Reads what a coder said: from their own decisions made apart, or from their verdicts in the state of all.
    fn said(
        &mut self,
        coder: &Coder,
        events: &[Event],
        (whole, round): (&State, &Round),
        finder: &Finder<'_>,
    ) -> Said {
        let own: State;
        let state = if self.independent {
            let apart: Vec<Event> =
                events.iter().filter(|event| event.by == *coder && event.is_independent()).cloned().collect();
            own = State::fold(&apart);
            &own
        } else {
            whole
        };
        let finished = round.coders.get(coder).is_some_and(Option::is_some);
        let mut said = Said { finished, ..Said::default() };
        for element in state.elements.values() {
            self.hear(coder, element, finder, &mut said);
        }
        let units = |anchors: &[Anchor]| anchors.iter().map(|a| self.places.of_anchor(a)).collect::<Vec<_>>();
        for set in state.rejected.iter().filter(|set| set.by == *coder) {
            said.rejected.extend(units(&set.clauses));
        }
        for set in state.deferred.iter().filter(|set| set.by == *coder) {
            said.deferred.extend(units(&set.clauses));
        }
        said
    }

    fn hear(&mut self, coder: &Coder, element: &Element, finder: &Finder<'_>, said: &mut Said) {
        let home = self.home(element.id);
        self.names.entry(home).or_insert_with(|| element.name.clone());
        for member in &element.members {
            let Some(&yes) = member.verdicts.get(coder) else { continue };
            let unit = self.places.of_anchor(&member.anchor);
            self.anchors.entry(unit.clone()).or_insert_with(|| member.anchor.clone());
            // Of a clause judged for two elements that were merged later, one yes is a yes.
            let known = said.verdicts.entry((home, unit.clone())).or_default();
            *known |= yes;
            self.judged.entry((home, unit)).or_default().insert(coder.clone(), *known);
        }
        let looked = element.absent.iter().filter(|(_, finding)| finding.by.contains(coder));
        said.absent.extend(looked.map(|(agreement, _)| (home, finder.index().now(agreement).clone())));
    }

    /// Asks every coder about every unit.
    fn ask(&mut self, said: &[Said], results: &Results, columns: &[Column]) {
        let mut forward: BTreeMap<ElementId, BTreeSet<Unit>> = BTreeMap::new();
        for (element, unit) in self.judged.keys() {
            forward.entry(*element).or_default().insert(unit.clone());
        }
        self.put_forward(&mut forward, results);
        let unreadable: BTreeSet<&AgreementId> = results
            .documents
            .iter()
            .filter(|document| !document.losses.is_empty())
            .map(|document| &document.agreement)
            .collect();
        for (element, units) in &forward {
            let answers: BTreeMap<Unit, Answers> = units
                .iter()
                .map(|unit| (unit.clone(), said.iter().map(|said| said.of_clause(*element, unit)).collect()))
                .collect();
            let mut cells = BTreeMap::new();
            for column in columns {
                // A translation and its original are one cell, as they are in the matrix.
                let all = || column.also.iter().chain([&column.agreement]);
                let here = |unit: &Unit| match unit {
                    Unit::Here(index) => column.holds(&results.clauses[*index].agreement),
                    Unit::Gone(key) => {
                        let home = key.clause().as_str().split('#').next();
                        all().any(|agreement| home == Some(agreement.as_str()))
                    }
                };
                let yes: Vec<bool> = (0..said.len())
                    .map(|coder| {
                        answers
                            .iter()
                            .any(|(unit, answers)| answers[coder] == Some(Answer::Yes) && here(unit))
                    })
                    .collect();
                let readable = !all().any(|agreement| unreadable.contains(agreement));
                let cell = said
                    .iter()
                    .zip(yes)
                    .map(|(said, yes)| said.of_cell(*element, column, yes, readable))
                    .collect();
                cells.insert(column.agreement.clone(), cell);
            }
            self.clauses.insert(*element, answers);
            self.cells.insert(*element, cells);
        }
    }

    /// The clauses that the program put forward for an element: of the candidate that it was made from, and of those
    /// at least half of which a coder took.
    fn put_forward(&self, forward: &mut BTreeMap<ElementId, BTreeSet<Unit>>, results: &Results) {
        let order: BTreeMap<_, _> =
            results.clauses.iter().enumerate().map(|(index, clause)| (&clause.id, index)).collect();
        for candidate in &results.candidates {
            let members: BTreeSet<Unit> = candidate
                .members
                .iter()
                .filter_map(|member| order.get(&member.clause).map(|index| Unit::Here(*index)))
                .collect();
            let own = self.home(ElementId::of_candidate(&candidate.id));
            for (element, units) in &mut *forward {
                let taken = members
                    .iter()
                    .filter(|unit| {
                        let judged = self.judged.get(&(*element, (*unit).clone()));
                        judged.is_some_and(|verdicts| verdicts.values().any(|yes| *yes))
                    })
                    .count();
                if *element == own || (taken > 0 && taken * 2 >= members.len()) {
                    units.extend(members.iter().cloned());
                }
            }
        }
    }

    /// Units on which expressed or implied answers differ, with each side's reasons.
    pub(super) fn disagreements(&self, events: &[Event]) -> Vec<Disagreement> {
        let reasons = self.reasons(events);
        let settled = self.settled(events);
        let mut found = Vec::new();
        for (element, units) in &self.clauses {
            for (unit, answers) in units {
                let said: BTreeSet<bool> = answers.iter().flatten().map(|answer| answer.is_yes()).collect();
                let Some(clause) = self.anchors.get(unit).filter(|_| said.len() > 1) else { continue };
                let sides = self.coders.iter().zip(answers).filter_map(|(coder, answer)| {
                    let judged = self.judged.get(&(*element, unit.clone()));
                    let side = Side {
                        belongs: (*answer)?.is_yes(),
                        judged: judged.is_some_and(|verdicts| verdicts.contains_key(coder)),
                        reasons: reasons.get(&(coder, unit.clone())).cloned().unwrap_or_default(),
                    };
                    Some((coder.clone(), side))
                });
                found.push(Disagreement {
                    element: *element,
                    name: self.names.get(element).cloned().unwrap_or_default(),
                    clause: clause.clone(),
                    agreement: clause.agreement.clone(),
                    sides: sides.collect(),
                    settled: settled.get(&(*element, unit.clone())).cloned(),
                });
            }
        }
        found
    }

    /// What coders said about clauses, in their words.
    fn reasons<'e>(&self, events: &'e [Event]) -> BTreeMap<(&'e Coder, Unit), Vec<String>> {
        let mut reasons: BTreeMap<(&Coder, Unit), Vec<String>> = BTreeMap::new();
        let ordered = Ordered::new(events);
        for event in ordered.in_effect() {
            for part in event.decision.parts() {
                let words = match part {
                    Decision::Reject { reason, comment, .. } => {
                        let comment = comment.iter().map(|comment| format!(": {comment}"));
                        Some(format!("turned down, {}{}", reason.words(), comment.collect::<String>()))
                    }
                    Decision::Note { about: Target::Clause(_), text } => Some(text.clone()),
                    _ => None,
                };
                let words: Vec<String> = words.into_iter().chain(event.because.clone()).collect();
                for anchor in part.anchors().into_iter().filter(|_| !words.is_empty()) {
                    let key = (&event.by, self.places.of_anchor(anchor));
                    reasons.entry(key).or_default().extend(words.iter().cloned());
                }
            }
        }
        reasons
    }

    /// What was settled about clauses, the last settlement of each.
    fn settled(&self, events: &[Event]) -> BTreeMap<(ElementId, Unit), (Coder, bool)> {
        let mut settled = BTreeMap::new();
        let ordered = Ordered::new(events);
        for event in ordered.in_effect() {
            for part in event.decision.parts() {
                let Decision::Resolve { element, settle: Settlement::Clause { clause, belongs } } = part
                else {
                    continue;
                };
                let key = (self.home(*element), self.places.of_anchor(clause));
                settled.insert(key, (event.by.clone(), *belongs));
            }
        }
        settled
    }
}

impl Said {
    /// Whether a clause belongs to an element, by this coder: what they judged; no to what they rejected, nothing to
    /// what they put off; no to whatever else they did not take when they finished.
    fn of_clause(&self, element: ElementId, unit: &Unit) -> Option<Answer> {
        if let Some(&yes) = self.verdicts.get(&(element, unit.clone())) {
            return Some(Answer::said(yes));
        }
        if self.rejected.contains(unit) {
            return Some(Answer::No);
        }
        (self.finished && !self.deferred.contains(unit)).then_some(Answer::Silent)
    }

    /// Whether an agreement has an element, by this coder. Of text that was lost nobody says no by silence.
    fn of_cell(&self, element: ElementId, column: &Column, yes: bool, readable: bool) -> Option<Answer> {
        if yes {
            Some(Answer::Yes)
        } else if self.absent.iter().any(|(of, agreement)| *of == element && column.holds(agreement)) {
            Some(Answer::No)
        } else {
            (self.finished && readable).then_some(Answer::Silent)
        }
    }
}
