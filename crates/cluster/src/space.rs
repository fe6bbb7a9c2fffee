//! The space in which clauses are compared: words in context, and the corpus's own latent directions.

use crate::Vectors;
use crate::corpus::Corpus;
use crate::dense::{Dense, dot, unit};
use crate::links::{Hit, reciprocal};
use crate::lsa;
use crate::meaning::Meaning;
use crate::params::{Across, Guided, Latent, Params};
use crate::sparse::{Rows, Spread, Weights, add, normalise};
use crate::words::{Reader, Words};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How words are weighed, and how much a clause's surroundings count relative to its own words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mix {
    lead_in: f32,
    heading: f32,
    article: f32,
    /// Power of the inverse document frequency.
    power: f32,
    /// Whether words of a single agreement count.
    all_words: bool,
}

impl Mix {
    /// Between clauses of different agreements.
    pub(crate) fn across(params: &Params) -> Self {
        let Across { lead_in, heading, article, power, .. } = params.across;
        Self { lead_in, heading, article, power, all_words: false }
    }

    /// Between clauses and a definition, which is short and general: the surroundings say more, and so do rare words.
    pub(crate) fn guided(params: &Params) -> Self {
        let Guided { lead_in, heading, article, power, .. } = params.guided;
        Self { lead_in, heading, article, power, all_words: true }
    }
}

/// How many latent directions suit so many nodes: more separate more, until they cost more time than they are worth in
/// a large collection.
fn dimensions(nodes: usize, params: &Latent) -> usize {
    // Not `clamp`: a shaken minimum may be above the maximum.
    let wanted = (nodes / params.clauses.max(1)).max(params.fewest).min(params.most);
    wanted.min((params.budget / nodes.max(1)).max(params.fewest_of_many))
}

/// Vectors of all nodes.
pub(crate) struct Space {
    pub(crate) rows: Rows,
    pub(crate) weights: Weights,
    pub(crate) dense: Dense,
    pub(crate) meaning: Meaning,
    /// Dense vectors before they were drawn towards their best hits.
    own: Dense,
    before: Vec<Option<u32>>,
    after: Vec<Option<u32>>,
    /// What the nodes before and after count.
    pub(crate) sequence: f32,
}

impl Space {
    pub(crate) fn of(
        corpus: &Corpus,
        words: &Words,
        reader: &Reader,
        vectors: Option<&Vectors>,
        mix: Mix,
    ) -> Self {
        let (rows, weights) = lexical(corpus, words, reader, mix);
        let mut dense =
            lsa::reduce(&rows, dimensions(corpus.len(), &corpus.params.latent), &corpus.params.latent);
        centre(corpus, &mut dense);
        let meaning = Meaning::of(corpus, vectors, &mut dense);
        let (before, after) = sequence(corpus);
        let own = dense.clone();
        Self { rows, weights, own, dense, meaning, before, after, sequence: corpus.params.across.sequence }
    }

    /// Likeness of two nodes: their own, and a little of those before and after them.
    pub(crate) fn like(&self, a: u32, b: u32) -> f32 {
        0.5 * (self.lexical(a, b) + self.latent(a, b))
    }

    /// The part of the likeness that words make.
    pub(crate) fn lexical(&self, a: u32, b: u32) -> f32 {
        self.in_sequence(a, b, |x, y| {
            if self.meaning.foreign(x, y) {
                self.meaning.across(&self.own, x, y)
            } else {
                self.rows.dot(x as usize, y as usize)
            }
        })
    }

    /// A node itself, and those before and after it.
    pub(crate) fn with_adjacent(&self, node: u32) -> [Option<u32>; 3] {
        [Some(node), self.before[node as usize], self.after[node as usize]]
    }

    /// [`Self::lexical`] of one node to many, sorted by node. `desk` keeps the memory from one call to the next.
    pub(crate) fn lexical_to(&self, node: u32, others: &[u32], desk: &mut [Spread; 3]) -> Vec<Hit> {
        for (spread, at) in desk.iter_mut().zip(self.with_adjacent(node)) {
            spread.clear();
            at.into_iter().for_each(|at| spread.add(self.rows.row(at as usize)));
        }
        let [own, before, after] = desk;
        let [_, previous, next] = self.with_adjacent(node);
        let adjacent = |spread: &Spread, mine: Option<u32>, other: Option<u32>| {
            mine.and(other).map_or(0.0, |other| spread.dot(self.rows.row(other as usize)))
        };
        others
            .iter()
            .map(|&other| {
                let sequence = adjacent(before, previous, self.before[other as usize])
                    + adjacent(after, next, self.after[other as usize]);
                (other, own.dot(self.rows.row(other as usize)) + self.sequence * sequence)
            })
            .collect()
    }

    /// The part of the likeness that latent directions make.
    pub(crate) fn latent(&self, a: u32, b: u32) -> f32 {
        self.in_sequence(a, b, |x, y| {
            if self.meaning.foreign(x, y) {
                self.meaning.across(&self.dense, x, y)
            } else {
                dot(self.dense.row(x as usize), self.dense.row(y as usize))
            }
        })
    }

    fn in_sequence(&self, a: u32, b: u32, alone: impl Fn(u32, u32) -> f32) -> f32 {
        let (i, j) = (a as usize, b as usize);
        let before = self.before[i].zip(self.before[j]).map_or(0.0, |(x, y)| alone(x, y));
        let after = self.after[i].zip(self.after[j]).map_or(0.0, |(x, y)| alone(x, y));
        alone(a, b) + self.sequence * (before + after)
    }

    /// The mean vectors of some nodes: by term, sorted; by latent direction.
    pub(crate) fn mean(&self, nodes: &[u32]) -> (Vec<(u32, f32)>, Vec<f32>) {
        let share = 1.0 / nodes.len().max(1) as f32;
        let mut words: Vec<(u32, f32)> = Vec::new();
        let mut latent = vec![0.0f32; self.dense.width];
        for &node in nodes {
            words.extend(self.rows.row(node as usize).map(|(term, value)| (term, value * share)));
            latent.iter_mut().zip(self.dense.row(node as usize)).for_each(|(m, x)| *m += x * share);
        }
        (add(&[], &words, 1.0), latent)
    }

    /// Draws every dense vector towards the mean of its reciprocal best hits: a clause is profiled by what other
    /// agreements say in its place (pseudo-relevance feedback, Rocchio 1971). The more hits, the stronger the pull.
    pub(crate) fn draw_together(&mut self, hits: &[Vec<Hit>], params: &Latent) {
        let width = self.own.width;
        let mut dense = self.own.clone();
        dense.values.par_chunks_mut(width.max(1)).enumerate().for_each(|(node, row)| {
            let mut mean = vec![0.0f32; width];
            let mut total = 0.0;
            for &(other, weight) in reciprocal(hits, node as u32).iter() {
                total += weight;
                mean.iter_mut().zip(self.own.row(other as usize)).for_each(|(m, x)| *m += weight * x);
            }
            if total > 0.0 {
                unit(&mut mean);
                let pull = params.pull * total / (total + params.half_pull);
                row.iter_mut().zip(mean).for_each(|(x, m)| *x += pull * m);
                unit(row);
            }
        });
        self.dense = dense;
    }
}

/// TF-IDF rows of the clauses in their context.
fn lexical(corpus: &Corpus, words: &Words, reader: &Reader, mix: Mix) -> (Rows, Weights) {
    let counts: Vec<Vec<(u32, f32)>> =
        (0..corpus.len()).into_par_iter().map(|node| words.counts(node)).collect();
    let weights = Weights::of(&counts, &corpus.agreement, words.width(), mix.power, mix.all_words);
    let own: Vec<Vec<(u32, f32)>> = counts.par_iter().map(|counts| weights.row(counts)).collect();
    // Of a million clauses each of these lists takes a gigabyte: none is kept beside the next one.
    drop(counts);
    let blocks = blocks(corpus, &own);
    let rows: Vec<Vec<(u32, f32)>> = own
        .into_par_iter()
        .enumerate()
        .map(|(node, mut row)| {
            let context = &corpus.context[node];
            for (text, weight) in [(&context.lead_in, mix.lead_in), (&context.heading, mix.heading)] {
                if !text.is_empty() {
                    let counts = words.counts_of(reader, text, corpus.language[node]);
                    row = add(&row, &weights.row(&counts), weight);
                }
            }
            if let Some(block) = context.block.and_then(|block| blocks.get(&block)) {
                row = add(&row, block, mix.article);
            }
            normalise(&mut row);
            row
        })
        .collect();
    (Rows::new(&rows, words.width()), weights)
}

/// The strongest terms of each block, as one vector of length 1.
fn blocks(corpus: &Corpus, own: &[Vec<(u32, f32)>]) -> BTreeMap<u32, Vec<(u32, f32)>> {
    let mut sums: BTreeMap<u32, BTreeMap<u32, f32>> = BTreeMap::new();
    for (context, row) in corpus.context.iter().zip(own) {
        if let Some(block) = context.block {
            let sum = sums.entry(block).or_default();
            row.iter().for_each(|&(term, value)| *sum.entry(term).or_default() += value);
        }
    }
    let strongest = |sum: BTreeMap<u32, f32>| {
        let mut terms: Vec<(u32, f32)> = sum.into_iter().collect();
        terms.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        terms.truncate(corpus.params.across.article_terms);
        terms.sort_by_key(|&(term, _)| term);
        normalise(&mut terms);
        terms
    };
    sums.into_iter().map(|(block, sum)| (block, strongest(sum))).collect()
}

/// Takes a part of each agreement's mean out of its vectors, so that house style and subject do not pass for
/// likeness. With few agreements the mean is mostly what they are about, and less of it is taken.
fn centre(corpus: &Corpus, dense: &mut Dense) {
    let Latent { mean, half_mean, .. } = corpus.params.latent;
    let share = mean * corpus.agreements as f32 / (corpus.agreements as f32 + half_mean);
    let width = dense.width;
    let mut means = Dense::zeros(corpus.agreements, width);
    let mut sizes = vec![0.0f32; corpus.agreements];
    for (node, &agreement) in corpus.agreement.iter().enumerate() {
        let agreement = agreement as usize;
        sizes[agreement] += 1.0;
        let mean = &mut means.values[agreement * width..(agreement + 1) * width];
        mean.iter_mut().zip(dense.row(node)).for_each(|(m, x)| *m += x);
    }
    dense.values.par_chunks_mut(width.max(1)).zip(&corpus.agreement).for_each(|(row, &agreement)| {
        let agreement = agreement as usize;
        let scale = share / sizes[agreement];
        row.iter_mut().zip(means.row(agreement)).for_each(|(x, m)| *x -= scale * m);
    });
    dense.normalise();
}

/// The nodes before and after each node in its agreement; none for nodes of an article, whose block says more.
fn sequence(corpus: &Corpus) -> (Vec<Option<u32>>, Vec<Option<u32>>) {
    let free = |node: usize| corpus.context[node].block.is_none();
    let linked = |a: usize, b: usize| {
        b < corpus.len() && corpus.agreement[a] == corpus.agreement[b] && free(a) && free(b)
    };
    let after = (0..corpus.len()).map(|node| linked(node, node + 1).then_some(node as u32 + 1)).collect();
    let before =
        (0..corpus.len()).map(|node| (node > 0 && linked(node - 1, node)).then(|| node as u32 - 1)).collect();
    (before, after)
}
