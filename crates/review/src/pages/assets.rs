//! The few files that every page uses, compiled in.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use std::sync::LazyLock;

/// Style and script as they are sent: without what is there for those who read them.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    let tight = [("; }", "}"), (" { ", "{"), (" {", "{"), ("; ", ";"), (": ", ":"), (", ", ",")];
    tight
        .into_iter()
        .fold(bare(include_str!("../../assets/style.css")), |style, (from, to)| style.replace(from, to))
});
static SCRIPT: LazyLock<String> = LazyLock::new(|| bare(include_str!("../../assets/script.js")));

pub(super) async fn style() -> Response {
    file(STYLE.clone(), "text/css; charset=utf-8")
}

pub(super) async fn script() -> Response {
    file(SCRIPT.clone(), "text/javascript; charset=utf-8")
}

pub(super) async fn icon() -> Response {
    file(include_str!("../../assets/icon.svg").to_owned(), "image/svg+xml")
}

/// Leaves out indentation, empty lines and lines that are comments; every line ends as before, so that no two become one.
fn bare(text: &str) -> String {
    let is_comment = |line: &str| line.starts_with("//") || (line.starts_with("/*") && line.ends_with("*/"));
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn file(text: String, kind: &'static str) -> Response {
    let mut answer = Response::new(text.into());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_and_style_together_are_small() {
        let size = STYLE.len() + SCRIPT.len();
        assert!(size <= 60_000, "{size} bytes");
    }

    #[test]
    fn no_text_runs_over_several_lines_of_the_script() {
        for line in include_str!("../../assets/script.js").lines() {
            let ticks = line.matches('`').count();
            assert!(ticks % 2 == 0 || line.trim_start().starts_with("//"), "{line}");
        }
    }
}
