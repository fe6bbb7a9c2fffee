//! The tables of a study: what CSV, Markdown, JSON, Parquet and the workbook all show, each in its form.

use crate::Material;
use crate::error::Result;
use crate::texts::Places;
use crosscut::decisions::Coder;
use crosscut::export::{Cites, Kind, Table, Value, candidates, matrix, quotes};
use crosscut::matrix::{Cell, CellState, Facet, Row, Split};
use crosscut::text::{AgreementId, ClauseId};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

const AGREEMENTS: [(&str, Kind, &str); 23] = [
    ("agreement", Kind::Text, "Id of the agreement"),
    ("short_name", Kind::Text, "Short name"),
    ("title", Kind::Text, "Full title"),
    ("year", Kind::Integer, "Year of adoption"),
    ("body", Kind::Text, "Body that adopted it"),
    ("group", Kind::Text, "Who adopted it"),
    ("stakeholders", Kind::Text, "One group of stakeholders, several together, or the United Nations"),
    ("binding", Kind::Flag, "Whether it binds in law"),
    ("in_force", Kind::Flag, "Whether it is in force"),
    ("region", Kind::Text, "Region where it applies"),
    ("languages", Kind::Text, "Languages of the official text"),
    ("url", Kind::Text, "Official address"),
    ("url_checked", Kind::Flag, "Whether somebody found the text at that address"),
    ("url_checked_on", Kind::Text, "The day on which somebody last tried the address"),
    (
        "counts_with",
        Kind::Text,
        "Agreement of which it is a translation or another edition: both count as one",
    ),
    ("elements_confirmed", Kind::Integer, "Elements that it has for sure"),
    ("rows_suggested", Kind::Integer, "Elements and candidates that it has perhaps"),
    ("clauses", Kind::Integer, "Its clauses"),
    ("file", Kind::Text, "File that was read"),
    ("sha256", Kind::Text, "SHA-256 of the file"),
    ("pages", Kind::Integer, "Pages of the file"),
    ("words_read", Kind::Integer, "Words that were read"),
    ("losses", Kind::Text, "What could not be read"),
];

const CLAUSES: [(&str, Kind, &str); 18] = [
    ("clause", Kind::Text, "Id of the clause"),
    ("agreement", Kind::Text, "Id of its agreement"),
    ("eid", Kind::Text, "Address of the clause for machines, unique in the agreement"),
    ("locator", Kind::Text, "Address of the clause for people"),
    ("kind", Kind::Text, "recital, provision, definition, heading, final, signature, annex or note"),
    ("heading", Kind::Text, "Title of the article or section that it belongs to"),
    ("lead_in", Kind::Text, "Opening words that it completes"),
    ("text", Kind::Text, "Its text"),
    ("obligation", Kind::Text, "How strongly it binds"),
    ("actor", Kind::Text, "Whom its demand addresses"),
    ("act", Kind::Text, "The verb of its demand"),
    ("defines", Kind::Text, "The term that it defines"),
    ("language", Kind::Text, "Language, ISO 639-1"),
    ("page", Kind::Text, "Page as the document names it"),
    ("page_number", Kind::Integer, "Page of the file, from 1"),
    ("start", Kind::Integer, "First character in the agreement's text, in code points from 0"),
    ("end", Kind::Integer, "Character after the last"),
    (
        "recognised",
        Kind::Number,
        "How sure a recogniser (OCR) was of it, 0 to 1; empty for text of the file itself",
    ),
];

const DECISIONS: [(&str, Kind, &str); 9] = [
    ("event", Kind::Text, "Id of the event; what was decided at once has one"),
    ("when", Kind::Text, "When, UTC"),
    ("coder", Kind::Text, "Who"),
    ("type", Kind::Text, "Type of the decision"),
    ("decision", Kind::Text, "What was decided, as a sentence"),
    ("reason", Kind::Text, "Why: in the coder's words, and the reason of a rejection"),
    ("elements", Kind::Text, "Ids of the elements that it is about"),
    ("undone_by", Kind::Text, "The event that took it back"),
    ("in_effect", Kind::Flag, "Whether it still changes anything"),
];

const ELEMENTS: [(&str, Kind, &str); 14] = [
    ("element", Kind::Text, "Name of the element"),
    ("id", Kind::Text, "Id of the element"),
    ("definition", Kind::Text, "What it means"),
    ("agreements_confirmed", Kind::Integer, "Agreements that have it for sure"),
    ("agreements_suggested", Kind::Integer, "Further agreements that have it perhaps"),
    ("agreements_absent", Kind::Integer, "Agreements where somebody looked and did not find it"),
    (
        "agreements_open",
        Kind::Integer,
        "Agreements where nobody looked, or in an earlier edition only, or whose text was lost",
    ),
    ("clauses_confirmed", Kind::Integer, "Clauses that a person confirmed, and that stand so"),
    ("clauses_suggested", Kind::Integer, "Clauses that may belong to it and that nobody judged for it"),
    (
        "clauses_to_check",
        Kind::Integer,
        "Further clauses that a person confirmed: their wording was changed, or they were not found again",
    ),
    (
        "by_group",
        Kind::Text,
        "Spread over those who adopted the agreements: confirmed of all, suggested apart",
    ),
    ("by_binding", Kind::Text, "Spread over agreements that bind in law and those that do not"),
    ("confirmed_by", Kind::Text, "Who confirmed clauses of it, who did so first before the others"),
    ("not_settled", Kind::Text, "What coders differ on of its name and its definition"),
];

const OUTLIERS: [(&str, Kind, &str); 10] = [
    ("agreement", Kind::Text, "Id of the agreement"),
    ("short_name", Kind::Text, "Short name of the agreement"),
    ("year", Kind::Integer, "Year of adoption"),
    ("clause", Kind::Text, "Id of the clause"),
    ("locator", Kind::Text, "Address of the clause for people"),
    ("page", Kind::Text, "Page as the document names it"),
    ("obligation", Kind::Text, "How strongly it binds"),
    ("verdict", Kind::Text, "kept, dropped, or not decided"),
    ("nearest", Kind::Text, "The nearest clause of another agreement"),
    ("quote", Kind::Text, "Text of the clause"),
];

/// Every table of a study; what nobody decided on is in matrix and quotes only where `suggestions` are asked for.
///
/// # Errors
/// When a text of the study cannot be read.
pub fn tables(material: &Material, suggestions: bool) -> Result<Vec<Table>> {
    Ok(vec![
        matrix(&material.findings, suggestions),
        quotes(&material.findings, &material.judgements, suggestions, None),
        elements(material),
        outliers(material),
        agreements(material),
        decisions(material),
        candidates(material.results()),
        clauses(material)?,
    ])
}

pub(crate) fn agreements(material: &Material) -> Table {
    let mut table = Table::new("agreements", &AGREEMENTS);
    let clauses = &material.results().clauses;
    for (agreement, column) in material.all_agreements() {
        // What the matrix counts is told once, with the agreement that has the column.
        let with = Some(&column.agreement).filter(|head| **head != agreement.id);
        let of_column = |count: usize| if with.is_some() { Value::Empty } else { count.into() };
        let documents = material.results().documents.iter();
        let documents: Vec<_> = documents.filter(|report| report.agreement == agreement.id).collect();
        let joined = |part: &dyn Fn(&&crosscut::DocumentReport) -> String| -> Value {
            documents.iter().map(part).collect::<Vec<_>>().join("; ").into()
        };
        let losses = documents.iter().flat_map(|report| &report.losses).map(ToString::to_string);
        table.rows.push(vec![
            agreement.id.as_str().into(),
            agreement.short().into(),
            agreement.title.as_str().into(),
            agreement.year.into(),
            agreement.body.as_deref().into(),
            agreement.group.map(crosscut::Group::name).into(),
            agreement
                .stakeholders
                .and_then(|s| serde_json::to_value(s).ok()?.as_str().map(str::to_owned))
                .into(),
            agreement.binding.into(),
            agreement.in_force.into(),
            agreement.region.as_deref().into(),
            agreement.languages.join(", ").into(),
            agreement.url.as_deref().into(),
            agreement.url_checked.into(),
            agreement.url_checked_on.as_deref().into(),
            with.map(AgreementId::as_str).into(),
            of_column(column.present),
            of_column(column.suggested),
            clauses.iter().filter(|clause| clause.agreement == agreement.id).count().into(),
            joined(&|report| report.source.file.clone()),
            joined(&|report| report.source.sha256.clone()),
            documents.iter().map(|report| report.pages.len()).sum::<usize>().into(),
            Value::Integer(documents.iter().map(|report| report.coverage.words).sum::<u64>().cast_signed()),
            losses.collect::<Vec<_>>().join("; ").into(),
        ]);
    }
    table
}

fn clauses(material: &Material) -> Result<Table> {
    let mut places: BTreeMap<&ClauseId, (usize, usize)> = BTreeMap::new();
    let texts = material.texts()?;
    for text in &texts {
        let points = Places::code_points(&text.text);
        places.extend(
            text.clauses
                .iter()
                .map(|(clause, range)| (&clause.id, (points.before(range.start), points.before(range.end)))),
        );
    }
    let cites = Cites::new(material.results());
    let mut table = Table::new("clauses", &CLAUSES);
    for clause in &material.results().clauses {
        let place = places.get(&clause.id);
        let page = cites.cite(&clause.id).map(|citation| citation.page.unwrap_or_default().to_owned());
        table.rows.push(vec![
            clause.id.as_str().into(),
            clause.agreement.as_str().into(),
            clause.eid.as_str().into(),
            clause.locator.as_str().into(),
            clause.kind.name().into(),
            clause.heading.as_deref().into(),
            clause.lead_in.as_deref().into(),
            clause.text.as_str().into(),
            clause.strength.map(|strength| strength.name()).into(),
            clause.actor.as_deref().into(),
            clause.act.as_deref().into(),
            clause.defines.as_deref().into(),
            clause.language.code().into(),
            page.into(),
            clause.pages.first().map(|&page| page as usize).into(),
            place.map(|place| place.0).into(),
            place.map(|place| place.1).into(),
            clause.recognised.into(),
        ]);
    }
    Ok(table)
}

pub(crate) fn decisions(material: &Material) -> Table {
    let mut table = Table::new("decisions", &DECISIONS);
    // By the clocks of those who decided: what one coder did after the other is no order of the work.
    let mut entries = material.findings.history(&material.events);
    entries.sort_by(|a, b| a.at.cmp(&b.at).then(a.event.cmp(&b.event)));
    for entry in entries {
        // What was decided at once is a row each: who filters by element or type misses none.
        for part in &entry.parts {
            let elements: Vec<String> = part.elements.iter().map(ToString::to_string).collect();
            let why: Vec<&str> = entry.because.iter().chain(&part.reason).map(String::as_str).collect();
            table.rows.push(vec![
                entry.event.to_string().into(),
                entry.at.to_string().into(),
                entry.by.as_str().into(),
                part.kind.into(),
                part.text.as_str().into(),
                Some(why.join("; ")).filter(|why| !why.is_empty()).into(),
                elements.join(", ").into(),
                entry.undone.map(|event| event.to_string()).into(),
                entry.without_effect.is_none().into(),
            ]);
        }
    }
    table
}

pub(crate) fn elements(material: &Material) -> Table {
    let mut table = Table::new("elements", &ELEMENTS);
    let (groups, bindings) = (material.matrix().by(Facet::Group), material.matrix().by(Facet::Binding));
    for (place, row) in material.matrix().rows.iter().enumerate().filter(|(_, row)| row.element().is_some()) {
        let count = |state: CellState| row.cells.iter().filter(|cell| cell.state == state).count();
        let differ = row.element().map(|id| material.findings().unsettled_words(id)).unwrap_or_default();
        table.rows.push(vec![
            row.name.as_str().into(),
            row.element().map(|id| id.to_string()).into(),
            row.definition.as_deref().into(),
            row.breadth.into(),
            row.suggested.into(),
            count(CellState::CheckedAbsent).into(),
            row.cells.iter().filter(|cell| cell.state.is_open()).count().into(),
            row.cells.iter().map(|cell| cell.confirmed.len()).sum::<usize>().into(),
            row.cells.iter().map(|cell| cell.suggested.len()).sum::<usize>().into(),
            row.cells.iter().map(Cell::to_check).sum::<usize>().into(),
            spread(&groups, place).into(),
            spread(&bindings, place).into(),
            confirmed_by(material, row).into(),
            differ.join("; ").into(),
        ]);
    }
    table
}

/// Everybody who said that a clause belongs to an element.
fn confirmed_by(material: &Material, row: &Row) -> String {
    let Some(element) = row.element().and_then(|id| material.state().elements.get(&id)) else {
        return String::new();
    };
    let verdicts = element.members.iter().flat_map(|member| &member.verdicts);
    let others = verdicts.filter(|(coder, yes)| **yes && **coder != element.by).map(|(coder, _)| coder);
    let others: BTreeSet<&Coder> = others.collect();
    let all = std::iter::once(&element.by).chain(others);
    all.map(Coder::as_str).collect::<Vec<_>>().join(", ")
}

/// How far a row is spread over kinds of agreements: "state 4 of 6 · 1 suggested; business 1 of 3".
fn spread(split: &Split, place: usize) -> String {
    let Some(row) = split.rows.get(place) else { return String::new() };
    let kinds = split.kinds.iter().zip(&row.counts).map(|(kind, count)| {
        let suggested =
            if count.suggested > 0 { format!(" · {} suggested", count.suggested) } else { String::new() };
        format!("{} {} of {}{suggested}", kind.name, count.present, kind.agreements)
    });
    kinds.collect::<Vec<_>>().join("; ")
}

pub(crate) fn outliers(material: &Material) -> Table {
    let mut table = Table::new("outliers", &OUTLIERS);
    let cites = Cites::new(material.results());
    let verdicts = &material.matrix().outliers;
    // Kept ones that a later run did not propose again are still kept.
    let proposed =
        material.results().outliers.iter().map(|outlier| (&outlier.clause, outlier.nearest.as_ref()));
    let known: std::collections::BTreeSet<_> =
        material.results().outliers.iter().map(|outlier| &outlier.clause).collect();
    let kept = verdicts.keys().filter(|clause| !known.contains(clause)).map(|clause| (clause, None));
    let mut all: Vec<_> = kept.chain(proposed).collect();
    all.sort_by_key(|(clause, _)| match verdicts.get(*clause) {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    });
    for (clause, nearest) in all {
        let Some(citation) = cites.cite(clause) else { continue };
        let verdict = match verdicts.get(clause) {
            Some(true) => "kept",
            Some(false) => "dropped",
            None => "not decided",
        };
        table.rows.push(vec![
            citation.clause.agreement.as_str().into(),
            citation.short.into(),
            citation.year.into(),
            clause.as_str().into(),
            citation.clause.locator.as_str().into(),
            citation.page_text().into(),
            citation.clause.strength.map(|strength| strength.name()).into(),
            verdict.into(),
            nearest.map(ClauseId::as_str).into(),
            citation.clause.text.as_str().into(),
        ]);
    }
    table
}

/// The JSON Schema (2020-12) of a table as JSON; its columns are those of the CSV and the Parquet file too.
pub fn schema(table: &Table) -> Json {
    let mut properties = Map::new();
    for column in &table.columns {
        let kind = match column.kind {
            Kind::Text => "string",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Flag => "boolean",
        };
        properties
            .insert(column.name.clone(), json!({ "type": [kind, "null"], "description": column.about }));
    }
    let names: Vec<&String> = table.columns.iter().map(|column| &column.name).collect();
    // The matrix has a column for each agreement.
    let others = if table.name == "matrix" { json!({ "type": ["string", "null"] }) } else { json!(false) };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": schema_name(table),
        "type": "object",
        "required": ["schema", "about", "rows"],
        "properties": {
            "schema": { "const": schema_name(table) },
            "about": { "type": "object", "description": "With what it was made, from what, and what is left out",
                "additionalProperties": { "type": "string" } },
            "rows": { "type": "array", "items": {
                "type": "object", "required": names, "properties": properties, "additionalProperties": others
            } }
        },
        "additionalProperties": false
    })
}

/// What a table as JSON calls itself; `crosscut matrix --json` has the plain name already.
pub(crate) fn schema_name(table: &Table) -> String {
    match table.name {
        name @ ("matrix" | "clauses" | "candidates") => format!("crosscut/{name}-table/1"),
        name => format!("crosscut/{name}/1"),
    }
}
