//! How far a proposal is, and whether it is still wanted.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What is being done for a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Stage {
    /// Words are weighed, and the space is made in which clauses are compared.
    Space,
    /// Each clause's neighbours are looked for.
    Neighbours,
    /// Neighbours become sets.
    Sets,
    /// Sets are ranked and named.
    Names,
}

/// Told the stage, and how many of its steps are done, of how many. It breaks off what is no longer wanted.
pub type Watch<'w> = dyn Fn(Stage, usize, usize) -> ControlFlow<()> + Sync + 'w;

/// Steps between two reports of a stage that has many.
const EVERY: usize = 256;

/// A stage of many steps, made by many threads.
pub(crate) struct Steps<'w> {
    watch: &'w Watch<'w>,
    stage: Stage,
    of: usize,
    done: AtomicUsize,
    over: AtomicBool,
}

impl<'w> Steps<'w> {
    pub(crate) fn new(watch: &'w Watch<'w>, stage: Stage, of: usize) -> Self {
        Self { watch, stage, of, done: AtomicUsize::new(0), over: AtomicBool::new(false) }
    }

    /// One more is done: whether the next is still wanted.
    pub(crate) fn step(&self) -> bool {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(EVERY) && (self.watch)(self.stage, done, self.of).is_break() {
            self.over.store(true, Ordering::Relaxed);
        }
        !self.over.load(Ordering::Relaxed)
    }

    /// Whether all that was done was wanted.
    pub(crate) fn end(self) -> ControlFlow<()> {
        if self.over.into_inner() {
            ControlFlow::Break(())
        } else {
            (self.watch)(self.stage, self.of, self.of)
        }
    }
}
