//! What leaves the program. Every file is made when it is asked for, of what this coder may see; only those on the list
//! can be fetched.

use crate::answer::{go, refused, render};
use crate::form::Fields;
use crate::html::plain;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::{App, Desk};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use crosscut::export::{CsvOptions, candidates, csv, file_name, matrix, quotes, report_html};
use crosscut::matrix::Matrix;
use crosscut::words::Html;
use crosscut_export::{FORMATS, Format, Material, Options, zipped};
use std::sync::Arc;

/// A file that can be fetched, beside those of [`FORMATS`].
struct Kind {
    name: &'static str,
    media: &'static str,
    what: &'static str,
    without: &'static str,
    make: fn(&Material) -> String,
}

/// The files that can be fetched, those that most people want first.
const FILES: [Kind; 8] = [
    Kind {
        name: "report.html",
        media: "text/html; charset=utf-8",
        what: "Report to read and print: matrix, quotes with their pages, documents read",
        without: "notes, who decided what, candidates beyond the first 240",
        make: |material| report_html(material.findings(), material.meta()),
    },
    Kind {
        name: "matrix.csv",
        media: "text/csv; charset=utf-8",
        what: "Matrix as a sheet: one row per confirmed element, one column per agreement",
        without: "texts of the clauses, notes, candidates, suggestions",
        make: |material| matrix(material.findings(), false).csv(CsvOptions::default()),
    },
    Kind {
        name: "quotes.csv",
        media: "text/csv; charset=utf-8",
        what: "Matrix in long form, one row per clause and one per cell without a confirmed clause: element, agreement, finding, page, coder and text",
        without: "candidates, and the clauses that are only suggested",
        make: |material| {
            quotes(material.findings(), material.judgements(), false, None).csv(CsvOptions::default())
        },
    },
    Kind {
        name: "matrix.json",
        media: "application/json",
        what: "Matrix for programs",
        without: "texts of the clauses, notes",
        make: |material| json(&Answer { schema: "crosscut/matrix/1", matrix: material.matrix() }),
    },
    Kind {
        name: "together.csv",
        media: "text/csv; charset=utf-8",
        what: "Pairs of elements and in how many agreements they occur together",
        without: "the names of these agreements",
        make: together,
    },
    Kind {
        name: "alike.csv",
        media: "text/csv; charset=utf-8",
        what: "How similar agreements are by their confirmed elements (Jaccard index)",
        without: "the names of these elements",
        make: alike,
    },
    Kind {
        name: "candidates.csv",
        media: "text/csv; charset=utf-8",
        what: "Candidates with their clauses, as the program proposed them",
        without: "decisions",
        make: |material| candidates(material.results()).csv(CsvOptions::default()),
    },
    Kind {
        name: "decisions.jsonl",
        media: "application/x-ndjson",
        what: "Every decision that you may see, one per line, with the text it was made on",
        without: "",
        make: |material| material.events().iter().map(|event| json(event) + "\n").collect(),
    },
];

#[derive(serde::Serialize)]
struct Answer<'m> {
    schema: &'static str,
    #[serde(flatten)]
    matrix: &'m Matrix,
}

/// What files are made of, as this coder may see it.
fn material(desk: &Desk<'_>) -> crosscut_export::Result<Material> {
    Material::of(desk.study, desk.findings().clone(), desk.events().to_vec(), None)
}

/// The file name under which a format is fetched: several files come packed.
fn download_name(format: &Format) -> String {
    match format.file.strip_suffix('/') {
        Some(folder) => format!("{folder}.zip"),
        None => format.file.to_owned(),
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain data becomes JSON")
}

fn together(material: &Material) -> String {
    let name = |row: usize| material.matrix().rows[row].name.clone();
    let head = ["element", "together with", "agreements"].map(str::to_owned);
    let mut pairs = material.matrix().cooccurrence();
    pairs.sort_by_key(|(a, b, count)| (std::cmp::Reverse(*count), *a, *b));
    let rows = pairs.into_iter().map(|(a, b, count)| vec![name(a), name(b), count.to_string()]);
    csv(&head, &rows.collect::<Vec<_>>(), CsvOptions::default())
}

fn alike(material: &Material) -> String {
    let columns = &material.matrix().columns;
    let shorts = columns.iter().map(|column| column.short.clone());
    let head: Vec<String> = std::iter::once("agreement".to_owned()).chain(shorts).collect();
    let rows = columns.iter().zip(material.matrix().similarity()).map(|(column, row)| {
        let shares = row.iter().map(|share| format!("{share:.3}"));
        std::iter::once(column.short.clone()).chain(shares).collect::<Vec<String>>()
    });
    csv(&head, &rows.collect::<Vec<_>>(), CsvOptions::default())
}

#[derive(Template)]
#[template(path = "exports.html")]
struct Exports {
    shell: Shell,
    files: &'static [Kind],
    /// Name and meaning of each further format, what it leaves out.
    formats: Vec<(String, &'static Format)>,
    /// Name and address of each agreement's Akoma Ntoso document.
    agreements: Vec<(Html, String)>,
    blind: bool,
    folder: Html,
    run: Html,
    version: &'static str,
    inputs: Vec<(Html, String)>,
    written: bool,
}

pub(super) fn exports(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let inputs = desk.results.documents.iter().map(|document| {
        (Html::own(&document.source.file), document.source.sha256.chars().take(16).collect())
    });
    let agreements = desk.results.agreements.iter().map(|agreement| {
        let path = format!("/exports/akn/{}", crate::html::escaped(agreement.id.as_str()));
        (Html::own(agreement.short()), path)
    });
    Ok(render(&Exports {
        shell: Shell::new(desk, "Export", Here::Exports),
        files: &FILES,
        formats: FORMATS.iter().map(|format| (download_name(format), format)).collect(),
        agreements: agreements.collect(),
        blind: desk.is_blind(),
        folder: Html::own(&plain(&desk.study.out_folder().display().to_string())),
        run: Html::own(&desk.results.run),
        version: env!("CARGO_PKG_VERSION"),
        inputs: inputs.collect(),
        written: fields.has("written"),
    }))
}

/// Writes the report, the tables, the workbook, the paper and the Akoma Ntoso documents into the study's folder, with every decision so far, or none while
/// coders judge apart: others can look there.
pub(super) fn write(desk: &mut Desk<'_>, _: &Fields) -> Result<Response, Fault> {
    desk.study.publish()?;
    let material = Material::open(desk.study)?;
    for format in ["xlsx", "docx", "akn"].into_iter().filter_map(Format::named) {
        crosscut_export::write(desk.study, format, &material, &Options::default(), None)?;
    }
    Ok(go("/exports?written=1"))
}

/// Sends a file of the list; any other name is looked up in vain. It is made away from the desk.
pub(super) async fn download(State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    let missing = || refused(StatusCode::NOT_FOUND, "There is no such export.");
    let kind = FILES.iter().find(|kind| kind.name == name);
    let format = FORMATS.iter().find(|format| download_name(format) == name);
    if kind.is_none() && format.is_none() {
        return missing();
    }
    let material = app.study.ask(|desk| desk.coder().is_some().then(|| material(desk))).await;
    let Ok(Some(material)) = material else { return missing() };
    let made = tokio::task::spawn_blocking(move || {
        let material = material?;
        match (kind, format) {
            (Some(kind), _) => Ok(((kind.make)(&material).into_bytes(), kind.media)),
            (None, Some(format)) => fetched(format, &material),
            (None, None) => Err(crosscut_export::Error::Cannot("There is no such export.".into())),
        }
    });
    match made.await {
        Ok(Ok((bytes, media))) => attached(bytes, media, &name),
        Ok(Err(_)) => refused(
            StatusCode::CONFLICT,
            "This export cannot be made of this study: `crosscut export` on the command line says why.",
        ),
        Err(_) => missing(),
    }
}

/// The file of a format, or its files as one.
fn fetched(format: &Format, material: &Material) -> crosscut_export::Result<(Vec<u8>, &'static str)> {
    let mut files = format.make(material, &Options::default())?;
    match files.pop() {
        Some(file) if !format.is_folder() => Ok((file.bytes, format.media)),
        last => {
            files.extend(last);
            Ok((zipped(&files)?, "application/zip"))
        }
    }
}

/// Sends an agreement as an Akoma Ntoso document.
pub(super) async fn akn(State(app): State<Arc<App>>, Path(agreement): Path<String>) -> Response {
    let missing = || refused(StatusCode::NOT_FOUND, "There is no such agreement.");
    let findings = app.study.ask(|desk| desk.coder().is_some().then(|| desk.findings().clone())).await;
    let Ok(Some(findings)) = findings else { return missing() };
    let made = tokio::task::spawn_blocking(move || {
        let all = crosscut_export::akn(findings.results());
        all.into_iter().find(|(id, _)| id.as_str() == agreement)
    });
    let Ok(Some((id, xml))) = made.await else { return missing() };
    attached(xml.into_bytes(), "application/akn+xml", &file_name(id.as_str(), "xml"))
}

pub(super) fn attached(bytes: Vec<u8>, media: &'static str, name: &str) -> Response {
    let mut answer = Response::new(bytes.into());
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    // The plain name for old browsers, the whole one for the others (RFC 6266).
    let simple: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_. ".contains(c) { c } else { '_' }).collect();
    let value = format!("attachment; filename=\"{simple}\"; filename*=UTF-8''{}", crate::html::escaped(name));
    if let Ok(value) = HeaderValue::from_str(&value) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}
