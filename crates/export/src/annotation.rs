//! Confirmed clauses as W3C Web Annotations (JSON-LD), one for each element and coder.

use crate::Material;
use crate::error::Result;
use crate::made::Options;
use crate::refi::guid;
use crate::texts::{Places, Text};
use crosscut::decisions::{ElementId, Timestamp};
use crosscut::matrix::{Row, RowKind};
use crosscut::text::lexicon::invisible::stripped;
use crosscut::text::{Clause, ClauseId};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the annotations leave out.
pub(crate) const WITHOUT: &str = "candidates, suggestions unless they are asked for, findings of absence, \
    clauses on which coders differ, corrections of misread words, notes, confirmed clauses that are in no text any more or only under another wording; positions are those in the text that Crosscut read, pages those of the file";

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// Characters of context on each side of a quote.
const AROUND: usize = 32;

/// What a clause is annotated with.
struct Label {
    element: String,
    name: String,
    coder: Option<(String, Timestamp)>,
}

/// Makes the collection.
pub(crate) fn collection(material: &Material, options: &Options) -> Result<String> {
    let labels = labels(material, options);
    let mut items = Vec::new();
    for text in material.texts()? {
        let points = Places::code_points(&text.text);
        for (clause, range) in &text.clauses {
            for label in labels.get(&clause.id).into_iter().flatten() {
                let place = (points.before(range.start), points.before(range.end));
                items.push(annotation(material, &text, clause, place, label));
            }
        }
    }
    let about: Map<String, Value> =
        material.about(WITHOUT).into_iter().map(|(name, value)| (name, Value::from(value))).collect();
    let run = guid(&format!("annotations {}", material.results().run));
    let collection = json!({
        "@context": CONTEXT,
        "id": format!("urn:uuid:{run}"),
        "type": "AnnotationCollection",
        "label": format!("{}: commitments in common", stripped(&material.meta().study)),
        "generator": generator(material),
        "about": about,
        "total": items.len(),
        "first": {
            "id": format!("urn:uuid:{}", guid(&format!("page {run}"))),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        }
    });
    Ok(format!("{collection:#}\n"))
}

fn generator(material: &Material) -> Value {
    json!({ "type": "Software", "name": material.meta().version })
}

fn labels(material: &Material, options: &Options) -> BTreeMap<ClauseId, Vec<Label>> {
    let clauses: BTreeMap<&ClauseId, &Clause> =
        material.results().clauses.iter().map(|clause| (&clause.id, clause)).collect();
    let disputed = material.findings().disputed();
    let mut labels: BTreeMap<ClauseId, Vec<Label>> = BTreeMap::new();
    for row in &material.matrix().rows {
        if let RowKind::Element { id, by, at, .. } = &row.kind {
            let agreed = row.cells.iter().flat_map(|cell| &cell.confirmed);
            let agreed = agreed.filter(|clause| !disputed.contains(&(*id, (*clause).clone())));
            for clause in agreed.filter_map(|id| clauses.get(id)) {
                let mut coders = material.judgements().on(*id, clause).coders;
                if coders.is_empty() {
                    coders.insert(by.clone(), *at);
                }
                let made =
                    coders.into_iter().map(|(coder, at)| label(row, *id, Some((coder.to_string(), at))));
                labels.entry(clause.id.clone()).or_default().extend(made);
            }
            if options.suggestions {
                for clause in row.cells.iter().flat_map(|cell| &cell.suggested) {
                    labels.entry(clause.clone()).or_default().push(label(row, *id, None));
                }
            }
        }
    }
    labels
}

fn label(row: &Row, element: ElementId, coder: Option<(String, Timestamp)>) -> Label {
    Label { element: element.to_string(), name: stripped(&row.name), coder }
}

fn annotation(
    material: &Material,
    text: &Text<'_>,
    clause: &Clause,
    place: (usize, usize),
    label: &Label,
) -> Value {
    let coder = label.coder.as_ref().map_or("suggestion", |(coder, _)| coder.as_str());
    let mut annotation = json!({
        "@context": CONTEXT,
        "id": format!("urn:uuid:{}", guid(&format!("annotation {} {} {coder}", clause.id, label.element))),
        "type": "Annotation",
        "motivation": if label.coder.is_some() { "classifying" } else { "assessing" },
        "generator": generator(material),
        "body": [
            { "type": "TextualBody", "value": label.name, "format": "text/plain", "purpose": "tagging" },
            { "type": "SpecificResource", "source": format!("urn:uuid:{}", label.element), "purpose": "classifying" },
        ],
        "target": { "type": "SpecificResource", "source": source(material, text), "selector": selectors(text, clause, place) },
    });
    if let (Some((coder, at)), Some(annotation)) = (&label.coder, annotation.as_object_mut()) {
        annotation.insert("creator".into(), json!({ "type": "Person", "nickname": coder }));
        annotation.insert("created".into(), at.to_string().into());
    }
    annotation
}

/// The official address, or the hash of the file that was read.
fn source(material: &Material, text: &Text<'_>) -> String {
    let agreement = material.results().agreements.iter().find(|agreement| agreement.id == *text.agreement);
    let url = agreement.and_then(|agreement| agreement.url.as_deref());
    let web = url.filter(|url| {
        let known = url.starts_with("https://") || url.starts_with("http://");
        known && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
    });
    match (web, text.report) {
        (Some(url), _) => url.to_owned(),
        (None, Some(report)) => format!("urn:sha256:{}", report.source.sha256),
        (None, None) => format!("urn:uuid:{}", guid(&format!("agreement {}", text.agreement))),
    }
}

fn selectors(text: &Text<'_>, clause: &Clause, (start, end): (usize, usize)) -> Value {
    let mut selectors = Vec::new();
    let is_pdf = text.report.is_some_and(|report| report.source.media_type == "application/pdf");
    if let Some(page) = clause.pages.first().filter(|_| is_pdf) {
        selectors.push(json!({
            "type": "FragmentSelector",
            "conformsTo": "http://tools.ietf.org/rfc/rfc3778",
            "value": format!("page={page}"),
        }));
    }
    let around = |skip: usize, take: usize| text.text.chars().skip(skip).take(take).collect::<String>();
    let before = start.min(AROUND);
    selectors.push(json!({
        "type": "TextQuoteSelector",
        "exact": clause.text,
        "prefix": around(start - before, before),
        "suffix": around(end, AROUND),
    }));
    selectors.push(json!({ "type": "TextPositionSelector", "start": start, "end": end }));
    selectors.into()
}
