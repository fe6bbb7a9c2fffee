//! Figures of agreement between coders, each from its definition. Nothing here knows what was coded.

use std::collections::BTreeMap;
use std::fmt;

/// One row a unit, one place a coder: the category that the coder chose, none where they did not judge.
pub(super) type Ratings = Vec<Vec<Option<usize>>>;

/// Why a figure does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Undefined {
    /// No unit was judged by two coders.
    NoPairs,
    /// Every judgement is the same: nothing varies, so chance cannot be told from skill.
    NoVariation,
    /// The figure is for two coders.
    NotTwo(usize),
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPairs => f.write_str("undefined: nothing was judged by two coders"),
            Self::NoVariation => f.write_str(
                "undefined: all judgements are the same, so agreement by chance would be complete as well",
            ),
            Self::NotTwo(coders) => write!(f, "undefined: it compares two coders, here are {coders}"),
        }
    }
}

/// How often each category was chosen in a unit.
fn counts(unit: &[Option<usize>]) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for category in unit.iter().flatten() {
        *counts.entry(*category).or_default() += 1;
    }
    counts
}

/// Units that at least two coders judged: how often each category was chosen, and by how many in all.
fn pairable(units: &Ratings) -> Vec<(BTreeMap<usize, usize>, f64)> {
    let judged = units.iter().map(|unit| counts(unit));
    judged
        .filter_map(|counts| {
            let total: usize = counts.values().sum();
            (total > 1).then_some((counts, total as f64))
        })
        .collect()
}

/// Share of agreeing pairs of judgements, averaged over the units that two or more coders judged.
///
/// # Errors
/// [`Undefined::NoPairs`].
pub(super) fn percent(units: &Ratings) -> Result<f64, Undefined> {
    let units = pairable(units);
    if units.is_empty() {
        return Err(Undefined::NoPairs);
    }
    let share = |(counts, total): &(BTreeMap<usize, usize>, f64)| {
        let agreeing: f64 = counts.values().map(|&n| n as f64 * (n as f64 - 1.0)).sum();
        agreeing / (total * (total - 1.0))
    };
    Ok(units.iter().map(share).sum::<f64>() / units.len() as f64)
}

/// Cohen's κ (Cohen 1960) over the units that both coders judged: agreement beyond what each coder's own habits would
/// give by chance.
///
/// # Errors
/// Each case of [`Undefined`].
pub(super) fn cohen_kappa(units: &Ratings) -> Result<f64, Undefined> {
    if let Some(unit) = units.iter().find(|unit| unit.len() != 2) {
        return Err(Undefined::NotTwo(unit.len()));
    }
    let pairs: Vec<(usize, usize)> = units.iter().filter_map(|unit| Some((unit[0]?, unit[1]?))).collect();
    if pairs.is_empty() {
        return Err(Undefined::NoPairs);
    }
    let n = pairs.len() as f64;
    let mut habits: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for &(a, b) in &pairs {
        habits.entry(a).or_default().0 += 1.0 / n;
        habits.entry(b).or_default().1 += 1.0 / n;
    }
    if habits.len() < 2 {
        return Err(Undefined::NoVariation);
    }
    let observed = pairs.iter().filter(|(a, b)| a == b).count() as f64 / n;
    let expected: f64 = habits.values().map(|(a, b)| a * b).sum();
    Ok((observed - expected) / (1.0 - expected))
}

/// Krippendorff's α for nominal data (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"): for two or more
/// coders, with units that some did not judge.
///
/// # Errors
/// [`Undefined::NoPairs`], [`Undefined::NoVariation`].
pub(super) fn krippendorff_alpha(units: &Ratings) -> Result<f64, Undefined> {
    let units = pairable(units);
    if units.is_empty() {
        return Err(Undefined::NoPairs);
    }
    let mut values: BTreeMap<usize, f64> = BTreeMap::new();
    let mut agreeing = 0.0;
    for (counts, total) in &units {
        for (category, &count) in counts {
            *values.entry(*category).or_default() += count as f64;
            agreeing += count as f64 * (count as f64 - 1.0) / (total - 1.0);
        }
    }
    if values.len() < 2 {
        return Err(Undefined::NoVariation);
    }
    let n: f64 = values.values().sum();
    let expected = n * n - values.values().map(|count| count * count).sum::<f64>();
    Ok(1.0 - (n - 1.0) * (n - agreeing) / expected)
}

/// Gwet's AC1 (Gwet 2008; with missing judgements as in Gwet 2014, chapter 2) over `categories` possible answers. It
/// stays meaningful where nearly all answers are the same, which drives κ and α to 0.
///
/// # Errors
/// [`Undefined::NoPairs`]; [`Undefined::NoVariation`] for fewer than two possible answers.
pub(super) fn gwet_ac1(units: &Ratings, categories: usize) -> Result<f64, Undefined> {
    let observed = percent(units)?;
    if categories < 2 {
        return Err(Undefined::NoVariation);
    }
    let judged: Vec<BTreeMap<usize, usize>> =
        units.iter().map(|unit| counts(unit)).filter(|counts| !counts.is_empty()).collect();
    let mut shares: BTreeMap<usize, f64> = BTreeMap::new();
    for counts in &judged {
        let total: usize = counts.values().sum();
        for (category, &count) in counts {
            *shares.entry(*category).or_default() += count as f64 / total as f64 / judged.len() as f64;
        }
    }
    let expected: f64 =
        shares.values().map(|share| share * (1.0 - share)).sum::<f64>() / (categories as f64 - 1.0);
    Ok((observed - expected) / (1.0 - expected))
}

#[cfg(test)]
#[path = "figures_tests.rs"]
mod tests;
