//! The independent scorer and the shared gold, where they are at hand.

use super::{candidate, clause};
use crate::{Column, GoldLine, Labels, Target, evaluate, parse_gold};
use crosscut::Candidate;
use crosscut::text::{AgreementId, Clause, ClauseId};
use std::collections::BTreeMap;
use std::path::Path;

/// Candidates of a kind that makes every measure move: elements with strangers and gaps, several memberships.
fn mixed(gold: &[GoldLine], clauses: &[Clause]) -> Vec<Candidate> {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (n, line) in gold.iter().enumerate() {
        let Target::Clause(id) = &line.target else { continue };
        for (k, element) in line.elements.iter().enumerate() {
            if (n * 7 + k) % 5 != 0 {
                groups.entry(element).or_default().push(id.as_str());
            }
        }
    }
    let mut candidates = Vec::new();
    for (n, members) in groups.values().enumerate() {
        let strangers =
            clauses.iter().skip(n * 13 % clauses.len()).step_by(17).take(n % 7 * members.len() / 3);
        let mut all: Vec<&str> = members.clone();
        all.extend(strangers.map(|clause| clause.id.as_str()).filter(|id| !members.contains(id)));
        let mut one = candidate(n, &all);
        for (k, member) in one.members.iter_mut().enumerate() {
            member.similarity = ((n * 31 + k * 17) % 100) as f32 / 100.0;
        }
        candidates.push(one);
    }
    candidates
}

/// What the independent scorer prints; none where it, Python or numpy is not at hand.
fn python(
    script: &Path,
    gold: &Path,
    clauses: &Path,
    candidates: &[Candidate],
    column: Column,
) -> Option<serde_json::Value> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("candidates.json");
    std::fs::write(&file, serde_json::json!({ "candidates": candidates }).to_string()).unwrap();
    let mut command = std::process::Command::new("python3");
    command.arg(script).arg(&file).arg(gold).arg(clauses);
    if column == Column::Groups {
        command.arg("--groups");
    }
    let output = command.output().ok().filter(|output| output.status.success())?;
    serde_json::from_slice(&output.stdout).ok()
}

fn read_clauses(lines: &str) -> Vec<Clause> {
    let read = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let mut clause = clause(value["id"].as_str().unwrap(), value["text"].as_str().unwrap());
        clause.agreement = AgreementId::new(value["agreement"].as_str().unwrap()).unwrap();
        clause
    };
    lines.lines().map(read).collect()
}

#[test]
fn the_independent_scorer_gives_the_same_figures() {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let script = shared.join("tools/score_candidates.py");
    for (set, column) in [
        ("cyber", Column::Elements),
        ("waie", Column::Elements),
        ("tota", Column::Elements),
        ("scf", Column::Groups),
    ] {
        let dir = shared.join("gold").join(set);
        let (gold_file, clause_file) = (dir.join("gold.jsonl"), dir.join("clauses.jsonl"));
        let (Ok(gold), Ok(clauses)) =
            (std::fs::read_to_string(&gold_file), std::fs::read_to_string(&clause_file))
        else {
            eprintln!("skipped: {} is not there", dir.display());
            continue;
        };
        let (gold, clauses) = (parse_gold(&gold).unwrap(), read_clauses(&clauses));
        let candidates = mixed(&gold, &clauses);
        let Some(theirs) = python(&script, &gold_file, &clause_file, &candidates, column) else {
            eprintln!("skipped: python3 with numpy and {} are needed", script.display());
            continue;
        };
        let ours = evaluate(&candidates, &Labels::of(&gold, &clauses, column, false));
        let (discovery, clustering) = (&ours.discovery, &ours.clustering);
        for (name, figure) in [
            ("hElem", discovery.element_recall),
            ("P50", discovery.precision_50),
            ("P100", discovery.precision_100),
            ("cellP", discovery.cells.precision),
            ("cellR", discovery.cells.recall),
            ("cellF", discovery.cells.f1),
            ("cellR50", discovery.cells_after_50),
            ("cellR100", discovery.cells_after_100),
            ("B3P", clustering.bcubed.precision),
            ("B3R", clustering.bcubed.recall),
            ("B3F", clustering.bcubed.f1),
            ("sB3F", clustering.bcubed_without_self.f1),
            ("pwF", clustering.pairs.f1),
            ("cover", ours.coverage),
        ] {
            let expected = theirs[name].as_f64().unwrap();
            assert!(
                (figure.value - expected).abs() < 1.1e-4,
                "{set}, {name}: {} is not {expected}",
                figure.value
            );
            assert!(
                figure.low <= figure.value + 0.05 && figure.value <= figure.high + 0.05,
                "{set}, {name}: {figure:?}"
            );
        }
        assert_eq!(theirs["nHor"].as_f64(), Some(discovery.horizontal_elements as f64), "{set}");
        assert_eq!(theirs["unknown"].as_f64(), Some(ours.unknown_members as f64), "{set}");
    }
}

#[test]
fn gold_by_quote_is_gold_by_clause() {
    let dir = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/gold/cyber"));
    let read = |name: &str| std::fs::read_to_string(dir.join(name));
    let (Ok(ids), Ok(quotes), Ok(clauses)) =
        (read("gold.jsonl"), read("gold-quotes.jsonl"), read("clauses.jsonl"))
    else {
        eprintln!("skipped: {} is not there", dir.display());
        return;
    };
    let clauses = read_clauses(&clauses);
    let start = std::time::Instant::now();
    let laid = |gold: &str| Labels::of(&parse_gold(gold).unwrap(), &clauses, Column::Elements, false);
    let (by_id, by_quote) = (laid(&ids), laid(&quotes));
    eprintln!("laid twice in {:?}", start.elapsed());
    let shown = |labels: &Labels| -> BTreeMap<ClauseId, Vec<usize>> {
        labels.units.iter().map(|unit| (unit.clause.clone(), unit.elements.clone())).collect()
    };
    let (by_id, by_quote) = (shown(&by_id), shown(&by_quote));
    let different = by_id.iter().filter(|(id, elements)| by_quote.get(id) != Some(elements)).count();
    let more = by_quote.keys().filter(|id| !by_id.contains_key(id)).count();
    eprintln!("{different} of {} units differ, {more} more", by_id.len());
    assert!(100 * (different + more) <= by_id.len());
}
