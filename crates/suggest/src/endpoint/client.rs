//! The server and what is sent to it.

use super::Question;
use crate::SuggestError;
use serde_json::{Value, json};
use std::net::IpAddr;
use std::time::Duration;
use ureq::Agent;
use ureq::http::Uri;

/// Bytes of an answer at most: a model that never ends is cut off.
const MOST_BYTES: u64 = 1_000_000;
/// Tokens of an answer at most, as the server is told.
const MOST_TOKENS: u32 = 800;

/// A server that speaks OpenAI's protocol, and a model of it.
pub struct Endpoint {
    agent: Agent,
    url: String,
    host: String,
    model: String,
    key: Option<String>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) reason: String,
    /// Asking again is of no use.
    pub(super) is_final: bool,
    /// Nobody listens there.
    pub(super) is_absent: bool,
}

impl Failure {
    pub(super) fn of(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), is_final: false, is_absent: false }
    }
}

impl Endpoint {
    /// A server by its address ("http://127.0.0.1:8080/v1"). One on another computer must be among `allowed`, the hosts that
    /// the study's settings name. `key` goes into the header of each request and nowhere else.
    ///
    /// ```
    /// use crosscut_suggest::endpoint::Endpoint;
    /// use std::time::Duration;
    /// let endpoint = |url: &str| Endpoint::new(url, "tiny", &[], None, Duration::from_secs(30));
    /// assert!(endpoint("http://127.0.0.1:8080/v1")?.is_here());
    /// assert!(endpoint("https://api.example.org/v1").is_err());
    /// # Ok::<(), crosscut_suggest::SuggestError>(())
    /// ```
    ///
    /// # Errors
    /// When the address is none, or that of a host that is not allowed.
    pub fn new(
        url: &str,
        model: &str,
        allowed: &[String],
        key: Option<String>,
        patience: Duration,
    ) -> Result<Self, SuggestError> {
        let wrong = |why: &str| SuggestError::Endpoint(format!("{url}: {why}"));
        let uri: Uri = url.parse().map_err(|_| wrong("is no address, such as http://127.0.0.1:8080/v1"))?;
        let scheme = uri.scheme_str().unwrap_or_default();
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        if !matches!(scheme, "http" | "https") || host.is_empty() {
            return Err(wrong("is no address, such as http://127.0.0.1:8080/v1"));
        }
        if !is_here(&host) {
            if !allowed.iter().any(|known| known.eq_ignore_ascii_case(&host)) {
                return Err(wrong(&format!(
                    "is not on this computer: the texts of clauses would leave it. To allow it, add it to crosscut.toml: \
                     [assistants] hosts = [\"{host}\"]"
                )));
            }
            if scheme != "https" {
                return Err(wrong("is on another computer: only https is allowed there"));
            }
        }
        let config = Agent::config_builder()
            .max_redirects(0)
            .proxy(None)
            .http_status_as_error(false)
            .timeout_global(Some(patience))
            .build();
        let url = format!("{}/chat/completions", url.trim_end_matches('/'));
        Ok(Self { agent: config.into(), url, host, model: model.to_owned(), key })
    }

    /// Whether it is on this computer.
    pub fn is_here(&self) -> bool {
        is_here(&self.host)
    }

    /// The host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The model, as it was named.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// What is sent for a question.
    pub fn request(&self, question: &Question) -> Value {
        json!({
            "model": self.model,
            "temperature": 0,
            "seed": 0,
            "max_tokens": MOST_TOKENS,
            "messages": [
                { "role": "system", "content": question.rules() },
                { "role": "user", "content": question.text() },
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": { "name": "answer", "strict": true, "schema": question.schema() },
            },
        })
    }

    /// Sends a request; the text of the answer.
    pub(super) fn send(&self, request: &Value) -> Result<String, Failure> {
        let mut call = self.agent.post(&self.url).header("content-type", "application/json");
        if let Some(key) = &self.key {
            call = call.header("authorization", format!("Bearer {key}"));
        }
        let mut response = call.send(request.to_string()).map_err(|error| match error {
            ureq::Error::ConnectionFailed | ureq::Error::HostNotFound | ureq::Error::Io(_) => Failure {
                reason: format!("no server answers at {}: {error}", self.url),
                is_final: true,
                is_absent: true,
            },
            ureq::Error::Timeout(_) => Failure::of("no answer in time"),
            other => Failure::of(other.to_string()),
        })?;
        let status = response.status();
        let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_string();
        let body = body.map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(_) => Failure::of("the answer does not end"),
            ureq::Error::Timeout(_) => Failure::of("no whole answer in time"),
            other => Failure::of(other.to_string()),
        })?;
        if !status.is_success() {
            let start: String = body.chars().take(200).collect();
            let again = status.is_server_error() || status.as_u16() == 429;
            let reason = format!("the server says {status}: {start}");
            return Err(Failure { reason, is_final: !again, is_absent: false });
        }
        let answer: Value = serde_json::from_str(&body)
            .map_err(|error| Failure::of(format!("the answer is no JSON: {error}")))?;
        let content = answer["choices"][0]["message"]["content"].as_str();
        content.map(str::to_owned).ok_or_else(|| Failure::of("the answer holds no message"))
    }
}

/// Whether a host is this computer.
fn is_here(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
