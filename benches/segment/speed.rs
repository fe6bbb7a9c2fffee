//! Segmentation alone, one thread: megabytes of text a second of processor time, against a plain pass over the words.

use super::{Failure, Figure, absent, processor_seconds, read};
use crosscut::text::{Document, segment};
use std::hint::black_box;
use std::path::Path;

/// Text to go through for each figure, in bytes.
const ENOUGH: usize = 6_000_000;

pub(crate) fn measure(shared: &Path) -> Result<Vec<Figure>, Failure> {
    let folder = shared.join("corpus");
    if !folder.is_dir() {
        return Ok(absent("speed", &folder));
    }
    let mut figures = Vec::new();
    let (mut bytes, mut seconds) = (0.0, 0.0);
    for file in [
        "agreements/eu-nis2.pdf",
        "agreements/eu-gdpr.html",
        "agreements/budapest-convention.md",
        "agreements/au-convention.pdf",
        "layout/kenya_dpa_2019.pdf",
        "layout/paris-call-wg4-report.pdf",
    ] {
        let path = folder.join(file);
        if !path.is_file() {
            figures.extend(absent(file, &path));
            continue;
        }
        let document = read(&path)?.document;
        let clauses = segment(&document).clauses.len();
        let own = speed(&document, |document| segment(document).clauses.len());
        let plain = speed(&document, |document| document.text.split_whitespace().count());
        bytes += document.text.len() as f64;
        seconds += document.text.len() as f64 / own;
        let detail =
            format!("{clauses} clauses; a plain pass over the words is {:.0} times as fast", plain / own);
        figures.push(Figure::new(format!("MB a second, {file}"), own, None, detail));
    }
    figures.push(Figure::new("MB a second, all of them".into(), bytes / seconds, Some(20.0), String::new()));
    Ok(figures)
}

/// Megabytes a second, the best of three.
fn speed(document: &Document, work: impl Fn(&Document) -> usize) -> f64 {
    let runs = (ENOUGH / document.text.len().max(1)).max(1);
    let once = || {
        let begun = processor_seconds();
        for _ in 0..runs {
            black_box(work(black_box(document)));
        }
        (processor_seconds() - begun).max(0.01)
    };
    let best = (0..3).map(|_| once()).fold(f64::INFINITY, f64::min);
    (document.text.len() * runs) as f64 / best / 1e6
}
