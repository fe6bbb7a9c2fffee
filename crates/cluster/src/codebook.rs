//! Guided search: clauses ranked for the known elements of a codebook.

use crate::chances::{Chances, ClauseFeatures, ElementRows, NONE, keep_best};
use crate::corpus::Corpus;
use crate::dense::{dot, unit};
use crate::evidence::{Evidence, language};
use crate::logistic;
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
    let judged = judgements(&corpus, compared.clauses.len(), elements);
    let asked = asked(compared, &corpus, elements, &judged);
    judged
        .par_iter()
        .zip(&asked)
        .map(|(judged, asked)| ranked(&corpus, asked, judged, compared.chances))
        .collect()
}

/// What is asked about every clause for each element: what the chances of guided search are trained on. Clauses that are
/// confirmed for an element have no row, for they are known.
pub fn guided_rows(compared: Compared<'_>, elements: &[Element]) -> Vec<ElementRows> {
    let corpus = Corpus::of(compared);
    let judged = judgements(&corpus, compared.clauses.len(), elements);
    let asked = asked(compared, &corpus, elements, &judged);
    let rows = |(asked, judged): (&Asked, &Judged)| ElementRows {
        rows: (0..corpus.len())
            .filter(|node| !judged.confirmed.contains(&(*node as u32)))
            .map(|node| (corpus.given[node], corpus.agreement[node], asked.features[node].to_vec()))
            .collect(),
        experience: asked.experience,
        by_model: asked.by_model.iter().any(|by_model| *by_model),
    };
    asked.iter().zip(&judged).map(rows).collect()
}

/// The features of every node for one element.
struct Asked {
    features: Vec<ClauseFeatures>,
    experience: f32,
    /// Whether a sentence model has read both the element and the node.
    by_model: Vec<bool>,
    /// Whether each node has anything in common with the element: what has not is in no order.
    fits: Vec<bool>,
}

fn asked(compared: Compared<'_>, corpus: &Corpus, elements: &[Element], judged: &[Judged]) -> Vec<Asked> {
    let reader = Reader::new(languages(corpus, elements));
    let words = Words::of(corpus, &reader);
    let space = Space::of(corpus, &words, &reader, compared.vectors, Mix::guided(compared.params));
    let params = &compared.params.guided;
    let own: Vec<Likeness> = elements
        .par_iter()
        .map(|element| likeness_to(&space, &query(&words, &reader, &space, element, params), params))
        .collect();
    let postings = space.rows.transposed();
    let votes: Vec<Vec<f32>> =
        judged.par_iter().map(|judged| votes(&space, &postings, &judged.confirmed, params)).collect();
    let terms = words.terms();
    let models: Vec<Vec<f32>> = meant(compared, corpus, elements);
    let known = compared.vectors.and_then(|vectors| vectors.language);
    let reads: Vec<bool> =
        corpus.language.iter().map(|language| known.is_none_or(|known| known == *language)).collect();
    let meanings: Vec<Vec<f32>> = own.iter().map(|own| own.meaning.clone()).collect();
    let rivals = Rivals { meaning: greatest(&meanings), votes: greatest(&votes), models: greatest(&models) };
    (0..elements.len())
        .into_par_iter()
        .map(|element| {
            let experience = experience(judged[element].confirmed.len(), params);
            let wanted = &elements[element];
            let evidence = Evidence::of(&words, &terms, &reader, &space.weights, wanted, params);
            let given = Given {
                own: &own[element],
                evidence: &evidence,
                votes: &votes[element],
                models: models.get(element).map(Vec::as_slice),
                experience,
            };
            let by_model = reads.iter().map(|reads| *reads && given.models.is_some()).collect();
            let known: BTreeSet<u32> =
                judged[element].confirmed.iter().flat_map(|&node| &terms[node as usize]).copied().collect();
            let fits = (0..corpus.len())
                .map(|node| {
                    given.own.words[node] > 0.0
                        || terms[node].iter().any(|term| known.contains(term))
                        || given.models.is_some_and(|models| models[node] > params.alike)
                        || (space.meaning.tongues > 1 && given.votes[node] > 0.0)
                })
                .collect();
            Asked { features: features(corpus, element, &given, &rivals), experience, by_model, fits }
        })
        .collect()
}

/// How like each node is to the words of an element, and to what the nodes nearest to these have in common.
struct Likeness {
    words: Vec<f32>,
    meaning: Vec<f32>,
}

/// The greatest claims of all elements on each node.
struct Rivals {
    meaning: Vec<Claim>,
    votes: Vec<Claim>,
    models: Vec<Claim>,
}

/// What is known of an element.
struct Given<'a> {
    own: &'a Likeness,
    evidence: &'a Evidence,
    votes: &'a [f32],
    /// Likenesses by the sentence model, where there is one.
    models: Option<&'a [f32]>,
    experience: f32,
}

/// Nothing here goes by the best of all clauses, nor by there being other elements: these can only take away. So an
/// element that is nowhere is likely nowhere, and one that is asked alone is not everywhere.
fn features(corpus: &Corpus, element: usize, given: &Given<'_>, rivals: &Rivals) -> Vec<ClauseFeatures> {
    let Given { own, evidence, votes, models, experience } = given;
    let places = places(corpus, own, votes);
    let (usual, usual_model) = (Usual::of(&own.words), models.map(Usual::of).unwrap_or_default());
    let taken = |claims: &[Claim], node: usize, own: f32| {
        claims.get(node).map_or(0.0, |claim| (claim.without(element) - own).max(0.0))
    };
    (0..corpus.len())
        .map(|node| {
            let (words, meaning, vote) = (own.words[node], own.meaning[node], votes[node]);
            let model = models.map_or(0.0, |models| models[node]);
            [
                1.0,
                words,
                words.sqrt(),
                words * evidence.known,
                usual.above(words),
                meaning,
                meaning * evidence.best,
                taken(&rivals.meaning, node, meaning),
                1.0 / (1.0 + places[node] as f32),
                evidence.found[node],
                evidence.best,
                evidence.known,
                evidence.length[node],
                vote,
                taken(&rivals.votes, node, vote),
                *experience,
                model,
                usual_model.above(model),
                taken(&rivals.models, node, model),
            ]
        })
        .collect()
}

/// The usual score of an element, most clauses carrying none: mean and standard deviation.
#[derive(Default)]
struct Usual {
    mean: f32,
    spread: f32,
}

impl Usual {
    fn of(scores: &[f32]) -> Self {
        let count = scores.len().max(1) as f32;
        let mean = scores.iter().sum::<f32>() / count;
        let spread = (scores.iter().map(|score| (score - mean).powi(2)).sum::<f32>() / count).sqrt();
        Self { mean, spread }
    }

    /// How far a score is above it, in fives of its standard deviations, within bounds.
    fn above(&self, score: f32) -> f32 {
        ((score - self.mean) / (self.spread + 1e-6)).clamp(-3.0, 15.0) / 5.0
    }
}

/// How like each node is to the definition or the likeliest phrase of each element by the sentence model, without what all
/// clauses have in common; nothing where the elements have no vectors.
fn meant(compared: Compared<'_>, corpus: &Corpus, elements: &[Element]) -> Vec<Vec<f32>> {
    let Some(vectors) = compared.vectors.filter(|vectors| vectors.width > 0) else { return Vec::new() };
    let width = vectors.width;
    let whole = |element: &Element| {
        !element.vectors.is_empty() && element.vectors.iter().all(|vector| vector.len() == width)
    };
    if !elements.iter().all(whole) {
        return Vec::new();
    }
    let given =
        |node: usize| vectors.values.get(corpus.given[node] * width..).and_then(|row| row.get(..width));
    let mut mean = vec![0.0f32; width];
    for row in (0..corpus.len()).filter_map(given) {
        mean.iter_mut().zip(row).for_each(|(m, x)| *m += x / corpus.len() as f32);
    }
    let centred = |row: &[f32]| {
        let mut row: Vec<f32> = row.iter().zip(&mean).map(|(x, m)| x - m).collect();
        unit(&mut row);
        row
    };
    let nodes: Vec<Vec<f32>> =
        (0..corpus.len()).into_par_iter().map(|node| given(node).map(centred).unwrap_or_default()).collect();
    elements
        .par_iter()
        .map(|element| {
            let wanted: Vec<Vec<f32>> = element.vectors.iter().map(|vector| centred(vector)).collect();
            let best = |node: &Vec<f32>| wanted.iter().map(|wanted| dot(wanted, node)).fold(0.0, f32::max);
            nodes.iter().map(best).collect()
        })
        .collect()
}

/// The place of each node among those of its agreement by how well it fits, from 0.
fn places(corpus: &Corpus, own: &Likeness, votes: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..corpus.len()).collect();
    let fit = |node: usize| own.words[node] + corpus.params.guided.latent * own.meaning[node] + votes[node];
    order.sort_by(|&a, &b| {
        corpus.agreement[a].cmp(&corpus.agreement[b]).then(fit(b).total_cmp(&fit(a))).then(a.cmp(&b))
    });
    let mut places = vec![0; corpus.len()];
    for agreement in order.chunk_by(|&a, &b| corpus.agreement[a] == corpus.agreement[b]) {
        agreement.iter().enumerate().for_each(|(place, &node)| places[node] = place);
    }
    places
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
fn likeness_to(space: &Space, query: &[(u32, f32)], params: &Guided) -> Likeness {
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
    let meaning = (0..lexical.len()).map(|node| dot(&latent, space.dense.row(node)).max(0.0)).collect();
    Likeness { words: lexical, meaning }
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

/// The clauses by their chances, confirmed ones first; proposed is what is likelier right than not.
fn ranked(corpus: &Corpus, asked: &Asked, judged: &Judged, chances: &Chances) -> Match {
    let confirmed: BTreeSet<u32> = judged.confirmed.iter().copied().collect();
    // A clause that was both is confirmed.
    let rejected: BTreeSet<u32> =
        judged.rejected.iter().copied().filter(|node| !confirmed.contains(node)).collect();
    let by = |node: u32| chances.by(asked.by_model[node as usize]);
    let logits: Vec<f32> =
        (0u32..).zip(&asked.features).map(|(node, features)| by(node).logit(features)).collect();
    let open =
        |node: &u32| !rejected.contains(node) && !confirmed.contains(node) && asked.fits[*node as usize];
    let mut best: BTreeMap<u32, ([f32; 3], u32)> = BTreeMap::new();
    for node in (0..logits.len() as u32).filter(open) {
        let logit = logits[node as usize];
        let (best, first) = best.entry(corpus.agreement[node as usize]).or_insert(([NONE; 3], node));
        if logit > best[0] {
            *first = node;
        }
        keep_best(best, logit);
    }
    let mut cells: BTreeMap<u32, (u32, f32)> = best
        .into_iter()
        .map(|(agreement, (best, first))| (agreement, (first, by(first).cell(best, asked.experience))))
        .collect();
    confirmed.iter().for_each(|&node| {
        cells.insert(corpus.agreement[node as usize], (node, 1.0));
    });
    // The best clause of a cell is what the cell rests on: it is at least as likely.
    let chance = |node: u32| {
        let own = logistic::chance(logits[node as usize]);
        match cells.get(&corpus.agreement[node as usize]) {
            _ if confirmed.contains(&node) => 1.0,
            Some(&(first, cell)) if first == node => own.max(cell),
            _ => own,
        }
    };
    let mut order: Vec<u32> =
        (0..logits.len() as u32).filter(|node| open(node) || confirmed.contains(node)).collect();
    order.sort_by(|&a, &b| {
        let known = confirmed.contains(&b).cmp(&confirmed.contains(&a));
        let fits = logits[b as usize].total_cmp(&logits[a as usize]);
        known.then(chance(b).total_cmp(&chance(a))).then(fits).then(a.cmp(&b))
    });
    let cut = order.iter().filter(|node| chance(**node) >= 0.5).count();
    let member = |node: u32, similarity: f32| Member {
        clause: corpus.given[node as usize],
        similarity,
        same_as: None,
    };
    Match {
        ranked: order.iter().map(|&node| member(node, chance(node))).collect(),
        cut,
        cells: cells.values().map(|&(first, chance)| member(first, chance)).collect(),
    }
}

#[cfg(test)]
#[path = "codebook_tests.rs"]
mod tests;
