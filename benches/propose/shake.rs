//! What a fifth more or less of each tuned number does to quality on the gold sets, one number at a time.

use crate::bars::read;
use crosscut::text::Clause;
use crosscut::{Candidate, ClauseMatch, Codebook, ElementMatch};
use crosscut_cluster::{Compared, Constraints, Element, Param, Params, Settings, match_codebook, propose};
use crosscut_evaluate::{Labels, evaluate, guided};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Sets of a few hundred to two thousand clauses; every number is tried twice on each.
const SETS: [&str; 4] = ["waie", "cuad-clauses", "cyber", "tota"];
const MEASURES: [&str; 4] = ["element recall", "cell F1", "sB3", "P100"];
const GUIDED: [&str; 2] = ["cell F1", "mAP"];
const SHARE: f64 = 0.2;
/// A change that is shown; less is rounding.
const VISIBLE: f64 = 0.0005;
/// Groups that no gold set at hand measures: it has no outliers, vectors, or granularity after the run.
const UNMEASURED: [&str; 3] = ["model.", "outliers.", "regroup."];

struct Set {
    name: &'static str,
    clauses: Vec<Clause>,
    labels: Labels,
}

/// What a setting gives: each measure for each set, and the name of each candidate by its clauses.
struct Outcome {
    figures: Vec<[f64; 4]>,
    names: BTreeMap<BTreeSet<usize>, String>,
}

/// One row for each number and direction that changes something, then the numbers that change nothing.
pub(crate) fn table(root: &Path, gold: &Path) -> String {
    let start = Instant::now();
    let sets = SETS.map(|name| {
        let (clauses, labels) = read(&gold.join(name));
        Set { name, clauses, labels }
    });
    let cyber = &sets[2];
    let book = codebook(root);
    let fitted = Params::default();
    let (plain, asked) = (outcome(&sets, &fitted), guided_figures(cyber, &book, &fitted));
    let (mut rows, mut guided_rows, mut still) = (String::new(), String::new(), Vec::new());
    for param in fitted.list() {
        if UNMEASURED.iter().any(|group| param.name.starts_with(group)) {
            continue;
        }
        let mut moved = false;
        for value in neighbours(&param) {
            let mut params = fitted.clone();
            assert!(params.set(param.name, value), "the list names what can be set");
            let head = format!("| `{}` | {} | {} |", param.name, param.written, written(value));
            if param.name.starts_with("guided.") {
                let found = guided_figures(cyber, &book, &params);
                let changes = [found[0] - asked[0], found[1] - asked[1]];
                if changes.iter().any(|change| change.abs() >= VISIBLE) {
                    moved = true;
                    guided_rows += &format!("{head} {} |\n", changes.map(signed).join(" | "));
                }
            } else {
                let found = outcome(&sets, &params);
                let renamed = renamed(&plain, &found);
                if found.differs(&plain) || renamed > 0.0 {
                    moved = true;
                    let cells: Vec<String> = (0..4).map(|m| change(&plain, &found, m)).collect();
                    rows += &format!("{head} {} | {:.0} % |\n", cells.join(" | "), 100.0 * renamed);
                }
            }
        }
        if !moved {
            still.push(format!("`{}`", param.name));
        }
    }
    let changes = Changes { rows, guided_rows, still };
    report(&sets, &plain, asked, &changes) + &format!("The run took {} s.\n\n", start.elapsed().as_secs())
}

/// The rows of what changes something, and the names of what changes nothing.
struct Changes {
    rows: String,
    guided_rows: String,
    still: Vec<String>,
}

/// The tables as they are kept: what the fitted numbers give, then what each change does.
fn report(sets: &[Set; SETS.len()], plain: &Outcome, asked: [f64; 2], changes: &Changes) -> String {
    let Changes { rows, guided_rows, still } = changes;
    let mut text = format!(
        "`cargo bench --bench propose -- --shake`: each tuned number a fifth up and down (a whole number by at least \
         one), the others as fitted, words only. Mean change over {}; in brackets the set that changed most. \
         \"Renamed\": candidates of the same clauses under another name.\n\n",
        SETS.join(", ")
    );
    text += "| as fitted |";
    MEASURES.iter().for_each(|measure| text += &format!(" {measure} |"));
    text += "\n|---|---|---|---|---|\n";
    for (set, figures) in sets.iter().zip(&plain.figures) {
        text += &format!("| {} | {} |\n", set.name, figures.map(|f| format!("{f:.3}")).join(" | "));
    }
    text += &format!(
        "\n| number | fitted | tried | {} | renamed |\n|---|---|---|---|---|---|---|---|\n{rows}",
        MEASURES.join(" | ")
    );
    text += &format!(
        "\nGuided search on cyber, definitions alone (as fitted {:.3} and {:.3}):\n\n\
         | number | fitted | tried | {} |\n|---|---|---|---|---|\n{guided_rows}",
        asked[0],
        asked[1],
        GUIDED.join(" | ")
    );
    text += &format!("\nNo visible change either way: {}.\n", still.join(", "));
    text += &format!(
        "\nNot measured, for want of gold: the groups {}.\n\n",
        UNMEASURED.map(|group| format!("`{}`", group.trim_end_matches('.'))).join(", ")
    );
    text
}

/// The number a fifth down and up; a whole one by at least one.
fn neighbours(param: &Param) -> Vec<f64> {
    let step = SHARE * param.value.abs();
    let step = if param.whole { step.round().max(1.0) } else { step };
    [param.value - step, param.value + step].into_iter().filter(|value| *value != param.value).collect()
}

fn outcome(sets: &[Set], params: &Params) -> Outcome {
    let (mut figures, mut names) = (Vec::new(), BTreeMap::new());
    let mut offset = 0;
    for set in sets {
        let compared = Compared::new(&set.clauses, None).with_params(params);
        let proposal = propose(compared, &Settings::default(), &Constraints::default());
        for candidate in &proposal.candidates {
            let members = candidate.members.iter().map(|member| offset + member.clause).collect();
            names.insert(members, candidate.label.clone());
        }
        offset += set.clauses.len();
        let candidates: Vec<Candidate> = proposal
            .candidates
            .into_iter()
            .enumerate()
            .map(|(n, found)| candidate_of(set, n, found))
            .collect();
        let found = evaluate(&candidates, &set.labels);
        figures.push([
            found.discovery.element_recall.value,
            found.discovery.cells.f1.value,
            found.clustering.bcubed_without_self.f1.value,
            found.discovery.precision_100.value,
        ]);
    }
    Outcome { figures, names }
}

impl Outcome {
    fn differs(&self, other: &Self) -> bool {
        let pairs = self.figures.iter().flatten().zip(other.figures.iter().flatten());
        pairs.into_iter().any(|(x, y)| (x - y).abs() >= VISIBLE)
    }
}

/// Share of the candidates with the same clauses that have another name.
fn renamed(plain: &Outcome, found: &Outcome) -> f64 {
    let same: Vec<bool> =
        found.names.iter().filter_map(|(members, name)| Some(plain.names.get(members)? == name)).collect();
    same.iter().filter(|same| !**same).count() as f64 / same.len().max(1) as f64
}

/// The mean change of a measure over the sets, and the set that changed most.
fn change(plain: &Outcome, found: &Outcome, measure: usize) -> String {
    let changes: Vec<f64> =
        plain.figures.iter().zip(&found.figures).map(|(a, b)| b[measure] - a[measure]).collect();
    let mean = changes.iter().sum::<f64>() / changes.len() as f64;
    let most = (0..changes.len()).max_by(|&a, &b| changes[a].abs().total_cmp(&changes[b].abs()));
    match most {
        Some(set) if changes[set].abs() >= VISIBLE => {
            format!("{} ({} {})", signed(mean), SETS[set], signed(changes[set]))
        }
        _ => "0".into(),
    }
}

fn signed(change: f64) -> String {
    if change.abs() < VISIBLE { "0".into() } else { format!("{change:+.3}") }
}

fn written(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A candidate as the evaluation takes it.
fn candidate_of(set: &Set, number: usize, candidate: crosscut_cluster::Candidate) -> Candidate {
    crate::worlds::candidate_of(&set.clauses, number, candidate)
}

/// The elements of the public codebook, with their names in gold.
fn codebook(root: &Path) -> Vec<(String, Element)> {
    let path = root.join("data/codebooks/cyber.toml");
    let text = fs::read_to_string(&path).expect("the codebook is part of the project");
    let book = Codebook::parse(&path, &text).expect("a test reads it");
    let element = |element: crosscut::CodebookElement| {
        let mut definition = element.definition;
        element.inclusion.iter().for_each(|inclusion| definition = format!("{definition} {inclusion}"));
        (
            element.id,
            Element { name: element.name, definition, phrases: element.phrases, ..Element::default() },
        )
    };
    book.elements.into_iter().map(element).collect()
}

/// Cell F1 and mean average precision of guided search.
fn guided_figures(set: &Set, book: &[(String, Element)], params: &Params) -> [f64; 2] {
    let elements: Vec<Element> = book.iter().map(|(_, element)| element.clone()).collect();
    let compared = Compared::new(&set.clauses, None).with_params(params);
    let matches: Vec<ElementMatch> = book
        .iter()
        .zip(match_codebook(compared, &elements))
        .map(|((id, element), found)| {
            let mut proposed: Vec<ClauseMatch> = found
                .ranked
                .iter()
                .map(|member| ClauseMatch {
                    clause: set.clauses[member.clause].id.clone(),
                    agreement: set.clauses[member.clause].agreement.clone(),
                    score: member.similarity,
                })
                .collect();
            let rest = proposed.split_off(found.cut);
            let agreements: BTreeSet<_> = proposed.iter().map(|clause| clause.agreement.clone()).collect();
            ElementMatch {
                element: id.clone(),
                name: element.name.clone(),
                agreements: agreements.into_iter().collect(),
                proposed,
                rest,
                cells: Vec::new(),
            }
        })
        .collect();
    let found = guided(&matches, &set.labels);
    [found.cells.f1.value, found.mean_average_precision.value]
}
