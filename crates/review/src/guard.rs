//! What every request passes first: the host, the session, where a request comes from, and the headers of the answer.

use crate::App;
use crate::answer::refused;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// Headers of every answer, errors included. Nothing is loaded from anywhere else, and nothing inline runs.
pub(crate) const HEADERS: [(&str, &str); 8] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
    ("x-frame-options", "DENY"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
];

/// The outermost layer: checks, then answers, then headers.
pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut answer = match check(&app, &request) {
        Ok(()) => next.run(request).await,
        Err((status, why)) => refused(status, why),
    };
    for (name, value) in HEADERS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

fn check(app: &App, request: &Request) -> Result<(), (StatusCode, &'static str)> {
    let (headers, path) = (request.headers(), request.uri().path());
    let port = app.session.port();
    if !is_ours(headers, port) || request.uri().host().is_some() {
        return Err((StatusCode::MISDIRECTED_REQUEST, "This page is available on this computer only."));
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::POST) {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "This kind of request is not supported."));
    }
    if *request.method() == Method::POST && !is_same_origin(headers, port) {
        return Err((StatusCode::FORBIDDEN, "This request came from another site. Nothing was changed."));
    }
    let open = path.starts_with("/launch/") || path == "/style.css";
    if !open && !has_cookie(app, headers) {
        return Err((
            StatusCode::FORBIDDEN,
            "This browser is not signed in, or the link has already been used. Press Enter in the window where \
             Crosscut runs to get a new link.",
        ));
    }
    Ok(())
}

/// Whether the one `Host` is this computer: another name that leads here is somebody else's trick.
fn is_ours(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    host.to_str().is_ok_and(|host| is_local(host, port))
}

fn is_local(host: &str, port: u16) -> bool {
    ["127.0.0.1", "localhost", "[::1]"]
        .iter()
        .any(|name| host.eq_ignore_ascii_case(&format!("{name}:{port}")))
}

/// Whether the browser says that one of our own pages sent this.
fn is_same_origin(headers: &HeaderMap, port: u16) -> bool {
    let one = |name: &str| {
        let mut all = headers.get_all(name).iter();
        (all.next().and_then(|value| value.to_str().ok()), all.next().is_none())
    };
    match (one("sec-fetch-site"), one("origin")) {
        ((_, false), _) | (_, (_, false)) => false,
        ((Some(site), _), (origin, _)) => {
            // Under `no-referrer` a browser says `Origin: null` of a form on our own page.
            site == "same-origin" && origin.is_none_or(|o| o == "null" || is_origin(o, port))
        }
        ((None, _), (Some(origin), _)) => is_origin(origin, port),
        ((None, _), (None, _)) => false,
    }
}

fn is_origin(origin: &str, port: u16) -> bool {
    origin.strip_prefix("http://").is_some_and(|host| is_local(host, port))
}

fn has_cookie(app: &App, headers: &HeaderMap) -> bool {
    let cookies = headers.get_all(header::COOKIE).iter();
    cookies.filter_map(|value| value.to_str().ok()).any(|value| app.session.knows(value))
}
