//! Agreements that may be one: other editions, and translations.

use super::copies::copies;
use crate::agreement::Instruments;
use crate::{Agreement, Alike};
use crosscut_text::{AgreementId, Clause, ClauseKind, Language};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// From this share of the shorter one's clauses on that have a near copy in the other, two agreements are taken for
/// editions of one; and from this one on, where their titles are alike too: a successor says much anew.
const SAME: f64 = 0.5;
const NAMED: f64 = 0.1;
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
/// What tells agreements apart without a look at their words.
struct Shape<'c> {
    id: &'c AgreementId,
    /// The one that counts for it: its original, or itself.
    instrument: &'c AgreementId,
    clauses: usize,
    addresses: BTreeSet<&'c str>,
    /// How long the paragraph at each address is, in letters.
    lengths: BTreeMap<&'c str, usize>,
    language: Option<Language>,
    /// Whether the addresses are those of articles, which a translation keeps; paragraphs without numbers say nothing by
    /// these alone.
    is_numbered: bool,
    title: BTreeSet<String>,
}

/// Pairs of agreements that are nearly the same, one the successor of the other, or translations of each other by their
/// numbering, and of which the settings do not say that they are one.
pub(super) fn alike(agreements: &[Agreement], clauses: &[Clause]) -> Vec<Alike> {
    let mut by_agreement: BTreeMap<&AgreementId, Vec<&Clause>> = BTreeMap::new();
    for clause in clauses.iter().filter(|c| !matches!(c.kind, ClauseKind::Heading | ClauseKind::Note)) {
        by_agreement.entry(&clause.agreement).or_default().push(clause);
    }
    by_agreement.retain(|_, clauses| clauses.len() >= FEWEST);
    let one = Instruments::of(agreements);
    let titles: BTreeMap<&AgreementId, &str> =
        agreements.iter().map(|agreement| (&agreement.id, agreement.title.as_str())).collect();
    let mut shapes = Vec::new();
    for (&id, clauses) in &by_agreement {
        let title = titles.get(id).copied().unwrap_or_default();
        shapes.push(Shape::of(id, one.of_agreement(id), title, clauses));
    }
    let numbered = by_agreement.values().enumerate();
    let number: Vec<usize> = numbered.flat_map(|(at, clauses)| clauses.iter().map(move |_| at)).collect();
    let all: Vec<&Clause> = by_agreement.into_values().flatten().collect();
    let copies = copies(&all, &number);
    let pairs = worth_comparing(&shapes, copies.keys().copied());
    let found = pairs.into_par_iter().filter_map(|(a, b)| {
        let shorter = if shapes[a].clauses <= shapes[b].clauses { (a, b) } else { (b, a) };
        let alike = shapes[a].alike(&shapes[b], copies.get(&shorter).copied().unwrap_or_default());
        alike.filter(|alike| !alike.is_answered(agreements))
    });
    found.collect()
}

/// Pairs that have clauses in common, and pairs that may be translations: others need no look, so that a collection of
/// thousands is no square of it.
fn worth_comparing(
    shapes: &[Shape<'_>],
    copied: impl Iterator<Item = (usize, usize)>,
) -> BTreeSet<(usize, usize)> {
    let mut pairs: BTreeSet<(usize, usize)> = copied.map(|(a, b)| (a.min(b), a.max(b))).collect();
    for (place, a) in shapes.iter().enumerate() {
        let others = shapes[place + 1..].iter().zip(place + 1..);
        pairs.extend(others.filter(|(b, _)| a.may_translate(b)).map(|(_, other)| (place, other)));
    }
    pairs.retain(|(a, b)| shapes[*a].instrument != shapes[*b].instrument);
    pairs
}

/// The address of the paragraph that a sentence is of.
fn paragraph(address: &str) -> &str {
    address.rsplit_once("__sent_").map_or(address, |(paragraph, _)| paragraph)
}

/// The words of a title that say which instrument it is: without numbers, and without the small words.
fn title_words(title: &str) -> BTreeSet<String> {
    let words = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() > 3 && !word.contains(char::is_numeric)).collect()
}

impl<'c> Shape<'c> {
    fn of(id: &'c AgreementId, instrument: &'c AgreementId, title: &str, clauses: &[&'c Clause]) -> Self {
        let mut languages: BTreeMap<Language, usize> = BTreeMap::new();
        clauses.iter().for_each(|clause| *languages.entry(clause.language).or_default() += 1);
        // Where a paragraph is cut depends on its language; a translation keeps the paragraphs.
        let mut lengths: BTreeMap<&str, usize> = BTreeMap::new();
        for clause in clauses {
            *lengths.entry(paragraph(clause.eid.as_str())).or_default() += clause.text.chars().count();
        }
        let addresses: BTreeSet<&str> = lengths.keys().copied().collect();
        let articles = addresses.iter().filter(|address| address.starts_with("art_")).count();
        Self {
            id,
            instrument,
            clauses: clauses.len(),
            is_numbered: articles >= 2 * FEWEST && articles * 2 >= addresses.len(),
            addresses,
            lengths,
            language: languages.iter().max_by_key(|(_, count)| **count).map(|(language, _)| *language),
            title: title_words(title),
        }
    }

    /// Whether enough of the addresses may be the same.
    fn may_translate(&self, other: &Self) -> bool {
        let (a, b) = (self.addresses.len(), other.addresses.len());
        self.language != other.language && a.min(b) as f64 >= SHAPE * a.max(b) as f64
    }

    /// Whether they may be one; `copied` clauses of the shorter one have a near copy in the other.
    fn alike(&self, other: &Self, copied: usize) -> Option<Alike> {
        let copied = copied as f64 / self.clauses.min(other.clauses) as f64;
        let translation = copied < SAME
            && self.language != other.language
            && (self.is_numbered || self.keeps_pace_with(other));
        let named = || {
            self.title.intersection(&other.title).count() >= TITLE_WORDS
                && jaccard(&self.title, &other.title) >= TITLE
        };
        let (share, least) = match translation {
            true => (jaccard(&self.addresses, &other.addresses), SHAPE),
            false => (copied, if copied >= NAMED && named() { NAMED } else { SAME }),
        };
        let (a, b) = (self.id.clone(), other.id.clone());
        (share >= least).then_some(Alike { a, b, share, translation })
    }

    /// Whether long paragraphs stand where the other has long ones, and short ones where it has short ones.
    fn keeps_pace_with(&self, other: &Self) -> bool {
        let both =
            self.lengths.iter().filter_map(|(address, length)| Some((*length, *other.lengths.get(address)?)));
        let logs: Vec<(f64, f64)> =
            both.map(|(a, b)| ((a.max(1) as f64).ln(), (b.max(1) as f64).ln())).collect();
        logs.len() >= PARAGRAPHS && correlation(&logs) >= PACE
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
        assert_eq!(study("para_1__sent", [&long, &same]), [], "one paragraph is too little");
        assert_eq!(paragraph("hdg_2__para_1__sent_6"), "hdg_2__para_1");
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
