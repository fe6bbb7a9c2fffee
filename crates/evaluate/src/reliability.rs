//! How far coders agree: over clauses and elements, and over elements and agreements.

mod figures;
mod units;

use crosscut::Findings;
use crosscut::decisions::{Anchor, Coder, ElementId, Event, Round};
use crosscut::text::AgreementId;
use figures::{Ratings, Undefined};
use serde::Serialize;
use std::collections::BTreeMap;
use units::{Answer, Answers, Units};

/// What the figures mean, for people: name and meaning.
pub const MEASURES: [(&str, &str); 4] = [
    ("percent", "share of judgements on which two coders agree; high by itself where one answer is usual"),
    (
        "Cohen's κ",
        "agreement beyond chance, from each coder's own habits; 1 is complete, 0 is chance; two coders",
    ),
    (
        "Krippendorff's α",
        "agreement beyond chance, for any number of coders and with gaps; 1 is complete, 0 is chance",
    ),
    ("Gwet's AC1", "agreement beyond chance that stays meaningful where nearly all answers are the same"),
];

/// What silence counts as in these figures, for people.
pub const SILENCE: &str = "Whoever has finished said no to what they left out: the clauses of a candidate that one coder took \
                           and another passed over, opened or not, count as the other's no.";

/// How far coders agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reliability {
    /// The coders compared.
    pub coders: Vec<Coder>,
    /// Whether they judged without seeing each other's decisions. Otherwise the figures say little.
    pub independent: bool,
    /// Those of them who have not said that they finished: what they did not judge is left out; who finished said no to
    /// whatever they did not take.
    pub unfinished: Vec<Coder>,
    /// One clause and one element a unit: all clauses that a coder or the program put forward for the element.
    pub clauses: Table,
    /// One element and one agreement a unit.
    pub cells: Table,
    /// Clauses on which coders differ.
    pub disagreements: Vec<Disagreement>,
}

/// Figures over all elements and for each.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Table {
    /// What one unit is: "clause × element".
    pub unit: &'static str,
    /// Over all elements.
    pub whole: Figures,
    /// For each element, by name.
    pub elements: Vec<(ElementFigures, Figures)>,
}

/// The element that figures are about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ElementFigures {
    /// Its id.
    pub element: ElementId,
    /// Its name.
    pub name: String,
}

/// Counts and figures of agreement.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// All units.
    pub units: usize,
    /// Units that at least two coders judged.
    pub judged: usize,
    /// Of these, how many some coder said no to by leaving them out alone, whether or not they looked.
    pub silent: usize,
    /// How each pair of coders answered.
    pub pairs: Vec<Pair>,
    /// Share of agreeing pairs of judgements, 0 to 1.
    pub percent: Figure,
    /// Cohen's κ, −1 to 1.
    pub kappa: Figure,
    /// Krippendorff's α for nominal data, at most 1.
    pub alpha: Figure,
    /// Gwet's AC1, −1 to 1.
    pub ac1: Figure,
}

/// How two coders answered the units that both judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pair {
    /// One coder.
    pub a: Coder,
    /// The other.
    pub b: Coder,
    /// Both said yes.
    pub both: usize,
    /// Only `a` said yes.
    pub only_a: usize,
    /// Only `b` said yes.
    pub only_b: usize,
    /// Both said no.
    pub neither: usize,
}

/// A figure, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figure {
    /// The figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Why there is none, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<String>,
}

impl From<Result<f64, Undefined>> for Figure {
    fn from(figure: Result<f64, Undefined>) -> Self {
        let why_not = figure.err().map(|why| why.to_string());
        Self { value: figure.ok(), why_not }
    }
}

/// A clause that some coders take for an element and others do not.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Disagreement {
    /// The element.
    pub element: ElementId,
    /// Its name.
    pub name: String,
    /// The clause.
    pub clause: Anchor,
    /// Its agreement.
    pub agreement: AgreementId,
    /// What each coder says, and why.
    pub sides: BTreeMap<Coder, Side>,
    /// What was settled since, and by whom; none while it is open.
    pub settled: Option<(Coder, bool)>,
}

/// A coder's side of a disagreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Side {
    /// Whether the clause belongs.
    pub belongs: bool,
    /// Whether they judged this very clause, or finished without taking it.
    pub judged: bool,
    /// Why, in their words: reasons given with the decision, notes on the clause.
    pub reasons: Vec<String>,
}

/// Compares the coders of a study by all their events. What counts are the decisions that each made before seeing
/// another's; where there are not two such coders, their last verdicts in knowledge of each other, and the answer
/// says so. `None` when fewer than two people decided anything.
pub fn reliability(findings: &Findings, events: &[Event], round: &Round) -> Option<Reliability> {
    let units = Units::gather(events, findings, round)?;
    Some(compare(events, round, units))
}

fn compare(events: &[Event], round: &Round, units: Units) -> Reliability {
    let unfinished = units
        .coders
        .iter()
        .filter(|coder| round.coders.get(*coder).is_none_or(Option::is_none))
        .cloned()
        .collect();
    Reliability {
        independent: units.independent,
        unfinished,
        clauses: table("clause × element", &units.coders, &units.names, &units.clauses),
        cells: table("element × agreement", &units.coders, &units.names, &units.cells),
        disagreements: units.disagreements(events),
        coders: units.coders,
    }
}

fn table<U>(
    unit: &'static str,
    coders: &[Coder],
    names: &BTreeMap<ElementId, String>,
    units: &BTreeMap<ElementId, BTreeMap<U, Answers>>,
) -> Table {
    let rows = |units: &BTreeMap<U, Answers>| units.values().cloned().collect::<Vec<_>>();
    let mut elements: Vec<(ElementFigures, Figures)> = units
        .iter()
        .map(|(id, units)| {
            let name = names.get(id).cloned().unwrap_or_default();
            (ElementFigures { element: *id, name }, figures(coders, &rows(units)))
        })
        .collect();
    elements.sort_by_cached_key(|(element, _)| (element.name.to_lowercase(), element.element));
    let all: Vec<Answers> = units.values().flat_map(rows).collect();
    Table { unit, whole: figures(coders, &all), elements }
}

fn figures(coders: &[Coder], units: &[Answers]) -> Figures {
    let ratings: Ratings = units
        .iter()
        .map(|unit| unit.iter().map(|own| own.map(|own| own.is_yes().into())).collect())
        .collect();
    let judged = || units.iter().filter(|unit| unit.iter().flatten().count() > 1);
    let silent = judged().filter(|unit| unit.contains(&Some(Answer::Silent))).count();
    let mut pairs = Vec::new();
    for (i, a) in coders.iter().enumerate() {
        for (j, b) in coders.iter().enumerate().skip(i + 1) {
            let said = |x: bool, y: bool| {
                let is = |own: Option<Answer>, yes| own.is_some_and(|own| own.is_yes() == yes);
                units.iter().filter(|unit| is(unit[i], x) && is(unit[j], y)).count()
            };
            pairs.push(Pair {
                a: a.clone(),
                b: b.clone(),
                both: said(true, true),
                only_a: said(true, false),
                only_b: said(false, true),
                neither: said(false, false),
            });
        }
    }
    Figures {
        units: units.len(),
        judged: judged().count(),
        silent,
        pairs,
        percent: figures::percent(&ratings).into(),
        kappa: figures::cohen_kappa(&ratings).into(),
        alpha: figures::krippendorff_alpha(&ratings).into(),
        ac1: figures::gwet_ac1(&ratings, 2).into(),
    }
}

#[cfg(test)]
mod tests;
