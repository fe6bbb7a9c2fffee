//! The words that a set shares, as its name where no clause gives a better one: "postmaster · delivery problems".

use super::Names;
use super::asks::capitalised;
use super::forms::{Flaws, Source};
use super::score::{Scored, Set};
use crosscut_text::form::form_words;
use std::collections::BTreeMap;

/// Words at most.
const WORDS: usize = 4;
/// Parts at most, a part being one word or two that stand side by side.
const PARTS: usize = 3;
/// Signs between two words that stand side by side, a space or a hyphen.
const BESIDE: u32 = 1;

impl Names<'_> {
    /// A name of the strongest shared words, two at least; those that clauses of two agreements write side by side stay so.
    pub(super) fn keys(&self, set: &Set<'_>) -> Option<Scored> {
        let language = self.corpus.language[*set.nodes.first()? as usize];
        let says = |&term: &u32| {
            let word = self.written(term, set.nodes);
            form_words(language).is_none_or(|words| !words.is_small(&word) && !words.is_hedge(&word))
        };
        let strongest: Vec<u32> = set.shared.iter().map(|(_, term)| *term).filter(says).take(WORDS).collect();
        let pairs = self.beside(&strongest, set);
        let mut parts: Vec<Vec<u32>> = Vec::new();
        for &term in &strongest {
            if parts.iter().any(|part| part.contains(&term)) {
                continue;
            }
            let free = |other: u32| !parts.iter().any(|part| part.contains(&other));
            let pair = pairs.iter().find(|(x, y)| (*x == term && free(*y)) || (*y == term && free(*x)));
            parts.push(pair.map_or(vec![term], |&(x, y)| vec![x, y]));
        }
        parts.truncate(PARTS);
        if parts.iter().map(Vec::len).sum::<usize>() < 2 {
            return None;
        }
        let written = |part: &Vec<u32>| {
            part.iter().map(|&term| self.written(term, set.nodes)).collect::<Vec<_>>().join(" ")
        };
        let text = capitalised(&parts.iter().map(written).collect::<Vec<_>>().join(" · "));
        let mut terms: Vec<u32> = parts.concat();
        terms.sort_unstable();
        let flaws = self.flaws_in(&terms, Flaws { keys: 1.0, ..Flaws::default() }, set.nodes.len(), set);
        let weight = flaws.weight(&self.corpus.params.names);
        Some(Scored { text, from: Source::Keys, weight })
    }

    /// Pairs of some terms that the clauses of two agreements write side by side, in that order, the most frequent first.
    fn beside(&self, terms: &[u32], set: &Set<'_>) -> Vec<(u32, u32)> {
        let mut holders: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        for &node in set.nodes {
            for two in self.words.places[node as usize].windows(2) {
                let both = terms.contains(&two[0].term) && terms.contains(&two[1].term);
                if both && two[0].term != two[1].term && two[1].start - two[0].end <= BESIDE {
                    holders.entry((two[0].term, two[1].term)).or_default().push(node);
                }
            }
        }
        holders.retain(|_, nodes| self.corpus.spread(nodes) > 1);
        let mut pairs: Vec<((u32, u32), usize)> =
            holders.into_iter().map(|(pair, nodes)| (pair, nodes.len())).collect();
        pairs.sort_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(&y.0)));
        pairs.into_iter().map(|(pair, _)| pair).collect()
    }
}
