//! Titles and years, and how many of the words are headings and notes, over all corpora at hand.

use crate::{Failure, Figure, absent, letters};
use crosscut::text::{AgreementId, Clause, ClauseKind};
use crosscut::{Agreement, Input};
use std::path::Path;

/// What the front pages say, read by people: file, titles (any of which is right) and year; "-" where none is printed.
const FRONTS: &str = include_str!("fronts.tsv");
/// Share of a document's words in headings and notes from which it is named.
const MUCH: f64 = 0.3;

pub(crate) fn measure(shared: &Path, verbose: bool) -> Result<Vec<Figure>, Failure> {
    let (mut titles, mut years, mut known) = (0, 0, 0);
    let mut shares: Vec<(f64, String)> = Vec::new();
    let mut swallowed = 0;
    for row in FRONTS.lines().skip(1) {
        let [file, wanted, year] = row.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("three cells: {row}").into());
        };
        let path = shared.join(file);
        if !path.exists() {
            continue;
        }
        let input = Input {
            agreement: Agreement::named(AgreementId::slug(file), file.to_owned()),
            file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            bytes: std::fs::read(&path)?,
        };
        let reading = crosscut::read(&input, &crosscut::Options::default())?;
        known += 1;
        let title = reading.front.title.as_deref().unwrap_or("-");
        let is_title = wanted
            .split(" | ")
            .any(|wanted| wanted == title || letters(wanted) == letters(title) && wanted != "-");
        let is_year = reading.front.year.map_or("-".to_owned(), |year| year.to_string()) == year;
        titles += usize::from(is_title);
        years += usize::from(is_year);
        if verbose && !(is_title && is_year) {
            println!("  {file}: {title:?} {:?}, not {wanted:?} {year}", reading.front.year);
        }
        shares.push((share_of_headings(&reading.clauses), file.to_owned()));
        swallowed +=
            reading.warnings.iter().filter(|warning| warning.contains("a heading and no text")).count();
    }
    if known == 0 {
        return Ok(absent("titles and years", shared));
    }
    let rate = |right: usize| right as f64 / known as f64;
    shares.sort_by(|a, b| b.0.total_cmp(&a.0));
    let much = shares.iter().filter(|(share, _)| *share > MUCH).count();
    if verbose {
        shares.iter().for_each(|(share, file)| {
            println!("  {:5.1} % of words in headings and notes: {file}", 100.0 * share)
        });
    }
    let most = shares
        .first()
        .map_or(String::new(), |(share, file)| format!("most: {:.0} % in {file}", 100.0 * share));
    let over = format!("{known} documents");
    Ok(vec![
        Figure::new("titles".to_owned(), rate(titles), Some(0.95), over.clone()),
        Figure::new("years".to_owned(), rate(years), Some(0.90), over),
        Figure::new(
            format!("documents with over {:.0} % of words in headings and notes", 100.0 * MUCH),
            much as f64,
            None,
            most,
        ),
        Figure::new("articles with a heading and no text".to_owned(), swallowed as f64, None, String::new()),
    ])
}

/// Share of a document's words that lie in headings and notes.
fn share_of_headings(clauses: &[Clause]) -> f64 {
    let words = |clause: &Clause| {
        clause.text.split_whitespace().count() + clause.text.chars().filter(|c| *c >= '\u{2e80}').count() / 2
    };
    let all: usize = clauses.iter().map(words).sum();
    let own = clauses.iter().filter(|clause| matches!(clause.kind, ClauseKind::Heading | ClauseKind::Note));
    own.map(words).sum::<usize>() as f64 / all.max(1) as f64
}
