//! Which words of a clause a query matches.

use crate::compile::Mark;
use crosscut_text::{Analyzer, Occurrence, Span};

/// The words of `text` that some mark matches, in order, without overlap.
pub(crate) fn highlights(marks: &[Mark], analyzer: &Analyzer, text: &str) -> Vec<Span> {
    let words = analyzer.occurrences(text);
    let places: Vec<&[Occurrence]> = words.chunk_by(|a, b| a.place == b.place).collect();
    let mut spans: Vec<Span> = marks.iter().flat_map(|mark| mark.spans(&places)).collect();
    spans.sort_unstable_by_key(|span| (span.start(), std::cmp::Reverse(span.end())));
    let mut apart: Vec<Span> = Vec::new();
    for span in spans {
        if apart.last().is_none_or(|last| span.start() >= last.end()) {
            apart.push(span);
        }
    }
    apart
}

impl Mark {
    fn spans(&self, places: &[&[Occurrence]]) -> Vec<Span> {
        let mut spans = Vec::new();
        match self.apart {
            None => {
                for window in places.windows(self.slots.len()) {
                    let named = self.slots.iter().zip(window).filter(|(slot, _)| !slot.is_empty());
                    let found: Option<Vec<Span>> = named.map(|(slot, place)| self.at(slot, place)).collect();
                    spans.extend(found.into_iter().flatten());
                }
            }
            Some(apart) => {
                let width = self.slots.len().saturating_add(apart as usize).min(places.len());
                for window in places.windows(width) {
                    let all = |slot: &Vec<String>| -> Vec<Span> {
                        window.iter().filter_map(|place| self.at(slot, place)).collect()
                    };
                    let found: Vec<Vec<Span>> = self.slots.iter().map(all).collect();
                    let wanted =
                        |slot: &Vec<String>| self.slots.iter().filter(|other| *other == slot).count();
                    if found.iter().zip(&self.slots).all(|(spans, slot)| spans.len() >= wanted(slot)) {
                        spans.extend(found.into_iter().flatten());
                    }
                }
            }
        }
        spans
    }

    /// The longest word at a place that is one of a slot's.
    fn at(&self, slot: &[String], place: &[Occurrence]) -> Option<Span> {
        let word = |occurrence: &Occurrence| {
            slot.contains(if self.written { &occurrence.form } else { &occurrence.term })
        };
        place
            .iter()
            .filter(|occurrence| word(occurrence))
            .map(|occurrence| occurrence.span)
            .max_by_key(|span| span.len())
    }
}
