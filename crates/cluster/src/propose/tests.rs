//! What must hold for every proposal, whatever the clauses and decisions.

use crate::testing::clauses;
use crate::{Compared, Constraints, Proposal, Settings, propose};
use crosscut_text::Clause;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Three agreements that share three commitments; each also says something of its own.
fn study() -> Vec<Clause> {
    clauses(&[
        ("pact", "Each Party shall report serious incidents to the national response team without delay."),
        ("pact", "The Parties protect the personal data of users and their privacy."),
        ("pact", "Vendors disclose vulnerabilities in a coordinated manner and publish patches."),
        ("pact", "The seat of the secretariat is in a lighthouse."),
        ("charter", "Operators report an incident to the response team within one day."),
        ("charter", "Personal data of users is protected, and their privacy respected."),
        ("charter", "Researchers and vendors disclose vulnerabilities together; patches follow."),
        ("charter", "Cyclists are given free tea on Sundays."),
        ("accord", "Serious incidents are reported to the response team of the sector."),
        ("accord", "We protect privacy and the personal data of our users."),
        ("accord", "We publish patches and disclose vulnerabilities in a coordinated way."),
        ("accord", "Our logo is a green horse."),
    ])
}

fn sets(clauses: &[Clause], proposal: &Proposal) -> BTreeSet<BTreeSet<String>> {
    let name = |clause: usize| clauses[clause].id.as_str().to_owned();
    proposal.candidates.iter().map(|c| c.members.iter().map(|m| name(m.clause)).collect()).collect()
}

#[test]
fn shared_commitments_become_labelled_candidates_and_the_rest_outliers() {
    let clauses = study();
    let proposal = propose(Compared::new(&clauses, None), &Settings::default(), &Constraints::default());
    for (wanted, word) in
        [([0, 4, 8], "ncident"), ([1, 5, 9], "ersonal data"), ([2, 6, 10], "ulnerabilities")]
    {
        let found = proposal.candidates.iter().find(|candidate| {
            candidate.members.iter().map(|m| m.clause).collect::<BTreeSet<_>>() == BTreeSet::from(wanted)
        });
        let found = found.unwrap_or_else(|| panic!("{word}: {:#?}", proposal.candidates));
        assert_eq!(found.agreements, 3);
        assert!(found.label.contains(word) || found.why.contains(word), "{}: {}", found.label, found.why);
        assert!(
            found.why.starts_with("3 of 3 agreements have clauses that share the words "),
            "{}",
            found.why
        );
    }
    let outliers: Vec<usize> = proposal.outliers.iter().map(|outlier| outlier.clause).collect();
    assert!([3, 7, 11].iter().all(|clause| outliers.contains(clause)), "{outliers:?}");
}

#[test]
fn what_is_said_word_for_word_twice_is_a_member_twice_and_marked() {
    let mut clauses = study();
    clauses[4].text = format!("(c) {}", clauses[0].text);
    let proposal = propose(Compared::new(&clauses, None), &Settings::default(), &Constraints::default());
    let found = proposal.candidates.iter().find(|c| c.members.iter().any(|m| m.clause == 4)).unwrap();
    let said = |clause: usize| found.members.iter().find(|m| m.clause == clause).unwrap().same_as;
    assert!(said(0) == Some(4) || said(4) == Some(0), "{:?}", found.members);
    assert_eq!(said(8), None);
}

#[test]
fn odd_input_gives_a_small_proposal_and_no_panic() {
    let settings = Settings::default();
    let none = Constraints::default();
    assert_eq!(propose(Compared::new(&[], None), &settings, &none), Proposal::default());
    let one = clauses(&[("a", "Each Party shall report."), ("a", "Each Party shall report.")]);
    assert!(propose(Compared::new(&one, None), &settings, &none).candidates.is_empty());
    let same: Vec<(&str, &str)> =
        ["a", "b", "c"].iter().map(|a| (*a, "States cooperate against crime.")).collect();
    let same = clauses(&same);
    let proposal = propose(Compared::new(&same, None), &settings, &none);
    assert_eq!(sets(&same, &proposal).len(), 1);
    assert_eq!(proposal.candidates[0].members.len(), 3);
    let empty = clauses(&[
        ("a", ""),
        ("b", " "),
        ("c", "1. 2. 3."),
        ("d", "§ —"),
        ("e", "网络 安全"),
        ("f", "网络 安全"),
    ]);
    propose(Compared::new(&empty, None), &settings, &none);
    let odd = Constraints {
        must_link: vec![vec![], vec![99], vec![0, 0, 1]],
        cannot_link: vec![(0, 0), (5, 77), (0, 1)],
    };
    propose(Compared::new(&same, None), &settings, &odd);
}

#[test]
fn threads_and_the_order_of_agreements_change_nothing() {
    let clauses = study();
    let run = |threads: usize, clauses: &[Clause]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| propose(Compared::new(clauses, None), &Settings::default(), &Constraints::default()))
    };
    let one = run(1, &clauses);
    assert_eq!(one, run(8, &clauses));
    let turned: Vec<Clause> =
        [8..12, 0..4, 4..8].into_iter().flat_map(|range| clauses[range].to_vec()).collect();
    assert_eq!(sets(&clauses, &one), sets(&turned, &run(3, &turned)));
}

#[test]
fn the_tree_never_rises_and_finer_settings_make_smaller_candidates() {
    let clauses = study();
    let proposal = propose(Compared::new(&clauses, None), &Settings::default(), &Constraints::default());
    assert!(proposal.tree.windows(2).all(|pair| pair[0].height >= pair[1].height));
    let largest = |granularity: f32| {
        let proposal = propose(
            Compared::new(&clauses, None),
            &Settings { granularity, ..Settings::default() },
            &Constraints::default(),
        );
        proposal.candidates.iter().map(|candidate| candidate.members.len()).max().unwrap_or_default()
    };
    assert!(largest(1.0) <= largest(0.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn decisions_bind(
        together in prop::collection::vec(prop::collection::vec(0usize..12, 0..4), 0..3),
        apart in prop::collection::vec((0usize..12, 0usize..12), 0..6),
        granularity in 0.0f32..1.0,
    ) {
        let clauses = study();
        let constraints = Constraints { must_link: together.clone(), cannot_link: apart.clone() };
        let proposal = propose(Compared::new(&clauses, None), &Settings { granularity, ..Settings::default() }, &constraints);
        let apart: Vec<(usize, usize)> = apart.into_iter().filter(|(a, b)| a != b).collect();
        let members = |c: &crate::Candidate| c.members.iter().map(|m| m.clause).collect::<BTreeSet<_>>();
        for candidate in &proposal.candidates {
            let held = members(candidate);
            for (a, b) in &apart {
                prop_assert!(!(held.contains(a) && held.contains(b)), "{} and {} meet in {:?}", a, b, held);
            }
            for set in &together {
                let touched = set.iter().any(|clause| held.contains(clause));
                let free = apart.iter().all(|(a, b)| !(set.contains(a) && set.contains(b)));
                prop_assert!(!touched || !free || candidate.confirmed.is_some(), "{:?} also in {:?}", set, held);
            }
        }
        for (i, set) in together.iter().enumerate() {
            let set: BTreeSet<usize> = set.iter().copied().collect();
            let free = apart.iter().all(|(a, b)| !(set.contains(a) && set.contains(b)));
            let mine: Vec<_> = proposal.candidates.iter().filter(|c| c.confirmed == Some(i)).collect();
            prop_assert_eq!(mine.len(), usize::from(!set.is_empty()));
            if free && !set.is_empty() {
                prop_assert!(set.is_subset(&members(mine[0])), "{:?} not in {:?}", set, members(mine[0]));
            }
        }
    }
}
