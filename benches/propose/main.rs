//! Candidates against the bars: quality on hand-tagged gold, and seconds and memory from 2,000 to 200,000 clauses.
//!
//! `cargo bench --bench propose` prints both tables; `-- --keep NAME` also writes them to `bench-runs/NAME/propose.md`,
//! `-- --quality` and `-- --speed` print one, `-- --model` also measures the installed model. `-- --shake` prints what
//! a fifth more or less of each tuned number does, and keeps it as `shake-cluster.md`. `-- --strict` prints what a
//! reviewer sees first, by weights that never saw the set they are judged on, and keeps it as `first-page.md`; with
//! `--with NAME=VALUE` it does so with other tuned numbers, and leaves guided search out. `-- --guided` prints what guided search is worth by such weights, `-- --train`
//! trains the weights that are shipped, on all sets, and writes them to `crates/cluster/data`; `-- --rows` prints what they are
//! trained on. `-- --read NAME` prints the first candidates of a set, or of a folder of documents, with their clauses and what
//! gold says of them. Without `../shared/gold` there is
//! nothing to measure, and it says so.

mod asked;
mod bars;
mod encoded;
mod seen;
mod shake;
mod speed;
mod strict;
mod worlds;

use crosscut_cluster::Params;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let gold: PathBuf = root.join("../shared/gold");
    if !gold.is_dir() {
        println!("nothing to measure: the gold sets are not at hand ({})", gold.display());
        return;
    }
    if let Some(clauses) = after("--one").and_then(|clauses| clauses.parse().ok()) {
        return speed::one(&gold, clauses);
    }
    let only = |name: &str| args.iter().any(|arg| arg == name);
    if only("--shake") {
        let text = shake::table(root, &gold);
        println!("{text}");
        return after("--keep").map(|name| keep(root, name, "shake-cluster.md", &text)).unwrap_or_default();
    }
    if only("--train") {
        println!("{}\n{}", strict::train(root, &gold), asked::train(root, &gold));
        return;
    }
    if let Some(of) = after("--read") {
        let (params, _) = params(&args);
        return println!("{}", seen::read(&gold, of, 25, &params, only("--sure-first")));
    }
    if only("--rows") {
        print!("{}", strict::rows(&gold));
        return;
    }
    if only("--guided") {
        return println!("{}", asked::table(root, &gold));
    }
    if only("--strict") {
        let (params, others) = params(&args);
        let first = strict::table(&gold, &params);
        if others {
            return println!("{first}");
        }
        let text = format!("{first}\n{}", asked::table(root, &gold));
        println!("{text}");
        return after("--keep").map(|name| keep(root, name, "first-page.md", &text)).unwrap_or_default();
    }
    let (all, mut text) = (!only("--quality") && !only("--speed"), String::new());
    if all || only("--quality") {
        text += &bars::table(root, &gold, only("--model"));
    }
    if all || only("--speed") {
        text += &speed::table();
    }
    println!("{text}");
    if let Some(name) = after("--keep") {
        keep(root, name, "propose.md", &text);
    }
}

/// The tuned numbers with those that `--with NAME=VALUE` names, and whether there are any.
fn params(args: &[String]) -> (Params, bool) {
    let mut params = Params::default();
    let named = args.windows(2).filter(|pair| pair[0] == "--with").filter_map(|pair| pair[1].split_once('='));
    for (name, value) in named {
        let known = value.parse().is_ok_and(|value| params.set(name, value));
        assert!(known, "no tuned number is called {name}, or {value} is no number");
    }
    let others = params != Params::default();
    (params, others)
}

fn keep(root: &Path, name: &str, file: &str, text: &str) {
    let folder = root.join("bench-runs").join(name);
    fs::create_dir_all(&folder).expect("bench-runs can be written");
    fs::write(folder.join(file), text).expect("bench-runs can be written");
}
