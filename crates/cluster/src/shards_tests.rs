//! Pairs of shards against one process.

use super::*;
use crate::hits::near;
use crate::testing::clauses;
use crate::watch::{Stage, Steps};
use crate::wordless::add_wordless;
use crate::{Params, Vectors};
use crosscut_text::{Clause, Language};
use std::ops::ControlFlow;

/// Sentences from a small grammar, in agreements of several sizes; every third agreement is in French.
fn sentences() -> Vec<Clause> {
    let words = [
        ["report", "store", "publish", "protect", "review", "exchange", "delete"],
        ["incidents", "keys", "records", "patches", "logs", "contracts", "tariffs"],
        ["without delay", "every year", "on request", "in public", "for a fee", "by post", "at sea"],
    ];
    let mut random = 7u64;
    let mut pick = |words: &[&'static str; 7]| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(random >> 33) as usize % words.len()]
    };
    let texts: Vec<(String, String)> = (0..160)
        .map(|n| {
            let [verb, what, how] = words.each_ref().map(&mut pick);
            (format!("act-{:02}", (n * n / 900) % 11), format!("The authorities {verb} {what} {how}."))
        })
        .collect();
    let mut given = clauses(
        &texts.iter().map(|(agreement, text)| (agreement.as_str(), text.as_str())).collect::<Vec<_>>(),
    );
    for clause in given.iter_mut().filter(|clause| clause.agreement.as_str() > "act-07") {
        clause.language = Language::French;
    }
    given
}

fn in_one_process(compared: Compared<'_>) -> Vec<Vec<Hit>> {
    let corpus = Corpus::of(compared);
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    let space = Space::of(&corpus, &words, &reader, compared.vectors, Mix::across(corpus.params));
    let watch = |_, _, _| ControlFlow::Continue(());
    add_wordless(&corpus, &space, near(&corpus, &space, &Steps::new(&watch, Stage::Neighbours, corpus.len())))
}

fn in_shards(compared: Compared<'_>, lefts: usize, rights: usize) -> Vec<Vec<Hit>> {
    let mut joining = Joining::new(compared);
    for left in 1..=lefts {
        let mut parts: Vec<_> = (1..=rights)
            .map(|right| neighbours(compared, (left, lefts), (right, rights)).into_iter())
            .collect();
        while let Some(first) = parts[0].next() {
            let others = parts[1..].iter_mut().map(|part| part.next().expect("the same clauses"));
            // The order in which they come does not matter.
            let mut all: Vec<Neighbours> = std::iter::once(first).chain(others).collect();
            all.reverse();
            assert!(joining.take(all));
        }
    }
    joining.end().expect("all clauses are known").near
}

#[test]
fn brought_together_they_are_those_of_one_process() {
    let given = sentences();
    // Limits that bite: as where there are many clauses, and tighter.
    let mut tight = Params::default();
    (tight.hits.close, tight.hits.close_of_many, tight.hits.close_of_one, tight.hits.kept) = (6, 6, 2, 3);
    let values: Vec<f32> = (0..given.len() * 3).map(|n| ((n * 37 % 19) as f32 - 9.0) / 9.0).collect();
    let vectors = Vectors { width: 3, values, language: None };
    let mut found = 0;
    for vectors in [None, Some(&vectors)] {
        for params in [&Params::FITTED, &tight] {
            let compared = Compared::new(&given, vectors).with_params(params);
            let one = in_one_process(compared);
            found += one.iter().map(Vec::len).sum::<usize>();
            for (lefts, rights) in [(1, 1), (3, 1), (1, 2), (2, 3), (4, 11), (13, 2)] {
                assert!(in_shards(compared, lefts, rights) == one, "{lefts} by {rights} shards");
            }
        }
    }
    assert!(found > 5_000, "{found}: hardly anything was compared");
}

#[test]
fn what_is_missing_or_of_other_clauses_is_told() {
    let given = sentences();
    let compared = Compared::new(&given, None);
    let mut joining = Joining::new(compared);
    let some = neighbours(compared, (1, 2), (1, 1));
    let (count, first) = (some.len(), some[0].clone());
    some.into_iter().for_each(|one| assert!(joining.take(vec![one])));
    assert_eq!(joining.clone().end().err(), Some(given.len() - count));
    assert!(!joining.take(Vec::new()));
    assert!(!joining.take(vec![Neighbours { clause: given.len(), ..first.clone() }]));
    let stranger = Neighbours { wordless: vec![(given.len(), 0.5)], ..first };
    assert!(!joining.take(vec![stranger]));
}
