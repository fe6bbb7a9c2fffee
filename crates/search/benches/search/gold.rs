//! Query by example on hand-tagged sets: nDCG@10 (Järvelin and Kekäläinen 2002) of BM25 alone, and of both scores.

use crate::Outcome;
use crosscut_search::{Example, Index};
use crosscut_text::{AgreementId, Clause, ClauseId, Eid, Language};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

type Gold = BTreeMap<ClauseId, BTreeSet<String>>;

/// Clauses of a ranking that are looked at: those without a label are passed over.
const DEPTH: usize = 100;

pub(crate) fn measure() -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("query by example skipped: no gold in {}", folder.display());
        return Ok(());
    };
    let mut sets: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    sets.sort();
    println!("query by example, nDCG@10      BM25    both  difference  queries");
    for set in sets {
        let (clauses, gold) = (set.join("clauses.jsonl"), set.join("gold.jsonl"));
        if let (Ok(clauses), Ok(gold)) = (std::fs::read_to_string(clauses), std::fs::read_to_string(gold)) {
            let name = set.file_name().unwrap_or_default().to_string_lossy().into_owned();
            one(&name, &read_clauses(&clauses)?, &read_gold(&gold)?)?;
        }
    }
    Ok(())
}

fn one(name: &str, clauses: &[Clause], gold: &Gold) -> Outcome {
    let folder = tempfile::tempdir()?;
    let index = Index::build(&folder.path().join("index"), clauses)?;
    let (mut bm25, mut both, mut queries) = (0.0, 0.0, 0);
    for clause in clauses {
        let Some(elements) = gold.get(&clause.id) else { continue };
        let own = format!("{}#", clause.agreement);
        let is_right = |id: &ClauseId| {
            !id.as_str().starts_with(&own) && gold.get(id).is_some_and(|other| !other.is_disjoint(elements))
        };
        let wanted = gold.keys().filter(|id| is_right(id)).count();
        if wanted == 0 {
            continue;
        }
        let worth = |ranked: Vec<ClauseId>| {
            let judged = ranked.iter().filter(|id| gold.contains_key(*id));
            ndcg(judged.map(is_right), wanted)
        };
        let plain = index.similar_elsewhere(clause, DEPTH)?.hits;
        bm25 += worth(plain.into_iter().map(|hit| hit.clause).collect());
        let mut example = Example::new(&clause.text, clause.language);
        example.agreement = Some(&clause.agreement);
        both += worth(index.rank_near(&example, DEPTH)?);
        queries += 1;
    }
    let mean = |sum: f64| sum / f64::from(queries.max(1));
    let (bm25, both) = (mean(bm25), mean(both));
    println!("{name:<27} {bm25:>7.4} {both:>7.4}     {:>+7.4}  {queries:>7}", both - bm25);
    Ok(())
}

fn read_clauses(lines: &str) -> Result<Vec<Clause>, Box<dyn Error>> {
    let clause = |line: &str| -> Result<Clause, Box<dyn Error>> {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| value[key].as_str().unwrap_or_default();
        let (agreement, eid) = (AgreementId::new(text("agreement"))?, Eid::new(text("id"))?);
        let id = ClauseId::new(text("id"))?;
        let language = match Language::detect(text("text")) {
            Language::Undetermined => Language::English,
            language => language,
        };
        Ok(Clause { id, language, ..Clause::new(agreement, eid, text("text")) })
    };
    lines.lines().map(clause).collect()
}

fn read_gold(lines: &str) -> Result<Gold, Box<dyn Error>> {
    let mut gold = Gold::new();
    for line in lines.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let elements = value["elements"].as_array().into_iter().flatten();
        let elements: BTreeSet<String> = elements.filter_map(|e| e.as_str()).map(str::to_owned).collect();
        if !elements.is_empty() {
            gold.insert(ClauseId::new(value["clause"].as_str().unwrap_or_default())?, elements);
        }
    }
    Ok(gold)
}

fn ndcg(right: impl Iterator<Item = bool>, wanted: usize) -> f64 {
    let discount = |rank: usize| 1.0 / ((rank + 2) as f64).log2();
    let gained: f64 =
        right.take(10).enumerate().filter(|(_, hit)| *hit).map(|(rank, _)| discount(rank)).sum();
    gained / (0..wanted.min(10)).map(discount).sum::<f64>()
}
