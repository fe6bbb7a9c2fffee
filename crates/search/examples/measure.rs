//! Times the index and scores query by example: `measure CLAUSES.jsonl [GOLD.jsonl [TOPICS.tsv]]`.

use crosscut_search::Index;
use crosscut_text::{AgreementId, Analyzer, Clause, ClauseId, Eid, Language};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

type Gold = BTreeMap<ClauseId, BTreeSet<String>>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [clauses, more @ ..] = arguments.as_slice() else {
        return Err("measure CLAUSES.jsonl [GOLD.jsonl]".into());
    };
    let clauses = read_clauses(&std::fs::read_to_string(clauses)?)?;
    let analyzer = Analyzer::new(Language::English);
    let start = Instant::now();
    let tokens: usize = clauses.iter().map(|clause| analyzer.tokens(&clause.text).count()).sum();
    let seconds = start.elapsed().as_secs_f64();
    println!("analyzer: {tokens} tokens, {:.2} million a second", tokens as f64 / seconds / 1e6);
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("index");
    let start = Instant::now();
    drop(Index::build(&path, &clauses)?);
    println!("build: {} clauses in {:.3} s", clauses.len(), start.elapsed().as_secs_f64());
    let start = Instant::now();
    let index = Index::open(&path)?;
    let opened = start.elapsed();
    let hits = index.search("vulnerability OR technical measures", 10)?;
    println!("open {opened:.1?}, with a query {:.1?}: {} match", start.elapsed(), hits.total);
    if let [gold, topics @ ..] = more {
        let gold = read_gold(&std::fs::read_to_string(gold)?)?;
        by_example(&index, &clauses, &gold)?;
        if let [topics] = topics {
            by_name(&index, &gold, &std::fs::read_to_string(topics)?)?;
        }
    }
    Ok(())
}

fn read_clauses(lines: &str) -> Result<Vec<Clause>, Box<dyn std::error::Error>> {
    let clause = |line: &str| -> Result<Clause, Box<dyn std::error::Error>> {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| value[key].as_str().unwrap_or_default();
        let (agreement, eid) = (AgreementId::new(text("agreement"))?, Eid::new(text("id"))?);
        let id = ClauseId::new(text("id"))?;
        Ok(Clause { id, language: Language::English, ..Clause::new(agreement, eid, text("text")) })
    };
    lines.lines().map(clause).collect()
}

fn read_gold(lines: &str) -> Result<Gold, Box<dyn std::error::Error>> {
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

fn by_example(index: &Index, clauses: &[Clause], gold: &Gold) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let (mut sum, mut queries) = (0.0, 0);
    for clause in clauses {
        let Some(elements) = gold.get(&clause.id) else { continue };
        let elsewhere = |id: &ClauseId| !id.as_str().starts_with(&format!("{}#", clause.agreement));
        let relevant =
            |id: &ClauseId| elsewhere(id) && gold.get(id).is_some_and(|other| !other.is_disjoint(elements));
        let wanted = gold.keys().filter(|id| relevant(id)).count();
        if wanted == 0 {
            continue;
        }
        let ranked = index.similar_elsewhere(clause, 100)?.hits.into_iter().map(|hit| hit.clause);
        sum += ndcg(ranked.filter(|id| gold.contains_key(id)).map(|id| relevant(&id)), wanted);
        queries += 1;
    }
    let each = start.elapsed() / queries.max(1);
    println!(
        "by example: nDCG@10 {:.4} over {queries} clauses, {each:.1?} each",
        sum / f64::from(queries.max(1))
    );
    Ok(())
}

fn by_name(index: &Index, gold: &Gold, topics: &str) -> Result<(), Box<dyn std::error::Error>> {
    let (mut sum, mut queries) = (0.0, 0);
    for (element, name) in topics.lines().filter_map(|line| line.split_once('\t')) {
        let wanted = gold.values().filter(|elements| elements.contains(element)).count();
        if wanted == 0 {
            continue;
        }
        let ranked = index.search(name, 100)?.hits.into_iter().map(|hit| hit.clause);
        let ranked = ranked.filter(|id| gold.contains_key(id));
        sum +=
            ndcg(ranked.map(|id| gold.get(&id).is_some_and(|elements| elements.contains(element))), wanted);
        queries += 1;
    }
    println!("by name: nDCG@10 {:.4} over {queries} elements", sum / f64::from(queries.max(1)));
    Ok(())
}

fn ndcg(relevant: impl Iterator<Item = bool>, wanted: usize) -> f64 {
    let discount = |rank: usize| 1.0 / ((rank + 2) as f64).log2();
    let gained: f64 =
        relevant.take(10).enumerate().filter(|(_, hit)| *hit).map(|(rank, _)| discount(rank)).sum();
    gained / (0..wanted.min(10)).map(discount).sum::<f64>()
}
