//! One module a page: what it shows, and what its forms do.

mod adopt;
mod agreements;
mod assets;
mod card;
mod cell;
mod changes;
mod clause;
mod conflicts;
mod draw;
mod element;
mod exports;
mod families;
mod history;
mod look;
mod matrix;
mod notes;
mod outliers;
mod patterns;
mod pick;
mod queue;
mod read;
mod reliability;
mod search;
mod settings;
mod sheet;
mod start;
mod strip;
mod suggested;

use crate::answer::{go, refused};
use crate::form::{Asked, Fields, Posted};
use crate::html::url;
use crate::stale::Fault;
use crate::{App, Desk, guard};
use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;
use std::time::Duration;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// Bytes that a form may have: a definition and the ids of a few thousand clauses.
const LARGEST: usize = 512 * 1024;

/// What the script asks for beside the page that is shown.
const ASIDE: [&str; 3] = ["/working", "/cell", "/pick"];

/// A page or an action.
type Page = fn(&mut Desk<'_>, &Fields) -> Result<Response, Fault>;

/// All routes, behind their guard; `patience` is how long a request may take.
pub fn router(app: Arc<App>, patience: Duration) -> Router {
    Router::new()
        .route("/launch/{token}", get(start::launch))
        .route("/style.css", get(assets::style))
        .route("/script.js", get(assets::script))
        .route("/icon.svg", get(assets::icon))
        .route("/", show(start::first))
        .route("/start", show(start::start))
        .route("/agreements", show(agreements::agreements).merge(act(agreements::change)))
        .route("/pick", show(pick::pick))
        .route("/working", show(agreements::working))
        .route("/coder", act(start::coder))
        .route("/adopt", act(adopt::adopt))
        .route("/finish", act(start::finish))
        .route("/queue", show(queue::queue).merge(act(queue::bulk)))
        .route("/families", show(families::families).merge(act(families::decide)))
        .route("/candidate", show(card::card).merge(act(card::decide)))
        .route("/element", show(element::element).merge(act(element::decide)))
        .route("/matrix", show(matrix::matrix))
        .route("/together", show(patterns::together))
        .route("/alike", show(patterns::alike))
        .route("/reliability", show(reliability::show))
        .route("/cell", show(cell::cell).merge(act(cell::decide)))
        .route("/clause", show(clause::clause).merge(act(clause::decide)))
        .route("/page.png", get(sheet::picture))
        .route("/page", show(sheet::page))
        .route("/read", show(read::read))
        .route("/look", show(look::look).merge(act(look::decide)))
        .route("/draw", show(draw::draw).merge(act(draw::decide)))
        .route("/outliers", show(outliers::outliers).merge(act(outliers::decide)))
        .route("/search", show(search::search).merge(act(search::decide)))
        .route("/search/file", show(search::file))
        .route("/conflicts", show(conflicts::conflicts).merge(act(conflicts::decide)))
        .route("/suggestions", show(suggested::suggestions))
        .route("/suggested", act(suggested::decide))
        .route("/history", show(history::history))
        .route("/import", act(history::import))
        .route("/undo", act(history::undo))
        .route("/redo", act(history::redo))
        .route("/changes", show(changes::changes).merge(act(changes::decide)))
        .route("/exports", show(exports::exports).merge(act(exports::write)))
        .route("/exports/{name}", get(exports::download))
        .route("/exports/akn/{agreement}", get(exports::akn))
        .route("/settings", show(settings::settings).merge(act(settings::change)))
        .route("/help", show(settings::help))
        .fallback(async || refused(StatusCode::NOT_FOUND, "There is no such page."))
        .method_not_allowed_fallback(async || {
            refused(StatusCode::METHOD_NOT_ALLOWED, "This kind of request is not supported.")
        })
        .layer(axum::extract::DefaultBodyLimit::max(LARGEST))
        .layer(RequestBodyLimitLayer::new(LARGEST))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, patience))
        .merge(uploads(patience))
        .layer(from_fn_with_state(app.clone(), guard::guard))
        .layer(from_fn(crate::tongue::speak))
        .with_state(app)
}

/// Documents may be larger than forms, and take longer.
fn uploads(patience: Duration) -> Router<Arc<App>> {
    const LONGER: u32 = 20;
    Router::new()
        .route("/agreements/add", post(agreements::add))
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(agreements::LARGEST))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, patience * LONGER))
}

/// A page that only shows.
fn show(page: Page) -> MethodRouter<Arc<App>> {
    get(async move |State(app): State<Arc<App>>, uri: Uri, Asked(fields): Asked| {
        at_the_desk(&app, Method::GET, uri.path().to_owned(), fields, page).await
    })
}

/// An action; it answers with the way to the page that comes next.
fn act(page: Page) -> MethodRouter<Arc<App>> {
    post(async move |State(app): State<Arc<App>>, uri: Uri, Posted(fields): Posted| {
        at_the_desk(&app, Method::POST, uri.path().to_owned(), fields, page).await
    })
}

async fn at_the_desk(app: &App, method: Method, path: String, fields: Fields, page: Page) -> Response {
    // Enter in a field of a form that has several buttons decides nothing: the browser stays on its page.
    if method == Method::POST && fields.has("stay") {
        return StatusCode::NO_CONTENT.into_response();
    }
    let answer = app.study.ask(move |desk| {
        let posted = method == Method::POST;
        if !posted && !ASIDE.contains(&path.as_str()) {
            let kept = fields.0.iter().filter(|(name, _)| !["done", "was", "lang"].contains(&name.as_str()));
            let kept: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
            desk.here = url(&path, &kept);
        }
        if desk.coder().is_none() && !["/", "/start", "/coder", "/help"].contains(&path.as_str()) {
            return go("/");
        }
        desk.adding.follow(desk.study);
        let made = desk.refresh().map_err(Fault::from).and_then(|()| match posted {
            true => element::meant(desk, &fields).and_then(|fields| page(desk, &fields)),
            false => page(desk, &fields),
        });
        desk.reload_if_newer();
        made.unwrap_or_else(|fault| fault.page(desk, posted.then_some((path.as_str(), &fields))))
    });
    let closed =
        |_| refused(StatusCode::INTERNAL_SERVER_ERROR, "The study was closed. Start Crosscut again.");
    answer.await.unwrap_or_else(closed)
}
