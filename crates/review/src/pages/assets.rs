//! The few files that every page uses, compiled in.

use axum::http::{HeaderValue, header};
use axum::response::Response;

pub(super) async fn style() -> Response {
    file(include_str!("../../assets/style.css"), "text/css; charset=utf-8")
}

pub(super) async fn script() -> Response {
    file(include_str!("../../assets/script.js"), "text/javascript; charset=utf-8")
}

pub(super) async fn icon() -> Response {
    file(include_str!("../../assets/icon.svg"), "image/svg+xml")
}

fn file(text: &'static str, kind: &'static str) -> Response {
    let mut answer = Response::new(text.into());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}
