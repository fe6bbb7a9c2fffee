//! Guided search: clauses ranked for the known elements of a codebook.

use crate::corpus::Corpus;
use crate::dense::{dot, unit};
use crate::params::Guided;
use crate::space::{Mix, Space};
use crate::sparse::{Rows, add, normalise};
use crate::words::{Reader, Words};
use crate::{Compared, Element, Match, Member};
use crosscut_text::Language;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Confirmed clauses, and rows of all clauses, that are compared at once: enough for speed, few enough for memory.
const GROUP: usize = 32;
const BLOCK: usize = 256;
/// Ranks the clauses for each element of a codebook, by its definition alone or together with confirmed clauses.
///
/// ```
/// # use crosscut_text::{AgreementId, Clause, Eid, Language};
/// # let clause = |agreement: &str, eid: &str, text: &str| {
/// #     let (agreement, eid) = (AgreementId::slug(agreement), Eid::new(eid).unwrap());
/// #     Clause { language: Language::English, ..Clause::new(agreement, eid, text) }
/// # };
/// use crosscut_cluster::{Compared, Element, match_codebook};
/// let clauses = [
///     clause("pact", "art_1", "Each Party shall report incidents to the response team."),
///     clause("charter", "art_1", "The harbour dues are paid in shells."),
///     clause("charter", "art_2", "Operators tell the response team of an incident."),
/// ];
/// let element = Element {
///     name: "Incident reporting".into(),
///     definition: "Serious incidents are reported to a response team.".into(),
///     ..Element::default()
/// };
/// let found = &match_codebook(Compared::new(&clauses, None), &[element])[0];
/// assert_eq!(found.ranked[0].clause, 0);
/// assert!(found.ranked[..found.cut].iter().all(|member| member.clause != 1));
/// ```
pub fn match_codebook(compared: Compared<'_>, elements: &[Element]) -> Vec<Match> {
    let corpus = Corpus::of(compared);
    if corpus.len() == 0 {
        return vec![Match::default(); elements.len()];
    }
    let reader = Reader::new(languages(&corpus, elements));
    let words = Words::of(&corpus, &reader);
    let space = Space::of(&corpus, &words, &reader, compared.vectors, Mix::guided(compared.params));
    let params = &compared.params.guided;
    let judged = judgements(&corpus, compared.clauses.len(), elements);
    let own: Vec<Vec<f32>> = elements
        .par_iter()
        .map(|element| score(&space, &query(&words, &reader, &space, element, params), params))
        .collect();
    let postings = space.rows.transposed();
    let votes: Vec<Vec<f32>> =
        judged.par_iter().map(|judged| votes(&space, &postings, &judged.confirmed, params)).collect();
    let scores = against_each_other(&own, &votes, params);
    let weakest = params.weak * median_best(&scores);
    judged
        .par_iter()
        .zip(&scores)
        .map(|(judged, scores)| {
            let cut = params.cut - params.cut_less * experience(judged.confirmed.len(), params);
            ranked(&corpus, scores, judged, (cut * best(scores)).max(weakest))
        })
        .collect()
}

/// The languages of the clauses and of the elements' words.
fn languages<'a>(corpus: &'a Corpus, elements: &'a [Element]) -> impl Iterator<Item = Language> + 'a {
    let written = elements.iter().flat_map(|element| {
        [&element.definition, &element.name].into_iter().chain(&element.phrases).map(|text| language(text))
    });
    corpus.language.iter().copied().chain(written)
}

/// What people judged about an element, as nodes in the order given.
struct Judged {
    confirmed: Vec<u32>,
    rejected: Vec<u32>,
}

fn judgements(corpus: &Corpus, given: usize, elements: &[Element]) -> Vec<Judged> {
    let mut node_of = vec![None; given];
    corpus.given.iter().enumerate().for_each(|(node, &i)| node_of[i] = Some(node as u32));
    // Clauses that are not compared, and places beyond the list, are passed over.
    let nodes = |given: &[usize]| given.iter().filter_map(|&i| *node_of.get(i)?).collect();
    elements
        .iter()
        .map(|element| Judged { confirmed: nodes(&element.confirmed), rejected: nodes(&element.rejected) })
        .collect()
}

fn best(scores: &[f32]) -> f32 {
    scores.iter().copied().fold(0.0, f32::max)
}

/// The median over the elements of their best scores.
fn median_best(scores: &[Vec<f32>]) -> f32 {
    let mut tops: Vec<f32> = scores.iter().map(|scores| best(scores)).collect();
    tops.sort_by(f32::total_cmp);
    tops.get(tops.len() / 2).copied().unwrap_or_default()
}

/// The words of an element as a row of length 1.
fn query(
    words: &Words,
    reader: &Reader,
    space: &Space,
    element: &Element,
    params: &Guided,
) -> Vec<(u32, f32)> {
    let row = |text: &str| space.weights.row(&words.counts_of(reader, text, language(text)));
    let mut query = add(&row(&element.definition), &row(&element.name), params.name);
    let share = params.phrases / element.phrases.len().max(1) as f32;
    for phrase in &element.phrases {
        query = add(&query, &row(phrase), share);
    }
    normalise(&mut query);
    query
}

/// How well each node fits the words of an element.
fn score(space: &Space, query: &[(u32, f32)], params: &Guided) -> Vec<f32> {
    let mut weights = vec![0.0f32; space.rows.width];
    query.iter().for_each(|&(term, value)| weights[term as usize] = value);
    let lexical: Vec<f32> = (0..space.rows.len())
        .map(|node| space.rows.row(node).map(|(term, value)| value * weights[term as usize]).sum())
        .collect();
    let mut order: Vec<usize> = (0..lexical.len()).filter(|&node| lexical[node] > 0.0).collect();
    order.sort_by(|&a, &b| lexical[b].total_cmp(&lexical[a]).then(a.cmp(&b)));
    let mut latent = vec![0.0f32; space.dense.width];
    for &node in order.iter().take(params.feedback) {
        latent.iter_mut().zip(space.dense.row(node)).for_each(|(m, x)| *m += lexical[node] * x);
    }
    unit(&mut latent);
    (0..lexical.len())
        .map(|node| lexical[node] + params.latent * dot(&latent, space.dense.row(node)).max(0.0))
        .collect()
}

/// How much confirmed clauses are worth as evidence, 0 to 1, by their number.
fn experience(confirmed: usize, params: &Guided) -> f32 {
    confirmed as f32 / (confirmed as f32 + params.half_vote)
}

/// How like each node is to the nearest confirmed clauses (root mean square), weighed by how many there are: an element
/// is profiled by its clauses, not its title. `postings` are the nodes of each term.
fn votes(space: &Space, postings: &Rows, confirmed: &[u32], params: &Guided) -> Vec<f32> {
    // The nearest so far of each node, the nearest first.
    let voters = params.voters.max(1);
    let mut nearest = vec![0.0f32; voters * space.rows.len()];
    for group in confirmed.chunks(GROUP) {
        let alone = alone(space, postings, group);
        for &voter in group {
            let like = likeness(space, &alone, voter);
            for (node, (nearest, like)) in nearest.chunks_exact_mut(voters).zip(like).enumerate() {
                if node as u32 != voter && like > nearest[voters - 1] {
                    let place = nearest.partition_point(|&other| other >= like);
                    nearest[place..].rotate_right(1);
                    nearest[place] = like;
                }
            }
        }
    }
    let voted: BTreeSet<u32> = confirmed.iter().copied().collect();
    nearest
        .chunks_exact(voters)
        .enumerate()
        .map(|(node, nearest)| {
            // A confirmed clause does not vote for itself.
            let others = confirmed.len() - usize::from(voted.contains(&(node as u32)));
            let mean = nearest.iter().map(|x| x * x).sum::<f32>() / others.clamp(1, voters) as f32;
            mean.sqrt() * experience(confirmed.len(), params)
        })
        .collect()
}

/// How like every node alone is to some nodes alone: by words, and by latent directions.
type Alone = BTreeMap<u32, Vec<(f32, f32)>>;

/// How like every node is to one: [`Space::like`], from the likenesses of both alone and of those before and after them.
fn likeness<'a>(space: &'a Space, alone: &'a Alone, one: u32) -> impl Iterator<Item = f32> + 'a {
    let sides = space.with_adjacent(one).map(|one| alone.get(&one?).map(Vec::as_slice));
    (0..space.rows.len() as u32).map(move |node| {
        let mut like = [(0.0, 0.0); 3];
        for ((like, side), node) in like.iter_mut().zip(sides).zip(space.with_adjacent(node)) {
            if let (Some(side), Some(node)) = (side, node) {
                *like = side[node as usize];
            }
        }
        let [own, before, after] = like;
        let lexical = own.0 + space.sequence * (before.0 + after.0);
        let latent = own.1 + space.sequence * (before.1 + after.1);
        0.5 * (lexical + latent)
    })
}

/// How like every node alone is to each of some, and to those before and after these.
fn alone(space: &Space, postings: &Rows, some: &[u32]) -> Alone {
    let ones = some.iter().flat_map(|&one| space.with_adjacent(one)).flatten();
    let mut alone: Alone = ones.map(|one| (one, vec![(0.0, 0.0); space.rows.len()])).collect();
    for (one, like) in &mut alone {
        for (term, weight) in space.rows.row(*one as usize) {
            postings.row(term as usize).for_each(|(node, value)| like[node as usize].0 += weight * value);
        }
    }
    // A block of rows stays close to the processor while all are compared with it.
    for block in (0..space.rows.len()).step_by(BLOCK) {
        for (&one, like) in &mut alone {
            let directions = space.dense.row(one as usize);
            for (node, like) in like.iter_mut().enumerate().skip(block).take(BLOCK) {
                if space.meaning.foreign(one, node as u32) {
                    let across = space.meaning.across(&space.dense, one, node as u32);
                    *like = (across, across);
                } else {
                    like.1 = dot(directions, space.dense.row(node));
                }
            }
        }
    }
    alone
}

/// The scores of every element when what the others claim counts against it.
fn against_each_other(own: &[Vec<f32>], votes: &[Vec<f32>], params: &Guided) -> Vec<Vec<f32>> {
    let all: Vec<Vec<f32>> = own
        .iter()
        .zip(votes)
        .map(|(own, votes)| own.iter().zip(votes).map(|(own, vote)| own + params.vote * vote).collect())
        .collect();
    let (voted, said) = (greatest(votes), greatest(&all));
    (0..own.len())
        .into_par_iter()
        .map(|i| {
            let node = |(node, score): (usize, &f32)| {
                let claimed =
                    params.claimed * voted[node].without(i) + params.claimed_by_words * said[node].without(i);
                if *score > 0.0 { (score - claimed).max(1e-6) } else { 0.0 }
            };
            all[i].iter().enumerate().map(node).collect()
        })
        .collect()
}

/// The greatest claim on a node, whose it is, and the next one.
#[derive(Clone, Copy, Default)]
struct Claim {
    of: usize,
    most: f32,
    next: f32,
}

impl Claim {
    /// The greatest claim of another element.
    fn without(self, element: usize) -> f32 {
        if self.of == element { self.next } else { self.most }
    }
}

/// The greatest claims on each node, by every element's claims on all nodes.
fn greatest(claims: &[Vec<f32>]) -> Vec<Claim> {
    let mut greatest = vec![Claim::default(); claims.first().map_or(0, Vec::len)];
    for (of, row) in claims.iter().enumerate() {
        for (claim, &value) in greatest.iter_mut().zip(row) {
            if value > claim.most {
                *claim = Claim { of, most: value, next: claim.most };
            } else if value > claim.next {
                claim.next = value;
            }
        }
    }
    greatest
}

/// The clauses in the order of their scores, confirmed ones first; proposed is what reaches `floor`.
fn ranked(corpus: &Corpus, scores: &[f32], judged: &Judged, floor: f32) -> Match {
    let confirmed: BTreeSet<u32> = judged.confirmed.iter().copied().collect();
    // A clause that was both is confirmed.
    let rejected: BTreeSet<u32> =
        judged.rejected.iter().copied().filter(|node| !confirmed.contains(node)).collect();
    let mut order: Vec<u32> = (0..scores.len() as u32)
        .filter(|node| !rejected.contains(node) && (scores[*node as usize] > 0.0 || confirmed.contains(node)))
        .collect();
    order.sort_by(|a, b| {
        let known = confirmed.contains(b).cmp(&confirmed.contains(a));
        known.then(scores[*b as usize].total_cmp(&scores[*a as usize])).then(a.cmp(b))
    });
    let cut =
        order.iter().filter(|node| confirmed.contains(node) || scores[**node as usize] >= floor).count();
    let params = &corpus.params.guided;
    let top = scores.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    let ranked = order
        .into_iter()
        .map(|node| {
            let share = (scores[node as usize] / top).clamp(0.0, 1.0);
            let chance = 1.0 / (1.0 + (-params.platt_constant - params.platt_share * share).exp());
            Member {
                clause: corpus.given[node as usize],
                similarity: if confirmed.contains(&node) { 1.0 } else { chance },
                same_as: None,
            }
        })
        .collect();
    Match { ranked, cut }
}

/// Definitions are short; one whose language cannot be detected is read as English.
fn language(text: &str) -> Language {
    match Language::detect(text) {
        Language::Undetermined => Language::English,
        language => language,
    }
}

#[cfg(test)]
#[path = "codebook_tests.rs"]
mod tests;
