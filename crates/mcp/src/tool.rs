//! A tool: what a client is told of it, and what it does.

use crate::desk::Desk;
use crate::error::{Error, Result};
use rmcp::handler::server::tool::{schema_for_input, schema_for_output};
use rmcp::model::{JsonObject, Tool as Described, ToolAnnotations};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;

/// A tool of the server.
pub(crate) struct Tool {
    pub(crate) described: Described,
    does: Does,
}

/// What a tool does with the arguments of a call, for the model that is said to call.
type Does = Box<dyn Fn(&Desk, &str, JsonObject) -> Result<Value> + Send + Sync>;

impl Tool {
    /// A tool that reads.
    pub(crate) fn reads<A, R>(
        name: &'static str,
        about: &'static str,
        does: fn(&Desk, A) -> Result<R>,
    ) -> Self
    where
        A: DeserializeOwned + JsonSchema + 'static,
        R: Serialize + JsonSchema + 'static,
    {
        let hints = ToolAnnotations::new().read_only(true).open_world(false);
        Self::new::<A, R>(
            name,
            about,
            hints,
            Box::new(move |desk, _, args| answered(does(desk, parsed(args)?)?)),
        )
    }

    /// A tool that suggests: it adds to the log of its assistant, and changes nothing else.
    pub(crate) fn suggests<A, R>(
        name: &'static str,
        about: &'static str,
        does: fn(&Desk, &str, A) -> Result<R>,
    ) -> Self
    where
        A: DeserializeOwned + JsonSchema + 'static,
        R: Serialize + JsonSchema + 'static,
    {
        let hints =
            ToolAnnotations::new().read_only(false).destructive(false).idempotent(true).open_world(false);
        Self::new::<A, R>(
            name,
            about,
            hints,
            Box::new(move |desk, model, args| answered(does(desk, model, parsed(args)?)?)),
        )
    }

    fn new<A: JsonSchema + 'static, R: JsonSchema + 'static>(
        name: &'static str,
        about: &'static str,
        hints: ToolAnnotations,
        does: Does,
    ) -> Self {
        // A type of arguments that is no object has no schema: its tool then takes anything, and says what is wrong.
        let input: Arc<JsonObject> = schema_for_input::<A>().unwrap_or_default();
        let described = Described::new(name, about, plain(&input))
            .with_raw_output_schema(plain(&schema_for_output::<R>()))
            .with_annotations(hints);
        Self { described, does }
    }

    /// Does it.
    pub(crate) fn call(&self, desk: &Desk, model: &str, args: JsonObject) -> Result<Value> {
        (self.does)(desk, model, args)
    }
}

/// A schema without what some clients refuse: formats of their own kind, and a null beside the type of what may be left out.
fn plain(schema: &JsonObject) -> Arc<JsonObject> {
    let mut schema = Value::Object(schema.clone());
    simplify(&mut schema);
    match schema {
        Value::Object(mut fields) => {
            fields.remove("$schema");
            Arc::new(fields)
        }
        _ => Arc::default(),
    }
}

fn simplify(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.remove("format");
            if fields.get("default").is_some_and(Value::is_null) {
                fields.remove("default");
            }
            if let Some(Value::Array(types)) = fields.get_mut("type") {
                types.retain(|one| one != "null");
                if let [one] = types.as_slice() {
                    let one = one.clone();
                    fields.insert("type".into(), one);
                }
            }
            if let Some(Value::Array(mut ways)) = fields.remove("anyOf") {
                ways.retain(|way| way["type"] != "null");
                match <[Value; 1]>::try_from(ways) {
                    Ok([Value::Object(only)]) => fields.extend(only),
                    Ok([only]) => drop(fields.insert("anyOf".into(), Value::Array(vec![only]))),
                    Err(ways) => drop(fields.insert("anyOf".into(), Value::Array(ways))),
                }
            }
            for (name, field) in fields.iter_mut() {
                match field {
                    // Names of fields and of types are no words of a schema.
                    Value::Object(own) if ["properties", "$defs"].contains(&name.as_str()) => {
                        own.values_mut().for_each(simplify);
                    }
                    field => simplify(field),
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(simplify),
        _ => {}
    }
}

fn parsed<A: DeserializeOwned>(args: JsonObject) -> Result<A> {
    serde_json::from_value(Value::Object(args))
        .map_err(|error| Error::asked(format!("the arguments are wrong: {error}")))
}

fn answered(answer: impl Serialize) -> Result<Value> {
    serde_json::to_value(answer)
        .map_err(|error| Error::asked(format!("the answer cannot be written: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn schemas_are_in_words_that_every_client_knows() {
        let mut schema = json!({
            "type": "object", "$defs": { "one": { "type": ["string", "null"] } },
            "properties": {
                "format": { "type": ["integer", "null"], "format": "uint", "minimum": 0, "default": null },
                "list": { "type": "array", "items": { "type": "number", "format": "float" } },
                "near": { "description": "x", "anyOf": [{ "$ref": "#/$defs/one" }, { "type": "null" }] },
            },
        });
        simplify(&mut schema);
        let expected = json!({
            "type": "object", "$defs": { "one": { "type": "string" } },
            "properties": {
                "format": { "type": "integer", "minimum": 0 },
                "list": { "type": "array", "items": { "type": "number" } },
                "near": { "description": "x", "$ref": "#/$defs/one" },
            },
        });
        assert_eq!(schema, expected);
    }
}
