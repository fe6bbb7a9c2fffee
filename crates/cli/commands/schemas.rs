//! The JSON Schemas of what the command line prints and exports, kept in `docs/schemas`: made of the types themselves, so
//! that they cannot say anything else. `UPDATE_SCHEMAS=1 cargo test --bin crosscut schemas` writes them again.

use super::{
    agreement, batch, candidates, clauses, codebook, decide, evaluate, export, extract, hits, import, kwic,
    matrix, model, outliers, review, run, status, suggestions, words,
};
use crosscut::decisions::State;
use crosscut::matrix::Split;
use crosscut::{Findings, Results};
use crosscut_evaluate::Guided;
use crosscut_export::{Arrived, ImportReport, Material, schema, tables};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The schema of each JSON answer, by the name that the answer carries without `crosscut/` and `/1`.
fn answers() -> BTreeMap<&'static str, Value> {
    let mut all = BTreeMap::from([
        ("agreements", of::<agreement::Answer>()),
        ("bundle", of::<import::Packed<'static>>()),
        ("bundle-opened", of::<import::Answer<'static, Arrived>>()),
        ("candidates", of::<candidates::Answer<'static>>()),
        ("clauses", of::<clauses::Line<'static>>()),
        ("codebook-adopt", of::<codebook::Adopted<'static>>()),
        ("codebook-export", of::<codebook::Written<'static>>()),
        ("codebook-import", of::<codebook::Written<'static>>()),
        ("codebook-match", of::<codebook::Answer<'static>>()),
        ("context", of::<export::ContextAnswer<'static>>()),
        ("document", of::<crosscut::ReadDocument>()),
        ("decide", of::<decide::Answer>()),
        ("evaluate", of::<evaluate::Answer<evaluate::Measured>>()),
        ("evaluate-guided", of::<evaluate::Answer<Guided>>()),
        ("evaluate-suggestions", of::<evaluate::Answer<suggestions::Worths>>()),
        ("evaluate-walks", of::<evaluate::Answer<evaluate::Walks>>()),
        ("export", of::<export::Answer<'static>>()),
        ("extract", of::<extract::Answer<'static>>()),
        ("extracted", of::<batch::Answer<'static>>()),
        ("gold-import", of::<import::Tagged<'static>>()),
        ("hits", of::<batch::HitsAnswer<'static>>()),
        ("import", of::<decide::Imports>()),
        ("kwic", of::<kwic::Answer>()),
        ("matrix", of::<matrix::Answer<'static>>()),
        ("matrix-by", of::<matrix::Part<Split>>()),
        ("matrix-similarity", of::<matrix::Part<matrix::Alike<'static>>>()),
        ("matrix-together", of::<matrix::Part<matrix::Pairs<'static>>>()),
        ("model-removed", of::<model::Removed<'static>>()),
        ("models", of::<model::Answer<'static>>()),
        ("outliers", of::<outliers::Answer<'static>>()),
        ("project-import", of::<import::Answer<'static, ImportReport>>()),
        ("review", of::<review::Answer>()),
        ("run", of::<run::Answer<'static>>()),
        ("search", of::<hits::Answer<'static>>()),
        ("status", of::<status::Answer>()),
        ("suggestions", of::<suggestions::Answer<'static>>()),
        ("words", of::<words::Answer<words::WordRow>>()),
        ("words-against", of::<words::Answer<words::KeyRow>>()),
        ("words-near", of::<words::Answer<words::NearRow>>()),
    ]);
    #[cfg(feature = "fetch")]
    all.extend([
        ("addresses", of::<super::fetch::Addresses>()),
        ("fetch", of::<super::fetch::Answer<'static>>()),
    ]);
    for (name, schema) in &mut all {
        let name = format!("crosscut/{name}/1");
        if let Some(said) = schema.pointer_mut("/properties/schema") {
            *said = json!({ "const": name });
        }
        schema["title"] = json!(name);
    }
    all
}

/// The schema of a type as it is written, open nowhere: a field that it does not name is a fault.
fn of<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    close(&mut schema, false);
    schema
}

/// Closes every object that lists its fields. Inside a choice the object around it does that, which sees the fields of both.
fn close(schema: &mut Value, within: bool) {
    match schema {
        Value::Object(map) => {
            let choice = ["oneOf", "anyOf", "allOf"].iter().any(|key| map.contains_key(*key));
            let listed = map.contains_key("properties");
            if listed && !within {
                map.insert(
                    if choice { "unevaluatedProperties" } else { "additionalProperties" }.into(),
                    json!(false),
                );
            }
            for (key, inner) in map.iter_mut() {
                let part = listed && matches!(key.as_str(), "oneOf" | "anyOf" | "allOf");
                close(inner, part);
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|inner| close(inner, within)),
        _ => {}
    }
}

/// The schemas of the tables that `crosscut export json` writes.
fn of_tables() -> Vec<(String, Value)> {
    let nothing = Findings::new(Results::default(), State::default());
    let tables =
        tables(&Material::new(nothing, Vec::new(), Default::default()), true).expect("tables of nothing");
    tables.iter().map(|table| (format!("{}.schema.json", table.name), schema(table))).collect()
}

#[test]
fn what_is_published_is_what_the_types_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
    let answers = answers().into_iter().map(|(name, schema)| (format!("answers/{name}.schema.json"), schema));
    let all: Map<String, Value> = answers.chain(of_tables()).collect();
    for (name, schema) in &all {
        let (path, text) = (folder.join(name), format!("{schema:#}\n"));
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(&path, &text).expect("the folder can be written");
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(published == text, "{}: run this test with UPDATE_SCHEMAS=1", path.display());
    }
    for (part, inside) in [("", folder.clone()), ("answers/", folder.join("answers"))] {
        for file in std::fs::read_dir(inside).expect("a folder").map_while(Result::ok) {
            let name = format!("{part}{}", file.file_name().to_string_lossy());
            assert!(!name.ends_with(".json") || all.contains_key(&name), "{name}: nothing prints this");
        }
    }
}
