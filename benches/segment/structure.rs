//! Starts of recitals, articles, paragraphs and points of the NIS2 Directive against the act's own HTML.

use super::{Failure, Figure, absent, letters, read};
use crosscut::text::{Clause, ClauseKind};
use std::collections::BTreeSet;
use std::path::Path;

/// A unit's locator and the first letters of its text.
type Start = (String, String);

/// Precision, recall and F1 of the starts.
pub(crate) fn measure(shared: &Path, verbose: bool) -> Result<Vec<Figure>, Failure> {
    let html = shared.join("corpus/truth/eu-nis2.html");
    if !html.is_file() {
        return Ok(absent("starts of units", &html));
    }
    let truth: BTreeSet<Start> = marked_up(&std::fs::read_to_string(&html)?).into_iter().collect();
    let mut figures = Vec::new();
    for (file, bar) in [("agreements/eu-nis2.pdf", Some(0.98)), ("truth/eu-nis2.html", None)] {
        let read = read(&shared.join("corpus").join(file))?;
        let found: BTreeSet<Start> = read.clauses.iter().filter_map(start).collect();
        let right = truth.intersection(&found).count();
        let (precision, recall) = (right as f64 / found.len() as f64, right as f64 / truth.len() as f64);
        let f1 = 2.0 * precision * recall / (precision + recall);
        let detail = format!(
            "{} marked up, {} found, {right} right: P {precision:.4}, R {recall:.4}",
            truth.len(),
            found.len()
        );
        figures.push(Figure::new(format!("starts of units, {file}: F1"), f1, bar, detail));
        if verbose {
            truth.difference(&found).for_each(|start| println!("  missed {start:?}"));
            found.difference(&truth).for_each(|start| println!("  extra  {start:?}"));
        }
    }
    Ok(figures)
}

/// First letters of a text, its number left out.
fn opening(text: &str, number: &str) -> String {
    let rest = text
        .trim_start_matches(['(', ' '])
        .strip_prefix(number)
        .filter(|rest| rest.starts_with([')', '.', ' ']));
    letters(rest.unwrap_or(text)).chars().take(12).collect()
}

/// The start that a clause claims, if it is a recital, article, paragraph or point of the body.
fn start(clause: &Clause) -> Option<Start> {
    let locator = clause.locator.as_str();
    let body = locator.starts_with("Article ") || locator.starts_with("Recital ");
    if !body
        || locator.contains(',')
        || !matches!(
            clause.eid.as_str().rsplit("__").next()?.split('_').next()?,
            "rec" | "art" | "para" | "point"
        )
    {
        return None;
    }
    if clause.kind == ClauseKind::Heading {
        return Some((locator.to_owned(), String::new()));
    }
    let number = locator.trim_end_matches(')').rsplit(['(', ' ']).next()?;
    let unnumbered = !clause.text.trim_start_matches('(').starts_with(number);
    (!unnumbered).then(|| (locator.to_owned(), opening(&clause.text, number)))
}

/// The units of the act by its own markup: ids of recitals, articles and paragraphs; points are table rows whose first
/// cell is a number in brackets.
fn marked_up(html: &str) -> Vec<Start> {
    let mut found: Vec<Start> = Vec::new();
    let (mut article, mut tables, mut path, mut waiting) =
        (String::new(), 0_usize, Vec::new(), None::<String>);
    let mut recital = false;
    for tag in html.split('<').skip(1) {
        let Some((tag, text)) = tag.split_once('>') else { continue };
        let id = tag.split_once("id=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(id, _)| id);
        if let Some(number) = id.strip_prefix("rct_") {
            recital = true;
            waiting = Some(format!("Recital {number}"));
        } else if let Some(number) = id.strip_prefix("art_").filter(|id| !id.contains('.')) {
            (recital, tables) = (false, 0);
            article = format!("Article {number}");
            path = vec![article.clone()];
            found.push((article.clone(), String::new()));
        } else if let Some((_, number)) = id.split_once('.').filter(|(a, b)| a.len() == 3 && b.len() == 3) {
            path = vec![format!("{article}({})", number.trim_start_matches('0'))];
            waiting = path.first().cloned();
            tables = 0;
        } else if id.starts_with("anx_") || id.starts_with("fnp_") {
            article.clear();
        } else if tag.starts_with("table") {
            tables += 1;
        } else if tag.starts_with("/table") {
            tables = tables.saturating_sub(1);
        }
        let text = text.replace('\u{a0}', " ").replace("&nbsp;", " ");
        let text = text.trim();
        if !tag.starts_with("p ") || text.is_empty() {
            continue;
        }
        let number = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).filter(|n| n.len() <= 5);
        match (number, &waiting) {
            (Some(_), _) if recital => {}
            (Some(number), _) if tables > 0 && !article.is_empty() => {
                path.truncate(tables);
                let above = path.last().cloned().unwrap_or_default();
                path.push(format!("{above}({number})"));
                waiting = path.last().cloned();
            }
            (_, Some(locator)) => {
                let number = locator.trim_end_matches(')').rsplit(['(', ' ']).next().unwrap_or("");
                found.push((locator.clone(), opening(text, number)));
                waiting = None;
            }
            _ => {}
        }
    }
    found
}
