//! Worked examples and slow oracles.

use super::*;
use crate::ranking::{average_precision, ndcg, recall};
use crosscut::text::{AgreementId, Clause, ClauseId, Eid, Language};
use crosscut::{Candidate, ClauseMatch, ElementMatch, Member};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

mod scorer;

fn clause(id: &str, text: &str) -> Clause {
    let (agreement, eid) = id.split_once('#').expect("a clause id");
    let (agreement, eid) = (AgreementId::new(agreement).unwrap(), Eid::new(eid).unwrap());
    Clause { language: Language::English, ..Clause::new(agreement, eid, text) }
}

/// `(clause, elements)` with elements separated by spaces; `?` before an element that is disputed.
fn labels(lines: &[(&str, &str)]) -> Labels {
    let clauses: Vec<Clause> = lines.iter().map(|(id, _)| clause(id, id)).collect();
    Labels::of(&gold(lines), &clauses, Column::Elements, false)
}

fn gold(lines: &[(&str, &str)]) -> Vec<GoldLine> {
    let line = |(line, (id, names)): (usize, &(&str, &str))| {
        let (disputed, elements): (Vec<String>, Vec<String>) =
            names.split_whitespace().map(str::to_owned).partition(|name| name.starts_with('?'));
        let disputed = disputed.iter().map(|name| name.replace('?', "")).collect();
        GoldLine {
            line,
            target: Target::Clause(ClauseId::new(id).unwrap()),
            elements,
            groups: Vec::new(),
            disputed,
        }
    };
    (1..).zip(lines).map(line).collect()
}

fn candidate(id: usize, members: &[&str]) -> Candidate {
    let member = |id: &&str| Member {
        clause: ClauseId::new(id).unwrap(),
        agreement: AgreementId::slug(id.split('#').next().unwrap()),
        similarity: 1.0,
        same_as: None,
    };
    Candidate { id: format!("c{id}"), members: members.iter().map(member).collect(), ..Candidate::default() }
}

fn close(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() < 1e-9, "{what}: {found} is not {expected}");
}

/// Three agreements, elements ban (a, b, c), log (a, b), tax (c only).
const FARM: [(&str, &str); 8] = [
    ("a#1", "ban"),
    ("a#2", "log"),
    ("a#3", ""),
    ("b#1", "ban log"),
    ("b#2", "log"),
    ("c#1", "ban"),
    ("c#2", "tax"),
    ("c#3", ""),
];

#[test]
fn discovery_by_hand() {
    let labels = labels(&FARM);
    let candidates = [
        candidate(0, &["c#3"]),               // no labelled member: a decision, but not judged
        candidate(1, &["a#1", "b#1", "c#2"]), // ban in 2 of 3, two agreements: right; cell (ban, c) too
        candidate(2, &["a#2", "c#1"]),        // ban and log 1 of 2 each: ban by name, one agreement: wrong
        candidate(3, &["b#2", "a#2", "z#9"]), // log: right; one member unknown
    ];
    let found = evaluate(&candidates, &labels);
    let discovery = &found.discovery;
    assert_eq!(discovery.horizontal_elements, 2);
    close(discovery.element_recall.value, 1.0, "element recall");
    close(discovery.precision_50.value, 2.0 / 3.0, "precision");
    // Proposed (ban: a b c), (log: a b); the truth is the same: c holds ban, if by another clause.
    close(discovery.cells.precision.value, 1.0, "cell precision");
    close(discovery.cells.recall.value, 1.0, "cell recall");
    let decisions: Vec<Option<usize>> = discovery.decisions.iter().map(|reach| reach.decisions).collect();
    // 5 true cells: the second candidate brings 3, the fourth 2 more.
    assert_eq!(decisions, [Some(2), Some(4), Some(4)]);
    assert_eq!((found.unknown_members, found.missed.len(), found.labelled, found.agreements), (1, 0, 6, 3));
    close(found.coverage.value, 1.0, "coverage");
    let ban = &found.per_element[0];
    assert_eq!((ban.element.as_str(), ban.clauses, ban.agreements, ban.agreements_found), ("ban", 3, 3, 3));
    assert_eq!((ban.rank, ban.fullest.as_deref()), (Some(2), Some("c1")));
    close(ban.gathered, 2.0 / 3.0, "gathered");
    assert_eq!(found.per_element[2].rank, None);
    let nothing = evaluate(&[], &labels);
    assert_eq!(nothing.missed, ["ban", "log"]);
    close(nothing.discovery.cells.f1.value, 0.0, "nothing proposed");
}

#[test]
fn clustering_by_hand() {
    let labels = labels(&FARM);
    // Clusters {a1, b1, c2} {a2, c1} {b2}: units a1 a2 b1 b2 c1 c2.
    let candidates = [candidate(0, &["a#1", "b#1", "c#2"]), candidate(1, &["a#2", "c#1"])];
    let found = evaluate(&candidates, &labels).clustering;
    // a1: 2 of 3 with ban; a2: 1/2; b1: 2/3; b2: 1; c1: 1/2; c2: 1/3.
    close(found.bcubed.precision.value, (2. / 3. + 0.5 + 2. / 3. + 1. + 0.5 + 1. / 3.) / 6., "precision");
    // a1 is like a1 b1 c1, with a1 b1: 2/3; a2 like a2 b1 b2: 1/3; b1 (two labels, shared with itself: 1/2) like all
    // but c2, with a1 and itself: (1 + 1/2)/5; b2 like a2 b1 b2: 1/3; c1 like a1 b1 c1: 1/3; c2: 1.
    let recall = (2. / 3. + 1. / 3. + 1.5 / 5. + 1. / 3. + 1. / 3. + 1.) / 6.;
    close(found.bcubed.recall.value, recall, "recall");
    // Without self: a1: b1 of {b1, c2}; a2: none of {c1}; b1: a1 of {a1, c2}; b2: alone, but others like it; c1: none
    // of {a2}; c2: none of {a1, b1}.
    close(
        found.bcubed_without_self.precision.value,
        (0.5 + 0. + 0.5 + 0. + 0. + 0.) / 6.,
        "without self, precision",
    );
    // c2: nothing is like it, but it is not alone.
    let recall = (0.5 + 0. + 0.25 + 0. + 0. + 0.) / 6.;
    close(found.bcubed_without_self.recall.value, recall, "without self, recall");
    // Pairs across agreements together: a1b1 a1c2 b1c2 a2c1; alike: a1b1 a1c1 b1c1 a2b1 a2b2.
    close(found.pairs.precision.value, 1. / 4., "pairs, precision");
    close(found.pairs.recall.value, 1. / 5., "pairs, recall");
    assert_eq!(found.adjusted_rand, None);
}

#[test]
fn a_disputed_label_counts_neither_for_nor_against_where_that_is_asked() {
    let lines =
        [("a#1", "ban"), ("b#1", "ban"), ("c#1", "log ?ban"), ("d#1", "log ?ban"), ("e#1", "log ?ban")];
    let candidates = [candidate(0, &["a#1", "b#1", "c#1", "d#1"])];
    let found = evaluate(&candidates, &labels(&lines));
    close(found.discovery.cells.precision.value, 0.5, "as the plain scorer counts");
    let spared = found.discovery_undisputed.expect("some labels are disputed");
    close(spared.cells.precision.value, 1.0, "spared");
    assert_eq!(evaluate(&candidates, &labels(&FARM)).discovery_undisputed, None);
}

#[test]
fn the_same_partition_has_rand_index_1_and_a_known_one_its_value() {
    let lines = [("a#1", "x"), ("a#2", "x"), ("b#1", "x"), ("b#2", "y"), ("c#1", "y"), ("c#2", "y")];
    let labels = labels(&lines);
    let rand = |candidates: &[Candidate]| evaluate(candidates, &labels).clustering.adjusted_rand.unwrap();
    close(rand(&[candidate(0, &["a#1", "a#2", "b#1"]), candidate(1, &["b#2", "c#1", "c#2"])]), 1.0, "same");
    // Contingency 2 1 / 0 3: index 1 + 3 = 4, rows 3 + 3, columns 1 + 6, of 15: (4 - 2.8) / (6.5 - 2.8).
    close(
        rand(&[candidate(0, &["a#1", "a#2"]), candidate(1, &["b#1", "b#2", "c#1", "c#2"])]),
        1.2 / 3.7,
        "other",
    );
}

#[test]
fn gold_that_names_unknown_clauses_is_listed_and_counted_only_if_asked() {
    let clauses = [clause("a#1", "one"), clause("b#1", "two")];
    let gold = gold(&[("a#1", "ban"), ("b#1", "ban"), ("c#7", "ban")]);
    let candidates = [candidate(0, &["a#1", "b#1"])];
    for (counted, recall) in [(false, 1.0), (true, 2.0 / 3.0)] {
        let labels = Labels::of(&gold, &clauses, Column::Elements, counted);
        let found = evaluate(&candidates, &labels);
        close(found.discovery.cells.recall.value, recall, "cell recall");
        let unknown = Unmatched { line: 3, target: "c#7".into(), elements: vec!["ban".into()] };
        assert_eq!(found.unmatched, [unknown]);
    }
}

#[test]
fn gold_is_read_line_by_line() {
    let lines = parse_gold(
        "{\"clause\": \"a#1\", \"elements\": [\"ban\"], \"groups\": [\"g\"]}\n\n\
         {\"agreement\": \"b\", \"quote\": \"two sheep\", \"elements\": [], \"disputed\": [\"log\"], \"note\": 1}\n",
    );
    let lines = lines.unwrap();
    assert_eq!((lines[0].line, lines[1].line), (1, 3));
    let clauses = [clause("a#1", "one"), clause("b#1", "Two sheep.")];
    let groups = Labels::of(&lines, &clauses, Column::Groups, false);
    assert_eq!((groups.elements.len(), groups.units.len(), groups.unmatched.len()), (1, 1, 0));
    for (text, expected) in [
        ("", "the gold file: no line of it says what a clause holds"),
        (
            "{\"elements\": []}",
            "line 1 of the gold file: it needs \"clause\", or \"agreement\" and \"quote\"",
        ),
        (
            "\n{\"clause\": \"a\"}",
            "line 2 of the gold file: it needs \"elements\" ([] when the clause carries none)",
        ),
    ] {
        assert_eq!(parse_gold(text).unwrap_err().to_string(), expected);
    }
    assert!(parse_gold("{\"clause\": \"a#1\", \"elements\": []}\nnonsense").unwrap_err().line == 2);
    let made = "{\"about\": {\"Run\": \"x\"}}\n";
    assert_eq!(parse_gold(&format!("{made}{{\"clause\": \"a#1\", \"elements\": []}}")).unwrap()[0].line, 2);
    assert_eq!(parse_gold(made).unwrap_err().line, 0, "how it was made is no gold");
}

#[test]
fn rankings_by_hand() {
    // Gains at ranks 1 and 3 of two wanted: (1 + 1/2) / (1 + 1/log2 3).
    close(ndcg(&[true, false, true], 2, 10), 1.5 / (1.0 + 1.0 / 3f64.log2()), "ndcg");
    close(ndcg(&[], 0, 10), 0.0, "nothing wanted");
    close(recall(&[true, false, true], 4, 2), 0.5, "recall of a depth below what is wanted");
    close(average_precision(&[true, false, true], 4), (1.0 + 2.0 / 3.0) / 4.0, "average precision");
    let labels = labels(&FARM);
    let order = ["a#1", "c#2", "b#1", "c#1", "b#2", "a#2"].map(|id| ClauseId::new(id).unwrap());
    let found = search_by_example(&labels, |_| Ok::<_, ()>(order.to_vec())).unwrap();
    // c#2 has no counterpart. Each asks the same order, without its own agreement: a#1: c2 B1 C1 b2; a#2: c2 B1 c1 B2;
    // b#1: A1 c2 C1 A2; b#2: a1 c2 c1 A2; c#1: A1 B1 b2 a2.
    let d = |rank: usize| 1.0 / (rank as f64 + 1.0).log2();
    let expected = [
        (d(2) + d(3)) / (d(1) + d(2)),
        (d(2) + d(4)) / (d(1) + d(2)),
        (d(1) + d(3) + d(4)) / (d(1) + d(2) + d(3)),
        d(4) / d(1),
        1.0,
    ];
    assert_eq!(found.queries, 5);
    close(found.ndcg_10.value, expected.iter().sum::<f64>() / 5.0, "ndcg over queries");
    close(found.recall_10.value, 1.0, "recall over queries");
}

/// What guided search found for an element: clauses that it proposes, further ones, and agreements.
fn found(element: &str, proposed: &[(&str, f32)], rest: &[(&str, f32)], agreements: &[&str]) -> ElementMatch {
    let agreement = |name: &str| AgreementId::new(name).unwrap();
    let clause = |(id, score): &(&str, f32)| ClauseMatch {
        clause: ClauseId::new(id).unwrap(),
        agreement: agreement(&id[..1]),
        score: *score,
    };
    ElementMatch {
        element: element.into(),
        name: element.into(),
        agreements: agreements.iter().map(|name| agreement(name)).collect(),
        proposed: proposed.iter().map(clause).collect(),
        rest: rest.iter().map(clause).collect(),
        cells: Vec::new(),
    }
}

#[test]
fn guided_by_hand() {
    let mut lines = FARM.to_vec();
    lines.push(("d#1", "?log"));
    let labels = labels(&lines);
    let matches = [
        found("log", &[("d#1", 0.9), ("a#2", 0.8)], &[("c#3", 0.7), ("b#2", 0.6)], &["a", "c", "d"]),
        found("ban", &[("c#1", 0.5)], &[], &["c"]),
    ];
    let found = guided(&matches, &labels);
    assert_eq!(found.not_asked, ["tax"]);
    // log: the disputed clause passed over, right at 1 and 3 of three; ban: right at 1 of three.
    close(
        found.mean_average_precision.value,
        ((1.0 + 2.0 / 3.0) / 3.0 + 1.0 / 3.0) / 2.0,
        "mean average precision",
    );
    let log = &found.elements[1];
    assert_eq!((log.right, log.wrong, log.missed), (1, 1, 1));
    // Said: log a, log c, ban c; true: log a b, ban a b c. The cell (log, d) is disputed.
    close(found.cells.precision.value, 2.0 / 3.0, "cell precision");
    close(found.cells.recall.value, 2.0 / 5.0, "cell recall");
    // Ranked: log a, log c(!), log b, ban c, then the rest without a score: 3 true, 4 said, of 5 true; or all 5 of 7.
    close(found.best_f1, 10.0 / 12.0, "best cut");
    close(found.all_yes_f1, 10.0 / 12.0, "all yes");
}

/// B-cubed, with and without self, and pairs, straight from their definitions.
fn slow(labels: &Labels, clusters: &[Option<usize>]) -> [f64; 6] {
    let n = labels.units.len();
    let same = |i: usize, j: usize| i == j || (clusters[i].is_some() && clusters[i] == clusters[j]);
    let set = |i: usize| labels.units[i].elements.iter().copied().collect::<BTreeSet<usize>>();
    let shared = |i: usize, j: usize| set(i).intersection(&set(j)).count();
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let b = |i: usize, j: usize| usize::from(same(i, j)).min(shared(i, j)) as f64;
    let all: Vec<usize> = (0..n).collect();
    let precision =
        all.iter().map(|&i| mean(all.iter().filter(|&&j| same(i, j)).map(|&j| b(i, j)).collect()));
    let recall = all.iter().map(|&i| {
        mean(all.iter().filter(|&&j| shared(i, j) > 0).map(|&j| b(i, j) / shared(i, j) as f64).collect())
    });
    let part = |i: usize, whole: &dyn Fn(usize) -> bool, other: &dyn Fn(usize) -> bool| {
        let rest = || all.iter().copied().filter(move |&j| j != i);
        let (wholes, others) = (rest().filter(|&j| whole(j)).count(), rest().filter(|&j| other(j)).count());
        let both = rest().filter(|&j| whole(j) && other(j)).count();
        if wholes > 0 { both as f64 / wholes as f64 } else { f64::from(u8::from(others == 0)) }
    };
    let alone_p = all.iter().map(|&i| part(i, &|j| same(i, j), &|j| shared(i, j) > 0));
    let alone_r = all.iter().map(|&i| part(i, &|j| shared(i, j) > 0, &|j| same(i, j)));
    let pairs: Vec<(bool, bool)> = all
        .iter()
        .flat_map(|&i| (i + 1..n).map(move |j| (i, j)))
        .filter(|&(i, j)| labels.units[i].agreement != labels.units[j].agreement)
        .map(|(i, j)| (same(i, j), shared(i, j) > 0))
        .collect();
    let count =
        |wanted: &dyn Fn(&(bool, bool)) -> bool| pairs.iter().filter(|pair| wanted(pair)).count() as f64;
    let (right, together, alike) = (count(&|p| p.0 && p.1), count(&|p| p.0), count(&|p| p.1));
    [
        mean(precision.collect()),
        mean(recall.collect()),
        mean(alone_p.collect()),
        mean(alone_r.collect()),
        right / together.max(1.0),
        right / alike.max(1.0),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_clustering_measures_are_their_definitions(
        units in prop::collection::vec((0usize..3, prop::collection::btree_set(0usize..4, 1..3), prop::option::of(0usize..4)), 0..14),
    ) {
        let names: Vec<(String, String)> = units
            .iter()
            .enumerate()
            .map(|(n, (agreement, elements, _))| {
                let elements: Vec<String> = elements.iter().map(|one| format!("e{one}")).collect();
                (format!("a{agreement}#{n:02}"), elements.join(" "))
            })
            .collect();
        let lines: Vec<(&str, &str)> = names.iter().map(|(id, elements)| (id.as_str(), elements.as_str())).collect();
        let labels = labels(&lines);
        let mut members: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for ((id, _), (.., cluster)) in lines.iter().zip(&units) {
            if let Some(cluster) = cluster {
                members.entry(*cluster).or_default().push(id);
            }
        }
        let candidates: Vec<Candidate> = members.iter().map(|(n, members)| candidate(*n, members)).collect();
        let found = evaluate(&candidates, &labels);
        let clusters = clustering::best_memberships(&candidates, &labels);
        let Clustering { bcubed, bcubed_without_self, pairs, .. } = &found.clustering;
        let figures = [bcubed, bcubed_without_self, pairs].map(|prf| [prf.precision.value, prf.recall.value]);
        for (figure, expected) in figures.as_flattened().iter().zip(slow(&labels, &clusters)) {
            prop_assert!((figure - expected).abs() < 1e-9, "{:?} is not {:?}", figures, slow(&labels, &clusters));
        }
        prop_assert_eq!(evaluate(&candidates, &labels), found);
    }

    #[test]
    fn any_gold_file_is_read_or_refused(text in "(\\PC{0,30}|\\{\"clause\": ?\"a\", \"elements\": ?\\[\"x\"?\\]\\}|\n){0,4}") {
        let _ = parse_gold(&text);
    }
}
