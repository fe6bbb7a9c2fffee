//! Agreements that may be one: other editions, and translations.

use crate::Agreement;
use crate::agreement::Instruments;
use crosscut_text::{AgreementId, Clause, ClauseKind, Language};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// From this share of clauses in common on, two agreements are taken for editions of one.
const SAME: f64 = 0.5;
/// From this share of addresses in common on, two agreements in two languages are taken for translations.
const SHAPE: f64 = 0.9;
/// Fewer clauses than this tell nothing.
const FEWEST: usize = 4;

/// Two agreements that may be one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alike {
    /// One.
    pub a: AgreementId,
    /// The other.
    pub b: AgreementId,
    /// Share of clauses that both have word for word; of addresses, for translations. 0 to 1.
    pub share: f64,
    /// They have the same addresses in two languages: a translation perhaps, not an edition.
    pub translation: bool,
}

#[derive(Default)]
struct Shape<'c> {
    texts: BTreeSet<String>,
    addresses: BTreeSet<&'c str>,
    languages: BTreeMap<Language, usize>,
}

/// Pairs of agreements that are nearly the same, or translations of each other by their numbering, and of which the
/// settings do not say that they are one.
pub(super) fn alike(agreements: &[Agreement], clauses: &[Clause]) -> Vec<Alike> {
    let mut shapes: BTreeMap<&AgreementId, Shape<'_>> = BTreeMap::new();
    for clause in
        clauses.iter().filter(|clause| !matches!(clause.kind, ClauseKind::Heading | ClauseKind::Note))
    {
        let shape = shapes.entry(&clause.agreement).or_default();
        shape.texts.insert(crosscut_decisions::text_hash(&clause.text));
        shape.addresses.insert(clause.eid.as_str());
        *shape.languages.entry(clause.language).or_default() += 1;
    }
    let one = Instruments::of(agreements);
    let shapes: Vec<(&AgreementId, Shape<'_>)> =
        shapes.into_iter().filter(|(_, s)| s.texts.len() >= FEWEST).collect();
    let mut found = Vec::new();
    for (place, (a, first)) in shapes.iter().enumerate() {
        for (b, second) in
            shapes[place + 1..].iter().filter(|(b, _)| one.of_agreement(a) != one.of_agreement(b))
        {
            let (texts, addresses) =
                (jaccard(&first.texts, &second.texts), jaccard(&first.addresses, &second.addresses));
            let translation = texts < SAME && first.language() != second.language() && first.numbered();
            let share = if translation { addresses } else { texts };
            if share >= if translation { SHAPE } else { SAME } {
                found.push(Alike { a: (*a).clone(), b: (*b).clone(), share, translation });
            }
        }
    }
    found
}

impl Shape<'_> {
    fn language(&self) -> Option<Language> {
        self.languages.iter().max_by_key(|(_, count)| **count).map(|(language, _)| *language)
    }

    /// Whether the addresses are those of articles, which a translation keeps; paragraphs without numbers say nothing.
    fn numbered(&self) -> bool {
        let articles = self.addresses.iter().filter(|address| address.starts_with("art_")).count();
        articles >= 2 * FEWEST && articles * 2 >= self.addresses.len()
    }
}

fn jaccard<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> f64 {
    let both = a.intersection(b).count();
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{clauses, results};

    fn clauses_of(texts: &[(&str, [&str; 4])]) -> Vec<Clause> {
        let ids: Vec<(String, &str)> = texts
            .iter()
            .flat_map(|(name, texts)| {
                texts.iter().enumerate().map(move |(n, text)| (format!("{name}#art_{n}"), *text))
            })
            .collect();
        clauses(&ids.iter().map(|(id, text)| (id.as_str(), *text)).collect::<Vec<_>>())
    }

    #[test]
    fn nearly_the_same_is_noticed_until_it_is_said_which_is_which() {
        let clauses = clauses_of(&[
            ("old", ["Report incidents.", "Train judges.", "Protect networks.", "Meet once a year."]),
            ("new", ["Report incidents.", "Train judges.", "Protect networks.", "Meet twice a year."]),
            ("other", ["Carry lamps.", "Catch no herring.", "Feed the seals.", "Meet once a year."]),
        ]);
        let mut agreements = results(clauses.clone(), Vec::new()).agreements;
        let found = alike(&agreements, &clauses);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].a.as_str(), found[0].b.as_str(), found[0].translation), ("new", "old", false));
        agreements[0].edition_of = Some(agreements[1].id.clone());
        assert_eq!(alike(&agreements, &clauses), []);
    }
}
