//! The clauses for Quickwit, a search engine for collections that one machine does not hold: the mapping of its index, and
//! the clauses in files that it takes.
//!
//! Its own analysis knows few languages; so words come analysed, a space between two, and its index takes them as they
//! are. A word that may be read in several ways at one place ("co-operation") would break the rows of words that phrases
//! are found by; the rows around it are written once for each way to read it.

pub(crate) mod said;

use crate::schema::{articles, schema, tagged};
use crosscut_text::{Analyzer, Clause, Language, Occurrence};
use said::LONGEST_ROW;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use tantivy::schema::FieldType;

/// Bytes of a file at most: Quickwit refuses requests of 10 MB.
const MOST_BYTES: usize = 8_000_000;
/// Ways to read the words of one row, at most; where there are more, shorter rows are written out.
const WAYS: usize = 256;
/// What is between two rows: no word of a clause.
const BETWEEN: &str = "|";

/// The files: `index.yaml`, the configuration of an index of that name, and clauses as lines of JSON, in files of less than
/// 8 MB. [`crate::Index::quickwit`] says queries for it.
///
/// ```
/// # use crosscut_text::{AgreementId, Clause, Eid, Language};
/// let clause = Clause::new(AgreementId::slug("pact"), Eid::new("art_1")?, "Each Party shall report incidents.");
/// let files = crosscut_search::quickwit_files("agreements", &[Clause { language: Language::English, ..clause }]);
/// assert_eq!(files[0].0, "index.yaml");
/// assert!(String::from_utf8_lossy(&files[1].1).contains("en:each en:parti en:shall en:report en:incid"));
/// # Ok::<(), crosscut_text::IdError>(())
/// ```
pub fn quickwit_files(name: &str, clauses: &[Clause]) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("index.yaml".to_owned(), configuration(name).into_bytes())];
    let mut analyzers = BTreeMap::new();
    let (mut lines, mut last, mut position) = (Vec::new(), None, 0);
    for clause in clauses {
        position = if last == Some(&clause.agreement) { position + 1 } else { 0 };
        last = Some(&clause.agreement);
        let analyzer = analyzers.entry(clause.language).or_insert_with(|| Analyzer::new(clause.language));
        let line = format!("{}\n", document(clause, position, analyzer)).into_bytes();
        if !lines.is_empty() && lines.len() + line.len() > MOST_BYTES {
            files.push((format!("clauses-{}.ndjson", files.len()), std::mem::take(&mut lines)));
        }
        lines.extend(line);
    }
    files.push((format!("clauses-{}.ndjson", files.len()), lines));
    files
}

/// The mapping that [`crate::Index`] has: values as they are, words one by one with their places.
fn configuration(name: &str) -> String {
    let mut out = format!(
        "version: 0.8\nindex_id: {}\ndoc_mapping:\n  mode: strict\n  field_mappings:\n",
        Value::from(name)
    );
    let mut field = |name: &str, rest: &str| out.push_str(&format!("    - {{ name: {name}, {rest} }}\n"));
    let values = "tokenizer: raw, record: basic";
    for (_, entry) in schema().0.fields() {
        match (entry.name(), entry.field_type()) {
            (name @ "article", _) => field(name, &format!("type: array<text>, {values}")),
            (name @ "page", _) => field(name, "type: array<u64>, fast: true"),
            (name, FieldType::U64(_)) => field(name, "type: u64, fast: true"),
            // Each by itself: it is for others to show.
            _ if !entry.is_indexed() => {
                ["locator", "text"].into_iter().for_each(|name| field(name, "type: text, indexed: false"));
            }
            (name, _) if entry.is_fast() => field(name, &format!("type: text, {values}, fast: true")),
            (name @ "id", _) => field(name, &format!("type: text, {values}")),
            (name, _) => field(
                name,
                "type: text, tokenizer: whitespace, record: position, fieldnorms: true, stored: false",
            ),
        }
    }
    field("has", &format!("type: array<text>, {values}"));
    out + "search_settings:\n  default_search_fields: [own_stems, heading_stems, lead_in_stems]\n"
}

fn document(clause: &Clause, position: usize, analyzer: &Analyzer) -> Value {
    let mut fields: Map<String, Value> = [
        ("id", json!(clause.id.as_str())),
        ("agreement", json!(clause.agreement.as_str())),
        ("kind", json!(clause.kind.name())),
        ("language", json!(clause.language.code())),
        ("page", json!(clause.pages)),
        ("locator", json!(clause.locator)),
        ("position", json!(position)),
        ("text", json!(clause.text)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into_iter()
    .collect();
    if let Some(strength) = clause.strength {
        fields.insert("strength".into(), strength.name().into());
    }
    let mut has: Vec<&str> = Vec::new();
    let articles = articles(&clause.eid, &clause.locator);
    if !articles.is_empty() {
        has.push("article");
    }
    fields.insert("article".into(), json!(articles));
    let texts = [
        ("own", Some(&clause.text)),
        ("heading", clause.heading.as_ref()),
        ("lead_in", clause.lead_in.as_ref()),
        ("defines", clause.defines.as_ref()),
    ];
    for (name, text) in texts {
        let words = text.map(|text| analyzer.occurrences(text)).unwrap_or_default();
        if !words.is_empty() {
            has.push(name);
            let rows = |of: fn(&Occurrence) -> &str| rows(&words, clause.language, of);
            fields.insert(format!("{name}_stems"), rows(|word| &word.term).into());
            fields.insert(format!("{name}_forms"), rows(|word| &word.form).into());
        }
    }
    fields.insert("has".into(), json!(has));
    Value::Object(fields)
}

/// Words with a space between two, as their places follow each other; then the rows around places with several words,
/// each once for every way to read it.
fn rows(words: &[Occurrence], language: Language, of: fn(&Occurrence) -> &str) -> String {
    let place = |words: &[Occurrence]| {
        let mut ways: Vec<String> = words.iter().map(|word| tagged(language, of(word))).collect();
        ways.sort();
        ways.dedup();
        ways
    };
    let places: Vec<Vec<String>> = words.chunk_by(|a, b| a.place == b.place).map(place).collect();
    let mut out: Vec<&str> = places.iter().map(|ways| ways[0].as_str()).collect();
    for start in 0..places.len() {
        let longest = &places[start..places.len().min(start + LONGEST_ROW)];
        let count = |length: &usize| longest[..*length].iter().map(Vec::len).product::<usize>();
        let fits = (1..=longest.len()).rev().find(|length| count(length) <= WAYS).unwrap_or(1);
        if count(&fits) == 1 {
            continue;
        }
        let mut ways: Vec<Vec<&str>> = vec![Vec::new()];
        for place in &longest[..fits] {
            let longer = ways.iter().flat_map(|way| {
                place.iter().map(move |word| way.iter().copied().chain([word.as_str()]).collect())
            });
            ways = longer.collect();
        }
        // The first way of all is among the words in their order.
        for way in &ways[1..] {
            out.push(BETWEEN);
            out.extend(way);
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_words_is_there_in_every_way_to_read_it() {
        let analyzer = Analyzer::new(Language::English);
        let words = analyzer.occurrences("strong e-mail security");
        let said = rows(&words, Language::English, |word| &word.form);
        for row in [
            "en:strong en:e en:security",
            "en:strong en:mail en:security",
            "en:strong en:email en:security",
            "en:email en:security",
        ] {
            assert!(said.contains(row), "{row}: {said}");
        }
        assert!(!said.contains("en:e en:mail"), "two words of one place do not follow each other: {said}");
        let plain = rows(&analyzer.occurrences("keys are kept safe"), Language::English, |word| &word.form);
        assert_eq!(plain, "en:keys en:are en:kept en:safe");
    }

    #[test]
    fn files_stay_below_what_is_taken_at_a_time() {
        let clause = |n: usize| {
            let eid = crosscut_text::Eid::new(&format!("art_{n}")).unwrap();
            let text = "Each Party shall report incidents. ".repeat(2_000);
            Clause::new(crosscut_text::AgreementId::slug("a"), eid, text)
        };
        let clauses: Vec<Clause> = (0..120).map(clause).collect();
        let files = quickwit_files("a", &clauses);
        assert!(files.len() > 3 && files.iter().all(|(_, bytes)| bytes.len() <= MOST_BYTES));
        let lines: usize =
            files[1..].iter().map(|(_, bytes)| bytes.iter().filter(|byte| **byte == b'\n').count()).sum();
        assert_eq!(lines, clauses.len());
    }
}
