//! Candidates against the bars: quality on hand-tagged gold, and seconds and memory from 2,000 to 200,000 clauses.
//!
//! `cargo bench --bench propose` prints both tables; `-- --keep NAME` also writes them to `bench-runs/NAME/propose.md`,
//! `-- --quality` and `-- --speed` print one, `-- --model` measures the installed model beside. Without
//! `../shared/gold` there is nothing to measure, and it says so.

mod bars;
mod speed;

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
    let (all, mut text) = (!only("--quality") && !only("--speed"), String::new());
    if all || only("--quality") {
        text += &bars::table(root, &gold, only("--model"));
    }
    if all || only("--speed") {
        text += &speed::table();
    }
    println!("{text}");
    if let Some(name) = after("--keep") {
        let folder = root.join("bench-runs").join(name);
        fs::create_dir_all(&folder).expect("bench-runs can be written");
        fs::write(folder.join("propose.md"), text).expect("bench-runs can be written");
    }
}
