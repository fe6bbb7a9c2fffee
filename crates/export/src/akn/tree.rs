//! Clauses to a tree of elements: each clause under its parent, levels without words of their own put in between.

use crosscut::text::Clause;
use std::collections::BTreeSet;

/// A unit of the agreement.
#[derive(Debug)]
pub(super) struct Unit<'c> {
    /// Its address, which is its `eId`.
    pub(super) eid: String,
    /// Its clause; none for a level that shares the line of its first part.
    pub(super) clause: Option<&'c Clause>,
    /// What hangs from it, in the order of the text.
    pub(super) children: Vec<Self>,
}

impl<'c> Unit<'c> {
    /// All clauses of the unit, in the order of the text.
    pub(super) fn clauses(&self) -> Vec<&'c Clause> {
        let own = self.clause.into_iter();
        own.chain(self.children.iter().flat_map(Unit::clauses)).collect()
    }

    /// Bytes of text.
    pub(super) fn size(&self) -> usize {
        self.clauses().iter().map(|clause| clause.text.len()).sum()
    }
}

/// The units of the clauses of one agreement, in the order of their text.
pub(super) fn grow<'c>(clauses: &[&'c Clause]) -> Vec<Unit<'c>> {
    let known: BTreeSet<&str> = clauses.iter().map(|clause| clause.eid.as_str()).collect();
    let mut roots: Vec<Unit<'c>> = Vec::new();
    // The address of each open unit, outermost first; it is always the last child of the one before.
    let mut open: Vec<String> = Vec::new();
    let mut made: BTreeSet<String> = BTreeSet::new();
    for clause in clauses {
        let parent = clause.parent.as_ref().map_or("", |parent| parent.as_str());
        let between = between(parent, clause.eid.as_str());
        let between: Vec<String> = between.into_iter().filter(|eid| !known.contains(eid.as_str())).collect();
        let nearest = |eid: &str| open.iter().position(|open| open == eid).map(|at| at + 1);
        let reused = between.iter().rposition(|eid| nearest(eid).is_some());
        let depth = match reused {
            Some(at) => nearest(&between[at]),
            None => nearest(parent),
        };
        open.truncate(depth.unwrap_or(0));
        for eid in between.into_iter().skip(reused.map_or(0, |at| at + 1)) {
            if made.insert(eid.clone()) {
                hang(&mut roots, &open, Unit { eid: eid.clone(), clause: None, children: Vec::new() });
                open.push(eid);
            }
        }
        let eid = clause.eid.to_string();
        hang(&mut roots, &open, Unit { eid: eid.clone(), clause: Some(clause), children: Vec::new() });
        open.push(eid);
    }
    roots
}

/// The addresses between a parent and what hangs from it: `art_6__para_2` between `art_6` and `art_6__para_2__point_a`.
fn between(parent: &str, eid: &str) -> Vec<String> {
    let inside = match parent {
        "" => Some(eid),
        parent => eid.strip_prefix(parent).and_then(|rest| rest.strip_prefix("__")),
    };
    let Some(inside) = inside else { return Vec::new() };
    let head = if parent.is_empty() { String::new() } else { format!("{parent}__") };
    let ends = inside.match_indices("__").map(|(at, _)| &inside[..at]);
    let levels = ends.filter(|inside| inside.rsplit("__").next().is_some_and(|part| part.contains('_')));
    levels.map(|inside| format!("{head}{inside}")).collect()
}

/// Appends a unit as last child of the open units.
fn hang<'c>(roots: &mut Vec<Unit<'c>>, open: &[String], unit: Unit<'c>) {
    let mut list = roots;
    for _ in open {
        let Some(last) = list.len().checked_sub(1) else { break };
        list = &mut list[last].children;
    }
    list.push(unit);
}

/// The great parts of a document, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Title page and contents.
    Preface,
    /// Citations and recitals.
    Preamble,
    /// Provisions.
    Body,
    /// Signatures.
    Conclusions,
    /// Annexes.
    Attachments,
}

const PARTS: [Part; 5] = [Part::Preface, Part::Preamble, Part::Body, Part::Conclusions, Part::Attachments];

/// The part that each unit goes to: the order of the text is kept, and the least text is in a part that is not its
/// own (a place and date in the middle of the body stays there).
pub(super) fn parts(units: &[Unit<'_>]) -> Vec<Part> {
    // costs[p]: the least cost of the units so far, the last of them in part p; from: the part of the unit before.
    let mut costs = [0_usize; PARTS.len()];
    let mut steps: Vec<[usize; PARTS.len()]> = Vec::with_capacity(units.len());
    for unit in units {
        let (wanted, size) = (wanted(unit), unit.size() + 1);
        let mut next = [0; PARTS.len()];
        let mut from = [0; PARTS.len()];
        let mut best = 0;
        for (at, part) in PARTS.iter().enumerate() {
            best = if costs[at] < costs[best] { at } else { best };
            next[at] = costs[best] + if *part == wanted { 0 } else { size };
            from[at] = best;
        }
        costs = next;
        steps.push(from);
    }
    let mut at = (0..PARTS.len()).min_by_key(|at| costs[*at]).unwrap_or(0);
    let mut parts = Vec::with_capacity(units.len());
    for from in steps.iter().rev() {
        parts.push(PARTS[at]);
        at = from[at];
    }
    parts.reverse();
    parts
}

fn wanted(unit: &Unit<'_>) -> Part {
    let head = unit.eid.split("__").next().unwrap_or("");
    match head.split('_').next().unwrap_or("") {
        "cover" | "toc" => Part::Preface,
        "preamble" | "rec" | "cit" => Part::Preamble,
        "conclusions" => Part::Conclusions,
        "annex" => Part::Attachments,
        _ => Part::Body,
    }
}
