//! Real agreements next to the repository (`../shared`): nothing is lost, nothing is added, every article is found, and
//! lines that were broken come together again. Without the folder these tests say so and pass.

#![allow(clippy::unwrap_used, reason = "tests")]

use crosscut_extract::{Extracted, Options, extract};
use crosscut_text::{Block, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn shared(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: no {}", path.display());
    }
    bytes
}

fn read(name: &str) -> Option<Extracted> {
    let extracted = extract(name, &shared(name)?, &Options::default()).unwrap();
    assert_eq!(extracted.losses, [], "{name}");
    Some(extracted)
}

fn text(block: &Block) -> String {
    block.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn texts(extracted: &Extracted, keep: impl Fn(&Block) -> bool) -> Vec<String> {
    extracted.pages.iter().flat_map(|page| &page.blocks).filter(|block| keep(block)).map(text).collect()
}

/// Runs of letters and digits, counted. Where words are glued is up to the markup, so words are cut apart at tags.
fn words<'t>(texts: impl Iterator<Item = &'t str>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in
        texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty())
    {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}

/// The text of a page, taken by hand: no tags, no scripts, no head.
fn stripped(html: &str) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut rest = &html[html.find("<body").unwrap()..];
    while let Some(open) = rest.find('<') {
        texts.push(&rest[..open]);
        let end = if rest[open..].starts_with("<script") { "</script>" } else { ">" };
        rest = &rest[open..][rest[open..].find(end).unwrap() + end.len()..];
    }
    texts
}

#[test]
fn pages_of_eu_law_are_read_word_for_word() {
    for (name, articles, recitals) in [("agreements/eu-gdpr.html", 99, 173), ("truth/eu-nis2.html", 46, 144)]
    {
        let (Some(extracted), Some(bytes)) = (read(name), shared(name)) else { return };
        let html = String::from_utf8(bytes).unwrap().replace("&amp;", "&").replace('\u{ad}', "");
        let all = texts(&extracted, |_| true);
        assert_eq!(words(all.iter().map(String::as_str)), words(stripped(&html).into_iter()), "{name}");
        let headings: BTreeSet<String> =
            texts(&extracted, |block| block.role == Role::Heading).into_iter().collect();
        let missing: Vec<usize> =
            (1..=articles).filter(|n| !headings.contains(&format!("Article {n}"))).collect();
        assert!(missing.is_empty(), "{name}: articles {missing:?}");
        let body = texts(&extracted, |block| block.role == Role::Body);
        let first = body.iter().position(|text| text == "Whereas:").unwrap() + 1;
        let opened = |n: usize| body[first..].iter().any(|text| text.starts_with(&format!("({n}) ")));
        let missing: Vec<usize> = (1..=recitals).filter(|&n| !opened(n)).collect();
        assert!(missing.is_empty(), "{name}: recitals {missing:?}");
    }
}

#[test]
fn articles_of_sloppy_markdown_are_headings() {
    for (name, articles) in
        [("agreements/budapest-convention.md", 48), ("agreements/coe-convention-108.md", 27)]
    {
        let Some(extracted) = read(name) else { return };
        let headings: BTreeSet<String> =
            texts(&extracted, |block| block.role == Role::Heading).into_iter().collect();
        let missing: Vec<usize> =
            (1..=articles).filter(|n| !headings.contains(&format!("Article {n}"))).collect();
        assert!(missing.is_empty(), "{name}: articles {missing:?}");
        let marks = texts(&extracted, |_| true).into_iter().filter(|text| text.contains(['#', '*', ']']));
        assert_eq!(marks.count(), 0, "{name}: markup is left");
    }
}

/// Fills lines up to a width, as a typewriter does.
fn filled(paragraph: &str, width: usize) -> String {
    let (mut text, mut column) = (String::new(), 0);
    for word in paragraph.split(' ') {
        let length = word.chars().count();
        if column > 0 {
            let fits = column + 1 + length <= width;
            text.push(if fits { ' ' } else { '\n' });
            column = if fits { column + 1 } else { 0 };
        }
        text.push_str(word);
        column += length;
    }
    text
}

/// Where paragraphs end, counted in characters without spaces.
fn ends(paragraphs: &[String]) -> BTreeSet<usize> {
    let mut end = 0;
    let count = |paragraph: &String| {
        end += paragraph.chars().filter(|c| *c != ' ').count();
        end
    };
    paragraphs.iter().map(count).collect()
}

/// Real paragraphs are broken into lines and read as plain text: how many of their ends are found, and how many ends
/// that are found are right.
#[test]
fn broken_lines_come_together_again() {
    for name in [
        "agreements/eu-gdpr.html",
        "truth/eu-nis2.html",
        "agreements/budapest-convention.md",
        "agreements/coe-convention-108.md",
    ] {
        let Some(extracted) = read(name) else { return };
        let paragraphs = texts(&extracted, |block| matches!(block.role, Role::Body | Role::Heading));
        for (between, width) in [("\n\n", 72), ("\n", 72), ("\n", 100), ("\n", usize::MAX)] {
            let typed = paragraphs.iter().map(|text| filled(text, width)).collect::<Vec<_>>().join(between);
            let again = extract("typed.txt", typed.as_bytes(), &Options::default()).unwrap();
            let (expected, found) = (ends(&paragraphs), ends(&texts(&again, |_| true)));
            let right = expected.intersection(&found).count() as f64;
            let (precision, recall) = (right / found.len() as f64, right / expected.len() as f64);
            let empty_lines = if between == "\n" { "without" } else { "with" };
            eprintln!("{name}, {width} columns, {empty_lines} empty lines: P {precision:.3} R {recall:.3}");
            assert!(precision > 0.985 && recall > 0.93, "{name} at {width}");
        }
    }
}
