//! The weights of the form model: one logistic regression, trained by `cargo bench --bench form -- --train`.

use super::features::{COUNT, Features, NAMES, PRIORS};
use crate::logistic::{self, Row};
use std::sync::LazyLock;

/// What each feature of a clause counts when telling a demand from what an instrument says of itself.
///
/// ```
/// use crosscut_cluster::Weights;
/// let shipped = Weights::shipped();
/// assert_eq!(Weights::parse(&shipped.to_string()).as_ref(), Ok(shipped));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Weights([f32; COUNT]);

impl Weights {
    /// The weights that Crosscut is shipped with, trained on all sets of gold.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Weights> = LazyLock::new(|| {
            Weights::parse(include_str!("../../data/form.tsv")).unwrap_or(Weights([0.0; COUNT]))
        });
        &SHIPPED
    }

    /// Weights from lines of a feature's name, a tab and its weight; lines that begin with `#` are passed over.
    ///
    /// # Errors
    /// The first line that is none, or the first feature that has no line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut weights = [None; COUNT];
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
            let (name, value) = line.split_once('\t').ok_or_else(|| format!("no tab in {line:?}"))?;
            let place = NAMES.iter().position(|own| *own == name);
            let place = place.ok_or_else(|| format!("no feature is called {name:?}"))?;
            weights[place] = Some(value.trim().parse().map_err(|_| format!("no number in {line:?}"))?);
        }
        match weights.iter().position(Option::is_none) {
            Some(missing) => Err(format!("the feature {:?} has no weight", NAMES[missing])),
            None => Ok(Self(weights.map(Option::unwrap_or_default))),
        }
    }

    /// Weights that tell rows of features apart, by logistic regression with a small penalty (Newton's method): each row
    /// with its label, 1 for a demand, and how much it counts.
    pub fn train(rows: &[(FeatureRow, bool, f64)]) -> Self {
        let rows: Vec<Row<'_>> =
            rows.iter().map(|(row, label, counts)| (&row.0[..], *label, *counts)).collect();
        let mut weights = [0.0; COUNT];
        weights.copy_from_slice(&logistic::train(&rows, &PRIORS, PENALTY));
        Self(weights)
    }

    /// The chance that a clause with these features asks something of someone, 0 to 1.
    pub fn chance(&self, row: &FeatureRow) -> f32 {
        logistic::chance(logistic::logit(&self.0, &row.0))
    }
}

impl std::fmt::Display for Weights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        NAMES.iter().zip(self.0).try_for_each(|(name, weight)| writeln!(f, "{name}\t{weight}"))
    }
}

impl std::fmt::Display for FeatureRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let values: Vec<String> = self.0.iter().map(|value| format!("{value:.3}")).collect();
        f.write_str(&values.join("\t"))
    }
}

/// The features of one clause, for training.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureRow(pub(super) Features);

/// Penalty of the square of a weight's distance from its prior, in rows.
const PENALTY: f64 = 100.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_can_be_read() {
        Weights::parse(include_str!("../../data/form.tsv")).unwrap();
    }
}
