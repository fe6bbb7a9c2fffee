//! Versions of one instrument, such as two prints of a convention: what they have in common is no agreement of two. What is
//! word for word the same counts once; of what is only alike (`alike.rs`: editions, successors, translations) somebody is asked.

mod alike;
mod copies;

pub use alike::{Pair, Titled, alike};

use crate::corpus::Corpus;
use crosscut_text::AgreementId;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// For every agreement, by its number, the number of the instrument that it is a version of: that of the first of those
/// that say mostly the same word for word, unless they were said to be `distinct`. `wordings` are those of the clauses given.
pub(crate) fn instruments(
    corpus: &Corpus,
    wordings: &[Option<String>],
    distinct: &[[AgreementId; 2]],
) -> Vec<u32> {
    let numbers = &corpus.params.versions;
    let mut said: Vec<(&str, u32)> = corpus
        .given
        .iter()
        .zip(&corpus.agreement)
        .filter_map(|(&given, &agreement)| Some((wordings[given].as_deref()?, agreement)))
        .collect();
    said.par_sort_unstable();
    said.dedup();
    let mut says = vec![0usize; corpus.agreements];
    let mut both: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for holders in said.chunk_by(|a, b| a.0 == b.0) {
        holders.iter().for_each(|(_, agreement)| says[*agreement as usize] += 1);
        if holders.len() > numbers.most {
            continue;
        }
        for (at, (_, a)) in holders.iter().enumerate() {
            holders[at + 1..].iter().for_each(|(_, b)| *both.entry((*a, *b)).or_default() += 1);
        }
    }
    let mut ids: Vec<&AgreementId> = corpus.clauses.iter().map(|clause| &clause.agreement).collect();
    ids.dedup();
    let are_two = |a: u32, b: u32| {
        let (a, b) = (ids[a as usize], ids[b as usize]);
        distinct.iter().any(|[one, other]| (one, other) == (a, b) || (one, other) == (b, a))
    };
    let mut instruments: Vec<u32> = (0..corpus.agreements as u32).collect();
    for ((a, b), both) in both {
        let least = says[a as usize].min(says[b as usize]);
        if least >= numbers.clauses && both as f32 >= numbers.share * least as f32 && !are_two(a, b) {
            let (a, b) = (instruments[a as usize], instruments[b as usize]);
            instruments.iter_mut().filter(|one| **one == a.max(b)).for_each(|one| *one = a.min(b));
        }
    }
    instruments
}

/// Some nodes, sorted, without those of further versions of an instrument: a set that only they would keep together is
/// no likelier for it. All of them, where nothing else is there.
pub(crate) fn once(corpus: &Corpus, instruments: &[u32], nodes: &[u32]) -> Vec<u32> {
    let mut first: BTreeMap<u32, u32> = BTreeMap::new();
    let is_first = |node: &u32| {
        let agreement = corpus.agreement[*node as usize];
        *first.entry(instruments[agreement as usize]).or_insert(agreement) == agreement
    };
    let kept: Vec<u32> = nodes.iter().copied().filter(is_first).collect();
    if corpus.spread(&kept) > 1 { kept } else { nodes.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::fold::wordings;
    use crate::testing::clauses;

    #[test]
    fn two_prints_are_one_instrument_and_a_pact_with_some_of_its_clauses_is_another() {
        let say =
            |n: usize| format!("Each Party shall keep {n} lamps lit at {}.", ["dawn", "dusk", "noon"][n % 3]);
        let mut texts: Vec<(&str, String)> = Vec::new();
        texts.extend((0..12).map(|n| ("pact", say(n))));
        texts.extend(
            (0..12).map(|n| ("print", if n < 2 { format!("Boats are moored at pier {n}.") } else { say(n) })),
        );
        texts.extend(
            (0..12)
                .map(|n| ("charter", if n < 8 { format!("Cyclists drink tea {n} times.") } else { say(n) })),
        );
        let texts: Vec<(&str, &str)> = texts.iter().map(|(of, text)| (*of, text.as_str())).collect();
        let given = clauses(&texts);
        let corpus = Corpus::of(Compared::new(&given, None));
        // By name: the charter, the pact, its other print.
        let wordings = wordings(&given, corpus.params.reading.repeat_words);
        assert_eq!(instruments(&corpus, &wordings, &[]), [0, 1, 1]);
        let distinct = ["print", "pact"].map(AgreementId::slug);
        assert_eq!(
            instruments(&corpus, &wordings, &[distinct]),
            [0, 1, 2],
            "somebody said that they are two"
        );
        assert_eq!(instruments(&corpus, &vec![None; given.len()], &[]), [0, 1, 2]);
        // One clause of each: the second print has nothing to add, unless there is nothing but prints.
        assert_eq!(once(&corpus, &[0, 1, 1], &[0, 12, 24]), [0, 12]);
        assert_eq!(once(&corpus, &[0, 1, 1], &[12, 24]), [12, 24]);
    }
}
