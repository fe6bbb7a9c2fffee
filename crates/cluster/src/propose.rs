//! From clauses to a proposal, stage by stage.

use crate::constraints::NodeConstraints;
use crate::corpus::Corpus;
use crate::draft::{Draft, Level, distinct, drafts, sample};
use crate::fold::{fold, wordings};
use crate::form::Substance;
use crate::hits::{best_hits, near};
use crate::linkage::Merge;
use crate::links::Hit;
use crate::names::{Name, Names, unique};
use crate::outlier::outliers;
use crate::profile::Profile;
use crate::rank::{Known, Merit, Ordered, merits, nearest, order};
use crate::space::{Mix, Space};
use crate::trim::trim;
use crate::versions::instruments;
use crate::watch::{Stage, Steps, Watch};
use crate::wordless::add_wordless;
use crate::words::{Reader, Words};
use crate::{Candidate, Compared, Constraints, Join, Member, Near, Proposal, Settings, Tier};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Proposes candidates and outliers. The same input gives the same answer for any number of threads.
///
/// Where there are vectors of a sentence model, they are used along with the words; if the model knows several
/// languages, they alone compare clauses of different ones.
///
/// ```
/// # use crosscut_text::{AgreementId, Clause, Eid, Language};
/// # let clause = |agreement: &str, eid: &str, text: &str| {
/// #     let (agreement, eid) = (AgreementId::slug(agreement), Eid::new(eid).unwrap());
/// #     Clause { language: Language::English, ..Clause::new(agreement, eid, text) }
/// # };
/// use crosscut_cluster::{Compared, Constraints, Settings, propose};
/// let clauses = [
///     clause("pact", "art_1", "Each Party shall report incidents to the response team."),
///     clause("charter", "art_1", "Operators report an incident to the response team."),
///     clause("charter", "art_2", "The harbour dues are paid in shells."),
///     clause("accord", "art_1", "Incidents are reported to the response team of the sector."),
/// ];
/// let compared = Compared::new(&clauses, None);
/// // A reviewer said that the accord's clause belongs elsewhere: it never meets the pact's again.
/// let decided = Constraints { cannot_link: vec![(0, 3)], ..Constraints::default() };
/// let proposal = propose(compared, &Settings::default(), &decided);
/// for candidate in &proposal.candidates {
///     let holds = |clause: usize| candidate.members.iter().any(|member| member.clause == clause);
///     assert!(!(holds(0) && holds(3)));
/// }
/// ```
pub fn propose(compared: Compared<'_>, settings: &Settings, constraints: &Constraints) -> Proposal {
    match propose_watched(compared, settings, constraints, &|_, _, _| ControlFlow::Continue(())) {
        ControlFlow::Continue(proposal) => proposal,
        ControlFlow::Break(()) => Proposal::default(),
    }
}

/// As [`propose`], watched: who watches is told how far it is, and can break it off.
///
/// ```
/// # use crosscut_text::{AgreementId, Clause, Eid};
/// use crosscut_cluster::{Compared, Constraints, Settings, Stage, propose_watched};
/// use std::ops::ControlFlow;
/// let clauses = [Clause::new(AgreementId::slug("pact"), Eid::new("art_1").unwrap(), "Keys are kept safe.")];
/// let propose = |last: Stage| {
///     let watch = |stage: Stage, _: usize, _: usize| {
///         if stage > last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
///     };
///     propose_watched(Compared::new(&clauses, None), &Settings::default(), &Constraints::default(), &watch)
/// };
/// assert!(propose(Stage::Names).is_continue());
/// assert!(propose(Stage::Space).is_break(), "nobody waits for the neighbours");
/// ```
pub fn propose_watched(
    compared: Compared<'_>,
    settings: &Settings,
    constraints: &Constraints,
    watch: &Watch<'_>,
) -> ControlFlow<(), Proposal> {
    let corpus = Corpus::of(compared);
    if corpus.len() == 0 {
        return ControlFlow::Continue(Proposal::default());
    }
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    let (space, hits) = space_and_hits(&corpus, &words, &reader, &compared, watch)?;
    watch(Stage::Sets, 0, 1)?;
    let constraints = NodeConstraints::of(&corpus, constraints);
    let (drafts, tree) =
        drafts(&corpus, &space, &hits, &constraints.rules, &constraints.ties, settings.granularity);
    let mut drafts = constraints.enforce(drafts);
    trim(&corpus, &space, &mut drafts, settings.granularity);
    let substance = match settings.set_form_aside {
        true => Substance::of(&corpus, compared.weights),
        false => Substance::unasked(&corpus),
    };
    substance.leave_empty_out(&corpus, &mut drafts);
    let drafts: Vec<Draft> = distinct(&corpus, drafts)
        .into_iter()
        .filter(|draft| draft.confirmed.is_some() || corpus.spread(&draft.nodes) > 1)
        .collect();
    watch(Stage::Sets, 1, 1)?;
    let wordings = wordings(compared.clauses, compared.params.reading.repeat_words);
    let (terms, instruments) = (words.terms(), instruments(&corpus, &wordings, &settings.distinct));
    let known = Known { terms: &terms, instruments: &instruments };
    let merits = merits(&corpus, &space, known, &substance, &drafts);
    let names = Names::new(&corpus, &words, &reader);
    watch(Stage::Names, 0, 1)?;
    let scene = Scene { corpus: &corpus, space: &space, names: &names, drafts: &drafts, merits: &merits };
    let mut candidates = scene.candidates(words.width(), settings.sure_first);
    candidates.par_iter_mut().for_each(|candidate| fold(&wordings, &mut candidate.members));
    ControlFlow::Continue(Proposal {
        candidates,
        outliers: outliers(&corpus, &hits, &held(&corpus, &drafts)),
        tree: joins(&corpus, &tree),
    })
}

/// The space of the nodes, and the best hits of each in every other agreement.
fn space_and_hits(
    corpus: &Corpus,
    words: &Words,
    reader: &Reader,
    compared: &Compared<'_>,
    watch: &Watch<'_>,
) -> ControlFlow<(), (Space, Vec<Vec<Hit>>)> {
    watch(Stage::Space, 0, 1)?;
    let params = &corpus.params.latent;
    let mut space = Space::of(corpus, words, reader, compared.vectors, Mix::across(corpus.params));
    watch(Stage::Space, 1, 1)?;
    let steps = Steps::new(watch, Stage::Neighbours, corpus.len());
    let near = match compared.neighbourhood {
        Some(known) => Cow::Borrowed(&known.near),
        None => {
            let near = near(corpus, &space, &steps);
            steps.end()?;
            Cow::Owned(add_wordless(corpus, &space, near))
        }
    };
    watch(Stage::Neighbours, corpus.len(), corpus.len())?;
    let mut hits = best_hits(corpus, &space, &near);
    for _ in 0..params.rounds {
        space.draw_together(&hits, params);
        // They make room for the next ones first.
        drop(hits);
        hits = best_hits(corpus, &space, &near);
    }
    ControlFlow::Continue((space, hits))
}

/// For every clause the most alike clause of each other agreement, best first: what candidates are made of. Clauses
/// that are not compared (headings, notes, signatures) have none.
///
/// ```
/// # use crosscut_text::{AgreementId, Clause, Eid, Language};
/// # let clause = |agreement: &str, eid: &str, text: &str| {
/// #     let (agreement, eid) = (AgreementId::slug(agreement), Eid::new(eid).unwrap());
/// #     Clause { language: Language::English, ..Clause::new(agreement, eid, text) }
/// # };
/// use crosscut_cluster::{Compared, counterparts};
/// let clauses = [
///     clause("pact", "art_1", "Each Party shall report incidents to the response team."),
///     clause("charter", "art_1", "Operators report an incident to the response team."),
///     clause("charter", "art_2", "The harbour dues are paid in shells."),
/// ];
/// let found = counterparts(Compared::new(&clauses, None));
/// assert_eq!(found[0][0].clause, 1);
/// assert!(found[2].is_empty(), "nothing elsewhere is like it");
/// ```
pub fn counterparts(compared: Compared<'_>) -> Vec<Vec<Member>> {
    let mut found = vec![Vec::new(); compared.clauses.len()];
    let corpus = Corpus::of(compared);
    if corpus.len() == 0 {
        return found;
    }
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    let watch = |_, _, _| ControlFlow::Continue(());
    let ControlFlow::Continue((_, hits)) = space_and_hits(&corpus, &words, &reader, &compared, &watch) else {
        return found;
    };
    for (hits, &given) in hits.iter().zip(&corpus.given) {
        found[given] = hits
            .iter()
            .map(|&(node, likeness)| Member {
                clause: corpus.given[node as usize],
                similarity: likeness.clamp(0.0, 1.0),
                same_as: None,
            })
            .collect();
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

/// The best name of each draft by number: drafts of one name are hardly two elements.
fn numbered<'n>(names: impl Iterator<Item = &'n Name>) -> Vec<u32> {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    names
        .map(|name| {
            let label = name.labels.first().map_or_else(String::new, |label| label.to_lowercase());
            let next = numbers.len() as u32;
            *numbers.entry(label).or_insert(next)
        })
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
    fn candidates(&self, width: usize, sure_first: bool) -> Vec<Candidate> {
        let made: Vec<(Candidate, Name)> = (0..self.drafts.len())
            .into_par_iter()
            .map_init(|| Profile::new(self.space), |profile, i| self.candidate(i, profile))
            .collect();
        let named = numbered(made.iter().map(|(_, name)| name));
        let Ordered { order, listed, adds } =
            order(self.merits, &named, width, &self.corpus.params.order, sure_first);
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(at, &i)| place[i] = at);
        let nearest = nearest(self.drafts, self.merits, width, &self.corpus.params.order);
        let mut made: Vec<(usize, (Candidate, Name))> =
            made.into_iter().enumerate().map(|(i, made)| (place[i], made)).collect();
        made.sort_unstable_by_key(|(at, _)| *at);
        let (mut candidates, names): (Vec<Candidate>, Vec<Name>) =
            made.into_iter().map(|(_, made)| made).unzip();
        for ((at, candidate), &i) in candidates.iter_mut().enumerate().zip(&order) {
            candidate.nearest =
                nearest[i].map(|(other, similarity)| Near { candidate: place[other], similarity });
            candidate.tier = match candidate.form {
                Some(_) => Tier::Formal,
                None if at < listed => Tier::Listed,
                None => Tier::Further,
            };
            candidate.adds = adds[i];
        }
        for (candidate, label) in candidates.iter_mut().zip(unique(&names)) {
            candidate.label = label;
        }
        let labels: Vec<String> = candidates.iter().map(|candidate| candidate.label.clone()).collect();
        for (at, (candidate, name)) in candidates.iter_mut().zip(&names).enumerate() {
            candidate.why = self.why(candidate, &name.held, &self.merits[order[at]], &labels);
        }
        candidates
    }

    fn candidate(&self, i: usize, profile: &mut Profile) -> (Candidate, Name) {
        let draft = &self.drafts[i];
        let sample = sample(&draft.nodes, &self.corpus.params.communities);
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
            agreements: self.merits[i].agreements,
            confirmed: draft.confirmed,
            tier: Tier::default(),
            form: self.merits[i].worth.form,
            substance: self.merits[i].worth.substance,
            adds: 0.0,
            asks: std::mem::take(&mut name.asks),
            nearest: None,
            why: String::new(),
        };
        name.terms.clone_from(&candidate.terms);
        (candidate, name)
    }

    /// "9 of 25 agreements have clauses that share the words vulnerability, disclosure and coordinated; …"; `held` are the
    /// agreements that have each of its terms.
    fn why(&self, candidate: &Candidate, held: &[usize], merit: &Merit, labels: &[String]) -> String {
        const SHOWN: usize = 3;
        let words = || candidate.terms.iter().map(String::as_str).zip(held.iter().copied());
        let in_all: Vec<&str> = words()
            .filter(|(_, held)| *held >= candidate.agreements)
            .map(|(word, _)| word)
            .take(SHOWN)
            .collect();
        let in_some: Vec<String> =
            words().take(SHOWN).map(|(word, held)| format!("{word} (in {held})")).collect();
        let shared = match (&in_all[..], &in_some[..]) {
            ([], []) => "clauses that follow the same pattern".to_owned(),
            ([one], _) => format!("clauses that share the word {one}"),
            ([], [one]) => format!("clauses with words such as {one}"),
            ([], [most @ .., last]) => format!("clauses with words such as {} and {last}", most.join(", ")),
            ([most @ .., last], _) => format!("clauses that share the words {} and {last}", most.join(", ")),
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
