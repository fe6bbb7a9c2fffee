//! The sentence splitter on MultiLegalSBD (Brugger, Stürmer, Niklaus 2023).
//!
//! A boundary is right when it falls on the same last character that is no white space.

use super::{Failure, Figure, absent, processor_seconds};
use crosscut::text::{Language, sentence};
use std::collections::BTreeSet;
use std::path::Path;

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

    fn figures(&self, name: &str, bar: f64) -> Vec<Figure> {
        let precision = self.right as f64 / self.found as f64;
        let recall = self.right as f64 / self.gold as f64;
        let f1 = 2.0 * precision * recall / (precision + recall);
        let detail = format!("{} sentences: P {precision:.3}, R {recall:.3}", self.gold);
        vec![
            Figure::new(format!("sentences of {name}: F1"), f1, Some(bar), detail.clone()),
            Figure::new(format!("sentences of {name}: precision"), precision, Some(0.92), detail),
        ]
    }
}

/// F1 and precision over laws and judgments, and the speed.
pub(crate) fn measure(shared: &Path, verbose: bool) -> Result<Vec<Figure>, Failure> {
    let folder = shared.join("gold/sentences");
    if !folder.is_dir() {
        return Ok(absent("sentences", &folder));
    }
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let (mut laws, mut judgments, mut all) = (Tally::default(), Tally::default(), String::new());
    for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "jsonl")) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let language = Language::from_code(&name[..2]);
        for line in std::fs::read_to_string(path)?.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let text = row["text"].as_str().unwrap_or_default();
            let tally = compare(text, &row["spans"], language, verbose);
            if name.contains("_CD_") {
                judgments.add(&tally)
            } else {
                laws.add(&tally)
            }
            all.push_str(text);
            all.push('\n');
        }
    }
    let mut figures = laws.figures("laws", 0.90);
    figures.extend(judgments.figures("judgments", 0.88));
    let runs = 20;
    let begun = processor_seconds();
    let sentences: usize = (0..runs).map(|_| sentence::split(&all, Language::English).len()).sum();
    let speed = (all.chars().count() * runs) as f64 / (processor_seconds() - begun) / 1e6;
    let detail = format!("{} sentences", sentences / runs);
    figures.push(Figure::new("sentences, million characters a second".into(), speed, Some(30.0), detail));
    Ok(figures)
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
