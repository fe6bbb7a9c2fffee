//! The tools that suggest: what does not stand in the clauses is refused, and nothing is decided.

use crate::args::{Carries, Cite, Definition, Name, NewElement, Note};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crosscut_suggest::{
    Assistant, Cite as Quote, Ground, Log, Origin, Outcome, SuggestError, Suggestion, What,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::PoisonError;
use std::time::Duration;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Kept {
    /// Who suggested it.
    by: String,
    /// Its number in the log of suggestions.
    number: usize,
    /// Whether the same had been suggested before; it is kept once.
    known: bool,
    /// What becomes of it.
    note: &'static str,
}

const NOTE: &str =
    "kept as a suggestion and shown as ◧ with its origin; a person decides, and may take it back";

pub(crate) fn element(desk: &Desk, model: &str, args: NewElement) -> Result<Kept> {
    keep(desk, model, What::Element { name: args.name, definition: args.definition }, args.cites)
}

pub(crate) fn definition(desk: &Desk, model: &str, args: Definition) -> Result<Kept> {
    keep(desk, model, What::Definition { of: args.of, text: args.definition }, args.cites)
}

pub(crate) fn clause(desk: &Desk, model: &str, args: Carries) -> Result<Kept> {
    keep(desk, model, What::Clause { of: args.of, confidence: args.confidence }, args.cites)
}

pub(crate) fn name(desk: &Desk, model: &str, args: Name) -> Result<Kept> {
    keep(desk, model, What::Name { of: args.of, name: args.name }, args.cites)
}

pub(crate) fn note(desk: &Desk, model: &str, args: Note) -> Result<Kept> {
    keep(desk, model, What::Note { text: args.note }, args.cites)
}

fn keep(desk: &Desk, model: &str, what: What, cites: Vec<Cite>) -> Result<Kept> {
    let Some(by) = &desk.setup.suggest else {
        return Err(Error::asked("this server only reads: start it with --suggest NAME to suggest"));
    };
    let cites = cites.into_iter().map(|cite| Quote { clause: cite.clause, words: cite.words }).collect();
    let findings = desk.findings()?;
    let origin = Origin { model: Some(model.to_owned()).filter(|model| !model.is_empty()), prompt: None };
    let _alone = desk.writing.lock().unwrap_or_else(PoisonError::into_inner);
    let mut log = opened(desk, by)?;
    let kept = |number, known| Ok(Kept { by: by.to_string(), number, known, note: NOTE });
    match log.suggest(&Ground::new(&findings), &origin, &Suggestion { what, cites })? {
        Outcome::Saved(number) => kept(number, false),
        Outcome::Known(number) => kept(number, true),
        Outcome::Refused(mut refusal) => {
            refusal.reasons.extend(desk.sealed(&desk.study()?)?);
            Err(Error::Refused(refusal))
        }
    }
}

/// The log of an assistant. Another window of its client may be writing to it: that takes a moment.
fn opened(desk: &Desk, by: &Assistant) -> Result<Log> {
    const TRIES: usize = 40;
    const MOMENT: Duration = Duration::from_millis(50);
    let study = desk.study()?;
    for _ in 0..TRIES {
        match Log::open(&study, by) {
            Err(SuggestError::InUse(_)) => std::thread::sleep(MOMENT),
            other => return Ok(other?),
        }
    }
    Ok(Log::open(&study, by)?)
}
