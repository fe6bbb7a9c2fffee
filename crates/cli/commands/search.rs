//! `crosscut search`: clauses by words, or by example.

use crate::Done;
use crate::args::{Common, Explain, FacetBy, HitForm, Search, SortBy};
use crate::commands::desk::Desk;
use crate::commands::{hits, kwic, print_json, told};
use crate::out::{self, MARK, note, raw, say, visible};
use anyhow::{Context, Result, bail};
use crosscut::search::{Example, Facet, Hit, Hits, Options, Sort};
use crosscut::text::{AgreementId, ClauseId, Language, Span};
use crosscut::words::counted;
use crosscut_export::save;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

pub(crate) fn search(common: &Common, args: &Search) -> Result<Done> {
    let mut desk = Desk::open(common)?;
    let form = if common.json { HitForm::Json } else { args.format };
    if args.query.is_none() && (!args.facets.is_empty() || !matches!(args.sort, SortBy::Score)) {
        bail!("--sort and --facets go with a query: what is like an example comes nearest first");
    }
    if args.query.is_none() && args.explain.is_some() {
        bail!("--explain goes with a query");
    }
    if args.context > 0 && !matches!(form, HitForm::Table) {
        bail!("--context goes with the table");
    }
    if !args.facets.is_empty() && !matches!(form, HitForm::Table | HitForm::Json) {
        bail!("--facets goes with the table and with JSON");
    }
    let limit = args.limit.unwrap_or(match form {
        HitForm::Table | HitForm::Json => 10,
        _ => desk.index.clauses(),
    });
    let (query, found) = match &args.query {
        Some(typed) => {
            let query = desk.query(typed)?;
            let found = desk.search(&query, options(args, form, limit))?;
            (query, found)
        }
        None => like(&desk, args, limit)?,
    };
    if args.explain == Some(Explain::Quickwit) {
        out::line(&desk.quickwit(&query, &options(args, form, limit))?)?;
        return Ok(Done::Well);
    }
    if args.explain.is_some() && form != HitForm::Json {
        out::line(found.explained.trim_end())?;
        return Ok(Done::Well);
    }
    if form != HitForm::Json {
        found.notes.iter().for_each(|text| note!("note: {text}"));
    }
    match form {
        HitForm::Xlsx | HitForm::Docx => return file(&desk, args, form, &query, &found),
        HitForm::Csv => text(args, &hits::quoted(&desk, &query, &found).csv())?,
        HitForm::Ids => {
            text(args, &found.hits.iter().map(|hit| format!("{}\n", hit.clause)).collect::<String>())?
        }
        _ if args.out.is_some() => bail!("--out goes with --format csv, ids, xlsx or docx"),
        HitForm::Json => {
            let mut more = BTreeMap::new();
            for by in args.facets.iter().filter(|by| by.is_made_here()) {
                more.insert(by.name(), counts_by(&mut desk, args, &query, &found, *by)?);
            }
            print_json(&hits::answer(&desk, (&query, args.query.is_none()), &found, more))?;
        }
        HitForm::Kwic => kwic::print(&hits::lines(&found, args.width))?,
        HitForm::Table => {
            print(&desk, args, &found)?;
            facets(&mut desk, args, &query, &found)?;
        }
    }
    Ok(Done::Well)
}

/// What of the answer is wanted: nothing is counted that is not shown.
fn options(args: &Search, form: HitForm, limit: usize) -> Options {
    let mut options = Options::from(limit);
    options.offset = args.offset;
    options.any = args.any;
    options.sort = match args.sort {
        SortBy::Score => Sort::Score,
        SortBy::Agreement => Sort::Agreement,
        SortBy::Year => Sort::Year,
        SortBy::Position => Sort::Position,
    };
    options.count = matches!(form, HitForm::Json | HitForm::Table);
    if form == HitForm::Json || !args.facets.is_empty() {
        options.facets = vec![Facet::Kind, Facet::Strength, Facet::Language];
    }
    options
}

/// Prints text, or writes it to the file that was asked for.
fn text(args: &Search, text: &str) -> Result<()> {
    match &args.out {
        Some(path) => write(path, text.as_bytes()),
        None => Ok(raw(text)?),
    }
}

fn write(path: &std::path::Path, bytes: &[u8]) -> Result<()> {
    save(path, bytes)?;
    told(path, &format!("wrote {}", path.display()))
}

fn file(desk: &Desk, args: &Search, form: HitForm, query: &str, found: &Hits) -> Result<Done> {
    if found.hits.is_empty() {
        bail!("nothing to write: no clause matches");
    }
    let name = if form == HitForm::Xlsx { "search.xlsx" } else { "search.docx" };
    let path: PathBuf = args.out.clone().unwrap_or_else(|| desk.study.out_folder().join(name));
    let quoted = hits::quoted(desk, query, found);
    write(&path, &if form == HitForm::Xlsx { quoted.xlsx()? } else { quoted.docx()? })?;
    Ok(Done::Well)
}

/// Clauses like an example, the best of each other agreement first, and what was asked.
fn like(desk: &Desk, args: &Search, limit: usize) -> Result<(String, Hits)> {
    let (asked, text, language, agreement): (String, String, Language, Option<AgreementId>) =
        if let Some(which) = &args.like_clause {
            let clause = desk.index.clause_called(which)?;
            let clause = clause.with_context(|| format!("there is no clause {which:?}"))?;
            (format!("clauses like {}", clause.clause), clause.text, clause.language, Some(clause.agreement))
        } else {
            let (asked, text) = match (&args.like_text, &args.like_file) {
                (Some(text), _) => (format!("clauses like {text:?}"), text.clone()),
                (_, Some(path)) => (format!("clauses like {}", path.display()), crosscut::read_text(path)?),
                _ => (String::new(), String::new()),
            };
            let language = desk.index.language_of(&text);
            (asked, text, language, None)
        };
    let meaning = desk.study.meaning(&text, language).unwrap_or_default();
    let mut example = Example::new(&text, language);
    (example.agreement, example.meaning) = (agreement.as_ref(), meaning.as_ref());
    let mut found = desk.index.near(&example, limit.saturating_add(args.offset).min(1000))?;
    found.hits = found.hits.into_iter().skip(args.offset).take(limit).collect();
    Ok((asked, found))
}

fn print(desk: &Desk, args: &Search, found: &Hits) -> Result<()> {
    let more = match found.partial {
        0 => String::new(),
        some => format!("; {some} more hold some of the words: --any"),
    };
    let agreements: BTreeSet<&str> = found.hits.iter().map(|hit| hit.agreement.as_str()).collect();
    let agreements = if found.facets.is_empty() { agreements.len() } else { found.facets.len() };
    say!("{} in {}{more}\n", counted(found.total, "clause"), counted(agreements, "agreement"))?;
    for hit in &found.hits {
        let page = hit.page.map(|page| format!(", page {page}")).unwrap_or_default();
        say!("{} · {}{page} · {}", hit.agreement, hit.locator, hit.clause)?;
        if args.query.is_none() {
            say!("    shares: {}", hits::shared(hit).join(", "))?;
        }
        let (before, after) = match args.context {
            0 => (Vec::new(), Vec::new()),
            reach => desk.index.around(hit, reach)?,
        };
        let neighbour = |other: &Hit| say!("    {} {}", other.locator, out::indented(&other.text));
        before.iter().try_for_each(neighbour)?;
        out::line(&format!("    {}", out::indented(&marked(&hit.text, &hit.highlights))))?;
        after.iter().try_for_each(neighbour)?;
        say!("")?;
    }
    Ok(())
}

/// The counts that were asked for, a line a field.
fn facets(desk: &mut Desk, args: &Search, query: &str, found: &Hits) -> Result<()> {
    for by in &args.facets {
        let counts = counts_by(desk, args, query, found, *by)?;
        let mut counts: Vec<(String, usize)> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let list: Vec<String> = counts.iter().map(|(value, count)| format!("{value} {count}")).collect();
        say!("by {}: {}", by.name(), if list.is_empty() { "none".into() } else { list.join(" · ") })?;
    }
    Ok(())
}

/// The clauses that match, by a field.
fn counts_by(
    desk: &mut Desk,
    args: &Search,
    query: &str,
    found: &Hits,
    by: FacetBy,
) -> Result<BTreeMap<String, usize>> {
    let known = |facet: Facet| {
        found.counts.iter().filter(move |(known, _)| *known == facet).flat_map(|(_, counts)| counts).cloned()
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    match by {
        FacetBy::Kind => counts.extend(known(Facet::Kind)),
        FacetBy::Strength => counts.extend(known(Facet::Strength)),
        FacetBy::Language => counts.extend(known(Facet::Language)),
        FacetBy::Agreement => counts.extend(found.facets.iter().map(|(id, count)| (id.to_string(), *count))),
        FacetBy::Group | FacetBy::Year => {
            for (id, count) in &found.facets {
                let value = desk.agreement(id).and_then(|agreement| match by {
                    FacetBy::Group => agreement.group.clone(),
                    _ => agreement.year.map(|year| year.to_string()),
                });
                *counts.entry(value.unwrap_or_else(|| "unknown".into())).or_default() += count;
            }
        }
        FacetBy::Element => counts.extend(by_element(desk, args, query)?),
    }
    Ok(counts)
}

impl FacetBy {
    fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Group => "group",
            Self::Year => "year",
            Self::Kind => "kind",
            Self::Strength => "strength",
            Self::Language => "language",
            Self::Element => "element",
        }
    }

    /// Whether it is not counted by the index.
    fn is_made_here(self) -> bool {
        matches!(self, Self::Group | Self::Year | Self::Element)
    }
}

/// The clauses that match, by the elements that they carry.
fn by_element(desk: &mut Desk, args: &Search, query: &str) -> Result<Vec<(String, usize)>> {
    desk.know_decisions()?;
    let mut options = Options::from(desk.index.clauses());
    (options.any, options.count) = (args.any, false);
    let found = desk.search(query, options)?;
    let ids: BTreeSet<&ClauseId> = found.hits.iter().map(|hit| &hit.clause).collect();
    let carried = |members: &[ClauseId]| members.iter().filter(|id| ids.contains(id)).count();
    Ok(desk.catalogue.elements.iter().map(|(name, members)| (name.clone(), carried(members))).collect())
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
