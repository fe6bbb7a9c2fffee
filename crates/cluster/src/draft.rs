//! Sets of clauses that may become candidates: communities at several levels, completed by clauses that fit, and a
//! star around each clause that no community holds.

use crate::community::{Rules, communities};
use crate::corpus::Corpus;
use crate::linkage::{Merge, average_linkage};
use crate::links::{Edge, Hit, links};
use crate::params::Communities;
use crate::profile::Profile;
use crate::space::Space;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A set that may become a candidate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// Its nodes, sorted.
    pub(crate) nodes: Vec<u32>,
    /// Those that were added because they fit, although their community is another.
    pub(crate) guests: BTreeSet<u32>,
    pub(crate) level: Level,
    /// Number of the confirmed set that it extends.
    pub(crate) confirmed: Option<usize>,
}

/// How a draft came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// The communities asked for, of all best hits: each clause is in one at most.
    #[default]
    Main,
    /// Communities of mutual best hits.
    Mutual,
    /// Tighter communities of these.
    Fine,
    /// Wider communities of all best hits.
    Wide,
    /// One clause and its best hits.
    Star,
}

/// Resolutions of [`Level::Main`], [`Level::Mutual`], [`Level::Fine`] and [`Level::Wide`] for a granularity from 0 to 1.
fn resolutions(params: &Communities, granularity: f32) -> [f32; 4] {
    let times = params.range.powf(2.0 * (granularity.clamp(0.0, 1.0) - 0.5));
    [params.main, params.mutual, params.fine, params.wide].map(|gamma| (gamma * times).min(params.most))
}

/// All drafts, and the merge tree of the whole corpus.
pub(crate) fn drafts(
    corpus: &Corpus,
    space: &Space,
    hits: &[Vec<Hit>],
    rules: &Rules,
    ties: &[Edge],
    granularity: f32,
) -> (Vec<Draft>, Vec<Merge>) {
    let params = &corpus.params.communities;
    let [main, mutual, fine, wide] = resolutions(params, granularity);
    let (narrow, (mut all, wide, tree)) = rayon::join(
        || {
            // A one-way hit may be accidental: it counts only where coarse sets are asked for.
            let one_way = (2.0 * (0.5 - granularity)).clamp(0.0, params.one_way);
            let graph = Graph::of(corpus, hits, one_way, ties, rules);
            [(Level::Mutual, mutual), (Level::Fine, fine)].map(|(level, gamma)| {
                let mut sets = graph.cut(corpus, rules, level, gamma);
                invite(corpus, space, hits, &mut sets);
                sets
            })
        },
        || {
            let graph = Graph::of(corpus, hits, 1.0, ties, rules);
            let main = graph.cut(corpus, rules, Level::Main, main);
            let mut wide = graph.cut(corpus, rules, Level::Wide, wide);
            // Larger ones hold several elements, and nobody reads that many clauses for one decision.
            let most = (params.wide_share * corpus.agreements).max(params.wide_most);
            wide.retain(|draft| draft.nodes.len() <= most);
            (main, wide, graph.tree)
        },
    );
    all.extend(narrow.into_iter().flatten());
    let stars = stars(corpus, hits, &all);
    all.extend(wide);
    all.extend(stars);
    (all, tree)
}

/// Links between nodes, and the tree that average linkage makes of them.
struct Graph {
    edges: Vec<Edge>,
    tree: Vec<Merge>,
}

impl Graph {
    /// A graph of best hits, of which one-way ones count so much, with confirmed sets tied together.
    fn of(corpus: &Corpus, hits: &[Vec<Hit>], one_way: f32, ties: &[Edge], rules: &Rules) -> Self {
        let mut edges = links(hits, one_way);
        edges.extend_from_slice(ties);
        let tree = average_linkage(&vec![1; corpus.len()], &edges, &rules.pairs, 0.0);
        Self { edges, tree }
    }

    /// Its communities at a resolution.
    fn cut(&self, corpus: &Corpus, rules: &Rules, level: Level, gamma: f32) -> Vec<Draft> {
        let params = &corpus.params.communities;
        sets(corpus, &communities(corpus.len(), &self.edges, &self.tree, gamma, rules, params), level)
    }
}

/// Communities that span agreements.
fn sets(corpus: &Corpus, clusters: &[u32], level: Level) -> Vec<Draft> {
    let mut sets: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (node, &cluster) in clusters.iter().enumerate() {
        sets.entry(cluster).or_default().push(node as u32);
    }
    let across = |nodes: &Vec<u32>| nodes.len() > 1 && corpus.spread(nodes) > 1;
    sets.into_values().filter(across).map(|nodes| Draft { nodes, level, ..Draft::default() }).collect()
}

/// The nodes that represent a large set when something is compared with it, evenly spread.
pub(crate) fn sample(nodes: &[u32], params: &Communities) -> Vec<u32> {
    let step = nodes.len().div_ceil(params.sample.max(1)).max(1);
    nodes.iter().copied().step_by(step).collect()
}

/// Adds to each draft, for agreements that it lacks, the clause that fits best: a clause may carry two commitments.
fn invite(corpus: &Corpus, space: &Space, hits: &[Vec<Hit>], drafts: &mut [Draft]) {
    let seen: Vec<Seen> = drafts
        .par_iter()
        .map_init(|| Profile::new(space), |profile, draft| guests(corpus, space, hits, draft, profile))
        .collect();
    let mut best: BTreeMap<u32, f32> = BTreeMap::new();
    for &(node, score) in seen.iter().flat_map(|seen| seen.own.iter().chain(&seen.offers)) {
        let known = best.entry(node).or_default();
        *known = known.max(score);
    }
    let params = &corpus.params.guests;
    for (draft, seen) in drafts.iter_mut().zip(seen) {
        for (node, score) in seen.offers {
            if score >= params.likeness * seen.cohesion && score >= params.best * best[&node] {
                draft.guests.insert(node);
            }
        }
        draft.nodes.extend(&draft.guests);
        draft.nodes.sort_unstable();
    }
}

/// A draft seen from its own members.
struct Seen {
    /// Mean likeness of its members to the others.
    cohesion: f32,
    /// Each member's likeness to the others.
    own: Vec<Hit>,
    /// The best clause of each agreement that it lacks.
    offers: Vec<Hit>,
}

fn guests(corpus: &Corpus, space: &Space, hits: &[Vec<Hit>], draft: &Draft, profile: &mut Profile) -> Seen {
    let sample = sample(&draft.nodes, &corpus.params.communities);
    profile.hold(space, &sample);
    let likeness = |&node: &u32| (node, profile.likeness(space, node, sample.binary_search(&node).is_ok()));
    let cohesion = sample.iter().map(|node| likeness(node).1).sum::<f32>() / sample.len() as f32;
    let present: BTreeSet<u32> = draft.nodes.iter().map(|&node| corpus.agreement[node as usize]).collect();
    let mut votes: BTreeMap<u32, f32> = BTreeMap::new();
    for &(node, likeness) in sample.iter().flat_map(|&node| &hits[node as usize]) {
        if !present.contains(&corpus.agreement[node as usize]) {
            *votes.entry(node).or_default() += likeness;
        }
    }
    // Nodes come in the order of their agreements. The one with most votes represents its agreement: to compare
    // all of them with all members would take most of the run.
    let votes: Vec<Hit> = votes.into_iter().collect();
    let best = votes
        .chunk_by(|a, b| corpus.agreement[a.0 as usize] == corpus.agreement[b.0 as usize])
        .filter_map(|group| group.iter().min_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0))))
        .map(|(node, _)| likeness(node))
        .collect();
    Seen { cohesion, own: draft.nodes.iter().map(likeness).collect(), offers: best }
}

/// A star around each clause that no community of mutual best hits holds.
fn stars(corpus: &Corpus, hits: &[Vec<Hit>], drafts: &[Draft]) -> Vec<Draft> {
    let mut held = vec![false; corpus.len()];
    for draft in drafts.iter().filter(|draft| draft.level != Level::Main) {
        draft.nodes.iter().for_each(|&node| held[node as usize] = true);
    }
    let params = &corpus.params.guests;
    (0..corpus.len() as u32)
        .filter(|&node| !held[node as usize])
        .filter_map(|node| {
            let hits = &hits[node as usize];
            let top = hits.first().filter(|hit| hit.1 >= params.star_floor)?.1;
            let mut nodes: Vec<u32> = hits
                .iter()
                .take(params.star_hits)
                .filter(|hit| hit.1 >= params.star * top)
                .map(|hit| hit.0)
                .collect();
            nodes.push(node);
            nodes.sort_unstable();
            Some(Draft { nodes, level: Level::Star, ..Draft::default() })
        })
        .collect()
}

/// Leaves out drafts that are nearly the same set as an earlier one (Jaccard above [`Communities::same`]).
pub(crate) fn distinct(corpus: &Corpus, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); corpus.len()];
    let mut kept: Vec<Draft> = Vec::new();
    for draft in drafts {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for &node in &draft.nodes {
            holders[node as usize].iter().for_each(|&holder| *shared.entry(holder).or_default() += 1);
        }
        let same = shared.iter().any(|(&holder, &both)| {
            both as f32
                > corpus.params.communities.same
                    * (kept[holder].nodes.len() + draft.nodes.len() - both) as f32
        });
        if same && draft.confirmed.is_none() {
            continue;
        }
        draft.nodes.iter().for_each(|&node| holders[node as usize].push(kept.len()));
        kept.push(draft);
    }
    kept
}
