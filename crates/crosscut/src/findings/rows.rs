//! The matrix: made of places and statuses. Rows that a decision did not touch are taken over, not made again.

use super::disputes::contested;
use super::suggested::suggested;
use super::texts::{About, Texts};
use super::{CandidateStatus, ElementPlaces, Places};
use crate::agreement::Instruments;
use crate::matrix::{Cell, CellState, Cells, Column, Lost, Matrix, Row, RowKind};
use crate::{Agreement, Candidate, Results};
use crosscut_decisions::{AbsentFinding, Anchor, Element, ElementId, EventId, Finder, State};
use crosscut_text::{AgreementId, ClauseId};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What the row of an element is made from besides the element itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Additions {
    /// Clauses of candidates that are suggested to it.
    suggested: BTreeMap<ElementId, Vec<ClauseId>>,
    /// Agreements of which coders differ whether they have it.
    disputed: BTreeMap<ElementId, BTreeSet<AgreementId>>,
}

impl Additions {
    fn of(&self, id: ElementId) -> (&[ClauseId], Option<&BTreeSet<AgreementId>>) {
        (self.suggested.get(&id).map_or(&[], Vec::as_slice), self.disputed.get(&id))
    }
}

/// A matrix of the same results: its rows hold as long as what they were made from does.
pub(super) struct Before {
    pub(super) matrix: Matrix,
    pub(super) additions: Additions,
    /// Elements that are the same now.
    pub(super) unchanged: BTreeSet<ElementId>,
}

/// Makes the matrix, and says what it suggests to each element.
pub(super) fn build(
    finder: &Finder<'_>,
    (results, texts): (&Results, &Texts),
    (state, places): (&State, &Places),
    statuses: &[CandidateStatus],
    before: Before,
) -> (Matrix, Additions) {
    let columns = columns(results, finder);
    let sheet = Sheet::new((results, texts), &columns, finder);
    let suggested = suggested(&results.candidates, statuses);
    let contested = contested(state, finder).into_iter();
    let disputed = contested.map(|(element, cells)| (element, cells.into_keys().collect())).collect();
    let additions = Additions { suggested, disputed };
    let mut old = Old::new(before, &results.candidates);
    let mut rows: Vec<Row> = Vec::new();
    for (id, element) in &state.elements {
        let (places, more) = (&places.elements[id], additions.of(*id));
        rows.push(old.element(*id, more).unwrap_or_else(|| sheet.element(element, places, more)));
    }
    rows.sort_by_cached_key(|row| (Reverse(row.breadth), row.name.to_lowercase()));
    for (place, rejected, deferred) in open(statuses) {
        let candidate = &results.candidates[place];
        let kind = RowKind::Candidate { id: candidate.id.clone(), rejected, deferred };
        // Nothing but its kind changes as long as the results are the same.
        rows.push(match old.candidates[place].take() {
            Some(row) => Row { kind, ..row },
            None => sheet.candidate(candidate, kind),
        });
    }
    // What belongs to an element of several agreements since is in one agreement only no longer.
    let shared: BTreeSet<ElementId> =
        rows.iter().filter(|row| row.breadth > 1).filter_map(Row::element).collect();
    let held = places.elements.iter().filter(|(id, _)| shared.contains(id));
    let held: BTreeSet<usize> = held.flat_map(|(_, held)| held.members.iter().copied()).collect();
    let belongs = |place: &usize| held.contains(place);
    let outliers = places.outliers.iter().filter(|(place, _)| !belongs(place));
    let outliers = outliers.map(|(&place, &keep)| (results.clauses[place].id.clone(), keep));
    let mut matrix = Matrix { rows, lost: lost(places, results), outliers: outliers.collect(), columns };
    matrix.total();
    (matrix, additions)
}

/// The place of a candidate with a row of its own, the rejection that it outgrew, and whether somebody put it off.
type Open = (usize, Option<EventId>, bool);

/// The candidates that have rows of their own: what is not settled and no element's.
fn open(statuses: &[CandidateStatus]) -> Vec<Open> {
    let mut open = Vec::new();
    for (candidate, status) in statuses.iter().enumerate().filter(|(_, status)| !status.is_settled()) {
        match status {
            CandidateStatus::Covered { .. } => {}
            CandidateStatus::Rejected { event, .. } => open.push((candidate, Some(*event), false)),
            CandidateStatus::Deferred { .. } => open.push((candidate, None, true)),
            CandidateStatus::New => open.push((candidate, None, false)),
        }
    }
    open
}

/// The rows of the matrix before.
struct Old {
    elements: HashMap<ElementId, Row>,
    /// Those of candidates, by their places.
    candidates: Vec<Option<Row>>,
    additions: Additions,
}

impl Old {
    fn new(before: Before, candidates: &[Candidate]) -> Self {
        let (rows, open): (Vec<Row>, Vec<Row>) = before.matrix.rows.into_iter().partition(Row::is_element);
        let kept = rows.into_iter().filter_map(|row| Some((row.element()?, row)));
        // They are in the order of the candidates.
        let mut open = open.into_iter().peekable();
        let is_of = |row: &Row, of: &str| matches!(&row.kind, RowKind::Candidate { id, .. } if id == of);
        Self {
            elements: kept.filter(|(id, _)| before.unchanged.contains(id)).collect(),
            candidates: candidates.iter().map(|one| open.next_if(|row| is_of(row, &one.id))).collect(),
            additions: before.additions,
        }
    }

    /// The row of an element to which the same was added as now.
    fn element(&mut self, id: ElementId, more: (&[ClauseId], Option<&BTreeSet<AgreementId>>)) -> Option<Row> {
        let row = self.elements.remove(&id)?;
        (self.additions.of(id) == more).then_some(row)
    }
}

/// The agreements in the order of the matrix; translations and editions are one with what they are of.
fn columns(results: &Results, finder: &Finder<'_>) -> Vec<Column> {
    let one = Instruments::of(&results.agreements);
    let mut agreements: Vec<&Agreement> = results.agreements.iter().collect();
    agreements.sort_by_key(|agreement| (agreement.year.is_none(), agreement.year, &agreement.id));
    let (heads, others): (Vec<&Agreement>, Vec<&Agreement>) =
        agreements.into_iter().partition(|agreement| *one.of_agreement(&agreement.id) == agreement.id);
    let column = |agreement: &Agreement| {
        let also = others.iter().filter(|other| *one.of_agreement(&other.id) == agreement.id);
        let also: Vec<AgreementId> = also.map(|other| other.id.clone()).collect();
        let ours = |id: &AgreementId| *id == agreement.id || also.contains(id);
        let mut documents = results.documents.iter().filter(|document| ours(&document.agreement));
        Column {
            agreement: agreement.id.clone(),
            short: agreement.short().to_owned(),
            year: agreement.year,
            group: agreement.group,
            binding: agreement.binding,
            clauses: also.iter().chain([&agreement.id]).map(|id| finder.index().count(id)).sum(),
            text_lost: documents.any(|document| !document.losses.is_empty()),
            present: 0,
            suggested: 0,
            also,
        }
    };
    let mut columns: Vec<Column> = heads.into_iter().map(column).collect();
    tell_apart(&mut columns);
    columns
}

/// Agreements of one name are called by their years as well, or where those are one too, by their ids: a head, a note and
/// a figure show nothing else of them.
fn tell_apart(columns: &mut [Column]) {
    let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, column) in columns.iter().enumerate() {
        same.entry(column.short.to_lowercase()).or_default().push(place);
    }
    for places in same.into_values().filter(|places| places.len() > 1) {
        let years: BTreeSet<u16> = places.iter().filter_map(|&place| columns[place].year).collect();
        for &place in &places {
            let column = &mut columns[place];
            column.short = match column.year.filter(|_| years.len() == places.len()) {
                Some(year) => format!("{} {year}", column.short),
                None => format!("{} [{}]", column.short, column.agreement),
            };
        }
    }
}

fn lost(places: &Places, results: &Results) -> Vec<Lost> {
    let mut lost = Vec::new();
    for (&element, places) in &places.elements {
        let perhaps = |changed: bool| {
            move |(place, share, anchor): &(usize, f64, Anchor)| Lost {
                element,
                anchor: anchor.clone(),
                perhaps: Some((results.clauses[*place].id.clone(), *share)),
                changed,
            }
        };
        lost.extend(places.changed.iter().map(perhaps(true)));
        lost.extend(places.doubtful.iter().map(perhaps(false)));
        lost.extend(places.orphans.iter().map(|anchor| Lost {
            element,
            anchor: anchor.clone(),
            perhaps: None,
            changed: false,
        }));
    }
    lost
}

/// The cells of a row that hold something, by their columns.
type Filled = BTreeMap<usize, Cell>;

/// What is known of an agreement about which nothing else is.
fn blank(column: &Column) -> CellState {
    if column.text_lost { CellState::Unreadable } else { CellState::NotChecked }
}

/// Where clauses and agreements are.
struct Sheet<'r> {
    results: &'r Results,
    texts: &'r Texts,
    columns: &'r [Column],
    /// What rows show where they hold nothing.
    blank: Arc<[Cell]>,
    place: BTreeMap<&'r AgreementId, usize>,
    finder: &'r Finder<'r>,
}

impl<'r> Sheet<'r> {
    fn new(
        (results, texts): (&'r Results, &'r Texts),
        columns: &'r [Column],
        finder: &'r Finder<'r>,
    ) -> Self {
        let place = columns.iter().enumerate().flat_map(|(place, column)| {
            column.also.iter().chain([&column.agreement]).map(move |agreement| (agreement, place))
        });
        let place = place.collect();
        let blank = columns.iter().map(|column| Cell { state: blank(column), ..Cell::default() }).collect();
        Self { results, texts, columns, blank, place, finder }
    }

    /// The cell of an agreement, by its name now or a former one.
    fn column(&self, agreement: &AgreementId) -> Option<usize> {
        self.place.get(self.finder.index().now(agreement)).copied()
    }

    fn element(
        &self,
        element: &Element,
        places: &ElementPlaces,
        (new, disputed): (&[ClauseId], Option<&BTreeSet<AgreementId>>),
    ) -> Row {
        let mut cells = Filled::new();
        for &index in &places.members {
            let clause = &self.results.clauses[index];
            if let Some(&place) = self.place.get(&clause.agreement) {
                cells.entry(place).or_default().confirmed.push(clause.id.clone());
            }
        }
        self.suggest(&mut cells, new.iter());
        for (index, ..) in &places.changed {
            let clause = &self.results.clauses[*index];
            if let Some(place) = self.column(&clause.agreement) {
                cells.entry(place).or_default().changed.push(clause.id.clone());
            }
        }
        for anchor in places.doubtful.iter().map(|(.., anchor)| anchor).chain(&places.orphans) {
            if let Some(place) = self.column(&anchor.agreement) {
                cells.entry(place).or_default().lost += 1;
            }
        }
        let mut absent: BTreeMap<usize, Vec<&AbsentFinding>> = BTreeMap::new();
        for (agreement, finding) in &element.absent {
            self.column(agreement)
                .into_iter()
                .for_each(|place| absent.entry(place).or_default().push(finding));
        }
        for (place, found) in absent {
            let cell = cells.entry(place).or_default();
            cell.checked = true;
            if self.texts.about(self.results, &self.columns[place], &found) == About::Earlier {
                cell.state = CellState::CheckedEarlier;
            }
        }
        for place in disputed.into_iter().flatten().filter_map(|agreement| self.column(agreement)) {
            cells.entry(place).or_default().state = CellState::Disputed;
        }
        let kind = RowKind::Element {
            id: element.id,
            by: element.by.clone(),
            at: element.at,
            candidate: element.candidate.clone(),
        };
        self.row(kind, &element.name, element.definition.clone(), cells)
    }

    fn candidate(&self, candidate: &Candidate, kind: RowKind) -> Row {
        let mut cells = Filled::new();
        self.suggest(&mut cells, candidate.members.iter().map(|member| &member.clause));
        self.row(kind, &candidate.label, None, cells)
    }

    /// Puts clauses into their cells, in the order of the text.
    fn suggest<'c>(&self, cells: &mut Filled, clauses: impl Iterator<Item = &'c ClauseId>) {
        let mut indices: Vec<usize> = clauses.filter_map(|id| self.finder.by_id(id)).collect();
        indices.sort_unstable();
        indices.dedup();
        for index in indices {
            let clause = &self.results.clauses[index];
            if let Some(&place) = self.place.get(&clause.agreement) {
                cells.entry(place).or_default().suggested.push(clause.id.clone());
            }
        }
    }

    fn row(&self, kind: RowKind, name: &str, definition: Option<String>, mut cells: Filled) -> Row {
        for (place, cell) in &mut cells {
            let column = &self.columns[*place];
            let earlier = cell.state == CellState::CheckedEarlier;
            cell.state = if cell.state == CellState::Disputed {
                CellState::Disputed
            } else if !cell.confirmed.is_empty() {
                CellState::Present
            } else if !cell.changed.is_empty() {
                CellState::Changed
            } else if cell.lost > 0 {
                CellState::Lost
            } else if earlier {
                // It is no finding any more, and must not pass for something that nobody ever looked at.
                CellState::CheckedEarlier
            } else if cell.checked && !column.text_lost {
                // What a person found outweighs a later suggestion, which stays in the cell.
                CellState::CheckedAbsent
            } else if !cell.suggested.is_empty() {
                CellState::Suggested
            } else {
                blank(column)
            };
        }
        let count = |state| cells.values().filter(|cell| cell.state == state).count();
        let (breadth, suggested) = (count(CellState::Present), count(CellState::Suggested));
        let unsettled = cells.values().filter(|cell| cell.state.is_unsettled()).count();
        let cells = Cells::new(cells.into_iter().collect(), &self.blank);
        Row { kind, name: name.to_owned(), definition, cells, breadth, suggested, unsettled }
    }
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
