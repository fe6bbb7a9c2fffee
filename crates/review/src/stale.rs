//! Requests that cannot be done: said plainly, with everything that was typed still at hand.

use crate::Desk;
use crate::answer::render;
use crate::form::Fields;
use crate::shell::{Here, Shell};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use crosscut::Error;
use crosscut::words::{Html, sentence};

/// Why a page cannot be shown or an action not be done.
#[derive(Debug)]
pub(crate) enum Fault {
    /// What the address names is not there.
    Missing(String),
    /// What was asked makes no sense as it is.
    Wrong(String),
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
    /// The form again, with everything that was filled in; none for a page that was only asked for.
    again: Option<Again>,
}

struct Again {
    path: String,
    fields: Vec<(String, String)>,
    button: &'static str,
}

impl Fault {
    /// The page that says so. `posted` is the address and the form of an action.
    pub(crate) fn page(self, desk: &Desk<'_>, posted: Option<(&str, &Fields)>) -> Response {
        let lines = |lines: Vec<String>| lines.iter().map(|line| Html::isolated(line)).collect::<Vec<Html>>();
        let (status, title, why, now, yours, version) = match self {
            Self::Missing(why) => (StatusCode::NOT_FOUND, "Not found", why, vec![], vec![], None),
            Self::Wrong(why) => (StatusCode::BAD_REQUEST, "Not done", why, vec![], vec![], None),
            Self::NotSaved(why) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "Not saved", why, vec![], vec![], None)
            }
            Self::Stale { now, yours, version } => (
                StatusCode::CONFLICT,
                "Changed in the meantime",
                "Someone changed this while your page was open. Your change is not lost: compare both and choose."
                    .to_owned(),
                lines(now),
                lines(yours),
                Some(version),
            ),
        };
        let button = if version.is_some() { "Save mine anyway" } else { "Try again" };
        let again = posted.map(|(path, fields)| Again {
            path: path.to_owned(),
            fields: fields
                .0
                .iter()
                .map(|(name, value)| match (name.as_str(), &version) {
                    ("version", Some(version)) => (name.clone(), version.clone()),
                    _ => (name.clone(), value.clone()),
                })
                .collect(),
            button,
        });
        let shell = Shell::new(desk, title, Here::Elsewhere);
        let mut page = render(&FaultPage { shell, title, why: Html::isolated(&why), now, yours, again });
        *page.status_mut() = status;
        page
    }
}
