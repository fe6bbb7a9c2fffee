//! Chances of cells against gold: F1, and whether a chance of 0.7 is right seven times of ten.

use crate::ranking::average_precision;
use serde::Serialize;

/// What chances of cells, and ranked clauses, are worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Asked {
    /// Cells that were asked about.
    pub cells: usize,
    /// How many of them hold their element.
    pub held: usize,
    /// F1 of saying yes from a chance of one half on.
    pub f1: f64,
    /// F1 of the best single cut.
    pub best_f1: f64,
    /// Mean distance of chance and share that is right, over ten classes of chances (expected calibration error).
    pub calibration_error: f64,
    /// Mean over the elements that hold a clause of the average precision of their ranked clauses.
    pub mean_average_precision: f64,
    /// Share of the cells with a chance above 0.3.
    pub above: f64,
}

/// Measures cells, each with its chance and whether it holds its element, and for each element its clauses, best first,
/// each with whether it carries the element.
///
/// ```
/// let found = crosscut_evaluate::asked(&[(0.9, true), (0.1, false)], &[vec![true, false]]);
/// assert_eq!((found.f1, found.mean_average_precision), (1.0, 1.0));
/// assert!((found.calibration_error - 0.1).abs() < 1e-9);
/// ```
pub fn asked(cells: &[(f64, bool)], ranked: &[Vec<bool>]) -> Asked {
    let held = cells.iter().filter(|(_, holds)| *holds).count();
    let f1 = |cut: f64| {
        let said = cells.iter().filter(|(chance, _)| *chance >= cut).count();
        let right = cells.iter().filter(|(chance, holds)| *chance >= cut && *holds).count();
        2.0 * right as f64 / (said + held).max(1) as f64
    };
    let mut classes = [(0.0, 0.0, 0.0); 10];
    for (chance, holds) in cells {
        let class = &mut classes[((chance * 10.0) as usize).min(9)];
        *class = (class.0 + chance, class.1 + f64::from(u8::from(*holds)), class.2 + 1.0);
    }
    let all = cells.len().max(1) as f64;
    let precisions: Vec<f64> = ranked
        .iter()
        .map(|ranked| (ranked, ranked.iter().filter(|right| **right).count()))
        .filter(|(_, wanted)| *wanted > 0)
        .map(|(ranked, wanted)| average_precision(ranked, wanted))
        .collect();
    Asked {
        cells: cells.len(),
        held,
        f1: f1(0.5),
        best_f1: cells.iter().map(|(chance, _)| f1(*chance)).fold(0.0, f64::max),
        calibration_error: classes.iter().map(|(chance, holds, _)| (chance - holds).abs()).sum::<f64>() / all,
        mean_average_precision: precisions.iter().sum::<f64>() / precisions.len().max(1) as f64,
        above: cells.iter().filter(|(chance, _)| *chance > 0.3).count() as f64 / all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_that_are_right_as_often_as_they_say_are_calibrated() {
        let cells: Vec<(f64, bool)> = (0..100).map(|n| (0.75, n % 4 != 0)).collect();
        assert!(asked(&cells, &[]).calibration_error < 1e-9);
        let boastful: Vec<(f64, bool)> = cells.iter().map(|(_, holds)| (0.95, *holds)).collect();
        assert!((asked(&boastful, &[]).calibration_error - 0.2).abs() < 1e-9);
        assert_eq!(asked(&[], &[]), Asked::default());
    }
}
