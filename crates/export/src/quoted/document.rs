//! Quotations as a Word document.

use super::{Quotation, Quoted};
use crate::error::Result;
use crate::paper::{Block, Document, Kind, Run, word};
use crosscut::text::lexicon::invisible::stripped;
use crosscut::words::counted;

pub(super) fn write(found: &Quoted) -> Result<Vec<u8>> {
    let mut blocks = vec![
        Block::Heading { level: 0, id: "search".into(), runs: vec![plain(&found.query)] },
        paragraph(
            Kind::Subtitle,
            vec![plain(&format!("{} in {}", counted(found.quotations.len(), "clause"), found.study))],
        ),
    ];
    for (number, together) in (1..).zip(by_agreement(&found.quotations)) {
        let name = together.first().map(|first| first.name()).unwrap_or_default();
        blocks.push(Block::Heading { level: 1, id: format!("agreement-{number}"), runs: vec![plain(&name)] });
        for quotation in together {
            blocks.push(paragraph(Kind::Quote, quoted(quotation)));
            blocks.push(paragraph(Kind::Small, vec![plain(&citation(quotation))]));
        }
    }
    blocks.push(Block::Heading { level: 1, id: "method".into(), runs: vec![plain("How these were found")] });
    let about = |(name, what): &(String, String)| vec![bold(&format!("{name}: ")), plain(what)];
    blocks.push(Block::List { ordered: false, items: found.about.iter().map(about).collect() });
    word(&Document { blocks }, &found.study, &found.query)
}

/// Quotations of one agreement together, agreements in the order of their first.
fn by_agreement(all: &[Quotation]) -> Vec<Vec<&Quotation>> {
    let mut groups: Vec<Vec<&Quotation>> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for quotation in all {
        let place = *places.entry((&quotation.title, quotation.year)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(quotation);
    }
    groups
}

/// "Harbour Accord (2019), Article 1, page 3 · harbour-accord#art_1".
fn citation(quotation: &Quotation) -> String {
    let page = quotation.page.map(|page| format!(", page {page}")).unwrap_or_default();
    format!("{}, {}{page} · {}", quotation.name(), stripped(&quotation.locator), quotation.clause)
}

/// The text, its matches in bold and its lines kept.
fn quoted(quotation: &Quotation) -> Vec<Run> {
    let mut runs = Vec::new();
    for (is_match, text) in quotation.pieces() {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                runs.push(Run::Break);
            }
            if !line.is_empty() {
                runs.push(Run::Text { text: line.to_owned(), bold: is_match, italic: false });
            }
        }
    }
    runs
}

fn paragraph(kind: Kind, runs: Vec<Run>) -> Block {
    Block::Paragraph { kind, language: None, runs }
}

fn plain(text: &str) -> Run {
    Run::Text { text: stripped(text), bold: false, italic: false }
}

fn bold(text: &str) -> Run {
    Run::Text { text: stripped(text), bold: true, italic: false }
}
