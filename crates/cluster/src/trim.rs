//! Sets without the clauses that hardly belong: what one strong link brought along.

use crate::corpus::Corpus;
use crate::draft::{Draft, Level, sample};
use crate::params::Trim;
use crate::profile::Profile;
use crate::space::Space;
use rayon::prelude::*;

/// The share of the clauses' mean likeness to one another that a clause must reach to stay. What repeats others' clauses
/// in another cut must be tight to be worth a look of its own; where coarse sets are asked for, less is enough.
fn belongs(params: &Trim, level: Level, granularity: f32) -> f32 {
    let share = match level {
        Level::Main => params.main,
        Level::Mutual | Level::Fine => params.mutual,
        Level::Wide | Level::Star => params.wide,
    };
    share * (0.5 + granularity).clamp(0.0, 1.0)
}

/// Takes from each draft, one by one, the clause that is least like those of other agreements, as long as it belongs much
/// less than the others do. Confirmed sets stay whole.
pub(crate) fn trim(corpus: &Corpus, space: &Space, drafts: &mut [Draft], granularity: f32) {
    drafts.par_iter_mut().filter(|draft| draft.confirmed.is_none()).for_each_init(
        || Profile::new(space),
        |profile, draft| {
            let share = belongs(&corpus.params.trim, draft.level, granularity);
            while draft.nodes.len() > 2 {
                let likeness = across(corpus, space, &draft.nodes, profile);
                let Some(least) = misfit(&likeness, share) else { break };
                draft.guests.remove(&draft.nodes.remove(least));
            }
        },
    );
}

/// The place of the node that belongs least, if it should go.
fn misfit(likeness: &[f32], share: f32) -> Option<usize> {
    let mean = likeness.iter().sum::<f32>() / likeness.len().max(1) as f32;
    let least = (0..likeness.len()).min_by(|&a, &b| likeness[a].total_cmp(&likeness[b]))?;
    (likeness[least] < share * mean).then_some(least)
}

/// For each of the nodes, its mean likeness to those of them that other agreements hold; 0 where there is none. A
/// large set is represented by a sample.
pub(crate) fn across(corpus: &Corpus, space: &Space, nodes: &[u32], profile: &mut Profile) -> Vec<f32> {
    let others = sample(nodes, &corpus.params.communities);
    profile.hold(space, &others);
    let agreement = |node: u32| corpus.agreement[node as usize];
    nodes
        .iter()
        .map(|&node| {
            let own = others.iter().filter(|&&other| agreement(other) == agreement(node));
            let (inside, count) =
                own.fold((0.0, 0), |(sum, count), &other| (sum + space.like(node, other), count + 1));
            let rest = others.len() - count;
            if rest == 0 { 0.0 } else { (profile.sum(space, node) - inside) / rest as f32 }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Compared;
    use crate::space::Mix;
    use crate::testing::clauses;
    use crate::words::{Reader, Words};

    /// Runs `check` with a corpus of three clauses on incidents and one on something else.
    fn with(check: impl Fn(&Corpus, &Space)) {
        let given = clauses(&[
            ("a", "Each Party shall report incidents to the national authority without delay."),
            ("a", "Fees for landing rights are settled by the carriers of the region."),
            ("b", "Parties shall report incidents to the national authority within three days."),
            ("c", "A Party shall report serious incidents to the national authority."),
            ("c", "Fees for the landing rights are settled once a year by carriers."),
        ]);
        let corpus = Corpus::of(Compared::new(&given, None));
        let reader = Reader::new(corpus.language.iter().copied());
        let words = Words::of(&corpus, &reader);
        check(&corpus, &Space::of(&corpus, &words, &reader, None, Mix::across(corpus.params)));
    }

    /// The oracle: the likeness to each clause of another agreement, one by one.
    #[test]
    fn likeness_across_agreements_is_the_mean_of_the_single_ones() {
        with(|corpus, space| {
            let nodes: Vec<u32> = (0..corpus.len() as u32).collect();
            let found = across(corpus, space, &nodes, &mut Profile::new(space));
            for &node in &nodes {
                let agreement = |node: u32| corpus.agreement[node as usize];
                let others: Vec<u32> =
                    nodes.iter().copied().filter(|&other| agreement(other) != agreement(node)).collect();
                let slow =
                    others.iter().map(|&other| space.like(node, other)).sum::<f32>() / others.len() as f32;
                assert!((found[node as usize] - slow).abs() < 1e-5, "{node}");
            }
        });
    }

    #[test]
    fn a_clause_about_something_else_leaves_unless_a_person_confirmed_it() {
        with(|corpus, space| {
            let draft = Draft { nodes: vec![0, 1, 2, 3], ..Draft::default() };
            let mut drafts = [draft.clone(), Draft { confirmed: Some(0), ..draft }];
            trim(corpus, space, &mut drafts, 0.5);
            assert_eq!(drafts[0].nodes, [0, 2, 3]);
            assert_eq!(drafts[1].nodes, [0, 1, 2, 3]);
        });
    }

    #[test]
    fn two_clauses_stay_however_little_they_share() {
        with(|corpus, space| {
            let mut drafts = [Draft { nodes: vec![1, 2], ..Draft::default() }];
            trim(corpus, space, &mut drafts, 1.0);
            assert_eq!(drafts[0].nodes, [1, 2]);
        });
    }
}
