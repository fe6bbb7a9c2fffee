//! What a decision on a draft is worth: the chance that it is one element, and how much of it is new.

use crate::corpus::Corpus;
use crate::draft::{Draft, Level, sample};
use crate::form::{Substance, Worth};
use crate::params::Order;
use crate::profile::Profile;
use crate::shared::{mean_length, shared};
use crate::space::Space;
use crate::trim::across;
use crate::versions::once;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is known about a draft before a person has seen it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Merit {
    /// Mean likeness between its clauses of different agreements, 0 to 1.
    pub(crate) cohesion: f32,
    /// Chance that most of its clauses are about one element.
    pub(crate) chance: f32,
    /// Mean chance of its pairs of clauses of different agreements to be about the same.
    pairs: f32,
    /// How many agreements it is of.
    pub(crate) agreements: usize,
    /// Numbers of the instruments that these are, sorted: versions of one count once.
    instruments: Vec<u32>,
    /// Mean vectors: terms, latent directions.
    words: Vec<(u32, f32)>,
    latent: Vec<f32>,
    /// Likeness inside, without neighbours, comparable with that between two means.
    inside: f32,
    /// The two articles that it is all from, if it is of two agreements.
    family: Option<[u32; 2]>,
    /// Whether and how probably its clauses ask something of someone.
    pub(crate) worth: Worth,
}

/// What is known of all nodes and agreements.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    /// The terms of each node, each once, sorted.
    pub(crate) terms: &'a [Vec<u32>],
    /// The instrument of each agreement.
    pub(crate) instruments: &'a [u32],
}

pub(crate) fn merits(
    corpus: &Corpus,
    space: &Space,
    known: Known<'_>,
    substance: &Substance,
    drafts: &[Draft],
) -> Vec<Merit> {
    drafts
        .par_iter()
        .map_init(
            || Profile::new(space),
            |profile, draft| Merit {
                worth: substance.worth(corpus, &draft.nodes),
                ..merit(corpus, space, known, draft, profile)
            },
        )
        .collect()
}

fn merit(corpus: &Corpus, space: &Space, known: Known<'_>, draft: &Draft, profile: &mut Profile) -> Merit {
    let nodes = once(corpus, known.instruments, &draft.nodes);
    let nodes = sample(&nodes, &corpus.params.communities);
    let agreement = |node: u32| corpus.agreement[node as usize];
    let (mut sum, mut pairs) = (0.0, 0usize);
    let mut alike = 0.0;
    for (&node, likeness) in nodes.iter().zip(across(corpus, space, &nodes, profile)) {
        let others = nodes.iter().filter(|&&other| agreement(other) != agreement(node)).count();
        sum += likeness * others as f32;
        pairs += others;
        alike += pair_chance(likeness, &corpus.params.order) * others as f32;
    }
    let cohesion = sum / pairs.max(1) as f32;
    let mut instruments: Vec<u32> =
        draft.nodes.iter().map(|&node| known.instruments[agreement(node) as usize]).collect();
    instruments.sort_unstable();
    instruments.dedup();
    let chance = &corpus.params.chance;
    let several = (instruments.len() as f32 / chance.several).min(1.0).ln();
    let common = match shared(corpus, known.terms, &nodes) {
        // Long clauses share words by their length alone.
        Some(words) => words * (chance.long / mean_length(known.terms, &nodes)).min(1.0),
        None => chance.usual_words,
    };
    let tight = f32::from(u8::from(draft.level == Level::Fine));
    let logit = chance.constant
        + chance.likeness * cohesion
        + chance.agreements * several
        + chance.tight * tight
        + chance.words * common / (common + chance.some_words);
    let (mut words, latent) = space.mean(&nodes);
    let size = nodes.len() as f32;
    let square =
        0.5 * (words.iter().map(|(_, x)| x * x).sum::<f32>() + latent.iter().map(|x| x * x).sum::<f32>());
    let inside = (size * size * square - size) / (size * size - size).max(1.0);
    let terms = corpus.params.order.terms.max(1);
    if words.len() > terms {
        words.select_nth_unstable_by(terms - 1, |x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        words.truncate(terms);
        words.sort_unstable_by_key(|&(term, _)| term);
    }
    Merit {
        cohesion,
        pairs: alike / pairs.max(1) as f32,
        chance: 1.0 / (1.0 + (-logit).exp()),
        agreements: corpus.spread(&draft.nodes),
        instruments,
        words,
        latent,
        inside: inside.max(1e-3),
        family: family(corpus, &draft.nodes),
        worth: Worth::default(),
    }
}

/// The articles of some nodes, if they are one of each of two agreements.
fn family(corpus: &Corpus, nodes: &[u32]) -> Option<[u32; 2]> {
    let blocks: Option<BTreeSet<u32>> =
        nodes.iter().map(|&node| corpus.context[node as usize].block).collect();
    let blocks: Vec<u32> = blocks?.into_iter().collect();
    <[u32; 2]>::try_from(blocks).ok().filter(|_| corpus.spread(nodes) == 2)
}

/// How probably a clause and others that it is so like are about the same.
fn pair_chance(likeness: f32, params: &Order) -> f32 {
    1.0 / (1.0 + (-(params.pair_constant + params.pair_likeness * likeness)).exp())
}

/// The order in which drafts are worth looking at, best first, and how many probably show something new: as many at its
/// beginning are listed. Drafts that are set aside come last.
///
/// Greedy: next comes the draft with the most cells (element × agreement) that are probably right and not yet shown.
/// A cell counts as shown as far as an earlier draft with that agreement is like this one.
pub(crate) fn order(
    merits: &[Merit],
    named: &[u32],
    width: usize,
    params: &Order,
    sure_first: bool,
) -> Ordered {
    let is_formal = |i: usize| merits[i].worth.form.is_some();
    let sure = |i: usize| merits[i].sure(params, sure_first);
    let mut by_chance: Vec<usize> = (0..merits.len()).collect();
    by_chance.sort_by(|&a, &b| merits[b].chance.total_cmp(&merits[a].chance).then(a.cmp(&b)));
    let mut pool: Vec<usize> = by_chance.iter().copied().filter(|&i| !is_formal(i)).collect();
    let plain = |&i: &usize| sure(i) * merits[i].instruments.len() as f32;
    pool.sort_by(|a, b| plain(b).total_cmp(&plain(a)).then(a.cmp(b)));
    pool.truncate(params.pool);
    let mut new: Vec<Vec<f32>> = pool.iter().map(|&i| vec![1.0; merits[i].instruments.len()]).collect();
    let mut taken = vec![false; merits.len()];
    let mut order = Vec::new();
    let mut adds = vec![0.0; merits.len()];
    let mut listed = 0;
    while order.len() < params.first.min(pool.len()) {
        let worth = |slot: usize| sure(pool[slot]) * new[slot].iter().sum::<f32>();
        let Some(next) = (0..pool.len())
            .filter(|&slot| !taken[pool[slot]])
            .max_by(|&a, &b| worth(a).total_cmp(&worth(b)).then(b.cmp(&a)))
        else {
            break;
        };
        let merit = &merits[pool[next]];
        adds[pool[next]] = new[next].iter().sum::<f32>();
        let shows = merit.chance >= params.likely && merit.chance * adds[pool[next]] >= params.new;
        listed += usize::from(shows);
        taken[pool[next]] = true;
        order.push(pool[next]);
        show(merit, merits, &pool, &mut new, width, params);
        let shown = named[pool[next]];
        let namesakes = pool.iter().zip(&mut new).filter(|(i, _)| named[**i] == shown);
        for (i, new) in namesakes {
            for (new, instrument) in new.iter_mut().zip(&merits[*i].instruments) {
                if merit.instruments.binary_search(instrument).is_ok() {
                    *new *= 1.0 - params.namesake * merit.chance;
                }
            }
        }
    }
    order.extend(by_chance.into_iter().filter(|&i| !taken[i]));
    order.sort_by_cached_key(|&i| is_formal(i));
    // Where agreements are few, hardly anything is sure; a list of a dozen would hide most of what there is.
    let listed = listed.max(params.least.min(pool.len()));
    Ordered { order, listed, adds }
}

/// Drafts in the order in which they are worth a decision.
pub(crate) struct Ordered {
    pub(crate) order: Vec<usize>,
    /// How many at its beginning are listed.
    pub(crate) listed: usize,
    /// For each draft, by its number, the cells that it probably adds to those before it.
    pub(crate) adds: Vec<f32>,
}

/// Lowers what is new in the drafts that are like the one shown.
fn show(shown: &Merit, merits: &[Merit], pool: &[usize], new: &mut [Vec<f32>], width: usize, params: &Order) {
    let mut words = vec![0.0f32; width];
    shown.words.iter().for_each(|&(term, value)| words[term as usize] = value);
    new.par_iter_mut().zip(pool).for_each(|(new, &i)| {
        let merit = &merits[i];
        let same = merit.same(&words, shown, params.same);
        // Points of one pair of articles are twins: the second says little that the first did not.
        let twin = shown.family.is_some() && merit.family == shown.family;
        let twin = if twin { params.twins } else { 1.0 };
        for (new, instrument) in new.iter_mut().zip(&merit.instruments) {
            if shown.instruments.binary_search(instrument).is_ok() {
                *new *= twin * (1.0 - same * shown.chance);
            }
        }
    });
}

impl Merit {
    /// How sure a draft is, before its new cells are counted.
    fn sure(&self, params: &Order, sure_first: bool) -> f32 {
        let asks = self.worth.substance.powi(params.substance);
        if sure_first {
            return self.chance.powi(params.sure / 2) * asks * self.pairs.powi(params.pairs);
        }
        self.chance.powi(params.sure) * asks
    }

    /// Likeness between two drafts' means, without neighbours; `words` are the other's, spread over all terms.
    fn between(&self, words: &[f32], other: &Self) -> f32 {
        let lexical: f32 = self.words.iter().map(|&(term, value)| value * words[term as usize]).sum();
        0.5 * (lexical + crate::dense::dot(&self.latent, &other.latent))
    }

    /// How probably two drafts are the same element, 0 to 1.
    fn same(&self, words: &[f32], other: &Self, power: i32) -> f32 {
        let ratio = self.between(words, other) / self.inside.min(other.inside);
        ratio.clamp(0.0, 1.0).powi(power)
    }
}

/// For the drafts in this order: the most alike other draft and how alike it is, 0 to 1, among those that share
/// none of their main members.
pub(crate) fn nearest(
    drafts: &[Draft],
    merits: &[Merit],
    width: usize,
    params: &Order,
) -> Vec<Option<(usize, f32)>> {
    let mut holders: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (i, merit) in merits.iter().enumerate() {
        let mut strongest = merit.words.clone();
        strongest.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        strongest
            .iter()
            .take(params.shared_terms)
            .for_each(|&(term, _)| holders.entry(term).or_default().push(i));
    }
    merits
        .par_iter()
        .enumerate()
        .map_init(
            || vec![0.0f32; width],
            |words, (i, merit)| {
                merit.words.iter().for_each(|&(term, value)| words[term as usize] = value);
                let mut strongest = merit.words.clone();
                strongest.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
                let mut others: Vec<usize> = strongest
                    .iter()
                    .take(params.shared_terms)
                    .flat_map(|(term, _)| holders[term].iter().take(params.compared).copied())
                    .collect();
                others.sort_unstable();
                others.dedup();
                let best = others
                    .into_iter()
                    .filter(|&other| other != i && disjoint(&drafts[i].nodes, &drafts[other].nodes))
                    .map(|other| (other, merits[other].between(words, merit).clamp(0.0, 1.0)))
                    .max_by(|x, y| x.1.total_cmp(&y.1).then(y.0.cmp(&x.0)));
                merit.words.iter().for_each(|&(term, _)| words[term as usize] = 0.0);
                best
            },
        )
        .collect()
}

fn disjoint(a: &[u32], b: &[u32]) -> bool {
    a.iter().all(|node| b.binary_search(node).is_err())
}
