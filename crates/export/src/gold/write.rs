//! A reviewed study as gold.

use crate::Material;
use crate::error::{Error, Result};
use crate::made::{Made, free};
use crate::texts::{Places, Text};
use crosscut::text::lexicon::invisible::stripped;
use crosscut::text::{Clause, ClauseId};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What gold leaves out.
pub(crate) const WITHOUT: &str = "clauses that nobody judged, suggestions, coders and times, corrections of misread words; \
    whether an agreement was checked as a whole; elements on which coders differ are named apart, as disputed";

/// What gold on whole texts leaves out.
pub(crate) const TEXTS_WITHOUT: &str = "clauses that nobody judged, those that were judged to hold nothing, confirmed clauses that are in no text any more or only \
    under another wording, those on which coders differ, suggestions, coders and times, corrections of misread words; whether an agreement was checked as a whole";

/// The layer that a clause's elements are in, for INCEpTION, and those of its own that it wants.
const LAYER: &str = "webanno.custom.Commitment";
const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";

/// What was judged of the clauses.
struct Judged {
    /// Elements that a clause carries, by name.
    carries: BTreeMap<ClauseId, BTreeSet<String>>,
    /// Elements on which coders differ.
    disputed: BTreeMap<ClauseId, BTreeSet<String>>,
    /// Clauses that were judged at all.
    judged: BTreeSet<ClauseId>,
}

fn judged(material: &Material) -> Judged {
    let mut all = Judged { carries: BTreeMap::new(), disputed: BTreeMap::new(), judged: BTreeSet::new() };
    let clauses = &material.results().clauses;
    let (places, disputed) = (material.findings().places(), material.findings().disputed());
    for (id, element) in &material.state().elements {
        let Some(here) = places.elements.get(id) else { continue };
        let name = stripped(&element.name);
        for &place in &here.members {
            let clause = &clauses[place].id;
            let is_disputed = disputed.contains(&(*id, clause.clone()));
            let into = if is_disputed { &mut all.disputed } else { &mut all.carries };
            into.entry(clause.clone()).or_default().insert(name.clone());
            all.judged.insert(clause.clone());
        }
        all.judged.extend(here.removed.difference(&here.reworded).map(|&place| clauses[place].id.clone()));
    }
    // What was rejected are the words of then: under other words nobody judged it.
    let finder = material.findings().finder();
    let rejected = material.state().rejected.iter().flat_map(|set| &set.clauses);
    all.judged.extend(
        rejected.filter_map(|anchor| finder.find(anchor).sure()).map(|place| clauses[place].id.clone()),
    );
    all
}

/// Our own form: one JSON object a line, how it was made and then every clause that was judged.
pub(crate) fn own(material: &Material) -> String {
    let judged = judged(material);
    let none = BTreeSet::new();
    let about: Map<String, Value> =
        material.about(WITHOUT).into_iter().map(|(name, value)| (name, Value::from(value))).collect();
    let mut out = format!("{}\n", json!({ "about": about }));
    for clause in material.results().clauses.iter().filter(|clause| judged.judged.contains(&clause.id)) {
        let elements = judged.carries.get(&clause.id).unwrap_or(&none);
        let mut line = json!({
            "clause": clause.id, "agreement": clause.agreement, "quote": clause.text, "elements": elements,
        });
        if let (Some(disputed), Some(line)) = (judged.disputed.get(&clause.id), line.as_object_mut()) {
            line.insert("disputed".into(), json!(disputed));
        }
        out += &format!("{line}\n");
    }
    out + &lost(material)
}

/// Confirmed clauses that are in no text any more, by the agreement and the words that were judged.
fn lost(material: &Material) -> String {
    let mut quotes: BTreeMap<(&str, &str), BTreeSet<String>> = BTreeMap::new();
    for lost in &material.matrix().lost {
        let Some(element) = material.state().elements.get(&lost.element) else { continue };
        let key = (lost.anchor.agreement.as_str(), lost.anchor.quote.as_str());
        quotes.entry(key).or_default().insert(stripped(&element.name));
    }
    let line = |((agreement, quote), elements): (&(&str, &str), &BTreeSet<String>)| {
        format!("{}\n", json!({ "agreement": agreement, "quote": quote, "elements": elements }))
    };
    quotes.iter().map(line).collect()
}

/// doccano's form: one JSON object an agreement, places in code points.
pub(crate) fn doccano(material: &Material) -> Result<String> {
    let judged = judged(material);
    let mut out = String::new();
    for (nth, text) in (1_u32..).zip(material.texts()?) {
        let points = Places::code_points(&text.text);
        let labels: Vec<Value> = labelled(&text, &judged)
            .flat_map(|(_, range, names)| {
                let place = (points.before(range.start), points.before(range.end));
                names.iter().map(move |name| json!([place.0, place.1, name]))
            })
            .collect();
        let about = material.made_of(text.agreement);
        out += &format!(
            "{}\n",
            json!({ "id": nth, "text": text.text, "label": labels, "agreement": text.agreement, "made_with": about })
        );
    }
    Ok(out)
}

/// The clauses of a text that carry something.
fn labelled<'t>(
    text: &'t Text<'_>,
    judged: &'t Judged,
) -> impl Iterator<Item = (&'t Clause, &'t Range<usize>, &'t BTreeSet<String>)> {
    text.clauses.iter().filter_map(|(clause, range)| Some((*clause, range, judged.carries.get(&clause.id)?)))
}

/// A CAS as JSON: what its types are, what it holds, and in which view.
#[derive(Serialize)]
struct Cas<'t> {
    #[serde(rename = "%FEATURE_STRUCTURES")]
    structures: Vec<Structure<'t>>,
    #[serde(rename = "%TYPES")]
    types: Value,
    #[serde(rename = "%VIEWS")]
    views: Value,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Structure<'t> {
    Sofa(Sofa<'t>),
    Mark(Mark<'t>),
}

/// The text that all else is about.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sofa<'t> {
    #[serde(rename = "%ID")]
    id: usize,
    #[serde(rename = "%TYPE")]
    kind: &'static str,
    mime_type: &'static str,
    #[serde(rename = "sofaID")]
    sofa_id: &'static str,
    sofa_num: usize,
    sofa_string: &'t str,
}

/// A part of the text, and what it is.
#[derive(Serialize)]
struct Mark<'t> {
    #[serde(rename = "%ID")]
    id: usize,
    #[serde(rename = "%TYPE")]
    kind: &'static str,
    #[serde(rename = "@sofa")]
    sofa: usize,
    begin: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    element: Option<&'t str>,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'t str>,
}

/// INCEpTION's form: a UIMA CAS as JSON (0.4.0) an agreement, places in UTF-16 units.
pub(crate) fn cas(material: &Material) -> Result<Vec<Made>> {
    let judged = judged(material);
    let mut used = BTreeSet::new();
    let mut files = Vec::new();
    for text in material.texts()? {
        let name = free(&mut used, text.agreement.as_str(), "json");
        let cas = serde_json::to_string(&one_cas(material, &text, &judged));
        let cas = cas.map_err(|error| Error::Cannot(error.to_string()))?;
        files.push(Made::new(name, cas + "\n"));
    }
    Ok(files)
}

fn one_cas<'t>(material: &Material, text: &'t Text<'_>, judged: &'t Judged) -> Cas<'t> {
    let units = Places::utf16(&text.text);
    let mut structures = vec![Structure::Sofa(Sofa {
        id: 1,
        kind: "uima.cas.Sofa",
        mime_type: "text",
        sofa_id: "_InitialView",
        sofa_num: 1,
        sofa_string: &text.text,
    })];
    let mut add = |kind, range: &Range<usize>, language, element| {
        let (begin, end) = (units.before(range.start), units.before(range.end));
        let id = structures.len() + 1;
        structures.push(Structure::Mark(Mark { id, kind, sofa: 1, begin, element, end, language }));
    };
    let language = text.clauses.first().map_or("x-unspecified", |(clause, _)| clause.language.code());
    add("uima.tcas.DocumentAnnotation", &(0..text.text.len()), Some(language), None);
    let mut start = 0;
    for line in text.text.split('\n') {
        if !line.trim().is_empty() {
            add(SENTENCE, &(start..start + line.len()), None, None);
            for word in words(line) {
                add(TOKEN, &(start + word.start..start + word.end), None, None);
            }
        }
        start += line.len() + 1;
    }
    for (_, range, names) in labelled(text, judged) {
        for name in names {
            add(LAYER, range, None, Some(name.as_str()));
        }
    }
    let members: Vec<usize> = (2..=structures.len()).collect();
    let plain = |name: &str| json!({ "%NAME": name, "%SUPER_TYPE": "uima.tcas.Annotation" });
    let types = json!({
        SENTENCE: plain(SENTENCE),
        TOKEN: plain(TOKEN),
        LAYER: {
            "%NAME": LAYER, "%SUPER_TYPE": "uima.tcas.Annotation",
            "%DESCRIPTION": format!("Commitments, by {}", material.made_of(text.agreement)),
            "element": { "%NAME": "element", "%RANGE": "uima.cas.String" },
        },
    });
    let views = json!({ "_InitialView": { "%SOFA": 1, "%INDEX": members, "%MEMBERS": members } });
    Cas { structures, types, views }
}

/// Words and signs, as an annotator points at them.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut before = None;
    for (at, c) in line.char_indices() {
        let kind = if c.is_whitespace() { None } else { Some(c.is_alphanumeric()) };
        let end = at + c.len_utf8();
        match words.last_mut() {
            Some(last) if kind == Some(true) && before == Some(true) => last.end = end,
            _ if kind.is_some() => words.push(at..end),
            _ => {}
        }
        before = kind;
    }
    words
}
