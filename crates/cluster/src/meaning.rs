//! Likeness beyond shared words: vectors of a sentence model where there is one, and what languages are compared by.

use crate::Vectors;
use crate::corpus::Corpus;
use crate::dense::{Dense, dot};
use crate::hits::Hit;
use crate::letters::Letters;
use crate::space::Space;
use crosscut_text::Language;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the latent likeness that the model makes, the rest being the corpus's own directions.
const MODEL: f32 = 0.5;
/// What a model's likeness counts between languages, where words say nothing, so that a translation is about as like
/// as another wording in the same language.
const FOREIGN: f32 = 0.8;
/// The same for letters: only some words of two languages look alike.
const LETTERS: f32 = 1.5;
/// Pairs of clauses that are compared by the model at most; beyond it only clauses that share words are, and clauses
/// of different languages.
const PAIRS: usize = 40_000_000;
/// Clauses of one agreement that the model offers for comparison.
const OFFERS: usize = 2;

/// What clauses are compared by beside their words.
#[derive(Default)]
pub(crate) struct Meaning {
    /// Number of each node's language.
    tongue: Vec<u8>,
    /// How many languages there are.
    tongues: usize,
    /// Where a dense row's model part begins; `None` without a model.
    model: Option<usize>,
    /// Letters of each node, where there are several languages and no model.
    letters: Option<Letters>,
}

impl Meaning {
    /// Of the nodes of a corpus; `latent` gets the model's numbers behind its own.
    pub(crate) fn of(corpus: &Corpus, vectors: Option<&Vectors>, latent: &mut Dense) -> Self {
        let (tongue, tongues) = tongues(corpus);
        let vectors = vectors.filter(|vectors| vectors.width > 0 && !vectors.values.is_empty());
        let letters = (tongues > 1 && vectors.is_none()).then(|| Letters::of(corpus));
        let model = vectors.map(|vectors| {
            let model = centred(corpus, &tongue, vectors);
            let at = latent.width;
            *latent = beside(latent, &model);
            at
        });
        Self { tongue, tongues, model, letters }
    }

    /// Whether two nodes are in different languages.
    pub(crate) fn foreign(&self, a: u32, b: u32) -> bool {
        self.tongues > 1 && self.tongue[a as usize] != self.tongue[b as usize]
    }

    /// Likeness of two nodes of different languages.
    pub(crate) fn across(&self, dense: &Dense, a: u32, b: u32) -> f32 {
        match (self.model, &self.letters) {
            (Some(at), _) => {
                FOREIGN / MODEL * dot(&dense.row(a as usize)[at..], &dense.row(b as usize)[at..])
            }
            (None, Some(letters)) => (LETTERS * letters.likeness(a, b)).min(1.0),
            (None, None) => 0.0,
        }
    }
}

/// Numbers of the nodes' languages, and how many there are. Only what some agreement is mainly written in counts: a
/// quotation, or a clause whose language was told wrongly, is no other language.
fn tongues(corpus: &Corpus) -> (Vec<u8>, usize) {
    let mut bytes: BTreeMap<(u32, Language), usize> = BTreeMap::new();
    for node in 0..corpus.len() {
        *bytes.entry((corpus.agreement[node], corpus.language[node])).or_default() +=
            corpus.clauses[node].text.len();
    }
    let mut main: BTreeMap<u32, (usize, Language)> = BTreeMap::new();
    for ((agreement, language), count) in bytes {
        let best = main.entry(agreement).or_insert((count, language));
        if count > best.0 {
            *best = (count, language);
        }
    }
    let known: BTreeSet<Language> =
        main.values().map(|best| best.1).filter(|&language| language != Language::Undetermined).collect();
    let known: Vec<Language> = known.into_iter().collect();
    let place = |language: Language| known.iter().position(|&one| one == language);
    let of = |node: usize| {
        let own = place(corpus.language[node]);
        own.or_else(|| place(main[&corpus.agreement[node]].1)).unwrap_or_default() as u8
    };
    ((0..corpus.len()).map(of).collect(), known.len())
}

/// The model's vectors of the nodes without the mean of their language, of length 1: what all clauses have in common,
/// and what a language adds, is no likeness.
fn centred(corpus: &Corpus, tongue: &[u8], vectors: &Vectors) -> Dense {
    let width = vectors.width;
    let mut rows = Dense::zeros(corpus.len(), width);
    for (row, &given) in rows.values.chunks_exact_mut(width).zip(&corpus.given) {
        if let Some(vector) = vectors.values.get(given * width..(given + 1) * width) {
            row.copy_from_slice(vector);
        }
    }
    let mut means: BTreeMap<u8, (f32, Vec<f32>)> = BTreeMap::new();
    for (row, &tongue) in rows.values.chunks_exact(width).zip(tongue) {
        let (count, mean) = means.entry(tongue).or_insert_with(|| (0.0, vec![0.0; width]));
        *count += 1.0;
        mean.iter_mut().zip(row).for_each(|(m, x)| *m += x);
    }
    for (row, tongue) in rows.values.chunks_exact_mut(width).zip(tongue) {
        let (count, mean) = &means[tongue];
        row.iter_mut().zip(mean).for_each(|(x, m)| *x -= m / count);
    }
    rows.normalise();
    rows
}

/// Two matrices side by side, so that the dot product is the weighted sum of both.
fn beside(own: &Dense, model: &Dense) -> Dense {
    let (own_share, model_share) = ((1.0 - MODEL).sqrt(), MODEL.sqrt());
    let mut both = Dense::zeros(model.len(), own.width + model.width);
    for (row, target) in both.values.chunks_exact_mut(own.width + model.width).enumerate() {
        let (left, right) = target.split_at_mut(own.width);
        left.iter_mut().zip(own.row(row)).for_each(|(t, x)| *t = own_share * x);
        right.iter_mut().zip(model.row(row)).for_each(|(t, x)| *t = model_share * x);
    }
    both
}

/// Adds to each node's neighbours, which share words with it, those that only the model or letters can find.
pub(crate) fn neighbours(corpus: &Corpus, space: &Space, near: Vec<Vec<Hit>>) -> Vec<Vec<Hit>> {
    let meaning = &space.meaning;
    let everything = meaning.model.is_some() && corpus.len() * corpus.len() <= PAIRS;
    if meaning.tongues < 2 && !everything {
        return near;
    }
    near.into_par_iter()
        .enumerate()
        .map(|(node, known)| {
            let node = node as u32;
            let mut all: BTreeMap<u32, f32> =
                known.into_iter().filter(|&(other, _)| !meaning.foreign(node, other)).collect();
            for other in offers(corpus, space, node, everything) {
                all.entry(other).or_insert_with(|| space.lexical(node, other));
            }
            all.into_iter().collect()
        })
        .collect()
}

/// The best few nodes of each other agreement, compared without their words.
fn offers(corpus: &Corpus, space: &Space, node: u32, everything: bool) -> Vec<u32> {
    let meaning = &space.meaning;
    let shared = meaning.letters.as_ref().map(|letters| letters.shared(node));
    let own = corpus.agreement[node as usize];
    let mut found: Vec<u32> = Vec::new();
    let mut best: Vec<Hit> = Vec::new();
    let mut last = None;
    for other in 0..corpus.len() as u32 {
        let agreement = corpus.agreement[other as usize];
        if last != Some(agreement) {
            found.extend(best.drain(..).map(|hit| hit.0));
            last = Some(agreement);
        }
        if agreement == own || !(everything || meaning.foreign(node, other)) {
            continue;
        }
        let likeness = match &shared {
            Some(shared) => shared[other as usize],
            None => meaning.across(&space.dense, node, other),
        };
        let place = best.partition_point(|hit| hit.1 >= likeness);
        if place < OFFERS && likeness > 0.0 {
            best.insert(place, (other, likeness));
            best.truncate(OFFERS);
        }
    }
    found.extend(best.into_iter().map(|hit| hit.0));
    found
}
