//! What a reviewer sees first, counted strictly: a candidate is right only if at least half of *all* its clauses carry
//! one element, in two or more agreements. One without any labelled clause is wrong, not left out.

use crate::bootstrap::{Count, Draws, Figure};
use crate::labels::{Labels, Unit};
use crosscut::Candidate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How far into the list is counted.
const FIRST: [usize; 4] = [10, 25, 50, 100];
const DECISIONS: [usize; 4] = [25, 50, 100, 200];

/// What a reviewer sees first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Strict {
    /// Share of right candidates among the first 10, 25, 50 and 100; of all, where there are fewer.
    pub precision: Vec<Upto>,
    /// The same among those of the first that gold can tell: it judges at least half of their clauses. Where only some
    /// clauses were ever read, a candidate of others is no mistake.
    pub judged: Vec<Upto>,
    /// Share of candidates without any labelled clause among the first 10 and 25.
    pub unlabelled: Vec<Upto>,
    /// Share of the true cells (elements in two or more agreements) that the right ones among the first 25, 50, 100 and
    /// 200 show.
    pub cells: Vec<Upto>,
    /// Elements that gold finds in two or more agreements.
    pub elements: usize,
    /// Their cells.
    pub true_cells: usize,
}

/// A figure over the beginning of a list.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Upto {
    /// So many candidates, from the top.
    pub first: usize,
    /// The figure.
    #[serde(flatten)]
    pub figure: Figure,
}

/// What gold says of one candidate.
struct Seen {
    agreements: Vec<usize>,
    labelled: bool,
    judged: bool,
    right: bool,
    cells: Vec<(usize, usize)>,
}

/// Counts candidates, best first, strictly. Elements of `form` (final clauses, definitions) count as no element: who
/// looks for commitments does not look for them.
///
/// ```
/// use crosscut::{Compared, Settings, parse_clauses, propose};
/// use crosscut_evaluate::{Column, Labels, parse_gold, strict};
/// let lines = r#"{"id": "a#1", "agreement": "a", "text": "Each Party shall report significant incidents."}
/// {"id": "b#1", "agreement": "b", "text": "Operators report significant incidents to the authority."}"#;
/// let clauses = parse_clauses("clauses.jsonl", lines)?.clauses;
/// let gold = parse_gold(
///     r#"{"clause": "a#1", "elements": ["reporting"]}
/// {"clause": "b#1", "elements": ["reporting"]}"#,
/// )?;
/// let labels = Labels::of(&gold, &clauses, Column::Elements, false);
/// let (candidates, _) = propose(&Compared::by_words(&clauses), &Settings::default());
/// assert_eq!(strict(&candidates, &labels, &[]).precision[0].figure.value, 1.0);
/// assert_eq!(strict(&candidates, &labels, &["reporting"]).precision[0].figure.value, 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn strict(candidates: &[Candidate], labels: &Labels, form: &[&str]) -> Strict {
    let draws = Draws::new(labels.agreements.len());
    let is_form = |element: usize| form.contains(&labels.elements[element].as_str());
    let seen: Vec<Seen> =
        candidates.iter().map(|candidate| see(candidate, labels, &|element| !is_form(element))).collect();
    let truth: BTreeSet<(usize, usize)> =
        labels.horizontal_cells().filter(|(one, _)| !is_form(*one)).collect();
    let share = |first: usize, counted: fn(&Seen) -> bool, holds: fn(&Seen) -> bool| {
        let count = |one: &'_ Seen| f64::from(u8::from(holds(one)));
        let counts: Vec<Count> = seen
            .iter()
            .take(first)
            .filter(|one| counted(one))
            .map(|one| Count { parts: (count(one), 1.0), agreements: &one.agreements })
            .collect();
        Upto { first, figure: draws.ratio(&counts) }
    };
    let shown = |first: usize| {
        let found: BTreeSet<(usize, usize)> = seen
            .iter()
            .take(first)
            .filter(|one| one.right)
            .flat_map(|one| one.cells.iter().copied())
            .collect();
        let cells: Vec<(bool, [usize; 1])> =
            truth.iter().map(|cell| (found.contains(cell), [cell.1])).collect();
        let counts: Vec<Count> = cells
            .iter()
            .map(|(hit, agreement)| Count { parts: (f64::from(u8::from(*hit)), 1.0), agreements: agreement })
            .collect();
        Upto { first, figure: draws.ratio(&counts) }
    };
    Strict {
        precision: FIRST.map(|first| share(first, |_| true, |one| one.right)).into(),
        judged: FIRST.map(|first| share(first, |one| one.judged, |one| one.right)).into(),
        unlabelled: [10, 25].map(|first| share(first, |_| true, |one| !one.labelled)).into(),
        cells: DECISIONS.map(shown).into(),
        elements: truth.iter().map(|(element, _)| element).collect::<BTreeSet<_>>().len(),
        true_cells: truth.len(),
    }
}

/// Whether [`strict`] counts a candidate as right.
///
/// ```
/// # use crosscut::{Candidate, parse_clauses};
/// # use crosscut_evaluate::{Column, Labels, is_right, parse_gold};
/// # let clauses = parse_clauses("c.jsonl", r#"{"id": "a#1", "agreement": "a", "text": "Report."}"#)?.clauses;
/// # let gold = parse_gold(r#"{"clause": "a#1", "elements": ["reporting"]}"#)?;
/// # let labels = Labels::of(&gold, &clauses, Column::Elements, false);
/// assert!(!is_right(&Candidate::default(), &labels, &[]), "nothing in it carries anything");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn is_right(candidate: &Candidate, labels: &Labels, form: &[&str]) -> bool {
    see(candidate, labels, &|element| !form.contains(&labels.elements[element].as_str())).right
}

fn see(candidate: &Candidate, labels: &Labels, counts: &dyn Fn(usize) -> bool) -> Seen {
    let members: Vec<_> =
        candidate.members.iter().filter_map(|member| labels.clauses.get(&member.clause)).collect();
    let units: Vec<&Unit> =
        candidate.members.iter().filter_map(|member| labels.unit(&member.clause)).collect();
    let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
    let carried = units.iter().flat_map(|unit| &unit.elements).filter(|element| counts(**element));
    carried.for_each(|element| *votes.entry(*element).or_default() += 1);
    let agreements: BTreeSet<usize> = members.iter().map(|place| place.agreement).collect();
    let mut seen = Seen {
        agreements: agreements.into_iter().collect(),
        labelled: false,
        judged: 2 * members.iter().filter(|place| place.judged).count() >= members.len(),
        right: false,
        cells: Vec::new(),
    };
    // Of several elements with as many votes, the first by name.
    let Some((&element, &most)) = votes.iter().rev().max_by_key(|(_, votes)| **votes) else { return seen };
    let holders = units.iter().filter(|unit| unit.elements.contains(&element)).map(|unit| unit.agreement);
    let holders: BTreeSet<usize> = holders.collect();
    seen.labelled = true;
    seen.right = 2 * most >= members.len() && holders.len() > 1 && labels.horizontal.contains(&element);
    seen.cells = holders.into_iter().map(|agreement| (element, agreement)).collect();
    seen
}
