//! Gold that was tagged elsewhere: doccano's JSON lines, a UIMA CAS as JSON from INCEpTION.

use crate::error::{Error, Result};
use crate::texts::{Places, cut};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Gold that was read.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// In our form: `{"agreement", "quote", "elements"}`, a line each; `evaluate --gold` takes it.
    pub text: String,
    /// Its lines.
    pub lines: usize,
    /// What was not taken, each with where it is.
    pub losses: Vec<String>,
}

/// Quotes of one agreement with their elements, in the order of the text.
type Quotes = BTreeMap<(usize, usize), (String, Vec<String>)>;

/// Reads gold of doccano (JSON lines with `label` or `entities`) or INCEpTION (UIMA CAS as JSON). `file` is its name;
/// its stem is the agreement's id where the content names none.
///
/// # Errors
/// When it is neither, or a line of it is not what it should be.
pub fn import_gold(file: &str, bytes: &[u8]) -> Result<Gold> {
    let wrong = |reason: String| Error::Import { file: file.into(), reason };
    let text =
        std::str::from_utf8(bytes).map_err(|_| wrong("not UTF-8".into()))?.trim_start_matches('\u{feff}');
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if let Ok(whole) = serde_json::from_str::<Value>(text)
        && whole.get("%FEATURE_STRUCTURES").is_some()
    {
        return cas(&whole, stem).map_err(wrong);
    }
    let mut rows: Vec<(usize, Map<String, Value>)> = Vec::new();
    for (number, line) in (1_usize..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let row = serde_json::from_str(line).map_err(|error| Error::Import {
            file: format!("{file}, line {number}"),
            reason: format!("{error}; expected doccano's JSON lines, or a UIMA CAS as JSON from INCEpTION"),
        })?;
        rows.push((number, row));
    }
    let spans =
        rows.iter().any(|(_, row)| labels(row).is_some_and(|all| all.iter().any(|one| !one.is_string())));
    let mut gold = Gold::default();
    for (number, row) in &rows {
        let fault = |reason: String| Error::Import { file: format!("{file}, line {number}"), reason };
        doccano(row, stem, (*number, spans), &mut gold).map_err(fault)?;
    }
    if gold.lines == 0 {
        return Err(wrong(nothing("it holds no label", &gold.losses)));
    }
    Ok(gold)
}

/// Why nothing came of a file: what was in it could not be taken, or there was nothing.
fn nothing(empty: &str, losses: &[String]) -> String {
    if losses.is_empty() { empty.to_owned() } else { losses.join("; ") }
}

impl Gold {
    fn add(&mut self, agreement: &str, quote: &str, elements: &[String]) {
        let line = json!({ "agreement": agreement, "quote": quote, "elements": elements });
        self.text += &format!("{line}\n");
        self.lines += 1;
    }

    fn quotes(&mut self, agreement: &str, quotes: Quotes) {
        for (quote, mut elements) in quotes.into_values() {
            elements.sort();
            elements.dedup();
            self.add(agreement, &quote, &elements);
        }
    }
}

/// The labels of a row, under the names that doccano's versions use.
fn labels(row: &Map<String, Value>) -> Option<&Vec<Value>> {
    row.get("label").or(row.get("labels")).or(row.get("entities")).and_then(Value::as_array)
}

/// Takes one row; `spans` says whether parts of texts are labelled in this file, and not texts as wholes.
fn doccano(
    row: &Map<String, Value>,
    stem: &str,
    (number, spans): (usize, bool),
    gold: &mut Gold,
) -> Result<(), String> {
    let text = row.get("text").or(row.get("data")).and_then(Value::as_str).ok_or("it has no \"text\"")?;
    let named = row.get("agreement").or_else(|| row.get("meta").and_then(|meta| meta.get("agreement")));
    let agreement = named.and_then(Value::as_str).unwrap_or(stem);
    let labels = labels(row).ok_or("it has no list \"label\", \"labels\" or \"entities\"")?;
    if labels.is_empty() && spans {
        // Nothing was marked in it: that says nothing of any clause.
        return Ok(());
    }
    if labels.iter().all(Value::is_string) {
        // A text that was sorted as a whole: the text is the quote, and no label says that it carries none.
        let names: Vec<String> = labels.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        gold.add(agreement, text, &names);
        return Ok(());
    }
    let points = Places::code_points(text);
    let mut quotes = Quotes::new();
    for label in labels {
        let part = |at: usize, name: &str| label.get(at).or_else(|| label.get(name));
        let number_of =
            |value: Option<&Value>| value.and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let (start, end) = (number_of(part(0, "start_offset")), number_of(part(1, "end_offset")));
        let name = part(2, "label").and_then(Value::as_str);
        let (Some(start), Some(end), Some(name)) = (start, end, name) else {
            return Err(format!("the label {label} is not [start, end, name]"));
        };
        match cut(text, points.byte(start), points.byte(end)) {
            Some(quote) => {
                let entry = quotes.entry((start, end)).or_insert_with(|| (quote.to_owned(), Vec::new()));
                entry.1.push(name.to_owned());
            }
            None => {
                gold.losses.push(format!("line {number}: {name} at {start} to {end} is outside of the text"))
            }
        }
    }
    gold.quotes(agreement, quotes);
    Ok(())
}

fn cas(whole: &Value, stem: &str) -> Result<Gold, String> {
    let structures = whole.get("%FEATURE_STRUCTURES").ok_or("it has no %FEATURE_STRUCTURES")?;
    let structures: Vec<&Value> = match structures {
        Value::Array(all) => all.iter().collect(),
        Value::Object(all) => all.values().collect(),
        _ => return Err("%FEATURE_STRUCTURES is no list".into()),
    };
    let sofa =
        structures.iter().find(|fs| fs.get("sofaString").is_some()).ok_or("it holds no text (sofaString)")?;
    let text = sofa.get("sofaString").and_then(Value::as_str).ok_or("its sofaString is no text")?;
    let units = Places::utf16(text);
    let (mut gold, mut quotes) = (Gold::default(), Quotes::new());
    for structure in structures {
        let kind = structure.get("%TYPE").and_then(Value::as_str).unwrap_or_default();
        let Some(fields) = structure.as_object().filter(|_| kind.starts_with("webanno.custom.")) else {
            continue;
        };
        let place =
            |name: &str| fields.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        let names: Vec<String> = fields
            .iter()
            .filter(|(name, _)| {
                !name.starts_with(['%', '@']) && !matches!(name.as_str(), "begin" | "end" | "coder")
            })
            .filter_map(|(_, value)| value.as_str())
            .map(str::to_owned)
            .collect();
        // A link between layers has a place too, but no word.
        let (Some(start), Some(end)) = (place("begin"), place("end")) else { continue };
        match cut(text, units.byte(start), units.byte(end)) {
            Some(quote) => {
                let entry = quotes.entry((start, end)).or_insert_with(|| (quote.to_owned(), Vec::new()));
                entry.1.extend(names);
            }
            None => gold.losses.push(format!("{kind} at {start} to {end} is outside of the text")),
        }
    }
    gold.quotes(stem, quotes);
    if gold.lines == 0 {
        return Err(nothing("it holds no annotation of a layer of its own (webanno.custom.…)", &gold.losses));
    }
    Ok(gold)
}
