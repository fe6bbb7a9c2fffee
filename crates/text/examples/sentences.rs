//! The sentence splitter measured on MultiLegalSBD: `cargo run --release -p crosscut-text --example sentences [-v]`.
//!
//! A boundary is right when it falls on the same last character that is no white space.

use crosscut_text::{Language, sentence};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

#[derive(Default)]
struct Tally {
    gold: usize,
    found: usize,
    right: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.right += other.right;
    }

    fn print(&self, name: &str) {
        let precision = self.right as f64 / self.found as f64;
        let recall = self.right as f64 / self.gold as f64;
        let f1 = 2.0 * precision * recall / (precision + recall);
        println!(
            "{name:28} precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}  ({} sentences)",
            self.gold
        );
    }
}

fn main() -> Result<(), Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold/sentences");
    if !folder.is_dir() {
        eprintln!("{} is absent: nothing to measure", folder.display());
        return Ok(());
    }
    let verbose = std::env::args().any(|argument| argument == "-v");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let (mut laws, mut judgments, mut all) = (Tally::default(), Tally::default(), String::new());
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "jsonl")) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let language = Language::from_code(&name[..2]);
        let mut tally = Tally::default();
        for line in std::fs::read_to_string(path)?.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let text = row["text"].as_str().unwrap_or_default();
            tally.add(&compare(text, &row["spans"], language, verbose));
            all.push_str(text);
            all.push('\n');
        }
        tally.print(&name);
        if name.contains("_CD_") { judgments.add(&tally) } else { laws.add(&tally) }
    }
    laws.print("laws");
    judgments.print("judgments");
    let begun = Instant::now();
    let runs = 20;
    let sentences: usize = (0..runs).map(|_| sentence::split(&all, Language::English).len()).sum();
    let speed = (all.chars().count() * runs) as f64 / begun.elapsed().as_secs_f64() / 1e6;
    println!("{speed:.0} million characters a second ({} sentences)", sentences / runs);
    Ok(())
}

/// Gold spans count code points; ends are compared as the last character before them that is no space.
fn compare(text: &str, spans: &serde_json::Value, language: Language, verbose: bool) -> Tally {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let end_of = |end: usize| {
        (0..end.min(chars.len()))
            .rev()
            .find(|at| !chars[*at].1.is_whitespace())
            .map(|at| chars[at].0 + chars[at].1.len_utf8())
    };
    let gold: BTreeSet<usize> = spans
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|span| end_of(usize::try_from(span["end"].as_u64()?).ok()?))
        .collect();
    let found: BTreeSet<usize> = sentence::split(text, language).iter().map(|span| span.end()).collect();
    if verbose {
        let around = |at: usize| {
            let from =
                (0..=at.saturating_sub(45)).rev().find(|from| text.is_char_boundary(*from)).unwrap_or(0);
            let to = (at + 35..=text.len()).find(|to| text.is_char_boundary(*to)).unwrap_or(text.len());
            format!("{:?} | {:?}", &text[from..at], &text[at..to])
        };
        gold.difference(&found).for_each(|at| println!("  missed {language} {}", around(*at)));
        found.difference(&gold).for_each(|at| println!("  extra  {language} {}", around(*at)));
    }
    Tally { gold: gold.len(), found: found.len(), right: gold.intersection(&found).count() }
}
