//! What was decided, by whom and when; anything can be undone, and the undo too.

use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::url;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use crate::when;
use askama::Template;
use axum::response::Response;
use crosscut::decisions::{Decision, Decisions, ElementId, EventId, Imported, Why};
use crosscut::findings::Entry;
use crosscut::words::{Html, counted, sentence};

/// Events on a page.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "history.html")]
struct History {
    shell: Shell,
    lines: Vec<Line>,
    total: usize,
    from: usize,
    back: Option<String>,
    forth: Option<String>,
    /// What was just imported.
    imported: Vec<Html>,
}

/// A decision as it is listed.
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) at: String,
    pub(crate) by: Html,
    pub(crate) text: Html,
    /// Why it has no effect now, if so.
    pub(crate) inert: Option<&'static str>,
    /// What taking it back is called; an undo can be taken back too.
    pub(crate) can: Option<&'static str>,
}

pub(super) fn history(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    Ok(render(&page(desk, fields, Vec::new())))
}

/// Takes the decisions of another copy of the study over, and says whose.
pub(super) fn import(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let path = fields.filled("path").ok_or_else(|| Fault::Wrong("Name the folder or file first.".into()))?;
    let told = |one: Imported| {
        let Imported { coder, new, known, forked } = one;
        let new = counted(new, "decision");
        let copies = forked.map_or(String::new(), |seq| {
            format!(" {coder} worked on two copies, from decision {seq} on: all decisions count.")
        });
        Html::isolated(&format!("{coder}: {new} imported, {known} here already.{copies}"))
    };
    let imported = desk.import(path.as_ref())?.into_iter().map(told).collect();
    Ok(render(&page(desk, fields, imported)))
}

fn page(desk: &Desk<'_>, fields: &Fields, imported: Vec<Html>) -> History {
    let lines = lines(desk, None);
    let total = lines.len();
    let from = fields.one("from").parse::<usize>().unwrap_or(0).min(total) / PAGE * PAGE;
    let at = |from: usize| url("/history", &[("from", &from.to_string())]);
    History {
        shell: Shell::new(desk, "History", Here::History).done(desk, fields.one("done")),
        lines: lines.into_iter().skip(from).take(PAGE).collect(),
        total,
        from,
        back: (from > 0).then(|| at(from.saturating_sub(PAGE))),
        forth: (from + PAGE < total).then(|| at(from + PAGE)),
        imported,
    }
}

/// The decisions, the last first; those on one element only, if it is given.
pub(super) fn lines(desk: &Desk<'_>, of: Option<ElementId>) -> Vec<Line> {
    let entries = desk.findings().history(desk.events());
    let wanted = |entry: &&Entry| of.is_none_or(|element| entry.elements.contains(&element));
    entries.iter().filter(wanted).map(line).collect()
}

fn line(entry: &Entry) -> Line {
    let because = entry.because.as_ref().map(|words| format!(" “{words}”")).unwrap_or_default();
    Line {
        id: entry.event.to_string(),
        at: when::day(entry.at),
        by: Html::own(entry.by.as_str()),
        text: Html::isolated(&format!("{}{because}", sentence(&entry.text))),
        inert: entry.without_effect.map(in_words),
        can: match entry.without_effect {
            Some(_) => None,
            // What brought a decision back is undone, what took it back is redone.
            None if entry.kind == "undo" && !entry.redoes => Some("Redo"),
            None => Some("Undo"),
        },
    }
}

fn in_words(why: Why) -> &'static str {
    match why {
        Why::Undone(_) => "undone",
        Why::NoElement => "its element does not exist",
        Why::NoEvent => "the decision it undoes does not exist",
        Why::Itself => "merges an element with itself",
        Why::Merged => "its element was merged into another meanwhile",
        Why::Decided => "decided since",
    }
}

/// Takes back an action, all of it: the one named, or the last of one's own.
pub(super) fn undo(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let named = fields.filled("of").and_then(|of| desk.events().iter().find(|e| e.id.to_string() == of));
    let event = if fields.has("of") { named } else { desk.decisions().and_then(Decisions::last) };
    let of = event.map(|event| event.id).ok_or_else(|| nothing("undo"))?;
    take_back(desk, of, fields)
}

/// Takes back one's last undo, unless something was decided since.
pub(super) fn redo(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let last = desk.decisions().and_then(Decisions::last_undone);
    let of = last.map(|event| event.id).ok_or_else(|| nothing("redo"))?;
    take_back(desk, of, fields)
}

fn nothing(what: &str) -> Fault {
    Fault::Wrong(format!("You have nothing to {what}."))
}

fn take_back(desk: &mut Desk<'_>, of: EventId, fields: &Fields) -> Result<Response, Fault> {
    let gone = |why: &Why| matches!(why, Why::Undone(_));
    if desk.state().inert.iter().any(|inert| inert.event == of && gone(&inert.why)) {
        return Err(Fault::Wrong("This has already been undone.".into()));
    }
    let event = desk.save(vec![Decision::Undo { of }], None)?.to_string();
    let back = fields.one("back");
    let ours = back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\n', '\r']);
    let back = if ours { back } else { "/history" };
    Ok(go(&format!("{back}{}done={event}", if back.contains('?') { '&' } else { '?' })))
}
