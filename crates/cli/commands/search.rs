//! `crosscut search`: clauses by words.

use crate::Done;
use crate::args::{Common, Search};
use crate::commands::{open, print_json};
use crate::out::{self, MARK, say, visible};
use anyhow::Result;
use crosscut::text::{Clause, ClauseId, Span};
use crosscut::words::counted;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    total: usize,
    hits: Vec<HitRow<'a>>,
    facets: Facets<'a>,
}

#[derive(Serialize)]
struct HitRow<'a> {
    clause: &'a str,
    agreement: &'a str,
    score: f32,
    highlights: &'a [Span],
}

#[derive(Serialize)]
struct Facets<'a> {
    agreement: BTreeMap<&'a str, usize>,
}

pub(crate) fn search(common: &Common, args: &Search) -> Result<Done> {
    let study = open(common)?;
    let found = study.index()?.search(&args.query, args.limit)?;
    if common.json {
        let facets = found.facets.iter().map(|(agreement, count)| (agreement.as_str(), *count)).collect();
        print_json(&Answer {
            schema: "crosscut/search/1",
            total: found.total,
            hits: found.hits.iter().map(row).collect(),
            facets: Facets { agreement: facets },
        })?;
        return Ok(Done::Well);
    }
    let clauses = study.clauses()?;
    let by_id: BTreeMap<&ClauseId, &Clause> = clauses.iter().map(|clause| (&clause.id, clause)).collect();
    say!("{} in {}\n", counted(found.total, "clause"), counted(found.facets.len(), "agreement"))?;
    for hit in &found.hits {
        let Some(clause) = by_id.get(&hit.clause) else { continue };
        let page = clause.pages.first().map(|page| format!(", page {page}")).unwrap_or_default();
        say!("{} · {}{page} · {:.1}", hit.agreement, clause.locator, hit.score)?;
        out::line(&format!("    {}\n", out::indented(&marked(&clause.text, &hit.highlights))))?;
    }
    Ok(Done::Well)
}

fn row(hit: &crosscut::search::Hit) -> HitRow<'_> {
    HitRow {
        clause: hit.clause.as_str(),
        agreement: hit.agreement.as_str(),
        score: hit.score,
        highlights: &hit.highlights,
    }
}

/// A text with its matches marked: bold on a terminal, between » and « elsewhere.
fn marked(text: &str, highlights: &[Span]) -> String {
    let (open, close) = if out::is_terminal() { MARK } else { ("»", "«") };
    let mut out = String::new();
    let mut at = 0;
    for span in highlights {
        let (Some(before), Some(word)) = (text.get(at..span.start()), span.cut(text)) else { continue };
        out.push_str(&visible(before));
        out.push_str(open);
        out.push_str(&visible(word));
        out.push_str(close);
        at = span.end();
    }
    out.push_str(&visible(&text[at..]));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_marked() {
        assert_eq!(marked("Report incidents now", &[Span::at(7, 9)]), "Report »incidents« now");
        assert_eq!(marked("é", &[Span::at(1, 1)]), "é");
    }
}
