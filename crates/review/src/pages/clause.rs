//! A clause in its place: its neighbours, its page, and the elements that it belongs to.

use crate::answer::{go, refused, render};
use crate::form::{Asked, Fields};
use crate::html::{Words, plain, url};
use crate::links;
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::{App, Desk};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use crosscut::decisions::{Decision, Target};
use crosscut::text::{Clause, PageBox, Rect};
use crosscut::words::Html;
use std::sync::Arc;

/// Neighbours shown on each side.
const NEIGHBOURS: usize = 3;

#[derive(Template)]
#[template(path = "clause.html")]
struct ClausePage {
    shell: Shell,
    id: String,
    before: Vec<Quote>,
    quote: Quote,
    after: Vec<Quote>,
    pages: Vec<Sheet>,
    elements: Vec<(Html, String)>,
    names: Vec<String>,
    notes: Vec<super::notes::Said>,
    /// Words that the recogniser was unsure of, where the clause was recognised from a picture.
    doubtful: Option<Vec<String>>,
    outlier: Option<bool>,
    file: Html,
}

/// A page of the document with the boxes of the clause.
struct Sheet {
    label: String,
    number: u32,
    width: f32,
    height: f32,
    boxes: Vec<Rect>,
    /// What was read, shown where the picture is not there (yet).
    words: Vec<Printed>,
    /// The page as it looks, for a document that has pictures of its pages.
    picture: Option<String>,
    /// How sure the recogniser was of the words of a page that holds none of its own, in percent.
    recognised: Option<u32>,
}

/// A word as it was read, where it was read.
struct Printed {
    text: String,
    x: f32,
    y: f32,
    w: f32,
    size: f32,
}

pub(super) fn clause(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let (place, clause) = desk
        .clause(fields.one("id"))
        .ok_or_else(|| Fault::Missing("This clause is not in the last run.".into()))?;
    let clauses = &desk.results.clauses;
    let near = |range: std::ops::Range<usize>| {
        let mut words = Words::default();
        let same = clauses[range].iter().filter(|near| near.agreement == clause.agreement);
        same.map(|near| Quote::new(desk, near, &mut words)).collect::<Vec<Quote>>()
    };
    let quote = Quote::new(desk, clause, &mut Words::default());
    let elements = desk
        .state()
        .elements
        .values()
        .filter(|element| element.belonging().any(|member| member.anchor.clause == clause.id));
    let elements: Vec<(Html, String)> =
        elements.map(|element| (Html::isolated(&element.name), links::element(element.id))).collect();
    let short = desk.cites.cite(&clause.id).map_or(clause.agreement.as_str(), |citation| citation.short);
    let title = format!("{}, {short}", clause.locator);
    let document = desk.results.documents.iter().find(|document| document.agreement == clause.agreement);
    let file = document.map_or("", |document| document.source.file.as_str());
    Ok(render(&ClausePage {
        shell: Shell::new(desk, &title, Here::Elsewhere).done(desk, fields.one("done")),
        id: clause.id.to_string(),
        before: near(place.saturating_sub(NEIGHBOURS)..place),
        after: near(place + 1..(place + 1 + NEIGHBOURS).min(clauses.len())),
        quote,
        pages: sheets(desk, clause, file),
        elements,
        names: desk.state().by_name().iter().map(|element| plain(&element.name)).collect(),
        notes: super::notes::notes(
            desk,
            |about| matches!(about, Target::Clause(anchor) if anchor.clause == clause.id),
        ),
        doubtful: clause.recognised.map(|_| {
            let words = clause.doubtful.iter().filter_map(|span| span.cut(&clause.text));
            words.map(plain).collect()
        }),
        outlier: desk.matrix().outliers.get(&clause.id).copied(),
        file: Html::isolated(file),
    }))
}

/// The pages that a clause is on, as the program read them.
fn sheets(desk: &Desk<'_>, clause: &Clause, file: &str) -> Vec<Sheet> {
    let Ok(Some(document)) = desk.study.document(file) else { return Vec::new() };
    let on = |number: u32| clause.boxes.iter().filter(move |at| at.page == number);
    let mut sheets = Vec::new();
    for page in document.pages.iter().filter(|page| clause.pages.contains(&page.number)) {
        if page.size.w < 1.0 || page.size.h < 1.0 || on(page.number).next().is_none() {
            continue;
        }
        let sure: Vec<f32> = document
            .words
            .iter()
            .filter(|word| word.page == page.number)
            .filter_map(|word| word.confidence)
            .collect();
        let words = document.words.iter().filter(|word| word.page == page.number);
        let words = words.filter_map(|word| {
            let text = word.span.cut(&document.text)?;
            let (Rect { x, y, w, h }, size) = (word.rect, word.rect.h * 0.78);
            Some(Printed { text: plain(text), x, y: y + h * 0.78, w, size })
        });
        sheets.push(Sheet {
            label: plain(&page.label),
            number: page.number,
            width: page.size.w,
            height: page.size.h,
            boxes: on(page.number).map(|PageBox { rect, .. }| wider(*rect)).collect(),
            words: words.collect(),
            recognised: (!sure.is_empty())
                .then(|| (sure.iter().sum::<f32>() / sure.len() as f32 * 100.0).round() as u32),
            picture: (crosscut::draws_pages() && document.source.has_page_pictures()).then(|| {
                let number = page.number.to_string();
                url("/page.png", &[("agreement", clause.agreement.as_str()), ("page", &number)])
            }),
        });
    }
    sheets
}

/// A box with a little air.
fn wider(rect: Rect) -> Rect {
    Rect { x: rect.x - 2.0, y: rect.y - 1.5, w: rect.w + 4.0, h: rect.h + 3.0 }
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

/// A note on a clause, a clause put into an element, a clause worth reporting alone.
pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let choice = desk.choice();
    let clause = choice.clause(fields.one("id"))?;
    let decision = match fields.one("act") {
        "note" => {
            let text = fields.filled("note").ok_or_else(|| Fault::Wrong("Write the note first.".into()))?;
            Decision::Note { about: Target::Clause(clause), text: text.to_owned() }
        }
        "add" => {
            let into = fields.filled("into").ok_or_else(|| Fault::Wrong("Name the element.".into()))?;
            Decision::Add { element: choice.element(into)?.id, clauses: vec![clause] }
        }
        "correct" => {
            let (words, nth) = (fields.one("recognised"), fields.one("nth").parse().unwrap_or(1));
            let none = || Fault::Wrong(format!("The clause does not read “{words}”, or not so often."));
            Decision::correct(clause, words, nth, fields.one("correct")).ok_or_else(none)?
        }
        "keep" => Decision::Outlier { clause, keep: true },
        "drop" => Decision::Outlier { clause, keep: false },
        other => return Err(Fault::Wrong(format!("No action {other:?}."))),
    };
    let event = desk.save(vec![decision], None)?.to_string();
    Ok(go(&url("/clause", &[("id", fields.one("id")), ("done", &event)])))
}
