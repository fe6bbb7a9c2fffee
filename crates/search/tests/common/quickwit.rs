//! An index as Quickwit makes it of our files: the same engine below, the same mapping, its query language.

use crosscut_search::{Catalogue, Index, Options, quickwit_files};
use crosscut_text::Clause;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use tantivy::collector::DocSetCollector;
use tantivy::query::{BooleanQuery, Occur, Query, QueryParser};
use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{Searcher, TantivyDocument};

/// Words in a row that Quickwit is asked for at most, and words near each other, which it is not.
const REFUSED: [&str; 2] = ["at most 5 words in a row", "in any order near each other"];

pub(crate) struct Quickwit {
    parser: QueryParser,
    searcher: Searcher,
    id: Field,
}

impl Quickwit {
    pub(crate) fn of(clauses: &[Clause]) -> Self {
        let files = quickwit_files("clauses", clauses);
        let schema = mapped(std::str::from_utf8(&files[0].1).unwrap());
        let id = schema.get_field("id").unwrap();
        let index = tantivy::Index::create_in_ram(schema.clone());
        let mut writer = index.writer_with_num_threads(1, 20_000_000).unwrap();
        for line in files[1..].iter().flat_map(|(_, bytes)| std::str::from_utf8(bytes).unwrap().lines()) {
            // Strict, as the mapping: a field that it does not name is an error.
            let fields: serde_json::Map<String, Json> = serde_json::from_str(line).unwrap();
            assert!(fields.keys().all(|name| schema.get_field(name).is_ok()), "{line}");
            writer.add_document(TantivyDocument::parse_json(&schema, line).unwrap()).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        Self { parser: QueryParser::for_index(&index, Vec::new()), searcher, id }
    }

    /// The ids of the clauses of a query that we say for it; `None` where it cannot be said.
    pub(crate) fn ids(&self, ours: &Index, catalogue: &Catalogue, query: &str) -> Option<BTreeSet<String>> {
        let said = match ours.quickwit(catalogue, query, &Options::from(10)) {
            Err(error) if REFUSED.iter().any(|reason| error.to_string().contains(reason)) => return None,
            said => said.unwrap_or_else(|error| panic!("{query}: {error}")),
        };
        let parsed = self.parser.parse_query(&said).unwrap_or_else(|error| panic!("{said}: {error}"));
        let found = self.searcher.search(&*apart(&*parsed), &DocSetCollector).unwrap();
        let id = |address| {
            let document: TantivyDocument = self.searcher.doc(address).unwrap();
            document.get_first(self.id).and_then(|id| id.as_str()).unwrap().to_owned()
        };
        Some(found.into_iter().map(id).collect())
    }
}

/// The same query with all that is left out in a union with itself.
///
/// tantivy 0.27 asks what is left out for clauses before its first, or before the one that it has gone on to. A phrase asserts
/// in development builds that nobody does, by itself or as a part of a conjunction. Without the assertion it answers rightly:
/// the first word's list is ahead, so the clause asked for is not in it. A union asks no part that is ahead.
fn apart(query: &dyn Query) -> Box<dyn Query> {
    let Some(several) = query.downcast_ref::<BooleanQuery>() else { return query.box_clone() };
    let part = |(occur, part): &(Occur, Box<dyn Query>)| {
        let part = apart(&**part);
        match occur {
            Occur::MustNot => {
                (*occur, Box::new(BooleanQuery::union(vec![part.box_clone(), part])) as Box<dyn Query>)
            }
            _ => (*occur, part),
        }
    };
    Box::new(BooleanQuery::new(several.clauses().iter().map(part).collect()))
}

/// The fields of the configuration, each on a line of its own.
fn mapped(configuration: &str) -> Schema {
    let mut builder = Schema::builder();
    let fields = configuration.lines().filter_map(|line| line.trim().strip_prefix("- {")?.strip_suffix('}'));
    for field in fields {
        let told = |name: &str| {
            let parts = field.split(", ").filter_map(|part| part.trim().split_once(": "));
            parts.clone().find(|(known, _)| *known == name).map(|(_, value)| value)
        };
        let (name, kind) = (told("name").unwrap(), told("type").unwrap());
        match kind.trim_start_matches("array<").trim_end_matches('>') {
            "u64" => builder.add_u64_field(name, INDEXED | STORED),
            "text" if told("indexed") == Some("false") => builder.add_text_field(name, STORED),
            "text" => {
                let record = match told("record").unwrap() {
                    "basic" => IndexRecordOption::Basic,
                    "position" => IndexRecordOption::WithFreqsAndPositions,
                    other => panic!("{other}"),
                };
                let indexing = TextFieldIndexing::default()
                    .set_tokenizer(told("tokenizer").unwrap())
                    .set_index_option(record);
                let options = TextOptions::default().set_indexing_options(indexing);
                let is_stored = told("stored") != Some("false");
                builder.add_text_field(name, if is_stored { options.set_stored() } else { options })
            }
            other => panic!("{other}"),
        };
    }
    builder.build()
}
