//! How sure a figure is: bootstrap over agreements (Efron and Tibshirani 1993, percentile intervals).

use serde::Serialize;

/// How often the agreements are drawn anew.
const DRAWS: usize = 1000;

/// A measured value with its 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figure {
    /// The value, 0 to 1.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Prf {
    /// Share of what was proposed that is right.
    pub precision: Figure,
    /// Share of what is right that was proposed.
    pub recall: Figure,
    /// Harmonic mean of the two.
    pub f1: Figure,
}

/// How often each agreement is drawn, again and again; the same on every run.
pub(crate) struct Draws {
    once: Vec<f64>,
    draws: Vec<Vec<f64>>,
}

/// Something counted, and the agreements that it rests on.
pub(crate) struct Count<'a> {
    /// What it adds above and below the line of a ratio.
    pub(crate) parts: (f64, f64),
    pub(crate) agreements: &'a [usize],
}

impl Draws {
    pub(crate) fn new(agreements: usize) -> Self {
        let mut random = SplitMix(0x0C20_55C0_7000_0001);
        let draw = |random: &mut SplitMix| {
            let mut times = vec![0.0; agreements];
            (0..agreements).for_each(|_| times[random.below(agreements)] += 1.0);
            times
        };
        Self { once: vec![1.0; agreements], draws: (0..DRAWS).map(|_| draw(&mut random)).collect() }
    }

    /// A figure that depends on how often each agreement is counted.
    pub(crate) fn figure(&self, value: impl Fn(&[f64]) -> f64) -> Figure {
        let mut drawn: Vec<f64> = self.draws.iter().map(|times| value(times)).collect();
        drawn.sort_by(f64::total_cmp);
        let at = |share: usize| {
            drawn.get((drawn.len() * share / 1000).min(DRAWS - 1)).copied().unwrap_or_default()
        };
        Figure { value: value(&self.once), low: at(25), high: at(974) }
    }

    /// The ratio of two sums. What rests on several agreements counts as often as they are drawn on average.
    pub(crate) fn ratio(&self, counts: &[Count]) -> Figure {
        self.figure(|times| ratio(counts, times))
    }

    /// Precision and recall as ratios, with their F1 in the same draws.
    pub(crate) fn prf(&self, precision: &[Count], recall: &[Count]) -> Prf {
        let f1 = self.figure(|times| f1(ratio(precision, times), ratio(recall, times)));
        Prf { precision: self.ratio(precision), recall: self.ratio(recall), f1 }
    }
}

/// Harmonic mean; 0 when both are.
pub(crate) fn f1(precision: f64, recall: f64) -> f64 {
    2.0 * precision * recall / (precision + recall).max(1e-9)
}

fn ratio(counts: &[Count], times: &[f64]) -> f64 {
    let (mut above, mut below) = (0.0, 0.0);
    for count in counts {
        let drawn: f64 = count.agreements.iter().map(|agreement| times[*agreement]).sum();
        let weight = drawn / count.agreements.len().max(1) as f64;
        above += weight * count.parts.0;
        below += weight * count.parts.1;
    }
    if below > 0.0 { above / below } else { 0.0 }
}

/// Sebastiano Vigna's `SplitMix64`: small, and the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; the bias of the remainder is below 1 in 2⁵⁰ for any study.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_its_value_and_narrows_with_more_agreements() {
        let width = |agreements: usize| {
            let places: Vec<[usize; 1]> = (0..agreements).map(|one| [one]).collect();
            let counts: Vec<Count> = places
                .iter()
                .enumerate()
                .map(|(n, place)| Count { parts: (f64::from(u8::from(n % 4 != 0)), 1.0), agreements: place })
                .collect();
            let figure = Draws::new(agreements).ratio(&counts);
            assert!((figure.value - 0.75).abs() < 1e-12);
            assert!(figure.low <= figure.value && figure.value <= figure.high, "{figure:?}");
            figure.high - figure.low
        };
        // Binomial: ± 1.96 · √(0.75 · 0.25 / n).
        assert!((width(400) - 0.0849).abs() < 0.01);
        assert!((width(16) - 0.424).abs() < 0.08);
    }

    #[test]
    fn nothing_to_count_is_zero() {
        let figure = Draws::new(0).ratio(&[]);
        assert_eq!(figure, Figure::default());
    }
}
