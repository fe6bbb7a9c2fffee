//! The line of events that led to an event, where a coder's log was continued in two places.

use super::coder::hex;
use super::{Coder, Event, EventId};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Which of a coder's copies an event was written on. A log that was never forked has one.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    copy: usize,
    /// The copies that this one was made from, with the number of the last event that both share.
    from: Arc<[(usize, u64)]>,
}

impl Line {
    /// Whether number `seq` on this line came before number `of` on another of the same coder.
    pub(super) fn precedes(&self, seq: u64, other: &Self, of: u64) -> bool {
        if self.copy == other.copy {
            return seq < of;
        }
        other.from.iter().any(|&(copy, last)| copy == self.copy && seq <= last)
    }
}

/// The lines of all coders whose logs were forked, and the number of the first event on a second copy where the coder
/// has not decided anything since the copies came together.
#[derive(Debug, Default)]
pub(super) struct Lines {
    of: BTreeMap<EventId, Line>,
    /// Coders whose logs were ever forked.
    pub(super) coders: BTreeSet<Coder>,
    pub(super) open: BTreeMap<Coder, u64>,
}

impl Lines {
    /// Of events each of which is there once.
    pub(super) fn new(events: &[&Event]) -> Self {
        let mut lines = Self::default();
        for coder in forked(events) {
            let mut own: Vec<&Event> = events.iter().copied().filter(|event| event.by == *coder).collect();
            own.sort_by_key(|event| (event.seq, event.id));
            lines.trace(coder, &own);
            lines.coders.insert(coder.clone());
        }
        lines
    }

    pub(super) fn of(&self, event: EventId) -> Line {
        self.of.get(&event).cloned().unwrap_or_default()
    }

    /// Follows the events of a coder, each of which names the line before it.
    fn trace(&mut self, coder: &Coder, own: &[&Event]) {
        let texts = own.iter().map(|event| serde_json::to_string(event).unwrap_or_default());
        let places: HashMap<String, usize> =
            texts.enumerate().map(|(place, text)| (hex(&Sha256::digest(text.as_bytes())), place)).collect();
        let mut tips: Vec<usize> = Vec::new();
        let mut lines: Vec<Line> = Vec::new();
        let mut first = None;
        for (place, event) in own.iter().enumerate() {
            let parent =
                event.prev.as_ref().and_then(|prev| places.get(prev)).filter(|parent| **parent < place);
            // What follows from no known line follows from the numbers before it.
            let tip = parent.copied().or_else(|| tips.iter().copied().find(|&tip| own[tip].seq < event.seq));
            let line = match tip {
                Some(tip) if tips.contains(&tip) => lines[tip].clone(),
                Some(tip) => {
                    let from = lines[tip].from.iter().copied().chain([(lines[tip].copy, own[tip].seq)]);
                    Line { copy: tips.len(), from: from.collect() }
                }
                None if event.seq > 1 && !tips.is_empty() => {
                    Line { copy: tips.len(), from: [(0, event.seq - 1)].into() }
                }
                None => Line { copy: tips.len(), from: [].into() },
            };
            if line.copy == tips.len() {
                tips.push(place);
                if tips.len() > 1 {
                    first.get_or_insert(event.seq);
                }
            }
            tips[line.copy] = place;
            lines.push(line);
        }
        let joins = |event: &Event, line: &Line| {
            let known = event.seen.get(coder).copied().unwrap_or(0);
            let behind = |tip: &usize| lines[*tip].copy == line.copy || own[*tip].seq <= known;
            tips.iter().all(behind)
        };
        if let Some(first) = first.filter(|_| !own.iter().zip(&lines).any(|(event, line)| joins(event, line)))
        {
            self.open.insert(coder.clone(), first);
        }
        self.of.extend(own.iter().map(|event| event.id).zip(lines));
    }
}

/// Coders with two events of one number, or two that follow from one line.
fn forked<'e>(events: &[&'e Event]) -> BTreeSet<&'e Coder> {
    let (mut numbers, mut lines) = (BTreeSet::new(), BTreeSet::new());
    let twice = events.iter().filter(|event| {
        let number = !numbers.insert((&event.by, event.seq));
        let line = event.prev.as_ref().is_some_and(|prev| !lines.insert((&event.by, prev)));
        number || line
    });
    twice.map(|event| &event.by).collect()
}
