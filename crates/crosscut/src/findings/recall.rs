//! How much was missed: estimated from empty cells that were drawn at random and judged, and from nothing else.

use super::Findings;
use crate::matrix::{CellState, Row};
use crate::{Error, error::Result, hash::sha256};
use crosscut_decisions::{Coder, Decision, Drawn, ElementId, EventId, Sample, Stratum, Timestamp};
use serde::Serialize;

/// Share of intervals that must hold the true value.
const CONFIDENCE: f64 = 0.95;

/// How many cells were found, and how many are likely missing (an elusion test): the figures of the last sample that was
/// judged whole. A cell that somebody happened to look into tells nothing about the others and is not counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recall {
    /// The draw that the figures are of.
    pub sample: Option<Drawing>,
    /// The draw that is still being judged, where it is another one.
    pub open: Option<Drawing>,
    /// How many of the empty cells held the element at the draw; none where no sample was judged whole.
    pub missing: Option<f64>,
    /// The 95 % interval of that (Clopper and Pearson 1934).
    pub missing_interval: Option<(f64, f64)>,
    /// Share of all cells that was found at the draw, 0 to 1.
    pub recall: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<(f64, f64)>,
}

/// A sample of empty cells and how far it is judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drawing {
    /// The decision that drew it.
    pub event: EventId,
    /// Who drew it.
    pub by: Coder,
    /// When.
    pub at: Timestamp,
    /// Which draw it is.
    pub seed: u64,
    /// Cells with a confirmed clause at the draw.
    pub present: usize,
    /// Empty cells at the draw.
    pub empty: usize,
    /// Cells that were drawn.
    pub drawn: usize,
    /// Of these, cells that hold the element.
    pub found: usize,
    /// Of these, cells that do not.
    pub absent: usize,
    /// Of these, cells still to be judged, in the order of the draw.
    pub waiting: Vec<Drawn>,
    /// Cells drawn for elements that are none any more: left out of every figure.
    pub left_out: usize,
}

impl Findings {
    /// Draws a simple random sample without replacement from the empty cells of all elements: those whose SHA-256 of seed,
    /// element and agreement is lowest. Cells with lost text, and cells for which something is suggested, are not empty.
    ///
    /// # Errors
    /// When there is no empty cell, or no cell is wanted.
    pub fn draw(&self, seed: u64, cells: usize) -> Result<Decision> {
        if cells == 0 {
            return Err(Error::Choice("draw one cell or more".into()));
        }
        let mut drawn: Vec<(String, Drawn)> = Vec::new();
        let mut from = Vec::new();
        for row in self.matrix().elements() {
            let Some(element) = row.element() else { continue };
            let count = |state| row.cells.iter().filter(|cell| cell.state == state).count();
            from.push(Stratum {
                element,
                present: count(CellState::Present),
                empty: count(CellState::NotChecked),
            });
            for (cell, column) in row.cells.iter().zip(&self.matrix().columns) {
                if cell.state == CellState::NotChecked {
                    let agreement = column.agreement.clone();
                    let place = sha256(format!("{seed}\n{element}\n{agreement}").as_bytes());
                    drawn.push((place, Drawn { element, agreement }));
                }
            }
        }
        if drawn.is_empty() {
            return Err(Error::Choice("there is no empty cell to draw".into()));
        }
        drawn.sort();
        from.sort_by_key(|stratum| stratum.element);
        Ok(Decision::Sample {
            seed,
            cells: drawn.into_iter().take(cells).map(|(_, cell)| cell).collect(),
            from,
        })
    }

    /// How much was found, over all elements or for one.
    pub fn recall(&self, element: Option<ElementId>) -> Recall {
        let mut drawings = self.state().samples.iter().map(|sample| self.drawing(sample, element));
        let mut recall = Recall::default();
        while let Some(drawing) = drawings.next_back() {
            if drawing.drawn == 0 {
                continue;
            }
            if drawing.waiting.is_empty() {
                recall.sample = Some(drawing);
                break;
            }
            recall.open.get_or_insert(drawing);
        }
        recall.estimate();
        recall
    }

    fn drawing(&self, sample: &Sample, element: Option<ElementId>) -> Drawing {
        let there = |id: &ElementId| self.state().elements.contains_key(id);
        let wanted = |id: &ElementId| there(id) && element.is_none_or(|one| one == *id);
        let strata = || sample.from.iter().filter(|stratum| wanted(&stratum.element));
        let mut drawing = Drawing {
            event: sample.event,
            by: sample.by.clone(),
            at: sample.at,
            seed: sample.seed,
            present: strata().map(|stratum| stratum.present).sum(),
            empty: strata().map(|stratum| stratum.empty).sum(),
            drawn: 0,
            found: 0,
            absent: 0,
            waiting: Vec::new(),
            left_out: sample.cells.iter().filter(|cell| !there(&cell.element)).count(),
        };
        for cell in sample.cells.iter().filter(|cell| wanted(&cell.element)) {
            drawing.drawn += 1;
            match self.state_of(cell) {
                Some(CellState::Present) => drawing.found += 1,
                Some(CellState::CheckedAbsent) => drawing.absent += 1,
                _ => drawing.waiting.push(cell.clone()),
            }
        }
        drawing
    }

    fn state_of(&self, cell: &Drawn) -> Option<CellState> {
        let agreement = self.finder().index().now(&cell.agreement).clone();
        if let Some(column) = self.matrix().columns.iter().position(|column| column.holds(&agreement)) {
            return self.matrix().element(cell.element).map(|row: &Row| row.cells[column].state);
        }
        // Of an agreement that was taken out, what was judged then still counts for the draw.
        let element = self.state().elements.get(&cell.element)?;
        if element.belonging().any(|member| member.anchor.agreement == cell.agreement) {
            return Some(CellState::Present);
        }
        element.absent.contains_key(&cell.agreement).then_some(CellState::CheckedAbsent)
    }
}

impl Recall {
    fn estimate(&mut self) {
        let Some(sample) = &self.sample else { return };
        let (empty, present) = (sample.empty as f64, sample.present as f64);
        let elusion = sample.found as f64 / sample.drawn as f64;
        // Where every cell was drawn there is nothing to estimate.
        let (low, high) = if sample.drawn == sample.empty {
            (elusion, elusion)
        } else {
            clopper_pearson(sample.found, sample.drawn)
        };
        self.missing = Some(elusion * empty);
        // What was found is certain, and so is what was found absent: no figure may contradict them.
        let (found, absent) = (sample.found as f64, (sample.drawn - sample.found) as f64);
        let (least, most) = ((low * empty).max(found), (high * empty).min(empty - absent));
        self.missing_interval = Some((least, most));
        if sample.present > 0 || sample.found > 0 {
            let share = |missing: f64| present / (present + missing);
            self.recall = Some(share(elusion * empty));
            self.interval =
                Some((share(most), if least > 0.0 || present > 0.0 { share(least) } else { 1.0 }));
        }
    }

    /// The estimate with how it was made, as a paper can print it.
    pub fn words(&self) -> String {
        let told = self.sample.as_ref().map(|sample| self.told(sample));
        let open = self.open.as_ref().map(|open| {
            format!(
                "{} of {} randomly drawn empty cells have been judged; a figure follows when all are.",
                open.drawn - open.waiting.len(),
                open.drawn
            )
        });
        if told.is_none() && open.is_none() {
            return "How much was missed is unknown: no random sample of the empty cells has been drawn and judged.".into();
        }
        told.into_iter().chain(open).collect::<Vec<_>>().join(" ")
    }

    fn told(&self, sample: &Drawing) -> String {
        let percent = |share: f64| (share * 100.0).round();
        let day = sample.at.to_string();
        let Drawing { by, seed, drawn, empty, found, present, .. } = sample;
        let mut words = format!(
            "On {} {by} drew a simple random sample of {drawn} of the {empty} empty cells of the matrix (seed {seed}); \
             {found} of the {drawn} turned out to contain the element.",
            &day[..10]
        );
        // Whole cells, and every share from these, so that whoever adds up what is printed finds it right.
        let interval = self.missing_interval;
        let cells =
            interval.map(|(low, high)| (low.floor().max(*found as f64), high.ceil().min(*empty as f64)));
        let missing = self.missing.map(f64::round);
        if let (Some(missing), Some((least, most))) = (missing, cells) {
            words += &if drawn == empty {
                " These were all of them.".to_owned()
            } else {
                format!(
                    " So about {} of the {empty} contained it ({least} to {most}; exact 95 % confidence interval, \
                     Clopper–Pearson).",
                    missing
                )
            };
        }
        if let (Some(_), Some(missing), Some((least, most))) = (self.recall, missing, cells) {
            let share = |missing: f64| match *present as f64 + missing {
                0.0 => 1.0,
                all => *present as f64 / all,
            };
            let confirmed = match present {
                1 => "The one cell confirmed until then was".to_owned(),
                _ => format!("The {present} cells confirmed until then were"),
            };
            words += &format!(" {confirmed} {} % of all that contain their element", percent(share(missing)));
            words += &match drawn == empty {
                true => ".".to_owned(),
                false => format!(" ({} to {} %).", percent(share(most)), percent(share(least))),
            };
        }
        words
    }
}

/// The exact interval of Clopper and Pearson (1934) for a share: the shares under which what was seen, or more (or less)
/// of it, has a chance of at least half of what is left of the confidence.
fn clopper_pearson(hits: usize, of: usize) -> (f64, f64) {
    let tail = (1.0 - CONFIDENCE) / 2.0;
    // The chance of at least `hits` grows with the share, that of at most `hits` falls.
    let low = if hits == 0 { 0.0 } else { bisect(|share| at_least(hits, of, share) < tail) };
    let high = if hits == of { 1.0 } else { bisect(|share| 1.0 - at_least(hits + 1, of, share) > tail) };
    (low, high)
}

/// The share below which something holds.
fn bisect(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if holds(middle) { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// The chance of at least `hits` of `of` draws, each a hit with this chance.
fn at_least(hits: usize, of: usize, chance: f64) -> f64 {
    let (mut log_ways, mut sum) = (0.0, 0.0);
    for k in 0..=of {
        if k > 0 {
            log_ways += ((of - k + 1) as f64).ln() - (k as f64).ln();
        }
        if k >= hits {
            sum += (log_ways + k as f64 * chance.ln() + (of - k) as f64 * (1.0 - chance).ln()).exp();
        }
    }
    sum.min(1.0)
}

#[cfg(test)]
#[path = "recall_tests.rs"]
mod tests;
