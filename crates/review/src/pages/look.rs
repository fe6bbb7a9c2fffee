//! Second look: for every empty cell of an element the clauses that come nearest. Looking turns blanks into findings. The
//! cells that are worth asking about are a card: agreements in columns, yes, no or not sure for each.

use crate::Desk;
use crate::answer::{go, render};
use crate::form::Fields;
use crate::html::{Words, url};
use crate::links;
use crate::quote::Quote;
use crate::shell::{Here, Shell};
use crate::stale::Fault;
use askama::Template;
use axum::response::Response;
use crosscut::decisions::{Decision, Drawn, ElementId};
use crosscut::findings::{EmptyCell, Order, Recall};
use crosscut::matrix::{CellState, Row};
use crosscut::text::Clause;
use crosscut::words::Html;
use std::time::Duration;

/// Near misses shown for one agreement.
const NEAR: usize = 3;
/// How long a request waits for a second look that is being made: what is not ready then is shown when it is.
const PATIENCE: Duration = Duration::from_millis(50);

#[derive(Template)]
#[template(path = "look.html")]
struct Look {
    shell: Shell,
    rows: Vec<Line>,
    one: Option<One>,
    /// It is being made: the page comes again by itself.
    busy: bool,
    /// Decisions since it was made, and the way to a new one.
    since: usize,
    again: String,
    recall: Html,
    /// Cells of a random sample that are still to be judged, with the way to each.
    drawn: Vec<(Html, String)>,
    judged: Option<(usize, usize)>,
    /// It came between two candidates, and leads back to them.
    flow: bool,
}

struct Line {
    name: Html,
    href: String,
    empty: usize,
    looked: usize,
    here: bool,
}

/// The element that is looked for.
struct One {
    id: String,
    version: String,
    name: Html,
    href: String,
    definition: Option<Html>,
    example: Option<Quote>,
    /// The cells of the card, and the others.
    asked: Vec<Empty>,
    empty: Vec<Empty>,
}

struct Empty {
    agreement: String,
    short: Html,
    year: Option<u16>,
    near: Vec<Near>,
    lost: bool,
    /// The key that answers it on the card.
    key: usize,
}

/// A clause that may carry the element.
pub(super) struct Near {
    pub(super) quote: Quote,
    likely: bool,
}

pub(super) fn look(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let chosen = chosen(desk, fields.one("element"));
    if let Some(place) = chosen {
        make(desk, place, fields.has("again"))?;
    }
    let rows: Vec<&Row> = desk.matrix().elements().collect();
    let chosen = chosen.and_then(|place| rows.get(place).copied());
    let lines = rows.iter().filter_map(|row| {
        let id = row.element()?.to_string();
        Some(Line {
            name: Html::own(&row.name),
            href: url("/look", &[("element", &id)]),
            empty: open(row),
            looked: row.cells.iter().filter(|cell| cell.state == CellState::CheckedAbsent).count(),
            here: chosen.and_then(Row::element) == row.element(),
        })
    });
    let element = chosen.and_then(Row::element).map(|id| id.to_string()).unwrap_or_default();
    let one = chosen.and_then(|row| one(desk, row));
    let since = desk.looking.made().map_or(0, |made| desk.events().len().saturating_sub(made.decisions));
    let recall = desk.findings().recall(None);
    Ok(render(&Look {
        rows: lines.collect(),
        busy: one.is_none() && desk.looking.is_busy(),
        one,
        since,
        again: url("/look", &[("element", &element), ("again", "1")]),
        recall: Html::isolated(&recall.words()),
        flow: fields.has("flow"),
        drawn: drawn(desk, &recall),
        judged: recall.open.as_ref().map(|open| (open.drawn - open.waiting.len(), open.drawn)),
        shell: Shell::new(desk, "Second look", Here::Look).done(desk, fields.one("done")),
    }))
}

fn open(row: &Row) -> usize {
    row.cells.iter().filter(|cell| cell.state.is_open()).count()
}

/// The place of the element that is looked for: the one that is asked for, the one that the last look found likeliest to
/// bring cells, or the first with an empty cell.
fn chosen(desk: &Desk<'_>, wanted: &str) -> Option<usize> {
    let mut rows = desk.matrix().elements();
    let asked = rows.position(|row| row.element().is_some_and(|id| id.to_string() == wanted));
    let likeliest = desk.likeliest().map(|(_, id)| id);
    let likeliest =
        || desk.matrix().elements().position(|row| likeliest.is_some() && row.element() == likeliest);
    asked.or_else(likeliest).or_else(|| desk.matrix().elements().position(|row| open(row) > 0))
}

/// Sees to it that there is a second look for an element, or soon will be.
pub(super) fn make(desk: &mut Desk<'_>, place: usize, again: bool) -> Result<(), Fault> {
    let id = desk.matrix().elements().nth(place).and_then(Row::element);
    desk.looking.wait(Duration::ZERO)?;
    let known = id.is_some_and(|id| desk.looking.made().is_some_and(|made| made.of(id).is_some()));
    let old = desk.looking.made().is_none_or(|made| made.decisions != desk.events().len());
    if !known || (again && old) {
        let mut looking = std::mem::take(&mut desk.looking);
        looking.begin(desk.study, desk.findings(), desk.events().len());
        let came = looking.wait(PATIENCE);
        desk.looking = looking;
        came?;
    }
    Ok(())
}

fn one(desk: &Desk<'_>, row: &Row) -> Option<One> {
    let element = desk.state().elements.get(&row.element()?)?;
    let found = desk.looking.made()?.of(element.id)?;
    let members: Vec<&Clause> = row
        .cells
        .iter()
        .flat_map(|cell| &cell.confirmed)
        .filter_map(|id| desk.clause(id.as_str()))
        .map(|(_, clause)| clause)
        .collect();
    let terms = element.candidate.as_deref().and_then(|id| desk.candidate(id));
    let mut words = Words::of(&members, terms.map(|candidate| &candidate.terms[..]).unwrap_or_default());
    let columns = &desk.matrix().columns;
    let worth: Vec<&str> = found
        .worth_asking()
        .map(|cell| cell.agreement.as_str())
        .filter(|agreement| !desk.looking.is_left(element.id, agreement))
        .collect();
    let (mut asked, mut empty) = (Vec::new(), Vec::new());
    for near in &found.cells {
        let Some(place) = columns.iter().position(|column| column.holds(&near.agreement)) else {
            continue;
        };
        let (cell, column) = (&row.cells[place], &columns[place]);
        if cell.state.is_open() {
            let near_misses = misses(desk, near, element, &mut words);
            let is_asked = worth.contains(&near.agreement.as_str()) && !near_misses.is_empty();
            let list = if is_asked { &mut asked } else { &mut empty };
            list.push(Empty {
                key: list.len() + 1,
                agreement: column.agreement.to_string(),
                short: Html::own(&column.short),
                year: column.year,
                near: near_misses,
                lost: cell.state == CellState::Unreadable,
            });
        }
    }
    Some(One {
        id: element.id.to_string(),
        version: super::element::version(element),
        name: Html::own(&element.name),
        href: links::element(element.id),
        definition: element.definition.as_deref().map(Html::own),
        example: members.first().map(|clause| Quote::new(desk, clause, &mut words)),
        asked,
        empty,
    })
}

/// The likeliest clauses of a cell that nobody judged since.
pub(super) fn misses(
    desk: &Desk<'_>,
    cell: &EmptyCell,
    element: &crosscut::decisions::Element,
    words: &mut Words,
) -> Vec<Near> {
    // What was ruled out under another wording is shown again.
    let judged = |clause: &Clause| {
        let mut anchors = element.members.iter().map(|member| &member.anchor);
        anchors.any(|of| of.clause == clause.id && of.says(clause))
    };
    let shown = cell.misses.iter();
    let shown = shown.filter_map(|miss| Some((desk.clause(miss.clause.as_str())?.1, miss.likely)));
    shown
        .filter(|(clause, _)| !judged(clause))
        .take(NEAR)
        .map(|(clause, likely)| Near { quote: Quote::new(desk, clause, words), likely })
        .collect()
}

/// Cells of the sample that is being judged.
fn drawn(desk: &Desk<'_>, recall: &Recall) -> Vec<(Html, String)> {
    let waiting = recall.open.iter().flat_map(|open| &open.waiting);
    let line = |cell: &Drawn| {
        let element = desk.state().elements.get(&cell.element)?;
        let column = desk.matrix().columns.iter().find(|column| column.holds(&cell.agreement))?;
        let text = format!("{} in {}", element.name, column.short);
        Some((Html::own(&text), url("/look", &[("element", &cell.element.to_string())])))
    };
    waiting.filter_map(line).collect()
}

/// Draws empty cells at random, to be judged.
fn sample(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    let wanted = fields.one("cells").parse::<usize>().ok().filter(|cells| *cells > 0);
    let cells = wanted.ok_or_else(|| Fault::Wrong("Say how many cells to draw.".into()))?;
    let seed = desk.random()?;
    let decision = desk.findings().draw(seed, cells)?;
    let event = desk.save(vec![decision], None)?.to_string();
    Ok(go(&url("/look", &[("done", &event)])))
}

/// A card that is answered makes way for whatever promises most now: another question, or a candidate.
fn after_card(desk: &mut Desk<'_>, element: ElementId, fields: &Fields, event: &str) -> Response {
    desk.look_ahead();
    if !fields.has("flow") {
        let id = element.to_string();
        let left = desk.matrix().element(element).is_some_and(|row| open(row) > 0);
        let parameters: &[(&str, &str)] =
            if left { &[("element", &id), ("done", event)] } else { &[("done", event)] };
        return go(&url("/look", parameters));
    }
    let next = desk.queue(Order::Best).first().copied();
    match next.filter(|_| !desk.asks_first(next)) {
        Some(place) => {
            let id = &desk.results.candidates[place].id;
            go(&url("/candidate", &[("id", id), ("order", Order::Best.name()), ("done", event)]))
        }
        None => go(&url("/look", &[("flow", "1"), ("done", event)])),
    }
}

/// What a card's cells were answered with.
#[derive(Default)]
struct Answers {
    /// Of a cell that was answered with yes and has no ticked clause, its likeliest one.
    carry: Vec<String>,
    absent: Vec<String>,
    /// Left as it is, and not asked again until the page is opened anew.
    unsure: Vec<String>,
}

fn answers(desk: &Desk<'_>, fields: &Fields) -> Answers {
    let agreement = |id: &String| desk.clause(id).map(|(_, clause)| clause.agreement.to_string());
    let (ticked, shown) = (fields.all("clause"), fields.all("shown"));
    let mut answers = Answers::default();
    for cell in fields.all("cell") {
        let is_here = |id: &&String| agreement(id).as_ref() == Some(&cell);
        match fields.one(&format!("answer:{cell}")) {
            "yes" if !ticked.iter().any(|id| is_here(&id)) => {
                answers.carry.extend(shown.iter().find(is_here).cloned());
            }
            "no" => answers.absent.push(cell),
            "unsure" => answers.unsure.push(cell),
            _ => {}
        }
    }
    answers
}

/// Ticked clauses are added; in ticked agreements somebody looked, at the clauses shown, and found nothing.
pub(super) fn decide(desk: &mut Desk<'_>, fields: &Fields) -> Result<Response, Fault> {
    if fields.one("act") == "sample" {
        return sample(desk, fields);
    }
    let element = desk.choice().element(fields.one("id"))?.clone();
    super::element::fresh(desk, &element, fields)?;
    let answers = answers(desk, fields);
    let ticked: Vec<String> = fields.all("clause").into_iter().chain(answers.carry).collect();
    let looked: Vec<String> = fields.all("agreement").into_iter().chain(answers.absent).collect();
    let unsure = !answers.unsure.is_empty();
    desk.looking.leave(element.id, answers.unsure);
    if ticked.is_empty() && looked.is_empty() && !fields.all("cell").is_empty() {
        if !unsure {
            return Err(Fault::Wrong("Nothing was answered: say yes, no or not sure first.".into()));
        }
        return Ok(after_card(desk, element.id, fields, ""));
    }
    let choice = desk.choice();
    let mut all = Vec::new();
    if !ticked.is_empty() {
        all.push(Decision::Add { element: element.id, clauses: choice.clauses(&ticked)? });
    }
    let shown = choice.clauses(&fields.all("shown"))?;
    for agreement in looked {
        let agreement = choice.agreement(&agreement)?;
        let of = |anchor: &&crosscut::decisions::Anchor| anchor.agreement == agreement;
        if ticked.iter().any(|id| desk.clause(id).is_some_and(|(_, clause)| clause.agreement == agreement)) {
            return Err(Fault::Wrong(
                "You ticked both a clause of an agreement and that the agreement has none: untick one \
                of them."
                    .into(),
            ));
        }
        let clauses: Vec<String> = shown.iter().filter(of).map(|anchor| anchor.clause.to_string()).collect();
        all.push(choice.absent(fields.one("id"), agreement.as_str(), &clauses)?);
    }
    let event = desk.save(all, None)?.to_string();
    if !fields.all("cell").is_empty() {
        return Ok(after_card(desk, element.id, fields, &event));
    }
    let id = element.id.to_string();
    let left =
        desk.matrix().element(element.id).is_some_and(|row| row.cells.iter().any(|c| c.state.is_open()));
    let parameters: &[(&str, &str)] =
        if left { &[("element", &id), ("done", &event)] } else { &[("done", &event)] };
    Ok(go(&url("/look", parameters)))
}
