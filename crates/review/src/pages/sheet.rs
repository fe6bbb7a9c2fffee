//! A page of a document as it looks, with the boxes of a clause on it, and the pages before and after it.

use crate::answer::{refused, render};
use crate::form::{Asked, Fields};
use crate::html::{plain, url};
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::{App, Desk, links};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use crosscut::text::{AgreementId, Clause, Document, PageBox, Rect};
use crosscut::words::Html;
use std::sync::Arc;

/// A page of the document with the boxes of the clause.
pub(super) struct Sheet {
    pub(super) label: String,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) boxes: Vec<Rect>,
    /// What was read: shown where there is no picture (yet), and to be selected where there is one.
    pub(super) words: Vec<Printed>,
    /// The page as it looks, for a document that has pictures of its pages.
    pub(super) picture: Option<String>,
    /// How sure the recogniser was of the words of a page that holds none of its own, in percent.
    pub(super) recognised: Option<u32>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// A word as it was read, where it was read.
pub(super) struct Printed {
    pub(super) text: String,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) w: f32,
    pub(super) size: f32,
}

#[derive(Template)]
#[template(path = "page.html")]
struct PageTemplate {
    shell: Shell,
    agreement: Html,
    file: Html,
    sheet: Sheet,
    back: String,
    /// Whether it was a clause that led here.
    marked: bool,
}

/// The pages that a clause is on, as the program read them.
pub(super) fn sheets(desk: &Desk<'_>, clause: &Clause, file: &str) -> Vec<Sheet> {
    let Ok(Some(document)) = desk.study.document(file) else { return Vec::new() };
    let on = |number: &u32| clause.boxes.iter().any(|at| at.page == *number);
    let numbers = clause.pages.iter().filter(|number| on(number));
    numbers.filter_map(|&number| sheet(&document, &clause.agreement, number, Some(clause))).collect()
}

fn sheet(
    document: &Document,
    agreement: &AgreementId,
    number: u32,
    clause: Option<&Clause>,
) -> Option<Sheet> {
    let place = document.pages.iter().position(|page| page.number == number)?;
    let page = &document.pages[place];
    if page.size.w < 1.0 || page.size.h < 1.0 {
        return None;
    }
    let words = || document.words.iter().filter(|word| word.page == number);
    let sure: Vec<f32> = words().filter_map(|word| word.confidence).collect();
    let printed = words().filter_map(|word| {
        let text = word.span.cut(&document.text)?;
        let (Rect { x, y, w, h }, size) = (word.rect, word.rect.h * 0.78);
        Some(Printed { text: plain(text), x, y: y + h * 0.78, w, size })
    });
    let boxes = clause.into_iter().flat_map(|clause| &clause.boxes).filter(|at| at.page == number);
    let to = |place: usize| {
        let number = document.pages.get(place)?.number.to_string();
        let mut parameters = vec![("agreement", agreement.as_str()), ("page", number.as_str())];
        parameters.extend(clause.map(|clause| ("id", clause.id.as_str())));
        Some(url("/page", &parameters))
    };
    Some(Sheet {
        label: plain(&page.label),
        width: page.size.w,
        height: page.size.h,
        boxes: boxes.map(|PageBox { rect, .. }| wider(*rect)).collect(),
        words: printed.collect(),
        recognised: (!sure.is_empty())
            .then(|| (sure.iter().sum::<f32>() / sure.len() as f32 * 100.0).round() as u32),
        picture: (crosscut::draws_pages() && document.source.has_page_pictures())
            .then(|| url("/page.png", &[("agreement", agreement.as_str()), ("page", &number.to_string())])),
        before: place.checked_sub(1).and_then(to),
        after: to(place + 1),
    })
}

/// A box with a little air.
fn wider(rect: Rect) -> Rect {
    Rect { x: rect.x - 2.0, y: rect.y - 1.5, w: rect.w + 4.0, h: rect.h + 3.0 }
}

/// One page, with the boxes of the clause that led here.
pub(super) fn page(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let missing = || Fault::Missing("There is no such page in the study.".into());
    let agreement = desk.results.agreements.iter().find(|known| known.id.as_str() == fields.one("agreement"));
    let agreement = agreement.ok_or_else(missing)?;
    let clause = desk.clause(fields.one("id")).map(|(_, clause)| clause);
    let clause = clause.filter(|clause| clause.agreement == agreement.id);
    let number: u32 = fields.one("page").parse().map_err(|_| missing())?;
    let documents = desk.results.documents.iter().filter(|document| document.agreement == agreement.id);
    let made = documents.into_iter().find_map(|report| {
        let document = desk.study.document(&report.source.file).ok()??;
        Some((report.source.file.clone(), sheet(&document, &agreement.id, number, clause)?))
    });
    let (file, sheet) = made.ok_or_else(missing)?;
    let title = format!("{}, page {}", agreement.short(), sheet.label);
    Ok(render(&PageTemplate {
        shell: Shell::new(desk, &title, Here::Elsewhere).named(),
        agreement: Html::own(agreement.short()),
        file: Html::own(&file),
        sheet,
        back: clause.map_or_else(
            || links::reading(agreement.id.as_str()),
            |clause| links::clause(clause.id.as_str()),
        ),
        marked: clause.is_some(),
    }))
}

/// A picture of a page. Drawing takes its time: it is done away from the desk.
pub(super) async fn picture(State(app): State<Arc<App>>, Asked(fields): Asked) -> Response {
    let missing = || refused(StatusCode::NOT_FOUND, "There is no picture of this page.");
    let number = fields.one("page").parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let wanted = fields.one("agreement").to_owned();
    let known = app.study.ask(move |desk| {
        let agreement = desk.results.agreements.iter().find(|known| known.id.as_str() == wanted)?;
        Some((desk.study.clone(), agreement.id.clone()))
    });
    let (Ok(Some((study, agreement))), Some(number)) = (known.await, number) else { return missing() };
    let drawn = tokio::task::spawn_blocking(move || study.page_image(&agreement, number, 2.0, None)).await;
    let Ok(Ok(bytes)) = drawn else { return missing() };
    let mut answer = Response::new(bytes.into());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    answer
}
