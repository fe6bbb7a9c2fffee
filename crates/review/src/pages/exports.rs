//! What leaves the program. Files are made by the library; only those on the list can be fetched.

use super::{go, refused, render};
use crate::form::Fields;
use crate::html::Html;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::{App, Desk};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use std::sync::Arc;

/// The files that can be fetched: name, media type, what it is, what it leaves out.
const FILES: [(&str, &str, &str, &str); 3] = [
    (
        "report.html",
        "text/html; charset=utf-8",
        "Report to read and print: matrix, quotes with their pages, what was read",
        "Leaves out: notes, who decided what, candidates beyond the first 240.",
    ),
    (
        "matrix.csv",
        "text/csv; charset=utf-8",
        "Matrix for a spreadsheet: one line a clause, with element, agreement, page and text",
        "Leaves out: notes, rejected sets.",
    ),
    (
        "candidates.csv",
        "text/csv; charset=utf-8",
        "Candidates with their clauses, as the program proposed them",
        "Leaves out: decisions.",
    ),
];

#[derive(Template)]
#[template(path = "exports.html")]
struct Exports {
    shell: Shell,
    files: Vec<File>,
    folder: Html,
    run: Html,
    version: &'static str,
    inputs: Vec<(Html, String)>,
    written: bool,
}

struct File {
    name: &'static str,
    what: &'static str,
    without: &'static str,
    made: Option<String>,
}

pub(super) fn exports(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let folder = desk.study.out_folder();
    let made = |name: &str| {
        let time = std::fs::metadata(folder.join(name)).and_then(|file| file.modified()).ok()?;
        jiff::Timestamp::try_from(time).ok().map(crate::when::day)
    };
    let files = FILES.map(|(name, _, what, without)| File { name, what, without, made: made(name) });
    let inputs = desk.results.documents.iter().map(|document| {
        (Html::text(&document.source.file), document.source.sha256.chars().take(16).collect())
    });
    Ok(render(&Exports {
        shell: Shell::new(desk, "Export", Here::Exports),
        files: files.into(),
        folder: Html::text(&folder.display().to_string()),
        run: Html::text(&desk.results.run),
        version: env!("CARGO_PKG_VERSION"),
        inputs: inputs.collect(),
        written: fields.has("written"),
    }))
}

/// Writes all of them, with every decision so far.
pub(super) fn write(desk: &mut Desk<'_>, _: &Fields) -> Result<Response, Fault> {
    desk.study.write_exports(desk.results, desk.state())?;
    Ok(go("/exports?written=1"))
}

/// Sends a file of the list; any other name is looked up in vain.
pub(super) async fn download(State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    let Some((name, kind, ..)) = FILES.iter().find(|(known, ..)| *known == name) else {
        return refused(StatusCode::NOT_FOUND, "There is no such export.");
    };
    let read = app.door.ask(move |desk| std::fs::read(desk.study.out_folder().join(name))).await;
    let Ok(Ok(bytes)) = read else {
        return refused(StatusCode::NOT_FOUND, "This was not written yet: use “Write all files” first.");
    };
    let mut answer = Response::new(bytes.into());
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}
