//! Query by example on hand-tagged sets: nDCG@10 (Järvelin and Kekäläinen 2002) of BM25 alone, of all scores as searches
//! use them, and of the mix of them that the other sets would choose; and what the floors of "nothing near" keep and drop.

use crate::Outcome;
use crosscut_embed::{Encoder, wheel};
use crosscut_search::{Example, Index, Mix, Nearness, SearchError};
use crosscut_text::{AgreementId, Clause, ClauseId, Eid, Language};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

/// The elements of each judged clause; none of a clause that carries none.
type Gold = BTreeMap<ClauseId, BTreeSet<String>>;

/// Weights that are tried: of the likeness of meaning, where there is a model, and of the likeness to the first ones.
const MEANING: [f32; 4] = [0.25, 0.5, 0.75, 1.0];
const FIRST: [f32; 5] = [0.0, 0.1, 0.25, 0.5, 0.75];
const MIXES: usize = MEANING.len() * FIRST.len();

/// Clauses of a ranking that are looked at: those that nobody judged are passed over. So many are looked for that a search
/// of a page looks at the same.
const DEPTH: usize = 100;
/// Clauses of a ranking by which the floors are judged: what a person sees at first.
const SEEN: usize = 10;

pub(crate) fn measure(model: Option<&Path>, examples: usize) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("query by example skipped: no gold in {}", folder.display());
        return Ok(());
    };
    let encoder = match model {
        Some(path) => Some(Encoder::new(&wheel(&std::fs::read(path)?)?)?),
        None => None,
    };
    let mut sets: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    sets.sort();
    let (mut worths, mut seen) = (Vec::new(), Vec::new());
    println!(
        "query by example, nDCG@10: BM25, all scores, difference, examples; then the differences by mix:"
    );
    println!("likeness to the first {FIRST:?} for each likeness of meaning {MEANING:?}");
    for set in sets {
        let (clauses, gold) = (set.join("clauses.jsonl"), set.join("gold.jsonl"));
        if let (Ok(clauses), Ok(gold)) = (std::fs::read_to_string(clauses), std::fs::read_to_string(gold)) {
            let name = set.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let clauses = read_clauses(&clauses)?;
            let vectors = encoder.as_ref().map(|encoder| {
                encoder.encode(&clauses.iter().map(|clause| clause.text.as_str()).collect::<Vec<_>>())
            });
            let set = Set { clauses, gold: read_gold(&gold)?, vectors };
            worths.push(set.ranking(&name, examples, &mut seen)?);
        }
    }
    let mean = mean(worths.iter().map(|worth| worth.both - worth.bm25));
    println!("mean difference {mean:+.4}");
    others_choose(&worths);
    floors(
        "cosine, of those that share two words",
        &seen,
        |one| {
            if one.shared > 1 { one.cosine } else { 0.0 }
        },
    );
    if encoder.is_some() {
        floors("likeness of meaning", &seen, |one| one.meaning.unwrap_or_default());
    }
    Ok(())
}

/// What rankings are worth: nDCG@10.
struct Worth {
    bm25: f64,
    both: f64,
    weighed: [f64; MIXES],
}

impl Worth {
    /// What each mix that was tried adds to BM25.
    fn told(&self) -> String {
        let tried = self.weighed.iter().filter(|weighed| **weighed > 0.0);
        tried.map(|weighed| format!("{:+.4}", weighed - self.bm25)).collect::<Vec<_>>().join(" ")
    }
}

/// The same for one example, and what a person sees first.
struct Asked {
    bm25: f64,
    both: f64,
    weighed: [f64; MIXES],
    seen: Vec<(Nearness, bool)>,
}

/// A mix that is tried.
fn mix(at: usize) -> Mix {
    Mix { meaning: MEANING[at / FIRST.len()], first: FIRST[at % FIRST.len()] }
}

/// For each set what the mix is worth that serves the other sets best.
fn others_choose(sets: &[Worth]) {
    let gain = |set: &Worth, at: usize| set.weighed[at] - set.bm25;
    let chosen = |left_out: usize| {
        let others = |at: usize| {
            let (before, after) = (&sets[..left_out], &sets[left_out + 1..]);
            before.iter().chain(after).map(|set| gain(set, at)).sum::<f64>()
        };
        let best = (0..MIXES).max_by(|a, b| others(*a).total_cmp(&others(*b)));
        best.map(|at| (mix(at), gain(&sets[left_out], at)))
    };
    let chosen: Vec<(Mix, f64)> = (0..sets.len()).filter_map(chosen).collect();
    let told: Vec<String> = chosen
        .iter()
        .map(|(mix, gain)| format!("{gain:+.4} (meaning {}, first {})", mix.meaning, mix.first))
        .collect();
    println!(
        "by the mix that the other sets choose: {}; mean {:+.4}",
        told.join(", "),
        mean(chosen.iter().map(|(_, gain)| *gain))
    );
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

struct Set {
    clauses: Vec<Clause>,
    gold: Gold,
    vectors: Option<Vec<Vec<f32>>>,
}

impl Set {
    /// What the rankings are worth, on average over the examples, which is printed; notes what a person would see at first.
    fn ranking(
        &self,
        name: &str,
        most: usize,
        seen: &mut Vec<(Nearness, bool)>,
    ) -> Result<Worth, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let index = Index::build(&folder.path().join("index"), &self.clauses)?;
        let askable: Vec<(usize, usize)> = (0..self.clauses.len())
            .map(|place| (place, self.wanted(place)))
            .filter(|(_, n)| *n > 0)
            .collect();
        let step = askable.len().div_ceil(most.max(1)).max(1);
        let examples: Vec<(usize, usize)> = askable.into_iter().step_by(step).collect();
        let asked: Vec<Asked> = examples
            .par_iter()
            .map(|&(place, wanted)| self.asked(&index, place, wanted))
            .collect::<Result<_, _>>()?;
        let worth = Worth {
            bm25: mean(asked.iter().map(|one| one.bm25)),
            both: mean(asked.iter().map(|one| one.both)),
            weighed: std::array::from_fn(|at| mean(asked.iter().map(|one| one.weighed[at]))),
        };
        println!(
            "{name:<20} {:>7.4} {:>7.4}     {:>+7.4}  {:>8}   {}",
            worth.bm25,
            worth.both,
            worth.both - worth.bm25,
            asked.len(),
            worth.told()
        );
        seen.extend(asked.into_iter().flat_map(|one| one.seen));
        Ok(worth)
    }

    /// Asks with one clause for those like it, of which there are so many.
    fn asked(&self, index: &Index, place: usize, wanted: usize) -> Result<Asked, SearchError> {
        let clause = &self.clauses[place];
        let worth = |ranked: Vec<&ClauseId>| {
            let judged = ranked.into_iter().filter(|id| self.gold.contains_key(*id));
            ndcg(judged.map(|id| self.is_right(clause, id)), wanted)
        };
        let plain = index.similar_elsewhere(clause, DEPTH)?.hits;
        let meaning = self.meaning(place);
        let mut example = Example::new(&clause.text, clause.language);
        (example.agreement, example.meaning) = (Some(&clause.agreement), meaning.as_ref());
        let looked_at = index.looked_at(&example, DEPTH)?;
        let ranked = looked_at.ranked(Mix::of(meaning.is_some()));
        let tried = if meaning.is_some() { MIXES } else { FIRST.len() };
        let mut weighed = [0.0; MIXES];
        for (at, weighed) in weighed.iter_mut().enumerate().take(tried) {
            let ranked = looked_at.ranked(mix(at));
            *weighed = worth(ranked.iter().map(|near| &near.clause).collect());
        }
        let judged = ranked.iter().filter(|near| self.gold.contains_key(&near.clause)).take(SEEN);
        Ok(Asked {
            bm25: worth(plain.iter().map(|hit| &hit.clause).collect()),
            both: worth(ranked.iter().map(|near| &near.clause).collect()),
            weighed,
            seen: judged.map(|near| (near.clone(), self.is_right(clause, &near.clause))).collect(),
        })
    }

    /// Whether a clause of another agreement carries an element of the example.
    fn is_right(&self, example: &Clause, other: &ClauseId) -> bool {
        let elements = |id: &ClauseId| self.gold.get(id);
        let own =
            other.as_str().strip_prefix(example.agreement.as_str()).is_some_and(|rest| rest.starts_with('#'));
        !own && matches!((elements(&example.id), elements(other)), (Some(a), Some(b)) if !a.is_disjoint(b))
    }

    /// How many clauses are right for an example.
    fn wanted(&self, place: usize) -> usize {
        let example = &self.clauses[place];
        self.gold.keys().filter(|id| self.is_right(example, id)).count()
    }

    /// How near every clause is in meaning.
    fn meaning(&self, place: usize) -> Option<BTreeMap<ClauseId, f32>> {
        let vectors = self.vectors.as_ref()?;
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
        let example = &vectors[place];
        let near = |row: &[f32]| dot(row, example) / (dot(row, row) * dot(example, example)).sqrt().max(1e-9);
        Some(self.clauses.iter().zip(vectors).map(|(clause, row)| (clause.id.clone(), near(row))).collect())
    }
}

/// What each floor would keep of the right clauses among the first that are seen, and drop of the wrong ones.
fn floors(what: &str, seen: &[(Nearness, bool)], value: impl Fn(&Nearness) -> f32) {
    let share = |right: bool, kept: bool, floor: f32| {
        let of: Vec<bool> =
            seen.iter().filter(|one| one.1 == right).map(|one| value(&one.0) >= floor).collect();
        of.iter().filter(|near| **near == kept).count() as f64 * 100.0 / of.len().max(1) as f64
    };
    println!("\nfloor of the {what}: right ones kept, wrong ones dropped");
    for step in 1..=16 {
        let floor = step as f32 * 0.03;
        println!(
            "    {floor:.2}   {:5.1} %   {:5.1} %",
            share(true, true, floor),
            share(false, false, floor)
        );
    }
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
        let elements = elements.filter_map(|e| e.as_str()).map(str::to_owned).collect();
        gold.insert(ClauseId::new(value["clause"].as_str().unwrap_or_default())?, elements);
    }
    Ok(gold)
}

fn ndcg(right: impl Iterator<Item = bool>, wanted: usize) -> f64 {
    let discount = |rank: usize| 1.0 / ((rank + 2) as f64).log2();
    let gained: f64 =
        right.take(10).enumerate().filter(|(_, hit)| *hit).map(|(rank, _)| discount(rank)).sum();
    gained / (0..wanted.min(10)).map(discount).sum::<f64>()
}
