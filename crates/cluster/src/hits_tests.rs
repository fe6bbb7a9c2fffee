//! The shortlist of neighbours against looking at everything.

use super::*;
use crate::Compared;
use crate::space::Mix;
use crate::testing::clauses;
use crate::watch::Stage;
use crate::words::{Reader, Words};
use crosscut_text::Clause;
use std::ops::ControlFlow;
use std::path::Path;

/// The oracle: every node of every other agreement is looked at.
fn looked_at_all(corpus: &Corpus, space: &Space) -> Vec<Vec<Hit>> {
    let others = |node: u32| -> Vec<Hit> {
        (0..corpus.len() as u32)
            .filter(|&other| corpus.agreement[other as usize] != corpus.agreement[node as usize])
            .map(|other| (other, space.lexical(node, other)))
            .collect()
    };
    best_hits(corpus, space, &(0..corpus.len() as u32).into_par_iter().map(others).collect::<Vec<_>>())
}

/// Share of the true best hits of at least this likeness that the shortlist finds too.
fn recall(given: &[Clause], limits: Option<Limits>, least: f32) -> (f32, usize) {
    let corpus = Corpus::of(Compared::new(given, None));
    let reader = Reader::new(corpus.language.iter().copied());
    let words = Words::of(&corpus, &reader);
    let space = Space::of(&corpus, &words, &reader, None, Mix::across(corpus.params));
    let watch = |_, _, _| ControlFlow::Continue(());
    let steps = Steps::new(&watch, Stage::Neighbours, corpus.len());
    let near = near_within(&corpus, &space, limits.unwrap_or_else(|| Limits::of(&corpus)), &steps);
    let (fast, slow) = (best_hits(&corpus, &space, &near), looked_at_all(&corpus, &space));
    let (mut all, mut found) = (0usize, 0usize);
    for (fast, slow) in fast.iter().zip(&slow) {
        for hit in slow.iter().filter(|hit| hit.1 >= least) {
            all += 1;
            // Equals count: the same wording twice in an agreement.
            found += usize::from(fast.iter().any(|other| {
                corpus.agreement[other.0 as usize] == corpus.agreement[hit.0 as usize]
                    && other.1 >= hit.1 - 1e-4
            }));
        }
    }
    (found as f32 / all.max(1) as f32, all)
}

/// As where there are many clauses.
fn of_many() -> Limits {
    let Hits { close_of_many: close, kept, .. } = crate::Params::FITTED.hits;
    Limits { postings: 16_000, kept: kept * close, share: 4, close }
}

/// Sentences from a small grammar: enough of them that limits bite.
fn sentences() -> Vec<Clause> {
    let who =
        ["Each Party", "Operators", "The authority", "Vendors", "Schools", "Courts", "Carriers", "Banks"];
    let what =
        ["report", "store", "publish", "protect", "review", "exchange", "delete", "encrypt", "certify"];
    let which =
        ["incidents", "keys", "records", "patches", "logs", "contracts", "tariffs", "maps", "licences"];
    let how =
        ["without delay", "every year", "on request", "in public", "for a fee", "at the border", "by post"];
    let mut random = 11u64;
    let mut pick = |words: &[&'static str]| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(random >> 33) as usize % words.len()]
    };
    let texts: Vec<(String, String)> = (0..480)
        .map(|n| {
            let (a, b) = (pick(&which), pick(&which));
            let text = format!("{} {} {a} and {b} {}.", pick(&who), pick(&what), pick(&how));
            (format!("act-{:02}", n / 30), text)
        })
        .collect();
    clauses(&texts.iter().map(|(agreement, text)| (agreement.as_str(), text.as_str())).collect::<Vec<_>>())
}

#[test]
fn the_shortlist_finds_nearly_all_best_hits_and_with_wide_limits_all() {
    let given = sentences();
    let everything = Limits { postings: usize::MAX, kept: usize::MAX, share: usize::MAX, close: usize::MAX };
    let (whole, hits) = recall(&given, Some(everything), 0.2);
    assert!(whole > 0.999 && hits > 1000, "{whole} of {hits}");
    let (usual, _) = recall(&given, None, 0.2);
    assert!(usual > 0.95, "{usual}");
    let (tight, _) = recall(&given, Some(of_many()), 0.2);
    assert!(tight > 0.90, "{tight}");
    assert!(
        recall(&given, Some(Limits { postings: 60, kept: 32, share: 1, close: 4 }), 0.2).0 < tight,
        "limits bite"
    );
}

/// The measured recall on real agreements, at the likeness from which links can make a candidate.
#[test]
fn the_shortlist_finds_nearly_all_best_hits_of_real_agreements() {
    let gold = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/gold"));
    for set in ["cyber", "waie"] {
        let Ok(lines) = std::fs::read_to_string(gold.join(set).join("clauses.jsonl")) else {
            eprintln!("skipped: ../shared/gold/{set} is not at hand");
            continue;
        };
        let rows: Vec<serde_json::Value> =
            lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let text = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let texts: Vec<(String, String)> =
            rows.iter().map(|row| (text(row, "agreement"), text(row, "text"))).collect();
        let given = clauses(&texts.iter().map(|(a, t)| (a.as_str(), t.as_str())).collect::<Vec<_>>());
        for (name, limits, least) in [("usual", None, 0.95), ("many clauses", Some(of_many()), 0.85)] {
            let (share, hits) = recall(&given, limits, 0.25);
            eprintln!("{set}, limits for {name}: {share:.3} of {hits} best hits of likeness 0.25 or more");
            assert!(share > least, "{set}, {name}: {share}");
        }
    }
}
