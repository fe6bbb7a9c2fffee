//! What a search found, in the forms that other programs read.

use crate::commands::desk::Desk;
use crate::commands::kwic::{self, Line};
use crosscut::search::{Described, Facet, Hit, Hits};
use crosscut::text::{ClauseKind, Language, Span, Strength};
use crosscut_export::Quoted;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Answer<'a> {
    schema: &'static str,
    query: &'a str,
    total: usize,
    complete: usize,
    partial: usize,
    hits: Vec<HitRow<'a>>,
    facets: BTreeMap<&'static str, BTreeMap<String, usize>>,
    notes: &'a [String],
    /// How the query was read.
    explained: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct HitRow<'a> {
    clause: &'a str,
    agreement: &'a str,
    title: &'a str,
    year: Option<u64>,
    locator: &'a str,
    page: Option<u64>,
    kind: ClauseKind,
    strength: Option<Strength>,
    language: Language,
    text: &'a str,
    score: f32,
    /// In bytes of the text …
    highlights: &'a [Span],
    /// … and in code points.
    highlights_code_points: Vec<(usize, usize)>,
    /// The words that it shares with the example, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    shares: Option<Vec<String>>,
}

/// The answer, with counts that are made beside those of the index.
pub(super) fn answer<'a>(
    desk: &'a Desk,
    (query, by_example): (&'a str, bool),
    found: &'a Hits,
    mut facets: BTreeMap<&'static str, BTreeMap<String, usize>>,
) -> Answer<'a> {
    facets.insert("agreement", found.facets.iter().map(|(id, count)| (id.to_string(), *count)).collect());
    for (facet, counts) in &found.counts {
        let name = match facet {
            Facet::Agreement => continue,
            Facet::Kind => "kind",
            Facet::Strength => "strength",
            Facet::Language => "language",
        };
        facets.insert(name, counts.iter().cloned().collect());
    }
    Answer {
        schema: "crosscut/search/1",
        query,
        total: found.total,
        complete: found.complete,
        partial: found.partial,
        hits: found.hits.iter().map(|hit| row(desk, hit, by_example)).collect(),
        facets,
        notes: &found.notes,
        explained: found.explained.trim_end(),
    }
}

fn row<'a>(desk: &'a Desk, hit: &'a Hit, by_example: bool) -> HitRow<'a> {
    let agreement = desk.agreement(&hit.agreement);
    let points = |at: usize| hit.text.get(..at).map_or(0, |before| before.chars().count());
    HitRow {
        clause: hit.clause.as_str(),
        agreement: hit.agreement.as_str(),
        title: title(agreement, hit),
        year: agreement.and_then(|agreement| agreement.year),
        locator: &hit.locator,
        page: hit.page,
        kind: hit.kind,
        strength: hit.strength,
        language: hit.language,
        text: &hit.text,
        score: hit.score,
        highlights: &hit.highlights,
        highlights_code_points: hit.highlights.iter().map(|s| (points(s.start()), points(s.end()))).collect(),
        shares: by_example.then(|| shared(hit)),
    }
}

/// The words that a hit shares with the example.
pub(super) fn shared(hit: &Hit) -> Vec<String> {
    let words = hit.highlights.iter().filter_map(|span| span.cut(&hit.text)).map(str::to_lowercase);
    let mut words: Vec<String> = words.collect();
    words.sort();
    words.dedup();
    words
}

/// The title of a hit's agreement; its id where the study does not know it.
fn title<'a>(agreement: Option<&'a Described>, hit: &'a Hit) -> &'a str {
    let title = agreement.and_then(|agreement| agreement.titles.first());
    title.map_or(hit.agreement.as_str(), String::as_str)
}

/// The hits, each cited.
pub(super) fn quoted(desk: &Desk, query: &str, found: &Hits) -> Quoted {
    let folder = desk.study.folder();
    let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
    Quoted::of(&name, &desk.catalogue, query, found)
}

/// The matches, one a line.
pub(super) fn lines(found: &Hits, width: usize) -> Vec<Line> {
    found.hits.iter().flat_map(|hit| kwic::lines_of(hit, width)).collect()
}
