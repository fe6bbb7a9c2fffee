//! What a reviewer sees first, counted strictly, by weights of the form model that never saw the world they are judged on.

use crate::worlds::{World, candidate_of, worlds};
use crosscut::{Candidate, Tier};
use crosscut_cluster::{Compared, Constraints, FeatureRow, Params, Settings, Weights, propose};
use crosscut_evaluate::{Labels, Strict, Upto, is_right, strict};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Trains the weights that are shipped, on all worlds, and writes them.
pub(crate) fn train(root: &Path, gold: &Path) -> String {
    let worlds = worlds(gold);
    let rows: Vec<Vec<(FeatureRow, bool)>> = worlds.iter().map(World::rows).collect();
    let weights = trained(&rows, None);
    let head = "# Form against substance: what each feature of a clause counts. Written by\n\
                # `cargo bench --bench propose -- --train`; crates/cluster/src/weights.rs says what each asks.\n";
    let path = root.join("crates/cluster/data/form.tsv");
    fs::write(&path, format!("{head}{weights}")).expect("the weights can be written");
    let counts: Vec<String> =
        worlds.iter().zip(&rows).map(|(world, rows)| format!("{} {}", world.name, rows.len())).collect();
    format!("trained on clauses of {}: {}", counts.join(", "), path.display())
}

/// Weights from all worlds but one. Every world and both labels of it count alike, however many clauses they have.
pub(crate) fn trained(rows: &[Vec<(FeatureRow, bool)>], without: Option<usize>) -> Weights {
    const WORLD: f64 = 1000.0;
    let mut all = Vec::new();
    for (_, rows) in rows.iter().enumerate().filter(|(place, _)| Some(*place) != without) {
        let asks = rows.iter().filter(|(_, asks)| *asks).count();
        let both = [rows.len() - asks, asks];
        // A world of one label only shifts the whole; it counts a tenth.
        let share = if both.contains(&0) { 0.1 } else { 0.5 };
        for (row, asks) in rows {
            all.push((row.clone(), *asks, share * WORLD / both[usize::from(*asks)] as f64));
        }
    }
    Weights::train(&all)
}

/// The labelled rows of all worlds, for whoever wants to try another model: world, label, features.
pub(crate) fn rows(gold: &Path) -> String {
    let mut text = String::new();
    for world in worlds(gold) {
        for (row, asks) in world.rows() {
            writeln!(text, "{}\t{}\t{row}", world.name, u8::from(asks)).expect("a string");
        }
    }
    text
}

/// Both tables: how well form is told in each world, and what a reviewer sees first.
pub(crate) fn table(gold: &Path, params: &Params) -> String {
    let worlds = worlds(gold);
    let rows: Vec<Vec<(FeatureRow, bool)>> = worlds.iter().map(World::rows).collect();
    let mut told = String::from("| world left out | clauses that ask | form | AUC |\n|---|---|---|---|\n");
    let mut seen = String::from(
        "| set | right among the first 10 / 25 / 50 / 100 | of those judged 10 / 25 | without labels 10 / 25 | cells after 25 / 50 / 100 / 200 | set aside, of these right, not form |\n\
         |---|---|---|---|---|---|\n",
    );
    for (place, world) in worlds.iter().enumerate() {
        let weights = trained(&rows, Some(place));
        let asks = rows[place].iter().filter(|(_, asks)| *asks).count();
        let area = area(&rows[place], &weights);
        writeln!(told, "| {} | {asks} | {} | {area} |", world.name, rows[place].len() - asks)
            .expect("a string");
        let Some(labels) = &world.labels else { continue };
        // Final clauses and the like are elements of the gold of trade and contracts, and count as such here.
        let form = if world.name == "cyber" { world.form } else { &[] };
        for sure_first in [false, true] {
            let mut settings = Settings::default();
            settings.sure_first = sure_first;
            let found = candidates(world, &weights, &settings, params);
            let measured = strict(&found, labels, form);
            let name = if sure_first { format!("{}, sure first", world.name) } else { world.name.to_owned() };
            let aside = aside(&found, labels, world.form);
            writeln!(seen, "| {name} | {}{aside} |", row(&measured)).expect("a string");
        }
    }
    format!(
        "`cargo bench --bench propose -- --strict`: a candidate is right if half of all its clauses carry one element in \
         two agreements; weights of the form model trained without the world that they are judged on; 95 % intervals by \
         bootstrap over agreements\n\n{seen}\n{told}"
    )
}

pub(crate) fn candidates(
    world: &World,
    weights: &Weights,
    settings: &Settings,
    params: &Params,
) -> Vec<Candidate> {
    let compared = Compared::new(&world.clauses, None).with_weights(weights).with_params(params);
    let proposal = propose(compared, settings, &Constraints::default());
    let named = proposal.candidates.into_iter().enumerate();
    named.map(|(number, candidate)| candidate_of(&world.clauses, number, candidate)).collect()
}

/// How many are set aside, how many of them gold calls right and no form, and the share of these of all such.
fn aside(found: &[Candidate], labels: &Labels, form: &[&str]) -> String {
    let (aside, kept): (Vec<&Candidate>, Vec<&Candidate>) =
        found.iter().partition(|one| one.tier == Tier::Formal);
    let right = |some: &[&Candidate]| some.iter().filter(|one| is_right(one, labels, form)).count();
    let (wronged, all) = (right(&aside), right(&aside) + right(&kept));
    format!("{}, {wronged} ({:.1} % of {all})", aside.len(), 100.0 * wronged as f64 / all.max(1) as f64)
}

fn row(measured: &Strict) -> String {
    let shown = |figures: &[Upto]| {
        let one = |upto: &Upto| {
            let figure = upto.figure;
            format!("{:.2} ({:.2}–{:.2})", figure.value, figure.low, figure.high)
        };
        figures.iter().map(one).collect::<Vec<_>>().join(" / ")
    };
    format!(
        "{} | {} | {} | {} | ",
        shown(&measured.precision),
        measured
            .judged
            .iter()
            .take(2)
            .map(|upto| format!("{:.2}", upto.figure.value))
            .collect::<Vec<_>>()
            .join(" / "),
        shown(&measured.unlabelled),
        shown(&measured.cells)
    )
}

/// The chance that a clause that asks is ranked above one that is form; where all are of one kind, nothing.
fn area(rows: &[(FeatureRow, bool)], weights: &Weights) -> String {
    let mut chances: Vec<(f32, bool)> = rows.iter().map(|(row, asks)| (weights.chance(row), *asks)).collect();
    chances.sort_by(|a, b| a.0.total_cmp(&b.0));
    let asks = chances.iter().filter(|(_, asks)| *asks).count() as f64;
    let form = chances.len() as f64 - asks;
    let (mut below, mut sum) = (0.0, 0.0);
    for same in chances.chunk_by(|a, b| a.0 == b.0) {
        let alike = same.iter().filter(|(_, asks)| !asks).count() as f64;
        sum += (same.len() as f64 - alike) * (below + alike / 2.0);
        below += alike;
    }
    if asks * form > 0.0 { format!("{:.3}", sum / (asks * form)) } else { String::new() }
}
