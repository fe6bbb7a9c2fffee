//! Gold laid over the clauses of a study.

use crate::gold::{GoldLine, Target};
use crate::quote::Words;
use crosscut::text::{AgreementId, Clause, ClauseId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Which labels of gold are measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// The elements.
    #[default]
    Elements,
    /// The coarser groups.
    Groups,
}

/// A gold line that no clause of the study answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unmatched {
    /// Line of the gold file, from 1.
    pub line: usize,
    /// The clause id, or the agreement and the beginning of the quote.
    pub target: String,
    /// The labels that are lost with it.
    pub elements: Vec<String>,
}

/// The labels of a study's clauses. Agreements and elements are numbered in the order of their names.
///
/// ```
/// use crosscut_evaluate::{Column, Labels, parse_gold};
/// let line = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report significant incidents."}"#;
/// let clauses = crosscut::parse_clauses("clauses.jsonl", line)?.clauses;
/// let gold = parse_gold(
///     r#"{"agreement": "a", "quote": "shall report significant incidents", "elements": ["reporting"]}
/// {"agreement": "a", "quote": "shall plant trees", "elements": ["trees"]}"#,
/// )?;
/// let labels = Labels::of(&gold, &clauses, Column::Elements, false);
/// assert_eq!(labels.unmatched[0].line, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Labels {
    pub(crate) agreements: Vec<AgreementId>,
    pub(crate) elements: Vec<String>,
    /// Every clause of the study, with its agreement and whether gold judges it.
    pub(crate) clauses: BTreeMap<ClauseId, Place>,
    /// The clauses with a label, by id.
    pub(crate) units: Vec<Unit>,
    /// (element, agreement) of every label; those of unmatched lines too where that was asked for.
    pub(crate) cells: BTreeSet<(usize, usize)>,
    /// The elements of two or more agreements.
    pub(crate) horizontal: BTreeSet<usize>,
    /// Gold lines that no clause of the study answers.
    pub unmatched: Vec<Unmatched>,
}

/// What is known of a clause.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) agreement: usize,
    /// Number of its unit, when it has a label.
    pub(crate) unit: Option<usize>,
    pub(crate) judged: bool,
    /// Elements that only some readers gave, by name.
    pub(crate) disputed: BTreeSet<String>,
}

/// A clause with at least one label.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub(crate) clause: ClauseId,
    pub(crate) agreement: usize,
    pub(crate) elements: Vec<usize>,
    /// Elements that only some readers gave.
    pub(crate) disputed: Vec<usize>,
}

#[derive(Default)]
struct Judgement {
    elements: BTreeSet<String>,
    disputed: BTreeSet<String>,
}

impl Judgement {
    /// What some readers gave and none of the lines settles.
    fn undecided(&self) -> BTreeSet<String> {
        self.disputed.difference(&self.elements).cloned().collect()
    }
}

impl Labels {
    /// Lays gold over clauses, given by agreement and in the order of the text. Several lines on one clause add up.
    ///
    /// `count_unmatched` counts labels whose clause or quote is not in the study as missed cells of their agreement.
    pub fn of(gold: &[GoldLine], clauses: &[Clause], column: Column, count_unmatched: bool) -> Self {
        let known: BTreeSet<&ClauseId> = clauses.iter().map(|clause| &clause.id).collect();
        let mut texts: BTreeMap<AgreementId, Words> = BTreeMap::new();
        let mut judgements: BTreeMap<ClauseId, Judgement> = BTreeMap::new();
        let (mut unmatched, mut lost) = (Vec::new(), Vec::new());
        for line in gold {
            let (labels, disputed) = match column {
                Column::Elements => (&line.elements, line.disputed.as_slice()),
                Column::Groups => (&line.groups, [].as_slice()),
            };
            let found = match &line.target {
                Target::Clause(id) => known.get(id).map(|id| (*id).clone()).into_iter().collect(),
                Target::Quote(agreement, quote) => quoted(&mut texts, clauses, agreement, quote),
            };
            if found.is_empty() {
                unmatched.push(missing(line, labels));
                lost.extend(labels.iter().map(|label| (label.clone(), line.target.agreement())));
            }
            for id in found {
                let judgement = judgements.entry(id).or_default();
                judgement.elements.extend(labels.iter().cloned());
                judgement.disputed.extend(disputed.iter().cloned());
            }
        }
        if !count_unmatched {
            lost.clear();
        }
        Self::numbered(clauses, &judgements, &lost, unmatched)
    }

    fn numbered(
        clauses: &[Clause],
        judgements: &BTreeMap<ClauseId, Judgement>,
        lost: &[(String, AgreementId)],
        unmatched: Vec<Unmatched>,
    ) -> Self {
        let agreements: BTreeSet<&AgreementId> =
            clauses.iter().map(|clause| &clause.agreement).chain(lost.iter().map(|(_, id)| id)).collect();
        let agreements: Vec<AgreementId> = agreements.into_iter().cloned().collect();
        let labels = judgements.values().flat_map(|judgement| &judgement.elements);
        let elements: BTreeSet<&String> = labels.chain(lost.iter().map(|(label, _)| label)).collect();
        let elements: Vec<String> = elements.into_iter().cloned().collect();
        let numbers = |names: &BTreeSet<String>| -> Vec<usize> {
            names.iter().filter_map(|name| elements.binary_search(name).ok()).collect()
        };
        let number = |id: &AgreementId| agreements.binary_search(id).unwrap_or_default();
        let mut this = Self { unmatched, ..Self::default() };
        for clause in clauses {
            let judgement = judgements.get(&clause.id);
            let place = Place {
                agreement: number(&clause.agreement),
                unit: None,
                judged: judgement.is_some(),
                disputed: judgement.map(Judgement::undecided).unwrap_or_default(),
            };
            this.clauses.insert(clause.id.clone(), place);
        }
        for (id, judgement) in judgements.iter().filter(|(_, judgement)| !judgement.elements.is_empty()) {
            let Some(place) = this.clauses.get_mut(id) else { continue };
            place.unit = Some(this.units.len());
            let (elements, disputed) = (numbers(&judgement.elements), numbers(&place.disputed));
            this.units.push(Unit { clause: id.clone(), agreement: place.agreement, elements, disputed });
        }
        let labels =
            this.units.iter().flat_map(|unit| unit.elements.iter().map(|one| (*one, unit.agreement)));
        let lost =
            lost.iter().filter_map(|(label, id)| Some((elements.binary_search(label).ok()?, number(id))));
        this.cells = labels.chain(lost).collect();
        let mut spread: BTreeMap<usize, usize> = BTreeMap::new();
        this.cells.iter().for_each(|(element, _)| *spread.entry(*element).or_default() += 1);
        this.horizontal =
            spread.into_iter().filter(|(_, agreements)| *agreements > 1).map(|(one, _)| one).collect();
        (this.agreements, this.elements) = (agreements, elements);
        this
    }

    /// Whether gold gives a clause of this id at least one label.
    pub fn is_labelled(&self, clause: &ClauseId) -> bool {
        self.unit(clause).is_some()
    }

    /// The elements, by name.
    pub fn names(&self) -> &[String] {
        &self.elements
    }

    /// Whether a clause carries an element; none where gold does not judge the clause, or its readers differ.
    pub fn carries(&self, clause: &ClauseId, element: &str) -> Option<bool> {
        let place =
            self.clauses.get(clause).filter(|place| place.judged && !place.disputed.contains(element))?;
        let number = self.elements.binary_search_by(|own| own.as_str().cmp(element)).ok();
        let unit = place.unit.and_then(|unit| self.units.get(unit));
        Some(number.is_some_and(|number| unit.is_some_and(|unit| unit.elements.contains(&number))))
    }

    /// The clauses that carry an element, but for those on which its readers differ.
    pub(crate) fn carriers(&self, element: &str) -> impl Iterator<Item = &ClauseId> {
        let number = self.elements.binary_search_by(|own| own.as_str().cmp(element)).ok();
        let carries = move |unit: &&Unit| {
            number.is_some_and(|number| unit.elements.contains(&number) && !unit.disputed.contains(&number))
        };
        self.units.iter().filter(carries).map(|unit| &unit.clause)
    }

    /// The labelled clause with an id.
    pub(crate) fn unit(&self, clause: &ClauseId) -> Option<&Unit> {
        self.clauses.get(clause).and_then(|place| place.unit).and_then(|unit| self.units.get(unit))
    }

    /// The cells of elements of two or more agreements.
    pub(crate) fn horizontal_cells(&self) -> impl Iterator<Item = (usize, usize)> {
        self.cells.iter().copied().filter(|(element, _)| self.horizontal.contains(element))
    }

    pub(crate) fn labelled_agreements(&self) -> usize {
        self.units.iter().map(|unit| unit.agreement).collect::<BTreeSet<_>>().len()
    }
}

fn quoted(
    texts: &mut BTreeMap<AgreementId, Words>,
    clauses: &[Clause],
    agreement: &AgreementId,
    quote: &str,
) -> Vec<ClauseId> {
    let words = texts.entry(agreement.clone()).or_insert_with(|| {
        let own = clauses.iter().enumerate().filter(|(_, clause)| clause.agreement == *agreement);
        Words::of(own.map(|(number, clause)| (number, clause.text.as_str())))
    });
    words.overlapped(quote).into_iter().map(|number| clauses[number].id.clone()).collect()
}

fn missing(line: &GoldLine, labels: &[String]) -> Unmatched {
    let target = match &line.target {
        Target::Clause(id) => id.to_string(),
        Target::Quote(agreement, quote) => {
            let start: String = quote.chars().take(60).collect();
            format!("{agreement}: {start:?}")
        }
    };
    Unmatched { line: line.line, target, elements: labels.to_vec() }
}

impl Target {
    /// The agreement that it belongs to: what comes before `#` in a clause id.
    fn agreement(&self) -> AgreementId {
        match self {
            Self::Quote(agreement, _) => agreement.clone(),
            Self::Clause(id) => {
                let name = id.as_str().split('#').next().unwrap_or_default();
                AgreementId::new(name).unwrap_or_else(|_| AgreementId::slug(name))
            }
        }
    }
}
