//! What a decision on a draft is worth: the chance that it is one element, and how much of it is new.

use crate::corpus::Corpus;
use crate::draft::{Draft, Level, sample};
use crate::params::Order;
use crate::profile::Profile;
use crate::space::Space;
use crate::trim::across;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What is known about a draft before a person has seen it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Merit {
    /// Mean likeness between its clauses of different agreements, 0 to 1.
    pub(crate) cohesion: f32,
    /// Chance that most of its clauses are about one element.
    pub(crate) chance: f32,
    /// Numbers of its agreements, sorted.
    pub(crate) agreements: Vec<u32>,
    /// Mean vectors: terms, latent directions.
    words: Vec<(u32, f32)>,
    latent: Vec<f32>,
    /// Likeness inside, without neighbours, comparable with that between two means.
    inside: f32,
}

pub(crate) fn merits(corpus: &Corpus, space: &Space, drafts: &[Draft]) -> Vec<Merit> {
    drafts
        .par_iter()
        .map_init(|| Profile::new(space), |profile, draft| merit(corpus, space, draft, profile))
        .collect()
}

fn merit(corpus: &Corpus, space: &Space, draft: &Draft, profile: &mut Profile) -> Merit {
    let nodes = sample(&draft.nodes, &corpus.params.communities);
    let agreement = |node: u32| corpus.agreement[node as usize];
    let (mut sum, mut pairs) = (0.0, 0usize);
    for (&node, likeness) in nodes.iter().zip(across(corpus, space, &nodes, profile)) {
        let others = nodes.iter().filter(|&&other| agreement(other) != agreement(node)).count();
        sum += likeness * others as f32;
        pairs += others;
    }
    let cohesion = sum / pairs.max(1) as f32;
    let mut agreements: Vec<u32> = draft.nodes.iter().map(|&node| agreement(node)).collect();
    agreements.sort_unstable();
    agreements.dedup();
    let chance = &corpus.params.chance;
    let several = (agreements.len() as f32 / chance.several).min(1.0).ln();
    let tight = f32::from(u8::from(draft.level == Level::Fine));
    let logit =
        chance.constant + chance.likeness * cohesion + chance.agreements * several + chance.tight * tight;
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
        chance: 1.0 / (1.0 + (-logit).exp()),
        agreements,
        words,
        latent,
        inside: inside.max(1e-3),
    }
}

/// The order in which drafts are worth looking at, best first, and how many probably show something new: as many at its
/// beginning are listed. Formal drafts come last.
///
/// Greedy: next comes the draft with the most cells (element × agreement) that are probably right and not yet shown.
/// A cell counts as shown as far as an earlier draft with that agreement is like this one.
pub(crate) fn order(
    merits: &[Merit],
    width: usize,
    params: &Order,
    is_formal: impl Fn(usize) -> bool,
) -> (Vec<usize>, usize) {
    let mut by_chance: Vec<usize> = (0..merits.len()).collect();
    by_chance.sort_by(|&a, &b| merits[b].chance.total_cmp(&merits[a].chance).then(a.cmp(&b)));
    let mut pool: Vec<usize> = by_chance.iter().copied().filter(|&i| !is_formal(i)).collect();
    let plain = |&i: &usize| merits[i].chance.powi(params.sure) * merits[i].agreements.len() as f32;
    pool.sort_by(|a, b| plain(b).total_cmp(&plain(a)).then(a.cmp(b)));
    pool.truncate(params.pool);
    let mut new: Vec<Vec<f32>> = pool.iter().map(|&i| vec![1.0; merits[i].agreements.len()]).collect();
    let mut taken = vec![false; merits.len()];
    let mut order = Vec::new();
    let mut listed = 0;
    while order.len() < params.first.min(pool.len()) {
        let worth = |slot: usize| merits[pool[slot]].chance.powi(params.sure) * new[slot].iter().sum::<f32>();
        let Some(next) = (0..pool.len())
            .filter(|&slot| !taken[pool[slot]])
            .max_by(|&a, &b| worth(a).total_cmp(&worth(b)).then(b.cmp(&a)))
        else {
            break;
        };
        let merit = &merits[pool[next]];
        let shows =
            merit.chance >= params.likely && merit.chance * new[next].iter().sum::<f32>() >= params.new;
        listed += usize::from(shows);
        taken[pool[next]] = true;
        order.push(pool[next]);
        show(merit, merits, &pool, &mut new, width, params.same);
    }
    order.extend(by_chance.into_iter().filter(|&i| !taken[i]));
    order.sort_by_cached_key(|&i| is_formal(i));
    (order, listed)
}

/// Lowers what is new in the drafts that are like the one shown.
fn show(shown: &Merit, merits: &[Merit], pool: &[usize], new: &mut [Vec<f32>], width: usize, power: i32) {
    let mut words = vec![0.0f32; width];
    shown.words.iter().for_each(|&(term, value)| words[term as usize] = value);
    new.par_iter_mut().zip(pool).for_each(|(new, &i)| {
        let merit = &merits[i];
        let same = merit.same(&words, shown, power);
        for (new, agreement) in new.iter_mut().zip(&merit.agreements) {
            if shown.agreements.binary_search(agreement).is_ok() {
                *new *= 1.0 - same * shown.chance;
            }
        }
    });
}

impl Merit {
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
