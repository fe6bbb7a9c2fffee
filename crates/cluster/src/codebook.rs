//! Guided search: clauses ranked for the known elements of a codebook.

use crate::corpus::Corpus;
use crate::dense::{dot, unit};
use crate::space::{GUIDED, Space};
use crate::sparse::{add, normalise};
use crate::words::{Reader, Words};
use crate::{Element, Match, Member};
use crosscut_text::{Clause, Language};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What the name and the phrases of an element count beside its definition.
const NAME: f32 = 0.7;
const PHRASES: f32 = 0.7;
/// Clauses whose latent mean speaks for an element that has no confirmed ones (pseudo-relevance feedback).
const FEEDBACK: usize = 10;
/// What the latent directions count beside the words.
const LATENT: f32 = 0.5;
/// What the vote of the nearest confirmed clauses counts, and how many vote.
const VOTE: f32 = 2.0;
const VOTERS: usize = 3;
/// Proposed is what reaches this share of the best clause's score …
const CUT: f32 = 0.55;
/// … and is not weak beside what the other elements reach: this share of their median best score.
const WEAK: f32 = 0.3;

pub(crate) fn match_codebook(clauses: &[Clause], elements: &[Element]) -> Vec<Match> {
    let corpus = Corpus::of(clauses);
    if corpus.len() == 0 {
        return vec![Match::default(); elements.len()];
    }
    let written =
        elements.iter().flat_map(|element| [language(&element.definition), language(&element.name)]);
    let phrases = elements.iter().flat_map(|element| element.phrases.iter().map(|phrase| language(phrase)));
    let reader = Reader::new(corpus.language.iter().copied().chain(written).chain(phrases));
    let words = Words::of(&corpus, &reader);
    let space = Space::of(&corpus, &words, &reader, None, GUIDED);
    let mut node_of = vec![None; clauses.len()];
    corpus.given.iter().enumerate().for_each(|(node, &i)| node_of[i] = Some(node as u32));
    let nodes = |given: &[usize]| -> Vec<u32> { given.iter().filter_map(|&i| *node_of.get(i)?).collect() };
    let scores: Vec<Vec<f32>> = elements
        .par_iter()
        .map(|element| {
            let query = query(&words, &reader, &space, element);
            score(&space, &query, &nodes(&element.confirmed))
        })
        .collect();
    let best = |scores: &Vec<f32>| scores.iter().copied().fold(0.0, f32::max);
    let mut tops: Vec<f32> = scores.iter().map(best).collect();
    tops.sort_by(f32::total_cmp);
    let median = tops.get(tops.len() / 2).copied().unwrap_or_default();
    elements
        .par_iter()
        .zip(&scores)
        .map(|(element, scores)| {
            let floor = (CUT * best(scores)).max(WEAK * median);
            ranked(&corpus, scores, &nodes(&element.confirmed), &nodes(&element.rejected), floor)
        })
        .collect()
}

/// The words of an element as a row of length 1.
fn query(words: &Words, reader: &Reader, space: &Space, element: &Element) -> Vec<(u32, f32)> {
    let row = |text: &str| space.weights.row(&words.counts_of(reader, text, language(text)));
    let mut query = add(&row(&element.definition), &row(&element.name), NAME);
    let share = PHRASES / element.phrases.len().max(1) as f32;
    for phrase in &element.phrases {
        query = add(&query, &row(phrase), share);
    }
    normalise(&mut query);
    query
}

/// How well each node fits.
fn score(space: &Space, query: &[(u32, f32)], confirmed: &[u32]) -> Vec<f32> {
    let mut weights = vec![0.0f32; space.rows.width];
    query.iter().for_each(|&(term, value)| weights[term as usize] = value);
    let lexical: Vec<f32> = (0..space.rows.len())
        .map(|node| space.rows.row(node).map(|(term, value)| value * weights[term as usize]).sum())
        .collect();
    let mut order: Vec<usize> = (0..lexical.len()).filter(|&node| lexical[node] > 0.0).collect();
    order.sort_by(|&a, &b| lexical[b].total_cmp(&lexical[a]).then(a.cmp(&b)));
    let mut latent = vec![0.0f32; space.dense.width];
    for &node in order.iter().take(FEEDBACK) {
        latent.iter_mut().zip(space.dense.row(node)).for_each(|(m, x)| *m += lexical[node] * x);
    }
    unit(&mut latent);
    (0..lexical.len())
        .map(|node| {
            let own = lexical[node] + LATENT * dot(&latent, space.dense.row(node)).max(0.0);
            own + VOTE * vote(space, node as u32, confirmed)
        })
        .collect()
}

/// Mean likeness to the nearest confirmed clauses: an element is profiled by its clauses, not its title.
fn vote(space: &Space, node: u32, confirmed: &[u32]) -> f32 {
    let mut alike: Vec<f32> =
        confirmed.iter().filter(|&&other| other != node).map(|&other| space.like(node, other)).collect();
    alike.sort_by(|x, y| y.total_cmp(x));
    alike.truncate(VOTERS);
    alike.iter().sum::<f32>() / alike.len().max(1) as f32
}

fn ranked(corpus: &Corpus, scores: &[f32], confirmed: &[u32], rejected: &[u32], floor: f32) -> Match {
    let confirmed: BTreeSet<u32> = confirmed.iter().copied().collect();
    let rejected: BTreeSet<u32> = rejected.iter().copied().filter(|node| !confirmed.contains(node)).collect();
    let top = scores.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let mut order: Vec<u32> = (0..scores.len() as u32)
        .filter(|node| !rejected.contains(node) && (scores[*node as usize] > 0.0 || confirmed.contains(node)))
        .collect();
    order.sort_by(|a, b| {
        let known = confirmed.contains(b).cmp(&confirmed.contains(a));
        known.then(scores[*b as usize].total_cmp(&scores[*a as usize])).then(a.cmp(b))
    });
    let proposed = |node: &&u32| confirmed.contains(node) || scores[**node as usize] >= floor;
    let cut = order.iter().filter(proposed).count();
    let similarity = |node: u32| {
        if confirmed.contains(&node) { 1.0 } else { (scores[node as usize] / top).clamp(0.0, 1.0) }
    };
    let member = |node: u32| Member { clause: corpus.given[node as usize], similarity: similarity(node) };
    Match { ranked: order.into_iter().map(member).collect(), cut }
}

/// Definitions are short; one whose language cannot be told is read as English.
fn language(text: &str) -> Language {
    match Language::detect(text) {
        Language::Undetermined => Language::English,
        language => language,
    }
}
