//! Where one comes in: the launch link, who decides, and what to do next.

use crate::answer::{go, html, refused, render};
use crate::form::Fields;
use crate::links;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::{App, Desk, when};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use crosscut::decisions::{Coder, Decision, LogError};
use crosscut::findings::{CandidateStatus, Order};
use crosscut::matrix::CellState;
use crosscut::words::{Html, counted, sentence};
use crosscut_suggest::Assistant;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Trades the token of the launch link for the session's cookie. The page goes on by itself rather than by a redirect:
/// a browser that came here from elsewhere would not send the strict cookie along with one.
pub(super) async fn launch(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Response {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let is_in = cookies.into_iter().any(|value| app.session.knows(value));
    if !is_in && !app.session.take(&token) {
        return refused(
            StatusCode::FORBIDDEN,
            "This link was used before, and works once only. In the window where Crosscut runs, press Enter \
             for a new one.",
        );
    }
    let mut answer = html(Opening {}.render().unwrap_or_default());
    if let Ok(cookie) = HeaderValue::from_str(&app.session.set_cookie()) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

#[derive(Template)]
#[template(path = "opening.html")]
struct Opening {}

#[derive(Template)]
#[template(path = "start.html")]
struct Start {
    shell: Shell,
    name: Html,
    agreements: usize,
    clauses: usize,
    /// Candidates that are the task now, and those that come after them.
    candidates: usize,
    behind: usize,
    /// How many are decided.
    reviewed: usize,
    elements: usize,
    cells: usize,
    conflicts: usize,
    outliers: usize,
    /// What assistants suggest.
    suggested: usize,
    lost: usize,
    /// Cells that were checked in an earlier edition alone.
    earlier: usize,
    /// Documents of which text was lost.
    incomplete: usize,
    saved: Option<String>,
    next: Next,
    known: Vec<String>,
    problems: Vec<Html>,
    /// Who has worked here, and how much is decided.
    coders: Vec<(String, String)>,
    /// Whether going on brings anything: what the last decisions brought, and what the draw says is missing.
    signs: Vec<Html>,
    wrong: Option<Html>,
    /// Coding is blind, and this coder has not said yet that they have finished.
    finish: bool,
}

/// The one thing to do next.
struct Next {
    href: String,
    title: String,
    why: &'static str,
}

/// The first page: the matrix, once there is something in it and nothing is wrong with the logs.
pub(super) fn first(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    if desk.coder().is_some() && desk.results.agreements.is_empty() {
        return Ok(go("/agreements"));
    }
    let well = desk.problems().is_empty() && desk.study.pending().is_ok_and(|pending| pending.is_empty());
    match well && desk.coder().is_some() && !desk.state().elements.is_empty() {
        true => Ok(go("/matrix")),
        false => start(desk, fields),
    }
}

/// Who decides, how far they are, what is next.
pub(super) fn start(desk: &mut Desk<'_>, _: &Fields) -> Result<Response, Fault> {
    Ok(render(&page(desk, None)))
}

/// Who decides: opens their log. A log that another window holds is said so here.
pub(super) fn coder(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let said = |message: String| sentence(&message);
    if Assistant::is_called(fields.one("name")) {
        let why = "That is an assistant's name: people decide, under a name of their own.";
        return Ok(again(desk, why, StatusCode::BAD_REQUEST));
    }
    let coder = match Coder::new(fields.one("name")) {
        Ok(coder) => coder,
        Err(error) => return Ok(again(desk, &said(error.to_string()), StatusCode::BAD_REQUEST)),
    };
    match desk.open_log(coder) {
        Ok(()) => Ok(go("/")),
        Err(crosscut::Error::Log(error @ (LogError::InUse { .. } | LogError::Spelling { .. }))) => {
            Ok(again(desk, &said(error.to_string()), StatusCode::CONFLICT))
        }
        Err(error) => Err(error.into()),
    }
}

fn again(desk: &Desk<'_>, wrong: &str, status: StatusCode) -> Response {
    let mut answer = render(&page(desk, Some(wrong)));
    *answer.status_mut() = status;
    answer
}

fn page(desk: &Desk<'_>, wrong: Option<&str>) -> Start {
    let (results, matrix) = (desk.results, desk.matrix());
    let problems = desk.problems();
    let pending = desk.study.pending().unwrap_or_default();
    let mut known: Vec<String> = desk.state().seen.keys().map(ToString::to_string).collect();
    known.sort();
    Start {
        name: Html::own(&desk.name()),
        agreements: matrix.columns.len(),
        clauses: results.clauses.len(),
        candidates: desk.tally().task(),
        behind: if desk.tally().listed_left > 0 { desk.tally().behind } else { 0 },
        reviewed: desk.tally().decided(),
        elements: desk.state().elements.len(),
        cells: matrix.elements().flat_map(|row| &row.cells).filter(|c| c.state == CellState::Present).count(),
        conflicts: desk.state().conflicts.len(),
        outliers: results.outliers.len(),
        suggested: super::suggested::count(desk),
        lost: matrix.lost.len(),
        earlier: matrix.count(CellState::CheckedEarlier),
        incomplete: results.documents.iter().filter(|document| !document.losses.is_empty()).count(),
        saved: desk.saved().map(when::day),
        next: next(desk),
        known,
        signs: signs(desk),
        coders: coders(desk),
        problems: (problems.iter().map(ToString::to_string))
            .chain(pending.iter().map(|pending| sentence(&pending.to_string())))
            .map(|text| Html::isolated(&text))
            .collect(),
        wrong: wrong.map(Html::isolated),
        finish: may_finish(desk),
        shell: Shell::new(desk, "Start", Here::Start),
    }
}

/// What tells whether going on still brings anything.
fn signs(desk: &Desk<'_>) -> Vec<Html> {
    if desk.state().elements.is_empty() {
        return Vec::new();
    }
    let lines = crate::pace::outlook(desk).into_iter().chain([desk.findings().recall(None).words()]);
    lines.map(|line| Html::isolated(&line)).collect()
}

/// Everyone who has decided in this study, with how much, the busiest first.
fn coders(desk: &Desk<'_>) -> Vec<(String, String)> {
    let unread = || desk.study.events().unwrap_or_default().0;
    let events = desk.decisions().map_or_else(|| Cow::from(unread()), |open| Cow::from(open.all_events()));
    let mut counts: BTreeMap<&Coder, usize> = BTreeMap::new();
    events.iter().for_each(|event| *counts.entry(&event.by).or_default() += 1);
    let mut counts: Vec<(&Coder, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, decisions)| Reverse(*decisions));
    let one = |(coder, decisions): (&Coder, usize)| (coder.to_string(), counted(decisions, "decision"));
    counts.into_iter().map(one).collect()
}

/// Whether there is something to finish: coding is blind, and this coder has decided but is at work still.
fn may_finish(desk: &Desk<'_>) -> bool {
    let Some(decisions) = desk.decisions() else { return false };
    let round = decisions.round();
    round.blind && round.coders.get(decisions.coder()).is_some_and(Option::is_none)
}

/// The coder has judged all that they mean to judge.
pub(super) fn finish(desk: &mut Desk<'_>, _: &Fields) -> Result<Response, Fault> {
    desk.save(vec![Decision::Finish], None)?;
    Ok(go("/start"))
}

/// Disagreements first, then what is to be decided, then what is to be looked for, then the fruits.
fn next(desk: &Desk<'_>) -> Next {
    let next = |href: String, title: &str, why| Next { href, title: title.to_owned(), why };
    if desk.results.agreements.is_empty() {
        return next("/agreements".into(), "Add documents", "The agreements that you want to compare.");
    }
    if !desk.state().conflicts.is_empty() {
        return next("/conflicts".into(), "Settle the conflicts", "Two coders decided differently.");
    }
    let look = desk.likeliest().map_or(0.0, |(promise, _)| promise);
    // What adds to a decision comes in its place among the candidates, and by itself when the list is through.
    let orders = match desk.tally().listed_left {
        0 => [Order::Changed, Order::Best, Order::Later],
        _ => [Order::Best, Order::Changed, Order::Later],
    };
    for order in orders {
        if let Some(&place) = desk.queue(order).first() {
            let candidate = &desk.results.candidates[place];
            if order == Order::Best && look > candidate.promises() {
                return next(
                    "/look".into(),
                    "Ask where known elements are",
                    "A question about an empty cell brings more now than the next candidate.",
                );
            }
            let is_known = matches!(
                desk.status(&candidate.id),
                CandidateStatus::Covered { .. } | CandidateStatus::Rejected { .. }
            );
            let verb = if order == Order::Best && !is_known { "Decide on" } else { "Reconsider" };
            let title = format!("{verb} “{}”", crate::html::plain(&candidate.label));
            let why = match order {
                Order::Later => "Everything else is decided; this was postponed.",
                _ if is_known => "It would add clauses to what was decided.",
                _ => "A decision on it brings the most.",
            };
            return next(links::candidate(&candidate.id, order), &title, why);
        }
    }
    if desk.results.agreements.len() < 2 {
        let why = "Commitments in common need two agreements at least.";
        return next("/agreements".into(), "Add a second agreement", why);
    }
    if desk.matrix().count(CellState::NotChecked) > 0 {
        return next(
            "/look".into(),
            "Take a second look",
            "Every candidate is decided; some cells are still unchecked.",
        );
    }
    next("/exports".into(), "Export", "Everything is decided and checked.")
}
