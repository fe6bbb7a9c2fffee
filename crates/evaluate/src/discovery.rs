//! What a reviewer gets who goes through the candidates from the top.

use crate::bootstrap::{Count, Draws, Figure, Prf};
use crate::labels::{Labels, Unit};
use crosscut::Candidate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a reviewer gets.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Discovery {
    /// Elements that gold finds in two or more agreements.
    pub horizontal_elements: usize,
    /// Share of them that a right candidate recovers. A candidate is right when at least half of its labelled members
    /// carry one horizontal element, in two or more agreements.
    pub element_recall: Figure,
    /// Share of right ones among the first 50 candidates that hold a labelled clause.
    pub precision_50: Figure,
    /// The same among the first 100.
    pub precision_100: Figure,
    /// Cells of the horizontal elements: every agreement of a right candidate's labelled members is taken for a cell.
    pub cells: Prf,
    /// Share of the true cells after 50 decisions, one a candidate, right ones confirmed as they are.
    pub cells_after_50: Figure,
    /// The same after 100.
    pub cells_after_100: Figure,
    /// Decisions that a simulated reviewer needs to reach 50, 80 and 95 % of the true cells.
    pub decisions: Vec<Reach>,
}

/// How many decisions bring how many of the true cells.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reach {
    /// Share of the true cells, 0 to 1.
    pub cells: f64,
    /// Decisions needed; none where all candidates together do not reach it.
    pub decisions: Option<usize>,
}

/// How one element fared.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ElementRow {
    /// The element.
    pub element: String,
    /// Its labelled clauses.
    pub clauses: usize,
    /// The agreements that hold it.
    pub agreements: usize,
    /// How many of them right candidates show.
    pub agreements_found: usize,
    /// Rank, from 1, of the first right candidate.
    pub rank: Option<usize>,
    /// Id of the candidate that gathers most of its clauses.
    pub fullest: Option<String>,
    /// Share of its clauses that this candidate gathers.
    pub gathered: f64,
}

/// What gold says of one candidate.
struct Verdict {
    /// From 0.
    rank: usize,
    /// The element of most labelled members.
    element: usize,
    right: bool,
    /// Agreements of the labelled members.
    agreements: Vec<usize>,
}

/// What gold says of each candidate.
pub(crate) struct Judged {
    /// The candidates with a labelled member, in their order.
    verdicts: Vec<Verdict>,
    pub(crate) unknown_members: usize,
}

impl Judged {
    /// Judges candidates. `spare` leaves members out on which gold disputes the candidate's element.
    pub(crate) fn of(candidates: &[Candidate], labels: &Labels, spare: bool) -> Self {
        let members = candidates.iter().flat_map(|candidate| &candidate.members);
        let unknown_members = members.filter(|member| !labels.clauses.contains_key(&member.clause)).count();
        let verdicts = candidates.iter().enumerate().filter_map(|(rank, candidate)| {
            let units: Vec<&Unit> =
                candidate.members.iter().filter_map(|member| labels.unit(&member.clause)).collect();
            verdict(rank, units, labels, spare)
        });
        Self { verdicts: verdicts.collect(), unknown_members }
    }

    pub(crate) fn measure(&self, labels: &Labels, draws: &Draws) -> Discovery {
        let holders = |element: usize| -> Vec<usize> {
            labels.cells.iter().filter(|(one, _)| *one == element).map(|(_, agreement)| *agreement).collect()
        };
        let found: BTreeSet<usize> = self.right().map(|verdict| verdict.element).collect();
        let elements: Vec<(bool, Vec<usize>)> =
            labels.horizontal.iter().map(|element| (found.contains(element), holders(*element))).collect();
        let recall: Vec<Count> = elements.iter().map(|(hit, agreements)| count(*hit, agreements)).collect();
        let gained = self.gained(labels);
        let proposed: BTreeSet<(usize, usize)> = self.right().flat_map(Verdict::cells).collect();
        let truth: BTreeSet<(usize, usize)> = labels.horizontal_cells().collect();
        let (at_50, at_100) = (cells(&truth, &gained, 50), cells(&truth, &gained, 100));
        let proposed: Vec<(bool, [usize; 1])> =
            proposed.iter().map(|cell| (truth.contains(cell), [cell.1])).collect();
        let (proposed, all) = (counts(&proposed), cells(&truth, &gained, usize::MAX));
        Discovery {
            horizontal_elements: labels.horizontal.len(),
            element_recall: draws.ratio(&recall),
            precision_50: self.precision(50, draws),
            precision_100: self.precision(100, draws),
            cells: draws.prf(&proposed, &counts(&all)),
            cells_after_50: draws.ratio(&counts(&at_50)),
            cells_after_100: draws.ratio(&counts(&at_100)),
            decisions: [0.5, 0.8, 0.95].map(|share| reach(share, &gained, truth.len())).into(),
        }
    }

    /// One row for each element, by name.
    pub(crate) fn rows(&self, candidates: &[Candidate], labels: &Labels) -> Vec<ElementRow> {
        let (gained, fullest) = (self.gained(labels), fullest(candidates, labels));
        let row = |(element, name): (usize, &String)| {
            let clauses = labels.units.iter().filter(|unit| unit.elements.contains(&element)).count();
            let (gathered, rank) = fullest.get(&element).copied().unzip();
            ElementRow {
                element: name.clone(),
                clauses,
                agreements: labels.cells.iter().filter(|(one, _)| *one == element).count(),
                agreements_found: gained.keys().filter(|(one, _)| *one == element).count(),
                rank: self.right().find(|verdict| verdict.element == element).map(|verdict| verdict.rank + 1),
                fullest: rank.map(|rank| candidates[rank].id.clone()),
                gathered: gathered.unwrap_or(0) as f64 / clauses.max(1) as f64,
            }
        };
        labels.elements.iter().enumerate().map(row).collect()
    }

    /// Horizontal elements without a right candidate, by name.
    pub(crate) fn missed(&self, labels: &Labels) -> Vec<String> {
        let found: BTreeSet<usize> = self.right().map(|verdict| verdict.element).collect();
        labels.horizontal.difference(&found).map(|element| labels.elements[*element].clone()).collect()
    }

    fn right(&self) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(|verdict| verdict.right)
    }

    /// The decision that brings each true cell.
    fn gained(&self, labels: &Labels) -> BTreeMap<(usize, usize), usize> {
        let mut gained = BTreeMap::new();
        for verdict in self.right() {
            for cell in verdict.cells().filter(|cell| labels.cells.contains(cell)) {
                gained.entry(cell).or_insert(verdict.rank + 1);
            }
        }
        gained
    }

    fn precision(&self, first: usize, draws: &Draws) -> Figure {
        let counts: Vec<Count> = self
            .verdicts
            .iter()
            .take(first)
            .map(|verdict| count(verdict.right, &verdict.agreements))
            .collect();
        draws.ratio(&counts)
    }
}

impl Verdict {
    fn cells(&self) -> impl Iterator<Item = (usize, usize)> {
        self.agreements.iter().map(|agreement| (self.element, *agreement))
    }
}

/// `None` where no member has a label.
fn verdict(rank: usize, mut units: Vec<&Unit>, labels: &Labels, spare: bool) -> Option<Verdict> {
    // Of several elements with as many votes, the first by name.
    let (element, votes) = votes(units.iter().copied()).into_iter().rev().max_by_key(|(_, votes)| *votes)?;
    if spare {
        units.retain(|unit| !unit.disputed.contains(&element));
    }
    let agreements = |units: &mut dyn Iterator<Item = &&Unit>| -> BTreeSet<usize> {
        units.map(|unit| unit.agreement).collect()
    };
    let holders = agreements(&mut units.iter().filter(|unit| unit.elements.contains(&element)));
    let right = 2 * votes >= units.len() && holders.len() > 1 && labels.horizontal.contains(&element);
    Some(Verdict { rank, element, right, agreements: agreements(&mut units.iter()).into_iter().collect() })
}

/// For each element, how many of its clauses the candidate with most of them gathers, and that candidate's rank.
fn fullest(candidates: &[Candidate], labels: &Labels) -> BTreeMap<usize, (usize, usize)> {
    let mut fullest: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (rank, candidate) in candidates.iter().enumerate() {
        let units = candidate.members.iter().filter_map(|member| labels.unit(&member.clause));
        for (element, clauses) in votes(units) {
            let best = fullest.entry(element).or_insert((clauses, rank));
            if clauses > best.0 {
                *best = (clauses, rank);
            }
        }
    }
    fullest
}

/// How many units carry each element.
fn votes<'u>(units: impl Iterator<Item = &'u Unit>) -> BTreeMap<usize, usize> {
    let mut votes = BTreeMap::new();
    units.flat_map(|unit| &unit.elements).for_each(|element| *votes.entry(*element).or_default() += 1);
    votes
}

/// Decisions needed to reach a share of the true cells.
fn reach(share: f64, gained: &BTreeMap<(usize, usize), usize>, truth: usize) -> Reach {
    let mut decisions: Vec<usize> = gained.values().copied().collect();
    decisions.sort_unstable();
    let needed = (share * truth as f64 - 1e-9).ceil() as usize;
    let last = needed.checked_sub(1).and_then(|place| decisions.get(place)).copied();
    Reach { cells: share, decisions: last }
}

/// Which true cells the first decisions bring.
fn cells(
    truth: &BTreeSet<(usize, usize)>,
    gained: &BTreeMap<(usize, usize), usize>,
    decisions: usize,
) -> Vec<(bool, [usize; 1])> {
    let brought = |cell: &(usize, usize)| gained.get(cell).is_some_and(|decision| *decision <= decisions);
    truth.iter().map(|cell| (brought(cell), [cell.1])).collect()
}

fn counts(cells: &[(bool, [usize; 1])]) -> Vec<Count<'_>> {
    cells.iter().map(|(hit, agreement)| count(*hit, agreement)).collect()
}

fn count(hit: bool, agreements: &[usize]) -> Count<'_> {
    Count { parts: (f64::from(u8::from(hit)), 1.0), agreements }
}
