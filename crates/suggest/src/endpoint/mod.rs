//! A language model asked for names, definitions and doubtful cells, through any server that speaks OpenAI's protocol:
//! llama.cpp, Ollama, LM Studio. On this computer unless the study's settings name another host.
//!
//! What it answers is held to a schema and every quote to the clauses, as from any other assistant: an instruction inside a
//! clause can make it answer nonsense, and nonsense is refused.

mod answer;
mod cache;
mod client;
mod question;

pub use client::Endpoint;
pub use question::{Question, cells, names};

use crate::{Ground, Log, Origin, Outcome, SuggestError};
use cache::Cache;
use crosscut::Study;

/// Times that a question is asked when the answer is none.
const TRIES: usize = 3;

/// What became of some questions.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Asked {
    /// Questions that were answered.
    pub answered: usize,
    /// Of these, answers that were known from before.
    pub known: usize,
    /// Suggestions that were kept.
    pub kept: usize,
    /// Suggestions that were refused, with why.
    pub refused: Vec<String>,
    /// Questions that got no answer, with why.
    pub failed: Vec<String>,
}

/// Asks questions one after the other, and keeps what is true of the answers. An answer that was got before is not asked
/// for again.
///
/// # Errors
/// When nothing can be kept, or the server does not answer at all.
pub fn ask(
    study: &Study,
    ground: &Ground<'_>,
    log: &mut Log,
    endpoint: &Endpoint,
    questions: &[Question],
    told: &dyn Fn(usize),
) -> Result<Asked, SuggestError> {
    let cache = Cache::of(study);
    let mut asked = Asked::default();
    for (number, question) in questions.iter().enumerate() {
        told(number);
        let request = endpoint.request(question);
        let key = crosscut::sha256(request.to_string().as_bytes());
        let before = cache.get(&key).and_then(|text| question.read(&text).ok());
        asked.known += usize::from(before.is_some());
        let suggestions = match before {
            Some(suggestions) => suggestions,
            None => match tried(endpoint, question, &request) {
                Ok((text, suggestions)) => {
                    cache.put(&key, &text)?;
                    suggestions
                }
                // Nobody listens: the next question would fail the same way.
                Err(error) if error.is_absent => return Err(SuggestError::Endpoint(error.reason)),
                Err(error) => {
                    asked.failed.push(format!("{}: {}", question.about(), error.reason));
                    continue;
                }
            },
        };
        asked.answered += 1;
        let origin = Origin { model: Some(endpoint.model().to_owned()), prompt: Some(key) };
        for suggestion in &suggestions {
            match log.suggest(ground, &origin, suggestion)? {
                Outcome::Saved(_) => asked.kept += 1,
                Outcome::Known(_) => {}
                Outcome::Refused(refusal) => asked.refused.push(format!("{}: {refusal}", question.about())),
            }
        }
    }
    Ok(asked)
}

/// Asks until there is an answer that can be read.
fn tried(
    endpoint: &Endpoint,
    question: &Question,
    request: &serde_json::Value,
) -> Result<(String, Vec<crate::Suggestion>), client::Failure> {
    let mut last = None;
    for _ in 0..TRIES {
        match endpoint.send(request) {
            Ok(text) => match question.read(&text) {
                Ok(suggestions) => return Ok((text, suggestions)),
                Err(reason) => last = Some(client::Failure::of(reason)),
            },
            Err(failure) if failure.is_final => return Err(failure),
            Err(failure) => last = Some(failure),
        }
    }
    Err(last.unwrap_or_else(|| client::Failure::of("it was never asked")))
}
