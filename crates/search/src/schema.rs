//! The fields of the index, and a clause as a document of it.

use crate::packed::{PACKED, Packed};
use crate::shown::shown;
use crosscut_text::{Analyzer, Clause, Eid, Language};
use std::collections::BTreeMap;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{Searcher, TantivyDocument};

/// Written into the folder of the index; another text means another layout or another analysis of words.
pub(crate) const VERSION: &str = "crosscut search index 7\n";
/// The file that holds [`VERSION`].
pub(crate) const VERSION_FILE: &str = "version";

/// The fields of a clause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Clause id.
    pub(crate) id: Field,
    /// Agreement id; counted by facets.
    pub(crate) agreement: Field,
    /// Kind of the clause.
    pub(crate) kind: Field,
    /// How strongly it binds.
    pub(crate) strength: Field,
    /// Language code.
    pub(crate) language: Field,
    /// Its article, and each paragraph and point of it that the clause is in.
    pub(crate) article: Field,
    /// Its pages.
    pub(crate) page: Field,
    /// Its place among the clauses of its agreement.
    pub(crate) position: Field,
    /// All that is shown of it, in one piece: what is stored apart takes a fifth more room.
    pub(crate) shown: Field,
    /// The clause's own words.
    pub(crate) own: Words,
    /// The words of the lead-in.
    pub(crate) lead_in: Words,
    /// The words of the article's heading.
    pub(crate) heading: Words,
    /// The words of the term that it defines.
    pub(crate) defines: Words,
}

/// A text in two forms, each word tagged with its language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// Stems.
    pub(crate) stems: Field,
    /// Words as written, but for case, accents and clitics.
    pub(crate) forms: Field,
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // How long a text is counts for a clause's own words, and for their stems in its heading and lead-in.
    let terms = |counts: bool| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(PACKED)
            .set_fieldnorms(counts)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        TextOptions::default().set_indexing_options(indexing)
    };
    // What only says which clauses there are has no length that counts.
    let name = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        TextOptions::default().set_indexing_options(indexing)
    };
    let mut words = |name: &str, stems: bool, forms: bool| Words {
        stems: builder.add_text_field(&format!("{name}_stems"), terms(stems)),
        forms: builder.add_text_field(&format!("{name}_forms"), terms(forms)),
    };
    let (own, lead_in) = (words("own", true, true), words("lead_in", true, false));
    let (heading, defines) = (words("heading", true, false), words("defines", false, false));
    let fields = Fields {
        id: builder.add_text_field("id", name()),
        agreement: builder.add_text_field("agreement", name().set_fast("raw")),
        kind: builder.add_text_field("kind", name().set_fast("raw")),
        strength: builder.add_text_field("strength", name().set_fast("raw")),
        language: builder.add_text_field("language", name().set_fast("raw")),
        article: builder.add_text_field("article", name()),
        page: builder.add_u64_field("page", NumericOptions::default().set_indexed().set_fast()),
        position: builder.add_u64_field("position", FAST),
        shown: builder.add_text_field("shown", STORED),
        own,
        lead_in,
        heading,
        defines,
    };
    (builder.build(), fields)
}

/// Clauses to documents.
pub(crate) struct Writer {
    pub(crate) fields: Fields,
    analyzers: BTreeMap<Language, Analyzer>,
    /// Kept for their memory.
    stems: Packed,
    forms: Packed,
}

impl Writer {
    pub(crate) fn new(fields: Fields) -> Self {
        Self { fields, analyzers: BTreeMap::new(), stems: Packed::default(), forms: Packed::default() }
    }

    /// The document of a clause that is the `position`th of its agreement.
    pub(crate) fn document(&mut self, clause: &Clause, position: u64) -> TantivyDocument {
        let fields = self.fields;
        let mut document = TantivyDocument::default();
        document.add_text(fields.id, clause.id.as_str());
        document.add_text(fields.agreement, clause.agreement.as_str());
        document.add_text(fields.kind, clause.kind.name());
        if let Some(strength) = clause.strength {
            document.add_text(fields.strength, strength.name());
        }
        document.add_text(fields.language, clause.language.code());
        for article in articles(&clause.eid, &clause.locator) {
            document.add_text(fields.article, &article);
        }
        for page in &clause.pages {
            document.add_u64(fields.page, u64::from(*page));
        }
        document.add_u64(fields.position, position);
        document.add_text(fields.shown, shown(clause, position));
        self.words(&mut document, clause.language, fields.own, &clause.text);
        let context = [
            (fields.heading, &clause.heading),
            (fields.lead_in, &clause.lead_in),
            (fields.defines, &clause.defines),
        ];
        for (words, text) in context {
            if let Some(text) = text {
                self.words(&mut document, clause.language, words, text);
            }
        }
        document
    }

    fn words(&mut self, document: &mut TantivyDocument, language: Language, words: Words, text: &str) {
        let analyzer = self.analyzers.entry(language).or_insert_with(|| Analyzer::new(language));
        self.stems.clear();
        self.forms.clear();
        for word in analyzer.occurrences(text) {
            self.stems.add(word.place, language, &word.term);
            self.forms.add(word.place, language, &word.form);
        }
        document.add_text(words.stems, self.stems.text());
        document.add_text(words.forms, self.forms.text());
    }
}

/// "21", "21(2)" and "21(2)(a)" for `art_21__para_2__point_a`, as its locator cites it: a paragraph without a number is no
/// part of a citation.
pub(crate) fn articles(eid: &Eid, locator: &str) -> Vec<String> {
    let mut parts = eid.as_str().split("__").skip_while(|part| !part.starts_with("art_"));
    let Some(article) = parts.next().and_then(|part| part.strip_prefix("art_")) else { return Vec::new() };
    let article = article.to_lowercase();
    if let Some(cited) = cited(locator).filter(|cited| locator != eid.as_str() && cited[0] == article) {
        return cited;
    }
    let mut names = vec![article];
    for part in parts {
        let Some((_, number)) = part.split_once('_') else { break };
        names.push(format!("{}({})", names[names.len() - 1], number.to_lowercase()));
    }
    names
}

/// The same for "Article 21(2)(a)"; `None` for a locator without a number.
fn cited(locator: &str) -> Option<Vec<String>> {
    let number = &locator[locator.find(|c: char| c.is_ascii_digit())?..];
    let end = number.find(|c: char| !(c.is_alphanumeric() || "()".contains(c))).unwrap_or(number.len());
    let (mut names, mut name) = (Vec::new(), String::new());
    for part in number[..end].to_lowercase().split_inclusive(')') {
        match part.split_once('(') {
            Some((article, inner)) if !article.is_empty() => {
                names.push(article.to_owned());
                name = format!("{article}({inner}");
            }
            _ => name.push_str(part),
        }
        names.push(name.clone());
    }
    Some(names)
}

/// Every value of a field, sorted.
pub(crate) fn values(searcher: &Searcher, field: Field) -> tantivy::Result<Vec<String>> {
    let mut values = Vec::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut terms = index.terms().stream()?;
        while let Some((term, _)) = terms.next() {
            values.push(String::from_utf8_lossy(term).into_owned());
        }
    }
    values.sort_unstable();
    values.dedup();
    Ok(values)
}

/// A word in the index: words of different languages must not meet.
pub(crate) fn tagged(language: Language, word: &str) -> String {
    [language.code(), ":", word].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_with_their_paragraphs_and_points() {
        let read = |eid: &str| articles(&Eid::new(eid).unwrap(), "").join(" ");
        let as_cited = |eid: &str, locator: &str| articles(&Eid::new(eid).unwrap(), locator).join(" ");
        assert_eq!(as_cited("art_4__para_1__point_7", "Article 4(7)"), "4 4(7)");
        assert_eq!(as_cited("art_21__para_2__point_a", "Artículo 21(2)(a)"), "21 21(2) 21(2)(a)");
        assert_eq!(as_cited("art_8__para_1", "Article 8"), "8");
        assert_eq!(as_cited("art_8__para_2", "Part 3 of the text"), "8 8(2)");
        assert_eq!(read("chp_2__art_21__para_2__point_a"), "21 21(2) 21(2)(a)");
        assert_eq!(read("art_5bis"), "5bis");
        assert_eq!(read("rec_3"), "");
    }
}
