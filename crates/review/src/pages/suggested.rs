//! What assistants suggest: shown where it belongs, with its origin, and taken by nothing but an ordinary decision of the
//! person who reads it.

use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::{plain, shortened, url};
use crate::links;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::Choice;
use crosscut::decisions::{Decision, Target};
use crosscut::words::{Html, counted};
use crosscut_suggest::{CheckedCite, Ground, Source, Standing, Verdict, What, read, standing};

/// Characters of a quote that are shown.
const SHOWN: usize = 240;

/// A suggestion, ready to be shown.
pub(super) struct Suggested {
    /// “assistant:helper”, and the model behind it.
    pub(super) by: Html,
    pub(super) model: Option<Html>,
    pub(super) what: Html,
    pub(super) cites: Vec<Cited>,
    /// What taking it as a whole posts, where it can be taken so; of an open candidate what goes into which field.
    pub(super) take: Option<String>,
    pub(super) fills: Option<Fills>,
    /// What became of it.
    pub(super) now: Option<&'static str>,
}

/// What taking a suggestion puts into a field of the card.
pub(super) struct Fills {
    pub(super) field: &'static str,
    pub(super) text: String,
    pub(super) href: String,
}

pub(super) struct Cited {
    pub(super) short: Html,
    pub(super) locator: Html,
    pub(super) href: String,
    pub(super) words: Html,
    /// What became of the clause, or of its words.
    pub(super) now: Option<&'static str>,
    /// What “Take it” and “Not here” post; nothing where there is nothing to decide.
    pub(super) judge: Option<[String; 2]>,
    /// The clause, where confirming the card may take it too.
    pub(super) also: Option<String>,
}

/// What assistants suggest now, each with the log that it is in. What is odd about the logs is told by `crosscut status`.
fn sources(desk: &Desk<'_>) -> Vec<Source> {
    match read(desk.study) {
        Ok((logs, _)) if !logs.is_empty() => standing(&logs, &Ground::new(desk.findings())),
        _ => Vec::new(),
    }
}

/// How many suggestions there are.
pub(super) fn count(desk: &Desk<'_>) -> usize {
    sources(desk).iter().map(|source| source.standing.len()).sum()
}

/// The name of a suggestion in a form: “helper:3”.
fn key(source: &Source, one: &Standing) -> String {
    format!("{}:{}", source.by.name(), one.n)
}

/// What is suggested about something; `card` is the open candidate on whose card it is shown, with the address of the card.
pub(super) fn about(
    desk: &Desk<'_>,
    card: Option<(&str, &str)>,
    wanted: impl Fn(&Standing) -> bool,
) -> Vec<Suggested> {
    let sources = sources(desk);
    let all = sources.iter().flat_map(|source| source.standing.iter().map(move |one| (source, one)));
    all.filter(|(_, one)| wanted(one)).map(|(source, one)| shown(desk, card, source, one)).collect()
}

/// Whether a suggestion cites a clause.
pub(super) fn cites(one: &Standing, clause: &str) -> bool {
    one.cites.iter().any(|cite| cite.clause == clause)
}

fn shown(desk: &Desk<'_>, card: Option<(&str, &str)>, source: &Source, one: &Standing) -> Suggested {
    let key = key(source, one);
    let now = done(desk, one);
    let held = one.cites.iter().all(|cite| cite.holds);
    let whole = now.is_none() && held && (one.element.is_some() || one.what.of().is_none());
    let whole = whole && !matches!(one.what, What::Clause { .. });
    // A candidate that has become part of an element is named there.
    let fills =
        card.filter(|_| now.is_none() && one.element.is_none()).and_then(|(_, href)| fills(one, &key, href));
    Suggested {
        by: Html::own(&source.by.to_string()),
        model: one.model.as_deref().map(Html::own),
        what: Html::isolated(&said(one)),
        cites: one.cites.iter().map(|cite| cited(desk, card.map(|card| card.0), one, &key, cite)).collect(),
        take: whole.then(|| format!("take {key}")),
        fills,
        now,
    }
}

/// What is suggested, after “assistant:helper suggests”.
fn said(one: &Standing) -> String {
    let of = one.of.as_ref().map(|of| format!(" for “{of}”")).unwrap_or_default();
    match &one.what {
        What::Element { name, definition: None } => format!("a new element “{name}”"),
        What::Element { name, definition: Some(text) } => format!("a new element “{name}”: {text}"),
        What::Definition { text, .. } => format!("a definition{of}: {text}"),
        What::Clause { confidence: None, .. } => format!("a clause{of}"),
        What::Clause { confidence: Some(sure), .. } => {
            format!("a clause{of} (says it is {:.0} % sure)", sure * 100.0)
        }
        What::Name { name, .. } => format!("a name{of}: “{name}”"),
        What::Note { text } => format!("a note: {text}"),
        other => format!("{}{of}", other.words()),
    }
}

/// The name or the definition that taking a suggestion puts on a card.
fn fills(one: &Standing, key: &str, href: &str) -> Option<Fills> {
    let (field, text) = filled(one)?;
    Some(Fills { field, text, href: format!("{href}&take={key}") })
}

fn filled(one: &Standing) -> Option<(&'static str, String)> {
    match &one.what {
        What::Name { name, .. } => Some(("name", plain(name))),
        What::Definition { text, .. } => Some(("definition", plain(text))),
        _ => None,
    }
}

/// What became of a name, a definition or a new element by somebody's decision.
fn done(desk: &Desk<'_>, one: &Standing) -> Option<&'static str> {
    let elements = &desk.state().elements;
    let element = || elements.values().find(|element| Some(element.id.to_string()) == one.element);
    let done = match &one.what {
        What::Name { name, .. } => element().is_some_and(|element| element.name == *name),
        What::Definition { text, .. } => element().is_some_and(|e| e.definition.as_deref() == Some(text)),
        What::Element { name, .. } => desk.choice().element(name).is_ok(),
        _ => false,
    };
    done.then_some("taken by somebody")
}

fn cited(desk: &Desk<'_>, card: Option<&str>, one: &Standing, key: &str, cite: &CheckedCite) -> Cited {
    let clause = desk.clause(&cite.clause).map(|(_, clause)| clause);
    let citation = clause.and_then(|clause| desk.cites.cite(&clause.id));
    let now = match (cite.holds, cite.verdict) {
        (false, _) => Some("these words are not there any more"),
        (true, Verdict::Confirmed) => Some("confirmed by a person"),
        (true, Verdict::Removed) => Some("a person judged that it does not belong"),
        (true, Verdict::Open) => None,
    };
    let open = now.is_none() && matches!(one.what, What::Clause { .. });
    let member = card.and_then(|id| desk.candidate(id)).is_some_and(|candidate| {
        candidate.members.iter().any(|member| member.clause.as_str() == cite.clause)
    });
    let judge = (open && one.element.is_some())
        .then(|| ["take", "leave"].map(|act| format!("{act} {key} {}", cite.clause)));
    Cited {
        short: Html::own(citation.as_ref().map_or("", |citation| citation.short)),
        locator: Html::own(&cite.locator),
        href: links::clause(&cite.clause),
        words: Html::own(&shortened(&cite.words, SHOWN)),
        now,
        judge,
        also: (open && one.element.is_none() && card.is_some() && !member).then(|| cite.clause.clone()),
    }
}

/// What the suggestions that are taken on a card put into one of its fields.
pub(super) fn taken(desk: &Desk<'_>, candidate: &str, fields: &Fields, field: &str) -> Option<String> {
    let keys = fields.all("take");
    let sources = if keys.is_empty() { Vec::new() } else { sources(desk) };
    let all = sources.iter().flat_map(|source| source.standing.iter().map(move |one| (source, one)));
    let of = all.filter(|(source, one)| one.what.of() == Some(candidate) && keys.contains(&key(source, one)));
    of.filter_map(|(_, one)| filled(one)).filter(|(into, _)| *into == field).map(|(_, text)| text).next_back()
}

#[derive(Template)]
#[template(path = "suggestions.html")]
struct SuggestionsPage {
    shell: Shell,
    whose: Vec<Whose>,
}

/// One assistant.
struct Whose {
    by: Html,
    counts: String,
    suggested: Vec<(Option<(Html, String)>, Suggested)>,
}

/// Everything that assistants suggest.
pub(super) fn suggestions(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let whose = |source: &Source| {
        let back = match source.taken_back {
            0 => String::new(),
            some => format!(", {some} taken back"),
        };
        let quotes = counted(source.quotes_found + source.quotes_refused, "quote");
        let unseen = match source.unseen {
            0 => String::new(),
            some => format!(", {some} about elements that are not seen here"),
        };
        let counts = format!(
            "{}, {} of {quotes} refused{back}{unseen}",
            counted(source.standing.len(), "suggestion"),
            source.quotes_refused
        );
        let one = |one: &Standing| (place(desk, one), shown(desk, None, source, one));
        Whose {
            by: Html::own(&source.by.to_string()),
            counts,
            suggested: source.standing.iter().map(one).collect(),
        }
    };
    let whose = sources(desk).iter().map(whose).collect();
    let shell = Shell::new(desk, "Suggestions of assistants", Here::Elsewhere).done(desk, fields.one("done"));
    Ok(render(&SuggestionsPage { shell, whose }))
}

/// The page of what a suggestion is about.
fn place(desk: &Desk<'_>, one: &Standing) -> Option<(Html, String)> {
    let name = Html::own(one.of.as_deref()?);
    match (&one.element, one.what.of()) {
        (Some(element), _) => Some((name, url("/element", &[("id", element)]))),
        (None, Some(of)) => {
            desk.candidate(of).map(|candidate| (name, url("/candidate", &[("id", &candidate.id)])))
        }
        (None, None) => None,
    }
}

/// “Take it” and “Not here”: the decision that the person would make by hand, with where it came from as their reason.
pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let gone =
        || Fault::Missing("This is not suggested any more: it was taken back, or its words are gone.".into());
    let asked: Vec<&str> = fields.one("judge").splitn(3, ' ').collect();
    let (act, wanted) =
        (asked.first().copied().unwrap_or_default(), asked.get(1).copied().unwrap_or_default());
    let sources = sources(desk);
    let all = sources.iter().flat_map(|source| source.standing.iter().map(move |one| (source, one)));
    let (source, one) = all.into_iter().find(|(source, one)| key(source, one) == wanted).ok_or_else(gone)?;
    let decision = match act {
        "take" | "leave" => decision(&desk.choice(), one, act, asked.get(2).copied()).ok_or_else(gone)??,
        other => return Err(Fault::Wrong(format!("No action {other:?}."))),
    };
    let because = format!("suggested by {}", source.by);
    let event = desk.save(vec![decision], Some(&because))?.to_string();
    let back = if desk.here.is_empty() { "/suggestions" } else { &desk.here };
    Ok(go(&format!("{back}{}done={event}", if back.contains('?') { '&' } else { '?' })))
}

/// What is decided; `None` where there is nothing to decide, or its words are not there any more.
fn decision(
    choice: &Choice<'_>,
    one: &Standing,
    act: &str,
    clause: Option<&str>,
) -> Option<Result<Decision, Fault>> {
    let held =
        one.cites.iter().filter(|cite| cite.holds && clause.is_none_or(|clause| clause == cite.clause));
    let ids: Vec<String> = held.map(|cite| cite.clause.clone()).collect();
    if ids.is_empty() {
        return None;
    }
    let element = || choice.element(one.element.as_deref()?).ok().map(|element| element.id);
    let made = match (&one.what, act) {
        (What::Clause { .. }, _) => {
            let (element, clauses) = (element()?, choice.clauses(&ids));
            clauses.map(|clauses| match act {
                "take" => Decision::Add { element, clauses },
                _ => Decision::Remove { element, clauses },
            })
        }
        (What::Name { name, .. }, "take") => choice.rename(one.element.as_deref()?, name),
        (What::Definition { text, .. }, "take") => {
            Ok(Decision::Define { element: element()?, definition: text.clone() })
        }
        (What::Element { name, definition }, "take") => choice.make(name, definition.as_deref(), &ids),
        (What::Note { text }, "take") => choice
            .clause(&ids[0])
            .map(|clause| Decision::Note { about: Target::Clause(clause), text: text.clone() }),
        _ => return None,
    };
    Some(made.map_err(Fault::from))
}
