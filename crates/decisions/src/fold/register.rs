//! A value that keeps all writes which did not know of each other.

use super::super::line::Line;
use super::super::order::{Past, before};
use super::super::{Coder, Event, EventId, Seen};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who wrote, when, and knowing what: an event without what it decided.
#[derive(Debug)]
pub(super) struct Stamp {
    pub(super) id: EventId,
    pub(super) by: Coder,
    pub(super) seq: u64,
    pub(super) at: Timestamp,
    seen: Seen,
    line: Line,
}

impl Stamp {
    pub(super) fn of(event: &Event, line: Line) -> Arc<Self> {
        let (id, by, seq, at) = (event.id, event.by.clone(), event.seq, event.at);
        Arc::new(Self { id, by, seq, at, seen: event.seen.clone(), line })
    }
}

impl Past for Stamp {
    fn by(&self) -> &Coder {
        &self.by
    }

    fn seq(&self) -> u64 {
        self.seq
    }

    fn seen(&self) -> &Seen {
        &self.seen
    }

    fn line(&self) -> &Line {
        &self.line
    }
}

/// The writes to one value of which none knew of another.
#[derive(Clone, Debug)]
pub(super) struct Register<T>(pub(super) Vec<(Arc<Stamp>, T)>);

impl<T> Default for Register<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Clone + Ord> Register<T> {
    pub(super) fn write(&mut self, stamp: &Arc<Stamp>, value: T) {
        if self.0.iter().any(|(later, _)| before(&**stamp, &**later)) {
            return;
        }
        self.0.retain(|(earlier, _)| !before(&**earlier, &**stamp) && earlier.id != stamp.id);
        self.0.push((Arc::clone(stamp), value));
    }

    /// The writes.
    pub(super) fn writes(&self) -> impl Iterator<Item = (&Arc<Stamp>, &T)> {
        self.0.iter().map(|(stamp, value)| (stamp, value))
    }

    /// The one value; of several the greatest, the same on every machine.
    pub(super) fn value(&self) -> Option<T> {
        self.0.iter().map(|(_, value)| value).max().cloned()
    }

    pub(super) fn contested(&self) -> bool {
        self.0.windows(2).any(|pair| pair[0].1 != pair[1].1)
    }

    /// What each coder wrote; on two copies of one log one coder may have written two values.
    pub(super) fn sides(&self) -> BTreeMap<Coder, BTreeSet<T>> {
        let mut sides: BTreeMap<Coder, BTreeSet<T>> = BTreeMap::new();
        for (stamp, value) in &self.0 {
            sides.entry(stamp.by.clone()).or_default().insert(value.clone());
        }
        sides
    }

    pub(super) fn by_coder(&self) -> BTreeMap<Coder, T> {
        self.0.iter().map(|(stamp, value)| (stamp.by.clone(), value.clone())).collect()
    }
}
