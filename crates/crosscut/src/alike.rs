//! Agreements that may be one: other editions, and translations.

use crate::Agreement;
use crate::agreement::Instruments;
use crosscut_text::{AgreementId, Clause, ClauseKind, Language};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// From this share of the shorter one's clauses on that have a near copy in the other, two agreements are taken for
/// editions of one; and from this one on, where their titles are alike too: a successor says much anew.
const SAME: f64 = 0.5;
const NAMED: f64 = 0.1;
/// From this share on they are nearly the same text: what only they hold goes last, until somebody has said whether they are
/// one.
const NEARLY: f64 = 0.9;
/// Words that two titles have in common, as a share of all (Jaccard), from which on they are alike, and how many at least.
const TITLE: f64 = 0.5;
const TITLE_WORDS: usize = 3;
/// From this share of addresses in common on, two agreements in two languages are taken for translations.
const SHAPE: f64 = 0.9;
/// How many paragraphs without numbers must stand at the same places, and how far their lengths must go together
/// (correlation of their logarithms), to tell a translation: the Paris Call in English and French has 30 and 0.94.
const PARAGRAPHS: usize = 12;
const PACE: f64 = 0.8;
/// Fewer clauses than this tell nothing.
const FEWEST: usize = 4;
/// Share of word pairs in common (Jaccard) from which on a clause is a near copy of another, and pairs below which it is too
/// short to be one. Pairs that more clauses hold lead to none.
const COPY: f64 = 0.6;
const PAIRS: usize = 4;
const COMMON: usize = 60;

/// Two agreements that may be one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alike {
    /// One.
    pub a: AgreementId,
    /// The other.
    pub b: AgreementId,
    /// Share of the clauses of the shorter one that have a near copy in the other; of addresses, for translations. 0 to 1.
    pub share: f64,
    /// They have the same addresses in two languages: a translation perhaps, not an edition.
    pub translation: bool,
}

/// The pairs that are nearly the same text, in one language or in two.
#[cfg_attr(not(feature = "study"), allow(dead_code))]
pub(crate) fn nearly_one(alike: &[Alike]) -> impl Iterator<Item = (&AgreementId, &AgreementId)> {
    alike.iter().filter(|pair| pair.translation || pair.share >= NEARLY).map(|pair| (&pair.a, &pair.b))
}

impl Alike {
    /// Whether somebody has said since whether they are one agreement, or one of them is gone.
    pub fn is_answered(&self, agreements: &[Agreement]) -> bool {
        let find = |id: &AgreementId| agreements.iter().find(|agreement| agreement.id == *id);
        let (Some(a), Some(b)) = (find(&self.a), find(&self.b)) else { return true };
        let one = Instruments::of(agreements);
        one.of_agreement(&a.id) == one.of_agreement(&b.id) || are_distinct(a, b)
    }
}

/// Whether somebody said that two agreements are two, however alike they are.
fn are_distinct(a: &Agreement, b: &Agreement) -> bool {
    a.distinct_from.contains(&b.id) || b.distinct_from.contains(&a.id)
}

#[derive(Default)]
struct Shape<'c> {
    clauses: usize,
    addresses: BTreeSet<&'c str>,
    /// How long the clause at each address is, in letters.
    lengths: BTreeMap<&'c str, usize>,
    languages: BTreeMap<Language, usize>,
}

/// Pairs of agreements that are nearly the same, one the successor of the other, or translations of each other by their
/// numbering, and of which the settings do not say that they are one.
#[cfg_attr(not(feature = "study"), allow(dead_code))]
pub(crate) fn alike(agreements: &[Agreement], clauses: &[Clause]) -> Vec<Alike> {
    let clauses: Vec<&Clause> = clauses
        .iter()
        .filter(|clause| !matches!(clause.kind, ClauseKind::Heading | ClauseKind::Note))
        .collect();
    let mut shapes: BTreeMap<&AgreementId, Shape<'_>> = BTreeMap::new();
    for clause in &clauses {
        let shape = shapes.entry(&clause.agreement).or_default();
        shape.clauses += 1;
        shape.addresses.insert(clause.eid.as_str());
        shape.lengths.insert(clause.eid.as_str(), clause.text.chars().count());
        *shape.languages.entry(clause.language).or_default() += 1;
    }
    let one = Instruments::of(agreements);
    let titles: BTreeMap<&AgreementId, BTreeSet<String>> =
        agreements.iter().map(|agreement| (&agreement.id, title_words(&agreement.title))).collect();
    let copies = copies(&clauses);
    let shapes: Vec<(&AgreementId, Shape<'_>)> =
        shapes.into_iter().filter(|(_, shape)| shape.clauses >= FEWEST).collect();
    let mut found = Vec::new();
    for (place, (a, first)) in shapes.iter().enumerate() {
        for (b, second) in
            shapes[place + 1..].iter().filter(|(b, _)| one.of_agreement(a) != one.of_agreement(b))
        {
            let shorter = if first.clauses <= second.clauses { (*a, *b) } else { (*b, *a) };
            let copied = copies.get(&shorter).copied().unwrap_or_default();
            let copied = copied as f64 / first.clauses.min(second.clauses) as f64;
            let addresses = jaccard(&first.addresses, &second.addresses);
            let named = match (titles.get(a), titles.get(b)) {
                (Some(a), Some(b)) => a.intersection(b).count() >= TITLE_WORDS && jaccard(a, b) >= TITLE,
                _ => false,
            };
            let translation = copied < SAME
                && first.language() != second.language()
                && (first.numbered() || first.keeps_pace_with(second));
            let (share, least) = match translation {
                true => (addresses, SHAPE),
                false => (copied, if named { NAMED } else { SAME }),
            };
            let pair = Alike { a: (*a).clone(), b: (*b).clone(), share, translation };
            if share >= least && !pair.is_answered(agreements) {
                found.push(pair);
            }
        }
    }
    found
}

/// The words of a title that say which instrument it is: without numbers, and without the small words.
fn title_words(title: &str) -> BTreeSet<String> {
    let words = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() > 3 && !word.contains(char::is_numeric)).collect()
}

/// How many clauses of one agreement have a near copy in another, by both.
fn copies<'c>(clauses: &[&'c Clause]) -> BTreeMap<(&'c AgreementId, &'c AgreementId), usize> {
    let pairs: Vec<BTreeSet<u64>> = clauses.par_iter().map(|clause| word_pairs(&clause.text)).collect();
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (place, pairs) in pairs.iter().enumerate().filter(|(_, pairs)| pairs.len() >= PAIRS) {
        pairs.iter().for_each(|pair| holders.entry(*pair).or_default().push(place));
    }
    let copied = |place: usize| -> BTreeSet<&'c AgreementId> {
        let mut near: BTreeSet<usize> = BTreeSet::new();
        for list in
            pairs[place].iter().filter_map(|pair| holders.get(pair)).filter(|list| list.len() <= COMMON)
        {
            near.extend(list.iter().filter(|&&other| clauses[other].agreement != clauses[place].agreement));
        }
        let near = near.into_iter().filter(|&other| jaccard(&pairs[place], &pairs[other]) >= COPY);
        near.map(|other| &clauses[other].agreement).collect()
    };
    let of: Vec<BTreeSet<&AgreementId>> = (0..clauses.len()).into_par_iter().map(copied).collect();
    let mut copies = BTreeMap::new();
    for (clause, others) in clauses.iter().zip(of) {
        others.into_iter().for_each(|other| *copies.entry((&clause.agreement, other)).or_default() += 1);
    }
    copies
}

/// The pairs of neighbouring words of a text, as numbers; digits count as one another.
fn word_pairs(text: &str) -> BTreeSet<u64> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            word.chars().flat_map(char::to_lowercase).map(|c| if c.is_numeric() { '0' } else { c }).collect()
        })
        .collect();
    let number = |pair: &[String]| {
        let bytes = pair[0].bytes().chain([b' ']).chain(pair[1].bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    words.windows(2).map(number).collect()
}

impl Shape<'_> {
    fn language(&self) -> Option<Language> {
        self.languages.iter().max_by_key(|(_, count)| **count).map(|(language, _)| *language)
    }

    /// Whether long paragraphs stand where the other has long ones, and short ones where it has short ones.
    fn keeps_pace_with(&self, other: &Self) -> bool {
        let both =
            self.lengths.iter().filter_map(|(address, length)| Some((*length, *other.lengths.get(address)?)));
        let logs: Vec<(f64, f64)> =
            both.map(|(a, b)| ((a.max(1) as f64).ln(), (b.max(1) as f64).ln())).collect();
        logs.len() >= PARAGRAPHS && correlation(&logs) >= PACE
    }

    /// Whether the addresses are those of articles, which a translation keeps; paragraphs without numbers say nothing by
    /// these alone.
    fn numbered(&self) -> bool {
        let articles = self.addresses.iter().filter(|address| address.starts_with("art_")).count();
        articles >= 2 * FEWEST && articles * 2 >= self.addresses.len()
    }
}

/// Pearson's correlation; 0 where one side is always the same.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let mean = |side: fn(&(f64, f64)) -> f64| pairs.iter().map(side).sum::<f64>() / pairs.len().max(1) as f64;
    let (a, b) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|pair| of(pair.0 - a, pair.1 - b)).sum::<f64>();
    let spread = (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt();
    if spread > 0.0 { sum(&|x, y| x * y) / spread } else { 0.0 }
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

    const OLD: [&str; 4] = [
        "Members report incidents to the team without delay.",
        "Members train the judges of their courts every year.",
        "Members protect the networks of their harbours at night.",
        "The members meet once a year in the lighthouse.",
    ];
    const NEW: [&str; 4] = [
        "Members report incidents to the team without delay.",
        "Members train the judges of their courts every second year.",
        "Members protect the networks of their harbours by day and at night.",
        "A fund is set up for all who keep bees.",
    ];
    const OTHER: [&str; 4] = [
        "Boats carry lamps while they are at sea.",
        "Nobody catches herring in the spring.",
        "The wardens feed the seals of the bay.",
        "The members meet once a year in the lighthouse.",
    ];

    #[test]
    fn nearly_the_same_is_noticed_until_it_is_said_which_is_which() {
        let clauses = clauses_of(&[("old", OLD), ("new", NEW), ("other", OTHER)]);
        let mut agreements = results(clauses.clone(), Vec::new()).agreements;
        let found = alike(&agreements, &clauses);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].a.as_str(), found[0].b.as_str(), found[0].translation), ("new", "old", false));
        agreements[0].distinct_from = vec![agreements[1].id.clone()];
        assert_eq!(alike(&agreements, &clauses), [], "they were said to be two");
        agreements[0].distinct_from.clear();
        agreements[0].edition_of = Some(agreements[1].id.clone());
        assert_eq!(alike(&agreements, &clauses), []);
    }

    #[test]
    fn a_translation_is_noticed_by_its_articles_or_by_the_lengths_of_its_paragraphs() {
        let study = |address: &str, lengths: [&[usize]; 2]| {
            let rows: Vec<(String, String)> = ["call", "appel"]
                .into_iter()
                .zip(lengths)
                .flat_map(|(name, lengths)| {
                    let word = if name == "call" { "ships " } else { "navire " };
                    lengths
                        .iter()
                        .enumerate()
                        .map(move |(n, length)| (format!("{name}#{address}_{n}"), word.repeat(*length)))
                })
                .collect();
            let rows: Vec<(&str, &str)> =
                rows.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
            let mut clauses = clauses(&rows);
            clauses
                .iter_mut()
                .filter(|c| c.agreement.as_str() == "appel")
                .for_each(|c| c.language = Language::French);
            let agreements = results(clauses.clone(), Vec::new()).agreements;
            alike(&agreements, &clauses).iter().map(|found| found.translation).collect::<Vec<bool>>()
        };
        let (long, same) =
            ([3, 9, 2, 7, 30, 4, 12, 5, 3, 18, 6, 2], [4, 11, 2, 8, 33, 6, 13, 5, 4, 22, 8, 3]);
        let other = [9, 2, 7, 3, 2, 30, 4, 12, 18, 3, 2, 6];
        assert_eq!(study("para", [&long, &same]), [true]);
        assert!(study("para", [&long, &other]).is_empty());
        assert!(study("para", [&long[..8], &same[..8]]).is_empty(), "too few to tell");
        assert_eq!(study("art", [&long, &other]), [true], "articles are numbered alike");
    }

    #[test]
    fn a_successor_is_noticed_by_its_title_where_it_says_much_anew() {
        let clauses = clauses_of(&[("old", OLD), ("other", OTHER)]);
        let mut agreements = results(clauses.clone(), Vec::new()).agreements;
        assert_eq!(alike(&agreements, &clauses), [], "one clause in common is no edition");
        agreements[0].title = "Third Joint Statement of the Harbour Initiative, 2023".into();
        agreements[1].title = "Joint Statement of the Harbour Initiative 2022".into();
        assert_eq!(alike(&agreements, &clauses).len(), 1);
    }
}
