//! Neighbours that share no words: found by a sentence model, or between languages by letters.

use crate::corpus::Corpus;
use crate::links::Hit;
use crate::space::Space;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Adds to each node's neighbours, found by shared words, the ones that only a model or letters can find.
pub(crate) fn add_wordless(corpus: &Corpus, space: &Space, near: Vec<Vec<Hit>>) -> Vec<Vec<Hit>> {
    let Some(offers) = Offers::of(corpus, space) else { return near };
    let meaning = &space.meaning;
    near.into_par_iter()
        .enumerate()
        .map(|(node, known)| {
            let node = node as u32;
            let mut all: BTreeMap<u32, f32> =
                known.into_iter().filter(|&(other, _)| !meaning.foreign(node, other)).collect();
            for other in offers.to(node, |_| true) {
                all.entry(other).or_insert_with(|| space.lexical(node, other));
            }
            all.into_iter().collect()
        })
        .collect()
}

/// What finds neighbours without their words.
pub(crate) struct Offers<'c> {
    corpus: &'c Corpus<'c>,
    space: &'c Space,
    /// Whether clauses of one language are compared so, too.
    everything: bool,
}

impl<'c> Offers<'c> {
    /// `None` where words find all that can be found.
    pub(crate) fn of(corpus: &'c Corpus<'c>, space: &'c Space) -> Option<Self> {
        let meaning = &space.meaning;
        let everything = meaning.model.is_some() && corpus.len() * corpus.len() <= corpus.params.model.pairs;
        (meaning.tongues >= 2 || everything).then_some(Self { corpus, space, everything })
    }

    /// The best few nodes of each other agreement for a node, of those that are wanted.
    pub(crate) fn to(&self, node: u32, is_wanted: impl Fn(u32) -> bool) -> Vec<u32> {
        let Self { corpus, space, everything } = *self;
        let meaning = &space.meaning;
        let shared = meaning.letters.as_ref().map(|letters| letters.shared(node));
        let (own, most) = (corpus.agreement[node as usize], corpus.params.model.offers);
        let mut found: Vec<u32> = Vec::new();
        let mut best: Vec<Hit> = Vec::new();
        let mut last = None;
        for other in 0..corpus.len() as u32 {
            let agreement = corpus.agreement[other as usize];
            if last != Some(agreement) {
                found.extend(best.drain(..).map(|hit| hit.0));
                last = Some(agreement);
            }
            if agreement == own || !is_wanted(other) || !(everything || meaning.foreign(node, other)) {
                continue;
            }
            let likeness = match &shared {
                Some(shared) if meaning.foreign(node, other) => shared[other as usize],
                _ => meaning.modelled(&space.dense, node, other),
            };
            let place = best.partition_point(|hit| hit.1 >= likeness);
            if place < most && likeness > 0.0 {
                best.insert(place, (other, likeness));
                best.truncate(most);
            }
        }
        found.extend(best.into_iter().map(|hit| hit.0));
        found
    }
}
