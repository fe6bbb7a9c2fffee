//! What goes back to the browser: a page, the way to another one, or a refusal.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

/// A page as an answer.
pub(crate) fn render(page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => html(text),
        Err(_) => refused(StatusCode::INTERNAL_SERVER_ERROR, "This page cannot be shown."),
    }
}

pub(crate) fn html(text: String) -> Response {
    let mut answer = Response::new(text.into());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    answer
}

/// On to another page of ours.
pub(crate) fn go(to: &str) -> Response {
    let mut answer = Response::new(axum::body::Body::empty());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(to) = HeaderValue::from_str(to) {
        answer.headers_mut().insert(header::LOCATION, to);
    }
    answer
}

#[derive(Template)]
#[template(path = "refused.html")]
struct Refused {
    status: u16,
    why: &'static str,
}

/// A page that says no, and shows nothing of the study.
pub(crate) fn refused(status: StatusCode, why: &'static str) -> Response {
    let page = Refused { status: status.as_u16(), why };
    let mut answer = html(page.render().unwrap_or_else(|_| why.to_owned()));
    *answer.status_mut() = status;
    answer
}
