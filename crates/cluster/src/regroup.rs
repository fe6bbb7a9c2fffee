//! The merge tree cut at another height: coarser or finer groups from what is known already.

use crate::corpus::Corpus;
use crate::fold::{fold, wordings};
use crate::form::{Substance, Worth};
use crate::linkage::{Merge, cut};
use crate::names::{Names, unique};
use crate::params::Regroup;
use crate::words::{Reader, Words};
use crate::{Candidate, Compared, Join, Member, Tier};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A group in the making.
#[derive(Default)]
struct Group {
    nodes: Vec<u32>,
    /// Heights of the merges inside it.
    heights: Vec<f32>,
}

/// Cuts the merge tree of a proposal over the same clauses: coarser or finer groups without looking for neighbours again.
/// `granularity` goes from 0 (coarse) to 1 (fine). Every clause is in one group at most, so decisions and
/// several memberships do not show.
///
/// ```
/// # use crosscut_text::{AgreementId, Clause, Eid, Language};
/// # let clause = |agreement: &str, eid: &str, text: &str| {
/// #     let (agreement, eid) = (AgreementId::slug(agreement), Eid::new(eid).unwrap());
/// #     Clause { language: Language::English, ..Clause::new(agreement, eid, text) }
/// # };
/// use crosscut_cluster::{Compared, Constraints, Settings, propose, regroup};
/// let clauses = [
///     clause("pact", "art_1", "Each Party shall report incidents to the response team."),
///     clause("charter", "art_1", "Operators report an incident to the response team."),
///     clause("accord", "art_1", "Incidents are reported to the response team of the sector."),
/// ];
/// let compared = Compared::new(&clauses, None);
/// let proposal = propose(compared, &Settings::default(), &Constraints::default());
/// let coarse = regroup(compared, &proposal.tree, 0.0);
/// assert_eq!(coarse[0].members.len(), 3);
/// ```
pub fn regroup(compared: Compared<'_>, tree: &[Join], granularity: f32) -> Vec<Candidate> {
    let corpus = Corpus::of(compared);
    let node_of: FxHashMap<usize, u32> =
        corpus.given.iter().enumerate().map(|(node, &clause)| (clause, node as u32)).collect();
    let merges: Vec<Merge> = tree
        .iter()
        .filter_map(|join| {
            Some(Merge { a: *node_of.get(&join.a)?, b: *node_of.get(&join.b)?, height: join.height })
        })
        .collect();
    let Regroup { coarse, range } = compared.params.regroup;
    let height = coarse * range.powf(granularity.clamp(0.0, 1.0));
    let clusters = cut(corpus.len(), &merges, height);
    let mut joined = vec![0.0f32; corpus.len()];
    let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
    for merge in merges.iter().filter(|merge| merge.height >= height) {
        groups.entry(clusters[merge.a as usize]).or_default().heights.push(merge.height);
        for node in [merge.a, merge.b] {
            joined[node as usize] = joined[node as usize].max(merge.height);
        }
    }
    for (node, cluster) in clusters.iter().enumerate() {
        if let Some(group) = groups.get_mut(cluster) {
            group.nodes.push(node as u32);
        }
    }
    let across = groups.into_values().filter(|group| corpus.spread(&group.nodes) > 1).collect();
    let substance = Substance::of(&corpus, compared.weights);
    let mut candidates = named(&corpus, &substance, across, &joined);
    let wordings = wordings(compared.clauses, compared.params.reading.repeat_words);
    candidates.par_iter_mut().for_each(|candidate| fold(&wordings, &mut candidate.members));
    candidates
}

/// The groups as candidates: those in many agreements and alike first, formal ones last.
fn named(corpus: &Corpus, substance: &Substance, mut groups: Vec<Group>, joined: &[f32]) -> Vec<Candidate> {
    let mean = |group: &Group| group.heights.iter().sum::<f32>() / group.heights.len().max(1) as f32;
    let worth = |group: &Group| corpus.spread(&group.nodes) as f32 * mean(group);
    let told = |group: &Group| -> Worth { substance.worth(corpus, &group.nodes) };
    groups.sort_by(|x, y| {
        let formal = told(x).form.is_some().cmp(&told(y).form.is_some());
        formal.then(worth(y).total_cmp(&worth(x))).then(x.nodes.cmp(&y.nodes))
    });
    for group in &mut groups {
        let alike = |node: &u32| joined[*node as usize];
        group.nodes.sort_by(|x, y| alike(y).total_cmp(&alike(x)).then(x.cmp(y)));
    }
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(corpus, &reader);
    let names = Names::new(corpus, &words, &reader);
    let found: Vec<_> = groups.par_iter().map(|group| names.name(&group.nodes)).collect();
    let labels = unique(&found);
    let candidate = |((group, name), label): ((&Group, crate::names::Name), String)| {
        let agreements = corpus.spread(&group.nodes);
        Candidate {
            label,
            terms: name.terms,
            score: mean(group).clamp(0.0, 1.0),
            members: group
                .nodes
                .iter()
                .map(|&node| Member {
                    clause: corpus.given[node as usize],
                    similarity: joined[node as usize],
                    same_as: None,
                })
                .collect(),
            agreements,
            confirmed: None,
            tier: if told(group).form.is_some() { Tier::Formal } else { Tier::Listed },
            form: told(group).form,
            substance: told(group).substance,
            // No clause is in two of them: nothing is shown before.
            adds: mean(group).clamp(0.0, 1.0) * agreements as f32,
            asks: name.asks,
            nearest: None,
            why: format!(
                "{agreements} of {} agreements; its clauses merge at a mean similarity of {:.2}",
                corpus.agreements,
                mean(group)
            ),
        }
    };
    groups.iter().zip(found).zip(labels).map(candidate).collect()
}
