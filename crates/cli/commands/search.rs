//! `crosscut search`: clauses by words, or by example.

use crate::Done;
use crate::args::{Common, FacetBy, HitForm, Search, SortBy};
use crate::commands::desk::Desk;
use crate::commands::kwic::{self, Line};
use crate::commands::print_json;
use crate::out::{self, MARK, note, raw, say, visible};
use anyhow::{Context, Result};
use crosscut::export::{CsvOptions, csv};
use crosscut::search::{Facet, Hit, Hits, Options, Sort};
use crosscut::text::{ClauseId, Language, Span};
use crosscut::words::counted;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    query: &'a str,
    total: usize,
    complete: usize,
    partial: usize,
    hits: Vec<HitRow<'a>>,
    facets: BTreeMap<&'static str, BTreeMap<&'a str, usize>>,
    notes: &'a [String],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct HitRow<'a> {
    clause: &'a str,
    agreement: &'a str,
    locator: &'a str,
    page: Option<u32>,
    language: Language,
    text: &'a str,
    score: f32,
    /// In bytes of the text …
    highlights: &'a [Span],
    /// … and in code points.
    highlights_code_points: Vec<(usize, usize)>,
}

pub(crate) fn search(common: &Common, args: &Search) -> Result<Done> {
    let desk = Desk::open(common)?;
    let all = matches!(args.format, HitForm::Ids | HitForm::Csv | HitForm::Kwic);
    let limit = args.limit.unwrap_or(if all { desk.index.clauses() } else { 10 });
    let (query, found) = match &args.query {
        Some(typed) => {
            let query = desk.query(typed)?;
            let mut options = Options::from(limit);
            options.offset = args.offset;
            options.any = args.any;
            options.sort = sort(args.sort);
            options.facets = vec![Facet::Kind, Facet::Strength, Facet::Language];
            let found = desk.search(&query, options)?;
            (query, found)
        }
        None => (String::new(), like(&desk, args, limit)?),
    };
    if args.explain {
        out::line(found.explained.trim_end())?;
        return Ok(Done::Well);
    }
    let form = if common.json { HitForm::Json } else { args.format };
    if form != HitForm::Json {
        found.notes.iter().for_each(|text| note!("note: {text}"));
    }
    match form {
        HitForm::Json => print_json(&answer(&desk, &query, &found))?,
        HitForm::Csv => raw(&table(&desk, &found))?,
        HitForm::Ids => found.hits.iter().try_for_each(|hit| say!("{}", hit.clause))?,
        HitForm::Kwic => kwic::print(&lines(&desk, &found, args.width))?,
        HitForm::Table => {
            print(&desk, args, &found)?;
            facets(&desk, args, &query, &found)?;
        }
    }
    Ok(Done::Well)
}

fn sort(by: SortBy) -> Sort {
    match by {
        SortBy::Score => Sort::Score,
        SortBy::Agreement => Sort::Agreement,
        SortBy::Year => Sort::Year,
        SortBy::Position => Sort::Position,
    }
}

/// Clauses like an example: the best of each other agreement first. What shares only one word with it is not near.
fn like(desk: &Desk, args: &Search, limit: usize) -> Result<Hits> {
    let clauses = desk.clauses();
    let most = limit.saturating_add(args.offset).saturating_mul(8).max(200);
    let mut found = if let Some(which) = &args.like_clause {
        let id = ClauseId::new(which)?;
        let (_, clause) = clauses.get(&id).with_context(|| format!("there is no clause {which:?}"))?;
        desk.index.similar_elsewhere(clause, most)?
    } else {
        let text = match (&args.like_text, &args.like_file) {
            (Some(text), _) => text.clone(),
            (_, Some(path)) => {
                std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?
            }
            _ => String::new(),
        };
        let language = example_language(&text, desk);
        desk.index.similar_to_text(&text, language, most)?
    };
    let shares_enough = |hit: &Hit| {
        let text = clauses.get(&hit.clause).map_or("", |(_, clause)| clause.text.as_str());
        let words: BTreeSet<String> =
            hit.highlights.iter().filter_map(|span| span.cut(text)).map(str::to_lowercase).collect();
        words.len() > 1
    };
    found.hits.retain(shares_enough);
    let mut seen = BTreeSet::new();
    let (best, rest): (Vec<Hit>, Vec<Hit>) =
        found.hits.into_iter().partition(|hit| seen.insert(hit.agreement.clone()));
    found.hits = best.into_iter().chain(rest).skip(args.offset).take(limit).collect();
    if found.hits.is_empty() {
        found.notes.push("nothing is near: no clause shares more than one word with the example".into());
    }
    (found.total, found.complete) = (found.hits.len(), found.hits.len());
    found.facets.clear();
    Ok(found)
}

/// The language of an example; the commonest of the study where the text is too short to tell.
fn example_language(text: &str, desk: &Desk) -> Language {
    let mut counts: BTreeMap<Language, usize> = BTreeMap::new();
    for clause in &desk.findings.results().clauses {
        *counts.entry(clause.language).or_default() += 1;
    }
    let detected = Language::detect(text);
    if counts.contains_key(&detected) && detected != Language::Undetermined {
        return detected;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(detected, |(language, _)| language)
}

fn answer<'a>(desk: &'a Desk, query: &'a str, found: &'a Hits) -> Answer<'a> {
    let clauses = desk.clauses();
    let row = |hit: &'a Hit| {
        let (_, clause) = clauses.get(&hit.clause)?;
        let points = |at: usize| clause.text.get(..at).map_or(0, |before| before.chars().count());
        Some(HitRow {
            clause: hit.clause.as_str(),
            agreement: hit.agreement.as_str(),
            locator: &clause.locator,
            page: clause.pages.first().copied(),
            language: clause.language,
            text: &clause.text,
            score: hit.score,
            highlights: &hit.highlights,
            highlights_code_points: hit
                .highlights
                .iter()
                .map(|s| (points(s.start()), points(s.end())))
                .collect(),
        })
    };
    let mut facets: BTreeMap<&'static str, BTreeMap<&str, usize>> = BTreeMap::new();
    facets.insert("agreement", found.facets.iter().map(|(id, count)| (id.as_str(), *count)).collect());
    for (facet, counts) in &found.counts {
        let name = match facet {
            Facet::Agreement => continue,
            Facet::Kind => "kind",
            Facet::Strength => "strength",
            Facet::Language => "language",
        };
        facets.insert(name, counts.iter().map(|(value, count)| (value.as_str(), *count)).collect());
    }
    Answer {
        schema: "crosscut/search/1",
        query,
        total: found.total,
        complete: found.complete,
        partial: found.partial,
        hits: found.hits.iter().filter_map(row).collect(),
        facets,
        notes: &found.notes,
    }
}

/// The hits as a spreadsheet, each cited.
fn table(desk: &Desk, found: &Hits) -> String {
    let clauses = desk.clauses();
    let agreements = &desk.findings.results().agreements;
    let rows = found.hits.iter().filter_map(|hit| {
        let (_, clause) = clauses.get(&hit.clause)?;
        let agreement = agreements.iter().find(|agreement| agreement.id == hit.agreement);
        Some(vec![
            agreement.map_or_else(|| hit.agreement.to_string(), |agreement| agreement.title.clone()),
            agreement.and_then(|agreement| agreement.year).map(|year| year.to_string()).unwrap_or_default(),
            clause.locator.clone(),
            clause.pages.first().map(u32::to_string).unwrap_or_default(),
            clause.text.clone(),
            hit.clause.to_string(),
        ])
    });
    let head = ["agreement", "year", "locator", "page", "quote", "clause"].map(str::to_owned).to_vec();
    csv(&head, &rows.collect::<Vec<_>>(), CsvOptions::default())
}

fn lines(desk: &Desk, found: &Hits, width: usize) -> Vec<Line> {
    let clauses = desk.clauses();
    let cut = |hit: &Hit| {
        let clause = clauses.get(&hit.clause).map(|(_, clause)| *clause);
        clause.map(|clause| kwic::lines_of(clause, &hit.highlights, width)).unwrap_or_default()
    };
    found.hits.iter().flat_map(cut).collect()
}

fn print(desk: &Desk, args: &Search, found: &Hits) -> Result<()> {
    let clauses = desk.clauses();
    let all = &desk.findings.results().clauses;
    let more = match found.partial {
        0 => String::new(),
        some => format!("; {some} more hold some of the words: --any"),
    };
    let agreements: BTreeSet<&str> = found.hits.iter().map(|hit| hit.agreement.as_str()).collect();
    let agreements = if found.facets.is_empty() { agreements.len() } else { found.facets.len() };
    say!("{} in {}{more}\n", counted(found.total, "clause"), counted(agreements, "agreement"))?;
    for hit in &found.hits {
        let Some((place, clause)) = clauses.get(&hit.clause) else { continue };
        let page = clause.pages.first().map(|page| format!(", page {page}")).unwrap_or_default();
        say!("{} · {}{page} · {}", hit.agreement, clause.locator, hit.clause)?;
        let around = |places: std::ops::Range<usize>| {
            all.get(places).unwrap_or_default().iter().filter(|other| other.agreement == clause.agreement)
        };
        for before in around(place.saturating_sub(args.context)..*place) {
            say!("    {} {}", before.locator, out::indented(&before.text))?;
        }
        out::line(&format!("    {}", out::indented(&marked(&clause.text, &hit.highlights))))?;
        for after in around(place + 1..(place + 1 + args.context).min(all.len())) {
            say!("    {} {}", after.locator, out::indented(&after.text))?;
        }
        say!("")?;
    }
    Ok(())
}

/// The counts that were asked for, a line a field.
fn facets(desk: &Desk, args: &Search, query: &str, found: &Hits) -> Result<()> {
    let agreements = &desk.findings.results().agreements;
    for by in &args.facets {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let known =
            |facet: Facet| found.counts.iter().find(|(known, _)| *known == facet).map(|(_, counts)| counts);
        match by {
            FacetBy::Kind => counts.extend(known(Facet::Kind).into_iter().flatten().cloned()),
            FacetBy::Strength => counts.extend(known(Facet::Strength).into_iter().flatten().cloned()),
            FacetBy::Language => counts.extend(known(Facet::Language).into_iter().flatten().cloned()),
            FacetBy::Agreement => {
                counts.extend(found.facets.iter().map(|(id, count)| (id.to_string(), *count)))
            }
            FacetBy::Group | FacetBy::Year => {
                for (id, count) in &found.facets {
                    let agreement = agreements.iter().find(|agreement| agreement.id == *id);
                    let value = agreement.and_then(|agreement| match by {
                        FacetBy::Group => agreement.group.map(|group| group.name().to_owned()),
                        _ => agreement.year.map(|year| year.to_string()),
                    });
                    *counts.entry(value.unwrap_or_else(|| "unknown".into())).or_default() += count;
                }
            }
            FacetBy::Element => {
                let ids = desk.search(query, Options::from(desk.index.clauses()))?;
                let ids: BTreeSet<&ClauseId> = ids.hits.iter().map(|hit| &hit.clause).collect();
                for (name, members) in &desk.catalogue.elements {
                    counts.insert(name.clone(), members.iter().filter(|id| ids.contains(id)).count());
                }
            }
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let list: Vec<String> = counts.iter().map(|(value, count)| format!("{value} {count}")).collect();
        let name = format!("{by:?}").to_lowercase();
        say!("by {name}: {}", if list.is_empty() { "none".into() } else { list.join(" · ") })?;
    }
    Ok(())
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
