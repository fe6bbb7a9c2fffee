//! The matrix by kinds of agreements: who stands behind them, whether they bind, when they were adopted.

use super::{CellState, Column, Matrix, RowKind};
use serde::{Deserialize, Serialize};

/// A property by which agreements are of one kind or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Facet {
    /// Who stands behind the agreement.
    Group,
    /// Whether it binds in law.
    Binding,
    /// Year of adoption.
    Year,
}

/// The matrix by kinds of agreements.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Split {
    /// By what they are of one kind.
    pub facet: Facet,
    /// The kinds: by name or year, those of which it is not known last.
    pub kinds: Vec<Kind>,
    /// The rows of the matrix, in its order.
    pub rows: Vec<SplitRow>,
}

/// A kind of agreements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Kind {
    /// Its name: "state", "binding", "2015", "not known".
    pub name: String,
    /// How many agreements are of it.
    pub agreements: usize,
}

/// A row of the matrix by kinds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SplitRow {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: RowKind,
    /// One count a kind.
    pub counts: Vec<Count>,
}

/// How many agreements of a kind have an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Count {
    /// For sure.
    pub present: usize,
    /// Perhaps.
    pub suggested: usize,
    /// Someone looked: not.
    pub absent: usize,
    /// Nobody looked, or in an earlier edition only, or text was lost.
    pub unknown: usize,
    /// Coders differ, or the confirmed wording is not there.
    pub unsettled: usize,
}

impl Facet {
    /// The kind of an agreement, with what it sorts by.
    fn kind(self, column: &Column) -> (bool, String) {
        let name = match self {
            Self::Group => column.group.map(|group| group.name().to_owned()),
            Self::Binding => column.binding.map(|binds| if binds { "binding" } else { "not binding" }.into()),
            Self::Year => column.year.map(|year| year.to_string()),
        };
        name.map_or((true, "not known".into()), |name| (false, name))
    }
}

impl Matrix {
    /// Counts every row by kinds of agreements.
    pub fn by(&self, facet: Facet) -> Split {
        let of_column: Vec<(bool, String)> = self.columns.iter().map(|column| facet.kind(column)).collect();
        let mut kinds = of_column.clone();
        kinds.sort();
        kinds.dedup();
        let place = |kind: &(bool, String)| kinds.binary_search(kind).unwrap_or(0);
        let places: Vec<usize> = of_column.iter().map(place).collect();
        let rows = self.rows.iter().map(|row| {
            let mut counts = vec![Count::default(); kinds.len()];
            for (place, cell) in places.iter().zip(&row.cells) {
                let count = &mut counts[*place];
                match cell.state {
                    CellState::Present => count.present += 1,
                    CellState::Suggested => count.suggested += 1,
                    CellState::CheckedAbsent => count.absent += 1,
                    CellState::NotChecked | CellState::CheckedEarlier | CellState::Unreadable => {
                        count.unknown += 1;
                    }
                    CellState::Disputed | CellState::Changed | CellState::Lost => count.unsettled += 1,
                }
            }
            SplitRow { name: row.name.clone(), kind: row.kind.clone(), counts }
        });
        let of_kind = |kind: &(bool, String)| of_column.iter().filter(|column| *column == kind).count();
        Split {
            facet,
            rows: rows.collect(),
            kinds: kinds
                .iter()
                .map(|kind| Kind { name: kind.1.clone(), agreements: of_kind(kind) })
                .collect(),
        }
    }
}
