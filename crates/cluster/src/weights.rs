//! The features of the form model by name, and their weights: one logistic regression, trained by `cargo bench --bench form -- --train`.

use crate::logistic::{self, Row};
use std::sync::LazyLock;

macro_rules! features {
    ($($name:ident, $prior:literal: $meaning:literal,)+) => {
        /// The features by name, in the order of the weights.
        const NAMES: &[&str] = &[$(stringify!($name)),+];
        /// What each counts before anything is learned: worlds at hand do not show every kind of form.
        const PRIORS: [f32; COUNT] = [$($prior),+];
        /// What each asks.
        #[cfg(test)]
        const MEANINGS: &[&str] = &[$($meaning),+];
        /// How many there are.
        pub(crate) const COUNT: usize = NAMES.len();
        #[allow(non_camel_case_types, clippy::enum_variant_names)]
        #[derive(Clone, Copy)]
        pub(crate) enum Feature { $($name),+ }
    };
}

features! {
    constant, 0.0: "1",
    shall, 1.0: "its main clause lays down a duty",
    prohibition, 1.0: "its main clause forbids",
    should, 1.5: "its main clause advises",
    refrain, 1.5: "its main clause asks to refrain",
    encourage, 0.7: "its main clause encourages",
    may, 0.0: "its main clause permits",
    imperative, 2.5: "it opens with a verb that recommendations open with",
    act_of_substance, 0.5: "what is asked is a verb of doing",
    act_of_keeping, -1.0: "what is asked is what an instrument undergoes",
    asked_of_someone, 0.5: "it is asked of somebody who can do it",
    asked_of_instrument, -1.0: "it is asked of an instrument, a meeting or their organs",
    we_early, 1.0: "'we' among the first words",
    we_later, 0.3: "'we' further on",
    lead_in_asks, 1.5: "the words that lead into it ask for something",
    lead_in_acts, 1.0: "the words that lead into it hold a verb of doing",
    action_early, 0.5: "a verb of doing among the first words",
    action_later, 0.2: "a verb of doing further on",
    action_rate, 1.0: "share of verbs of doing",
    actor_early, 0.3: "somebody who can act among the first words",
    actor_rate, 0.3: "share of words for those who can act",
    procedure_early, -1.5: "words for meetings and papers among the first words, a third for each",
    procedure_rate, -1.5: "share of words for meetings and papers",
    instrument_early, -1.0: "words for parts of an instrument among the first words, a third for each",
    instrument_rate, -1.0: "share of words for parts of an instrument",
    this_instrument, -1.0: "'this Convention' among the first words",
    keeping_early, -0.7: "what an instrument undergoes among the first words",
    told_early, -2.0: "a verb that tells what happened among the first nine words",
    told_and_asks_nothing, -1.0: "the same, and nothing is asked",
    told_rate, -1.0: "share of verbs that tell what happened",
    defines, -2.0: "a verb that links a term to its meaning among the first words",
    reason, -1.5: "it begins as a reason of a preamble does",
    recital, -1.0: "it is marked as a reason",
    last, -2.0: "it is marked as a final clause",
    definition, -2.0: "it is marked as a definition",
    annex, 0.0: "it is in an annex",
    headed_last, -1.5: "its heading is one of final clauses",
    headed_definition, -1.5: "its heading is one of definitions",
    headed_instrument, -0.7: "its heading speaks of parts of an instrument",
    citation, -2.0: "it only cites",
    few_letters, -1.5: "less than 70 % of its signs are letters",
    capitals, -1.0: "share of words in capitals after the first, above a fifth",
    numbers, -1.0: "share of words with digits",
    colon, -0.7: "it ends in a colon",
    copied, -1.0: "share of the other agreements with a near copy of it",
    copied_often, -2.0: "that share is 60 % or more",
    copied_widely, -0.7: "that share is from 30 to 60 %",
}

/// The features of one clause.
pub(crate) type Features = [f32; COUNT];

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
            Weights::parse(include_str!("../data/form.tsv")).unwrap_or(Weights([0.0; COUNT]))
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
pub struct FeatureRow(pub(crate) Features);

/// Penalty of the square of a weight's distance from its prior, in rows.
const PENALTY: f64 = 100.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_meaning() {
        assert_eq!((NAMES.len(), MEANINGS.len()), (47, 47));
    }

    #[test]
    fn the_shipped_weights_can_be_read() {
        Weights::parse(include_str!("../data/form.tsv")).unwrap();
    }
}
