//! How many words with a topic two clauses of a set have in common. Likeness goes by directions that a whole study shares,
//! and calls clauses alike that only speak of the same thing; what is one commitment is said in more than one word.

use crate::corpus::Corpus;

/// Mean number of topic words that pairs of some nodes have in common, of different agreements in one language; `None`
/// where there is no such pair. `terms` are those of every node, each once.
pub(crate) fn shared(corpus: &Corpus, terms: &[Vec<u32>], nodes: &[u32]) -> Option<f32> {
    // Pairs are counted as all of a language less those inside an agreement, so that no pair is looked at.
    let place = |node: u32| (corpus.language[node as usize], corpus.agreement[node as usize]);
    let mut places: Vec<_> = nodes.iter().map(|&node| place(node)).collect();
    places.sort_unstable();
    let all: usize = places.chunk_by(|a, b| a.0 == b.0).map(|same| across(same, |place| place.1)).sum();
    let of_node = |&node: &u32| {
        let (language, agreement) = place(node);
        terms[node as usize].iter().map(move |&term| (term, language, agreement))
    };
    let mut held: Vec<_> = nodes.iter().flat_map(of_node).collect();
    held.sort_unstable();
    let same = held.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    let both: usize = same.map(|same| across(same, |held| held.2)).sum();
    (all > 0).then(|| both as f32 / all as f32)
}

/// How many topic words some nodes have, on average.
pub(crate) fn mean_length(terms: &[Vec<u32>], nodes: &[u32]) -> f32 {
    let sum: usize = nodes.iter().map(|&node| terms[node as usize].len()).sum();
    sum as f32 / nodes.len().max(1) as f32
}

/// Pairs of different agreements among things sorted by theirs.
fn across<T>(things: &[T], agreement: impl Fn(&T) -> u32) -> usize {
    let pairs = |count: usize| count * count.saturating_sub(1) / 2;
    let inside = things.chunk_by(|a, b| agreement(a) == agreement(b)).map(|own| pairs(own.len()));
    pairs(things.len()) - inside.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::testing::clauses;
    use crate::words::{Reader, Words};
    use crosscut_text::Language;

    #[test]
    fn the_mean_is_that_of_the_single_pairs() {
        let mut given = clauses(&[
            ("a", "Each Party reports incidents to the authority."),
            ("a", "Keys are kept apart from the data."),
            ("b", "Operators report serious incidents to the authority of their sector."),
            ("b", "The authority keeps the keys of the public data."),
            ("c", "Public data is kept by the authority; incidents are reported."),
            ("c", "L'autorité signale les incidents."),
        ]);
        given[5].language = Language::French;
        given[5].text =
            format!("{} {}", given[5].text, "Elle les signale sans délai à toutes les autorités. ".repeat(6));
        let corpus = Corpus::of(Compared::new(&given, None));
        let reader = Reader::new(corpus.language.iter().copied());
        let terms = Words::of(&corpus, &reader).terms();
        for set in [vec![0, 2, 4], vec![0, 1, 2, 3, 4, 5], vec![0, 1], vec![4, 5]] {
            let mut pairs = Vec::new();
            for (i, &a) in set.iter().enumerate() {
                for &b in &set[..i] {
                    let (x, y) = (a as usize, b as usize);
                    let apart = corpus.agreement[x] != corpus.agreement[y];
                    if apart && corpus.language[x] == corpus.language[y] {
                        pairs.push(terms[x].iter().filter(|term| terms[y].contains(term)).count() as f32);
                    }
                }
            }
            let slow = (!pairs.is_empty()).then(|| pairs.iter().sum::<f32>() / pairs.len() as f32);
            assert_eq!(shared(&corpus, &terms, &set), slow, "{set:?}");
        }
    }
}
