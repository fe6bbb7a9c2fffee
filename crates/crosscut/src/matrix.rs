//! Element × agreement: what the decisions and the candidates say of each pair, as [`crate::Findings`] makes it.

mod by;
mod cells;

pub use by::{Count, Facet, Kind, Split, SplitRow};
pub use cells::{Cells, Iter};

use crate::Group;
use crosscut_decisions::{Anchor, Coder, ElementId, EventId, Timestamp};
use crosscut_text::{AgreementId, ClauseId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The matrix. Derived from results and decisions, never edited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Matrix {
    /// The agreements: by year, those without a year last, then by id.
    pub columns: Vec<Column>,
    /// Confirmed elements, those found in most agreements first; then candidates that nobody decided on, best first.
    pub rows: Vec<Row>,
    /// Confirmed clauses that were not found in this run, or only perhaps. Their decisions stand.
    pub lost: Vec<Lost>,
    /// What was decided on outliers: whether to report them. Sorted by clause.
    pub outliers: BTreeMap<ClauseId, bool>,
}

/// An agreement of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Column {
    /// The agreement.
    pub agreement: AgreementId,
    /// Its translations and other editions: they count as one with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<AgreementId>,
    /// Its short name.
    pub short: String,
    /// Year of adoption.
    pub year: Option<u16>,
    /// Who stands behind it.
    pub group: Option<Group>,
    /// Whether it binds in law.
    pub binding: Option<bool>,
    /// Its clauses.
    pub clauses: usize,
    /// Text of it was lost: nothing is said to be absent from it.
    pub text_lost: bool,
    /// Elements that it has for sure.
    pub present: usize,
    /// Elements and candidates that it has perhaps.
    pub suggested: usize,
}

/// An element or candidate of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// Its name.
    pub name: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// One cell a column.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Cell>"))]
    pub cells: Cells,
    /// Agreements that have it for sure.
    pub breadth: usize,
    /// Further agreements that have it perhaps.
    pub suggested: usize,
    /// Further agreements of which somebody must look again: coders differ, or the confirmed wording is not there.
    #[serde(default)]
    pub unsettled: usize,
}

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum RowKind {
    /// An element that someone confirmed.
    Element {
        /// Its id.
        id: ElementId,
        /// Who first confirmed it.
        by: Coder,
        /// When.
        at: Timestamp,
        /// The candidate that it came from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        candidate: Option<String>,
    },
    /// A candidate that is still to be decided.
    Candidate {
        /// Its id.
        id: String,
        /// It was rejected before and has gained clauses since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rejected: Option<EventId>,
        /// Someone put it off.
        #[serde(default)]
        deferred: bool,
    },
}

/// What is known of an element in an agreement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cell {
    /// The finding.
    pub state: CellState,
    /// Clauses that someone confirmed, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<ClauseId>,
    /// Clauses that are suggested, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggested: Vec<ClauseId>,
    /// Clauses that somebody confirmed under another wording, and nobody has looked at since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<ClauseId>,
    /// Confirmed clauses whose text was not found again, or only perhaps.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub lost: usize,
    /// Someone looked and did not find it, in this text or an earlier one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub checked: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// The finding of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CellState {
    /// Coders differ, and nobody has settled it.
    Disputed,
    /// Someone confirmed a clause.
    Present,
    /// Someone confirmed a clause that has another wording now; nobody has looked since.
    Changed,
    /// Someone confirmed a clause that was not found again for sure.
    Lost,
    /// The program suggests a clause.
    Suggested,
    /// Someone looked: there is none.
    CheckedAbsent,
    /// Someone looked and found none, and the text was changed since.
    CheckedEarlier,
    /// Nobody looked.
    #[default]
    NotChecked,
    /// No clause, but text of the agreement was lost: nothing can be said.
    Unreadable,
}

impl CellState {
    /// Every state, in the order of a legend.
    pub const ALL: [Self; 9] = [
        Self::Present,
        Self::Disputed,
        Self::Changed,
        Self::Lost,
        Self::Suggested,
        Self::CheckedAbsent,
        Self::CheckedEarlier,
        Self::NotChecked,
        Self::Unreadable,
    ];

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Present => "confirmed",
            Self::Disputed => "disputed",
            Self::Changed => "wording changed",
            Self::Lost => "not found again",
            Self::Suggested => "suggested",
            Self::CheckedAbsent => "checked, absent",
            Self::CheckedEarlier => "checked in an earlier edition",
            Self::NotChecked => "not checked",
            Self::Unreadable => "unreadable",
        }
    }

    /// As a sign that needs no colour.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Present => "■",
            Self::Disputed => "≠",
            Self::Changed => "△",
            Self::Lost => "▽",
            Self::Suggested => "◧",
            Self::CheckedAbsent => "·",
            Self::CheckedEarlier => "○",
            Self::NotChecked => "",
            Self::Unreadable => "?",
        }
    }
}

impl Cell {
    /// How many clauses its state is about: those that somebody confirmed and that stand as they were, else those whose
    /// wording was changed, else those that were not found again; where nobody confirmed any, the suggested. Coders who
    /// differ do so about all that anybody confirmed. What is absent or unknown rests on no clause.
    pub fn count(&self) -> usize {
        match self.state {
            CellState::Present => self.confirmed.len(),
            CellState::Disputed => self.confirmed.len() + self.to_check(),
            CellState::Changed => self.changed.len(),
            CellState::Lost => self.lost,
            CellState::Suggested => self.suggested.len(),
            CellState::CheckedAbsent
            | CellState::CheckedEarlier
            | CellState::NotChecked
            | CellState::Unreadable => 0,
        }
    }

    /// Clauses that somebody confirmed and must look at again: their wording was changed, or they were not found again.
    /// They never count as confirmed.
    pub fn to_check(&self) -> usize {
        self.changed.len() + self.lost
    }

    /// The state with its count, then what else of the cell must be looked at.
    pub fn parts(&self) -> impl Iterator<Item = (CellState, usize)> {
        let apart = |state: CellState, count: usize| {
            let told = self.state == CellState::Present || self.state == CellState::Changed;
            (told && state != self.state && count > 0).then_some((state, count))
        };
        let changed = apart(CellState::Changed, self.changed.len());
        let lost = apart(CellState::Lost, self.lost);
        std::iter::once((self.state, self.count())).chain(changed).chain(lost)
    }
}

impl CellState {
    /// Whether nobody knows what the text that is there holds.
    pub fn is_open(self) -> bool {
        matches!(self, Self::NotChecked | Self::CheckedEarlier | Self::Unreadable)
    }

    /// Whether somebody must look again before it counts.
    pub fn is_unsettled(self) -> bool {
        matches!(self, Self::Disputed | Self::Changed | Self::Lost)
    }
}

impl Column {
    /// Whether it is the column of an agreement: its own, or that of the one that it translates or is an edition of.
    pub fn holds(&self, agreement: &AgreementId) -> bool {
        self.agreement == *agreement || self.also.contains(agreement)
    }
}

impl Row {
    /// Whether it is a confirmed element.
    pub(crate) fn is_element(&self) -> bool {
        self.element().is_some()
    }

    /// In how many agreements it is, for a narrow column: confirmed ones, and what is suggested or unsettled beside them
    /// with its sign. They are never added up.
    pub fn agreements(&self) -> String {
        let with =
            |count: usize, state: CellState| (count > 0).then(|| format!("{count} {}", state.symbol()));
        let sure = (self.is_element() || self.breadth > 0).then(|| self.breadth.to_string());
        let parts =
            [sure, with(self.suggested, CellState::Suggested), with(self.unsettled, CellState::Changed)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" + ")
    }

    /// The element, when it is a confirmed one.
    pub fn element(&self) -> Option<ElementId> {
        match self.kind {
            RowKind::Element { id, .. } => Some(id),
            RowKind::Candidate { .. } => None,
        }
    }
}

/// A confirmed clause that was not found in this run for sure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lost {
    /// The element that it was confirmed for.
    pub element: ElementId,
    /// The clause as it stood.
    pub anchor: Anchor,
    /// The clause that it may be now, and how alike the text is; none for an orphan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perhaps: Option<(ClauseId, f64)>,
    /// It is that clause, under another wording.
    #[serde(default)]
    pub changed: bool,
}

impl Lost {
    /// Among which clauses of its cell it counts.
    pub fn state(&self) -> CellState {
        if self.changed { CellState::Changed } else { CellState::Lost }
    }

    /// What became of it.
    pub fn said(&self) -> &'static str {
        match (self.changed, &self.perhaps) {
            (true, _) => "wording changed",
            (false, Some(_)) => "perhaps another clause now",
            (false, None) => "not found again",
        }
    }
}

impl Matrix {
    /// Counts the columns.
    pub(crate) fn total(&mut self) {
        for row in &self.rows {
            // What is blank counts for nothing.
            for (place, cell) in row.cells.filled() {
                let column = &mut self.columns[place];
                column.present += usize::from(cell.state == CellState::Present);
                column.suggested += usize::from(cell.state == CellState::Suggested);
            }
        }
    }

    /// The rows that are confirmed elements.
    pub fn elements(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.is_element())
    }

    /// The row of an element.
    pub fn element(&self, id: ElementId) -> Option<&Row> {
        self.rows.iter().find(|row| row.element() == Some(id))
    }

    /// The row of a candidate.
    pub fn candidate(&self, candidate: &str) -> Option<&Row> {
        self.rows.iter().find(|row| matches!(&row.kind, RowKind::Candidate { id, .. } if id == candidate))
    }

    /// Cells in a state, or confirmed ones that hold clauses in it, too.
    pub fn count_parts(&self, state: CellState) -> usize {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.filter(|cell| cell.parts().any(|(part, _)| part == state)).count()
    }

    /// Cells in a state.
    pub fn count(&self, state: CellState) -> usize {
        self.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.state == state).count()
    }

    /// In how many agreements two elements are confirmed together, for each pair of element rows (indices into `rows`,
    /// the lower first) that meets at least once.
    pub fn cooccurrence(&self) -> Vec<(usize, usize, usize)> {
        let elements = self.rows.iter().enumerate().filter(|(_, row)| row.is_element());
        let sets: Vec<(usize, Bits)> = elements.map(|(place, row)| (place, present(&row.cells))).collect();
        let mut pairs = Vec::new();
        for (place, (a, set_a)) in sets.iter().enumerate() {
            for (b, set_b) in &sets[place + 1..] {
                let shared = shared(set_a, set_b);
                if shared > 0 {
                    pairs.push((*a, *b, shared));
                }
            }
        }
        pairs
    }

    /// How alike agreements are by the elements confirmed in them: Jaccard's index (shared of all that either has), a
    /// square in the order of the columns; 0 between agreements without elements.
    pub fn similarity(&self) -> Vec<Vec<f64>> {
        let has = |column: usize| present(self.rows.iter().map(move |row| &row.cells[column]));
        let sets: Vec<Bits> = (0..self.columns.len()).map(has).collect();
        let jaccard = |a: &Bits, b: &Bits| {
            let both = shared(a, b);
            let all = shared(a, a) + shared(b, b) - both;
            if all == 0 { 0.0 } else { both as f64 / all as f64 }
        };
        sets.iter().map(|a| sets.iter().map(|b| jaccard(a, b)).collect()).collect()
    }
}

/// A set of places, a bit each.
type Bits = Vec<u64>;

/// The cells that are confirmed, by their place.
fn present<'m>(cells: impl IntoIterator<Item = &'m Cell>) -> Bits {
    let mut bits = Bits::new();
    for (place, cell) in cells.into_iter().enumerate() {
        if place % 64 == 0 {
            bits.push(0);
        }
        bits[place / 64] |= u64::from(cell.state == CellState::Present) << (place % 64);
    }
    bits
}

/// How many places two sets share.
fn shared(a: &Bits, b: &Bits) -> usize {
    a.iter().zip(b).map(|(a, b)| (a & b).count_ones() as usize).sum()
}
