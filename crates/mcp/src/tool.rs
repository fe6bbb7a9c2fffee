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
        let described = Described::new(name, about, input)
            .with_raw_output_schema(schema_for_output::<R>())
            .with_annotations(hints);
        Self { described, does }
    }

    /// Does it.
    pub(crate) fn call(&self, desk: &Desk, model: &str, args: JsonObject) -> Result<Value> {
        (self.does)(desk, model, args)
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
