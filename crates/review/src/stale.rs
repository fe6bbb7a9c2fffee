//! Requests that cannot be done: said plainly, with everything that was typed still at hand.

use crate::Desk;
use crate::answer::render;
use crate::form::Fields;
use crate::html::url;
use crate::shell::{Here, Shell};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use crosscut::Error;
use crosscut::decisions::LogError;
use crosscut::text::ClauseId;
use crosscut::words::{Html, sentence};

/// Why a page cannot be shown or an action not be done.
#[derive(Debug)]
pub(crate) enum Fault {
    /// What the address names is not there.
    Missing(String),
    /// What was asked makes no sense as it is.
    Wrong(String),
    /// An element of this name is there already.
    Twin(String),
    /// The disk or the log refused.
    NotSaved(String),
    /// Something else decided on this while the page was open.
    Stale {
        /// What it is now, as lines.
        now: Vec<String>,
        /// What was about to be saved, as lines.
        yours: Vec<String>,
        /// The version to save on.
        version: String,
    },
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::Choice(why) => Self::Wrong(sentence(&why)),
            Error::Twin { name } => Self::Twin(name),
            Error::Log(LogError::Set(why)) => Self::Wrong(sentence(why)),
            Error::Search(error) => Self::Wrong(sentence(&error.to_string())),
            other => Self::NotSaved(sentence(&other.to_string())),
        }
    }
}

impl From<crosscut_export::Error> for Fault {
    fn from(error: crosscut_export::Error) -> Self {
        match error {
            crosscut_export::Error::Study(error) => error.into(),
            other => Self::NotSaved(sentence(&other.to_string())),
        }
    }
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    shell: Shell,
    title: &'static str,
    why: Html,
    now: Vec<Html>,
    yours: Vec<Html>,
    /// The form again, with everything that was filled in, once for each way on; none for a page that was only asked for.
    again: Vec<Again>,
    /// Where the way back leads, and whether something typed is left behind there.
    back: String,
    typed: bool,
}

struct Again {
    path: String,
    fields: Vec<(String, String)>,
    button: String,
}

impl Fault {
    /// The page that says so. `posted` is the address and the form of an action.
    pub(crate) fn page(self, desk: &Desk<'_>, posted: Option<(&str, &Fields)>) -> Response {
        let lines = |lines: Vec<String>| lines.iter().map(|line| Html::isolated(line)).collect::<Vec<Html>>();
        let mut ways: Vec<(String, Vec<(&str, String)>)> = vec![("Try again".into(), Vec::new())];
        let (status, title, why, now, yours) = match self {
            Self::Missing(why) => (StatusCode::NOT_FOUND, "Not found", why, vec![], vec![]),
            // The same form again would come to the same.
            Self::Wrong(why) => {
                ways = Vec::new();
                (StatusCode::BAD_REQUEST, "Not done", why, vec![], vec![])
            }
            Self::Twin(name) => {
                let into = vec![("act", "merge".to_owned()), ("into", name.clone())];
                let both = ("Keep both".to_owned(), vec![("both", "1".to_owned())]);
                ways = match posted {
                    Some(("/candidate", fields)) if fields.one("act") == "confirm" => {
                        vec![(format!("Add the clauses to “{name}”"), into), both]
                    }
                    _ => vec![both],
                };
                let why = format!("There is an element named “{name}” already.");
                (StatusCode::CONFLICT, "Same name", why, vec![], vec![])
            }
            Self::NotSaved(why) if posted.is_none() => {
                (StatusCode::INTERNAL_SERVER_ERROR, "This cannot be shown", why, vec![], vec![])
            }
            Self::NotSaved(why) => (StatusCode::INTERNAL_SERVER_ERROR, "Not saved", why, vec![], vec![]),
            Self::Stale { now, yours, version } => {
                ways = vec![("Save mine anyway".into(), vec![("version", version)])];
                let why = "Someone changed this while your page was open. Your change is not lost: compare both and \
                           choose.";
                (StatusCode::CONFLICT, "Changed in the meantime", why.to_owned(), lines(now), lines(yours))
            }
        };
        let again = posted.map_or(Vec::new(), |(path, fields)| {
            let form = |(button, other)| Again { path: path.to_owned(), fields: with(fields, other), button };
            ways.into_iter().map(form).collect()
        });
        let shell = Shell::new(desk, title, Here::Elsewhere);
        let back = posted
            .and_then(|(path, fields)| page_of(path, fields))
            .or_else(|| posted.map(|_| shell.here.clone()));
        let back = back.unwrap_or_default();
        let typed = posted.is_some() && !again.is_empty();
        let why = Html::isolated(&why);
        let mut page = render(&FaultPage { shell, title, why, now, yours, again, back, typed });
        *page.status_mut() = status;
        page
    }
}

/// The page that a form is on, where its address and fields tell.
fn page_of(path: &str, fields: &Fields) -> Option<String> {
    let id = fields.one("id");
    match path {
        "/candidate" => Some(url(path, &[("id", id), ("order", fields.one("order"))])),
        "/element" | "/clause" => Some(url(path, &[("id", id)])),
        "/look" => Some(url(path, &[("element", id)])),
        "/agreements" | "/settings" | "/queue" | "/families" => Some(path.to_owned()),
        _ => None,
    }
}

/// Refuses to report a clause alone that an element of several agreements holds.
pub(crate) fn alone(desk: &Desk<'_>, clause: &str) -> Result<(), Fault> {
    let held = ClauseId::new(clause).ok().and_then(|id| desk.findings().shared_element(&id));
    match held {
        None => Ok(()),
        Some(row) => Err(Fault::Wrong(format!(
            "This clause is confirmed in “{}”, which {} agreements have: it is no outlier as long as it is there.",
            row.name, row.breadth
        ))),
    }
}

/// A form again, some of its fields with another value.
fn with(fields: &Fields, other: Vec<(&str, String)>) -> Vec<(String, String)> {
    let kept = fields.0.iter().filter(|(name, _)| other.iter().all(|(other, _)| other != name)).cloned();
    let other: Vec<(String, String)> =
        other.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    kept.chain(other).collect()
}
