//! Seconds and memory as the number of clauses grows.

use crosscut::{Compared, Settings, parse_clauses, propose, text::Clause};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SIZES: [usize; 4] = [2_000, 20_000, 35_000, 200_000];
/// Share of the words of a copy that are replaced by others of the collection.
const NOISE: u64 = 30;
/// Words that a clause is cut to, so that sets of long articles do not decide alone.
const LONGEST: usize = 120;

/// The longest that one size may take.
const PATIENCE: Duration = Duration::from_secs(420);
/// The bars: clauses, seconds, megabytes; growth exponent.
const BARS: (usize, f64, f64, f64) = (35_000, 6.0, 1024.0, 1.3);

/// Seconds, peak megabytes and candidates of one size.
type Measured = [f64; 3];

/// A table of all sizes; each is measured in a process of its own, so that memory is its own too.
pub(crate) fn table() -> String {
    let rows: Vec<(usize, Option<Measured>)> = SIZES.iter().map(|&size| (size, measured(size))).collect();
    let mut text = format!(
        "`cargo bench --bench propose -- --speed`: clauses of all gold sets, copied into new agreements with {NOISE} % \
         of the words replaced; words only, {} threads\n\n| clauses | seconds | peak MB | candidates |\n|---|---|---|---|\n",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    for (size, row) in &rows {
        text += &match row {
            Some([seconds, megabytes, candidates]) => {
                format!("| {size} | {seconds:.2} | {megabytes:.0} | {candidates} |\n")
            }
            None => format!("| {size} | more than {} | | |\n", PATIENCE.as_secs()),
        };
    }
    let met = |yes: bool| if yes { "met" } else { "not met" };
    let (clauses, most, memory, exponent) = BARS;
    if let Some((_, Some([seconds, megabytes, _]))) = rows.iter().find(|(size, _)| *size == clauses) {
        text += &format!(
            "\n{clauses} clauses in {most} s: {}. In {memory} MB: {}.",
            met(*seconds <= most),
            met(*megabytes <= memory)
        );
    }
    if let [_, (from, Some(first)), .., (to, Some(last))] = rows[..] {
        let growth = (last[0] / first[0]).ln() / (to as f64 / from as f64).ln();
        text += &format!(
            " Growth exponent from {from} to {to} clauses {growth:.2}, bar {exponent}: {}.",
            met(growth <= exponent)
        );
    }
    text + "\n\n"
}

/// One size in a process of its own; nothing if it takes too long.
fn measured(size: usize) -> Option<Measured> {
    let program = std::env::current_exe().expect("it runs");
    let mut child = Command::new(&program)
        .args(["--one", &size.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("it is built");
    let start = Instant::now();
    while child.try_wait().expect("it can be asked").is_none() {
        if start.elapsed() > PATIENCE {
            child.kill().expect("it is ours");
            child.wait().expect("it can be waited for");
            return None;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let output = child.wait_with_output().expect("it has ended");
    let line = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<f64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [seconds, megabytes, candidates] = numbers[..] else {
        panic!("{size} clauses: it answered {line:?}")
    };
    Some([seconds, megabytes, candidates])
}

/// Proposes once and prints seconds, peak megabytes and the number of candidates.
pub(crate) fn one(gold: &Path, size: usize) {
    let clauses = copies(&base(gold), size);
    let start = Instant::now();
    let (candidates, _) = propose(&Compared::by_words(&clauses), &Settings::default());
    let seconds = start.elapsed().as_secs_f64();
    assert!(!candidates.is_empty(), "nothing was proposed");
    println!("{seconds} {} {}", peak().unwrap_or_default() / 1024.0, candidates.len());
}

/// The most memory that this process has had, in kilobytes, where the system tells (Linux).
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The clauses of all gold sets.
fn base(gold: &Path) -> String {
    let sets = ["cuad-clauses", "cyber", "scf", "tota", "waie"];
    let mut text = String::new();
    for set in sets {
        let lines = fs::read_to_string(gold.join(set).join("clauses.jsonl")).unwrap_or_default();
        for line in lines.lines() {
            let mut value: serde_json::Value = serde_json::from_str(line).expect("gold is JSON");
            for name in ["id", "agreement"] {
                value[name] = format!("{set}-{}", value[name].as_str().unwrap_or_default()).into();
            }
            let words: Vec<&str> =
                value["text"].as_str().unwrap_or_default().split(' ').take(LONGEST).collect();
            value["text"] = words.join(" ").into();
            text += &format!("{value}\n");
        }
    }
    text
}

/// The first `size` clauses of the base and its noisy copies.
fn copies(base: &str, size: usize) -> Vec<Clause> {
    let lines: Vec<serde_json::Value> =
        base.lines().map(|line| serde_json::from_str(line).expect("it was JSON")).collect();
    let text = |value: &serde_json::Value| value["text"].as_str().unwrap_or_default().to_owned();
    let vocabulary: Vec<String> =
        lines.iter().flat_map(|line| text(line).split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
    let mut random = 7u64;
    let mut below = |end: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % end
    };
    let mut all = String::new();
    for n in 0..size {
        let mut value = lines[n % lines.len()].clone();
        let copy = n / lines.len();
        if copy > 0 {
            for name in ["id", "agreement"] {
                value[name] = format!("v{copy}-{}", value[name].as_str().unwrap_or_default()).into();
            }
            let words = text(&value);
            let noisy: Vec<&str> =
                words
                    .split(' ')
                    .map(|word| {
                        if below(100) < NOISE as usize { &vocabulary[below(vocabulary.len())] } else { word }
                    })
                    .collect();
            value["text"] = noisy.join(" ").into();
        }
        all += &format!("{value}\n");
    }
    parse_clauses("copies", &all).expect("the gold sets are good clauses").clauses
}
