//! Agreements that may be one: other editions, and translations.

use super::copies::copies;
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

/// What is known of an agreement besides its clauses.
#[derive(Clone, Copy, Debug)]
pub struct Titled<'t> {
    /// Its id.
    pub id: &'t AgreementId,
    /// What it is called.
    pub title: &'t str,
    /// The one that counts for it: its original, or itself. Agreements of one instrument are not compared.
    pub instrument: &'t AgreementId,
}

/// Two agreements that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// One.
    pub a: AgreementId,
    /// The other.
    pub b: AgreementId,
    /// Share of the clauses of the shorter one that have a near copy in the other; of addresses, for translations. 0 to 1.
    pub share: f64,
    /// They have the same paragraphs in two languages.
    pub translation: bool,
}

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
/// numbering or by how long their paragraphs are. Whoever acts on it asks: only what is word for word the same counts once
/// unasked.
///
/// ```
/// use crosscut_cluster::{Titled, alike};
/// use crosscut_text::{AgreementId, Clause, Eid};
/// let clause = |agreement: &str, n: usize, lamps: &str| {
///     let text = format!("Each Party shall keep {lamps} lit at the pier of its harbour number {n} by night.");
///     Clause::new(AgreementId::slug(agreement), Eid::new(&format!("art_{n}")).unwrap(), text)
/// };
/// let clauses: Vec<Clause> =
///     (1..6).flat_map(|n| [clause("pact", n, "lamps"), clause("reprint", n, "the lamps")]).collect();
/// let ids = ["pact", "reprint"].map(AgreementId::slug);
/// let titled: Vec<Titled> = ids.iter().map(|id| Titled { id, title: "Pact", instrument: id }).collect();
/// let found = alike(&titled, &clauses);
/// assert!(found.len() == 1 && found[0].share > 0.9 && !found[0].translation);
/// ```
pub fn alike(agreements: &[Titled<'_>], clauses: &[Clause]) -> Vec<Pair> {
    let mut by_agreement: BTreeMap<&AgreementId, Vec<&Clause>> = BTreeMap::new();
    for clause in clauses.iter().filter(|c| !matches!(c.kind, ClauseKind::Heading | ClauseKind::Note)) {
        by_agreement.entry(&clause.agreement).or_default().push(clause);
    }
    by_agreement.retain(|_, clauses| clauses.len() >= FEWEST);
    let known: BTreeMap<&AgreementId, &Titled<'_>> =
        agreements.iter().map(|titled| (titled.id, titled)).collect();
    let mut shapes = Vec::new();
    for (&id, clauses) in &by_agreement {
        let titled = known.get(id);
        let instrument = titled.map_or(id, |titled| titled.instrument);
        shapes.push(Shape::of(id, instrument, titled.map_or("", |titled| titled.title), clauses));
    }
    let numbered = by_agreement.values().enumerate();
    let number: Vec<usize> = numbered.flat_map(|(at, clauses)| clauses.iter().map(move |_| at)).collect();
    let all: Vec<&Clause> = by_agreement.into_values().flatten().collect();
    let copies = copies(&all, &number);
    let pairs = worth_comparing(&shapes, copies.keys().copied());
    let found = pairs.into_par_iter().filter_map(|(a, b)| {
        let shorter = if shapes[a].clauses <= shapes[b].clauses { (a, b) } else { (b, a) };
        shapes[a].alike(&shapes[b], copies.get(&shorter).copied().unwrap_or_default())
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
    fn alike(&self, other: &Self, copied: usize) -> Option<Pair> {
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
        (share >= least).then_some(Pair { a, b, share, translation })
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

    #[test]
    fn a_sentence_is_of_its_paragraph() {
        assert_eq!(paragraph("hdg_2__para_1__sent_6"), "hdg_2__para_1");
        assert_eq!(paragraph("art_3__para_1"), "art_3__para_1");
    }

    #[test]
    fn what_goes_up_and_down_together_is_correlated() {
        let pairs = |of: &[(f64, f64)]| correlation(of);
        assert!(pairs(&[(1.0, 2.0), (2.0, 4.1), (3.0, 5.9)]) > 0.99);
        assert!(pairs(&[(1.0, 3.0), (2.0, 1.0), (3.0, 2.0)]) < 0.0);
        assert_eq!(pairs(&[(1.0, 1.0), (1.0, 2.0)]), 0.0, "one side says nothing");
    }
}
