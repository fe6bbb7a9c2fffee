//! The cells of a row: what it holds, and for all others what is blank alike in every row. Of a hundred thousand candidates
//! and a thousand agreements nearly all pairs are blank.

use super::Cell;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Index;
use std::sync::Arc;

/// The cells of a row, one a column. Read like a list; takes room for those that hold something.
///
/// ```
/// use crosscut::matrix::{Cell, CellState, Cells};
/// let suggested = Cell { state: CellState::Suggested, ..Cell::default() };
/// let cells = Cells::from(vec![Cell::default(), suggested, Cell::default()]);
/// assert_eq!(cells.len(), 3);
/// assert_eq!(cells[1].state, CellState::Suggested);
/// assert_eq!(cells.iter().filter(|cell| cell.state.is_open()).count(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct Cells {
    /// Sorted by place.
    filled: Vec<(usize, Cell)>,
    blank: Arc<[Cell]>,
}

impl Cells {
    /// Cells of which these hold something, sorted by place; the others are as `blank`, which has one cell a column.
    pub(crate) fn new(filled: Vec<(usize, Cell)>, blank: &Arc<[Cell]>) -> Self {
        Self { filled, blank: Arc::clone(blank) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.blank.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.blank.is_empty()
    }

    /// The cell of a column.
    pub fn get(&self, place: usize) -> Option<&Cell> {
        let blank = self.blank.get(place)?;
        let filled = self.filled.binary_search_by_key(&place, |(at, _)| *at);
        Some(filled.map_or(blank, |at| &self.filled[at].1))
    }

    /// All of them, in the order of the columns.
    pub fn iter(&self) -> Iter<'_> {
        Iter { filled: &self.filled, blank: self.blank.iter().enumerate() }
    }

    /// Those that hold something, with their places.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.filled.iter().map(|(place, cell)| (*place, cell))
    }
}

impl From<Vec<Cell>> for Cells {
    fn from(cells: Vec<Cell>) -> Self {
        let filled = cells.iter().cloned().enumerate().filter(|(_, cell)| *cell != Cell::default()).collect();
        Self { filled, blank: vec![Cell::default(); cells.len()].into() }
    }
}

impl Index<usize> for Cells {
    type Output = Cell;

    fn index(&self, place: usize) -> &Cell {
        self.get(place).unwrap_or_else(|| panic!("no column {place} of {}", self.len()))
    }
}

/// The cells of a row, one after the other.
#[derive(Clone, Debug)]
pub struct Iter<'c> {
    filled: &'c [(usize, Cell)],
    blank: std::iter::Enumerate<std::slice::Iter<'c, Cell>>,
}

impl<'c> Iterator for Iter<'c> {
    type Item = &'c Cell;

    fn next(&mut self) -> Option<&'c Cell> {
        let (place, blank) = self.blank.next()?;
        match self.filled.split_first() {
            Some(((at, cell), rest)) if *at == place => {
                self.filled = rest;
                Some(cell)
            }
            _ => Some(blank),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.blank.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl<'c> IntoIterator for &'c Cells {
    type Item = &'c Cell;
    type IntoIter = Iter<'c>;

    fn into_iter(self) -> Iter<'c> {
        self.iter()
    }
}

/// Equal where all cells are, whichever of them take room.
impl PartialEq for Cells {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other)
    }
}

impl Serialize for Cells {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for Cells {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::CellState;

    #[test]
    fn cells_read_like_a_list_however_few_take_room() {
        let state = |state| Cell { state, ..Cell::default() };
        let blank: Arc<[Cell]> =
            [CellState::NotChecked, CellState::Unreadable, CellState::NotChecked].map(state).into();
        let cells = Cells::new(vec![(2, state(CellState::Present))], &blank);
        let read = |cells: &Cells| cells.iter().map(|cell| cell.state).collect::<Vec<_>>();
        assert_eq!(read(&cells), [CellState::NotChecked, CellState::Unreadable, CellState::Present]);
        assert_eq!((cells[1].state, cells.get(3)), (CellState::Unreadable, None));
        assert_eq!(cells.iter().len(), 3);
        let written = serde_json::to_string(&cells).unwrap();
        let back: Cells = serde_json::from_str(&written).unwrap();
        assert_eq!(back, cells);
        assert_eq!(read(&back), read(&cells));
        assert_ne!(cells, Cells::new(Vec::new(), &blank));
    }
}
