//! The confirmed elements as a small vocabulary (SKOS, written as Turtle).

use crate::Material;
use crate::refi::guid;
use crosscut::Codebook;
use crosscut::matrix::Row;
use crosscut::text::lexicon::invisible::stripped;

/// What the vocabulary leaves out.
pub(crate) const WITHOUT: &str = "clauses, candidates, coders and decisions; elements match those of a codebook where both \
    have the same name";

const HEAD: &str = "\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

";

/// Writes the vocabulary; elements of the codebook that have the same name are exact matches.
pub(crate) fn turtle(material: &Material) -> String {
    let scheme = format!("<urn:uuid:{}>", guid(&format!("vocabulary {}", material.meta().study)));
    let book = codebook(material);
    let mut out = HEAD.to_owned();
    let about: Vec<String> =
        material.about(WITHOUT).into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
    out += &format!(
        "{scheme} a skos:ConceptScheme ;\n    dcterms:title {} ;\n    dcterms:provenance {}",
        literal(&format!("{}: elements", material.meta().study), Some("en")),
        literal(&about.join("\n"), Some("en")),
    );
    let rows: Vec<&Row> = material.matrix().elements().collect();
    for row in &rows {
        out += &format!(" ;\n    skos:hasTopConcept {}", concept(row));
    }
    out += " .\n";
    for row in rows {
        out += &format!(
            "\n{} a skos:Concept ;\n    skos:inScheme {scheme} ;\n    skos:topConceptOf {scheme}",
            concept(row)
        );
        out += &format!(" ;\n    skos:prefLabel {}", literal(&row.name, None));
        if let Some(definition) = &row.definition {
            out += &format!(" ;\n    skos:definition {}", literal(definition, None));
        }
        let differ = row.element().map(|id| material.findings().unsettled_words(id)).unwrap_or_default();
        for words in differ {
            let words = format!("Coders differ, and have not settled it: {words}.");
            out += &format!(" ;\n    skos:editorialNote {}", literal(&words, Some("en")));
        }
        let columns = &material.matrix().columns;
        let has = row
            .cells
            .iter()
            .zip(columns)
            .filter(|(cell, _)| cell.state == crosscut::matrix::CellState::Present);
        let names: Vec<&str> = has.map(|(_, column)| column.short.as_str()).collect();
        let note =
            format!("Confirmed in {} of {} agreements: {}.", names.len(), columns.len(), names.join("; "));
        out += &format!(" ;\n    skos:note {}", literal(&note, Some("en")));
        for uri in book.iter().flat_map(|book| matches(book, &row.name)) {
            out += &format!(" ;\n    skos:exactMatch <{uri}>");
        }
        out += " .\n";
    }
    out
}

fn concept(row: &Row) -> String {
    row.element().map(|id| format!("<urn:uuid:{id}>")).unwrap_or_default()
}

/// The codebook of the study, where it has one that can be read.
fn codebook(material: &Material) -> Option<Codebook> {
    let path = material.study.as_ref()?.folder().join("codebook.toml");
    Codebook::parse(&path, &crosscut::read_text(&path).ok()?).ok()
}

/// The names under which a codebook's elements of this name are known.
fn matches(book: &Codebook, name: &str) -> Vec<String> {
    let same = |text: &str| text.trim().to_lowercase() == name.trim().to_lowercase();
    let slug = |text: &str| crosscut::text::AgreementId::slug(text).to_string();
    let elements = book.elements.iter().filter(|element| same(&element.name));
    elements
        .map(|element| {
            format!(
                "urn:crosscut:codebook:{}:{}:{}",
                slug(&book.title),
                slug(&book.version),
                slug(&element.id)
            )
        })
        .collect()
}

/// A text between quotation marks, as Turtle escapes it.
fn literal(text: &str, language: Option<&str>) -> String {
    let mut out = String::from("\"");
    for c in stripped(text).chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            c => out.push(c),
        }
    }
    out.push('"');
    out.extend(language.map(|language| format!("@{language}")));
    out
}
