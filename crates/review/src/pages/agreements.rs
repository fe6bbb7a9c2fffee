//! What the study is made of: a table that is edited in its cells, documents that are added, agreements that go and come.

use crate::adding::Batch;
use crate::answer::{go, refused, render};
use crate::form::Fields;
use crate::html::{plain, url};
use crate::shell::{Here, Notice, Shell};
use crate::stale::Fault;
use crate::{App, Desk, links};
use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::http::StatusCode;
use axum::response::Response;
use crosscut::text::AgreementId;
use crosscut::words::{Html, counted, percent};
use crosscut::{Agreement, Alike, Edit, Group};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

/// Bytes that the documents of one form may have together.
pub(super) const LARGEST: usize = 512 << 20;

/// Files that can be read, for the chooser.
const ACCEPT: &str = ".pdf,.docx,.doc,.odt,.rtf,.html,.htm,.xhtml,.epub,.mht,.mhtml,.md,.txt,.jsonl,.png,.jpg,.jpeg,\
                      .tif,.tiff";

/// Questions about agreements that may be one, at the most: with many, the first answers settle others.
const PAIRS: usize = 5;

/// Properties that the table shows: the name in the settings, and for people.
const PROPERTIES: [(&str, &str); 10] = [
    ("short", "Short title"),
    ("title", "Title"),
    ("year", "Year"),
    ("group", "Group"),
    ("binding", "Binding"),
    ("in_force", "In force"),
    ("languages", "Language"),
    ("translation_of", "Translation of"),
    ("edition_of", "Edition of"),
    ("distinct_from", "Another agreement than"),
];

const GROUPS: [(Group, &str); 6] = [
    (Group::State, "States"),
    (Group::Business, "Companies"),
    (Group::Civil, "Civil society"),
    (Group::Technical, "Technical community"),
    (Group::Multistakeholder, "Multistakeholder"),
    (Group::Un, "United Nations"),
];

#[derive(Template)]
#[template(path = "agreements.html")]
struct Page {
    shell: Shell,
    lines: Vec<Line>,
    removed: Vec<(String, Html)>,
    /// Agreements that another one may be a translation or an edition of.
    others: Vec<(String, String)>,
    groups: [(&'static str, &'static str); 6],
    told: Vec<(bool, Html)>,
    pairs: Vec<Pair>,
    accept: &'static str,
    folder: Html,
    sums: String,
}

struct Line {
    id: String,
    name: String,
    short: String,
    title: String,
    year: String,
    group: &'static str,
    binding: &'static str,
    in_force: &'static str,
    languages: String,
    /// “translation_of:ID” or “edition_of:ID”.
    of: String,
    file: Html,
    href: Option<String>,
    clauses: usize,
    lost: Vec<Html>,
}

/// Two agreements that may be one: a question, with a form for each answer.
struct Pair {
    question: Html,
    /// The one that would count with the other.
    id: String,
    /// “edition_of:ID” or “translation_of:ID”.
    of: String,
    /// All that it is distinct from, if it is another one.
    distinct_from: String,
}

/// The questions that nobody has answered yet, in the order of the last run.
fn pairs(desk: &Desk<'_>, all: &[Agreement]) -> Vec<Pair> {
    let open = desk.results.alike.iter().filter(|alike| !alike.is_answered(all));
    let pair = |alike: &Alike| {
        let find = |id: &AgreementId| all.iter().find(|agreement| agreement.id == *id);
        let (a, b) = (find(&alike.a)?, find(&alike.b)?);
        let percent = percent(alike.share);
        let (what, of) = match alike.translation {
            true => ("articles in common, in two languages", "translation_of"),
            false => ("clauses in common, but for a few words", "edition_of"),
        };
        // Two of one name are told apart by their ids.
        let named = |one: &Agreement| match a.short() == b.short() {
            true => format!("{} [{}]", one.short(), one.id),
            false => one.short().to_owned(),
        };
        let mut distinct_from = b.distinct_from.clone();
        distinct_from.push(a.id.clone());
        Some(Pair {
            question: Html::isolated(&plain(&format!(
                "“{}” and “{}” have {percent} of their {what}. Are they one agreement?",
                named(a),
                named(b)
            ))),
            id: b.id.to_string(),
            of: format!("{of}:{}", a.id),
            distinct_from: ids(&distinct_from),
        })
    };
    open.filter_map(pair).take(PAIRS).collect()
}

pub(super) fn agreements(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let (all, removed) = match crosscut::Study::is_study(desk.study.folder()) {
        true => (desk.study.agreements()?, desk.study.removed_agreements()?),
        false => (Vec::new(), Vec::new()),
    };
    let mut clauses: BTreeMap<&AgreementId, usize> = BTreeMap::new();
    desk.results.clauses.iter().for_each(|clause| *clauses.entry(&clause.agreement).or_default() += 1);
    let lines: Vec<Line> = all.iter().map(|agreement| line(desk, agreement, &clauses)).collect();
    let mut shell = Shell::new(desk, "Agreements", Here::Agreements);
    if fields.has("set") {
        shell.notice = said(desk, &all);
    }
    Ok(render(&Page {
        sums: format!(
            "{} · {}",
            counted(lines.len(), "agreement"),
            counted(desk.results.clauses.len(), "clause")
        ),
        removed: removed.iter().map(|gone| (gone.id.to_string(), Html::own(gone.short()))).collect(),
        others: all.iter().map(|other| (other.id.to_string(), plain(other.short()))).collect(),
        groups: GROUPS.map(|(group, name)| (group.name(), name)),
        told: desk.adding.told.iter().map(|told| (told.bad, Html::isolated(&told.text))).collect(),
        pairs: pairs(desk, &all),
        accept: ACCEPT,
        folder: Html::own(&plain(&desk.study.folder().display().to_string())),
        lines,
        shell,
    }))
}

fn line(desk: &Desk<'_>, agreement: &Agreement, clauses: &BTreeMap<&AgreementId, usize>) -> Line {
    let documents = desk.results.documents.iter().filter(|document| document.agreement == agreement.id);
    let losses = documents.flat_map(|document| &document.losses);
    let count = clauses.get(&agreement.id).copied().unwrap_or_default();
    let property = |name: &str| plain(&value(agreement, name));
    let of = |kind: &str| Some(property(kind)).filter(|id| !id.is_empty()).map(|id| format!("{kind}:{id}"));
    Line {
        id: agreement.id.to_string(),
        name: plain(agreement.short()),
        short: property("short"),
        title: property("title"),
        year: property("year"),
        group: agreement.group.map_or("", Group::name),
        binding: yes_or_no(agreement.binding),
        in_force: yes_or_no(agreement.in_force),
        languages: property("languages"),
        of: of("translation_of").or_else(|| of("edition_of")).unwrap_or_default(),
        file: Html::own(agreement.source.as_deref().unwrap_or_default()),
        href: (count > 0).then(|| links::reading(agreement.id.as_str())),
        clauses: count,
        lost: losses.map(|loss| Html::isolated(&loss.to_string())).collect(),
    }
}

fn yes_or_no(value: Option<bool>) -> &'static str {
    value.map_or("", |value| if value { "yes" } else { "no" })
}

/// A property as its cell shows it and a form sends it.
fn value(agreement: &Agreement, name: &str) -> String {
    let id = |of: &Option<AgreementId>| of.as_ref().map(ToString::to_string).unwrap_or_default();
    match name {
        "short" => agreement.short.clone().unwrap_or_default(),
        "title" => agreement.title.clone(),
        "year" => agreement.year.map(|year| year.to_string()).unwrap_or_default(),
        "group" => agreement.group.map(|group| group.name().to_owned()).unwrap_or_default(),
        "binding" => yes_or_no(agreement.binding).to_owned(),
        "in_force" => yes_or_no(agreement.in_force).to_owned(),
        "languages" => agreement.languages.join(", "),
        "translation_of" => id(&agreement.translation_of),
        "edition_of" => id(&agreement.edition_of),
        _ => ids(&agreement.distinct_from),
    }
}

/// A property as people read it: by the names of what was chosen.
fn shown(agreement: &Agreement, name: &str, all: &[Agreement]) -> String {
    let called = |id: &AgreementId| {
        let known = all.iter().find(|known| known.id == *id);
        known.map_or_else(|| id.to_string(), |known| known.short().to_owned())
    };
    match name {
        "group" => {
            let group = GROUPS.iter().find(|(group, _)| Some(*group) == agreement.group);
            group.map(|(_, name)| (*name).to_owned()).unwrap_or_default()
        }
        "translation_of" => agreement.translation_of.as_ref().map(called).unwrap_or_default(),
        "edition_of" => agreement.edition_of.as_ref().map(called).unwrap_or_default(),
        "distinct_from" => agreement.distinct_from.iter().map(called).collect::<Vec<_>>().join(", "),
        name => value(agreement, name),
    }
}

fn ids(agreements: &[AgreementId]) -> String {
    agreements.iter().map(AgreementId::as_str).collect::<Vec<_>>().join(", ")
}

/// What was just changed, with the way back.
fn said(desk: &mut Desk<'_>, all: &[Agreement]) -> Option<Notice> {
    let (id, was) = desk.adding.changed.take()?;
    let agreement = all.iter().find(|agreement| agreement.id.as_str() == id)?;
    let one = |(name, _): &(String, String)| {
        let title = PROPERTIES.iter().find(|(known, _)| known == name).map_or("", |(_, title)| title);
        let now = shown(agreement, name, all);
        format!("{title}: {}", if now.is_empty() { "–".to_owned() } else { format!("“{now}”") })
    };
    let text =
        format!("Saved for {}. {}", agreement.short(), was.iter().map(one).collect::<Vec<_>>().join(", "));
    let mut fields = vec![("act".to_owned(), "set".to_owned()), ("id".to_owned(), id)];
    fields.extend(was);
    Some(Notice {
        text: Html::isolated(&plain(&text)),
        undo: None,
        form: Some(("/agreements".into(), fields)),
    })
}

/// Changes of the table, an agreement that goes or comes back, a run that is stopped.
pub(super) fn change(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let id = fields.one("id");
    match fields.one("act") {
        "stop" => desk.adding.stop(),
        "title" => {
            let title =
                fields.filled("study").ok_or_else(|| Fault::Wrong("Give the study a title.".into()))?;
            desk.adding.add(desk.study, Batch::titled(title.to_owned()));
        }
        "remove" => {
            if desk.study.agreements()?.len() < 2 {
                return Err(Fault::Wrong(
                    "This is the only agreement of the study: add another one first.".into(),
                ));
            }
            idle(desk)?;
            desk.study.edit_agreement(id, &Edit::Remove)?;
            desk.adding.run(desk.study);
        }
        "back" => bring_back(desk, id)?,
        _ => return set(desk, fields),
    }
    Ok(go("/agreements"))
}

/// A run that goes on has read the list of agreements already: none may go or come before it has ended.
fn idle(desk: &Desk<'_>) -> Result<(), Fault> {
    match desk.adding.stage() {
        None => Ok(()),
        Some(_) => Err(Fault::Wrong("Documents are being read: try again when that has ended.".into())),
    }
}

/// The source of a removed agreement is run again.
fn bring_back(desk: &mut Desk<'_>, id: &str) -> Result<(), Fault> {
    let gone = desk.study.removed_agreements()?.into_iter().find(|gone| gone.id.as_str() == id);
    let source = gone.and_then(|gone| gone.source);
    let source =
        source.ok_or_else(|| Fault::Missing("This agreement is not among the removed ones.".into()))?;
    let path = desk.study.folder().join("sources").join(source);
    desk.adding.add(desk.study, Batch::of_source(path));
    Ok(())
}

/// Saves the cells that differ. Names and years show at once; what counts as one agreement takes a run.
fn set(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let all = desk.study.agreements()?;
    let agreement = all.iter().find(|agreement| agreement.id.as_str() == fields.one("id"));
    let agreement =
        agreement.ok_or_else(|| Fault::Missing("This agreement is not in the study any more.".into()))?;
    let mut sent: Vec<(&'static str, String)> = Vec::new();
    for (name, _) in PROPERTIES.iter().filter(|(name, _)| fields.has(name)) {
        sent.push((name, fields.one(name).trim().to_owned()));
    }
    if let Some((_, of)) = fields.0.iter().find(|(name, _)| name == "of") {
        let (kind, id) = of.split_once(':').unwrap_or_default();
        for name in ["translation_of", "edition_of"] {
            sent.push((name, if kind == name { id.to_owned() } else { String::new() }));
        }
    }
    let changes: Vec<(&'static str, String)> =
        sent.into_iter().filter(|(name, new)| value(agreement, name) != *new).collect();
    if changes.is_empty() {
        return Ok(go("/agreements"));
    }
    let was = changes.iter().map(|(name, _)| ((*name).to_owned(), value(agreement, name))).collect();
    let joins = changes.iter().any(|(name, _)| name.ends_with("_of") || *name == "distinct_from");
    if joins {
        idle(desk)?;
    }
    desk.study.edit_agreement(agreement.id.as_str(), &Edit::Set(changes)).map_err(in_words)?;
    desk.adding.changed = Some((agreement.id.to_string(), was));
    match joins {
        true => desk.adding.run(desk.study),
        false => desk.lay_anew(),
    }
    Ok(go(&url("/agreements", &[("set", "1")])))
}

/// What is wrong with an entry is the user's to mend.
fn in_words(error: crosscut::Error) -> Fault {
    match error {
        crosscut::Error::Settings { reason, .. } => Fault::Wrong(crosscut::words::sentence(&reason)),
        other => other.into(),
    }
}

/// How far a run is, for the script.
pub(super) fn working(desk: &mut Desk<'_>, _: &Fields) -> Result<Response, Fault> {
    let told = desk.adding.told.iter().map(|told| told.text.clone()).collect::<Vec<_>>().join(" ");
    Ok(render(&WorkingPage {
        shell: Shell::new(desk, "Agreements", Here::Agreements),
        told: Html::isolated(&told),
    }))
}

#[derive(Template)]
#[template(path = "working.html")]
struct WorkingPage {
    shell: Shell,
    told: Html,
}

/// Takes documents that a form sends. They are written beside the study as they come, and a run takes them over.
pub(super) async fn add(State(app): State<Arc<App>>, mut form: Multipart) -> Response {
    let folder = app.study.ask(|desk| desk.coder().map(|_| desk.study.folder().to_owned())).await;
    let Ok(Some(folder)) = folder else { return go("/") };
    let failed = |why| refused(StatusCode::BAD_REQUEST, why);
    let Ok(mut batch) = Batch::new(&folder) else {
        return failed("The folder of the study cannot be written. Nothing was added.");
    };
    let taken = take(&app, &mut form, &mut batch).await;
    if let Err(why) = taken {
        batch.discard();
        return failed(why);
    }
    if batch.files.is_empty() {
        batch.discard();
        return failed("No document was chosen. Go back and choose some.");
    }
    let begun = app.study.ask(move |desk| desk.adding.add(desk.study, batch)).await;
    match begun {
        Ok(()) => go("/agreements"),
        Err(_) => refused(StatusCode::INTERNAL_SERVER_ERROR, "The study was closed. Start Crosscut again."),
    }
}

/// Writes the files of a form; the token must come before the first.
async fn take(app: &App, form: &mut Multipart, batch: &mut Batch) -> Result<(), &'static str> {
    const BROKEN: &str = "The documents did not arrive whole, or are too large together. Nothing was added.";
    const FULL: &str = "The documents cannot be written: the disk may be full. Nothing was added.";
    let broken = |_: MultipartError| BROKEN;
    let mut is_ours = false;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        if field.name() == Some("form") {
            is_ours = app.session.signed(&field.text().await.map_err(broken)?);
            continue;
        }
        if !is_ours {
            return Err(
                "This form is from before the program was restarted. Reload the page. Nothing was added.",
            );
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let Some(mut file) = batch.file(&name).map_err(|_| FULL)? else { continue };
        while let Some(bytes) = field.chunk().await.map_err(broken)? {
            file.write_all(&bytes).map_err(|_| FULL)?;
        }
    }
    Ok(())
}
