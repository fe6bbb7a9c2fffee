//! From clauses to a proposal, stage by stage.

use crate::boilerplate::Formal;
use crate::bounds::Decided;
use crate::corpus::Corpus;
use crate::draft::{Draft, Level, distinct, drafts, sample};
use crate::fold::{fold, wordings};
use crate::hits::{best_hits, near};
use crate::label::{Name, Names, unique};
use crate::linkage::Merge;
use crate::links::Hit;
use crate::outlier::outliers;
use crate::profile::Profile;
use crate::rank::{Merit, merits, nearest, order};
use crate::space::{ACROSS, Space};
use crate::trim::trim;
use crate::wordless::add_wordless;
use crate::words::{Reader, Words};
use crate::{Candidate, Compared, Constraints, Join, Member, Near, Proposal, Settings, Tier, Vectors};
use rayon::prelude::*;

/// Rounds in which clauses are drawn towards their best hits.
const ROUNDS: usize = 2;

/// Proposes candidates and outliers. The same input gives the same answer for any number of threads.
///
/// Where there are vectors of a sentence model, they are used along with the words; if the model knows several
/// languages, they alone compare clauses of different ones.
pub fn propose(compared: Compared<'_>, settings: &Settings, constraints: &Constraints) -> Proposal {
    let corpus = Corpus::of(compared.clauses);
    if corpus.len() == 0 {
        return Proposal::default();
    }
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    let (space, hits) = space_and_hits(&corpus, &words, &reader, compared.vectors);
    let decided = Decided::of(&corpus, constraints);
    let (drafts, tree) = drafts(&corpus, &space, &hits, &decided.bounds, &decided.ties, settings.granularity);
    let mut drafts = decided.enforce(drafts);
    trim(&corpus, &space, &mut drafts, settings.granularity);
    let drafts: Vec<Draft> = distinct(corpus.len(), drafts)
        .into_iter()
        .filter(|draft| draft.confirmed.is_some() || corpus.spread(&draft.nodes) > 1)
        .collect();
    let merits = merits(&corpus, &space, &drafts);
    let names = Names::new(&corpus, &words, &reader);
    let scene = Scene { corpus: &corpus, space: &space, names: &names, drafts: &drafts, merits: &merits };
    let mut candidates = scene.candidates(words.width());
    let wordings = wordings(compared.clauses);
    candidates.par_iter_mut().for_each(|candidate| fold(&wordings, &mut candidate.members));
    Proposal {
        candidates,
        outliers: outliers(&corpus, &hits, &held(&corpus, &drafts)),
        tree: joins(&corpus, &tree),
    }
}

/// The space of the nodes, and the best hits of each in every other agreement.
fn space_and_hits(
    corpus: &Corpus,
    words: &Words,
    reader: &Reader,
    vectors: Option<&Vectors>,
) -> (Space, Vec<Vec<Hit>>) {
    let mut space = Space::of(corpus, words, reader, vectors, ACROSS);
    let near = add_wordless(corpus, &space, near(corpus, &space));
    let mut hits = best_hits(corpus, &space, &near);
    for _ in 0..ROUNDS {
        space.draw_together(&hits);
        hits = best_hits(corpus, &space, &near);
    }
    (space, hits)
}

/// For every clause the most alike clause of each other agreement, best first: what candidates are made of. Clauses
/// that are not compared (headings, notes, signatures) have none.
pub fn counterparts(compared: Compared<'_>) -> Vec<Vec<Member>> {
    let mut found = vec![Vec::new(); compared.clauses.len()];
    let corpus = Corpus::of(compared.clauses);
    if corpus.len() == 0 {
        return found;
    }
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    let (_, hits) = space_and_hits(&corpus, &words, &reader, compared.vectors);
    let member = |&(node, likeness): &Hit| Member {
        clause: corpus.given[node as usize],
        similarity: likeness.clamp(0.0, 1.0),
        same_as: None,
    };
    for (hits, &given) in hits.iter().zip(&corpus.given) {
        found[given] = hits.iter().map(member).collect();
    }
    found
}

/// Which nodes a candidate holds that is not just a star around them.
fn held(corpus: &Corpus, drafts: &[Draft]) -> Vec<bool> {
    let mut held = vec![false; corpus.len()];
    for draft in drafts.iter().filter(|draft| draft.level != Level::Star) {
        draft.nodes.iter().for_each(|&node| held[node as usize] = true);
    }
    held
}

fn joins(corpus: &Corpus, tree: &[Merge]) -> Vec<Join> {
    let clause = |node: u32| corpus.given[node as usize];
    tree.iter()
        .map(|merge| Join { a: clause(merge.a), b: clause(merge.b), height: merge.height.min(1.0) })
        .collect()
}

/// What a candidate is made from.
struct Scene<'a> {
    corpus: &'a Corpus<'a>,
    space: &'a Space,
    names: &'a Names<'a>,
    drafts: &'a [Draft],
    merits: &'a [Merit],
}

impl Scene<'_> {
    /// Candidates in the order in which they are worth a decision; formal ones last.
    fn candidates(&self, width: usize) -> Vec<Candidate> {
        let formal = Formal::of(self.corpus);
        let formal: Vec<bool> = self.drafts.iter().map(|draft| formal.half_of(&draft.nodes)).collect();
        let (order, listed) = order(self.merits, width, |i| formal[i]);
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(at, &i)| place[i] = at);
        let nearest = nearest(self.drafts, self.merits, width);
        let (mut candidates, names): (Vec<Candidate>, Vec<Name>) = order
            .par_iter()
            .enumerate()
            .map_init(
                || Profile::new(self.space),
                |profile, (at, &i)| {
                    let (mut candidate, name) = self.candidate(i, profile);
                    candidate.nearest =
                        nearest[i].map(|(other, similarity)| Near { candidate: place[other], similarity });
                    candidate.tier = match formal[i] {
                        true => Tier::Formal,
                        false if at < listed => Tier::Listed,
                        false => Tier::Further,
                    };
                    (candidate, name)
                },
            )
            .unzip();
        for (candidate, label) in candidates.iter_mut().zip(unique(&names)) {
            candidate.label = label;
        }
        let labels: Vec<String> = candidates.iter().map(|candidate| candidate.label.clone()).collect();
        for (at, candidate) in candidates.iter_mut().enumerate() {
            candidate.why = self.why(candidate, &self.merits[order[at]], &labels);
        }
        candidates
    }

    fn candidate(&self, i: usize, profile: &mut Profile) -> (Candidate, Name) {
        let draft = &self.drafts[i];
        let sample = sample(&draft.nodes);
        profile.hold(self.space, &sample);
        let mut members: Vec<(bool, Member, u32)> = draft
            .nodes
            .iter()
            .map(|&node| {
                let guest = draft.guests.contains(&node);
                let mean = profile.likeness(self.space, node, sample.binary_search(&node).is_ok());
                // Halved where the clause's main candidate is another.
                let share = if draft.level == Level::Main && !guest { 1.0 } else { 0.5 };
                let similarity = share * mean.clamp(0.0, 1.0);
                (guest, Member { clause: self.corpus.given[node as usize], similarity, same_as: None }, node)
            })
            .collect();
        members.sort_by(|(x_guest, x, _), (y_guest, y, _)| {
            x_guest.cmp(y_guest).then(y.similarity.total_cmp(&x.similarity)).then(x.clause.cmp(&y.clause))
        });
        let central: Vec<u32> = members.iter().map(|(.., node)| *node).collect();
        let mut name = self.names.name(&central);
        let candidate = Candidate {
            label: String::new(),
            terms: std::mem::take(&mut name.terms),
            score: self.merits[i].chance,
            members: members.into_iter().map(|(_, member, _)| member).collect(),
            agreements: self.merits[i].agreements.len(),
            confirmed: draft.confirmed,
            tier: Tier::default(),
            nearest: None,
            why: String::new(),
        };
        name.terms.clone_from(&candidate.terms);
        (candidate, name)
    }

    /// "Found in 9 of 25 agreements that have vulnerability, disclosure and coordinated in common; …"
    fn why(&self, candidate: &Candidate, merit: &Merit, labels: &[String]) -> String {
        let shared: Vec<&str> = candidate.terms.iter().take(3).map(String::as_str).collect();
        let shared = match shared[..] {
            [] => "clauses that follow the same pattern".to_owned(),
            [one] => format!("clauses that share the word {one}"),
            [ref most @ .., last] => format!("clauses that share the words {} and {last}", most.join(", ")),
        };
        let near = candidate.nearest.map_or_else(String::new, |near| {
            format!("; nearest other: {} ({:.2})", labels[near.candidate], near.similarity)
        });
        format!(
            "{} of {} agreements have {shared}; mean similarity {:.2}{near}",
            candidate.agreements,
            self.corpus.agreements,
            merit.cohesion.clamp(0.0, 1.0)
        )
    }
}

#[cfg(test)]
mod tests;
